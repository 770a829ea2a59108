//! Which key means which command where: the command table's keys, and a person's own in their stead.

use crate::app::command::{Command, Context, Entry, TABLE};
use crate::app::key::{Code, Key};
use crate::domain::binding::{Binding, Written};
use crate::domain::diagnostic::{Diagnostic, Place};

#[cfg(test)]
mod tests;

/// The keys in force.
#[derive(Clone, Debug)]
pub struct Keymap(Vec<(Context, Key, Command)>);

/// The default keys of the command table.
impl Default for Keymap {
    fn default() -> Self {
        let rows = TABLE.iter().flat_map(|entry| default_keys(entry).map(|key| (entry.context, key, entry.command)));
        Self(rows.collect())
    }
}

fn default_keys(entry: &Entry) -> impl Iterator<Item = Key> {
    entry.keys.iter().filter_map(|name| name.parse().ok())
}

impl Keymap {
    /// The default keys with a person's own in their stead, and what of these can't be used. A command that is bound has
    /// these keys and no other; what is bound last counts.
    pub fn with(bindings: &[Binding]) -> (Self, Vec<Diagnostic>) {
        let mut told = Vec::new();
        let own = own_keys(bindings, &mut told);
        let mut rows = Vec::new();
        for entry in TABLE {
            let bound = bindings.iter().any(|binding| binding.command.text == entry.id);
            let taken = |key: Key| own.iter().find(|own| own.key == key && own.entry.context.meets(entry.context));
            if bound {
                let keys = own.iter().filter(|own| own.entry.id == entry.id);
                rows.extend(keys.map(|own| (entry.context, own.key, entry.command)));
                continue;
            }
            let (lost, kept): (Vec<Key>, Vec<Key>) = default_keys(entry).partition(|key| taken(*key).is_some());
            for key in lost {
                if let Some(own) = taken(key) {
                    told.push(own.warn(format!(
                        "'{key}' was a key of '{}' ({}), which {}",
                        entry.id,
                        entry.context.title(),
                        left(&kept)
                    )));
                }
            }
            rows.extend(kept.into_iter().map(|key| (entry.context, key, entry.command)));
        }
        (Self(rows), told)
    }

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

/// A key that a person gave to a command.
struct Own<'a> {
    entry: &'static Entry,
    key: Key,
    place: &'a Place,
}

impl Own<'_> {
    fn warn(&self, what: String) -> Diagnostic {
        Diagnostic::warning(self.place.clone(), what)
    }
}

/// The keys of a keymap that can be used; the others are told of.
fn own_keys<'a>(bindings: &'a [Binding], told: &mut Vec<Diagnostic>) -> Vec<Own<'a>> {
    let mut keys: Vec<Own<'a>> = Vec::new();
    for (at, Binding { command, keys: names }) in bindings.iter().enumerate() {
        let Some(entry) = TABLE.iter().find(|entry| entry.id == command.text) else {
            told.push(Diagnostic::warning(command.place.clone(), no_command(&command.text)));
            continue;
        };
        if bindings[at + 1..].iter().any(|later| later.command.text == command.text) {
            continue;
        }
        for Written { text, place } in names {
            let own = match text.parse::<Key>() {
                Ok(key) => Own { entry, key, place },
                Err(what) => {
                    told.push(Diagnostic::warning(place.clone(), what));
                    continue;
                }
            };
            let rival = keys.iter().find(|known| known.key == own.key && known.entry.context.meets(entry.context));
            match (unfit(entry, own.key), rival) {
                (Some(why), _) => told.push(own.warn(format!("'{text}' can't be a key of '{}': {why}", entry.id))),
                (None, Some(rival)) if rival.entry.id == entry.id => {}
                (None, Some(rival)) => told.push(own.warn(format!(
                    "'{text}' is the key of '{}' already ({}): '{}' goes without it",
                    rival.entry.id, rival.place, entry.id
                ))),
                (None, None) => keys.push(own),
            }
        }
    }
    keys
}

fn no_command(name: &str) -> String {
    let near = |entry: &&Entry| strsim::damerau_levenshtein(entry.id, name);
    match TABLE.iter().min_by_key(near).filter(|entry| near(entry) <= 3.max(name.len() / 3)) {
        Some(entry) => format!("'{name}' is no command; did you mean '{}'?", entry.id),
        None => format!("'{name}' is no command; the palette lists all of them"),
    }
}

/// Which keys a command has left.
fn left(kept: &[Key]) -> String {
    match kept {
        [] => "has no key now".to_owned(),
        kept => {
            let names: Vec<String> = kept.iter().map(|key| format!("'{key}'")).collect();
            format!("keeps {}", names.join(" "))
        }
    }
}

/// Why a key can't be a command's, whatever the others are.
fn unfit(entry: &Entry, key: Key) -> Option<String> {
    let plain = !key.ctrl && !key.alt && !key.shift;
    if key.ctrl && !key.alt {
        let arrives = match key.code {
            Code::Char('i') => Some(Code::Tab),
            Code::Char('m' | 'j') => Some(Code::Enter),
            Code::Char('[') => Some(Code::Esc),
            _ => None,
        };
        if let Some(code) = arrives {
            return Some(format!("terminals send it as '{}'", Key::plain(code)));
        }
    }
    let edits =
        plain && matches!(key.code, Code::Backspace | Code::Delete | Code::Left | Code::Right | Code::Home | Code::End);
    let moves = plain && matches!(key.code, Code::Enter | Code::Up | Code::Down);
    let typed = key.typed().is_some();
    let needed = match entry.context {
        // A character is no command while a text has the cursor.
        Context::Anywhere => edits || moves,
        Context::Record => typed || edits || moves,
        Context::RecordEdge
        | Context::Topics
        | Context::Load
        | Context::Tune
        | Context::Search
        | Context::Value
        | Context::Profiles
        | Context::ProfileName
        | Context::Arm
        | Context::TopicForm
        | Context::Filter
        | Context::Picker
        | Context::SaveAs
        | Context::Palette => typed || edits,
        // Left and right turn what is chosen there; a text gets them all the same.
        Context::Ways => typed || (edits && !matches!(key.code, Code::Left | Code::Right)),
        Context::Profile
        | Context::Pipeline
        | Context::Requests
        | Context::Results
        | Context::Confirm
        | Context::Leave
        | Context::EndLoad
        | Context::Kinds
        | Context::Copy
        | Context::ProfileQuestion
        | Context::Replace
        | Context::TopicQuestion
        | Context::Awaiting
        | Context::Bytes
        | Context::WhatIf
        | Context::Themes
        | Context::Broken
        | Context::Help => false,
    };
    needed.then(|| "texts need it".to_owned())
}
