//! How often a batch was sent: kept from the log lines, forgotten when its records end.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::lane::BatchId;

/// Batches that came back and wait to be sent again, by topic and partition.
///
/// An idempotent producer numbers its records, and a batch keeps its number. Without idempotence there is no number:
/// what came back goes to the front of its partition's queue, so the next batches of the partition are made of it.
#[derive(Debug, Default)]
pub struct Attempts {
    waiting: HashMap<(Arc<str>, i32), VecDeque<Waiting>>,
}

#[derive(Debug)]
struct Waiting {
    first: Option<u64>,
    records: u64,
    attempts: u32,
}

impl Waiting {
    fn touches(&self, first: u64, records: u64) -> bool {
        self.first.is_none_or(|own| own < first + records && first < own + self.records)
    }
}

impl Attempts {
    /// The attempt that a batch built now is. What it is made of waits no more.
    pub fn built(&mut self, batch: &BatchId) -> u32 {
        1 + self.take(batch)
    }

    /// A batch came back from its `attempt`.
    pub fn came_back(&mut self, batch: &BatchId, attempt: u32) {
        let waiting = self.waiting.entry((Arc::clone(&batch.topic), batch.partition)).or_default();
        waiting.push_back(Waiting { first: batch.first, records: u64::from(batch.records), attempts: attempt });
    }

    /// Records ended that were in no request then: how many requests had carried them.
    pub fn ended(&mut self, batch: &BatchId) -> u32 {
        self.take(batch)
    }

    fn take(&mut self, batch: &BatchId) -> u32 {
        if self.waiting.is_empty() {
            return 0;
        }
        let key = (Arc::clone(&batch.topic), batch.partition);
        let Some(waiting) = self.waiting.get_mut(&key) else { return 0 };
        let mut attempts = 0;
        let mut left = u64::from(batch.records);
        waiting.retain_mut(|part| {
            let touched = batch.first.is_none_or(|first| part.touches(first, u64::from(batch.records)));
            if left == 0 || !touched {
                return true;
            }
            attempts = attempts.max(part.attempts);
            let taken = left.min(part.records);
            left -= taken;
            part.records -= taken;
            part.first = part.first.map(|first| first + taken);
            part.records > 0
        });
        if waiting.is_empty() {
            self.waiting.remove(&key);
        }
        attempts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn batch(first: Option<u64>, records: u32) -> BatchId {
        BatchId { topic: Arc::from("orders"), partition: 3, first, records }
    }

    #[test]
    fn a_numbered_batch_counts_its_own_attempts() {
        let mut attempts = Attempts::default();
        assert_eq!(attempts.built(&batch(Some(1), 2)), 1);
        attempts.came_back(&batch(Some(1), 2), 1);
        assert_eq!(attempts.built(&batch(Some(3), 2)), 1, "another batch of the partition");
        assert_eq!(attempts.built(&batch(Some(1), 2)), 2);
        attempts.came_back(&batch(Some(1), 2), 2);
        assert_eq!(attempts.ended(&batch(Some(1), 2)), 2, "given up after two attempts");
        assert_eq!(attempts.ended(&batch(Some(1), 2)), 0);
    }

    #[test]
    fn without_numbers_the_next_batches_of_the_partition_are_what_came_back() {
        let mut attempts = Attempts::default();
        attempts.came_back(&batch(None, 3), 1);
        assert_eq!(attempts.built(&BatchId { partition: 4, ..batch(None, 3) }), 1);
        assert_eq!(attempts.built(&batch(None, 2)), 2);
        assert_eq!(attempts.built(&batch(None, 5)), 2, "the rest of it, with new records behind");
        assert_eq!(attempts.built(&batch(None, 5)), 1);
    }

    #[test]
    fn records_given_up_together_count_their_own_attempts() {
        for first in [Some(1), None] {
            let mut attempts = Attempts::default();
            attempts.came_back(&batch(first, 2), 3);
            let ended: Vec<u32> = (1..=4).map(|number| attempts.ended(&batch(Some(number), 1))).collect();
            assert_eq!(ended, [3, 3, 0, 0], "two came back, two never left: {first:?}");
        }
    }
}
