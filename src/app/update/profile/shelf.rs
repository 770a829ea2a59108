//! The profiles on the disk: listing, saving, naming, deleting, and going on with another one.

use crate::app::command::{Command, ProfileCommand};
use crate::app::dialog::Dialog;
use crate::app::msg::Effect;
use crate::app::profile::shelf::{
    Choice, Done, Known, NameForm, Naming, ProfileNews, ProfileWish, Purpose, Question, Saving, Shelf, Why,
};
use crate::app::profile::{With, edits, session_changes};
use crate::app::state::State;
use crate::app::topics::typed;
use crate::app::tuning::Change;
use crate::app::update::dialogs::Given;
use crate::app::update::profile::compare;
use crate::domain::profile::Profile;

/// Opens the list of profiles, and has the disk looked at.
pub(super) fn open(state: &mut State, purpose: Purpose) -> Vec<Effect> {
    state.open(Dialog::Profiles(Box::new(Shelf { purpose, filter: String::new(), at: 0, known: None })));
    vec![Effect::Profile(ProfileWish::List)]
}

/// Saving in the profile's own file: that is read first, so that only what differs is written.
pub(super) fn save(state: &mut State) -> Vec<Effect> {
    if state.session.running.profile.file.is_none() {
        let name = state.session.running.name.clone();
        let effects = save_as(state);
        state.say(
            format!("The profile {name} is built in and can't be changed: save it under a name of your own."),
            false,
        );
        return effects;
    }
    vec![Effect::Profile(ProfileWish::Read { which: compare::own(state), why: Why::Save })]
}

/// Saving under a new name.
pub(super) fn save_as(state: &mut State) -> Vec<Effect> {
    ask_name(state, Naming::SaveAs(None), String::new());
    vec![Effect::Profile(ProfileWish::Read { which: compare::own(state), why: Why::SaveAs })]
}

/// Renaming or duplicating the profile in use.
pub(super) fn name_own(state: &mut State, command: ProfileCommand) {
    let name = state.session.running.name.clone();
    let built_in = state.session.running.profile.file.is_none();
    if command == ProfileCommand::Duplicate {
        ask_name(state, Naming::Duplicate(name.clone()), name);
    } else if built_in {
        state.say(format!("The profile {name} is built in: it can be duplicated, not renamed."), false);
    } else {
        ask_name(state, Naming::Rename(name.clone()), name);
    }
}

fn ask_name(state: &mut State, naming: Naming, name: String) {
    state.open(Dialog::ProfileName(Box::new(NameForm { naming, name, exists: false, wrong: None })));
}

/// A key or a click in the list.
pub(in crate::app::update) fn in_profiles(state: &mut State, mut shelf: Box<Shelf>, given: Given) -> Vec<Effect> {
    use ProfileCommand as C;
    let command = if let Some(Command::Profile(command)) = given.command { Some(command) } else { None };
    let last = shelf.choices(state.session.running.profile.model).len().saturating_sub(1);
    match command {
        Some(C::NoProfile) => return Vec::new(),
        Some(C::ProfileUp) => shelf.at = shelf.at.min(last).saturating_sub(1),
        Some(C::ProfileDown) => shelf.at = (shelf.at + 1).min(last),
        Some(C::ChooseProfile) if state.dialog_shown && !given.burst => return choose(state, shelf),
        Some(C::RenameChosen | C::DuplicateChosen | C::DeleteChosen) => {
            if let (Some(known), Some(command)) = (chosen(&shelf, state), command) {
                return of_chosen(state, shelf, &known, command);
            }
        }
        _ => {
            if let Some(filter) = given.key.and_then(|key| typed(shelf.filter.clone(), key)) {
                (shelf.filter, shelf.at) = (filter, 0);
            }
        }
    }
    state.dialog = Some(Dialog::Profiles(shelf));
    Vec::new()
}

