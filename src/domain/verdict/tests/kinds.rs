//! Each verdict, on snapshots that give rise to it.

use super::*;
use crate::domain::meter::{CauseCount, FailureCount};

type Case = (&'static str, fn(&mut Meter, u64), Kind, &'static str);

fn check(table: &[Case]) {
    for (name, fill, kind, sentence) in table {
        let verdict = verdict(fill);
        assert_eq!((verdict.kind(), verdict.sentence().as_str()), (*kind, *sentence), "{name}");
        assert!(sentence.starts_with(kind.name()), "{name}");
    }
}

const LIMITS: &[Case] = &[
    ("nothing", |_, _| {}, Kind::Idle, "idle: nothing is sent"),
    ("over long ago", |meter, _| flow(meter, 9, 100, 10, (1, 1)), Kind::Idle, "idle: nothing is sent"),
    (
        "linger closes part-filled batches",
        lingering,
        Kind::LingerBound,
        "linger-bound: batches leave 31 % full because linger.ms (5) ends first",
    ),
    (
        "a long linger, and no batch left yet",
        |meter, step| {
            meter.limits.linger = 10_000_000;
            meter.records.accepted = step * 20;
            meter.partitions[0].filling_records = step * 20;
            meter.partitions[0].filling_bytes = step * 200;
            meter.partitions[0].oldest = Some(START);
        },
        Kind::LingerBound,
        "linger-bound: 400 records wait for linger.ms (10000) to end, 24 % full",
    ),
    (
        "a slow trickle: nothing gathers",
        |meter, step| {
            flow(meter, step, 1, 1, (5_000, 1_000));
            meter.closed.linger = step;
        },
        Kind::Starved,
        "starved: 10 records/s, each waits out linger.ms (5) almost alone",
    ),
    (
        "linger 0: nothing waits",
        |meter, step| {
            meter.limits.linger = 0;
            flow(meter, step, 1_200, 3, (100, 1_000));
            meter.closed.linger = step * 400;
        },
        Kind::Starved,
        "starved: 12 000 records/s leave at once, the producer could take more",
    ),
    (
        "linger gathers, but the answers take most of the time",
        |meter, step| {
            flow(meter, step, 1_200, 50, (5_000, 20_000));
            meter.closed.linger = step * 24;
        },
        Kind::Starved,
        "starved: 12 000 records/s leave at once, the producer could take more",
    ),
    (
        "batches close full",
        |meter, step| {
            flow(meter, step, 16_000, 160, (900, 1_000));
            meter.closed.size = step * 90;
            meter.closed.linger = step * 10;
        },
        Kind::BatchFull,
        "batch-full: 90 % of the batches leave because batch.size (16384) is reached, 1 000 requests/s",
    ),
    (
        "a flush after a few",
        |meter, step| {
            flow(meter, step, 12, 8, (100, 1_000));
            meter.closed.flush = step;
        },
        Kind::FlushBound,
        "flush-bound: a flush closes 100 % of the batches, with 8.0 records in each",
    ),
    (
        "one after the other's answer",
        |meter, step| {
            flow(meter, step, 16, 1, (5_000, 1_000));
            meter.closed.linger = step * 16;
        },
        Kind::Synchronous,
        "synchronous: the next record waits for the answer, 6.0 ms each: 160 records/s",
    ),
];

