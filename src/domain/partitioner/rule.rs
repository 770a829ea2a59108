//! The rules by which producers choose partitions, and what each can say of a record beforehand.

use std::fmt;

use super::TopicShape;
use super::keyed::{Hash, KeyRule, Placed};

/// Who decides the partition of a record that names none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// The Java client's own since 3.3, with `partitioner.class` unset (KIP-794): murmur2 of the key, and records without
    /// one stay on a partition until about `batch.size` bytes went there.
    BuiltIn {
        /// `partitioner.ignore.keys`: treat every record as if its key were null.
        ignore_keys: bool,
        /// `partitioner.adaptive.partitioning.enable`: weight the next partition by the queues' lengths.
        adaptive: bool,
        /// `partitioner.availability.timeout.ms`; 0 turns it off, and without `adaptive` it has no effect.
        availability_timeout_ms: i64,
    },
    /// `DefaultPartitioner` and `UniformStickyPartitioner` of the Java client, 2.4 to 3.9 (KIP-480): records without a key
    /// stay on a partition until a batch is opened.
    PerBatch {
        /// Whether keys have no say: `UniformStickyPartitioner`.
        ignore_keys: bool,
    },
    /// `RoundRobinPartitioner` of the Java client: one partition after the other, whatever the keys.
    RoundRobin {
        /// Whether it is asked again for a record that opens a batch, and so passes over a partition: up to 3.9
        /// (KAFKA-9965).
        asked_again: bool,
    },
    /// librdkafka's `partitioner`.
    Librdkafka {
        /// Its value.
        rule: KeyRule,
        /// `sticky.partitioning.linger.ms`: for how long records without a key keep the partition that was drawn; 0
        /// draws for each.
        sticky_ms: u32,
    },
}

/// What the Java client does unless it is told otherwise.
impl Default for Rule {
    fn default() -> Self {
        Self::BuiltIn { ignore_keys: false, adaptive: true, availability_timeout_ms: 0 }
    }
}

/// The names of Java's classes for `partitioner.class`.
pub mod class {
    /// One after the other.
    pub const ROUND_ROBIN: &str = "org.apache.kafka.clients.producer.RoundRobinPartitioner";
    /// By key, else sticky; gone with 4.0.
    pub const DEFAULT: &str = "org.apache.kafka.clients.producer.internals.DefaultPartitioner";
    /// Sticky whatever the key; gone with 4.0.
    pub const UNIFORM_STICKY: &str = "org.apache.kafka.clients.producer.UniformStickyPartitioner";
}

/// Why a record goes where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The record names its partition.
    Explicit,
    /// By its key.
    Key(Hash),
    /// The rule hashes a key that is null as it does an empty one.
    NoKey(Hash),
    /// The partition that records without a key (or all, where keys are ignored) stay on for now.
    Sticky(Until),
    /// It was its turn.
    RoundRobin,
    /// By chance, for this record alone.
    Drawn,
}

/// How long records stay on the sticky partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Until `batch.size` bytes went there (KIP-794).
    Bytes,
    /// Until a batch is opened (KIP-480).
    Batch,
    /// For so many milliseconds (librdkafka).
    Millis(u32),
}

impl Why {
    /// Whether a running producer can tell the partition beforehand, and nobody else: it knows where it stands.
    ///
    /// What is drawn nobody knows, and a partition kept for some milliseconds is another one when the record comes.
    pub fn only_producer_knows(self) -> bool {
        match self {
            Self::Sticky(Until::Bytes | Until::Batch) | Self::RoundRobin => true,
            Self::Explicit | Self::Key(_) | Self::NoKey(_) | Self::Sticky(Until::Millis(_)) | Self::Drawn => false,
        }
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Explicit => f.pad("explicit"),
            Self::Key(hash) => f.pad(&format!("{}(key)", hash.name())),
            Self::NoKey(hash) => f.pad(&format!("{}(no key)", hash.name())),
            Self::Sticky(Until::Bytes) => f.pad("sticky"),
            Self::Sticky(Until::Batch) => f.pad("sticky (per batch)"),
            Self::Sticky(Until::Millis(millis)) => f.pad(&format!("sticky ({millis} ms)")),
            Self::RoundRobin => f.pad("round robin"),
            Self::Drawn => f.pad("drawn"),
        }
    }
}

