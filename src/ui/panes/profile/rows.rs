//! The list of properties.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::editor::width_of;
use crate::app::learned::{Learned, Target};
use crate::app::profile::{Line as Entry, Row};
use crate::app::state::State;
use crate::domain::diagnostic::Severity;
use crate::domain::theme::Role;
use crate::ui::area_of;
use crate::ui::styles::Styles;
use crate::ui::text::{cut, fit, span};

/// The fewest columns for the origin beside the value.
const WITH_ORIGIN: usize = 56;
/// The fewest columns for the default too.
const WITH_DEFAULT: usize = 84;
/// Columns of the longest names.
const NAME: usize = 38;
/// Columns of the default.
const DEFAULT: usize = 13;
/// Columns of the marks.
const MARKS: usize = 2;

/// Draws the list.
pub fn draw(state: &State, styles: &Styles, frame: &mut Frame<'_>, list: Rect, focused: bool, learned: &mut Learned) {
    let height = usize::from(list.height);
    learned.properties = height;
    let lines = state.profile.lines();
    let top = state.profile.window(&lines, height);
    let selected = state.profile.place(&lines);
    let columns = Columns::of(usize::from(list.width));
    for ((at, entry), y) in lines.iter().enumerate().skip(top).zip(list.y..list.bottom()) {
        let area = Rect { y, height: 1, ..list };
        let mut line = match entry {
            Entry::Heading(title) => {
                Line::styled(cut(title, usize::from(list.width), &styles.glyphs), styles.of(Role::Title))
            }
            Entry::Row(row) => {
                learned.clicks.push((area_of(area), Target::Property(at)));
                line(*row, &columns, styles)
            }
        };
        if focused && Some(at) == selected {
            line = line.style(styles.of(Role::Selected));
            frame.buffer_mut().set_style(area, styles.of(Role::Selected));
        }
        frame.render_widget(line, area);
    }
}

/// How wide what is; 0 is not shown.
struct Columns {
    name: usize,
    value: usize,
    default: usize,
    origin: usize,
}

impl Columns {
    fn of(width: usize) -> Self {
        let room = width.saturating_sub(MARKS);
        if width < WITH_ORIGIN {
            let value = (room * 2 / 5).max(12).min(room);
            return Self { name: room - value, value, default: 0, origin: 0 };
        }
        if width < WITH_DEFAULT {
            let (name, value) = (room * 2 / 5, room * 3 / 10);
            return Self { name, value, default: 0, origin: room - name - value };
        }
        let value = room * 3 / 10;
        Self { name: NAME, value, default: DEFAULT, origin: room.saturating_sub(NAME + value + DEFAULT) }
    }
}

/// The sign of how bad something is, and what it looks like.
pub fn mark(severity: Severity, styles: &Styles) -> (&'static str, Role) {
    match severity {
        Severity::Error => (styles.glyphs.bad, Role::Bad),
        Severity::Warning => (styles.glyphs.warning, Role::Warning),
        Severity::Info => ("i", Role::Dim),
    }
}

fn line<'a>(row: Row<'_>, columns: &Columns, styles: &Styles) -> Line<'a> {
    let glyphs = &styles.glyphs;
    let (sign, role) = row.severity.map_or((" ", Role::Dim), |severity| mark(severity, styles));
    let text = styles.of(match (row.pending, row.is_set()) {
        (true, _) => Role::Warning,
        (false, true) => Role::Text,
        (false, false) => Role::Dim,
    });
    let value = cut(&row.value(), columns.value.saturating_sub(1), glyphs);
    // Where the digits are the same, only the unit says more.
    let words = row.words().unwrap_or_default();
    let unit = words.strip_prefix(&format!("{value} "));
    let (gap, words) = unit.map_or(("  ", words.clone()), |unit| (" ", unit.to_owned()));
    let room = columns.value.saturating_sub(width_of(&value) + 3);
    let words = if width_of(&words) <= room { words } else { String::new() };
    let rest = columns.value.saturating_sub(width_of(&value));
    let mut spans = vec![
        span(sign, styles.of(role)),
        span(if row.pending { "*" } else { " " }, styles.of(Role::Warning)),
        span(fit(&cut(row.name, columns.name.saturating_sub(1), glyphs), columns.name, glyphs), text),
        span(value, text),
        span(fit(&format!("{gap}{words}"), rest, glyphs), styles.of(Role::Dim)),
    ];
    if columns.default > 0 {
        let default = if row.is_set() || row.pending { row.default() } else { String::new() };
        spans.push(span(
            fit(&cut(&default, columns.default - 1, glyphs), columns.default, glyphs),
            styles.of(Role::Dim),
        ));
    }
    if columns.origin > 0 {
        spans.push(span(cut(&row.origin(), columns.origin, glyphs), styles.of(Role::Dim)));
    }
    Line::from(spans)
}
