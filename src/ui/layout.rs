//! Where everything stands, by the size of the terminal.

use ratatui::layout::Rect;

use crate::app::state::{Pane, State};

/// The smallest terminal that is drawn on.
pub const SMALLEST: (u16, u16) = (60, 16);
/// The fewest columns for two panes side by side.
pub const SIDE_BY_SIDE: u16 = 100;
/// The fewest rows of the panes for three of them above each other.
const THREE: u16 = 24;
/// The fewest rows of the panes for two of them above each other.
const TWO: u16 = 32;
/// The fewest rows of the panes for all five above each other.
const FIVE: u16 = 64;

/// The places of a screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Layout {
    /// The title line.
    pub title: Rect,
    /// The panes on the screen.
    pub panes: Vec<(Pane, Rect)>,
    /// One line for the panes that are not on the screen; `None` if all are.
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
        let (left, right) = if area.width >= SIDE_BY_SIDE {
            let left = (area.width * 3 / 8).clamp(45, 72);
            let left = Rect { width: left, ..body };
            (Some(left), Rect { x: body.x + left.width, width: body.width - left.width, ..body })
        } else {
            (None, body)
        };
        // The pane of the two or one that there is room for besides the form.
        let other = if state.focus == Pane::Record { Pane::Results } else { state.focus };
        let with_line = Rect { height: body.height - 1, ..right };
        let panes = match left {
            Some(left) if body.height >= THREE => {
                let mut panes = composing(state, left);
                panes.extend(watching(state, right));
                panes
            }
            Some(left) => vec![(Pane::Record, Rect { height: body.height - 1, ..left }), (other, with_line)],
            None if body.height >= FIVE => {
                let upper = body.height / 2;
                let mut panes = composing(state, Rect { height: upper, ..body });
                panes.extend(watching(state, Rect { y: body.y + upper, height: body.height - upper, ..body }));
                panes
            }
            None if body.height >= TWO => {
                let upper = with_line.height / 2;
                let below = Rect { y: body.y + upper, height: with_line.height - upper, ..body };
                vec![(Pane::Record, Rect { height: upper, ..body }), (other, below)]
            }
            None => vec![(state.focus, with_line)],
        };
        let others = (panes.len() < Pane::ALL.len()).then(|| row(body.bottom() - 1));
        Some(Self { title, panes, others, hints })
    }

    /// Whether the pane is on the screen.
    pub fn shows(&self, pane: Pane) -> bool {
        self.panes.iter().any(|(shown, _)| *shown == pane)
    }
}

/// The form with the profile below it. Who looks at the profile needs more of it.
fn composing(state: &State, area: Rect) -> Vec<(Pane, Rect)> {
    let profile = if state.focus == Pane::Profile { area.height * 3 / 5 } else { (area.height / 4).clamp(5, 16) };
    let record = area.height - profile;
    vec![
        (Pane::Record, Rect { height: record, ..area }),
        (Pane::Profile, Rect { y: area.y + record, height: profile, ..area }),
    ]
}

/// The panes that watch the producer, above each other: 38 rows are 12, 10 and 16 of them. What came of a change takes
/// some more.
fn watching(state: &State, area: Rect) -> Vec<(Pane, Rect)> {
    let strip = if state.pipeline.strip.is_some() { 3 } else { 0 };
    let pipeline = (area.height / 3).clamp(8, 20) + strip;
    let requests = (area.height - pipeline) * 2 / 5;
    let results = area.height - pipeline - requests;
    vec![
        (Pane::Pipeline, Rect { height: pipeline, ..area }),
        (Pane::Requests, Rect { y: area.y + pipeline, height: requests, ..area }),
        (Pane::Results, Rect { y: area.y + pipeline + requests, height: results, ..area }),
    ]
}
