#![allow(clippy::unwrap_used, clippy::expect_used)]

mod java;

use std::collections::HashMap;

use super::names::{named, nearest};
use super::*;
use crate::domain::property::names::row;

/// Kafka's own errors, as `Errors.values()` lists them.
const ERRORS: &str = include_str!("../../../tests/fixtures/oracle/errors.tsv");

/// (code, name, exception without its package, retriable)
fn kafka_errors() -> Vec<(i32, &'static str, &'static str, bool)> {
    let mut lines = ERRORS.lines();
    assert!(lines.next().unwrap().starts_with("code\tname\texception\tretriable\t"));
    lines
        .map(|line| {
            let mut fields = line.split('\t');
            let code = fields.next().unwrap().parse().unwrap();
            let name = fields.next().unwrap();
            let exception = fields.next().unwrap().rsplit('.').next().unwrap();
            (code, name, exception, fields.next().unwrap() == "true")
        })
        .collect()
}

#[test]
fn no_code_has_two_rows() {
    let codes: Vec<i32> = Code::all().map(|row| row.code).collect();
    assert!(codes.windows(2).all(|pair| pair[0] < pair[1]), "{codes:?}");
}

#[test]
fn every_protocol_error_has_its_row_with_kafka_s_name_and_exception() {
    let errors = kafka_errors();
    assert_eq!(errors.len(), 135);
    for (code, name, exception, _) in errors {
        let row = Code::find(code).unwrap_or_else(|| panic!("no row for {code} {name}"));
        assert_eq!(row.kafka, Some(name), "{code}");
        let exceptions: &[&str] = if code == 0 { &[] } else { &[exception] };
        assert_eq!(row.exceptions, exceptions, "{code}");
    }
}

#[test]
fn protocol_errors_are_retriable_where_kafka_s_are() {
    // librdkafka retries BROKER_NOT_AVAILABLE, and the same record can succeed; Java has no such producer error.
    let differ: Vec<i32> = kafka_errors()
        .into_iter()
        .filter(|(code, _, _, retriable)| Code::find(*code).unwrap().is_retriable() != *retriable)
        .map(|(code, ..)| code)
        .collect();
    assert_eq!(differ, [8]);
}

/// The three sentences that are written for each code.
fn sentences(row: &Code) -> [(&'static str, &'static str); 3] {
    [("meaning", row.meaning), ("causes", row.causes), ("next", row.next)]
}

#[test]
fn sentences_are_there_and_short_enough_for_a_card() {
    for row in Code::all() {
        for (what, text) in sentences(row) {
            let most = if what == "meaning" { 110 } else { 200 };
            assert!((10..=most).contains(&text.len()), "{} {what}: {} bytes", row.name, text.len());
            assert!(!text.contains("  ") && text.trim() == text && text.is_ascii(), "{} {what}: {text}", row.name);
            assert_eq!(text.ends_with('.'), what == "next", "{} {what}: {text}", row.name);
            assert!(!text.contains("Broker:") && !text.contains("Local:"), "{} {what}: {text}", row.name);
        }
        for line in row.card(&|_| None) {
            assert!(line.label.len() <= 10, "{line:?}");
            assert!((4..=260).contains(&line.text.len()) && !line.text.ends_with(':'), "{} {line:?}", row.name);
        }
    }
}

#[test]
fn no_two_codes_share_a_meaning_causes_or_a_next_step() {
    let mut seen = HashMap::new();
    for row in Code::all() {
        for (what, text) in sentences(row) {
            if let Some(other) = seen.insert((what, text), row.name) {
                panic!("{} and {other} share their {what}: {text}", row.name);
            }
        }
    }
}

/// The words of a sentence that say something, without their order.
fn content(text: &str) -> Vec<String> {
    let mut words: Vec<String> = text
        .replace("A producer does not meet this", "")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| word.len() > 3)
        .map(str::to_lowercase)
        .collect();
    words.sort_unstable();
    words.dedup();
    words
}

#[test]
fn no_two_codes_say_nearly_the_same() {
    let codes: Vec<&Code> = Code::all().collect();
    let mut alike = Vec::new();
    for (at, one) in codes.iter().enumerate() {
        for other in &codes[..at] {
            for ((what, a), (_, b)) in sentences(one).into_iter().zip(sentences(other)) {
                let (a, b) = (content(a), content(b));
                let shared = a.iter().filter(|word| b.contains(word)).count();
                // All but one word of a sentence of some length.
                if a.len().max(b.len()) > 3 && shared + 1 >= a.len().max(b.len()) {
                    alike.push(format!("{what} of {} and {}: {a:?} {b:?}", one.name, other.name));
                }
            }
        }
    }
    assert!(alike.is_empty(), "{alike:#?}");
}

