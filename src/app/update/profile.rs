//! What the Profile pane's keys do.

use crate::app::command::{Command, ProfileCommand};
use crate::app::dialog::Dialog;
use crate::app::key::{Code, Key};
use crate::app::msg::Effect;
use crate::app::profile::shelf::Purpose;
use crate::app::profile::{Input, Reading, View, Written};
use crate::app::state::{Pane, State};
use crate::app::topics;
use crate::app::update::dialogs::Given;
use crate::app::update::{USUAL_WIDTH, pipeline};
use crate::domain::diagnostic::Fix;
use crate::domain::lint::Finding;
use crate::domain::property::Property;
use crate::domain::property::names::row;

mod compare;
mod shelf;

pub(super) use shelf::{in_name, in_profiles, in_question, told};

/// Runs a command of the pane.
pub(super) fn run(state: &mut State, command: ProfileCommand) -> Vec<Effect> {
    use ProfileCommand as C;
    let page = isize::try_from(page(state)).unwrap_or(2).max(2) - 1;
    match command {
        C::Apply => return apply(state),
        C::Up => go(state, -1),
        C::Down => go(state, 1),
        C::PageUp => go(state, -page),
        C::PageDown => go(state, page),
        C::First => go(state, isize::MIN / 2),
        C::Last => go(state, isize::MAX / 2),
        C::Search => {
            state.focus = Pane::Profile;
            state.profile.view = View::Rows;
            state.open(Dialog::Search);
        }
        C::Edit if state.profile.view == View::Findings => show_property(state),
        C::Edit => edit(state),
        C::TakeAway => take_away(state),
        C::Undo if state.profile.draft.undo() => {}
        C::Undo => state.say("There is no change to take back.", false),
        C::Discard if state.profile.draft.is_empty() => state.say("The draft is empty.", false),
        C::Discard => {
            state.profile.draft.discard();
            state.say("The draft is put away.", false);
        }
        C::SetFirst => state.profile.toggle_set_first(),
        C::Compare => return shelf::open(state, Purpose::Compare),
        C::Profiles | C::Delete => return shelf::open(state, Purpose::Use),
        C::Save => return shelf::save(state),
        C::SaveAs => return shelf::save_as(state),
        C::Rename | C::Duplicate => shelf::name_own(state, command),
        C::Explain => toggle(state, View::Page),
        C::Findings => toggle(state, View::Findings),
        C::Fix => fix(state),
        // The commands of dialogs mean nothing without theirs.
        C::SearchUp
        | C::SearchDown
        | C::EndSearch
        | C::DropSearch
        | C::ChoiceUp
        | C::ChoiceDown
        | C::TakeValue
        | C::KeepValue
        | C::ProfileUp
        | C::ProfileDown
        | C::ChooseProfile
        | C::RenameChosen
        | C::DuplicateChosen
        | C::DeleteChosen
        | C::NoProfile
        | C::TakeName
        | C::NoName
        | C::Yes
        | C::WithReferences
        | C::No => {}
    }
    Vec::new()
}

/// What Esc puts away here; false if there is nothing.
pub(super) fn back(state: &mut State) -> bool {
    if state.profile.view != View::Rows {
        state.profile.view = View::Rows;
        return true;
    }
    let searched = !state.profile.search().is_empty();
    state.profile.set_search(String::new());
    searched
}

fn toggle(state: &mut State, view: View) {
    state.profile.view = if state.profile.view == view { View::Rows } else { view };
    (state.profile.scroll, state.profile.finding) = (0, 0);
}

/// Lines of a page of what is shown.
fn page(state: &State) -> usize {
    match state.profile.view {
        View::Rows => state.learned.properties,
        View::Page | View::Findings | View::Compare => state.learned.profile.0,
    }
}

/// Goes so many rows, findings or lines further.
fn go(state: &mut State, rows: isize) {
    match state.profile.view {
        View::Rows => {
            let page = state.learned.properties.max(1);
            state.profile.select_by(rows, page);
        }
        View::Page => {
            let (page, lines) = state.learned.profile;
            let most = lines.saturating_sub(page);
            state.profile.scroll = state.profile.scroll.min(most).saturating_add_signed(rows).min(most);
        }
        View::Compare => {
            let (page, lines) = state.learned.profile;
            let most = lines.saturating_sub(page);
            if let Some(compare) = &mut state.profile.compare {
                compare.top = compare.top.min(most).saturating_add_signed(rows).min(most);
            }
        }
        View::Findings => {
            let last = state.profile.review().map_or(0, |review| review.findings.len()).saturating_sub(1);
            state.profile.finding = state.profile.finding.min(last).saturating_add_signed(rows).min(last);
        }
    }
}

/// The wheel moves what it is over.
pub(super) fn turn(state: &mut State, rows: isize) {
    go(state, rows);
}

/// A click on a line of the list.
pub(super) fn select(state: &mut State, at: usize) {
    let property = state.profile.lines().get(at).and_then(|line| line.row().map(|row| row.property));
    if let Some(property) = property {
        state.profile.select(property);
    }
}

fn edit(state: &mut State) {
    let Some(row) = state.profile.selected_row() else {
        state.say("No property is selected.", false);
        return;
    };
    let now = match (row.reference, row.is_set() && !row.property.is_secret()) {
        (Some(reference), _) => reference.to_owned(),
        (None, true) => row.value(),
        (None, false) if row.property.is_secret() => String::new(),
        (None, false) => row.setting.value.as_ref().map(ToString::to_string).unwrap_or_default(),
    };
    let now = if now == "empty" { String::new() } else { now };
    let (property, model) = (row.property, state.session.running.profile.model);
    state.profile.input = Some(Input::begin(property, model, &now));
    state.open(Dialog::Value);
}