const PILES: &[Case] = &[
    (
        "send() blocks for room, a window is full",
        |meter, step| {
            lingering(meter, step);
            pile_up(meter);
            meter.blocked.memory = step * 84_000;
            meter.brokers[1].requests = 5;
        },
        Kind::BufferFull,
        "buffer-full: send() blocks 84 % of the time because buffer.memory (32.0 MiB) is full; all requests that may \
             be out to b2 are",
    ),
    (
        "someone who waits is not counted yet",
        |meter, step| {
            lingering(meter, step);
            meter.waiting.memory = 1;
        },
        Kind::BufferFull,
        "buffer-full: send() blocks 100 % of the time because buffer.memory (32.0 MiB) is full; an answer takes 1.0 ms",
    ),
    (
        "one request out, more wait",
        |meter, step| {
            lingering(meter, step);
            pile_up(meter);
            meter.limits.max_in_flight = 1;
            let broker = &mut meter.brokers[1];
            (broker.requests, broker.rtt_count, broker.rtt_sum) = (1, step, step * 90_000);
        },
        Kind::InFlightBound,
        "in-flight-bound: max.in.flight.requests.per.connection (1) is reached at b2; 1 200 records wait; an answer \
             takes 90.0 ms",
    ),
    (
        "an idempotent partition has one batch out",
        |meter, step| {
            lingering(meter, step);
            pile_up(meter);
            let broker = &mut meter.brokers[1];
            (broker.requests, broker.rtt_count, broker.rtt_sum) = (1, step, step * 9_000);
        },
        Kind::InFlightBound,
        "in-flight-bound: idempotence has one batch of a partition out at a time, at b2; 1 200 records wait; an \
             answer takes 9.0 ms",
    ),
    (
        "the same, and the answers are slow",
        |meter, step| {
            lingering(meter, step);
            pile_up(meter);
            let broker = &mut meter.brokers[1];
            (broker.requests, broker.rtt_count, broker.rtt_sum) = (1, step, step * 212_000);
        },
        Kind::BrokerBound,
        "broker-bound: an answer from b2 takes 212.0 ms, 17 % of a record's latency",
    ),
    (
        "slow answers, nothing piles up",
        |meter, step| {
            flow(meter, step, 100, 50, (5_000, 200_000));
            meter.closed.linger = step * 2;
        },
        Kind::BrokerBound,
        "broker-bound: an answer from b1 takes 200.0 ms, 98 % of a record's latency",
    ),
    (
        "no answer at all",
        |meter, _| {
            (meter.records.accepted, meter.requests.sent, meter.requests.in_flight) = (100, 3, 3);
            meter.brokers[0].requests = 3;
        },
        Kind::BrokerBound,
        "broker-bound: no answer from b1 for 2.00 s",
    ),
    (
        "one partition takes nearly all and can't carry it",
        |meter, step| {
            lingering(meter, step);
            pile_up(meter);
            meter.blocked.memory = step * 84_000;
            meter.partitions[1].records.accepted = meter.records.accepted * 92 / 100;
        },
        Kind::Skewed,
        "skewed: orders-1 takes 92 % of the load; 1 200 records wait",
    ),
];

const TROUBLES: &[Case] = &[
    (
        "no broker is connected",
        |meter, _| {
            meter.records.accepted = 120;
            meter.brokers[0].state = "CONNECT".into();
            meter.brokers[1].state = "DOWN".into();
            meter.waiting.metadata = 1;
        },
        Kind::Disconnected,
        "disconnected: no broker is connected (b1 CONNECT, b2 DOWN); 120 records wait",
    ),
    (
        "no broker was ever seen",
        |meter, _| {
            meter.brokers.clear();
            meter.waiting.metadata = 1;
        },
        Kind::Disconnected,
        "disconnected: no broker was reached yet",
    ),
    (
        "one of two is gone, and records fail",
        |meter, step| {
            lingering(meter, step);
            pile_up(meter);
            meter.brokers[1].state = "DOWN".into();
            meter.records.failed = step;
            meter.records.delivered -= step;
        },
        Kind::Disconnected,
        "disconnected: no connection to b2 DOWN; 1 300 records wait",
    ),
    (
        "a partition without a leader",
        |meter, step| {
            lingering(meter, step);
            pile_up(meter);
            meter.partitions[1].leader = None;
        },
        Kind::NoLeader,
        "no leader: orders-1 has none; 1 300 records wait",
    ),
    (
        "a topic that is not there",
        |meter, _| meter.waiting.metadata = 1,
        Kind::NoMetadata,
        "no metadata: send() waits for the topic's metadata, up to max.block.ms (60000)",
    ),
    (
        "records fail, and are sent again",
        |meter, step| {
            lingering(meter, step);
            (meter.records.failed, meter.records.possibly_written) = (step, step * 2);
            meter.records.accepted += step * 3;
            meter.failures =
                vec![FailureCount { code: 19, records: step }, FailureCount { code: -192, records: step * 2 }];
            (meter.requests.retried, meter.requests.resent_batches) = (step * 9, step * 9);
            meter.brokers[1].throttle = 4_600_000;
            meter.brokers[1].throttled_until = Some(meter.at + 1);
        },
        Kind::Failing,
        "failing: 60 records failed of _MSG_TIMED_OUT, 40 of them possibly written, while b2 throttles",
    ),
    (
        "batches are sent again",
        |meter, step| {
            lingering(meter, step);
            (meter.requests.retried, meter.requests.resent_batches) = (step * 2, step * 2);
            meter.causes = vec![
                CauseCount { cause: "NOT_LEADER_FOR_PARTITION".into(), broker: 2, requests: 500 },
                CauseCount { cause: "NOT_ENOUGH_REPLICAS".into(), broker: 1, requests: step * 2 },
            ];
        },
        Kind::Retrying,
        "retrying: 40 of 480 requests must be sent again (NOT_ENOUGH_REPLICAS from b1)",
    ),
    (
        "one request of hundreds is no limit",
        |meter, step| {
            lingering(meter, step);
            meter.requests.retried = u64::from(step > 10);
        },
        Kind::LingerBound,
        "linger-bound: batches leave 31 % full because linger.ms (5) ends first",
    ),
    (
        "a quota, with slow answers and a full buffer behind it",
        |meter, step| {
            flow(meter, step, 100, 50, (5_000, 2_000_000));
            pile_up(meter);
            meter.blocked.memory = step * 84_000;
            let broker = &mut meter.brokers[0];
            (broker.throttle, broker.throttles) = (4_600_000, 1);
            broker.throttled_until = Some(START + 1_000_000);
        },
        Kind::Throttled,
        "throttled: a quota lets b1 take nothing for 4.60 s at a time",
    ),
    (
        "a change that drains",
        |meter, step| {
            lingering(meter, step);
            meter.records.accepted += 1;
            meter.waiting.swap = 1;
        },
        Kind::Swapping,
        "changing: send() waits until the old producer has delivered 1 record",
    ),
];

