//! What looking at a cluster shows: its topics and their partitions. Looking never creates anything.

use crate::domain::outcome::TimestampType;

/// One partition as the metadata tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartitionView {
    /// The partition's number.
    pub id: i32,
    /// The broker that leads it; `None` while there is no leader.
    pub leader: Option<i32>,
    /// The brokers that hold a replica, the preferred leader first.
    pub replicas: Vec<i32>,
    /// The replicas in sync.
    pub in_sync: Vec<i32>,
}

/// One topic as the cluster tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TopicView {
    /// The topic's name.
    pub name: String,
    /// Its partitions by number, from 0.
    pub partitions: Vec<PartitionView>,
    /// The topic's `max.message.bytes`; `None` where the broker does not tell.
    pub max_message_bytes: Option<u64>,
    /// The topic's `min.insync.replicas`; `None` where the broker does not tell.
    pub min_insync_replicas: Option<u32>,
    /// The topic's `message.timestamp.type`; `None` where the broker does not tell.
    pub timestamp_type: Option<TimestampType>,
}

/// What came of looking for a topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TopicLook {
    /// The cluster has it.
    Found(TopicView),
    /// The cluster answered and has no topic of this name: a send would create it where the broker allows that.
    Unknown,
    /// It is not known whether the cluster has it, for this reason (no broker reached, not authorized, …).
    Failed(String),
}

/// What came of looking at the cluster.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct ClusterView {
    /// The cluster's id; `None` where the brokers do not tell.
    pub id: Option<String>,
    /// The brokers: node id and `host:port`.
    pub brokers: Vec<(i32, String)>,
    /// The names of its topics, internal ones left out.
    pub topics: Vec<String>,
}

/// A change of the cluster's topics that a person asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TopicChange {
    /// Make a topic.
    Create {
        /// Its name.
        name: String,
        /// Its partitions; `None` for the broker's `num.partitions`.
        partitions: Option<i32>,
        /// The replicas of each; `None` for the broker's `default.replication.factor`.
        replication: Option<i16>,
    },
    /// Give a topic more partitions.
    Grow {
        /// Its name.
        name: String,
        /// How many it is to have.
        partitions: i32,
    },
}

impl TopicChange {
    /// The topic's name.
    pub fn topic(&self) -> &str {
        match self {
            Self::Create { name, .. } | Self::Grow { name, .. } => name,
        }
    }

    /// The partitions that the topic is to have; `None` where the broker decides.
    pub fn partitions(&self) -> Option<i32> {
        match self {
            Self::Create { partitions, .. } => *partitions,
            Self::Grow { partitions, .. } => Some(*partitions),
        }
    }
}
