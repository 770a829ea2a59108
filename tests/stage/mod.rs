//! A producer on an embedded cluster, with everything that comes out of it kept.
#![allow(dead_code, reason = "shared by tests of which each needs its part")]

pub mod judge;
pub mod swapping;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use linger::cli::target::TargetArgs;
use linger::domain::load::{Keys, Plan, Progress, Until};
use linger::domain::outcome::Outcome;
use linger::domain::payload::Payload;
use linger::domain::record::Record;
use linger::domain::request::Request;
use linger::kafka::embedded::Embedded;
use linger::kafka::producer::{Cancel, Generations, Lanes, LoadSender, LoadTally, Pace, Requests};
use linger::kafka::settings::Settings;
use linger::load::clock::{Clock as _, SystemClock};
use linger::load::driver::{Sender, drive};
use linger::load::schedule::Schedule;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::Message;
use rdkafka::{Offset, TopicPartitionList};

/// The topic of every test.
pub const TOPIC: &str = "orders";

/// Only a failing test waits so long.
pub const PATIENT: Duration = Duration::from_secs(60);

/// A producer and its cluster.
pub struct Stage {
    pub generations: Generations,
    pub kept: Arc<Kept>,
    pub embedded: Embedded,
}

/// What came out.
#[derive(Default)]
pub struct Kept {
    pub outcomes: Mutex<Vec<Outcome>>,
    pub requests: Mutex<Vec<Request>>,
    /// Records of a load that failed.
    pub failed: AtomicU64,
}

/// The settings of the built-in profile with these above it, as `linger.ms=5`.
pub fn settings(set: &[&str]) -> Settings {
    let set = set.iter().map(|property| (*property).to_owned()).collect();
    TargetArgs { set, ..TargetArgs::default() }.resolve(&|_| None).expect("good properties").settings
}

impl Stage {
    /// With a topic of so many partitions.
    pub fn new(partitions: i32, set: &[&str]) -> Self {
        let embedded = Embedded::start().unwrap();
        assert!(embedded.create_topic(TOPIC, partitions));
        let (generations, lanes) = Generations::start(&embedded.settings(&settings(set)), Requests::Counted).unwrap();
        let kept = Arc::<Kept>::default();
        keep(lanes, &kept);
        Self { generations, kept, embedded }
    }

    /// The settings of this cluster with these above the profile.
    pub fn settings(&self, set: &[&str]) -> Settings {
        self.embedded.settings(&settings(set))
    }

    /// Sends a composed record, whose value begins with a letter and its number.
    pub fn send(&self, n: u64, partition: Option<i32>, key: Option<&str>, size: usize) -> bool {
        let value = Payload::text(padded(&format!("c{n} "), size));
        let key = key.map_or(Payload::NULL, Payload::text);
        let record = Record { topic: TOPIC.to_owned(), partition, key, value, ..Record::default() };
        self.generations.send(n, &record, &Cancel::new()).is_ok()
    }

    /// Sends a load on a thread of its own.
    pub fn load(&self, size: u32, keys: Keys, rate: Option<u32>, records: Option<u64>) -> Loading {
        Loading::begin(&self.generations, TOPIC, size, keys, rate, records)
    }

    /// Flushes until nothing is outstanding.
    pub fn settle(&self) {
        assert_eq!(self.generations.flush(Instant::now() + PATIENT), 0, "{:?}", self.generations.standing());
    }
}

fn padded(start: &str, size: usize) -> String {
    format!("{start:x<size$}")
}

/// Takes everything from the lanes, until nobody is left to put anything in.
pub fn keep(lanes: Lanes, kept: &Arc<Kept>) {
    let Lanes { mut outcomes, mut requests, mut failures, mut troubles } = lanes;
    let kept_here = Arc::clone(kept);
    thread::spawn(move || {
        while let Some(outcome) = outcomes.blocking_recv() {
            kept_here.outcomes.lock().unwrap().push(outcome);
        }
    });
    let kept_here = Arc::clone(kept);
    thread::spawn(move || {
        while let Some(failure) = failures.blocking_recv() {
            kept_here.failed.fetch_add(failure.count, Ordering::Relaxed);
        }
    });
    let kept_here = Arc::clone(kept);
    thread::spawn(move || {
        while let Some(request) = requests.blocking_recv() {
            kept_here.requests.lock().unwrap().push(request);
        }
    });
    thread::spawn(move || while troubles.blocking_recv().is_some() {});
}

