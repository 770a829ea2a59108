//! Which partition a record goes to, as the Java client (4.x) chooses it.
//!
//! A record that names its partition goes there. A record with a key goes to `murmur2(key)`; a record without one goes
//! to the sticky partition (KIP-794): it stays on one partition until about `batch.size` bytes went there, and then
//! moves on at random, by queue length if adaptive.
//!
//! Pure: the draws are passed in, and the queues are modelled from the records' sizes, so that every choice can be
//! replayed. The same plan serves the preview and the send.

pub mod batches;
pub mod draw;
pub mod growth;
pub mod keyed;
pub mod load;
pub mod murmur2;

#[cfg(test)]
mod tests;

use std::fmt;

use self::batches::{Appended, JavaBatches};
use self::draw::{Draws, Foreseen, Random};
use self::load::{Availability, LoadTable};
use self::murmur2::partition_for_key;
use crate::domain::record::Record;
use crate::domain::size::RecordSize;

/// The producer's properties that steer the choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    /// `partitioner.ignore.keys`: treat every record as if its key were null.
    pub ignore_keys: bool,
    /// `partitioner.adaptive.partitioning.enable`.
    pub adaptive: bool,
    /// `partitioner.availability.timeout.ms`; 0 turns it off, and without `adaptive` it has no effect.
    pub availability_timeout_ms: i64,
    /// `batch.size` in bytes; 0 works as 1.
    pub batch_size: u64,
}

/// A topic as the metadata tell it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TopicShape {
    /// The leader of each partition, by partition; `None` where there is none.
    pub leaders: Vec<Option<i32>>,
    /// The partitions that have a leader, in the order in which the metadata list them.
    pub available: Vec<i32>,
}

impl TopicShape {
    /// A topic with these leaders by partition, the available partitions in order.
    pub fn new(leaders: Vec<Option<i32>>) -> Self {
        let available = (0..).zip(&leaders).filter(|(_, leader)| leader.is_some()).map(|(index, _)| index).collect();
        Self { leaders, available }
    }

    /// How many partitions the topic has.
    pub fn partitions(&self) -> u32 {
        u32::try_from(self.leaders.len()).unwrap_or(u32::MAX)
    }

    /// A partition for a draw, all equally likely: one with a leader if any has one.
    fn uniform(&self, draw: u32) -> Option<i32> {
        let draw = usize::try_from(draw).ok()?;
        match self.available.len() {
            0 => i32::try_from(draw.checked_rem(self.leaders.len())?).ok(),
            count => self.available.get(draw % count).copied(),
        }
    }
}

/// Why a record goes where it goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// The record names its partition.
    Explicit,
    /// By its key.
    Key,
    /// The sticky partition of records without a key (or with `partitioner.ignore.keys`).
    Sticky,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Explicit => "explicit",
            Self::Key => "murmur2(key)",
            Self::Sticky => "sticky",
        })
    }
}

/// What the choice needs to know of a record.
#[derive(Clone, Copy, Debug)]
pub struct RecordFacts<'a> {
    /// The partition it names.
    pub partition: Option<i32>,
    /// Its key; `None` for null.
    pub key: Option<&'a [u8]>,
    /// Its size.
    pub size: RecordSize,
    /// Its timestamp in milliseconds since the epoch (for a record without one, when it is accepted).
    pub timestamp: i64,
}

impl<'a> RecordFacts<'a> {
    /// The facts of a record that is accepted at `now_ms`.
    pub fn of(record: &'a Record, now_ms: i64) -> Self {
        Self {
            partition: record.partition,
            key: record.key.as_deref(),
            size: RecordSize::of(record),
            timestamp: record.timestamp.unwrap_or(now_ms),
        }
    }
}

/// A partition and why. The partition is `None` only in a preview, when the topic's partitions are not known yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Preview {
    /// The partition, if it can be told.
    pub partition: Option<i32>,
    /// Why this one.
    pub why: Why,
}

/// The partition a record will go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The partition.
    pub partition: i32,
    /// Why this one.
    pub why: Why,
}

/// What can be said of a record's partition without a running producer: everything but where sticky records are.
pub fn preview(partition: Option<i32>, key: Option<&[u8]>, shape: Option<&TopicShape>, ignore_keys: bool) -> Preview {
    match (partition, key) {
        (Some(partition), _) => Preview { partition: Some(partition), why: Why::Explicit },
        (None, Some(key)) if !ignore_keys => {
            let partition = shape.and_then(|shape| partition_for_key(key, shape.partitions()));
            Preview { partition, why: Why::Key }
        }
        (None, Some(_) | None) => Preview { partition: None, why: Why::Sticky },
    }
}

/// The sticky partition and the bytes that went to it: `BuiltInPartitioner.StickyPartitionInfo`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sticky {
    partition: i32,
    produced: u64,
}

/// Where the next sticky record goes, and what changes when it does.
#[derive(Clone, Copy, Debug)]
struct Plan {
    sticky: Sticky,
    /// The partition was drawn for this record.
    drawn: bool,
    /// The batch of the partition it moved away from that had no room for it.
    misfit: Option<i32>,
}

/// The choice for one topic of one producer.
///
/// For each record: [`choose`](Self::choose), and when it was taken [`appended`](Self::appended), both under one lock.
/// Records that name a partition or have a key cost no state in `choose`: that is the fast path; they are told to
/// `appended` all the same, because they fill the same batches. Nothing is allocated per record.
#[derive(Clone, Debug)]
pub struct TopicPartitioner<D = Random> {
    rules: Rules,
    draws: Foreseen<D>,
    sticky: Option<Sticky>,
    load: LoadTable,
    batches: Vec<JavaBatches>,
}

