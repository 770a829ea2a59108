//! What values a property takes, and how a client reads them.

use std::fmt;

use crate::domain::property::Unit;
use crate::domain::secret::Secret;

/// Whole numbers a property takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Whole {
    /// The smallest.
    pub min: i64,
    /// The largest.
    pub max: i64,
    /// One more outside of the range, as −1 for "the codec's own level".
    pub or: Option<i64>,
    /// A word for one of the numbers, as "all" for −1.
    pub word: Option<(&'static str, i64)>,
}

/// The type of a property and the values it takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// A whole number.
    Whole(Whole),
    /// A number with a fraction.
    Decimal {
        /// The smallest.
        min: f64,
        /// The largest.
        max: f64,
    },
    /// true or false.
    Bool,
    /// One of some words.
    Choice {
        /// The words.
        words: &'static [&'static str],
        /// Whether upper and lower case are the same.
        any_case: bool,
    },
    /// Some words of a set, with commas.
    Flags(&'static [&'static str]),
    /// Any text.
    Text,
    /// Any text but the empty one.
    NonEmptyText,
    /// Texts separated by commas.
    List,
    /// The name of a Java class.
    Class,
    /// A text that is never shown.
    Secret,
    /// A function or pointer of a program, which no text can give.
    Callback,
}

/// A value, read.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Of a [`Kind::Whole`].
    Whole(i64),
    /// Of a [`Kind::Decimal`].
    Decimal(f64),
    /// Of a [`Kind::Bool`].
    Bool(bool),
    /// Of every kind of text.
    Text(String),
    /// Of a [`Kind::Secret`].
    Secret(Secret),
}

/// As a person writes it; a secret as stars.
impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Whole(number) => number.fmt(f),
            Self::Decimal(number) => number.fmt(f),
            Self::Bool(yes) => yes.fmt(f),
            Self::Text(text) => text.fmt(f),
            Self::Secret(secret) => secret.fmt(f),
        }
    }
}

/// Whose way of reading a text counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reader {
    /// `ConfigDef.parseType` of Apache Kafka.
    Java,
    /// `rd_kafka_conf_set`.
    Librdkafka,
}

impl Kind {
    /// Whole numbers from `min` to `max`.
    pub const fn whole(min: i64, max: i64) -> Self {
        Self::Whole(Whole { min, max, or: None, word: None })
    }

    /// Java's INT from `min` up.
    pub const fn int(min: i64) -> Self {
        Self::whole(min, i32::MAX as i64)
    }

    /// Java's LONG from `min` up.
    pub const fn long(min: i64) -> Self {
        Self::whole(min, i64::MAX)
    }

    /// One of these words, in this very spelling.
    pub const fn choice(words: &'static [&'static str]) -> Self {
        Self::Choice { words, any_case: false }
    }

    /// One of these words, in any case.
    pub const fn choice_any_case(words: &'static [&'static str]) -> Self {
        Self::Choice { words, any_case: true }
    }

    /// Whether values of this kind are never shown.
    pub fn is_secret(&self) -> bool {
        matches!(self, Self::Secret)
    }

    /// The type in the words of librdkafka's CONFIGURATION.md.
    pub const fn native_type(&self) -> &'static str {
        match self {
            Self::Whole(_) => "integer",
            Self::Decimal { .. } => "float",
            Self::Bool => "boolean",
            Self::Choice { .. } => "enum value",
            Self::Flags(_) => "CSV flags",
            Self::List => "pattern list",
            Self::Text | Self::NonEmptyText | Self::Class | Self::Secret => "string",
            Self::Callback => "see dedicated API",
        }
    }

    /// Reads a text as the client does.
    ///
    /// Java trims blanks (`String.trim`) off everything but passwords, takes "+5" and "007" for whole numbers but not
    /// "5.0", "1e3" or `1_000`, and true and false in any case. librdkafka also takes hexadecimal numbers, and
    /// t, f, 1 and 0 for true and false.
    ///
    /// # Errors
    /// What is wrong with it, as "is not a whole number", to be put after the value.
    pub fn read(&self, text: &str, reader: Reader) -> Result<Value, String> {
        let trimmed = text.trim_matches(|c: char| c <= ' ');
        match self {
            Self::Whole(whole) => whole.read(trimmed, reader).map(Value::Whole),
            Self::Decimal { min, max } => match decimal(trimmed, reader) {
                Ok(number) if (*min..=*max).contains(&number) => Ok(Value::Decimal(number)),
                Ok(_) => Err("is out of range".into()),
                Err(_) => Err("is not a number".into()),
            },
            Self::Bool => read_bool(trimmed, reader).map(Value::Bool),
            Self::Choice { words, any_case } => read_choice(words, *any_case || reader == Reader::Librdkafka, trimmed),
            Self::Flags(words) => read_flags(words, trimmed),
            Self::Callback => Err("can't be given as text: a program sets it in its code".into()),
            Self::NonEmptyText if trimmed.is_empty() => Err("is empty".into()),
            Self::Text | Self::NonEmptyText | Self::List | Self::Class => Ok(Value::Text(trimmed.to_owned())),
            Self::Secret => Ok(Value::Secret(Secret::new(text))),
        }
    }

    /// The values allowed, for a person: "0 to 2147483647 (milliseconds)", "none, gzip, snappy, lz4, zstd".
    /// `None` where any text goes.
    pub fn allowed(&self, unit: Unit) -> Option<String> {
        let text = match self {
            Self::Whole(whole) => whole.allowed(),
            Self::Decimal { min, .. } if *min <= f64::MIN => "any number".to_owned(),
            Self::Decimal { min, max } => format!("{min} to {max}"),
            Self::Bool => "true, false".to_owned(),
            Self::Choice { words, .. } => words.join(", "),
            Self::Flags(words) => format!("any of {}", words.join(", ")),
            Self::NonEmptyText => "a text that is not empty".to_owned(),
            Self::Text | Self::List | Self::Class | Self::Secret | Self::Callback => return None,
        };
        Some(match unit.name() {
            "" => text,
            name => format!("{text} ({name})"),
        })
    }
}

