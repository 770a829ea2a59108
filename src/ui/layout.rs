//! Where everything stands, by the size of the terminal.

use ratatui::layout::Rect;

use crate::app::state::{Pane, State};

/// The smallest terminal that is drawn on.
pub const SMALLEST: (u16, u16) = (60, 16);
/// The fewest columns for two panes side by side.
const SIDE_BY_SIDE: u16 = 100;
/// The fewest rows for two panes above each other.
const STACKED: u16 = 34;

/// The places of a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The title line.
    pub title: Rect,
    /// The panes on the screen.
    pub panes: Vec<(Pane, Rect)>,
    /// One line for the pane that is not on the screen; `None` if all are.
    pub others: Option<Rect>,
    /// The hint line.
    pub hints: Rect,
}

impl Layout {
    /// The places on an area; `None` if it is too small for any.
    pub fn of(state: &State, area: Rect) -> Option<Self> {
        if area.width < SMALLEST.0 || area.height < SMALLEST.1 {
            return None;
        }
        let row = |y: u16| Rect { y, height: 1, ..area };
        let (title, hints) = (row(area.y), row(area.bottom() - 1));
        let body = Rect { y: area.y + 1, height: area.height - 2, ..area };
        if state.zoom {
            return Some(Self { title, panes: vec![(state.focus, body)], others: None, hints });
        }
        if area.width >= SIDE_BY_SIDE {
            let left = (area.width * 2 / 5).clamp(45, 72);
            let record = Rect { width: left, ..body };
            let results = Rect { x: body.x + left, width: body.width - left, ..body };
            return Some(Self {
                title,
                panes: vec![(Pane::Record, record), (Pane::Results, results)],
                others: None,
                hints,
            });
        }
        if area.height >= STACKED {
            let upper = body.height / 2;
            let record = Rect { height: upper, ..body };
            let results = Rect { y: body.y + upper, height: body.height - upper, ..body };
            return Some(Self {
                title,
                panes: vec![(Pane::Record, record), (Pane::Results, results)],
                others: None,
                hints,
            });
        }
        let focused = Rect { height: body.height - 1, ..body };
        let others = Some(row(body.bottom() - 1));
        Some(Self { title, panes: vec![(state.focus, focused)], others, hints })
    }
}
