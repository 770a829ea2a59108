//! An error code in full, as a line of JSON.

use serde::Serialize;

use crate::domain::failure::{Code, Weight};
use crate::domain::outcome::Side;

/// A code's card, ready to be serialized with its promised names in their order.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardLine {
    r#type: &'static str,
    code: i32,
    name: &'static str,
    kafka_name: Option<&'static str>,
    exceptions: &'static [&'static str],
    side: &'static str,
    retriable: bool,
    fatal: &'static str,
    abortable: bool,
    meaning: &'static str,
    causes: &'static str,
    next: &'static str,
    properties: &'static [&'static str],
    written: &'static str,
    in_java: String,
    in_librdkafka: String,
}

impl From<&'static Code> for CardLine {
    fn from(code: &'static Code) -> Self {
        let [java, clients] = code.met();
        Self {
            r#type: "error",
            code: code.code,
            name: code.name,
            kafka_name: code.kafka,
            exceptions: code.exceptions,
            side: match code.side() {
                Side::Client => "client",
                Side::Broker => "broker",
            },
            retriable: code.is_retriable(),
            fatal: match code.weight {
                Weight::Retriable | Weight::Permanent | Weight::Abortable => "no",
                Weight::FatalIfIdempotent => "ifIdempotent",
                Weight::Fatal => "yes",
            },
            abortable: code.weight == Weight::Abortable,
            meaning: code.meaning,
            causes: code.causes,
            next: code.next,
            properties: code.change,
            written: code.written.name(),
            in_java: java.text,
            in_librdkafka: clients.text,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_card_has_the_promised_fields_in_order() {
        let promised = r#"{"type":"error","code":21,"name":"INVALID_REQUIRED_ACKS","kafkaName":"INVALID_REQUIRED_ACKS","exceptions":["InvalidRequiredAcksException"],"side":"broker","retriable":false,"fatal":"no","abortable":false,"meaning":"the broker does not accept this value of acks","causes":"acks is none of 0, 1 and all (-1), which only a hand-made client or an old librdkafka sends","next":"Set acks=all.","properties":["acks"],"written":"no","inJava":"in the Future: an ExecutionException with InvalidRequiredAcksException as its cause; a callback gets it bare","inLibrdkafka":"in the record's delivery report"}"#;
        assert_eq!(serde_json::to_string(&CardLine::from(Code::find(21).unwrap())).unwrap(), promised);
    }
}
