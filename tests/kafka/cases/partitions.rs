//! Partitions are those the Java producer chooses.

use serde_json::{Value, json};

use crate::harness::product::{json_lines, run_with_input};
use crate::harness::stage;

crate::trials![keys_go_where_the_java_producer_sends_them, records_without_a_key_stay_on_one_partition];

fn send(topic: &str, arguments: &[&str], records: &[Value]) -> Vec<i32> {
    let bootstrap = stage::strict().bootstrap();
    let mut all = vec!["send", "-b", &bootstrap, "--topic", topic, "--format", "json", "--input", "json"];
    all.extend(arguments);
    all.push("-");
    let mut outcomes = run_with_input(&all, json_lines(records)).exits(0).outcomes();
    outcomes.sort_by_key(|outcome| outcome.n);
    outcomes.iter().map(|outcome| outcome.partition.unwrap()).collect()
}

fn keys_go_where_the_java_producer_sends_them() {
    let keys: Vec<String> = ["", "00", "ff", "fffe80"]
        .into_iter()
        .map(str::to_owned)
        .chain((0..300_u32).map(|n| data_encoding::HEXLOWER.encode(format!("user-{}", n * n).as_bytes())))
        .collect();
    for partitions in [1, 7, 50] {
        let cluster = stage::strict();
        let (java, ours) = (cluster.topic("java", partitions, &[]), cluster.topic("ours", partitions, &[]));
        let records: Vec<Value> = keys.iter().map(|key| json!({"key": key, "value": ""})).collect();
        let told = cluster.kafka(json!({"do": "send", "topic": java, "records": records}));
        let expected: Vec<i64> =
            told.as_array().unwrap().iter().map(|answer| answer["partition"].as_i64().unwrap()).collect();
        let records: Vec<Value> = keys.iter().map(|key| json!({"key": {"hex": key}, "value": ""})).collect();
        let chosen: Vec<i64> = send(&ours, &[], &records).into_iter().map(i64::from).collect();
        assert_eq!(chosen, expected, "{partitions} partitions");
    }
}

/// KIP-794: until batch.size bytes went to it. With partitioner.ignore.keys keyed records do the same.
fn records_without_a_key_stay_on_one_partition() {
    let cluster = stage::strict();
    for (key, arguments) in [(Value::Null, vec![]), (json!("k1"), vec!["--set", "partitioner.ignore.keys=true"])] {
        let topic = cluster.topic("sticky", 6, &[]);
        let record = json!({"key": key, "value": "v".repeat(100)});
        let arguments = [vec!["--set", "linger.ms=1000"], arguments].concat();
        let partitions = send(&topic, &arguments, &vec![record; 10_000]);
        // A record takes 109 to 113 bytes of a batch: 16384 bytes are at least 144 of them, and at most 2 · 151.
        let mut runs: Vec<usize> = partitions.chunk_by(|a, b| a == b).map(<[i32]>::len).collect();
        let last = runs.pop().unwrap();
        assert!(runs.iter().all(|run| *run >= 144), "a partition was left early: {runs:?}");
        assert_eq!(runs.iter().sum::<usize>() + last, 10_000);
        // At least one change of partition in 32 KiB, to one of six at random: more than ten ways to go on.
        assert!(runs.len() > 10, "10000 records go round: {runs:?}");
    }
}
