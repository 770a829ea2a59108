//! One line for the panes that are not on the screen, with what is most worth knowing of each.

use ratatui::text::{Line, Span};

use crate::app::learned::Target;
use crate::app::results::{Progress, Row};
use crate::app::state::{Pane, State};
use crate::domain::outcome::Status;
use crate::domain::theme::Role;
use crate::ui::Place;
use crate::ui::layout::Layout;
use crate::ui::styles::Styles;
use crate::ui::text::{bytes, count, cut, duration, failure_words, short, span, width_of_spans};

/// The fewest columns in which something is said of a pane.
const SHORTEST: usize = 12;

/// The line, and what a click on it means.
pub fn line<'a>(state: &'a State, layout: &Layout, styles: &Styles, width: u16) -> (Line<'a>, Vec<Place>) {
    let width = usize::from(width);
    let mut spans: Vec<Span<'a>> = Vec::new();
    let mut places = Vec::new();
    let silent = |pane: Pane| match pane {
        Pane::Requests => state.watch.meter.is_none(),
        Pane::Profile => state.profile.draft.is_empty(),
        Pane::Record | Pane::Pipeline | Pane::Results => false,
    };
    for pane in Pane::ALL.into_iter().filter(|pane| !layout.shows(*pane) && !silent(*pane)) {
        let name = span(format!(" {} {} ", pane.number(), pane.name()), styles.of(Role::Dim));
        let used = width_of_spans(&spans) + width_of_spans(std::slice::from_ref(&name));
        let Some(room) = width.checked_sub(used).filter(|room| *room >= SHORTEST) else { break };
        let from = width_of_spans(&spans);
        spans.push(name);
        spans.extend(match pane {
            Pane::Record => vec![span(cut(&record(state, styles), room, &styles.glyphs), styles.of(Role::Text))],
            Pane::Profile => vec![span(cut(&profile(state), room, &styles.glyphs), styles.of(Role::Text))],
            Pane::Pipeline => vec![pipeline(state, styles)],
            Pane::Requests => vec![requests(state, styles)],
            Pane::Results => results(state, styles, room),
        });
        places.push((from, width_of_spans(&spans), target(pane)));
        spans.push(Span::raw(" "));
    }
    (Line::from(spans), places)
}

fn target(pane: Pane) -> Target {
    match pane {
        Pane::Record => Target::Record,
        Pane::Profile => Target::Profile,
        Pane::Pipeline => Target::Pipeline,
        Pane::Requests => Target::Requests,
        Pane::Results => Target::Results,
    }
}

fn record(state: &State, styles: &Styles) -> String {
    let topic = state.record.topic_name();
    let topic = if topic.is_empty() { "no topic".to_owned() } else { topic };
    let size = state.record.size().map_or("not ready".to_owned(), |size| format!("at most {}", bytes(size)));
    format!("{topic} {} {size}", styles.glyphs.dot)
}

/// How much of the draft is not applied.
fn profile(state: &State) -> String {
    match state.profile.draft.len() {
        1 => "1 change not applied".to_owned(),
        changes => format!("{changes} changes not applied"),
    }
}

/// What is wrong, or how much flows.
fn pipeline<'a>(state: &State, styles: &Styles) -> Span<'a> {
    let series = &state.pipeline.series;
    let now = series.now();
    let rate = format!("{}/s", short(now.per_second(now.delivered)));
    if state.watch.meter.is_none() {
        return span("nothing sent", styles.of(Role::Dim));
    }
    match &state.pipeline.verdict {
        Some(verdict) if verdict.kind().is_trouble() => span(verdict.kind().name(), styles.of(Role::Warning)),
        Some(_) | None if state.idle_since().is_some() => span(format!("idle, last {rate}"), styles.of(Role::Dim)),
        Some(_) | None => span(rate, styles.of(Role::Text)),
    }
}

fn requests<'a>(state: &State, styles: &Styles) -> Span<'a> {
    let in_flight = state.watch.meter.as_ref().map_or(0, |meter| meter.requests.in_flight);
    span(format!("{} in flight", count(in_flight)), styles.of(Role::Text))
}

fn results<'a>(state: &State, styles: &Styles, room: usize) -> Vec<Span<'a>> {
    match state.results.newest_first().next() {
        None => vec![span(cut("no record sent yet", room, &styles.glyphs), styles.of(Role::Dim))],
        Some(row) => summary(row, state, styles, room),
    }
}

/// A record's end, or how far it is, in one line.
fn summary<'a>(row: &Row, state: &State, styles: &Styles, width: usize) -> Vec<Span<'a>> {
    let glyphs = &styles.glyphs;
    let partition = row.partition().map(|partition| format!("-{partition}")).unwrap_or_default();
    let place = format!("{}{partition}", row.topic);
    let why = state.standing.why_waits(&row.topic, row.partition());
    let waits = why.map(|reason| format!(": {reason}")).unwrap_or_default();
    let (mark, role, words) = match &row.progress {
        Progress::Sending => (glyphs.waiting, Role::Warning, format!("{place}  waits to be accepted{waits}")),
        Progress::Cancelling => (glyphs.waiting, Role::Warning, format!("{place}  is given up")),
        Progress::Waiting { .. } => (glyphs.waiting, Role::Warning, format!("{place}  waits{waits}")),
        Progress::Ended { outcome, .. } => match &outcome.status {
            Status::Delivered | Status::Sent => {
                let offset = outcome.offset.map(|offset| format!(" @ {offset}")).unwrap_or_default();
                let latency =
                    outcome.latency_micros.map(|micros| format!("  {}", duration(micros))).unwrap_or_default();
                (glyphs.good, Role::Good, format!("{place}{offset}{latency}"))
            }
            Status::Failed(failure) => (glyphs.bad, Role::Bad, format!("{place}  {}", failure_words(failure, glyphs))),
        },
    };
    vec![
        span(format!("{mark} "), styles.of(role)),
        span(cut(&words, width.saturating_sub(3), glyphs), styles.of(Role::Text)),
    ]
}
