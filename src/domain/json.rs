//! JSON as text: laid out in lines, told apart in its parts, with a member set. Every number, escape and name stays as it
//! was written.

use std::collections::BTreeMap;
use std::ops::Range;

use serde_json::value::RawValue;

/// The most bytes that laying out in lines may make of a text.
const MAX_PRETTY: usize = 64 * 1024 * 1024;
/// Columns of an indent.
const INDENT: usize = 2;

/// What a piece of JSON is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The name of a member, with its quotes.
    Name,
    /// A string, with its quotes.
    String,
    /// A number, `true`, `false` or `null`; or what should have been one.
    Scalar,
    /// Brackets, braces, commas, colons and white space.
    Sign,
}

/// The parts of a line of JSON, in order and without gaps. No part of JSON reaches over a line's end, so each line is
/// read on its own; what is no JSON (yet) has parts too.
pub fn parts(line: &str) -> Vec<(Range<usize>, Part)> {
    let mut parts: Vec<(Range<usize>, Part)> = Vec::new();
    let mut at = 0;
    while let Some(byte) = line.as_bytes().get(at) {
        let (end, part) = match byte {
            b'"' => {
                let end = at + string_len(&line[at..]);
                let named = line[end..].trim_start().starts_with(':');
                (end, if named { Part::Name } else { Part::String })
            }
            byte if is_sign(*byte) => (at + run(&line[at..], is_sign), Part::Sign),
            _ => (at + run(&line[at..], |byte| !is_sign(byte) && byte != b'"'), Part::Scalar),
        };
        parts.push((at..end, part));
        at = end;
    }
    parts
}

fn is_sign(byte: u8) -> bool {
    matches!(byte, b'{' | b'}' | b'[' | b']' | b',' | b':' | b' ' | b'\t' | b'\r' | b'\n')
}

/// How many bytes at the start of `text` are such ones.
fn run(text: &str, wanted: impl Fn(u8) -> bool) -> usize {
    text.bytes().position(|byte| !wanted(byte)).unwrap_or(text.len())
}

/// The length of the JSON string at the start of `text`, with its quotes; an open one reaches to the end.
fn string_len(text: &str) -> usize {
    let mut escaped = false;
    for (index, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return index + 1,
            _ => {}
        }
    }
    text.len()
}

/// JSON without the white space between its parts; order, number texts, escapes and repeated names stay as they are.
/// `json` has been checked before.
pub fn compact_json(json: &str) -> String {
    let mut compact = String::with_capacity(json.len());
    let mut rest = json;
    while let Some(quote) = rest.find('"') {
        compact.extend(rest[..quote].split([' ', '\t', '\n', '\r']));
        let end = string_len(&rest[quote..]);
        compact.push_str(&rest[quote..quote + end]);
        rest = &rest[quote + end..];
    }
    compact.extend(rest.split([' ', '\t', '\n', '\r']));
    compact
}

/// JSON with a line for each member and element. `json` has been checked before. `None` if that takes too much room.
pub fn pretty_json(json: &str) -> Option<String> {
    let mut pretty = String::with_capacity(json.len() + json.len() / 2);
    let mut depth: usize = 0;
    let line = |pretty: &mut String, depth: usize| {
        pretty.push('\n');
        pretty.push_str(&" ".repeat(depth * INDENT));
    };
    let mut at = 0;
    // What stands open and has nothing in it yet.
    let mut opened = false;
    while let Some(byte) = json.as_bytes().get(at) {
        if pretty.len() > MAX_PRETTY {
            return None;
        }
        let mut end = at + 1;
        match byte {
            b' ' | b'\t' | b'\r' | b'\n' => {}
            b'}' | b']' => {
                depth = depth.saturating_sub(1);
                if !std::mem::take(&mut opened) {
                    line(&mut pretty, depth);
                }
                pretty.push(char::from(*byte));
            }
            byte => {
                if std::mem::take(&mut opened) {
                    line(&mut pretty, depth);
                }
                match byte {
                    b'{' | b'[' => {
                        pretty.push(char::from(*byte));
                        depth += 1;
                        opened = true;
                    }
                    b',' => {
                        pretty.push(',');
                        line(&mut pretty, depth);
                    }
                    b':' => pretty.push_str(": "),
                    b'"' => {
                        end = at + string_len(&json[at..]);
                        pretty.push_str(&json[at..end]);
                    }
                    _ => {
                        end = at + run(&json[at..], |byte| !is_sign(byte) && byte != b'"');
                        pretty.push_str(&json[at..end]);
                    }
                }
            }
        }
        at = end;
    }
    Some(pretty)
}

