//! The C functions librdkafka calls; each finds its [`Context`] and passes on to the hooks.

use std::borrow::Cow;
use std::ffi::{CStr, c_char, c_int, c_void};

use rdkafka::bindings as c;

use super::Context;

/// The interceptors' name in librdkafka's log.
pub(super) const NAME: &CStr = c"linger";

const OK: c::rd_kafka_resp_err_t = c::rd_kafka_resp_err_t::RD_KAFKA_RESP_ERR_NO_ERROR;

/// The context behind an opaque pointer.
///
/// # Safety
/// `opaque` is the pointer given in `conf::build`, whose context outlives the client.
unsafe fn context<'a>(opaque: *mut c_void) -> &'a Context {
    // SAFETY: promised by the caller; the context is never written.
    unsafe { &*opaque.cast::<Context>() }
}

/// # Safety
/// `text` is null or a NUL-terminated string that lives during the callback.
unsafe fn borrowed<'a>(text: *const c_char) -> Cow<'a, str> {
    if text.is_null() {
        return Cow::Borrowed("");
    }
    // SAFETY: promised by the caller.
    unsafe { CStr::from_ptr(text) }.to_string_lossy()
}

/// Adds the interceptors to a client being created: librdkafka wants them added here and nowhere else.
pub(super) unsafe extern "C" fn on_new(
    rk: *mut c::rd_kafka_t,
    _conf: *const c::rd_kafka_conf_t,
    opaque: *mut c_void,
    _errstr: *mut c_char,
    _errstr_size: usize,
) -> c::rd_kafka_resp_err_t {
    // SAFETY: librdkafka calls this with the client being created; the functions and the opaque live long enough.
    unsafe {
        let name = NAME.as_ptr();
        c::rd_kafka_interceptor_add_on_request_sent(rk, name, Some(on_request_sent), opaque);
        c::rd_kafka_interceptor_add_on_response_received(rk, name, Some(on_response_received), opaque);
        c::rd_kafka_interceptor_add_on_acknowledgement(rk, name, Some(on_acknowledgement), opaque);
        c::rd_kafka_interceptor_add_on_broker_state_change(rk, name, Some(on_broker_state_change), opaque);
    }
    OK
}

unsafe extern "C" fn on_request_sent(
    _rk: *mut c::rd_kafka_t,
    _socket: c_int,
    _name: *const c_char,
    broker: i32,
    api_key: i16,
    _api_version: i16,
    _correlation: i32,
    size: usize,
    opaque: *mut c_void,
) -> c::rd_kafka_resp_err_t {
    // SAFETY: `opaque` is ours.
    unsafe { context(opaque) }.hooks.request_sent(broker, api_key, size);
    OK
}

unsafe extern "C" fn on_response_received(
    _rk: *mut c::rd_kafka_t,
    _socket: c_int,
    _name: *const c_char,
    broker: i32,
    api_key: i16,
    _api_version: i16,
    _correlation: i32,
    _size: usize,
    rtt: i64,
    error: c::rd_kafka_resp_err_t,
    opaque: *mut c_void,
) -> c::rd_kafka_resp_err_t {
    // SAFETY: `opaque` is ours.
    unsafe { context(opaque) }.hooks.response_received(broker, api_key, rtt, error as i32);
    OK
}

unsafe extern "C" fn on_acknowledgement(
    _rk: *mut c::rd_kafka_t,
    message: *mut c::rd_kafka_message_t,
    opaque: *mut c_void,
) -> c::rd_kafka_resp_err_t {
    // SAFETY: librdkafka passes a live message; `opaque` is ours. The error is read as the C int it is: a broker
    // may answer a code that the enum of the bindings does not have.
    unsafe {
        let error = (&raw const (*message).err).cast::<i32>().read();
        context(opaque).hooks.acknowledged((*message)._private as usize, error);
    }
    OK
}

unsafe extern "C" fn on_broker_state_change(
    _rk: *mut c::rd_kafka_t,
    broker: i32,
    _protocol: *const c_char,
    name: *const c_char,
    port: c_int,
    state: *const c_char,
    opaque: *mut c_void,
) -> c::rd_kafka_resp_err_t {
    // SAFETY: the strings live during the call; `opaque` is ours.
    unsafe { context(opaque).hooks.broker_state(broker, &borrowed(name), port, &borrowed(state)) };
    OK
}

pub(super) unsafe extern "C" fn log(
    rk: *const c::rd_kafka_t,
    level: c_int,
    facility: *const c_char,
    text: *const c_char,
) {
    if rk.is_null() {
        return;
    }
    // SAFETY: the client is live while it logs, its opaque was set before it was created, the strings live during
    // the call.
    unsafe {
        let opaque = c::rd_kafka_opaque(rk);
        if !opaque.is_null() {
            context(opaque).hooks.log(level, &borrowed(facility), &borrowed(text));
        }
    }
}
