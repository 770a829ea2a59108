//! From a fault to the sentence that a person reads.

use super::fault::Fault;
use crate::domain::reason::{ReasonKind, visible};

/// Characters of a text from outside that are shown.
const LIMIT: usize = 300;

/// The sentence about a broker. `advertised` is its id when the cluster named this address and it was never reached.
pub fn of_broker(fault: &Fault, address: &str, advertised: Option<i32>) -> String {
    let address = &visible(address, LIMIT);
    let detail = &visible(&fault.detail, LIMIT);
    if let Some(id) = advertised {
        let broker = format!("broker {id}'s advertised address {address}");
        match fault.kind {
            ReasonKind::Refused => return format!("{broker} refuses connections (advertised.listeners)"),
            ReasonKind::NotResolved => return format!("{broker} can't be resolved: {detail} (advertised.listeners)"),
            ReasonKind::Unreachable | ReasonKind::NoAnswer => {
                return format!("{broker} does not answer (advertised.listeners)");
            }
            ReasonKind::ClosedUnanswered
            | ReasonKind::ClosedEarly
            | ReasonKind::Lost
            | ReasonKind::NotKafka
            | ReasonKind::Unsupported
            | ReasonKind::Authentication
            | ReasonKind::Tls
            | ReasonKind::TopicGone
            | ReasonKind::NoLeader
            | ReasonKind::Refusing
            | ReasonKind::Fatal
            | ReasonKind::Other => {}
        }
    }
    match fault.kind {
        ReasonKind::Refused => format!("connection to {address} refused"),
        ReasonKind::NotResolved => format!("the host of {address} can't be resolved ({detail})"),
        ReasonKind::Unreachable if detail.is_empty() => {
            format!("no connection to {address} (nothing answers there: is the host down, or a firewall between?)")
        }
        ReasonKind::Unreachable => format!("no connection to {address} ({detail})"),
        ReasonKind::NoAnswer if !detail.is_empty() => format!("{address} stopped answering ({detail})"),
        ReasonKind::NoAnswer => format!("{address} accepts connections but does not answer (not a Kafka broker?)"),
        ReasonKind::ClosedUnanswered => {
            format!("{address} closes the connection without an answer (not a Kafka broker, or one that wants TLS?)")
        }
        ReasonKind::ClosedEarly => {
            format!("{address} closes every connection after the first answer (does it want SASL authentication?)")
        }
        ReasonKind::Lost => format!("the connection to {address} broke ({detail})"),
        ReasonKind::NotKafka if detail.is_empty() => format!("{address} is not a Kafka broker: its answer is no Kafka"),
        ReasonKind::NotKafka if detail.starts_with('\'') => {
            format!("{address} is not a Kafka broker: it answers {detail}")
        }
        ReasonKind::NotKafka if detail == "TLS" => format!("{address} wants TLS (security.protocol)"),
        ReasonKind::NotKafka => format!("{address} is not a Kafka broker: it speaks {detail}"),
        ReasonKind::Unsupported => {
            format!("{address} is a Kafka server that does not serve producers (a controller's port?)")
        }
        ReasonKind::Authentication => format!("authentication at {address} failed: {detail}"),
        ReasonKind::Tls => format!("TLS with {address} failed: {detail}"),
        ReasonKind::TopicGone | ReasonKind::NoLeader | ReasonKind::Refusing | ReasonKind::Fatal | ReasonKind::Other => {
            format!("{address}: {detail}")
        }
    }
}

/// The sentence about the whole producer.
pub fn of_producer(fault: &Fault) -> String {
    visible(&fault.detail, LIMIT)
}

/// The sentence about a partition whose batches are refused and sent again.
pub fn of_partition(topic: &str, partition: i32, error: &str) -> String {
    format!("partition {partition} of '{}': {}", visible(topic, LIMIT), visible(error, LIMIT))
}
