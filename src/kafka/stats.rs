//! librdkafka's statistics document, as far as it tells something (librdkafka's STATISTICS.md).
//!
//! What is not read here either does not concern a producer or does not tell the truth about one: `xmit_msgq_*` is
//! always 0 and `txretries`, `txerrs` stay 0 while batches are sent again.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

/// One document. Names borrow from its text.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
pub struct Statistics<'a> {
    /// librdkafka's monotonic clock, in microseconds.
    pub ts: u64,
    /// Microseconds since the client was created.
    pub age: u64,
    /// Records in the producer's queue, those in flight included.
    pub msg_cnt: u64,
    /// Bytes of their values.
    pub msg_size: u64,
    /// The limit of `msg_cnt`.
    pub msg_max: u64,
    /// The limit of `msg_size`.
    pub msg_size_max: u64,
    /// Records sent so far, each time they are sent.
    pub txmsgs: u64,
    /// Bytes of them, with framing.
    pub txmsg_bytes: u64,
    /// Requests sent so far.
    pub tx: u64,
    /// Bytes of them.
    pub tx_bytes: u64,
    /// The brokers, bootstrap servers among them.
    #[serde(borrow, deserialize_with = "values", default)]
    pub brokers: Vec<Broker<'a>>,
    /// The topics that the producer knows.
    #[serde(borrow, deserialize_with = "values", default)]
    pub topics: Vec<Topic<'a>>,
    /// The state of idempotence; `None` without it.
    #[serde(borrow)]
    pub eos: Option<Eos<'a>>,
}

/// A broker, or rather: one connection to it.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
pub struct Broker<'a> {
    /// `host:port/id`.
    #[serde(borrow)]
    pub name: Cow<'a, str>,
    /// The broker's id; −1 for a bootstrap server.
    pub nodeid: i32,
    /// `host:port`.
    #[serde(borrow)]
    pub nodename: Cow<'a, str>,
    /// Where it is known from: `configured`, `learned`, `internal` or `logical`.
    #[serde(borrow)]
    pub source: Cow<'a, str>,
    /// The connection's state, as `UP`.
    #[serde(borrow)]
    pub state: Cow<'a, str>,
    /// Microseconds in that state.
    pub stateage: u64,
    /// Requests that wait to be sent.
    pub outbuf_cnt: i64,
    /// Requests that wait for their answer.
    pub waitresp_cnt: i64,
    /// Connections tried so far.
    pub connects: u64,
    /// Connections lost so far, for whatever reason.
    pub disconnects: u64,
    /// Bytes sent so far.
    pub txbytes: u64,
    /// Bytes received so far.
    pub rxbytes: u64,
    /// Microseconds that records spent in the producer's queue.
    pub int_latency: Window,
    /// Microseconds that requests waited to be sent.
    pub outbuf_latency: Window,
    /// Microseconds from a request to its answer.
    pub rtt: Window,
    /// Milliseconds that the broker throttled requests for.
    pub throttle: Window,
}

/// A topic.
#[derive(Clone, Debug, PartialEq, serde::Deserialize)]
pub struct Topic<'a> {
    /// Its name.
    #[serde(borrow)]
    pub topic: Cow<'a, str>,
    /// Bytes of the batches sent.
    pub batchsize: Window,
    /// Records of the batches sent.
    pub batchcnt: Window,
    /// Its partitions; librdkafka's queue for records without one (−1) is left out.
    #[serde(deserialize_with = "partitions", default)]
    pub partitions: Vec<Partition>,
}

/// A partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct Partition {
    /// Its number.
    pub partition: i32,
    /// The broker that leads it; −1 for none.
    pub leader: i32,
    /// Records in flight.
    pub msgs_inflight: u64,
    /// Records sent so far, each time they are sent.
    pub txmsgs: u64,
    /// Bytes of them.
    pub txbytes: u64,
}

/// The state of an idempotent producer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Deserialize)]
pub struct Eos<'a> {
    /// librdkafka's name of the state, as `Assigned`.
    #[serde(borrow)]
    pub idemp_state: Cow<'a, str>,
    /// The producer's id; −1 while there is none.
    pub producer_id: i64,
    /// Its epoch; −1 while there is none.
    pub producer_epoch: i32,
}

/// What happened during one statistics interval: all zero when nothing did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Deserialize)]
#[serde(default)]
pub struct Window {
    /// The smallest value.
    pub min: i64,
    /// The largest value.
    pub max: i64,
    /// The mean.
    pub avg: i64,
    /// The sum.
    pub sum: i64,
    /// The median.
    pub p50: i64,
    /// The 95th percentile.
    pub p95: i64,
    /// The 99th percentile.
    pub p99: i64,
    /// How many values there were.
    pub cnt: i64,
}

impl<'a> Statistics<'a> {
    /// Reads a document.
    ///
    /// # Errors
    /// Where it is not what librdkafka writes.
    pub fn parse(document: &'a str) -> Result<Self, serde_json::Error> {
        serde_json::from_str(document)
    }

    /// Whether an idempotent producer has its id; a plain one needs none.
    pub fn is_ready(&self) -> bool {
        self.eos.as_ref().is_none_or(|eos| eos.producer_id >= 0)
    }
}

/// The values of an object whose keys are told again inside.
fn values<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    struct Values<T>(PhantomData<T>);

    impl<'de, T: Deserialize<'de>> Visitor<'de> for Values<T> {
        type Value = Vec<T>;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("an object")
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut values = Vec::new();
            while let Some((IgnoredAny, value)) = map.next_entry()? {
                values.push(value);
            }
            Ok(values)
        }
    }

    deserializer.deserialize_map(Values(PhantomData))
}

fn partitions<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<Partition>, D::Error> {
    let mut partitions: Vec<Partition> = values(deserializer)?;
    partitions.retain(|partition| partition.partition >= 0);
    partitions.sort_unstable_by_key(|partition| partition.partition);
    Ok(partitions)
}

#[cfg(test)]
mod tests;
