//! The life of one record: a line for each phase on one time axis, against what limits it.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::life::{Life, Phase, Start, What, life, limit_words};
use crate::app::requests::segments::{Doing, Segment, doing};
use crate::app::results::Row;
use crate::app::state::State;
use crate::domain::meter::Limits;
use crate::domain::outcome::Outcome;
use crate::domain::request::RequestOutcome;
use crate::domain::theme::Role;
use crate::ui::panes::facts::Facts;
use crate::ui::panes::time_bar;
use crate::ui::styles::Styles;
use crate::ui::text::{cut, duration, fit, span};

/// Columns of the names of phases.
const NAME: usize = 26;
/// Columns of the durations.
const FIGURE: usize = 10;
/// Columns of the limits.
const LIMIT: usize = 27;
/// The fewest cells of a bar that say something.
const BAR: usize = 8;

/// Draws the life of a record that came to its end.
pub fn draw(row: &Row, state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect) {
    let mut facts = Facts::new(styles, area.width);
    let outcome = row.outcome();
    let Some((outcome, journey)) = outcome.and_then(|outcome| Some((outcome, outcome.journey.as_deref()?))) else {
        facts.head(&format!("record {}", row.n), Role::Title);
        facts.head(nothing(outcome), Role::Dim);
        facts.draw(frame, area);
        return;
    };
    let limits = limits(state, outcome);
    let life = life(outcome, journey, &limits);
    head(&mut facts, row, &life, outcome, styles);
    for (at, story) in journey.story.iter().enumerate() {
        facts.field_as(if at == 0 { "in its way" } else { "" }, story, Role::Warning);
    }
    // Where there is no room for all, the steps of the connection are told by the head alone.
    let causes = life.phases.iter().filter(|phase| cause(phase).is_some()).count();
    let all = facts.len() + life.phases.len() + causes <= usize::from(area.height);
    let columns = Columns::of(usize::from(area.width));
    for phase in life.phases.iter().filter(|phase| all || !matches!(phase.what, What::Step { .. })) {
        facts.line(line(phase, &life, &columns, styles));
        if let Some(cause) = cause(phase) {
            let words = cut(cause, usize::from(area.width).saturating_sub(4), &styles.glyphs);
            facts.line(vec![span(format!("    {words}"), styles.of(Role::Bad))]);
        }
    }
    facts.head("~ derived, not told by librdkafka", Role::Dim);
    facts.draw(frame, area);
}

/// Why a request that carried the record did not deliver it.
fn cause(phase: &Phase) -> Option<&str> {
    match &phase.what {
        What::InFlight { cause, .. } => cause.as_deref(),
        What::BlockedForMetadata
        | What::BlockedForMemory
        | What::Step { .. }
        | What::Batching
        | What::AwaitSend
        | What::Backoff
        | What::Delivery => None,
    }
}

fn nothing(outcome: Option<&Outcome>) -> &'static str {
    match outcome {
        None => "It has not come to its end yet.",
        Some(_) => "Nobody kept its way through the producer.",
    }
}

/// The limits that the record went under: those of the producer whose request carried it, or else the present ones.
fn limits(state: &State, outcome: &Outcome) -> Limits {
    let request = state.requests.find(|request| crate::app::requests::inside::carried(request, outcome));
    let generation = request.and_then(|number| state.requests.request(number)).map(|request| request.generation);
    let then = generation.and_then(|generation| state.requests.generations.limits(generation));
    then.or(state.watch.meter.as_ref().map(|meter| meter.limits)).unwrap_or_default()
}

