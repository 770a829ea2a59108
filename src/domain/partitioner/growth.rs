//! What a topic's growth does to its keys: which go elsewhere when it has more partitions.

use super::Rule;
use super::keyed::Placed;

/// How many keys go elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Moved {
    /// Keys looked at.
    pub keys: u64,
    /// Those that go to another partition.
    pub moved: u64,
    /// Those for which the partition is drawn, before and after.
    pub drawn: u64,
}

impl Moved {
    /// The share of the keys with a place of their own that moves, from 0 to 1; `None` if there is no such key.
    #[allow(clippy::cast_precision_loss, reason = "a share for people")]
    pub fn share(&self) -> Option<f64> {
        let placed = self.keys - self.drawn;
        (placed > 0).then(|| self.moved as f64 / placed as f64)
    }
}

/// What becomes of these keys when a topic of `from` partitions has `to`.
pub fn moved<'a>(keys: impl IntoIterator<Item = &'a [u8]>, rule: Rule, from: u32, to: u32) -> Moved {
    keys.into_iter().fold(Moved::default(), |sum, key| {
        let (before, after) = (rule.place(Some(key), from), rule.place(Some(key), to));
        Moved {
            keys: sum.keys + 1,
            moved: sum.moved + u64::from(before != after),
            drawn: sum.drawn + u64::from(before == Some(Placed::Drawn)),
        }
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::partitioner::keyed::KeyRule;

    fn of(rule: Rule, from: u32, to: u32) -> Moved {
        let keys: Vec<String> = (0..10_000).map(|n| format!("user-{n}")).collect();
        moved(keys.iter().map(String::as_bytes), rule, from, to)
    }

    #[test]
    fn doubling_moves_half_and_the_same_number_moves_none() {
        let librdkafka = [KeyRule::Consistent, KeyRule::Fnv1a].map(Rule::of_librdkafka);
        for rule in [Rule::default(), Rule::PerBatch { ignore_keys: false }].into_iter().chain(librdkafka) {
            assert_eq!(of(rule, 6, 6), Moved { keys: 10_000, moved: 0, drawn: 0 });
            let share = of(rule, 6, 12).share().unwrap();
            assert!((0.47..0.53).contains(&share), "{rule:?}: {share}");
            // A key stays if its hash is the same modulo both: one in twelve times six of 6 and 7 partitions.
            let share = of(rule, 6, 7).share().unwrap();
            assert!((0.83..0.88).contains(&share), "{rule:?}: {share}");
        }
    }

    #[test]
    fn keys_that_are_drawn_have_no_place_to_move_from() {
        for rule in [Rule::of_librdkafka(KeyRule::Random), Rule::RoundRobin { asked_again: false }] {
            let drawn = of(rule, 6, 12);
            assert_eq!((drawn.moved, drawn.drawn, drawn.share()), (0, 10_000, None));
        }
    }
}
