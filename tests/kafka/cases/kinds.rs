//! Every kind of key, value and header is read back byte for byte by Kafka's consumer, and what linger says of a
//! record is what the broker says.

use serde_json::{Value, json};

use crate::harness::product::{Outcome, json_lines, requests, run, run_with_input};
use crate::harness::stage;
use crate::harness::topics::Row;

crate::trials![
    every_kind_of_key_value_and_header_is_read_back_byte_for_byte,
    headers_keep_their_order_their_duplicates_and_their_nulls,
    every_codec_is_read_back_byte_for_byte,
    create_time_is_what_the_producer_said,
    log_append_time_is_what_the_broker_says,
    a_record_without_a_timestamp_is_of_now,
    a_payload_as_large_as_allowed_is_read_back,
];

/// A payload of the interchange, and its bytes in hex.
fn kinds() -> Vec<(Value, Option<&'static str>)> {
    vec![
        (json!(null), None),
        (json!(""), Some("")),
        (json!("user-42"), Some("757365722d3432")),
        (json!("줄\n\u{0}\u{7f}👩‍👩‍👧"), Some("eca4840a007ff09f91a9e2808df09f91a9e2808df09f91a7")),
        (json!({"text": "null"}), Some("6e756c6c")),
        (json!({"text": ""}), Some("")),
        (
            json!({"json": {"b": 1, "a": [true, null, "é"]}}),
            Some("7b2262223a312c2261223a5b747275652c6e756c6c2c22c3a9225d7d"),
        ),
        (json!({"json": null}), Some("6e756c6c")),
        (json!({"json": ""}), Some("2222")),
        (json!({"hex": ""}), Some("")),
        (json!({"hex": "00fffe80"}), Some("00fffe80")),
        (json!({"base64": "AP/+gA=="}), Some("00fffe80")),
        (json!({"base64": ""}), Some("")),
    ]
}

/// Sends these records and gives what linger said and what the consumer read, in the order of sending.
fn there_and_back(topic: &str, records: &[Value], more: &[&str]) -> Vec<(Outcome, Row)> {
    let cluster = stage::strict();
    let bootstrap = cluster.bootstrap();
    let mut arguments = vec!["send", "-b", &bootstrap, "--topic", topic, "--input", "json", "--format", "json"];
    arguments.extend(more);
    arguments.push("-");
    let mut outcomes = run_with_input(&arguments, json_lines(records)).exits(0).outcomes();
    outcomes.sort_by_key(|outcome| outcome.n);
    let numbers: Vec<u64> = outcomes.iter().map(|outcome| outcome.n).collect();
    assert_eq!(numbers, (0..records.len() as u64).collect::<Vec<_>>(), "every record has one outcome");
    let rows = cluster.read(topic);
    assert_eq!(rows.len(), records.len(), "nothing more is in the log");
    outcomes
        .into_iter()
        .map(|outcome| {
            assert_eq!(outcome.status, "delivered");
            assert_eq!(outcome.topic, topic);
            let place = (outcome.partition.unwrap(), outcome.offset.unwrap());
            let row = rows.iter().find(|row| (row.partition, row.offset) == place).expect("a record at the offset");
            (outcome, row.clone())
        })
        .collect()
}

/// What linger says of a record equals what the consumer says.
fn agree(outcome: &Outcome, row: &Row) {
    assert_eq!(outcome.timestamp, Some(row.timestamp));
    assert_eq!(outcome.timestamp_type.as_deref(), Some(row.timestamp_type.as_str()));
    assert_eq!(outcome.serialized_key_size, row.serialized_key_size);
    assert_eq!(outcome.serialized_value_size, row.serialized_value_size);
    assert_eq!(outcome.broker, Some(1));
    assert_eq!(outcome.attempts, 1);
    assert!(outcome.latency_micros.is_some_and(|micros| micros > 0), "{outcome:?}");
    assert!(outcome.error.is_none());
}

fn every_kind_of_key_value_and_header_is_read_back_byte_for_byte() {
    let topic = stage::strict().topic("kinds", 3, &[]);
    let kinds = kinds();
    let mut records = Vec::new();
    let mut expected = Vec::new();
    for (key, key_bytes) in &kinds {
        for (value, value_bytes) in &kinds {
            let number = i64::try_from(records.len()).unwrap();
            let (header, header_bytes) = &kinds[records.len() % kinds.len()];
            records.push(json!({
                "partition": number % 3, "timestamp": 1_700_000_000_000_i64 + number, "key": key, "value": value,
                "headers": [["trace-id", header]],
            }));
            expected.push((number, *key_bytes, *value_bytes, *header_bytes));
        }
    }
    for ((number, key, value, header), (outcome, row)) in
        expected.into_iter().zip(there_and_back(&topic, &records, &[]))
    {
        agree(&outcome, &row);
        assert_eq!(i64::from(row.partition), number % 3);
        assert_eq!(row.timestamp, 1_700_000_000_000 + number);
        assert_eq!((row.key.as_deref(), row.value.as_deref()), (key, value), "record {number}");
        assert_eq!(row.headers, [("trace-id".to_owned(), header.map(str::to_owned))], "record {number}");
    }
}

