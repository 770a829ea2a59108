//! The title where there is room for one column only: whatever pane has the keys, it holds the cluster and how it is
//! guarded, what limits the producer, how many records failed, and what is on its way.

use ratatui::text::{Line, Span};

use crate::app::editor::width_of;
use crate::app::state::State;
use crate::domain::theme::Role;
use crate::ui::bars::{brokers, names, none_reached, paused};
use crate::ui::styles::Styles;
use crate::ui::text::{count, cut, span, spread, width_of_spans};

/// The fewest columns for the names of profile and cluster.
const SHORTEST_NAMES: usize = 16;
/// The fewest columns in which a reason says something.
const SHORTEST_REASON: usize = 12;

/// How much is said of the records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Words {
    All,
    Trouble,
    Figures,
}

/// The line.
pub fn line<'a>(state: &'a State, styles: &Styles, width: u16) -> Line<'a> {
    let width = usize::from(width);
    let program = || vec![span(" linger ", styles.of(Role::Title)), Span::raw(" ")];
    let (full, short, role) = names(state, styles);
    let (stands, figures) = (stands(state, styles), records(state, styles, Words::Figures));
    let fits = |left: &[Span<'_>], names: &str, right: &[Span<'_>]| {
        width_of_spans(left) + width_of(names) + width_of_spans(&stands) + width_of_spans(right) + 4 <= width
    };
    // What is cut to make room: the words of the figures, how it is guarded (its colour says so still), the program's
    // name, at last the cluster's.
    let right = [Words::All, Words::Trouble].map(|words| records(state, styles, words));
    let right = right.into_iter().find(|right| fits(&program(), &full, right)).unwrap_or(figures);
    let named = if fits(&program(), &full, &right) { full } else { short };
    let mut left = if fits(&program(), &named, &right) { program() } else { Vec::new() };
    let room = width.saturating_sub(width_of_spans(&left) + width_of_spans(&stands) + width_of_spans(&right) + 4);
    left.push(span(cut(&named, room.max(SHORTEST_NAMES), &styles.glyphs), styles.of(role)));
    left.push(Span::raw("  "));
    left.extend(stands);
    if let (Some(reason), true) = (&state.standing.reason, none_reached(state)) {
        let room = width.saturating_sub(width_of_spans(&left) + width_of_spans(&right) + 4);
        if room >= SHORTEST_REASON {
            left.push(span(cut(&format!(": {reason}"), room, &styles.glyphs), styles.of(Role::Bad)));
        }
    }
    spread(left, right, width)
}

/// That it stands still, that nothing can be reached, or what limits the producer.
fn stands<'a>(state: &'a State, styles: &Styles) -> Vec<Span<'a>> {
    if let Some(paused) = paused(state, styles, false) {
        return vec![span(paused, styles.of(Role::Selected))];
    }
    match &state.pipeline.verdict {
        _ if state.producer_error.is_some() || none_reached(state) => brokers(state, styles),
        Some(verdict) if verdict.kind().is_trouble() => vec![span(verdict.kind().name(), styles.of(Role::Warning))],
        Some(_) if state.idle_since().is_some() => vec![span("idle", styles.of(Role::Dim))],
        Some(verdict) => vec![span(verdict.kind().name(), styles.of(Role::Text))],
        None => brokers(state, styles),
    }
}

/// How many records failed and wait, and how many requests are in flight: always all three, so that each has its place.
fn records<'a>(state: &State, styles: &Styles, words: Words) -> Vec<Span<'a>> {
    let counts = state.results_now().counts();
    let meter = state.meter_now();
    // A record of a load has no row; one that was refused before it was accepted is in no meter.
    let metered = meter.map(|meter| meter.records).unwrap_or_default();
    let failed = counts.failed.max(metered.failed + metered.possibly_written);
    let waiting = counts.open.max(metered.outstanding());
    let in_flight = meter.map_or(0, |meter| meter.requests.in_flight);
    let glyphs = &styles.glyphs;
    let mut spans = Vec::new();
    let mut push = |mark: &str, number: u64, word: &str, role: Role| {
        let role = if number == 0 { Role::Dim } else { role };
        let word = if words == Words::Figures { "" } else { word };
        spans.push(span(format!("{mark} {}{word}  ", count(number)), styles.of(role)));
    };
    if words == Words::All {
        push(glyphs.good, counts.ok.max(metered.delivered), "", Role::Good);
    }
    push(glyphs.bad, failed, " failed", Role::Bad);
    push(glyphs.waiting, waiting, " waiting", Role::Warning);
    let role = if in_flight == 0 { Role::Dim } else { Role::Text };
    spans.push(span(format!("{} in flight ", count(in_flight)), styles.of(role)));
    spans
}
