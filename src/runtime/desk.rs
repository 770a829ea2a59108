//! Where texts lie while they are edited.

use std::fs;
use std::io;
use std::path::PathBuf;

use crate::app::files::{Broken, Edited};
use crate::config::paths::Environment;
use crate::config::private;
use crate::config::record_file::{Preface, parse_draft, write_draft};
use crate::domain::draft::Draft;
use crate::term::editor::EditorCommand;

/// The editor, and the folder of the texts that are edited.
#[derive(Clone, Debug)]
pub struct Desk {
    editor: EditorCommand,
    folder: PathBuf,
}

/// A text that is edited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// Its file.
    pub file: PathBuf,
    /// What stood in it before; `None` if it was no record even then.
    before: Option<String>,
}

impl Desk {
    /// With the editor that the environment names; texts are kept in the state folder, or where the system keeps what
    /// nobody needs for long.
    pub fn new(environment: &Environment<'_>, state: Option<PathBuf>) -> Self {
        Self {
            editor: EditorCommand::from_env(environment),
            folder: state.unwrap_or_else(|| std::env::temp_dir().join("linger")).join("edit"),
        }
    }

    /// The editor.
    pub fn editor(&self) -> &EditorCommand {
        &self.editor
    }

    /// Lays a record out to be edited.
    ///
    /// # Errors
    /// The system refuses.
    pub fn lay_out(&self, draft: &Draft) -> io::Result<Edit> {
        let text = write_draft(draft, Preface::Manual);
        let file = private::create(&self.folder, "record", &text)?;
        Ok(Edit { file, before: Some(text) })
    }
}

impl Edit {
    /// A text that was kept.
    pub fn again(file: PathBuf) -> Self {
        Self { file, before: None }
    }

    /// Reads what the editor left. A relative timestamp is checked against `now_ms`. What is a record needs no file any
    /// more.
    pub fn read(self, now_ms: i64, soon: bool) -> Edited {
        let text = match fs::read_to_string(&self.file) {
            Ok(text) => text,
            Err(error) => {
                let why = format!("what the editor wrote can't be read: {error}");
                return Edited::Failed { why, kept: self.file.exists().then_some(self.file) };
            }
        };
        if self.before.as_ref() == Some(&text) {
            self.forget();
            return Edited::Unchanged { soon };
        }
        let name = self.file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        match parse_draft(&name, &text, Some(now_ms)) {
            Ok(draft) => {
                self.forget();
                Edited::Changed(Box::new(draft))
            }
            Err(problem) => Edited::Wrong(Broken {
                problem: problem.to_string(),
                readable: parse_draft(&name, &text, None).ok().map(Box::new),
                kept: self.file,
            }),
        }
    }

    /// The editor failed. What was typed all the same is kept.
    pub fn failed(self, why: String) -> Edited {
        let touched = self.before.is_none() || fs::read_to_string(&self.file).ok() != self.before;
        if !touched {
            self.forget();
            return Edited::Failed { why, kept: None };
        }
        Edited::Failed { why, kept: Some(self.file) }
    }

    /// Removes its file.
    pub fn forget(&self) {
        if let Err(error) = fs::remove_file(&self.file) {
            tracing::warn!("'{}' can't be removed: {error}", self.file.display());
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::draft::Written;

    const NOW: i64 = 1_700_000_000_000;

    fn desk() -> (tempfile::TempDir, Desk) {
        let home = tempfile::tempdir().unwrap();
        let desk = Desk::new(&|_| None, Some(home.path().to_owned()));
        (home, desk)
    }

    fn draft() -> Draft {
        Draft {
            topic: "orders".to_owned(),
            value: Written::As(crate::domain::format::Format::Json, "{".into()),
            ..Draft::default()
        }
    }

    #[test]
    fn what_is_a_record_is_taken_and_its_file_is_gone() {
        let (_home, desk) = desk();
        let edit = desk.lay_out(&draft()).unwrap();
        let file = edit.file.clone();
        let text = fs::read_to_string(&file).unwrap().replace("json = \"{\"", "json = \"{}\"");
        fs::write(&file, text).unwrap();
        let Edited::Changed(changed) = edit.read(NOW, false) else { panic!("not taken") };
        assert_eq!(changed.value, Written::As(crate::domain::format::Format::Json, "{}".into()));
        assert!(!file.exists());
    }

    #[test]
    fn what_was_not_touched_is_no_mistake_although_it_is_no_record_yet() {
        let (_home, desk) = desk();
        let edit = desk.lay_out(&draft()).unwrap();
        let file = edit.file.clone();
        assert_eq!(edit.read(NOW, true), Edited::Unchanged { soon: true });
        assert!(!file.exists());
    }

    #[test]
    fn what_is_no_record_is_kept_with_the_place_of_the_mistake() {
        let (_home, desk) = desk();
        for (text, place, readable) in
            [("value = { json = '{\"a\":}' }\n", "record-", true), ("value = \n", "record-", false)]
        {
            let edit = desk.lay_out(&draft()).unwrap();
            fs::write(&edit.file, text).unwrap();
            let file = edit.file.clone();
            let Edited::Wrong(broken) = edit.read(NOW, false) else { panic!("taken") };
            assert!(broken.problem.starts_with(place) && broken.problem.contains(".toml:1:"), "{}", broken.problem);
            assert_eq!((broken.readable.is_some(), &broken.kept), (readable, &file));
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
            fs::write(&file, "value = 'mended'\n").unwrap();
            assert!(matches!(Edit::again(file).read(NOW, false), Edited::Changed(_)));
        }
    }

    #[test]
    fn a_failed_editor_loses_nothing_that_was_typed() {
        let (_home, desk) = desk();
        let edit = desk.lay_out(&draft()).unwrap();
        let file = edit.file.clone();
        assert_eq!(edit.failed("no".to_owned()), Edited::Failed { why: "no".to_owned(), kept: None });
        assert!(!file.exists());
        let edit = desk.lay_out(&draft()).unwrap();
        let file = edit.file.clone();
        fs::write(&file, "typed").unwrap();
        assert_eq!(edit.failed("no".to_owned()), Edited::Failed { why: "no".to_owned(), kept: Some(file.clone()) });
        fs::remove_file(&file).unwrap();
        let Edited::Failed { kept: None, .. } = Edit::again(file).read(NOW, false) else { panic!("kept") };
    }
}