impl<D: Draws> TopicPartitioner<D> {
    /// A topic that no record was sent to yet.
    pub fn new(rules: Rules, draws: D) -> Self {
        let rules = Rules { batch_size: rules.batch_size.max(1), ..rules };
        let draws = Foreseen::new(draws);
        Self { rules, draws, sticky: None, load: LoadTable::default(), batches: Vec::new() }
    }

    /// Chooses the partition of a record that is about to be appended. `None` if the topic has no partition.
    pub fn choose(&mut self, record: &RecordFacts<'_>, shape: &TopicShape) -> Option<Choice> {
        let fixed = preview(record.partition, record.key, Some(shape), self.rules.ignore_keys);
        if fixed.why != Why::Sticky {
            return fixed.partition.map(|partition| Choice { partition, why: fixed.why });
        }
        let plan = self.plan(record, shape)?;
        if let Some(left) = plan.misfit {
            self.batches_mut(left).close();
        }
        if plan.drawn {
            self.draws.take();
        }
        self.sticky = Some(plan.sticky);
        Some(Choice { partition: plan.sticky.partition, why: Why::Sticky })
    }

    /// What `choose` would answer now; it stays true until something else is sent to the topic or its metadata change.
    pub fn preview(&self, record: &RecordFacts<'_>, shape: &TopicShape) -> Preview {
        let fixed = preview(record.partition, record.key, Some(shape), self.rules.ignore_keys);
        if fixed.why != Why::Sticky {
            return fixed;
        }
        let partition = self.plan(record, shape).map(|plan| plan.sticky.partition);
        Preview { partition, why: Why::Sticky }
    }

    /// Takes note that a record went where `choice` says, and moves the sticky partition on if it has had enough.
    pub fn appended(&mut self, choice: Choice, record: &RecordFacts<'_>, shape: &TopicShape) -> Appended {
        let batch_size = self.rules.batch_size;
        let batches = self.batches_mut(choice.partition);
        let appended = batches.append(record.size, record.timestamp, batch_size);
        let may_switch = batches.all_full();
        if choice.why == Why::Sticky
            && let Some(sticky) = &mut self.sticky
            && sticky.partition == choice.partition
        {
            sticky.produced += appended.bytes;
            let produced = sticky.produced;
            if self.has_enough(produced, may_switch)
                && let Some(partition) = self.next_partition(shape)
            {
                self.draws.take();
                self.sticky = Some(Sticky { partition, produced: 0 });
            }
        }
        appended
    }

    /// Takes note that only the newest `still_queued` records of a partition wait to be sent.
    pub fn drained(&mut self, partition: i32, still_queued: u64) {
        self.batches_mut(partition).drained(still_queued);
    }

    /// The batches the Java client would have for a partition now, if a record ever went there.
    pub fn batches(&self, partition: i32) -> Option<&JavaBatches> {
        usize::try_from(partition).ok().and_then(|index| self.batches.get(index))
    }

    /// Weighs the partitions by the queues as they are now; without `adaptive` it does nothing.
    ///
    /// The Java client does so whenever its sender looks for batches to send: when one was opened or filled, when an
    /// answer came, and when one has lingered. It costs a pass over the topic's partitions.
    pub fn weigh(&mut self, shape: &TopicShape, availability: &Availability) {
        if self.rules.adaptive {
            let limit = self.rules.availability_timeout_ms;
            self.load.fill(&self.batches, shape, (limit > 0).then_some((availability, limit)));
        }
    }

    /// Where a record without a key would go now: `RecordAccumulator.append`, up to the append itself.
    fn plan(&self, record: &RecordFacts<'_>, shape: &TopicShape) -> Option<Plan> {
        let Some(sticky) = self.sticky else {
            let sticky = Sticky { partition: self.next_partition(shape)?, produced: 0 };
            return Some(Plan { sticky, drawn: true, misfit: None });
        };
        let stay = Plan { sticky, drawn: false, misfit: None };
        if !self.has_enough(sticky.produced, true) {
            return Some(stay);
        }
        // The switch waited for the newest batch. It is over if that batch is full or gone by now, or if this record
        // does not fit, which closes it.
        let batches = self.batches(sticky.partition);
        let full = batches.is_none_or(JavaBatches::all_full);
        if !full && batches.is_some_and(|batches| batches.has_room(record.size, record.timestamp)) {
            return Some(stay);
        }
        let next = Sticky { partition: self.next_partition(shape)?, produced: 0 };
        Some(Plan { sticky: next, drawn: true, misfit: (!full).then_some(sticky.partition) })
    }

    /// Whether the sticky partition has had its bytes: `batch.size` if its newest batch is full or gone, else twice
    /// that, so that a switch does not leave half-filled batches behind.
    fn has_enough(&self, produced: u64, may_switch: bool) -> bool {
        let enough = self.rules.batch_size;
        (produced >= enough && may_switch) || produced >= enough.saturating_mul(2)
    }

    /// The partition for the next draw: `BuiltInPartitioner.nextPartition`.
    fn next_partition(&self, shape: &TopicShape) -> Option<i32> {
        let draw = self.draws.peek();
        self.load.partition(draw).or_else(|| shape.uniform(draw))
    }

    fn batches_mut(&mut self, partition: i32) -> &mut JavaBatches {
        let index = usize::try_from(partition).unwrap_or(0);
        if index >= self.batches.len() {
            self.batches.resize_with(index + 1, JavaBatches::default);
        }
        &mut self.batches[index]
    }
}
