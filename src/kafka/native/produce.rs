//! Handing records over.

use std::ffi::{c_int, c_void};
use std::ptr::NonNull;
use std::sync::Arc;
use std::time::Duration;

use rdkafka::bindings as c;

use super::{Handle, c_string, millis};
use crate::domain::record::Record;
use crate::domain::topic::PartitionView;

/// `TOPIC_EXCEPTION`: a name that no topic can have.
pub(super) const INVALID_TOPIC: i32 = 17;

/// A topic's handle in the client. Making one makes the client ask for the topic's metadata, which may create it.
pub struct Topic {
    pub(super) rkt: NonNull<c::rd_kafka_topic_t>,
    /// Keeps the client alive longer than its topic handle.
    pub(super) handle: Arc<Handle>,
}

// SAFETY: librdkafka's topic handles are reference-counted and thread-safe.
unsafe impl Send for Topic {}
// SAFETY: as above.
unsafe impl Sync for Topic {}

impl Drop for Topic {
    fn drop(&mut self) {
        // SAFETY: live and owned; not used after.
        unsafe { c::rd_kafka_topic_destroy(self.rkt.as_ptr()) };
    }
}

/// What a broker tells of one topic.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct TopicMetadata {
    /// Its partitions.
    pub partitions: Vec<PartitionView>,
    /// The topic-level error code, as `UNKNOWN_TOPIC_OR_PART` (3).
    pub error: Option<i32>,
}

impl Topic {
    /// The topic's handle.
    ///
    /// # Errors
    /// librdkafka's code when the name is refused.
    pub fn new(handle: &Arc<Handle>, name: &str) -> Result<Self, i32> {
        let Some(c_name) = c_string(name) else { return Err(INVALID_TOPIC) };
        // SAFETY: the client is live, the name lives during the call, the default topic configuration is asked for.
        let rkt = unsafe { c::rd_kafka_topic_new(handle.rk.as_ptr(), c_name.as_ptr(), std::ptr::null_mut()) };
        match NonNull::new(rkt) {
            Some(rkt) => Ok(Self { rkt, handle: Arc::clone(handle) }),
            // SAFETY: no preconditions.
            None => Err(unsafe { c::rd_kafka_last_error() } as i32),
        }
    }

    /// Asks a broker for the topic's partitions and leaders, waiting up to `timeout`. Where the broker allows it, this
    /// creates the topic, as Java's producer does when it sends.
    ///
    /// # Errors
    /// librdkafka's code when no broker answered in time. A topic-level error is told in the answer.
    pub fn metadata(&self, timeout: Duration) -> Result<TopicMetadata, i32> {
        let mut metadata = std::ptr::null();
        // SAFETY: client and topic are live; the pointer is set on success and freed below.
        let error = unsafe {
            c::rd_kafka_metadata(self.handle.rk.as_ptr(), 0, self.rkt.as_ptr(), &raw mut metadata, millis(timeout))
        } as i32;
        if error != 0 {
            return Err(error);
        }
        // SAFETY: on success `metadata` is live until destroyed here, and `view_of` copies what it needs.
        unsafe {
            let view = view_of(&*metadata);
            c::rd_kafka_metadata_destroy(metadata);
            Ok(view)
        }
    }

    /// Hands over one record; its payloads are copied. `timestamp` is in milliseconds and not 0.
    ///
    /// # Errors
    /// librdkafka's code, as −184 when its queue is full. Nothing was taken then.
    pub fn produce(&self, record: &Record, partition: i32, timestamp: i64, opaque: usize) -> Result<(), i32> {
        let headers = headers_of(record)?;
        let mut arguments = vec![
            argument(c::rd_kafka_vtype_t::RD_KAFKA_VTYPE_RKT, |u| u.rkt = self.rkt.as_ptr()),
            argument(c::rd_kafka_vtype_t::RD_KAFKA_VTYPE_PARTITION, |u| u.i32_ = partition),
            argument(c::rd_kafka_vtype_t::RD_KAFKA_VTYPE_MSGFLAGS, |u| u.i = c::RD_KAFKA_MSG_F_COPY),
            argument(c::rd_kafka_vtype_t::RD_KAFKA_VTYPE_KEY, |u| u.mem = memory(record.key.as_deref())),
            argument(c::rd_kafka_vtype_t::RD_KAFKA_VTYPE_VALUE, |u| u.mem = memory(record.value.as_deref())),
            argument(c::rd_kafka_vtype_t::RD_KAFKA_VTYPE_TIMESTAMP, |u| u.i64_ = timestamp),
            argument(c::rd_kafka_vtype_t::RD_KAFKA_VTYPE_OPAQUE, |u| u.ptr = opaque as *mut c_void),
        ];
        if let Some(headers) = headers {
            arguments.push(argument(c::rd_kafka_vtype_t::RD_KAFKA_VTYPE_HEADERS, |u| u.headers = headers.as_ptr()));
        }
        // SAFETY: client and topic are live; payloads live during the call and are copied (F_COPY); the client owns
        // the headers only if the call succeeds, else they are freed here.
        unsafe {
            let error = c::rd_kafka_produceva(self.handle.rk.as_ptr(), arguments.as_ptr(), arguments.len());
            if error.is_null() {
                return Ok(());
            }
            let code = c::rd_kafka_error_code(error) as i32;
            c::rd_kafka_error_destroy(error);
            if let Some(headers) = headers {
                c::rd_kafka_headers_destroy(headers.as_ptr());
            }
            Err(code)
        }
    }
}

