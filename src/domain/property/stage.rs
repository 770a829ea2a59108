//! The stages a record passes, on which properties act.

/// Where on a record's way a property acts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Learning of topics, partitions and leaders.
    Metadata,
    /// From objects to bytes.
    Serialize,
    /// The choice of a partition.
    Partition,
    /// Memory, batches, compression.
    Batch,
    /// Requests in flight.
    Send,
    /// Retries, time limits, reports.
    Delivery,
    /// Transactions.
    Transactions,
    /// Connections to brokers.
    Connection,
    /// Encryption and login.
    Security,
    /// Metrics, logs, statistics.
    Observing,
    /// The client within its program.
    Program,
}

impl Stage {
    /// All of them, in the order of the catalogue.
    pub const ALL: [Self; 11] = [
        Self::Metadata,
        Self::Serialize,
        Self::Partition,
        Self::Batch,
        Self::Send,
        Self::Delivery,
        Self::Transactions,
        Self::Connection,
        Self::Security,
        Self::Observing,
        Self::Program,
    ];

    /// Its name, in a word.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Metadata => "metadata",
            Self::Serialize => "serialize",
            Self::Partition => "partition",
            Self::Batch => "batch",
            Self::Send => "send",
            Self::Delivery => "delivery",
            Self::Transactions => "transactions",
            Self::Connection => "connection",
            Self::Security => "security",
            Self::Observing => "observing",
            Self::Program => "program",
        }
    }

    /// What it is about, for a heading.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Metadata => "Metadata",
            Self::Serialize => "Serialize",
            Self::Partition => "Partition",
            Self::Batch => "Buffer and batch",
            Self::Send => "Send and in flight",
            Self::Delivery => "Retries and delivery",
            Self::Transactions => "Transactions",
            Self::Connection => "Connection",
            Self::Security => "Security",
            Self::Observing => "Observing",
            Self::Program => "Program",
        }
    }
}
