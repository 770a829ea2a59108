//! A producer profile: whose defaults it follows, what it sets, and where each value came from.

pub mod difference;
mod effective;
mod extra;
mod given;
mod guard;
pub mod java;

use std::fmt;
use std::path::PathBuf;

use crate::domain::diagnostic::{Diagnostic, Place, Position};
use crate::domain::property::{ClientModel, Property, Value};

pub use effective::{Effective, Setting};
pub use extra::{Extra, looks_secret};
pub use given::Given;
pub use guard::{Guard, TopicGuard};

/// Where a value was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// In a profile compiled in.
    BuiltIn {
        /// The profile's name.
        profile: String,
        /// Where in it.
        at: Position,
    },
    /// In a profile file.
    File {
        /// The path as the person gave it.
        path: String,
        /// Where in it.
        at: Position,
        /// Whether it is a file that the profile in use extends.
        extended: bool,
    },
    /// By an option of the command line, as `--set` or `-b`.
    Option(&'static str),
    /// In the workbench, while the producer ran.
    Session,
}

impl Origin {
    /// The place to name in a diagnostic.
    pub fn place(&self) -> Place {
        match self {
            Self::BuiltIn { profile, at } => Place::File { path: built_in(profile), at: Some(*at) },
            Self::File { path, at, .. } => Place::File { path: path.clone(), at: Some(*at) },
            Self::Option(name) => Place::Option(name),
            Self::Session => Place::Option("set"),
        }
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::BuiltIn { profile, .. } => f.write_str(&built_in(profile)),
            Self::File { path, at, extended: false } => write!(f, "{path}:{}", at.line),
            Self::File { path, at, extended: true } => write!(f, "{path}:{} (extended)", at.line),
            Self::Option(name) => f.write_str(name),
            Self::Session => f.write_str("set in the workbench"),
        }
    }
}

/// How a profile that is compiled in is named to a person.
pub fn built_in(name: &str) -> String {
    format!("built-in profile '{name}'")
}

/// A producer property with the value it was given.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The property.
    pub property: &'static Property,
    /// The name as typed: one of the property's.
    pub name: String,
    /// The value.
    pub value: Value,
    /// The value as it is written, where that holds `${env:…}` or `${file:…}` and no secret beside: it may be shown, and
    /// it is what to write elsewhere. `None` for a literal.
    pub reference: Option<String>,
    /// Where it was set.
    pub origin: Origin,
}

/// A librdkafka property that is passed as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct NativeEntry {
    /// librdkafka's name.
    pub name: String,
    /// A text, or a secret.
    pub value: Value,
    /// The value as it is written, where that holds a reference; as an [`Entry`]'s.
    pub reference: Option<String>,
    /// Where it was set.
    pub origin: Origin,
}

/// Which cluster a profile produces to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Cluster {
    /// The one at `bootstrap.servers`.
    #[default]
    Bootstrap,
    /// The one inside the process.
    Embedded,
}

/// A producer profile with everything it extends and what the command line set above it.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Its name: a file's without `.toml`.
    pub name: String,
    /// Where it is: a path, "built-in profile 'local'", or `<stdin>`.
    pub source: String,
    /// Its own file; `None` for a built-in one and for standard input.
    pub file: Option<PathBuf>,
    /// Tells one text of its own file from another, so that a change on the disk is noticed; what it extends is not in it.
    pub revision: u64,
    /// What it is for, in the words of who wrote it.
    pub description: Option<String>,
    /// Whose defaults and rules it follows.
    pub model: ClientModel,
    /// Which cluster it produces to.
    pub cluster: Cluster,
    /// What it sets; each property once.
    pub producer: Vec<Entry>,
    /// What it passes to librdkafka as it is, above the translation; each name once.
    pub librdkafka: Vec<NativeEntry>,
    /// What an import brought and no client has: kept, written out again, passed to nobody; each name once.
    pub extra: Vec<Extra>,
    /// The topic records go to unless another is named.
    pub topic: Option<String>,
    /// What must happen before a record is sent, whichever topic it goes to.
    pub guard: Guard,
    /// What must happen, too, before a record goes to some topics; a pattern of an extended profile stays in force
    /// beside those above it.
    pub topic_guards: Vec<TopicGuard>,
    /// What its files should be told about, without stopping.
    pub warnings: Vec<Diagnostic>,
}

impl Profile {
    /// What is set for the property of this name.
    pub fn entry(&self, name: &str) -> Option<&Entry> {
        self.producer.iter().find(|entry| entry.property.name == name && entry.property.java.is_some())
    }

    /// Sets a property, in place of what was set before.
    pub fn set(&mut self, entry: Entry) {
        self.producer.retain(|before| before.property != entry.property);
        self.producer.push(entry);
    }

    /// Passes a property to librdkafka, in place of what was passed before.
    pub fn set_native(&mut self, entry: NativeEntry) {
        self.librdkafka.retain(|before| before.name != entry.name);
        self.librdkafka.push(entry);
    }

    /// Keeps what no client has, in place of what was kept before.
    pub fn set_extra(&mut self, extra: Extra) {
        self.extra.retain(|before| before.name != extra.name);
        self.extra.push(extra);
    }

    /// What must happen before a record goes to this topic: the strongest of the profile's own guard and those of all
    /// patterns that match.
    pub fn guard_for(&self, topic: &str) -> Guard {
        let matching = self.topic_guards.iter().filter(|guarded| guarded.matches(topic));
        matching.map(|guarded| guarded.guard).fold(self.guard, Guard::max)
    }

    /// The profile as a whole, to be named in a diagnostic.
    pub fn place(&self) -> Place {
        Place::File { path: self.source.clone(), at: None }
    }

    /// Every value the producer would run with: what is set, the defaults of the client modelled, and what that
    /// client silently changes.
    ///
    /// # Errors
    /// Values that contradict each other, in the words of the client.
    pub fn effective(&self) -> Result<Effective, Vec<Diagnostic>> {
        Effective::of(self)
    }
}

#[cfg(test)]
pub(crate) mod tests;
