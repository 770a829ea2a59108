//! What a person's keymap says, as it is written: which commands and keys there are is known elsewhere.

use crate::domain::diagnostic::Place;

/// A word, and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The word.
    pub text: String,
    /// Where it stands.
    pub place: Place,
}

/// A command and its keys: all that it has, none takes them away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Binding {
    /// The command's name.
    pub command: Written,
    /// The names of the keys, the one to be shown first.
    pub keys: Vec<Written>,
}
