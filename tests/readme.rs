//! The keys in the README are those of the command table.
//!
//! `UPDATE_README=1 cargo test --test readme` writes them.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fmt::Write as _;

use linger::app::command::{Context, MARKS, TABLE, TEXT_KEYS};

const BEGIN: &str = "<!-- keys:begin -->\n";
const END: &str = "<!-- keys:end -->";

/// The tables of all contexts.
fn keys() -> String {
    let mut text = String::new();
    for context in Context::ALL {
        writeln!(text, "\n**{}**\n\n| keys | name | |\n|---|---|---|", context.title()).unwrap();
        for entry in TABLE.iter().filter(|entry| entry.context == context) {
            let keys: Vec<String> = entry.keys.iter().map(|key| format!("`{key}`")).collect();
            writeln!(text, "| {} | {} | {} |", keys.join(" "), entry.id, entry.doc).unwrap();
        }
        if context == Context::RecordEdge {
            writeln!(text, "\n**In a text**\n\n| keys | |\n|---|---|").unwrap();
            for (keys, doc) in TEXT_KEYS {
                let keys: Vec<String> = keys.split(' ').map(|key| format!("`{key}`")).collect();
                writeln!(text, "| {} | {doc} |", keys.join(" ")).unwrap();
            }
        }
    }
    writeln!(text, "\n**What the marks mean**\n\n| mark | |\n|---|---|").unwrap();
    for (mark, doc) in MARKS {
        writeln!(text, "| {mark} | {doc} |").unwrap();
    }
    text.push('\n');
    text
}

#[test]
fn the_readme_shows_the_keys_of_the_command_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
    let readme = std::fs::read_to_string(path).unwrap();
    let (before, rest) = readme.split_once(BEGIN).expect("the README marks where the keys begin");
    let (written, after) = rest.split_once(END).expect("the README marks where the keys end");
    if std::env::var_os("UPDATE_README").is_some() {
        std::fs::write(path, format!("{before}{BEGIN}{}{END}{after}", keys())).unwrap();
        return;
    }
    assert_eq!(written, keys(), "UPDATE_README=1 cargo test --test readme writes them anew");
}
