//! librdkafka's rules from keys to partitions, against where librdkafka itself puts ten thousand keys.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use linger::domain::partitioner::keyed::{KeyRule, Placed};
use linger::kafka::embedded::Embedded;
use rdkafka::ClientConfig;
use rdkafka::client::ClientContext;
use rdkafka::message::{DeliveryResult, Message as _};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _, ProducerContext};

const KEYS: usize = 10_000;
const PARTITIONS: i32 = 7;

/// Takes down the partition of each record, by its number.
#[derive(Clone)]
struct Went(Arc<Mutex<Vec<Option<i32>>>>);

impl ClientContext for Went {}

impl ProducerContext for Went {
    type DeliveryOpaque = usize;

    fn delivery(&self, result: &DeliveryResult<'_>, number: usize) {
        let message = result.as_ref().unwrap_or_else(|(error, _)| panic!("record {number}: {error}"));
        self.0.lock().unwrap()[number] = Some(message.partition());
    }
}

/// Keys of 0 to 40 bytes, all values among them, the same in every run; every hundredth is null.
fn keys() -> Vec<Option<Vec<u8>>> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut draw = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut key = |number: usize| {
        let length = draw() % 41;
        let bytes = (0..length).map(|_| draw().to_le_bytes()[3]).collect();
        (!number.is_multiple_of(100)).then_some(bytes)
    };
    (0..KEYS).map(&mut key).collect()
}

/// Where librdkafka puts records with these keys.
fn went(embedded: &Embedded, rule: KeyRule, keys: &[Option<Vec<u8>>]) -> Vec<i32> {
    let went = Went(Arc::new(Mutex::new(vec![None; keys.len()])));
    let producer: BaseProducer<Went> = ClientConfig::new()
        .set("bootstrap.servers", embedded.cluster().bootstrap())
        .set("partitioner", rule.name())
        .create_with_context(went.clone())
        .unwrap();
    for (number, key) in keys.iter().enumerate() {
        let record = BaseRecord::<[u8], [u8], usize>::with_opaque_to("keys", number).payload(b"v");
        let record = match key {
            Some(key) => record.key(key.as_slice()),
            None => record,
        };
        producer.send(record).map_err(|(error, _)| error).unwrap();
    }
    producer.flush(Duration::from_secs(60)).unwrap();
    let went = went.0.lock().unwrap();
    went.iter().map(|partition| partition.expect("every record is reported")).collect()
}

#[test]
fn every_rule_puts_ten_thousand_keys_where_librdkafka_puts_them() {
    let embedded = Embedded::start().unwrap();
    assert!(embedded.create_topic("keys", PARTITIONS));
    let keys = keys();
    for rule in KeyRule::ALL {
        let went = went(&embedded, rule, &keys);
        for (key, went) in keys.iter().zip(&went) {
            match rule.place(key.as_deref(), PARTITIONS.unsigned_abs()).unwrap() {
                Placed::At(partition) => assert_eq!(partition, *went, "{rule:?} of {key:?}"),
                Placed::Drawn => assert!((0..PARTITIONS).contains(went), "{rule:?} of {key:?}"),
            }
        }
        let drawn = keys.iter().filter(|key| rule.place(key.as_deref(), 7) == Some(Placed::Drawn)).count();
        let nulls = keys.iter().filter(|key| key.is_none()).count();
        let empty = keys.iter().flatten().filter(|key| key.is_empty()).count();
        let expected = match rule {
            KeyRule::Random => KEYS,
            KeyRule::ConsistentRandom => nulls + empty,
            KeyRule::Murmur2Random | KeyRule::Fnv1aRandom => nulls,
            KeyRule::Consistent | KeyRule::Murmur2 | KeyRule::Fnv1a => 0,
        };
        assert_eq!(drawn, expected, "{rule:?}");
    }
}

#[test]
fn the_readme_shows_what_is_printed() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let numbers: String = (1..=100_000).flat_map(|number: u32| [number.to_string(), "\n".to_owned()]).collect();
    for (before, args, input) in [
        ("$ ", "partition --key user-42 --key invoice-1 --partitions 6 --to 8", ""),
        ("$ seq 1 100000 | ", "partition --keys - --partitions 6 --to 8", numbers.as_str()),
    ] {
        let mut linger = Command::new(env!("CARGO_BIN_EXE_linger"));
        linger.args(args.split(' ')).env("HOME", env!("CARGO_TARGET_TMPDIR")).env_remove("XDG_STATE_HOME");
        let mut running = linger.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
        running.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
        let printed = running.wait_with_output().unwrap();
        assert!(printed.status.success());
        let block = format!("{before}linger {args}\n{}```\n", String::from_utf8(printed.stdout).unwrap());
        assert!(readme.contains(&block), "the README should show:\n{block}");
    }
}
