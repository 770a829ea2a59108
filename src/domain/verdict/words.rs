//! The sentence for a person, and what would change it.

use super::finding::{BrokerState, Evidence};
use crate::domain::failure::Code;
use crate::domain::figures::{bytes, count, duration};

/// Brokers named in a sentence.
const NAMED: usize = 3;

/// What is so, and the numbers it rests on.
pub fn sentence(evidence: &Evidence) -> String {
    let name = evidence.kind().name();
    format!("{name}: {}", trouble(evidence).or_else(|| limit(evidence)).unwrap_or_else(|| "nothing is sent".to_owned()))
}

/// The sentence of what is wrong.
fn trouble(evidence: &Evidence) -> Option<String> {
    let words = match evidence {
        Evidence::Disconnected { brokers, all: true, records } if brokers.is_empty() => {
            format!("no broker was reached yet{}", wait(*records))
        }
        Evidence::Disconnected { brokers, all: true, records } => {
            format!("no broker is connected ({}){}", states(brokers), wait(*records))
        }
        Evidence::Disconnected { brokers, all: false, records } => {
            format!("no connection to {}{}", states(brokers), wait(*records))
        }
        Evidence::NoLeader { topic, partition, partitions: 1, records } => {
            format!("{topic}-{partition} has none{}", wait(*records))
        }
        Evidence::NoLeader { topic, partition, partitions, records } => {
            format!("{topic}-{partition} and {} more have none{}", partitions - 1, wait(*records))
        }
        Evidence::NoMetadata { max_block, .. } => {
            format!("send() waits for the topic's metadata, up to max.block.ms ({})", max_block / 1000)
        }
        Evidence::Failing { records, possibly_written, code, throttled } => {
            let of = code.map(|code| format!(" of {}", name_of(code))).unwrap_or_default();
            let unsure = match possibly_written {
                0 => String::new(),
                some => format!(", {} of them possibly written", count(*some)),
            };
            format!("{} failed{of}{unsure}{}", records_of(*records), meanwhile(*throttled))
        }
        Evidence::Retrying { requests, sent, cause, throttled } => {
            let cause = cause.as_ref().map(|(cause, broker)| format!(" ({cause} from b{broker})")).unwrap_or_default();
            // What was sent before the window may be answered within it.
            let of = if sent >= requests { format!(" of {}", count(*sent)) } else { String::new() };
            let requests_of = if *requests == 1 && of.is_empty() { "request" } else { "requests" };
            format!("{}{of} {requests_of} must be sent again{cause}{}", count(*requests), meanwhile(*throttled))
        }
        Evidence::Throttled { broker, micros, .. } => {
            format!("a quota lets b{broker} take nothing for {} at a time", duration(*micros))
        }
        Evidence::Idle
        | Evidence::Swapping { .. }
        | Evidence::Skewed { .. }
        | Evidence::BufferFull { .. }
        | Evidence::InFlightBound { .. }
        | Evidence::BrokerBound { .. }
        | Evidence::FlushBound { .. }
        | Evidence::Synchronous { .. }
        | Evidence::BatchFull { .. }
        | Evidence::LingerBound { .. }
        | Evidence::Starved { .. } => return None,
    };
    Some(words)
}

/// The sentence of what is limited.
fn limit(evidence: &Evidence) -> Option<String> {
    let words = match evidence {
        Evidence::Swapping { records } => {
            format!("send() waits until the old producer has delivered {}", records_of(*records))
        }
        Evidence::Skewed { topic, partition, share, records, .. } => {
            format!("{topic}-{partition} takes {share} % of the load{}", wait(*records))
        }
        Evidence::BufferFull { blocked, buffer_memory, rtt, window_full, .. } => {
            let behind = match (window_full, rtt) {
                (Some(broker), _) => format!("; all requests that may be out to b{broker} are"),
                (None, Some(rtt)) => format!("; an answer takes {}", duration(*rtt)),
                (None, None) => String::new(),
            };
            format!(
                "send() blocks {blocked} % of the time because buffer.memory ({}) is full{behind}",
                bytes(*buffer_memory)
            )
        }
        Evidence::InFlightBound { broker, limit, rtt, records } => {
            let out = match limit {
                Some(limit) => format!("max.in.flight.requests.per.connection ({limit}) is reached at b{broker}"),
                None => format!("idempotence has one batch of a partition out at a time, at b{broker}"),
            };
            let answer = rtt.map(|rtt| format!("; an answer takes {}", duration(rtt))).unwrap_or_default();
            format!("{out}{}{answer}", wait(*records))
        }
        Evidence::BrokerBound { broker, rtt: Some(rtt), share, .. } => {
            format!("an answer from b{broker} takes {}, {share} % of a record's latency", duration(*rtt))
        }
        Evidence::BrokerBound { broker, rtt: None, watched, .. } => {
            format!("no answer from b{broker} for {}", duration(*watched))
        }
        Evidence::FlushBound { share, records_in_tenths } => {
            let (whole, tenth) = (count(records_in_tenths / 10), records_in_tenths % 10);
            format!("a flush closes {share} % of the batches, with {whole}.{tenth} records in each")
        }
        Evidence::Synchronous { latency, per_second } => {
            format!(
                "the next record waits for the answer, {} each: {} records/s",
                duration(*latency),
                count(*per_second)
            )
        }
        Evidence::BatchFull { share, batch_size, requests_per_second } => {
            let rate = count(*requests_per_second);
            format!("{share} % of the batches leave because batch.size ({batch_size}) is reached, {rate} requests/s")
        }
        Evidence::LingerBound { fill, linger, waiting: None, .. } => {
            format!("batches leave {fill} % full because linger.ms ({}) ends first", linger / 1000)
        }
        Evidence::LingerBound { fill, linger, waiting: Some(records), .. } => {
            format!("{} wait for linger.ms ({}) to end, {fill} % full", records_of(*records), linger / 1000)
        }
        Evidence::Starved { per_second, alone: Some(linger), .. } => {
            format!("{} records/s, each waits out linger.ms ({}) almost alone", count(*per_second), linger / 1000)
        }
        Evidence::Starved { per_second, alone: None, .. } => {
            format!("{} records/s leave at once, the producer could take more", count(*per_second))
        }
        Evidence::Idle
        | Evidence::Disconnected { .. }
        | Evidence::NoLeader { .. }
        | Evidence::NoMetadata { .. }
        | Evidence::Failing { .. }
        | Evidence::Retrying { .. }
        | Evidence::Throttled { .. } => return None,
    };
    Some(words)
}

