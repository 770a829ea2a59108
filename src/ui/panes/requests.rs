//! The Requests pane: a row for each Produce request, the newest above.

mod columns;
mod detail;
mod waterfall;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::command::{Command, RequestsCommand};
use crate::app::learned::{Learned, Target};
use crate::app::requests::segments::{Doing, round_up, segments};
use crate::app::requests::{Requests, Row, View};
use crate::app::state::{Pane, State};
use crate::domain::theme::Role;
use crate::ui::panes::time_bar;
use crate::ui::styles::Styles;
use crate::ui::text::{count, cut, span, width_of_spans};
use crate::ui::{area_of, pane_frame};
use columns::Columns;

/// The fewest columns that leave room for the detail beside the list.
const BESIDE: u16 = 110;
/// The fewest rows of a zoomed pane that leave room for the waterfall above the list.
const ABOVE: u16 = 14;

/// Draws the pane.
pub fn draw(state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect, learned: &mut Learned) {
    let focused = state.focus == Pane::Requests;
    let left = vec![span(shown(&state.requests, styles), styles.of(Role::Dim))];
    let mut right = untold(state, styles);
    if state.zoom {
        let legend = legend(styles);
        let used = width_of_spans(&left) + width_of_spans(&legend) + width_of_spans(&right);
        if used + 6 <= usize::from(area.width) {
            right.splice(0..0, legend);
        }
    }
    let below = (left, right);
    let block = pane_frame(Pane::Requests, focused, below, styles);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    learned.clicks.push((area_of(area), Target::Requests));
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let requests = &state.requests;
    if requests.is_empty() {
        frame.render_widget(Line::styled("No Produce request yet.", styles.of(Role::Dim)), inner);
        return;
    }
    let places = Places::of(requests, state.zoom, inner);
    if let Some(area) = places.waterfall {
        waterfall::draw(state, styles, frame, area);
    }
    if let Some(area) = places.list {
        list(state, styles, frame, area, focused, learned);
    }
    if let (Some(area), Some(row)) = (places.detail, requests.selected()) {
        detail::draw(state, &row, styles, frame, area);
    }
}

/// Where the parts of the pane stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Places {
    waterfall: Option<Rect>,
    list: Option<Rect>,
    detail: Option<Rect>,
}

impl Places {
    fn of(requests: &Requests, zoom: bool, inner: Rect) -> Self {
        let mut places = Self::default();
        let mut rest = inner;
        if zoom && requests.view == View::Waterfall && !requests.detail {
            return Self { waterfall: Some(rest), ..places };
        }
        if zoom && requests.view == View::Both && rest.height >= ABOVE {
            let lanes = u16::try_from(waterfall::rows(requests)).unwrap_or(u16::MAX);
            let height = (rest.height / 2).min(lanes);
            places.waterfall = Some(Rect { height, ..rest });
            rest = Rect { y: rest.y + height, height: rest.height - height, ..rest };
        }
        if !requests.detail {
            places.list = Some(rest);
        } else if rest.width >= BESIDE {
            let left = rest.width * 3 / 5;
            places.list = Some(Rect { width: left, ..rest });
            places.detail = Some(Rect { x: rest.x + left + 2, width: rest.width - left - 2, ..rest });
        } else {
            places.detail = Some(rest);
        }
        places
    }
}

/// How many there are, and which of them are shown.
fn shown(requests: &Requests, styles: &Styles) -> String {
    let words = match requests.filter_words() {
        Some(filter) => format!("{} of {}: {filter}", count(requests.shown() as u64), count(requests.len() as u64)),
        None if requests.told() == 1 => "1 request".to_owned(),
        None => format!("{} requests", count(requests.told())),
    };
    let words = crate::ui::text::safe(&words, &styles.glyphs);
    if requests.is_following() {
        return words;
    }
    format!("{words} {} at {}", styles.glyphs.dot, count(requests.selected_index() as u64 + 1))
}

