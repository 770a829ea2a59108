//! Profiles: the built-in ones, a person's own and any file, with what they extend and what `--set` puts above.

mod chain;
mod text;

use std::path::{Path, PathBuf};

use super::paths::Environment;
use super::reference;
use crate::domain::bootstrap;
use crate::domain::diagnostic::{Diagnostic, Fix, Place};
use crate::domain::profile::{Cluster, Entry, Guard, NativeEntry, Origin, Profile};
use crate::domain::property::{ClientModel, Value, names};
use crate::domain::secret::Secret;
use chain::Layer;
use text::RawEntry;

/// The profiles that are compiled in: name and text.
pub const BUILT_IN: [(&str, &str); 2] = [
    ("embedded", include_str!("../../../profiles/embedded.toml")),
    ("local", include_str!("../../../profiles/local.toml")),
];

/// Where profiles, and what they refer to, come from.
pub struct Sources<'a> {
    /// The environment, for `${env:NAME}`.
    pub environment: &'a Environment<'a>,
    /// The folder of a person's own profiles, if there is one.
    pub profiles: Option<PathBuf>,
}

/// A property set above the profile: on the command line, or in the workbench ([`Override::SESSION`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Override {
    /// The option it was set with, as `--set`.
    pub option: &'static str,
    /// The property's name.
    pub name: String,
    /// The text of its value; `None` takes away what is set below, so that the default counts.
    pub text: Option<String>,
}

impl Override {
    /// The option of what is set in the workbench.
    pub const SESSION: &str = "set";

    /// Reads the argument of `--set`.
    ///
    /// # Errors
    /// When it is not of the form name=value. The value is not shown: it may be a secret.
    pub fn from_set(argument: &str) -> Result<Self, Diagnostic> {
        let malformed = |what: String| {
            Diagnostic::error(Place::Option("--set"), format!("{what}; allowed: NAME=VALUE")).id("set-malformed")
        };
        match argument.split_once('=') {
            Some((name, text)) if !name.is_empty() => {
                Ok(Self { option: "--set", name: name.to_owned(), text: Some(text.to_owned()) })
            }
            Some(_) => Err(malformed("there is no name before '='".to_owned())),
            // What has no '=' may be a secret in the wrong place: only what looks like a name is shown.
            None => {
                let is_name = argument.chars().all(|c| c.is_ascii_lowercase() || c == '.');
                let shown = if is_name { format!("'{argument}'") } else { "the argument".to_owned() };
                Err(malformed(format!("{shown} has no '='")))
            }
        }
    }
}

/// Reads a profile by its name, or from a file (what has a '/' or ends in `.toml` is one), with everything it extends,
/// and sets the overrides above it.
///
/// # Errors
/// Everything that is wrong, each with its place.
pub fn load(name_or_file: &str, overrides: &[Override], sources: &Sources<'_>) -> Result<Profile, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let layers = chain::read(name_or_file, sources, &mut problems);
    let Some(leaf) = layers.last() else { return Err(problems) };
    let mut profile = Profile {
        name: leaf.name.clone(),
        source: leaf.shown.clone(),
        description: layers.iter().rev().find_map(|layer| layer.raw.description.clone()),
        model: layers.iter().rev().find_map(|layer| layer.raw.model).unwrap_or_default(),
        cluster: layers.iter().rev().find_map(|layer| layer.raw.cluster).unwrap_or_default(),
        producer: Vec::new(),
        librdkafka: Vec::new(),
        topic: layers.iter().rev().find_map(|layer| layer.raw.topic.clone()),
        guard: Guard::Open,
        warnings: Vec::new(),
    };
    let mut builder = Builder { profile: &mut profile, sources, problems: &mut problems };
    for layer in &layers {
        builder.layer(layer);
    }
    for given in overrides {
        builder.set(given);
    }
    builder.addresses();
    in_order(&mut problems);
    if problems.is_empty() { Ok(profile) } else { Err(problems) }
}

/// Puts what is told about one file in the order of its lines; the files stay in theirs.
fn in_order(problems: &mut [Diagnostic]) {
    let file = |place: &Place| match place {
        Place::File { path, at } => (Some(path.clone()), *at),
        Place::Option(_) | Place::Environment(_) => (None, None),
    };
    let mut files: Vec<Option<String>> = Vec::new();
    for problem in problems.iter() {
        let (path, _) = file(&problem.place);
        if !files.contains(&path) {
            files.push(path);
        }
    }
    problems.sort_by_key(|problem| {
        let (path, at) = file(&problem.place);
        (files.iter().position(|known| *known == path), at)
    });
}

/// The names of all profiles there are, the built-in ones first.
pub fn list(sources: &Sources<'_>) -> Vec<String> {
    let mut names: Vec<String> = BUILT_IN.iter().map(|(name, _)| (*name).to_owned()).collect();
    let files = sources.profiles.as_deref().and_then(|folder| std::fs::read_dir(folder).ok());
    let mut own: Vec<String> = files
        .into_iter()
        .flatten()
        .filter_map(|file| file.ok()?.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned))
        .filter(|name| !names.contains(name))
        .collect();
    own.sort();
    names.append(&mut own);
    names
}

