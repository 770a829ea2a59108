//! Which partition a record goes to, as the client modelled chooses it.
//!
//! A record that names its partition goes there. For the others a [`Rule`] decides: the Java client's own of 3.3 and
//! later (KIP-794), that of the releases before (KIP-480), its `RoundRobinPartitioner`, or one of librdkafka's.
//!
//! Pure: draws and times are passed in, and the queues are modelled from the records' sizes, so that every choice can be
//! replayed. The same plan serves the preview and the send.

pub mod batches;
mod by_batch;
pub mod draw;
mod for_a_while;
pub mod growth;
pub mod keyed;
pub mod load;
pub mod murmur2;
mod queues;
mod rule;
mod uniform;

#[cfg(test)]
mod tests;

use self::batches::{Appended, JavaBatches};
use self::by_batch::{PerBatch, RoundRobin};
use self::draw::{Draws, Foreseen, Random};
use self::for_a_while::ForAWhile;
use self::load::Availability;
use self::queues::Queues;
use self::uniform::Uniform;
use crate::domain::record::Record;
use crate::domain::size::RecordSize;

pub use self::rule::{Preview, Rule, Until, Why, class};

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

    /// Whether a partition has a leader.
    fn has_leader(&self, partition: i32) -> bool {
        usize::try_from(partition).is_ok_and(|index| self.leaders.get(index).copied().flatten().is_some())
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
    /// When it is accepted, in microseconds since the epoch.
    pub accepted: u64,
}

impl<'a> RecordFacts<'a> {
    /// The facts of a record that is accepted at this time, in microseconds since the epoch.
    pub fn of(record: &'a Record, accepted: u64) -> Self {
        let now_ms = i64::try_from(accepted / 1_000).unwrap_or(i64::MAX);
        Self {
            partition: record.partition,
            key: record.key.as_deref(),
            size: RecordSize::of(record),
            timestamp: record.timestamp.unwrap_or(now_ms),
            accepted,
        }
    }
}

/// The partition a record will go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice {
    /// The partition.
    pub partition: i32,
    /// Why this one.
    pub why: Why,
}

/// Where the rule stands.
#[derive(Clone, Debug)]
enum Stand {
    Uniform(Uniform),
    PerBatch(PerBatch),
    RoundRobin(RoundRobin),
    ForAWhile(ForAWhile),
}

/// The choice for one topic of one producer.
///
/// For each record: [`choose`](Self::choose), and when it was taken [`appended`](Self::appended), both under one lock.
/// Records that name a partition or have a key cost no state in `choose` by most rules: that is the fast path; they are
/// told to `appended` all the same, because they fill the same batches. Nothing is allocated per record.
#[derive(Clone, Debug)]
pub struct TopicPartitioner<D = Random> {
    rule: Rule,
    /// `batch.size` in bytes, at least 1.
    batch_size: u64,
    stand: Stand,
    draws: Foreseen<D>,
    queues: Queues,
}

impl<D: Draws + Clone> TopicPartitioner<D> {
    /// A topic that no record was sent to yet. `batch_size` is `batch.size` in bytes; 0 works as 1.
    pub fn new(rule: Rule, batch_size: u64, draws: D) -> Self {
        let batch_size = batch_size.max(1);
        let stand = match rule {
            Rule::BuiltIn { adaptive, availability_timeout_ms, ignore_keys: _ } => {
                Stand::Uniform(Uniform::new(adaptive, availability_timeout_ms, batch_size))
            }
            Rule::PerBatch { .. } => Stand::PerBatch(PerBatch::default()),
            Rule::RoundRobin { .. } => Stand::RoundRobin(RoundRobin::default()),
            Rule::Librdkafka { .. } => Stand::ForAWhile(ForAWhile::default()),
        };
        Self { rule, batch_size, stand, draws: Foreseen::new(draws), queues: Queues::default() }
    }

