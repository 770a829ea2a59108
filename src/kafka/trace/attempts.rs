//! How often a batch was sent: kept from the log lines, forgotten when its records end.

use std::collections::HashMap;
use std::sync::Arc;

use super::lane::BatchId;

/// Batches that were answered and not delivered, by topic and partition.
#[derive(Debug, Default)]
pub struct Attempts {
    carried: HashMap<(Arc<str>, i32), Vec<Carried>>,
}

#[derive(Debug)]
struct Carried {
    first: u64,
    last: u64,
    attempts: u32,
}

impl Attempts {
    /// The attempt that a batch built now is.
    pub fn next(&self, batch: &BatchId) -> u32 {
        self.of(&batch.topic, batch.partition, batch.first, batch.first + u64::from(batch.records)) + 1
    }

    /// Produce requests that carried any record of `first..end`.
    pub fn of(&self, topic: &Arc<str>, partition: i32, first: u64, end: u64) -> u32 {
        if self.carried.is_empty() {
            return 0;
        }
        let carried = self.carried.get(&(Arc::clone(topic), partition));
        let touching = carried.into_iter().flatten().filter(|carried| carried.first < end && carried.last >= first);
        touching.map(|carried| carried.attempts).max().unwrap_or(0)
    }

    /// A batch came back.
    pub fn came_back(&mut self, batch: &BatchId, attempt: u32) {
        let (first, end) = (batch.first, batch.first + u64::from(batch.records));
        let carried = self.carried.entry((Arc::clone(&batch.topic), batch.partition)).or_default();
        carried.retain(|old| !(old.first == first && old.last + 1 == end));
        carried.push(Carried { first, last: end.saturating_sub(1), attempts: attempt });
    }

    /// Records of `first..end` reached their end.
    pub fn ended(&mut self, topic: &Arc<str>, partition: i32, end: u64) {
        if self.carried.is_empty() {
            return;
        }
        let key = (Arc::clone(topic), partition);
        if let Some(carried) = self.carried.get_mut(&key) {
            carried.retain(|carried| carried.last >= end);
            if carried.is_empty() {
                self.carried.remove(&key);
            }
        }
    }
}
