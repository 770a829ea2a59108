//! The palette: what is searched for, and the commands that fit. The list of themes.

use ratatui::text::Line;

use crate::app::command::{Command, Context};
use crate::app::editor::width_of;
use crate::app::looks::Choice;
use crate::app::palette::{Item, items};
use crate::domain::theme::Role;
use crate::ui::forms::typed;
use crate::ui::sheet::Sheet;
use crate::ui::text::{cut, fit, span, spread};

/// Columns of the names.
const NAME: usize = 20;
/// Columns of what stands before the text.
const PROMPT: usize = 2;

/// The lines, `page` of them commands; says where the cursor stands.
pub fn lines<'a>(sheet: &Sheet<'a>, page: usize, cursor: &mut Option<(usize, usize)>) -> Vec<Line<'a>> {
    let (state, styles) = (sheet.state, sheet.styles);
    let items = items(state);
    let (text, column) = typed(&state.palette.input, sheet, sheet.width.saturating_sub(PROMPT + 12));
    *cursor = Some((PROMPT + column, 0));
    let many = if items.len() == 1 { "1 command".to_owned() } else { format!("{} commands", items.len()) };
    let many = span(many, styles.of(Role::Dim));
    let head = vec![span("> ", styles.of(Role::Focus)), span(text, styles.of(Role::Text))];
    let mut lines = vec![spread(head, vec![many], sheet.width), Line::default()];
    let top = (state.palette.index + 1).saturating_sub(page);
    for at in top..top + page {
        lines.push(match items.get(at) {
            Some(item) => sheet.item(at, row(sheet, item, at == state.palette.index)),
            None if at == 0 => Line::styled("No command is called like that.", styles.of(Role::Dim)),
            None => Line::default(),
        });
    }
    lines.push(Line::default());
    lines.push(sheet.keys(Context::Palette, &[Command::RunChosen, Command::PaletteDown, Command::ClosePalette]));
    lines
}

/// A command: its name, what it does or why it is not available, and its keys.
fn row<'a>(sheet: &Sheet<'a>, item: &Item, chosen: bool) -> Line<'a> {
    let (state, styles) = (sheet.state, sheet.styles);
    let keys: Vec<String> = state.keymap.keys(item.entry.command).take(2).map(|key| key.to_string()).collect();
    let keys = keys.join(" ");
    let room = sheet.width.saturating_sub(NAME + width_of(&keys) + 1);
    let (name, words) = match &item.why_not {
        None => (Role::Text, item.entry.doc.to_owned()),
        Some(reason) => (Role::Dim, format!("{} {reason}", styles.glyphs.bad)),
    };
    let line = vec![
        span(fit(item.entry.id, NAME, &styles.glyphs), styles.of(name)),
        span(fit(&cut(&words, room.saturating_sub(1), &styles.glyphs), room + 1, &styles.glyphs), styles.of(Role::Dim)),
        span(keys, styles.of(if item.why_not.is_none() { Role::Key } else { Role::Dim })),
    ];
    let line = Line::from(line);
    if chosen { line.style(styles.of(Role::Selected)) } else { line }
}

/// The themes, the one in force chosen.
pub fn themes<'a>(sheet: &Sheet<'a>) -> Vec<Line<'a>> {
    let (state, styles) = (sheet.state, sheet.styles);
    let row = |(at, choice): (usize, &'a Choice)| {
        let room = sheet.width.saturating_sub(NAME);
        let line = Line::from(vec![
            span(fit(&choice.name, NAME, &styles.glyphs), styles.of(Role::Text)),
            span(fit(&choice.description, room, &styles.glyphs), styles.of(Role::Dim)),
        ]);
        sheet.item(at, if at == state.looks.theme { line.style(styles.of(Role::Selected)) } else { line })
    };
    let mut lines: Vec<Line<'a>> = state.looks.themes.iter().enumerate().map(row).collect();
    lines.push(Line::default());
    lines.extend(sheet.words("theme = \"NAME\" in linger's configuration file keeps one.", Role::Dim));
    lines.push(sheet.keys(Context::Themes, &[Command::TakeTheme, Command::ThemeDown, Command::FormerTheme]));
    lines
}