/// What would change it; `None` when there is nothing to change.
pub fn act(evidence: &Evidence) -> Option<&'static str> {
    let words = match evidence {
        Evidence::Idle | Evidence::Swapping { .. } => return None,
        Evidence::Disconnected { .. } => "bring the broker back, or look at bootstrap.servers and advertised.listeners",
        Evidence::NoLeader { .. } => "bring a replica of the partition back: the cluster elects it",
        Evidence::NoMetadata { .. } => "create the topic, or look at its name and the permission to describe it",
        Evidence::Failing { code, .. } => code.and_then(Code::find).map_or(UNKNOWN, |code| remedy(code.name)),
        Evidence::Retrying { cause, .. } => cause.as_ref().map_or(UNKNOWN, |(cause, _)| remedy(cause)),
        Evidence::Throttled { .. } => "raise the client's quota (producer_byte_rate), compress, or send less",
        Evidence::Skewed { .. } => "spread the keys, or send without one: a partition has one leader",
        Evidence::BufferFull { window_full: Some(_), .. } => {
            "send more in a request (batch.size); buffer.memory only rides out bursts"
        }
        Evidence::BufferFull { window_full: None, .. } => {
            "send less than the brokers take; a larger buffer.memory only rides out bursts"
        }
        Evidence::InFlightBound { limit: Some(limit), .. } if *limit < 5 => {
            "raise max.in.flight.requests.per.connection (5 keeps the order with idempotence)"
        }
        Evidence::InFlightBound { .. } => "raise batch.size: more records in each request; or more partitions",
        Evidence::BrokerBound { .. } => {
            "raise batch.size and linger.ms: fewer round trips; look at the broker and acks"
        }
        Evidence::FlushBound { .. } => "flush less often: linger.ms and batch.size close the batches",
        Evidence::Synchronous { .. } => "do not wait for each answer: send asynchronously, or from more threads",
        Evidence::BatchFull { .. } => "raise batch.size for fewer and larger requests",
        Evidence::LingerBound { .. } => "raise linger.ms for fuller batches, lower it for less latency",
        Evidence::Starved { alone: Some(_), .. } => "linger.ms=0 delivers each sooner; nothing gathers while it waits",
        Evidence::Starved { alone: None, .. } => "send more: nothing here holds records back",
    };
    Some(words)
}

const UNKNOWN: &str = "look at the requests: each has its cause";

/// What helps against an error, by its name.
fn remedy(error: &str) -> &'static str {
    match error {
        "NOT_ENOUGH_REPLICAS" | "NOT_ENOUGH_REPLICAS_AFTER_APPEND" => {
            "bring replicas back, or lower the topic's min.insync.replicas"
        }
        "NOT_LEADER_FOR_PARTITION" | "LEADER_NOT_AVAILABLE" | "FENCED_LEADER_EPOCH" | "KAFKA_STORAGE_ERROR" => {
            "nothing, if it ends: the leader moves, and the producer follows"
        }
        "REQUEST_TIMED_OUT" | "_TIMED_OUT" | "_TIMED_OUT_QUEUE" => {
            "look at the broker's load and its replicas; request.timeout.ms is how long it may take"
        }
        "_MSG_TIMED_OUT" => "see what the records waited for; delivery.timeout.ms is how long they may",
        "_TRANSPORT" | "NETWORK_EXCEPTION" => "look at the broker and the network: the connection breaks",
        "MSG_SIZE_TOO_LARGE" | "RECORD_LIST_TOO_LARGE" => "lower batch.size, or raise the topic's max.message.bytes",
        "TOPIC_AUTHORIZATION_FAILED" | "CLUSTER_AUTHORIZATION_FAILED" => "give the user the permission to write",
        "UNKNOWN_TOPIC_OR_PART" | "_UNKNOWN_TOPIC" => "create the topic, or look at its name",
        _ => UNKNOWN,
    }
}

fn name_of(code: i32) -> String {
    Code::find(code).map_or_else(|| format!("error {code}"), |code| code.name.to_owned())
}

fn records_of(records: u64) -> String {
    if records == 1 { "1 record".to_owned() } else { format!("{} records", count(records)) }
}

fn wait(records: u64) -> String {
    match records {
        0 => String::new(),
        1 => "; 1 record waits".to_owned(),
        many => format!("; {} records wait", count(many)),
    }
}

fn meanwhile(throttled: Option<i32>) -> String {
    throttled.map(|broker| format!(", while b{broker} throttles")).unwrap_or_default()
}

fn states(brokers: &[BrokerState]) -> String {
    let named = brokers.iter().take(NAMED).map(|(id, state)| format!("b{id} {state}"));
    let named = named.collect::<Vec<_>>().join(", ");
    match brokers.len().saturating_sub(NAMED) {
        0 => named,
        more => format!("{named} and {more} more"),
    }
}
