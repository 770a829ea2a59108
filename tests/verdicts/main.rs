//! Each verdict, produced for real by a load and a fault on the embedded cluster, and gone one step away.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod bench;
mod stories;

use std::time::Instant;

use bench::{Bench, FOREVER, Setup};
use linger::domain::load::Keys;
use linger::domain::payload::Payload;
use linger::domain::record::Record;
use linger::domain::verdict::{Evidence, Kind};
use linger::kafka::producer::Cancel;

const NOT_ENOUGH_REPLICAS: i32 = 19;
const TOO_LARGE: i32 = 10;

#[test]
fn linger_holds_back_what_gathers_in_part_filled_batches() {
    let setup = Setup { linger: 20, ..Setup::default() };
    let mut bench = Bench::new(&setup);
    bench.load(Some(10_000), 100, Keys::Sequential);
    let verdict = bench.until(Kind::LingerBound);
    let Evidence::LingerBound { fill, linger: 20_000, .. } = verdict.evidence else { panic!("{verdict:?}") };
    assert!((2..=80).contains(&fill), "{}", verdict.sentence());
    bench.swap(&Setup { linger: 0, ..setup });
    bench.until(Kind::Starved);
}

#[test]
fn a_slow_trickle_starves_the_producer_and_nothing_idles_it() {
    let mut bench = Bench::new(&Setup::default());
    bench.load(Some(10), 100, Keys::None);
    bench.until(Kind::Starved);
    bench.stop();
    bench.until(Kind::Idle);
}

#[test]
fn full_batches_leave_before_linger_ends() {
    let setup = Setup { batch_size: 1_000, linger: 100, ..Setup::default() };
    let mut bench = Bench::new(&setup);
    bench.load(Some(2_000), 100, Keys::Sequential);
    bench.until(Kind::BatchFull);
    bench.swap(&Setup { batch_size: 100_000, ..setup });
    bench.until(Kind::LingerBound);
}

#[test]
fn a_full_buffer_blocks_send() {
    let setup = Setup { buffer_memory: 1 << 20, ..Setup::default() };
    let mut bench = Bench::new(&setup);
    bench.rtt(40);
    bench.load(None, 1_000, Keys::Sequential);
    bench.until(Kind::BufferFull);
    bench.stop();
    bench.load(Some(100), 1_000, Keys::Sequential);
    bench.until_not(Kind::BufferFull);
}

#[test]
fn one_request_at_a_time_holds_the_others_back() {
    let setup = Setup { max_in_flight: 1, idempotent: false, ..Setup::default() };
    let mut bench = Bench::new(&setup);
    bench.rtt(40);
    bench.load(Some(5_000), 100, Keys::Sequential);
    bench.until(Kind::InFlightBound);
    bench.rtt(0);
    bench.until_not(Kind::InFlightBound);
}

#[test]
fn slow_answers_bind_to_the_broker() {
    let mut bench = Bench::new(&Setup::default());
    bench.rtt(200);
    bench.load(Some(1_000), 100, Keys::Sequential);
    let verdict = bench.until(Kind::BrokerBound);
    let Evidence::BrokerBound { rtt: Some(rtt), .. } = verdict.evidence else { panic!("{verdict:?}") };
    assert!((200_000..400_000).contains(&rtt), "{}", verdict.sentence());
    bench.rtt(0);
    bench.until_not(Kind::BrokerBound);
}

#[test]
fn a_refusal_that_can_heal_is_a_retry_with_its_cause() {
    let mut bench = Bench::new(&Setup::default());
    bench.load(Some(100), 100, Keys::Sequential);
    bench.until_not(Kind::Idle);
    bench.refuse(&[NOT_ENOUGH_REPLICAS; 400]);
    let verdict = bench.until(Kind::Retrying);
    assert!(verdict.sentence().contains("NOT_ENOUGH_REPLICAS"), "{}", verdict.sentence());
    bench.until_not(Kind::Retrying);
}

#[test]
fn a_refusal_that_can_not_heal_is_a_failure() {
    let mut bench = Bench::new(&Setup { idempotent: false, ..Setup::default() });
    bench.load(Some(100), 100, Keys::Sequential);
    bench.until_not(Kind::Idle);
    bench.refuse(&[TOO_LARGE; 400]);
    let verdict = bench.until(Kind::Failing);
    assert!(verdict.sentence().contains("MSG_SIZE_TOO_LARGE"), "{}", verdict.sentence());
    bench.until_not(Kind::Failing);
}

#[test]
fn a_partition_without_a_leader_is_told() {
    let mut bench = Bench::new(&Setup::default());
    bench.load(Some(1_000), 100, Keys::Sequential);
    bench.until_not(Kind::Idle);
    bench.leader(1, -1);
    let verdict = bench.until(Kind::NoLeader);
    assert!(verdict.sentence().contains("orders-1"), "{}", verdict.sentence());
    bench.leader(1, 2);
    bench.until_not(Kind::NoLeader);
}

#[test]
fn a_broker_that_is_gone_is_told_and_so_are_all() {
    let mut bench = Bench::new(&Setup::default());
    bench.load(Some(1_000), 100, Keys::Sequential);
    bench.until_not(Kind::Idle);
    bench.down(2);
    let verdict = bench.until(Kind::Disconnected);
    assert!(verdict.sentence().contains("no connection to b2"), "{}", verdict.sentence());
    bench.down(1);
    bench.down(3);
    bench.until_words("no broker is connected");
    (1..=3).for_each(|broker| bench.up(broker));
    bench.until_not(Kind::Disconnected);
}

#[test]
fn keys_that_all_are_one_skew_the_load() {
    let setup = Setup { max_in_flight: 1, idempotent: false, ..Setup::default() };
    let mut bench = Bench::new(&setup);
    bench.rtt(40);
    bench.load(Some(5_000), 100, Keys::Uniform(1));
    bench.until(Kind::Skewed);
    bench.stop();
    bench.load(Some(5_000), 100, Keys::Sequential);
    bench.until_not(Kind::Skewed);
}

#[test]
fn who_waits_for_each_answer_or_flushes_makes_batches_of_one() {
    let mut bench = Bench::new(&Setup::default());
    let record = Record { topic: "orders".to_owned(), value: Payload::text("v"), ..Record::default() };
    bench.meanwhile(Kind::Synchronous, |producer| {
        producer.send(0, &record, &Cancel::new()).unwrap();
        while producer.outstanding() > 0 {
            std::thread::yield_now();
        }
    });
    bench.swap(&Setup { linger: 200, ..Setup::default() });
    bench.meanwhile(Kind::FlushBound, |producer| {
        producer.send(0, &record, &Cancel::new()).unwrap();
        assert_eq!(producer.flush(Instant::now() + FOREVER), 0);
    });
}
