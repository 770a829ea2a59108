//! The house: who may import whom, and what may stand where. Names the file and the line of every breach.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "architecture/paths.rs"]
mod paths;
#[path = "architecture/rules.rs"]
mod rules;
#[path = "architecture/source.rs"]
mod source;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use rules::{Breach, breaches};

/// Every Rust file of the project, its path from the project's root with `/`, and its text.
fn project() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut folders: Vec<PathBuf> = ["src", "tests", "benches"].map(|folder| root.join(folder)).to_vec();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
                files.push((name, std::fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

#[test]
fn the_house_stands_as_drawn() {
    let files = project();
    assert!(files.iter().any(|(name, _)| name == "src/lib.rs"), "the sources were not found");
    let mut report = String::new();
    for (name, text) in &files {
        for Breach { line, what } in breaches(name, text) {
            writeln!(report, "{name}:{line}: {what}").unwrap();
        }
    }
    assert!(report.is_empty(), "\n{report}");
}

/// A small bad example for each rule: the file, its text, the line, and a word of the complaint.
const BAD: &[(&str, &str, usize, &str)] = &[
    // Arrows.
    ("src/domain/a.rs", "use crate::kafka::X;", 1, "domain may not import kafka"),
    ("src/domain/a.rs", "//! Doc.\n\nfn f() { crate::app::run(); }", 3, "domain may not import app"),
    ("src/app/a.rs", "use crate::{\n    domain::X,\n    ui::{self, y},\n};", 3, "app may not import ui"),
    ("src/ui/a.rs", "use crate::config as c;", 1, "ui may not import config"),
    ("src/ui/panes/a.rs", "use super::super::super::kafka::X;", 1, "ui may not import kafka"),
    ("src/ui/a.rs", "mod tests { use super::super::super::kafka::X; }", 1, "ui may not import kafka"),
    ("src/term/a.rs", "use crate::app::state::State;", 1, "term may not import app::state"),
    ("src/term/a.rs", "use crate::app;", 1, "term may not import app"),
    ("src/cli/a.rs", "use crate::ui::draw;", 1, "cli may not import ui"),
    ("src/main.rs", "use linger::kafka::X;", 1, "main may not import kafka"),
    ("src/kafka/a.rs", "use crate::*;", 1, "kafka may not import *"),
    ("src/attic/mod.rs", "", 1, "'attic' is no room of the house"),
    // What stands in one place only.
    ("src/kafka/trace/a.rs", "fn f() { unsafe { g() } }", 1, "unsafe"),
    ("src/app/a.rs", "#![allow(unsafe_code)]", 1, "unsafe"),
    ("src/ui/panes/a.rs", "let c = Color::Red;", 1, "colour"),
    ("src/ui/panes/a.rs", "span.on_light_blue()", 1, "colour"),
    ("src/ui/panes/a.rs", "theme(\"#ff0000\")", 1, "colour"),
    ("src/app/a.rs", "theme(\"dark_gray\")", 1, "colour"),
    ("src/domain/a.rs", "use tokio::sync::mpsc;", 1, "domain may not use tokio"),
    ("src/domain/a.rs", "fn f(m: rdkafka::Message) {}", 1, "domain may not use rdkafka"),
    ("src/domain/a.rs", "use ratatui::text::Line;", 1, "domain may not use ratatui"),
    ("src/app/a.rs", "use crossterm::event::KeyCode;", 1, "app may not use crossterm"),
    ("src/cli/a.rs", "use rdkafka::bindings;", 1, "cli may not use rdkafka"),
    ("src/domain/a.rs", "let t = std::time::Instant::now();", 1, "clock"),
    ("src/app/a.rs", "let t = SystemTime::now();", 1, "clock"),
    ("src/app/a.rs", "let t = jiff::Zoned::now();", 1, "clock"),
    ("src/app/a.rs", "let f = std::fs::read(p);", 1, "no I/O"),
    ("src/domain/a.rs", "use std::{fmt, env};", 1, "no I/O"),
    ("src/kafka/a.rs", "println!(\"x\");", 1, "println"),
    ("src/runtime/a.rs", "eprintln!(\"x\");", 1, "eprintln"),
    ("src/kafka/a.rs", "dbg!(x);", 1, "dbg"),
    ("src/app/a.rs", "fn f() { todo!() }", 1, "todo"),
    ("src/app/a.rs", "// TODO: later", 1, "unfinished"),
    ("src/kafka/utils.rs", "", 1, "split by noun"),
    ("src/lib.rs", "//! Doc.\npub mod app;\nfn f() {}", 3, "module list"),
];

#[test]
fn a_breach_of_each_rule_is_found_on_its_line() {
    for (file, text, line, complaint) in BAD {
        let found = breaches(file, text);
        assert!(
            found.iter().any(|breach| breach.line == *line && breach.what.contains(complaint)),
            "in {file}, {text:?} is no breach \"{complaint}\" on line {line}, but {found:?}"
        );
    }
}

#[test]
fn a_file_over_four_hundred_lines_is_a_breach() {
    assert_eq!(breaches("src/app/a.rs", &"\n".repeat(400)), []);
    let found = breaches("tests/a.rs", &"\n".repeat(401));
    assert_eq!(found.len(), 1);
    assert!(found[0].what.contains("401 lines"), "{found:?}");
}

/// What is allowed, though it looks like a breach.
const GOOD: &[(&str, &str)] = &[
    ("src/domain/a.rs", "use crate::domain::{b::C, d as e};"),
    ("src/domain/a.rs", "// crate::kafka, unsafe, Color::Red\nlet s = \"crate::kafka println!\";"),
    ("src/domain/a.rs", "/* crate::kafka /* nested */ unsafe */ let c = 'u'; let l: &'static str = r#\"\"unsafe\"#;"),
    ("src/domain/record/a.rs", "use super::super::payload::Payload;"),
    ("src/term/a.rs", "use crate::app::{key::{Key, Code}, msg::Msg};"),
    ("src/runtime/a.rs", "use crate::{app, cli, config, domain, kafka, term, ui};"),
    ("src/cli/a.rs", "use crate::runtime::{x as ui, y};\nprintln!(\"x\");"),
    ("src/main.rs", "use linger::{cli, runtime};\neprintln!(\"x\");"),
    ("src/kafka/native/handle.rs", "#![allow(unsafe_code)]\nunsafe { f() }"),
    ("src/kafka/native.rs", "unsafe { f() }"),
    ("src/runtime/a.rs", "let t = Instant::now();"),
    ("src/app/a.rs", "pub(crate) fn now(at: Instant) -> std::fmt::Result { crate::app::f::<u8>(at) }"),
    ("src/lib.rs", "//! Doc.\n\n#![deny(unsafe_code)]\n\npub mod app;\npub mod cli;\n"),
];

#[test]
fn what_only_looks_like_a_breach_is_none() {
    for (file, text) in GOOD {
        assert_eq!(breaches(file, text), [], "in {file}: {text}");
    }
}
