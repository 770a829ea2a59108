//! The waterfall: one time axis, a lane for each broker, as wide as `max.in.flight.requests.per.connection`.
//!
//! Each cell is looked up in the lanes, so that a draw costs what the cells cost, however many requests are kept.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::editor::width_of;
use crate::app::requests::Requests;
use crate::app::requests::lanes::{Lane, Stretch, TRACKS, end_of};
use crate::app::state::State;
use crate::app::when::time_of_day;
use crate::domain::theme::Role;
use crate::ui::panes::requests::columns::scale_words;
use crate::ui::styles::Styles;
use crate::ui::text::{cut, fit, span};

/// Columns of the names of the lanes.
const NAME: usize = 9;

/// The rows that it would fill: every lane in its width, and the axis.
pub fn rows(requests: &Requests) -> usize {
    lanes(requests).map(|(_, lane)| tracks(requests, lane)).sum::<usize>() + 2
}

/// The lanes that the filter leaves.
fn lanes(requests: &Requests) -> impl Iterator<Item = (i32, &Lane)> {
    let only = requests.filter().broker;
    requests.lanes().iter().filter(move |(broker, _)| only.is_none_or(|only| only == *broker))
}

/// How many requests may be in flight at a broker, as far as they are told apart; where many more may be than ever
/// were, as many as there were.
fn tracks(requests: &Requests, lane: &Lane) -> usize {
    let limit = max_in_flight(requests).map_or(1, |limit| usize::try_from(limit).unwrap_or(usize::MAX));
    if limit <= TRACKS { limit.max(1) } else { lane.depth().clamp(1, TRACKS) }
}

fn max_in_flight(requests: &Requests) -> Option<u64> {
    let generation = requests.newest()?.generation;
    requests.generations.limits(generation).map(|limits| limits.max_in_flight)
}

/// Draws it.
pub fn draw(state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect) {
    let requests = &state.requests;
    let Some(kept) = requests.span() else { return };
    let axis = Axis { stretch: requests.axis.stretch(kept), cells: usize::from(area.width).saturating_sub(NAME) };
    let all: Vec<(i32, &Lane)> = lanes(requests).collect();
    let body = usize::from(area.height.saturating_sub(2));
    let each = (body / all.len().max(1)).max(1);
    let mut lines = vec![axis.head(state, styles)];
    for (broker, lane) in all.iter().skip(requests.lane.min(all.len().saturating_sub(1))) {
        let tracks = tracks(requests, lane);
        let height = tracks.min(each);
        for at in 0..height {
            // The last row stands for all tracks that have none of their own.
            let own = if at + 1 == height { at..TRACKS } else { at..at + 1 };
            let width = if at + 1 == height { tracks - at } else { 1 };
            let name = name(requests, *broker, lane, (at, height), styles);
            let cells = axis.row(state, *broker, lane, own, width, styles);
            lines.push(Line::from([vec![name], cells].concat()));
        }
        if lines.len() > body {
            break;
        }
    }
    lines.truncate(body + 1);
    lines.push(axis.foot(state, styles));
    for (line, y) in lines.into_iter().zip(area.y..area.bottom()) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
}

/// The name of a lane, the most that were in flight and the most that may be, and its edge.
fn name<'a>(requests: &Requests, broker: i32, lane: &Lane, (at, of): (usize, usize), styles: &Styles) -> Span<'a> {
    let limit = max_in_flight(requests).filter(|limit| *limit <= TRACKS as u64);
    let words = match (at, limit) {
        (0, Some(limit)) => format!("b{broker} {}/{limit}", lane.depth()),
        (0, None) => format!("b{broker} {}", lane.depth()),
        _ => String::new(),
    };
    let edge = match (styles.glyphs.ascii, at, of) {
        (true, ..) => "|",
        (false, _, 1) => "╶",
        (false, 0, _) => "╭",
        (false, at, of) if at + 1 == of => "╰",
        (false, ..) => "│",
    };
    span(fit(&words, NAME - 1, &styles.glyphs) + edge, styles.of(if at == 0 { Role::Text } else { Role::Dim }))
}

/// The time axis: which stretch of time is shown in how many cells.
struct Axis {
    stretch: (u64, u64),
    cells: usize,
}

impl Axis {
    /// From when to when a cell stands for.
    fn cell(&self, at: usize) -> (u64, u64) {
        let (from, to) = self.stretch;
        let place = |at: usize| {
            let micros = u128::from(to - from) * at as u128 / self.cells.max(1) as u128;
            from + u64::try_from(micros).unwrap_or(u64::MAX)
        };
        (place(at), place(at + 1).max(place(at) + 1))
    }

    fn cell_of(&self, at: u64) -> usize {
        let (from, to) = self.stretch;
        let cell = u128::from(at.saturating_sub(from)) * self.cells as u128 / u128::from((to - from).max(1));
        usize::try_from(cell).unwrap_or(usize::MAX).min(self.cells.saturating_sub(1))
    }

