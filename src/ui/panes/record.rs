//! The Record pane.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::app::learned::{Area, Learned, Target};
use crate::app::state::{Pane, State};
use crate::domain::theme::Role;
use crate::ui::panes::fields::Form;
use crate::ui::styles::Styles;
use crate::ui::text::{bytes, span};
use crate::ui::{area_of, pane_frame};

/// Draws the pane.
pub fn draw(state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect, learned: &mut Learned) {
    let focused = state.focus == Pane::Record;
    let block = pane_frame(Pane::Record, focused, (size(state, styles), ready(state, styles)), styles);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    learned.clicks.push((area_of(area), Target::Record));
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let height = usize::from(inner.height);
    let form = Form::new(state, styles, usize::from(inner.width), height);
    if focused {
        learned.text_width = form.text_width;
    }
    // The line of the cursor is always on the screen.
    let cursor_line = form.lines.iter().position(|line| line.cursor.is_some()).unwrap_or(0);
    let top = (cursor_line + 1).saturating_sub(height).min(form.lines.len().saturating_sub(height));
    let top = if cursor_line + 2 > top + height { (top + 1).min(form.lines.len().saturating_sub(height)) } else { top };
    for (line, y) in form.lines.into_iter().skip(top).zip(inner.y..inner.bottom()) {
        for (from, stop) in line.clicks {
            let from = u16::try_from(from).unwrap_or(u16::MAX).min(inner.width);
            let area = Area { x: inner.x + from, y, width: inner.width - from, height: 1 };
            learned.clicks.push((area, Target::Stop(stop)));
        }
        if let Some(column) = line.cursor {
            let column = u16::try_from(column).unwrap_or(u16::MAX).min(inner.width.saturating_sub(1));
            learned.cursor = Some((inner.x + column, y));
        }
        frame.render_widget(line.line, Rect { y, height: 1, ..inner });
    }
}

/// The size as it is checked against `max.request.size`.
fn size<'a>(state: &State, styles: &Styles) -> Vec<Span<'a>> {
    let Some(size) = state.record.size() else { return Vec::new() };
    let limit = state.session.running.max_request_size;
    let role = if size > limit { Role::Bad } else { Role::Dim };
    vec![span(format!("at most {} of {}", bytes(size), bytes(limit)), styles.of(role))]
}

/// Whether it can be sent.
fn ready<'a>(state: &State, styles: &Styles) -> Vec<Span<'a>> {
    let limit = state.session.running.max_request_size;
    let too_large = state.record.size().is_some_and(|size| size > limit);
    if state.record.first_problem(state.topic_view()).is_some() {
        vec![span("not ready", styles.of(Role::Warning))]
    } else if too_large {
        vec![span("larger than max.request.size", styles.of(Role::Bad))]
    } else {
        vec![span("ready", styles.of(Role::Good))]
    }
}
