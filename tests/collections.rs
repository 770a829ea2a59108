//! A folder of record files is a collection.

#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

use serde_json::Value;

fn send(record: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linger"));
    command.args(["send", "--topic", "t", "--format", "json", "--record", record]);
    command.env("HOME", env!("CARGO_TARGET_TMPDIR")).env_remove("XDG_CONFIG_HOME").env_remove("XDG_STATE_HOME");
    command.output().unwrap()
}

#[test]
fn the_record_files_of_a_folder_are_sent_by_their_names_or_none_of_them() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().to_str().unwrap();
    assert_eq!(send(path).status.code(), Some(2), "there is none");
    for (name, text) in [("2.toml", "value = 'bb'"), ("10.toml", "value = 'a'"), ("3.txt", "no"), (".4.toml", "no")] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let output = send(path);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let sizes: Vec<Value> = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["serializedValueSize"].clone())
        .collect();
    assert_eq!(sizes, [1, 2]);
    std::fs::write(folder.path().join("9.toml"), "value = 1").unwrap();
    let output = send(path);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("9.toml:1:9: value is '1'"), "{output:?}");
}
