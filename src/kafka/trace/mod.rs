//! From librdkafka's interceptor events to traced Produce requests.
//!
//! Broker threads tell what happens on their connection (`Lane` has the rule); the poll thread tells the batches
//! that ended. Every thread works on its own lane behind a lock that only the poll thread shares, so broker threads
//! practically never wait. The per-record cost is a thread-local flag: only the first acknowledgement after an answer
//! does any work.

mod attempts;
mod lane;

use std::cell::{Cell, RefCell};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::domain::failure::Code;
use crate::domain::journey::Attempt;
use crate::domain::request::Request;
use crate::kafka::native;
use crate::kafka::reasons::{ProduceStep, parse_produce_log};
use attempts::Attempts;
use lane::{Built, Lane, Verdict};

pub use lane::{BatchId, Connection, Ended};

/// The `ApiKey` of a Produce request.
pub const PRODUCE: i16 = 0;

static NEXT_ID: AtomicU64 = AtomicU64::new(1);

thread_local! {
    /// The lane of this broker thread, and the trace it belongs to.
    static LANE: RefCell<Option<(u64, Arc<Mutex<Lane>>)>> = const { RefCell::new(None) };
    /// Whether an answer came on this thread and no acknowledgement since.
    static AWAITING: Cell<bool> = const { Cell::new(false) };
}

/// The requests of one producer.
pub struct Trace {
    id: u64,
    generation: u32,
    lanes: Mutex<Vec<Arc<Mutex<Lane>>>>,
    attempts: Mutex<Attempts>,
    settled: Mutex<Vec<Request>>,
    sent: AtomicU64,
    troubled: AtomicU64,
}

impl Trace {
    /// An empty trace for a producer of this generation.
    pub fn new(generation: u32) -> Self {
        Self {
            id: NEXT_ID.fetch_add(1, Ordering::Relaxed),
            generation,
            lanes: Mutex::default(),
            attempts: Mutex::default(),
            settled: Mutex::default(),
            sent: AtomicU64::new(0),
            troubled: AtomicU64::new(0),
        }
    }

    /// Produce requests written so far. Exact.
    pub fn sent(&self) -> u64 {
        self.sent.load(Ordering::Relaxed)
    }

    /// Produce requests that were answered by an error, or not at all, as far as it is settled.
    pub fn troubled(&self) -> u64 {
        self.troubled.load(Ordering::Relaxed)
    }

    /// The generation of the producer.
    pub fn generation(&self) -> u32 {
        self.generation
    }

    /// The Produce requests of each broker, by its id. Exact.
    pub fn connections(&self) -> Vec<Connection> {
        let mut by_broker: Vec<Connection> = Vec::new();
        for lane in lock(&self.lanes).iter() {
            let lane = lock(lane).connection();
            match by_broker.iter_mut().find(|other| other.broker == lane.broker) {
                Some(other) => other.add(&lane),
                None => by_broker.push(lane),
            }
        }
        by_broker.sort_unstable_by_key(|connection| connection.broker);
        by_broker
    }

    /// Produce requests written and not answered, by broker. Exact.
    pub fn in_flight(&self) -> Vec<(i32, usize)> {
        self.connections().iter().map(|connection| (connection.broker, connection.in_flight)).collect()
    }

    /// On a broker thread: a Produce request was written whole.
    pub fn request_sent(&self, broker: i32, wire_bytes: usize) {
        self.sent.fetch_add(1, Ordering::Relaxed);
        let settled = self.on_lane(Some(broker), |lane| lane.sent(wire_bytes as u64, now_micros(), self.generation));
        self.keep(settled);
    }

    /// On a broker thread: a Produce request was answered, or the wait for it ended with `error`.
    pub fn response_received(&self, broker: i32, rtt_micros: i64, error: i32) {
        AWAITING.set(true);
        let rtt = u64::try_from(rtt_micros).ok().filter(|_| error == 0);
        let settled = self.on_lane(Some(broker), |lane| lane.answered(rtt, error, now_micros(), self.generation));
        self.keep(settled);
    }

    /// On a broker thread: a record reached its end. `error` is librdkafka's code.
    pub fn acknowledged(&self, error: i32) {
        if AWAITING.replace(false) {
            self.on_lane(None, |lane| lane.acknowledged(error));
        }
    }

