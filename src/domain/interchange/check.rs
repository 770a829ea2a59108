//! What is told about a profile, as an object of JSON.

use serde::Serialize;

use crate::domain::diagnostic::{Diagnostic, Place};
use crate::domain::profile::java::Verdict;

/// `{"diagnostics":[…],"java":{…}}`; `java` is null where the file is no TOML.
#[derive(Clone, Debug, Serialize)]
pub struct CheckObject<'a> {
    diagnostics: Vec<DiagnosticObject<'a>>,
    java: Option<&'a Verdict>,
}

#[derive(Clone, Debug, Serialize)]
struct DiagnosticObject<'a> {
    id: &'static str,
    severity: &'static str,
    property: Option<&'a str>,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
    fix: Option<String>,
}

impl<'a> CheckObject<'a> {
    /// What was told, and Java's verdict.
    pub fn new(told: &'a [Diagnostic], java: Option<&'a Verdict>) -> Self {
        Self { diagnostics: told.iter().map(DiagnosticObject::from).collect(), java }
    }
}

impl<'a> From<&'a Diagnostic> for DiagnosticObject<'a> {
    fn from(told: &'a Diagnostic) -> Self {
        let (file, at) = match &told.place {
            Place::File { path, at } => (Some(path.as_str()), *at),
            Place::Option(_) | Place::Environment(_) => (None, None),
        };
        Self {
            id: told.id,
            severity: told.severity.name(),
            property: told.property.as_deref(),
            file,
            line: at.map(|at| at.line),
            column: at.map(|at| at.column),
            message: &told.message,
            fix: told.fix.as_deref().map(ToString::to_string),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::diagnostic::{Fix, Position};

    #[test]
    fn the_names_are_those_promised() {
        let place = Place::File { path: "p.toml".into(), at: Some(Position { line: 3, column: 1 }) };
        let fix = Some(Fix::Set { name: "acks", value: "all".into() });
        let told = [
            Diagnostic::warning(place, "no answer is awaited").id("acks-0").about("acks").fixed_by(fix),
            Diagnostic::error(Place::Option("--set"), "no"),
        ];
        let json = serde_json::to_string(&CheckObject::new(&told, None)).unwrap_or_default();
        let expected = r#"{"diagnostics":[{"id":"acks-0","severity":"warning","property":"acks","file":"p.toml","line":3,"column":1,"message":"no answer is awaited","fix":"set acks=all"},{"id":"configuration","severity":"error","property":null,"file":null,"line":null,"column":null,"message":"no","fix":null}],"java":null}"#;
        assert_eq!(json, expected);
    }
}
