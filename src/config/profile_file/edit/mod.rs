//! A profile's text, changed in its places: comments, order, blank lines, quotes and ends of lines stay as their owner
//! wrote them.

mod site;
mod surgery;
mod write;

use std::fmt;

use super::text;
use crate::domain::diagnostic::{Diagnostic, Fix, Place};
use crate::domain::profile::Guard;
use crate::domain::property::{ClientModel, Property, Translation, names};
use crate::domain::secret::STARS;
use surgery::Text;
use write::Shape;

/// A change to a profile's text.
#[derive(Clone, PartialEq, Eq)]
pub enum Edit {
    /// Give a property a value. It is written in the place of the one that stands there, under whichever of the
    /// property's names; else at the end of `[producer]`.
    Set {
        /// One of the property's names.
        name: String,
        /// The value, as in a configuration file of the client.
        text: String,
    },
    /// Leave a property out, under whichever of its names it stands there; also a name that no client has.
    Remove {
        /// One of the property's names.
        name: String,
    },
    /// Write a name as it was meant; the value stays.
    Rename {
        /// The name that stands there.
        from: String,
        /// One of the property's names.
        to: String,
    },
    /// Say what the profile is for, or leave that out.
    Describe(Option<String>),
    /// Whose defaults and rules it follows.
    Client(ClientModel),
    /// Which profile it extends.
    Extends(Option<String>),
    /// The topic records go to unless another is named.
    Topic(Option<String>),
    /// What must happen before a record is sent.
    Guard(Option<Guard>),
}

/// Without the value of a property, which may be a secret.
impl fmt::Debug for Edit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set { name, .. } => write!(f, "Set({name}={STARS})"),
            Self::Remove { name } => write!(f, "Remove({name})"),
            Self::Rename { from, to } => write!(f, "Rename({from}, {to})"),
            Self::Describe(text) => write!(f, "Describe({text:?})"),
            Self::Client(model) => write!(f, "Client({model:?})"),
            Self::Extends(profile) => write!(f, "Extends({profile:?})"),
            Self::Topic(topic) => write!(f, "Topic({topic:?})"),
            Self::Guard(guard) => write!(f, "Guard({guard:?})"),
        }
    }
}

impl From<&Fix> for Edit {
    fn from(fix: &Fix) -> Self {
        match fix {
            Fix::Set { name, value } => Self::Set { name: (*name).to_owned(), text: value.clone() },
            Fix::Remove { name } => Self::Remove { name: (*name).to_owned() },
            Fix::Rename { from, to } => Self::Rename { from: from.clone(), to: (*to).to_owned() },
        }
    }
}

/// The text with the edits done, in their order. `inherited` is the client that counts where the text names none: that of
/// the profile it extends.
///
/// # Errors
/// The text is not a profile, or an edit can't be done: a name that is no property, a value that it does not take.
/// `shown` is how the file is named to a person.
pub fn edited(shown: &str, text: &str, inherited: ClientModel, edits: &[Edit]) -> Result<String, Diagnostic> {
    let mut editor = Editor { shown, inherited, text: Text::of(text) };
    for edit in edits {
        editor.done(edit)?;
    }
    editor.verify(edits)?;
    Ok(editor.text.whole())
}

/// The tables that hold what is passed to the client.
const PASSED: [&str; 2] = ["producer", "librdkafka"];

struct Editor<'a> {
    shown: &'a str,
    inherited: ClientModel,
    text: Text,
}

