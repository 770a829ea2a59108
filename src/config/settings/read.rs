//! The file's text, with the position of everything in it.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Given, Kind, OwnSettings, TABLE};
use crate::domain::diagnostic::{Diagnostic, Place, Position};
use crate::domain::property::names::nearest;

/// Reads the text into the settings. What is wrong is told; what is right is kept all the same.
pub(super) fn read(text: &str, settings: &mut OwnSettings) {
    // Windows' editors begin a file with a mark that is no part of TOML.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match DeTable::parse(text) {
        Ok(table) => Reader { text, settings }.table("", table.get_ref()),
        Err(error) => {
            settings.unread = true;
            let message = error.message().lines().collect::<Vec<_>>().join("; ");
            let span = error.span().unwrap_or(0..0);
            Reader { text, settings }.error(&span, format!("this is not TOML: {message}"));
        }
    }
}

struct Reader<'a> {
    text: &'a str,
    settings: &'a mut OwnSettings,
}

impl Reader<'_> {
    fn error(&mut self, span: &Range<usize>, message: String) {
        let path = self.settings.path.as_deref().map(|path| path.display().to_string()).unwrap_or_default();
        let at = Some(Position::of(self.text, span.start));
        self.settings.problems.push(Diagnostic::error(Place::File { path, at }, message));
    }

    /// The settings of a table, whose own name stands before theirs.
    fn table(&mut self, inside: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            let name =
                if inside.is_empty() { key.get_ref().to_string() } else { format!("{inside}.{}", key.get_ref()) };
            match (TABLE.iter().position(|setting| setting.id == name), value.get_ref()) {
                (Some(at), _) => self.value(at, value),
                (None, DeValue::Table(table)) if is_table(&name) => self.table(&name, table),
                (None, DeValue::Table(table)) if holds(&name, table) => self.table(&name, table),
                (None, _) => self.unknown(&name, &key.span()),
            }
        }
    }

    fn value(&mut self, at: usize, value: &Spanned<DeValue<'_>>) {
        let setting = &TABLE[at];
        let text = match (setting.kind, value.get_ref()) {
            (Kind::Text, DeValue::String(text)) if !text.trim().is_empty() => Some(text.to_string()),
            (Kind::Word(words), DeValue::String(text)) if words.contains(&text.as_ref()) => Some(text.to_string()),
            _ => None,
        };
        let span = value.span();
        let Some(text) = text else {
            let shown = quoted(self.text.get(span.clone()).unwrap_or_default().trim());
            return self
                .error(&span, format!("{}: {shown} is not allowed; {}", setting.id, allowed(setting.kind, value)));
        };
        self.settings.given[at] = Some(Given { text, at: Position::of(self.text, span.start) });
    }

    fn unknown(&mut self, name: &str, span: &Range<usize>) {
        if is_table(name) {
            return self.error(span, format!("'{name}' is a table: [{name}], and its settings below it"));
        }
        let known = || TABLE.iter().map(|setting| setting.id);
        let meant = nearest(name, known()).map_or_else(
            || format!("settings: {}", known().collect::<Vec<_>>().join(", ")),
            |near| format!("did you mean '{near}'?"),
        );
        self.error(span, format!("'{name}' is not a setting; {meant}"));
    }
}

/// Whether settings stand in a table of this name.
fn is_table(name: &str) -> bool {
    TABLE.iter().any(|setting| setting.id.rsplit_once('.').is_some_and(|(table, _)| table == name))
}

/// Whether a table of an unknown name holds what looks like settings: each is told by its own name then.
fn holds(name: &str, table: &DeTable<'_>) -> bool {
    table.iter().any(|(key, _)| nearest(&format!("{name}.{}", key.get_ref()), TABLE.iter().map(|row| row.id)).is_some())
}

/// A value as it stands in the file: a string in its own quotes, anything else in single ones, cut where it is long.
fn quoted(shown: &str) -> String {
    const LONGEST: usize = 60;
    let bare = shown.trim_matches('"').trim_matches('\'');
    match bare.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("'{}…'", &bare[..end]),
        None => format!("'{bare}'"),
    }
}

fn allowed(kind: Kind, value: &Spanned<DeValue<'_>>) -> String {
    match kind {
        Kind::Text => "allowed: a text in quotes".to_owned(),
        Kind::Word(words) => {
            let quoted: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
            let near = value.get_ref().as_str().and_then(|text| nearest(text, words.iter().copied()));
            let meant = near.map_or_else(String::new, |near| format!("did you mean '{near}'? "));
            format!("{meant}allowed: {}", quoted.join(", "))
        }
    }
}
