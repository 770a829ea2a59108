//! A text under edit: a cursor that moves and deletes by grapheme, undo, and rows wrapped to a width.
//!
//! The text itself, its undo and its word moves are ratatui-textarea's; what a person sees as one character is ours,
//! since that crate counts chars. A text too big to edit fluently is held whole, but read-only.

use tui_textarea::{CursorMove, TextArea};
use unicode_segmentation::UnicodeSegmentation;

use crate::app::key::{Code, Key};

mod graphemes;
mod preview;
#[cfg(test)]
mod tests;

use graphemes::{after, before, byte_at, word_after, word_before, wrap};
pub use graphemes::{drawn, grapheme_width, width_of};
pub use preview::{MAX_BYTES, MAX_LINE_BYTES, MAX_LINES};
use preview::{Preview, fits};

/// Whether a field takes newlines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lines {
    /// One line: Enter is no text, a pasted newline is shown as `⏎`.
    One,
    /// Enter is a newline.
    Many,
}

/// What a text did with a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edit {
    /// The text changed.
    Changed,
    /// The cursor moved, or could have.
    Moved,
    /// The key means nothing here, or the cursor stands at the edge it points to.
    Ignored,
}

/// A piece of a line as it is drawn: one row of a wrapped text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line, from 0.
    pub line: usize,
    /// The first byte of the row within the line.
    pub from: usize,
    /// The byte after its last.
    pub to: usize,
}

/// A text under edit.
#[derive(Clone, Debug)]
pub struct Editor {
    lines: Lines,
    held: Held,
    /// The column that moves up and down aim at.
    aim: Option<usize>,
}

#[derive(Clone, Debug)]
enum Held {
    Editable(Box<TextArea<'static>>),
    /// Too big to edit.
    Preview(Preview),
}

impl Editor {
    /// A text with the cursor at its end.
    pub fn new(lines: Lines, text: &str) -> Self {
        let mut editor = Self { lines, held: Held::Editable(Box::default()), aim: None };
        editor.set(text);
        editor
    }

    /// Puts another text in place of this one; the undo starts anew.
    pub fn set(&mut self, text: &str) {
        self.aim = None;
        let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
        self.held = if fits(&lines) {
            let mut area = TextArea::new(lines);
            area.set_max_histories(1_000);
            area.move_cursor(CursorMove::Bottom);
            area.move_cursor(CursorMove::End);
            Held::Editable(Box::new(area))
        } else {
            Held::Preview(Preview::new(lines, text.len()))
        };
    }

    /// Puts another text in place of the whole; undo brings the old one back.
    pub fn replace(&mut self, text: &str) {
        self.aim = None;
        if let Held::Editable(area) = &mut self.held {
            area.select_all();
            area.insert_str(text);
        }
    }

    /// The lines, without their newlines; at least one.
    pub fn lines(&self) -> &[String] {
        match &self.held {
            Held::Editable(area) => area.lines(),
            Held::Preview(preview) => preview.lines(),
        }
    }

    /// The whole text.
    pub fn text(&self) -> String {
        self.lines().join("\n")
    }

    /// Bytes of the whole text.
    pub fn len(&self) -> usize {
        match &self.held {
            Held::Editable(area) => area.lines().iter().map(String::len).sum::<usize>() + area.lines().len() - 1,
            Held::Preview(preview) => preview.bytes,
        }
    }

    /// Whether there is no text.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether there is nothing but white space, and some of it. A preview is not read for that.
    pub fn is_blank(&self) -> bool {
        !self.is_preview() && !self.is_empty() && self.lines().iter().all(|line| line.trim().is_empty())
    }

    /// Whether the text is too big to be edited here.
    pub fn is_preview(&self) -> bool {
        matches!(self.held, Held::Preview(_))
    }

    /// The first line shown of a preview; 0 for what can be edited.
    pub fn top(&self) -> usize {
        match &self.held {
            Held::Editable(_) => 0,
            Held::Preview(preview) => preview.top,
        }
    }

    /// The cursor: line and byte within the line, always between two graphemes.
    pub fn cursor(&self) -> (usize, usize) {
        match &self.held {
            Held::Editable(area) => {
                let cursor = area.cursor();
                let line = &area.lines()[cursor.0];
                let byte = line.char_indices().nth(cursor.1).map_or(line.len(), |(byte, _)| byte);
                (cursor.0, byte)
            }
            Held::Preview(preview) => (preview.top, 0),
        }
    }

