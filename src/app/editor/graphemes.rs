//! Characters as people see them: how wide they are, and where they and words begin and end.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::app::editor::TAB;

/// The columns that a text takes, a tab counted as [`TAB`] and a control character as one.
pub fn width_of(text: &str) -> usize {
    text.graphemes(true).map(grapheme_width).sum()
}

/// The columns that one grapheme takes as linger draws it.
pub fn grapheme_width(grapheme: &str) -> usize {
    if grapheme == "\t" {
        return TAB;
    }
    if grapheme.chars().any(char::is_control) {
        return 1;
    }
    grapheme.width()
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