impl Whole {
    fn read(&self, text: &str, reader: Reader) -> Result<i64, String> {
        if let Some((word, number)) = self.word
            && word.eq_ignore_ascii_case(text)
        {
            return Ok(number);
        }
        let number = match (reader, text.strip_prefix("0x")) {
            (Reader::Librdkafka, Some(digits)) => i64::from_str_radix(digits, 16),
            (Reader::Java | Reader::Librdkafka, _) => text.parse::<i64>(),
        };
        match number {
            Ok(number) if (self.min..=self.max).contains(&number) || self.or == Some(number) => Ok(number),
            Ok(_) => Err("is out of range".into()),
            Err(error) => Err(match error.kind() {
                std::num::IntErrorKind::PosOverflow | std::num::IntErrorKind::NegOverflow => "is out of range",
                // The enum of the standard library is open.
                _ => "is not a whole number",
            }
            .into()),
        }
    }

    fn allowed(&self) -> String {
        let range = match self.max {
            i64::MAX if self.min == i64::MIN => "any whole number".to_owned(),
            i64::MAX => format!("{} or more", self.min),
            max => format!("{} to {max}", self.min),
        };
        let or = self.or.map(|number| format!(", or {number}")).unwrap_or_default();
        let word = self.word.map(|(word, _)| format!(", or {word}")).unwrap_or_default();
        format!("{range}{or}{word}")
    }
}

/// librdkafka reads fractions with `strtod`, which knows hexadecimal numbers too.
fn decimal(text: &str, reader: Reader) -> Result<f64, std::num::ParseFloatError> {
    match (reader, text.strip_prefix("0x").map(|digits| u32::from_str_radix(digits, 16))) {
        (Reader::Librdkafka, Some(Ok(number))) => Ok(f64::from(number)),
        (Reader::Java | Reader::Librdkafka, _) => text.parse(),
    }
}

fn read_bool(text: &str, reader: Reader) -> Result<bool, String> {
    let is = |word: &str| text.eq_ignore_ascii_case(word);
    let short = reader == Reader::Librdkafka;
    if is("true") || short && (is("t") || text == "1") {
        Ok(true)
    } else if is("false") || short && (is("f") || text == "0") {
        Ok(false)
    } else {
        Err("is neither true nor false".into())
    }
}

fn read_choice(words: &[&str], any_case: bool, text: &str) -> Result<Value, String> {
    let found = words.iter().find(|word| **word == text || any_case && word.eq_ignore_ascii_case(text));
    match found {
        Some(word) => Ok(Value::Text((*word).to_owned())),
        None => Err(match super::names::nearest(text, words.iter().copied()) {
            Some(word) => format!("is not one of its values; did you mean '{word}'?"),
            None => "is not one of its values".to_owned(),
        }),
    }
}

