//! The requests of one broker connection, as its thread tells them. Pure: times are given.
//!
//! A Produce request carries one batch of one partition, and the events of a connection come in this order: the
//! batch is built (told by a log line while debug lines are on), the request is written, its answer comes, the
//! verdict on the batch (a log line again), the acknowledgement of each of its records, and later, on the poll
//! thread, their delivery report. Answers come in the order of the requests. So:
//! - an answer followed by acknowledgements is that batch's end, and the report tells its partition and offsets;
//! - an answer that no acknowledgement follows is a batch that will be sent again;
//! - an error answer with nothing in flight is a request that was purged before it was written: it never was one.

use std::collections::VecDeque;
use std::sync::Arc;

use super::attempts::Earlier;
use crate::domain::failure::Code;
use crate::domain::journey::Attempt;
use crate::domain::request::{Closed, Request, RequestOutcome};

/// Microseconds after an answer at which the absence of acknowledgements is taken for certain: librdkafka runs them at
/// once, on the same thread, right after the answer, so only a thread that got no processor could be later.
pub const SETTLED_AFTER: u64 = 1_000_000;

/// Batches built and not yet written that are remembered; a connection has far fewer.
const BUILT: usize = 1024;

/// A batch as librdkafka's log line tells it when it writes the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Built {
    /// The batch.
    pub batch: BatchId,
    /// Bytes of the message set, compressed.
    pub set_bytes: u64,
    /// The requests that carried it before.
    pub earlier: Earlier,
}

/// A batch's identity: an idempotent librdkafka numbers the records of a partition from 1, in the order they were
/// produced.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BatchId {
    /// The topic.
    pub topic: Arc<str>,
    /// The partition.
    pub partition: i32,
    /// The number of its first record; `None` without idempotence.
    pub first: Option<u64>,
    /// How many records.
    pub records: u32,
}

/// What librdkafka's log line says about an answered batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The batch.
    pub batch: BatchId,
    /// What went wrong; `None` if it was delivered.
    pub error: Option<Arc<str>>,
}

#[derive(Debug)]
struct Open {
    built: Option<Built>,
    wire_bytes: u64,
    sent: u64,
}

#[derive(Debug)]
struct Answered {
    open: Open,
    rtt: Option<u64>,
    error: i32,
    at: u64,
    verdict: Option<Verdict>,
    /// librdkafka's code of the first acknowledgement after it.
    acknowledged: Option<i32>,
}

/// The end of a batch, as its delivery report tells it on the poll thread.
#[derive(Clone, Debug)]
pub struct Ended {
    /// The batch; `first` is the smallest number in it, known always.
    pub batch: BatchId,
    /// The broker that answered.
    pub broker: Option<i32>,
    /// Uncompressed bytes of keys, values and headers.
    pub bytes: u64,
    /// Offset of the first record.
    pub first_offset: Option<i64>,
    /// Offset of the last record.
    pub last_offset: Option<i64>,
    /// When the oldest record was accepted, microseconds since the epoch.
    pub accepted: u64,
    /// librdkafka's code, 0 for none.
    pub error: i32,
    /// What the code means, for people.
    pub error_text: Option<Arc<str>>,
}

/// The state of one connection.
#[derive(Debug)]
pub struct Lane {
    /// The broker's node id, as last told.
    pub broker: i32,
    built: VecDeque<Built>,
    open: VecDeque<Open>,
    answered: VecDeque<Answered>,
    counts: Connection,
}

/// What was counted of the Produce requests of one broker.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// The broker's node id.
    pub broker: i32,
    /// Requests written and not answered now.
    pub in_flight: usize,
    /// Requests written.
    pub sent: u64,
    /// Bytes of them on the wire.
    pub wire_bytes: u64,
    /// Microseconds from a request to its answer, all of them together.
    pub rtt_sum: u64,
    /// How many that were.
    pub rtt_count: u64,
    /// The latest of them.
    pub rtt_last: Option<u64>,
}

impl Connection {
    /// Adds another connection to the same broker.
    pub(super) fn add(&mut self, other: &Self) {
        self.in_flight += other.in_flight;
        self.sent += other.sent;
        self.wire_bytes += other.wire_bytes;
        self.rtt_sum += other.rtt_sum;
        self.rtt_count += other.rtt_count;
        self.rtt_last = other.rtt_last.or(self.rtt_last);
    }
}

