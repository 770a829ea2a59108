//! The records of one partition between acceptance and their end.

use std::collections::VecDeque;

use crate::domain::meter::Blocked;
use crate::domain::partitioner::Why;
use crate::domain::size::BOOKKEEPING;

/// What is kept of an accepted record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The sender's number.
    pub n: u64,
    /// Milliseconds since the epoch, as sent.
    pub timestamp: i64,
    /// When it was accepted, microseconds since the epoch.
    pub accepted: u64,
    /// Microseconds by which that was later than intended.
    pub late: u64,
    /// Bytes of key, value and headers.
    pub bytes: u64,
    /// Serialized key size, −1 for null.
    pub key_size: i64,
    /// Serialized value size, −1 for null.
    pub value_size: i64,
    /// How a composed record got in; `None` for one of a load.
    pub start: Option<Box<Start>>,
}

impl Entry {
    /// Bytes it takes of `buffer.memory`.
    pub(super) fn cost(&self) -> u64 {
        self.bytes + BOOKKEEPING
    }
}

/// The way of a record through `send()`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Start {
    /// When it was called, microseconds since the epoch.
    pub called: u64,
    /// Where it waited.
    pub blocked: Blocked,
    /// Full batches of its partition that were not answered when it was accepted.
    pub ahead: u64,
    /// Why it went to its partition.
    pub why: Option<Why>,
}

/// Records in the order they were accepted, numbered from 1 as librdkafka numbers a partition's messages.
#[derive(Debug)]
pub(super) struct Ledger {
    /// The number of the first slot.
    base: u64,
    slots: VecDeque<Place>,
    waiting: u64,
    /// Bytes of all records ever taken.
    bytes: u64,
}

#[derive(Debug)]
struct Place {
    /// Bytes of all records up to this one.
    through: u64,
    entry: Option<Entry>,
}

impl Default for Ledger {
    fn default() -> Self {
        Self { base: 1, slots: VecDeque::new(), waiting: 0, bytes: 0 }
    }
}

impl Ledger {
    /// The number that the next record gets.
    pub(super) fn next_number(&self) -> u64 {
        self.base + self.slots.len() as u64
    }

    /// Takes a record, under [`Ledger::next_number`].
    pub(super) fn push(&mut self, entry: Entry) {
        self.bytes += entry.bytes;
        self.slots.push_back(Place { through: self.bytes, entry: Some(entry) });
        self.waiting += 1;
    }

    /// Gives the newest record back, which was not taken after all.
    pub(super) fn take_back(&mut self) -> Option<Entry> {
        let entry = self.slots.pop_back()?.entry?;
        self.bytes -= entry.bytes;
        self.waiting -= 1;
        Some(entry)
    }

    /// The record of this number, if its end is not known.
    pub(super) fn get(&self, number: u64) -> Option<&Entry> {
        let index = usize::try_from(number.checked_sub(self.base)?).ok()?;
        self.slots.get(index)?.entry.as_ref()
    }

    /// The record of this number reached its end.
    pub(super) fn end(&mut self, number: u64) -> Option<Entry> {
        let index = usize::try_from(number.checked_sub(self.base)?).ok()?;
        let entry = self.slots.get_mut(index)?.entry.take()?;
        self.waiting -= 1;
        while self.slots.front().is_some_and(|place| place.entry.is_none()) {
            self.slots.pop_front();
            self.base += 1;
        }
        Some(entry)
    }

    /// Records whose end is not known.
    pub(super) fn waiting(&self) -> u64 {
        self.waiting
    }

    /// Records ever taken.
    pub(super) fn accepted(&self) -> u64 {
        self.next_number() - 1
    }

    /// Bytes of them.
    pub(super) fn accepted_bytes(&self) -> u64 {
        self.bytes
    }

    /// Bytes of the newest so many records, and the oldest of them.
    pub(super) fn newest(&self, records: u64) -> (u64, Option<&Entry>) {
        let from = self.slots.len().saturating_sub(usize::try_from(records).unwrap_or(usize::MAX));
        let before = from.checked_sub(1).map(|before| self.slots[before].through);
        let before = before.unwrap_or_else(|| {
            self.slots.front().map_or(self.bytes, |first| first.through - first.entry.as_ref().map_or(0, |e| e.bytes))
        });
        (self.bytes - before, self.slots.iter().skip(from).find_map(|place| place.entry.as_ref()))
    }
}

