//! The poll thread: it serves librdkafka's main queue, and tends to what is not an event.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use super::closed::Limits;
use super::level::Level;
use super::load::LoadFailure;
use super::settle::End;
use super::tap::Note;
use super::{Core, LaneEnds, Requests};
use crate::domain::outcome::Outcome;
use crate::domain::partitioner::load::Availability;
use crate::domain::request::Request;
use crate::domain::trouble::Told;
use crate::kafka::native::{Event, Slot};
use crate::kafka::reasons;
use crate::kafka::stats::Statistics;
use crate::kafka::trace::{lock, now_micros};

/// How long the thread waits for an event before it tends to the rest.
pub(super) const TEND_EVERY: Duration = Duration::from_millis(50);

/// While so many bytes are outstanding under a load, brokers have work for longer than [`GATHER`]: what ends meanwhile may
/// wait for its siblings.
const GATHER_FROM: u64 = 4 * 1024 * 1024;

/// How long reports of a load gather. Waking for every batch costs more than all else that is done with it; its times are
/// those of the broker threads and do not suffer.
const GATHER: Duration = Duration::from_millis(2);

/// How long a producer that is dropped waits for the reports of what it gives up.
const LAST_REPORTS: Duration = Duration::from_secs(2);

/// The poll thread's state.
pub(super) struct Server {
    pub(super) core: Arc<Core>,
    pub(super) outcomes: mpsc::Sender<Outcome>,
    requests: mpsc::Sender<Request>,
    pub(super) failures: mpsc::Sender<LoadFailure>,
    troubles: mpsc::Sender<Told>,
    policy: Requests,
    pub(super) limits: Limits,
    /// Used again and again.
    pub(super) ends: Vec<End>,
    /// Slots of a load on their way home; used again and again.
    pub(super) home: Vec<Slot>,
    level: Level,
    availability: Availability,
    documents: u64,
    /// Whether the last reports were a load's.
    pub(super) loaded: bool,
}

impl Server {
    pub(super) fn new(core: Arc<Core>, ends: &LaneEnds, policy: Requests) -> Self {
        let limits = Limits {
            bytes: core.settings.batch_size.max(1),
            records: core.settings.batch_records(),
            linger: core.settings.limits().linger,
        };
        Self {
            core,
            outcomes: ends.outcomes.clone(),
            requests: ends.requests.clone(),
            failures: ends.failures.clone(),
            troubles: ends.troubles.clone(),
            policy,
            limits,
            ends: Vec::new(),
            home: Vec::new(),
            level: Level::new(Instant::now()),
            availability: Availability::default(),
            documents: 0,
            loaded: false,
        }
    }

    /// Serves until the last [`super::Producer`] is gone.
    pub(super) fn run(mut self) {
        let handle = Arc::clone(&self.core.handle);
        let mut tended = Instant::now();
        let mut last_reports: Option<Instant> = None;
        loop {
            if !handle.poll(Duration::ZERO, &mut |event| self.serve(&event)) {
                if self.loaded && self.core.signal.used() >= GATHER_FROM {
                    std::thread::sleep(GATHER);
                }
                handle.poll(TEND_EVERY, &mut |event| self.serve(&event));
            }
            if tended.elapsed() >= TEND_EVERY {
                self.tend();
                tended = Instant::now();
            }
            if self.core.stop.load(Ordering::Acquire) {
                let until = *last_reports.get_or_insert_with(|| {
                    handle.purge(true);
                    Instant::now() + LAST_REPORTS
                });
                if self.core.outstanding() == 0 || Instant::now() >= until {
                    break;
                }
            }
        }
        self.tend();
        self.core.topics.clear();
    }

    fn serve(&mut self, event: &Event<'_>) {
        match event {
            Event::Reports(reports) => self.reports(reports),
            Event::Error { code, text } => {
                lock(&self.core.reasons).note(now_micros(), &reasons::Event::Error { code: *code, text });
                self.level.trouble(Instant::now());
                self.core.signal.ring();
            }
            Event::Statistics(document) => self.statistics(document),
        }
    }

    /// Ten documents come a second; while no record waits one of them is enough, once an idempotent producer has its id.
    fn statistics(&mut self, document: &str) {
        self.documents += 1;
        let waits = self.core.settings.idempotent && !lock(&self.core.measures).has_identity();
        if self.core.outstanding() == 0 && !waits && !self.documents.is_multiple_of(10) {
            return;
        }
        // librdkafka writes the document itself: one that can't be read tells nothing, and the next one comes.
        if let Ok(statistics) = Statistics::parse(document) {
            self.core.observe(&statistics, &mut self.availability);
        }
        #[cfg(test)]
        document.clone_into(&mut lock(&self.core.document));
    }

    /// What is not an event: notes of the broker threads, settled requests, the gate's deadline, the log's level.
    fn tend(&mut self) {
        let notes = self.core.tap.take_notes();
        if !notes.is_empty() {
            self.think(&notes);
            self.core.signal.ring();
        }
        self.hand_out_all(self.core.tap.trace.take_settled());
        for told in lock(&self.core.reasons).take_troubles() {
            let _ = self.troubles.try_send(told);
        }
        let lost = self.core.tap.lost_notes.swap(0, Ordering::Relaxed);
        if lost > 0 {
            tracing::warn!(lost, "lines of librdkafka came faster than they could be taken");
        }
        self.watch_the_gate();
        let sent = self.core.tap.trace.sent();
        let troubled = self.core.tap.trace.troubled();
        if let Some(level) = self.level.steer(Instant::now(), sent, troubled) {
            self.core.handle.set_log_level(level);
        }
    }

    fn think(&mut self, notes: &[Note]) {
        for note in notes {
            match note {
                Note::Log { at, level, facility, text } => {
                    let line = reasons::Event::Log { level: *level, facility, text };
                    lock(&self.core.reasons).note(*at, &line);
                    tracing::debug!(facility, text, "librdkafka");
                }
                Note::Broker { at, id, host, port, state } => {
                    let change = reasons::Event::BrokerState { id: *id, host, port: *port, state };
                    lock(&self.core.reasons).note(*at, &change);
                    lock(&self.core.brokers).note(*id, host, *port, state);
                    self.level.connection(Instant::now(), *id, state);
                }
            }
        }
    }

    /// Gives the queue up when the first connection to a leader did not come about in time, or never can.
    fn watch_the_gate(&self) {
        let gate = &self.core.gate;
        if !gate.is_open() && !gate.look(&self.core.tap) && gate.gives_up(self.core.hopeless().is_some()) {
            self.core.handle.purge(false);
        }
    }

    pub(super) fn hand_out_all(&self, requests: Vec<Request>) {
        for request in requests {
            self.hand_out(request);
        }
    }

    pub(super) fn hand_out(&self, request: Request) {
        lock(&self.core.measures).request(&request);
        match self.policy {
            Requests::Whole => drop(self.requests.blocking_send(request)),
            Requests::Counted => {
                if self.requests.try_send(request).is_err() {
                    self.core.dropped.requests.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    }
}