/// Words with commas or blanks between, a '-' before what is taken away.
fn read_flags(words: &[&str], text: &str) -> Result<Value, String> {
    for flag in text.split([',', ' ']).filter(|flag| !flag.is_empty()) {
        read_choice(words, true, flag.trim_start_matches(['+', '-']))?;
    }
    Ok(Value::Text(text.to_owned()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const WORDS: Kind = Kind::choice(&["none", "gzip", "lz4"]);
    const LEVEL: Kind = Kind::Whole(Whole { min: 1, max: 9, or: Some(-1), word: None });
    const ACKS: Kind = Kind::Whole(Whole { min: -1, max: 1000, or: None, word: Some(("all", -1)) });

    #[test]
    fn values_are_read_as_java_reads_them() {
        let whole = Kind::int(0);
        let good = [
            (whole, "5", Value::Whole(5)),
            (whole, "+5", Value::Whole(5)),
            (whole, "007", Value::Whole(7)),
            (whole, "-0", Value::Whole(0)),
            (whole, " \t5\n", Value::Whole(5)),
            (whole, "2147483647", Value::Whole(i64::from(i32::MAX))),
            (Kind::long(0), "9223372036854775807", Value::Whole(i64::MAX)),
            (LEVEL, "-1", Value::Whole(-1)),
            (Kind::Bool, "TRUE", Value::Bool(true)),
            (Kind::Bool, " False ", Value::Bool(false)),
            (WORDS, " gzip ", Value::Text("gzip".into())),
            (Kind::choice_any_case(&["SSL"]), "ssl", Value::Text("SSL".into())),
            (Kind::Decimal { min: 0.5, max: 1.0 }, "0.8", Value::Decimal(0.8)),
            (Kind::Text, " x ", Value::Text("x".into())),
            (Kind::Text, "\u{a0}x", Value::Text("\u{a0}x".into())),
            (Kind::Secret, " p w ", Value::Secret(Secret::new(" p w "))),
        ];
        for (kind, text, value) in good {
            assert_eq!(kind.read(text, Reader::Java).unwrap(), value, "{text:?}");
        }
        let bad = [
            (whole, "5.0", "is not a whole number"),
            (whole, "1e3", "is not a whole number"),
            (whole, "1_000", "is not a whole number"),
            (whole, "0x10", "is not a whole number"),
            (whole, "5ms", "is not a whole number"),
            (whole, "", "is not a whole number"),
            (whole, "-1", "is out of range"),
            (whole, "2147483648", "is out of range"),
            (whole, "99999999999999999999", "is out of range"),
            (LEVEL, "0", "is out of range"),
            (Kind::Bool, "yes", "is neither true nor false"),
            (Kind::Bool, "1", "is neither true nor false"),
            (WORDS, "GZIP", "is not one of its values; did you mean 'gzip'?"),
            (WORDS, "brotli", "is not one of its values"),
            (Kind::choice(&["all", "0"]), "2", "is not one of its values"),
            (Kind::NonEmptyText, " ", "is empty"),
            (Kind::Decimal { min: 0.5, max: 1.0 }, "2", "is out of range"),
            (Kind::Decimal { min: 0.5, max: 1.0 }, "x", "is not a number"),
            (Kind::Decimal { min: 0.5, max: 99.0 }, "0x10", "is not a number"),
        ];
        for (kind, text, words) in bad {
            assert_eq!(kind.read(text, Reader::Java).unwrap_err(), words, "{text:?}");
        }
    }

    #[test]
    fn values_are_read_as_librdkafka_reads_them() {
        let good = [
            (Kind::int(0), "0x10", Value::Whole(16)),
            (Kind::Decimal { min: 0.0, max: 900_000.0 }, "0x10", Value::Decimal(16.0)),
            (ACKS, "all", Value::Whole(-1)),
            (ACKS, "3", Value::Whole(3)),
            (Kind::Bool, "1", Value::Bool(true)),
            (Kind::Bool, "f", Value::Bool(false)),
            (WORDS, "GZIP", Value::Text("gzip".into())),
            (Kind::Flags(&["broker", "topic", "msg"]), "broker,msg", Value::Text("broker,msg".into())),
            (Kind::Flags(&["broker", "topic", "msg"]), "", Value::Text(String::new())),
        ];
        for (kind, text, value) in good {
            assert_eq!(kind.read(text, Reader::Librdkafka).unwrap(), value, "{text:?}");
        }
        let flags = Kind::Flags(&["broker", "topic", "msg"]);
        let told = flags.read("broker,topics", Reader::Librdkafka).unwrap_err();
        assert_eq!(told, "is not one of its values; did you mean 'topic'?");
        assert!(Kind::Callback.read("0x7f", Reader::Librdkafka).is_err());
    }

    #[test]
    fn allowed_values_are_said_with_their_unit() {
        let cases = [
            (Kind::int(0), Unit::Milliseconds, Some("0 to 2147483647 (milliseconds)")),
            (Kind::long(0), Unit::Bytes, Some("0 or more (bytes)")),
            (LEVEL, Unit::None, Some("1 to 9, or -1")),
            (ACKS, Unit::None, Some("-1 to 1000, or all")),
            (WORDS, Unit::None, Some("none, gzip, lz4")),
            (Kind::Bool, Unit::None, Some("true, false")),
            (Kind::Text, Unit::None, None),
        ];
        for (kind, unit, text) in cases {
            assert_eq!(kind.allowed(unit).as_deref(), text);
        }
    }
}
