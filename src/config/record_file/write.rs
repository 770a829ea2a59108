//! A record under edit as the text of a record file.

use std::fmt::Write as _;

use crate::domain::draft::{Draft, Written};
use crate::domain::format::Format;

/// What stands before the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Preface<'a> {
    /// Comment lines of somebody else, each with its newline; empty for none.
    Comments(&'a str),
    /// What the file is and what may stand in it, for an editor; names that are not given stand there as comments.
    Manual,
}

const MANUAL: &str = "\
# The record in the form. Save it and leave the editor to take it over: nothing
# is sent. The form stays as it was if nothing is saved, or if the editor ends
# with an error (:cq in vi).
#
# topic      its name
# partition  a number from 0; without it the key decides, or the sticky rule
#            where the key is null
# timestamp  milliseconds since the epoch, \"2023-11-14T22:13:20Z\", or relative
#            as \"-2h\"; without it the moment of sending
# key        a text, or one of { text = \"…\" }, { json = '''…''' },
# value      { hex = \"00ff\" }, { base64 = \"AP8=\" }, { null = true }; JSON can be
#            written in TOML too: { json = { total = 1 } }. A null value deletes
#            its key where the topic is compacted
# headers    in their order, names may repeat: [{ name = \"…\", value = … }]
#
# Texts: \"…\" with escapes as \\n, '…' as it stands, '''…''' over lines (a
# newline behind the first ''' is none of the text).

";

/// Writes a draft as a record file that reads as the same.
pub fn write_draft(draft: &Draft, preface: Preface<'_>) -> String {
    let mut text = match preface {
        Preface::Comments(comments) => comments.to_owned(),
        Preface::Manual => MANUAL.to_owned(),
    };
    let manual = preface == Preface::Manual;
    if !draft.topic.is_empty() {
        line(&mut text, "topic", &string(&draft.topic));
    } else if manual {
        text.push_str("# topic = \"\"\n");
    }
    let partition = draft.partition.trim();
    if !partition.is_empty() && !partition.eq_ignore_ascii_case("auto") {
        line(&mut text, "partition", &number(&draft.partition));
    } else if manual {
        text.push_str("# partition = 0\n");
    }
    if !draft.timestamp.is_empty() {
        line(&mut text, "timestamp", &number(&draft.timestamp));
    } else if manual {
        text.push_str("# timestamp = \"-2h\"\n");
    }
    line(&mut text, "key", &payload(&draft.key));
    line(&mut text, "value", &payload(&draft.value));
    if !draft.headers.is_empty() {
        text.push_str("headers = [\n");
        for (name, value) in &draft.headers {
            // Writing to a string can't fail.
            let _ = writeln!(text, "  {{ name = {}, value = {} }},", string(name), payload(value));
        }
        text.push_str("]\n");
    } else if manual {
        text.push_str("# headers = [\n#   { name = \"trace-id\", value = \"7f3a\" },\n# ]\n");
    }
    text
}

fn line(text: &mut String, name: &str, value: &str) {
    // Writing to a string can't fail.
    let _ = writeln!(text, "{name} = {value}");
}

/// A number as such if it is written as one, else the text.
fn number(text: &str) -> String {
    match text.parse::<i64>() {
        Ok(number) if number.to_string() == text => text.to_owned(),
        Ok(_) | Err(_) => string(text),
    }
}

fn payload(written: &Written) -> String {
    match written {
        Written::Null => "{ null = true }".to_owned(),
        Written::Empty => "\"\"".to_owned(),
        Written::As(Format::Text, text) if !text.is_empty() => string(text),
        Written::As(format, text) => format!("{{ {format} = {} }}", string(text)),
    }
}

/// A TOML string, in the form that is read most easily: over lines where it has some, as it stands where that needs no
/// escape.
fn string(text: &str) -> String {
    let plain = text.chars().all(|c| c == '\n' || c == '\t' || !is_escaped(c));
    let lines = text.contains('\n');
    match (lines, plain) {
        (false, true) if !text.contains(['"', '\\']) => format!("\"{text}\""),
        (false, true) if !text.contains('\'') => format!("'{text}'"),
        (true, true) if !text.contains("'''") && !text.ends_with('\'') => format!("'''\n{text}'''"),
        (true, _) => format!("\"\"\"\n{}\"\"\"", escaped(text, true)),
        (false, _) => format!("\"{}\"", escaped(text, false)),
    }
}

fn escaped(text: &str, lines: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' if lines => out.push('\n'),
            '\n' => out.push_str("\\n"),
            '\t' => out.push('\t'),
            '\r' => out.push_str("\\r"),
            character if is_escaped(character) => {
                // Writing to a string can't fail.
                let _ = write!(out, "\\u{:04X}", u32::from(character));
            }
            character => out.push(character),
        }
    }
    out
}

/// What TOML does not allow as it stands, and what an editor would not show or would draw elsewhere: controls, marks of
/// direction, line separators and the byte order mark.
fn is_escaped(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}
