#![allow(clippy::unwrap_used)]

mod kinds;

use super::*;
use crate::domain::meter::{BrokerMeter, Latency, Limits, PartitionMeter, TopicMeter};

/// Microseconds between two snapshots.
const STEP: u64 = 100_000;
const START: u64 = 1_700_000_000_000_000;

/// Snapshots 0 to `count` − 1, each filled in by its number.
fn series(count: u64, fill: impl Fn(&mut Meter, u64)) -> Vec<Arc<Meter>> {
    let snapshot = |step| {
        let mut meter = at_rest(START + step * STEP);
        fill(&mut meter, step);
        Arc::new(meter)
    };
    (0..count).map(snapshot).collect()
}

/// A producer with Kafka's defaults, two brokers that are up and `orders` with six partitions.
fn at_rest(at: u64) -> Meter {
    let broker = |id| BrokerMeter { id, address: format!("k:{id}"), state: "UP".into(), ..BrokerMeter::default() };
    let partition = |partition| PartitionMeter {
        topic: "orders".into(),
        partition,
        leader: Some(partition % 2 + 1),
        ..PartitionMeter::default()
    };
    Meter {
        at,
        generation: 1,
        limits: Limits {
            linger: 5_000,
            batch_size: 16_384,
            buffer_memory: 32 << 20,
            max_in_flight: 5,
            max_block: 60_000_000,
            request_timeout: 30_000_000,
            delivery_timeout: 120_000_000,
            retry_backoff: 100_000,
            acks: -1,
            idempotent: true,
        },
        partitions: (0..6).map(partition).collect(),
        brokers: vec![broker(1), broker(2)],
        topics: vec![TopicMeter { topic: "orders".into(), partitions: 6, ..TopicMeter::default() }],
        ..Meter::default()
    }
}

/// `records` of 100 bytes delivered in each step, evenly over the partitions, in batches of `batch` records; each took
/// `batching` and then `in_flight` microseconds.
fn flow(meter: &mut Meter, step: u64, records: u64, batch: u64, (batching, in_flight): (u64, u64)) {
    let total = step * records;
    (meter.records.accepted, meter.records.delivered) = (total, total);
    for partition in &mut meter.partitions {
        partition.records.accepted = total / 6;
    }
    let batches = total / batch;
    let topic = &mut meter.topics[0];
    (topic.batches, topic.records, topic.bytes) = (batches, total, total * 100);
    meter.requests.sent = batches;
    meter.requests.delivered = batches;
    let broker = &mut meter.brokers[0];
    (broker.rtt_count, broker.rtt_sum) = (batches, batches * in_flight);
    if records > 0 {
        meter.latency.batching.record(batching, records);
        meter.latency.in_flight.record(in_flight, records);
        meter.latency.total.record(batching + in_flight, records);
    }
}

/// 12 000 records/s in batches of 50 that linger closes.
fn lingering(meter: &mut Meter, step: u64) {
    flow(meter, step, 1_200, 50, (5_000, 1_000));
    meter.closed.linger = step * 24;
}

/// Whole batches wait in partition 1, for broker 2.
fn pile_up(meter: &mut Meter) {
    let partition = &mut meter.partitions[1];
    (partition.full_batches, partition.full_records, partition.in_flight) = (12, 1_200, 100);
    meter.records.accepted += 1_300;
}

fn verdict(fill: impl Fn(&mut Meter, u64)) -> Verdict {
    judge(&series(21, fill), None).unwrap()
}

/// The verdicts one after the other, each with the one before.
fn all(meters: &[Arc<Meter>]) -> Vec<Verdict> {
    let mut given: Vec<Verdict> = Vec::new();
    for end in 1..=meters.len() {
        given.extend(judge(&meters[..end], given.last()));
    }
    given
}

fn changes<T: PartialEq>(values: impl Iterator<Item = T>) -> usize {
    let values: Vec<T> = values.collect();
    values.windows(2).filter(|pair| pair[0] != pair[1]).count()
}

#[test]
fn one_snapshot_tells_nothing() {
    assert_eq!(judge(&[], None), None);
    assert_eq!(judge(&series(1, lingering), None), None);
}

#[test]
fn a_sentence_stands_for_a_second() {
    // The fill wavers from snapshot to snapshot.
    let meters = series(61, |meter, step| {
        lingering(meter, step);
        meter.topics[0].bytes += step % 7 * 10_000 * step;
    });
    let given = all(&meters);
    let sentences = changes(given.iter().map(Verdict::sentence));
    assert!((1..=6).contains(&sentences), "{sentences}");
    assert!(given.iter().all(|verdict| verdict.since == given[0].since));
    for pair in given.windows(2).filter(|pair| pair[0].sentence() != pair[1].sentence()) {
        assert_eq!(pair[1].told - pair[0].told, 1_000_000);
    }
}

#[test]
fn two_limits_that_take_turns_do_not_flicker() {
    // Half of the batches close full and half by linger, now a few more of these, now of those.
    let meters = series(61, |meter, step| {
        lingering(meter, step);
        let tilt = if step % 2 == 0 { 20 } else { 0 };
        (meter.closed.linger, meter.closed.size) = (step * 24 + tilt, step * 24 + 20 - tilt);
    });
    let given = all(&meters);
    assert!(changes(given.iter().map(Verdict::kind)) <= 1);
    assert!(given.iter().all(|one| matches!(one.kind(), Kind::LingerBound | Kind::BatchFull)));
}

#[test]
fn trouble_is_told_at_once_and_the_end_of_it_when_it_lasts() {
    let meters = series(61, |meter, step| {
        lingering(meter, step);
        let lost = step.clamp(20, 21) - 20;
        (meter.records.failed, meter.records.delivered) = (lost, meter.records.delivered - lost);
    });
    let kinds: Vec<Kind> = all(&meters).iter().map(Verdict::kind).collect();
    // The first verdict is on the second snapshot.
    let first = kinds.iter().position(|kind| *kind == Kind::Failing).unwrap() + 1;
    let last = kinds.iter().rposition(|kind| *kind == Kind::Failing).unwrap() + 1;
    assert_eq!((first, last), (21, 40));
    assert_eq!(changes(kinds.iter()), 2);
}

#[test]
fn a_change_of_the_configuration_is_judged_alone() {
    let meters = series(31, |meter, step| {
        lingering(meter, step);
        if step >= 20 {
            meter.generation = 2;
            meter.limits.linger = 0;
            meter.latency = Latency::default();
            meter.latency.batching.record(50, 100);
            meter.latency.total.record(1_050, 100);
        }
    });
    let given = all(&meters);
    let kinds: Vec<(Kind, u32)> = given.iter().map(|one| (one.kind(), one.generation)).collect();
    assert_eq!(kinds[18], (Kind::LingerBound, 1));
    // The first snapshots of the new producer tell more of its start than of its change.
    assert_eq!(kinds[21], (Kind::LingerBound, 1));
    assert_eq!(kinds[22], (Kind::Starved, 2));
}

#[test]
fn a_pause_without_snapshots_is_no_part_of_the_rate() {
    let mut meters = series(3, |meter, step| flow(meter, step, 0, 1, (1, 1)));
    let mut later = at_rest(START + 600_000_000);
    flow(&mut later, 1, 1_000, 10, (100, 1_000));
    meters.push(Arc::new(later));
    let Evidence::Starved { per_second, .. } = judge(&meters, None).unwrap().evidence else {
        unreachable!("nothing holds a record back");
    };
    assert_eq!(per_second, 500);
}
