//! What a producer is doing at one moment: a snapshot of everything that is counted.
//!
//! Counts run from the start of the program, over all generations, and only grow, except where a field says "now".
//! What happened in a span of time is the difference of two snapshots. Each field says whether it is exact, derived or
//! sampled (told by librdkafka's statistics, ten times a second); the interface marks what is not exact.

mod in_force;
mod latency;
mod sum;

use std::sync::Arc;

use crate::domain::standing;

pub use latency::{Latency, Spread};

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
    /// What stood behind the requests that were retried, that failed or that were not answered. Exact for those whose
    /// cause librdkafka tells; under full load it may not tell the first of a trouble.
    pub causes: Vec<CauseCount>,
    /// What the records failed of. Exact.
    pub failures: Vec<FailureCount>,
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

/// Produce requests that the same error of the same broker stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CauseCount {
    /// The error's name, as `NOT_LEADER_FOR_PARTITION`, or its text if it has none.
    pub cause: Arc<str>,
    /// The broker that the requests went to.
    pub broker: i32,
    /// How many, so far.
    pub requests: u64,
}

/// Records that failed of the same error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FailureCount {
    /// librdkafka's number of it.
    pub code: i32,
    /// How many, so far; those that may be in the log among them.
    pub records: u64,
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
        standing::is_up(&self.state)
    }
}

/// One topic, and its batches that were delivered. Exact.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicMeter {
    /// The name.
    pub topic: Arc<str>,
    /// Partitions it has, as the metadata told last; 0 while that is not known.
    pub partitions: u32,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outstanding_is_what_has_no_end() {
        let records = Records { accepted: 10, delivered: 6, failed: 1, possibly_written: 1, ..Records::default() };
        assert_eq!(records.outstanding(), 2);
    }
}
