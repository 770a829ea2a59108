//! linger's own settings: `config.toml` in the configuration folder. It is only ever read, and a wrong line leaves the
//! rest in force.

mod read;

use std::path::{Path, PathBuf};

use super::io_reason;
use super::paths::Folders;
use crate::domain::diagnostic::{Diagnostic, Place, Position};

/// A setting; what each is about stands in the table.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    Profile,
    Theme,
    Mouse,
    ConfirmSend,
    ConfirmQuit,
    Draft,
}

/// What a setting's value can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A text that is not empty.
    Text,
    /// One of these words.
    Word(&'static [&'static str]),
}

/// A row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    /// The setting.
    pub name: Name,
    /// Its name in the file; what stands before a '.' is its table.
    pub id: &'static str,
    /// What its value can be.
    pub kind: Kind,
    /// The value in force where the file gives none, as `show` tells it.
    pub default: &'static str,
    /// What it is about, in a line.
    pub doc: &'static str,
}

const fn row(name: Name, id: &'static str, kind: Kind, default: &'static str, doc: &'static str) -> Setting {
    Setting { name, id, kind, default, doc }
}

/// Every setting.
#[rustfmt::skip]
pub const TABLE: [Setting; 6] = [
    row(Name::Profile, "profile", Kind::Text, "embedded", "The profile where --profile and -b name none: its name, or a file beside this one"),
    row(Name::Theme, "theme", Kind::Text, "default", "The theme: a built-in one, or one of yours in themes/ beside this file"),
    row(Name::Mouse, "mouse", Kind::Word(&["on", "off"]), "on", "Whether clicks and the wheel are linger's; off leaves them to the terminal, which selects text"),
    row(Name::Draft, "draft", Kind::Word(&["on", "off"]), "on", "Whether what stands unsent in the form is kept in the state folder for the next start"),
    row(Name::ConfirmSend, "confirm.send", Kind::Word(&["guarded", "always"]), "guarded", "Which sends ask first: those to a cluster that is not local or whose profile says so, or each"),
    row(Name::ConfirmQuit, "confirm.quit", Kind::Word(&["unsent", "outstanding", "always"]), "unsent", "When quitting asks first: if the form is not sent or records are outstanding, only if they are, or always"),
];

/// A value that the file gives.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Given {
    text: String,
    at: Position,
}

/// The settings in force.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwnSettings {
    path: Option<PathBuf>,
    exists: bool,
    /// As the table's rows.
    given: [Option<Given>; TABLE.len()],
    /// Whether there is a file whose text could not be read as TOML.
    unread: bool,
    problems: Vec<Diagnostic>,
}

impl OwnSettings {
    /// The settings of these folders. A file that is not there is no mistake.
    pub fn load(folders: &Folders) -> Self {
        let Some(path) = folders.settings() else { return Self::default() };
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::of(&path, &text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self { path: Some(path), ..Self::default() },
            Err(error) => {
                let place = Place::File { path: path.display().to_string(), at: None };
                let problems = vec![Diagnostic::error(place, format!("it can't be read: {}", io_reason(&error)))];
                Self { path: Some(path), exists: true, unread: true, problems, ..Self::default() }
            }
        }
    }

    /// The settings of a file's text.
    pub fn of(path: &Path, text: &str) -> Self {
        let mut settings = Self { path: Some(path.to_owned()), exists: true, ..Self::default() };
        read::read(text, &mut settings);
        settings.problems.sort_by_key(|problem| match problem.place {
            Place::File { at, .. } => at,
            Place::Option(_) | Place::Environment(_) => None,
        });
        settings
    }

    /// Where the file is, or would be; `None` where the environment names no home.
    pub fn path(&self) -> Option<&Path> {
        self.path.as_deref()
    }

    /// Whether there is a file.
    pub fn exists(&self) -> bool {
        self.exists
    }

    /// Everything wrong with the file, in the order of its lines.
    pub fn problems(&self) -> &[Diagnostic] {
        &self.problems
    }

    /// Tells more that is wrong: what only somebody else can check.
    pub fn add_problems(&mut self, problems: Vec<Diagnostic>) {
        self.problems.extend(problems);
    }

    /// The text that the file gives for a setting; `None` leaves it at its default.
    pub fn text(&self, name: Name) -> Option<&str> {
        self.given(name).map(|given| given.text.as_str())
    }

    /// The value in force, as the file would give it.
    pub fn in_force(&self, name: Name) -> &str {
        self.text(name).unwrap_or(setting(name).default)
    }

    /// Where the value in force stands in the file; `None` for a default.
    pub fn position(&self, name: Name) -> Option<Position> {
        self.given(name).map(|given| given.at)
    }

    /// The profile to take where none is named, as `--profile` would name it.
    ///
    /// # Errors
    /// The file may name one, and that can't be read: who sends without looking must not send elsewhere.
    pub fn profile(&self) -> Result<Option<String>, Vec<Diagnostic>> {
        let wrong: Vec<Diagnostic> = self.problems.clone();
        if self.unread || (self.text(Name::Profile).is_none() && !wrong.is_empty()) {
            return Err(wrong);
        }
        let folder = self.path.as_deref().and_then(Path::parent);
        Ok(self.text(Name::Profile).map(|named| match folder {
            Some(folder) if named.contains('/') || Path::new(named).extension().is_some_and(|end| end == "toml") => {
                folder.join(named).display().to_string()
            }
            Some(_) | None => named.to_owned(),
        }))
    }

    fn given(&self, name: Name) -> Option<&Given> {
        let at = TABLE.iter().position(|setting| setting.name == name)?;
        self.given[at].as_ref()
    }

    /// The place of a setting in the file, or the file if it does not give it.
    pub fn place(&self, name: Name) -> Place {
        let path = self.path.as_deref().map(|path| path.display().to_string()).unwrap_or_default();
        Place::File { path, at: self.position(name) }
    }
}

/// The row of a setting.
pub fn setting(name: Name) -> &'static Setting {
    TABLE.iter().find(|setting| setting.name == name).unwrap_or(&TABLE[0])
}

#[cfg(test)]
mod tests;
