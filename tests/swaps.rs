//! The producer is exchanged under load, again and again: nothing is lost, doubled or overtaken, and nothing stays behind.
//!
//! In a process of its own, because it counts the threads and the memory.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod stage;
#[path = "measured/watch.rs"]
mod watch;

use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Instant;

use linger::domain::load::Keys;
use linger::domain::partitioner::draw::{Draws, Random};
use linger::domain::swap::SwapStep;
use linger::kafka::embedded::BROKERS;
use linger::kafka::producer::Cancel;
use stage::swapping::{Order, RARELY, delivered, each_once, properties};
use stage::{Loading, Stage, TOPIC, eventually, read_back};
use watch::Watch;

const PRODUCE: i16 = 0;
const PARTITIONS: i32 = 6;

/// Records a second: so few that the embedded cluster, which keeps 5 MiB of a partition, has all of them in the end.
const RATE: u32 = 500;

/// Bytes of memory that may be in use more than before: the log of the records, some MB, as much for 8 MB of
/// `buffer.memory` full of records on a machine that can't keep up, and what the allocator keeps. A hundred producers that
/// stayed would be 55 MB and 500 threads.
const MEMORY: u64 = 32 << 20;

/// One at a time: threads and memory are counted.
static ALONE: Mutex<()> = Mutex::new(());

/// More or fewer can be asked for: `LINGER_SWAPS=1000 cargo test --test swaps`.
fn swaps() -> u32 {
    std::env::var("LINGER_SWAPS").map_or(100, |swaps| swaps.parse().expect("a number of swaps"))
}

fn threads() -> usize {
    std::fs::read_dir("/proc/self/task").unwrap().count()
}

/// Memory in use, in bytes.
fn memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse::<u64>().unwrap() * 1024
}

fn swap(stage: &Stage, set: &[String]) -> SwapStep {
    let set: Vec<&str> = set.iter().map(String::as_str).collect();
    stage.generations.swap(&stage.settings(&set), &Cancel::new(), &mut |_| {})
}

fn swapped_at_random(
    keys: Keys,
    in_flight: &[&str],
    seed: u64,
    order: Order,
    mut fault: impl FnMut(&Stage, &mut Random),
) {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let mut random = Random::seeded(seed);
    let stage = Stage::new(PARTITIONS, &["enable.idempotence=false", "max.in.flight.requests.per.connection=1"]);
    let watch = Watch::begin(&stage.generations);
    let load = stage.load(100, keys, Some(RATE), None);
    for _ in 0..3 {
        swap(&stage, &properties(&mut random, in_flight, RARELY));
    }
    let one = eventually("the first producers are gone", || (threads() <= 24).then(threads));
    let (before, begun) = (memory(), Instant::now());
    let mut done = 0;
    for at in 0..swaps() {
        fault(&stage, &mut random);
        let set = properties(&mut random, in_flight, RARELY);
        match swap(&stage, &set) {
            SwapStep::Done { .. } => done += 1,
            SwapStep::Unchanged => {}
            other => panic!("swap {at} to {set:?}: {other:?}"),
        }
    }
    println!("{done} swaps in {:?}", begun.elapsed());
    assert!(done * 10 > swaps() * 8, "{done} of them changed something");
    let tally = load.stop();
    stage.settle();
    eventually("the threads are as many as before", || (threads() <= one).then_some(()));
    let used = memory();
    println!("{} KiB before, {} KiB after, {one} threads", before / 1024, used / 1024);
    assert!(used <= before + MEMORY, "{} KiB before, {} KiB after", before / 1024, used / 1024);
    let looks = watch.end().unwrap();
    assert!(looks > 0);
    let progress = delivered(&tally);
    let meter = stage.generations.meter();
    assert_eq!((meter.records.accepted, meter.records.delivered), (progress.accepted, progress.accepted));
    assert_eq!((meter.records.outstanding(), meter.buffer_used), (0, 0));
    let log = read_back(&stage.generations.settings().bootstrap, TOPIC, PARTITIONS);
    let lengths: Vec<u64> = log.iter().map(|values| values.len() as u64).collect();
    for partition in &meter.partitions {
        let length = lengths[usize::try_from(partition.partition).unwrap()];
        assert_eq!(partition.records.delivered, length, "{partition:?}");
    }
    each_once(&log, progress.accepted, order);
}

#[test]
fn a_hundred_random_swaps_lose_double_and_overtake_nothing() {
    swapped_at_random(Keys::Uniform(50), &["1", "2", "5"], 1, Order::Kept, |_, _| {});
}

