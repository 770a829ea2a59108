//! The way of one record through the producer, held against the limits of the Kafka documentation.

use std::sync::Arc;

use crate::domain::partitioner::Why;
use crate::domain::request::RequestOutcome;

/// The way of one record that `send()` was called with. Points in time are microseconds since the epoch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journey {
    /// When `send()` was called.
    pub called: u64,
    /// Microseconds blocked in `send()` for metadata or the first connection to a leader. Exact.
    pub blocked_metadata: u64,
    /// Microseconds blocked in `send()` for room in `buffer.memory`. Exact.
    pub blocked_memory: u64,
    /// When it was accepted: batching begins.
    pub accepted: u64,
    /// Why it went to its partition; `None` if none was chosen.
    pub why: Option<Why>,
    /// When its batch closed. Derived; `None` if it never left or that is not known.
    pub closed: Option<u64>,
    /// The requests that carried it, in order. Earlier ones are known while librdkafka's batch lines are on: always at
    /// a person's pace, and after trouble.
    pub attempts: Vec<Attempt>,
    /// When its end was told.
    pub ended: u64,
    /// What the connections to brokers did between the call and the first request, in order: the cold start, or a
    /// reconnect.
    pub connecting: Vec<Connecting>,
    /// What stood in its way, with counts, the latest last: `NOT_ENOUGH_REPLICAS ×14 (…)`, `throttled 4.6 s by b1`.
    pub story: Vec<String>,
}

/// One Produce request that carried the record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// The broker.
    pub broker: i32,
    /// When it was written.
    pub sent: u64,
    /// From then to the answer, in microseconds; `None` without one.
    pub rtt: Option<u64>,
    /// How it ended.
    pub outcome: RequestOutcome,
    /// Why it was not delivered.
    pub cause: Option<Arc<str>>,
}

/// A connection's state while a record waited for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Connecting {
    /// The broker's id; −1 for a bootstrap server.
    pub broker: i32,
    /// `host:port`.
    pub address: String,
    /// librdkafka's name of the state that began: `TRY_CONNECT` (resolve), `CONNECT`, `SSL_HANDSHAKE`, `AUTH_…`,
    /// `APIVERSION_QUERY`, `UP`, `DOWN`.
    pub state: String,
    /// Whether a connection to this broker had stood before: it was idle for `connections.max.idle.ms`, or lost.
    pub again: bool,
    /// When it began.
    pub at: u64,
}
