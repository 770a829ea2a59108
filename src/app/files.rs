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
}

/// Something that is told.
#[derive(Clone, Debug, PartialEq)]
pub enum FileNews {
    /// The editor was left.
    Edited(Edited),
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