/// A batch that is sent again may be overtaken by the one behind it without idempotence, also with one request in flight
/// (librdkafka's CONFIGURATION.md, `retries`), and the embedded cluster checks no sequence numbers.
#[test]
fn a_hundred_random_swaps_with_slow_brokers_that_refuse_and_move_lose_and_double_nothing() {
    swapped_at_random(Keys::Sequential, &["1"], 2, Order::Free, |stage, random| {
        let cluster = stage.embedded.cluster();
        let broker = 1 + i32::try_from(random.draw() % 3).unwrap();
        let partition = i32::try_from(random.draw() % 6).unwrap();
        match random.draw() % 4 {
            // NOT_LEADER and NOT_ENOUGH_REPLICAS.
            0 => cluster.push_errors(PRODUCE, &[6, 19, 6]),
            1 => assert!(cluster.set_leader(TOPIC, partition, broker)),
            2 => assert!(cluster.set_rtt(broker, 10)),
            _ => assert!((1..=BROKERS).all(|broker| cluster.set_rtt(broker, 0))),
        }
    });
}

#[test]
fn a_change_that_cannot_be_goes_by_without_a_trace() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let stage = Stage::new(PARTITIONS, &["enable.idempotence=false"]);
    let watch = Watch::begin(&stage.generations);
    let load = stage.load(100, Keys::Uniform(50), Some(RATE), None);
    eventually("records flow", || (load.progress().delivered > 0).then_some(()));
    let before = threads();
    let good = stage.generations.settings();
    for (property, value) in [("compression.codec", "none such"), ("linger.ms", "-1"), ("no.such.property", "1")] {
        let mut bad = good.clone();
        bad.client.push((property.to_owned(), value.to_owned()));
        let step = stage.generations.swap(&bad, &Cancel::new(), &mut |_| {});
        assert!(
            matches!(&step, SwapStep::Refused(why) if why.starts_with("the new producer can't start: ")),
            "{step:?}"
        );
        assert_eq!((stage.generations.generation(), stage.generations.settings() == good), (1, true));
    }
    // A producer that reaches nobody.
    let mut lost = good.clone();
    lost.client.push(("bootstrap.servers".to_owned(), "127.0.0.1:451".to_owned()));
    let step = stage.generations.swap(&lost, &Cancel::new(), &mut |_| {});
    assert!(matches!(&step, SwapStep::Refused(why) if why.contains("did not connect within")), "{step:?}");
    assert_eq!((stage.generations.generation(), stage.generations.settings() == good), (1, true));
    eventually("the threads are as many as before", || (threads() <= before).then_some(()));
    all_delivered(&stage, load);
    watch.end().unwrap();
}

#[test]
fn a_change_that_waits_for_records_which_do_not_end_is_given_up_and_intake_goes_on() {
    let _alone = ALONE.lock().unwrap_or_else(PoisonError::into_inner);
    let stage = Stage::new(PARTITIONS, &["enable.idempotence=false"]);
    let watch = Watch::begin(&stage.generations);
    let load = stage.load(100, Keys::Uniform(50), Some(RATE), None);
    eventually("records flow", || (load.progress().delivered > 0).then_some(()));
    let slow = |millis| (1..=BROKERS).all(|broker| stage.embedded.cluster().set_rtt(broker, millis));
    let cancel = Cancel::new();
    let settings = stage.settings(&["enable.idempotence=false", "linger.ms=50"]);
    thread::scope(|scope| {
        let swapping = scope.spawn(|| {
            // From here on no answer comes; the new producer has its connections by then.
            let mut told = |step: SwapStep| assert!(!matches!(step, SwapStep::Draining { .. }) || slow(20_000));
            stage.generations.swap(&settings, &cancel, &mut told)
        });
        let stuck = eventually("the load waits for the change", || {
            let meter = stage.generations.snapshot();
            (meter.waiting.swap > 0 && meter.records.outstanding() > 0).then_some(meter)
        });
        let later = eventually("the wait is told while it lasts", || {
            let meter = stage.generations.snapshot();
            (meter.at > stuck.at + 200_000).then_some(meter)
        });
        assert_eq!(later.records.accepted, stuck.records.accepted, "nobody can send");
        cancel.cancel();
        assert_eq!(swapping.join().unwrap(), SwapStep::Refused("the change was given up".to_owned()));
        eventually("the load goes on", || {
            (stage.generations.snapshot().records.accepted > later.records.accepted).then_some(())
        });
    });
    assert!(slow(0));
    assert_eq!(stage.generations.generation(), 1);
    all_delivered(&stage, load);
    watch.end().unwrap();
}

/// Ends the load: all that was accepted is in the log, once and in order.
fn all_delivered(stage: &Stage, load: Loading) {
    let tally = load.stop();
    stage.settle();
    let progress = delivered(&tally);
    let log = read_back(&stage.generations.settings().bootstrap, TOPIC, PARTITIONS);
    each_once(&log, progress.accepted, Order::Kept);
}