    /// Takes a pasted text at the cursor. Says whether anything changed.
    ///
    /// Terminals send a pasted newline as a carriage return: each kind of line end becomes a newline, and where only
    /// one line is taken, a visible `⏎`, if it is no longer than a line may be. Control characters stay what they are: they are drawn visibly.
    pub fn paste(&mut self, text: &str) -> bool {
        self.aim = None;
        let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
        match self.lines {
            Lines::One if text.len() > MAX_LINE_BYTES => return false,
            Lines::One => text = text.trim_end_matches('\n').replace('\n', "⏎"),
            Lines::Many => {}
        }
        let Held::Editable(area) = &mut self.held else { return false };
        if area.lines().iter().map(String::len).sum::<usize>() + text.len() <= MAX_BYTES {
            let changed = area.insert_str(&text);
            if fits(area.lines()) {
                self.settle();
            } else {
                let whole = self.text();
                self.set(&whole);
            }
            return changed;
        }
        let (line, byte) = self.cursor();
        let lines = self.lines();
        let before = lines[..line].iter().map(|line| line.len() + 1).sum::<usize>() + byte;
        let mut whole = self.text();
        whole.insert_str(before, &text);
        self.set(&whole);
        true
    }

    /// Takes a key. `width` is the width that the text is drawn in, for moves up and down among wrapped rows.
    pub fn key(&mut self, key: Key, width: usize) -> Edit {
        if let Held::Preview(preview) = &mut self.held {
            return preview.key(key);
        }
        if let Some(edit) = self.vertical(key, width) {
            return edit;
        }
        self.aim = None;
        if let Some(character) = key.typed() {
            return self.insert(character);
        }
        if let Some((line, byte)) = self.target(key) {
            let here = self.cursor();
            self.jump(line, byte);
            return if here == (line, byte) { Edit::Ignored } else { Edit::Moved };
        }
        self.delete(key)
    }

    /// The rows of the text wrapped to `width` columns, and the row and column of the cursor among them.
    pub fn rows(&self, width: usize) -> (Vec<Row>, (usize, usize)) {
        let (line, byte) = self.cursor();
        let mut rows = Vec::new();
        let mut cursor = (0, 0);
        for (number, text) in self.lines().iter().enumerate() {
            let first = rows.len();
            wrap(text, width, |from, to| rows.push(Row { line: number, from, to }));
            if number == line {
                let index = rows[first..].iter().rposition(|row| row.from <= byte).unwrap_or(0) + first;
                cursor = (index, width_of(&text[rows[index].from..byte]));
                // A cursor behind a full row stands at the start of a row of its own.
                if cursor.1 >= width.max(1) {
                    rows.insert(index + 1, Row { line: number, from: byte, to: byte });
                    cursor = (index + 1, 0);
                }
            }
        }
        (rows, cursor)
    }

    /// Takes the last change back. Says whether there was one.
    pub fn undo(&mut self) -> bool {
        self.aim = None;
        let done = match &mut self.held {
            Held::Editable(area) => area.undo(),
            Held::Preview(_) => false,
        };
        self.settle();
        done
    }

    /// Makes the change again that was taken back last. Says whether there was one.
    pub fn redo(&mut self) -> bool {
        self.aim = None;
        let done = match &mut self.held {
            Held::Editable(area) => area.redo(),
            Held::Preview(_) => false,
        };
        self.settle();
        done
    }

    fn insert(&mut self, character: char) -> Edit {
        let Held::Editable(area) = &mut self.held else { return Edit::Ignored };
        area.insert_char(character);
        if !fits(area.lines()) {
            // One more would be too many: what cannot be edited further is not made by typing.
            area.undo();
            return Edit::Ignored;
        }
        self.settle();
        Edit::Changed
    }

    /// Puts the cursor behind the grapheme that a change has left it in: two texts that meet can become one character.
    fn settle(&mut self) {
        let (line, byte) = self.cursor();
        let text = &self.lines()[line];
        if byte < text.len()
            && let Some((start, grapheme)) = text.grapheme_indices(true).take_while(|(start, _)| *start < byte).last()
            && start + grapheme.len() > byte
        {
            self.jump(line, start + grapheme.len());
        }
    }

