//! What a producer is started with: a profile, translated.

use std::fmt;
use std::time::Duration;

use crate::domain::guard::Permits;
use crate::domain::meter::Limits;
use crate::domain::partitioner::Rule;

/// A validated profile in the terms of the running producer: librdkafka's properties, and the rules that are ours.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    /// librdkafka properties, in order, ready for `rd_kafka_conf_set`. Secrets among them are never printed.
    pub client: Vec<(String, String)>,
    /// `bootstrap.servers` as given, for people; empty on the embedded cluster until it is up.
    pub bootstrap: String,
    /// Whether the cluster is the embedded one.
    pub embedded: bool,
    /// Where records may go at all.
    pub permits: Permits,
    /// `buffer.memory` in bytes.
    pub buffer_memory: u64,
    /// `max.block.ms`.
    pub max_block: Duration,
    /// `max.request.size` in bytes.
    pub max_request_size: u64,
    /// `batch.size` in bytes.
    pub batch_size: u64,
    /// `linger.ms`.
    pub linger: Duration,
    /// `delivery.timeout.ms`.
    pub delivery_timeout: Duration,
    /// `acks`: −1 for all.
    pub acks: i32,
    /// `enable.idempotence`, after Java's silent changes.
    pub idempotent: bool,
    /// How partitions are chosen.
    pub partitioner: Rule,
}

impl Settings {
    /// One of librdkafka's properties, by any of these names, if it is set and a whole number.
    fn number(&self, names: &[&str]) -> Option<u64> {
        self.client.iter().rev().find(|(name, _)| names.contains(&name.as_str()))?.1.parse().ok()
    }

    /// These, and where no record may be sent at all without the producer id that brokers would give for records.
    #[must_use]
    pub(super) fn no_more_than_permitted(&self) -> Self {
        let mut settings = self.clone();
        if self.permits.guards.of_cluster() > self.permits.satisfied {
            settings.idempotent = false;
            settings.client.retain(|(name, _)| name != "transactional.id" && name != "enable.idempotence");
        }
        settings
    }

    /// librdkafka's `batch.num.messages`.
    pub fn batch_records(&self) -> u32 {
        self.number(&["batch.num.messages"]).and_then(|number| u32::try_from(number).ok()).unwrap_or(10_000)
    }

    /// The properties that something is held against. What is not set is librdkafka's default (its CONFIGURATION.md).
    pub fn limits(&self) -> Limits {
        let in_flight = self.number(&["max.in.flight.requests.per.connection", "max.in.flight"]);
        let millis = |names: &[&str], default| self.number(names).unwrap_or(default).saturating_mul(1_000);
        let micros = |duration: Duration| u64::try_from(duration.as_micros()).unwrap_or(u64::MAX);
        Limits {
            linger: micros(self.linger),
            batch_size: self.batch_size,
            buffer_memory: self.buffer_memory,
            max_in_flight: in_flight.unwrap_or(if self.idempotent { 5 } else { 1_000_000 }),
            max_block: micros(self.max_block),
            request_timeout: millis(&["socket.timeout.ms"], 60_000),
            delivery_timeout: micros(self.delivery_timeout),
            retry_backoff: millis(&["retry.backoff.ms"], 100),
            acks: self.acks,
            idempotent: self.idempotent,
        }
    }
}

/// Without the values of librdkafka's properties: secrets may be among them.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.client.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Settings")
            .field("client", &names)
            .field("bootstrap", &self.bootstrap)
            .field("embedded", &self.embedded)
            .field("permits", &self.permits)
            .field("buffer_memory", &self.buffer_memory)
            .field("max_block", &self.max_block)
            .field("max_request_size", &self.max_request_size)
            .field("batch_size", &self.batch_size)
            .field("linger", &self.linger)
            .field("delivery_timeout", &self.delivery_timeout)
            .field("acks", &self.acks)
            .field("idempotent", &self.idempotent)
            .field("partitioner", &self.partitioner)
            .finish()
    }
}