    /// On a broker thread: a log line. Returns whether it was about a batch.
    pub fn line(&self, facility: &str, text: &str) -> bool {
        if !matches!(facility, "PRODUCE" | "MSGSET") {
            return false;
        }
        let Some(line) = parse_produce_log(text) else { return false };
        let batch = BatchId {
            topic: Arc::from(line.topic),
            partition: line.partition,
            first: (line.first_id > 0).then_some(line.first_id),
            records: line.records,
        };
        match line.step {
            ProduceStep::Sent { bytes, .. } => {
                let earlier = lock(&self.attempts).built(&batch);
                self.on_lane(None, |lane| lane.built(Built { batch, set_bytes: bytes, earlier }));
            }
            ProduceStep::Delivered => {
                self.on_lane(None, |lane| lane.verdict(Verdict { batch, error: None }));
            }
            ProduceStep::Refused { .. } => {
                let verdict = Verdict { batch: batch.clone(), error: line.step.cause() };
                if let Some(earlier) = self.on_lane(None, |lane| lane.verdict(verdict)) {
                    lock(&self.attempts).came_back(&batch, earlier);
                }
            }
        }
        true
    }

    /// On the poll thread: a batch ended. Returns its request, if it was in one, and those that carried it before.
    pub fn ended(&self, ended: &Ended) -> Option<(Request, Vec<Attempt>)> {
        let broker = ended.broker?;
        let found = {
            let lanes = lock(&self.lanes);
            let mut mine = lanes.iter().filter_map(|lane| {
                let mut lane = lock(lane);
                if lane.broker == broker { lane.ended(ended, self.generation) } else { None }
            });
            mine.next()?
        };
        if found.0.cause.is_some() {
            // Its line let it wait to be sent again, which it is not.
            lock(&self.attempts).ended(&ended.batch);
        }
        Some(found)
    }

    /// On the poll thread: records ended that were in no request then. Returns the requests that had carried them.
    pub fn carried(&self, batch: &BatchId) -> Vec<Attempt> {
        lock(&self.attempts).ended(batch)
    }

    /// On the poll thread: takes what is settled by now, in the order it was settled.
    pub fn take_settled(&self) -> Vec<Request> {
        let now = now_micros();
        self.settle(|lane| lane.settle(now, self.generation))
    }

    /// As [`Trace::take_settled`], when no record is outstanding: nothing more can come of what was answered `by` then,
    /// in microseconds since the epoch.
    pub fn take_answered(&self, by: u64) -> Vec<Request> {
        self.settle(|lane| lane.settle_all(by, self.generation))
    }

    fn settle(&self, of: impl Fn(&mut Lane) -> Vec<Request>) -> Vec<Request> {
        for lane in lock(&self.lanes).iter() {
            let settled = of(&mut lock(lane));
            self.keep(settled);
        }
        std::mem::take(&mut *lock(&self.settled))
    }

    fn keep(&self, settled: Vec<Request>) {
        if !settled.is_empty() {
            self.troubled.fetch_add(settled.len() as u64, Ordering::Relaxed);
            lock(&self.settled).extend(settled);
        }
    }

    /// Runs `act` on this thread's lane, made at its first event.
    fn on_lane<T>(&self, broker: Option<i32>, act: impl FnOnce(&mut Lane) -> T) -> T {
        LANE.with_borrow_mut(|own| {
            let lane = match own {
                Some((id, lane)) if *id == self.id => lane,
                Some(_) | None => {
                    let lane = Arc::new(Mutex::new(Lane::new(-1)));
                    lock(&self.lanes).push(Arc::clone(&lane));
                    &mut own.insert((self.id, lane)).1
                }
            };
            let mut lane = lock(lane);
            if let Some(broker) = broker {
                lane.broker = broker;
            }
            act(&mut lane)
        })
    }
}

/// The name of a code, as `MSG_SIZE_TOO_LARGE`.
pub(crate) fn cause_of(code: i32) -> Arc<str> {
    Code::find(code).map_or_else(|| native::error_name(code).into(), |code| Arc::from(code.name))
}

/// Microseconds since the epoch.
pub(crate) fn now_micros() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    u64::try_from(since.as_micros()).unwrap_or(u64::MAX)
}

/// A poisoned lock means that another thread panicked while it counted: counting goes on.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
