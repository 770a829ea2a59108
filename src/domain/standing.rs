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
        is_up(&self.state)
    }
}

/// Whether a connection in this state, by librdkafka's name of it, can carry requests.
pub fn is_up(state: &str) -> bool {
    matches!(state, "UP" | "REAUTH")
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
    /// Why nothing goes at all, if a reason is known.
    pub reason: Option<String>,
    /// Why the records of single partitions wait, where more is known of them.
    pub waits: Vec<PartitionWait>,
}

/// Why the records of one partition wait.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartitionWait {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: i32,
    /// A sentence.
    pub reason: String,
}

impl Standing {
    /// Records accepted whose end is not known yet.
    pub fn outstanding(&self) -> u64 {
        self.accepted.saturating_sub(self.delivered).saturating_sub(self.failed)
    }

    /// Why a record waits: what is known of its partition, or else of everything.
    pub fn why_waits(&self, topic: &str, partition: Option<i32>) -> Option<&str> {
        let own = |wait: &&PartitionWait| wait.topic == topic && Some(wait.partition) == partition;
        self.waits.iter().find(own).map(|wait| wait.reason.as_str()).or(self.reason.as_deref())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partition_s_own_reason_goes_before_the_one_of_all() {
        let wait = PartitionWait { topic: "orders".into(), partition: 3, reason: "orders-3 has no leader".into() };
        let mut standing = Standing { waits: vec![wait], ..Standing::default() };
        assert_eq!(standing.why_waits("orders", Some(3)), Some("orders-3 has no leader"));
        assert_eq!((standing.why_waits("orders", Some(2)), standing.why_waits("payments", Some(3))), (None, None));
        standing.reason = Some("connection to a:1 refused".into());
        assert_eq!(standing.why_waits("orders", None), Some("connection to a:1 refused"));
        assert_eq!(standing.why_waits("orders", Some(3)), Some("orders-3 has no leader"));
    }
}
