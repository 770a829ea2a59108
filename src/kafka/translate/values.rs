//! Values that are said in another way on librdkafka's side.

use super::Translator;
use crate::domain::compression::{level_property, native_level};
use crate::domain::profile::Effective;
use crate::domain::property::{ClientModel, Property, Value};

/// Room for what librdkafka counts and Java does not, so that the check of `max.request.size` answers first.
const MESSAGE_HEADROOM: i64 = 1_024;

/// Whether it is Java's `request.timeout.ms`, which librdkafka has in two: the wait of the client
/// (`socket.timeout.ms`) and that of the broker (`request.timeout.ms`).
pub(super) fn is_request_timeout(property: &Property) -> bool {
    property.java.is_some() && property.name == "request.timeout.ms"
}

/// A value in librdkafka's words; `None` where it is not to be passed.
pub fn native_text(property: &Property, value: &Value, effective: &Effective) -> Option<String> {
    let java = match effective.model {
        ClientModel::Java | ClientModel::Java3 | ClientModel::Java2 => property.java.is_some(),
        ClientModel::Librdkafka => false,
    };
    Some(match value {
        Value::Whole(number) if java => java_number(property.name, *number, effective).to_string(),
        Value::Text(text) if java => java_text(property.name, text)?,
        Value::Secret(secret) => secret.expose().to_owned(),
        Value::Whole(_) | Value::Decimal(_) | Value::Bool(_) | Value::Text(_) => value.to_string(),
    })
}

fn java_number(name: &str, number: i64, effective: &Effective) -> i64 {
    match name {
        // Java takes a batch.size of 0 as 1. To librdkafka a metadata age of 0 means that it is never fetched again.
        "batch.size" | "metadata.max.age.ms" => number.max(1),
        "max.request.size" => number.saturating_add(MESSAGE_HEADROOM).clamp(1_000, 1_000_000_000),
        // −1 leaves it to the system in Java, 0 in librdkafka.
        "send.buffer.bytes" | "receive.buffer.bytes" => number.max(0),
        // More requests than librdkafka's highest number are never in flight.
        "max.in.flight.requests.per.connection" => number.min(1_000_000),
        // A negative one never closes, nor does one of weeks: to librdkafka 0 says that, so that Java's 0 becomes 1.
        "connections.max.idle.ms" => match u32::try_from(number) {
            Ok(0) => 1,
            Ok(time) if time <= i32::MAX.unsigned_abs() => i64::from(time),
            Ok(_) | Err(_) => 0,
        },
        // Java waits no longer than the longest; librdkafka refuses it.
        "reconnect.backoff.ms" => number.min(effective.whole("reconnect.backoff.max.ms")),
        "retry.backoff.ms" if has(effective, "retry.backoff.max.ms") => {
            number.min(effective.whole("retry.backoff.max.ms"))
        }
        _ => number,
    }
}

/// Whether the client modelled has a value for the property: those before it came have none.
fn has(effective: &Effective, name: &str) -> bool {
    effective.setting(name).is_some_and(|setting| setting.value.is_some())
}

/// Whether it is a `retry.backoff.ms` of Java before 3.7 (KIP-580), which does not grow.
pub(super) fn is_constant_backoff(property: &Property, effective: &Effective) -> bool {
    property.name == "retry.backoff.ms" && !has(effective, "retry.backoff.max.ms")
}

fn java_text(name: &str, text: &str) -> Option<String> {
    match name {
        "acks" if text == "all" => Some("-1".to_owned()),
        "ssl.endpoint.identification.algorithm" if text.is_empty() => Some("none".to_owned()),
        "security.protocol" | "metadata.recovery.strategy" | "ssl.endpoint.identification.algorithm" => {
            Some(text.to_lowercase())
        }
        "client.id" if text.is_empty() => Some("linger".to_owned()),
        // Java's default is Kerberos; it counts only when the client logs in, and then it is refused before.
        "sasl.mechanism" if text == "GSSAPI" => None,
        // Java's default is the Java runtime's.
        "ssl.cipher.suites" if text.is_empty() => None,
        _ => Some(text.to_owned()),
    }
}

impl Translator<'_> {
    /// Java has a level for each codec, librdkafka one for all: that of the codec in use is passed.
    pub(super) fn compression_level(&mut self) {
        let codec = self.effective.text("compression.type").unwrap_or_default();
        let Some(name) = level_property(codec) else { return };
        if !self.is_java() || self.effective.is_set("compression.level") {
            return;
        }
        let Some(setting) = self.effective.setting(name).cloned() else { return };
        // Java 2.8 has no levels and takes the codec's own.
        if setting.value.is_none() {
            return;
        }
        let level = native_level(codec, self.effective.whole(name));
        if (-1..=12).contains(&level) {
            self.put("compression.level", level.to_string());
        } else {
            let message = format!(
                "'{level}' is a value Kafka allows, but librdkafka, which does the sending, does not; \
                 allowed here: -1 to 12"
            );
            self.error("beyond-librdkafka", &setting, &message);
        }
    }
}
