//! A traced Produce request: one batch of one partition on its way to a broker.

use std::sync::Arc;

use crate::domain::journey::Attempt;

/// How a Produce request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestOutcome {
    /// The broker took the batch.
    Delivered,
    /// The broker refused it, or the connection broke, and the batch is sent again.
    Retry,
    /// The broker refused it for good.
    Failed,
    /// No answer came before the connection broke or the request timed out.
    NoAnswer,
    /// `acks=0`: none is awaited.
    Unawaited,
}

impl RequestOutcome {
    /// The name in the interchange format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Retry => "retry",
            Self::Failed => "failed",
            Self::NoAnswer => "noAnswer",
            Self::Unawaited => "unawaited",
        }
    }
}

/// Why a batch was closed and sent. Derived from linger's own queue of record sizes, not told by librdkafka.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// `batch.size` was reached.
    Size,
    /// librdkafka's `batch.num.messages` was reached.
    Count,
    /// `linger.ms` ended.
    Linger,
    /// A flush asked for it.
    Flush,
    /// It is a batch sent again.
    Retry,
    /// Not known.
    Unknown,
}

impl Closed {
    /// The name in the interchange format.
    pub fn name(self) -> &'static str {
        match self {
            Self::Size => "size",
            Self::Count => "count",
            Self::Linger => "linger",
            Self::Flush => "flush",
            Self::Retry => "retry",
            Self::Unknown => "unknown",
        }
    }
}

/// One Produce request. What is not known is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The producer's generation: 1, and one more after each hot swap.
    pub generation: u32,
    /// The broker it went to.
    pub broker: i32,
    /// The topic and partition of its batch; `None` when no record of it was ever acknowledged here.
    pub topic: Option<Arc<str>>,
    /// See `topic`.
    pub partition: Option<i32>,
    /// A number that the requests of one batch share; `None` when its other requests are not known.
    pub batch: Option<u64>,
    /// 1 for the first time the batch is sent.
    pub attempt: u32,
    /// Records in the batch.
    pub records: Option<u32>,
    /// Bytes of the records: keys, values and headers, uncompressed.
    pub bytes: Option<u64>,
    /// Bytes of the whole request on the wire, with its length prefix.
    pub wire_bytes: u64,
    /// Offset of the first record.
    pub first_offset: Option<i64>,
    /// Offset of the last record.
    pub last_offset: Option<i64>,
    /// When the oldest record was accepted, microseconds since the epoch.
    pub accepted_micros: Option<u64>,
    /// When the request was written to the socket, microseconds since the epoch.
    pub sent_micros: u64,
    /// From sent to the answer.
    pub rtt_micros: Option<u64>,
    /// How it ended.
    pub outcome: RequestOutcome,
    /// Why it was retried, failed or not answered.
    pub cause: Option<Arc<str>>,
    /// Why the batch was closed.
    pub closed: Closed,
    /// When it was closed, microseconds since the epoch. Derived as [`Request::closed`] is.
    pub closed_micros: Option<u64>,
}

impl Request {
    /// What it is in the way of a record that it carried.
    pub fn attempt_made(&self) -> Attempt {
        Attempt {
            broker: self.broker,
            sent: self.sent_micros,
            rtt: self.rtt_micros,
            outcome: self.outcome,
            cause: self.cause.clone(),
        }
    }
}
