//! What a producer knows of its cluster and its records at one moment.

/// One broker, as the producer's connection to it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokerStanding {
    /// The node id; −1 for a bootstrap address whose id is not known yet.
    pub id: i32,
    /// `host:port`.
    pub address: String,
    /// librdkafka's name of the connection's state, as `UP`, `CONNECT` or `DOWN`.
    pub state: String,
}

impl BrokerStanding {
    /// Whether the connection can carry requests.
    pub fn is_up(&self) -> bool {
        self.state == "UP" || self.state == "REAUTH"
    }
}

/// A snapshot for the title bar and for rows that wait.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Standing {
    /// Every broker known, by node id; bootstrap addresses are left out once a broker of a known id is.
    pub brokers: Vec<BrokerStanding>,
    /// Records accepted.
    pub accepted: u64,
    /// Records delivered (with `acks=0`: sent).
    pub delivered: u64,
    /// Records failed.
    pub failed: u64,
    /// Bytes of `buffer.memory` in use.
    pub buffered_bytes: u64,
    /// Why records wait, if a reason is known.
    pub reason: Option<String>,
}

impl Standing {
    /// Records accepted whose end is not known yet.
    pub fn outstanding(&self) -> u64 {
        self.accepted.saturating_sub(self.delivered).saturating_sub(self.failed)
    }
}
