//! Where librdkafka puts records that no key places: `rd_kafka_msg_sticky_partition` and
//! `rd_kafka_msg_partitioner_random`.

use super::TopicShape;
use super::draw::Draws;

/// The partition that is kept for `sticky.partitioning.linger.ms`, and since when, in microseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct ForAWhile(Option<(i32, u64)>);

impl ForAWhile {
    /// The partition of a record at `now`, in microseconds: the one before for `sticky_ms` if it has a leader, else one
    /// drawn.
    pub(super) fn choose(
        &mut self,
        sticky_ms: u32,
        now: u64,
        shape: &TopicShape,
        draws: &mut impl Draws,
    ) -> Option<i32> {
        let kept = self.0.filter(|(partition, since)| {
            now <= since.saturating_add(u64::from(sticky_ms) * 1_000) && shape.has_leader(*partition)
        });
        let (partition, since) = match kept {
            Some(kept) => kept,
            None => (random(shape, draws)?, now),
        };
        self.0 = Some((partition, since));
        Some(partition)
    }
}

/// One of all partitions; drawn a second time, and no more, if it has no leader.
pub(super) fn random(shape: &TopicShape, draws: &mut impl Draws) -> Option<i32> {
    let mut any = || i32::try_from(draws.draw().checked_rem(shape.partitions())?).ok();
    let first = any()?;
    if shape.has_leader(first) { Some(first) } else { any() }
}
