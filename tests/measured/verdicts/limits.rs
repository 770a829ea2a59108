//! What limits a producer that works as it was set up.

use linger::domain::load::Keys;
use linger::domain::verdict::{Evidence, Kind};
use linger::kafka::embedded::BROKERS;

use super::swap;
use crate::stage::judge::Judge;
use crate::stage::{Stage, TOPIC};

/// Properties on the embedded cluster without a producer id, which would take its time.
const PLAIN: &str = "enable.idempotence=false";

fn slow(stage: &Stage, millis: i32) {
    for broker in 1..=BROKERS {
        assert!(stage.embedded.cluster().set_rtt(broker, millis));
    }
}

#[test]
fn idle_while_nothing_is_sent_and_starved_by_a_trickle() {
    let stage = Stage::new(6, &[PLAIN, "linger.ms=0"]);
    let mut judge = Judge::of(&stage.generations);
    assert_eq!(judge.until(Kind::Idle, || {}), Evidence::Idle);
    let load = stage.load(100, Keys::Sequential, Some(20), None);
    let Evidence::Starved { per_second, buffer, alone } = judge.until(Kind::Starved, || {}) else { unreachable!() };
    assert!(per_second <= 40 && buffer == 0 && alone.is_none(), "{per_second} {buffer} {alone:?}");
    load.stop();
    judge.until(Kind::Idle, || {});
}

#[test]
fn linger_bound_by_5_ms_and_not_by_0() {
    let stage = Stage::new(2, &[PLAIN, "linger.ms=5"]);
    let mut judge = Judge::of(&stage.generations);
    let load = stage.load(100, Keys::Uniform(100), Some(4_000), None);
    let Evidence::LingerBound { fill, linger, batching, .. } = judge.until(Kind::LingerBound, || {}) else {
        unreachable!()
    };
    assert_eq!(linger, 5_000);
    assert!((1..50).contains(&fill) && batching >= 30, "{fill} {batching}");
    swap(&stage, &[PLAIN, "linger.ms=0"]);
    assert_eq!(judge.until_gone(Kind::LingerBound, || {}), Kind::Starved);
    load.stop();
    stage.settle();
}

#[test]
fn batch_full_with_small_batches_and_not_with_large_ones() {
    let small = [PLAIN, "linger.ms=100", "batch.size=1000"];
    let stage = Stage::new(2, &small);
    let mut judge = Judge::of(&stage.generations);
    let load = stage.load(100, Keys::Uniform(100), Some(2_000), None);
    let Evidence::BatchFull { share, batch_size, .. } = judge.until(Kind::BatchFull, || {}) else { unreachable!() };
    assert!(share > 50 && batch_size == 1_000, "{share} {batch_size}");
    swap(&stage, &[PLAIN, "linger.ms=100", "batch.size=1000000"]);
    assert_eq!(judge.until_gone(Kind::BatchFull, || {}), Kind::LingerBound);
    load.stop();
    stage.settle();
}

#[test]
fn buffer_full_when_more_is_out_than_it_holds_and_not_with_a_larger_one() {
    let slow_answers = ["linger.ms=0", "batch.size=4000"];
    let stage = Stage::new(6, &[PLAIN, slow_answers[0], slow_answers[1], "buffer.memory=60000"]);
    slow(&stage, 40);
    let mut judge = Judge::of(&stage.generations);
    // 356 bytes of memory each, for 40 ms at least: 85 kB wait at any time.
    let load = stage.load(100, Keys::Uniform(1_000), Some(6_000), None);
    let Evidence::BufferFull { blocked, buffer_memory, rtt, .. } = judge.until(Kind::BufferFull, || {}) else {
        unreachable!()
    };
    assert_eq!(buffer_memory, 60_000);
    assert!(blocked >= 8 && rtt.is_none_or(|rtt| rtt >= 40_000), "{blocked} {rtt:?}");
    swap(&stage, &[PLAIN, slow_answers[0], slow_answers[1], "buffer.memory=33554432"]);
    judge.until_gone(Kind::BufferFull, || {});
    load.stop();
    stage.settle();
}

