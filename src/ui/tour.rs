//! What the tour says, below everything else.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear};

use crate::app::state::State;
use crate::app::tour::{STEPS, Tour};
use crate::domain::theme::Role;
use crate::ui::layout::SMALLEST;
use crate::ui::styles::Styles;
use crate::ui::text::{cut, span, wrap};

/// Rows of a caption with its frame.
const ROWS: u16 = 5;

/// What is left for the workbench, and the place of the caption. On a small terminal the caption stands over it.
pub fn room(state: &State, area: Rect) -> (Rect, Option<Rect>) {
    if state.tour.is_none() || area.height <= ROWS {
        return (area, None);
    }
    let caption = Rect { y: area.bottom() - ROWS, height: ROWS, ..area };
    let rest = Rect { height: area.height - ROWS, ..area };
    (if rest.height < SMALLEST.1 { area } else { rest }, Some(caption))
}

/// The caption, which step it is, the key that was pressed last, and what the person can do.
pub fn draw(tour: &Tour, styles: &Styles, frame: &mut Frame<'_>, area: Rect) {
    let title = format!(" Tour {} of {} ", tour.step() + 1, STEPS.len());
    let key = |key: &'static str| span(key, styles.of(Role::Key));
    let word = |word: &'static str| span(word, styles.of(Role::Text));
    let keys = vec![word(" "), key("Space"), word(" go on   "), key("Esc"), word(" end the tour ")];
    let room = usize::from(area.width.saturating_sub(4));
    let mut done: Vec<Span<'_>> = Vec::new();
    if let Some(pressed) = tour.pressed() {
        done.push(word(" presses "));
        done.push(span(cut(pressed, room / 2, &styles.glyphs), styles.of(Role::Key)));
        done.push(word(" "));
    }
    if tour.waits() {
        done.push(span(" waits for the answer ", styles.of(Role::Dim)));
    }
    let block = Block::bordered()
        .border_set(styles.glyphs.border)
        .border_style(styles.of(Role::BorderFocused))
        .title(Line::styled(title, styles.of(Role::Title)))
        .title(Line::from(done).right_aligned())
        .title_bottom(Line::from(keys).right_aligned());
    let inner = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    let lines = wrap(tour.caption(), room, &styles.glyphs);
    for (line, y) in lines.into_iter().zip(inner.y..inner.bottom()) {
        let place = Rect { x: inner.x + 1, y, width: inner.width.saturating_sub(2), height: 1 };
        frame.render_widget(Line::styled(line, styles.of(Role::Text)), place);
    }
}
