//! The poll thread: delivery reports become outcomes, events and lines become reasons, requests go out.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;

use super::closed::{Batch, Limits, why};
use super::ledger::{Entry, unpack};
use super::tap::Note;
use super::topics::TopicEntry;
use super::{Core, Requests};
use crate::domain::failure::Code;
use crate::domain::outcome::{Failure, Outcome, Status, TimestampType};
use crate::domain::partitioner::load::Availability;
use crate::domain::request::{Closed, Request};
use crate::kafka::native::{Event, Reports};
use crate::kafka::reasons;
use crate::kafka::stats::Statistics;
use crate::kafka::trace::{BatchId, Ended, cause_of, lock, now_micros};

/// How long the thread waits for an event before it tends to the rest.
const TEND_EVERY: Duration = Duration::from_millis(50);

/// How long a producer that is dropped waits for the reports of what it gives up.
const LAST_REPORTS: Duration = Duration::from_secs(2);

/// Produce requests a second above which batch lines cost more than they tell.
const QUIET_BELOW: u64 = 300;

/// How long batch lines stay on after the last trouble.
const TROUBLE_LASTS: Duration = Duration::from_secs(10);

/// One record's end, copied from its report.
struct End {
    opaque: usize,
    error: i32,
    offset: Option<i64>,
    timestamp: Option<(i64, TimestampType)>,
    latency: Option<u64>,
    broker: Option<i32>,
    possibly_persisted: bool,
}

/// What a batch of ends amounts to, collected under the topic's lock.
struct Settled {
    partition: i32,
    ended: Ended,
    /// With their numbers.
    outcomes: Vec<(u64, Outcome)>,
    freed: u64,
    failed: u64,
    next: Option<(u64, u64)>,
}

/// The poll thread's state.
pub(super) struct Server {
    core: Arc<Core>,
    outcomes: mpsc::Sender<Outcome>,
    requests: mpsc::Sender<Request>,
    policy: Requests,
    limits: Limits,
    ends: Vec<End>,
    level: Level,
    availability: Availability,
    documents: u64,
}

/// Steers the level of librdkafka's log: batch lines are free at a person's pace and after trouble, off under load.
struct Level {
    lines: bool,
    measured: Instant,
    sent: u64,
    troubled: u64,
    trouble: Option<Instant>,
}

impl Server {
    pub(super) fn new(
        core: Arc<Core>,
        outcomes: mpsc::Sender<Outcome>,
        requests: mpsc::Sender<Request>,
        policy: Requests,
    ) -> Self {
        let property = |name: &str| core.settings.client.iter().rev().find(|(n, _)| n == name).map(|(_, v)| v.as_str());
        let limits = Limits {
            bytes: core.settings.batch_size.max(1),
            records: property("batch.num.messages").and_then(|value| value.parse().ok()).unwrap_or(10_000),
            linger: u64::try_from(core.settings.linger.as_micros()).unwrap_or(u64::MAX),
        };
        let level = Level { lines: true, measured: Instant::now(), sent: 0, troubled: 0, trouble: None };
        Self {
            core,
            outcomes,
            requests,
            policy,
            limits,
            ends: Vec::new(),
            level,
            availability: Availability::default(),
            documents: 0,
        }
    }

