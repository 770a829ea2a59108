//! Why a record is refused before it is sent, in the Java client's words.

use std::time::Duration;

use crate::domain::outcome::{Failure, Side};
use crate::domain::record::Record;
use crate::domain::size::RecordSize;

/// The longest topic name: `Topic.MAX_NAME_LENGTH`.
pub const MAX_TOPIC_LENGTH: usize = 249;

/// Why a record was not taken. `Display` is the message of the Java client's exception, word for word, where the
/// Java client refuses the same.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A topic name that no broker takes (`Topic.validate`).
    #[error("Topic name is invalid: {0}")]
    InvalidTopic(String),
    /// `ProducerRecord` takes no negative timestamp.
    #[error("Invalid timestamp: {0}. Timestamp should always be non-negative or null.")]
    NegativeTimestamp(i64),
    /// The Java client sends it; librdkafka can't say it.
    #[error("Invalid timestamp: 0. librdkafka takes 0 as \"now\", so this timestamp can't be sent; 1 is the earliest.")]
    ZeroTimestamp,
    /// `ProducerRecord` takes no negative partition.
    #[error("Invalid partition: {0}. Partition number should always be non-negative or null.")]
    NegativePartition(i32),
    /// Larger than `max.request.size`.
    #[error(
        "The message is {bytes} bytes when serialized which is larger than {limit}, which is the value of the \
         max.request.size configuration."
    )]
    TooLargeForRequest {
        /// The record's upper bound.
        bytes: u64,
        /// `max.request.size`.
        limit: u64,
    },
    /// Larger than the whole of `buffer.memory`.
    #[error(
        "The message is {bytes} bytes when serialized which is larger than the total memory buffer you have \
         configured with the buffer.memory configuration."
    )]
    TooLargeForBuffer {
        /// The record's upper bound.
        bytes: u64,
    },
    /// `batch.size` is larger than `buffer.memory`: no batch can ever be opened.
    #[error("Attempt to allocate {bytes} bytes, but there is a hard limit of {limit} on memory allocations.")]
    BatchAboveBuffer {
        /// What a batch needs.
        bytes: u64,
        /// `buffer.memory`.
        limit: u64,
    },
    /// The topic did not become known within `max.block.ms`.
    #[error("Topic {topic} not present in metadata after {} ms.", max_block.as_millis())]
    TopicNotInMetadata {
        /// The topic.
        topic: String,
        /// `max.block.ms`.
        max_block: Duration,
    },
    /// The topic is known, the partition did not appear within `max.block.ms`.
    #[error(
        "Partition {partition} of topic {topic} with partition count {count} is not present in metadata after {} ms.",
        max_block.as_millis()
    )]
    PartitionNotInMetadata {
        /// The topic.
        topic: String,
        /// The partition asked for.
        partition: i32,
        /// How many partitions the topic has.
        count: u32,
        /// `max.block.ms`.
        max_block: Duration,
    },
    /// `buffer.memory` stayed full for `max.block.ms`.
    #[error(
        "Failed to allocate {bytes} bytes within the configured max blocking time {} ms. Total memory: {total} bytes. \
         Available memory: {available} bytes. Poolable size: {poolable} bytes",
        max_block.as_millis()
    )]
    BufferExhausted {
        /// What was asked for.
        bytes: u64,
        /// `max.block.ms`.
        max_block: Duration,
        /// `buffer.memory`.
        total: u64,
        /// What was free at the end of the wait.
        available: u64,
        /// `batch.size`.
        poolable: u64,
    },
    /// The profile's guard keeps it from being sent.
    #[error("Nothing is sent to {topic}: {why}.")]
    Guarded {
        /// The topic.
        topic: String,
        /// Which guard it is, and whose.
        why: String,
    },
    /// It was meant for another cluster or profile: what was asked and answered of that one holds for no other.
    #[error("The profile or its cluster was changed before the record was accepted: it was not sent.")]
    Moved,
    /// The wait was cancelled.
    #[error("java.lang.InterruptedException")]
    Interrupted,
    /// The producer takes no more records.
    #[error("Cannot perform operation after producer has been closed")]
    Closed,
}

impl Refusal {
    /// The failure of a record refused for this, with what stood behind it if that is known.
    ///
    /// The codes are librdkafka's nearest; a refusal is retriable where the Java client's exception is.
    pub fn failure(&self, cause: Option<String>) -> Failure {
        let (code, name, retriable) = self.code();
        Failure {
            code,
            name: name.to_owned(),
            side: Side::Client,
            retriable,
            fatal: false,
            possibly_persisted: false,
            message: self.to_string(),
            cause,
        }
    }

