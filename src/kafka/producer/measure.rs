//! What is counted of requests, batches and latencies, and the snapshot of all of it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};

use super::Producer;
use super::sampled::Sampled;
use super::topics::{Part, TopicEntry};
use crate::domain::journey::Attempt;
use crate::domain::meter::{
    Blocked, BrokerMeter, CauseCount, ClosedCounts, FailureCount, Identity, Latency, Limits, Meter, PartitionMeter,
    Records, Requests, TopicMeter, Waiting,
};
use crate::domain::request::{Closed, Request, RequestOutcome};
use crate::kafka::stats::{Broker, Statistics};
use crate::kafka::trace::{Connection, lock, now_micros};

/// Different causes by broker that are told apart, at most.
const CAUSES: usize = 256;

/// What the poll thread counts.
#[derive(Default)]
pub(super) struct Measures {
    requests: Requests,
    closed: ClosedCounts,
    causes: BTreeMap<(Arc<str>, i32), u64>,
    failures: BTreeMap<i32, u64>,
    topics: BTreeMap<Arc<str>, TopicMeter>,
    latency: Latency,
    brokers: BTreeMap<i32, Sampled>,
    identity: Option<Identity>,
}

/// Records of one batch that were accepted, and meant to be, at the same time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// When they were accepted, microseconds since the epoch.
    pub accepted: u64,
    /// Microseconds by which that was later than intended.
    pub late: u64,
    /// How many.
    pub records: u64,
}

/// When a batch was where. Microseconds since the epoch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    closed: Option<u64>,
    first_sent: u64,
    sent: u64,
    /// When its answer came.
    pub answered: u64,
}

impl Times {
    /// Of a batch that this request carried at last, and these before.
    pub(super) fn of(request: &Request, earlier: &[Attempt]) -> Option<Self> {
        let rtt = request.rtt_micros?;
        let first_sent = earlier.first().map_or(request.sent_micros, |first| first.sent);
        let (closed, sent) = (request.closed_micros, request.sent_micros);
        Some(Self { closed, first_sent, sent, answered: sent + rtt })
    }
}

impl Measures {
    /// A request ended.
    pub(super) fn request(&mut self, request: &Request) {
        let counts = &mut self.requests;
        match request.outcome {
            RequestOutcome::Delivered | RequestOutcome::Unawaited => counts.delivered += 1,
            RequestOutcome::Retry => counts.retried += 1,
            RequestOutcome::Failed => counts.failed += 1,
            RequestOutcome::NoAnswer => counts.unanswered += 1,
        }
        if request.attempt > 1 {
            counts.resent_batches += 1;
            counts.resent_records += u64::from(request.records.unwrap_or(0));
        }
        let closed = match request.closed {
            Closed::Size => &mut self.closed.size,
            Closed::Count => &mut self.closed.count,
            Closed::Linger => &mut self.closed.linger,
            Closed::Flush => &mut self.closed.flush,
            Closed::Retry => &mut self.closed.retry,
            Closed::Unknown => &mut self.closed.unknown,
        };
        *closed += 1;
        let delivered = matches!(request.outcome, RequestOutcome::Delivered | RequestOutcome::Unawaited);
        if let (false, Some(cause)) = (delivered, &request.cause) {
            self.count_cause(cause, request.broker);
        }
        if let (true, Some(name), Some(records)) = (delivered, &request.topic, request.records) {
            let topic = self
                .topics
                .entry(Arc::clone(name))
                .or_insert_with(|| TopicMeter { topic: Arc::clone(name), ..TopicMeter::default() });
            topic.batches += 1;
            topic.records += u64::from(records);
            topic.bytes += request.bytes.unwrap_or(0);
            topic.wire_bytes += request.wire_bytes;
        }
    }

    fn count_cause(&mut self, cause: &Arc<str>, broker: i32) {
        // A text from outside may differ each time: what is kept of them is bounded.
        let known = self.causes.len() < CAUSES || self.causes.contains_key(&(Arc::clone(cause), broker));
        let cause = if known { Arc::clone(cause) } else { Arc::from("other") };
        *self.causes.entry((cause, broker)).or_default() += 1;
    }

    /// Records failed of this error.
    pub(super) fn failed(&mut self, code: i32, records: u64) {
        *self.failures.entry(code).or_default() += records;
    }

