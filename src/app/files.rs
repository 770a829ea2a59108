//! What the interface asks of files and of the editor, and what it is told of them.

use std::path::PathBuf;

use crate::domain::draft::Draft;

/// Something that is asked for.
#[derive(Clone, Debug, PartialEq)]
pub enum FileWish {
    /// Give the terminal to the person's editor with this record in it; answered by [`FileNews::Edited`].
    Edit(Box<Draft>),
    /// The same with the text that was edited before and kept.
    EditAgain(PathBuf),
    /// Forget a text that was kept.
    Forget(PathBuf),
    /// List the record files of a folder; answered by [`FileNews::Listed`].
    List(PathBuf),
    /// Read a record file; answered by [`FileNews::Opened`].
    Open(PathBuf),
    /// Save a record file; answered by [`FileNews::Saved`].
    Save {
        /// Its path.
        path: PathBuf,
        /// The record.
        draft: Box<Draft>,
        /// Whether a file that is there may be overwritten.
        over: bool,
    },
}

/// Something that is told.
#[derive(Clone, Debug, PartialEq)]
pub enum FileNews {
    /// The editor was left.
    Edited(Edited),
    /// A folder was looked at.
    Listed {
        /// The folder.
        folder: PathBuf,
        /// What is in it, or why that is not known.
        entries: Result<Vec<FileEntry>, String>,
    },
    /// A record file was read.
    Opened {
        /// Its path.
        path: PathBuf,
        /// The record, or what is wrong with the file.
        draft: Result<Box<Draft>, String>,
    },
    /// A record file was saved, or not.
    Saved {
        /// Its path.
        path: PathBuf,
        /// How it ended.
        saved: Saved,
    },
}

/// How an edit ended.
#[derive(Clone, Debug, PartialEq)]
pub enum Edited {
    /// With another record.
    Changed(Box<Draft>),
    /// With the record that went in.
    Unchanged {
        /// Whether it ended sooner than a person can have edited.
        soon: bool,
    },
    /// With a text that is no record.
    Wrong(Broken),
    /// Without a result: the editor could not be started, ended with an error or was killed.
    Failed {
        /// Why.
        why: String,
        /// Where the text is kept, if something was typed.
        kept: Option<PathBuf>,
    },
}

/// A text that was edited and is no record.
#[derive(Clone, Debug, PartialEq)]
pub struct Broken {
    /// Where it is wrong, and what is allowed.
    pub problem: String,
    /// Where the text is kept.
    pub kept: PathBuf,
    /// The record with its texts as they stand, if it can be read so far.
    pub readable: Option<Box<Draft>>,
}

/// A line of a folder's listing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileEntry {
    /// The name; ".." is the folder above.
    pub name: String,
    /// Whether it is a folder.
    pub folder: bool,
    /// The first lines of a file.
    pub preview: Vec<String>,
}

/// How a save ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Saved {
    /// It is written.
    Done,
    /// There is such a file already, and it is not the form's.
    Exists,
    /// It was not written, for this reason.
    Failed(String),
}

/// A folder to choose a record file from.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picker {
    /// The folder.
    pub folder: PathBuf,
    /// What is in it, or why that is not known; `None` until it was looked at.
    pub entries: Option<Result<Vec<FileEntry>, String>>,
    /// What was typed: only names that hold it are shown.
    pub filter: String,
    /// The chosen line, of those shown.
    pub index: usize,
    /// Whether a second Enter replaces what stands unsent in the form.
    pub sure: bool,
}

impl Picker {
    /// The lines that are shown.
    pub fn shown(&self) -> Vec<&FileEntry> {
        let wanted = self.filter.to_lowercase();
        let Some(Ok(entries)) = &self.entries else { return Vec::new() };
        entries.iter().filter(|entry| entry.name.to_lowercase().contains(&wanted)).collect()
    }

    /// The line that is chosen.
    pub fn chosen(&self) -> Option<&FileEntry> {
        self.shown().get(self.index).copied()
    }
}

/// The name under which the form is saved, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SaveAs {
    /// The path, as far as it is typed.
    pub path: String,
    /// Whether there is such a file, and a second Enter overwrites it.
    pub exists: bool,
    /// Why it could not be saved.
    pub wrong: Option<String>,
}
