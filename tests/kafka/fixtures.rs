//! The fixtures made of Kafka's own answers are still what Kafka answers.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::harness::stage;

crate::trials![murmur2_is_what_kafka_computes, sizes_are_what_kafka_computes, verdicts_are_what_kafka_answers];

fn murmur2_is_what_kafka_computes() {
    agrees("murmur2", "murmur2.tsv");
}

fn sizes_are_what_kafka_computes() {
    agrees("sizes", "sizes_random.tsv");
}

fn verdicts_are_what_kafka_answers() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/oracle/verdicts.jsonl");
    let made = stage::helper().ask(json!({"do": "verdicts", "file": file})).unwrap();
    let made = made.as_array().expect("an array");
    if std::env::var_os("LINGER_FIXTURES").is_some_and(|wish| wish == "write") {
        fs::write(&file, made.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap();
    let kept: Vec<serde_json::Value> = kept.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(kept.len() > 1500, "verdicts.jsonl has lost its lines");
    for (kept, made) in kept.iter().zip(made) {
        assert_eq!(kept, made);
    }
    assert_eq!(kept.len(), made.len());
}

/// Compares a fixture with the helper's, or writes it where `LINGER_FIXTURES=write` asks for that.
fn agrees(command: &str, name: &str) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/oracle").join(name);
    let made = stage::helper().ask(json!({"do": command, "file": file})).unwrap();
    let made = made.as_str().expect("a table");
    if std::env::var_os("LINGER_FIXTURES").is_some_and(|wish| wish == "write") {
        fs::write(&file, made).unwrap();
    }
    assert!(made.lines().count() > 300, "{name} has lost its rows");
    assert_eq!(fs::read_to_string(&file).unwrap(), made, "{name} is not what Kafka computes");
}