#[test]
fn in_flight_bound_by_one_request_and_not_by_a_hundred() {
    let small = [PLAIN, "linger.ms=0", "batch.size=1000"];
    let stage = Stage::new(3, &[small[0], small[1], small[2], "max.in.flight.requests.per.connection=1"]);
    slow(&stage, 20);
    let mut judge = Judge::of(&stage.generations);
    // Three brokers take 50 requests of 9 records a second each.
    let load = stage.load(100, Keys::Uniform(1_000), Some(1_800), None);
    let Evidence::InFlightBound { limit, rtt, records, .. } = judge.until(Kind::InFlightBound, || {}) else {
        unreachable!()
    };
    assert_eq!(limit, Some(1));
    assert!(rtt.is_some_and(|rtt| rtt >= 20_000) && records > 0, "{rtt:?} {records}");
    swap(&stage, &[small[0], small[1], small[2], "max.in.flight.requests.per.connection=100"]);
    judge.until_gone(Kind::InFlightBound, || {});
    load.stop();
    stage.settle();
}

#[test]
fn broker_bound_when_answers_take_long_and_not_when_they_come() {
    let stage = Stage::new(3, &[PLAIN, "linger.ms=0", "max.in.flight.requests.per.connection=100"]);
    slow(&stage, 120);
    let mut judge = Judge::of(&stage.generations);
    let load = stage.load(100, Keys::Uniform(1_000), Some(200), None);
    let Evidence::BrokerBound { rtt, share, .. } = judge.until(Kind::BrokerBound, || {}) else { unreachable!() };
    assert!(rtt.is_some_and(|rtt| rtt >= 120_000) && share >= 50, "{rtt:?} {share}");
    slow(&stage, 0);
    judge.until_gone(Kind::BrokerBound, || {});
    load.stop();
    stage.settle();
}

#[test]
fn flush_bound_while_someone_flushes_and_not_when_they_stop() {
    let stage = Stage::new(3, &[PLAIN, "linger.ms=1000"]);
    let mut judge = Judge::of(&stage.generations);
    let mut next = 0;
    let mut send = |flushes: bool| {
        for _ in 0..5 {
            for _ in 0..3 {
                assert!(stage.send(next, None, None, 100));
                next += 1;
            }
            if flushes {
                stage.settle();
            }
        }
    };
    let Evidence::FlushBound { share, .. } = judge.until(Kind::FlushBound, || send(true)) else { unreachable!() };
    assert!(share >= 50, "{share}");
    judge.until_gone(Kind::FlushBound, || send(false));
    stage.settle();
}

#[test]
fn synchronous_when_each_record_waits_for_the_answer_before_and_not_together() {
    let stage = Stage::new(1, &[PLAIN, "linger.ms=0"]);
    slow(&stage, 20);
    let mut judge = Judge::of(&stage.generations);
    let mut next = 0;
    let mut send = |alone: bool| {
        for _ in 0..5 {
            assert!(stage.send(next, None, None, 100));
            next += 1;
            while alone && stage.generations.outstanding() > 0 {
                std::thread::park_timeout(std::time::Duration::from_micros(200));
            }
        }
    };
    let Evidence::Synchronous { latency, per_second } = judge.until(Kind::Synchronous, || send(true)) else {
        unreachable!()
    };
    assert!(latency >= 20_000 && (1..=50).contains(&per_second), "{latency} {per_second}");
    judge.until_gone(Kind::Synchronous, || send(false));
    stage.settle();
}

#[test]
fn skewed_when_one_key_has_most_of_the_load_and_not_when_many_have_it() {
    // Idempotent, so that one batch of a partition is out at a time.
    let stage = Stage::new(6, &["linger.ms=0", "batch.size=1000"]);
    slow(&stage, 20);
    let mut judge = Judge::of(&stage.generations);
    let load = stage.load(100, Keys::Uniform(1), Some(700), None);
    let Evidence::Skewed { topic, partitions, share, records, .. } = judge.until(Kind::Skewed, || {}) else {
        unreachable!()
    };
    assert_eq!((&*topic, partitions, share), (TOPIC, 6, 100));
    assert!(records > 0);
    load.stop();
    stage.settle();
    let load = stage.load(100, Keys::Uniform(1_000), Some(700), None);
    judge.until_gone(Kind::Skewed, || {});
    load.stop();
    stage.settle();
}
