//! What limits the producer, with the numbers that say so.

use std::sync::Arc;

/// Where the records are held up, as they travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// In `send()`, or before it.
    Send,
    /// At `buffer.memory`.
    Buffer,
    /// In the batches of the partitions.
    Batch,
    /// On their way to a broker and back.
    InFlight,
    /// At the answers.
    Answered,
}

/// What limits the producer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// Nothing is sent.
    Idle,
    /// Records wait, and the connection to who should take them does not stand.
    Disconnected,
    /// Records wait, and their partition has no leader.
    NoLeader,
    /// `send()` waits for the topic's metadata.
    NoMetadata,
    /// Records fail.
    Failing,
    /// Batches are sent again.
    Retrying,
    /// A broker lets the producer wait, as a quota asks.
    Throttled,
    /// `send()` waits for a change of the configuration.
    Swapping,
    /// One partition takes most of the load, and can't carry it.
    Skewed,
    /// `send()` waits for room in `buffer.memory`.
    BufferFull,
    /// As many requests are out as may be, and records wait behind them.
    InFlightBound,
    /// The answers take long.
    BrokerBound,
    /// A flush closes the batches.
    FlushBound,
    /// The next record is sent when the one before was answered.
    Synchronous,
    /// The batches leave full.
    BatchFull,
    /// The batches leave when `linger.ms` ends.
    LingerBound,
    /// The producer could take more than it is given.
    Starved,
}

impl Kind {
    /// Its name for a person.
    pub fn name(self) -> &'static str {
        match self {
            Self::Idle => "idle",
            Self::Disconnected => "disconnected",
            Self::NoLeader => "no leader",
            Self::NoMetadata => "no metadata",
            Self::Failing => "failing",
            Self::Retrying => "retrying",
            Self::Throttled => "throttled",
            Self::Swapping => "changing",
            Self::Skewed => "skewed",
            Self::BufferFull => "buffer-full",
            Self::InFlightBound => "in-flight-bound",
            Self::BrokerBound => "broker-bound",
            Self::FlushBound => "flush-bound",
            Self::Synchronous => "synchronous",
            Self::BatchFull => "batch-full",
            Self::LingerBound => "linger-bound",
            Self::Starved => "starved",
        }
    }

    /// The stage that it sits at; `None` when nothing is held up.
    pub fn stage(self) -> Option<Stage> {
        match self {
            Self::Idle => None,
            Self::NoMetadata | Self::Swapping | Self::Synchronous | Self::Starved => Some(Stage::Send),
            Self::BufferFull => Some(Stage::Buffer),
            Self::NoLeader | Self::Skewed | Self::FlushBound | Self::BatchFull | Self::LingerBound => {
                Some(Stage::Batch)
            }
            Self::Disconnected | Self::Throttled | Self::InFlightBound | Self::BrokerBound => Some(Stage::InFlight),
            Self::Failing | Self::Retrying => Some(Stage::Answered),
        }
    }

    /// Whether something is wrong, rather than limited as it was set up.
    pub fn is_trouble(self) -> bool {
        match self {
            Self::Disconnected
            | Self::NoLeader
            | Self::NoMetadata
            | Self::Failing
            | Self::Retrying
            | Self::Throttled => true,
            Self::Idle
            | Self::Swapping
            | Self::Skewed
            | Self::BufferFull
            | Self::InFlightBound
            | Self::BrokerBound
            | Self::FlushBound
            | Self::Synchronous
            | Self::BatchFull
            | Self::LingerBound
            | Self::Starved => false,
        }
    }

    /// The property that acts on it, if one does.
    pub fn property(self) -> Option<&'static str> {
        match self {
            Self::LingerBound => Some("linger.ms"),
            Self::BatchFull | Self::BrokerBound => Some("batch.size"),
            Self::BufferFull => Some("buffer.memory"),
            Self::InFlightBound => Some("max.in.flight.requests.per.connection"),
            Self::Idle
            | Self::Disconnected
            | Self::NoLeader
            | Self::NoMetadata
            | Self::Failing
            | Self::Retrying
            | Self::Throttled
            | Self::Swapping
            | Self::Skewed
            | Self::FlushBound
            | Self::Synchronous
            | Self::Starved => None,
        }
    }
}

/// A broker and its connection's state, as librdkafka names it.
pub type BrokerState = (i32, String);

