//! A profile file and those it extends.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::text::{self, RawProfile};
use super::{BUILT_IN, Sources, list};
use crate::config::io_reason;
use crate::domain::diagnostic::{Diagnostic, Place, Position};
use crate::domain::profile::{Origin, built_in};
use crate::domain::property::names::nearest;

/// One file of a chain.
pub(super) struct Layer {
    /// The profile's name.
    pub name: String,
    /// How the file is named to a person.
    pub shown: String,
    /// Where its relative paths begin.
    pub folder: PathBuf,
    /// What it says.
    pub raw: RawProfile,
    /// Tells its text from another.
    pub revision: u64,
    source: Source,
    extended: bool,
}

impl Layer {
    pub(super) fn place(&self, at: Position) -> Place {
        Place::File { path: self.shown.clone(), at: Some(at) }
    }

    /// Its file, if it is one.
    pub(super) fn file(&self) -> Option<PathBuf> {
        match &self.source {
            Source::File(path) => Some(path.clone()),
            Source::BuiltIn(_) | Source::Stdin => None,
        }
    }

    pub(super) fn origin(&self, at: Position) -> Origin {
        match self.source {
            Source::BuiltIn(_) => Origin::BuiltIn { profile: self.name.clone(), at },
            Source::File(_) | Source::Stdin => Origin::File { path: self.shown.clone(), at, extended: self.extended },
        }
    }
}

/// How standard input is named where a profile is.
const DASH: &str = "-";
/// How it is named to a person.
const STDIN: &str = "<stdin>";

/// Which file it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    BuiltIn(&'static str),
    File(PathBuf),
    Stdin,
}

impl Source {
    fn shown(&self) -> String {
        match self {
            Self::BuiltIn(name) => built_in(name),
            Self::File(path) => path.display().to_string(),
            Self::Stdin => STDIN.to_owned(),
        }
    }

    fn name(&self) -> String {
        match self {
            Self::BuiltIn(name) => (*name).to_owned(),
            Self::File(path) => path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            Self::Stdin => STDIN.to_owned(),
        }
    }

    /// Whether it is the same file, by whichever path.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::File(one), Self::File(two)) => {
                one == two || one.canonicalize().is_ok_and(|one| two.canonicalize().is_ok_and(|two| one == two))
            }
            (Self::BuiltIn(one), Self::BuiltIn(two)) => one == two,
            (Self::Stdin, Self::Stdin) => true,
            (Self::BuiltIn(_) | Self::File(_) | Self::Stdin, _) => false,
        }
    }
}

/// Reads the file and those it extends; the file itself comes last. What is wrong is added to `problems`.
pub(super) fn read(name_or_file: &str, sources: &Sources<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Layer> {
    match named(name_or_file, sources) {
        Ok(source) => follow(source, None, sources, problems),
        Err(why) => {
            problems.push(Diagnostic::error(Place::Option("--profile"), why).id("no-profile"));
            Vec::new()
        }
    }
}

/// Which file a person means who names a profile.
pub(super) fn named(name_or_file: &str, sources: &Sources<'_>) -> Result<Source, String> {
    if name_or_file == DASH { Ok(Source::Stdin) } else { find(name_or_file, Path::new(""), sources) }
}

/// The same for a file that is known, and with a text that does not stand in it yet, if one is given.
pub(super) fn follow(
    source: Source,
    mut given: Option<&str>,
    sources: &Sources<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Layer> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut wanted = Some((source, Place::Option("--profile")));
    while let Some((source, from)) = wanted.take() {
        if layers.iter().any(|layer| layer.source.is_same(&source)) {
            let circle: Vec<String> = layers.iter().map(|layer| layer.name.clone()).chain([source.name()]).collect();
            let message = format!("extends goes in a circle: {}", circle.join(", "));
            problems.push(Diagnostic::error(from, message).id("extends-circle"));
            break;
        }
        let text = match given.take().map_or_else(|| contents(&source), |text| Ok(text.to_owned())) {
            Ok(text) => text,
            Err(why) => {
                problems.push(Diagnostic::error(from, why).id("unreadable"));
                break;
            }
        };
        let shown = source.shown();
        let raw = text::read(&shown, &text, problems);
        let folder = match &source {
            Source::BuiltIn(_) | Source::Stdin => PathBuf::new(),
            Source::File(path) => path.parent().map(Path::to_path_buf).unwrap_or_default(),
        };
        let (name, revision) = (source.name(), revision(&text));
        let layer = Layer { name, shown, folder, raw, revision, source, extended: !layers.is_empty() };
        if let Some((name, at)) = &layer.raw.extends {
            match find(name, &layer.folder, sources) {
                Ok(next) => wanted = Some((next, layer.place(*at))),
                Err(why) => {
                    let message = format!("extends: {why}");
                    problems.push(Diagnostic::error(layer.place(*at), message).id("extends-nobody"));
                }
            }
        }
        layers.push(layer);
    }
    layers.reverse();
    layers
}

/// Whether it is a path, not a name.
pub(super) fn is_file(name_or_file: &str) -> bool {
    name_or_file.contains('/') || Path::new(name_or_file).extension().is_some_and(|end| end == "toml")
}

/// A number that tells one text from another.
pub(super) fn revision(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Which file a name or path means, seen from a folder. A person's own profile goes before a built-in one of the same name.
pub(super) fn find(name_or_file: &str, folder: &Path, sources: &Sources<'_>) -> Result<Source, String> {
    if is_file(name_or_file) {
        return Ok(Source::File(folder.join(name_or_file)));
    }
    if let Some(own) = &sources.profiles {
        let path = own.join(format!("{name_or_file}.toml"));
        if path.is_file() {
            return Ok(Source::File(path));
        }
    }
    if let Some((name, _)) = BUILT_IN.iter().find(|(name, _)| *name == name_or_file) {
        return Ok(Source::BuiltIn(name));
    }
    let all = list(sources);
    let meant = match nearest(name_or_file, all.iter().map(String::as_str)) {
        Some(meant) => format!("; did you mean '{meant}'?"),
        None => ";".to_owned(),
    };
    Err(format!("there is no profile '{name_or_file}'{meant} profiles: {} (a file ends in .toml)", all.join(", ")))
}

/// What stands in a file. Standard input is read once, however often a profile is read from it.
pub(super) fn contents(source: &Source) -> Result<String, String> {
    static READ: OnceLock<Result<String, String>> = OnceLock::new();
    let read = || {
        std::io::read_to_string(std::io::stdin())
            .map_err(|error| format!("standard input can't be read: {}", io_reason(&error)))
    };
    match source {
        Source::Stdin => READ.get_or_init(read).clone(),
        Source::BuiltIn(name) => {
            let text = BUILT_IN.iter().find(|(built_in, _)| built_in == name).map_or("", |(_, text)| text);
            Ok(text.to_owned())
        }
        Source::File(path) => std::fs::read_to_string(path)
            .map_err(|error| format!("the file '{}' can't be read: {}", path.display(), io_reason(&error))),
    }
}
