//! The form of a topic, and the question before it is changed.

use ratatui::text::Line;

use crate::app::command::{Command, Context, TopicCommand};
use crate::app::topic_change::consequences;
use crate::app::topic_form::{Stage, Task, TopicField, TopicForm};
use crate::domain::failure::Code;
use crate::domain::outcome::Failure;
use crate::domain::theme::Role;
use crate::domain::topic::TopicChange;
use crate::ui::forms::{text_width, typed};
use crate::ui::sheet::{LABEL, Sheet};
use crate::ui::text::{cut, fit, span, wrap};

/// The title of the dialog.
pub fn title(form: &TopicForm) -> &'static str {
    match (&form.task, &form.stage) {
        (Task::New, Stage::Asking(_)) => "Make this topic?",
        (Task::New, Stage::Filling | Stage::Working(_)) => "New topic",
        (Task::Grow { .. }, Stage::Asking(_)) => "Grow this topic?",
        (Task::Grow { .. }, Stage::Filling | Stage::Working(_)) => "Grow a topic",
    }
}

/// Its lines; says where the cursor stands.
pub fn topic<'a>(sheet: &Sheet<'a>, form: &TopicForm, cursor: &mut Option<(usize, usize)>) -> Vec<Line<'a>> {
    let guard = if sheet.state.session.running.is_guarded() { Role::Guard } else { Role::Text };
    let mut lines = vec![sheet.field("cluster", &sheet.cluster(), guard)];
    match &form.stage {
        Stage::Filling => filling(sheet, form, cursor, &mut lines),
        Stage::Asking(change) | Stage::Working(change) => asked(sheet, form, change, &mut lines),
    }
    lines
}

fn filling<'a>(sheet: &Sheet<'a>, form: &TopicForm, cursor: &mut Option<(usize, usize)>, lines: &mut Vec<Line<'a>>) {
    let styles = sheet.styles;
    if let Task::Grow { topic, now } = &form.task {
        lines.push(sheet.field("topic", topic, Role::Title));
        lines.push(sheet.field("now", &partitions(i64::from(*now)), Role::Text));
    }
    for (at, field) in form.fields().iter().enumerate() {
        let doc = form.doc(*field);
        let width = if doc.is_empty() { sheet.width.saturating_sub(LABEL + 1) } else { text_width(sheet.width) };
        let focused = *field == form.field();
        let text = if focused {
            let (text, column) = typed(form.editor(*field), sheet, width);
            *cursor = Some((LABEL + column, lines.len()));
            text
        } else {
            cut(&form.editor(*field).text(), width, &styles.glyphs)
        };
        let label = match (field, &form.task) {
            (TopicField::Partitions, Task::Grow { .. }) => "then",
            (field, _) => field.name(),
        };
        let room = sheet.width.saturating_sub(LABEL + width + 1);
        let line = Line::from(vec![
            span(format!("{label:LABEL$}"), styles.of(if focused { Role::Focus } else { Role::Dim })),
            span(fit(&text, width + 1, &styles.glyphs), styles.of(Role::Text)),
            span(cut(doc, room, &styles.glyphs), styles.of(Role::Dim)),
        ]);
        lines.push(sheet.item(at, line));
        if let Some(problem) = form.problem(*field) {
            for words in wrap(&problem, sheet.width.saturating_sub(LABEL), &styles.glyphs) {
                lines.push(Line::styled(format!("{}{words}", " ".repeat(LABEL)), styles.of(Role::Bad)));
            }
        }
    }
    lines.push(Line::default());
    tell_consequences(sheet, form, lines);
    if let Some(failure) = &form.failure {
        lines.extend(card(sheet, failure));
        lines.push(Line::default());
    }
    let mut wanted = vec![Command::Topic(TopicCommand::Ask)];
    if form.fields().len() > 1 {
        wanted.push(Command::Topic(TopicCommand::NextField));
    }
    wanted.push(Command::Topic(TopicCommand::Close));
    lines.push(sheet.keys(Context::TopicForm, &wanted));
}

/// What is to be done, and whether it really is.
fn asked<'a>(sheet: &Sheet<'a>, form: &TopicForm, change: &TopicChange, lines: &mut Vec<Line<'a>>) {
    lines.push(sheet.field("topic", change.topic(), Role::Title));
    match change {
        TopicChange::Create { partitions: count, replication, .. } => {
            let count = count.map_or("the broker's num.partitions".to_owned(), |count| partitions(count.into()));
            lines.push(sheet.field("partitions", &count, Role::Text));
            let replicas =
                replication.map_or("the broker's default.replication.factor".to_owned(), |factor| factor.to_string());
            lines.push(sheet.field("replicas", &replicas, Role::Text));
        }
        TopicChange::Grow { partitions: count, .. } => {
            let now = if let Task::Grow { now, .. } = &form.task { *now } else { 0 };
            let words = format!("{now} {} {}", sheet.styles.glyphs.arrow, partitions((*count).into()));
            lines.push(sheet.field("partitions", &words, Role::Text));
        }
    }
    lines.push(Line::default());
    tell_consequences(sheet, form, lines);
    if matches!(form.stage, Stage::Working(_)) {
        lines.extend(sheet.words("The cluster was asked, and has not answered yet.", Role::Text));
        return;
    }
    let wanted = [TopicCommand::Change, TopicCommand::DoNotChange].map(Command::Topic);
    lines.push(sheet.keys(Context::TopicQuestion, &wanted));
}

fn tell_consequences<'a>(sheet: &Sheet<'a>, form: &TopicForm, lines: &mut Vec<Line<'a>>) {
    let told = consequences(sheet.state, form);
    for (at, words) in told.iter().enumerate() {
        lines.extend(sheet.words(words, if at + 1 == told.len() { Role::Warning } else { Role::Text }));
    }
    if !told.is_empty() {
        lines.push(Line::default());
    }
}

/// Why the cluster did not do it, in the words of the error's card.
fn card<'a>(sheet: &Sheet<'a>, failure: &Failure) -> Vec<Line<'a>> {
    let mut lines = sheet.words(&format!("{} ({})", failure.name, failure.code), Role::Bad);
    lines.extend(sheet.words(&sentence(&failure.message), Role::Text));
    if let Some(cause) = &failure.cause {
        lines.extend(sheet.words(&sentence(cause), Role::Text));
    }
    if let Some(code) = Code::find(failure.code) {
        lines.extend(sheet.words(&format!("Usual causes: {}.", code.causes), Role::Dim));
        lines.extend(sheet.words(code.next, Role::Dim));
    }
    if failure.possibly_persisted {
        lines.extend(sheet.words("It may have been done all the same: look at the topic.", Role::Warning));
    }
    lines
}

fn sentence(words: &str) -> String {
    let mut characters = words.trim_end_matches('.').chars();
    let first: String = characters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{first}{}.", characters.as_str())
}

fn partitions(count: i64) -> String {
    match count {
        1 => "1 partition".to_owned(),
        count => format!("{count} partitions"),
    }
}