    /// Where a key moves the cursor within the text; up and down are `vertical`'s.
    fn target(&self, key: Key) -> Option<(usize, usize)> {
        let (line, byte) = self.cursor();
        let lines = self.lines();
        let last = lines.len() - 1;
        Some(match (key.code, key.ctrl || key.alt) {
            (Code::Left, false) => match before(&lines[line], byte) {
                Some(start) => (line, start),
                None if line > 0 => (line - 1, lines[line - 1].len()),
                None => (line, byte),
            },
            (Code::Right, false) => match after(&lines[line], byte) {
                Some(end) => (line, end),
                None if line < last => (line + 1, 0),
                None => (line, byte),
            },
            (Code::Left, true) => word_before(lines, line, byte),
            (Code::Right, true) => word_after(lines, line, byte),
            (Code::Home, false) => (line, 0),
            (Code::End, false) => (line, lines[line].len()),
            (Code::Home, true) => (0, 0),
            (Code::End, true) => (last, lines[last].len()),
            _ => return None,
        })
    }

    fn delete(&mut self, key: Key) -> Edit {
        let (line, byte) = self.cursor();
        let lines = self.lines();
        let from_to = match (key.code, key.ctrl || key.alt) {
            (Code::Enter, false) if self.lines == Lines::Many => {
                let Held::Editable(area) = &mut self.held else { return Edit::Ignored };
                if area.lines().len() >= MAX_LINES {
                    return Edit::Ignored;
                }
                area.insert_newline();
                return Edit::Changed;
            }
            (Code::Backspace, false) => Some((self.target(Key::plain(Code::Left)), (line, byte))),
            (Code::Backspace | Code::Char('w'), true) => Some((Some(word_before(lines, line, byte)), (line, byte))),
            (Code::Delete, false) => self.target(Key::plain(Code::Right)).map(|to| (Some((line, byte)), to)),
            (Code::Delete, true) => Some((Some((line, byte)), word_after(lines, line, byte))),
            (Code::Char('u'), _) if key.ctrl => Some((Some((line, 0)), (line, byte))),
            (Code::Char('k'), _) if key.ctrl => Some((Some((line, byte)), (line, lines[line].len()))),
            _ => None,
        };
        let Some((Some(from), to)) = from_to else { return Edit::Ignored };
        if from == to {
            return Edit::Ignored;
        }
        let chars = if from.0 == to.0 {
            lines[from.0][from.1..to.1].chars().count()
        } else {
            // A newline counts as one, and a move between lines passes no more than one.
            lines[from.0][from.1..].chars().count() + 1 + lines[to.0][..to.1].chars().count()
        };
        self.jump(from.0, from.1);
        let Held::Editable(area) = &mut self.held else { return Edit::Ignored };
        area.delete_str(chars);
        self.settle();
        Edit::Changed
    }

    /// Moves between rows, by the column that the moves began in.
    fn vertical(&mut self, key: Key, width: usize) -> Option<Edit> {
        let step: isize = match key.code {
            Code::Up => -1,
            Code::Down => 1,
            Code::PageUp if self.lines == Lines::Many => -10,
            Code::PageDown if self.lines == Lines::Many => 10,
            _ => return None,
        };
        if key.ctrl || key.alt {
            return Some(Edit::Ignored);
        }
        let (rows, (row, column)) = self.rows(width);
        let aim = *self.aim.get_or_insert(column);
        let target = row.saturating_add_signed(step).min(rows.len() - 1);
        if target == row {
            self.aim = None;
            return Some(Edit::Ignored);
        }
        let Row { line, from, to } = rows[target];
        let byte = from + byte_at(&self.lines()[line][from..to], aim);
        self.jump(line, byte);
        Some(Edit::Moved)
    }

    fn jump(&mut self, line: usize, byte: usize) {
        let Held::Editable(area) = &mut self.held else { return };
        let column = area.lines()[line][..byte].chars().count();
        // Both fit: no more can be edited than MAX_LINES lines of MAX_LINE_BYTES.
        let (line, column) = (u16::try_from(line).unwrap_or(u16::MAX), u16::try_from(column).unwrap_or(u16::MAX));
        area.move_cursor(CursorMove::Jump(line, column));
    }
}
