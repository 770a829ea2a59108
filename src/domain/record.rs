//! A `ProducerRecord`: what a person composes and the producer takes.

use crate::domain::payload::Payload;

/// A header: a name and a value that may be null. Names may repeat, and their order is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// The name; may be empty, never null (Java: "Null header keys are not permitted").
    pub name: String,
    /// The value; null and empty are two things.
    pub value: Payload,
}

/// One record, as Java's `ProducerRecord` after its serializers.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Record {
    /// The topic's name.
    pub topic: String,
    /// The partition asked for; `None` leaves it to the partitioner.
    pub partition: Option<i32>,
    /// Milliseconds since the epoch; `None` means now, set when the record is accepted.
    pub timestamp: Option<i64>,
    /// The key.
    pub key: Payload,
    /// The value; null is a tombstone.
    pub value: Payload,
    /// The headers, in order.
    pub headers: Vec<Header>,
}