fn head(facts: &mut Facts<'_>, row: &Row, life: &Life, outcome: &Outcome, styles: &Styles) {
    let (mark, role) = if outcome.is_ok() { (styles.glyphs.good, Role::Good) } else { (styles.glyphs.bad, Role::Bad) };
    let partition = outcome.partition.map(|partition| format!("-{partition}")).unwrap_or_default();
    let start = match life.start {
        Start::Warm => "",
        Start::Cold => ", a cold start",
        Start::Connect => ", which had to connect to its leader",
        Start::Reconnect => ", which had to connect again after an idle or lost connection",
    };
    let whole = duration(life.to.saturating_sub(life.from));
    facts.head(&format!("{mark} record {} in {}{partition}: {whole}{start}", row.n, row.topic), role);
    if let Some(sentence) = &life.sentence {
        facts.words(sentence, if outcome.is_ok() { Role::Warning } else { Role::Bad });
    }
}

/// Where the parts of a line stand.
struct Columns {
    name: usize,
    bar: usize,
    limit: usize,
}

impl Columns {
    fn of(width: usize) -> Self {
        let name = NAME.min(width / 2);
        let limit = if width >= name + BAR + FIGURE + LIMIT { LIMIT } else { 0 };
        Self { name, bar: width.saturating_sub(name + FIGURE + limit), limit }
    }
}

fn line<'a>(phase: &Phase, life: &Life, columns: &Columns, styles: &Styles) -> Vec<Span<'a>> {
    let scale = life.to.saturating_sub(life.from).max(1);
    let segment = Segment {
        doing: drawn_as(&phase.what),
        from: phase.from.saturating_sub(life.from),
        to: phase.to.saturating_sub(life.from),
    };
    let mut spans = vec![span(fit(&name(&phase.what), columns.name, &styles.glyphs), styles.of(Role::Text))];
    spans.extend(time_bar::bar(&[segment], scale, columns.bar, styles));
    spans.push(span(format!("{:>FIGURE$}", exact(phase.micros())), styles.of(Role::Text)));
    if let Some(limit) = phase.limit.filter(|_| columns.limit > 0) {
        let over = phase.micros() > limit.micros && phase.what == What::Delivery;
        let words = format!("  {} {}", limit.property, limit_words(limit.micros));
        let words = cut(&words, columns.limit, &styles.glyphs);
        spans.push(span(words, styles.of(if over { Role::Bad } else { Role::Dim })));
    }
    spans
}

/// A duration, one of less than a millisecond to the microsecond.
fn exact(micros: u64) -> String {
    if micros < 1_000 { format!("0.{micros:03} ms") } else { duration(micros) }
}

/// What a phase looks like: as in the list of requests, and blocked as waiting.
fn drawn_as(what: &What) -> Doing {
    match what {
        What::BlockedForMetadata | What::BlockedForMemory | What::Step { .. } | What::AwaitSend => Doing::Waiting,
        What::Batching => Doing::Batching,
        What::InFlight { outcome, .. } => doing(*outcome),
        What::Backoff => Doing::Backoff,
        What::Delivery => Doing::InFlight,
    }
}

fn name(what: &What) -> String {
    match what {
        What::BlockedForMetadata => "blocked for metadata".to_owned(),
        What::BlockedForMemory => "blocked for memory".to_owned(),
        What::Step { step, broker } if *broker < 0 => format!("  {step}{} bootstrap", mark(step)),
        What::Step { step, broker } => format!("  {step}{} b{broker}", mark(step)),
        What::Batching => "batching~".to_owned(),
        What::AwaitSend => "waiting to be sent~".to_owned(),
        What::InFlight { attempt, broker, outcome, .. } => {
            let end = match outcome {
                RequestOutcome::Delivered | RequestOutcome::Unawaited => "",
                RequestOutcome::Retry | RequestOutcome::Failed => " refused",
                RequestOutcome::NoAnswer => " no answer",
            };
            format!("in flight {attempt} b{broker}{end}")
        }
        What::Backoff => "backoff".to_owned(),
        What::Delivery => "in all, once accepted".to_owned(),
    }
}

/// The mark of steps that are derived from those around them.
fn mark(step: &str) -> &'static str {
    match step {
        "metadata" | "producer id" => "~",
        _ => "",
    }
}
