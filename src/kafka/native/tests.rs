#![allow(clippy::unwrap_used)]

use std::time::Instant;

use super::mock::MockCluster;
use super::produce::INVALID_TOPIC;
use super::*;
use crate::domain::payload::Payload;
use crate::domain::record::{Header, Record};

struct Deaf;

impl Hooks for Deaf {
    fn request_sent(&self, _broker: i32, _api_key: i16, _size: usize) {}
    fn response_received(&self, _broker: i32, _api_key: i16, _rtt_micros: i64, _error: i32) {}
    fn acknowledged(&self, _opaque: usize, _error: i32) {}
    fn broker_state(&self, _id: i32, _host: &str, _port: i32, _state: &str) {}
    fn log(&self, _level: i32, _facility: &str, _text: &str) {}
}

fn handle(properties: &[(&str, &str)]) -> Result<Handle, CreateError> {
    let owned: Vec<_> = properties.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Handle::new(&owned, Arc::new(Deaf))
}

/// Serves reports until `count` records ended: (opaque, error, partition, offset).
fn ends(handle: &Handle, count: usize) -> Vec<(usize, i32, i32, Option<i64>)> {
    let mut ends = Vec::new();
    let deadline = Instant::now() + Duration::from_secs(20);
    while ends.len() < count && Instant::now() < deadline {
        handle.poll(Duration::from_millis(100), &mut |event| {
            if let Event::Reports(reports) = event {
                reports.for_each(|r| ends.push((r.opaque(), r.error(), r.partition(), r.offset())));
            }
        });
    }
    ends
}

#[test]
fn a_refused_property_is_named_without_its_value() {
    let error = handle(&[("sasl.passwrd", "s3cret")]).err().unwrap();
    assert_eq!(error.property.as_deref(), Some("sasl.passwrd"));
    assert!(!error.message.contains("s3cret"), "{error}");
    let error = handle(&[("enable.idempotence", "true"), ("acks", "1")]).err().unwrap();
    assert_eq!(error.property, None);
    assert!(error.message.contains("acks"), "{error}");
}

#[test]
fn a_text_with_a_nul_is_refused_not_cut() {
    let error = handle(&[("sasl.password", "s3\0cret")]).err().unwrap();
    assert_eq!(error.property.as_deref(), Some("sasl.password"));
    assert_eq!(error.message, "a NUL character is not allowed");
    let handle = Arc::new(handle(&[]).unwrap());
    assert_eq!(Topic::new(&handle, "orders\0").err(), Some(INVALID_TOPIC));
}

/// Two records in slots of this slab: one without a key, one with an empty one.
fn placed(slab: &Arc<Slab>, partition: i32) -> Batch {
    let mut batch = Batch::new(Arc::clone(slab), 2);
    for (opaque, key) in [(8, None), (9, Some(0))] {
        let mut slot = slab.fresh().unwrap();
        slab.bytes(&mut slot).unwrap()[0] = b'x';
        batch.push(slot, Placed { key, value_at: 0, value: 1, partition, opaque }).unwrap();
    }
    batch
}

#[test]
fn a_slot_is_out_of_reach_until_its_report_gives_it_back() {
    let mock = MockCluster::new(1).unwrap();
    assert!(mock.create_topic("t", 1, 1));
    let handle = Arc::new(handle(&[("bootstrap.servers", &mock.bootstrap())]).unwrap());
    let topic = Topic::new(&handle, "t").unwrap();
    topic.metadata(Duration::from_secs(20)).unwrap();
    let slab = Slab::new(2, 16).unwrap();
    let other = Slab::new(1, 16).unwrap();
    let mut batch = placed(&slab, 0);
    let stranger = other.fresh().unwrap();
    let (stranger, again) =
        (batch.push(stranger, Placed { key: None, value_at: 0, value: 1, partition: 0, opaque: 1 }), slab.fresh());
    assert!(stranger.is_err() && again.is_none(), "a slot of another slab, and no third one of this");
    topic.produce_slots(&mut batch, |_, code, _| panic!("not taken: {code}"));
    let mut home = Vec::new();
    let deadline = std::time::Instant::now() + Duration::from_secs(20);
    while home.len() < 2 && std::time::Instant::now() < deadline {
        handle.poll(Duration::from_millis(100), &mut |event| {
            if let Event::Reports(reports) = event {
                reports.for_each(|report| home.extend(report.give_back(&slab)));
            }
        });
    }
    assert_eq!(home.len(), 2);
    assert_eq!(slab.bytes(&mut home[0]).unwrap()[0], b'x');
    for (key, value_at, value) in [(None, 0, 0), (None, 10, 7), (Some(3), 2, 1), (None, usize::MAX, 2)] {
        let slot = home.pop().unwrap();
        let refused = batch.push(slot, Placed { key, value_at, value, partition: 0, opaque: 1 });
        home.push(refused.unwrap_err());
    }
}

#[test]
fn records_end_with_their_number_and_place() {
    let mock = MockCluster::new(1).unwrap();
    assert!(mock.create_topic("t", 2, 1));
    let handle = Arc::new(handle(&[("bootstrap.servers", &mock.bootstrap())]).unwrap());
    let topic = Topic::new(&handle, "t").unwrap();
    let metadata = topic.metadata(Duration::from_secs(20)).unwrap();
    assert_eq!((metadata.partitions.len(), metadata.error), (2, None));
    let record = Record {
        topic: "t".to_owned(),
        partition: None,
        timestamp: None,
        key: Payload::NULL,
        value: Payload::text(""),
        headers: vec![
            Header { name: String::new(), value: Payload::NULL },
            Header { name: "h".to_owned(), value: Payload::text("") },
        ],
    };
    assert_eq!(topic.produce(&record, 1, 1_700_000_000_000, 7), Ok(()));
    let slab = Slab::new(2, 16).unwrap();
    let mut batch = placed(&slab, 1);
    topic.produce_slots(&mut batch, |_, code, _| panic!("not taken: {code}"));
    assert!(batch.is_empty());
    let mut ends = ends(&handle, 3);
    ends.sort_unstable();
    assert_eq!(ends, [(7, 0, 1, Some(0)), (8, 0, 1, Some(1)), (9, 0, 1, Some(2))]);
    // A partition that is not there: nothing is taken, and each record says why.
    let elsewhere = Slab::new(2, 16).unwrap();
    let mut refused = Vec::new();
    topic.produce_slots(&mut placed(&elsewhere, 99), |at, code, slot| refused.push((at, code, slot)));
    assert_eq!(refused.iter().map(|(at, code, _)| (*at, *code)).collect::<Vec<_>>(), [(1, -190), (0, -190)]);
    assert_eq!(topic.produce(&record, 99, 1_700_000_000_000, 7), Err(-190));
}

#[test]
fn a_wait_is_rounded_up_to_milliseconds() {
    let table = [(0, 0), (1, 1), (999, 1), (1000, 1), (1001, 2), (u64::MAX, c_int::MAX)];
    for (micros, expected) in table {
        assert_eq!(millis(Duration::from_micros(micros)), expected);
    }
}
