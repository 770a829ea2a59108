//! The dialogs about the profiles on the disk: the list, a name, and what is asked before something is done.

use ratatui::text::Line;

use crate::app::command::{Command, Context, ProfileCommand};
use crate::app::editor::width_of;
use crate::app::profile::Written;
use crate::app::profile::shelf::{Choice, Edit, Known, NameForm, Naming, Purpose, Question, Shelf, reference_for};
use crate::domain::profile::Guard;
use crate::domain::theme::Role;
use crate::ui::sheet::{LABEL, Sheet};
use crate::ui::text::{cut, fit, span};

/// The most lines of the list.
const SHOWN: usize = 12;
/// Columns of a name in the list.
const NAME: usize = 20;

/// What the list is called.
pub fn title(shelf: &Shelf) -> &'static str {
    match shelf.purpose {
        Purpose::Use => "Profiles",
        Purpose::Compare => "Compare with",
    }
}

/// The profiles, with where the chosen one is and what is wrong with it.
pub fn list<'a>(sheet: &Sheet<'a>, shelf: &Shelf, height: usize, cursor: &mut Option<(usize, usize)>) -> Vec<Line<'a>> {
    let (styles, width) = (sheet.styles, sheet.width);
    let mut lines = vec![typed(sheet, "filter", &shelf.filter, cursor)];
    let choices = shelf.choices(sheet.state.session.running.profile.model);
    if shelf.known.is_none() {
        lines.extend(sheet.words("Looking.", Role::Dim));
    } else if choices.is_empty() {
        lines.extend(sheet.words("No profile has such a name.", Role::Dim));
    }
    let room = height.saturating_sub(12).clamp(2, SHOWN);
    let top = (shelf.at + 1).saturating_sub(room);
    for (at, choice) in choices.iter().enumerate().skip(top).take(room) {
        let line = match choice {
            Choice::With(other) => Line::styled(cut(&other.words(), width, &styles.glyphs), styles.of(Role::Text)),
            Choice::Known(known) => row(sheet, known),
        };
        let line = if at == shelf.at { line.style(styles.of(Role::Selected)) } else { line };
        lines.push(sheet.item(at, line));
    }
    lines.push(Line::default());
    if let Some(Choice::Known(known)) = choices.get(shelf.at) {
        lines.push(sheet.field("where", &known.place, Role::Dim));
        if let Some(why) = known.hindrance() {
            lines.extend(sheet.words(&why, if known.broken.is_some() { Role::Bad } else { Role::Warning }));
        }
        lines.push(Line::default());
    }
    let wanted: &[ProfileCommand] = match shelf.purpose {
        Purpose::Use => &[
            ProfileCommand::ChooseProfile,
            ProfileCommand::RenameChosen,
            ProfileCommand::DuplicateChosen,
            ProfileCommand::DeleteChosen,
            ProfileCommand::NoProfile,
        ],
        Purpose::Compare => &[ProfileCommand::ChooseProfile, ProfileCommand::NoProfile],
    };
    let wanted: Vec<Command> = wanted.iter().copied().map(Command::Profile).collect();
    lines.push(sheet.keys(Context::Profiles, &wanted));
    lines
}

/// Name, guard, and what it is for, what it needs, or that it can't be used.
fn row<'a>(sheet: &Sheet<'a>, known: &Known) -> Line<'a> {
    let (styles, glyphs) = (sheet.styles, &sheet.styles.glyphs);
    let in_use = known.name == sheet.state.session.running.name;
    let guard = match known.guard {
        Guard::Open => "",
        Guard::Confirm | Guard::ReadOnly => known.guard.name(),
    };
    let (words, role) = match (&known.broken, known.wanting()) {
        (Some(_), _) => ("can't be used".to_owned(), Role::Bad),
        (None, Some(wanting)) => (wanting, Role::Warning),
        (None, None) => (known.description.clone().unwrap_or_default(), Role::Dim),
    };
    let room = sheet.width.saturating_sub(2 + NAME + 11);
    Line::from(vec![
        span(if in_use { "* " } else { "  " }, styles.of(Role::Good)),
        span(fit(&cut(&known.name, NAME - 1, glyphs), NAME, glyphs), styles.of(Role::Text)),
        span(fit(guard, 11, glyphs), styles.of(Role::Warning)),
        span(cut(&words, room, glyphs), styles.of(role)),
    ])
}

/// What the dialog of a name is called.
pub fn naming(form: &NameForm) -> &'static str {
    match form.naming {
        Naming::SaveAs(_) => "Save the profile as",
        Naming::Rename(_) => "Rename the profile",
        Naming::Duplicate(_) => "Duplicate the profile",
    }
}

