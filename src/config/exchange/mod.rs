//! Configurations of other programs, read into a profile and written from one.

mod code;
mod console;
mod export;
mod import;
mod items;
mod jaas;
mod kcat;
mod librdkafka;
mod lines;
mod parts;
mod properties;
mod providers;
mod recognise;
mod secrets;
mod shell;
mod shell_lines;
mod spring;
mod write;
mod yaml;

use std::path::Path;

use crate::domain::diagnostic::{Diagnostic, Place, Position};

pub use export::{Exported, Native, Target, export};
pub use import::{Imported, import};

/// A form that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Java's `.properties`, as Kafka's own tools take it.
    Properties,
    /// Spring Boot's `application.yml` or `application.properties`.
    Spring,
    /// `name=value` lines of librdkafka's programs, as `kcat.conf`.
    Librdkafka,
    /// A command line of kcat.
    Kcat,
    /// A command line of Kafka's console producer.
    Console,
}

/// What a file holds.
///
/// # Errors
/// Why it can't be read, with its path.
pub fn contents(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path)
        .map_err(|error| format!("the file '{}' can't be read: {}", path.display(), super::io_reason(&error)))
}

/// Why a text can't be read at all.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Trouble {
    at: Position,
    why: String,
}

impl Trouble {
    fn new(at: Position, why: impl Into<String>) -> Self {
        Self { at, why: why.into() }
    }
}

/// A name with its value, as one of the forms has it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Pair {
    name: String,
    /// References in the form of a profile: `${env:NAME}`, `${file:PATH}`.
    text: String,
    at: Position,
    /// The comments above it, without their marks.
    comments: Vec<String>,
}

/// What one of the forms says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Found {
    pairs: Vec<Pair>,
    topic: Option<String>,
    /// What a person should know, with its place.
    notes: Vec<(Position, String)>,
}

impl Found {
    fn note(&mut self, at: Position, what: impl Into<String>) {
        self.notes.push((at, what.into()));
    }
}

/// Something worth knowing that stops nothing.
fn note(place: Place, message: impl Into<String>) -> Diagnostic {
    Diagnostic::info(place, message).id("exchange")
}

/// A text of UTF-8, without the mark that Windows' editors begin a file with.
fn utf8(bytes: &[u8]) -> Result<&str, Trouble> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(text.strip_prefix('\u{feff}').unwrap_or(text)),
        Err(error) => {
            let before = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
            Err(Trouble::new(Position::of(&before, before.len()), "this is not text (UTF-8)"))
        }
    }
}

/// A comment that stands on a line is kept by an import, but for its mark.
fn comment_text(line: &str) -> String {
    line.trim_start_matches(['#', '!']).trim().to_owned()
}
