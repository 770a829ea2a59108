//! Random runs with random faults: at every moment each record is counted once, and in the end each has one end.

use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::thread;
use std::time::{Duration, Instant};

use linger::domain::load::Keys;
use linger::domain::outcome::{Outcome, Status};
use linger::kafka::embedded::BROKERS;
use linger::kafka::producer::Generations;
use proptest::prelude::*;
use proptest::test_runner::Config;

use crate::stage::{Loading, Stage, TOPIC, eventually, name_of, read_back};
use crate::watch::{Watch, balanced};

const PRODUCE: i16 = 0;
const PARTITIONS: i32 = 4;

/// One thing that is done.
#[derive(Clone, Debug)]
enum Act {
    /// Composes records.
    Send { count: u8, partition: Option<i32>, key: Option<u8>, size: u16 },
    /// Begins a load, if none goes on.
    Load { records: u16, size: u16, keys: Keys },
    /// Lets the next Produce requests be answered so.
    Errors(Vec<i32>),
    /// Takes a broker off the network.
    Down(i32),
    /// Brings it back.
    Up(i32),
    /// Makes a broker the leader of a partition.
    Lead(i32, i32),
    /// Delays a broker's answers by so many milliseconds.
    Slow(i32, i32),
    /// Gives up what waits.
    Purge,
    /// Flushes for so many milliseconds.
    Flush(u8),
    /// Lets so many milliseconds pass.
    Pass(u8),
}

#[derive(Clone, Debug)]
struct Run {
    idempotent: bool,
    linger: u8,
    batch_size: u32,
    buffer_memory: u32,
    delivery_timeout: u32,
    compression: &'static str,
    acts: Vec<Act>,
}

fn act() -> impl Strategy<Value = Act> {
    let broker = || 1..=BROKERS;
    let keys = prop_oneof![Just(Keys::None), Just(Keys::Sequential), (1_u32..50).prop_map(Keys::Uniform)];
    // NOT_LEADER, REQUEST_TIMED_OUT, NOT_ENOUGH_REPLICAS and the one that is final, MSG_SIZE_TOO_LARGE.
    let code = prop_oneof![3 => Just(6), 2 => Just(7), 1 => Just(19), 1 => Just(10)];
    prop_oneof![
        6 => (1_u8..60, proptest::option::of(0..PARTITIONS), proptest::option::of(0_u8..9), 8_u16..1500)
            .prop_map(|(count, partition, key, size)| Act::Send { count, partition, key, size }),
        3 => (100_u16..8000, 24_u16..600, keys).prop_map(|(records, size, keys)| Act::Load { records, size, keys }),
        3 => proptest::collection::vec(code, 1..8).prop_map(Act::Errors),
        2 => broker().prop_map(Act::Down),
        3 => broker().prop_map(Act::Up),
        2 => (0..PARTITIONS, broker()).prop_map(|(partition, broker)| Act::Lead(partition, broker)),
        2 => (broker(), 0..60).prop_map(|(broker, rtt)| Act::Slow(broker, rtt)),
        1 => Just(Act::Purge),
        1 => (1_u8..50).prop_map(Act::Flush),
        4 => (1_u8..60).prop_map(Act::Pass),
    ]
}

fn run() -> impl Strategy<Value = Run> {
    let sizes = (500_u32..20_000, 20_000_u32..2_000_000, 700_u32..2_500);
    let compression = prop_oneof![Just("none"), Just("lz4"), Just("zstd")];
    (any::<bool>(), 0_u8..40, sizes, compression, proptest::collection::vec(act(), 5..25)).prop_map(
        |(idempotent, linger, (batch_size, buffer_memory, delivery_timeout), compression, acts)| Run {
            idempotent,
            linger,
            batch_size,
            buffer_memory,
            delivery_timeout,
            compression,
            acts,
        },
    )
}

/// More can be asked for: `PROPTEST_CASES=500 cargo test --test measured conservation`.
fn cases() -> u32 {
    if std::env::var_os("PROPTEST_CASES").is_some() { Config::default().cases } else { 8 }
}

proptest! {
    #![proptest_config(Config { cases: cases(), max_shrink_iters: 50, ..Config::default() })]

    #[test]
    fn every_record_is_counted_once_at_every_moment_and_ends_once(run in run()) {
        played(&run)?;
    }
}

/// What was done so far.
struct Player {
    stage: Stage,
    load: Option<Loading>,
    loads: Vec<std::sync::Arc<linger::kafka::producer::LoadTally>>,
    next: u64,
    accepted: Vec<u64>,
    ever_down: bool,
}

