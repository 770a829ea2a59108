//! Intake: what happens between a record and librdkafka's queue.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::gate::Probe;
use super::ledger::{Entry, Start, Tag};
use super::measure::For;
use super::signal::{Cancel, GivenUp};
use super::topics::{Known, TopicEntry, has};
use super::{Core, Producer};
use crate::domain::failure::Code;
use crate::domain::journey::Journey;
use crate::domain::meter::Blocked;
use crate::domain::outcome::{Failure, Outcome};
use crate::domain::partitioner::{RecordFacts, TopicShape};
use crate::domain::record::Record;
use crate::domain::refusal::{Refusal, SizeLimits};
use crate::domain::size::RecordSize;
use crate::kafka::trace::{lock, now_micros};

/// A record that was taken. Its outcome will come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Accepted {
    /// The sender's number.
    pub n: u64,
    /// The partition it goes to.
    pub partition: i32,
    /// Its timestamp, milliseconds since the epoch.
    pub timestamp: i64,
}

/// How long one question for metadata may take before it is asked again.
const METADATA_SLICE: Duration = Duration::from_secs(5);

/// The wait before a topic that is not there yet is asked for again: `retry.backoff.ms`' default.
const METADATA_BACKOFF: Duration = Duration::from_millis(100);

/// Why a record was not taken.
pub(super) enum NotTaken {
    Refused(Refusal),
    Failed(Failure),
}

impl From<Refusal> for NotTaken {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl Producer {
    /// Takes one record. Blocks as Java's `send()` does: for the topic's metadata, until the first connection to a
    /// leader stands, and for room in `buffer.memory`, together at most `max.block.ms`. `n` comes back in the outcome.
    /// Somebody else must take the outcomes meanwhile.
    ///
    /// # Errors
    /// The outcome of a record that was refused: nothing was taken, no other outcome will come.
    pub fn send(&self, n: u64, record: &Record, cancel: &Cancel) -> Result<Accepted, Box<Outcome>> {
        let mut start = Box::new(Start { called: now_micros(), ..Start::default() });
        self.core.take(n, record, cancel, &mut start).map_err(|not_taken| {
            let journey = Journey {
                called: start.called,
                blocked_metadata: start.blocked.metadata,
                blocked_memory: start.blocked.memory,
                ended: now_micros(),
                ..Journey::default()
            };
            Box::new(Outcome { journey: Some(Box::new(journey)), ..self.refused(n, record, not_taken) })
        })
    }

    /// The end of a record that was not taken.
    pub(super) fn refused(&self, n: u64, record: &Record, not_taken: NotTaken) -> Outcome {
        let failure = match not_taken {
            NotTaken::Refused(refusal) => {
                let cause = match refusal {
                    Refusal::TopicNotInMetadata { .. }
                    | Refusal::PartitionNotInMetadata { .. }
                    | Refusal::BufferExhausted { .. } => self.reason(&record.topic, record.partition),
                    Refusal::Interrupted => self
                        .reason(&record.topic, record.partition)
                        .or_else(|| self.core.lacks(&record.topic, record.partition)),
                    Refusal::InvalidTopic(_)
                    | Refusal::NegativeTimestamp(_)
                    | Refusal::ZeroTimestamp
                    | Refusal::NegativePartition(_)
                    | Refusal::BatchAboveBuffer { .. }
                    | Refusal::TooLargeForRequest { .. }
                    | Refusal::TooLargeForBuffer { .. }
                    | Refusal::Guarded { .. }
                    | Refusal::Moved
                    | Refusal::Closed => None,
                };
                refusal.failure(cause)
            }
            NotTaken::Failed(failure) => failure,
        };
        Outcome::not_taken(n, record, failure)
    }
}

impl Core {
    fn take(
        self: &Arc<Self>,
        n: u64,
        record: &Record,
        cancel: &Cancel,
        start: &mut Box<Start>,
    ) -> Result<Accepted, NotTaken> {
        record.validate()?;
        self.settings.permits.check(&record.topic)?;
        let size = RecordSize::of(record);
        let limits = SizeLimits {
            max_request_size: self.settings.max_request_size,
            buffer_memory: self.settings.buffer_memory,
            batch_size: self.settings.batch_size,
        };
        limits.check(size)?;
        cancel.attach(&self.signal);
        self.take_by(n, record, Instant::now() + self.settings.max_block, cancel, start)
    }

