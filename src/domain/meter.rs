//! What a producer is doing at one moment: a snapshot of everything that is counted.
//!
//! Counts run from the start of the program, over all generations, and only grow, except where a field says "now".
//! What happened in a span of time is the difference of two snapshots. Each field says whether it is exact, derived or
//! sampled (told by librdkafka's statistics, ten times a second); the interface marks what is not exact.

use std::sync::Arc;

use hdrhistogram::Histogram;

/// A snapshot.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Meter {
    /// When it was taken, microseconds since the epoch.
    pub at: u64,
    /// The producer that records go to now: 1, and one more after each hot swap.
    pub generation: u32,
    /// What holds the producer back, as it was started.
    pub limits: Limits,
    /// All records. Exact.
    pub records: Records,
    /// Bytes of `buffer.memory` in use now (key, value and headers and 256 B a record). Exact.
    pub buffer_used: u64,
    /// Microseconds that senders spent waiting. Exact.
    pub blocked: Blocked,
    /// Senders that wait now. Exact.
    pub waiting: Waiting,
    /// Produce requests. Exact; how one ended is settled a moment after its answer.
    pub requests: Requests,
    /// Why the batches that were sent closed. Derived from the sizes of the records and the times of the requests.
    pub closed: ClosedCounts,
    /// The partitions that a record ever went to, by topic and number.
    pub partitions: Vec<PartitionMeter>,
    /// The brokers known, by node id.
    pub brokers: Vec<BrokerMeter>,
    /// The topics that a record ever went to, by name.
    pub topics: Vec<TopicMeter>,
    /// How long the records took that ended since the snapshot before.
    pub latency: Latency,
    /// Who the producer is for the brokers; `None` without idempotence. Sampled.
    pub identity: Option<Identity>,
}

/// The properties that something is held against, in force now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// `linger.ms`, in microseconds.
    pub linger: u64,
    /// `batch.size`, in bytes.
    pub batch_size: u64,
    /// `buffer.memory`, in bytes.
    pub buffer_memory: u64,
    /// `max.in.flight.requests.per.connection`.
    pub max_in_flight: u64,
    /// `max.block.ms`, in microseconds.
    pub max_block: u64,
    /// `request.timeout.ms`, in microseconds.
    pub request_timeout: u64,
    /// `delivery.timeout.ms`, in microseconds.
    pub delivery_timeout: u64,
    /// `retry.backoff.ms`, in microseconds.
    pub retry_backoff: u64,
    /// `acks`: −1 for all.
    pub acks: i32,
    /// `enable.idempotence`. librdkafka then keeps one batch of each partition in flight.
    pub idempotent: bool,
}

/// Records by their end. `accepted` is always the sum of the others and [`Records::outstanding`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Records {
    /// Taken by `send()`.
    pub accepted: u64,
    /// Key, value and headers of them, in bytes.
    pub accepted_bytes: u64,
    /// Acknowledged (with `acks=0`: sent).
    pub delivered: u64,
    /// Key, value and headers of them, in bytes.
    pub delivered_bytes: u64,
    /// Failed, and certainly not in the log.
    pub failed: u64,
    /// Failed, and may be in the log.
    pub possibly_written: u64,
}

impl Records {
    /// Those whose end is not known yet.
    pub fn outstanding(&self) -> u64 {
        self.accepted.saturating_sub(self.delivered).saturating_sub(self.failed).saturating_sub(self.possibly_written)
    }
}

/// Where senders spent time, in microseconds; together at most `max.block.ms` for each record.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Blocked {
    /// For the topic's metadata or the first connection to a leader.
    pub metadata: u64,
    /// For room in `buffer.memory`.
    pub memory: u64,
    /// For a change of the configuration to be over.
    pub swap: u64,
}

impl Blocked {
    /// All of it.
    pub fn total(&self) -> u64 {
        self.metadata + self.memory + self.swap
    }
}

/// Senders that wait now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Waiting {
    /// For the topic's metadata or the first connection to a leader.
    pub metadata: u32,
    /// For room in `buffer.memory`.
    pub memory: u32,
    /// For a change of the configuration to be over.
    pub swap: u32,
}

