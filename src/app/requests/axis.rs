//! The stretch of time that the waterfall shows.

use crate::app::requests::segments::round_up;

/// The longest that is shown at once, in microseconds: a minute.
pub const LONGEST: u64 = 60_000_000;
/// The shortest, in microseconds.
pub const SHORTEST: u64 = 1_000;

/// Which stretch. It ends at the latest answer and takes in what is kept of the minute before, until it is moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Axis {
    length: Option<u64>,
    end: Option<u64>,
}

impl Axis {
    /// From and to, in microseconds since the epoch, when requests are kept of the stretch `kept`.
    pub fn stretch(self, kept: (u64, u64)) -> (u64, u64) {
        let all = round_up(kept.1.saturating_sub(kept.0)).clamp(SHORTEST, LONGEST);
        let end = self.end.unwrap_or(kept.1).max(1);
        (end.saturating_sub(self.length.unwrap_or(all)), end)
    }

    /// Whether it ends at the latest answer.
    pub fn is_following(self) -> bool {
        self.end.is_none()
    }

    /// Half as long, or twice, around its middle; one that follows stays at its end.
    pub fn scale(&mut self, kept: (u64, u64), longer: bool) {
        let (from, to) = self.stretch(kept);
        let length = to - from;
        let scaled = if longer { length.saturating_mul(2) } else { length / 2 }.clamp(SHORTEST, LONGEST);
        self.length = Some(scaled);
        if self.end.is_some() {
            self.move_to(kept, to - length / 2 + scaled / 2);
        }
    }

    /// A quarter of its length to the earlier or the later; at the end it follows again.
    pub fn shift(&mut self, kept: (u64, u64), later: bool) {
        let (from, to) = self.stretch(kept);
        let step = ((to - from) / 4).max(1);
        self.length = Some(to - from);
        self.move_to(kept, if later { to.saturating_add(step) } else { to.saturating_sub(step) });
    }

    fn move_to(&mut self, kept: (u64, u64), end: u64) {
        self.end = (end < kept.1).then(|| end.max(kept.0 + 1));
    }

    /// Back to what it was at the start.
    pub fn reset(&mut self) {
        *self = Self::default();
    }
}
