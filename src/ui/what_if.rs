//! The table of where the key in the form would go with other numbers of partitions.

use std::fmt::Write as _;

use ratatui::text::Line;

use crate::app::command::{Command, Context, WhatIfCommand};
use crate::app::what_if::{OTHERS, Row, WhatIf, rows, today};
use crate::domain::partitioner::keyed::Placed;
use crate::domain::theme::Role;
use crate::ui::sheet::Sheet;
use crate::ui::text::{cut, safe, span};

/// Columns of the numbers of partitions, and of what stands beside today's.
const PARTITIONS: usize = 16;

/// Lines of the dialog that are not rows of the table.
const FIXED: usize = 9;

/// The key, the rule, the table and what it says of the number asked about.
pub fn lines<'a>(sheet: &Sheet<'a>, asked: WhatIf, height: u16) -> Vec<Line<'a>> {
    let (state, styles) = (sheet.state, sheet.styles);
    let rule = state.partitioner();
    let Ok(key) = state.record.record_key().payload().as_ref() else {
        let mut lines = sheet.words("The key can't be read: nothing can be said of it.", Role::Bad);
        lines.push(Line::default());
        lines.push(keys(sheet));
        return lines;
    };
    let key = key.as_deref();
    let shown = match key {
        None => "null".to_owned(),
        Some(b"") => "empty".to_owned(),
        Some(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => safe(text, &styles.glyphs),
            Err(_) => format!("{} bytes", bytes.len()),
        },
    };
    let look = if key.is_some_and(|key| !key.is_empty()) { Role::Text } else { Role::Null };
    let mut lines = vec![
        sheet.field("key", &shown, look),
        sheet.field("rule", &format!("{}: {}", rule.name(), rule.why(key)), Role::Text),
        Line::default(),
        head(sheet),
    ];
    let room = usize::from(height).saturating_sub(FIXED + 3).clamp(3, 9);
    let around = u32::try_from((room - 1) / 2).unwrap_or(1);
    for row in rows(state, asked, key, around) {
        let line = line(sheet, &row);
        lines.push(if row.partitions == asked.partitions { line.style(styles.of(Role::Selected)) } else { line });
    }
    lines.push(Line::default());
    lines.extend(sheet.words(&said(sheet, asked, key), Role::Text));
    lines.push(keys(sheet));
    lines
}

fn keys<'a>(sheet: &Sheet<'a>) -> Line<'a> {
    let wanted = [WhatIfCommand::More, WhatIfCommand::Fewer, WhatIfCommand::Close].map(Command::WhatIf);
    sheet.keys(Context::WhatIf, &wanted)
}

/// The rules whose columns there is room for: their names, and the columns they take.
fn columns(width: usize) -> impl Iterator<Item = (&'static str, usize)> {
    let mut left = width.saturating_sub(PARTITIONS);
    std::iter::once("here").chain(OTHERS.map(|(name, _)| name)).map_while(move |name| {
        let wide = name.len().max(4) + 3;
        left = left.checked_sub(wide)?;
        Some((name, wide))
    })
}

fn head<'a>(sheet: &Sheet<'a>) -> Line<'a> {
    let mut head = format!("{:PARTITIONS$}", "partitions");
    for (name, wide) in columns(sheet.width) {
        let _ = write!(head, "{name:<wide$}");
    }
    Line::styled(head, sheet.styles.of(Role::Dim))
}

fn line<'a>(sheet: &Sheet<'a>, row: &Row) -> Line<'a> {
    let today = if row.is_today { "  today" } else { "" };
    let number = format!("{:>6}{today}", row.partitions);
    let mut spans = vec![span(format!("{number:PARTITIONS$}"), sheet.styles.of(Role::Dim))];
    let places = std::iter::once(row.here).chain(row.others);
    for (at, ((_, wide), place)) in columns(sheet.width).zip(places).enumerate() {
        let role = if at == 0 { Role::Text } else { Role::Dim };
        spans.push(span(format!("{:<wide$}", words(place)), sheet.styles.of(role)));
    }
    Line::from(spans)
}

fn words(place: Option<Placed>) -> String {
    place.and_then(Placed::at).map_or("any".to_owned(), |partition| partition.to_string())
}

/// What the number asked about means for the key.
fn said(sheet: &Sheet<'_>, asked: WhatIf, key: Option<&[u8]>) -> String {
    let rule = sheet.state.partitioner();
    let then = rule.place(key, asked.partitions).and_then(Placed::at);
    let now = today(sheet.state).and_then(|now| rule.place(key, now)).and_then(Placed::at);
    let with = format!("With {} partitions", asked.partitions);
    let explicit = sheet.state.record.asked_partition().ok().flatten();
    let told = match (now, then) {
        (Some(now), Some(then)) if now == then => format!("{with} the record stays in {now}."),
        (Some(now), Some(then)) => format!("{with} the record goes to {then} in place of {now}."),
        (None, Some(then)) => format!("{with} the record goes to {then}."),
        (_, None) => format!("{with} it is any of them: {}.", rule.why(key)),
    };
    let told = match explicit {
        Some(partition) => format!("{told} The record itself asks for {partition}, whatever its key."),
        None => told,
    };
    cut(&told, sheet.width * 2, &sheet.styles.glyphs)
}
