//! The only `unsafe` module: a safe handle over librdkafka's producer.
//!
//! rust-rdkafka's own producers build their configuration out of reach, so they can't carry interceptors; this
//! handle is made from `rdkafka::bindings` directly. What crosses the boundary:
//! - downwards: configuration pairs, records, flush, purge;
//! - upwards from librdkafka's broker threads: [`Hooks`], which must never block;
//! - upwards from its main queue: [`Event`]s, served by whoever calls [`Handle::poll`].
#![allow(unsafe_code)]

mod callbacks;
mod conf;
pub mod fetch;
pub mod mock;
mod produce;
mod report;
mod slab;

use std::ffi::{CStr, CString, c_char, c_int};
use std::ptr::NonNull;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rdkafka::bindings as c;

pub use conf::CreateError;
pub use produce::{Topic, TopicMetadata};
pub use report::{Report, Reports};
pub use slab::{Batch, Placed, Slab, Slot};

/// What librdkafka's broker threads tell while they work. Implementations must not block, nor call the handle.
pub trait Hooks: Send + Sync + 'static {
    /// A request was written to the socket whole. `api_key` 0 is Produce; `size` is in bytes with length prefix.
    fn request_sent(&self, broker: i32, api_key: i16, size: usize);
    /// An answer came, or the wait for it ended with `error` (librdkafka's code, 0 for none). `rtt_micros` is −1
    /// when no answer was awaited.
    fn response_received(&self, broker: i32, api_key: i16, rtt_micros: i64, error: i32);
    /// A record reached its end; told on the broker thread, before its delivery report is queued. `opaque` is the
    /// number given when it was produced.
    fn acknowledged(&self, opaque: usize, error: i32);
    /// A broker connection changed its state. `id` is −1 for a bootstrap address.
    fn broker_state(&self, id: i32, host: &str, port: i32, state: &str);
    /// A log line: syslog level, facility, text.
    fn log(&self, level: i32, facility: &str, text: &str);
}

