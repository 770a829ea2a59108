#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::domain::outcome::Status;
use crate::domain::payload::Payload;
use crate::domain::record::{Header, Record};
use crate::kafka::embedded::Embedded;
use crate::kafka::settings::PartitionRules;

fn settings() -> Settings {
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    Settings {
        client: vec![pair("linger.ms", "5"), pair("message.timeout.ms", "20000")],
        bootstrap: String::new(),
        embedded: false,
        buffer_memory: 32 << 20,
        max_block: Duration::from_secs(10),
        max_request_size: 1 << 20,
        batch_size: 16384,
        linger: Duration::from_millis(5),
        delivery_timeout: Duration::from_secs(20),
        acks: -1,
        idempotent: false,
        partition_rules: PartitionRules { ignore_keys: false, adaptive: true, availability_timeout: Duration::ZERO },
    }
}

fn started(embedded: &Embedded, change: impl FnOnce(&mut Settings)) -> (Producer, Lanes) {
    let mut settings = embedded.settings(&settings());
    change(&mut settings);
    Producer::start(&settings, 1, Requests::Whole).unwrap()
}

fn record(value: &str) -> Record {
    Record { topic: "orders".into(), key: Payload::text("user-42"), value: Payload::text(value), ..Record::default() }
}

fn soon() -> Instant {
    Instant::now() + Duration::from_secs(20)
}

#[test]
fn a_record_is_delivered_with_everything_its_metadata_say() {
    let embedded = Embedded::start().unwrap();
    embedded.create_topic("orders", 6);
    let (producer, mut lanes) = started(&embedded, |_| {});
    let headers = vec![Header { name: "trace".into(), value: Payload::NULL }];
    let sent = Record { headers, ..record("hello") };
    let accepted = producer.send(7, &sent, &Cancel::new()).unwrap();
    assert_eq!(producer.flush(soon()), 0);
    let outcome = lanes.outcomes.try_recv().unwrap();
    assert_eq!((outcome.n, &outcome.status), (7, &Status::Delivered));
    assert_eq!((outcome.partition, outcome.offset), (Some(accepted.partition), Some(0)));
    assert_eq!((outcome.key_size, outcome.value_size, outcome.attempts), (7, 5, 1));
    assert_eq!((outcome.timestamp, outcome.timestamp_type), (Some(accepted.timestamp), None), "not the false one");
    assert!(outcome.latency_micros.is_some() && outcome.broker.is_some());
    let request = lanes.requests.try_recv().unwrap();
    assert_eq!((request.records, request.first_offset, request.last_offset), (Some(1), Some(0), Some(0)));
    assert_eq!((request.partition, request.broker), (outcome.partition, outcome.broker.unwrap()));
    assert!(request.wire_bytes > 12);
    assert_eq!((producer.standing().outstanding(), producer.standing().buffered_bytes), (0, 0));
}