/// Produce requests by their end: `sent` is the sum of the ends and what is in flight.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Requests {
    /// Written to a connection.
    pub sent: u64,
    /// Written, and neither answered nor given up, now.
    pub in_flight: u64,
    /// The broker took the batch (with `acks=0`: none was awaited).
    pub delivered: u64,
    /// Answered by an error, and the batch is sent again.
    pub retried: u64,
    /// Answered by an error for good.
    pub failed: u64,
    /// Not answered: the connection broke, or the wait timed out.
    pub unanswered: u64,
    /// Batches that were sent again, each time they were.
    pub resent_batches: u64,
    /// Records in them, each time they were sent again; 0 for a batch of which that is not known.
    pub resent_records: u64,
    /// Bytes on the wire.
    pub wire_bytes: u64,
}

/// Why batches closed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClosedCounts {
    /// `batch.size` was reached.
    pub size: u64,
    /// librdkafka's `batch.num.messages` was reached.
    pub count: u64,
    /// `linger.ms` ended.
    pub linger: u64,
    /// A flush asked for it.
    pub flush: u64,
    /// It was sent again.
    pub retry: u64,
    /// Not known.
    pub unknown: u64,
}

/// One partition.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartitionMeter {
    /// The topic.
    pub topic: Arc<str>,
    /// The number.
    pub partition: i32,
    /// The broker that leads it; `None` for none. Sampled.
    pub leader: Option<i32>,
    /// Its records. Exact.
    pub records: Records,
    /// Records in flight now. Sampled.
    pub in_flight: u64,
    /// Records of the batch being filled now. Derived: what is accepted and neither ended nor in flight, cut into
    /// batches of `batch.size`.
    pub filling_records: u64,
    /// Bytes of them.
    pub filling_bytes: u64,
    /// Full batches that wait to be sent now. Derived, as the batch being filled.
    pub full_batches: u64,
    /// Records in them.
    pub full_records: u64,
    /// Bytes of them.
    pub full_bytes: u64,
    /// When the oldest record that waits to be sent was accepted, microseconds since the epoch. Derived.
    pub oldest: Option<u64>,
    /// The offset of the last record delivered. Exact.
    pub last_offset: Option<i64>,
}

impl PartitionMeter {
    /// Records that wait to be sent.
    pub fn queued_records(&self) -> u64 {
        self.filling_records + self.full_records
    }

    /// Bytes of them.
    pub fn queued_bytes(&self) -> u64 {
        self.filling_bytes + self.full_bytes
    }
}

/// One broker.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BrokerMeter {
    /// The node id.
    pub id: i32,
    /// `host:port`.
    pub address: String,
    /// librdkafka's name of the connection's state, as `UP`. Exact.
    pub state: String,
    /// Connections tried so far. Sampled.
    pub connects: u64,
    /// Connections lost so far. Sampled.
    pub disconnects: u64,
    /// Produce requests in flight now. Exact.
    pub requests: u64,
    /// Records in flight now. Sampled.
    pub records: u64,
    /// Requests that wait to be written now. Sampled.
    pub waiting: u64,
    /// Produce requests written so far. Exact.
    pub sent: u64,
    /// Microseconds from a Produce request to its answer, all of them together. Exact.
    pub rtt_sum: u64,
    /// How many that were.
    pub rtt_count: u64,
    /// The latest of them. Exact.
    pub rtt_last: Option<u64>,
    /// When the broker lets go of the connection that it throttles, microseconds since the epoch: when its answer came
    /// and the time in it. Sampled.
    pub throttled_until: Option<u64>,
    /// The last time it throttled for, in microseconds. Sampled.
    pub throttle: u64,
    /// How often an answer said that it throttles. Sampled.
    pub throttles: u64,
}

impl BrokerMeter {
    /// Whether the connection can carry requests.
    pub fn is_up(&self) -> bool {
        self.state == "UP" || self.state == "REAUTH"
    }
}

/// One topic's batches that were delivered. Exact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicMeter {
    /// The name.
    pub topic: Arc<str>,
    /// How many.
    pub batches: u64,
    /// Records in them.
    pub records: u64,
    /// Keys, values and headers of them, uncompressed, in bytes.
    pub bytes: u64,
    /// The whole requests on the wire.
    pub wire_bytes: u64,
}

impl TopicMeter {
    /// Uncompressed bytes for each byte on the wire.
    #[allow(clippy::cast_precision_loss)]
    pub fn compression(&self) -> Option<f64> {
        (self.wire_bytes > 0).then(|| self.bytes as f64 / self.wire_bytes as f64)
    }
}

