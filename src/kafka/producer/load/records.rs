//! What a load's records look like, and when they are meant to be sent.

use std::sync::Arc;

use crate::domain::load::Keys;
use crate::domain::partitioner::draw::{Draws, Random};
use crate::domain::size::BOOKKEEPING;
use crate::kafka::native::Slab;
use crate::kafka::producer::AT_ONCE;

/// Bytes of a number in decimal digits, at most.
const DIGITS: usize = 20;

/// When records are meant to be sent: record `i` at the start and `i / rate`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// The start, microseconds since the epoch.
    pub start_micros: u64,
    /// Records a second.
    pub rate: u32,
}

impl Pace {
    /// When record `i` is meant to be sent, microseconds since the epoch.
    pub fn due(&self, i: u64) -> u64 {
        let micros = u128::from(i) * 1_000_000 / u128::from(self.rate.max(1));
        self.start_micros.saturating_add(u64::try_from(micros).unwrap_or(u64::MAX))
    }
}

/// What the records look like.
#[derive(Clone, Copy)]
pub(super) struct Shape {
    /// Bytes of each value.
    pub size: usize,
    /// The keys.
    pub keys: Keys,
}

impl Shape {
    /// Bytes of a slot before its value.
    pub(super) fn value_at(self) -> usize {
        match self.keys {
            Keys::None => 0,
            Keys::Sequential | Keys::Uniform(_) => DIGITS,
        }
    }

    /// Bytes of a key, at most.
    pub(super) fn key_most(self) -> Option<usize> {
        (self.value_at() > 0).then_some(DIGITS)
    }

    /// Bytes of key and value, at most.
    pub(super) fn most(self) -> u64 {
        (self.value_at() + self.size) as u64
    }

    /// Writes the record of this number into its slot; the rest of the value stays as it is. Returns the key.
    pub(super) fn write(self, slot: &mut [u8], number: u64, random: &mut Random) -> Option<Digits> {
        let own = Digits::of(number);
        let value = slot.get_mut(self.value_at()..).unwrap_or_default();
        for (to, from) in value.iter_mut().zip(own.bytes().iter().chain(b" ")) {
            *to = *from;
        }
        let key = match self.keys {
            Keys::None => return None,
            Keys::Sequential => own,
            Keys::Uniform(keys) => Digits::of(u64::from(random.draw() % keys.max(1))),
        };
        slot[..key.len].copy_from_slice(key.bytes());
        Some(key)
    }
}

/// A number in decimal digits.
#[derive(Clone, Copy)]
pub(super) struct Digits {
    digits: [u8; DIGITS],
    /// How many they are.
    pub len: usize,
}

impl Digits {
    pub(super) fn of(number: u64) -> Self {
        // Built in words, since bytes that were just written one by one are slow to read together.
        let (tail, tail_len, rest) = last_digits(number);
        let mut digits = [0; DIGITS];
        if rest == 0 {
            digits[..WORD].copy_from_slice(&tail.to_le_bytes());
            return Self { digits, len: tail_len };
        }
        let (head, head_len, _) = last_digits(rest);
        digits[..WORD].copy_from_slice(&head.to_le_bytes());
        digits[head_len..head_len + WORD].copy_from_slice(&tail.to_le_bytes());
        Self { digits, len: head_len + WORD }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.digits[..self.len]
    }
}

/// Digits in a word.
const WORD: usize = size_of::<u128>();

/// The last digits of a number, the first of them in the lowest byte; how many they are; and what is left before them.
fn last_digits(number: u64) -> (u128, usize, u64) {
    let (mut word, mut len, mut rest) = (0, 0, number);
    while len < WORD && (len == 0 || rest > 0) {
        let digit = u128::from(b'0') + u128::from(rest % 10);
        word = (word << 8) | digit;
        rest /= 10;
        len += 1;
    }
    (word, len, rest)
}

pub(super) fn slots_for(shape: Shape, buffer_memory: u64) -> u64 {
    buffer_memory / (shape.size as u64 + BOOKKEEPING) + u64::from(AT_ONCE)
}

pub(super) fn slab_for(shape: Shape, buffer_memory: u64) -> Result<Arc<Slab>, String> {
    let slots = slots_for(shape, buffer_memory);
    let slab = u32::try_from(slots).ok().and_then(|slots| Slab::new(slots, shape.value_at() + shape.size));
    slab.ok_or_else(|| format!("no memory for {slots} records of {} bytes (buffer.memory {buffer_memory})", shape.size))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_begins_with_its_number_and_a_space() {
        let mut random = Random::seeded(1);
        let table = [
            (Keys::None, 0, "0 xx", None),
            (Keys::None, 12, "12 x", None),
            (Keys::None, u64::MAX, "1844", None),
            (Keys::Sequential, 907, "907 ", Some("907")),
            (Keys::Uniform(1), 907, "907 ", Some("0")),
        ];
        for (keys, number, value, key) in table {
            let shape = Shape { size: 4, keys };
            let mut slot = vec![b'x'; shape.value_at() + shape.size];
            let written = shape.write(&mut slot, number, &mut random);
            assert_eq!(&slot[shape.value_at()..], value.as_bytes());
            assert_eq!(written.as_ref().map(Digits::bytes), key.map(str::as_bytes));
            if let Some(key) = key {
                assert_eq!(&slot[..key.len()], key.as_bytes());
            }
        }
    }

    #[test]
    fn a_number_is_written_as_people_write_it() {
        let powers = (0..20).map(|power| 10_u64.pow(power));
        for number in powers.flat_map(|power| [power - 1, power, power + 7]).chain([u64::MAX]) {
            assert_eq!(Digits::of(number).bytes(), number.to_string().as_bytes());
        }
    }

    #[test]
    fn uniform_keys_are_all_used_and_no_other() {
        let shape = Shape { size: 4, keys: Keys::Uniform(3) };
        let (mut random, mut slot) = (Random::seeded(7), vec![0; shape.value_at() + 4]);
        let mut seen: Vec<Vec<u8>> =
            (0..100).filter_map(|n| shape.write(&mut slot, n, &mut random)).map(|key| key.bytes().to_vec()).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen, [b"0", b"1", b"2"]);
    }

    #[test]
    fn a_record_is_due_by_its_number_and_the_rate() {
        let pace = Pace { start_micros: 1_000, rate: 3 };
        assert_eq!([0, 1, 3, 3_000_000].map(|i| pace.due(i)), [1_000, 334_333, 1_001_000, 1_000_000_001_000]);
        assert_eq!(Pace { rate: 0, ..pace }.due(2), 2_001_000, "a rate of 0 is one of 1");
    }
}
