//! How often a batch was sent, and what came of it: kept from the log lines, forgotten when its records end.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use super::lane::BatchId;
use crate::domain::journey::Attempt;

/// Batches that came back and wait to be sent again, by topic and partition.
///
/// An idempotent producer numbers its records, and a batch keeps its number. Without idempotence there is no number:
/// what came back goes to the front of its partition's queue, so the next batches of the partition are made of it.
#[derive(Debug, Default)]
pub struct Attempts {
    waiting: HashMap<(Arc<str>, i32), VecDeque<Waiting>>,
    /// Numbers of batches given so far.
    numbered: u64,
}

/// What is known of the requests that carried a batch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Earlier {
    /// A number that its requests share.
    pub number: u64,
    /// They, in order.
    pub requests: Vec<Attempt>,
}

#[derive(Debug)]
struct Waiting {
    first: Option<u64>,
    records: u64,
    earlier: Earlier,
}

impl Waiting {
    fn touches(&self, first: u64, records: u64) -> bool {
        self.first.is_none_or(|own| own < first + records && first < own + self.records)
    }
}

impl Attempts {
    /// The requests that carried before what a batch built now is made of, which waits no more.
    pub fn built(&mut self, batch: &BatchId) -> Earlier {
        self.take(batch).unwrap_or_else(|| {
            self.numbered += 1;
            Earlier { number: self.numbered, requests: Vec::new() }
        })
    }

    /// A batch came back from the last of these requests.
    pub fn came_back(&mut self, batch: &BatchId, earlier: Earlier) {
        let waiting = self.waiting.entry((Arc::clone(&batch.topic), batch.partition)).or_default();
        waiting.push_back(Waiting { first: batch.first, records: u64::from(batch.records), earlier });
    }

    /// Records ended that were in no request then: the requests that had carried them.
    pub fn ended(&mut self, batch: &BatchId) -> Vec<Attempt> {
        self.take(batch).map(|earlier| earlier.requests).unwrap_or_default()
    }

    fn take(&mut self, batch: &BatchId) -> Option<Earlier> {
        if self.waiting.is_empty() {
            return None;
        }
        let key = (Arc::clone(&batch.topic), batch.partition);
        let waiting = self.waiting.get_mut(&key)?;
        let mut taken: Option<Earlier> = None;
        let mut left = u64::from(batch.records);
        waiting.retain_mut(|part| {
            let touched = batch.first.is_none_or(|first| part.touches(first, u64::from(batch.records)));
            if left == 0 || !touched {
                return true;
            }
            // Made of several that came back, it counts as the one that was sent most often.
            if taken.as_ref().is_none_or(|taken| taken.requests.len() < part.earlier.requests.len()) {
                taken = Some(part.earlier.clone());
            }
            let gone = left.min(part.records);
            left -= gone;
            part.records -= gone;
            part.first = part.first.map(|first| first + gone);
            part.records > 0
        });
        if waiting.is_empty() {
            self.waiting.remove(&key);
        }
        taken
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::request::RequestOutcome;

    fn batch(first: Option<u64>, records: u32) -> BatchId {
        BatchId { topic: Arc::from("orders"), partition: 3, first, records }
    }

    fn sent_again(earlier: Earlier) -> Earlier {
        let sent = 10 * (earlier.requests.len() as u64 + 1);
        let attempt = Attempt { broker: 1, sent, rtt: Some(1), outcome: RequestOutcome::Retry, cause: None };
        Earlier { requests: [earlier.requests, vec![attempt]].concat(), ..earlier }
    }

    #[test]
    fn a_numbered_batch_keeps_its_own_requests() {
        let mut attempts = Attempts::default();
        let first = attempts.built(&batch(Some(1), 2));
        assert_eq!(first.requests, []);
        attempts.came_back(&batch(Some(1), 2), sent_again(first.clone()));
        let other = attempts.built(&batch(Some(3), 2));
        assert_eq!(other.requests, [], "another batch of the partition");
        assert_ne!(other.number, first.number);
        let again = attempts.built(&batch(Some(1), 2));
        assert_eq!((again.requests.len(), again.number), (1, first.number));
        attempts.came_back(&batch(Some(1), 2), sent_again(again));
        let given_up = attempts.ended(&batch(Some(1), 2));
        assert_eq!(given_up.iter().map(|attempt| attempt.sent).collect::<Vec<_>>(), [10, 20], "after two attempts");
        assert_eq!(attempts.ended(&batch(Some(1), 2)), []);
    }

    #[test]
    fn without_numbers_the_next_batches_of_the_partition_are_what_came_back() {
        let mut attempts = Attempts::default();
        attempts.came_back(&batch(None, 3), sent_again(Earlier::default()));
        let mut built = |batch: BatchId| attempts.built(&batch).requests.len();
        assert_eq!(built(BatchId { partition: 4, ..batch(None, 3) }), 0);
        assert_eq!(built(batch(None, 2)), 1);
        assert_eq!(built(batch(None, 5)), 1, "the rest of it, with new records behind");
        assert_eq!(built(batch(None, 5)), 0);
    }

    #[test]
    fn records_given_up_together_have_their_own_requests() {
        for first in [Some(1), None] {
            let mut attempts = Attempts::default();
            attempts.came_back(&batch(first, 2), sent_again(sent_again(Earlier::default())));
            let ended: Vec<usize> = (1..=4).map(|number| attempts.ended(&batch(Some(number), 1)).len()).collect();
            assert_eq!(ended, [2, 2, 0, 0], "two came back, two never left: {first:?}");
        }
    }
}