/// Who an idempotent producer is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The producer id; `None` while the broker has given none.
    pub id: Option<i64>,
    /// Its epoch.
    pub epoch: Option<i32>,
    /// librdkafka's name of the state, as `Assigned`.
    pub state: String,
}

/// How long records took, from acceptance to the answer, and where they spent it.
///
/// The whole is exact. The parts are those of the batch that carried a record: derived, because librdkafka does not tell
/// when it closes a batch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Latency {
    /// From acceptance (under a load with a rate: from the intended time) to the answer.
    pub total: Spread,
    /// In the batch being filled, until it closed.
    pub batching: Spread,
    /// Closed, until it was first written.
    pub waiting: Spread,
    /// From the last time it was written to the answer.
    pub in_flight: Spread,
    /// From the first time it was written to the last: 0 for a batch that was sent once, and not counted then.
    pub retrying: Spread,
}

impl Latency {
    /// Adds what another one has.
    pub fn add(&mut self, other: &Self) {
        self.total.add(&other.total);
        self.batching.add(&other.batching);
        self.waiting.add(&other.waiting);
        self.in_flight.add(&other.in_flight);
        self.retrying.add(&other.retrying);
    }
}

/// Durations in microseconds, in a histogram (HDR) that keeps them to two digits; its memory does not grow with their
/// number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spread(Option<Histogram<u64>>);

/// An hour: the longest that is told apart.
const LONGEST_MICROS: u64 = 3_600_000_000;

impl Spread {
    /// Takes `count` durations of so many microseconds.
    pub fn record(&mut self, micros: u64, count: u64) {
        if self.0.is_none() {
            // The bounds are right, so this is never an error.
            self.0 = Histogram::new_with_bounds(1, LONGEST_MICROS, 2).ok();
        }
        if let Some(histogram) = &mut self.0 {
            histogram.saturating_record_n(micros.max(1), count);
        }
    }

    /// Adds what another one has.
    pub fn add(&mut self, other: &Self) {
        match (&mut self.0, &other.0) {
            // Both have the same bounds, so this is never an error.
            (Some(own), Some(other)) => drop(own.add(other)),
            (own @ None, Some(other)) => *own = Some(other.clone()),
            (_, None) => {}
        }
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.0.as_ref().map_or(0, Histogram::len)
    }

    /// The duration that the share `quantile` (0 to 1) of them does not exceed; `None` if there is none.
    pub fn at(&self, quantile: f64) -> Option<u64> {
        self.0.as_ref().filter(|histogram| !histogram.is_empty()).map(|histogram| histogram.value_at_quantile(quantile))
    }

    /// The mean; `None` if there is none.
    pub fn mean(&self) -> Option<f64> {
        self.0.as_ref().filter(|histogram| !histogram.is_empty()).map(Histogram::mean)
    }

    /// The longest; `None` if there is none.
    pub fn max(&self) -> Option<u64> {
        self.0.as_ref().filter(|histogram| !histogram.is_empty()).map(Histogram::max)
    }

    /// Forgets all, and keeps the memory.
    pub fn clear(&mut self) {
        if let Some(histogram) = &mut self.0 {
            histogram.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outstanding_is_what_has_no_end() {
        let records = Records { accepted: 10, delivered: 6, failed: 1, possibly_written: 1, ..Records::default() };
        assert_eq!(records.outstanding(), 2);
    }

    #[test]
    fn a_spread_adds_up_and_an_empty_one_tells_nothing() {
        let mut spread = Spread::default();
        assert_eq!((spread.at(0.5), spread.max(), spread.count()), (None, None, 0));
        spread.record(1_000, 99);
        let mut other = Spread::default();
        other.record(50_000, 1);
        spread.add(&other);
        other.add(&Spread::default());
        assert_eq!((spread.count(), other.count()), (100, 1));
        let near = |value: Option<u64>, wanted: u64| value.is_some_and(|v| v.abs_diff(wanted) * 100 <= wanted);
        assert!(near(spread.at(0.5), 1_000) && near(spread.at(1.0), 50_000) && near(spread.max(), 50_000));
        spread.clear();
        assert_eq!(spread.at(0.5), None);
        spread.record(u64::MAX, 1);
        assert!(spread.max().is_some_and(|max| max >= LONGEST_MICROS));
    }
}
