//! Texts on their way to the screen: made safe, measured, cut and wrapped by grapheme.

use ratatui::style::Style;
use ratatui::text::{Line, Span};
use unicode_segmentation::UnicodeSegmentation;

use crate::app::editor::{drawn, grapheme_width, width_of};
use crate::domain::failure::Code;
pub use crate::domain::figures::{bytes, count, duration};
use crate::domain::outcome::Failure;
use crate::ui::styles::Glyphs;

/// A text that can neither move the cursor nor hide: stand-ins for controls, tabs expanded, one line.
pub fn safe(text: &str, glyphs: &Glyphs) -> String {
    let mut safe = String::with_capacity(text.len());
    for grapheme in text.graphemes(true) {
        push(&mut safe, grapheme, glyphs);
    }
    safe
}

/// As [`safe`], and no wider than `width` columns: what is cut off is marked.
pub fn cut(text: &str, width: usize, glyphs: &Glyphs) -> String {
    let mut safe = String::new();
    let mut used = 0;
    // Where the mark goes if the text does not fit.
    let mut mark_at = 0;
    for grapheme in text.graphemes(true) {
        let columns = grapheme_width(grapheme);
        if used + columns > width {
            safe.truncate(mark_at);
            if width > 0 {
                safe.push_str(glyphs.cut);
            }
            return safe;
        }
        push(&mut safe, grapheme, glyphs);
        used += columns;
        if used < width {
            mark_at = safe.len();
        }
    }
    safe
}

fn push(safe: &mut String, grapheme: &str, glyphs: &Glyphs) {
    let drawn = drawn(grapheme);
    if glyphs.ascii && !drawn.is_ascii() {
        // Signs of our own words that ASCII has something like.
        match &*drawn {
            "×" => return safe.push('x'),
            "–" => return safe.push('-'),
            _ => {}
        }
        safe.extend(std::iter::repeat_n('?', grapheme_width(grapheme)));
    } else {
        safe.push_str(&drawn);
    }
}

/// Wraps a text at spaces into lines of at most `width` columns; a longer word is cut where the line ends.
pub fn wrap(text: &str, width: usize, glyphs: &Glyphs) -> Vec<String> {
    let width = width.max(1);
    let mut lines = Vec::new();
    for paragraph in text.split('\n') {
        let (mut line, mut used) = (String::new(), 0);
        for word in paragraph.split(' ').map(|word| safe(word, glyphs)) {
            let columns = width_of(&word);
            let gap = usize::from(used > 0);
            if used + gap + columns <= width {
                line.push_str(&" ".repeat(gap));
                line.push_str(&word);
                used += gap + columns;
                continue;
            }
            if used > 0 {
                lines.push(std::mem::take(&mut line));
            }
            used = 0;
            for grapheme in word.graphemes(true) {
                let columns = grapheme_width(grapheme);
                if used + columns > width && used > 0 {
                    lines.push(std::mem::take(&mut line));
                    used = 0;
                }
                line.push_str(grapheme);
                used += columns;
            }
        }
        lines.push(line);
    }
    lines
}

/// Columns of a line of spans.
pub fn width_of_spans(spans: &[Span<'_>]) -> usize {
    spans.iter().map(|span| width_of(&span.content)).sum()
}

/// A line with something at its left and something at its right end. If both do not fit, the right one is left out.
pub fn spread<'a>(mut left: Vec<Span<'a>>, right: Vec<Span<'a>>, width: usize) -> Line<'a> {
    let used = width_of_spans(&left) + width_of_spans(&right);
    if !right.is_empty() && used < width {
        left.push(Span::raw(" ".repeat(width - used)));
        left.extend(right);
    }
    Line::from(left)
}

/// A text padded with spaces to `width` columns, or cut.
pub fn fit(text: &str, width: usize, glyphs: &Glyphs) -> String {
    let mut text = cut(text, width, glyphs);
    let used = width_of(&text);
    text.push_str(&" ".repeat(width.saturating_sub(used)));
    text
}

/// A failure in a few words. A timeout says nothing, what stood behind it says all; who gave a send up knows that first.
pub fn failure_words(failure: &Failure, glyphs: &Glyphs) -> String {
    let dot = glyphs.dot;
    match &failure.cause {
        Some(cause) if failure.code == Code::INTERRUPTED => format!("given up {dot} {cause}"),
        Some(cause) => format!("{cause} {dot} {}", failure.name),
        None => format!("{} {dot} {}", failure.name, failure.words()),
    }
}

/// A span with a style.
pub fn span<'a>(text: impl Into<std::borrow::Cow<'a, str>>, style: Style) -> Span<'a> {
    Span::styled(text, style)
}

/// A size as `RecordMetadata` tells it: null is −1.
pub fn payload_size(size: i64) -> String {
    match u64::try_from(size) {
        Ok(size) => bytes(size),
        Err(_) => "null".to_owned(),
    }
}

/// A number in few columns: `0.5`, `987`, `12.4 k`, `1.2 M`.
pub fn short(number: f64) -> String {
    match number {
        ..9.95 if number.fract() == 0.0 => format!("{number:.0}"),
        ..9.95 => format!("{number:.1}"),
        ..999.5 => format!("{number:.0}"),
        ..999_950.0 => format!("{:.1} k", number / 1e3),
        ..999_950_000.0 => format!("{:.1} M", number / 1e6),
        _ => format!("{:.1} G", number / 1e9),
    }
}

