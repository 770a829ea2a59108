//! `linger explain`, run as a person or a script runs it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::process::{Command, Output};

fn explain(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linger"));
    command.arg("explain").args(args).env("HOME", env!("CARGO_TARGET_TMPDIR"));
    command.env_remove("XDG_CONFIG_HOME").env_remove("XDG_STATE_HOME");
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    for (shown, args) in [
        ("$ linger explain linger.ms\n", &["linger.ms"][..]),
        ("$ linger explain NotEnoughReplicasException\n", &["NotEnoughReplicasException"][..]),
        ("```json\n", &["INVALID_REQUIRED_ACKS", "--format", "json"]),
    ] {
        let output = explain(args);
        assert!(output.status.success(), "{output:?}");
        let block = format!("{shown}{}```\n", text(&output.stdout));
        assert!(readme.contains(&block), "the README should show:\n{block}");
    }
}

#[test]
fn a_negative_number_and_a_leading_underscore_are_no_flags() {
    for name in ["-192", "_MSG_TIMED_OUT", "msg_timed_out"] {
        let output = explain(&[name]);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(text(&output.stdout).starts_with("_MSG_TIMED_OUT (-192)\n"), "{output:?}");
    }
}

#[test]
fn an_unknown_name_ends_with_two_and_the_nearest_names() {
    let output = explain(&["RecordToLargeException"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(text(&output.stdout), "");
    let complaint = "linger: there is no error 'RecordToLargeException'; did you mean 'RecordTooLargeException'?\n";
    assert_eq!(text(&output.stderr), complaint);
}

#[test]
fn a_property_is_explained_by_whichever_name() {
    let page = explain(&["linger.ms"]);
    for name in ["queue.buffering.max.ms", "KAFKA_LINGER_MS", "spring.kafka.producer.properties.linger.ms"] {
        let output = explain(&[name]);
        assert_eq!((output.status.code(), &output.stdout), (Some(0), &page.stdout), "{name}");
    }
    let json: serde_json::Value = serde_json::from_slice(&explain(&["acks", "--format", "json"]).stdout).unwrap();
    assert_eq!(json["default"], serde_json::json!({"java": "all", "librdkafka": "-1"}));
    assert_eq!(json["aliases"], serde_json::json!(["request.required.acks"]));
}

#[test]
fn a_misspelt_property_ends_with_two_and_the_nearest_name() {
    let output = explain(&["max.in.flight.request.per.connection"]);
    assert_eq!(output.status.code(), Some(2));
    let complaint = "linger: there is no property 'max.in.flight.request.per.connection'; did you mean \
                     'max.in.flight.requests.per.connection'?\n";
    assert_eq!(text(&output.stderr), complaint);
}
