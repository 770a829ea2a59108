//! Where records go by each rule: librdkafka's, against where librdkafka itself puts ten thousand keys, and each through
//! the running producer.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use linger::domain::load::Keys;
use linger::domain::partitioner::keyed::{KeyRule, Placed};
use linger::domain::partitioner::{TopicShape, Until, Why};
use linger::domain::payload::Payload;
use linger::domain::record::Record;
use linger::domain::swap::SwapStep;
use linger::kafka::embedded::Embedded;
use linger::kafka::producer::Cancel;
use rdkafka::ClientConfig;
use rdkafka::client::ClientContext;
use rdkafka::message::{DeliveryResult, Message as _};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _, ProducerContext};

use stage::{Stage, TOPIC};

mod choices;
mod stage;

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
fn every_choice_of_javas_partitioner_classes_is_made_and_foreseen_as_java_makes_it() {
    assert!(choices::replay(include_str!("fixtures/oracle/choices.jsonl")) > 1_900);
}

fn record(key: Option<&[u8]>) -> Record {
    let key = key.map_or(Payload::NULL, |key| Payload::bytes(key.to_vec()));
    Record { topic: TOPIC.to_owned(), key, value: Payload::text("v"), ..Record::default() }
}

fn set(partitioner: &str) -> String {
    let name = if partitioner.contains('.') { "partitioner.class" } else { "partitioner" };
    format!("{name}={partitioner}")
}

/// What is set, and how a producer is told to go on with that.
fn swap(stage: &Stage, set: &str) {
    let step = stage.generations.swap(&stage.settings(&[set]), &Cancel::new(), &mut |_| {});
    assert!(matches!(step, SwapStep::Done { .. }), "{set}: {step:?}");
}

/// Records delivered, by partition.
fn delivered(stage: &Stage) -> Vec<u64> {
    stage.settle();
    let mut counts = vec![0; PARTITIONS.unsigned_abs() as usize];
    for partition in &stage.generations.meter().partitions {
        counts[usize::try_from(partition.partition).unwrap()] = partition.records.delivered;
    }
    counts
}

const ROUND_ROBIN: &str = "org.apache.kafka.clients.producer.RoundRobinPartitioner";

#[test]
fn the_producer_puts_records_where_a_producer_of_librdkafka_would() {
    let embedded = Embedded::start().unwrap();
    assert!(embedded.create_topic("keys", PARTITIONS));
    let keys = &keys()[..2_000];
    let shape = TopicShape::new(vec![Some(1); PARTITIONS.unsigned_abs() as usize]);
    // Each rule takes over from the one before while the producer runs.
    let stage = Stage::new(PARTITIONS, &[]);
    for rule in KeyRule::ALL {
        swap(&stage, &set(rule.name()));
        let went = went(&embedded, rule, keys);
        let first = stage.kept.outcomes.lock().unwrap().len();
        for (n, (key, went)) in keys.iter().zip(&went).enumerate() {
            let record = record(key.as_deref());
            let foreseen = stage.generations.foresee(&record, &shape);
            let accepted = stage.generations.send(n as u64, &record, &Cancel::new()).unwrap();
            if let Placed::At(_) = rule.place(key.as_deref(), PARTITIONS.unsigned_abs()).unwrap() {
                assert_eq!((accepted.partition, foreseen.partition), (*went, Some(*went)), "{rule:?} of {key:?}");
            } else {
                assert_eq!(foreseen.partition, None, "{rule:?} of {key:?}: who draws foresees nothing");
                let null = Why::Sticky(Until::Millis(10));
                let expected = if rule == KeyRule::Random && key.is_some() { Why::Drawn } else { null };
                assert_eq!(foreseen.why, expected, "{rule:?} of {key:?}");
            }
        }
        stage.settle();
        let outcomes = stage::eventually("all outcomes", || {
            let outcomes = stage.kept.outcomes.lock().unwrap();
            (outcomes.len() == first + keys.len()).then(|| outcomes[first..].to_vec())
        });
        for outcome in outcomes {
            let key = keys[usize::try_from(outcome.n).unwrap()].as_deref();
            let why = outcome.journey.as_ref().and_then(|journey| journey.why);
            assert_eq!(why, Some(stage.generations.settings().partitioner.why(key)), "{rule:?} of {key:?}");
            if let Placed::At(partition) = rule.place(key, PARTITIONS.unsigned_abs()).unwrap() {
                assert_eq!(outcome.partition, Some(partition), "{rule:?} of {key:?} in the log");
            }
        }
    }
}

#[test]
fn a_load_goes_by_the_rule_in_force_too_and_by_another_after_a_change() {
    const RECORDS: u64 = 700;
    let stage = Stage::new(PARTITIONS, &[&set("consistent_random")]);
    let load = |keys| {
        stage.load(100, keys, None, Some(RECORDS)).finish().stop();
        stage.settle();
    };
    load(Keys::Sequential);
    let mut expected = vec![0; PARTITIONS.unsigned_abs() as usize];
    for n in 0..RECORDS {
        let placed = KeyRule::ConsistentRandom.place(Some(n.to_string().as_bytes()), PARTITIONS.unsigned_abs());
        expected[usize::try_from(placed.unwrap().at().unwrap()).unwrap()] += 1;
    }
    assert_eq!(delivered(&stage), expected);

    swap(&stage, &set(ROUND_ROBIN));
    load(Keys::Sequential);
    load(Keys::None);
    let turns: Vec<u64> = delivered(&stage).iter().zip(&expected).map(|(now, before)| now - before).collect();
    assert_eq!(turns, [2 * RECORDS / 7; 7], "one after the other, keys or none");
}

#[test]
fn records_without_a_key_keep_a_partition_for_as_long_as_is_set() {
    // Longer than any test runs: one partition; 0: drawn for each.
    for (millis, all) in [(900_000, 1), (0, PARTITIONS.unsigned_abs() as usize)] {
        let stage = Stage::new(PARTITIONS, &["partitioner=random", &format!("sticky.partitioning.linger.ms={millis}")]);
        for n in 0..300 {
            assert!(stage.send(n, None, None, 20));
        }
        let used = delivered(&stage).iter().filter(|count| **count > 0).count();
        assert_eq!(used, all, "{millis} ms");
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
