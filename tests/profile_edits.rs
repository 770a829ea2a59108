//! Any edits of any profile: what was meant is there, and everything else is as it was, to the last comment.

#![allow(clippy::unwrap_used, clippy::format_push_string)]

use std::path::Path;

use linger::config::profile_file::edit::{Edit, edited};
use linger::config::profile_file::{Sources, of_text};
use linger::domain::profile::Profile;
use linger::domain::property::{ClientModel, names};
use proptest::collection::vec;
use proptest::prelude::*;

/// A property with values that it takes, and what they are in a file.
const POOL: [(&str, [(&str, &str); 2]); 7] = [
    ("linger.ms", [("5", "5"), ("20", "2_0")]),
    ("batch.size", [("1000", "0x3e8"), ("7", "'7'")]),
    ("acks", [("all", "\"all\""), ("1", "'1'")]),
    ("enable.idempotence", [("true", "true"), ("false", "'false'")]),
    ("client.id", [("a #b", "'a #b'"), ("it's", "\"it's\"")]),
    ("compression.type", [("lz4", "'lz4'"), ("zstd", "\"zstd\"")]),
    ("retry.backoff.ms", [("9", "9"), ("80", "+80")]),
];

#[derive(Clone, Debug)]
struct Line {
    property: usize,
    value: usize,
    quoted: bool,
    comment: bool,
    above: bool,
    indent: usize,
}

#[derive(Clone, Copy, Debug)]
enum Shape {
    Header,
    Dotted,
    Braces,
}

fn lines() -> impl Strategy<Value = Vec<Line>> {
    let line = (0..POOL.len(), 0..2usize, any::<bool>(), any::<bool>(), any::<bool>(), 0..3usize).prop_map(
        |(property, value, quoted, comment, above, indent)| Line { property, value, quoted, comment, above, indent },
    );
    vec(line, 0..6).prop_map(|lines| {
        let mut seen = Vec::new();
        lines
            .into_iter()
            .filter(|line| {
                !seen.contains(&line.property) && {
                    seen.push(line.property);
                    true
                }
            })
            .collect()
    })
}

fn written(lines: &[Line], shape: Shape, newline: &str, mark: bool, ends: bool) -> String {
    let pair = |line: &Line| {
        let (name, values) = POOL[line.property];
        let name = if line.quoted { format!("\"{name}\"") } else { name.to_owned() };
        format!("{name} = {}", values[line.value].1)
    };
    let mut text = String::from("# head\ndescription = 'd' # what\n\n");
    match shape {
        Shape::Braces => {
            let pairs: Vec<String> = lines.iter().map(pair).collect();
            text.push_str(&format!("producer = {{ {} }} # braces\n", pairs.join(", ")));
        }
        Shape::Header | Shape::Dotted => {
            let (header, prefix) = match shape {
                Shape::Header => ("[producer] # header\n", ""),
                Shape::Dotted | Shape::Braces => ("", "producer."),
            };
            text += header;
            for (at, line) in lines.iter().enumerate() {
                if line.above {
                    text.push_str(&format!("\n  # above {at}\n"));
                }
                let comment = if line.comment { format!(" # behind {at}") } else { String::new() };
                text.push_str(&format!("{}{prefix}{}{comment}\n", " ".repeat(line.indent), pair(line)));
            }
        }
    }
    text += "\n# about the workbench\n[workbench]\ntopic = 'a'\n# the end\n";
    if !ends {
        text.pop();
    }
    let text = text.replace('\n', newline);
    if mark { format!("\u{feff}{text}") } else { text }
}

fn comments(text: &str) -> Vec<String> {
    // Hash signs in values are between quotes, with a letter before.
    let comment = |line: &str| line.find("# ").map(|at| line[at..].trim_end().to_owned());
    text.lines().filter_map(comment).collect()
}

fn read(text: &str) -> Profile {
    let (profile, problems) = of_text(Path::new("p.toml"), text, &Sources { environment: &|_| None, profiles: None });
    assert_eq!(problems, [], "{text}");
    profile.unwrap()
}

fn value(profile: &Profile, name: &str) -> Option<String> {
    profile.entry(name).map(|entry| entry.value.to_string())
}

proptest! {
    #[test]
    fn what_was_meant_is_there_and_all_else_is_as_it_was(
        lines in lines(),
        shape in prop_oneof![Just(Shape::Header), Just(Shape::Dotted), Just(Shape::Braces)],
        (crlf, mark, ends) in (any::<bool>(), any::<bool>(), any::<bool>()),
        edits in vec((0..POOL.len(), prop_oneof![Just(None), (0..2usize).prop_map(Some)]), 0..5),
    ) {
        let newline = if crlf { "\r\n" } else { "\n" };
        let before = written(&lines, shape, newline, mark, ends);
        let edit = |&(property, value): &(usize, Option<usize>)| {
            let (name, values) = POOL[property];
            let name = name.to_owned();
            match value {
                Some(value) => Edit::Set { name, text: values[value].0.to_owned() },
                None => Edit::Remove { name },
            }
        };
        let all: Vec<Edit> = edits.iter().map(edit).collect();
        let after = edited("p.toml", &before, ClientModel::Java, &all).unwrap();
        let (was, is) = (read(&before), read(&after));
        for (at, (name, values)) in POOL.iter().enumerate() {
            let wanted = match edits.iter().rev().find(|(property, _)| *property == at) {
                Some((_, Some(set))) => Some(values[*set].0.to_owned()),
                Some((_, None)) => None,
                None => value(&was, name),
            };
            prop_assert_eq!(value(&is, name), wanted, "{} in\n{}\n{}", name, before, after);
        }
        prop_assert_eq!((&is.description, &is.topic), (&was.description, &was.topic));
        prop_assert_eq!(comments(&after), comments(&before), "{}\n{}", before, after);
        prop_assert_eq!(after.starts_with('\u{feff}'), mark);
        prop_assert_eq!(after.matches('\n').count(), after.matches(newline).count(), "{:?}", after);
        // Lines that no edit is about are there, in their order.
        let touched = |line: &str| POOL.iter().enumerate().any(|(at, (name, _))| {
            edits.iter().any(|(property, _)| *property == at) && line.contains(name)
        });
        let mut left = after.lines();
        for line in before.lines().filter(|line| !touched(line)) {
            prop_assert!(left.any(|there| there == line || there.starts_with("producer = {")), "{:?} of\n{}\n{}", line, before, after);
        }
        // Done again, they change nothing.
        prop_assert_eq!(edited("p.toml", &after, ClientModel::Java, &all).map(|again| value_all(&again)), Ok(value_all(&after)));
    }
}

fn value_all(text: &str) -> Vec<Option<String>> {
    let profile = read(text);
    POOL.iter().map(|(name, _)| value(&profile, name)).collect()
}

#[test]
fn the_pool_is_of_properties() {
    assert!(POOL.iter().all(|(name, _)| names::row(name).is_some()));
}