/// A JSON object with this member set to `value`, which is JSON: in its place if the object has it, else as the last
/// one. Everything else stays as it was written. `None` if `json` is no object.
pub fn with_member(json: &str, name: &str, value: &str) -> Option<String> {
    let members: BTreeMap<String, &RawValue> = serde_json::from_str(json).ok()?;
    if let Some(member) = members.get(name) {
        let text = member.get();
        // The value is a slice of the whole: where it lies is the difference of the two.
        let from = text.as_ptr().addr().checked_sub(json.as_ptr().addr())?;
        return Some(format!("{}{value}{}", json.get(..from)?, json.get(from + text.len()..)?));
    }
    let close = json.rfind('}')?;
    let head = json[..close].trim_end();
    let comma = if members.is_empty() { "" } else { "," };
    // What is laid out in lines stays so.
    let gap = json[head.len()..close].to_owned();
    let indent = if gap.contains('\n') { format!("{gap}{}", " ".repeat(INDENT)) } else { String::new() };
    let name = serde_json::Value::from(name);
    let colon = if indent.is_empty() { ":" } else { ": " };
    Some(format!("{head}{comma}{indent}{name}{colon}{value}{gap}{}", &json[close..]))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::format::check_json;

    #[test]
    fn every_part_of_a_line_is_told() {
        use Part::{Name, Scalar, Sign, String};
        let cases: [(&str, &[(&str, Part)]); 8] = [
            ("", &[]),
            ("{\"a\" : 1}", &[("{", Sign), ("\"a\"", Name), (" : ", Sign), ("1", Scalar), ("}", Sign)]),
            ("\"a\", true", &[("\"a\"", String), (", ", Sign), ("true", Scalar)]),
            ("  \"open", &[("  ", Sign), ("\"open", String)]),
            ("\"a\\\":\"", &[("\"a\\\":\"", String)]),
            ("\"한\": \"👨‍👩‍👧‍👦\"", &[("\"한\"", Name), (": ", Sign), ("\"👨‍👩‍👧‍👦\"", String)]),
            ("-1e3x\"", &[("-1e3x", Scalar), ("\"", String)]),
            ("é,", &[("é", Scalar), (",", Sign)]),
        ];
        for (line, expected) in cases {
            let told: Vec<(&str, Part)> = parts(line).into_iter().map(|(range, part)| (&line[range], part)).collect();
            assert_eq!(told, expected, "{line}");
        }
    }

    #[test]
    fn compact_json_keeps_everything_but_white_space() {
        for (json, compact) in [
            (
                " { \"b\" : 1.50 ,\n\t\"a\":[ 1e3, -0 ] , \"b\": \" x \\\" y \\\\\" } \r\n",
                "{\"b\":1.50,\"a\":[1e3,-0],\"b\":\" x \\\" y \\\\\"}",
            ),
            ("\"\\u00e9 é\"", "\"\\u00e9 é\""),
            (" 12345678901234567890.10 ", "12345678901234567890.10"),
            ("null", "null"),
        ] {
            assert_eq!(compact_json(json), compact);
        }
    }

    #[test]
    fn lines_and_indents_change_nothing_but_white_space() {
        for (json, pretty) in [
            ("{}", "{}"),
            (" [ ] ", "[]"),
            (
                "{\"a\":[1.50,{\"b\":{}}],\"a\":\"x\\\"{,\"}",
                "{\n  \"a\": [\n    1.50,\n    {\n      \"b\": {}\n    }\n  ],\n  \"a\": \"x\\\"{,\"\n}",
            ),
            ("12345678901234567890.10", "12345678901234567890.10"),
            ("[[],[1]]", "[\n  [],\n  [\n    1\n  ]\n]"),
        ] {
            let made = pretty_json(json).unwrap();
            assert_eq!(made, pretty);
            assert!(check_json(&made).is_ok());
            assert_eq!(compact_json(&made), compact_json(json));
            assert_eq!(pretty_json(&made).unwrap(), pretty, "it is laid out already");
        }
        let deep = format!("{}{}{}", "[".repeat(120), "1,".repeat(400_000) + "1", "]".repeat(120));
        assert_eq!(pretty_json(&deep), None);
    }

    #[test]
    fn a_member_is_set_in_its_place_or_as_the_last() {
        for (json, expected) in [
            ("{}", Some("{\"n\":7}")),
            (" { } ", Some(" {\"n\":7 } ")),
            ("{\"a\":1.0}", Some("{\"a\":1.0,\"n\":7}")),
            ("{\"n\": \"x\", \"a\":1}", Some("{\"n\": 7, \"a\":1}")),
            ("{\"a\":{\"n\":1}}", Some("{\"a\":{\"n\":1},\"n\":7}")),
            ("{\n  \"a\": 1\n}", Some("{\n  \"a\": 1,\n  \"n\": 7\n}")),
            ("{\"\\u006e\":[1]}", Some("{\"\\u006e\":7}")),
            ("[1]", None),
            ("{", None),
            ("7", None),
        ] {
            assert_eq!(with_member(json, "n", "7").as_deref(), expected, "{json}");
        }
    }
}
