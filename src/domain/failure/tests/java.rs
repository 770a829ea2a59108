//! The cards against what kafka-clients 4.3.1 did with sends that failed: `sends.jsonl`, a provoked failure a line, with
//! where it came (thrown by `send()`, or in the Future) and its chain of exceptions.

use serde_json::Value;

use crate::domain::failure::Code;

const SENDS: &str = include_str!("../../../../tests/fixtures/oracle/sends.jsonl");

/// The code of each failure that is one of a record; none for misuse that a card has nothing to say of, and for what the
/// program's own wait did.
fn code(case: &str) -> Option<i32> {
    Some(match case {
        "topic-absent" | "topic-absent-max.block.ms-0" => -188,
        "partition-out-of-range" => -190,
        "partition-negative" | "timestamp-negative" | "topic-null" | "batch.size-above-buffer.memory" => -186,
        "too-large-max.request.size"
        | "too-large-by-some"
        | "max.request.size-84"
        | "too-large-buffer.memory"
        | "buffer.memory-0" => 10,
        "largest-allowed-default (1048489)"
        | "expired-not-sent"
        | "expired-no-leader"
        | "custom-partitioner-too-big" => Code::MSG_TIMED_OUT,
        "buffer-exhausted" | "buffer-exhausted-max.block.ms-0" => Code::QUEUE_FULL,
        "invalid-topic" => 17,
        "unauthorized-topic" => 29,
        "unknown-topic-error-then-timeout" => 3,
        "closed" | "txn-send-before-init" => -172,
        "close-zero-with-pending" => -197,
        "class-cast-value" => -161,
        "class-cast-key" => -162,
        "interrupted" => Code::INTERRUPTED,
        _ => return None,
    })
}

#[test]
fn a_program_in_java_meets_each_failure_where_its_card_says() {
    let mut held = 0;
    for line in SENDS.lines() {
        let send: Value = serde_json::from_str(line).unwrap();
        let case = send["case"].as_str().unwrap();
        let Some(code) = code(case) else { continue };
        let [java, _] = Code::find(code).unwrap().met();
        let place = match send["where"].as_str().unwrap() {
            "thrown" => "thrown by send()",
            "future" => "in the Future",
            other => panic!("{case}: {other}"),
        };
        assert!(java.text.starts_with(place), "{case}: {}", java.text);
        // What the program gets of the Future is the wrapper; what it has to look at is the cause.
        for link in send["chain"].as_array().unwrap() {
            let class = link["class"].as_str().unwrap();
            let kafka =
                class.starts_with("org.apache.kafka.common.errors.") || class.ends_with("BufferExhaustedException");
            let name = class.rsplit('.').next().unwrap();
            assert!(!kafka || java.text.contains(name), "{case}: no {name} in {}", java.text);
        }
        held += 1;
    }
    assert_eq!(held, 27);
}
