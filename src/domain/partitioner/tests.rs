//! The choice, replayed against what the Java client chose.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use serde_json::Value;

use super::*;
use crate::domain::partitioner::keyed::Hash;
use crate::domain::partitioner::murmur2::partition_for_key;
use crate::domain::payload::Payload;
use crate::domain::record::Header;

/// The draws the Java client made, in order.
#[derive(Clone, Default)]
struct Script {
    draws: Rc<RefCell<VecDeque<u32>>>,
    taken: Rc<Cell<usize>>,
}

impl Draws for Script {
    fn draw(&mut self) -> u32 {
        self.taken.set(self.taken.get() + 1);
        self.draws.borrow_mut().pop_front().unwrap_or(0)
    }
}

fn int(value: &Value, field: &str) -> i64 {
    value[field].as_i64().unwrap_or_else(|| panic!("no {field} in {value}"))
}

fn payload(len: i64) -> Payload {
    usize::try_from(len).map_or(Payload::NULL, |len| Payload::bytes(vec![0; len]))
}

fn record(event: &Value) -> Record {
    let header = |header: &Value| Header {
        name: header[0].as_str().unwrap().to_owned(),
        value: payload(header[1].as_i64().unwrap()),
    };
    Record {
        partition: event["explicit"].as_i64().map(|partition| i32::try_from(partition).unwrap()),
        timestamp: Some(int(event, "t")),
        key: payload(int(event, "klen")),
        value: payload(int(event, "vlen")),
        headers: event["headers"].as_array().map(|all| all.iter().map(header).collect()).unwrap_or_default(),
        ..Record::default()
    }
}

struct Replay {
    name: String,
    partitioner: TopicPartitioner<Script>,
    script: Script,
    used: usize,
    shape: TopicShape,
    availability: Availability,
}

impl Replay {
    fn new(scenario: &Value, draws: VecDeque<u32>) -> Self {
        let ints = |field: &str| -> Vec<i32> {
            scenario[field].as_array().unwrap().iter().map(|v| i32::try_from(v.as_i64().unwrap()).unwrap()).collect()
        };
        let script = Script { draws: Rc::new(RefCell::new(draws)), taken: Rc::default() };
        let rule = Rule::BuiltIn {
            // In the scenarios every record without an explicit partition is spread as if it had no key.
            ignore_keys: true,
            adaptive: scenario["adaptive"].as_bool().unwrap(),
            availability_timeout_ms: int(scenario, "availability_timeout_ms"),
        };
        let batch_size = u64::try_from(int(scenario, "batch_size_config")).unwrap();
        let leaders = ints("leaders").into_iter().map(|leader| (leader >= 0).then_some(leader)).collect();
        Self {
            name: scenario["name"].as_str().unwrap().to_owned(),
            partitioner: TopicPartitioner::new(rule, batch_size, script.clone()),
            script,
            used: 0,
            shape: TopicShape { leaders, available: ints("available_order") },
            availability: Availability::default(),
        }
    }

    fn uniform(&self) -> &Uniform {
        match &self.partitioner.stand {
            Stand::Uniform(uniform) => uniform,
            other => panic!("{other:?}"),
        }
    }

    fn append(&mut self, event: &Value) {
        let record = record(event);
        let facts = RecordFacts::of(&record, 0);
        let foreseen = self.partitioner.preview(&facts, &self.shape);
        let choice = self.partitioner.choose(&facts, &self.shape).unwrap();
        assert_eq!(foreseen, Preview { partition: Some(choice.partition), why: choice.why });
        let appended = self.partitioner.appended(choice, &facts, &self.shape);
        let sticky = self.uniform().sticky;
        self.used += event["rands"].as_array().unwrap().len();
        let found = (
            i64::from(choice.partition),
            appended,
            sticky.map_or(-1, |sticky| i64::from(sticky.partition)),
            sticky.map_or(0, |sticky| sticky.produced),
            // One draw is always known beforehand.
            self.script.taken.get() - 1,
        );
        let expected = (
            int(event, "partition"),
            Appended {
                bytes: u64::try_from(int(event, "appended")).unwrap(),
                new_batch: event["new_batch"].as_bool().unwrap(),
                batch_full: event["batch_full"].as_bool().unwrap(),
            },
            int(event, "sticky_after"),
            u64::try_from(int(event, "produced_after")).unwrap(),
            self.used,
        );
        assert_eq!(found, expected, "scenario {}: {event}", self.name);
    }

