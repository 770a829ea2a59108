//! What became of records and requests, as lines of JSON.

use serde::Serialize;

use crate::domain::outcome::{Outcome, Side, Status, TimestampType};
use crate::domain::request::Request;

/// An outcome, ready to be serialized with its promised names in their order.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct OutcomeLine<'a> {
    r#type: &'static str,
    n: u64,
    status: &'static str,
    topic: &'a str,
    partition: Option<i32>,
    offset: Option<i64>,
    timestamp: Option<i64>,
    timestamp_type: Option<&'static str>,
    serialized_key_size: i64,
    serialized_value_size: i64,
    latency_micros: Option<u64>,
    broker: Option<i32>,
    attempts: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<ErrorObject<'a>>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorObject<'a> {
    code: i32,
    name: &'a str,
    side: &'static str,
    retriable: bool,
    fatal: bool,
    possibly_persisted: bool,
    message: &'a str,
    cause: Option<&'a str>,
}

impl<'a> From<&'a Outcome> for OutcomeLine<'a> {
    fn from(outcome: &'a Outcome) -> Self {
        let (status, error) = match &outcome.status {
            Status::Delivered => ("delivered", None),
            Status::Sent => ("sent", None),
            Status::Failed(failure) => {
                let side = match failure.side {
                    Side::Client => "client",
                    Side::Broker => "broker",
                };
                let error = ErrorObject {
                    code: failure.code,
                    name: &failure.name,
                    side,
                    retriable: failure.retriable,
                    fatal: failure.fatal,
                    possibly_persisted: failure.possibly_persisted,
                    message: &failure.message,
                    cause: failure.cause.as_deref(),
                };
                ("failed", Some(error))
            }
        };
        Self {
            r#type: "outcome",
            n: outcome.n,
            status,
            topic: &outcome.topic,
            partition: outcome.partition,
            offset: outcome.offset,
            timestamp: outcome.timestamp,
            timestamp_type: outcome.timestamp_type.map(TimestampType::name),
            serialized_key_size: outcome.key_size,
            serialized_value_size: outcome.value_size,
            latency_micros: outcome.latency_micros,
            broker: outcome.broker,
            attempts: outcome.attempts,
            error,
        }
    }
}

/// A traced request, ready to be serialized with its promised names in their order.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestLine<'a> {
    r#type: &'static str,
    generation: u32,
    broker: i32,
    topic: Option<&'a str>,
    partition: Option<i32>,
    attempt: u32,
    records: Option<u32>,
    bytes: Option<u64>,
    wire_bytes: u64,
    first_offset: Option<i64>,
    last_offset: Option<i64>,
    accepted_micros: Option<u64>,
    sent_micros: u64,
    rtt_micros: Option<u64>,
    outcome: &'static str,
    cause: Option<&'a str>,
    closed: &'static str,
}

impl<'a> From<&'a Request> for RequestLine<'a> {
    fn from(request: &'a Request) -> Self {
        Self {
            r#type: "request",
            generation: request.generation,
            broker: request.broker,
            topic: request.topic.as_deref(),
            partition: request.partition,
            attempt: request.attempt,
            records: request.records,
            bytes: request.bytes,
            wire_bytes: request.wire_bytes,
            first_offset: request.first_offset,
            last_offset: request.last_offset,
            accepted_micros: request.accepted_micros,
            sent_micros: request.sent_micros,
            rtt_micros: request.rtt_micros,
            outcome: request.outcome.name(),
            cause: request.cause.as_deref(),
            closed: request.closed.name(),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::outcome::Failure;
    use crate::domain::request::{Closed, RequestOutcome};

    fn delivered() -> Outcome {
        Outcome {
            n: 0,
            status: Status::Delivered,
            topic: "orders".into(),
            partition: Some(3),
            offset: Some(1841),
            timestamp: Some(1_700_000_000_000),
            timestamp_type: Some(TimestampType::CreateTime),
            key_size: 7,
            value_size: 31,
            latency_micros: Some(6100),
            broker: Some(1),
            attempts: 1,
            journey: None,
        }
    }

    fn line(outcome: &Outcome) -> String {
        serde_json::to_string(&OutcomeLine::from(outcome)).unwrap()
    }

    #[test]
    fn a_delivered_record_has_the_promised_fields_in_order() {
        let promised = r#"{"type":"outcome","n":0,"status":"delivered","topic":"orders","partition":3,"offset":1841,"timestamp":1700000000000,"timestampType":"CreateTime","serializedKeySize":7,"serializedValueSize":31,"latencyMicros":6100,"broker":1,"attempts":1}"#;
        assert_eq!(line(&delivered()), promised);
    }

    #[test]
    fn what_is_not_known_is_null() {
        let sent = Outcome {
            status: Status::Sent,
            offset: None,
            timestamp_type: None,
            key_size: -1,
            broker: None,
            ..delivered()
        };
        let promised = r#"{"type":"outcome","n":0,"status":"sent","topic":"orders","partition":3,"offset":null,"timestamp":1700000000000,"timestampType":null,"serializedKeySize":-1,"serializedValueSize":31,"latencyMicros":6100,"broker":null,"attempts":1}"#;
        assert_eq!(line(&sent), promised);
    }

    #[test]
    fn a_failed_record_names_its_error() {
        let failure = Failure {
            code: -192,
            name: "_MSG_TIMED_OUT".into(),
            side: Side::Client,
            retriable: true,
            fatal: false,
            possibly_persisted: false,
            message: "Local: Message timed out".into(),
            cause: None,
        };
        let failed = Outcome { status: Status::Failed(failure), offset: None, ..delivered() };
        let promised = r#""attempts":1,"error":{"code":-192,"name":"_MSG_TIMED_OUT","side":"client","retriable":true,"fatal":false,"possiblyPersisted":false,"message":"Local: Message timed out","cause":null}}"#;
        let found = line(&failed);
        assert!(found.contains(r#""status":"failed""#) && found.ends_with(promised), "{found}");
    }

    #[test]
    fn a_request_has_the_promised_fields_in_order() {
        let request = Request {
            generation: 1,
            broker: 1,
            topic: Some("orders".into()),
            partition: Some(3),
            batch: None,
            attempt: 1,
            records: Some(120),
            bytes: Some(12000),
            wire_bytes: 4100,
            first_offset: Some(1722),
            last_offset: Some(1841),
            accepted_micros: Some(1_700_000_000_000_000),
            sent_micros: 1_700_000_000_005_000,
            rtt_micros: Some(1200),
            outcome: RequestOutcome::Delivered,
            cause: None,
            closed: Closed::Linger,
            closed_micros: None,
        };
        let promised = r#"{"type":"request","generation":1,"broker":1,"topic":"orders","partition":3,"attempt":1,"records":120,"bytes":12000,"wireBytes":4100,"firstOffset":1722,"lastOffset":1841,"acceptedMicros":1700000000000000,"sentMicros":1700000000005000,"rttMicros":1200,"outcome":"delivered","cause":null,"closed":"linger"}"#;
        assert_eq!(serde_json::to_string(&RequestLine::from(&request)).unwrap(), promised);
    }
}
