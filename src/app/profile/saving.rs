//! What saving the draft would change in a profile's file, and what of the session is in no file yet.

use crate::app::profile::shelf::Edit;
use crate::app::profile::{ProfilePane, Written, writable_name};
use crate::app::tuning::Change;
use crate::domain::profile::{Entry, Origin, Profile};
use crate::domain::property::{Property, Value};

/// The changes that make a saved profile the draft.
pub(in crate::app) fn edits(draft: &Profile, saved: &Profile) -> Vec<Edit> {
    let mut edits = Vec::new();
    for entry in &draft.producer {
        let before = of(saved, entry.property);
        if before.is_some_and(|before| before.value == entry.value && before.reference == entry.reference) {
            continue;
        }
        // The file's own spelling stays, but where it counts in another unit.
        let own = before.filter(|before| is_own(before) && !counts_otherwise(before));
        let name = own.map_or_else(|| entry_name(entry, draft), |before| before.name.clone());
        edits.push(Edit { name, written: Some(written(entry)) });
    }
    for before in &saved.producer {
        if of(draft, before.property).is_some() {
            continue;
        }
        let default = before.property.default(saved.model);
        match (is_own(before), default) {
            (true, _) => edits.push(Edit { name: before.name.clone(), written: None }),
            // What another profile sets below can only be set above it.
            (false, Some(default)) => {
                edits.push(Edit { name: entry_name(before, saved), written: Some(Written::Text(default.to_owned())) });
            }
            (false, None) => {}
        }
    }
    edits
}

fn of<'a>(profile: &'a Profile, property: &'static Property) -> Option<&'a Entry> {
    profile.producer.iter().find(|entry| std::ptr::eq(entry.property, property))
}

/// Whether the profile's own file sets it, and not one that it extends.
fn is_own(entry: &Entry) -> bool {
    matches!(entry.origin, Origin::File { extended: false, .. })
}

fn counts_otherwise(entry: &Entry) -> bool {
    entry.property.name != entry.name
        && matches!(entry.property.translation, crate::domain::property::Translation::UnitChanged)
}

fn entry_name(entry: &Entry, profile: &Profile) -> String {
    writable_name(entry.property, profile.model).unwrap_or(entry.property.name).to_owned()
}

/// A value as it is written.
fn written(entry: &Entry) -> Written {
    match (&entry.reference, &entry.value) {
        (Some(reference), _) => Written::Text(reference.clone()),
        (None, Value::Secret(secret)) => Written::Hidden(secret.clone()),
        (None, value) => Written::Text(value.to_string()),
    }
}

/// What was set in the workbench and runs, as it would be asked for again.
pub(in crate::app) fn session_changes(running: &Profile) -> Change {
    let set = running.producer.iter().filter(|entry| entry.origin == Origin::Session);
    set.map(|entry| (entry_name(entry, running), Some(written(entry).expose().to_owned()))).collect()
}

impl ProfilePane {
    /// How many changes are in no file yet: those of the draft, and those that the producer runs with.
    pub fn unsaved(&self) -> usize {
        let running = self.review().map_or(0, |review| {
            let drafted = |entry: &&Entry| self.draft.change_of(entry.property).is_none();
            let session = review.running.producer.iter().filter(|entry| entry.origin == Origin::Session);
            session.filter(drafted).count()
        });
        self.draft.len() + running
    }
}