fn chosen(shelf: &Shelf, state: &State) -> Option<Known> {
    match shelf.choices(state.session.running.profile.model).into_iter().nth(shelf.at)? {
        Choice::With(_) => None,
        Choice::Known(known) => Some(known.clone()),
    }
}

fn choose(state: &mut State, shelf: Box<Shelf>) -> Vec<Effect> {
    let choice = match shelf.choices(state.session.running.profile.model).into_iter().nth(shelf.at) {
        None => None,
        Some(Choice::With(with)) => return compare::begin(state, with),
        Some(Choice::Known(known)) => Some(known.clone()),
    };
    match (choice, shelf.purpose) {
        (Some(known), Purpose::Use) if known.name == state.session.running.name => {
            state.say(format!("The profile {} is in use already.", known.name), false);
            Vec::new()
        }
        (Some(known), _) if known.hindrance().is_some() => {
            let why = known.hindrance().unwrap_or_default();
            state.say(format!("The profile {} can't be used: {why}", known.name), true);
            state.dialog = Some(Dialog::Profiles(shelf));
            Vec::new()
        }
        (Some(known), Purpose::Compare) => compare::begin(state, With::Profile(known.name)),
        (Some(known), Purpose::Use) if state.profile.unsaved() > 0 => {
            state.open(Dialog::ProfileQuestion(Box::new(Question::Use(known.name))));
            Vec::new()
        }
        (Some(known), Purpose::Use) => use_profile(state, known.name),
        (None, _) => {
            state.dialog = Some(Dialog::Profiles(shelf));
            Vec::new()
        }
    }
}

fn use_profile(state: &mut State, name: String) -> Vec<Effect> {
    state.say(format!("Going over to the profile {name}."), false);
    vec![Effect::UseProfile { name, changes: Change::default(), elsewhere: true }]
}

/// Renames, duplicates or deletes the chosen one.
fn of_chosen(state: &mut State, shelf: Box<Shelf>, known: &Known, command: ProfileCommand) -> Vec<Effect> {
    let in_use = known.name == state.session.running.name && !known.built_in;
    match command {
        ProfileCommand::DuplicateChosen => ask_name(state, Naming::Duplicate(known.name.clone()), known.name.clone()),
        _ if known.built_in => {
            state.say(format!("The profile {} is built in: it can be duplicated, nothing else.", known.name), false);
            state.dialog = Some(Dialog::Profiles(shelf));
        }
        ProfileCommand::RenameChosen => ask_name(state, Naming::Rename(known.name.clone()), known.name.clone()),
        _ if in_use => {
            state.say(format!("The profile {} is in use: go on with another one first.", known.name), false);
            state.dialog = Some(Dialog::Profiles(shelf));
        }
        _ => state.open(Dialog::ProfileQuestion(Box::new(Question::Delete(known.clone())))),
    }
    Vec::new()
}

/// A key while a name is typed.
pub(in crate::app::update) fn in_name(state: &mut State, mut form: Box<NameForm>, given: Given) -> Vec<Effect> {
    match given.command {
        Some(Command::Profile(ProfileCommand::NoName)) => return Vec::new(),
        Some(Command::Profile(ProfileCommand::TakeName)) if state.dialog_shown && !given.burst => {
            return take_name(state, form);
        }
        _ => {
            if let Some(name) = given.key.and_then(|key| typed(form.name.clone(), key)) {
                (form.name, form.exists, form.wrong) = (name, false, None);
            }
        }
    }
    state.dialog = Some(Dialog::ProfileName(form));
    Vec::new()
}