/// A partition and why. The partition is `None` when it can't be told: the topic's partitions are not known, or it is
/// drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The partition, if it can be told.
    pub partition: Option<i32>,
    /// Why this one.
    pub why: Why,
}

impl Rule {
    /// librdkafka's rule of this name, every draw for itself.
    pub const fn of_librdkafka(rule: KeyRule) -> Self {
        Self::Librdkafka { rule, sticky_ms: 0 }
    }

    /// What it is called, or what makes it so, for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::BuiltIn { ignore_keys: false, .. } => "Java's built-in partitioner",
            Self::BuiltIn { ignore_keys: true, .. } => "partitioner.ignore.keys",
            Self::PerBatch { ignore_keys: false } => "DefaultPartitioner",
            Self::PerBatch { ignore_keys: true } => "UniformStickyPartitioner",
            Self::RoundRobin { .. } => "RoundRobinPartitioner",
            Self::Librdkafka { rule, .. } => rule.name(),
        }
    }

    /// Whether no key decides where a record goes.
    pub fn ignores_keys(self) -> bool {
        self.key_rule().hash().is_none()
    }

    /// Whether the partitioner is asked again for a record that opens a batch.
    pub(super) fn asked_again(self) -> bool {
        match self {
            Self::RoundRobin { asked_again } => asked_again,
            Self::PerBatch { .. } => true,
            Self::BuiltIn { .. } | Self::Librdkafka { .. } => false,
        }
    }

    /// Why a record with this key goes where it goes.
    pub fn why(self, key: Option<&[u8]>) -> Why {
        let sticky = |until, ignore_keys: bool| match key {
            Some(_) if !ignore_keys => Why::Key(Hash::Murmur2),
            Some(_) | None => Why::Sticky(until),
        };
        match self {
            Self::BuiltIn { ignore_keys, .. } => sticky(Until::Bytes, ignore_keys),
            Self::PerBatch { ignore_keys } => sticky(Until::Batch, ignore_keys),
            Self::RoundRobin { .. } => Why::RoundRobin,
            Self::Librdkafka { rule, sticky_ms } => match rule.hash_of(key) {
                Some(hash) if key.is_some() => Why::Key(hash),
                Some(hash) => Why::NoKey(hash),
                None if rule.sticks(key) && sticky_ms > 0 => Why::Sticky(Until::Millis(sticky_ms)),
                None => Why::Drawn,
            },
        }
    }

    /// What it does with keys, by librdkafka's name for that.
    pub fn key_rule(self) -> KeyRule {
        match self {
            Self::Librdkafka { rule, .. } => rule,
            Self::BuiltIn { ignore_keys: false, .. } | Self::PerBatch { ignore_keys: false } => KeyRule::Murmur2Random,
            Self::BuiltIn { ignore_keys: true, .. }
            | Self::PerBatch { ignore_keys: true }
            | Self::RoundRobin { .. } => KeyRule::Random,
        }
    }

    /// Where a record with this key goes among `partitions`, if its key alone decides; `None` if there is no partition at
    /// all.
    pub fn place(self, key: Option<&[u8]>, partitions: u32) -> Option<Placed> {
        self.key_rule().place(key, partitions)
    }

    /// What can be said of a record's partition without a running producer: everything that its own partition or its key
    /// decides.
    pub fn preview(self, partition: Option<i32>, key: Option<&[u8]>, shape: Option<&TopicShape>) -> Preview {
        if partition.is_some() {
            return Preview { partition, why: Why::Explicit };
        }
        let partition = shape.and_then(|shape| self.place(key, shape.partitions())?.at());
        Preview { partition, why: self.why(key) }
    }
}
