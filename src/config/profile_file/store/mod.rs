//! A person's own profiles, kept: saved, saved under another name, renamed, copied and deleted.
//!
//! Nothing is written that could not be read again with the meaning that was meant, nothing is overwritten unasked, and a
//! file is the old one or the new one at every moment.

mod place;
mod seed;

use std::fmt;
use std::path::{Path, PathBuf};

use super::edit::{Edit, edited};
use super::{BUILT_IN, Sources, UNSET, chain, list, of_text, text};
use crate::config::io_reason;
use crate::domain::diagnostic::{Diagnostic, Place};
use crate::domain::profile::Profile;
use crate::domain::property::names;

pub use seed::own_edits;

/// What was written where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Saved {
    /// The profile's name.
    pub name: String,
    /// Its file.
    pub path: PathBuf,
    /// The text's [`Profile::revision`].
    pub revision: u64,
    /// Whether only its owner can read the file, because a secret itself stands in it.
    pub private: bool,
}

/// "saved 'orders' in /home/…/orders.toml".
impl fmt::Display for Saved {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "saved '{}' in {}", self.name, self.path.display())?;
        if self.private { f.write_str(", which only you can read: a secret stands in it") } else { Ok(()) }
    }
}

/// What to do where there is a profile of the name already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Existing {
    /// Leave it, and say so.
    Keep,
    /// The person wants it replaced.
    Replace,
}

/// Saves changes in the profile's own file.
///
/// # Errors
/// The profile has no file, the file has changed on the disk since the profile was read, it can't be written, or the
/// changes can't be made there.
pub fn save(profile: &Profile, edits: &[Edit], sources: &Sources<'_>) -> Result<Saved, Diagnostic> {
    let Some(path) = &profile.file else {
        let why = "it has no file of its own; save it under another name";
        return Err(told(&profile.source, why));
    };
    let before = unchanged(profile, path)?;
    let edits: Vec<Edit> = seed::session_edits(profile).into_iter().chain(edits.iter().cloned()).collect();
    let after = edited(&profile.source, &before, profile.model, &edits)?;
    meant(path, &after, &edits, sources)?;
    place::replace(path, &before, &after)?;
    Ok(saved(path, &after))
}

/// Saves a profile with changes under a new name. A profile of a person's own is copied with its comments; of a built-in
/// one, or of one with flags above it, the new one says that it extends it, and what else it sets.
///
/// # Errors
/// The name is none, or taken; there is no folder for profiles or it can't be written; the changes can't be made.
pub fn save_as(
    profile: &Profile,
    name: &str,
    edits: &[Edit],
    existing: Existing,
    sources: &Sources<'_>,
) -> Result<Saved, Diagnostic> {
    let path = place::for_name(name, sources)?;
    if let Some(own) = &profile.file
        && same_file(own, &path)
    {
        return save(profile, edits, sources);
    }
    let (base, mut all) = seed::seed(profile, &path)?;
    all.extend(edits.iter().cloned());
    let after = edited(&path.display().to_string(), &base, profile.model, &all)?;
    meant(&path, &after, &all, sources)?;
    match existing {
        Existing::Replace if path.exists() => {
            let before = place::read(&path)?;
            place::replace(&path, &before, &after)?;
        }
        Existing::Replace | Existing::Keep => place::create(&path, &after)?,
    }
    Ok(saved(&path, &after))
}

/// Writes a whole text in the place of the one that was read from a profile's file.
///
/// # Errors
/// The file has changed on the disk in the meantime, or can't be written. What the text means is not looked at.
pub fn write_back(path: &Path, before: &str, after: &str) -> Result<Saved, Diagnostic> {
    place::replace(path, before, after)?;
    Ok(saved(path, after))
}

/// Gives one of a person's own profiles another name.
///
/// # Errors
/// There is none of the name, it is extended by others, the new name is none or taken, or the folder can't be written.
pub fn rename(name: &str, to: &str, sources: &Sources<'_>) -> Result<Saved, Diagnostic> {
    let from = own(name, "renamed", sources)?;
    let path = place::for_name(to, sources)?;
    nobody_extends(&from, name, sources)?;
    let text = place::read(&from)?;
    place::rename(&from, &path)?;
    Ok(saved(&path, &text))
}

/// Copies a profile under another name; of a built-in one, the copy extends it.
///
/// # Errors
/// There is no such profile, the new name is none or taken, or the folder can't be written.
pub fn duplicate(name: &str, to: &str, sources: &Sources<'_>) -> Result<Saved, Diagnostic> {
    let path = place::for_name(to, sources)?;
    let source = chain::named(name, sources).map_err(|why| told(name, why))?;
    let text = match &source {
        chain::Source::BuiltIn(name) => seed::extending(name)?,
        chain::Source::File(_) | chain::Source::Stdin => chain::contents(&source).map_err(|why| told(name, why))?,
    };
    place::create(&path, &text)?;
    Ok(saved(&path, &text))
}

