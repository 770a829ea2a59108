//! What the mouse does, by what drawing said stands where.

use crate::app::learned::Target;
use crate::app::msg::{Effect, Mouse, MouseKind};
use crate::app::state::{Pane, State};
use crate::app::update::{pipeline, requests, unchanged};

/// What a click or the wheel changes.
pub(super) fn on_mouse(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    if state.dialog.is_some() {
        return unchanged(state);
    }
    let target = state.learned.target(mouse.column, mouse.row);
    match (mouse.kind, target) {
        (MouseKind::Press, Some(Target::Record)) => state.focus = Pane::Record,
        (MouseKind::Press, Some(Target::Stop(stop))) => {
            state.focus = Pane::Record;
            state.record.go_to(stop);
        }
        (MouseKind::Press, Some(Target::Pipeline)) => state.focus = Pane::Pipeline,
        (MouseKind::Press, Some(Target::Requests)) => state.focus = Pane::Requests,
        (MouseKind::ScrollUp, Some(Target::Pipeline)) => pipeline::scroll(state, -1),
        (MouseKind::ScrollDown, Some(Target::Pipeline)) => pipeline::scroll(state, 1),
        (MouseKind::Press, Some(Target::Request(number))) => {
            state.focus = Pane::Requests;
            state.requests.select(number);
        }
        (MouseKind::ScrollUp, Some(Target::Requests | Target::Request(_))) => {
            requests::scroll(&mut state.requests, state.zoom, -1);
        }
        (MouseKind::ScrollDown, Some(Target::Requests | Target::Request(_))) => {
            requests::scroll(&mut state.requests, state.zoom, 1);
        }
        (MouseKind::Press, Some(Target::Results)) => state.focus = Pane::Results,
        (MouseKind::Press, Some(Target::Row(id))) => {
            state.focus = Pane::Results;
            state.results.select(id);
        }
        (MouseKind::ScrollUp, Some(Target::Results | Target::Row(_))) => state.results.select_by(-1),
        (MouseKind::ScrollDown, Some(Target::Results | Target::Row(_))) => state.results.select_by(1),
        (MouseKind::ScrollUp | MouseKind::ScrollDown, Some(Target::Record | Target::Stop(_)))
        | (MouseKind::Press | MouseKind::ScrollUp | MouseKind::ScrollDown, None) => return unchanged(state),
    }
    Vec::new()
}