    /// The cells of a row: how busy its tracks were, where something went wrong, where a producer took over, and the
    /// selected request.
    fn row<'a>(
        &self,
        state: &State,
        broker: i32,
        lane: &Lane,
        tracks: std::ops::Range<usize>,
        width: usize,
        styles: &Styles,
    ) -> Vec<Span<'a>> {
        let marks: Vec<usize> = self.marks(state).map(|(cell, _)| cell).collect();
        let selected = self.selected(state, broker, lane, &tracks);
        // The latest answer ends at the edge: its last microsecond belongs to the last cell.
        let looks = (0..self.cells).map(|at| {
            let (from, to) = self.cell(at);
            let to = if at + 1 == self.cells { to + 1 } else { to };
            let (glyph, role) = cell(lane.look(tracks.clone(), from, to), to - from, width, styles);
            let (glyph, role) = if marks.contains(&at) && glyph == " " {
                (if styles.glyphs.ascii { "|" } else { "┊" }, Role::Title)
            } else {
                (glyph, role)
            };
            let is_selected = selected.as_ref().is_some_and(|cells| cells.contains(&at));
            (glyph, if is_selected { Role::Selected } else { role })
        });
        let looks: Vec<(&str, Role)> = looks.collect();
        let runs = looks.chunk_by(|one, next| one.1 == next.1);
        runs.map(|run| {
            let text: String = run.iter().map(|(glyph, _)| *glyph).collect();
            span(text, styles.of(run.first().map_or(Role::Text, |(_, role)| *role)))
        })
        .collect()
    }

    /// The cells of the selected request, if it is on these tracks and someone selected it.
    fn selected(
        &self,
        state: &State,
        broker: i32,
        lane: &Lane,
        tracks: &std::ops::Range<usize>,
    ) -> Option<std::ops::RangeInclusive<usize>> {
        let row = state.requests.selected().filter(|_| !state.requests.is_following())?;
        let request = row.request;
        let (from, to) = self.stretch;
        let on = request.broker == broker && (from..=to).contains(&request.sent_micros);
        let track = on.then(|| lane.track_of(row.number, request.sent_micros)).flatten()?;
        tracks.contains(&track).then(|| self.cell_of(request.sent_micros)..=self.cell_of(end_of(request)))
    }

    /// Where a producer took over from another, and what it differs in.
    fn marks<'s>(&'s self, state: &'s State) -> impl Iterator<Item = (usize, u32)> + 's {
        let (from, to) = self.stretch;
        let within = state.requests.generations.within(from, to);
        within.map(|(at, generation)| (self.cell_of(at), generation.number))
    }

    /// The line above: what the marks stand for.
    fn head<'a>(&self, state: &State, styles: &Styles) -> Line<'a> {
        let mut words = fit("in flight", NAME, &styles.glyphs);
        let marks: Vec<(usize, u32)> = self.marks(state).collect();
        for (at, (cell, number)) in marks.iter().enumerate() {
            let change = state.requests.generations.words(*number, styles.glyphs.arrow);
            let end = marks.get(at + 1).map_or(self.cells, |(next, _)| next.saturating_sub(1));
            // At the right end the words end where the axis ends.
            let start = NAME + end.saturating_sub(width_of(&change)).min(*cell);
            let gap = start.saturating_sub(width_of(&words)).max(1);
            words.push_str(&" ".repeat(gap));
            let room = (NAME + end).saturating_sub(width_of(&words));
            words.push_str(&cut(&change, room, &styles.glyphs));
        }
        Line::styled(words, styles.of(Role::Title))
    }

    /// The line below: the ends of the axis, and how long it is.
    fn foot<'a>(&self, state: &State, styles: &Styles) -> Line<'a> {
        let (from, to) = self.stretch;
        let time = |micros: u64| time_of_day(i64::try_from(micros).unwrap_or(i64::MAX), &state.session.time_zone);
        let length = to - from;
        let words = scale_words(length);
        let (left, middle, right) = (time(from), format!("{0} {words} {0}", styles.glyphs.line), time(to));
        let rest = self.cells.saturating_sub(left.len() + right.len());
        let line = format!("{:NAME$}{left}{}{right}", "", centred(&middle, rest));
        Line::styled(line, styles.of(Role::Dim))
    }
}

fn centred(words: &str, width: usize) -> String {
    let used = width_of(words);
    if used > width {
        return " ".repeat(width);
    }
    let left = (width - used) / 2;
    format!("{}{words}{}", " ".repeat(left), " ".repeat(width - used - left))
}

/// A cell of `micros` microseconds for so many tracks: the share of them that was in flight.
fn cell(stretch: Stretch, micros: u64, tracks: usize, styles: &Styles) -> (&'static str, Role) {
    if stretch.trouble {
        return ("x", Role::Bad);
    }
    if !stretch.requests {
        return (" ", Role::Dim);
    }
    let most = u128::from(micros) * tracks.max(1) as u128;
    let shades = if styles.glyphs.ascii { [".", ":", "+", "#"] } else { ["░", "▒", "▓", "█"] };
    let quarter = usize::try_from(u128::from(stretch.busy) * 4 / most.max(1)).unwrap_or(3).min(3);
    (shades[quarter], Role::Good)
}
