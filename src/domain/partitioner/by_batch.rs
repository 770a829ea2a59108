//! The Java client's partitioners that are asked before a batch is known, and again when a record opens one:
//! `DefaultPartitioner` and `UniformStickyPartitioner` (KIP-480), and `RoundRobinPartitioner`.
//!
//! Up to 3.9 `KafkaProducer.doSend` asks for a partition and tries to append; if no batch there takes the record it tells
//! the partitioner (`onNewBatch`), asks again, and opens a batch if need be. 4.x asks once.

use super::draw::Draws;
use super::queues::Queues;
use super::{RecordFacts, TopicShape};

/// Where a record goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plan<S> {
    pub partition: i32,
    /// The batch that had no room for it and takes no more records.
    pub closes: Option<i32>,
    /// How the partitioner stands afterwards.
    pub then: S,
}

/// Whether the newest batch of a partition takes the record.
fn takes(queues: &Queues, partition: i32, record: &RecordFacts<'_>) -> bool {
    queues.get(partition).is_some_and(|batches| batches.has_room(record.size, record.timestamp))
}

/// One topic's entry in `StickyPartitionCache`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct PerBatch(pub Option<i32>);

impl PerBatch {
    /// Where a record goes: to `fixed` if it names a partition or has a key that decides. Such a record moves the sticky
    /// partition too when it opens a batch there.
    pub(super) fn plan(
        self,
        fixed: Option<i32>,
        record: &RecordFacts<'_>,
        shape: &TopicShape,
        queues: &Queues,
        draws: &mut impl Draws,
    ) -> Option<Plan<Self>> {
        let mut sticky = self.0;
        let first = match (fixed, sticky) {
            (Some(partition), _) | (None, Some(partition)) => partition,
            (None, None) => *sticky.insert(next(None, shape, draws)?),
        };
        if takes(queues, first, record) {
            return Some(Plan { partition: first, closes: None, then: Self(sticky) });
        }
        if sticky.is_none_or(|sticky| sticky == first) {
            sticky = Some(next(sticky, shape, draws)?);
        }
        Some(Plan { partition: fixed.or(sticky)?, closes: Some(first), then: Self(sticky) })
    }
}

/// `StickyPartitionCache.nextPartition`: any other one that has a leader.
fn next(old: Option<i32>, shape: &TopicShape, draws: &mut impl Draws) -> Option<i32> {
    if let [only] = shape.available[..] {
        return Some(only);
    }
    loop {
        let other = shape.uniform(draws.draw())?;
        if shape.available.is_empty() || Some(other) != old {
            return Some(other);
        }
    }
}

/// The counter of one topic.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RoundRobin(u32);

impl RoundRobin {
    /// Where a record goes; if the partitioner is `asked_again` for one that opens a batch, it passes over a partition.
    pub(super) fn plan(
        self,
        asked_again: bool,
        record: &RecordFacts<'_>,
        shape: &TopicShape,
        queues: &Queues,
    ) -> Option<Plan<Self>> {
        // `Utils.toPositive` of a counter that wraps.
        let at = |count: u32| shape.uniform(count & 0x7fff_ffff);
        let (first, then) = (at(self.0)?, Self(self.0.wrapping_add(1)));
        if !asked_again || takes(queues, first, record) {
            return Some(Plan { partition: first, closes: None, then });
        }
        Some(Plan { partition: at(then.0)?, closes: Some(first), then: Self(then.0.wrapping_add(1)) })
    }
}
