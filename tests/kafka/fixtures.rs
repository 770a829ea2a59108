//! The fixtures made of Kafka's own answers are still what Kafka answers.

use std::fs;
use std::path::Path;

use serde_json::json;

use crate::harness::stage;

crate::trials![murmur2_is_what_kafka_computes, sizes_are_what_kafka_computes];

fn murmur2_is_what_kafka_computes() {
    agrees("murmur2", "murmur2.tsv");
}

fn sizes_are_what_kafka_computes() {
    agrees("sizes", "sizes_random.tsv");
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
