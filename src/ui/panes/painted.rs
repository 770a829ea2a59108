//! A piece of a payload's text as it is drawn: made safe, its JSON coloured, blanks made visible.

use ratatui::style::Style;
use ratatui::text::Span;
use unicode_segmentation::UnicodeSegmentation;

use crate::app::editor::grapheme_width;
use crate::domain::json::{Part, parts};
use crate::domain::theme::Role;
use crate::ui::styles::Styles;
use crate::ui::text::{safe, span};

/// Bytes behind a piece that are read to tell a member's name from a string.
const AHEAD: usize = 256;

/// What a text looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// As text.
    Plain,
    /// As JSON, in colours.
    Json,
    /// White space only: each of it is seen.
    Blank,
}

/// The bytes of `line` from `from` to `to`, which are boundaries of graphemes.
pub fn painted<'a>(line: &str, from: usize, to: usize, look: Look, styles: &Styles) -> Vec<Span<'a>> {
    let glyphs = &styles.glyphs;
    match look {
        Look::Plain => vec![span(safe(&line[from..to], glyphs), styles.of(Role::Text))],
        Look::Blank => {
            let seen = safe(&line[from..to], glyphs).replace(' ', glyphs.dot);
            vec![span(seen, styles.of(Role::Invisible))]
        }
        Look::Json => coloured(line, from, to, styles),
    }
}

/// As [`painted`] from the line's start, and no wider than `width` columns: what is cut off is marked. Only what is
/// drawn of a line is read, however long it is.
pub fn painted_start<'a>(line: &str, width: usize, look: Look, styles: &Styles) -> Vec<Span<'a>> {
    let mut used = 0;
    let mut fits = 0;
    for (at, grapheme) in line.grapheme_indices(true) {
        used += grapheme_width(grapheme);
        if used > width {
            let mut spans = painted(line, 0, fits, look, styles);
            if width > 0 {
                spans.push(span(styles.glyphs.cut, styles.of(Role::Dim)));
            }
            return spans;
        }
        if used < width {
            fits = at + grapheme.len();
        }
    }
    painted(line, 0, line.len(), look, styles)
}

fn coloured<'a>(line: &str, from: usize, to: usize, styles: &Styles) -> Vec<Span<'a>> {
    let mut end = (to + AHEAD).min(line.len());
    while !line.is_char_boundary(end) {
        end -= 1;
    }
    let parts = parts(&line[..end]);
    let mut part = parts.partition_point(|(range, _)| range.end <= from);
    let mut spans: Vec<Span<'_>> = Vec::new();
    // What is drawn in one colour: a character belongs to the part that it begins in.
    let mut begun = (from, None::<Style>);
    for (at, _) in line[from..to].grapheme_indices(true) {
        let at = from + at;
        while parts.get(part).is_some_and(|(range, _)| range.end <= at) {
            part += 1;
        }
        let style = styles.of(parts.get(part).map_or(Role::Text, |(_, part)| role(*part)));
        if begun.1 != Some(style) {
            if let Some(before) = begun.1 {
                spans.push(span(safe(&line[begun.0..at], &styles.glyphs), before));
            }
            begun = (at, Some(style));
        }
    }
    if let Some(style) = begun.1 {
        spans.push(span(safe(&line[begun.0..to], &styles.glyphs), style));
    }
    spans
}

fn role(part: Part) -> Role {
    match part {
        Part::Name => Role::JsonName,
        Part::String => Role::JsonString,
        Part::Scalar => Role::JsonScalar,
        Part::Sign => Role::Text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::theme::{Colour, Paint, Theme};
    use crate::ui::styles::Depth;
    use crate::ui::text::width_of_spans;

    fn styles() -> Styles {
        let mut theme = Theme::default();
        for (role, colour) in [(Role::JsonName, 1), (Role::JsonString, 2), (Role::JsonScalar, 3)] {
            theme.set(role, Paint { front: Some(Colour::Named(colour)), ..Paint::default() });
        }
        Styles::new(&theme, Depth::Sixteen, true)
    }

    fn drawn(spans: &[Span<'_>]) -> String {
        spans.iter().map(|span| span.content.as_ref()).collect()
    }

    #[test]
    fn a_row_has_the_colours_of_its_line() {
        let styles = styles();
        let line = "{\"name\": \"한국\", \"n\": 12}";
        let from = line.find("e\"").unwrap_or_default();
        let spans = painted(line, from, line.len() - 2, Look::Json, &styles);
        let roles = [Role::JsonName, Role::Text, Role::JsonString, Role::Text, Role::JsonName, Role::Text];
        let expected: Vec<Style> = roles.iter().chain([&Role::JsonScalar]).map(|role| styles.of(*role)).collect();
        assert_eq!(spans.iter().map(|span| span.style).collect::<Vec<_>>(), expected);
        assert_eq!(drawn(&spans), &line[from..line.len() - 2]);
    }

    #[test]
    fn colours_never_change_what_is_drawn() {
        let styles = styles();
        for line in ["{\"a\u{301}\":\u{301}1,\"\u{200d}", "\"\u{1b}[31m\" : tr\u{202e}ue", "👨‍👩‍👧‍👦\"👨‍👩‍👧‍👦\":", "\t\"\t\"\t"]
        {
            let spans = painted(line, 0, line.len(), Look::Json, &styles);
            assert_eq!(drawn(&spans), safe(line, &styles.glyphs), "{line:?}");
        }
    }

    #[test]
    fn a_long_line_is_cut_to_the_column() {
        let styles = styles();
        let line = "[\"한\",".to_owned() + &"\"x\",".repeat(1_000_000);
        for width in 0..12 {
            let spans = painted_start(&line, width, Look::Json, &styles);
            // Half of a wide character is never drawn.
            let wide = if width == 4 { 3 } else { width };
            assert_eq!(width_of_spans(&spans), wide, "{width}: {spans:?}");
        }
        assert_eq!(drawn(&painted_start("[1]", 3, Look::Json, &styles)), "[1]");
    }

    #[test]
    fn blanks_are_seen() {
        assert_eq!(drawn(&painted("  ", 0, 2, Look::Blank, &styles())), "··");
    }
}
