//! The Requests pane: a row for each Produce request, the newest above.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::learned::{Learned, Target};
use crate::app::state::{Pane, State};
use crate::domain::request::{Request, RequestOutcome};
use crate::domain::theme::Role;
use crate::ui::styles::Styles;
use crate::ui::text::{bytes, count, cut, duration, fit, span};
use crate::ui::{area_of, pane_frame};

/// Draws the pane.
pub fn draw(state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect, learned: &mut Learned) {
    let focused = state.focus == Pane::Requests;
    let block = pane_frame(Pane::Requests, focused, (Vec::new(), untold(state, styles)), styles);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    learned.clicks.push((area_of(area), Target::Requests));
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    if state.watch.requests.is_empty() {
        frame.render_widget(Line::styled("No Produce request yet.", styles.of(Role::Dim)), inner);
        return;
    }
    let head = format!("{:6}{:18}{:>4}{:>7}{:>11}{:>11}", "broker", "partition", "try", "records", "wire", "rtt");
    let width = usize::from(inner.width);
    let rows = state.watch.requests.iter().rev().skip(state.requests.top).map(|request| row(request, styles, width));
    let head = Line::styled(cut(&head, width, &styles.glyphs), styles.of(Role::Dim));
    for (line, y) in std::iter::once(head).chain(rows).zip(inner.y..inner.bottom()) {
        frame.render_widget(line, Rect { y, height: 1, ..inner });
    }
}

/// How many requests came too fast to be told.
fn untold<'a>(state: &State, styles: &Styles) -> Vec<Span<'a>> {
    match state.watch.dropped_requests {
        0 => Vec::new(),
        dropped => vec![span(format!("{} came too fast to be told", count(dropped)), styles.of(Role::Warning))],
    }
}

fn row<'a>(request: &Request, styles: &Styles, width: usize) -> Line<'a> {
    let glyphs = &styles.glyphs;
    let place = match (&request.topic, request.partition) {
        (Some(topic), Some(partition)) => format!("{topic}-{partition}"),
        (Some(topic), None) => topic.to_string(),
        (None, _) => "not known".to_owned(),
    };
    let records = request.records.map_or(String::new(), |records| count(records.into()));
    let words = format!(
        "{:6}{}{:>4}{:>7}{:>11}{:>11}  ",
        format!("b{}", request.broker),
        fit(&place, 18, glyphs),
        request.attempt,
        records,
        bytes(request.wire_bytes),
        request.rtt_micros.map(duration).unwrap_or_default(),
    );
    let role = match request.outcome {
        RequestOutcome::Delivered | RequestOutcome::Unawaited => Role::Text,
        RequestOutcome::Retry => Role::Warning,
        RequestOutcome::Failed | RequestOutcome::NoAnswer => Role::Bad,
    };
    let end = request.cause.as_deref().unwrap_or(request.outcome.name());
    Line::styled(cut(&(words + end), width, glyphs), styles.of(role))
}
