//! What the meter counts, held against what a broker counts and has; and a quota that holds the producer back.

use std::sync::Arc;
use std::time::Instant;

use linger::domain::load::Keys;
use linger::domain::verdict::{Evidence, Kind};
use linger::kafka::producer::{Generations, Requests};
use linger::kafka::settings::Settings;

use crate::harness::broker::Cluster;
use crate::harness::stage;
use crate::producing::judge::Judge;
use crate::producing::{self, Kept, Loading};
use crate::watch::{Watch, balanced};

crate::trials![records_and_bytes_are_those_that_the_broker_counts, throttled_by_a_quota_and_not_when_it_is_lifted];

/// What a Produce request of one partition has beside the batch, its length, the client's name and the topic's, from version
/// 9 on (KIP-482): the request's length (4), its header (API key 2, version 2, correlation id 4, length of the client id 2,
/// tags 1), transactional id (1), acks (2), timeout (4), topics (1), the name's length (1), partitions (1), partition (4),
/// and tags three times (3).
const OWN_BYTES: u64 = 32;

/// Bytes of a batch's length, which has 7 bits in each: a batch of less than 2 MiB has up to three.
const LENGTH_BYTES: [u64; 2] = [1, 3];

fn settings(cluster: &Cluster, set: &[&str]) -> Settings {
    let bootstrap = format!("bootstrap.servers={}", cluster.bootstrap());
    let set: Vec<&str> = set.iter().copied().chain([bootstrap.as_str()]).collect();
    producing::settings(&set)
}

fn records_and_bytes_are_those_that_the_broker_counts() {
    let cluster = stage::counting();
    for (records, compression) in [(200_000, "none"), (50_000, "lz4")] {
        let topic = cluster.topic("counted", 3, &[]);
        let compression = format!("compression.type={compression}");
        let settings = settings(cluster, &["client.id=counted", &compression]);
        let (generations, lanes) = Generations::start(&settings, Requests::Counted).unwrap();
        producing::keep(lanes, &Arc::<Kept>::default());
        let watch = Watch::begin(&generations);
        Loading::begin(&generations, &topic, 100, Keys::Uniform(1_000), None, Some(records)).finish();
        assert_eq!(generations.flush(Instant::now() + producing::PATIENT), 0);
        watch.end().unwrap();
        let meter = generations.meter();
        balanced(&meter).unwrap();
        assert_eq!((meter.records.delivered, meter.requests.delivered), (records, meter.requests.sent));
        let ends = cluster.end_offsets(&topic);
        for partition in &meter.partitions {
            let end = ends[usize::try_from(partition.partition).unwrap()];
            assert_eq!(u64::try_from(end).unwrap(), partition.records.delivered, "{partition:?}");
            assert_eq!(partition.last_offset, Some(end - 1));
        }
        assert_eq!(ends.iter().sum::<i64>(), i64::try_from(records).unwrap());
        assert_eq!(cluster.topic_count(1, "MessagesInPerSec", &topic), records);
        // The broker counts the batches, the meter whole requests.
        let of_batches = cluster.topic_count(1, "BytesInPerSec", &topic);
        let beside = meter.requests.wire_bytes - of_batches;
        let [least, most] = LENGTH_BYTES
            .map(|length| meter.requests.sent * (OWN_BYTES + "counted".len() as u64 + topic.len() as u64 + length));
        println!(
            "{compression}: {} requests, {of_batches} bytes of batches, {beside} beside them ({least} to {most})",
            meter.requests.sent
        );
        assert!((least..=most).contains(&beside), "{beside} bytes beside the batches, not {least} to {most}");
        assert_eq!(meter.topics[0].wire_bytes, meter.requests.wire_bytes);
    }
}

fn throttled_by_a_quota_and_not_when_it_is_lifted() {
    let cluster = stage::counting();
    let topic = cluster.topic("throttled", 3, &[]);
    let client = "throttled";
    cluster.set_producer_quota(client, Some(50_000));
    let settings = settings(cluster, &[&format!("client.id={client}"), "enable.idempotence=false"]);
    let (generations, lanes) = Generations::start(&settings, Requests::Counted).unwrap();
    producing::keep(lanes, &Arc::<Kept>::default());
    let mut judge = Judge::of(&generations);
    let load = Loading::begin(&generations, &topic, 1_000, Keys::Uniform(1_000), Some(200), None);
    let Evidence::Throttled { broker, micros, times } = judge.until(Kind::Throttled, || {}) else { unreachable!() };
    assert_eq!(broker, 1);
    assert!(micros > 0 && times > 0, "{micros} {times}");
    cluster.set_producer_quota(client, None);
    judge.until_gone(Kind::Throttled, || {});
    load.stop();
    assert_eq!(generations.flush(Instant::now() + producing::PATIENT), 0);
}