/// The name of a profile.
pub fn name<'a>(sheet: &Sheet<'a>, form: &NameForm, cursor: &mut Option<(usize, usize)>) -> Vec<Line<'a>> {
    let mut lines = vec![typed(sheet, "name", &form.name, cursor), Line::default()];
    if let Some(why) = &form.wrong {
        lines.extend(sheet.words(why, Role::Bad));
    } else if form.exists {
        lines.extend(sheet.words("There is such a profile: Enter again overwrites it.", Role::Warning));
    } else {
        let words = match &form.naming {
            Naming::SaveAs(None) => "Reading the saved profile.".to_owned(),
            Naming::SaveAs(Some(saving)) if saving.edits.is_empty() => {
                "Nothing differs from the saved profile.".to_owned()
            }
            Naming::SaveAs(Some(_)) => "It goes into your folder of profiles, and the workbench goes on with it. \
                                        What differs from the profile in use:"
                .to_owned(),
            Naming::Rename(from) => format!("The file of {from} gets this name."),
            Naming::Duplicate(from) => {
                format!("The file of {from} is copied under this name, without what is not saved.")
            }
        };
        lines.extend(sheet.words(&words, Role::Dim));
    }
    if let Naming::SaveAs(Some(saving)) = &form.naming {
        lines.extend(changes(sheet, &saving.edits, 6));
    }
    lines.push(Line::default());
    let wanted = [ProfileCommand::TakeName, ProfileCommand::NoName].map(Command::Profile);
    lines.push(sheet.keys(Context::ProfileName, &wanted));
    lines
}

/// What a question is called.
pub fn asked(question: &Question) -> &'static str {
    match question {
        Question::Save(_) | Question::SaveAs { .. } => "Save?",
        Question::Delete(_) => "Delete?",
        Question::Use(_) => "Go on with another profile?",
    }
}

/// What is asked before a profile is written, deleted or left.
pub fn question<'a>(sheet: &Sheet<'a>, question: &Question, height: usize) -> Vec<Line<'a>> {
    let mut lines = Vec::new();
    match question {
        Question::Save(saving) => lines.push(sheet.field("file", &saving.saved.source, Role::Title)),
        Question::SaveAs { name, .. } => lines.push(sheet.field("profile", name, Role::Title)),
        Question::Delete(known) => {
            lines.push(sheet.field("profile", &known.name, Role::Title));
            lines.push(sheet.field("file", &known.place, Role::Text));
            lines.extend(sheet.words("The file is gone then, and nothing brings it back.", Role::Warning));
        }
        Question::Use(name) => {
            let unsaved = sheet.state.profile.unsaved();
            let many = if unsaved == 1 { "1 change is".to_owned() } else { format!("{unsaved} changes are") };
            lines.push(sheet.field("profile", name, Role::Title));
            lines.extend(sheet.words(&format!("{many} in no file, and would be lost."), Role::Warning));
        }
    }
    let edits = question.saving().map_or(&[][..], |saving| &saving.edits);
    lines.extend(changes(sheet, edits, height.saturating_sub(12).max(2)));
    let secret = edits.iter().find(|edit| matches!(edit.written, Some(Written::Hidden(_))));
    if let Some(edit) = secret {
        let words = format!(
            "A secret would stand in the file for everyone who reads it. {} in its place leaves it in the environment.",
            reference_for(&edit.name)
        );
        lines.push(Line::default());
        lines.extend(sheet.words(&words, Role::Warning));
    }
    lines.push(Line::default());
    let mut wanted = vec![Command::Profile(ProfileCommand::Yes)];
    if secret.is_some() {
        wanted.push(Command::Profile(ProfileCommand::WithReferences));
    }
    wanted.push(Command::Profile(ProfileCommand::No));
    let yes = match (question, secret) {
        (Question::Save(_) | Question::SaveAs { .. }, Some(_)) => Some("save as it is"),
        (Question::Save(_) | Question::SaveAs { .. }, None) => Some("save"),
        (Question::Delete(_), _) => Some("delete it"),
        (Question::Use(_), _) => Some("leave them"),
    };
    lines.push(sheet.keys_saying(Context::ProfileQuestion, &wanted, yes));
    lines
}

/// Changes of a file, a line each, as far as there is room.
fn changes<'a>(sheet: &Sheet<'a>, edits: &[Edit], room: usize) -> Vec<Line<'a>> {
    let styles = sheet.styles;
    let line = |edit: &Edit| match &edit.written {
        Some(written) => format!("{} = {written}", edit.name),
        None => format!("{} is taken out", edit.name),
    };
    let cut_to = |text: String| Line::styled(cut(&text, sheet.width, &styles.glyphs), styles.of(Role::Text));
    let mut lines: Vec<Line<'a>> = edits.iter().take(room).map(|edit| cut_to(line(edit))).collect();
    if edits.len() > room {
        lines.push(cut_to(format!("and {} more", edits.len() - room)));
    }
    lines
}

/// A label and a text that is typed at its end, which is in sight.
fn typed<'a>(sheet: &Sheet<'a>, label: &str, text: &str, cursor: &mut Option<(usize, usize)>) -> Line<'a> {
    let room = sheet.width.saturating_sub(LABEL + 1);
    let mut shown = text;
    while width_of(shown) > room {
        let mut characters = shown.chars();
        characters.next();
        shown = characters.as_str();
    }
    let shown = cut(shown, room, &sheet.styles.glyphs);
    *cursor = Some((LABEL + width_of(&shown), 0));
    let label = span(format!("{label:LABEL$}"), sheet.styles.of(Role::Focus));
    Line::from(vec![label, span(shown, sheet.styles.of(Role::Text))])
}
