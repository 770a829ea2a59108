//! The dialogs that something is typed into: the form of a load, and the input of a value.

use std::time::Duration;

use ratatui::text::Line;
use unicode_width::UnicodeWidthStr as _;

use crate::app::command::{Command, Context};
use crate::app::editor::Editor;
use crate::app::load_form::LoadField;
use crate::app::tuning::Tuned;
use crate::domain::figures::{bytes, count, duration};
use crate::domain::load::{Keys, Plan};
use crate::domain::profile::Guard;
use crate::domain::property::Property;
use crate::domain::property::names::row;
use crate::domain::theme::Role;
use crate::ui::sheet::{LABEL, Sheet};
use crate::ui::text::{cut, safe, span, wrap};

/// Columns of a text that is typed.
const TYPED: usize = 20;

/// Columns of a text that is typed, on a sheet of so many.
pub fn text_width(sheet: usize) -> usize {
    TYPED.min(sheet.saturating_sub(LABEL + 1)).max(1)
}

/// A text that has the cursor: what of it is in sight, and the column of the cursor.
pub fn typed(editor: &Editor, sheet: &Sheet<'_>, width: usize) -> (String, usize) {
    let (rows, (row, column)) = editor.rows(width);
    match rows.get(row) {
        Some(row) => (safe(&editor.lines()[row.line][row.from..row.to], &sheet.styles.glyphs), column),
        None => (String::new(), 0),
    }
}

/// The form of a load; says where the cursor stands.
pub fn load<'a>(sheet: &Sheet<'a>, cursor: &mut Option<(usize, usize)>) -> Vec<Line<'a>> {
    let (state, styles) = (sheet.state, sheet.styles);
    let topic = state.record.topic_name();
    let open = state.session.running.guards.of_topic(&topic) == Guard::Open;
    let guard = if open { Role::Text } else { Role::Guard };
    let mut lines = vec![
        sheet.field("cluster", &sheet.cluster(), guard),
        sheet.field("topic", if topic.is_empty() { "no topic in the form" } else { &topic }, Role::Title),
    ];
    let width = text_width(sheet.width);
    let form = &state.pipeline.form;
    for (at, field) in LoadField::ALL.into_iter().enumerate() {
        let focused = at == form.at;
        let label = styles.of(if focused { Role::Focus } else { Role::Dim });
        let text = if focused {
            let (text, column) = typed(form.editor(field), sheet, width);
            *cursor = Some((LABEL + column, lines.len()));
            text
        } else {
            cut(&form.editor(field).text(), width, &styles.glyphs)
        };
        let room = sheet.width.saturating_sub(LABEL + width + 1);
        let line = Line::from(vec![
            span(format!("{:LABEL$}", field.name()), label),
            span(crate::ui::text::fit(&text, width + 1, &styles.glyphs), styles.of(Role::Text)),
            span(cut(field.doc(), room, &styles.glyphs), styles.of(Role::Dim)),
        ]);
        lines.push(sheet.item(at, line));
        if let Some(problem) = form.problem(field) {
            for words in wrap(&problem, sheet.width.saturating_sub(LABEL), &styles.glyphs) {
                lines.push(Line::styled(format!("{}{words}", " ".repeat(LABEL)), styles.of(Role::Bad)));
            }
        }
    }
    lines.push(Line::default());
    lines.push(sheet.keys(Context::Load, &[Command::StartLoad, Command::NextLoadField, Command::NoLoad]));
    lines
}

/// The input of a value, or of `name=value`; says where the cursor stands.
pub fn tune<'a>(sheet: &Sheet<'a>, property: Option<Tuned>, cursor: &mut Option<(usize, usize)>) -> Vec<Line<'a>> {
    let state = sheet.state;
    let (label, words) = match (property, state.meter_now()) {
        (Some(property), Some(meter)) => {
            let now = property.in_force(&meter.limits);
            (
                "value",
                format!("{} is {now} now. The running producer changes in order: nothing is lost.", property.name()),
            )
        }
        (Some(property), None) => ("value", format!("{} of the running producer.", property.name())),
        (None, _) => ("set", "Any property of the running producer, as acks=all.".to_owned()),
    };
    let mut lines = sheet.words(&words, Role::Dim);
    // A property's name and value can be long: the whole line is theirs.
    let (text, column) = typed(&state.pipeline.input, sheet, sheet.width.saturating_sub(LABEL + 1));
    let text = if property.is_none() { unseen(&text) } else { text };
    *cursor = Some((LABEL + column, lines.len()));
    lines.push(Line::from(vec![
        span(format!("{label:LABEL$}"), sheet.styles.of(Role::Focus)),
        span(text, sheet.styles.of(Role::Text)),
    ]));
    lines.push(Line::default());
    lines.push(sheet.keys(Context::Tune, &[Command::ApplyValue, Command::KeepValue]));
    lines
}

/// What is typed as `name=value`, a star for each character of a secret: of a name that is none, it may be one.
fn unseen(text: &str) -> String {
    match text.split_once('=') {
        Some((name, value)) if row(name.trim()).is_none_or(Property::is_secret) => {
            format!("{name}={}", "*".repeat(value.width()))
        }
        Some(_) | None => text.to_owned(),
    }
}

/// A load in words, a line each.
pub fn plan(plan: &Plan) -> Vec<(&'static str, String)> {
    let rate = match plan.rate {
        Some(rate) => format!("{} a second", count(rate.into())),
        None => "as fast as they are taken".to_owned(),
    };
    let keys = match plan.keys {
        Keys::None => "null".to_owned(),
        Keys::Sequential => "the record's number".to_owned(),
        Keys::Uniform(keys) => format!("one of {} numbers", count(keys.into())),
    };
    let records = plan.until.records.map(|records| format!("{} records", count(records)));
    let micros = |length: Duration| u64::try_from(length.as_micros()).unwrap_or(u64::MAX);
    let length = plan.until.duration.map(|length| duration(micros(length)));
    let until = match (records, length) {
        (None, None) => "it is stopped".to_owned(),
        (Some(one), None) | (None, Some(one)) => one,
        (Some(records), Some(length)) => format!("{records} or {length}"),
    };
    vec![("load", format!("records of {}, {rate}", bytes(plan.size.into()))), ("keys", keys), ("until", until)]
}
