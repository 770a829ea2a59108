//! Keys and values as TOML writes them.

use toml_edit::{Key, Value as Toml};

use crate::domain::property::{ClientModel, Kind, Property};

/// The kinds of values that a property's text can become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// A number, where the text is one.
    Number,
    /// true or false, where the text is one of them.
    Flag,
    /// A string.
    Text,
}

impl Shape {
    /// What the catalogue says.
    pub(super) fn of(property: &Property, model: ClientModel) -> Self {
        match property.kind(model) {
            Kind::Whole(_) | Kind::Decimal { .. } => Self::Number,
            Kind::Bool => Self::Flag,
            Kind::Choice { .. }
            | Kind::Flags(_)
            | Kind::Text
            | Kind::NonEmptyText
            | Kind::List
            | Kind::Class
            | Kind::Secret
            | Kind::Callback => Self::Text,
        }
    }
}

/// A value as it is written; `like` is what stood in its place, whose quotes it gets.
pub(super) fn value(text: &str, shape: Shape, like: Option<&str>) -> String {
    let trimmed = text.trim();
    let number = || match trimmed.parse::<i64>() {
        Ok(whole) => Some(whole.to_string()),
        Err(_) if trimmed.contains(|c: char| c.is_alphabetic()) => None,
        Err(_) => trimmed.parse::<f64>().ok().map(|number| Toml::from(number).to_string()),
    };
    let plain = match shape {
        Shape::Number => number(),
        Shape::Flag => trimmed.parse::<bool>().ok().map(|flag| flag.to_string()),
        Shape::Text => None,
    };
    plain.unwrap_or_else(|| string(text, like))
}

/// A string, in the quotes of the one before where they can hold it.
fn string(text: &str, like: Option<&str>) -> String {
    let literal = like.is_some_and(|like| like.starts_with('\'') && !like.starts_with("'''"));
    if literal && !text.contains('\'') && !text.chars().any(|c| c.is_control() && c != '\t') {
        return format!("'{text}'");
    }
    Toml::from(text).to_string()
}

/// A key as it is written: with quotes where it needs them.
pub(super) fn key(name: &str) -> String {
    Key::new(name).default_repr().as_raw().as_str().map_or_else(|| format!("{name:?}"), str::to_owned)
}

/// Whether a name can be written with dots and without quotes.
pub(super) fn can_be_dotted(name: &str) -> bool {
    name.contains('.')
        && name
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'_' || c == b'-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_get_the_type_that_the_catalogue_wants() {
        let cases = [
            ("5", Shape::Number, "5"),
            (" +5 ", Shape::Number, "5"),
            ("-1", Shape::Number, "-1"),
            ("0.5", Shape::Number, "0.5"),
            ("all", Shape::Number, "\"all\""),
            ("inf", Shape::Number, "\"inf\""),
            ("1e3", Shape::Number, "\"1e3\""),
            ("0x10", Shape::Number, "\"0x10\""),
            ("${env:LINGER}", Shape::Number, "\"${env:LINGER}\""),
            ("true", Shape::Flag, "true"),
            ("TRUE", Shape::Flag, "\"TRUE\""),
            ("1", Shape::Text, "\"1\""),
            ("a\nb", Shape::Text, "\"\"\"\na\nb\"\"\""),
        ];
        for (text, shape, written) in cases {
            assert_eq!(value(text, shape, None), written, "{text}");
        }
    }

    #[test]
    fn a_string_gets_the_quotes_of_the_one_before_where_they_can_hold_it() {
        let cases = [
            ("a", Some("'b'"), "'a'"),
            ("a", Some("\"b\""), "\"a\""),
            ("it's", Some("'b'"), "\"it's\""),
            ("a\tb", Some("'b'"), "'a\tb'"),
            ("a", Some("'''b'''"), "\"a\""),
            ("a", Some("5"), "\"a\""),
        ];
        for (text, like, written) in cases {
            assert_eq!(value(text, Shape::Text, like), written, "{text} like {like:?}");
        }
    }

    #[test]
    fn a_key_gets_quotes_where_it_needs_them() {
        for (name, written) in [("acks", "acks"), ("linger.ms", "\"linger.ms\""), ("a b", "\"a b\""), ("", "\"\"")] {
            assert_eq!(key(name), written);
        }
        for (name, may) in [("linger.ms", true), ("acks", false), ("a..b", false), ("a b.c", false)] {
            assert_eq!(can_be_dotted(name), may, "{name}");
        }
    }
}
