//! What watching costs: a load through the producer, traced and metered ten times a second, against the least that gets the
//! same records delivered and their reports served: librdkafka's `produce_batch` in a loop.
//!
//! Both send the same records to embedded clusters in this process, in turns (A B B A), because rates on a shared machine
//! waver and ratios hold. The figure is the process's processor time for a record.
//!
//! `cargo bench --bench overhead`; `LINGER_BENCH_RECORDS` and `LINGER_BENCH_ROUNDS` ask for more or less.

#![allow(missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::cast_precision_loss)]

mod bare;
mod watched;

use std::time::Instant;

use linger::cli::target::TargetArgs;
use linger::kafka::embedded::Embedded;
use linger::kafka::settings::Settings;
use linger::load::account::cpu_micros;

const TOPIC: &str = "orders";
const PARTITIONS: i32 = 6;
/// Bytes of a value.
const SIZE: u32 = 100;

/// Sends so many records with these settings.
type Way = fn(&Settings, u64);

fn settings(batch_size: u32) -> Settings {
    let set = [format!("batch.size={batch_size}"), "linger.ms=5".to_owned(), "enable.idempotence=false".to_owned()];
    let target = TargetArgs { set: set.to_vec(), ..TargetArgs::default() }.resolve(&|_| None);
    target.expect("good properties").settings
}

fn asked(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |asked| asked.parse().expect("a number"))
}

/// Microseconds of processor time, and of the clock, for a record.
fn measured(records: u64, run: impl FnOnce()) -> (f64, f64) {
    let (cpu, begun) = (cpu_micros(), Instant::now());
    run();
    let spent = cpu_micros() - cpu;
    (spent as f64 / records as f64, begun.elapsed().as_secs_f64() * 1e6 / records as f64)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}

fn main() {
    let records = asked("LINGER_BENCH_RECORDS", 3_000_000);
    let rounds = asked("LINGER_BENCH_ROUNDS", 5);
    for batch_size in [16_384, 131_072] {
        let settings = settings(batch_size);
        let ways: [(&str, Way); 3] = [
            ("bare", |settings, records| bare::run(settings, records, bare::untraced())),
            ("bare and traced", |settings, records| bare::run(settings, records, bare::traced())),
            ("watched", watched::run),
        ];
        let mut costs = vec![Vec::new(); ways.len()];
        for round in 0..rounds {
            let mut order: Vec<usize> = (0..ways.len()).collect();
            if round % 2 == 1 {
                order.reverse();
            }
            for way in order {
                let embedded = Embedded::start().unwrap();
                assert!(embedded.create_topic(TOPIC, PARTITIONS));
                let settings = embedded.settings(&settings);
                costs[way].push(measured(records, || ways[way].1(&settings, records)));
            }
        }
        println!("batch.size {batch_size}, {SIZE} bytes, {records} records, medians of {rounds} rounds:");
        let bare = median(costs[0].iter().map(|(cpu, _)| *cpu).collect());
        for ((name, _), costs) in ways.iter().zip(&costs) {
            let cpu = median(costs.iter().map(|(cpu, _)| *cpu).collect());
            let clock = median(costs.iter().map(|(_, clock)| *clock).collect());
            let each: Vec<String> = costs.iter().map(|(cpu, _)| format!("{cpu:.3}")).collect();
            println!(
                "  {name:<16} {cpu:.3} µs of processor time a record, {:.2} × bare; {:.2} M records/s  ({})",
                cpu / bare,
                1.0 / clock,
                each.join(" ")
            );
        }
    }
}
