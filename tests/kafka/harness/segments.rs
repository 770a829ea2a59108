//! What lies in a broker's log, as Kafka's `DumpLogSegments` prints it.

use std::collections::HashMap;
use std::fs;

use serde_json::json;

use super::broker::Cluster;

/// One batch of a partition's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Batch {
    pub first_offset: i64,
    pub last_offset: i64,
    pub records: u32,
    /// Bytes of the batch on disk, as on the wire.
    pub size: u64,
}

impl Cluster {
    /// The batches of a partition, in order, from the log of the node that holds it.
    pub fn batches(&self, node: i32, topic: &str, partition: i32) -> Vec<Batch> {
        let folder = self.node(node).data().join(format!("{topic}-{partition}"));
        let mut segments: Vec<String> = fs::read_dir(&folder)
            .unwrap_or_else(|e| panic!("{}: {e}", folder.display()))
            .map(|entry| entry.unwrap().path())
            .filter(|file| file.extension().is_some_and(|ending| ending == "log"))
            .map(|file| file.display().to_string())
            .collect();
        segments.sort();
        let printed = self.helper.ask(json!({"do": "dumpLog", "files": segments.join(",")})).unwrap();
        printed.as_str().expect("text").lines().filter_map(parse).collect()
    }
}

/// A line about a batch is a row of `name: value`; other lines tell of the file.
fn parse(line: &str) -> Option<Batch> {
    if !line.starts_with("baseOffset:") {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let fields: HashMap<&str, &str> = words.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let number = |name: &str| -> i64 {
        fields.get(name).and_then(|value| value.parse().ok()).unwrap_or_else(|| panic!("no '{name}' in: {line}"))
    };
    assert_eq!(fields.get("isvalid:"), Some(&"true"), "{line}");
    Some(Batch {
        first_offset: number("baseOffset:"),
        last_offset: number("lastOffset:"),
        records: number("count:").try_into().unwrap(),
        size: number("size:").try_into().unwrap(),
    })
}
