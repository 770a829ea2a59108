//! `--trace FILE` against Kafka's `DumpLogSegments`: the delivered requests are the batches in the brokers' logs.

use std::io::Cursor;
use std::path::PathBuf;

use crate::harness::broker::Cluster;
use crate::harness::product::{Outcome, Ran, Request, Running, requests, run_with_input};
use crate::harness::segments::Batch;
use crate::harness::stage;

crate::trials![
    a_flood_on_three_brokers_is_traced_batch_for_batch,
    a_flood_of_small_batches_is_closed_by_size,
    a_slow_trickle_is_closed_by_linger,
    a_plain_producer_is_traced_batch_for_batch,
    without_acknowledgement_nothing_is_awaited,
];

fn trace_file(topic: &str) -> PathBuf {
    stage::run_folder().join(format!("{topic}.jsonl"))
}

/// Sends this many small records without keys as fast as linger takes them.
fn flood(cluster: &Cluster, topic: &str, records: usize, more: &[&str]) -> (Ran, Vec<Request>) {
    let (bootstrap, trace) = (cluster.bootstrap(), trace_file(topic));
    let trace_name = trace.to_str().unwrap();
    let mut arguments = vec!["send", "-b", &bootstrap, "--topic", topic, "--format", "json", "--trace", trace_name];
    arguments.extend(more);
    arguments.push("-");
    let input = "a record like all the others in a flood of small records\n".repeat(records);
    let ran = run_with_input(&arguments, Cursor::new(input)).exits(0);
    (ran, requests(&trace))
}

/// The trace of a run without retries is the log, partition by partition.
fn equals_the_log(cluster: &Cluster, topic: &str, outcomes: &[Outcome], requests: &[Request]) {
    assert!(requests.iter().all(|request| request.outcome == "delivered" && request.attempt == 1), "no retries");
    let leaders = cluster.leaders(topic);
    let mut batches = 0;
    for (partition, leader) in (0..).zip(leaders) {
        let log = cluster.batches(leader, topic, partition);
        batches += log.len();
        let mut traced: Vec<&Request> = requests.iter().filter(|r| r.partition == Some(partition)).collect();
        traced.sort_by_key(|request| request.first_offset);
        let seen: Vec<(i64, i64, u32)> =
            traced.iter().map(|r| (r.first_offset.unwrap(), r.last_offset.unwrap(), r.records.unwrap())).collect();
        let expected: Vec<(i64, i64, u32)> = log.iter().map(|b| (b.first_offset, b.last_offset, b.records)).collect();
        assert_eq!(seen, expected, "partition {partition}");
        for (request, batch) in traced.iter().zip(&log) {
            judge(request, batch, topic, leader);
        }
    }
    assert_eq!(batches, requests.len(), "no request is of another topic or partition");
    let records: u64 = requests.iter().map(|request| u64::from(request.records.unwrap())).sum();
    assert_eq!(records, outcomes.len() as u64);
    let bytes: u64 = requests.iter().map(|request| request.bytes.unwrap()).sum();
    let sizes: i64 = outcomes.iter().map(|o| o.serialized_key_size.max(0) + o.serialized_value_size.max(0)).sum();
    assert_eq!(bytes, u64::try_from(sizes).unwrap(), "keys and values, as there are no headers");
}

fn judge(request: &Request, batch: &Batch, topic: &str, leader: i32) {
    assert_eq!((request.topic.as_deref(), request.broker, request.generation), (Some(topic), leader, 1));
    // Around the batch: the length prefix, the request's header, acks, timeout, topic and partition.
    assert!((20..200).contains(&(request.wire_bytes - batch.size)), "{request:?} carried {batch:?}");
    let rtt = request.rtt_micros.expect("an answered request has its time");
    assert!((1..60_000_000).contains(&rtt), "{request:?}");
    assert!(request.accepted_micros.expect("a delivered batch has its times") <= request.sent_micros, "{request:?}");
    assert_eq!(request.cause, None);
}

fn a_flood_on_three_brokers_is_traced_batch_for_batch() {
    let cluster = stage::three();
    let topic = cluster.topic("flood", 6, &[]);
    let (ran, requests) = flood(cluster, &topic, 40_000, &[]);
    let outcomes = ran.outcomes();
    assert_eq!(outcomes.len(), 40_000);
    equals_the_log(cluster, &topic, &outcomes, &requests);
    let mut brokers: Vec<i32> = requests.iter().map(|request| request.broker).collect();
    brokers.sort_unstable();
    brokers.dedup();
    assert_eq!(brokers, [1, 2, 3], "the uniform sticky partitioner went round");
    for outcome in outcomes {
        let request = requests
            .iter()
            .find(|r| r.partition == outcome.partition && (r.first_offset..=r.last_offset).contains(&outcome.offset));
        assert_eq!(request.map(|request| request.broker), outcome.broker, "{outcome:?}");
    }
}

fn a_flood_of_small_batches_is_closed_by_size() {
    let cluster = stage::strict();
    let topic = cluster.topic("size", 1, &[]);
    let (ran, requests) = flood(cluster, &topic, 20_000, &["--set", "batch.size=2000", "--set", "linger.ms=2000"]);
    equals_the_log(cluster, &topic, &ran.outcomes(), &requests);
    assert!(requests.len() > 400, "{}", requests.len());
    let (last, full) = requests.split_last().unwrap();
    assert!(full.iter().all(|request| request.closed == "size"), "{full:?}");
    // The end of the input flushes the rest, unless the machine is so busy that linger.ms ends before.
    assert!(["size", "flush", "linger"].contains(&last.closed.as_str()), "{last:?}");
}

fn a_slow_trickle_is_closed_by_linger() {
    let cluster = stage::strict();
    let topic = cluster.topic("trickle", 1, &[]);
    let trace = trace_file(&topic);
    let mut running = Running::start(&[
        "send",
        "-b",
        &cluster.bootstrap(),
        "--topic",
        &topic,
        "--format",
        "json",
        "--trace",
        trace.to_str().unwrap(),
        "--set",
        "linger.ms=40",
        "-",
    ]);
    let mut outcomes = Vec::new();
    for n in 0..10 {
        running.say(&format!("drop {n}"));
        outcomes.push(running.outcome());
    }
    running.finish().exits(0);
    let requests = requests(&trace);
    equals_the_log(cluster, &topic, &outcomes, &requests);
    assert_eq!(requests.len(), 10);
    for request in &requests {
        assert_eq!(request.closed, "linger", "{request:?}");
        let waited = request.sent_micros - request.accepted_micros.unwrap();
        assert!((39_000..5_000_000).contains(&waited), "waited {waited} µs: {request:?}");
    }
}

fn a_plain_producer_is_traced_batch_for_batch() {
    let cluster = stage::strict();
    let topic = cluster.topic("plain", 3, &[]);
    let (ran, requests) = flood(
        cluster,
        &topic,
        20_000,
        &["--set", "enable.idempotence=false", "--set", "acks=1", "--key-separator", "o"],
    );
    equals_the_log(cluster, &topic, &ran.outcomes(), &requests);
}

fn without_acknowledgement_nothing_is_awaited() {
    let cluster = stage::strict();
    let topic = cluster.topic("unawaited", 1, &[]);
    let (ran, requests) = flood(cluster, &topic, 500, &["--set", "acks=0"]);
    assert!(ran.outcomes().iter().all(|o| o.status == "sent" && o.offset.is_none()));
    assert!(!requests.is_empty());
    for request in requests {
        assert_eq!(request.outcome, "unawaited", "{request:?}");
        assert_eq!((request.rtt_micros, request.first_offset, request.last_offset), (None, None, None));
    }
}
