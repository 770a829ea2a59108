//! The Profile pane: the properties with their values, and what is known of the selected one.

mod compare;
mod findings;
mod page;
mod rows;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::command::{Command, ProfileCommand};
use crate::app::dialog::Dialog;
use crate::app::editor::width_of;
use crate::app::learned::{Learned, Target};
use crate::app::profile::{Review, View};
use crate::app::state::{Pane, State};
use crate::domain::diagnostic::Severity;
use crate::domain::theme::Role;
use crate::ui::styles::Styles;
use crate::ui::text::{cut, span, width_of_spans};
use crate::ui::{area_of, framed};

/// The fewest columns that leave room for the page beside the list.
const BESIDE: u16 = 110;
/// The fewest rows that leave room for it below.
const BELOW: u16 = 12;

/// Draws the pane.
pub fn draw(state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect, learned: &mut Learned) {
    let focused = state.focus == Pane::Profile;
    let Some(review) = state.profile.review() else { return };
    let room = usize::from(area.width).saturating_sub(4);
    let title = cut(&title(review), room, &styles.glyphs);
    let drafted = drafted(state, styles);
    let left = room.saturating_sub(width_of_spans(&drafted) + 3);
    let block = framed(&title, focused, (found(review, styles, left), drafted), styles);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    learned.clicks.push((area_of(area), Target::Profile));
    let mut inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    if focused
        && state.profile.view == View::Rows
        && let Some(line) = search(state, styles, inner, learned)
    {
        frame.render_widget(line, Rect { height: 1, ..inner });
        inner = Rect { y: inner.y + 1, height: inner.height.saturating_sub(1), ..inner };
    }
    match state.profile.view {
        View::Findings if focused => findings::draw(state, styles, frame, inner, learned),
        View::Compare if focused => compare::draw(state, styles, frame, inner, learned),
        View::Page if focused => {
            let lines = page::lines(state, styles, usize::from(inner.width));
            scrolled(state, frame, inner, lines, learned);
        }
        View::Rows | View::Page | View::Findings | View::Compare => {
            let (list, line, beside) = split(inner, focused);
            rows::draw(state, styles, frame, list, focused, learned);
            if let Some(line) = line {
                let rule = styles.glyphs.line.repeat(usize::from(line.width));
                frame.render_widget(Line::styled(rule, styles.of(Role::Border)), line);
            }
            if let Some(area) = beside {
                let lines = page::lines(state, styles, usize::from(area.width));
                for (line, y) in lines.into_iter().zip(area.y..area.bottom()) {
                    frame.render_widget(line, Rect { y, height: 1, ..area });
                }
            }
        }
    }
}

/// `2 Profile: embedded (java defaults)`
fn title(review: &Review) -> String {
    let (pane, profile) = (Pane::Profile, &review.profile);
    format!("{} {}: {} ({} defaults)", pane.number(), pane.name(), profile.name, profile.model.name())
}

/// The list, a line between, and what is known of the selected one: beside, below, or not at all.
fn split(inner: Rect, focused: bool) -> (Rect, Option<Rect>, Option<Rect>) {
    if inner.width >= BESIDE {
        let left = inner.width * 3 / 5;
        let beside = Rect { x: inner.x + left + 2, width: inner.width - left - 2, ..inner };
        return (Rect { width: left, ..inner }, None, Some(beside));
    }
    if inner.height < BELOW || !focused {
        return (inner, None, None);
    }
    let below = (inner.height / 2).clamp(5, 14);
    let list = Rect { height: inner.height - below - 1, ..inner };
    let line = Rect { y: list.bottom(), height: 1, ..inner };
    (list, Some(line), Some(Rect { y: line.bottom(), height: below, ..inner }))
}

/// Lines of which as many as there is room for are shown, from where a person scrolled to.
fn scrolled(state: &State, frame: &mut Frame<'_>, area: Rect, lines: Vec<Line<'_>>, learned: &mut Learned) {
    let height = usize::from(area.height);
    learned.profile = (height, lines.len());
    let top = state.profile.scroll.min(lines.len().saturating_sub(height));
    for (line, y) in lines.into_iter().skip(top).zip(area.y..area.bottom()) {
        frame.render_widget(line, Rect { y, height: 1, ..area });
    }
}

/// The line of the search, while something is searched for.
fn search<'a>(state: &State, styles: &Styles, area: Rect, learned: &mut Learned) -> Option<Line<'a>> {
    let typing = state.dialog == Some(Dialog::Search);
    let search = state.profile.search();
    if !typing && search.is_empty() {
        return None;
    }
    let found = state.profile.lines().len();
    let found = if found == 0 { " no property fits".to_owned() } else { format!(" {found} found") };
    let room = usize::from(area.width).saturating_sub(width_of(&found) + 6);
    let typed = cut(search, room, &styles.glyphs);
    if typing {
        let column = 5 + u16::try_from(width_of(&typed)).unwrap_or(u16::MAX);
        learned.cursor = Some((area.x + column.min(area.width.saturating_sub(1)), area.y));
    }
    let label = styles.of(if typing { Role::Focus } else { Role::Dim });
    let role = if found.contains("no ") { Role::Warning } else { Role::Dim };
    Some(Line::from(vec![span("find ", label), span(typed, styles.of(Role::Text)), span(found, styles.of(role))]))
}

/// What the linter and the client have to say, in numbers: in words where there is room for them.
fn found<'a>(review: &Review, styles: &Styles, room: usize) -> Vec<Span<'a>> {
    let told = |words: bool| {
        let mut spans: Vec<Span<'a>> = Vec::new();
        for (severity, one, many) in [
            (Severity::Error, "error", "errors"),
            (Severity::Warning, "warning", "warnings"),
            (Severity::Info, "info", "infos"),
        ] {
            let (sign, role) = rows::mark(severity, styles);
            let text = match (review.count(severity), words) {
                (0, _) => continue,
                (1, true) => format!("1 {one}"),
                (count, true) => format!("{count} {many}"),
                (count, false) => format!("{count}{sign}"),
            };
            let gap = match (spans.is_empty(), words) {
                (true, _) => String::new(),
                (false, true) => format!(" {} ", styles.glyphs.dot),
                (false, false) => " ".to_owned(),
            };
            spans.push(span(format!("{gap}{text}"), styles.of(role)));
        }
        spans
    };
    let whole = told(true);
    if width_of_spans(&whole) <= room { whole } else { told(false) }
}

/// How much of the draft is not applied.
fn drafted<'a>(state: &State, styles: &Styles) -> Vec<Span<'a>> {
    let key = state.keymap.shown(Command::Profile(ProfileCommand::Apply)).map(|key| key.to_string());
    let changes = match state.profile.draft.len() {
        0 => return Vec::new(),
        1 => "1 change".to_owned(),
        changes => format!("{changes} changes"),
    };
    let applies = key.map(|key| format!(" {} {key} applies", styles.glyphs.dot)).unwrap_or_default();
    vec![span(format!("{changes}{applies}"), styles.of(Role::Warning))]
}
