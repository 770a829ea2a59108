//! The producer is exchanged under load, with all brokers there and with one killed: nothing is lost, doubled or overtaken.

use std::sync::Arc;
use std::time::{Duration, Instant};

use linger::domain::load::Keys;
use linger::domain::partitioner::draw::Random;
use linger::domain::swap::SwapStep;
use linger::kafka::producer::{Cancel, Generations, Requests};
use linger::kafka::settings::Settings;

use crate::harness::broker::{Cluster, Spec};
use crate::harness::stage;
use crate::producing::swapping::{Order, RARELY, delivered, each_once, properties};
use crate::producing::{self, Kept, Loading, PATIENT};
use crate::watch::Watch;

crate::trials![random_swaps_lose_double_and_overtake_nothing_also_when_a_broker_is_killed];

/// More can be asked for: `LINGER_SWAPS=100 cargo test --test kafka random_swaps`.
fn swaps() -> u32 {
    std::env::var("LINGER_SWAPS").map_or(20, |swaps| swaps.parse().expect("a number of swaps"))
}

/// On a machine that is too busy, where a change may have to be given up, they are as many as fit into this time each.
const FOR_SO_MANY: Duration = Duration::from_secs(3);

/// Of so many swaps, one at least is not given up.
const ONE_OF: u32 = 4;

fn settings(cluster: &Cluster, set: &[String]) -> Settings {
    let bootstrap = format!("bootstrap.servers={}", cluster.bootstrap());
    let set: Vec<&str> = set.iter().map(String::as_str).chain([bootstrap.as_str()]).collect();
    producing::settings(&set)
}

fn random_swaps_lose_double_and_overtake_nothing_also_when_a_broker_is_killed() {
    let cluster = stage::own("swaps", &Spec { nodes: 3, ..Spec::default() });
    let assignment: [&[i32]; 3] = [&[1, 2, 3], &[2, 3, 1], &[3, 1, 2]];
    let topic = cluster.assigned_topic("swapped", &assignment, &[("min.insync.replicas", "2")]);
    swapped(&cluster, &topic, RARELY, |_| {});
    // Who sends again keeps the order and writes nothing twice with idempotence only.
    let topic = cluster.assigned_topic("failed-over", &assignment, &[("min.insync.replicas", "2")]);
    let half = swaps() / 2;
    swapped(&cluster, &topic, &["true"], |at| match at {
        1 => cluster.node(2).kill(),
        at if at == half => cluster.restart(2),
        _ => {}
    });
}

fn swapped(cluster: &Cluster, topic: &str, idempotent: &[&str], mut fault: impl FnMut(u32)) {
    let mut random = Random::seeded(3);
    let in_flight = ["1", "2", "5"];
    let first = settings(cluster, &properties(&mut random, &in_flight, idempotent));
    let (generations, lanes) = Generations::start(&first, Requests::Counted).unwrap();
    producing::keep(lanes, &Arc::<Kept>::default());
    let watch = Watch::begin(&generations);
    let load = Loading::begin(&generations, topic, 100, Keys::Uniform(50), Some(500), None);
    let begun = Instant::now();
    let (mut done, mut tried) = (0, 0);
    for at in (0..swaps()).take_while(|_| begun.elapsed() < FOR_SO_MANY * swaps()) {
        tried += 1;
        fault(at);
        let set = properties(&mut random, &in_flight, idempotent);
        match generations.swap(&settings(cluster, &set), &Cancel::new(), &mut |_| {}) {
            SwapStep::Done { .. } => done += 1,
            SwapStep::Unchanged => {}
            // While a broker is lost, the old one goes on.
            SwapStep::Refused(why) => println!("swap {at} to {set:?}: {why}"),
            other => panic!("swap {at} to {set:?}: {other:?}"),
        }
    }
    println!("{topic}: {done} of {tried} swaps in {:?}", begun.elapsed());
    assert!(done * ONE_OF >= tried, "{done} of {tried} changed something");
    let tally = load.stop();
    assert_eq!(generations.flush(Instant::now() + PATIENT), 0);
    watch.end().unwrap();
    let progress = delivered(&tally);
    let meter = generations.meter();
    assert_eq!((meter.records.accepted, meter.records.delivered), (progress.accepted, progress.accepted));
    let mut log = vec![Vec::new(); 3];
    for row in cluster.read(topic) {
        log[usize::try_from(row.partition).unwrap()].push(text(&row.value.unwrap()));
    }
    for partition in &meter.partitions {
        let length = log[usize::try_from(partition.partition).unwrap()].len() as u64;
        assert_eq!(partition.records.delivered, length, "{partition:?}");
    }
    each_once(&log, progress.accepted, Order::Kept);
}

/// Bytes in hex, as the text that they are.
fn text(hex: &str) -> String {
    let digits = hex.as_bytes().chunks(2).map(|pair| std::str::from_utf8(pair).unwrap());
    String::from_utf8(digits.map(|pair| u8::from_str_radix(pair, 16).unwrap()).collect()).unwrap()
}