fn played(run: &Run) -> Result<(), TestCaseError> {
    let set = [
        format!("enable.idempotence={}", run.idempotent),
        format!("linger.ms={}", run.linger),
        format!("batch.size={}", run.batch_size),
        format!("buffer.memory={}", run.buffer_memory),
        format!("delivery.timeout.ms={}", run.delivery_timeout),
        format!("compression.type={}", run.compression),
        "request.timeout.ms=600".to_owned(),
        "max.block.ms=400".to_owned(),
        "retry.backoff.ms=10".to_owned(),
        "reconnect.backoff.ms=10".to_owned(),
        "reconnect.backoff.max.ms=50".to_owned(),
    ];
    let stage = Stage::new(PARTITIONS, &set.each_ref().map(String::as_str));
    stage.embedded.cluster().track_requests();
    let watch = Watch::begin(&stage.generations);
    let mut player = Player { stage, load: None, loads: Vec::new(), next: 0, accepted: Vec::new(), ever_down: false };
    for act in &run.acts {
        player.act(act);
    }
    player.heal();
    let looks = watch.end().map_err(TestCaseError::fail)?;
    prop_assert!(looks > 0);
    player.check(run)
}

impl Player {
    fn act(&mut self, act: &Act) {
        let cluster = self.stage.embedded.cluster();
        match act {
            Act::Send { count, partition, key, size } => {
                let key = key.map(|key| key.to_string());
                for _ in 0..*count {
                    let n = self.next;
                    self.next += 1;
                    if self.stage.send(n, *partition, key.as_deref(), usize::from(*size)) {
                        self.accepted.push(n);
                    }
                }
            }
            Act::Load { records, size, keys } => {
                let over = self.stage.generations.last_load().is_none_or(|load| load.progress().is_over());
                if over {
                    self.loads.extend(self.load.take().map(Loading::finish));
                    self.load = Some(self.stage.load(u32::from(*size), *keys, None, Some(u64::from(*records))));
                }
            }
            Act::Errors(codes) => cluster.push_errors(PRODUCE, codes),
            Act::Down(broker) => {
                self.ever_down = true;
                assert!(cluster.broker_down(*broker));
            }
            Act::Up(broker) => assert!(cluster.broker_up(*broker)),
            Act::Lead(partition, broker) => {
                assert!(cluster.set_leader(TOPIC, *partition, *broker));
            }
            Act::Slow(broker, rtt) => assert!(cluster.set_rtt(*broker, *rtt)),
            Act::Purge => self.stage.generations.purge(),
            Act::Flush(millis) => {
                self.stage.generations.flush(Instant::now() + Duration::from_millis(u64::from(*millis)));
            }
            Act::Pass(millis) => {
                let until = Instant::now() + Duration::from_millis(u64::from(*millis));
                while Instant::now() < until {
                    thread::park_timeout(until.saturating_duration_since(Instant::now()));
                }
            }
        }
    }

    /// Ends every fault and every record.
    fn heal(&mut self) {
        let cluster = self.stage.embedded.cluster();
        for broker in 1..=BROKERS {
            assert!(cluster.broker_up(broker) && cluster.set_rtt(broker, 0));
        }
        self.loads.extend(self.load.take().map(Loading::finish));
        self.stage.settle();
        eventually("each request's end is known", || {
            let requests = self.stage.generations.snapshot().requests;
            let ends = requests.delivered + requests.retried + requests.failed + requests.unanswered;
            (requests.in_flight == 0 && requests.sent == ends).then_some(())
        });
    }

    fn check(&self, run: &Run) -> Result<(), TestCaseError> {
        let meter = self.stage.generations.snapshot();
        balanced(&meter).map_err(TestCaseError::fail)?;
        let records = meter.records;
        prop_assert_eq!((records.outstanding(), meter.buffer_used), (0, 0));
        prop_assert_eq!(
            (meter.waiting.metadata, meter.waiting.memory, meter.waiting.swap),
            (0, 0, 0),
            "nobody waits any more"
        );
        let failures: u64 = meter.failures.iter().map(|failure| failure.records).sum();
        prop_assert_eq!(failures, records.failed + records.possibly_written);
        let in_requests: u64 = meter.topics.iter().map(|topic| topic.records).sum();
        let implied = records.delivered - in_requests;
        prop_assert!(run.idempotent || implied == 0, "{} delivered records were in no delivered request", implied);
        self.check_cluster(&self.stage.generations)?;
        let ends = self.check_outcomes()?;
        self.check_log(&ends, implied)
    }

