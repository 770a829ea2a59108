//! The editor and files.

use std::path::{Path, PathBuf};

use crate::app::command::{Command, FilesCommand};
use crate::app::dialog::Dialog;
use crate::app::files::{Broken, Edited, FileNews, FileWish, Picker, SaveAs, Saved};
use crate::app::key::{Code, Key};
use crate::app::msg::Effect;
use crate::app::state::{Pane, State};
use crate::app::update::composed;
use crate::app::update::dialogs::Given;
use crate::domain::draft::Draft;

/// Runs a command outside of dialogs.
pub(super) fn run(state: &mut State, command: FilesCommand) -> Vec<Effect> {
    match command {
        FilesCommand::Edit => vec![Effect::File(FileWish::Edit(Box::new(state.record.draft())))],
        FilesCommand::Open => {
            let folder = state.file.as_deref().and_then(Path::parent).map_or_else(|| ".".into(), Path::to_owned);
            state.open(Dialog::Picker(Box::new(Picker { folder: folder.clone(), ..Picker::default() })));
            vec![Effect::File(FileWish::List(folder))]
        }
        FilesCommand::Save => match state.file.clone() {
            Some(path) => vec![save(state, path, true)],
            None => ask_for_name(state),
        },
        FilesCommand::SaveAs => ask_for_name(state),
        // The commands of dialogs mean nothing without theirs.
        FilesCommand::EditAgain
        | FilesCommand::TakeAsItIs
        | FilesCommand::PutAway
        | FilesCommand::FileUp
        | FilesCommand::FileDown
        | FilesCommand::ChooseFile
        | FilesCommand::NoFile
        | FilesCommand::WriteFile
        | FilesCommand::WriteNoFile => Vec::new(),
    }
}

/// What came of a wish.
pub(super) fn told(state: &mut State, news: FileNews) -> Vec<Effect> {
    match news {
        FileNews::Edited(edited) => came_back(state, edited),
        FileNews::Listed { folder, entries } => {
            if let Some(Dialog::Picker(picker)) = &mut state.dialog {
                (picker.folder, picker.entries, picker.index) = (folder, Some(entries), 0);
            }
            Vec::new()
        }
        FileNews::Opened { path, draft: Ok(draft) } => {
            state.say(format!("{} is in the form.", path.display()), false);
            state.record.begin_with(&draft, false);
            state.file = Some(path);
            state.focus = Pane::Record;
            composed(state)
        }
        FileNews::Opened { draft: Err(why), .. } => {
            state.say(format!("Not opened: {why}"), true);
            Vec::new()
        }
        FileNews::Saved { path, saved } => was_saved(state, path, saved),
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
        (Some(_) | None, _) => {
            state.dialog = Some(Dialog::Broken(broken));
            Vec::new()
        }
    }
}

fn save(state: &State, path: PathBuf, over: bool) -> Effect {
    Effect::File(FileWish::Save { path, draft: Box::new(state.record.draft()), over })
}

fn ask_for_name(state: &mut State) -> Vec<Effect> {
    let path = state.file.as_deref().map(|path| path.display().to_string()).unwrap_or_default();
    state.open(Dialog::SaveAs(Box::new(SaveAs { path, ..SaveAs::default() })));
    Vec::new()
}

fn was_saved(state: &mut State, path: PathBuf, saved: Saved) -> Vec<Effect> {
    match saved {
        Saved::Done => {
            state.say(format!("Saved as {}", path.display()), false);
            state.file = Some(path);
        }
        Saved::Exists => {
            let path = path.display().to_string();
            state.open(Dialog::SaveAs(Box::new(SaveAs { path, exists: true, wrong: None })));
        }
        Saved::Failed(why) => {
            let path = path.display().to_string();
            state.open(Dialog::SaveAs(Box::new(SaveAs { path, exists: false, wrong: Some(why) })));
        }
    }
    Vec::new()
}

/// A key or a click while a record file is chosen.
pub(super) fn in_picker(state: &mut State, mut picker: Box<Picker>, given: Given) -> Vec<Effect> {
    let last = picker.shown().len().saturating_sub(1);
    match given.command.and_then(Command::of_files) {
        Some(FilesCommand::NoFile) => return Vec::new(),
        Some(FilesCommand::FileUp) => picker.index = picker.index.saturating_sub(1),
        Some(FilesCommand::FileDown) => picker.index = (picker.index + 1).min(last),
        Some(FilesCommand::ChooseFile) if state.dialog_shown && !given.burst => return choose(state, picker),
        _ => {
            if let Some(key) = given.key {
                typed(&mut picker.filter, key);
                picker.index = 0;
            }
        }
    }
    picker.sure = false;
    state.dialog = Some(Dialog::Picker(picker));
    Vec::new()
}

fn choose(state: &mut State, mut picker: Box<Picker>) -> Vec<Effect> {
    let Some(entry) = picker.chosen().cloned() else {
        state.dialog = Some(Dialog::Picker(picker));
        return Vec::new();
    };
    let path = picker.folder.join(&entry.name);
    if entry.folder {
        state.dialog = Some(Dialog::Picker(Box::new(Picker { folder: path.clone(), ..Picker::default() })));
        return vec![Effect::File(FileWish::List(path))];
    }
    if state.record.is_changed() && !picker.sure {
        picker.sure = true;
        state.open(Dialog::Picker(picker));
        return Vec::new();
    }
    vec![Effect::File(FileWish::Open(path))]
}

/// A key or a click while the name of a record file is typed.
pub(super) fn in_save_as(state: &mut State, mut asked: Box<SaveAs>, given: Given) -> Vec<Effect> {
    match given.command.and_then(Command::of_files) {
        Some(FilesCommand::WriteNoFile) => return Vec::new(),
        Some(FilesCommand::WriteFile) if state.dialog_shown && !given.burst && !asked.path.trim().is_empty() => {
            let mut path = PathBuf::from(asked.path.trim());
            if path.extension().is_none() {
                path.set_extension("toml");
            }
            let over = asked.exists || state.file.as_ref() == Some(&path);
            return vec![save(state, path, over)];
        }
        _ => {
            if let Some(key) = given.key {
                typed(&mut asked.path, key);
                (asked.exists, asked.wrong) = (false, None);
            }
        }
    }
    state.dialog = Some(Dialog::SaveAs(asked));
    Vec::new()
}

/// A key into a line whose cursor stands at its end.
fn typed(line: &mut String, key: Key) {
    match key.typed() {
        Some(character) => line.push(character),
        None if key.code == Code::Backspace => drop(line.pop()),
        None => {}
    }
}

/// A pasted text into such a line.
pub(super) fn type_into(line: &mut String, text: &str) {
    line.extend(text.chars().filter(|character| !character.is_control()));
}

/// Puts a draft into the form.
fn take(state: &mut State, draft: &Draft) -> Vec<Effect> {
    state.record.take(draft);
    composed(state)
}
