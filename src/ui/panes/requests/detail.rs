//! Everything that is known of one request.

use ratatui::Frame;
use ratatui::layout::Rect;

use crate::app::command::{Command, RequestsCommand};
use crate::app::requests::Row;
use crate::app::requests::generations::held_against;
use crate::app::requests::inside::records;
use crate::app::state::State;
use crate::app::when::time_of_day;
use crate::domain::request::{Closed, Request, RequestOutcome};
use crate::domain::theme::Role;
use crate::ui::panes::facts::Facts;
use crate::ui::panes::requests::columns::{place, role};
use crate::ui::styles::Styles;
use crate::ui::text::{bytes, count, duration};

/// Draws the detail.
pub fn draw(state: &State, row: &Row<'_>, styles: &Styles, frame: &mut Frame<'_>, area: Rect) {
    let request = row.request;
    let mut facts = Facts::new(styles, area.width);
    head(&mut facts, state, request, styles);
    let attempts = state.requests.attempts(row);
    let many = if attempts.len() > 1 { format!(" of {} kept", attempts.len()) } else { String::new() };
    let to = place(request).unwrap_or_else(|| "a partition that is not known".to_owned());
    let generation = state.requests.generations.words(request.generation, styles.glyphs.arrow);
    facts.field("batch", &format!("{to}   b{}   attempt {}{many}   {generation}", request.broker, request.attempt));
    facts.field("records", &batch(request));
    facts.field("size", &size(request));
    facts.field("closed", &closed(state, request));
    facts.field("times", &times(state, request));
    if attempts.len() > 1 {
        for (at, attempt) in attempts.iter().enumerate() {
            let label = if at == 0 { "attempts" } else { "" };
            facts.field_as(label, &attempt_words(state, attempt), role(attempt.outcome));
        }
    }
    inside_lines(&mut facts, state, request, area);
    facts.draw(frame, area);
}

fn head(facts: &mut Facts<'_>, state: &State, request: &Request, styles: &Styles) {
    let glyphs = &styles.glyphs;
    let zone = &state.session.time_zone;
    let time = |micros: u64| time_of_day(i64::try_from(micros).unwrap_or(i64::MAX), zone);
    let answered = request.rtt_micros.map(|rtt| time(request.sent_micros + rtt));
    let at = answered.map(|at| format!(" at {at}")).unwrap_or_default();
    let (words, role) = match request.outcome {
        RequestOutcome::Delivered => (format!("{} delivered{at}", glyphs.good), Role::Good),
        RequestOutcome::Unawaited => (format!("{} sent: with acks=0 no broker answers", glyphs.good), Role::Good),
        RequestOutcome::Retry => (format!("{} refused{at}, and sent again", glyphs.warning), Role::Warning),
        RequestOutcome::Failed => (format!("{} refused for good{at}", glyphs.bad), Role::Bad),
        RequestOutcome::NoAnswer => (format!("{} no answer: the batch may be in the log", glyphs.bad), Role::Bad),
    };
    facts.head(&words, role);
    match (&request.cause, request.outcome) {
        (Some(cause), _) => facts.field("because", cause),
        (None, RequestOutcome::Retry | RequestOutcome::Failed | RequestOutcome::NoAnswer) => {
            facts.field("because", "not known: it was not told");
        }
        (None, RequestOutcome::Delivered | RequestOutcome::Unawaited) => {}
    }
}

fn batch(request: &Request) -> String {
    let records = request.records.map_or("not known".to_owned(), |records| count(records.into()));
    match (request.first_offset, request.last_offset) {
        (Some(first), Some(last)) if first >= 0 => format!("{records}   offsets {first} to {last}"),
        (Some(_) | None, _) => records,
    }
}

#[allow(clippy::cast_precision_loss)]
fn size(request: &Request) -> String {
    let wire = format!("{} on the wire", bytes(request.wire_bytes));
    match request.bytes {
        Some(size) if request.wire_bytes > 0 => {
            let ratio = size as f64 / request.wire_bytes as f64;
            format!("{} in keys, values and headers   {wire}   ratio {ratio:.2}", bytes(size))
        }
        Some(_) | None => wire,
    }
}