fn take_name(state: &mut State, mut form: Box<NameForm>) -> Vec<Effect> {
    let name = form.name.trim().to_owned();
    if let Err(why) = check_name(&name) {
        form.wrong = Some(why);
        state.dialog = Some(Dialog::ProfileName(form));
        return Vec::new();
    }
    let wish = match form.naming.clone() {
        Naming::SaveAs(None) => {
            form.wrong = Some("the profile is still being read".to_owned());
            state.dialog = Some(Dialog::ProfileName(form));
            return Vec::new();
        }
        Naming::SaveAs(Some(saving)) => {
            let over = form.exists;
            if saving.has_secrets() {
                state.open(Dialog::ProfileQuestion(Box::new(Question::SaveAs { saving, name, over })));
                return Vec::new();
            }
            ProfileWish::SaveAs { saving, name, over }
        }
        Naming::Rename(from) => ProfileWish::Rename { from, to: name },
        Naming::Duplicate(from) => ProfileWish::Duplicate { from, to: name },
    };
    vec![Effect::Profile(wish)]
}

/// Whether a profile can have this name.
fn check_name(name: &str) -> Result<(), String> {
    if name.is_empty() {
        return Err("type a name".to_owned());
    }
    let fits = |character: char| character.is_alphanumeric() || matches!(character, '-' | '_' | '.');
    match name.chars().find(|character| !fits(*character)) {
        Some(character) => {
            Err(format!("'{character}' can't be in a profile's name; allowed: letters, digits, '-', '_' and '.'"))
        }
        None if name.starts_with('.') || std::path::Path::new(name).extension().is_some_and(|end| end == "toml") => {
            Err(format!("'{name}' is no name: it is a profile's file without .toml"))
        }
        None => Ok(()),
    }
}

/// A key or a click in a question.
pub(in crate::app::update) fn in_question(state: &mut State, question: Question, given: Given) -> Vec<Effect> {
    use ProfileCommand as C;
    let trusted = state.dialog_shown && !given.burst;
    let command = if let Some(Command::Profile(command)) = given.command { Some(command) } else { None };
    let refers = match command {
        Some(C::No) => {
            state.say("Nothing was done.", false);
            return Vec::new();
        }
        Some(C::Yes) if trusted => false,
        Some(C::WithReferences) if trusted && question.saving().is_some_and(Saving::has_secrets) => true,
        _ => {
            state.dialog = Some(Dialog::ProfileQuestion(Box::new(question)));
            return Vec::new();
        }
    };
    let written = |saving: Saving| if refers { saving.with_references() } else { saving };
    let wish = match question {
        Question::Save(saving) => ProfileWish::Save(written(saving)),
        Question::SaveAs { saving, name, over } => ProfileWish::SaveAs { saving: written(saving), name, over },
        Question::Delete(known) => ProfileWish::Delete { name: known.name },
        Question::Use(name) => return use_profile(state, name),
    };
    vec![Effect::Profile(wish)]
}

/// What is told of the disk.
pub(in crate::app::update) fn told(state: &mut State, news: ProfileNews) -> Vec<Effect> {
    match news {
        ProfileNews::Listed(known) => {
            let own = known.iter().position(|known| known.name == state.session.running.name);
            if let Some(Dialog::Profiles(shelf)) = &mut state.dialog {
                if let (Purpose::Use, None, Some(own), "") = (shelf.purpose, &shelf.known, own, shelf.filter.as_str()) {
                    shelf.at = own;
                }
                shelf.known = Some(known);
            }
            Vec::new()
        }
        ProfileNews::Read { why: Why::Compare, profile } => {
            compare::told(state, profile);
            Vec::new()
        }
        ProfileNews::Read { why, profile } => {
            was_read(state, why, profile);
            Vec::new()
        }
        ProfileNews::Kept { wish, done } => kept(state, wish, done),
    }
}

