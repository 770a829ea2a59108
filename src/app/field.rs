//! A key, a value or a header value under edit: a kind, and a text that the kind reads.

mod kind;

pub use kind::{Kind, Mistake};

use crate::app::editor::{Edit, Editor, Lines};
use crate::app::key::Key;
use crate::domain::format::{Format, check_json};
use crate::domain::json::{compact_json, pretty_json};
use crate::domain::payload::Payload;
use kind::{Converted, convert, hex};

/// The most changes of kind that can be taken back.
const MAX_CHANGES: usize = 32;

/// A payload under edit. The text is kept when the kind has none, so that a change of mind loses nothing.
#[derive(Clone, Debug)]
pub struct Field {
    kind: Kind,
    /// How the text is written, whether or not the kind has one.
    written: Format,
    editor: Editor,
    /// What stood here before changes that put another text in place of the whole, the latest last.
    before: Vec<Stood>,
    /// What stood here after those of them that were taken back.
    after: Vec<Stood>,
    /// The bytes, or why there are none: worked out at each change, not at each draw.
    read: Result<Payload, Mistake>,
}

/// How a JSON text can be laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// A line for each member and element, with indents.
    Lines,
    /// No white space between the parts.
    Compact,
}

/// What stood in a field.
#[derive(Clone, Debug)]
struct Stood {
    kind: Kind,
    written: Format,
    editor: Editor,
}

impl Field {
    /// A field of this kind and text.
    pub fn new(kind: Kind, text: &str) -> Self {
        let mut field = Self {
            kind,
            written: kind.format().unwrap_or_default(),
            editor: Editor::new(Lines::Many, text),
            before: Vec::new(),
            after: Vec::new(),
            read: Ok(Payload::NULL),
        };
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
            Err(_) => Self::new(Kind::Hex, &hex(bytes)),
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

    /// Makes it another kind, which keeps the bytes as far as it can hold them. Says what became of the text, if that is
    /// not what one would think.
    pub fn set_kind(&mut self, kind: Kind) -> Option<String> {
        if kind == self.kind {
            return None;
        }
        let had = self.kind;
        let Some(format) = kind.format() else {
            self.put_aside();
            self.kind = kind;
            self.read_again();
            let kept = had.has_text() && !self.editor.is_empty();
            return kept
                .then(|| format!("{} now. Its text is kept: choosing {} brings it back.", kind.name(), had.name()));
        };
        let written = self.written;
        let (text, said) = match convert(&self.editor.text(), written, format) {
            Converted::Same => (None, None),
            Converted::Rewritten(text) => (Some(text), None),
            Converted::Unread => {
                (None, Some(format!("It was no {written} that could be read: its text stays as it stands.")))
            }
            Converted::NoText(at, byte) if had.has_text() => {
                let place = at + 1;
                return Some(format!("It stays {written}: byte {place}, 0x{byte:02x}, is no UTF-8 text."));
            }
            Converted::NoText(..) => {
                (Some(String::new()), Some(format!("The {written} kept here is no UTF-8 text: undo brings it back.")))
            }
        };
        self.put_aside();
        (self.kind, self.written) = (kind, format);
        if let Some(text) = text {
            self.editor.set(&text);
        }
        self.read_again();
        said
    }

    /// Writes its JSON in lines with indents, or without any white space between its parts. Every number, escape and
    /// name stays as it was written.
    ///
    /// # Errors
    /// Why it can't be, in a sentence.
    pub fn lay_out_json(&mut self, layout: Layout) -> Result<(), String> {
        let (Kind::Json | Kind::Text, Format::Json | Format::Text) = (self.kind, self.written) else {
            return Err("Only JSON can be formatted or made compact.".to_owned());
        };
        let text = self.editor.text();
        check_json(&text).map_err(|error| {
            format!("That is no JSON: {} at line {}, column {}.", error.what, error.line, error.column)
        })?;
        let text = match layout {
            Layout::Lines => pretty_json(&text).ok_or("Its lines would be too many to show.")?,
            Layout::Compact => compact_json(&text),
        };
        self.put_aside();
        (self.kind, self.written) = (Kind::Json, Format::Json);
        self.editor.set(&text);
        self.read_again();
        Ok(())
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
            self.after.clear();
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
        // What becomes too big to edit has no undo of its own.
        let before = (!self.editor.is_preview()).then(|| self.editor.clone());
        let changed = self.editor.paste(text);
        if let Some(editor) = before.filter(|_| self.editor.is_preview()) {
            let now = std::mem::replace(&mut self.editor, editor);
            self.put_aside();
            self.editor = now;
        }
        self.after.clear();
        self.read_again();
        changed
    }

    /// Takes the last change back.
    pub fn undo(&mut self) -> bool {
        let done = self.kind.has_text() && self.editor.undo() || self.step(true);
        self.read_again();
        done
    }

    /// Makes the last change again that was taken back.
    pub fn redo(&mut self) -> bool {
        let done = self.kind.has_text() && self.editor.redo() || self.step(false);
        self.read_again();
        done
    }

    /// Goes back or on by one change that replaced the whole.
    fn step(&mut self, back: bool) -> bool {
        let (from, to) = if back { (&mut self.before, &mut self.after) } else { (&mut self.after, &mut self.before) };
        let Some(stood) = from.pop() else { return false };
        to.push(Stood {
            kind: self.kind,
            written: self.written,
            editor: std::mem::replace(&mut self.editor, stood.editor),
        });
        (self.kind, self.written) = (stood.kind, stood.written);
        true
    }

    /// Remembers what stands here before it is replaced.
    fn put_aside(&mut self) {
        self.after.clear();
        if self.before.len() == MAX_CHANGES {
            self.before.remove(0);
        }
        self.before.push(Stood { kind: self.kind, written: self.written, editor: self.editor.clone() });
    }

    fn begin_text(&mut self) {
        self.put_aside();
        (self.kind, self.written) = (Kind::Text, Format::Text);
        self.editor.set("");
    }

    fn read_again(&mut self) {
        let Some(format) = self.kind.format() else {
            self.read = Ok(if self.kind == Kind::Null { Payload::NULL } else { Payload::bytes(Vec::new()) });
            return;
        };
        let text = self.editor.text();
        self.read = format.decode(&text).map_err(|error| {
            let what = if text.trim().is_empty() { "nothing yet".to_owned() } else { error.what };
            Mistake { line: error.line, column: error.column, what }
        });
    }
}

#[cfg(test)]
mod tests;
