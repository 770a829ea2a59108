//! The batches the Java client would have for one partition, estimated from the sizes of the records.

use std::collections::VecDeque;

use crate::domain::size::{BATCH_OVERHEAD, RecordSize};

/// The newest batch of a partition, while its records are queued.
#[derive(Clone, Debug)]
struct Newest {
    /// Records in it.
    records: u32,
    /// Bytes in it, the batch's own among them (`MemoryRecordsBuilder.estimatedBytesWritten`, uncompressed).
    bytes: u64,
    /// Bytes it may hold: `batch.size`, or what its first record needs if that is more.
    limit: u64,
    /// The first record's timestamp, to which those of the others are relative.
    base_timestamp: i64,
    /// A record did not fit: nothing is added any more.
    closed: bool,
}

impl Newest {
    fn is_full(&self) -> bool {
        self.closed || self.bytes >= self.limit
    }

    fn size_of(&self, size: RecordSize, timestamp: i64) -> u64 {
        size.in_batch(self.records, timestamp.saturating_sub(self.base_timestamp))
    }
}

/// What an append did, as `RecordAccumulator.RecordAppendResult` tells it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Appended {
    /// Bytes the partition's batches grew by; a new batch's own 61 are counted.
    pub bytes: u64,
    /// Whether the record opened a batch.
    pub new_batch: bool,
    /// Whether a batch is now ready to leave: the newest is full, or there is more than one.
    pub batch_full: bool,
}

/// One partition's queue of batches: `RecordAccumulator`'s deque, by its sizes.
///
/// A batch is full when its estimate reaches its limit; a record that does not fit closes it and opens the next; it is
/// gone when its records have left the queue.
#[derive(Clone, Debug, Default)]
pub struct JavaBatches {
    /// Records of the batches before the newest, oldest first.
    older: VecDeque<u32>,
    newest: Option<Newest>,
    /// Records in all batches.
    queued: u64,
    /// Whether a record was ever appended.
    used: bool,
}

impl JavaBatches {
    /// Batches in the queue.
    pub fn len(&self) -> usize {
        self.older.len() + usize::from(self.newest.is_some())
    }

    /// Whether no batch is queued.
    pub fn is_empty(&self) -> bool {
        self.newest.is_none()
    }

    /// Records in the queue.
    pub fn queued_records(&self) -> u64 {
        self.queued
    }

    /// Whether this partition ever had a batch.
    pub fn is_used(&self) -> bool {
        self.used
    }

    /// Whether no batch takes more records: the newest is full, closed or gone (`RecordAccumulator.allBatchesFull`).
    pub fn all_full(&self) -> bool {
        self.newest.as_ref().is_none_or(Newest::is_full)
    }

    /// Whether a record of this size would go into the newest batch (`MemoryRecordsBuilder.hasRoomFor`).
    pub fn has_room(&self, size: RecordSize, timestamp: i64) -> bool {
        self.newest
            .as_ref()
            .is_some_and(|newest| !newest.is_full() && newest.bytes + newest.size_of(size, timestamp) <= newest.limit)
    }

    /// Ends the newest batch, as a record that does not fit does.
    pub fn close(&mut self) {
        if let Some(newest) = &mut self.newest {
            newest.closed = true;
        }
    }

    /// Adds a record: to the newest batch if it has room, else to a new one. `batch_size` is `batch.size` in bytes.
    pub fn append(&mut self, size: RecordSize, timestamp: i64, batch_size: u64) -> Appended {
        self.queued += 1;
        self.used = true;
        if self.has_room(size, timestamp)
            && let Some(newest) = &mut self.newest
        {
            let bytes = newest.size_of(size, timestamp);
            newest.bytes += bytes;
            newest.records += 1;
            let batch_full = newest.is_full() || !self.older.is_empty();
            return Appended { bytes, new_batch: false, batch_full };
        }
        if let Some(newest) = self.newest.take() {
            self.older.push_back(newest.records);
        }
        let bytes = BATCH_OVERHEAD + size.in_batch(0, 0);
        let limit = batch_size.max(size.upper_bound());
        let newest = Newest { records: 1, bytes, limit, base_timestamp: timestamp, closed: false };
        let batch_full = newest.is_full() || !self.older.is_empty();
        self.newest = Some(newest);
        Appended { bytes, new_batch: true, batch_full }
    }