/// A load that goes on.
pub struct Loading {
    cancel: Cancel,
    pub tally: Arc<LoadTally>,
    thread: Option<JoinHandle<()>>,
}

/// A test that fails leaves no load behind.
impl Drop for Loading {
    fn drop(&mut self) {
        if self.thread.is_some() {
            self.cancel.cancel();
        }
    }
}

impl Loading {
    pub fn begin(
        generations: &Generations,
        topic: &str,
        size: u32,
        keys: Keys,
        rate: Option<u32>,
        records: Option<u64>,
    ) -> Self {
        let clock = SystemClock::begin();
        let until = Until { records, duration: None };
        let plan = Plan { topic: topic.to_owned(), until, size, keys, rate };
        let mut schedule = Schedule::begin(&plan, clock.now());
        let pace = rate.map(|rate| Pace { start_micros: schedule.begun(), rate });
        let sender = generations.load(topic, size, keys, pace).unwrap();
        let (tally, cancel) = (sender.tally(), Cancel::new());
        let mut taker = Taker { sender, generations: generations.clone() };
        let ours = cancel.clone();
        let thread = thread::spawn(move || {
            drive(&mut taker, &mut schedule, &clock, &ours, || false, |_| {});
        });
        Self { cancel, tally, thread: Some(thread) }
    }

    /// Offers no more.
    pub fn stop(self) -> Arc<LoadTally> {
        self.cancel.cancel();
        self.finish()
    }

    /// Waits until everything was offered.
    pub fn finish(mut self) -> Arc<LoadTally> {
        self.thread.take().expect("it ends once").join().unwrap();
        Arc::clone(&self.tally)
    }

    pub fn progress(&self) -> Progress {
        self.tally.progress()
    }
}

struct Taker {
    sender: LoadSender,
    generations: Generations,
}

impl Sender for Taker {
    fn send(&mut self, most: u32, cancel: &Cancel) -> Result<u32, Box<Outcome>> {
        self.sender.send(most, cancel)
    }

    fn is_unreachable(&self) -> bool {
        self.generations.unreachable()
    }
}

/// Waits until the condition holds, and fails the test when it does not come to hold.
pub fn eventually<T>(what: &str, mut look: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENT;
    loop {
        if let Some(seen) = look() {
            return seen;
        }
        assert!(Instant::now() < deadline, "never came true: {what}");
        thread::park_timeout(Duration::from_millis(2));
    }
}

/// The values in each partition's log, in its order, read by librdkafka's consumer.
pub fn read_back(bootstrap: &str, topic: &str, partitions: i32) -> Vec<Vec<String>> {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap).set("group.id", "reader").set("enable.auto.commit", "false");
    config.set("fetch.wait.max.ms", "10").set("auto.offset.reset", "error");
    let consumer: BaseConsumer = config.create().unwrap();
    let mut assignment = TopicPartitionList::new();
    let mut left = 0;
    for partition in 0..partitions {
        let (low, high) = consumer.fetch_watermarks(topic, partition, PATIENT).unwrap();
        assert_eq!(low, 0, "the cluster still has everything of partition {partition}");
        left += high;
        assignment.add_partition_offset(topic, partition, Offset::Beginning).unwrap();
    }
    consumer.assign(&assignment).unwrap();
    let deadline = Instant::now() + PATIENT;
    let mut values = vec![Vec::new(); usize::try_from(partitions).unwrap()];
    while left > 0 {
        assert!(Instant::now() < deadline, "{left} records are still to be read");
        if let Some(Ok(message)) = consumer.poll(Duration::from_millis(100)) {
            let value = String::from_utf8(message.payload().unwrap().to_vec()).unwrap();
            values[usize::try_from(message.partition()).unwrap()].push(value);
            left -= 1;
        }
    }
    values
}

/// What a value begins with, up to the space.
pub fn name_of(value: &str) -> &str {
    value.split(' ').next().unwrap()
}
