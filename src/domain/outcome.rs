//! What became of a record: `RecordMetadata`, or the error.

use crate::domain::failure::Code;
use crate::domain::journey::Journey;
use crate::domain::record::Record;

/// Which timestamp a broker stored: `message.timestamp.type` of the topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TimestampType {
    /// The producer's timestamp.
    CreateTime,
    /// The broker's clock when it appended the record.
    LogAppendTime,
}

impl TimestampType {
    /// Kafka's name of it.
    pub fn name(self) -> &'static str {
        match self {
            Self::CreateTime => "CreateTime",
            Self::LogAppendTime => "LogAppendTime",
        }
    }
}

/// Who raised an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The producer itself (librdkafka, or linger's own checks).
    Client,
    /// A broker's answer.
    Broker,
}

/// Why a record was not delivered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// librdkafka's number: a protocol error code (Kafka's own) when positive, a client error when negative.
    pub code: i32,
    /// The name of the code, as `_MSG_TIMED_OUT` or `MSG_SIZE_TOO_LARGE`.
    pub name: String,
    /// Who raised it.
    pub side: Side,
    /// Whether sending the same record again can succeed without a change.
    pub retriable: bool,
    /// Whether the producer can't go on after it.
    pub fatal: bool,
    /// Whether the record may be in the log all the same, so that a resend may write it twice.
    pub possibly_persisted: bool,
    /// What happened, in a sentence.
    pub message: String,
    /// What stood behind it: the latest reason known for the broker or the partition.
    pub cause: Option<String>,
}

impl Failure {
    /// What happened, for a person. [`Self::message`] is what the Java client's exception says, and its
    /// `InterruptException` only repeats a class name.
    pub fn words(&self) -> &str {
        if self.code == Code::INTERRUPTED { "given up before it was accepted" } else { &self.message }
    }
}

/// How a record ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Status {
    /// Acknowledged by the broker as `acks` asks.
    Delivered,
    /// Written to the socket with `acks=0`: no broker said anything, the offset is not known.
    Sent,
    /// Not delivered.
    Failed(Failure),
}

/// What became of one accepted (or refused) record. What is not known is `None`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outcome {
    /// The sender's number of the record, counted from 0.
    pub n: u64,
    /// How it ended.
    pub status: Status,
    /// The topic.
    pub topic: String,
    /// The partition it went to, or would have.
    pub partition: Option<i32>,
    /// The offset in the partition.
    pub offset: Option<i64>,
    /// Milliseconds since the epoch.
    pub timestamp: Option<i64>,
    /// Whose timestamp it is; `None` on the embedded cluster, which does not tell.
    pub timestamp_type: Option<TimestampType>,
    /// Bytes of the serialized key, −1 for null.
    pub key_size: i64,
    /// Bytes of the serialized value, −1 for null.
    pub value_size: i64,
    /// Microseconds from acceptance to the answer.
    pub latency_micros: Option<u64>,
    /// The broker that answered.
    pub broker: Option<i32>,
    /// Produce requests that carried the record; 0 if it never left.
    pub attempts: u32,
    /// Its way through the producer; `None` where nobody kept it, as under a load.
    pub journey: Option<Box<Journey>>,
}

impl Outcome {
    /// The end of a record that was never taken.
    pub fn not_taken(n: u64, record: &Record, failure: Failure) -> Self {
        Self {
            n,
            status: Status::Failed(failure),
            topic: record.topic.clone(),
            partition: record.partition,
            offset: None,
            timestamp: record.timestamp,
            timestamp_type: None,
            key_size: record.key.serialized_size(),
            value_size: record.value.serialized_size(),
            latency_micros: None,
            broker: None,
            attempts: 0,
            journey: None,
        }
    }

    /// Whether the record ended well: delivered, or with `acks=0` sent.
    pub fn is_ok(&self) -> bool {
        match self.status {
            Status::Delivered | Status::Sent => true,
            Status::Failed(_) => false,
        }
    }
}
