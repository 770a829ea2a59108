//! What is wrong.

use linger::domain::load::Keys;
use linger::domain::verdict::{Evidence, Kind};
use linger::kafka::embedded::BROKERS;

use super::swap;
use crate::stage::judge::Judge;
use crate::stage::{Stage, TOPIC, eventually};

const PRODUCE: i16 = 0;
const NOT_LEADER: i32 = 6;
const TOO_LARGE: i32 = 10;

/// A steady load, and properties with which a fault shows and passes quickly.
const SET: [&str; 5] = [
    "enable.idempotence=false",
    "linger.ms=5",
    "reconnect.backoff.ms=20",
    "reconnect.backoff.max.ms=100",
    "retry.backoff.ms=50",
];

#[test]
fn retrying_with_its_cause_while_a_broker_refuses_and_not_when_it_takes_them() {
    let stage = Stage::new(3, &SET);
    let mut judge = Judge::of(&stage.generations);
    let load = stage.load(100, Keys::Uniform(100), Some(200), None);
    eventually("records flow", || (load.progress().delivered > 0).then_some(()));
    let cluster = stage.embedded.cluster();
    let Evidence::Retrying { requests, cause, .. } =
        judge.until(Kind::Retrying, || cluster.push_errors(PRODUCE, &[NOT_LEADER]))
    else {
        unreachable!()
    };
    assert!(requests > 0);
    // The first of a trouble may come before the lines that name it are on.
    let (cause, broker) =
        cause.unwrap_or_else(|| match judge.until(Kind::Retrying, || cluster.push_errors(PRODUCE, &[NOT_LEADER])) {
            Evidence::Retrying { cause, .. } => cause.expect("named by now"),
            other => panic!("{other:?}"),
        });
    assert!((&*cause == "NOT_LEADER_FOR_PARTITION" || &*cause == "NOT_LEADER_OR_FOLLOWER") && broker > 0, "{cause}");
    judge.until_gone(Kind::Retrying, || {});
    load.stop();
    stage.settle();
    assert_eq!(stage.generations.meter().records.failed, 0);
}

#[test]
fn failing_while_records_are_refused_for_good_and_not_after() {
    let stage = Stage::new(3, &SET);
    let mut judge = Judge::of(&stage.generations);
    let load = stage.load(100, Keys::Uniform(100), Some(200), None);
    let cluster = stage.embedded.cluster();
    let Evidence::Failing { records, possibly_written, code, .. } =
        judge.until(Kind::Failing, || cluster.push_errors(PRODUCE, &[TOO_LARGE]))
    else {
        unreachable!()
    };
    assert!(records > 0 && possibly_written == 0);
    assert_eq!(code, Some(TOO_LARGE));
    judge.until_gone(Kind::Failing, || {});
    load.stop();
    stage.settle();
}

#[test]
fn no_leader_while_a_partition_has_none_and_not_when_it_is_back() {
    let stage = Stage::new(2, &SET);
    let mut judge = Judge::of(&stage.generations);
    let load = stage.load(100, Keys::Uniform(100), Some(200), None);
    eventually("records flow", || (load.progress().delivered > 0).then_some(()));
    let cluster = stage.embedded.cluster();
    assert!(cluster.set_leader(TOPIC, 1, -1));
    let Evidence::NoLeader { topic, partition, partitions, records } = judge.until(Kind::NoLeader, || {}) else {
        unreachable!()
    };
    assert_eq!((&*topic, partition, partitions), (TOPIC, 1, 1));
    assert!(records > 0);
    assert!(cluster.set_leader(TOPIC, 1, 2));
    judge.until_gone(Kind::NoLeader, || {});
    load.stop();
    stage.settle();
}

#[test]
fn disconnected_while_the_brokers_are_away_and_not_when_they_are_back() {
    let stage = Stage::new(3, &SET);
    let mut judge = Judge::of(&stage.generations);
    let load = stage.load(100, Keys::Uniform(100), Some(200), None);
    eventually("records flow", || (load.progress().delivered > 0).then_some(()));
    for broker in 1..=BROKERS {
        assert!(stage.embedded.cluster().broker_down(broker));
    }
    let Evidence::Disconnected { all, records, .. } = judge.until(Kind::Disconnected, || {}) else { unreachable!() };
    assert!(all && records > 0);
    for broker in 1..=BROKERS {
        assert!(stage.embedded.cluster().broker_up(broker));
    }
    judge.until_gone(Kind::Disconnected, || {});
    load.stop();
    stage.settle();
}

#[test]
fn one_broker_away_is_told_as_that_one() {
    let stage = Stage::new(3, &SET);
    for partition in 0..3 {
        assert!(stage.embedded.cluster().set_leader(TOPIC, partition, partition + 1));
    }
    let mut judge = Judge::of(&stage.generations);
    let load = stage.load(100, Keys::Uniform(100), Some(200), None);
    eventually("records flow to every broker", || {
        let meter = stage.generations.snapshot();
        (meter.brokers.iter().filter(|broker| broker.sent > 0).count() == 3).then_some(())
    });
    assert!(stage.embedded.cluster().broker_down(2));
    let Evidence::Disconnected { all, brokers, .. } = judge.until(Kind::Disconnected, || {}) else { unreachable!() };
    assert!(!all);
    assert_eq!(brokers.iter().map(|(id, _)| *id).collect::<Vec<_>>(), [2]);
    assert!(stage.embedded.cluster().broker_up(2));
    judge.until_gone(Kind::Disconnected, || {});
    load.stop();
    stage.settle();
}

#[test]
fn a_change_is_told_while_it_holds_up_the_load_and_not_after() {
    let stage = Stage::new(3, &SET);
    let mut judge = Judge::of(&stage.generations);
    let load = stage.load(100, Keys::Uniform(100), Some(200), None);
    eventually("records flow", || (load.progress().delivered > 0).then_some(()));
    for broker in 1..=BROKERS {
        assert!(stage.embedded.cluster().set_rtt(broker, 1_500));
    }
    std::thread::scope(|scope| {
        let swapping = scope.spawn(|| swap(&stage, &["enable.idempotence=false", "linger.ms=50"]));
        let Evidence::Swapping { records } = judge.until(Kind::Swapping, || {}) else { unreachable!() };
        assert!(records > 0);
        for broker in 1..=BROKERS {
            assert!(stage.embedded.cluster().set_rtt(broker, 0));
        }
        swapping.join().unwrap();
    });
    judge.until_gone(Kind::Swapping, || {});
    load.stop();
    stage.settle();
}