/// The numbers that a verdict rests on, all of the last two seconds or of now. Times are microseconds, shares percent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Nothing was accepted or ended, and nothing is outstanding.
    Idle,
    /// See [`Kind::Disconnected`].
    Disconnected {
        /// Those without a connection that records wait for; all that are known if none is connected.
        brokers: Vec<BrokerState>,
        /// Whether no broker at all is connected.
        all: bool,
        /// Records that wait.
        records: u64,
    },
    /// See [`Kind::NoLeader`].
    NoLeader {
        /// The first of the partitions without a leader.
        topic: Arc<str>,
        /// Its number.
        partition: i32,
        /// How many have none, of those that records wait for.
        partitions: u64,
        /// Records that wait.
        records: u64,
    },
    /// See [`Kind::NoMetadata`].
    NoMetadata {
        /// Senders that wait.
        senders: u32,
        /// `max.block.ms`.
        max_block: u64,
    },
    /// See [`Kind::Failing`].
    Failing {
        /// Records that failed.
        records: u64,
        /// Of these, records that may be in the log.
        possibly_written: u64,
        /// librdkafka's number of what most of them failed of.
        code: Option<i32>,
        /// A broker that throttles meanwhile.
        throttled: Option<i32>,
    },
    /// See [`Kind::Retrying`].
    Retrying {
        /// Requests that were refused or not answered.
        requests: u64,
        /// Requests that were sent.
        sent: u64,
        /// What stopped most of them, and at which broker.
        cause: Option<(Arc<str>, i32)>,
        /// A broker that throttles meanwhile.
        throttled: Option<i32>,
    },
    /// See [`Kind::Throttled`].
    Throttled {
        /// The broker that lets wait longest.
        broker: i32,
        /// How long, each time.
        micros: u64,
        /// How often.
        times: u64,
    },
    /// See [`Kind::Swapping`].
    Swapping {
        /// Records that the old producer still has.
        records: u64,
    },
    /// See [`Kind::Skewed`].
    Skewed {
        /// The topic.
        topic: Arc<str>,
        /// The partition.
        partition: i32,
        /// Partitions of the topic.
        partitions: u64,
        /// Its share of the records.
        share: u64,
        /// Records that wait for it.
        records: u64,
    },
    /// See [`Kind::BufferFull`].
    BufferFull {
        /// The share of time for which `send()` was blocked.
        blocked: u64,
        /// `buffer.memory`.
        buffer_memory: u64,
        /// Records delivered a second.
        per_second: u64,
        /// From a request to its answer.
        rtt: Option<u64>,
        /// A broker with as many requests out as may be.
        window_full: Option<i32>,
    },
    /// See [`Kind::InFlightBound`].
    InFlightBound {
        /// The broker.
        broker: i32,
        /// `max.in.flight.requests.per.connection`; `None` where it is the one batch of a partition that an idempotent
        /// producer has out at a time.
        limit: Option<u64>,
        /// From a request to its answer.
        rtt: Option<u64>,
        /// Records that wait behind.
        records: u64,
    },
    /// See [`Kind::BrokerBound`].
    BrokerBound {
        /// The slowest broker.
        broker: i32,
        /// From a request to its answer; `None` if none came at all.
        rtt: Option<u64>,
        /// Its share of a record's latency.
        share: u64,
        /// Requests that are out.
        requests: u64,
        /// How long this was watched.
        watched: u64,
    },
    /// See [`Kind::FlushBound`].
    FlushBound {
        /// The share of batches that a flush closed.
        share: u64,
        /// Records in a batch, in tenths.
        records_in_tenths: u64,
    },
    /// See [`Kind::Synchronous`].
    Synchronous {
        /// From acceptance to the answer.
        latency: u64,
        /// Records a second.
        per_second: u64,
    },
    /// See [`Kind::BatchFull`].
    BatchFull {
        /// The share of batches that closed full.
        share: u64,
        /// `batch.size`.
        batch_size: u64,
        /// Requests a second.
        requests_per_second: u64,
    },
    /// See [`Kind::LingerBound`].
    LingerBound {
        /// How full the batches leave.
        fill: u64,
        /// `linger.ms`.
        linger: u64,
        /// The share of the latency that records spend in the batch being filled.
        batching: u64,
        /// Records in the batches being filled, if none left meanwhile: `fill` is then that of the fullest one.
        waiting: Option<u64>,
    },
    /// See [`Kind::Starved`].
    Starved {
        /// Records accepted a second.
        per_second: u64,
        /// How full `buffer.memory` is.
        buffer: u64,
        /// `linger.ms`, if it is what each record waits for, alone in its batch.
        alone: Option<u64>,
    },
}

impl Evidence {
    /// What it is evidence of.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Idle => Kind::Idle,
            Self::Disconnected { .. } => Kind::Disconnected,
            Self::NoLeader { .. } => Kind::NoLeader,
            Self::NoMetadata { .. } => Kind::NoMetadata,
            Self::Failing { .. } => Kind::Failing,
            Self::Retrying { .. } => Kind::Retrying,
            Self::Throttled { .. } => Kind::Throttled,
            Self::Swapping { .. } => Kind::Swapping,
            Self::Skewed { .. } => Kind::Skewed,
            Self::BufferFull { .. } => Kind::BufferFull,
            Self::InFlightBound { .. } => Kind::InFlightBound,
            Self::BrokerBound { .. } => Kind::BrokerBound,
            Self::FlushBound { .. } => Kind::FlushBound,
            Self::Synchronous { .. } => Kind::Synchronous,
            Self::BatchFull { .. } => Kind::BatchFull,
            Self::LingerBound { .. } => Kind::LingerBound,
            Self::Starved { .. } => Kind::Starved,
        }
    }
}
