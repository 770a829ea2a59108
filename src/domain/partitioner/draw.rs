//! Where the sticky choice takes its chance from.

/// A source of random numbers, passed in so that a choice can be replayed.
pub trait Draws {
    /// A number from 0 to 2³¹ − 1, as `Utils.toPositive(ThreadLocalRandom.current().nextInt())`.
    fn draw(&mut self) -> u32;
}

/// Random numbers good enough to spread records; not for secrets. (`SplitMix64`.)
#[derive(Clone, Debug)]
pub struct Random(u64);

impl Random {
    /// Numbers that follow from `seed`.
    pub fn seeded(seed: u64) -> Self {
        Self(seed)
    }
}

impl Draws for Random {
    fn draw(&mut self) -> u32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        (z >> 33) as u32
    }
}

/// Draws with the next one known beforehand, so that a preview shows what the send will use.
#[derive(Clone, Debug)]
pub(super) struct Foreseen<D> {
    draws: D,
    next: u32,
}

impl<D: Draws> Foreseen<D> {
    /// Takes the first draw at once.
    pub(super) fn new(mut draws: D) -> Self {
        let next = draws.draw();
        Self { draws, next }
    }

    /// What `take` will return.
    pub(super) fn peek(&self) -> u32 {
        self.next
    }

    /// Uses the draw up.
    pub(super) fn take(&mut self) -> u32 {
        std::mem::replace(&mut self.next, self.draws.draw())
    }
}

impl<D: Draws> Draws for Foreseen<D> {
    fn draw(&mut self) -> u32 {
        self.take()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn random_draws_are_positive_and_spread() {
        let mut random = Random::seeded(42);
        let mut counts = [0_u32; 6];
        for _ in 0..60_000 {
            let draw = random.draw();
            assert!(draw < 1 << 31);
            counts[draw as usize % 6] += 1;
        }
        assert!(counts.iter().all(|count| (9_500..10_500).contains(count)), "{counts:?}");
    }

    #[test]
    fn the_draw_foreseen_is_the_draw_taken() {
        let mut draws = Foreseen::new(Random::seeded(1));
        for _ in 0..10 {
            let peeked = draws.peek();
            assert_eq!(draws.take(), peeked);
        }
    }
}