fn take_away(state: &mut State) {
    let Some(row) = state.profile.selected_row() else { return };
    let (property, name, set) = (row.property, row.name, row.is_set() || row.reference.is_some());
    if !set {
        state.say(format!("{name} is not set: its default counts."), false);
        return;
    }
    change(state, property, None);
}

fn change(state: &mut State, property: &'static Property, written: Option<Written>) {
    let running = std::sync::Arc::clone(&state.session.running.profile);
    state.profile.draft.set(&running, property, written);
}

fn apply(state: &mut State) -> Vec<Effect> {
    if state.profile.draft.is_empty() {
        state.say("There is nothing to apply: the draft of the Profile pane is empty.", false);
        return Vec::new();
    }
    if pipeline::no_producer(state) {
        return Vec::new();
    }
    let refused =
        state.profile.review().and_then(|review| review.refused.first().map(|problem| problem.message.clone()));
    if let Some(message) = refused {
        state.say(format!("Not applied: {message}"), true);
        return Vec::new();
    }
    let change = state.profile.draft.as_change(state.session.running.profile.model);
    if state.pipeline.tuning.queue().any(|asked| asked.change == change) {
        state.say("This draft is being applied already.", false);
        return Vec::new();
    }
    pipeline::ask(state, change)
}

/// The finding that is shown: the selected one, or the worst of the selected property.
fn shown_finding(state: &State) -> Option<&Finding> {
    let review = state.profile.review()?;
    match state.profile.view {
        View::Findings => review.findings.get(state.profile.finding),
        View::Rows | View::Page | View::Compare => {
            let row = state.profile.selected_row()?;
            let mut about = review.about(row.property);
            let first = review.about(row.property).next();
            about.find(|finding| finding.fix.is_some()).or(first)
        }
    }
}

fn fix(state: &mut State) {
    let fix = shown_finding(state).map(|finding| finding.fix.clone());
    let (name, written) = match fix {
        None => {
            state.say("Nothing is found here that could be fixed.", false);
            return;
        }
        Some(None) => {
            state.say("No single change ends this finding: its words say what to weigh.", false);
            return;
        }
        Some(Some(Fix::Set { name, value })) => (name, Some(Written::Text(value))),
        Some(Some(Fix::Remove { name })) => (name, None),
        // Names that nobody has do not reach the running profile.
        Some(Some(Fix::Rename { .. })) => return,
    };
    if let Some(property) = row(name) {
        change(state, property, written);
    }
}

/// Goes to the property of the selected finding.
fn show_property(state: &mut State) {
    let Some(property) = shown_finding(state).and_then(|finding| row(finding.property)) else { return };
    state.profile.view = View::Rows;
    state.profile.set_search(String::new());
    state.profile.select(property);
}

/// A key while a property is searched for.
pub(super) fn in_search(state: &mut State, given: Given) -> Vec<Effect> {
    let page = state.learned.properties.max(1);
    match given.command {
        Some(Command::Profile(ProfileCommand::EndSearch)) => return Vec::new(),
        Some(Command::Profile(ProfileCommand::DropSearch)) => {
            state.profile.set_search(String::new());
            return Vec::new();
        }
        Some(Command::Profile(ProfileCommand::SearchUp)) => state.profile.select_by(-1, page),
        Some(Command::Profile(ProfileCommand::SearchDown)) => state.profile.select_by(1, page),
        _ => {
            if let Some(search) = given.key.and_then(|key| topics::typed(state.profile.search().to_owned(), key)) {
                state.profile.set_search(search);
                state.profile.select_first();
            }
        }
    }
    state.dialog = Some(Dialog::Search);
    Vec::new()
}

/// A key or a click while a value is typed.
pub(super) fn in_value(state: &mut State, given: Given) -> Vec<Effect> {
    let width = if state.learned.text_width == 0 { USUAL_WIDTH } else { state.learned.text_width };
    let Some(mut input) = state.profile.input.take() else { return Vec::new() };
    match given.command {
        Some(Command::Profile(ProfileCommand::KeepValue)) => return Vec::new(),
        Some(Command::Profile(ProfileCommand::TakeValue)) if !given.burst => match input.reading() {
            Reading::Good { written, .. } | Reading::Reference(written) => {
                change(state, input.property, Some(written));
                return Vec::new();
            }
            Reading::Wrong(why) => state.say(format!("Not taken: {why}"), true),
        },
        Some(Command::Profile(ProfileCommand::ChoiceUp)) => input.step(false),
        Some(Command::Profile(ProfileCommand::ChoiceDown)) => input.step(true),
        _ => {
            if let Some(key) = given.key.filter(|key| key.code != Code::Enter) {
                input.key(key, width);
            }
        }
    }
    state.profile.input = Some(input);
    state.dialog = Some(Dialog::Value);
    Vec::new()
}

/// A click on a value of the list.
pub(super) fn choose(state: &mut State, item: usize) {
    if let Some(input) = &mut state.profile.input {
        input.choose(item);
    }
}

/// Pastes into what is typed here; `None` if nothing is.
pub(super) fn paste(state: &mut State, text: &str) -> Option<bool> {
    match state.dialog {
        Some(Dialog::Search) => {
            let line = text.trim_start().split(['\r', '\n']).next().unwrap_or_default().trim_end();
            let typed = line.chars().try_fold(state.profile.search().to_owned(), |search, character| {
                topics::typed(search, Key::from(character))
            })?;
            state.profile.set_search(typed);
            state.profile.select_first();
            Some(true)
        }
        Some(Dialog::Value) => state.profile.input.as_mut().map(|input| input.paste(text)),
        _ => shelf::paste(state, text),
    }
}
