//! The list of topics to choose from.

use ratatui::text::Line;

use crate::app::command::{Command, Context, FormCommand};
use crate::app::editor::width_of;
use crate::app::topics::Choice;
use crate::domain::theme::Role;
use crate::ui::sheet::{LABEL, Sheet};
use crate::ui::text::{count, cut, span, spread};

/// The most topics shown at once.
const SHOWN: usize = 12;

/// The filter and the topics it leaves; says where the cursor stands.
pub fn topics<'a>(
    sheet: &Sheet<'a>,
    filter: &str,
    at: usize,
    height: usize,
    cursor: &mut Option<(usize, usize)>,
) -> Vec<Line<'a>> {
    let (state, styles) = (sheet.state, sheet.styles);
    let glyphs = &styles.glyphs;
    let choices = state.topic_choices(filter);
    let all = choices.len();
    let found = match (&state.cluster, all) {
        (None, _) => format!("looking at the cluster{}", glyphs.cut),
        (Some(Err(reason)), _) => format!("the cluster's topics are not known: {reason}"),
        (Some(Ok(_)), 1) => "1 topic".to_owned(),
        (Some(Ok(_)), all) => format!("{} topics", count(u64::try_from(all).unwrap_or(u64::MAX))),
    };
    let room = sheet.width.saturating_sub(LABEL + 1);
    // The end of a long filter is in sight.
    let mut shown = filter;
    while width_of(shown) > room {
        let mut characters = shown.chars();
        characters.next();
        shown = characters.as_str();
    }
    let typed = cut(shown, room, glyphs);
    *cursor = Some((LABEL + width_of(&typed), 0));
    let label = span(format!("{:LABEL$}", "filter"), styles.of(Role::Focus));
    let mut lines = vec![Line::from(vec![label, span(typed, styles.of(Role::Text))])];
    lines.push(Line::styled(cut(&found, sheet.width, glyphs), styles.of(Role::Dim)));
    let room = SHOWN.min(height.saturating_sub(6)).max(1);
    let top = (at + 1).saturating_sub(room);
    for (index, choice) in choices.iter().enumerate().skip(top).take(room) {
        let line = row(sheet, choice);
        let line = if index == at { line.style(styles.of(Role::Selected)) } else { line };
        lines.push(sheet.item(index, line));
    }
    if all == 0 && !filter.trim().is_empty() {
        let words = match (&state.cluster, state.nearest_topic(filter.trim())) {
            (Some(Ok(_)), Some(nearest)) => format!("The cluster has no such topic. Did you mean '{nearest}'?"),
            (Some(Ok(_)), None) => "The cluster has no such topic; choosing takes the name as it is typed.".to_owned(),
            (Some(Err(_)) | None, _) => "Choosing takes the name as it is typed.".to_owned(),
        };
        lines.extend(sheet.words(&words, Role::Warning));
    }
    lines.push(Line::default());
    let wanted = [FormCommand::ChooseTopic, FormCommand::KeepTopic].map(Command::Form);
    lines.push(sheet.keys(Context::Topics, &wanted));
    lines
}

fn row<'a>(sheet: &Sheet<'a>, choice: &Choice<'_>) -> Line<'a> {
    let (styles, glyphs) = (sheet.styles, &sheet.styles.glyphs);
    let (note, role) = match (choice.recent, choice.exists) {
        (true, Some(false)) => ("sent to in this run, not in the cluster now", Role::Warning),
        (true, Some(true) | None) => ("sent to in this run", Role::Dim),
        (false, _) => ("", Role::Dim),
    };
    let room = sheet.width.saturating_sub(width_of(note) + 2);
    let name = span(cut(choice.name, room, glyphs), styles.of(Role::Text));
    spread(vec![name], vec![span(note, styles.of(role))], sheet.width)
}
