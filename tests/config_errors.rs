//! Every message about a broken profile, broken settings of linger's own, a broken keymap and a broken theme, exactly: a
//! file and its messages lie side by side in `tests/fixtures/…-broken/`.

#![allow(clippy::unwrap_used)]

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use linger::app::keymap::Keymap;
use linger::cli::target::TargetArgs;
use linger::config::settings::OwnSettings;
use linger::config::{keymap, themes};
use linger::domain::diagnostic::Diagnostic;

const PROFILES: &str = "tests/fixtures/profiles-broken";
const SETTINGS: &str = "tests/fixtures/settings-broken";
const KEYMAPS: &str = "tests/fixtures/keymaps-broken";
const THEMES: &str = "tests/fixtures/themes-broken";

/// The files of the folder that end so, without their ends, in order.
fn fixtures(folder: &str, end: &str) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .filter_map(|file| file.unwrap().file_name().to_str().unwrap().strip_suffix(end).map(str::to_owned))
        .collect();
    names.sort();
    names
}

fn of_profile(profile: &Path) -> Vec<Diagnostic> {
    let target = TargetArgs { profile: Some(profile.display().to_string()), ..TargetArgs::default() };
    target.resolve(&|name| (name == "JAAS").then(|| "not-to-be-seen".into())).err().unwrap_or_default()
}

fn of_settings(file: &Path) -> Vec<Diagnostic> {
    let settings = OwnSettings::of(file, &std::fs::read_to_string(file).unwrap());
    match TargetArgs::default().or_default(&settings).and_then(|target| target.resolve(&|_| None)) {
        Ok(_) => settings.problems().to_vec(),
        Err(problems) => problems,
    }
}

fn of_keymap(file: &Path) -> Vec<Diagnostic> {
    let text = std::fs::read_to_string(file).unwrap();
    let (bindings, mut problems) = keymap::read(&file.display().to_string(), &text);
    problems.extend(Keymap::with(&bindings).1);
    problems
}

fn of_theme(file: &Path) -> Vec<Diagnostic> {
    themes::open(file).unwrap().1
}

/// Holds what is said of each file of a folder against what stands beside it.
fn hold(folder: &str, said_of: impl Fn(&Path) -> Vec<Diagnostic>) {
    let mut wrong = String::new();
    for name in fixtures(folder, ".toml") {
        let file = PathBuf::from(folder).join(format!("{name}.toml"));
        let expected = std::fs::read_to_string(file.with_extension("txt")).unwrap_or_default();
        let said: Vec<String> = said_of(&file).iter().map(|problem| problem.to_string() + "\n").collect();
        let said = said.concat();
        assert!(!said.contains("not-to-be-seen"), "{name} shows a secret");
        if said != expected || said.is_empty() {
            writeln!(wrong, "{name}\n  expected:\n{expected}  said:\n{said}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "\n{wrong}");
}

#[test]
fn every_broken_profile_is_told_where_and_what_and_what_is_allowed() {
    hold(PROFILES, of_profile);
}

#[test]
fn every_broken_setting_is_told_where_and_what_and_what_is_allowed() {
    hold(SETTINGS, of_settings);
}

#[test]
fn every_message_has_its_file() {
    for (folder, at_least) in [(PROFILES, 20), (SETTINGS, 8), (KEYMAPS, 8), (THEMES, 2)] {
        assert_eq!(fixtures(folder, ".txt"), fixtures(folder, ".toml"));
        assert!(fixtures(folder, ".toml").len() >= at_least, "{folder}");
    }
}

#[test]
fn every_broken_keymap_is_told_where_and_what_and_the_nearest_name() {
    hold(KEYMAPS, of_keymap);
}

#[test]
fn every_broken_theme_is_told_where_and_what_and_the_nearest_name() {
    hold(THEMES, of_theme);
}