/// Deletes one of a person's own profiles, and returns the file that is gone.
///
/// # Errors
/// There is none of the name, it is extended by others, or the folder can't be written.
pub fn delete(name: &str, sources: &Sources<'_>) -> Result<PathBuf, Diagnostic> {
    let path = own(name, "deleted", sources)?;
    nobody_extends(&path, name, sources)?;
    place::delete(&path)?;
    Ok(path)
}

/// The names of a person's own profiles that extend this one.
pub fn extended_by(name: &str, sources: &Sources<'_>) -> Vec<String> {
    own(name, "", sources).map_or_else(|_| Vec::new(), |path| extending(&path, name, sources))
}

fn told(place: &str, why: impl Into<String>) -> Diagnostic {
    Diagnostic::error(Place::File { path: place.to_owned(), at: None }, why).id("profile-file")
}

fn saved(path: &Path, text: &str) -> Saved {
    let name = path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Saved { name, path: path.to_owned(), revision: chain::revision(text), private: text::holds_secret(text) }
}

/// What stands in the profile's file, if that is what was read.
fn unchanged(profile: &Profile, path: &Path) -> Result<String, Diagnostic> {
    let text = place::read(path)?;
    if chain::revision(&text) == profile.revision {
        return Ok(text);
    }
    Err(place::changed(path))
}

/// Reads what is to be written as it will be read from there, and holds it against what was meant.
fn meant(path: &Path, after: &str, edits: &[Edit], sources: &Sources<'_>) -> Result<(), Diagnostic> {
    let (profile, problems) = of_text(path, after, sources);
    if let Some(problem) = problems.into_iter().find(|problem| problem.id != UNSET) {
        return Err(problem);
    }
    let Some(profile) = profile else { return Ok(()) };
    for (at, edit) in edits.iter().enumerate() {
        let Edit::Remove { name } = edit else { continue };
        let again = |later: &Edit| matches!(later, Edit::Set { name: set, .. } if names::find(profile.model, set) == names::find(profile.model, name));
        if edits[at + 1..].iter().any(again) {
            continue;
        }
        let left = names::find(profile.model, name)
            .and_then(|property| profile.producer.iter().find(|entry| entry.property == property));
        if let Some(entry) = left {
            let why = format!(
                "'{name}' can't be left out: it is set in {}; give it a value of its own, as its default",
                entry.origin
            );
            return Err(told(&path.display().to_string(), why).about(name.as_str()));
        }
    }
    Ok(())
}

fn same_file(one: &Path, two: &Path) -> bool {
    one == two || one.canonicalize().is_ok_and(|one| two.canonicalize().is_ok_and(|two| one == two))
}

/// The file of one of a person's own profiles.
fn own(name: &str, what: &str, sources: &Sources<'_>) -> Result<PathBuf, Diagnostic> {
    let path = sources.profiles.as_ref().map(|folder| folder.join(format!("{name}.toml")));
    if let Some(path) = path.filter(|path| path.symlink_metadata().is_ok() && !name.contains('/')) {
        return Ok(path);
    }
    if BUILT_IN.iter().any(|(built_in, _)| *built_in == name) {
        return Err(told(name, format!("a built-in profile can't be {what}")));
    }
    Err(told(name, "there is no profile of this name in the folder of your own"))
}

fn nobody_extends(path: &Path, name: &str, sources: &Sources<'_>) -> Result<(), Diagnostic> {
    let others = extending(path, name, sources);
    if others.is_empty() {
        return Ok(());
    }
    let shown: Vec<String> = others.iter().map(|other| format!("'{other}'")).collect();
    let verb = if others.len() == 1 { "extends" } else { "extend" };
    Err(told(&path.display().to_string(), format!("{} {verb} it: change that first", shown.join(", "))))
}

/// The other profiles of the folder that extend this one.
fn extending(path: &Path, name: &str, sources: &Sources<'_>) -> Vec<String> {
    let folder = sources.profiles.clone().unwrap_or_default();
    let extends = |other: &String| {
        let source = chain::Source::File(folder.join(format!("{other}.toml")));
        let text = chain::contents(&source).unwrap_or_default();
        let raw = text::read(other, &text, &mut Vec::new());
        let parent = raw.extends.and_then(|(parent, _)| chain::find(&parent, &folder, sources).ok());
        matches!(parent, Some(chain::Source::File(parent)) if same_file(&parent, path))
    };
    list(sources).into_iter().filter(|other| other != name && extends(other)).collect()
}

#[cfg(test)]
mod tests;
