//! From property pairs to a running client.

use std::ffi::{c_char, c_void};
use std::ptr::NonNull;

use rdkafka::bindings as c;

use super::{Context, c_string, callbacks, text_of};

/// librdkafka refused a property, or the whole.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct CreateError {
    /// The property it was about, if librdkafka tells.
    pub property: Option<String>,
    /// librdkafka's words, without the value (which may be a secret).
    pub message: String,
}

/// An `rd_kafka_conf_t` that is destroyed unless a client takes it over.
pub(super) struct Conf(NonNull<c::rd_kafka_conf_t>);

impl Drop for Conf {
    fn drop(&mut self) {
        // SAFETY: owned and live; `create` forgets the wrapper when a client took it over.
        unsafe { c::rd_kafka_conf_destroy(self.0.as_ptr()) };
    }
}

const ERROR_TEXT: usize = 512;

/// Makes the configuration: the properties, the events we serve, the log callback, and the interceptors.
pub(super) fn build(properties: &[(String, String)], context: &Context) -> Result<Conf, CreateError> {
    // SAFETY: no preconditions.
    let conf = NonNull::new(unsafe { c::rd_kafka_conf_new() })
        .ok_or_else(|| CreateError { property: None, message: "out of memory".into() })?;
    let conf = Conf(conf);
    for (name, value) in properties {
        set(&conf, name, value)?;
    }
    let opaque: *mut c_void = std::ptr::from_ref(context).cast_mut().cast();
    let events = c::RD_KAFKA_EVENT_DR | c::RD_KAFKA_EVENT_ERROR | c::RD_KAFKA_EVENT_STATS;
    // SAFETY: the configuration is live; the context outlives the client (`Handle` drops it last); the callbacks
    // only read it.
    unsafe {
        c::rd_kafka_conf_set_opaque(conf.0.as_ptr(), opaque);
        c::rd_kafka_conf_set_events(conf.0.as_ptr(), events);
        c::rd_kafka_conf_set_log_cb(conf.0.as_ptr(), Some(callbacks::log));
        c::rd_kafka_conf_interceptor_add_on_new(
            conf.0.as_ptr(),
            callbacks::NAME.as_ptr(),
            Some(callbacks::on_new),
            opaque,
        );
    }
    Ok(conf)
}

fn set(conf: &Conf, name: &str, value: &str) -> Result<(), CreateError> {
    let mut text = [0 as c_char; ERROR_TEXT];
    let refused = |message| CreateError { property: Some(name.to_owned()), message };
    let (Some(c_name), Some(c_value)) = (c_string(name), c_string(value)) else {
        return Err(refused("a NUL character is not allowed".to_owned()));
    };
    // SAFETY: the configuration is live, the strings live during the call, the buffer is as long as said.
    let result = unsafe {
        c::rd_kafka_conf_set(conf.0.as_ptr(), c_name.as_ptr(), c_value.as_ptr(), text.as_mut_ptr(), text.len())
    };
    if result == c::rd_kafka_conf_res_t::RD_KAFKA_CONF_OK {
        return Ok(());
    }
    // SAFETY: librdkafka ends what it writes with a NUL, and the buffer was zeroed.
    let message = unsafe { text_of(text.as_ptr()) };
    Err(refused(message))
}

/// Creates the client, which takes the configuration over if that succeeds.
pub(super) fn create(conf: Conf) -> Result<NonNull<c::rd_kafka_t>, CreateError> {
    let mut text = [0 as c_char; ERROR_TEXT];
    let producer = c::rd_kafka_type_t::RD_KAFKA_PRODUCER;
    // SAFETY: the configuration is live and the buffer is as long as said.
    let rk = unsafe { c::rd_kafka_new(producer, conf.0.as_ptr(), text.as_mut_ptr(), text.len()) };
    if let Some(rk) = NonNull::new(rk) {
        std::mem::forget(conf);
        return Ok(rk);
    }
    // SAFETY: as in `set`.
    Err(CreateError { property: None, message: unsafe { text_of(text.as_ptr()) } })
}