/// The saved profile is known: what saving would change is.
fn was_read(state: &mut State, why: Why, profile: Result<Box<Profile>, String>) {
    let saved = match profile {
        Ok(saved) => saved,
        Err(reason) => {
            state.dialog = None;
            state.say(format!("Not saved: the file can't be used as it is: {reason}"), true);
            return;
        }
    };
    let Some(review) = state.profile.review() else { return };
    let edits = edits(&state.profile.draft, &review.profile, &saved);
    if why == Why::SaveAs {
        if let Some(Dialog::ProfileName(form)) = &mut state.dialog
            && let Naming::SaveAs(known) = &mut form.naming
        {
            *known = Some(Saving { saved, edits });
        }
    } else if edits.is_empty() {
        state.say(format!("{} has all of it already.", saved.source), false);
    } else if state.dialog.is_none() {
        state.open(Dialog::ProfileQuestion(Box::new(Question::Save(Saving { saved, edits }))));
    }
}

/// Something was done on the disk, or not.
fn kept(state: &mut State, wish: ProfileWish, done: Done) -> Vec<Effect> {
    let place = match done {
        Done::Well(place) => place,
        Done::Exists => return again(state, wish, None),
        Done::Failed(why) => return again(state, wish, Some(why)),
    };
    match wish {
        ProfileWish::SaveAs { name, .. } => {
            state.say(format!("Saved as {place}."), false);
            vec![Effect::UseProfile { name, changes: Change::default(), elsewhere: false }]
        }
        ProfileWish::Rename { from, to } => {
            state.say(format!("The profile {from} is {to} now: {place}."), false);
            if from != state.session.running.name {
                return Vec::new();
            }
            let changes = session_changes(&state.session.running.profile, state.profile.saved());
            state.profile.was_renamed(place);
            vec![Effect::UseProfile { name: to, changes, elsewhere: false }]
        }
        ProfileWish::Save(Saving { edits, .. }) => {
            let what = if edits.len() == 1 { "1 change".to_owned() } else { format!("{} changes", edits.len()) };
            state.say(format!("Saved in {place}: {what}."), false);
            state.profile.was_saved();
            Vec::new()
        }
        ProfileWish::Duplicate { from, .. } => {
            state.say(format!("A copy of {from} is in {place}."), false);
            Vec::new()
        }
        ProfileWish::Delete { name } => {
            state.say(format!("The profile {name} is deleted."), false);
            Vec::new()
        }
        ProfileWish::List | ProfileWish::Read { .. } => Vec::new(),
    }
}

/// It was not done: where a name was typed, that is asked for again.
fn again(state: &mut State, wish: ProfileWish, wrong: Option<String>) -> Vec<Effect> {
    let exists = wrong.is_none();
    let (naming, name) = match wish {
        ProfileWish::SaveAs { saving, name, .. } => (Naming::SaveAs(Some(saving)), name),
        ProfileWish::Rename { from, to } => (Naming::Rename(from), to),
        ProfileWish::Duplicate { from, to } => (Naming::Duplicate(from), to),
        ProfileWish::Save(_) | ProfileWish::Delete { .. } | ProfileWish::List | ProfileWish::Read { .. } => {
            state.say(format!("Not done: {}", wrong.unwrap_or_default()), true);
            return Vec::new();
        }
    };
    // Only a save goes over another profile when it is asked twice.
    let refuses = exists && !matches!(naming, Naming::SaveAs(_));
    let wrong = if refuses { Some(format!("there is a profile {name} already")) } else { wrong };
    state.open(Dialog::ProfileName(Box::new(NameForm { naming, name, exists: exists && !refuses, wrong })));
    Vec::new()
}

/// Pastes into what is typed here; `None` if nothing is.
pub(super) fn paste(state: &mut State, text: &str) -> Option<bool> {
    let line: String = text.chars().filter(|character| !character.is_control()).collect();
    match &mut state.dialog {
        Some(Dialog::Profiles(shelf)) => {
            shelf.filter.push_str(&line);
            shelf.at = 0;
            Some(true)
        }
        Some(Dialog::ProfileName(form)) => {
            form.name.push_str(&line);
            (form.exists, form.wrong) = (false, None);
            Some(true)
        }
        _ => None,
    }
}