/// What the cells of the bars stand for; `~` marks what is derived.
fn legend<'a>(styles: &Styles) -> Vec<Span<'a>> {
    let parts = [
        (Doing::Batching, "batching~"),
        (Doing::Waiting, "waits~"),
        (Doing::InFlight, "in flight"),
        (Doing::Trouble, "refused or lost"),
        (Doing::Backoff, "backoff"),
    ];
    let part = |(doing, words): (Doing, &str)| {
        let (glyph, role) = time_bar::looks(doing, styles.glyphs.ascii);
        [span(format!("{glyph} "), styles.of(role)), span(format!("{words}  "), styles.of(Role::Dim))]
    };
    parts.into_iter().flat_map(part).collect()
}

/// How many requests came too fast to be told.
fn untold<'a>(state: &State, styles: &Styles) -> Vec<Span<'a>> {
    match state.requests.dropped() {
        0 => Vec::new(),
        dropped => vec![span(format!("{} came too fast to be told", count(dropped)), styles.of(Role::Warning))],
    }
}

fn list(state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect, focused: bool, learned: &mut Learned) {
    let requests = &state.requests;
    let height = usize::from(area.height.saturating_sub(1));
    learned.requests_page = height;
    let (rows, selected) = requests.window(height);
    if rows.is_empty() {
        let key = state.keymap.shown(Command::Requests(RequestsCommand::All));
        let words = key.map(|key| format!(" {key} shows all.")).unwrap_or_default();
        frame.render_widget(Line::styled(format!("No request is like that.{words}"), styles.of(Role::Dim)), area);
        return;
    }
    let columns = Columns::of(usize::from(area.width));
    let scale = scale(requests, &rows);
    let mut lines = vec![(columns.head(scale, styles), None)];
    for (at, row) in rows.iter().enumerate() {
        let newer = at.checked_sub(1).and_then(|newer| rows.get(newer));
        if let Some(newer) = newer.filter(|newer| newer.request.generation != row.request.generation) {
            lines.push((generation(requests, newer.request.generation, area.width, styles), None));
        }
        let joint = joint(newer, row, rows.get(at + 1), styles);
        lines.push((columns.row(requests, row, joint, scale, styles), Some((row.number, at == selected))));
    }
    for ((line, row), y) in lines.into_iter().zip(area.y..area.bottom()) {
        let place = Rect { y, height: 1, ..area };
        let mut line = line;
        if let Some((number, selected)) = row {
            learned.clicks.push((area_of(place), Target::Request(number)));
            if selected && focused {
                line = line.style(styles.of(Role::Selected));
                frame.buffer_mut().set_style(place, styles.of(Role::Selected));
            }
        }
        frame.render_widget(line, place);
    }
}

/// The scale that the bars of these rows share: the next round number above the longest.
fn scale(requests: &Requests, rows: &[Row<'_>]) -> u64 {
    let end = |row: &Row<'_>| segments(&requests.attempts(row)).last().map_or(0, |last| last.to);
    round_up(rows.iter().map(end).max().unwrap_or(0).max(1_000))
}

/// What joins the attempts of one batch at the left of their rows.
fn joint(newer: Option<&Row<'_>>, row: &Row<'_>, older: Option<&Row<'_>>, styles: &Styles) -> &'static str {
    let same = |other: Option<&Row<'_>>| other.is_some_and(|other| other.batch == row.batch);
    let glyphs = if styles.glyphs.ascii { ["/", "|", "\\"] } else { ["╭", "│", "╰"] };
    match (same(newer), same(older)) {
        (false, false) => " ",
        (false, true) => glyphs[0],
        (true, true) => glyphs[1],
        (true, false) => glyphs[2],
    }
}

/// The line between the requests of two producers.
fn generation<'a>(requests: &Requests, number: u32, width: u16, styles: &Styles) -> Line<'a> {
    let line = styles.glyphs.line;
    let width = usize::from(width);
    let words = format!("{line}{line} {} ", requests.generations.words(number, styles.glyphs.arrow));
    let words = cut(&words, width, &styles.glyphs);
    let rest = width.saturating_sub(crate::app::editor::width_of(&words));
    Line::styled(words + &line.repeat(rest), styles.of(Role::Title))
}
