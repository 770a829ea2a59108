//! A key, a value or a header value under edit: a kind, and a text that the kind reads.

use data_encoding::HEXLOWER;

use crate::app::editor::{Edit, Editor, Lines};
use crate::app::key::Key;
use crate::domain::format::{Format, check_json};
use crate::domain::payload::Payload;

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
        match self {
            Self::Null | Self::Empty => false,
            Self::Text | Self::Json | Self::Hex | Self::Base64 => true,
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

/// A payload under edit. The text is kept when the kind has none, so that a change of mind loses nothing.
#[derive(Clone, Debug)]
pub struct Field {
    kind: Kind,
    editor: Editor,
    /// The bytes, or why there are none: worked out at each change, not at each draw.
    read: Result<Payload, Mistake>,
}

impl Field {
    /// A field of this kind and text.
    pub fn new(kind: Kind, text: &str) -> Self {
        let mut field = Self { kind, editor: Editor::new(Lines::Many, text), read: Ok(Payload::NULL) };
        field.read_again();
        field
    }

    /// The field that holds these bytes: as JSON if they are an object or an array, as text if they are UTF-8.
    pub fn of(payload: &Payload) -> Self {
        let Some(bytes) = payload.as_deref() else { return Self::new(Kind::Null, "") };
        if bytes.is_empty() {
            return Self::new(Kind::Empty, "");
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if text.trim_start().starts_with(['{', '[']) && check_json(text).is_ok() => {
                Self::new(Kind::Json, text)
            }
            Ok(text) => Self::new(Kind::Text, text),
            Err(_) => Self::new(Kind::Hex, &HEXLOWER.encode(bytes)),
        }
    }

    /// The kind.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The text, which counts only if the kind has one.
    pub fn editor(&self) -> &Editor {
        &self.editor
    }

    /// The bytes that would be sent, or why there are none.
    pub fn payload(&self) -> &Result<Payload, Mistake> {
        &self.read
    }

    /// Makes it another kind; the text stays.
    pub fn set_kind(&mut self, kind: Kind) {
        self.kind = kind;
        self.read_again();
    }

    /// Takes a key. What is typed into null or empty makes it text.
    pub fn key(&mut self, key: Key, width: usize) -> Edit {
        if !self.kind.has_text() {
            if key.typed().is_none() {
                return Edit::Ignored;
            }
            self.begin_text();
        }
        let edit = self.editor.key(key, width);
        if edit == Edit::Changed {
            self.read_again();
        }
        edit
    }

    /// Takes a pasted text. Says whether anything changed.
    pub fn paste(&mut self, text: &str) -> bool {
        if text.is_empty() {
            return false;
        }
        if !self.kind.has_text() {
            self.begin_text();
        }
        let changed = self.editor.paste(text);
        self.read_again();
        changed
    }

    /// Takes the last change back.
    pub fn undo(&mut self) -> bool {
        let done = self.editor.undo();
        self.read_again();
        done
    }

    /// Makes the last change again that was taken back.
    pub fn redo(&mut self) -> bool {
        let done = self.editor.redo();
        self.read_again();
        done
    }

    fn begin_text(&mut self) {
        self.kind = Kind::Text;
        self.editor.set("");
    }

    fn read_again(&mut self) {
        let format = match self.kind {
            Kind::Null => {
                self.read = Ok(Payload::NULL);
                return;
            }
            Kind::Empty => {
                self.read = Ok(Payload::bytes(Vec::new()));
                return;
            }
            Kind::Text => Format::Text,
            Kind::Json => Format::Json,
            Kind::Hex => Format::Hex,
            Kind::Base64 => Format::Base64,
        };
        let text = self.editor.text();
        self.read = format.decode(&text).map_err(|error| {
            let what = if text.trim().is_empty() { "nothing yet".to_owned() } else { error.what };
            Mistake { line: error.line, column: error.column, what }
        });
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn each_kind_reads_its_text() {
        type Read<'a> = Result<Option<&'a [u8]>, &'a str>;
        let cases: [(Kind, &str, Read<'_>); 14] = [
            (Kind::Null, "kept", Ok(None)),
            (Kind::Empty, "kept", Ok(Some(b""))),
            (Kind::Text, "", Ok(Some(b""))),
            (Kind::Text, "a\nb", Ok(Some(b"a\nb"))),
            (Kind::Text, "é", Ok(Some("é".as_bytes()))),
            (Kind::Json, "{\"a\": 1}", Ok(Some(b"{\"a\": 1}"))),
            (Kind::Json, " 1 ", Ok(Some(b" 1 "))),
            (Kind::Json, "", Err("line 1, column 1: nothing yet")),
            (Kind::Json, "{\n  \"한\": x}", Err("line 2, column 8: expected value")),
            (Kind::Hex, "00 fF\n10", Ok(Some(&[0, 255, 16]))),
            (Kind::Hex, "", Ok(Some(b""))),
            (Kind::Hex, "00\n 1é", Err("line 2, column 3: 'é' is not allowed")),
            (Kind::Base64, "aGk=", Ok(Some(b"hi"))),
            (Kind::Base64, "a*k=", Err("line 1, column 2: '*' is not allowed")),
        ];
        for (kind, text, expected) in cases {
            let field = Field::new(kind, text);
            match (field.payload(), expected) {
                (Ok(payload), Ok(bytes)) => assert_eq!(payload.as_deref(), bytes, "{kind:?} {text:?}"),
                (Err(mistake), Err(words)) => assert_eq!(mistake.to_string(), words, "{kind:?} {text:?}"),
                (got, expected) => panic!("{kind:?} {text:?}: {got:?}, not {expected:?}"),
            }
        }
    }

    #[test]
    fn a_change_of_kind_keeps_the_text() {
        let mut field = Field::new(Kind::Text, "{}");
        for (kind, ..) in Kind::ALL {
            field.set_kind(kind);
            assert_eq!(field.editor().text(), "{}", "{kind:?}");
        }
    }

    #[test]
    fn typing_into_null_or_empty_begins_a_text() {
        for kind in [Kind::Null, Kind::Empty] {
            let mut field = Field::new(kind, "old");
            field.key(Key::from('x'), 10);
            assert_eq!(field.kind(), Kind::Text);
            assert_eq!(field.payload(), &Ok(Payload::text("x")));
        }
    }

    #[test]
    fn a_payload_comes_back_as_the_same_bytes() {
        let payloads: [&[u8]; 6] = [b"text", b"{\"a\":[1]}", b"{broken", &[0xff, 0x00], b"a\r\nb\n", "한".as_bytes()];
        for bytes in payloads {
            let payload = Payload::bytes(bytes);
            assert_eq!(Field::of(&payload).payload(), &Ok(payload));
        }
        assert_eq!(Field::of(&Payload::NULL).kind(), Kind::Null);
        assert_eq!(Field::of(&Payload::bytes("")).kind(), Kind::Empty);
    }
}
