//! Drawing only: the state goes in, cells come out, and what was learned about the screen is returned.

mod again;
mod bars;
mod bytes;
mod dialogs;
mod files;
mod fixed;
mod forms;
mod guards;
mod help;
mod layout;
mod others;
mod palette;
mod panes;
mod profiles;
mod sheet;
pub mod styles;
mod text;
mod topic_form;
mod topics;
mod tour;
mod value;
mod ways;
mod what_if;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Paragraph};

use crate::app::dialog::Dialog;
use crate::app::learned::{Area, Learned, Target};
use crate::app::state::{Pane, State};
use crate::domain::theme::Role;
use layout::{Layout, SMALLEST};
use styles::Styles;

/// Draws the state on a frame, and says what it learned doing so.
pub fn draw(state: &State, styles: &Styles, frame: &mut Frame<'_>) -> Learned {
    let mut learned = Learned::default();
    let area = frame.area();
    frame.buffer_mut().set_style(area, styles.ground());
    let (area, captions) = tour::room(state, area);
    let Some(layout) = Layout::of(state, area) else {
        too_small(frame, area, styles);
        return learned;
    };
    let title = layout.title.width;
    let one_column = title < layout::SIDE_BY_SIDE;
    let line = if one_column { fixed::line(state, styles, title) } else { bars::title(state, styles, title) };
    frame.render_widget(line, layout.title);
    for (pane, area) in &layout.panes {
        let area = *area;
        match pane {
            Pane::Record => panes::record::draw(state, styles, frame, area, &mut learned),
            Pane::Profile => panes::profile::draw(state, styles, frame, area, &mut learned),
            Pane::Pipeline => panes::pipeline::draw(state, styles, frame, area, &mut learned),
            Pane::Requests => panes::requests::draw(state, styles, frame, area, &mut learned),
            Pane::Results => panes::results::draw(state, styles, frame, area, &mut learned),
        }
    }
    if let Some(area) = layout.others {
        let (line, places) = others::line(state, &layout, styles, area.width);
        note_places(places, area, &mut learned);
        frame.render_widget(line, area);
    }
    let (hints, places) = bars::hints(state, styles, layout.hints.width);
    note_places(places, layout.hints, &mut learned);
    frame.render_widget(hints, layout.hints);
    // The search stands in its pane.
    if let Some(dialog) = state.dialog.as_ref().filter(|dialog| **dialog != Dialog::Search) {
        learned.cursor = None;
        learned.clicks.clear();
        dialogs::draw(dialog, state, styles, frame, &mut learned);
    }
    if let (Some(tour), Some(area)) = (&state.tour, captions) {
        tour::draw(tour, styles, frame, area);
    }
    if let Some(cursor) = learned.cursor {
        frame.set_cursor_position(cursor);
    }
    learned
}

fn too_small(frame: &mut Frame<'_>, area: Rect, styles: &Styles) {
    let words = format!(
        "linger needs a terminal of {} columns and {} rows. This one has {} and {}.",
        SMALLEST.0, SMALLEST.1, area.width, area.height
    );
    let lines = text::wrap(&words, usize::from(area.width), &styles.glyphs);
    let top = area.height.saturating_sub(u16::try_from(lines.len()).unwrap_or(u16::MAX)) / 2;
    let area = Rect { y: area.y + top, height: area.height - top, ..area };
    let lines: Vec<Line<'_>> = lines.into_iter().map(Line::from).collect();
    frame.render_widget(Paragraph::new(lines).centered().style(styles.of(Role::Text)), area);
}

/// The frame of a pane, with its number and name above, and a line below at its left and right end.
fn pane_frame<'a>(pane: Pane, focused: bool, below: (Vec<Span<'a>>, Vec<Span<'a>>), styles: &Styles) -> Block<'a> {
    framed(&format!("{} {}", pane.number(), pane.name()), focused, below, styles)
}

/// A frame with a title of its own.
fn framed<'a>(title: &str, focused: bool, below: (Vec<Span<'a>>, Vec<Span<'a>>), styles: &Styles) -> Block<'a> {
    let border = styles.of(if focused { Role::BorderFocused } else { Role::Border });
    let padded = |mut spans: Vec<Span<'a>>| {
        if !spans.is_empty() {
            spans.insert(0, Span::raw(" "));
            spans.push(Span::raw(" "));
        }
        Line::from(spans)
    };
    Block::bordered()
        .border_set(styles.glyphs.border)
        .border_style(border)
        .title(Line::styled(format!(" {title} "), styles.of(Role::Title)))
        .title_bottom(padded(below.0).left_aligned())
        .title_bottom(padded(below.1).right_aligned())
}

/// Columns of a line, the first and the one behind the last, and what a click there means.
type Place = (usize, usize, Target);

/// Notes what a click on a line means, now that it is known where the line stands.
fn note_places(places: impl IntoIterator<Item = Place>, area: Rect, learned: &mut Learned) {
    let columns = |count: usize| u16::try_from(count).unwrap_or(u16::MAX).min(area.width);
    for (from, to, target) in places {
        let (from, to) = (columns(from), columns(to));
        learned.clicks.push((Area { x: area.x + from, y: area.y, width: to.saturating_sub(from), height: 1 }, target));
    }
}

fn area_of(rect: Rect) -> Area {
    Area { x: rect.x, y: rect.y, width: rect.width, height: rect.height }
}