    /// Records of a batch were answered.
    pub(super) fn answered(&mut self, runs: &[Run], times: &Times) {
        let latency = &mut self.latency;
        for run in runs {
            let accepted = run.accepted.min(times.first_sent);
            let closed = times.closed.map_or(times.first_sent, |closed| closed.clamp(accepted, times.first_sent));
            latency.total.record(times.answered.saturating_sub(accepted) + run.late, run.records);
            latency.batching.record(closed - accepted, run.records);
            latency.waiting.record(times.first_sent - closed, run.records);
            latency.in_flight.record(times.answered.saturating_sub(times.sent), run.records);
            if times.sent > times.first_sent {
                latency.retrying.record(times.sent - times.first_sent, run.records);
            }
        }
    }

    /// What is counted here and nowhere else, as part of a snapshot.
    fn counted(&self) -> Meter {
        let cause = |((cause, broker), requests): (&(Arc<str>, i32), &u64)| CauseCount {
            cause: Arc::clone(cause),
            broker: *broker,
            requests: *requests,
        };
        let failure = |(code, records): (&i32, &u64)| FailureCount { code: *code, records: *records };
        Meter {
            requests: self.requests,
            closed: self.closed,
            causes: self.causes.iter().map(cause).collect(),
            failures: self.failures.iter().map(failure).collect(),
            identity: self.identity.clone(),
            ..Meter::default()
        }
    }

    /// Whether the producer has its id.
    pub(super) fn has_identity(&self) -> bool {
        self.identity.as_ref().is_some_and(|identity| identity.id.is_some())
    }

    /// Takes what the statistics tell of brokers and of the producer's identity. Returns the brokers that said they
    /// throttle, and for how many microseconds.
    pub(super) fn observe(&mut self, statistics: &Statistics<'_>, now: u64) -> Vec<(i32, u64)> {
        let mut brokers: BTreeMap<i32, Vec<&Broker<'_>>> = BTreeMap::new();
        for broker in statistics.brokers.iter().filter(|broker| broker.nodeid >= 0) {
            brokers.entry(broker.nodeid).or_default().push(broker);
        }
        let mut throttled = Vec::new();
        for (id, connections) in brokers {
            let micros = self.brokers.entry(id).or_default().observe(&connections, now);
            throttled.extend(micros.map(|micros| (id, micros)));
        }
        self.identity = statistics.eos.as_ref().map(|eos| Identity {
            id: u64::try_from(eos.producer_id).is_ok().then_some(eos.producer_id),
            epoch: (eos.producer_epoch >= 0).then_some(eos.producer_epoch),
            state: eos.idemp_state.as_ref().to_owned(),
        });
        throttled
    }
}

/// Where senders wait and waited.
#[derive(Default)]
pub(super) struct Waits {
    metadata: Wait,
    memory: Wait,
}

#[derive(Default)]
pub(super) struct Wait {
    now: AtomicU32,
    micros: AtomicU64,
}

/// What a sender waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum For {
    /// The topic's metadata or the first connection to a leader.
    Metadata,
    /// Room in `buffer.memory`.
    Memory,
}

impl Waits {
    /// Runs a wait, counts it, and adds its microseconds to the sender's own account.
    pub(super) fn during<T>(&self, what: For, own: &mut Blocked, wait: impl FnOnce() -> T) -> T {
        let (counts, own) = match what {
            For::Metadata => (&self.metadata, &mut own.metadata),
            For::Memory => (&self.memory, &mut own.memory),
        };
        counts.now.fetch_add(1, Ordering::AcqRel);
        let begun = std::time::Instant::now();
        let result = wait();
        let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        counts.now.fetch_sub(1, Ordering::AcqRel);
        counts.micros.fetch_add(micros, Ordering::AcqRel);
        *own += micros;
        result
    }

    pub(super) fn blocked(&self) -> Blocked {
        let micros = |wait: &Wait| wait.micros.load(Ordering::Acquire);
        Blocked { metadata: micros(&self.metadata), memory: micros(&self.memory), swap: 0 }
    }

    fn waiting(&self) -> Waiting {
        let now = |wait: &Wait| wait.now.load(Ordering::Acquire);
        Waiting { metadata: now(&self.metadata), memory: now(&self.memory), swap: 0 }
    }
}

impl Producer {
    /// What this producer is doing. The latencies are those of the records that ended since the call before: one caller
    /// asks.
    pub fn meter(&self) -> Meter {
        // Taken in a statement of its own: the snapshot takes the same lock.
        let latency = std::mem::take(&mut lock(&self.core.measures).latency);
        Meter { latency, ..self.snapshot() }
    }

