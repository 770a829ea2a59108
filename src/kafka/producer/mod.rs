//! One running producer: intake with back-pressure, delivery reports, reasons, flush, end.
//!
//! Senders call [`Producer::send`], which waits as the Java client's `send()` does: for the topic's metadata and for
//! room in `buffer.memory`, together at most `max.block.ms`. One poll thread serves librdkafka's main queue and turns
//! delivery reports into outcomes. librdkafka's own broker threads feed the trace through `tap::Tap`.

mod closed;
mod door;
mod gate;
mod generations;
mod ledger;
mod level;
mod load;
mod measure;
mod observe;
mod refresh;
mod sampled;
mod send;
mod serve;
mod settle;
mod signal;
mod standing;
mod swap;
mod tap;
#[cfg(test)]
mod tests;
mod topics;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use crate::domain::outcome::Outcome;
use crate::domain::partitioner::{Preview, TopicShape};
use crate::domain::record::Record;
use crate::domain::request::Request;
use crate::domain::trouble::Told;
use crate::kafka::native::{CreateError, Handle};
use crate::kafka::reasons::Reasons;
use crate::kafka::settings::Settings;
use crate::kafka::trace::now_micros;
use gate::Gate;
use measure::{Measures, Waits};
use signal::Signal;
use standing::Brokers;
use tap::Tap;
use topics::{Route, Topics};

pub use generations::Generations;
pub use load::{AT_ONCE, LoadFailure, LoadSender, LoadTally, Pace};
pub use send::Accepted;
pub use signal::Cancel;

/// Outcomes on their way to whoever shows them. When nobody takes them the poll thread waits, then intake does:
/// nothing is lost.
const OUTCOMES: usize = 8192;

/// Requests on their way. See [`Requests`].
const REQUESTS: usize = 8192;

/// Failures of a load on their way.
const FAILURES: usize = 1024;

/// Troubles of the client on their way.
const TROUBLES: usize = 256;

/// What happens when requests come faster than they are taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Requests {
    /// The newest are dropped and counted ([`Producer::dropped_requests`]): for a picture.
    Counted,
    /// The producer waits: for an export that must be whole. The lane must be drained.
    Whole,
}

/// The ways out of a running producer.
pub struct Lanes {
    /// The end of every accepted record.
    pub outcomes: mpsc::Receiver<Outcome>,
    /// Traced Produce requests, as they end.
    pub requests: mpsc::Receiver<Request>,
    /// Failures of a load's records; a flood is counted beyond what fits ([`Producer::dropped_failures`]).
    pub failures: mpsc::Receiver<LoadFailure>,
    /// What happens to the client as a whole; what nobody takes in time is dropped, as the log has it.
    pub troubles: mpsc::Receiver<Told>,
}

/// The producer's ends of the lanes.
#[derive(Clone)]
pub(crate) struct LaneEnds {
    outcomes: mpsc::Sender<Outcome>,
    requests: mpsc::Sender<Request>,
    failures: mpsc::Sender<LoadFailure>,
    troubles: mpsc::Sender<Told>,
    dropped: Arc<Dropped>,
}

/// What came faster than it was taken.
#[derive(Default)]
struct Dropped {
    requests: AtomicU64,
    failures: AtomicU64,
}

/// Both ends of new lanes.
pub(crate) fn lanes() -> (LaneEnds, Lanes) {
    let (outcomes_in, outcomes) = mpsc::channel(OUTCOMES);
    let (requests_in, requests) = mpsc::channel(REQUESTS);
    let (failures_in, failures) = mpsc::channel(FAILURES);
    let (troubles_in, troubles) = mpsc::channel(TROUBLES);
    let ends = LaneEnds {
        outcomes: outcomes_in,
        requests: requests_in,
        failures: failures_in,
        troubles: troubles_in,
        dropped: Arc::default(),
    };
    (ends, Lanes { outcomes, requests, failures, troubles })
}

/// A running producer; clones are the same one. It ends when the last clone is dropped: what is queued then is given
/// up, so flush first.
#[derive(Clone)]
pub struct Producer {
    core: Arc<Core>,
    _owner: Arc<Owner>,
}

/// What all threads of a producer share.
pub(crate) struct Core {
    settings: Settings,
    handle: Arc<Handle>,
    tap: Arc<Tap>,
    signal: Arc<Signal>,
    topics: Topics,
    reasons: Mutex<Reasons>,
    brokers: Mutex<Brokers>,
    measures: Mutex<Measures>,
    waits: Waits,
    /// The load whose records are sent now, or were last.
    load: Mutex<Option<Arc<LoadTally>>>,
    counts: Counts,
    dropped: Arc<Dropped>,
    gate: Gate,
    stop: AtomicBool,
    /// When a flush was asked for, microseconds since the epoch; 0 while none is.
    flushing: AtomicU64,
    /// Whether a broker ever answered what topics there are.
    metadata_came: AtomicBool,
    /// Whether a record ever wanted to know it.
    metadata_asked: AtomicBool,
    /// The newest statistics document.
    #[cfg(test)]
    document: Mutex<String>,
}

/// Exact counters.
#[derive(Default)]
struct Counts {
    accepted: AtomicU64,
    delivered: AtomicU64,
    failed: AtomicU64,
}

/// Ends the poll thread when the last [`Producer`] goes.
struct Owner(Arc<Core>);

impl Drop for Owner {
    fn drop(&mut self) {
        self.0.stop.store(true, Ordering::Release);
        self.0.signal.ring();
        self.0.handle.wake();
    }
}