/// Partition, number and whether it is of a load in one word, which a delivery report brings back even when it no longer
/// knows the partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// The partition.
    pub partition: i32,
    /// The number in its ledger.
    pub number: u64,
    /// Whether the record is one of a load.
    pub load: bool,
}

impl Tag {
    /// As one word.
    pub(super) fn pack(self) -> usize {
        let partition = u64::try_from(self.partition).unwrap_or(0) & PARTITION_MASK;
        let word = u64::from(self.load) << 63 | partition << NUMBER_BITS | self.number & NUMBER_MASK;
        usize::try_from(word).unwrap_or(0)
    }

    /// What [`Tag::pack`] packed.
    pub(super) fn unpack(word: usize) -> Self {
        let word = word as u64;
        Self {
            partition: i32::try_from(word >> NUMBER_BITS & PARTITION_MASK).unwrap_or(0),
            number: word & NUMBER_MASK,
            load: word >> 63 == 1,
        }
    }
}

/// 2⁴⁰ records a partition and 2²³ partitions a topic.
const NUMBER_BITS: u32 = 40;
const NUMBER_MASK: u64 = (1 << NUMBER_BITS) - 1;
const PARTITION_MASK: u64 = (1 << 23) - 1;

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(n: u64) -> Entry {
        Entry { n, bytes: n, key_size: -1, value_size: 0, timestamp: 1, accepted: 1, late: 0, start: None }
    }

    #[test]
    fn records_are_numbered_from_one_and_end_in_any_order() {
        let mut ledger = Ledger::default();
        for n in 10..13 {
            ledger.push(entry(n));
        }
        assert_eq!(ledger.next_number(), 4);
        assert_eq!(ledger.end(2), Some(entry(11)));
        assert_eq!(ledger.end(2), None, "a record ends once");
        assert_eq!((ledger.get(1), ledger.get(2), ledger.waiting()), (Some(&entry(10)), None, 2));
        assert_eq!(ledger.end(1), Some(entry(10)));
        assert_eq!(ledger.slots.len(), 1, "what ended at the front is forgotten");
        assert_eq!((ledger.get(3), ledger.next_number()), (Some(&entry(12)), 4));
        assert_eq!((ledger.end(0), ledger.end(9)), (None, None));
        assert_eq!((ledger.accepted(), ledger.accepted_bytes()), (3, 33));
    }

    #[test]
    fn the_newest_records_have_their_bytes_and_their_oldest() {
        let mut ledger = Ledger::default();
        assert_eq!(ledger.newest(0), (0, None));
        for n in 1..=4 {
            ledger.push(entry(n));
        }
        let newest = |ledger: &Ledger, records| {
            let (bytes, oldest) = ledger.newest(records);
            (bytes, oldest.map(|entry| entry.n))
        };
        let table = [(0, (0, None)), (1, (4, Some(4))), (3, (9, Some(2))), (4, (10, Some(1))), (9, (10, Some(1)))];
        for (records, expected) in table {
            assert_eq!(newest(&ledger, records), expected);
        }
        ledger.end(1);
        assert_eq!(newest(&ledger, 9), (9, Some(2)), "what ended at the front is forgotten");
        ledger.end(3);
        assert_eq!(newest(&ledger, 3), (9, Some(2)));
        assert_eq!(newest(&ledger, 2), (7, Some(4)), "one that ended out of order counts where it stood");
    }

    #[test]
    fn what_was_not_taken_leaves_no_trace() {
        let mut ledger = Ledger::default();
        ledger.push(entry(5));
        ledger.push(entry(6));
        assert_eq!(ledger.take_back(), Some(entry(6)));
        assert_eq!((ledger.next_number(), ledger.waiting(), ledger.accepted_bytes()), (2, 1, 5));
        assert_eq!(ledger.newest(1).0, 5);
    }

    #[test]
    fn a_tag_travels_in_one_word() {
        for (partition, number, load) in [(0, 1, false), (3, 7, true), (8_388_607, NUMBER_MASK, true)] {
            let tag = Tag { partition, number, load };
            assert_eq!(Tag::unpack(tag.pack()), tag);
        }
    }
}