    fn take_by(
        self: &Arc<Self>,
        n: u64,
        record: &Record,
        deadline: Instant,
        cancel: &Cancel,
        start: &mut Box<Start>,
    ) -> Result<Accepted, NotTaken> {
        let topic = self
            .topics
            .get(&record.topic, &self.handle, &self.settings)
            .map_err(|code| NotTaken::Failed(Failure::new(code, false, None, self.settings.idempotent)))?;
        let cost = record.buffer_cost();
        loop {
            let blocked = &mut start.blocked;
            let shape = self.wait_for_metadata(&topic, record.partition, deadline, cancel, blocked)?;
            let probe = self.wait_for_leader(&topic, deadline, cancel, blocked)?;
            self.wait_for_memory(record, cost, deadline, cancel, blocked)?;
            let code = match self.hand_over(n, record, &topic, &shape, start) {
                Ok(accepted) => {
                    probe.queued(&topic, accepted.partition);
                    return Ok(accepted);
                }
                Err(code) => code,
            };
            drop(probe);
            self.signal.release(cost);
            match code {
                // librdkafka's own limits stand above buffer.memory, so this passes with the next report.
                Code::QUEUE_FULL => {}
                // The topic was deleted or shrank since: the metadata are asked for again, as the Java client does.
                Code::UNKNOWN_TOPIC | Code::UNKNOWN_PARTITION => lock(&topic.known).shape = None,
                _ => {
                    let cause = self.reason(&record.topic, record.partition);
                    return Err(NotTaken::Failed(Failure::new(code, false, cause, self.settings.idempotent)));
                }
            }
            self.pause_before_asking_again(deadline, cancel);
            if code == Code::QUEUE_FULL && Instant::now() >= deadline {
                return Err(self.buffer_exhausted(record.upper_bound()).into());
            }
        }
    }

    /// Waits a little, or until something changed that a sender may wait for.
    pub(super) fn pause_before_asking_again(&self, deadline: Instant, cancel: &Cancel) {
        let soon = deadline.min(Instant::now() + METADATA_BACKOFF);
        let _rung = self.signal.wait(soon, cancel, |_| None::<()>);
    }

    /// `KafkaProducer.waitOnMetadata`: the topic's partitions, and the one asked for among them.
    pub(super) fn wait_for_metadata(
        self: &Arc<Self>,
        topic: &Arc<TopicEntry>,
        partition: Option<i32>,
        deadline: Instant,
        cancel: &Cancel,
        blocked: &mut Blocked,
    ) -> Result<Arc<TopicShape>, NotTaken> {
        {
            let mut known = lock(&topic.known);
            if let Some(shape) = known.shape.clone().filter(|shape| has(shape, partition)) {
                return Ok(shape);
            }
            self.metadata_asked.store(true, Ordering::Release);
            known.waiters += 1;
            known.wanted = partition;
            if !known.asking {
                known.asking = true;
                known.refused = None;
                let (core, topic) = (Arc::clone(self), Arc::clone(topic));
                std::thread::spawn(move || core.ask_for_metadata(&topic));
            }
        }
        let ready = |_: &mut u64| {
            let known = lock(&topic.known);
            match (known.shape.clone().filter(|shape| has(shape, partition)), known.refused) {
                (Some(shape), _) => Some(Ok(shape)),
                (None, Some(code)) => {
                    Some(Err(NotTaken::Failed(Failure::new(code, false, None, self.settings.idempotent))))
                }
                (None, None) => self.hopeless().map(|failure| Err(NotTaken::Failed(failure))),
            }
        };
        let waited = self.waits.during(For::Metadata, blocked, || self.signal.wait(deadline, cancel, ready));
        let mut known = lock(&topic.known);
        known.waiters -= 1;
        let last = known.waiters == 0;
        let shape = known.shape.clone();
        drop(known);
        if last {
            self.signal.ring();
        }
        let max_block = self.settings.max_block;
        match waited {
            Ok(answer) => answer,
            Err(GivenUp::Cancelled) => Err(Refusal::Interrupted.into()),
            Err(GivenUp::Deadline) => Err(match (shape, partition) {
                (Some(shape), Some(partition)) => Refusal::PartitionNotInMetadata {
                    topic: topic.name.to_string(),
                    partition,
                    count: shape.partitions(),
                    max_block,
                },
                (Some(_) | None, _) => Refusal::TopicNotInMetadata { topic: topic.name.to_string(), max_block },
            }
            .into()),
        }
    }

    /// Asks for a topic's metadata until somebody is content or nobody waits any more.
    fn ask_for_metadata(&self, topic: &TopicEntry) {
        let never = Cancel::new();
        loop {
            let answer = topic.topic.metadata(METADATA_SLICE);
            if let Ok(metadata) = &answer {
                self.metadata_came.store(true, Ordering::Release);
                lock(&topic.known).answered(metadata);
            }
            self.signal.ring();
            let idle = |known: &Known| known.refused.is_some() || known.waiters == 0;
            let content = |_: &mut u64| idle(&lock(&topic.known)).then_some(());
            let _rung = self.signal.wait(Instant::now() + METADATA_BACKOFF, &never, content);
            let mut known = lock(&topic.known);
            if idle(&known) || self.stop.load(Ordering::Acquire) {
                known.asking = false;
                return;
            }
        }
    }

