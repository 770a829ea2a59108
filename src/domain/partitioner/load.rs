//! How likely each partition is the next sticky one (KIP-794, "adaptive partitioning").

use std::collections::HashMap;

use crate::domain::partitioner::TopicShape;
use crate::domain::partitioner::batches::JavaBatches;

/// Whether brokers take data, for `partitioner.availability.timeout.ms`.
#[derive(Clone, Debug, Default)]
pub struct Availability {
    brokers: HashMap<i32, Times>,
}

#[derive(Clone, Copy, Debug)]
struct Times {
    ready_ms: i64,
    drained_ms: i64,
}

impl Availability {
    /// Takes note at `now_ms` of a broker that has data waiting; `takes_data` is whether it could be handed over.
    /// (`RecordAccumulator.updateNodeLatencyStats`.)
    pub fn note(&mut self, broker: i32, now_ms: i64, takes_data: bool) {
        let times = self.brokers.entry(broker).or_insert(Times { ready_ms: now_ms, drained_ms: now_ms });
        times.ready_ms = now_ms;
        if takes_data {
            times.drained_ms = now_ms;
        }
    }

    /// For how many milliseconds data have waited for a broker that takes none.
    fn waited_ms(&self, broker: i32) -> i64 {
        self.brokers.get(&broker).map_or(0, |times| times.ready_ms.saturating_sub(times.drained_ms))
    }
}

/// Partitions with the running sum of their weights: `BuiltInPartitioner.PartitionLoadStats`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LoadTable {
    /// Running sums, one for each of `partitions`.
    sums: Vec<u32>,
    partitions: Vec<i32>,
}

impl LoadTable {
    /// Weighs the partitions that have a leader by (longest queue + 1 − their queue). Empty means that all are equal,
    /// or that some partition never had a batch: then the choice is uniform.
    ///
    /// `availability` with its timeout leaves out brokers that take no data.
    pub(super) fn fill(
        &mut self,
        batches: &[JavaBatches],
        shape: &TopicShape,
        availability: Option<(&Availability, i64)>,
    ) {
        self.sums.clear();
        self.partitions.clear();
        let count = shape.leaders.len();
        if count < 2 || batches.iter().filter(|batches| batches.is_used()).count() < count {
            return;
        }
        // As in RecordAccumulator.partitionReady: the entry of a broker left out is used again for the next partition,
        // and if that one's queue is empty it keeps the queue length of the one left out.
        self.sums.resize(count, 0);
        self.partitions.resize(count, 0);
        let mut len = 0;
        for ((partition, batches), leader) in (0..).zip(batches).zip(&shape.leaders) {
            let Some(leader) = leader else { continue };
            self.partitions[len] = partition;
            if !batches.is_empty() {
                self.sums[len] = u32::try_from(batches.len()).unwrap_or(u32::MAX);
                if availability.is_some_and(|(availability, limit)| availability.waited_ms(*leader) > limit) {
                    continue;
                }
            }
            len += 1;
        }
        self.sums.truncate(len);
        self.partitions.truncate(len);
        self.weigh(count);
    }

    /// Turns queue lengths into running sums of weights.
    fn weigh(&mut self, count: usize) {
        let longest = self.sums.iter().copied().max().unwrap_or(0);
        let all_equal = self.sums.iter().all(|len| *len == longest);
        if self.sums.is_empty() || (all_equal && self.sums.len() == count) {
            self.sums.clear();
            self.partitions.clear();
            return;
        }
        let mut sum: u32 = 0;
        for entry in &mut self.sums {
            sum = sum.saturating_add((longest - *entry).saturating_add(1));
            *entry = sum;
        }
    }

    /// The partition for a draw; `None` if the choice is uniform.
    pub(super) fn partition(&self, draw: u32) -> Option<i32> {
        let total = *self.sums.last()?;
        let point = draw % total;
        self.partitions.get(self.sums.partition_point(|sum| *sum <= point)).copied()
    }

    /// Running sums and partitions, for a comparison with the Java client's.
    #[cfg(test)]
    pub(super) fn parts(&self) -> (&[u32], &[i32]) {
        (&self.sums, &self.partitions)
    }
}