/// Lays the layers on each other.
struct Builder<'a> {
    profile: &'a mut Profile,
    sources: &'a Sources<'a>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn layer(&mut self, layer: &Layer) {
        let mut seen: Vec<(&RawEntry, &'static crate::domain::property::Property)> = Vec::new();
        for raw in &layer.raw.producer {
            let origin = layer.origin(raw.name_at);
            let Some(entry) = self.entry(&raw.name, &raw.text, &origin, &layer.place(raw.value_at), &layer.folder)
            else {
                continue;
            };
            if let Some((before, _)) = seen.iter().find(|(_, property)| *property == entry.property) {
                let message = format!(
                    "'{}' sets the same property as '{}' in line {}",
                    raw.name, before.name, before.name_at.line
                );
                let problem = Diagnostic::error(layer.place(raw.name_at), message).id("set-twice");
                self.problems.push(problem.about(raw.name.as_str()));
            }
            seen.push((raw, entry.property));
            if entry.property.is_secret() && !reference::has_reference(&raw.text) {
                let message = format!(
                    "the secret '{}' is written in the file; '${{env:NAME}}' or '${{file:PATH}}' keeps it out",
                    raw.name
                );
                let warning = Diagnostic::warning(layer.place(raw.value_at), message).id("literal-secret");
                self.profile.warnings.push(warning.about(raw.name.as_str()));
            }
            self.profile.set(entry);
        }
        for raw in &layer.raw.librdkafka {
            match reference::resolve(&raw.text, &layer.folder, self.sources.environment) {
                Ok(text) => {
                    let value = native_value(&raw.name, text);
                    self.profile.set_native(NativeEntry {
                        name: raw.name.clone(),
                        value,
                        origin: layer.origin(raw.name_at),
                    });
                }
                Err(why) => {
                    let problem = Diagnostic::error(layer.place(raw.value_at), format!("{}: {why}", raw.name));
                    self.problems.push(problem.id("reference").about(raw.name.as_str()));
                }
            }
        }
        if let Some((guard, at)) = layer.raw.guard {
            if guard < self.profile.guard {
                let message = format!(
                    "guard: '{}' would weaken the '{}' of the profile that is extended",
                    guard.name(),
                    self.profile.guard.name()
                );
                self.problems.push(Diagnostic::error(layer.place(at), message).id("weaker-guard"));
            }
            self.profile.guard = guard.max(self.profile.guard);
        }
    }

    fn set(&mut self, given: &Override) {
        let origin = if given.option == Override::SESSION { Origin::Session } else { Origin::Option(given.option) };
        match &given.text {
            Some(text) => {
                if let Some(entry) = self.entry(&given.name, text, &origin, &origin.place(), Path::new("")) {
                    self.profile.set(entry);
                }
            }
            None => match names::find(self.profile.model, &given.name) {
                Some(property) => self.profile.producer.retain(|entry| entry.property != property),
                None => self.unknown(&given.name, origin.place()),
            },
        }
    }

    /// A property with its value read. `None` after telling what is wrong: the name at its own place, the value at
    /// `value_place`.
    fn entry(&mut self, name: &str, text: &str, origin: &Origin, value_place: &Place, folder: &Path) -> Option<Entry> {
        let Some(property) = names::find(self.profile.model, name) else {
            self.unknown(name, origin.place());
            return None;
        };
        let value =
            reference::resolve(text, folder, self.sources.environment).map_err(|why| ("reference", why)).and_then(
                |resolved| property.read(self.profile.model, name, &resolved, text).map_err(|why| ("bad-value", why)),
            );
        match value {
            Ok(value) => Some(Entry { property, name: name.to_owned(), value, origin: origin.clone() }),
            Err((id, why)) => {
                let problem = Diagnostic::error(value_place.clone(), format!("{name}: {why}"));
                self.problems.push(problem.id(id).about(name));
                None
            }
        }
    }

    fn unknown(&mut self, name: &str, place: Place) {
        let message = format!("'{name}' is not a producer property{}", names::meant(name));
        let meant = names::suggest(name).map(|to| Fix::Rename { from: name.to_owned(), to });
        let problem = Diagnostic::error(place, message).id("unknown-property").about(name);
        self.problems.push(problem.fixed_by(meant));
    }

    /// Checks the addresses, whoever set them.
    fn addresses(&mut self) {
        let Some(entry) = self.profile.entry("bootstrap.servers") else { return };
        let place = entry.origin.place();
        match (self.profile.cluster, &entry.value) {
            (Cluster::Embedded, _) => {
                let message = format!(
                    "{}: the profile '{}' produces to the embedded cluster, which has no address; \
                     name another profile, as --profile local",
                    entry.name, self.profile.name
                );
                self.problems.push(Diagnostic::error(place, message).id("embedded-address").about(entry.name.as_str()));
            }
            (Cluster::Bootstrap, Value::Text(text)) => {
                if let Err(why) = bootstrap::parse(text) {
                    let problem = Diagnostic::error(place, format!("{}: {why}", entry.name));
                    self.problems.push(problem.id("bad-address").about(entry.name.as_str()));
                }
            }
            (Cluster::Bootstrap, Value::Whole(_) | Value::Decimal(_) | Value::Bool(_) | Value::Secret(_)) => {}
        }
    }
}

/// What is passed to librdkafka as it is. Only what the catalogue knows to be no secret is shown.
fn native_value(name: &str, text: String) -> Value {
    match names::find(ClientModel::Librdkafka, name) {
        Some(property) if !property.is_secret() => Value::Text(text),
        Some(_) | None => Value::Secret(Secret::new(text)),
    }
}

#[cfg(test)]
mod tests;