    /// The cluster's own count of Produce requests, of each broker; one that went down did not see them all.
    fn check_cluster(&self, generations: &Generations) -> Result<(), TestCaseError> {
        let seen = self.stage.embedded.cluster().requests();
        for broker in generations.snapshot().brokers {
            let saw = seen.iter().filter(|(id, key)| (*id, *key) == (broker.id, PRODUCE)).count() as u64;
            prop_assert!(saw <= broker.sent, "broker {} saw {} of {}", broker.id, saw, broker.sent);
            prop_assert!(self.ever_down || saw == broker.sent, "broker {} saw {} of {}", broker.id, saw, broker.sent);
        }
        Ok(())
    }

    /// Every accepted record has one outcome, and the counts are those of the outcomes.
    fn check_outcomes(&self) -> Result<HashMap<u64, Outcome>, TestCaseError> {
        let outcomes = eventually("the outcomes are taken", || {
            let outcomes = self.stage.kept.outcomes.lock().unwrap();
            (outcomes.len() >= self.accepted.len()).then(|| outcomes.clone())
        });
        prop_assert_eq!(outcomes.len(), self.accepted.len());
        let ends: HashMap<u64, Outcome> = outcomes.into_iter().map(|outcome| (outcome.n, outcome)).collect();
        prop_assert_eq!(ends.len(), self.accepted.len());
        prop_assert!(self.accepted.iter().all(|n| ends.contains_key(n)));
        let mut sum = [0; 3];
        for outcome in ends.values() {
            sum[match &outcome.status {
                Status::Delivered | Status::Sent => 0,
                Status::Failed(failure) if failure.possibly_persisted => 2,
                Status::Failed(_) => 1,
            }] += 1;
        }
        let mut accepted = self.accepted.len() as u64;
        let mut failed_of_loads = 0;
        for tally in &self.loads {
            let progress = tally.progress();
            prop_assert!(progress.is_over(), "{:?}", progress);
            let refused = progress.offered - progress.accepted;
            let ended = progress.delivered + progress.failed + progress.possibly_written;
            prop_assert_eq!(ended, progress.offered);
            sum[0] += progress.delivered;
            sum[1] += progress.failed - refused;
            sum[2] += progress.possibly_written;
            accepted += progress.accepted;
            failed_of_loads += progress.failed - refused + progress.possibly_written;
        }
        let records = self.stage.generations.snapshot().records;
        prop_assert_eq!(records.accepted, accepted);
        prop_assert_eq!([records.delivered, records.failed, records.possibly_written], sum);
        if self.stage.generations.dropped_failures() == 0 {
            eventually("the failures are told", || {
                (self.stage.kept.failed.load(Ordering::Relaxed) == failed_of_loads).then_some(())
            });
        }
        Ok(ends)
    }

    /// What was delivered is in the log, and what certainly was not written is not.
    ///
    /// An idempotent librdkafka takes a record whose answer it did not understand as delivered when the broker took a later
    /// one: a broker that checks sequence numbers has it then (KIP-98). It has no offset, and the embedded cluster, which
    /// checks none, may not have it.
    fn check_log(&self, ends: &HashMap<u64, Outcome>, implied: u64) -> Result<(), TestCaseError> {
        let log = read_back(&self.stage.generations.settings().bootstrap, TOPIC, PARTITIONS);
        let mut times: HashMap<&str, u64> = HashMap::new();
        for value in log.iter().flatten() {
            *times.entry(name_of(value)).or_default() += 1;
        }
        let mut without_offset = 0;
        for (n, outcome) in ends {
            let times = times.get(format!("c{n}").as_str()).copied().unwrap_or(0);
            match &outcome.status {
                Status::Delivered | Status::Sent if outcome.offset.is_none() => without_offset += 1,
                Status::Delivered | Status::Sent => prop_assert!(times >= 1, "{:?}", outcome),
                Status::Failed(failure) if failure.possibly_persisted => {}
                Status::Failed(_) => prop_assert_eq!(times, 0, "{:?}", outcome),
            }
        }
        prop_assert!(without_offset <= implied, "{} have no offset, {} may have none", without_offset, implied);
        let written = times.iter().filter(|(name, _)| !name.starts_with('c')).map(|(_, times)| times).sum::<u64>();
        let delivered: u64 = self.loads.iter().map(|tally| tally.progress().delivered).sum();
        prop_assert!(written + implied >= delivered, "{} of {} records of loads are in the log", written, delivered);
        Ok(())
    }
}
