//! Which key means which command where.

use crate::app::command::{Command, Context, TABLE};
use crate::app::key::Key;

/// The keys in force.
#[derive(Clone, Debug)]
pub struct Keymap(Vec<(Context, Key, Command)>);

/// The default keys of the command table.
impl Default for Keymap {
    fn default() -> Self {
        let rows = TABLE.iter().flat_map(|entry| {
            let keys = entry.keys.iter().filter_map(|name| name.parse().ok());
            keys.map(|key| (entry.context, key, entry.command))
        });
        Self(rows.collect())
    }
}

impl Keymap {
    /// The command of a key in a context.
    pub fn command(&self, context: Context, key: Key) -> Option<Command> {
        self.0.iter().find(|(place, known, _)| *place == context && *known == key).map(|(.., command)| *command)
    }

    /// The key to be shown for a command: its first.
    pub fn shown(&self, command: Command) -> Option<Key> {
        self.0.iter().find(|(.., known)| *known == command).map(|(_, key, _)| *key)
    }

    /// All keys of a command.
    pub fn keys(&self, command: Command) -> impl Iterator<Item = Key> {
        self.0.iter().filter(move |(.., known)| *known == command).map(|(_, key, _)| *key)
    }
}
