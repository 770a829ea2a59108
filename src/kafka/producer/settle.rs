//! Delivery reports: what ended is taken out of the ledgers, counted, and told.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use super::closed::{Batch, when, why};
use super::ledger::{Entry, Start, Tag};
use super::load::LoadFailure;
use super::measure::{Run, Times};
use super::serve::Server;
use super::topics::{Part, TopicEntry};
use crate::domain::failure::Code;
use crate::domain::journey::{Attempt, Journey};
use crate::domain::outcome::{Failure, Outcome, Status, TimestampType};
use crate::domain::request::{Closed, Request};
use crate::kafka::native::{Report, Reports};
use crate::kafka::reasons::{self, Waited};
use crate::kafka::trace::{BatchId, Ended, cause_of, lock, now_micros};

/// One record's end, copied from its report.
pub(super) struct End {
    tag: Tag,
    error: i32,
    offset: Option<i64>,
    broker: Option<i32>,
    possibly_persisted: bool,
    /// What nobody asks of a load's record.
    timestamp: Option<(i64, TimestampType)>,
    latency: Option<u64>,
}

impl End {
    fn of(report: &Report<'_>, tag: Tag) -> Self {
        let error = report.error();
        Self {
            tag,
            error,
            offset: report.offset(),
            broker: report.broker(),
            possibly_persisted: error != 0 && report.possibly_persisted(),
            timestamp: if tag.load { None } else { report.timestamp() },
            latency: if tag.load { None } else { report.latency_micros() },
        }
    }
}

/// What a batch of ends amounts to, collected under the topic's lock.
struct Settled {
    ended: Ended,
    /// Composed records, with their numbers.
    composed: Vec<Composed>,
    /// Records that ended well.
    runs: Vec<Run>,
    load: LoadEnds,
    last_accepted: u64,
    records: u64,
    failed: u64,
    /// By librdkafka's code.
    failures: Vec<(i32, u64)>,
    freed: u64,
    next: Option<(u64, u64)>,
}

struct Composed {
    number: u64,
    accepted: u64,
    start: Box<Start>,
    outcome: Outcome,
}

/// The records of a load among them.
#[derive(Default)]
struct LoadEnds {
    runs: Vec<Run>,
    bytes: u64,
    failed: u64,
    possibly_written: u64,
    /// The first that failed.
    sample: Option<Outcome>,
}

impl Server {
    pub(super) fn reports(&mut self, reports: &Reports<'_>) {
        let mut ends = std::mem::take(&mut self.ends);
        let mut topic = None;
        let load = lock(&self.core.load).clone();
        let slab = load.as_ref().map(|load| load.slab());
        reports.for_each(|report| {
            topic.get_or_insert_with(|| report.topic());
            let tag = Tag::unpack(report.opaque());
            ends.push(End::of(&report, tag));
            if let (true, Some(slab)) = (tag.load, &slab) {
                self.home.extend(report.give_back(slab));
            }
        });
        self.loaded = !self.home.is_empty();
        if let Some(load) = load.filter(|_| self.loaded) {
            load.came_home(&mut self.home);
        }
        if let Some(entry) = topic.and_then(|name| self.core.topics.find(&name)) {
            // One event's records are of one partition; they are taken apart all the same, by the number they carry.
            for group in ends.chunk_by(|a, b| a.tag.partition == b.tag.partition) {
                self.group(&entry, group);
            }
        }
        ends.clear();
        self.ends = ends;
    }

    fn group(&self, entry: &Arc<TopicEntry>, ends: &[End]) {
        let Some(mut settled) = self.settle(entry, ends) else { return };
        let carried = self.core.tap.trace.ended(&settled.ended).map(|(request, earlier)| {
            let request = self.with_closed(request, &settled);
            self.hand_out(request.clone());
            (request, earlier)
        });
        let times = carried.as_ref().and_then(|(request, earlier)| Times::of(request, earlier));
        let mut measures = lock(&self.core.measures);
        if let Some(times) = &times {
            measures.answered(&settled.runs, times);
        }
        for (code, records) in &settled.failures {
            measures.failed(*code, *records);
        }
        drop(measures);
        if settled.ended.error == 0
            && let Some(broker) = settled.ended.broker
        {
            let partition = settled.ended.batch.partition;
            let delivered = reasons::Event::Delivered { topic: &entry.name, partition, broker };
            lock(&self.core.reasons).note(now_micros(), &delivered);
        }
        for composed in std::mem::take(&mut settled.composed) {
            // The receiver is gone only when nobody wants to know.
            let _told = self.outcomes.blocking_send(self.told(composed, &settled.ended, carried.as_ref()));
        }
        let now = now_micros();
        self.tell_load(std::mem::take(&mut settled.load), times.map_or(now, |times| times.answered));
        let refused = settled.ended.error > 0 && settled.ended.broker.is_some();
        self.core.gate.answered(settled.ended.error == 0 || refused);
        if self.core.outstanding() == settled.records {
            // Nothing more can come of what was answered by now: whoever waits for "none outstanding" finds it told.
            self.hand_out_all(self.core.tap.trace.take_answered(now));
        }
        // Counted after the outcomes were handed out: whoever waits for "none outstanding" finds them all.
        self.core.counts.failed.fetch_add(settled.failed, Ordering::AcqRel);
        self.core.counts.delivered.fetch_add(settled.records - settled.failed, Ordering::AcqRel);
        self.core.signal.release(settled.freed);
    }

