//! The editor and files.

use crate::app::command::FilesCommand;
use crate::app::dialog::Dialog;
use crate::app::files::{Broken, Edited, FileNews, FileWish};
use crate::app::msg::Effect;
use crate::app::state::State;
use crate::app::update::composed;
use crate::domain::draft::Draft;

/// Runs a command outside of dialogs.
pub(super) fn run(state: &mut State, command: FilesCommand) -> Vec<Effect> {
    match command {
        FilesCommand::Edit => vec![Effect::File(FileWish::Edit(Box::new(state.record.draft())))],
        // The commands of dialogs mean nothing without theirs.
        FilesCommand::EditAgain | FilesCommand::TakeAsItIs | FilesCommand::PutAway => Vec::new(),
    }
}

/// What came of a wish.
pub(super) fn told(state: &mut State, news: FileNews) -> Vec<Effect> {
    match news {
        FileNews::Edited(edited) => came_back(state, edited),
    }
}

fn came_back(state: &mut State, edited: Edited) -> Vec<Effect> {
    match edited {
        Edited::Changed(draft) => {
            state.say("The record is what you wrote. It was not sent.", false);
            return take(state, &draft);
        }
        Edited::Unchanged { soon: false } => state.say("Nothing was changed.", false),
        Edited::Unchanged { soon: true } => state.say(
            "Nothing was changed. An editor with a window of its own must wait for it, as 'code --wait' does.",
            false,
        ),
        Edited::Wrong(broken) => state.open(Dialog::Broken(Box::new(broken))),
        Edited::Failed { why, kept: None } => state.say(format!("The form is as it was: {why}."), true),
        Edited::Failed { why, kept: Some(kept) } => {
            let text = format!("The form is as it was: {why}. What was typed is kept in {}", kept.display());
            state.say(text, true);
        }
    }
    Vec::new()
}

/// A key or a click in the question what becomes of a text that is no record.
pub(super) fn in_broken(state: &mut State, broken: Box<Broken>, command: Option<FilesCommand>) -> Vec<Effect> {
    match (command, &broken.readable) {
        (Some(FilesCommand::EditAgain), _) => vec![Effect::File(FileWish::EditAgain(broken.kept))],
        (Some(FilesCommand::TakeAsItIs), Some(draft)) => {
            let mut effects = take(state, draft);
            effects.push(Effect::File(FileWish::Forget(broken.kept)));
            effects
        }
        (Some(FilesCommand::PutAway), _) => {
            state.say(format!("The form is as it was. What was typed is kept in {}", broken.kept.display()), false);
            Vec::new()
        }
        (Some(FilesCommand::Edit | FilesCommand::TakeAsItIs) | None, _) => {
            state.dialog = Some(Dialog::Broken(broken));
            Vec::new()
        }
    }
}

/// Puts a draft into the form.
fn take(state: &mut State, draft: &Draft) -> Vec<Effect> {
    state.record.take(draft);
    composed(state)
}
