//! The traced producer against the embedded cluster: what its requests say is what the cluster saw.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use linger::domain::outcome::{Outcome, Status};
use linger::domain::partitioner::Rule;
use linger::domain::payload::Payload;
use linger::domain::record::Record;
use linger::domain::request::{Closed, Request, RequestOutcome};
use linger::kafka::embedded::{BROKERS, Embedded};
use linger::kafka::producer::{Cancel, Lanes, Producer, Requests};
use linger::kafka::settings::Settings;

const PRODUCE: i16 = 0;
const PATIENT: Duration = Duration::from_secs(30);

struct Bench {
    embedded: Embedded,
    producer: Producer,
    lanes: Lanes,
    outcomes: Vec<Outcome>,
    requests: Vec<Request>,
}

impl Bench {
    fn new(partitions: i32, idempotent: bool, linger_millis: u64) -> Self {
        let embedded = Embedded::start().unwrap();
        assert!(embedded.create_topic("orders", partitions));
        let linger = linger_millis.to_string();
        let client = [
            ("linger.ms", linger.as_str()),
            ("message.timeout.ms", "60000"),
            ("retry.backoff.ms", "20"),
            ("batch.size", "16384"),
            ("enable.idempotence", if idempotent { "true" } else { "false" }),
        ];
        let settings = Settings {
            client: client.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            bootstrap: String::new(),
            embedded: true,
            permits: linger::domain::guard::Permits::default(),
            buffer_memory: 32 << 20,
            max_block: PATIENT,
            max_request_size: 1 << 20,
            batch_size: 16384,
            linger: Duration::from_millis(linger_millis),
            delivery_timeout: Duration::from_secs(60),
            acks: -1,
            idempotent,
            partitioner: Rule::default(),
        };
        let (producer, lanes) = Producer::start(&embedded.settings(&settings), 1, Requests::Whole).unwrap();
        Self { embedded, producer, lanes, outcomes: Vec::new(), requests: Vec::new() }
    }

    fn send(&mut self, n: u64, partition: i32, value: &str) {
        let record = Record {
            topic: "orders".to_owned(),
            partition: Some(partition),
            value: Payload::text(value),
            ..Record::default()
        };
        self.producer.send(n, &record, &Cancel::new()).unwrap();
        self.take();
    }

    fn take(&mut self) {
        while let Ok(outcome) = self.lanes.outcomes.try_recv() {
            self.outcomes.push(outcome);
        }
        while let Ok(request) = self.lanes.requests.try_recv() {
            self.requests.push(request);
        }
    }

    /// Takes what comes until it is as wished.
    fn until(&mut self, what: &str, wished: impl Fn(&Self) -> bool) {
        let deadline = Instant::now() + PATIENT;
        while !wished(self) {
            let standing = self.producer.standing();
            assert!(Instant::now() < deadline, "not seen: {what}; {standing:?}; requests {:?}", self.requests);
            self.take();
            std::thread::yield_now();
        }
    }

    fn finish(&mut self) {
        self.until("every record's end", |bench| bench.producer.flush(Instant::now() + Duration::from_millis(20)) == 0);
        self.take();
        assert!(self.outcomes.iter().all(|outcome| outcome.status == Status::Delivered), "{:#?}", self.outcomes);
        let sent = usize::try_from(self.producer.requests_sent()).unwrap();
        self.until("every request", |bench| bench.requests.len() == sent);
        assert!(self.producer.requests_in_flight().iter().all(|(_, count)| *count == 0));
        // One that came back is told when that is certain, which may be after its next attempt.
        self.requests.sort_by_key(|request| request.sent_micros);
    }

    /// Every delivered request's offsets, and those that came back, as a reader of the log would count them.
    fn assert_that_requests_tile_the_log(&self) {
        let mut ends: BTreeMap<i32, Vec<(i64, i64)>> = BTreeMap::new();
        for request in self.requests.iter().filter(|request| request.outcome == RequestOutcome::Delivered) {
            let (first, last) = (request.first_offset.unwrap(), request.last_offset.unwrap());
            assert_eq!(i64::from(request.records.unwrap()), last - first + 1, "{request:#?}");
            ends.entry(request.partition.unwrap()).or_default().push((first, last));
        }
        for (partition, batches) in &mut ends {
            batches.sort_unstable();
            let mut next = 0;
            for (first, last) in batches {
                assert_eq!(*first, next, "partition {partition}");
                next = *last + 1;
            }
            let records = self.outcomes.iter().filter(|outcome| outcome.partition == Some(*partition)).count();
            assert_eq!(usize::try_from(next).unwrap(), records, "partition {partition}");
        }
        let records: usize =
            ends.values().flatten().map(|(first, last)| usize::try_from(last - first + 1).unwrap()).sum();
        assert_eq!(records, self.outcomes.len());
    }

    fn produce_requests_of_the_cluster(&self) -> usize {
        self.embedded.cluster().requests().iter().filter(|(_, key)| *key == PRODUCE).count()
    }
}

