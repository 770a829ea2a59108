//! What saving the draft would change in a profile's file, and what of the session is in no file yet.

use crate::app::profile::shelf::Edit;
use crate::app::profile::{Draft, ProfilePane, Written, writable_name};
use crate::app::tuning::Change;
use crate::domain::profile::{Entry, Origin, Profile};
use crate::domain::property::{Property, Value};

/// The changes that make a saved profile what the draft makes of the running one.
pub(in crate::app) fn edits(draft: &Draft, drafted: &Profile, saved: &Profile) -> Vec<Edit> {
    let mut edits = Vec::new();
    for (property, reference) in unknown(draft, drafted) {
        let before = of(saved, property).filter(|before| is_own(before) && !counts_otherwise(before));
        let new = || writable_name(property, drafted.model).unwrap_or(property.name).to_owned();
        let name = before.map_or_else(new, |before| before.name.clone());
        edits.push(Edit { name, written: Some(reference.clone()) });
    }
    for entry in &drafted.producer {
        let before = of(saved, entry.property);
        if before.is_some_and(|before| before.value == entry.value && before.reference == entry.reference) {
            continue;
        }
        // The file's own spelling stays, but where it counts in another unit.
        let own = before.filter(|before| is_own(before) && !counts_otherwise(before));
        let name = own.map_or_else(|| entry_name(entry, drafted), |before| before.name.clone());
        edits.push(Edit { name, written: Some(written(entry)) });
    }
    for before in &saved.producer {
        let is_unknown = unknown(draft, drafted).any(|(property, _)| std::ptr::eq(property, before.property));
        if is_unknown || of(drafted, before.property).is_some() {
            continue;
        }
        let default = before.property.written_default(saved.model).filter(|_| !is_own(before));
        edits.push(match default {
            // What another profile sets below can only be set above it.
            Some(default) => Edit { name: entry_name(before, saved), written: Some(Written::Text(default)) },
            None => Edit { name: before.name.clone(), written: None },
        });
    }
    edits
}

/// The references of the draft whose values are not known before the producer starts, and that stand in no profile yet.
fn unknown<'a>(draft: &'a Draft, drafted: &'a Profile) -> impl Iterator<Item = (&'static Property, &'a Written)> {
    let set = draft.changes().filter_map(|(property, written)| Some((property, written?)));
    set.filter(|(property, _)| of(drafted, property).is_none())
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

/// What was set in the workbench and runs, and what was taken away there, as it would be asked for again.
pub(in crate::app) fn session_changes(running: &Profile, saved: Option<&Profile>) -> Change {
    let set = running.producer.iter().filter(|entry| entry.origin == Origin::Session);
    let set = set.map(|entry| (entry_name(entry, running), Some(written(entry).expose().to_owned())));
    let taken = saved.into_iter().flat_map(|saved| &saved.producer);
    let taken = taken.filter(|entry| of(running, entry.property).is_none());
    set.chain(taken.map(|entry| (entry_name(entry, running), None))).collect()
}

impl ProfilePane {
    /// How many changes are in no file yet: those of the draft, and those that the producer runs with.
    pub fn unsaved(&self) -> usize {
        let (Some(review), Some(saved)) = (self.review(), self.saved()) else { return self.draft.len() };
        let drafted = &review.profile;
        let is_new = |entry: &&Entry| {
            let before = of(saved, entry.property);
            let is_so = before.is_some_and(|it| it.value == entry.value && it.reference == entry.reference);
            entry.origin == Origin::Session && !is_so
        };
        let unknown: Vec<&Property> = unknown(&self.draft, drafted).map(|(property, _)| property).collect();
        let is_taken = |entry: &&Entry| {
            of(drafted, entry.property).is_none() && !unknown.iter().any(|known| std::ptr::eq(*known, entry.property))
        };
        let taken = saved.producer.iter().filter(is_taken).count();
        drafted.producer.iter().filter(is_new).count() + taken + unknown.len()
    }
}
