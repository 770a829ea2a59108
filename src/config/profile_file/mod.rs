//! Profiles: the built-in ones, a person's own and any file, with what they extend and what `--set` puts above.

mod build;
mod chain;
pub mod edit;
mod given;
pub mod overview;
pub mod store;
mod text;

use std::fmt;
use std::path::{Path, PathBuf};

pub use super::reference::UNSET;

use super::paths::Environment;
use crate::domain::diagnostic::{Diagnostic, Place};
use crate::domain::profile::{Given, Profile};
use crate::domain::secret::STARS;
use chain::Layer;

/// The profiles that are compiled in: name and text.
pub const BUILT_IN: [(&str, &str); 7] = [
    ("embedded", include_str!("../../../profiles/embedded.toml")),
    ("local", include_str!("../../../profiles/local.toml")),
    ("low-latency", include_str!("../../../profiles/low-latency.toml")),
    ("throughput", include_str!("../../../profiles/throughput.toml")),
    ("durable", include_str!("../../../profiles/durable.toml")),
    ("fire-and-forget", include_str!("../../../profiles/fire-and-forget.toml")),
    ("secured", include_str!("../../../profiles/secured.toml")),
];

/// Where profiles, and what they refer to, come from.
pub struct Sources<'a> {
    /// The environment, for `${env:NAME}`.
    pub environment: &'a Environment<'a>,
    /// The folder of a person's own profiles, if there is one.
    pub profiles: Option<PathBuf>,
}

/// A property set above the profile: on the command line, or in the workbench ([`Override::SESSION`]).
#[derive(Clone, PartialEq, Eq)]
pub struct Override {
    /// The option it was set with, as `--set`.
    pub option: &'static str,
    /// The property's name.
    pub name: String,
    /// The text of its value; `None` takes away what is set below, so that the default counts.
    pub text: Option<String>,
}

/// Without the value, which may be a secret.
impl fmt::Debug for Override {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.text.as_ref().map(|_| STARS);
        f.debug_struct("Override").field("option", &self.option).field("name", &self.name).field("text", &text).finish()
    }
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

/// Reads a profile by its name, from a file (what has a '/' or ends in `.toml` is one), or from standard input (`-`), with
/// everything it extends, and sets the overrides above it.
///
/// # Errors
/// Everything that is wrong, each with its place.
pub fn load(name_or_file: &str, overrides: &[Override], sources: &Sources<'_>) -> Result<Profile, Vec<Diagnostic>> {
    match partly(name_or_file, overrides, sources) {
        (Some(profile), problems) if problems.is_empty() => Ok(profile),
        (Some(_) | None, problems) => Err(problems),
    }
}

/// Reads a profile as [`load`] does, and gives also what could be read of one that has problems.
pub fn partly(name_or_file: &str, overrides: &[Override], sources: &Sources<'_>) -> (Option<Profile>, Vec<Diagnostic>) {
    let (_, profile, problems) = layered(name_or_file, overrides, sources);
    (profile, problems)
}

fn layered(
    name_or_file: &str,
    overrides: &[Override],
    sources: &Sources<'_>,
) -> (Vec<Layer>, Option<Profile>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let layers = chain::read(name_or_file, sources, &mut problems);
    let profile = build::build(&layers, overrides, sources, &mut problems);
    in_order(&mut problems);
    (layers, profile, problems)
}

/// What came of reading a profile.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The profile as far as it could be read; `None` if there is no such file.
    pub profile: Option<Profile>,
    /// Everything that is wrong, each with its place.
    pub problems: Vec<Diagnostic>,
    /// What it would hand to Java, whatever is wrong with it; `None` if the file is no TOML.
    pub given: Option<Given>,
}

/// Reads a profile as [`partly`] does, and what it would hand to Java: for that its references are followed once more.
pub fn read(name_or_file: &str, overrides: &[Override], sources: &Sources<'_>) -> Reading {
    let (layers, profile, problems) = layered(name_or_file, overrides, sources);
    Reading { profile, problems, given: given::given(&layers, overrides, sources) }
}

/// The profile that a file would be if this text stood in it, as far as it can be read, and what is wrong with it.
pub fn of_text(path: &Path, text: &str, sources: &Sources<'_>) -> (Option<Profile>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let layers = chain::follow(chain::Source::File(path.to_owned()), Some(text), sources, &mut problems);
    let profile = build::build(&layers, &[], sources, &mut problems);
    in_order(&mut problems);
    (profile, problems)
}

/// The own file of a profile, and what stands in it; no file for a built-in one and for standard input.
///
/// # Errors
/// There is no such profile, or it can't be read.
pub fn open(name_or_file: &str, sources: &Sources<'_>) -> Result<(Option<PathBuf>, String), Diagnostic> {
    let told = |why: String| Diagnostic::error(Place::Option("profile"), why).id("no-profile");
    let source = chain::named(name_or_file, sources).map_err(told)?;
    let text = chain::contents(&source).map_err(told)?;
    let file = match source {
        chain::Source::File(path) => Some(path),
        chain::Source::BuiltIn(_) | chain::Source::Stdin => None,
    };
    Ok((file, text))
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
        .filter_map(Result::ok)
        .filter(|file| !file.path().is_dir())
        .filter_map(|file| file.file_name().to_str()?.strip_suffix(".toml").map(str::to_owned))
        .filter(|name| !names.contains(name) && !name.starts_with('.'))
        .collect();
    own.sort();
    names.append(&mut own);
    names
}

#[cfg(test)]
mod tests;