    /// Code, name of the code, and whether the Java client's exception is a `RetriableException`.
    fn code(&self) -> (i32, &'static str, bool) {
        match self {
            Self::InvalidTopic(_) => (17, "TOPIC_EXCEPTION", false),
            Self::NegativeTimestamp(_)
            | Self::ZeroTimestamp
            | Self::NegativePartition(_)
            | Self::BatchAboveBuffer { .. }
            | Self::Guarded { .. } => (-186, "_INVALID_ARG", false),
            Self::TooLargeForRequest { .. } | Self::TooLargeForBuffer { .. } => (10, "MSG_SIZE_TOO_LARGE", false),
            Self::TopicNotInMetadata { .. } => (-188, "_UNKNOWN_TOPIC", true),
            Self::PartitionNotInMetadata { .. } => (-190, "_UNKNOWN_PARTITION", true),
            Self::BufferExhausted { .. } => (-184, "_QUEUE_FULL", true),
            Self::Interrupted => (-163, "_INTR", false),
            Self::Moved | Self::Closed => (-172, "_STATE", false),
        }
    }
}

/// The sizes a record is checked against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SizeLimits {
    /// `max.request.size`.
    pub max_request_size: u64,
    /// `buffer.memory`.
    pub buffer_memory: u64,
    /// `batch.size`.
    pub batch_size: u64,
}

impl SizeLimits {
    /// What the Java client checks before it looks for memory, in its order.
    ///
    /// # Errors
    /// The record, or the smallest batch that holds it, can never be taken.
    pub fn check(&self, size: RecordSize) -> Result<(), Refusal> {
        let bytes = size.upper_bound();
        if bytes > self.max_request_size {
            return Err(Refusal::TooLargeForRequest { bytes, limit: self.max_request_size });
        }
        if bytes > self.buffer_memory {
            return Err(Refusal::TooLargeForBuffer { bytes });
        }
        let batch = bytes.max(self.batch_size);
        if batch > self.buffer_memory {
            return Err(Refusal::BatchAboveBuffer { bytes: batch, limit: self.buffer_memory });
        }
        Ok(())
    }
}

impl Record {
    /// What can be said of the record alone, before any broker is asked: timestamp, partition and topic name, in the
    /// order of `ProducerRecord`'s constructor; the topic name is what the broker would refuse.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn validate(&self) -> Result<(), Refusal> {
        match self.timestamp {
            Some(0) => return Err(Refusal::ZeroTimestamp),
            Some(timestamp) if timestamp < 0 => return Err(Refusal::NegativeTimestamp(timestamp)),
            Some(_) | None => {}
        }
        if let Some(partition) = self.partition.filter(|partition| *partition < 0) {
            return Err(Refusal::NegativePartition(partition));
        }
        validate_topic(&self.topic)
    }
}

