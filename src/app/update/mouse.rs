//! What the mouse does, by what drawing said stands where.

use crate::app::command::{Command, FormCommand, ProfileCommand, WhatIfCommand};
use crate::app::dialog::Dialog;
use crate::app::learned::Target;
use crate::app::looks::wear;
use crate::app::msg::{Effect, Mouse, MouseKind};
use crate::app::state::{Pane, State};
use crate::app::update::dialogs::{Given, act};
use crate::app::update::{pipeline, profile, requests, results, run, unchanged};

/// What a click or the wheel changes.
pub(super) fn on_mouse(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    let target = state.learned.target(mouse.column, mouse.row);
    // What was drawn last is not what stands in front now.
    if state.dialog.is_some() && !state.dialog_shown {
        return unchanged(state);
    }
    match (state.dialog.take(), mouse.kind) {
        // The search stands in its pane, with everything else in reach.
        (Some(Dialog::Search), MouseKind::ScrollUp) => search_on(state, -1),
        (Some(Dialog::Search), MouseKind::ScrollDown) => search_on(state, 1),
        (Some(Dialog::Search) | None, MouseKind::Press) => press(state, target, mouse.at),
        (Some(dialog), MouseKind::Press) => press_in_dialog(state, dialog, target, mouse.at),
        (Some(dialog), MouseKind::ScrollUp | MouseKind::ScrollDown) => turn_in_dialog(state, dialog, mouse),
        (None, MouseKind::ScrollUp) => turn(state, target, -1),
        (None, MouseKind::ScrollDown) => turn(state, target, 1),
    }
}

fn search_on(state: &mut State, rows: isize) -> Vec<Effect> {
    profile::turn(state, rows);
    state.dialog = Some(Dialog::Search);
    Vec::new()
}

fn press(state: &mut State, target: Option<Target>, at: i64) -> Vec<Effect> {
    let Some(target) = target else { return unchanged(state) };
    state.notice = None;
    match target {
        Target::Command(command) => return run(state, command, at),
        Target::Record => state.focus = Pane::Record,
        Target::Stop(stop) => {
            state.focus = Pane::Record;
            state.record.go_to(stop);
        }
        Target::Profile => state.focus = Pane::Profile,
        Target::Property(at) => {
            state.focus = Pane::Profile;
            profile::select(state, at);
        }
        Target::Pipeline => state.focus = Pane::Pipeline,
        Target::Tuned(tuned) => {
            state.focus = Pane::Pipeline;
            state.pipeline.tuning.selected = tuned;
        }
        Target::Requests => state.focus = Pane::Requests,
        Target::Request(number) => {
            state.focus = Pane::Requests;
            state.requests.select(number);
        }
        Target::Results | Target::Detail => state.focus = Pane::Results,
        Target::Row(id) => {
            state.focus = Pane::Results;
            state.results.select(id, state.learned.page);
        }
        // Only dialogs have lists of items.
        Target::Item(_) => return unchanged(state),
    }
    Vec::new()
}

/// The wheel moves what it is over, whatever has the keys.
fn turn(state: &mut State, target: Option<Target>, rows: isize) -> Vec<Effect> {
    match target {
        Some(Target::Pipeline | Target::Tuned(_)) => pipeline::scroll(state, rows),
        Some(Target::Profile | Target::Property(_)) => profile::turn(state, rows),
        Some(Target::Requests | Target::Request(_)) => requests::scroll(&mut state.requests, state.zoom, rows),
        Some(Target::Results | Target::Row(_)) => state.results.select_by(rows, state.learned.page),
        Some(Target::Detail) => results::scroll_detail(state, rows),
        Some(Target::Record | Target::Stop(_) | Target::Command(_) | Target::Item(_)) | None => {
            return unchanged(state);
        }
    }
    Vec::new()
}