#[test]
fn a_refused_batch_is_seen_twice_the_first_time_with_its_cause() {
    // (error, cause)
    let table = [
        (6, "NOT_LEADER_FOR_PARTITION"),
        (19, "NOT_ENOUGH_REPLICAS"),
        (20, "NOT_ENOUGH_REPLICAS_AFTER_APPEND"),
        (7, "REQUEST_TIMED_OUT"),
    ];
    for (error, cause) in table {
        for idempotent in [false, true] {
            // Only the flush at the end closes the batch, however late the connection comes.
            let mut bench = Bench::new(4, idempotent, 50_000);
            bench.embedded.cluster().push_errors(PRODUCE, &[error]);
            for n in 0..3 {
                bench.send(n, 2, "value");
            }
            bench.finish();
            let [first, second] = bench.requests.as_slice() else { panic!("{cause}: {:#?}", bench.requests) };
            assert_eq!((first.attempt, first.outcome), (1, RequestOutcome::Retry), "{cause}");
            assert_eq!(first.cause.as_deref(), Some(cause));
            assert_eq!((first.topic.as_deref(), first.partition), (Some("orders"), Some(2)), "{cause}");
            assert_eq!((first.records, first.first_offset), (Some(3), None), "{cause}");
            assert!(first.rtt_micros.is_some());
            assert_eq!((second.attempt, second.outcome), (2, RequestOutcome::Delivered), "{cause}");
            assert_eq!((second.cause.as_deref(), second.closed), (None, Closed::Retry));
            assert_eq!((second.records, second.first_offset, second.last_offset), (Some(3), Some(0), Some(2)));
            assert!(bench.outcomes.iter().all(|outcome| outcome.attempts == 2), "{:#?}", bench.outcomes);
        }
    }
}

#[test]
fn each_of_several_retries_is_a_request_of_its_own() {
    let mut bench = Bench::new(1, true, 5);
    bench.embedded.cluster().push_errors(PRODUCE, &[19, 6, 19]);
    bench.send(0, 0, "value");
    bench.finish();
    let seen: Vec<_> = bench.requests.iter().map(|r| (r.attempt, r.outcome, r.cause.as_deref())).collect();
    let retry = RequestOutcome::Retry;
    let expected = [
        (1, retry, Some("NOT_ENOUGH_REPLICAS")),
        (2, retry, Some("NOT_LEADER_FOR_PARTITION")),
        (3, retry, Some("NOT_ENOUGH_REPLICAS")),
        (4, RequestOutcome::Delivered, None),
    ];
    assert_eq!(seen, expected);
    assert_eq!(bench.outcomes[0].attempts, 4);
}

#[test]
fn a_request_whose_broker_is_cut_off_has_no_answer() {
    for idempotent in [false, true] {
        let mut bench = Bench::new(1, idempotent, 0);
        assert!(bench.embedded.cluster().set_leader("orders", 0, 1));
        bench.send(0, 0, "first");
        bench.finish();
        assert_eq!(bench.requests.len(), 1);
        bench.embedded.cluster().set_rtt(1, 60_000);
        bench.send(1, 0, "second");
        bench.until("the request on its way", |bench| bench.producer.requests_in_flight() == [(1, 1)]);
        assert!(bench.embedded.cluster().broker_down(1));
        bench.until("the request without an answer", |bench| bench.requests.len() == 2);
        let unanswered = &bench.requests[1];
        assert_eq!((unanswered.outcome, unanswered.attempt, unanswered.broker), (RequestOutcome::NoAnswer, 1, 1));
        assert_eq!((unanswered.rtt_micros, unanswered.first_offset), (None, None));
        assert_eq!((unanswered.partition, unanswered.records), (Some(0), Some(1)));
        assert_eq!(unanswered.cause.as_deref(), Some("_TRANSPORT"));
        bench.embedded.cluster().set_rtt(1, 0);
        assert!(bench.embedded.cluster().broker_up(1));
        bench.finish();
        let last = bench.requests.last().unwrap();
        assert_eq!((last.outcome, last.attempt), (RequestOutcome::Delivered, 2));
        assert_eq!(bench.outcomes.last().unwrap().attempts, 2);
    }
}

#[test]
fn the_cluster_counts_the_same_requests() {
    for idempotent in [false, true] {
        // Each flush closes one batch of each partition. With two of one on their way and the first one refused, a cluster
        // that knows nothing of the producer yet takes the second, and an idempotent librdkafka then believes in both.
        let mut bench = Bench::new(6, idempotent, 50_000);
        bench.embedded.cluster().track_requests();
        bench.embedded.cluster().push_errors(PRODUCE, &[0, 6, 0, 0, 19, 0, 0, 0, 6]);
        for n in 0..600 {
            bench.send(n, i32::try_from(n % 6).unwrap(), "0123456789");
            if n % 50 == 49 {
                bench.finish();
            }
        }
        bench.finish();
        assert_eq!(bench.requests.len(), bench.produce_requests_of_the_cluster());
        assert_eq!(bench.requests.iter().filter(|request| request.outcome == RequestOutcome::Retry).count(), 3);
        bench.assert_that_requests_tile_the_log();
        assert!(bench.requests.iter().all(|request| (1..=BROKERS).contains(&request.broker)));
    }
}

#[test]
fn requests_tile_the_log_when_they_come_too_fast_for_batch_lines() {
    for idempotent in [false, true] {
        let mut bench = Bench::new(3, idempotent, 0);
        bench.embedded.cluster().track_requests();
        for n in 0..20_000 {
            bench.send(n, i32::try_from(n % 3).unwrap(), "0123456789");
        }
        bench.finish();
        assert_eq!(bench.requests.len(), bench.produce_requests_of_the_cluster());
        bench.assert_that_requests_tile_the_log();
    }
}

#[test]
fn every_broker_stands_once_in_the_standing() {
    let mut bench = Bench::new(3, true, 0);
    for n in 0..3 {
        bench.send(n, i32::try_from(n).unwrap(), "value");
    }
    bench.finish();
    let used: Vec<i32> = bench.requests.iter().map(|request| request.broker).collect();
    bench.until("every broker that answered up", |bench| {
        let brokers = bench.producer.standing().brokers;
        used.iter().all(|id| brokers.iter().any(|broker| broker.id == *id && broker.is_up()))
    });
    let brokers = bench.producer.standing().brokers;
    assert_eq!(brokers.iter().map(|broker| broker.id).collect::<Vec<_>>(), [1, 2, 3], "{brokers:#?}");
}
