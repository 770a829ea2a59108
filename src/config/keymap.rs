//! Reads keymaps: a table `[keys]` of command names, each with a key or a list of keys.
//!
//! Whether a command or a key of that name exists is not for a file to know: see `app::keymap`. What is not understood
//! is a warning, and the rest works.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::domain::binding::{Binding, Written};
use crate::domain::diagnostic::{Diagnostic, Place, Position};

/// Reads a keymap from the text of a file, whose `path` is for the places.
pub fn read(path: &str, text: &str) -> (Vec<Binding>, Vec<Diagnostic>) {
    let mut bindings = Vec::new();
    let mut warnings = Vec::new();
    match DeTable::parse(text) {
        Err(error) => {
            let at = place(path, text, error.span().map_or(0, |span| span.start));
            warnings.push(Diagnostic::warning(at, format!("this is not TOML: {}", error.message())));
        }
        Ok(table) => {
            for (key, value) in table.get_ref() {
                match (key.get_ref().as_ref(), value.get_ref()) {
                    ("keys", DeValue::Table(keys)) => {
                        let (read, more) = read_table(path, text, keys);
                        bindings.extend(read);
                        warnings.extend(more);
                    }
                    (name, _) => {
                        let what = format!("'{name}' is not part of a keymap; allowed: a table [keys]");
                        warnings.push(Diagnostic::warning(place(path, text, key.span().start), what));
                    }
                }
            }
        }
    }
    (bindings, warnings)
}

/// Reads the table `[keys]` of a file, whose `path` and `text` are for the places.
pub fn read_table(path: &str, text: &str, keys: &DeTable<'_>) -> (Vec<Binding>, Vec<Diagnostic>) {
    let mut bindings = Vec::new();
    let mut warnings = Vec::new();
    for (command, value) in keys {
        let written =
            |text_of: &str, start: usize| Written { text: text_of.to_owned(), place: place(path, text, start) };
        let mut keys = Vec::new();
        let mut key = |value: &Spanned<DeValue<'_>>| {
            if let DeValue::String(name) = value.get_ref() {
                keys.push(written(name, value.span().start));
                return;
            }
            let what = "a key is a name in quotes, as \"F5\"; several stand in brackets, as [\"F5\", \"^T\"]";
            warnings.push(Diagnostic::warning(place(path, text, value.span().start), what));
        };
        if let DeValue::Array(values) = value.get_ref() {
            values.iter().for_each(&mut key);
        } else {
            key(value);
        }
        // A line of which nothing is understood changes nothing; an empty list takes the keys away.
        let empty = matches!(value.get_ref(), DeValue::Array(values) if values.is_empty());
        if empty || !keys.is_empty() {
            bindings.push(Binding { command: written(command.get_ref(), command.span().start), keys });
        }
    }
    (bindings, warnings)
}

fn place(path: &str, text: &str, offset: usize) -> Place {
    Place::File { path: path.to_owned(), at: Some(Position::of(text, offset)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> (Vec<String>, Vec<String>) {
        let (bindings, warnings) = read("k.toml", text);
        let binding = |binding: Binding| {
            let keys: Vec<String> = binding.keys.iter().map(|key| format!("{} {}", key.place, key.text)).collect();
            format!("{} {}: {}", binding.command.place, binding.command.text, keys.join(", "))
        };
        let bindings = bindings.into_iter().map(binding).collect();
        (bindings, warnings.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn a_command_has_a_key_or_a_list_of_them_each_at_its_place() {
        let (bindings, warnings) = shown("[keys]\nzoom = \"z\"\nsend = [\"F5\", \"^T\"]\nquit = []\n");
        assert_eq!(warnings, Vec::<String>::new());
        assert_eq!(
            bindings,
            ["k.toml:2:1 zoom: k.toml:2:8 z", "k.toml:3:1 send: k.toml:3:9 F5, k.toml:3:15 ^T", "k.toml:4:1 quit: "]
        );
    }

    #[test]
    fn a_bad_line_warns_with_its_place_and_the_rest_works() {
        let cases = [
            ("keys = 1\n", "k.toml:1:1: warning: 'keys' is not part of a keymap; allowed: a table [keys]"),
            ("[kyes]\n", "k.toml:1:2: warning: 'kyes' is not part of a keymap; allowed: a table [keys]"),
            ("[keys]\nzoom = 1\n", "k.toml:2:8: warning: a key is a name in quotes, as \"F5\"; several stand"),
            ("[keys]\nzoom = [1]\n", "k.toml:2:9: warning: a key is a name in quotes"),
            ("[keys]\nzoom =\n", "k.toml:2:"),
        ];
        for (text, expected) in cases {
            let (bindings, warnings) = shown(text);
            assert_eq!(bindings, Vec::<String>::new(), "{text}");
            assert!(warnings.len() == 1 && warnings[0].starts_with(expected), "{warnings:?}");
        }
        let (bindings, warnings) = shown("[keys]\nzoom = 1\nsend = [\"F5\", 2]\n");
        assert_eq!((bindings.len(), warnings.len()), (1, 2));
    }
}