#[test]
fn a_property_to_change_is_one() {
    for code in Code::all() {
        for name in code.change {
            let known = match name.split_once(' ') {
                Some((owner, setting)) => ["topic", "broker"].contains(&owner) && setting.contains('.'),
                None => row(name).is_some(),
            };
            // `listeners` is the one broker setting without a dot.
            assert!(known || *name == "broker listeners", "{} changes '{name}'", code.name);
        }
    }
}

#[test]
fn codes_that_no_producer_meets_say_so() {
    for row in Code::all() {
        let elsewhere = matches!(row.java, Java::Elsewhere(_));
        if elsewhere {
            assert_eq!(row.written, Written::NoRecord, "{}", row.name);
            assert_eq!(row.abortable(), None, "{}", row.name);
        }
        let honest = row.next.contains("producer does not meet this") || row.next.contains("producer meets it only");
        assert!(!honest || row.written == Written::NoRecord, "{}", row.name);
    }
}

#[test]
fn a_row_whose_words_need_an_exception_names_one() {
    for row in Code::all() {
        let needs = !matches!(row.java, Java::Words(_) | Java::Elsewhere(Elsewhere::Consumer));
        assert!(!needs || !row.exceptions.is_empty(), "{}", row.name);
    }
}

#[test]
fn a_value_that_is_known_stands_beside_its_property() {
    let card = Code::find(10).unwrap().card(&|name| (name == "batch.size").then(|| "now 16384".to_owned()));
    let property = card.iter().find(|line| line.label == "property").unwrap();
    assert_eq!(
        property.text,
        "max.request.size, batch.size (now 16384), compression.type, the topic's max.message.bytes"
    );
}

#[test]
fn a_code_is_found_in_any_client_s_spelling() {
    // (typed, the codes)
    let table: [(&str, &[i32]); 26] = [
        ("-192", &[-192]),
        ("10", &[10]),
        (" 0 ", &[0]),
        ("_MSG_TIMED_OUT", &[-192]),
        ("msg_timed_out", &[-192]),
        ("RD_KAFKA_RESP_ERR__MSG_TIMED_OUT", &[-192]),
        ("ERR__MSG_TIMED_OUT", &[-192]),
        ("ErrMsgTimedOut", &[-192]),
        ("Local_MsgTimedOut", &[-192]),
        ("MSG_SIZE_TOO_LARGE", &[10]),
        ("message_too_large", &[10]),
        ("RecordTooLargeException", &[10]),
        ("org.apache.kafka.common.errors.RecordTooLargeException", &[10]),
        ("recordtoolargeexception", &[10]),
        ("TimeoutException", &[-192, -190, -188, -185, 7]),
        ("ProducerFencedException", &[-144, 90]),
        ("NetworkException", &[-195, 13]),
        ("OutOfOrderSequenceException", &[45]),
        ("UNKNOWN_SERVER_ERROR", &[-1]),
        ("NONE", &[0]),
        ("BufferExhausted", &[-184]),
        ("ExecutionException", &[]),
        ("4711", &[]),
        ("", &[]),
        ("_", &[]),
        ("local", &[]),
    ];
    for (typed, codes) in table {
        assert_eq!(named(typed).into_iter().map(|row| row.code).collect::<Vec<_>>(), codes, "{typed}");
    }
    for row in Code::all() {
        for name in std::iter::once(row.name).chain(row.kafka).chain(row.exceptions.iter().copied()) {
            assert!(named(name).iter().any(|found| found.code == row.code), "{name}");
        }
    }
}

#[test]
fn a_mistyped_name_finds_the_nearest() {
    let table: [(&str, &[&str]); 5] = [
        ("_MSG_TIMD_OUT", &["_MSG_TIMED_OUT"]),
        ("org.apache.kafka.common.errors.ProducerFencedExeption", &["ProducerFencedException"]),
        ("MESAGE_TOO_LARGE", &["MESSAGE_TOO_LARGE"]),
        ("wibble-wobble-wabble", &[]),
        ("", &[]),
    ];
    for (typed, names) in table {
        assert_eq!(nearest(typed), names, "{typed}");
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
