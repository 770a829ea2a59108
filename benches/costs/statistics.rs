//! The statistics document: parsed ten times a second.

use std::hint::black_box;

use criterion::{Criterion, Throughput};
use linger::kafka::stats::Statistics;

#[path = "../../tests/fixtures/statistics/mod.rs"]
mod fixture;

/// A small document, as recorded, and one of a cluster with 200 partitions.
pub fn parse(criterion: &mut Criterion) {
    let large = fixture::with_partitions(200);
    let mut group = criterion.benchmark_group("statistics");
    for (name, document) in [("parse of a 16 KB document", fixture::PRODUCING), ("parse of a 155 KB document", &large)]
    {
        group.throughput(Throughput::Bytes(document.len() as u64));
        group.bench_function(name, |bencher| bencher.iter(|| Statistics::parse(black_box(document)).unwrap()));
    }
    group.finish();
}
