//! Every message about a broken profile, exactly: a profile and its messages lie side by side in
//! `tests/fixtures/profiles-broken/`.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use linger::cli::target::TargetArgs;

const FOLDER: &str = "tests/fixtures/profiles-broken";

/// The files of the folder that end so, without their ends, in order.
fn fixtures(end: &str) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(FOLDER)
        .unwrap()
        .filter_map(|file| file.unwrap().file_name().to_str().unwrap().strip_suffix(end).map(str::to_owned))
        .collect();
    names.sort();
    names
}

fn messages(profile: &Path) -> String {
    let target = TargetArgs { profile: Some(profile.display().to_string()), ..TargetArgs::default() };
    match target.resolve(&|name| (name == "JAAS").then(|| "not-to-be-seen".into())) {
        Ok(_) => String::new(),
        Err(problems) => {
            let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
            lines.join("\n") + "\n"
        }
    }
}

#[test]
fn every_broken_profile_is_told_where_and_what_and_what_is_allowed() {
    let mut wrong = String::new();
    for name in fixtures(".toml") {
        let profile = PathBuf::from(FOLDER).join(format!("{name}.toml"));
        let expected = std::fs::read_to_string(profile.with_extension("txt")).unwrap_or_default();
        let said = messages(&profile);
        assert!(!said.contains("not-to-be-seen"), "{name} shows a secret");
        if said != expected || said.is_empty() {
            writeln!(wrong, "{name}\n  expected:\n{expected}  said:\n{said}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_message_has_its_profile() {
    assert_eq!(fixtures(".txt"), fixtures(".toml"));
    assert!(fixtures(".toml").len() >= 20);
}