    /// Chooses the partition of a record that is about to be appended. `None` if the topic has no partition.
    pub fn choose(&mut self, record: &RecordFacts<'_>, shape: &TopicShape) -> Option<Choice> {
        let Preview { partition: fixed, why } = self.rule.preview(record.partition, record.key, Some(shape));
        if fixed.is_none() && shape.leaders.is_empty() {
            return None;
        }
        let partition = match (&mut self.stand, fixed) {
            (Stand::Uniform(_) | Stand::RoundRobin(_) | Stand::ForAWhile(_), Some(partition)) => partition,
            (Stand::Uniform(uniform), None) => uniform.choose(record, shape, &mut self.queues, &mut self.draws)?,
            (Stand::PerBatch(per_batch), fixed) => {
                let plan = per_batch.plan(fixed, record, shape, &self.queues, &mut self.draws)?;
                *per_batch = plan.then;
                close(&mut self.queues, plan.closes);
                plan.partition
            }
            (Stand::RoundRobin(turn), None) => {
                let plan = turn.plan(self.rule.asked_again(), record, shape, &self.queues)?;
                *turn = plan.then;
                close(&mut self.queues, plan.closes);
                plan.partition
            }
            (Stand::ForAWhile(kept), None) => match why {
                Why::Sticky(Until::Millis(millis)) => kept.choose(millis, record.accepted, shape, &mut self.draws)?,
                Why::Sticky(Until::Bytes | Until::Batch)
                | Why::Explicit
                | Why::Key(_)
                | Why::NoKey(_)
                | Why::RoundRobin
                | Why::Drawn => for_a_while::random(shape, &mut self.draws)?,
            },
        };
        Some(Choice { partition, why })
    }

    /// What `choose` would answer now, where that can be told: it stays true until something else is sent to the topic,
    /// its queues drain or its metadata change.
    pub fn preview(&self, record: &RecordFacts<'_>, shape: &TopicShape) -> Preview {
        let fixed = self.rule.preview(record.partition, record.key, Some(shape));
        if fixed.partition.is_some() || shape.leaders.is_empty() {
            return fixed;
        }
        let partition = match &self.stand {
            Stand::Uniform(uniform) => {
                uniform.plan(record, shape, &self.queues, self.draws.peek()).map(|plan| plan.sticky.partition)
            }
            Stand::PerBatch(per_batch) => {
                let plan = per_batch.plan(None, record, shape, &self.queues, &mut self.draws.clone());
                plan.map(|plan| plan.partition)
            }
            Stand::RoundRobin(turn) => {
                turn.plan(self.rule.asked_again(), record, shape, &self.queues).map(|plan| plan.partition)
            }
            Stand::ForAWhile(_) => None,
        };
        Preview { partition, ..fixed }
    }

    /// Takes note that a record went where `choice` says, and moves the sticky partition on if it has had enough.
    pub fn appended(&mut self, choice: Choice, record: &RecordFacts<'_>, shape: &TopicShape) -> Appended {
        let batches = self.queues.get_mut(choice.partition);
        let appended = batches.append(record.size, record.timestamp, self.batch_size);
        let may_switch = batches.all_full();
        match (&mut self.stand, choice.why) {
            (Stand::Uniform(uniform), Why::Sticky(_)) => {
                uniform.appended(choice.partition, appended.bytes, shape, may_switch, &mut self.draws);
            }
            (Stand::Uniform(_), Why::Explicit | Why::Key(_) | Why::NoKey(_) | Why::RoundRobin | Why::Drawn)
            | (Stand::PerBatch(_) | Stand::RoundRobin(_) | Stand::ForAWhile(_), _) => {}
        }
        appended
    }

    /// Takes note that only the newest `still_queued` records of a partition wait to be sent.
    pub fn drained(&mut self, partition: i32, still_queued: u64) {
        self.queues.get_mut(partition).drained(still_queued);
    }

    /// The batches the Java client would have for a partition now, if a record ever went there.
    pub fn batches(&self, partition: i32) -> Option<&JavaBatches> {
        self.queues.get(partition)
    }

    /// Weighs the partitions by the queues as they are now; without
    /// `partitioner.adaptive.partitioning.enable` it does nothing.
    ///
    /// The Java client does so whenever its sender looks for batches to send: when one was opened or filled, when an
    /// answer came, and when one has lingered. It costs a pass over the topic's partitions.
    pub fn weigh(&mut self, shape: &TopicShape, availability: &Availability) {
        match &mut self.stand {
            Stand::Uniform(uniform) => uniform.weigh(shape, &self.queues, availability),
            Stand::PerBatch(_) | Stand::RoundRobin(_) | Stand::ForAWhile(_) => {}
        }
    }
}

fn close(queues: &mut Queues, partition: Option<i32>) {
    if let Some(partition) = partition {
        queues.get_mut(partition).close();
    }
}
