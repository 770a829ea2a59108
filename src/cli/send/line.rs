//! A line of standard input as a record.

use crate::domain::format::Format;
use crate::domain::interchange::parse_record;
use crate::domain::payload::Payload;
use crate::domain::record::Record;

/// How a line becomes a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LineRules {
    /// What every record has in common.
    pub(super) template: Record,
    /// What splits key from value, at its first place, as Kafka's console producer does with `key.separator`.
    pub(super) separator: Option<String>,
    /// The format of the key.
    pub(super) key_format: Format,
    /// The format of the value.
    pub(super) value_format: Format,
}

impl LineRules {
    /// The record of a line, which comes without its end.
    ///
    /// # Errors
    /// What is wrong with the line.
    pub(super) fn record(&self, line: &[u8]) -> Result<Record, String> {
        let (key, value) = match &self.separator {
            None => (self.template.key.clone(), line),
            Some(separator) => {
                let at = line.windows(separator.len()).position(|part| part == separator.as_bytes());
                let at = at.ok_or_else(|| format!("no key separator '{separator}' in {}", shown(line)))?;
                (decode("key", self.key_format, &line[..at])?, &line[at + separator.len()..])
            }
        };
        let value = decode("value", self.value_format, value)?;
        Ok(Record { key, value, ..self.template.clone() })
    }
}

/// The record of a line of JSON.
///
/// # Errors
/// What is wrong with the line.
pub(super) fn json_record(line: &[u8], topic: Option<&str>) -> Result<Record, String> {
    let text = std::str::from_utf8(line)
        .map_err(|error| format!("not JSON: byte {} of the line is not UTF-8", error.valid_up_to() + 1))?;
    parse_record(text, topic).map_err(|error| error.to_string())
}

/// Text is taken as the bytes it is, whatever their encoding.
fn decode(part: &str, format: Format, bytes: &[u8]) -> Result<Payload, String> {
    if format == Format::Text {
        return Ok(Payload::bytes(bytes));
    }
    let text = std::str::from_utf8(bytes)
        .map_err(|error| format!("{part} {}: byte {} is not UTF-8", shown(bytes), error.valid_up_to() + 1))?;
    format.decode(text).map_err(|error| {
        let (what, column) = (error.what, error.column);
        format!("{part} {} is not valid {format}: {what} at column {column}", shown(bytes))
    })
}

/// A part of a line as it is shown in an error: in single quotes, cut where it is long.
fn shown(bytes: &[u8]) -> String {
    const LONGEST: usize = 60;
    let text = String::from_utf8_lossy(bytes);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("'{}…'", &text[..end]),
        None => format!("'{text}'"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn rules(separator: Option<&str>, key_format: Format, value_format: Format) -> LineRules {
        let template = Record { topic: "t".into(), partition: Some(1), ..Record::default() };
        LineRules { template, separator: separator.map(str::to_owned), key_format, value_format }
    }

    type Case = (Option<&'static str>, &'static [u8], Option<&'static [u8]>, &'static [u8]);

    #[test]
    fn a_line_is_a_value_or_key_and_value() {
        let text = Format::Text;
        let cases: [Case; 7] = [
            (None, b"v", None, b"v"),
            (None, b"", None, b""),
            (None, b"\xff\xfe", None, b"\xff\xfe"),
            (Some(":"), b"k1:v1", Some(b"k1"), b"v1"),
            (Some(":"), b"k:v:w", Some(b"k"), b"v:w"),
            (Some(":"), b":", Some(b""), b""),
            (Some(" => "), b"k => v", Some(b"k"), b"v"),
        ];
        for (separator, line, key, value) in cases {
            let record = rules(separator, text, text).record(line).unwrap();
            assert_eq!((record.key.as_deref(), record.value.as_deref()), (key, Some(value)), "{line:?}");
            assert_eq!((record.topic.as_str(), record.partition), ("t", Some(1)));
        }
    }

    #[test]
    fn a_line_keeps_the_key_of_the_command_line() {
        let mut rules = rules(None, Format::Text, Format::Text);
        rules.template.key = Payload::text("k");
        assert_eq!(rules.record(b"v").unwrap().key, Payload::text("k"));
    }

    #[test]
    fn the_formats_apply_to_both_parts() {
        let record = rules(Some(":"), Format::Hex, Format::Json).record(b"00ff:{\"a\": 1}").unwrap();
        assert_eq!(record.key.as_deref(), Some([0, 255].as_slice()));
        assert_eq!(record.value.as_deref(), Some(b"{\"a\": 1}".as_slice()));
    }

    #[test]
    fn a_bad_line_says_what_is_wrong() {
        let long = [b'x'; 100];
        let cases: [(LineRules, &[u8], &str); 5] = [
            (rules(Some(":"), Format::Text, Format::Text), b"kv", "no key separator ':' in 'kv'"),
            (
                rules(Some(":"), Format::Text, Format::Text),
                &long,
                "no key separator ':' in 'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…'",
            ),
            (
                rules(None, Format::Text, Format::Json),
                b"{\"a\":}",
                "value '{\"a\":}' is not valid json: expected value at column 6",
            ),
            (
                rules(Some(":"), Format::Hex, Format::Text),
                b"0g:v",
                "key '0g' is not valid hex: 'g' is not allowed at column 2",
            ),
            (rules(None, Format::Text, Format::Json), b"\"\xff\"", "value '\"\u{fffd}\"': byte 2 is not UTF-8"),
        ];
        for (rules, line, said) in cases {
            assert_eq!(rules.record(line).unwrap_err(), said);
        }
        assert_eq!(json_record(b"{\xff", None).unwrap_err(), "not JSON: byte 2 of the line is not UTF-8");
    }
}