    /// Ends the records in the ledger, and says what they amount to.
    fn settle(&self, topic: &Arc<TopicEntry>, ends: &[End]) -> Option<Settled> {
        let first = ends.first()?;
        let partition = first.tag.partition;
        let gave_up = self.core.gate.gave_up();
        let cause =
            if ends.iter().any(|end| end.error < 0) { self.core.reason(&topic.name, Some(partition)) } else { None };
        let mut settled = Settled::of(topic, first, ends);
        let mut last = 0;
        let mut route = lock(&topic.route);
        let part = route.part(partition);
        for end in ends {
            let Some(record) = part.ledger.end(end.tag.number) else { continue };
            settled.take(end, &record);
            last = last.max(end.tag.number);
            let ok = end.error == 0;
            settled.count(part, end, &record);
            if ok && record.start.is_none() {
                continue;
            }
            if !ok && record.start.is_none() && settled.load.sample.is_some() {
                continue;
            }
            let outcome = self.outcome(&settled, &record, end, gave_up, cause.as_ref());
            match record.start {
                Some(start) => {
                    let (number, accepted) = (end.tag.number, record.accepted);
                    settled.composed.push(Composed { number, accepted, start, outcome });
                }
                None => settled.load.sample = Some(outcome),
            }
        }
        settled.next = part.ledger.get(last + 1).map(|next| (next.accepted, next.bytes));
        let waiting = part.ledger.waiting();
        route.partitioner.drained(partition, waiting);
        Some(settled)
    }

