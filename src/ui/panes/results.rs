//! The Results pane: the rows, and what is known of the selected one.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::command::{Command, ResultsCommand};
use crate::app::editor::width_of;
use crate::app::learned::{Learned, Target};
use crate::app::results::{Entry, Progress, Row, View};
use crate::app::state::{Pane, State};
use crate::app::when::time_of_day;
use crate::domain::outcome::{Outcome, Status};
use crate::domain::theme::Role;
use crate::ui::panes::{detail, group, life, read_back};
use crate::ui::styles::Styles;
use crate::ui::text::{count, cut, duration, failure_words, fit, payload_size, span, spread, width_of_spans};
use crate::ui::{area_of, pane_frame};

/// The fewest rows of the pane that leave room for the detail below the list.
const WITH_DETAIL: u16 = 10;
/// The fewest columns that leave room for the detail beside the list.
const BESIDE: u16 = 110;
/// Columns of a filter below the pane.
const FILTER: usize = 24;

/// Draws the pane.
pub fn draw(state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect, learned: &mut Learned) {
    let focused = state.focus == Pane::Results;
    let block = pane_frame(Pane::Results, focused, (follows(state, styles), kept(state, styles)), styles);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    learned.clicks.push((area_of(area), Target::Results));
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let Some(selected) = state.results.selected_entry() else {
        nothing(state, styles, frame, inner);
        return;
    };
    match (state.results.view(), selected) {
        (View::Life, Entry::Record(row)) => life::draw(row, state, styles, frame, inner),
        (View::ReadBack, Entry::Record(row)) if state.read_back.as_ref().is_some_and(|(n, _)| *n == row.n) => {
            read_back::draw(row, state, styles, frame, inner, learned);
        }
        (View::Detail | View::ReadBack, _) => detail_of(selected, state, styles, frame, inner, learned),
        (View::Rows | View::Life, _) => {
            let (list, line, detail) = split(inner);
            rows(state, styles, frame, list, focused, learned);
            if let Some(line) = line {
                let what = match selected {
                    Entry::Record(row) => format!("record {}", row.n),
                    Entry::Group(_) => "what happened".to_owned(),
                };
                let words = format!("{} {what} ", styles.glyphs.line);
                let rest = usize::from(line.width).saturating_sub(width_of(&words));
                let words = words + &styles.glyphs.line.repeat(rest);
                frame.render_widget(Line::styled(words, styles.of(Role::Border)), line);
            }
            if let Some(area) = detail {
                detail_of(selected, state, styles, frame, area, learned);
            }
        }
    }
}

fn detail_of(
    entry: Entry<'_>,
    state: &State,
    styles: &Styles,
    frame: &mut Frame<'_>,
    area: Rect,
    learned: &mut Learned,
) {
    match entry {
        Entry::Record(row) => detail::draw(row, state, styles, frame, area, learned),
        Entry::Group(group) => group::draw(group, state, styles, frame, area, learned),
    }
}

/// The list, a line between, and the detail: below, or beside if there is much room.
fn split(inner: Rect) -> (Rect, Option<Rect>, Option<Rect>) {
    if inner.width >= BESIDE {
        let left = inner.width * 3 / 5;
        let detail = Rect { x: inner.x + left + 2, width: inner.width - left - 2, ..inner };
        return (Rect { width: left, ..inner }, None, Some(detail));
    }
    if inner.height < WITH_DETAIL {
        return (inner, None, None);
    }
    let below = (inner.height / 2).clamp(6, 12);
    let list = Rect { height: inner.height - below - 1, ..inner };
    let line = Rect { y: list.bottom(), height: 1, ..inner };
    let detail = Rect { y: line.bottom(), height: below, ..inner };
    (list, Some(line), Some(detail))
}

fn nothing(state: &State, styles: &Styles, frame: &mut Frame<'_>, inner: Rect) {
    let key = |command| {
        let keys: Vec<String> = state.keymap.keys(command).take(2).map(|key| key.to_string()).collect();
        keys.join(" or ")
    };
    let words = if state.results.kept() > 0 {
        format!("No result is like that. {} shows all.", key(Command::Results(ResultsCommand::All)))
    } else {
        format!("No record sent yet. {} sends the one in the form.", key(Command::Send))
    };
    let lines = crate::ui::text::wrap(&words, usize::from(inner.width), &styles.glyphs);
    for (words, y) in lines.into_iter().zip(inner.y..inner.bottom()) {
        frame.render_widget(Line::styled(words, styles.of(Role::Dim)), Rect { y, height: 1, ..inner });
    }
}

/// What is shown, and whether new rows stay in sight.
fn follows<'a>(state: &State, styles: &Styles) -> Vec<Span<'a>> {
    let mut spans = Vec::new();
    let filter = state.results.filter();
    if !filter.is_all() {
        let words = format!("only {} ", cut(filter.typed(), FILTER, &styles.glyphs));
        spans.push(span(words, styles.of(Role::Warning)));
    }
    if !state.results.is_following() && !state.results.is_empty() {
        let words = format!("{} of {}", state.results.selected_index() + 1, state.results.len());
        spans.push(span(words, styles.of(Role::Dim)));
        let came = state.results.came();
        if came > 0 {
            spans.push(span(format!(" {} {} came", styles.glyphs.dot, count(came as u64)), styles.of(Role::Warning)));
        }
    } else if !filter.is_all() {
        let words = format!("{} of {}", state.results.len(), state.results.kept());
        spans.push(span(words, styles.of(Role::Dim)));
    }
    spans
}

