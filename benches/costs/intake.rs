//! The producer's intake: checks, size, partition, memory, and librdkafka's queue.

use std::time::{Duration, Instant};

use criterion::{Criterion, Throughput};
use linger::cli::target::TargetArgs;
use linger::domain::payload::Payload;
use linger::domain::record::Record;
use linger::kafka::embedded::Embedded;
use linger::kafka::producer::{Cancel, Producer, Requests};

/// Records between two flushes: far from filling `buffer.memory`, so that no send waits.
const AT_ONCE: u64 = 20_000;

/// Records of 100 bytes, to the embedded cluster, while those before are delivered; the flushes are not counted.
pub fn record(criterion: &mut Criterion) {
    let embedded = Embedded::start().unwrap();
    embedded.create_topic("orders", 6);
    let target = TargetArgs::default().resolve(&|_| None).expect("the built-in profile");
    let (producer, mut lanes) =
        Producer::start(&embedded.settings(&target.settings), 1, Requests::Counted).expect("the producer starts");
    let outcomes = std::thread::spawn(move || while lanes.outcomes.blocking_recv().is_some() {});
    let cancel = Cancel::new();

    let mut group = criterion.benchmark_group("intake");
    group.throughput(Throughput::Elements(1));
    for (name, key) in
        [("intake of one record", Payload::NULL), ("intake of one record with a key", Payload::text("user-42"))]
    {
        let value = Payload::bytes(vec![b'x'; 100]);
        let record = Record { topic: "orders".to_owned(), key, value, ..Record::default() };
        group.bench_function(name, |bencher| {
            bencher.iter_custom(|records| {
                let mut took = Duration::ZERO;
                let mut left = records;
                while left > 0 {
                    let now = left.min(AT_ONCE);
                    let begun = Instant::now();
                    for n in 0..now {
                        producer.send(n, &record, &cancel).expect("the record is taken");
                    }
                    took += begun.elapsed();
                    assert_eq!(producer.flush(Instant::now() + Duration::from_secs(60)), 0);
                    left -= now;
                }
                took
            });
        });
    }
    group.finish();
    drop(producer);
    outcomes.join().expect("the outcomes were taken");
}