impl Lane {
    /// A connection that nothing was told of yet; a bootstrap connection's broker is −1.
    pub fn new(broker: i32) -> Self {
        Self {
            broker,
            built: VecDeque::new(),
            open: VecDeque::new(),
            answered: VecDeque::new(),
            counts: Connection::default(),
        }
    }

    /// Produce requests written and not answered.
    pub fn in_flight(&self) -> usize {
        self.open.len()
    }

    /// What was counted here.
    pub fn connection(&self) -> Connection {
        Connection { broker: self.broker, in_flight: self.in_flight(), ..self.counts }
    }

    /// A batch was put into a request.
    pub fn built(&mut self, built: Built) {
        if self.built.len() == BUILT {
            self.built.pop_front();
        }
        self.built.push_back(built);
    }

    /// A Produce request was written whole. Returns what that settles.
    pub fn sent(&mut self, wire_bytes: u64, at: u64, generation: u32) -> Vec<Request> {
        let settled = self.settle(u64::MAX, generation);
        // Debug lines may have been switched on between building and writing: a line belongs to this request only if
        // its message set fits into it and leaves room for no more than a request's own fields.
        let fits = |built: &Built| {
            let own = wire_bytes.saturating_sub(built.set_bytes);
            wire_bytes >= built.set_bytes && own <= 512 + built.batch.topic.len() as u64
        };
        let built = if self.built.front().is_some_and(fits) { self.built.pop_front() } else { None };
        self.open.push_back(Open { built, wire_bytes, sent: at });
        self.counts.sent += 1;
        self.counts.wire_bytes += wire_bytes;
        settled
    }

    /// A Produce request was answered, or the wait for it ended with `error`. Returns what that settles.
    pub fn answered(&mut self, rtt: Option<u64>, error: i32, at: u64, generation: u32) -> Vec<Request> {
        let settled = self.settle(u64::MAX, generation);
        match self.open.pop_front() {
            Some(open) => {
                if let Some(rtt) = rtt {
                    self.counts.rtt_sum += rtt;
                    self.counts.rtt_count += 1;
                    self.counts.rtt_last = Some(rtt);
                }
                self.answered.push_back(Answered { open, rtt, error, at, verdict: None, acknowledged: None });
            }
            None => {
                // Purged before it was written; its line, if there was one, goes with it.
                self.built.pop_front();
            }
        }
        settled
    }

    /// The log line about the batch just answered. Returns the requests that carried it, this one the last.
    pub fn verdict(&mut self, verdict: Verdict) -> Option<Earlier> {
        let last = self.answered.back_mut()?;
        if last.acknowledged.is_none() && last.verdict.is_none() {
            last.verdict = Some(verdict);
        }
        let mut earlier = last.open.built.as_ref().map(|built| built.earlier.clone()).unwrap_or_default();
        earlier.requests.push(last.given_back(self.broker, 0).attempt_made());
        Some(earlier)
    }

    /// The first acknowledgement after an answer; `error` is librdkafka's code.
    ///
    /// Records that time out or are purged while they wait in the queue are told on the same thread, also when the batch
    /// that was answered just before waits among them to be sent again. Of the answers, only a wait for one that timed out
    /// ends a batch so.
    pub fn acknowledged(&mut self, error: i32) {
        let Some(last) = self.answered.back_mut() else { return };
        let from_the_queue = match error {
            Code::PURGE_QUEUE => true,
            Code::MSG_TIMED_OUT => !matches!(last.error, Code::TIMED_OUT | Code::TIMED_OUT_QUEUE),
            _ => false,
        };
        if !from_the_queue {
            last.acknowledged = Some(error);
        }
    }