/// Why the batch closed, and what that was derived from.
fn closed(state: &State, request: &Request) -> String {
    let lingered = request.accepted_micros.zip(request.closed_micros);
    let lingered = lingered.map(|(accepted, closed)| closed.saturating_sub(accepted));
    let numbers = match (request.closed, state.requests.generations.limits(request.generation)) {
        (Closed::Retry | Closed::Unknown, _) | (_, None) => Vec::new(),
        (Closed::Size | Closed::Count | Closed::Linger | Closed::Flush, Some(limits)) => {
            held_against(limits, request.bytes, lingered)
        }
    };
    let words = match request.closed {
        Closed::Size => "size: the next record did not fit",
        Closed::Count => "count: batch.num.messages was reached",
        Closed::Linger => "linger: linger.ms ended",
        Closed::Flush => "flush: it was asked for",
        Closed::Retry => "retry: it is the batch of an earlier request",
        Closed::Unknown => "not known",
    };
    let numbers = if numbers.is_empty() { String::new() } else { format!("; {}", numbers.join(", ")) };
    format!("{words} (derived){numbers}")
}

fn times(state: &State, request: &Request) -> String {
    let time = |micros: u64| time_of_day(i64::try_from(micros).unwrap_or(i64::MAX), &state.session.time_zone);
    let start = request.accepted_micros.unwrap_or(request.sent_micros);
    let after = |micros: u64| duration(micros.saturating_sub(start));
    let mut words = Vec::new();
    match request.accepted_micros {
        Some(accepted) => {
            words.push(format!("oldest record {}", time(accepted)));
            words.extend(request.closed_micros.map(|closed| format!("closed +{}", after(closed))));
            words.push(format!("sent +{}", after(request.sent_micros)));
        }
        None => words.push(format!("sent {}", time(request.sent_micros))),
    }
    words.extend(request.rtt_micros.map(|rtt| format!("answered +{}", after(request.sent_micros + rtt))));
    words.join("   ")
}

fn attempt_words(state: &State, attempt: &Request) -> String {
    let time = time_of_day(i64::try_from(attempt.sent_micros).unwrap_or(i64::MAX), &state.session.time_zone);
    let rtt = attempt.rtt_micros.map_or("no answer".to_owned(), duration);
    let end = match (&attempt.cause, attempt.outcome) {
        (Some(cause), _) => cause.to_string(),
        (None, RequestOutcome::Delivered) => "delivered".to_owned(),
        (None, RequestOutcome::Unawaited) => "sent".to_owned(),
        (None, RequestOutcome::Retry | RequestOutcome::Failed | RequestOutcome::NoAnswer) => {
            "cause not known".to_owned()
        }
    };
    format!("{}  b{}  {time}  {rtt}  {end}", attempt.attempt, attempt.broker)
}

/// The records of the form that were in it, as many as there is room for.
fn inside_lines(facts: &mut Facts<'_>, state: &State, request: &Request, area: Rect) {
    let limits = state.requests.generations.limits(request.generation);
    let room = usize::from(area.height).saturating_sub(facts.len());
    let rows = records(&state.results, request, limits).take(room);
    for (at, row) in rows.enumerate() {
        let key = row.key.as_deref().map_or("null".to_owned(), |key| format!("'{key}'"));
        let offset = row.outcome().and_then(|outcome| outcome.offset).map(|offset| format!("   offset {offset}"));
        let keys = if at == 0 { go(state) } else { String::new() };
        let words = format!("record {}   key {key}{}{keys}", row.n, offset.unwrap_or_default());
        facts.field(if at == 0 { "inside" } else { "" }, &words);
    }
}

fn go(state: &State) -> String {
    let key = state.keymap.shown(Command::Requests(RequestsCommand::ShowRecord));
    key.map(|key| format!("   {key} goes there")).unwrap_or_default()
}