    fn outcome(&self, settled: &Settled, record: &Entry, end: &End, gave_up: bool, cause: Option<&String>) -> Outcome {
        let batch = &settled.ended.batch;
        let status = match end.error {
            0 if self.core.settings.acks == 0 => Status::Sent,
            0 => Status::Delivered,
            Code::PURGE_QUEUE if gave_up => Status::Failed(self.core.no_leader(&batch.topic, Some(batch.partition))),
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
            topic: batch.topic.to_string(),
            partition: Some(batch.partition),
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

    /// The outcome with the requests that carried the record, and its way.
    fn told(&self, composed: Composed, ended: &Ended, carried: Option<&(Request, Vec<Attempt>)>) -> Outcome {
        let attempts: Vec<Attempt> = if let Some((request, earlier)) = carried {
            earlier.iter().cloned().chain([request.attempt_made()]).collect()
        } else {
            // Records given up at the same time may have been in a request, or in none: each has its own count.
            let alone = BatchId { first: Some(composed.number), records: 1, ..ended.batch.clone() };
            self.core.tap.trace.carried(&alone)
        };
        let count = u32::try_from(attempts.len()).unwrap_or(u32::MAX);
        let mut outcome = composed.outcome;
        let never_left = matches!(&outcome.status, Status::Failed(f) if !f.possibly_persisted) && count == 0;
        outcome.attempts = if never_left { 0 } else { count.max(1) };
        let now = now_micros();
        let answered = outcome.latency_micros.map_or(now, |latency| composed.accepted + latency);
        let until = attempts.first().map_or(now, |first: &Attempt| first.sent);
        let story = if outcome.is_ok() && count <= 1 {
            Vec::new()
        } else {
            let partition = ended.batch.partition;
            let waited = Waited {
                topic: &ended.batch.topic,
                partition,
                leader: self.core.topics.find(&ended.batch.topic).and_then(|entry| entry.leader(partition)),
                since: composed.start.called,
                ahead: composed.start.ahead,
                in_sync: None,
            };
            lock(&self.core.reasons).story(&waited, now)
        };
        let journey = Journey {
            called: composed.start.called,
            blocked_metadata: composed.start.blocked.metadata,
            blocked_memory: composed.start.blocked.memory,
            accepted: composed.accepted,
            why: composed.start.why,
            closed: carried.filter(|(request, _)| request.attempt == 1).and_then(|(request, _)| request.closed_micros),
            attempts,
            ended: answered.min(now),
            connecting: self.core.tap.between(composed.start.called, until),
            story,
        };
        Outcome { journey: Some(Box::new(journey)), ..outcome }
    }

    fn tell_load(&self, ends: LoadEnds, answered: u64) {
        let Some(load) = lock(&self.core.load).clone() else { return };
        if !ends.runs.is_empty() {
            load.delivered(&ends.runs, ends.bytes, answered);
        }
        let Some(outcome) = ends.sample else { return };
        load.failed(ends.failed, ends.possibly_written);
        let failure = LoadFailure { outcome, count: ends.failed + ends.possibly_written };
        if self.failures.try_send(failure).is_err() {
            self.core.dropped.failures.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn with_closed(&self, request: Request, settled: &Settled) -> Request {
        let (Some(records), Some(bytes), Some(accepted)) = (request.records, request.bytes, request.accepted_micros)
        else {
            return Request { closed: Closed::Unknown, ..request };
        };
        let batch = Batch {
            attempt: request.attempt,
            records,
            bytes,
            accepted,
            last_accepted: settled.last_accepted,
            sent: request.sent_micros,
            next: settled.next,
            flushing: self.core.flushing.load(Ordering::Acquire),
        };
        let closed = why(&batch, &self.limits);
        Request { closed, closed_micros: when(&batch, closed, &self.limits), ..request }
    }
}

impl Settled {
    fn of(topic: &Arc<TopicEntry>, first: &End, ends: &[End]) -> Self {
        let batch = BatchId {
            topic: Arc::clone(&topic.name),
            partition: first.tag.partition,
            first: None,
            records: u32::try_from(ends.len()).unwrap_or(u32::MAX),
        };
        let ended = Ended {
            batch,
            broker: first.broker,
            bytes: 0,
            first_offset: first.offset,
            last_offset: ends.last().and_then(|end| end.offset),
            accepted: u64::MAX,
            error: first.error,
            error_text: (first.error != 0).then(|| cause_of(first.error)),
        };
        Self {
            ended,
            composed: Vec::new(),
            runs: Vec::new(),
            load: LoadEnds::default(),
            last_accepted: 0,
            records: 0,
            failed: 0,
            failures: Vec::new(),
            freed: 0,
            next: None,
        }
    }

    /// Adds a record to what the batch is made of.
    fn take(&mut self, end: &End, record: &Entry) {
        let first = &mut self.ended.batch.first;
        *first = Some(first.map_or(end.tag.number, |first| first.min(end.tag.number)));
        self.ended.accepted = self.ended.accepted.min(record.accepted);
        self.ended.bytes += record.bytes;
        self.last_accepted = self.last_accepted.max(record.accepted);
        self.freed += record.cost();
        self.records += 1;
    }

    /// Counts how it ended.
    fn count(&mut self, part: &mut Part, end: &End, record: &Entry) {
        let of_load = record.start.is_none();
        if end.error == 0 {
            part.ended.delivered += 1;
            part.ended.delivered_bytes += record.bytes;
            part.last_offset = part.last_offset.max(end.offset);
            push(&mut self.runs, record);
            if of_load {
                push(&mut self.load.runs, record);
                self.load.bytes += record.bytes;
            }
            return;
        }
        self.failed += 1;
        match self.failures.iter_mut().find(|(code, _)| *code == end.error) {
            Some((_, records)) => *records += 1,
            None => self.failures.push((end.error, 1)),
        }
        let (all, own) = if end.possibly_persisted {
            (&mut part.ended.possibly_written, &mut self.load.possibly_written)
        } else {
            (&mut part.ended.failed, &mut self.load.failed)
        };
        *all += 1;
        *own += u64::from(of_load);
    }
}

/// Adds a record to the runs; those of one chunk of a load were accepted at the same time.
fn push(runs: &mut Vec<Run>, record: &Entry) {
    match runs.last_mut() {
        Some(last) if (last.accepted, last.late) == (record.accepted, record.late) => last.records += 1,
        Some(_) | None => runs.push(Run { accepted: record.accepted, late: record.late, records: 1 }),
    }
}
