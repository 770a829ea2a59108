//! What is said of guards: the dialog that allows sends ahead, and the question before a load ends.

use ratatui::text::Line;

use crate::app::command::{Command, Context, GuardCommand};
use crate::app::guard::Arming;
use crate::app::state::State;
use crate::domain::profile::Guard;
use crate::domain::theme::Role;
use crate::ui::forms::typed;
use crate::ui::sheet::{LABEL, Sheet};
use crate::ui::text::span;

/// How sends are guarded, in a word or two, where nothing is allowed ahead; `None` where everything is open.
pub fn word(state: &State) -> Option<&'static str> {
    let topic = state.record.topic_name();
    let guards = &state.session.running.guards;
    match (guards.of_cluster(), guards.of_topic(&topic)) {
        (Guard::ReadOnly, _) => Some("read-only"),
        (_, Guard::ReadOnly) => Some("this topic is read-only"),
        (Guard::Confirm, _) => Some("every send asks"),
        (Guard::Open, Guard::Confirm) => Some("this topic asks"),
        (Guard::Open, Guard::Open) => None,
    }
}

/// The input of how long sends ask no more; says where the cursor stands.
pub fn arm<'a>(sheet: &Sheet<'a>, arming: &Arming, cursor: &mut Option<(usize, usize)>) -> Vec<Line<'a>> {
    let mut lines = vec![
        sheet.field("cluster", &sheet.cluster(), Role::Guard),
        sheet.field("topic", &arming.topic, Role::Title),
        Line::default(),
    ];
    let first = if arming.confirm.is_some() { "The record that was asked for goes first. " } else { "" };
    let words = format!("{first}So many records, or for so long, sends ask no more: as 10, or 5 min.");
    lines.extend(sheet.words(&words, Role::Dim));
    let (text, column) = typed(&sheet.state.pipeline.input, sheet, sheet.width.saturating_sub(LABEL + 1));
    *cursor = Some((LABEL + column, lines.len()));
    lines.push(Line::from(vec![
        span(format!("{:LABEL$}", "for"), sheet.styles.of(Role::Focus)),
        span(text, sheet.styles.of(Role::Text)),
    ]));
    lines.push(Line::default());
    lines.push(sheet.keys(Context::Arm, &[GuardCommand::Take, GuardCommand::Close].map(Command::Guard)));
    lines
}

/// The question before a load ends for another cluster.
pub fn end_load<'a>(sheet: &Sheet<'a>) -> Vec<Line<'a>> {
    let words = "A load runs, and it does not go along to another profile or cluster: it ends here first, and its \
                 records are delivered.";
    let mut lines = sheet.words(words, Role::Warning);
    lines.push(Line::default());
    lines.push(sheet.keys(Context::EndLoad, &[GuardCommand::EndLoad, GuardCommand::KeepLoad].map(Command::Guard)));
    lines
}
