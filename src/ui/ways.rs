//! The dialogs of how a record is sent, and of waiting for it.

use ratatui::text::Line;

use crate::app::command::{Command, Context, FormCommand};
use crate::app::results::Progress;
use crate::app::state::State;
use crate::app::ways::{Counter, MAX_TIMES, Way, WayField};
use crate::app::when::time_of_day;
use crate::domain::figures::{count, duration};
use crate::domain::theme::Role;
use crate::ui::forms::{text_width, typed};
use crate::ui::sheet::{LABEL, Sheet};
use crate::ui::text::{cut, fit, span};

/// How the record in the form is sent; says where the cursor stands.
pub fn ways<'a>(sheet: &Sheet<'a>, cursor: &mut Option<(usize, usize)>) -> Vec<Line<'a>> {
    let (state, styles) = (sheet.state, sheet.styles);
    let ways = &state.ways;
    let width = text_width(sheet.width);
    let mut lines = Vec::new();
    for (at, field) in WayField::ALL.into_iter().enumerate() {
        let focused = at == ways.at;
        let (text, doc) = match field {
            WayField::Way => named(&Way::ALL, ways.way),
            WayField::Counter => named(&Counter::ALL, ways.counter),
            WayField::Times => (String::new(), format!("1 to {}; empty is once", count(u64::from(MAX_TIMES)))),
            WayField::Name => (String::new(), "of the header or the member; empty is n".to_owned()),
        };
        let text = match ways.editor(field) {
            Some(editor) if focused => {
                let (text, column) = typed(editor, sheet, width);
                *cursor = Some((LABEL + column, lines.len()));
                text
            }
            Some(editor) => cut(&editor.text(), width, &styles.glyphs),
            None => text,
        };
        let room = sheet.width.saturating_sub(LABEL + width + 1);
        let label = styles.of(if focused { Role::Focus } else { Role::Dim });
        let chosen = styles.of(if focused && ways.editor(field).is_none() { Role::Selected } else { Role::Text });
        let pad = (width + 1).saturating_sub(text.chars().count());
        lines.push(sheet.item(
            at,
            Line::from(vec![
                span(format!("{:LABEL$}", field.name()), label),
                span(text, chosen),
                span(" ".repeat(pad), styles.of(Role::Text)),
                span(fit(&doc, room, &styles.glyphs), styles.of(Role::Dim)),
            ]),
        ));
    }
    let record = state.record.compose(0, state.topic_view()).ok();
    let numbered = record.and_then(|record| ways.numbered(&record, 0).err());
    if let Some(what) = ways.times().err().or(numbered) {
        lines.extend(sheet.words(&what, Role::Bad));
    }
    lines.push(Line::default());
    let wanted = [FormCommand::TurnWay, FormCommand::NextWayField, FormCommand::CloseWays].map(Command::Form);
    lines.push(sheet.keys(Context::Ways, &wanted));
    lines
}

fn named<T: Copy + PartialEq>(all: &[(T, &'static str, &'static str)], chosen: T) -> (String, String) {
    let found = all.iter().find(|(choice, ..)| *choice == chosen);
    found.map_or_else(Default::default, |(_, name, doc)| ((*name).to_owned(), (*doc).to_owned()))
}

/// The form waits for a result.
pub fn awaiting<'a>(sheet: &Sheet<'a>) -> Vec<Line<'a>> {
    let state = sheet.state;
    let mut lines = Vec::new();
    if let Some((n, since, progress)) = state.awaited() {
        let zone = &state.session.time_zone;
        let which = state.sequence.as_ref().filter(|sequence| sequence.times > 1);
        let which = which.map(|sequence| format!(", {} of {}", sequence.sent, sequence.times)).unwrap_or_default();
        let waits = waited(state, since).map(|wait| format!(", {wait} so far")).unwrap_or_default();
        let words = format!("The form waits for record {n}{which}, since {}{waits}.", time_of_day(since, zone));
        lines.extend(sheet.words(&words, Role::Text));
        let row = state.results_now().row(n);
        let why = row.and_then(|row| state.standing.why_waits(&row.topic, row.partition()));
        let why = why.map(|why| format!(": {why}")).unwrap_or_default();
        let (words, role) = match progress {
            Some(Progress::Sending) => (format!("It waits to be accepted{why}."), Role::Warning),
            Some(Progress::Waiting { partition, .. }) => (
                format!("It was accepted for partition {partition} and waits for its acknowledgement{why}."),
                Role::Warning,
            ),
            Some(Progress::Cancelling | Progress::Ended { .. }) | None => (String::new(), Role::Text),
        };
        lines.extend(sheet.words(&words, role));
    }
    lines.push(Line::default());
    lines.push(sheet.keys(Context::Awaiting, &[Command::Form(FormCommand::StopWaiting)]));
    lines
}

/// How long it is by what the producer told last, once that is long.
fn waited(state: &State, since: i64) -> Option<String> {
    let now = i64::try_from(state.meter_now()?.at).ok()?;
    let waited = u64::try_from(now - since).ok().filter(|micros| *micros >= 1_000_000)?;
    Some(duration(waited))
}
