//! The fixtures made of Kafka's own answers are still what Kafka answers.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use crate::harness::{jars, stage};

crate::trials![
    murmur2_is_what_kafka_computes,
    sizes_are_what_kafka_computes,
    the_definition_of_properties_is_what_each_release_says,
    verdicts_are_what_kafka_answers,
    partitioner_classes_choose_as_they_did,
];

fn murmur2_is_what_kafka_computes() {
    agrees("murmur2.tsv", 300, |file| json!({"do": "murmur2", "file": file}));
}

fn sizes_are_what_kafka_computes() {
    agrees("sizes_random.tsv", 300, |file| json!({"do": "sizes", "file": file}));
}

fn the_definition_of_properties_is_what_each_release_says() {
    agrees("configdef.json", 113, |_| json!({"do": "configdef"}));
    for (name, release, keys) in [("configdef-3.9.json", "3.9.1", 95), ("configdef-2.8.json", "2.8.2", 71)] {
        let jar = jars::older_clients(release).unwrap();
        agrees(name, keys, |_| json!({"do": "configdef", "jar": jar}));
    }
}

fn verdicts_are_what_kafka_answers() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/oracle/verdicts.jsonl");
    let made = stage::helper().ask(json!({"do": "verdicts", "file": file})).unwrap();
    let made = made.as_array().expect("an array");
    if std::env::var_os("LINGER_FIXTURES").is_some_and(|wish| wish == "write") {
        let lines: Vec<String> = made.iter().map(Value::to_string).collect();
        fs::write(&file, lines.join("\n") + "\n").unwrap();
    }
    let kept = fs::read_to_string(&file).unwrap();
    let kept: Vec<Value> = kept.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(kept.len() > 1500, "verdicts.jsonl has lost its lines");
    for (kept, made) in kept.iter().zip(made) {
        assert_eq!(kept, made);
    }
    assert_eq!(kept.len(), made.len());
}

/// The draws are others each time: what Kafka chooses now is replayed, as what it chose then is.
fn partitioner_classes_choose_as_they_did() {
    let mut made = String::new();
    for (release, is_older) in [("2.8.2", true), ("3.9.1", true), ("4.3.1", false)] {
        let jar = is_older.then(|| jars::older_clients(release).unwrap());
        let lines = stage::helper().ask(json!({"do": "choices", "release": release, "jar": jar})).unwrap();
        made.push_str(lines.as_str().expect("lines"));
    }
    assert!(crate::choices::replay(&made) > 1_900);
    if std::env::var_os("LINGER_FIXTURES").is_some_and(|wish| wish == "write") {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/oracle/choices.jsonl");
        fs::write(file, made).unwrap();
    }
}

/// Compares a fixture with the helper's, or writes it where `LINGER_FIXTURES=write` asks for that.
fn agrees(name: &str, rows: usize, command: impl Fn(&Path) -> Value) {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/oracle").join(name);
    let made = stage::helper().ask(command(&file)).unwrap();
    let made = made.as_str().expect("a table");
    if std::env::var_os("LINGER_FIXTURES").is_some_and(|wish| wish == "write") {
        fs::write(&file, made).unwrap();
    }
    assert!(made.lines().count() > rows, "{name} has lost its rows");
    assert_eq!(fs::read_to_string(&file).unwrap(), made, "{name} is not what Kafka computes");
}
