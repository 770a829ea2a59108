//! linger's own settings, as a person or a script meets them: `linger config`, and what they do to the other commands.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

/// A home with these settings, or with none.
fn home(settings: Option<&str>) -> TempDir {
    let home = tempfile::tempdir().unwrap();
    if let Some(text) = settings {
        std::fs::create_dir(home.path().join("linger")).unwrap();
        std::fs::write(home.path().join("linger/config.toml"), text).unwrap();
    }
    home
}

fn linger(home: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linger"));
    command.args(args).env("XDG_CONFIG_HOME", home).env("XDG_STATE_HOME", home.join("state")).output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn path_tells_where_the_file_would_be_and_writes_none() {
    let home = home(None);
    let output = linger(home.path(), &["config", "path"]);
    let path = home.path().join("linger/config.toml");
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(0), format!("{}\n", path.display())));
    assert!(!home.path().join("linger").exists());
}

#[test]
fn what_show_prints_is_a_file_that_says_the_same_with_the_origin_of_each_value() {
    let home = home(Some("theme = \"dark\"\n[confirm]\nquit = \"always\"\n"));
    let output = linger(home.path(), &["config", "show"]);
    let shown = text(&output.stdout);
    let path = home.path().join("linger/config.toml");
    assert!(shown.contains(&format!("theme = \"dark\"  # {}:1:9\n", path.display())), "{shown}");
    assert!(shown.contains(&format!("quit = \"always\"  # {}:3:8\n", path.display())), "{shown}");
    assert!(shown.contains("profile = \"embedded\"  # default\n"), "{shown}");
    std::fs::write(&path, &shown).unwrap();
    assert_eq!(linger(home.path(), &["config", "check"]).status.code(), Some(0), "{shown}");
    let json = text(&linger(home.path(), &["config", "show", "--format", "json"]).stdout);
    let first: serde_json::Value = serde_json::from_str(json.lines().next().unwrap()).unwrap();
    assert_eq!(
        (&first["type"], &first["name"], &first["value"]),
        (&"setting".into(), &"profile".into(), &"embedded".into())
    );
}

#[test]
fn check_ends_with_two_when_something_is_wrong_with_the_file_or_with_the_profile_it_names() {
    let profile = "[producer]\n\"lingr.ms\" = 5\n";
    let cases = [
        (None, 0, "config.toml: there is no such file; every setting is at its default\n"),
        (Some("theme = \"default\"\n"), 0, "config.toml: nothing is wrong with it\n"),
        (Some("them = 1\n"), 2, "config.toml:1:1: 'them' is not a setting; did you mean 'theme'?\n"),
        (
            Some("profile = \"team.toml\"\n"),
            2,
            "team.toml:2:1: 'lingr.ms' is not a producer property; did you mean 'linger.ms'? Java only logs such a name \
             and runs with linger.ms=5, its default\n",
        ),
    ];
    for (settings, code, said) in cases {
        let home = home(settings);
        if settings.is_some() {
            std::fs::write(home.path().join("linger/team.toml"), profile).unwrap();
        }
        let output = linger(home.path(), &["config", "check"]);
        let told = text(&output.stdout) + &text(&output.stderr);
        assert!(output.status.code() == Some(code) && told.ends_with(said), "{settings:?}\n{told}");
    }
}

#[test]
fn a_script_sends_nothing_where_the_profile_meant_is_not_known() {
    let home = home(Some("profile = \"prodution\"\n"));
    let send = ["send", "--topic", "orders", "--value", "v"];
    let output = linger(home.path(), &send);
    assert_eq!((output.status.code(), text(&output.stdout)), (Some(2), String::new()));
    assert!(text(&output.stderr).contains("config.toml:1:11: profile: there is no profile 'prodution';"), "{output:?}");
    // The flag names one: the settings do not matter.
    let named = [&send[..], &["--profile", "embedded"]].concat();
    assert_eq!(linger(home.path(), &named).status.code(), Some(0));
}

#[test]
fn a_command_without_a_profile_takes_the_one_of_the_settings() {
    let home = home(Some("profile = \"quiet\"\n"));
    std::fs::create_dir(home.path().join("linger/profiles")).unwrap();
    let profile = "extends = \"local\"\n[workbench]\nguard = \"read-only\"\n";
    std::fs::write(home.path().join("linger/profiles/quiet.toml"), profile).unwrap();
    let output = linger(home.path(), &["send", "--topic", "orders", "--value", "v"]);
    assert!(text(&output.stderr).contains("the profile 'quiet'"), "{output:?}");
}
