//! Every command, with every way of giving a secret: what it prints and what it writes.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use super::carriers::{self, Carrier};
use super::{CANARY, Hits};

/// What is run on each profile, `PROFILE` in its place.
const COMMANDS: &[&str] = &[
    "profile show PROFILE",
    "profile show PROFILE --effective",
    "profile check PROFILE",
    "profile check PROFILE --all",
    "profile check PROFILE --format json",
    "send --profile PROFILE --topic t --value v --trace trace.jsonl --log linger.log",
    "send --profile PROFILE --topic t --value v --format json",
    "bench --profile PROFILE --topic t --records 1 --format json --trace trace.jsonl",
    "bench --profile PROFILE --topic t --records 1",
    "partition --profile PROFILE --partitions 3 --key k",
];

/// What also connects, to where nobody listens, and waits a while for somebody: run on those that get so far.
const PATIENT: &[&str] = &["profile check PROFILE --topic t --all --format json"];

fn linger(home: &Path, arguments: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linger"));
    command.args(arguments).current_dir(home).env("HOME", home).env("CANARY", CANARY).env("RUST_BACKTRACE", "1");
    for name in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).output().unwrap()
}

fn walk(carriers: &[Carrier], home: &Path, hits: &mut Hits, commands: &[&str]) {
    for carrier in carriers {
        for command in commands {
            let mut arguments: Vec<String> = command
                .split(' ')
                .map(|word| if word == "PROFILE" { carrier.profile.display().to_string() } else { word.to_owned() })
                .collect();
            arguments.extend(carrier.arguments.iter().cloned());
            let output = linger(home, &arguments);
            let place = |stream| format!("the standard {stream} of '{command}', given by {}", carrier.name);
            hits.search(&place("output"), &String::from_utf8_lossy(&output.stdout));
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            hits.search(&place("error"), &said);
            assert!(!said.contains("unexpected argument") && !said.contains("unrecognized"), "'{command}': {said}");
        }
    }
    hits.search_files("the folder it ran in", home, &["profiles"]);
}

#[test]
fn no_command_prints_or_writes_a_secret() {
    let home = tempfile::tempdir().unwrap();
    let profiles = home.path().join("profiles");
    std::fs::create_dir(&profiles).unwrap();
    let mut hits = Hits::default();
    walk(&carriers::all(&profiles), home.path(), &mut hits, COMMANDS);
    walk(&carriers::connecting(&profiles), home.path(), &mut hits, PATIENT);
    hits.are_none();
}