    /// Takes note that only the newest `still_queued` records are left; the others are on their way.
    pub fn drained(&mut self, still_queued: u64) {
        let mut gone = self.queued.saturating_sub(still_queued);
        self.queued -= gone;
        while let Some(oldest) = self.older.front_mut() {
            if gone < u64::from(*oldest) {
                *oldest -= u32::try_from(gone).unwrap_or(*oldest);
                return;
            }
            gone -= u64::from(*oldest);
            self.older.pop_front();
        }
        let Some(newest) = &mut self.newest else { return };
        let left = u64::from(newest.records).saturating_sub(gone);
        if left == 0 {
            self.newest = None;
        } else if gone > 0 {
            // A request took a part of it, so what is left is a batch of its own; its records count as equally large.
            newest.bytes = BATCH_OVERHEAD + (newest.bytes - BATCH_OVERHEAD) * left / u64::from(newest.records);
            newest.records = u32::try_from(left).unwrap_or(newest.records);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::payload::Payload;
    use crate::domain::record::Record;

    fn value(len: usize) -> RecordSize {
        RecordSize::of(&Record { value: Payload::bytes(vec![0; len]), ..Record::default() })
    }

    #[test]
    fn a_batch_takes_records_until_one_does_not_fit() {
        let mut batches = JavaBatches::default();
        assert!(batches.all_full(), "no batch at all takes no record");
        assert_eq!(batches.append(value(100), 0, 300), Appended { bytes: 170, new_batch: true, batch_full: false });
        assert_eq!(batches.append(value(100), 0, 300), Appended { bytes: 109, new_batch: false, batch_full: false });
        assert!(!batches.has_room(value(100), 0));
        assert_eq!(batches.append(value(100), 0, 300), Appended { bytes: 170, new_batch: true, batch_full: true });
        assert_eq!((batches.len(), batches.queued_records()), (2, 3));
    }

    #[test]
    fn a_batch_is_full_when_its_estimate_reaches_its_limit() {
        let mut batches = JavaBatches::default();
        batches.append(value(100), 0, 279);
        assert!(!batches.all_full());
        assert!(batches.append(value(100), 0, 279).batch_full);
        assert!(batches.all_full());
    }

    #[test]
    fn a_record_larger_than_a_batch_has_one_of_its_own_size() {
        let mut batches = JavaBatches::default();
        let first = batches.append(value(1000), 0, 100);
        assert!(first.new_batch && !first.batch_full);
        assert!(batches.has_room(value(0), 0), "the upper bound leaves a few bytes");
        assert!(!batches.has_room(value(100), 0));
    }

    #[test]
    fn batches_are_gone_when_their_records_have_left() {
        let mut batches = JavaBatches::default();
        for _ in 0..5 {
            batches.append(value(100), 0, 300);
        }
        assert_eq!(batches.len(), 3);
        batches.drained(4);
        assert_eq!((batches.len(), batches.queued_records()), (3, 4));
        batches.drained(3);
        assert_eq!(batches.len(), 2);
        batches.drained(1);
        assert_eq!((batches.len(), batches.all_full()), (1, false));
        batches.drained(0);
        assert!(batches.is_empty() && batches.all_full() && batches.is_used());
    }

    #[test]
    fn what_a_request_left_behind_is_a_batch_with_room() {
        let mut batches = JavaBatches::default();
        for _ in 0..2 {
            batches.append(value(100), 0, 300);
        }
        assert!(!batches.has_room(value(100), 0));
        batches.drained(1);
        assert!(batches.has_room(value(100), 0));
        assert!(!batches.append(value(100), 0, 300).new_batch);
    }
}