/// What the main queue delivers.
pub enum Event<'a> {
    /// Records of one batch (or of one purge) reached their end.
    Reports(Reports<'a>),
    /// A client-level error: code and text.
    Error {
        /// librdkafka's code.
        code: i32,
        /// Its sentence.
        text: &'a str,
    },
    /// The statistics document.
    Statistics(&'a str),
}

/// The callbacks' context: what `ic_opaque` and the client's opaque point to.
struct Context {
    hooks: Arc<dyn Hooks>,
}

/// A running producer client. Dropping it waits for librdkafka's threads; what is queued is purged.
pub struct Handle {
    rk: NonNull<c::rd_kafka_t>,
    queue: NonNull<c::rd_kafka_queue_t>,
    /// Kept until after `rd_kafka_destroy`: payloads that it may still read.
    slabs: Mutex<Vec<Arc<Slab>>>,
    /// Kept until after `rd_kafka_destroy`: the callbacks point into it. Not a `Box`, which would claim when it is moved
    /// that nobody else points there.
    _context: Arc<Context>,
}

// SAFETY: librdkafka's client and queue are thread-safe by its own documentation, and the context is immutable and
// `Sync` (`Hooks: Send + Sync`).
unsafe impl Send for Handle {}
// SAFETY: as above.
unsafe impl Sync for Handle {}

impl Handle {
    /// Creates the client with these properties and the hooks installed. Nothing is printed by librdkafka itself.
    ///
    /// # Errors
    /// [`CreateError`] names the property when librdkafka refuses one; cross-checks come without a property.
    pub fn new(properties: &[(String, String)], hooks: Arc<dyn Hooks>) -> Result<Self, CreateError> {
        let context = Arc::new(Context { hooks });
        let conf = conf::build(properties, &context)?;
        let rk = conf::create(conf)?;
        // SAFETY: `rk` is a live client; the call takes a reference that `Drop` gives back.
        let queue = unsafe { c::rd_kafka_queue_get_main(rk.as_ptr()) };
        let Some(queue) = NonNull::new(queue) else {
            // SAFETY: `rk` is live and owned here alone.
            unsafe { c::rd_kafka_destroy(rk.as_ptr()) };
            return Err(CreateError { property: None, message: "librdkafka gave no main queue".into() });
        };
        Ok(Self { rk, queue, slabs: Mutex::default(), _context: context })
    }

    /// Waits up to `timeout` for one event of the main queue and hands it to `serve`. Returns whether one came.
    pub fn poll(&self, timeout: Duration, serve: &mut dyn FnMut(Event<'_>)) -> bool {
        // SAFETY: the queue is live; the event, if any, is ours until destroyed below.
        let event = unsafe { c::rd_kafka_queue_poll(self.queue.as_ptr(), millis(timeout)) };
        let Some(event) = NonNull::new(event) else { return false };
        let event = OwnedEvent(event);
        // SAFETY: the event is live.
        match unsafe { c::rd_kafka_event_type(event.0.as_ptr()) } {
            c::RD_KAFKA_EVENT_DR => serve(Event::Reports(Reports::of(&event))),
            c::RD_KAFKA_EVENT_ERROR => {
                // SAFETY: the event is live and its string lives as long.
                let (code, text) = unsafe {
                    let code = event_error(event.0.as_ptr());
                    (code, text_of(c::rd_kafka_event_error_string(event.0.as_ptr())))
                };
                serve(Event::Error { code, text: &text });
            }
            c::RD_KAFKA_EVENT_STATS => {
                // SAFETY: the event is live and its string lives as long.
                let text = unsafe { text_of(c::rd_kafka_event_stats(event.0.as_ptr())) };
                serve(Event::Statistics(&text));
            }
            _ => {}
        }
        true
    }

    /// Wakes a thread that waits in [`Handle::poll`].
    pub fn wake(&self) {
        // SAFETY: the queue is live; yielding is thread-safe.
        unsafe { c::rd_kafka_queue_yield(self.queue.as_ptr()) };
    }

    /// Sends what lingers and waits until every record is answered or `timeout` ends; somebody must be polling.
    pub fn flush(&self, timeout: Duration) -> bool {
        // SAFETY: the client is live.
        let error = unsafe { c::rd_kafka_flush(self.rk.as_ptr(), millis(timeout)) };
        error == c::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_NO_ERROR
    }

    /// Gives up queued records and, if asked, those in flight; each ends with a report.
    pub fn purge(&self, in_flight: bool) {
        let flags = c::RD_KAFKA_PURGE_F_QUEUE | if in_flight { c::RD_KAFKA_PURGE_F_INFLIGHT } else { 0 };
        // SAFETY: the client is live. The only error is an unknown flag, and both are known.
        unsafe { c::rd_kafka_purge(self.rk.as_ptr(), flags | c::RD_KAFKA_PURGE_F_NON_BLOCKING) };
    }

    /// Sets the level up to which log lines are formatted and told: 6 leaves the debug lines out, 7 has them.
    pub fn set_log_level(&self, level: i32) {
        // SAFETY: the client is live; the level is a plain integer.
        unsafe { c::rd_kafka_set_log_level(self.rk.as_ptr(), level) };
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        // SAFETY: both are live and not used after; the context is dropped after this body, when no thread of
        // librdkafka is left.
        unsafe {
            c::rd_kafka_queue_destroy(self.queue.as_ptr());
            c::rd_kafka_destroy(self.rk.as_ptr());
        }
    }
}

/// An event that is destroyed when dropped.
struct OwnedEvent(NonNull<c::rd_kafka_event_t>);

impl Drop for OwnedEvent {
    fn drop(&mut self) {
        // SAFETY: the event is live and owned; it is not used after.
        unsafe { c::rd_kafka_event_destroy(self.0.as_ptr()) };
    }
}

/// The code of an error event, read as the C int it is: it can be a broker's, and the bindings' enum does not have all.
///
/// # Safety
/// The event is live.
unsafe fn event_error(event: *mut c::rd_kafka_event_t) -> c_int {
    type OfEnum = unsafe extern "C" fn(*mut c::rd_kafka_event_t) -> c::rd_kafka_resp_err_t;
    type OfInt = unsafe extern "C" fn(*mut c::rd_kafka_event_t) -> c_int;
    // SAFETY: the same C function; C's enums are ints, and so is the bindings' (`repr(i32)`). The event is live.
    unsafe { std::mem::transmute::<OfEnum, OfInt>(c::rd_kafka_event_error)(event) }
}

/// librdkafka's name of an error code, as `_MSG_TIMED_OUT`; codes it does not know read `ERR_123?`.
pub fn error_name(code: i32) -> String {
    // SAFETY: every name is a static string; `known_error` gives only values that librdkafka lists.
    known_error(code).map_or_else(|| format!("ERR_{code}?"), |error| unsafe { text_of(c::rd_kafka_err2name(error)) })
}

/// Every error code the bundled librdkafka knows, with its name and sentence.
pub fn errors() -> Vec<(i32, String, String)> {
    descriptions()
        .iter()
        .filter(|description| !description.name.is_null())
        // SAFETY: names and sentences of the table are static strings, and not null as just filtered.
        .map(|d| unsafe { (d.code as i32, text_of(d.name), text_of(d.desc)) })
        .collect()
}

fn descriptions() -> &'static [c::rd_kafka_err_desc] {
    let mut table = std::ptr::null();
    let mut count = 0;
    // SAFETY: librdkafka sets both to its static table.
    unsafe {
        c::rd_kafka_get_err_descs(&raw mut table, &raw mut count);
        std::slice::from_raw_parts(table, count)
    }
}

fn known_error(code: i32) -> Option<c::rd_kafka_resp_err_t> {
    descriptions().iter().find(|d| d.code as i32 == code && !d.name.is_null()).map(|d| d.code)
}

/// Copies a C string; null reads as empty, what is not UTF-8 is replaced.
///
/// # Safety
/// `text` is null or points to a NUL-terminated string that lives during the call.
unsafe fn text_of(text: *const c_char) -> String {
    if text.is_null() {
        return String::new();
    }
    // SAFETY: promised by the caller.
    unsafe { CStr::from_ptr(text) }.to_string_lossy().into_owned()
}

/// A C string of `text`; none if it has a NUL, which would end it early: a topic or a password must not be cut.
fn c_string(text: &str) -> Option<CString> {
    CString::new(text).ok()
}

/// Rounded up: a wait for less than a millisecond must not become none.
fn millis(timeout: Duration) -> c_int {
    c_int::try_from(timeout.as_micros().div_ceil(1000)).unwrap_or(c_int::MAX)
}

#[cfg(test)]
mod tests;