    /// Serves until the last [`super::Producer`] is gone.
    pub(super) fn run(mut self) {
        let handle = Arc::clone(&self.core.handle);
        let mut tended = Instant::now();
        let mut last_reports: Option<Instant> = None;
        loop {
            handle.poll(TEND_EVERY, &mut |event| self.serve(&event));
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
                self.level.trouble = Some(Instant::now());
                self.core.signal.ring();
            }
            Event::Statistics(document) => self.statistics(document),
        }
    }

    /// Ten documents come a second; while no record waits one of them is enough.
    fn statistics(&mut self, document: &str) {
        self.documents += 1;
        if self.core.outstanding() == 0 && !self.documents.is_multiple_of(10) {
            return;
        }
        // librdkafka writes the document itself: one that can't be read tells nothing, and the next one comes.
        if let Ok(statistics) = Statistics::parse(document) {
            self.core.observe(&statistics, &mut self.availability);
        }
    }

    /// What is not an event: notes of the broker threads, settled requests, the gate's deadline, the log's level.
    fn tend(&mut self) {
        let notes = self.core.tap.take_notes();
        if !notes.is_empty() {
            self.think(&notes);
            self.core.signal.ring();
        }
        self.hand_out_all(self.core.tap.trace.take_settled());
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
                    self.level.trouble = Some(Instant::now());
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

    fn reports(&mut self, reports: &Reports<'_>) {
        let mut ends = std::mem::take(&mut self.ends);
        let mut topic = None;
        reports.for_each(|report| {
            topic.get_or_insert_with(|| report.topic());
            ends.push(End {
                opaque: report.opaque(),
                error: report.error(),
                offset: report.offset(),
                timestamp: report.timestamp(),
                latency: report.latency_micros(),
                broker: report.broker(),
                possibly_persisted: report.possibly_persisted(),
            });
        });
        if let Some(entry) = topic.and_then(|name| self.core.topics.find(&name)) {
            // One event's records are of one partition; they are taken apart all the same, by the number they carry.
            let mut rest = ends.as_slice();
            while let Some(first) = rest.first() {
                let (partition, _) = unpack(first.opaque);
                let same = rest.iter().take_while(|end| unpack(end.opaque).0 == partition).count();
                let (group, others) = rest.split_at(same);
                self.group(&entry, partition, group);
                rest = others;
            }
        }
        ends.clear();
        self.ends = ends;
    }

    fn group(&self, entry: &Arc<TopicEntry>, partition: i32, ends: &[End]) {
        let Some(mut settled) = self.settle(entry, partition, ends) else { return };
        let request = self.core.tap.trace.ended(&settled.ended);
        let together = request.as_ref().map(|(request, _)| request.attempt);
        if let Some((request, _)) = request {
            self.hand_out(self.with_closed(request, settled.next));
        }
        if settled.ended.error == 0
            && let Some(broker) = settled.ended.broker
        {
            let delivered = reasons::Event::Delivered { topic: &entry.name, partition, broker };
            lock(&self.core.reasons).note(now_micros(), &delivered);
        }
        let total = settled.outcomes.len() as u64;
        for (number, mut outcome) in settled.outcomes.drain(..) {
            // Records given up at the same time may have been in a request, or in none: each has its own count.
            let attempts = together.unwrap_or_else(|| {
                let alone = BatchId { first: Some(number), records: 1, ..settled.ended.batch.clone() };
                u32::try_from(self.core.tap.trace.carried(&alone).len()).unwrap_or(u32::MAX)
            });
            let never_left = matches!(&outcome.status, Status::Failed(f) if !f.possibly_persisted) && attempts == 0;
            outcome.attempts = if never_left { 0 } else { attempts.max(1) };
            // The receiver is gone only when nobody wants to know.
            let _told = self.outcomes.blocking_send(outcome);
        }
        let refused = settled.ended.error > 0 && settled.ended.broker.is_some();
        self.core.gate.answered(settled.ended.error == 0 || refused);
        let now = now_micros();
        if self.core.outstanding() == total {
            // Nothing more can come of what was answered by now: whoever waits for "none outstanding" finds it told.
            self.hand_out_all(self.core.tap.trace.take_answered(now));
        }
        // Counted after the outcomes were handed out: whoever waits for "none outstanding" finds them all.
        self.core.counts.failed.fetch_add(settled.failed, Ordering::AcqRel);
        self.core.counts.delivered.fetch_add(total - settled.failed, Ordering::AcqRel);
        self.core.signal.release(settled.freed);
    }

    /// Ends the records in the ledger, and says what they amount to.
    fn settle(&self, topic: &Arc<TopicEntry>, partition: i32, ends: &[End]) -> Option<Settled> {
        let first = ends.first()?;
        let gave_up = self.core.gate.gave_up();
        let cause =
            if ends.iter().any(|end| end.error < 0) { self.core.reason(&topic.name, Some(partition)) } else { None };
        let mut settled = Settled {
            partition,
            ended: Ended {
                batch: BatchId {
                    topic: Arc::clone(&topic.name),
                    partition,
                    first: None,
                    records: u32::try_from(ends.len()).unwrap_or(u32::MAX),
                },
                broker: first.broker,
                bytes: 0,
                first_offset: first.offset,
                last_offset: ends.last().and_then(|end| end.offset),
                accepted: u64::MAX,
                error: first.error,
                error_text: (first.error != 0).then(|| cause_of(first.error)),
            },
            outcomes: Vec::with_capacity(ends.len()),
            freed: 0,
            failed: 0,
            next: None,
        };
        let mut last = 0;
        let mut route = lock(&topic.route);
        for end in ends {
            let (_, number) = unpack(end.opaque);
            let Some(record) = route.ledger(partition).end(number) else { continue };
            settled.ended.batch.first = settled.ended.batch.first.or(Some(number)).map(|first| first.min(number));
            last = last.max(number);
            settled.ended.accepted = settled.ended.accepted.min(record.accepted);
            settled.ended.bytes += record.bytes;
            settled.freed += record.cost;
            let outcome = self.outcome(&settled, &record, end, gave_up, cause.as_ref());
            settled.failed += u64::from(!outcome.is_ok());
            settled.outcomes.push((number, outcome));
        }
        let ledger = route.ledger(partition);
        settled.next = ledger.get(last + 1).map(|next| (next.accepted, next.bytes));
        let waiting = ledger.waiting();
        route.partitioner.drained(partition, waiting);
        Some(settled)
    }

    fn outcome(&self, settled: &Settled, record: &Entry, end: &End, gave_up: bool, cause: Option<&String>) -> Outcome {
        let topic = &settled.ended.batch.topic;
        let status = match end.error {
            0 if self.core.settings.acks == 0 => Status::Sent,
            0 => Status::Delivered,
            Code::PURGE_QUEUE if gave_up => Status::Failed(self.core.no_leader(topic, Some(settled.partition))),
            code => {
                let cause = cause.filter(|_| code < 0).cloned();
                let idempotent = self.core.settings.idempotent;
                Status::Failed(Failure::new(code, end.possibly_persisted, cause, idempotent))
            }
        };
        // The embedded cluster answers the same false timestamp always: ours is the one that was sent.
        let told = end.timestamp.filter(|_| end.error == 0 && !self.core.settings.embedded);
        Outcome {
            n: record.n,
            status,
            topic: topic.to_string(),
            partition: Some(settled.partition),
            offset: end.offset,
            timestamp: Some(told.map_or(record.timestamp, |(millis, _)| millis)),
            timestamp_type: told.map(|(_, kind)| kind),
            key_size: record.key_size,
            value_size: record.value_size,
            latency_micros: end.latency,
            broker: end.broker,
            attempts: 0,
            journey: None,
        }
    }

    fn with_closed(&self, request: Request, next: Option<(u64, u64)>) -> Request {
        let (Some(records), Some(bytes), Some(accepted)) = (request.records, request.bytes, request.accepted_micros)
        else {
            return Request { closed: Closed::Unknown, ..request };
        };
        let batch = Batch {
            attempt: request.attempt,
            records,
            bytes,
            accepted,
            sent: request.sent_micros,
            next,
            flushing: self.core.flushing.load(Ordering::Acquire),
        };
        Request { closed: why(&batch, &self.limits), ..request }
    }

    fn hand_out_all(&self, requests: Vec<Request>) {
        for request in requests {
            self.hand_out(request);
        }
    }

    fn hand_out(&self, request: Request) {
        match self.policy {
            Requests::Whole => drop(self.requests.blocking_send(request)),
            Requests::Counted => {
                if self.requests.try_send(request).is_err() {
                    self.core.counts.dropped_requests.fetch_add(1, Ordering::Relaxed);
                }
            }
        }
    }
}

impl Level {
    /// The level to set, if it changes: 7 with batch lines, 6 without.
    fn steer(&mut self, now: Instant, sent: u64, troubled: u64) -> Option<i32> {
        if troubled != self.troubled {
            self.troubled = troubled;
            self.trouble = Some(now);
        }
        let passed = now.saturating_duration_since(self.measured);
        if passed < TEND_EVERY && self.trouble != Some(now) {
            return None;
        }
        let rate = (sent - self.sent) * 1000 / u64::try_from(passed.as_millis()).unwrap_or(1).max(1);
        (self.measured, self.sent) = (now, sent);
        let in_trouble = self.trouble.is_some_and(|at| now.saturating_duration_since(at) < TROUBLE_LASTS);
        let lines = in_trouble || rate < QUIET_BELOW;
        (lines != std::mem::replace(&mut self.lines, lines)).then_some(if lines { 7 } else { 6 })
    }
}
