//! The records of one partition between acceptance and their end.

use std::collections::VecDeque;

/// What is kept of an accepted record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// The sender's number.
    pub n: u64,
    /// Bytes it takes of `buffer.memory`.
    pub cost: u64,
    /// Bytes of key, value and headers.
    pub bytes: u64,
    /// Serialized key size, −1 for null.
    pub key_size: i64,
    /// Serialized value size, −1 for null.
    pub value_size: i64,
    /// Milliseconds since the epoch, as sent.
    pub timestamp: i64,
    /// When it was accepted, microseconds since the epoch.
    pub accepted: u64,
}

/// Records in the order they were accepted, numbered from 1 as librdkafka numbers a partition's messages.
#[derive(Debug)]
pub(super) struct Ledger {
    /// The number of the first slot.
    base: u64,
    slots: VecDeque<Option<Entry>>,
    waiting: u64,
}

impl Default for Ledger {
    fn default() -> Self {
        Self { base: 1, slots: VecDeque::new(), waiting: 0 }
    }
}

impl Ledger {
    /// The number that the next record gets.
    pub(super) fn next_number(&self) -> u64 {
        self.base + self.slots.len() as u64
    }

    /// Takes a record, under [`Ledger::next_number`].
    pub(super) fn push(&mut self, entry: Entry) {
        self.slots.push_back(Some(entry));
        self.waiting += 1;
    }

    /// The record of this number, if its end is not known.
    pub(super) fn get(&self, number: u64) -> Option<&Entry> {
        let index = usize::try_from(number.checked_sub(self.base)?).ok()?;
        self.slots.get(index)?.as_ref()
    }

    /// The record of this number reached its end.
    pub(super) fn end(&mut self, number: u64) -> Option<Entry> {
        let index = usize::try_from(number.checked_sub(self.base)?).ok()?;
        let entry = self.slots.get_mut(index)?.take()?;
        self.waiting -= 1;
        while self.slots.front().is_some_and(Option::is_none) {
            self.slots.pop_front();
            self.base += 1;
        }
        Some(entry)
    }

    /// Records whose end is not known.
    pub(super) fn waiting(&self) -> u64 {
        self.waiting
    }
}

/// Partition and number in one word, which a delivery report brings back even when it no longer knows the partition.
pub(super) fn pack(partition: i32, number: u64) -> usize {
    let partition = u64::try_from(partition).unwrap_or(0);
    usize::try_from((partition << NUMBER_BITS) | (number & NUMBER_MASK)).unwrap_or(0)
}

/// What [`pack`] packed.
pub(super) fn unpack(opaque: usize) -> (i32, u64) {
    let opaque = opaque as u64;
    (i32::try_from(opaque >> NUMBER_BITS).unwrap_or(0), opaque & NUMBER_MASK)
}

/// 2⁴⁰ records a partition and 2²⁴ partitions a topic.
const NUMBER_BITS: u32 = 40;
const NUMBER_MASK: u64 = (1 << NUMBER_BITS) - 1;

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(n: u64) -> Entry {
        Entry { n, cost: 256, bytes: 0, key_size: -1, value_size: 0, timestamp: 1, accepted: 1 }
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
    }

    #[test]
    fn partition_and_number_travel_in_one_word() {
        for (partition, number) in [(0, 1), (3, 7), (16_777_215, NUMBER_MASK)] {
            assert_eq!(unpack(pack(partition, number)), (partition, number));
        }
    }
}