fn headers_keep_their_order_their_duplicates_and_their_nulls() {
    let topic = stage::strict().topic("headers", 1, &[]);
    let cases = [
        (json!([]), vec![]),
        (
            json!([["b", "2"], ["a", "1"], ["b", "2"], ["b", null], ["a", ""], ["", "nameless"], ["é ☃", {"hex": "ff"}]]),
            vec![
                ("b", Some("32")),
                ("a", Some("31")),
                ("b", Some("32")),
                ("b", None),
                ("a", Some("")),
                ("", Some("6e616d656c657373")),
                ("é ☃", Some("ff")),
            ],
        ),
        (json!([["only", null]]), vec![("only", None)]),
    ];
    let records: Vec<Value> = cases.iter().map(|(headers, _)| json!({"value": "v", "headers": headers})).collect();
    for ((_, expected), (_, row)) in cases.iter().zip(there_and_back(&topic, &records, &[])) {
        let read: Vec<(&str, Option<&str>)> =
            row.headers.iter().map(|(name, value)| (name.as_str(), value.as_deref())).collect();
        assert_eq!(read, *expected);
    }
}

fn every_codec_is_read_back_byte_for_byte() {
    for codec in ["gzip", "snappy", "lz4", "zstd"] {
        let topic = stage::strict().topic(codec, 1, &[]);
        let long = "compress me ".repeat(500);
        let records: Vec<Value> = (0..20).map(|n| json!({"key": format!("k{n}"), "value": long})).collect();
        let set = format!("compression.type={codec}");
        let trace = stage::run_folder().join(format!("{topic}.jsonl"));
        let more = ["--set", &set, "--trace", trace.to_str().unwrap()];
        for (n, (outcome, row)) in there_and_back(&topic, &records, &more).into_iter().enumerate() {
            agree(&outcome, &row);
            assert_eq!(row.key, Some(data_encoding::HEXLOWER.encode(format!("k{n}").as_bytes())));
            assert_eq!(row.value, Some(data_encoding::HEXLOWER.encode(long.as_bytes())));
        }
        for request in requests(&trace) {
            assert!(request.wire_bytes < request.bytes.unwrap() / 10, "{codec} made it smaller: {request:?}");
        }
    }
}

fn create_time_is_what_the_producer_said() {
    let topic = stage::strict().topic("create-time", 1, &[("message.timestamp.type", "CreateTime")]);
    let times = [1, 86_400_000, 1_234_567_890_123, 1_700_000_000_000];
    let records: Vec<Value> = times.iter().map(|time| json!({"timestamp": time, "value": "v"})).collect();
    for (time, (outcome, row)) in times.into_iter().zip(there_and_back(&topic, &records, &[])) {
        agree(&outcome, &row);
        assert_eq!((row.timestamp, row.timestamp_type.as_str()), (time, "CreateTime"));
    }
}

fn log_append_time_is_what_the_broker_says() {
    let topic = stage::strict().topic("append-time", 1, &[("message.timestamp.type", "LogAppendTime")]);
    let before = now();
    let records = [json!({"timestamp": 1_700_000_000_000_i64, "value": "v"}), json!({"value": "v"})];
    for (outcome, row) in there_and_back(&topic, &records, &[]) {
        agree(&outcome, &row);
        assert_eq!(row.timestamp_type, "LogAppendTime");
        assert!((before..=now()).contains(&row.timestamp), "{row:?}");
    }
}

fn a_record_without_a_timestamp_is_of_now() {
    let topic = stage::strict().topic("now", 1, &[]);
    let before = now();
    let (outcome, row) = there_and_back(&topic, &[json!({"value": "v"})], &[]).remove(0);
    agree(&outcome, &row);
    assert_eq!(row.timestamp_type, "CreateTime");
    assert!((before..=now()).contains(&row.timestamp), "{row:?}");
}

/// The client's upper bound of a record with a 1 048 489-byte value is max.request.size to the byte.
fn a_payload_as_large_as_allowed_is_read_back() {
    let cluster = stage::strict();
    let topic = cluster.topic("largest", 1, &[]);
    let file = stage::run_folder().join("largest.bin");
    std::fs::write(&file, vec![7; 1_048_489]).unwrap();
    let file = file.to_str().unwrap();
    let outcome =
        run(&["send", "-b", &cluster.bootstrap(), "--topic", &topic, "--value-file", file, "--format", "json"])
            .exits(0)
            .outcome();
    assert_eq!(outcome.serialized_value_size, 1_048_489);
    assert_eq!(cluster.read(&topic)[0].value, Some("07".repeat(1_048_489)));
}

fn now() -> i64 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap().as_millis().try_into().unwrap()
}