    /// A pass of the Java client's sender.
    fn ready(&mut self, event: &Value) {
        self.partitioner.weigh(&self.shape, &self.availability);
        let (sums, partitions) = self.uniform().load.parts();
        let (cft, ids) = match &event["load"] {
            Value::Null => (Value::Array(Vec::new()), Value::Array(Vec::new())),
            load => (load["cft"].clone(), load["ids"].clone()),
        };
        let found = (serde_json::json!(sums), serde_json::json!(partitions));
        assert_eq!(found, (cft, ids), "scenario {}: {event}", self.name);
        let silent = event["not_ready_nodes"].as_array().unwrap();
        for node in event["ready_nodes"].as_array().unwrap() {
            let broker = i32::try_from(node.as_i64().unwrap()).unwrap();
            self.availability.note(broker, int(event, "t"), !silent.contains(node));
        }
        for drained in event["drained_node_partition_records_bytes"].as_array().unwrap() {
            let partition = i32::try_from(drained[1].as_i64().unwrap()).unwrap();
            let queued = self.partitioner.batches(partition).unwrap().queued_records();
            self.partitioner.drained(partition, queued - drained[2].as_u64().unwrap());
        }
    }
}

fn events() -> Vec<Value> {
    let lines = include_str!("../../../tests/fixtures/oracle/sticky.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn every_sticky_choice_equals_the_java_clients() {
    let events = events();
    let mut seen = Vec::new();
    let mut appends = 0;
    for scenario in events.chunk_by(|_, next| next["e"] != "scenario") {
        // A compressed batch's estimate is learnt from the codec, which is not modelled.
        if scenario[0]["compression"] != "none" {
            continue;
        }
        let draws = scenario.iter().filter_map(|event| event["rands"].as_array()).flatten();
        let draws = draws.map(|draw| u32::try_from(draw.as_u64().unwrap()).unwrap()).collect();
        let mut replay = Replay::new(&scenario[0], draws);
        for event in &scenario[1..] {
            match event["e"].as_str() {
                Some("append") => {
                    appends += 1;
                    replay.append(event);
                }
                Some("ready") => replay.ready(event),
                other => panic!("unknown event {other:?}"),
            }
        }
        seen.push(replay.name);
    }
    assert_eq!(seen.concat(), "ABCDEFGHIJKMNO");
    assert_eq!(appends, 2061);
}

fn six() -> TopicShape {
    TopicShape::new(vec![Some(1), None, Some(1), None, Some(2), Some(2)])
}

#[test]
fn a_record_says_where_it_goes_and_why() {
    let key: Option<&[u8]> = Some(b"user-42");
    let by_key = partition_for_key(b"user-42", 6);
    let cases = [
        (Some(3), key, false, Some(3), "explicit"),
        (Some(3), None, false, Some(3), "explicit"),
        (None, key, false, by_key, "murmur2(key)"),
        (None, Some(b"".as_slice()), false, partition_for_key(b"", 6), "murmur2(key)"),
        (None, key, true, None, "sticky"),
        (None, None, false, None, "sticky"),
    ];
    for (partition, key, ignore_keys, expected, why) in cases {
        let rule = Rule::BuiltIn { ignore_keys, adaptive: true, availability_timeout_ms: 0 };
        let found = rule.preview(partition, key, Some(&six()));
        assert_eq!((found.partition, found.why.to_string().as_str()), (expected, why), "{partition:?} {key:?}");
    }
    let unknown = Preview { partition: None, why: Why::Key(Hash::Murmur2) };
    assert_eq!(Rule::default().preview(None, key, None), unknown);
}

#[test]
fn a_sticky_record_avoids_partitions_without_a_leader() {
    let record = Record::default();
    let facts = RecordFacts::of(&record, 1);
    for seed in 0..100 {
        let mut partitioner = TopicPartitioner::new(Rule::default(), 16_384, Random::seeded(seed));
        let choice = partitioner.choose(&facts, &six()).unwrap();
        assert!([0, 2, 4, 5].contains(&choice.partition), "{choice:?}");
    }
}

#[test]
fn a_topic_without_partitions_offers_none() {
    let mut partitioner = TopicPartitioner::new(Rule::default(), 16_384, Random::seeded(1));
    let record = Record::default();
    let facts = RecordFacts::of(&record, 1);
    assert_eq!(partitioner.choose(&facts, &TopicShape::default()), None);
    assert_eq!(
        partitioner.preview(&facts, &TopicShape::default()),
        Preview { partition: None, why: Why::Sticky(Until::Bytes) }
    );
}

#[test]
fn looking_does_not_move_the_sticky_partition() {
    let mut partitioner = TopicPartitioner::new(Rule::default(), 16_384, Random::seeded(7));
    let record = Record::default();
    let facts = RecordFacts::of(&record, 1);
    let shape = six();
    let first = partitioner.preview(&facts, &shape);
    for _ in 0..10 {
        assert_eq!(partitioner.preview(&facts, &shape), first);
    }
    assert_eq!(partitioner.choose(&facts, &shape).map(|choice| choice.partition), first.partition);
}
