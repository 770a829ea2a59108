//! The sticky partition of the Java client since 3.3 (KIP-794): `BuiltInPartitioner`.

use super::draw::{Draws, Foreseen};
use super::load::{Availability, LoadTable};
use super::queues::Queues;
use super::{RecordFacts, TopicShape};
use crate::domain::partitioner::batches::JavaBatches;

/// The sticky partition and the bytes that went to it: `BuiltInPartitioner.StickyPartitionInfo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Sticky {
    pub partition: i32,
    pub produced: u64,
}

/// Where the next sticky record goes, and what changes when it does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub sticky: Sticky,
    /// The partition was drawn for this record.
    drawn: bool,
    /// The batch of the partition it moved away from that had no room for it.
    misfit: Option<i32>,
}

/// Where it stands for one topic.
#[derive(Clone, Debug)]
pub(super) struct Uniform {
    adaptive: bool,
    availability_timeout_ms: i64,
    /// `batch.size` in bytes, at least 1.
    batch_size: u64,
    pub sticky: Option<Sticky>,
    pub load: LoadTable,
}

impl Uniform {
    pub(super) fn new(adaptive: bool, availability_timeout_ms: i64, batch_size: u64) -> Self {
        Self { adaptive, availability_timeout_ms, batch_size, sticky: None, load: LoadTable::default() }
    }

    /// Chooses for a record that is about to be appended.
    pub(super) fn choose<D: Draws>(
        &mut self,
        record: &RecordFacts<'_>,
        shape: &TopicShape,
        queues: &mut Queues,
        draws: &mut Foreseen<D>,
    ) -> Option<i32> {
        let plan = self.plan(record, shape, queues, draws.peek())?;
        if let Some(left) = plan.misfit {
            queues.get_mut(left).close();
        }
        if plan.drawn {
            draws.take();
        }
        self.sticky = Some(plan.sticky);
        Some(plan.sticky.partition)
    }

    /// Where a record would go now: `RecordAccumulator.append`, up to the append itself.
    pub(super) fn plan(
        &self,
        record: &RecordFacts<'_>,
        shape: &TopicShape,
        queues: &Queues,
        draw: u32,
    ) -> Option<Plan> {
        let Some(sticky) = self.sticky else {
            let sticky = Sticky { partition: self.next_partition(shape, draw)?, produced: 0 };
            return Some(Plan { sticky, drawn: true, misfit: None });
        };
        let stay = Plan { sticky, drawn: false, misfit: None };
        if !self.has_enough(sticky.produced, true) {
            return Some(stay);
        }
        // The switch waited for the newest batch. It is over if that batch is full or gone by now, or if this record
        // does not fit, which closes it.
        let batches = queues.get(sticky.partition);
        let full = batches.is_none_or(JavaBatches::all_full);
        if !full && batches.is_some_and(|batches| batches.has_room(record.size, record.timestamp)) {
            return Some(stay);
        }
        let next = Sticky { partition: self.next_partition(shape, draw)?, produced: 0 };
        Some(Plan { sticky: next, drawn: true, misfit: (!full).then_some(sticky.partition) })
    }

    /// Counts the bytes that a sticky record brought to its partition, and moves on if that has had enough.
    pub(super) fn appended<D: Draws>(
        &mut self,
        partition: i32,
        bytes: u64,
        shape: &TopicShape,
        may_switch: bool,
        draws: &mut Foreseen<D>,
    ) {
        let Some(sticky) = self.sticky.as_mut().filter(|sticky| sticky.partition == partition) else { return };
        sticky.produced += bytes;
        let produced = sticky.produced;
        if self.has_enough(produced, may_switch)
            && let Some(partition) = self.next_partition(shape, draws.peek())
        {
            draws.take();
            self.sticky = Some(Sticky { partition, produced: 0 });
        }
    }

    /// Weighs the partitions by the queues as they are now; without `adaptive` it does nothing.
    pub(super) fn weigh(&mut self, shape: &TopicShape, queues: &Queues, availability: &Availability) {
        if self.adaptive {
            let limit = self.availability_timeout_ms;
            self.load.fill(queues.all(), shape, (limit > 0).then_some((availability, limit)));
        }
    }

    /// Whether the sticky partition has had its bytes: `batch.size` if its newest batch is full or gone, else twice
    /// that, so that a switch does not leave half-filled batches behind.
    fn has_enough(&self, produced: u64, may_switch: bool) -> bool {
        let enough = self.batch_size;
        (produced >= enough && may_switch) || produced >= enough.saturating_mul(2)
    }

    /// The partition for the next draw: `BuiltInPartitioner.nextPartition`.
    fn next_partition(&self, shape: &TopicShape, draw: u32) -> Option<i32> {
        self.load.partition(draw).or_else(|| shape.uniform(draw))
    }
}