    /// As [`Producer::meter`], without the latencies.
    pub fn snapshot(&self) -> Meter {
        let core = &self.core;
        // Ends are read before what they are the ends of: what ends in between has no known end yet, never one too many.
        let counted = lock(&core.measures).counted();
        let limits = core.settings.limits();
        let mut records = Records::default();
        let mut partitions = Vec::new();
        let mut topics = Vec::new();
        for entry in core.topics.all() {
            let shape = lock(&entry.known).shape.clone();
            let sent = lock(&core.measures).topics.get(&entry.name).cloned().unwrap_or_default();
            topics.push(TopicMeter {
                topic: Arc::clone(&entry.name),
                partitions: shape.as_ref().map_or(0, |shape| shape.partitions()),
                ..sent
            });
            let leader = |partition| -> Option<i32> {
                shape.as_ref()?.leaders.get(usize::try_from(partition).ok()?).copied().flatten()
            };
            let route = lock(&entry.route);
            for (partition, part) in route.used() {
                let meter = PartitionMeter { partition, leader: leader(partition), ..of_part(&entry, part, &limits) };
                records.add(&meter.records);
                partitions.push(meter);
            }
        }
        let connections = core.tap.trace.connections();
        let brokers = self.brokers(&connections, &partitions);
        let requests = Requests {
            sent: connections.iter().map(|connection| connection.sent).sum(),
            in_flight: connections.iter().map(|connection| connection.in_flight as u64).sum(),
            wire_bytes: connections.iter().map(|connection| connection.wire_bytes).sum(),
            ..counted.requests
        };
        Meter {
            at: now_micros(),
            generation: core.tap.trace.generation(),
            limits,
            records,
            buffer_used: core.signal.used(),
            blocked: core.waits.blocked(),
            waiting: core.waits.waiting(),
            requests,
            partitions,
            brokers,
            topics,
            ..counted
        }
    }

    fn brokers(&self, connections: &[Connection], partitions: &[PartitionMeter]) -> Vec<BrokerMeter> {
        let known = lock(&self.core.brokers).view();
        let measures = lock(&self.core.measures);
        let known = known.into_iter().filter(|broker| broker.id >= 0);
        let meters = known.map(|broker| {
            let sampled = measures.brokers.get(&broker.id).copied().unwrap_or_default();
            let own = connections.iter().find(|connection| connection.broker == broker.id);
            let led = partitions.iter().filter(|partition| partition.leader == Some(broker.id));
            BrokerMeter {
                id: broker.id,
                address: broker.address,
                state: broker.state,
                connects: sampled.connects.total(),
                disconnects: sampled.disconnects.total(),
                requests: own.map_or(0, |own| own.in_flight as u64),
                records: led.map(|partition| partition.in_flight).sum(),
                waiting: sampled.waiting,
                sent: own.map_or(0, |own| own.sent),
                rtt_sum: own.map_or(0, |own| own.rtt_sum),
                rtt_count: own.map_or(0, |own| own.rtt_count),
                rtt_last: own.and_then(|own| own.rtt_last),
                throttled_until: sampled.throttled_until,
                throttle: sampled.throttle,
                throttles: sampled.throttles,
            }
        });
        meters.collect()
    }
}

/// A partition as far as its own records tell.
fn of_part(entry: &TopicEntry, part: &Part, limits: &Limits) -> PartitionMeter {
    let waiting = part.ledger.waiting();
    let in_flight = part.in_flight.min(waiting);
    let queued = waiting - in_flight;
    let (bytes, oldest) = part.ledger.newest(queued);
    let full_batches = bytes / limits.batch_size.max(1);
    let full_bytes = full_batches * limits.batch_size.max(1);
    // Records count as equally large.
    let full_records = (queued * full_bytes).checked_div(bytes).unwrap_or(0);
    PartitionMeter {
        topic: Arc::clone(&entry.name),
        partition: 0,
        leader: None,
        records: part.records(),
        in_flight,
        filling_records: queued - full_records,
        filling_bytes: bytes - full_bytes,
        full_batches,
        full_records,
        full_bytes,
        oldest: oldest.filter(|_| queued > 0).map(|oldest| oldest.accepted),
        last_offset: part.last_offset,
    }
}
