//! What stood in a record's way, in words with counts: the story behind "message timed out".

use std::sync::Arc;

use crate::domain::figures::{count, duration};

/// One thing that stood in a record's way. Times are in microseconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The broker refused batches of the record's partition, or their requests failed.
    Refused {
        /// The error's name, as `NOT_ENOUGH_REPLICAS`, or its text if it has none.
        error: Arc<str>,
        /// The broker.
        broker: Option<i32>,
        /// How often.
        times: u64,
        /// Whether there were more than are counted.
        more: bool,
    },
    /// There was no connection to the broker that leads the partition.
    NoConnection {
        /// The broker.
        broker: i32,
        /// Why, in short; empty if that is not known.
        why: String,
        /// For how long.
        micros: u64,
    },
    /// The partition had no leader.
    NoLeader {
        /// For how long.
        micros: u64,
    },
    /// The broker let the producer wait, as a quota asks.
    Throttled {
        /// The broker.
        broker: i32,
        /// For how long in all.
        micros: u64,
    },
    /// Batches of the same partition stood before the record's own.
    Queue {
        /// How many.
        batches: u64,
    },
}

/// The replicas of a partition, where they are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InSync {
    /// Replicas that are in sync.
    pub in_sync: usize,
    /// All of them.
    pub replicas: usize,
    /// The topic's `min.insync.replicas`.
    pub min: Option<u64>,
}

impl InSync {
    /// `2 of 3 in sync, min.insync.replicas 3`.
    pub fn words(&self) -> String {
        let min = self.min.map(|min| format!(", min.insync.replicas {min}")).unwrap_or_default();
        format!("{} of {} in sync{min}", self.in_sync, self.replicas)
    }
}

impl Obstacle {
    /// In words, as `NOT_ENOUGH_REPLICAS ×14 from b1 (2 of 3 in sync, min.insync.replicas 3)`. `in_sync` is what is known
    /// of the partition's replicas.
    pub fn words(&self, in_sync: Option<InSync>) -> String {
        match self {
            Self::Refused { error, broker, times, more } => {
                let or_more = if *more { " or more" } else { "" };
                let often = if *times > 1 || *more { format!(" ×{}{or_more}", count(*times)) } else { String::new() };
                let from = broker.map(|broker| format!(" from b{broker}")).unwrap_or_default();
                let lacks = in_sync.filter(|_| error.starts_with("NOT_ENOUGH_REPLICAS"));
                let replicas = lacks.map(|in_sync| format!(" ({})", in_sync.words())).unwrap_or_default();
                format!("{error}{often}{from}{replicas}")
            }
            Self::NoConnection { broker, why, micros } => {
                let why = if why.is_empty() { String::new() } else { format!(" ({why})") };
                format!("no connection to b{broker} for {}{why}", duration(*micros))
            }
            Self::NoLeader { micros } => format!("no leader for {}", duration(*micros)),
            Self::Throttled { broker, micros } => format!("throttled {} by b{broker}", duration(*micros)),
            Self::Queue { batches: 1 } => "queue behind 1 other batch".to_owned(),
            Self::Queue { batches } => format!("queue behind {} other batches", count(*batches)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_obstacle_is_told_with_its_numbers() {
        let few = Some(InSync { in_sync: 2, replicas: 3, min: Some(3) });
        let refused =
            |error: &str, times, more| Obstacle::Refused { error: error.into(), broker: Some(1), times, more };
        let lost = |why: &str| Obstacle::NoConnection { broker: 2, why: why.to_owned(), micros: 8_200_000 };
        let table = [
            (
                refused("NOT_ENOUGH_REPLICAS", 14, false),
                few,
                "NOT_ENOUGH_REPLICAS ×14 from b1 (2 of 3 in sync, min.insync.replicas 3)",
            ),
            (refused("NOT_ENOUGH_REPLICAS", 14, false), None, "NOT_ENOUGH_REPLICAS ×14 from b1"),
            (refused("NOT_LEADER_FOR_PARTITION", 1, false), few, "NOT_LEADER_FOR_PARTITION from b1"),
            (refused("_TIMED_OUT", 128, true), None, "_TIMED_OUT ×128 or more from b1"),
            (lost("refused"), None, "no connection to b2 for 8.20 s (refused)"),
            (lost(""), None, "no connection to b2 for 8.20 s"),
            (Obstacle::NoLeader { micros: 1_500_000 }, None, "no leader for 1.50 s"),
            (Obstacle::Throttled { broker: 1, micros: 4_600_000 }, None, "throttled 4.60 s by b1"),
            (Obstacle::Queue { batches: 1 }, None, "queue behind 1 other batch"),
            (Obstacle::Queue { batches: 3 }, None, "queue behind 3 other batches"),
        ];
        for (obstacle, in_sync, words) in table {
            assert_eq!(obstacle.words(in_sync), words);
        }
        assert_eq!(InSync { in_sync: 1, replicas: 1, min: None }.words(), "1 of 1 in sync");
    }
}
