//! What a profile that is saved under a new name begins with.

use std::path::{Path, PathBuf};

use super::{BUILT_IN, Diagnostic, chain, told, unchanged};
use crate::config::profile_file::edit::{Edit, edited};
use crate::config::profile_file::text;
use crate::config::reference;
use crate::domain::profile::{Entry, Origin, Profile};
use crate::domain::property::{ClientModel, Translation, Value};

/// What flags and the workbench set above the profile's files, as edits. A secret that stood in a flag is written out.
pub fn own_edits(profile: &Profile) -> Vec<Edit> {
    edits_of(profile, |origin| matches!(origin, Origin::Option(_) | Origin::Session))
}

/// What the workbench set above all else.
pub(super) fn session_edits(profile: &Profile) -> Vec<Edit> {
    edits_of(profile, |origin| *origin == Origin::Session)
}

fn edits_of(profile: &Profile, wanted: impl Fn(&Origin) -> bool) -> Vec<Edit> {
    let entries = profile.producer.iter().filter(|entry| wanted(&entry.origin));
    entries.map(edit_of).collect()
}

/// A text that the property reads as the entry's value.
fn edit_of(entry: &Entry) -> Edit {
    // The value counts in the property's own unit, the name that was typed perhaps in another.
    let name = match entry.property.translation {
        Translation::UnitChanged => entry.property.name.to_owned(),
        Translation::Same
        | Translation::Renamed
        | Translation::Ours
        | Translation::OwnWay(_)
        | Translation::NoEffect(_)
        | Translation::Converted(_)
        | Translation::NotAvailable(_) => entry.name.clone(),
    };
    let text = match (&entry.reference, &entry.value) {
        (Some(reference), _) => reference.clone(),
        (None, Value::Secret(secret)) => secret.expose().to_owned(),
        (None, value @ (Value::Whole(_) | Value::Decimal(_) | Value::Bool(_) | Value::Text(_))) => value.to_string(),
    };
    Edit::Set { name, text }
}

/// The text to begin with, for a file at `to`, and what to change in it first.
///
/// # Errors
/// The profile's own file has changed since it was read.
pub(super) fn seed(profile: &Profile, to: &Path) -> Result<(String, Vec<Edit>), Diagnostic> {
    let edits = own_edits(profile);
    let has_flags = profile.producer.iter().any(|entry| matches!(entry.origin, Origin::Option(_)));
    let Some(own) = &profile.file else {
        // Of standard input there is nothing that could be extended later.
        if BUILT_IN.iter().any(|(name, _)| *name == profile.name) {
            return Ok((extending(&profile.name)?, edits));
        }
        let text = chain::contents(&chain::Source::Stdin).map_err(|why| told(&profile.source, why))?;
        return Ok((anchored(&profile.source, &text, Path::new(""), to, profile.model)?, edits));
    };
    let text = unchanged(profile, own)?;
    if has_flags {
        let here = own.parent().zip(to.parent()).is_some_and(|(one, two)| super::same_file(one, two));
        let name = if here { profile.name.clone() } else { absolute(own).display().to_string() };
        return Ok((extending(&name)?, edits));
    }
    let folder = own.parent().unwrap_or(Path::new(""));
    Ok((anchored(&profile.source, &text, folder, to, profile.model)?, edits))
}

pub(super) fn extending(name: &str) -> Result<String, Diagnostic> {
    edited("", "", ClientModel::default(), &[Edit::Extends(Some(name.to_owned()))])
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// A text that goes to another folder, with the paths in it that count from the old one made whole.
fn anchored(shown: &str, text: &str, from: &Path, to: &Path, model: ClientModel) -> Result<String, Diagnostic> {
    let from = absolute(from);
    if to.parent().is_some_and(|folder| super::same_file(folder, &from)) {
        return Ok(text.to_owned());
    }
    let raw = text::read(shown, text, &mut Vec::new());
    let mut edits = Vec::new();
    if let Some((parent, _)) = &raw.extends
        && chain::is_file(parent)
    {
        edits.push(Edit::Extends(Some(absolute(&from.join(parent)).display().to_string())));
    }
    for entry in raw.producer.iter().chain(&raw.librdkafka) {
        let whole = reference::anchored(&entry.text, &from);
        if whole != entry.text {
            edits.push(Edit::Set { name: entry.name.clone(), text: whole });
        }
    }
    edited(shown, text, model, &edits)
}
