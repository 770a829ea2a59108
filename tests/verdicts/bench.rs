//! A producer on a cluster of its own, with a load, and the verdict on it ten times a second.

use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use linger::domain::load::{Keys, Plan, Until};
use linger::domain::meter::Meter;
use linger::domain::outcome::Outcome;
use linger::domain::partitioner::Rule;
use linger::domain::record::Record;
use linger::domain::swap::SwapStep;
use linger::domain::trouble::Told;
use linger::domain::verdict::{Kind, Verdict, judge};
use linger::kafka::embedded::Embedded;
use linger::kafka::producer::{Cancel, Generations, Lanes, LoadSender, Pace, Requests};
use linger::kafka::settings::Settings;
use linger::load::clock::{Clock, SystemClock};
use linger::load::driver::{Sender, drive};
use linger::load::schedule::Schedule;

pub const FOREVER: Duration = Duration::from_secs(20);

const PRODUCE: i16 = 0;
const PARTITIONS: i32 = 6;
/// From one snapshot to the next, in microseconds.
const EVERY: u64 = 100_000;
/// Verdicts in a row that are the same before one is believed.
const IN_A_ROW: u32 = 8;

/// What is tried.
#[derive(Clone)]
pub struct Setup {
    pub linger: u64,
    pub batch_size: u64,
    pub buffer_memory: u64,
    pub max_in_flight: u64,
    pub idempotent: bool,
}

impl Default for Setup {
    fn default() -> Self {
        Self { linger: 5, batch_size: 16_384, buffer_memory: 32 << 20, max_in_flight: 5, idempotent: true }
    }
}

impl Setup {
    fn settings(&self, embedded: &Embedded) -> Settings {
        let client = [
            ("linger.ms", self.linger.to_string()),
            ("batch.size", self.batch_size.to_string()),
            ("max.in.flight", self.max_in_flight.to_string()),
            ("enable.idempotence", self.idempotent.to_string()),
            ("message.timeout.ms", "60000".to_owned()),
            ("retry.backoff.ms", "20".to_owned()),
            ("retry.backoff.max.ms", "100".to_owned()),
            ("topic.metadata.refresh.interval.ms", "100".to_owned()),
            ("reconnect.backoff.max.ms", "200".to_owned()),
        ];
        embedded.settings(&Settings {
            client: client.into_iter().map(|(name, value)| (name.to_owned(), value)).collect(),
            bootstrap: String::new(),
            embedded: true,
            permits: linger::domain::guard::Permits::default(),
            buffer_memory: self.buffer_memory,
            max_block: FOREVER,
            max_request_size: 1 << 20,
            batch_size: self.batch_size,
            linger: Duration::from_millis(self.linger),
            delivery_timeout: FOREVER,
            acks: -1,
            idempotent: self.idempotent,
            partitioner: Rule::default(),
        })
    }
}

pub struct Bench {
    embedded: Embedded,
    producer: Generations,
    lanes: Lanes,
    load: Option<(Cancel, JoinHandle<()>)>,
    meters: VecDeque<Arc<Meter>>,
    verdict: Option<Verdict>,
    clock: SystemClock,
}

/// Hands a load's records to the producer.
struct Taker(LoadSender);

impl Sender for Taker {
    fn send(&mut self, most: u32, cancel: &Cancel) -> Result<u32, Box<Outcome>> {
        self.0.send(most, cancel)
    }

    fn is_unreachable(&self) -> bool {
        false
    }
}

impl Bench {
    pub fn new(setup: &Setup) -> Self {
        let embedded = Embedded::start().unwrap();
        assert!(embedded.create_topic("orders", PARTITIONS));
        for partition in 0..PARTITIONS {
            assert!(embedded.cluster().set_leader("orders", partition, partition % 3 + 1));
        }
        let (producer, lanes) = Generations::start(&setup.settings(&embedded), Requests::Counted).unwrap();
        let clock = SystemClock::begin();
        Self { embedded, producer, lanes, load: None, meters: VecDeque::new(), verdict: None, clock }
    }

    /// Begins a load that goes on until it is stopped.
    pub fn load(&mut self, rate: Option<u32>, size: u32, keys: Keys) {
        let plan = Plan { topic: "orders".to_owned(), until: Until::default(), size, keys, rate };
        let clock = self.clock;
        let pace = rate.map(|rate| Pace { start_micros: clock.now(), rate });
        let mut taker = Taker(self.producer.load("orders", size, keys, pace).unwrap());
        let cancel = Cancel::new();
        let stop = cancel.clone();
        let thread = std::thread::spawn(move || {
            drive(&mut taker, &mut Schedule::begin(&plan, clock.now()), &clock, &stop, || false, |_| {});
            taker.0.tally().stop();
        });
        self.load = Some((cancel, thread));
    }