#[test]
fn what_is_limited_as_it_was_set_up_is_told_with_its_numbers() {
    check(LIMITS);
}

#[test]
fn what_piles_up_is_told_with_what_it_waits_for() {
    check(PILES);
}

#[test]
fn what_is_wrong_goes_before_what_is_slow() {
    check(TROUBLES);
}

#[test]
fn a_cold_start_and_an_idle_producer_are_no_trouble() {
    // For 300 ms, no broker is up and no partition has a leader.
    let cold = |meter: &mut Meter, step: u64| {
        meter.waiting.metadata = 1;
        meter.records.accepted = 1;
        meter.partitions[0].filling_records = 1;
        if step < 4 {
            meter.brokers[0].state = "CONNECT".into();
            meter.brokers[1].state = "INIT".into();
            meter.partitions[0].leader = None;
        }
    };
    for count in 2..=4 {
        assert!(!judge(&series(count, cold), None).unwrap().kind().is_trouble(), "{count}");
    }
    let down = |meter: &mut Meter, _: u64| meter.brokers.iter_mut().for_each(|broker| broker.state = "DOWN".into());
    assert_eq!(verdict(down).kind(), Kind::Idle);
    assert_eq!(verdict(down).stage(), None);
}

#[test]
fn a_topic_of_one_partition_is_never_skewed_and_a_sticky_partitioner_neither() {
    let one = |meter: &mut Meter, step: u64| {
        lingering(meter, step);
        pile_up(meter);
        meter.partitions.retain(|one| one.partition == 1);
        meter.topics[0].partitions = 1;
        meter.partitions[0].records.accepted = meter.records.accepted;
    };
    assert_ne!(verdict(one).kind(), Kind::Skewed);
    let sticky = |meter: &mut Meter, step: u64| {
        lingering(meter, step);
        meter.partitions[1].records.accepted = meter.records.accepted;
    };
    assert_eq!(verdict(sticky).kind(), Kind::LingerBound);
    // All of the load in one of six, of which only that one was ever used.
    let used = |meter: &mut Meter, step: u64| {
        one(meter, step);
        meter.topics[0].partitions = 6;
    };
    assert_eq!(verdict(used).kind(), Kind::Skewed);
}

#[test]
fn a_limit_names_its_stage_its_property_and_what_to_do() {
    let verdict = verdict(lingering);
    assert_eq!((verdict.stage(), verdict.property()), (Some(Stage::Batch), Some("linger.ms")));
    assert_eq!(verdict.act(), Some("raise linger.ms for fuller batches, lower it for less latency"));
    assert_eq!(super::verdict(|_, _| {}).act(), None);
}
