//! What a payload is made of, and what of a text another kind can keep.

use data_encoding::{BASE64, HEXLOWER};

use crate::domain::format::Format;

/// What a payload is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No bytes at all, told apart from empty: a null value is a tombstone.
    Null,
    /// Zero bytes.
    Empty,
    /// The text as UTF-8.
    Text,
    /// The text as UTF-8, which must be JSON.
    Json,
    /// Bytes written as hexadecimal digits.
    Hex,
    /// Bytes written as base64 (RFC 4648, with padding).
    Base64,
}

impl Kind {
    /// Every kind, with the key that chooses it and what it means.
    pub const ALL: [(Kind, char, &'static str); 6] = [
        (Kind::Null, 'n', "no bytes at all; a null value is a tombstone"),
        (Kind::Empty, 'e', "zero bytes, not null"),
        (Kind::Text, 't', "text as UTF-8"),
        (Kind::Json, 'j', "text that must be JSON"),
        (Kind::Hex, 'x', "bytes as hexadecimal digits"),
        (Kind::Base64, 'b', "bytes as base64"),
    ];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Empty => "empty",
            Self::Text => "text",
            Self::Json => "json",
            Self::Hex => "hex",
            Self::Base64 => "base64",
        }
    }

    /// Whether the kind is written with a text.
    pub fn has_text(self) -> bool {
        self.format().is_some()
    }

    /// How its text is written; `None` for a kind without one.
    pub(super) fn format(self) -> Option<Format> {
        match self {
            Self::Null | Self::Empty => None,
            Self::Text => Some(Format::Text),
            Self::Json => Some(Format::Json),
            Self::Hex => Some(Format::Hex),
            Self::Base64 => Some(Format::Base64),
        }
    }
}

/// Bytes in a line of hexadecimal digits or base64, where there is more than one line: 64 characters.
const BYTES_A_LINE: [usize; 2] = [32, 48];

/// These bytes in hexadecimal digits, in lines.
pub(super) fn hex(bytes: &[u8]) -> String {
    in_lines(bytes, BYTES_A_LINE[0], |bytes| HEXLOWER.encode(bytes))
}

fn base64(bytes: &[u8]) -> String {
    in_lines(bytes, BYTES_A_LINE[1], |bytes| BASE64.encode(bytes))
}

fn in_lines(bytes: &[u8], a_line: usize, encode: impl Fn(&[u8]) -> String) -> String {
    bytes.chunks(a_line).map(encode).collect::<Vec<_>>().join("\n")
}

/// What becomes of a text when it changes its format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Converted {
    /// It stays as it stands: the formats write it alike.
    Same,
    /// The same bytes in the other format.
    Rewritten(String),
    /// It is not of its own format, so that it stands for no bytes; it stays as it is.
    Unread,
    /// Its bytes are no UTF-8 text; the first wrong one, counted from 0, and what it is.
    NoText(usize, u8),
}

/// Writes the bytes of a text in another format.
pub(super) fn convert(text: &str, from: Format, to: Format) -> Converted {
    use Format::{Base64, Hex, Json, Text};
    match (from, to) {
        (Text | Json, Text | Json) | (Hex, Hex) | (Base64, Base64) => Converted::Same,
        (Text | Json, Hex) => Converted::Rewritten(hex(text.as_bytes())),
        (Text | Json, Base64) => Converted::Rewritten(base64(text.as_bytes())),
        (Hex | Base64, Text | Json | Hex | Base64) => {
            let Ok(payload) = from.decode(text) else { return Converted::Unread };
            let bytes = payload.as_deref().unwrap_or_default();
            match to {
                Hex => Converted::Rewritten(hex(bytes)),
                Base64 => Converted::Rewritten(base64(bytes)),
                Text | Json => match std::str::from_utf8(bytes) {
                    Ok(text) => Converted::Rewritten(text.to_owned()),
                    Err(error) => Converted::NoText(error.valid_up_to(), bytes[error.valid_up_to()]),
                },
            }
        }
    }
}

/// Why a text is not what its kind says. Line and column count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
    /// What is wrong there.
    pub what: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}, column {}: {}", self.line, self.column, self.what)
    }
}
