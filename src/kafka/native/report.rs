//! Delivery reports: the records of one batch that reached their end together.

use std::marker::PhantomData;

use rdkafka::bindings as c;

use super::{OwnedEvent, text_of};
use crate::domain::outcome::TimestampType;

/// The records of one delivery report event, all of one topic and partition.
pub struct Reports<'a> {
    event: &'a OwnedEvent,
}

/// One record's end. Borrowed from the event.
pub struct Report<'a> {
    pub(super) message: *const c::rd_kafka_message_t,
    _event: PhantomData<&'a OwnedEvent>,
}

impl<'a> Reports<'a> {
    pub(super) fn of(event: &'a OwnedEvent) -> Self {
        Self { event }
    }

    /// How many records.
    pub fn len(&self) -> usize {
        // SAFETY: the event is live.
        unsafe { c::rd_kafka_event_message_count(self.event.0.as_ptr()) }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Each record once, in the order of the batch.
    pub fn for_each(&self, mut serve: impl FnMut(Report<'_>)) {
        let mut chunk = [std::ptr::null(); 256];
        loop {
            // SAFETY: the event is live, and the array is as long as said; each message lives as long as the event.
            let count =
                unsafe { c::rd_kafka_event_message_array(self.event.0.as_ptr(), chunk.as_mut_ptr(), chunk.len()) };
            for message in &chunk[..count] {
                serve(Report { message: *message, _event: PhantomData });
            }
            if count < chunk.len() {
                return;
            }
        }
    }
}

/// The fields are read one by one through the pointer: a broker may answer a code that the bindings' enum does not have,
/// and then there must be no reference to the message as a whole. The message lives as long as its event, which the
/// lifetime holds.
impl Report<'_> {
    /// librdkafka's error code, 0 for none.
    pub fn error(&self) -> i32 {
        // SAFETY: the message is live; the code is read as the C int it is.
        unsafe { (&raw const (*self.message).err).cast::<i32>().read() }
    }

    /// The number given when it was produced.
    pub fn opaque(&self) -> usize {
        // SAFETY: the message is live.
        unsafe { (*self.message)._private as usize }
    }

    /// The topic's name.
    pub fn topic(&self) -> String {
        // SAFETY: a reported message has a topic, and its name lives as long.
        unsafe { text_of(c::rd_kafka_topic_name((*self.message).rkt)) }
    }

    /// The partition; −1 if it was never assigned.
    pub fn partition(&self) -> i32 {
        // SAFETY: the message is live.
        unsafe { (*self.message).partition }
    }

    /// The offset, only with no error; none when the broker told none (`acks=0`, or a duplicate).
    pub fn offset(&self) -> Option<i64> {
        // SAFETY: the message is live.
        let offset = unsafe { (*self.message).offset };
        (self.error() == 0 && offset >= 0).then_some(offset)
    }

    /// The timestamp in milliseconds and whose it is.
    pub fn timestamp(&self) -> Option<(i64, TimestampType)> {
        let mut kind = c::rd_kafka_timestamp_type_t::RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
        // SAFETY: the message is live, and the kind is written.
        let millis = unsafe { c::rd_kafka_message_timestamp(self.message, &raw mut kind) };
        match kind {
            c::rd_kafka_timestamp_type_t::RD_KAFKA_TIMESTAMP_NOT_AVAILABLE => None,
            c::rd_kafka_timestamp_type_t::RD_KAFKA_TIMESTAMP_CREATE_TIME => Some((millis, TimestampType::CreateTime)),
            c::rd_kafka_timestamp_type_t::RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME => {
                Some((millis, TimestampType::LogAppendTime))
            }
        }
    }

    /// Microseconds from produce to the end.
    pub fn latency_micros(&self) -> Option<u64> {
        // SAFETY: the message is live.
        u64::try_from(unsafe { c::rd_kafka_message_latency(self.message) }).ok()
    }

    /// The broker that answered.
    pub fn broker(&self) -> Option<i32> {
        // SAFETY: the message is live.
        let id = unsafe { c::rd_kafka_message_broker_id(self.message) };
        (id >= 0).then_some(id)
    }

    /// Whether the record may be in the log: `rd_kafka_message_status` is not "not persisted".
    pub fn possibly_persisted(&self) -> bool {
        // SAFETY: the message is live.
        let status = unsafe { c::rd_kafka_message_status(self.message) };
        status != c::rd_kafka_msg_status_t::RD_KAFKA_MSG_STATUS_NOT_PERSISTED
    }
}