/// A duration of microseconds in few columns: `0.43 ms`, `4.3 ms`, `104 ms`, `2.4 s`, `3 min`.
pub fn short_duration(micros: u64) -> String {
    match micros {
        0..1_000 => format!("0.{:02} ms", micros / 10),
        1_000..10_000 => format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100),
        10_000..1_000_000 => format!("{} ms", micros / 1_000),
        1_000_000..60_000_000 => format!("{}.{} s", micros / 1_000_000, micros % 1_000_000 / 100_000),
        _ => format!("{} min", micros / 60_000_000),
    }
}

/// `part` of `whole`; more than 1 where there is more.
#[allow(clippy::cast_precision_loss)]
pub fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

/// Spans cut or padded to so many columns.
pub fn fit_spans(spans: Vec<Span<'_>>, width: usize) -> Vec<Span<'_>> {
    let mut used = 0;
    let mut fitting = Vec::with_capacity(spans.len() + 1);
    for mut span in spans {
        let columns = width_of(&span.content);
        if used + columns > width {
            let mut kept = String::new();
            for grapheme in span.content.graphemes(true) {
                if used + grapheme_width(grapheme) > width {
                    break;
                }
                used += grapheme_width(grapheme);
                kept.push_str(grapheme);
            }
            span.content = kept.into();
            fitting.push(span);
            break;
        }
        used += columns;
        fitting.push(span);
    }
    fitting.push(Span::raw(" ".repeat(width - used)));
    fitting
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::theme::Theme;
    use crate::ui::styles::{Depth, Styles};

    fn glyphs(utf8: bool) -> Glyphs {
        Styles::new(&Theme::default(), Depth::None, utf8).glyphs
    }

    #[test]
    fn a_text_is_cut_by_what_is_seen() {
        let cases = [
            ("orders", 6, "orders"),
            ("orders", 5, "orde…"),
            ("orders", 1, "…"),
            ("orders", 0, ""),
            ("한국어", 6, "한국어"),
            ("한국어", 5, "한국…"),
            ("한국어", 4, "한…"),
            ("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 3, "👨‍👩‍👧‍👦…"),
            ("a\tb", 6, "a    b"),
            ("a\u{1b}[31m", 6, "a␛[31m"),
            ("a\u{202e}b", 8, "a⟨202E⟩b"),
        ];
        for (text, width, expected) in cases {
            let cut = cut(text, width, &glyphs(true));
            assert_eq!(cut, expected, "{text:?} {width}");
            assert!(width_of(&cut) <= width);
        }
    }

    #[test]
    fn without_utf8_nothing_else_than_ascii_is_drawn_in_the_same_columns() {
        assert_eq!(safe("14–15 ×3", &glyphs(false)), "14-15 x3");
        for text in ["한국어", "👨‍👩‍👧‍👦", "e\u{301}\u{0}\u{202e}", "orders"] {
            let drawn = safe(text, &glyphs(false));
            assert!(drawn.is_ascii(), "{drawn}");
            assert_eq!(drawn.len(), width_of(text), "{text:?}");
        }
    }

    #[test]
    fn numbers_take_few_columns() {
        for (number, text) in [
            (0.0, "0"),
            (9.0, "9"),
            (0.53, "0.5"),
            (9.96, "10"),
            (987.4, "987"),
            (999.9, "1.0 k"),
            (12_400.0, "12.4 k"),
            (1_234_567.0, "1.2 M"),
            (5e9, "5.0 G"),
        ] {
            assert_eq!(short(number), text);
        }
        for (micros, text) in [
            (34, "0.03 ms"),
            (430, "0.43 ms"),
            (9_999, "9.9 ms"),
            (104_321, "104 ms"),
            (2_400_000, "2.4 s"),
            (200_000_000, "3 min"),
        ] {
            assert_eq!(short_duration(micros), text);
        }
    }

    #[test]
    fn spans_are_cut_or_padded_to_the_column() {
        for (width, text) in [(0, ""), (2, "ab"), (3, "ab "), (4, "ab한"), (7, "ab한cd ")] {
            let spans = fit_spans(vec![Span::raw("ab"), Span::raw("한"), Span::raw("cd")], width);
            let fitted: String = spans.iter().map(|span| span.content.as_ref()).collect();
            assert_eq!(fitted, text);
        }
    }

    #[test]
    fn words_wrap_and_long_ones_are_cut() {
        let cases: [(&str, usize, &[&str]); 6] = [
            ("one two three", 7, &["one two", "three"]),
            ("one two three", 3, &["one", "two", "thr", "ee"]),
            ("", 5, &[""]),
            ("a\nb", 5, &["a", "b"]),
            ("한국어 텍스트", 6, &["한국어", "텍스트"]),
            ("x", 0, &["x"]),
        ];
        for (text, width, expected) in cases {
            assert_eq!(wrap(text, width, &glyphs(true)), expected, "{text:?} {width}");
        }
    }

    #[test]
    fn a_size_of_null_is_a_word() {
        assert_eq!((payload_size(-1), payload_size(0)), ("null".to_owned(), "0 B".to_owned()));
    }
}
