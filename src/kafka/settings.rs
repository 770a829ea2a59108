//! What a producer is started with: a profile, translated.

use std::fmt;
use std::time::Duration;

/// Who decides the partition of a record that names none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PartitionRules {
    /// `partitioner.ignore.keys`: treat every record as if its key were null.
    pub ignore_keys: bool,
    /// `partitioner.adaptive.partitioning.enable`: weight the sticky choice by queue length (KIP-794).
    pub adaptive: bool,
    /// `partitioner.availability.timeout.ms`; zero turns it off.
    pub availability_timeout: Duration,
}

/// A validated profile in the terms of the running producer: librdkafka's properties, and the rules that are ours.
#[derive(Clone, PartialEq, Eq)]
pub struct Settings {
    /// librdkafka properties, in order, ready for `rd_kafka_conf_set`. Secrets among them are never printed.
    pub client: Vec<(String, String)>,
    /// `bootstrap.servers` as given, for people; empty on the embedded cluster until it is up.
    pub bootstrap: String,
    /// Whether the cluster is the embedded one.
    pub embedded: bool,
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
    pub partition_rules: PartitionRules,
}

/// Without the values of librdkafka's properties: secrets may be among them.
impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = self.client.iter().map(|(name, _)| name.as_str()).collect();
        f.debug_struct("Settings")
            .field("client", &names)
            .field("bootstrap", &self.bootstrap)
            .field("embedded", &self.embedded)
            .field("buffer_memory", &self.buffer_memory)
            .field("max_block", &self.max_block)
            .field("max_request_size", &self.max_request_size)
            .field("batch_size", &self.batch_size)
            .field("linger", &self.linger)
            .field("delivery_timeout", &self.delivery_timeout)
            .field("acks", &self.acks)
            .field("idempotent", &self.idempotent)
            .field("partition_rules", &self.partition_rules)
            .finish()
    }
}
