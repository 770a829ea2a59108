//! What is wrong with a configuration, and where.

use std::fmt;

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// It works, but perhaps not as meant.
    Warning,
    /// It can't be used.
    Error,
}

impl Severity {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// A line and column in a file, both counted from 1; the column counts characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

impl Position {
    /// Where the byte at `offset` of `text` stands.
    pub fn of(text: &str, offset: usize) -> Self {
        let before = text.get(..offset.min(text.len())).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }
}

/// Where a value came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A file, and the position in it if one is meant.
    File {
        /// The path as the person gave it.
        path: String,
        /// The position; `None` means the file as a whole.
        at: Option<Position>,
    },
    /// An option of the command line, as `--set` or `-b`.
    Option(&'static str),
    /// An environment variable.
    Environment(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, at: Some(at) } => write!(f, "{path}:{}:{}", at.line, at.column),
            Self::File { path, at: None } => f.write_str(path),
            Self::Option(name) => f.write_str(name),
            Self::Environment(name) => write!(f, "${name}"),
        }
    }
}

/// A change to a profile that ends what is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Give a property this value.
    Set {
        /// The property.
        name: &'static str,
        /// The value.
        value: String,
    },
    /// Leave a property to its default.
    Remove {
        /// The property.
        name: &'static str,
    },
    /// Write a name as it was meant.
    Rename {
        /// The name as written.
        from: String,
        /// The name that was meant.
        to: &'static str,
    },
}

impl fmt::Display for Fix {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Set { name, value } => write!(f, "set {name}={value}"),
            Self::Remove { name } => write!(f, "leave {name} out"),
            Self::Rename { from, to } => write!(f, "write {to} in place of {from}"),
        }
    }
}

/// The id of what is about no profile.
const UNNAMED: &str = "configuration";

/// One thing to tell a person about a configuration: where, and what, with the value and what is allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The name of its kind, which stays.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The property that it is about, as it was written.
    pub property: Option<Box<str>>,
    /// Where.
    pub place: Place,
    /// What, without the place. Never holds a secret.
    pub message: String,
    /// What ends it, if that is known.
    pub fix: Option<Box<Fix>>,
}

impl Diagnostic {
    fn new(severity: Severity, place: Place, message: impl Into<String>) -> Self {
        Self { id: UNNAMED, severity, property: None, place, message: message.into(), fix: None }
    }

    /// An error.
    pub fn error(place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, place, message)
    }

    /// A warning.
    pub fn warning(place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, place, message)
    }

    /// Something worth knowing.
    pub fn info(place: Place, message: impl Into<String>) -> Self {
        Self::new(Severity::Info, place, message)
    }

    /// The same under the name of its kind.
    #[must_use]
    pub fn id(self, id: &'static str) -> Self {
        Self { id, ..self }
    }

    /// The same, about this property.
    #[must_use]
    pub fn about(self, property: impl Into<Box<str>>) -> Self {
        Self { property: Some(property.into()), ..self }
    }

    /// The same with what ends it.
    #[must_use]
    pub fn fixed_by(self, fix: Option<Fix>) -> Self {
        Self { fix: fix.map(Box::new), ..self }
    }
}

/// The place, a colon, the message, and what ends it unless the message says so. A warning says that it is one.
impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.place)?;
        match self.severity {
            Severity::Error => {}
            Severity::Info | Severity::Warning => write!(f, "{}: ", self.severity.name())?,
        }
        f.write_str(&self.message)?;
        match self.fix.as_deref() {
            Some(fix @ (Fix::Set { .. } | Fix::Remove { .. })) => {
                write!(f, "{}{fix}", if self.message.ends_with('.') { " Fix: " } else { "; " })
            }
            // Who tells of a misspelt name asks whether the other was meant.
            Some(Fix::Rename { .. }) | None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(at: Option<Position>) -> Place {
        Place::File { path: "profiles/x.toml".into(), at }
    }

    #[test]
    fn a_diagnostic_reads_place_then_message() {
        let at = Some(Position { line: 7, column: 1 });
        let cases = [
            (Diagnostic::error(file(at), "no"), "profiles/x.toml:7:1: no"),
            (Diagnostic::warning(file(at), "hm"), "profiles/x.toml:7:1: warning: hm"),
            (Diagnostic::error(file(None), "no"), "profiles/x.toml: no"),
            (Diagnostic::error(Place::Option("--set"), "no"), "--set: no"),
            (Diagnostic::error(Place::Environment("HOME".into()), "no"), "$HOME: no"),
            (Diagnostic::info(Place::Option("-b"), "so"), "-b: info: so"),
            (
                Diagnostic::error(file(None), "no").fixed_by(Some(Fix::Remove { name: "acks" })),
                "profiles/x.toml: no; leave acks out",
            ),
        ];
        for (diagnostic, text) in cases {
            assert_eq!(diagnostic.to_string(), text);
        }
    }

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let text = "a\nhéé = 1\n\nx";
        let cases = [(0, 1, 1), (1, 1, 2), (2, 2, 1), (text.len() - 1, 4, 1), (text.len(), 4, 2), (999, 4, 2)];
        for (offset, line, column) in cases {
            assert_eq!(Position::of(text, offset), Position { line, column }, "offset {offset}");
        }
        assert_eq!(Position::of("키 = 1", 4), Position { line: 1, column: 3 });
    }
}