impl Editor<'_> {
    fn error(&self, message: impl Into<String>) -> Diagnostic {
        Diagnostic::error(Place::File { path: self.shown.to_owned(), at: None }, message).id("edit")
    }

    fn not_toml(&self, error: &toml_edit::TomlError) -> Diagnostic {
        let message = error.message().lines().collect::<Vec<_>>().join("; ");
        self.error(format!("this is not TOML: {message}"))
    }

    /// Whose names and values count in the text as it is.
    fn model(&self) -> ClientModel {
        text::read(self.shown, &self.text.body, &mut Vec::new()).model.unwrap_or(self.inherited)
    }

    fn done(&mut self, edit: &Edit) -> Result<(), Diagnostic> {
        let sites = site::Sites::of(&self.text.body).map_err(|error| self.not_toml(&error))?;
        let workbench = Some("workbench");
        match edit {
            Edit::Set { name, text } => return self.set(&sites, name, text),
            Edit::Remove { name } => return self.remove(name),
            Edit::Rename { from, to } => return self.rename(&sites, from, to),
            Edit::Describe(text) => self.word(&sites, None, "description", text.as_deref()),
            Edit::Client(model) => self.word(&sites, None, "client", Some(model.name())),
            Edit::Extends(name) => self.word(&sites, None, "extends", name.as_deref()),
            Edit::Topic(topic) => self.word(&sites, workbench, "topic", topic.as_deref()),
            Edit::Guard(guard) => self.word(&sites, workbench, "guard", guard.map(Guard::name)),
        }
        Ok(())
    }

    /// Sets or takes away a word of linger's own.
    fn word(&mut self, sites: &site::Sites, table: Option<&str>, name: &str, text: Option<&str>) {
        let path: Vec<&str> = table.into_iter().chain([name]).collect();
        let leaf = sites.leaves.iter().find(|leaf| leaf.path == path);
        match (leaf, text) {
            (Some(leaf), Some(text)) => self.text.put_value(leaf, text, Shape::Text),
            (Some(leaf), None) => self.text.take(sites, leaf),
            (None, Some(text)) => self.text.add(sites, table, name, &write::value(text, Shape::Text, None)),
            (None, None) => {}
        }
    }

    /// The property of a name, or what to tell.
    fn property(&self, model: ClientModel, name: &str) -> Result<&'static Property, Diagnostic> {
        names::find(model, name).ok_or_else(|| {
            let message = format!("'{name}' is not a producer property{}", names::meant(name));
            self.error(message).id("unknown-property").about(name)
        })
    }

    /// What a value would be refused with where it stands; a reference is looked up when the profile is read.
    fn check(&self, property: &Property, model: ClientModel, name: &str, text: &str) -> Result<(), Diagnostic> {
        if text.contains("${") {
            return Ok(());
        }
        match property.read(model, name, text, text) {
            Ok(_) => Ok(()),
            Err(why) => Err(self.error(format!("{name}: {why}")).id("bad-value").about(name)),
        }
    }

    fn set(&mut self, sites: &site::Sites, name: &str, text: &str) -> Result<(), Diagnostic> {
        let model = self.model();
        let property = self.property(model, name)?;
        if let Some((alias, leaf)) = standing(sites, "producer", model, property) {
            // A name that counts in another unit gives way to the one that was meant.
            let keeps = alias == name || property.translation != Translation::UnitChanged;
            self.check(property, model, name, text)?;
            if !keeps {
                let leaf = leaf.clone();
                self.text.rename(sites, &leaf, "producer", name);
                let sites = site::Sites::of(&self.text.body).map_err(|error| self.not_toml(&error))?;
                if let Some((_, leaf)) = standing(&sites, "producer", model, property) {
                    self.text.put_value(leaf, text, Shape::of(property, model));
                }
                return Ok(());
            }
            self.text.put_value(leaf, text, Shape::of(property, model));
            return Ok(());
        }
        // What is passed to librdkafka as it is stands above the translation.
        if let Some((native, leaf)) = standing(sites, "librdkafka", ClientModel::Librdkafka, property) {
            if !property.native_names().any(|known| known == name) {
                let message = format!("'{native}' under [librdkafka] stands above '{name}': leave it out first");
                return Err(self.error(message).about(name));
            }
            self.check(property, ClientModel::Librdkafka, name, text)?;
            self.text.put_value(leaf, text, Shape::of(property, ClientModel::Librdkafka));
            return Ok(());
        }
        self.check(property, model, name, text)?;
        let value = write::value(text, Shape::of(property, model), None);
        self.text.add(sites, Some("producer"), name, &value);
        Ok(())
    }

    fn remove(&mut self, name: &str) -> Result<(), Diagnostic> {
        let model = self.model();
        // One after the other: what is taken away moves what stands below.
        loop {
            let sites = site::Sites::of(&self.text.body).map_err(|error| self.not_toml(&error))?;
            let in_table = |table: &str, model: ClientModel| {
                let property = names::find(model, name);
                let found = sites
                    .inside(table)
                    .find(|(given, _)| given == name || property.is_some() && names::find(model, given) == property);
                found.map(|(_, leaf)| leaf.clone())
            };
            let found = in_table("producer", model).or_else(|| in_table("librdkafka", ClientModel::Librdkafka));
            let extra = || sites.inside("extra").find(|(given, _)| given == name).map(|(_, leaf)| leaf.clone());
            let Some(leaf) = found.or_else(extra) else { return Ok(()) };
            self.text.take(&sites, &leaf);
        }
    }

    fn rename(&mut self, sites: &site::Sites, from: &str, to: &str) -> Result<(), Diagnostic> {
        self.property(self.model(), to)?;
        let found = PASSED.iter().find_map(|table| {
            let leaf = sites.inside(table).find(|(given, _)| given == from);
            leaf.map(|(_, leaf)| (*table, leaf.clone()))
        });
        let Some((table, leaf)) = found else {
            return Err(self.error(format!("'{from}' does not stand under [producer] or [librdkafka]")));
        };
        self.text.rename(sites, &leaf, table, to);
        Ok(())
    }

    /// The text is read again: it is a profile still, and what was set is what was meant.
    fn verify(&self, edits: &[Edit]) -> Result<(), Diagnostic> {
        let mut problems = Vec::new();
        let raw = text::read(self.shown, &self.text.body, &mut problems);
        if let Some(problem) = problems.into_iter().next() {
            return Err(problem);
        }
        let model = raw.model.unwrap_or(self.inherited);
        for (at, edit) in edits.iter().enumerate() {
            let Edit::Set { name, text } = edit else { continue };
            let later = edits[at + 1..].iter().any(|later| match later {
                Edit::Set { name: again, .. } | Edit::Remove { name: again } | Edit::Rename { to: again, .. } => {
                    names::find(model, again) == names::find(model, name)
                }
                Edit::Client(_) => true,
                Edit::Describe(_) | Edit::Extends(_) | Edit::Topic(_) | Edit::Guard(_) => false,
            });
            let property = self.property(model, name)?;
            let is_set = |entries: &[text::RawEntry], model: ClientModel| {
                entries.iter().any(|entry| {
                    names::find(model, &entry.name) == Some(property) && same(property, model, entry, name, text)
                })
            };
            if !later && !is_set(&raw.producer, model) && !is_set(&raw.librdkafka, ClientModel::Librdkafka) {
                return Err(self.error(format!("'{name}' can't be set here without changing what else stands there")));
            }
        }
        Ok(())
    }
}

/// Whether what stands there is what was meant.
fn same(property: &Property, model: ClientModel, entry: &text::RawEntry, name: &str, text: &str) -> bool {
    let read = |name: &str, text: &str| property.read(model, name, text, text);
    entry.text == text || read(name, text).is_ok_and(|meant| read(&entry.name, &entry.text) == Ok(meant))
}

/// What stands in a table for a property, with the name it has there.
fn standing<'a>(
    sites: &'a site::Sites,
    table: &'a str,
    model: ClientModel,
    property: &Property,
) -> Option<(String, &'a site::Leaf)> {
    sites.inside(table).find(|(given, _)| names::find(model, given) == Some(property))
}

#[cfg(test)]
mod tests;
