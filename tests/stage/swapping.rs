//! What changes of a running producer need: properties at random, and what must be in the log afterwards.

use std::collections::BTreeMap;

use linger::domain::load::Progress;
use linger::domain::partitioner::draw::{Draws, Random};
use linger::kafka::producer::LoadTally;

use super::name_of;

/// With idempotence now and then: an id takes its time.
pub const RARELY: &[&str] = &["true", "false", "false", "false", "false", "false"];

fn one_of<'a>(random: &mut Random, values: &[&'a str]) -> &'a str {
    values[random.draw() as usize % values.len()]
}

/// Properties at random, which a producer can be started with.
pub fn properties(random: &mut Random, in_flight: &[&str], idempotent: &[&str]) -> Vec<String> {
    let idempotent = one_of(random, idempotent);
    let acks = if idempotent == "true" { "all" } else { one_of(random, &["all", "1"]) };
    vec![
        format!("linger.ms={}", one_of(random, &["0", "1", "5", "20", "100"])),
        format!("batch.size={}", one_of(random, &["800", "16384", "200000"])),
        format!("compression.type={}", one_of(random, &["none", "gzip", "snappy", "lz4", "zstd"])),
        format!("buffer.memory={}", one_of(random, &["1000000", "4000000", "8000000"])),
        format!("max.in.flight.requests.per.connection={}", one_of(random, in_flight)),
        format!("acks={acks}"),
        format!("enable.idempotence={idempotent}"),
        "retry.backoff.ms=10".to_owned(),
    ]
}

/// Whether the records of a partition are in the log in the order in which they were sent.
#[derive(Clone, Copy, PartialEq)]
pub enum Order {
    Kept,
    Free,
}

/// Every number up to `count` once, and those of a partition in their order.
pub fn each_once(log: &[Vec<String>], count: u64, order: Order) {
    let mut times: BTreeMap<u64, u32> = BTreeMap::new();
    for (partition, values) in log.iter().enumerate() {
        let numbers: Vec<u64> = values.iter().map(|value| name_of(value).parse().unwrap()).collect();
        let overtaken = numbers.windows(2).find(|pair| pair[0] >= pair[1]);
        assert!(order == Order::Free || overtaken.is_none(), "{overtaken:?} in partition {partition}");
        for number in numbers {
            *times.entry(number).or_default() += 1;
        }
    }
    assert_eq!(times.values().find(|times| **times != 1), None);
    assert_eq!(times.len() as u64, count);
    assert_eq!(times.last_key_value().map(|(last, _)| *last + 1), Some(count));
}

/// How a load ended, whose accepted records were all delivered. The record that waited when it was stopped was not accepted.
pub fn delivered(tally: &LoadTally) -> Progress {
    let progress = tally.progress();
    let refused = progress.offered - progress.accepted;
    assert_eq!((progress.delivered, progress.failed), (progress.accepted, refused), "{progress:?}");
    assert!(refused <= 1, "{progress:?}");
    progress
}
