//! The bytes that will go, as they are: offsets, hexadecimal digits, and text beside them.

use std::fmt::Write as _;

use ratatui::text::Line;

use crate::app::field::Mistake;
use crate::domain::figures::{bytes as size, count};
use crate::domain::payload::Payload;
use crate::domain::theme::Role;
use crate::ui::sheet::Sheet;
use crate::ui::text::{cut, span};

/// Bytes of a row, where there is room for as many; half of them elsewhere.
const A_ROW: usize = 16;
/// Columns that a row of [`A_ROW`] takes.
const WIDE: usize = 71;

/// A key, a value or a header's value, with its name.
type Part<'a> = (String, &'a Result<Payload, Mistake>);

/// How many lines there are.
pub fn height(sheet: &Sheet<'_>) -> usize {
    let a_row = a_row(sheet.width);
    parts(sheet).iter().map(|(_, payload)| 1 + rows(payload, a_row)).sum()
}

/// The lines from `top` on; only they are made, however large a payload is.
pub fn lines<'a>(sheet: &Sheet<'a>, top: usize, page: usize) -> Vec<Line<'a>> {
    let a_row = a_row(sheet.width);
    let mut lines = Vec::new();
    let mut at = 0;
    for (name, payload) in parts(sheet) {
        let rows = rows(payload, a_row);
        if at >= top && lines.len() < page {
            lines.push(head(sheet, &name, payload));
        }
        at += 1;
        let first = top.saturating_sub(at).min(rows);
        let most = page.saturating_sub(lines.len());
        if let Ok(payload) = payload {
            let bytes = payload.as_deref().unwrap_or_default();
            let shown = bytes.chunks(a_row).enumerate().skip(first).take(if at + rows > top { most } else { 0 });
            lines.extend(shown.map(|(row, chunk)| dump(sheet, row * a_row, chunk, a_row)));
        }
        at += rows;
    }
    lines
}

fn parts<'a>(sheet: &Sheet<'a>) -> Vec<Part<'a>> {
    let record = &sheet.state.record;
    let mut parts =
        vec![("key".to_owned(), record.record_key().payload()), ("value".to_owned(), record.value().payload())];
    let headers =
        record.headers().iter().map(|header| (format!("header {}", header.name.text()), header.value.payload()));
    parts.extend(headers);
    parts
}

fn a_row(width: usize) -> usize {
    if width >= WIDE { A_ROW } else { A_ROW / 2 }
}

fn rows(payload: &Result<Payload, Mistake>, a_row: usize) -> usize {
    payload.as_ref().map_or(0, |payload| payload.len().div_ceil(a_row))
}

fn head<'a>(sheet: &Sheet<'a>, name: &str, payload: &Result<Payload, Mistake>) -> Line<'a> {
    let styles = sheet.styles;
    let (what, role) = match payload {
        Err(mistake) => (format!("no bytes: {mistake}"), Role::Bad),
        Ok(payload) if payload.is_null() => ("null".to_owned(), Role::Null),
        Ok(payload) if payload.is_empty() => ("zero bytes".to_owned(), Role::Null),
        Ok(payload) => {
            let len = u64::try_from(payload.len()).unwrap_or(u64::MAX);
            let exact = if len >= 1_000 { format!(" ({} bytes)", count(len)) } else { String::new() };
            (format!("{}{exact}", size(len)), Role::Dim)
        }
    };
    let name = cut(name, sheet.width / 2, &styles.glyphs);
    Line::from(vec![span(name, styles.of(Role::Title)), span(format!("  {what}"), styles.of(role))])
}

fn dump<'a>(sheet: &Sheet<'a>, offset: usize, chunk: &[u8], a_row: usize) -> Line<'a> {
    let styles = sheet.styles;
    let (mut digits, mut text) = (String::new(), String::new());
    for byte in chunk {
        // Writing into a text can't fail.
        let _ = write!(digits, "{byte:02x} ");
        let shown = char::from(*byte);
        if (' '..='~').contains(&shown) {
            text.push(shown);
        } else {
            text.push_str(styles.glyphs.dot);
        }
    }
    let width = a_row * 3;
    Line::from(vec![
        span(format!("{offset:06x} "), styles.of(Role::Dim)),
        span(format!("{digits:width$}"), styles.of(Role::Text)),
        span(text, styles.of(Role::Dim)),
    ])
}
