//! What would be changed in the running profile.

use std::fmt;
use std::sync::OnceLock;

use crate::app::tuning::Change;
use crate::domain::profile::{Entry, Origin, Profile};
use crate::domain::property::names::find;
use crate::domain::property::{ClientModel, Kind, Property, Translation, Value, all};
use crate::domain::secret::Secret;

/// The most changes that can be taken back.
const MAX_UNDO: usize = 200;

/// A value as it would be written in a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// A text that may be shown: a value, or one with references as `${env:NAME}` in it.
    Text(String),
    /// A secret.
    Hidden(Secret),
}

impl Written {
    /// The text, for the one who hands it to the client or writes it down.
    pub fn expose(&self) -> &str {
        match self {
            Self::Text(text) => text,
            Self::Hidden(secret) => secret.expose(),
        }
    }

    /// Whether it holds `${env:NAME}` or `${file:PATH}`, which only a producer's start looks up.
    pub fn is_reference(&self) -> bool {
        self.expose().contains("${")
    }
}

/// As it may be shown.
impl fmt::Display for Written {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Hidden(secret) => secret.fmt(f),
        }
    }
}

/// A property, and what it is changed to; `None` takes away what is set, so that the default counts.
type Changed = (&'static Property, Option<Written>);

/// The changes, in the order in which they were made, each property once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    changes: Vec<(PropertyId, Option<Written>)>,
    before: Vec<Vec<(PropertyId, Option<Written>)>>,
    revision: u64,
}

/// A property, told apart by its place in the catalogue.
#[derive(Clone, Copy)]
struct PropertyId(&'static Property);

impl PartialEq for PropertyId {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.0, other.0)
    }
}

impl Eq for PropertyId {}

impl fmt::Debug for PropertyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.name)
    }
}

impl Draft {
    /// Whether nothing would be changed.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// How many properties would be changed.
    pub fn len(&self) -> usize {
        self.changes.len()
    }

    /// What would be changed.
    pub fn changes(&self) -> impl Iterator<Item = (&'static Property, Option<&Written>)> {
        self.changes.iter().map(|(property, written)| (property.0, written.as_ref()))
    }

    /// What a property would be changed to, if it would be.
    pub fn change_of(&self, property: &'static Property) -> Option<Option<&Written>> {
        let (_, written) = self.changes.iter().find(|(known, _)| *known == PropertyId(property))?;
        Some(written.as_ref())
    }

    /// Grows with each change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// A property would be changed to this. What is as the running profile has it is no change.
    pub(in crate::app) fn set(&mut self, running: &Profile, property: &'static Property, written: Option<Written>) {
        let mut changes = self.changes.clone();
        changes.retain(|(known, _)| *known != PropertyId(property));
        if !is_so(running, &(property, written.clone())) {
            changes.push((PropertyId(property), written));
        }
        self.become_now(changes);
    }

    /// Takes the last change back; false if there is none.
    pub(in crate::app) fn undo(&mut self) -> bool {
        let Some(before) = self.before.pop() else { return false };
        self.changes = before;
        self.revision += 1;
        true
    }

    /// Changes nothing any more; undo brings it back.
    pub(in crate::app) fn discard(&mut self) {
        self.become_now(Vec::new());
    }

    fn become_now(&mut self, changes: Vec<(PropertyId, Option<Written>)>) {
        if changes == self.changes {
            return;
        }
        self.before.push(std::mem::replace(&mut self.changes, changes));
        if self.before.len() > MAX_UNDO {
            self.before.remove(0);
        }
        self.revision += 1;
    }

    /// Another profile runs: what it has already is no change any more.
    pub(in crate::app) fn rebase(&mut self, running: &Profile) {
        self.changes.retain(|(property, written)| !is_so(running, &(property.0, written.clone())));
        self.before.clear();
        self.revision += 1;
    }

    /// No changes, and nothing to take back.
    pub(in crate::app) fn none_left(&self) -> Self {
        Self { revision: self.revision + 1, ..Self::default() }
    }

    /// The changes as they are asked of the producer.
    pub(in crate::app) fn as_change(&self, model: ClientModel) -> Change {
        let named = |(property, written): &(PropertyId, Option<Written>)| {
            let name = writable_name(property.0, model)?;
            Some((name.to_owned(), written.as_ref().map(|written| written.expose().to_owned())))
        };
        self.changes.iter().filter_map(named).collect()
    }

    /// The running profile with the changes.
    pub(in crate::app) fn above(&self, running: &Profile) -> Profile {
        let mut profile = running.clone();
        for (property, written) in &self.changes {
            profile.producer.retain(|entry| !std::ptr::eq(entry.property, property.0));
            if let Some(written) = written
                && let Some(entry) = entry(property.0, written, profile.model)
            {
                profile.producer.push(entry);
            }
        }
        profile
    }
}

/// The entry of a change; `None` where nobody can say yet which value it will be.
fn entry(property: &'static Property, written: &Written, model: ClientModel) -> Option<Entry> {
    let name = writable_name(property, model)?;
    let reference = written.is_reference().then(|| written.expose().to_owned());
    let value = match (&reference, property.kind(model)) {
        // What a reference stands for is looked up when the producer starts.
        (Some(_), _) if property.is_secret() => Value::Secret(Secret::new("")),
        (Some(text), Kind::Text | Kind::NonEmptyText | Kind::List | Kind::Class) => Value::Text(text.clone()),
        (Some(_), _) => return None,
        (None, _) => property.read(model, name, written.expose(), &written.to_string()).ok()?,
    };
    Some(Entry { property, name: name.to_owned(), value, origin: Origin::Session, reference })
}

fn is_so(running: &Profile, (property, written): &Changed) -> bool {
    let now = running.producer.iter().find(|entry| std::ptr::eq(entry.property, *property));
    match (now, written) {
        (None, None) => true,
        (None, Some(_)) | (Some(_), None) => false,
        (Some(now), Some(written)) => match &now.reference {
            Some(reference) => written.expose() == reference,
            None => {
                !written.is_reference() && entry(property, written, running.model).is_some_and(|e| e.value == now.value)
            }
        },
    }
}

/// The name by which a profile of this model sets the property in its own unit; `None` if it has none there: then both
/// clients know the name, and the profile's means the other property.
pub fn writable_name(property: &'static Property, model: ClientModel) -> Option<&'static str> {
    /// The names of all properties for each model, in the order of the catalogue: they are asked for at each draw.
    static NAMES: OnceLock<Vec<Vec<Option<&'static str>>>> = OnceLock::new();
    let names = NAMES.get_or_init(|| {
        let of_model = |model: &ClientModel| all().map(|property| search_name(property, *model)).collect();
        ClientModel::ALL.iter().map(of_model).collect()
    });
    let model = ClientModel::ALL.iter().position(|known| *known == model)?;
    let at = all().position(|known| std::ptr::eq(known, property))?;
    names[model][at]
}

fn search_name(property: &'static Property, model: ClientModel) -> Option<&'static str> {
    // Under librdkafka's name it would count in another unit.
    let own = (property.translation != Translation::UnitChanged).then(|| property.name_in(model));
    let names = own.into_iter().chain([property.name]).chain(property.native_names());
    names.into_iter().find(|name| find(model, name).is_some_and(|found| std::ptr::eq(found, property)))
}