fn argument(vtype: c::rd_kafka_vtype_t, fill: impl FnOnce(&mut c::rd_kafka_vu_s__bindgen_ty_1)) -> c::rd_kafka_vu_t {
    let mut u = c::rd_kafka_vu_s__bindgen_ty_1 { _pad: [0; 64] };
    fill(&mut u);
    c::rd_kafka_vu_t { vtype, u }
}

/// Null is a null pointer; empty is a pointer (that is never read) with size 0.
fn memory(payload: Option<&[u8]>) -> c::rd_kafka_vu_s__bindgen_ty_1__bindgen_ty_1 {
    c::rd_kafka_vu_s__bindgen_ty_1__bindgen_ty_1 { ptr: pointer(payload), size: payload.map_or(0, <[u8]>::len) }
}

fn pointer(payload: Option<&[u8]>) -> *mut c_void {
    payload.map_or(std::ptr::null_mut(), |bytes| bytes.as_ptr().cast_mut().cast())
}

fn headers_of(record: &Record) -> Result<Option<NonNull<c::rd_kafka_headers_t>>, i32> {
    if record.headers.is_empty() {
        return Ok(None);
    }
    // SAFETY: no preconditions.
    let headers = NonNull::new(unsafe { c::rd_kafka_headers_new(record.headers.len()) });
    // Never without its headers.
    let Some(headers) = headers else {
        return Err(c::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR__CRIT_SYS_RESOURCE as i32);
    };
    for header in &record.headers {
        let name_size = isize::try_from(header.name.len()).unwrap_or(isize::MAX);
        let value = header.value.as_deref();
        let value_size = value.map_or(-1, |bytes| isize::try_from(bytes.len()).unwrap_or(isize::MAX));
        // SAFETY: the list is live; name and value live during the call, which copies them; sizes are given.
        let error = unsafe {
            c::rd_kafka_header_add(headers.as_ptr(), header.name.as_ptr().cast(), name_size, pointer(value), value_size)
        } as i32;
        if error != 0 {
            // SAFETY: the list is live and ours.
            unsafe { c::rd_kafka_headers_destroy(headers.as_ptr()) };
            return Err(error);
        }
    }
    Ok(Some(headers))
}

/// The one topic of a metadata answer.
///
/// # Safety
/// `metadata` is an answer of `rd_kafka_metadata` that was not destroyed.
unsafe fn view_of(metadata: &c::rd_kafka_metadata) -> TopicMetadata {
    // SAFETY: counts and arrays belong together, and live as long as `metadata`.
    unsafe {
        if metadata.topic_cnt < 1 {
            return TopicMetadata::default();
        }
        // Fields are read through pointers: a broker's code may be one that the bindings' enum does not have, and then
        // there must be no reference to the whole.
        let topic = metadata.topics.cast_const();
        let count = usize::try_from((*topic).partition_cnt).unwrap_or(0);
        let partitions = (0..count)
            .map(|at| (*topic).partitions.cast_const().add(at))
            .map(|partition| PartitionView {
                id: (*partition).id,
                leader: ((*partition).leader >= 0).then_some((*partition).leader),
                replicas: slice((*partition).replicas, (*partition).replica_cnt).to_vec(),
                in_sync: slice((*partition).isrs, (*partition).isr_cnt).to_vec(),
            })
            .collect();
        let error = (&raw const (*topic).err).cast::<i32>().read();
        TopicMetadata { partitions, error: (error != 0).then_some(error) }
    }
}

/// # Safety
/// `pointer` points to `count` values (or `count` is not positive) that live as long as what they were read from.
unsafe fn slice<'a, T>(pointer: *const T, count: c_int) -> &'a [T] {
    match usize::try_from(count) {
        // SAFETY: promised by the caller.
        Ok(count) if count > 0 && !pointer.is_null() => unsafe { std::slice::from_raw_parts(pointer, count) },
        Ok(_) | Err(_) => &[],
    }
}