/// What is no longer kept.
fn kept<'a>(state: &State, styles: &Styles) -> Vec<Span<'a>> {
    let gone = state.results.gone();
    let words: Vec<String> = [
        (gone.rows, "older rows dropped"),
        (gone.bytes, "rows without their bytes"),
        (gone.failures, "load failures not listed"),
    ]
    .into_iter()
    .filter(|(number, _)| *number > 0)
    .map(|(number, what)| format!("{} {what}", count(number)))
    .collect();
    if words.is_empty() {
        return Vec::new();
    }
    vec![span(words.join(&format!(" {} ", styles.glyphs.dot)), styles.of(Role::Warning))]
}

fn rows(state: &State, styles: &Styles, frame: &mut Frame<'_>, list: Rect, focused: bool, learned: &mut Learned) {
    let height = usize::from(list.height);
    learned.page = height;
    let (top, selected) = state.results.window(height);
    let shown: Vec<Entry<'_>> = state.results.entries().skip(top).take(height).collect();
    let places = shown.iter().map(|entry| match entry {
        Entry::Record(row) => width_of(&place(row)),
        Entry::Group(_) => 0,
    });
    let widest = places.max().unwrap_or(0);
    let place_width = widest.min(usize::from(list.width) / 3);
    for ((at, entry), y) in shown.into_iter().enumerate().zip(list.y..list.bottom()) {
        let area = Rect { y, height: 1, ..list };
        let mut line = match entry {
            Entry::Record(row) => row_line(row, state, styles, place_width, usize::from(list.width)),
            Entry::Group(group) => group::line(group, state, styles, usize::from(list.width)),
        };
        if focused && top + at == selected {
            line = line.style(styles.of(Role::Selected));
            let style = styles.of(Role::Selected);
            frame.buffer_mut().set_style(area, style);
        }
        learned.clicks.push((area_of(area), Target::Row(entry.id())));
        frame.render_widget(line, area);
    }
}

/// Topic, partition and offset, as far as they are known.
fn place(row: &Row) -> String {
    let partition = row.partition().map(|partition| format!("-{partition}")).unwrap_or_default();
    let offset =
        row.outcome().and_then(|outcome| outcome.offset).map(|offset| format!(" @ {offset}")).unwrap_or_default();
    format!("{}{partition}{offset}", row.topic)
}

fn row_line<'a>(row: &Row, state: &State, styles: &Styles, place_width: usize, width: usize) -> Line<'a> {
    let glyphs = &styles.glyphs;
    let (mark, role) = match &row.progress {
        Progress::Sending | Progress::Cancelling | Progress::Waiting { .. } => (glyphs.waiting, Role::Warning),
        Progress::Ended { outcome, .. } if outcome.is_ok() => (glyphs.good, Role::Good),
        Progress::Ended { .. } => (glyphs.bad, Role::Bad),
    };
    let left = vec![
        span(format!("{mark} "), styles.of(role)),
        span(time_of_day(row.at(), &state.session.time_zone), styles.of(Role::Dim)),
        Span::raw("  "),
        span(fit(&place(row), place_width, glyphs), styles.of(Role::Text)),
        Span::raw("  "),
    ];
    let room = width.saturating_sub(width_of_spans(&left));
    let (words, role, right) = what(row, state, styles);
    let room = room.saturating_sub(if right.is_empty() { 0 } else { width_of(&right) + 2 });
    let mut left = left;
    left.push(span(cut(&words, room, glyphs), styles.of(role)));
    let right = if right.is_empty() { Vec::new() } else { vec![span(right, styles.of(Role::Text))] };
    spread(left, right, width)
}

/// What happened to a record: words, their role, and what stands at the right end.
fn what(row: &Row, state: &State, styles: &Styles) -> (String, Role, String) {
    let why = state.standing.why_waits(&row.topic, row.partition());
    let waits = why.map(|reason| format!(": {reason}")).unwrap_or_default();
    match &row.progress {
        Progress::Sending => (format!("waits to be accepted{waits}"), Role::Warning, String::new()),
        Progress::Cancelling => ("is given up".to_owned(), Role::Warning, String::new()),
        Progress::Waiting { .. } if state.is_unawaited(row.n) => {
            (format!("accepted, no result is awaited{waits}"), Role::Dim, String::new())
        }
        Progress::Waiting { .. } => (format!("waits{waits}"), Role::Warning, String::new()),
        Progress::Ended { outcome, .. } if state.is_unawaited(row.n) => {
            let (words, role, right) = ended(row, outcome, styles);
            (format!("not awaited {} {words}", styles.glyphs.dot), role, right)
        }
        Progress::Ended { outcome, .. } => ended(row, outcome, styles),
    }
}

fn ended(row: &Row, outcome: &Outcome, styles: &Styles) -> (String, Role, String) {
    let latency = outcome.latency_micros.map(duration).unwrap_or_default();
    match &outcome.status {
        Status::Delivered | Status::Sent => {
            let sent = if outcome.status == Status::Sent { "sent, not acknowledged (acks=0)  " } else { "" };
            let key = row.key.as_deref().map_or("null".to_owned(), |key| match key {
                "" => "empty".to_owned(),
                key => key.to_owned(),
            });
            let words = format!("{sent}key {key}  value {}", payload_size(outcome.value_size));
            (words, Role::Dim, latency)
        }
        Status::Failed(failure) => {
            let words = failure_words(failure, &styles.glyphs);
            let written = if failure.possibly_persisted { "maybe written".to_owned() } else { String::new() };
            (words, Role::Bad, written)
        }
    }
}
