//! What the Java client's classes for `partitioner.class` chose, replayed through linger's rules.

use std::collections::VecDeque;

use linger::domain::partitioner::draw::Draws;
use linger::domain::partitioner::{RecordFacts, Rule, TopicPartitioner, TopicShape, class};
use linger::domain::payload::Payload;
use linger::domain::record::Record;
use serde_json::Value;

/// The draws the Java client made, in order.
#[derive(Clone)]
struct Script(VecDeque<u32>);

impl Draws for Script {
    fn draw(&mut self) -> u32 {
        self.0.pop_front().unwrap_or(0)
    }
}

fn number(value: &Value) -> i32 {
    i32::try_from(value.as_i64().unwrap_or_else(|| panic!("{value}"))).unwrap()
}

fn numbers(value: &Value) -> Vec<i32> {
    value.as_array().unwrap().iter().map(number).collect()
}

fn rule(scenario: &Value) -> Rule {
    let before_4 = !scenario["release"].as_str().unwrap().starts_with('4');
    match scenario["class"].as_str().unwrap() {
        class::ROUND_ROBIN => Rule::RoundRobin { asked_again: before_4 },
        class::DEFAULT => Rule::PerBatch { ignore_keys: false },
        class::UNIFORM_STICKY => Rule::PerBatch { ignore_keys: true },
        other => panic!("{other}"),
    }
}

fn record(event: &Value) -> Record {
    Record {
        partition: event["explicit"].as_i64().map(|partition| i32::try_from(partition).unwrap()),
        timestamp: event["t"].as_i64(),
        key: event["key"].as_str().map_or(Payload::NULL, Payload::text),
        value: Payload::bytes(vec![0; usize::try_from(number(&event["value"])).unwrap()]),
        ..Record::default()
    }
}

/// Holds every choice in these lines against linger's, and the preview of it; returns how many there were.
pub fn replay(lines: &str) -> usize {
    let events: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut appends = 0;
    for scenario in events.chunk_by(|_, next| next["e"] != "scenario") {
        let leaders = numbers(&scenario[0]["leaders"]);
        let leaders = leaders.into_iter().map(|leader| (leader >= 0).then_some(leader)).collect();
        let shape = TopicShape { leaders, available: numbers(&scenario[0]["available"]) };
        // A draw that leads to the partition that was drawn.
        let draw = |partition: i32| {
            let at = shape.available.iter().position(|known| *known == partition);
            at.map_or(partition.unsigned_abs(), |at| u32::try_from(at).unwrap())
        };
        let drawn = scenario.iter().filter_map(|event| event["draws"].as_array()).flatten();
        let script = Script(drawn.map(|partition| draw(number(partition))).collect());
        let batch_size = u64::from(number(&scenario[0]["batch_size"]).unsigned_abs());
        let mut partitioner = TopicPartitioner::new(rule(&scenario[0]), batch_size, script);
        for event in &scenario[1..] {
            let partition = number(&event["partition"]);
            if event["e"] == "drained" {
                partitioner.drained(partition, u64::from(number(&event["left"]).unsigned_abs()));
                continue;
            }
            appends += 1;
            let record = record(event);
            let facts = RecordFacts::of(&record, 0);
            let foreseen = partitioner.preview(&facts, &shape);
            let choice = partitioner.choose(&facts, &shape).unwrap();
            assert_eq!(choice.partition, partition, "{}: {event}", scenario[0]);
            assert_eq!((foreseen.partition, foreseen.why), (Some(partition), choice.why), "{}: {event}", scenario[0]);
            partitioner.appended(choice, &facts, &shape);
        }
    }
    appends
}