    /// Ends the load, and waits for its last answers.
    pub fn stop(&mut self) {
        if let Some((cancel, thread)) = self.load.take() {
            cancel.cancel();
            thread.join().unwrap();
            assert_eq!(self.producer.flush(Instant::now() + FOREVER), 0);
        }
    }

    pub fn swap(&mut self, setup: &Setup) {
        let step = self.producer.swap(&setup.settings(&self.embedded), &Cancel::new(), &mut |_| {});
        assert!(matches!(step, SwapStep::Done { .. }), "{step:?}");
    }

    pub fn rtt(&self, millis: i32) {
        (1..=3).for_each(|broker| assert!(self.embedded.cluster().set_rtt(broker, millis)));
    }

    /// The next requests are answered by these errors.
    pub fn refuse(&self, codes: &[i32]) {
        self.embedded.cluster().push_errors(PRODUCE, codes);
    }

    pub fn leader(&self, partition: i32, broker: i32) {
        assert!(self.embedded.cluster().set_leader("orders", partition, broker));
    }

    pub fn down(&self, broker: i32) {
        assert!(self.embedded.cluster().broker_down(broker));
    }

    pub fn up(&self, broker: i32) {
        assert!(self.embedded.cluster().broker_up(broker));
    }

    /// Waits for the next snapshot, and judges.
    fn look(&mut self) -> Option<&Verdict> {
        let next = self.meters.back().map_or(0, |meter| meter.at + EVERY);
        self.clock.wait(next, &Cancel::new());
        while self.lanes.outcomes.try_recv().is_ok() {}
        while self.lanes.requests.try_recv().is_ok() {}
        self.meters.push_back(Arc::new(self.producer.meter()));
        if self.meters.len() > 50 {
            self.meters.pop_front();
        }
        let recent: Vec<Arc<Meter>> = self.meters.iter().cloned().collect();
        self.verdict = judge(&recent, self.verdict.as_ref());
        self.verdict.as_ref()
    }

    /// Waits until the verdict is as wished for some time.
    fn wait(&mut self, what: &str, wished: impl Fn(&Verdict) -> bool) -> Verdict {
        let deadline = Instant::now() + FOREVER;
        let mut given = Vec::new();
        let mut in_a_row = 0;
        loop {
            let Some(verdict) = self.look().cloned() else { continue };
            in_a_row = if wished(&verdict) { in_a_row + 1 } else { 0 };
            if in_a_row >= IN_A_ROW {
                return verdict;
            }
            let sentence = verdict.sentence();
            if given.last() != Some(&sentence) {
                given.push(sentence);
            }
            assert!(Instant::now() < deadline, "not {what}: {given:#?}\n{:#?}", self.meters.back());
        }
    }

    /// Sends one record of a person, and waits for its end.
    pub fn send(&mut self, record: &Record) -> Outcome {
        self.producer.send(0, record, &Cancel::new()).unwrap();
        let deadline = Instant::now() + FOREVER;
        loop {
            assert!(Instant::now() < deadline, "no end");
            if let Ok(outcome) = self.lanes.outcomes.try_recv() {
                return outcome;
            }
            std::thread::yield_now();
        }
    }

    /// What the client tells of its troubles, until it is as wished.
    pub fn troubles(&mut self, wished: impl Fn(&[Told]) -> bool) -> Vec<Told> {
        let deadline = Instant::now() + FOREVER;
        let mut told = Vec::new();
        while !wished(&told) {
            assert!(Instant::now() < deadline, "{told:#?}");
            match self.lanes.troubles.try_recv() {
                Ok(one) => told.push(one),
                Err(_) => std::thread::yield_now(),
            }
        }
        told
    }

    pub fn until(&mut self, kind: Kind) -> Verdict {
        self.wait(kind.name(), |verdict| verdict.kind() == kind)
    }

    pub fn until_not(&mut self, kind: Kind) {
        self.wait(&format!("anything but {}", kind.name()), |verdict| verdict.kind() != kind);
    }

    pub fn until_words(&mut self, words: &str) {
        self.wait(words, |verdict| verdict.sentence().contains(words));
    }

    /// Waits for a verdict while this is done again and again.
    pub fn meanwhile(&mut self, kind: Kind, work: impl Fn(&Generations) + Sync) {
        let done = AtomicBool::new(false);
        let producer = self.producer.clone();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                while !done.load(Ordering::Acquire) {
                    work(&producer);
                }
            });
            let verdict = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| self.until(kind)));
            done.store(true, Ordering::Release);
            verdict.unwrap();
        });
    }
}

impl Drop for Bench {
    fn drop(&mut self) {
        if let Some((cancel, thread)) = self.load.take() {
            cancel.cancel();
            drop(thread.join());
        }
    }
}