/// Only what stands in the dialog can be clicked.
fn press_in_dialog(state: &mut State, dialog: Dialog, target: Option<Target>, at: i64) -> Vec<Effect> {
    match target {
        Some(Target::Command(command)) => {
            state.notice = None;
            act(state, dialog, Given { command: Some(command), key: None, at, burst: false })
        }
        Some(Target::Item(item)) => pick(state, dialog, item, at),
        Some(
            Target::Record
            | Target::Stop(_)
            | Target::Profile
            | Target::Property(_)
            | Target::Pipeline
            | Target::Tuned(_)
            | Target::Requests
            | Target::Request(_)
            | Target::Results
            | Target::Row(_)
            | Target::Detail,
        )
        | None => {
            state.dialog = Some(dialog);
            unchanged(state)
        }
    }
}

/// A click on a line of a dialog's list chooses it; in a form it goes there.
fn pick(state: &mut State, mut dialog: Dialog, item: usize, at: i64) -> Vec<Effect> {
    let mut command = None;
    if let Dialog::Kinds { index, .. } = &mut dialog {
        *index = item;
        command = Some(Command::ChooseKind);
    } else if let Dialog::Copy { index, .. } = &mut dialog {
        *index = item;
        command = Some(Command::ChooseForm);
    } else if dialog == Dialog::Palette {
        state.palette.index = item;
        command = Some(Command::RunChosen);
    } else if let Dialog::Themes { .. } = &dialog {
        state.dialog = Some(dialog);
        return wear(state, item);
    } else if let Dialog::Topics { at, .. } = &mut dialog {
        *at = item;
        command = Some(Command::Form(FormCommand::ChooseTopic));
    } else if dialog == Dialog::Ways {
        state.ways.at = item;
    } else if dialog == Dialog::Value {
        profile::choose(state, item);
    } else if let Dialog::Profiles(shelf) = &mut dialog {
        shelf.at = item;
        command = Some(Command::Profile(ProfileCommand::ChooseProfile));
    } else if dialog == Dialog::Load {
        state.pipeline.form.at = item;
    } else if let Dialog::TopicForm(form) = &mut dialog {
        form.go_to(item);
    }
    act(state, dialog, Given { command, key: None, at, burst: false })
}

fn turn_in_dialog(state: &mut State, dialog: Dialog, mouse: Mouse) -> Vec<Effect> {
    let [up, down] = if matches!(dialog, Dialog::Kinds { .. }) {
        [Command::KindUp, Command::KindDown]
    } else if matches!(dialog, Dialog::Topics { .. }) {
        [FormCommand::TopicUp, FormCommand::TopicDown].map(Command::Form)
    } else if matches!(dialog, Dialog::Profiles(_)) {
        [ProfileCommand::ProfileUp, ProfileCommand::ProfileDown].map(Command::Profile)
    } else if dialog == Dialog::Value {
        [ProfileCommand::ChoiceUp, ProfileCommand::ChoiceDown].map(Command::Profile)
    } else if matches!(dialog, Dialog::Copy { .. }) {
        [Command::FormUp, Command::FormDown]
    } else if matches!(dialog, Dialog::Bytes { .. }) {
        [FormCommand::BytesUp, FormCommand::BytesDown].map(Command::Form)
    } else if matches!(dialog, Dialog::WhatIf(_)) {
        [WhatIfCommand::Fewer, WhatIfCommand::More].map(Command::WhatIf)
    } else if matches!(dialog, Dialog::Help { .. }) {
        [Command::HelpUp, Command::HelpDown]
    } else if dialog == Dialog::Palette {
        [Command::PaletteUp, Command::PaletteDown]
    } else if matches!(dialog, Dialog::Themes { .. }) {
        [Command::ThemeUp, Command::ThemeDown]
    } else {
        state.dialog = Some(dialog);
        return unchanged(state);
    };
    let command = Some(if mouse.kind == MouseKind::ScrollUp { up } else { down });
    act(state, dialog, Given { command, key: None, at: mouse.at, burst: false })
}