impl Producer {
    /// Starts a client with these settings and its poll thread. Nothing is sent and no topic is asked for.
    ///
    /// # Errors
    /// librdkafka refused the configuration.
    pub fn start(settings: &Settings, generation: u32, requests: Requests) -> Result<(Self, Lanes), CreateError> {
        let (ends, lanes) = lanes();
        Ok((Self::start_on(settings, generation, requests, &ends)?, lanes))
    }

    /// As [`Producer::start`], on lanes that are there already.
    ///
    /// # Errors
    /// librdkafka refused the configuration.
    pub(crate) fn start_on(
        settings: &Settings,
        generation: u32,
        requests: Requests,
        ends: &LaneEnds,
    ) -> Result<Self, CreateError> {
        let settings = settings.no_more_than_permitted();
        let signal = Arc::new(Signal::default());
        let tap = Arc::new(Tap::new(generation, Arc::clone(&signal)));
        let mut properties = settings.client.clone();
        properties.extend(OWN_PROPERTIES.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        let handle = Arc::new(Handle::new(&properties, Arc::clone(&tap) as _)?);
        let core = Arc::new(Core {
            handle,
            tap,
            signal,
            topics: Topics::default(),
            reasons: Mutex::new(Reasons::new(&settings.bootstrap)),
            settings,
            brokers: Mutex::default(),
            measures: Mutex::default(),
            waits: Waits::default(),
            load: Mutex::default(),
            counts: Counts::default(),
            dropped: Arc::clone(&ends.dropped),
            gate: Gate::default(),
            stop: AtomicBool::new(false),
            flushing: AtomicU64::new(0),
            metadata_came: AtomicBool::new(false),
            metadata_asked: AtomicBool::new(false),
            #[cfg(test)]
            document: Mutex::default(),
        });
        let server = serve::Server::new(Arc::clone(&core), ends, requests);
        std::thread::Builder::new()
            .name("linger-poll".into())
            .spawn(move || server.run())
            .map_err(|error| CreateError { property: None, message: format!("no thread could be started: {error}") })?;
        Ok(Self { _owner: Arc::new(Owner(Arc::clone(&core))), core })
    }

    /// The partition that a record would go to if it were sent now to a topic of this shape, and why; no partition if the
    /// topic has none or it is drawn. It stays true until something else is sent or delivered to the topic, or its
    /// metadata or queues change. Nobody is asked, and nothing is created.
    pub fn foresee(&self, record: &Record, shape: &TopicShape) -> Preview {
        self.core.topics.foresee(record, shape, &self.core.settings)
    }

    /// Records accepted whose end is not known.
    pub fn outstanding(&self) -> u64 {
        self.core.outstanding()
    }

    /// Sends what lingers, and waits until every accepted record reached its end and its outcome was handed out, or
    /// until the deadline. Returns how many are still outstanding.
    pub fn flush(&self, deadline: Instant) -> u64 {
        self.core.flushing.store(now_micros(), Ordering::Release);
        let never = Cancel::new();
        while self.outstanding() > 0 && Instant::now() < deadline {
            let slice = deadline.saturating_duration_since(Instant::now()).min(FLUSH_SLICE);
            self.core.handle.flush(slice);
            // librdkafka's flush ends when the reports are queued; they end when they are served.
            let until = deadline.min(Instant::now() + FLUSH_SLICE);
            let _served = self.core.signal.wait(until, &never, |_| (self.outstanding() == 0).then_some(()));
        }
        self.core.flushing.store(0, Ordering::Release);
        self.outstanding()
    }

    /// Gives up what is queued and in flight. The outcomes still come; those in flight may have been written.
    pub fn purge(&self) {
        self.core.handle.purge(true);
    }

    /// Requests that nobody took in time ([`Requests::Counted`]); the generations before count too.
    pub fn dropped_requests(&self) -> u64 {
        self.core.dropped.requests.load(Ordering::Relaxed)
    }

    /// Produce requests in flight by broker. Exact.
    pub fn requests_in_flight(&self) -> Vec<(i32, usize)> {
        self.core.tap.trace.in_flight()
    }

    /// Produce requests written so far. Exact.
    pub fn requests_sent(&self) -> u64 {
        self.core.tap.trace.sent()
    }

    /// Failures of a load that nobody took in time; each stands for many records.
    pub fn dropped_failures(&self) -> u64 {
        self.core.dropped.failures.load(Ordering::Relaxed)
    }

    /// Time that senders spent waiting for metadata or memory.
    pub fn blocked(&self) -> Duration {
        Duration::from_micros(self.core.waits.blocked().total())
    }

    /// What this producer was started with.
    pub fn settings(&self) -> &Settings {
        &self.core.settings
    }
}

impl Core {
    fn outstanding(&self) -> u64 {
        // Ends are read first: a record that ends in between is then counted as outstanding, never as negative.
        let ended = self.counts.delivered.load(Ordering::Acquire) + self.counts.failed.load(Ordering::Acquire);
        self.counts.accepted.load(Ordering::Acquire).saturating_sub(ended)
    }
}

const FLUSH_SLICE: Duration = Duration::from_millis(100);

/// What linger needs of librdkafka whatever the profile says: batch lines for the trace (their level is steered at
/// run time), every connection's trouble as an event or a line, statistics ten times a second.
const OWN_PROPERTIES: [(&str, &str); 4] =
    [("debug", "msg"), ("log_level", "7"), ("log.connection.close", "true"), ("statistics.interval.ms", "100")];