    /// Waits until a first connection to a leader stands, or until this record may ask for it.
    pub(super) fn wait_for_leader(
        &self,
        topic: &TopicEntry,
        deadline: Instant,
        cancel: &Cancel,
        blocked: &mut Blocked,
    ) -> Result<Probe<'_>, NotTaken> {
        if self.gate.is_open() {
            return Ok(Probe::NONE);
        }
        let ready = |_: &mut u64| {
            if self.gate.look(&self.tap) {
                return Some(Ok(Probe::NONE));
            }
            let probe = self.gate.ask(deadline, self).map(Ok);
            probe.or_else(|| self.hopeless().map(|failure| Err(NotTaken::Failed(failure))))
        };
        let waited = self.waits.during(For::Metadata, blocked, || self.signal.wait(deadline, cancel, ready));
        match waited {
            Ok(answer) => answer,
            Err(GivenUp::Cancelled) => Err(Refusal::Interrupted.into()),
            Err(GivenUp::Deadline) => Err(NotTaken::Failed(self.no_leader(&topic.name, None))),
        }
    }

    /// The failure of a record for which no connection to a leader came about within `max.block.ms`, or never can.
    pub(super) fn no_leader(&self, topic: &str, partition: Option<i32>) -> Failure {
        if let Some(failure) = self.hopeless() {
            return failure;
        }
        let millis = self.settings.max_block.as_millis();
        let message = format!("No connection to a leader of topic {topic} within max.block.ms ({millis} ms).");
        let cause = self.reason(topic, partition);
        Failure { message, retriable: true, ..Failure::new(Code::TRANSPORT, false, cause, self.settings.idempotent) }
    }

    /// The failure to end a wait with at once, when no retry can heal what stands in the way.
    pub(super) fn hopeless(&self) -> Option<Failure> {
        let reason = lock(&self.reasons).overall(now_micros()).filter(|reason| reason.permanent)?;
        Some(Failure::new(reason.code, false, Some(reason.text), self.settings.idempotent))
    }

    fn wait_for_memory(
        &self,
        record: &Record,
        cost: u64,
        deadline: Instant,
        cancel: &Cancel,
        blocked: &mut Blocked,
    ) -> Result<(), NotTaken> {
        let total = self.settings.buffer_memory;
        // The account has 256 B a record more than the limits were checked with: a record that is alone fits.
        let room = |used: &mut u64| (*used == 0 || *used + cost <= total).then(|| *used += cost);
        let waited = match self.signal.now(cancel, room) {
            Some(answer) => answer,
            None => self.waits.during(For::Memory, blocked, || self.signal.wait(deadline, cancel, room)),
        };
        match waited {
            Ok(()) => Ok(()),
            Err(GivenUp::Cancelled) => Err(Refusal::Interrupted.into()),
            Err(GivenUp::Deadline) => Err(self.buffer_exhausted(record.upper_bound()).into()),
        }
    }

    /// `BufferPool.allocate`'s answer when there was no room for a batch with a record of so many bytes.
    pub(super) fn buffer_exhausted(&self, upper_bound: u64) -> Refusal {
        let total = self.settings.buffer_memory;
        Refusal::BufferExhausted {
            bytes: upper_bound.max(self.settings.batch_size),
            max_block: self.settings.max_block,
            total,
            available: total.saturating_sub(self.signal.used()),
            poolable: self.settings.batch_size,
        }
    }

    /// Chooses the partition and hands the record to librdkafka, all under the topic's lock: records of one partition
    /// are numbered in the order in which librdkafka takes them.
    fn hand_over(
        &self,
        n: u64,
        record: &Record,
        topic: &TopicEntry,
        shape: &TopicShape,
        start: &mut Box<Start>,
    ) -> Result<Accepted, i32> {
        let accepted = now_micros();
        let facts = RecordFacts::of(record, accepted);
        let mut route = lock(&topic.route);
        let choice = route.partitioner.choose(&facts, shape).ok_or(Code::UNKNOWN_PARTITION)?;
        let partition = choice.partition;
        let number = route.ledger(partition).next_number();
        // Counted before librdkafka has it: no moment in which it could be sent and not be outstanding.
        self.counts.accepted.fetch_add(1, Ordering::AcqRel);
        let tag = Tag { partition, number, load: false };
        topic.topic.produce(record, partition, facts.timestamp, tag.pack()).inspect_err(|_| {
            self.counts.accepted.fetch_sub(1, Ordering::AcqRel);
        })?;
        start.why = Some(choice.why);
        let ledger = route.ledger(partition);
        start.ahead = ledger.newest(ledger.waiting()).0 / self.settings.batch_size.max(1);
        ledger.push(Entry {
            n,
            bytes: record.content_bytes(),
            key_size: record.key.serialized_size(),
            value_size: record.value.serialized_size(),
            timestamp: facts.timestamp,
            accepted,
            late: 0,
            start: Some(std::mem::take(start)),
        });
        route.partitioner.appended(choice, &facts, shape);
        Ok(Accepted { n, partition, timestamp: facts.timestamp })
    }
}
