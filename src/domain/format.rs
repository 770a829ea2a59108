//! The forms in which the bytes of a payload can be written as text.

use std::fmt;

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD, DecodeError, DecodeKind, HEXLOWER_PERMISSIVE};
use serde::de::IgnoredAny;

use crate::domain::payload::Payload;

/// How a payload is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Format {
    /// The text itself, as UTF-8.
    #[default]
    Text,
    /// JSON, which is checked.
    Json,
    /// Two hexadecimal digits a byte.
    Hex,
    /// Base64, with the standard or the URL alphabet, padded or not.
    Base64,
}

impl Format {
    /// All of them.
    pub const ALL: [Format; 4] = [Self::Text, Self::Json, Self::Hex, Self::Base64];

    /// Its name, as on the command line and in the interchange format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Json => "json",
            Self::Hex => "hex",
            Self::Base64 => "base64",
        }
    }

    /// The bytes that `text` stands for. JSON is sent as it was typed; hex and base64 may be broken by white space.
    ///
    /// # Errors
    /// The text is not of this format; the error says where.
    pub fn decode(self, text: &str) -> Result<Payload, FormatError> {
        match self {
            Self::Text => Ok(Payload::text(text)),
            Self::Json => check_json(text).map(|()| Payload::text(text)),
            Self::Hex => {
                decode_with(text, self, |c| c.is_ascii_hexdigit(), |compact| HEXLOWER_PERMISSIVE.decode(compact))
            }
            Self::Base64 => decode_with(text, self, is_base64, decode_base64),
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A text that is not of its format.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not valid {format}: {what} at line {line}, column {column}")]
pub struct FormatError {
    /// The format that was asked for.
    pub format: Format,
    /// What is wrong.
    pub what: String,
    /// The line of the mistake, from 1.
    pub line: usize,
    /// The column of the mistake in characters, from 1.
    pub column: usize,
}

impl FormatError {
    /// A mistake at a byte of the text.
    fn at(format: Format, what: impl Into<String>, text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let line = before.matches('\n').count() + 1;
        Self { format, what: what.into(), line, column: before[line_start..].chars().count() + 1 }
    }
}

/// Checks that `text` is one JSON document (RFC 8259) of any kind.
///
/// # Errors
/// Where it is not, and why.
pub fn check_json(text: &str) -> Result<(), FormatError> {
    let Err(error) = serde_json::from_str::<IgnoredAny>(text) else { return Ok(()) };
    // The parser counts lines and bytes; a column of 0 is the end of the line before.
    let whole = error.to_string();
    let what = whole.rsplit_once(" at line ").map_or(whole.as_str(), |(what, _)| what);
    let line_start = text.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let mut offset = (line_start + error.column()).saturating_sub(1).min(text.len());
    if error.is_eof() {
        offset = text.len();
    }
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    Err(FormatError::at(Format::Json, what, text, offset))
}

fn is_base64(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '-' | '_' | '=')
}

fn decode_base64(compact: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let url = compact.iter().any(|byte| matches!(byte, b'-' | b'_'));
    match (url, compact.ends_with(b"=")) {
        (false, true) => BASE64.decode(compact),
        (false, false) => BASE64_NOPAD.decode(compact),
        (true, true) => BASE64URL.decode(compact),
        (true, false) => BASE64URL_NOPAD.decode(compact),
    }
}

/// Decodes `text` without its white space, and finds a mistake's place in the text as it was typed.
fn decode_with(
    text: &str,
    format: Format,
    is_digit: fn(char) -> bool,
    decode: impl FnOnce(&[u8]) -> Result<Vec<u8>, DecodeError>,
) -> Result<Payload, FormatError> {
    if let Some((offset, c)) = text.char_indices().find(|(_, c)| !c.is_ascii_whitespace() && !is_digit(*c)) {
        return Err(FormatError::at(format, format!("'{c}' is not allowed"), text, offset));
    }
    let compact: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    decode(&compact).map(Payload::bytes).map_err(|error| {
        let mut places = text.bytes().enumerate().filter(|(_, byte)| !byte.is_ascii_whitespace());
        let offset = places.nth(error.position).map_or(text.len(), |(offset, _)| offset);
        let what = match error.kind {
            DecodeKind::Length if format == Format::Hex => "an odd number of digits",
            DecodeKind::Length => "the end is missing",
            DecodeKind::Trailing => "the last character has bits left over",
            DecodeKind::Symbol | DecodeKind::Padding => "wrong padding, or two alphabets mixed,",
        };
        FormatError::at(format, what, text, offset)
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn each_format_gives_its_bytes() {
        let cases: [(Format, &str, &[u8]); 13] = [
            (Format::Text, "", b""),
            (Format::Text, "a b\n", b"a b\n"),
            (Format::Json, "{ \"a\": 1.0, \"a\": 2 }", b"{ \"a\": 1.0, \"a\": 2 }"),
            (Format::Json, " null ", b" null "),
            (Format::Hex, "", b""),
            (Format::Hex, "7f3A", &[0x7f, 0x3a]),
            (Format::Hex, "7f 3a\n00", &[0x7f, 0x3a, 0]),
            (Format::Base64, "", b""),
            (Format::Base64, "aGk=", b"hi"),
            (Format::Base64, "aGk", b"hi"),
            (Format::Base64, "+/8=", &[0xfb, 0xff]),
            (Format::Base64, "-_8", &[0xfb, 0xff]),
            (Format::Base64, "aG\nVs bG8=", b"hello"),
        ];
        for (format, text, bytes) in cases {
            assert_eq!(format.decode(text).unwrap(), Payload::bytes(bytes), "{format} {text:?}");
        }
    }

    #[test]
    fn a_mistake_is_named_with_its_place() {
        for (format, text, said) in [
            (Format::Json, "", "not valid json: EOF while parsing a value at line 1, column 1"),
            (Format::Json, "{\"a\":}", "not valid json: expected value at line 1, column 6"),
            (Format::Json, "{\"é\":}", "not valid json: expected value at line 1, column 6"),
            (Format::Json, "{\n \"a\": tru\n}", "not valid json: expected ident at line 2, column 10"),
            (Format::Json, "[1", "not valid json: EOF while parsing a list at line 1, column 3"),
            (Format::Json, "1 2", "not valid json: trailing characters at line 1, column 3"),
            (Format::Json, "01", "not valid json: invalid number at line 1, column 2"),
            (Format::Hex, "7f3", "not valid hex: an odd number of digits at line 1, column 3"),
            (Format::Hex, "7f\n3é", "not valid hex: 'é' is not allowed at line 2, column 2"),
            (Format::Hex, "0x7f", "not valid hex: 'x' is not allowed at line 1, column 2"),
            (Format::Base64, "aG*k", "not valid base64: '*' is not allowed at line 1, column 3"),
            (Format::Base64, "aG=k", "not valid base64: wrong padding, or two alphabets mixed, at line 1, column 3"),
            (Format::Base64, "a", "not valid base64: the end is missing at line 1, column 1"),
            (Format::Base64, "aGl", "not valid base64: the last character has bits left over at line 1, column 3"),
        ] {
            assert_eq!(format.decode(text).unwrap_err().to_string(), said, "{format} {text:?}");
        }
    }
}
