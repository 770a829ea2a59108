//! Keys and clicks while a command is searched for.

use crate::app::command::Command;
use crate::app::dialog::Dialog;
use crate::app::editor::Edit;
use crate::app::msg::Effect;
use crate::app::palette::items;
use crate::app::state::State;
use crate::app::update::dialogs::Given;
use crate::app::update::{USUAL_WIDTH, run};

/// Gives a key or a click to the palette, which was taken out of the state.
pub(super) fn given(state: &mut State, given: Given) -> Vec<Effect> {
    let page = state.learned.palette_page.max(2) - 1;
    let last = items(state).len().saturating_sub(1);
    let index = state.palette.index;
    match (given.command, given.key) {
        (Some(Command::ClosePalette), _) => return Vec::new(),
        // Keys that come too fast to be typed run nothing.
        (Some(Command::RunChosen), _) if !given.burst => return run_chosen(state, given.at),
        (Some(Command::PaletteUp), _) => state.palette.index = index.saturating_sub(1),
        (Some(Command::PaletteDown), _) => state.palette.index = (index + 1).min(last),
        (Some(Command::PalettePageUp), _) => state.palette.index = index.saturating_sub(page),
        (Some(Command::PalettePageDown), _) => state.palette.index = (index + page).min(last),
        (None, Some(key)) => {
            if state.palette.input.key(key, USUAL_WIDTH) == Edit::Changed {
                state.palette.index = 0;
            }
        }
        (Some(_) | None, _) => {}
    }
    state.dialog = Some(Dialog::Palette);
    Vec::new()
}

/// Runs the chosen command, or says why that can't be now and stays open.
fn run_chosen(state: &mut State, at: i64) -> Vec<Effect> {
    let Some(item) = items(state).into_iter().nth(state.palette.index) else {
        state.dialog = Some(Dialog::Palette);
        return Vec::new();
    };
    if let Some(reason) = item.why_not {
        state.dialog = Some(Dialog::Palette);
        state.say(format!("'{}' is not available now: {reason}", item.entry.id), false);
        return Vec::new();
    }
    state.palette.note(item.entry.command);
    run(state, item.entry.command, at)
}
