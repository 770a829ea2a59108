#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

/// Kafka's own errors, as `Errors.values()` lists them.
const ERRORS: &str = include_str!("../../../tests/fixtures/oracle/errors.tsv");

/// (code, name, retriable)
fn kafka_errors() -> Vec<(i32, &'static str, bool)> {
    let mut lines = ERRORS.lines();
    assert!(lines.next().unwrap().starts_with("code\tname\texception\tretriable\t"));
    lines
        .map(|line| {
            let mut fields = line.split('\t');
            let code = fields.next().unwrap().parse().unwrap();
            let name = fields.next().unwrap();
            (code, name, fields.nth(1).unwrap() == "true")
        })
        .collect()
}

#[test]
fn codes_ascend() {
    assert!(Code::all().windows(2).all(|pair| pair[0].code < pair[1].code));
}

#[test]
fn every_protocol_error_has_its_row_and_kafka_s_name() {
    let errors = kafka_errors();
    assert_eq!(errors.len(), 135);
    for (code, name, _) in errors {
        let row = Code::find(code).unwrap_or_else(|| panic!("no row for {code} {name}"));
        assert_eq!(row.kafka, Some(name), "{code}");
    }
}

#[test]
fn protocol_errors_are_retriable_where_kafka_s_are() {
    // librdkafka retries BROKER_NOT_AVAILABLE, and the same record can succeed; Java has no such producer error.
    let differ: Vec<i32> = kafka_errors()
        .into_iter()
        .filter(|(code, _, retriable)| Code::find(*code).unwrap().is_retriable() != *retriable)
        .map(|(code, _, _)| code)
        .collect();
    assert_eq!(differ, [8]);
}

#[test]
fn meanings_are_sentences_without_an_end() {
    for row in Code::all() {
        assert!(row.meaning.len() > 5 && !row.meaning.ends_with('.'), "{row:?}");
        assert!(!row.meaning.contains("Broker:") && !row.meaning.contains("Local:"), "{row:?}");
    }
}

#[test]
fn a_failure_is_told_by_its_code() {
    use Side::{Broker, Client};
    // (code, idempotent, name, side, retriable, fatal)
    let table = [
        (-192, false, "_MSG_TIMED_OUT", Client, true, false),
        (-152, true, "_PURGE_QUEUE", Client, true, false),
        (-150, false, "_FATAL", Client, false, true),
        (-1, false, "UNKNOWN", Broker, false, false),
        (6, false, "NOT_LEADER_FOR_PARTITION", Broker, true, false),
        (10, true, "MSG_SIZE_TOO_LARGE", Broker, false, false),
        (45, false, "OUT_OF_ORDER_SEQUENCE_NUMBER", Broker, false, false),
        (45, true, "OUT_OF_ORDER_SEQUENCE_NUMBER", Broker, false, true),
        (98, false, "SNAPSHOT_NOT_FOUND", Broker, false, false),
        (4711, true, "ERR_4711?", Broker, false, false),
        (-4711, true, "ERR_-4711?", Client, false, false),
    ];
    for (code, idempotent, name, side, retriable, fatal) in table {
        let failure = Failure::new(code, true, Some("why".to_owned()), idempotent);
        assert_eq!(
            (failure.code, failure.name.as_str(), failure.side, failure.retriable, failure.fatal),
            (code, name, side, retriable, fatal)
        );
        assert!(failure.possibly_persisted);
        assert_eq!(failure.cause.as_deref(), Some("why"));
    }
}

#[test]
fn a_refusal_is_the_client_s_and_never_persisted() {
    let failure = Failure::refused(10, "the record is 5 bytes, max.request.size is 4".to_owned());
    assert_eq!((failure.side, failure.possibly_persisted, failure.retriable), (Side::Client, false, false));
    assert_eq!(failure.name, "MSG_SIZE_TOO_LARGE");
    assert_eq!(failure.message, "the record is 5 bytes, max.request.size is 4");
}