/// Whether Kafka takes this name for a topic (`org.apache.kafka.common.internals.Topic.validate`).
///
/// # Errors
/// What is wrong with the name.
pub fn validate_topic(name: &str) -> Result<(), Refusal> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let wrong = if name.is_empty() {
        "the empty string is not allowed".to_owned()
    } else if name == "." || name == ".." {
        format!("'{name}' is not allowed")
    } else if name.encode_utf16().count() > MAX_TOPIC_LENGTH {
        format!("the length of '{name}' is longer than the max allowed length {MAX_TOPIC_LENGTH}")
    } else if !name.chars().all(allowed) {
        format!("'{name}' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'")
    } else {
        return Ok(());
    };
    Err(Refusal::InvalidTopic(wrong))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::domain::payload::Payload;

    const MS: Duration = Duration::from_millis(60);

    /// The Java client's message for a provoked failure.
    fn java(case: &str) -> &'static str {
        include_str!("../../tests/fixtures/oracle/refusals.tsv")
            .lines()
            .find_map(|line| line.strip_prefix(case)?.strip_prefix('\t'))
            .and_then(|rest| rest.rsplit('\t').next())
            .expect(case)
    }

    fn absent(max_block: Duration) -> Refusal {
        Refusal::TopicNotInMetadata { topic: "t".into(), max_block }
    }

    fn exhausted(max_block: Duration) -> Refusal {
        Refusal::BufferExhausted { bytes: 16384, max_block, total: 40000, available: 7232, poolable: 16384 }
    }

    fn of_value(len: usize) -> RecordSize {
        RecordSize::of(&Record { value: Payload::bytes(vec![0; len]), ..Record::default() })
    }

    fn limits(max_request_size: u64, buffer_memory: u64, batch_size: u64) -> SizeLimits {
        SizeLimits { max_request_size, buffer_memory, batch_size }
    }

    #[test]
    fn each_refusal_says_what_the_java_client_says() {
        let invalid = |record: Record| record.validate().unwrap_err();
        let topic = || String::from("t");
        let cases = [
            ("topic-absent", absent(MS)),
            ("topic-absent-max.block.ms-0", absent(Duration::ZERO)),
            (
                "partition-out-of-range",
                Refusal::PartitionNotInMetadata { topic: topic(), partition: 9, count: 6, max_block: MS },
            ),
            ("partition-negative", invalid(Record { topic: topic(), partition: Some(-1), ..Record::default() })),
            ("timestamp-negative", invalid(Record { topic: topic(), timestamp: Some(-5), ..Record::default() })),
            (
                "too-large-max.request.size",
                limits(1_048_576, 33_554_432, 16384).check(of_value(1_048_577 - 87)).unwrap_err(),
            ),
            ("too-large-by-some", limits(99, 33_554_432, 16384).check(of_value(20)).unwrap_err()),
            ("max.request.size-84", limits(84, 33_554_432, 16384).check(of_value(0)).unwrap_err()),
            ("too-large-buffer.memory", limits(1_048_576, 20000, 16384).check(of_value(30000)).unwrap_err()),
            ("batch.size-above-buffer.memory", limits(1_048_576, 10000, 16384).check(of_value(10)).unwrap_err()),
            ("buffer.memory-0", limits(1_048_576, 0, 16384).check(of_value(10)).unwrap_err()),
            ("buffer-exhausted", exhausted(MS)),
            ("buffer-exhausted-max.block.ms-0", exhausted(Duration::ZERO)),
            ("closed", Refusal::Closed),
            ("interrupted", Refusal::Interrupted),
        ];
        for (case, refusal) in cases {
            assert_eq!(refusal.to_string(), java(case), "{case}");
        }
    }

    #[test]
    fn the_largest_record_allowed_is_allowed() {
        assert_eq!(limits(1_048_576, 33_554_432, 16384).check(of_value(1_048_576 - 87)), Ok(()));
        assert_eq!(limits(85, 16384, 16384).check(of_value(0)), Ok(()));
    }

    #[test]
    fn topic_names_are_judged_as_kafka_judges_them() {
        for name in ["t", "a.b_c-D9", "...", &"x".repeat(249)] {
            assert_eq!(validate_topic(name), Ok(()), "{name}");
        }
        let long = "x".repeat(250);
        for (name, wrong) in [
            ("", "the empty string is not allowed".to_owned()),
            (".", "'.' is not allowed".to_owned()),
            ("..", "'..' is not allowed".to_owned()),
            (&long, format!("the length of '{long}' is longer than the max allowed length 249")),
            (
                "a b",
                "'a b' contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'".to_owned(),
            ),
        ] {
            let said = validate_topic(name).unwrap_err().to_string();
            assert_eq!(said, format!("Topic name is invalid: {wrong}"), "{name}");
        }
        assert!(validate_topic("été").is_err());
    }

    #[test]
    fn timestamp_zero_is_refused_with_its_own_reason() {
        let record = Record { topic: "t".into(), timestamp: Some(0), ..Record::default() };
        let refusal = record.validate().unwrap_err();
        assert_eq!(refusal, Refusal::ZeroTimestamp);
        assert!(refusal.to_string().contains("librdkafka takes 0 as \"now\""), "{refusal}");
        assert_eq!(Record { timestamp: Some(1), ..record }.validate(), Ok(()));
    }

    #[test]
    fn a_refused_record_was_never_written() {
        for (refusal, code, name, retriable) in [
            (absent(MS), -188, "_UNKNOWN_TOPIC", true),
            (exhausted(MS), -184, "_QUEUE_FULL", true),
            (Refusal::TooLargeForBuffer { bytes: 9 }, 10, "MSG_SIZE_TOO_LARGE", false),
            (Refusal::ZeroTimestamp, -186, "_INVALID_ARG", false),
            (Refusal::Interrupted, -163, "_INTR", false),
            (Refusal::InvalidTopic("x".into()), 17, "TOPIC_EXCEPTION", false),
        ] {
            let failure = refusal.failure(Some("why".into()));
            assert_eq!((failure.code, failure.name.as_str(), failure.retriable), (code, name, retriable));
            assert_eq!((failure.side, failure.fatal, failure.possibly_persisted), (Side::Client, false, false));
            assert_eq!(failure.message, refusal.to_string());
            assert_eq!(failure.cause.as_deref(), Some("why"));
        }
    }
}
