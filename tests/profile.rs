//! `linger profile`, run as a person or a script runs it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::Path;
use std::process::{Command, Output};

fn profile(home: &Path, args: &[&str]) -> Output {
    let mut linger = Command::new(env!("CARGO_BIN_EXE_linger"));
    linger.arg("profile").args(args).env("HOME", home).current_dir(home);
    linger.env_remove("XDG_CONFIG_HOME").env_remove("XDG_STATE_HOME").env("SASL_SECRET", "canary");
    linger.env("KAFKA_USERNAME", "alice").env("KAFKA_PASSWORD", "canary");
    linger.output().unwrap()
}

fn told(output: &Output) -> (Option<i32>, String) {
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    (output.status.code(), String::from_utf8(output.stdout.clone()).unwrap())
}

#[test]
fn nothing_is_said_of_the_built_in_profiles() {
    let home = tempfile::tempdir().unwrap();
    let (code, names) = told(&profile(home.path(), &["list"]));
    assert_eq!(code, Some(0));
    let names: Vec<&str> = names.lines().map(|line| line.split_whitespace().next().unwrap()).collect();
    assert_eq!(names.len(), 7);
    for name in names {
        assert_eq!(told(&profile(home.path(), &["check", name])), (Some(0), String::new()), "{name}");
    }
}

#[test]
fn what_is_found_is_told_with_its_place_and_what_ends_it() {
    let home = tempfile::tempdir().unwrap();
    let text = "[producer]\n\"bootstrap.servers\" = \"a:9092,b:9092\"\nacks = 1\n\"buffer.memory\" = 1000000\n";
    std::fs::write(home.path().join("p.toml"), text).unwrap();
    let (code, said) = told(&profile(home.path(), &["check", "p.toml"]));
    assert_eq!(code, Some(0), "warnings are no errors");
    let places: Vec<&str> = said.lines().map(|line| line.split(": ").next().unwrap()).collect();
    assert_eq!(places, ["p.toml:3:1", "p.toml:3:1", "p.toml:3:1", "p.toml:3:1", "p.toml:4:1"], "{said}");
    assert!(said.contains("p.toml:3:1: warning: acks=1: the leader alone acknowledges"), "{said}");
    assert!(!said.contains("info:"), "{said}");
    let (_, all) = told(&profile(home.path(), &["check", "p.toml", "--all"]));
    assert!(all.starts_with(&said) && all.contains("info: client.id is not set"), "{all}");
}

#[test]
fn what_can_not_be_used_exits_with_2_in_the_clients_words() {
    let home = tempfile::tempdir().unwrap();
    let set = ["check", "local", "--set", "enable.idempotence=true", "--set", "acks=1"];
    let (code, said) = told(&profile(home.path(), &set));
    assert_eq!(code, Some(2));
    assert!(said.starts_with("--set: Must set acks to all in order to use the idempotent producer."), "{said}");
    let (code, said) = told(&profile(home.path(), &["check", "local", "--set", "lnger.ms=1"]));
    assert_eq!(
        (code, said.as_str()),
        (Some(2), "--set: 'lnger.ms' is not a producer property; did you mean 'linger.ms'?\n")
    );
}

