//! A bar of time: what happened when, in cells of one line.

use ratatui::text::Span;

use crate::app::requests::segments::{Doing, Segment};
use crate::domain::theme::Role;
use crate::ui::styles::Styles;
use crate::ui::text::span;

/// What each cell of a bar of `width` cells shows, when its whole length is `scale` microseconds. However short, a
/// request has a cell.
pub fn cells(segments: &[Segment], scale: u64, width: usize) -> Vec<Option<Doing>> {
    let mut cells = vec![None; width];
    let scale = u128::from(scale.max(1));
    let place = |micros: u64, up: bool| {
        let scaled = u128::from(micros) * width as u128;
        let cell = if up { scaled.div_ceil(scale) } else { scaled / scale };
        usize::try_from(cell).unwrap_or(usize::MAX).min(width)
    };
    let carries = |segment: &&Segment| match segment.doing {
        Doing::InFlight | Doing::Trouble => true,
        Doing::Batching | Doing::Waiting | Doing::Backoff => false,
    };
    let waits = segments.iter().filter(|segment| !carries(segment));
    // Requests stand in front of the waits between them.
    for segment in waits.chain(segments.iter().filter(carries)) {
        let from = place(segment.from, false).min(width.saturating_sub(1));
        let to = place(segment.to, true).max(from + usize::from(carries(&segment)));
        for cell in cells.iter_mut().take(to).skip(from) {
            *cell = Some(segment.doing);
        }
    }
    cells
}

/// The character and the role of what a batch did.
pub fn looks(doing: Doing, ascii: bool) -> (&'static str, Role) {
    let (utf8, plain, role) = match doing {
        Doing::Batching => ("░", ":", Role::Dim),
        Doing::Waiting => ("▒", "=", Role::Warning),
        Doing::InFlight => ("█", "#", Role::Good),
        Doing::Trouble => ("x", "x", Role::Bad),
        Doing::Backoff => ("·", ".", Role::Warning),
    };
    (if ascii { plain } else { utf8 }, role)
}

/// A bar as spans.
pub fn bar<'a>(segments: &[Segment], scale: u64, width: usize, styles: &Styles) -> Vec<Span<'a>> {
    let cells = cells(segments, scale, width);
    let run = |cells: &[Option<Doing>]| match cells.first().copied().flatten() {
        None => Span::raw(" ".repeat(cells.len())),
        Some(doing) => {
            let (glyph, role) = looks(doing, styles.glyphs.ascii);
            span(glyph.repeat(cells.len()), styles.of(role))
        }
    };
    cells.chunk_by(|one, next| one == next).map(run).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(segments: &[(Doing, u64, u64)], scale: u64, width: usize) -> String {
        let segments: Vec<Segment> =
            segments.iter().map(|(doing, from, to)| Segment { doing: *doing, from: *from, to: *to }).collect();
        cells(&segments, scale, width).into_iter().map(|cell| cell.map_or(" ", |doing| looks(doing, true).0)).collect()
    }

    /// What happened when, the scale, the cells, and what is drawn.
    type Case = (&'static [(Doing, u64, u64)], u64, usize, &'static str);

    #[test]
    fn a_bar_shows_what_happened_where_it_happened() {
        use Doing::{Backoff, Batching, InFlight, Trouble, Waiting};
        let cases: [Case; 9] = [
            (&[(Batching, 0, 5), (InFlight, 5, 7)], 10, 10, ":::::##   "),
            (&[(Batching, 0, 4), (Waiting, 4, 5), (InFlight, 5, 7)], 10, 10, "::::=##   "),
            (&[(Batching, 0, 2), (Trouble, 2, 3), (Backoff, 3, 6), (InFlight, 6, 8)], 10, 10, "::x...##  "),
            // However short, a request is seen, and at the very end too.
            (&[(InFlight, 0, 0)], 1_000_000, 4, "#   "),
            (&[(Batching, 0, 10), (InFlight, 10, 10)], 10, 4, ":::#"),
            (&[(Trouble, 0, 1), (Backoff, 1, 99), (InFlight, 99, 100)], 100, 5, "x...#"),
            // What is longer than the scale ends with it.
            (&[(InFlight, 0, u64::MAX)], 10, 3, "###"),
            (&[(InFlight, 0, 1)], 0, 2, "##"),
            (&[(InFlight, 0, 1)], 1, 0, ""),
        ];
        for (segments, scale, width, expected) in cases {
            assert_eq!(drawn(segments, scale, width), expected, "{segments:?}");
        }
    }
}