    /// Ends the request of a reported batch. `None` if no answer here belongs to it: it never left, or was given up.
    /// With it come the requests that carried the batch before.
    pub fn ended(&mut self, ended: &Ended, generation: u32) -> Option<(Request, Vec<Attempt>)> {
        let same = |batch: &BatchId| {
            (&batch.topic, batch.partition) == (&ended.batch.topic, ended.batch.partition)
                && (batch.first.is_none() || batch.first == ended.batch.first)
        };
        // Answers come in the order of the requests, and reports in the order of the answers: a number is certain, and
        // without one the oldest is meant that a line gives to the partition or that no line gives to any. Records that
        // were purged before they were written, or acknowledged by a later batch, come in between and had none.
        let acknowledged = |answered: &&Answered| answered.acknowledged == Some(ended.error);
        let numbered = |batch: &BatchId| batch.first.is_some() && same(batch);
        let certain = self.answered.iter().position(|a| acknowledged(&a) && a.batch().is_some_and(numbered));
        let index =
            certain.or_else(|| self.answered.iter().position(|a| acknowledged(&a) && a.batch().is_none_or(same)))?;
        let answered = self.answered.remove(index)?;
        let outcome = match (ended.error, answered.error, answered.rtt) {
            (0, _, None) => RequestOutcome::Unawaited,
            (0, _, Some(_)) => RequestOutcome::Delivered,
            (_, 0, _) => RequestOutcome::Failed,
            (_, _, _) => RequestOutcome::NoAnswer,
        };
        let told = answered.verdict.as_ref().and_then(|verdict| verdict.error.clone());
        let request = Request {
            topic: Some(Arc::clone(&ended.batch.topic)),
            partition: Some(ended.batch.partition),
            records: Some(ended.batch.records),
            bytes: Some(ended.bytes),
            first_offset: ended.first_offset,
            last_offset: ended.last_offset,
            accepted_micros: Some(ended.accepted),
            outcome,
            cause: told.or_else(|| ended.error_text.clone()),
            ..answered.request(self.broker, generation)
        };
        Some((request, answered.open.built.map(|built| built.earlier.requests).unwrap_or_default()))
    }

    /// What was answered, has no acknowledgement, and can get none any more by `now`: batches that are sent again.
    /// `u64::MAX` settles all, because another event of the same thread came.
    pub fn settle(&mut self, now: u64, generation: u32) -> Vec<Request> {
        self.give_back(generation, |answered| {
            let delivered = answered.verdict.as_ref().is_some_and(|verdict| verdict.error.is_none());
            let early = now.saturating_sub(answered.at) < SETTLED_AFTER;
            answered.acknowledged.is_none() && !early && (!delivered || now == u64::MAX)
        })
    }

    /// Settles all that was answered up to `by`, when every record of it has been reported: what no report belonged to.
    pub fn settle_all(&mut self, by: u64, generation: u32) -> Vec<Request> {
        self.give_back(generation, |answered| answered.at <= by)
    }

    fn give_back(&mut self, generation: u32, over: impl Fn(&Answered) -> bool) -> Vec<Request> {
        let broker = self.broker;
        let mut settled = Vec::new();
        self.answered.retain(|answered| {
            let over = over(answered);
            if over {
                settled.push(answered.given_back(broker, generation));
            }
            !over
        });
        settled
    }
}

impl Answered {
    /// The batch, as far as a line told it: the verdict knows better than what was guessed when it was sent.
    fn batch(&self) -> Option<&BatchId> {
        let built = self.open.built.as_ref().map(|built| &built.batch);
        self.verdict.as_ref().map(|verdict| &verdict.batch).or(built)
    }

    /// 1 for the first time.
    fn attempt(&self) -> u32 {
        let earlier = self.open.built.as_ref().map_or(0, |built| built.earlier.requests.len());
        u32::try_from(earlier).unwrap_or(u32::MAX).saturating_add(1)
    }

    fn request(&self, broker: i32, generation: u32) -> Request {
        let batch = self.batch();
        Request {
            generation,
            broker,
            topic: batch.map(|batch| Arc::clone(&batch.topic)),
            partition: batch.map(|batch| batch.partition),
            batch: self.open.built.as_ref().map(|built| built.earlier.number),
            attempt: self.attempt(),
            records: batch.map(|batch| batch.records),
            bytes: None,
            wire_bytes: self.open.wire_bytes,
            first_offset: None,
            last_offset: None,
            accepted_micros: None,
            sent_micros: self.open.sent,
            rtt_micros: self.rtt,
            outcome: RequestOutcome::Unawaited,
            cause: None,
            closed: if self.attempt() > 1 { Closed::Retry } else { Closed::Unknown },
            closed_micros: None,
        }
    }

    /// An answer without acknowledgements: the batch went back into its queue. One with an acknowledgement has no report.
    fn given_back(&self, broker: i32, generation: u32) -> Request {
        let cause = self.verdict.as_ref().and_then(|verdict| verdict.error.clone());
        let own = (self.error != 0).then(|| super::cause_of(self.error));
        let outcome = match (self.error, self.acknowledged) {
            (0, None) => RequestOutcome::Retry,
            (0, Some(0)) => RequestOutcome::Delivered,
            (0, Some(_)) => RequestOutcome::Failed,
            (_, _) => RequestOutcome::NoAnswer,
        };
        Request { outcome, cause: cause.or(own), ..self.request(broker, generation) }
    }
}

#[cfg(test)]
#[path = "lane_tests.rs"]
mod tests;