#[test]
fn values_are_shown_with_their_origins_and_secrets_as_stars() {
    let home = tempfile::tempdir().unwrap();
    let text = "extends = \"local\"\n[producer]\nacks = 1\n\"sasl.password\" = \"${env:SASL_SECRET}\"\n\
                [librdkafka]\n\"ssl.key.password\" = \"canary\"\n";
    std::fs::write(home.path().join("p.toml"), text).unwrap();
    let (code, set) = told(&profile(home.path(), &["show", "p.toml", "--set", "linger.ms=7"]));
    assert_eq!(code, Some(0));
    let row = |text: &str, name: &str| {
        let line = text.lines().find(|line| line.split_whitespace().next() == Some(name));
        line.unwrap_or_else(|| panic!("no {name} in {text}")).split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(row(&set, "acks"), ["acks", "1", "p.toml:3"]);
    assert_eq!(row(&set, "linger.ms"), ["linger.ms", "7", "--set"]);
    assert!(row(&set, "bootstrap.servers").contains(&"built-in".to_owned()), "{set}");
    let (_, whole) = told(&profile(home.path(), &["show", "p.toml", "--effective"]));
    assert_eq!(row(&whole, "batch.size"), ["batch.size", "16384", "default"]);
    assert!(whole.contains("false  ") && whole.contains("the client's own change: acks is 1, not all"), "{whole}");
    assert!(!set.contains("canary") && !whole.contains("canary"), "{whole}");
}

#[test]
fn differences_are_told_with_where_they_come_from() {
    let home = tempfile::tempdir().unwrap();
    std::fs::write(home.path().join("p.toml"), "extends = \"local\"\n[producer]\nacks = 1\n\"linger.ms\" = 20\n")
        .unwrap();
    let expected = "                    local  p.toml\n\
                    linger.ms           5      20      p.toml:4\n\
                    acks                all    1       p.toml:3\n\
                    enable.idempotence  true   false   the client's own change: acks is 1, not all\n";
    assert_eq!(told(&profile(home.path(), &["diff", "local", "p.toml"])), (Some(0), expected.to_owned()));
    assert_eq!(told(&profile(home.path(), &["diff", "local", "local"])), (Some(0), String::new()));
    let (_, defaults) = told(&profile(home.path(), &["diff", "p.toml"]));
    assert!(defaults.starts_with("                    java's defaults  p.toml\n"), "{defaults}");
    let (code, json) = told(&profile(home.path(), &["diff", "p.toml", "--client", "librdkafka", "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!((code, &json["left"], &json["right"]), (Some(0), &"java".into(), &"librdkafka".into()));
    let names: Vec<&str> =
        json["differences"].as_array().unwrap().iter().map(|row| row["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"batch.size") && !names.contains(&"linger.ms"), "set in both: {names:?}");
}

#[test]
fn an_upgrade_of_the_client_is_told_without_a_profile() {
    let home = tempfile::tempdir().unwrap();
    let (code, said) = told(&profile(home.path(), &["diff", "--client", "java-2", "--client", "java"]));
    assert_eq!(code, Some(0));
    for (name, left, right) in [
        ("acks", "1", "all"),
        ("enable.idempotence", "false", "true"),
        ("linger.ms", "0", "5"),
        ("partitioner.class", "DefaultPartitioner", "null"),
    ] {
        let line =
            said.lines().find(|line| line.split_whitespace().next() == Some(name)).unwrap_or_else(|| panic!("{name}"));
        let words: Vec<&str> = line.split_whitespace().collect();
        assert_eq!(words[1..3], [left, right], "{line}");
        assert!(line.contains("KIP-"), "{line}");
    }
    let (code, said) = told(&profile(home.path(), &["diff", "--client", "java"]));
    assert!(code == Some(2) && said.contains("two --client"), "{said}");
}

#[test]
fn values_and_their_origins_are_an_object_too() {
    let home = tempfile::tempdir().unwrap();
    let text = "extends = \"local\"\n[producer]\nacks = 1\n\"sasl.password\" = \"${env:SASL_SECRET}\"\n";
    std::fs::write(home.path().join("p.toml"), text).unwrap();
    let args = ["show", "p.toml", "--effective", "--format", "json", "--set", "linger.ms=7"];
    let (_, json) = told(&profile(home.path(), &args));
    assert!(!json.contains("canary"), "{json}");
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    let of =
        |name: &str| json["properties"].as_array().unwrap().iter().find(|row| row["name"] == name).unwrap().clone();
    let origin = |name: &str| of(name)["origin"].clone();
    assert_eq!((&origin("acks")["kind"], &origin("acks")["line"]), (&"file".into(), &3.into()));
    assert_eq!((&origin("linger.ms")["kind"], &origin("linger.ms")["option"]), (&"option".into(), &"--set".into()));
    assert_eq!(origin("batch.size")["kind"], "default");
    assert_eq!(origin("bootstrap.servers")["kind"], "built-in");
    assert_eq!(
        (of("linger.ms")["value"].as_i64(), of("enable.idempotence")["changed"].as_str()),
        (Some(7), Some("acks is 1, not all"))
    );
    assert_eq!(
        (of("sasl.password")["value"].as_str(), of("sasl.password")["reference"].as_str()),
        (Some("********"), Some("${env:SASL_SECRET}"))
    );
    let mut linger = Command::new(env!("CARGO_BIN_EXE_linger"));
    linger.args(["explain", "acks", "--profile", "p.toml"]).current_dir(home.path()).env("HOME", home.path());
    let page = String::from_utf8(linger.env("SASL_SECRET", "canary").output().unwrap().stdout).unwrap();
    assert!(page.ends_with("\nwith 'p': 1, p.toml:3\n"), "{page}");
}

#[test]
fn the_readme_shows_what_is_printed() {
    let home = tempfile::tempdir().unwrap();
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let (_, said) = told(&profile(home.path(), &["check", "local", "--set", "acks=1"]));
    let block = format!("$ linger profile check local --set acks=1\n{said}```\n");
    assert!(readme.contains(&block), "the README should show:\n{block}");
}

#[test]
fn what_is_only_shown_needs_no_variables_and_moves_no_cursor() {
    let home = tempfile::tempdir().unwrap();
    let text = "[producer]\nclient.id = \"${env:NOT_SET_ANYWHERE}\"\nsasl.password = \"${env:NOT_SET_ANYWHERE}\"\n\
                ssl.provider = \"a\\u001b[31m\\nb\"\n";
    std::fs::write(home.path().join("p.toml"), text).unwrap();
    let (code, shown) = told(&profile(home.path(), &["show", "p.toml"]));
    assert_eq!(code, Some(0));
    for part in ["${env:NOT_SET_ANYWHERE}", "p.toml:3", "a\\u{1b}[31m\\nb"] {
        assert!(shown.contains(part) && shown.lines().count() == 4 && !shown.contains('\u{1b}'), "{shown}");
    }
    assert!(!shown.lines().any(|line| line.contains("sasl.password") && line.contains("env")), "{shown}");
    let (code, differs) = told(&profile(home.path(), &["diff", "p.toml"]));
    assert!(code == Some(0) && differs.contains("${env:NOT_SET_ANYWHERE}"), "{differs}");
    assert_eq!(told(&profile(home.path(), &["check", "p.toml"])).0, Some(2));
}
