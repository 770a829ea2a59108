//! The dialog in which the value of a property is typed or chosen.

use ratatui::text::Line;

use crate::app::command::{Command, Context, ProfileCommand};
use crate::app::editor::width_of;
use crate::app::profile::{Input, Reading, Typed};
use crate::domain::property::explain::Page;
use crate::domain::theme::Role;
use crate::ui::forms::typed;
use crate::ui::sheet::{LABEL, Sheet};
use crate::ui::text::{cut, span, wrap};

/// The most lines of the explanation.
const EXPLAINED: usize = 6;

/// What the dialog is called: the property.
pub fn title(sheet: &Sheet<'_>) -> &'static str {
    sheet.state.profile.input.as_ref().map_or("Value", |input| input.property.name)
}

/// The lines; says where the cursor stands.
pub fn lines<'a>(sheet: &Sheet<'a>, height: usize, cursor: &mut Option<(usize, usize)>) -> Vec<Line<'a>> {
    let Some(input) = &sheet.state.profile.input else { return Vec::new() };
    let styles = sheet.styles;
    let room = sheet.width.saturating_sub(LABEL + 1);
    let (text, column) = match &input.typed {
        Typed::Open(editor) => typed(editor, sheet, room),
        Typed::Hidden(secret) => {
            let stars = "*".repeat(secret.expose().chars().count().min(room.saturating_sub(1)));
            let column = width_of(&stars);
            (stars, column)
        }
    };
    *cursor = Some((LABEL + column, 0));
    let mut lines = vec![Line::from(vec![
        span(format!("{:LABEL$}", "value"), styles.of(Role::Focus)),
        span(text, styles.of(Role::Text)),
    ])];
    lines.extend(said(sheet, input));
    for (at, choice) in input.choices.iter().enumerate() {
        let words = format!("{:LABEL$}{}", "", cut(choice, room, &styles.glyphs));
        let role = if input.chosen() == Some(at) { Role::Selected } else { Role::Text };
        lines.push(sheet.item(at, Line::styled(words, styles.of(role))));
    }
    let page = Page::of(input.property);
    let rows = page.rows();
    let default = rows.iter().find(|(label, _)| *label == "default").map(|(_, words)| words.clone());
    lines.push(sheet.field("default", &default.unwrap_or_default(), Role::Text));
    lines.push(Line::default());
    // Between the frame, the keys and what stands above there is room for some of the explanation.
    let left = height.saturating_sub(lines.len() + 5).min(EXPLAINED);
    let explained: Vec<String> =
        page.paragraphs().iter().flat_map(|paragraph| wrap(paragraph, sheet.width, &styles.glyphs)).collect();
    if left > 1 {
        let whole = explained.len() <= left;
        for (at, line) in explained.into_iter().take(left).enumerate() {
            let line = if at + 1 == left && !whole {
                format!("{} {}", cut(&line, sheet.width.saturating_sub(2), &styles.glyphs), styles.glyphs.cut)
            } else {
                line
            };
            lines.push(Line::styled(line, styles.of(Role::Dim)));
        }
        lines.push(Line::default());
    }
    let wanted: &[Command] = &[
        Command::Profile(ProfileCommand::TakeValue),
        Command::Profile(ProfileCommand::ChoiceDown),
        Command::Profile(ProfileCommand::KeepValue),
    ];
    lines.push(sheet.keys(Context::Value, wanted));
    lines
}

/// What was typed comes to, or what is wrong with it and what is allowed.
fn said<'a>(sheet: &Sheet<'a>, input: &Input) -> Vec<Line<'a>> {
    let (words, role) = match input.reading() {
        Reading::Wrong(why) => (why, Role::Bad),
        Reading::Reference(_) => ("is looked up when the producer starts".to_owned(), Role::Good),
        Reading::Good { written, words } => {
            let text = written.to_string();
            let told = words.filter(|words| *words != text);
            let words = match told {
                Some(told) => format!("{text} = {told}"),
                None if text.is_empty() => "empty".to_owned(),
                None => text,
            };
            (words, Role::Good)
        }
    };
    let indent = " ".repeat(LABEL);
    let style = sheet.styles.of(role);
    let lines = wrap(&words, sheet.width.saturating_sub(LABEL), &sheet.styles.glyphs);
    lines.into_iter().map(|line| Line::styled(format!("{indent}{line}"), style)).collect()
}
