//! One record at one offset, read without a group.
//!
//! A consumer with a `group.id` looks for its coordinator, which on a fresh cluster creates `__consumer_offsets`; and
//! without one it can't be assigned anything. librdkafka's simple consumer needs none: it fetches, and nothing else.

use std::ffi::c_int;
use std::ptr::NonNull;
use std::time::Duration;

use rdkafka::bindings as c;
use rdkafka::consumer::{BaseConsumer, Consumer, ConsumerContext};

use super::{c_string, millis, text_of};
use crate::domain::outcome::TimestampType;
use crate::domain::payload::Payload;
use crate::domain::record::Header;

/// What came first at the offset, or behind it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fetched {
    /// Its offset.
    pub offset: i64,
    /// Milliseconds since the epoch, and whose timestamp it is.
    pub timestamp: Option<(i64, TimestampType)>,
    /// The key.
    pub key: Payload,
    /// The value.
    pub value: Payload,
    /// The headers, in order; names that are not UTF-8 have marks in them.
    pub headers: Vec<Header>,
}

/// Why nothing came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nothing {
    /// The time is over.
    Timeout,
    /// The partition ends at this offset.
    End(i64),
    /// librdkafka's code.
    Error(i32),
}

/// The topic handle of one fetch, which is stopped and given back when dropped.
struct Fetching {
    topic: NonNull<c::rd_kafka_topic_t>,
    partition: i32,
    started: bool,
}

impl Drop for Fetching {
    fn drop(&mut self) {
        // SAFETY: the handle is live and ours; the fetch is stopped before it goes, and nothing is used after.
        unsafe {
            if self.started {
                c::rd_kafka_consume_stop(self.topic.as_ptr(), self.partition);
            }
            c::rd_kafka_topic_destroy(self.topic.as_ptr());
        }
    }
}

/// Fetches what stands first at `offset`, or behind it. Blocks up to `timeout`. One fetch of a partition at a time.
///
/// # Errors
/// Why nothing came.
pub fn fetch<C: ConsumerContext>(
    consumer: &BaseConsumer<C>,
    topic: &str,
    partition: i32,
    offset: i64,
    timeout: Duration,
) -> Result<Fetched, Nothing> {
    let invalid = Nothing::Error(c::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR__INVALID_ARG as i32);
    let name = c_string(topic).ok_or_else(|| invalid.clone())?;
    // SAFETY: the client is live as long as the consumer; the name is a C string; no topic configuration of its own.
    let handle = unsafe { c::rd_kafka_topic_new(consumer.client().native_ptr(), name.as_ptr(), std::ptr::null_mut()) };
    let topic = NonNull::new(handle).ok_or(invalid)?;
    let mut fetching = Fetching { topic, partition, started: false };
    // SAFETY: the handle is live.
    if unsafe { c::rd_kafka_consume_start(topic.as_ptr(), partition, offset) } != 0 {
        // SAFETY: the call reads this thread's last error.
        return Err(Nothing::Error(unsafe { c::rd_kafka_last_error() } as i32));
    }
    fetching.started = true;
    // SAFETY: the handle is live and started; the message is ours until destroyed below.
    let message = unsafe { c::rd_kafka_consume(topic.as_ptr(), partition, millis(timeout)) };
    let Some(message) = NonNull::new(message) else { return Err(Nothing::Timeout) };
    let message = Message(message);
    message.read()
}

/// A message that is destroyed when dropped.
struct Message(NonNull<c::rd_kafka_message_t>);

impl Drop for Message {
    fn drop(&mut self) {
        // SAFETY: the message is live and owned; it is not used after.
        unsafe { c::rd_kafka_message_destroy(self.0.as_ptr()) };
    }
}

impl Message {
    /// The fields are read one by one through the pointer: a broker may answer a code that the bindings' enum does not
    /// have, and then there must be no reference to the message as a whole.
    fn read(&self) -> Result<Fetched, Nothing> {
        let message = self.0.as_ptr();
        // SAFETY: the message is live; the code is read as the C int it is.
        let error = unsafe { (&raw const (*message).err).cast::<c_int>().read() };
        // SAFETY: the message is live.
        let offset = unsafe { (*message).offset };
        if error == c::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR__PARTITION_EOF as i32 {
            return Err(Nothing::End(offset));
        }
        if error != 0 {
            return Err(Nothing::Error(error));
        }
        // SAFETY: key and payload are null, or as many bytes as said, and live as long as the message.
        let (key, value) =
            unsafe { (payload((*message).key, (*message).key_len), payload((*message).payload, (*message).len)) };
        Ok(Fetched { offset, timestamp: self.timestamp(), key, value, headers: self.headers() })
    }

    fn timestamp(&self) -> Option<(i64, TimestampType)> {
        let mut kind = c::rd_kafka_timestamp_type_t::RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
        // SAFETY: the message is live, and the kind is written.
        let millis = unsafe { c::rd_kafka_message_timestamp(self.0.as_ptr(), &raw mut kind) };
        match kind {
            c::rd_kafka_timestamp_type_t::RD_KAFKA_TIMESTAMP_NOT_AVAILABLE => None,
            c::rd_kafka_timestamp_type_t::RD_KAFKA_TIMESTAMP_CREATE_TIME => Some((millis, TimestampType::CreateTime)),
            c::rd_kafka_timestamp_type_t::RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME => {
                Some((millis, TimestampType::LogAppendTime))
            }
        }
    }

    fn headers(&self) -> Vec<Header> {
        let mut list = std::ptr::null_mut();
        let none = c::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_NO_ERROR;
        // SAFETY: the message is live; the list, if any, lives as long.
        if unsafe { c::rd_kafka_message_headers(self.0.as_ptr(), &raw mut list) } != none {
            return Vec::new();
        }
        let mut headers = Vec::new();
        loop {
            let (mut name, mut value, mut size) = (std::ptr::null(), std::ptr::null(), 0);
            // SAFETY: the list is live; the three are written when there is such a header, and live as long as the list.
            unsafe {
                let told =
                    c::rd_kafka_header_get_all(list, headers.len(), &raw mut name, &raw mut value, &raw mut size);
                if told != none {
                    return headers;
                }
                headers.push(Header { name: text_of(name), value: payload(value, size) });
            }
        }
    }
}

/// Copies `size` bytes; null stays null, which is not empty.
///
/// # Safety
/// `bytes` is null or points to so many bytes that live during the call.
unsafe fn payload(bytes: *const std::ffi::c_void, size: usize) -> Payload {
    if bytes.is_null() {
        return Payload::NULL;
    }
    // SAFETY: promised by the caller.
    Payload::bytes(unsafe { std::slice::from_raw_parts(bytes.cast::<u8>(), size) })
}
