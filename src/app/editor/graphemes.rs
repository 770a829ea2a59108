//! Characters as people see them: how wide they are, and where they and words begin and end.

use std::borrow::Cow;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The columns that a text takes, as linger draws it.
pub fn width_of(text: &str) -> usize {
    text.graphemes(true).map(grapheme_width).sum()
}

/// The columns that one grapheme takes as linger draws it.
pub fn grapheme_width(grapheme: &str) -> usize {
    let drawn = drawn(grapheme);
    // Terminals give a halfwidth sound mark a column of its own, and so does the drawing.
    drawn.width() + drawn.chars().filter(|mark| matches!(mark, '\u{ff9e}' | '\u{ff9f}')).count()
}

/// What is drawn for a grapheme: itself, or a visible stand-in for what would move the cursor, turn the direction of
/// writing, or not be seen.
pub fn drawn(grapheme: &str) -> Cow<'_, str> {
    let mut characters = grapheme.chars();
    let first = characters.next().unwrap_or(' ');
    match first {
        '\t' => Cow::Borrowed("    "),
        '\r' | '\n' if grapheme.len() > 1 => Cow::Borrowed("␍␊"),
        '\0'..='\u{1f}' => char::from_u32(u32::from(first) + 0x2400)
            .map_or(Cow::Borrowed("?"), |picture| Cow::Owned(picture.to_string())),
        '\u{7f}' => Cow::Borrowed("␡"),
        _ if grapheme.len() > MAX_GRAPHEME || grapheme.width() == 0 || grapheme.chars().any(is_hidden) => {
            Cow::Owned(format!("⟨{:04X}⟩", u32::from(first)))
        }
        _ => Cow::Borrowed(grapheme),
    }
}

/// The bytes of the longest grapheme that is drawn as it is: a flag of a region takes 28, a family of four 25.
const MAX_GRAPHEME: usize = 64;

/// C1 controls, and characters that turn the direction of writing.
fn is_hidden(character: char) -> bool {
    matches!(character, '\u{80}'..='\u{9f}' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}')
}

/// Where the grapheme before `byte` begins.
pub(super) fn before(line: &str, byte: usize) -> Option<usize> {
    line[..byte].grapheme_indices(true).next_back().map(|(start, _)| start)
}

/// Where the grapheme at `byte` ends.
pub(super) fn after(line: &str, byte: usize) -> Option<usize> {
    line[byte..].graphemes(true).next().map(|grapheme| byte + grapheme.len())
}

/// Where the word before the place begins; the end of the line before at a line's start.
pub(super) fn word_before(lines: &[String], line: usize, byte: usize) -> (usize, usize) {
    if byte == 0 {
        return if line > 0 { (line - 1, lines[line - 1].len()) } else { (0, 0) };
    }
    let start = lines[line][..byte].unicode_word_indices().next_back().map_or(0, |(start, _)| start);
    (line, start)
}

/// Where the word after the place ends; the start of the line after at a line's end.
pub(super) fn word_after(lines: &[String], line: usize, byte: usize) -> (usize, usize) {
    let text = &lines[line];
    if byte == text.len() {
        return if line + 1 < lines.len() { (line + 1, 0) } else { (line, byte) };
    }
    let end = text[byte..].unicode_word_indices().next().map_or(text.len(), |(start, word)| byte + start + word.len());
    (line, end)
}

/// The byte that is drawn at a column, or the end.
pub(super) fn byte_at(text: &str, column: usize) -> usize {
    let mut seen = 0;
    for (byte, grapheme) in text.grapheme_indices(true) {
        seen += grapheme_width(grapheme);
        if seen > column {
            return byte;
        }
    }
    text.len()
}

/// Cuts a line into rows of at most `width` columns, never within a grapheme.
pub(super) fn wrap(line: &str, width: usize, mut row: impl FnMut(usize, usize)) {
    let width = width.max(1);
    let (mut from, mut seen) = (0, 0);
    for (byte, grapheme) in line.grapheme_indices(true) {
        let columns = grapheme_width(grapheme);
        if seen + columns > width && byte > from {
            row(from, byte);
            (from, seen) = (byte, 0);
        }
        seen += columns;
    }
    row(from, line.len());
}
