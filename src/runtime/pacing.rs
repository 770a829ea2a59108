//! When to draw: what a person did at once, everything else at most 30 times a second, and nothing for nothing.

use std::time::Duration;

use tokio::time::Instant;

/// From a frame to the next one that only shows what happened in the background.
const BETWEEN: Duration = Duration::from_micros(1_000_000 / 30);

/// Why a frame is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Want {
    /// Something happened by itself.
    Background,
    /// A person did something and waits to see it.
    Person,
}

/// When a frame is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Due {
    /// At once.
    Now,
    /// Not before this time.
    At(Instant),
}

/// Paces the frames. Pure: it is told the time.
#[derive(Clone, Copy, Debug, Default)]
pub struct Pacer {
    drawn: Option<Instant>,
    wanted: Option<Want>,
}

impl Pacer {
    /// A frame is wanted; the strongest want counts.
    pub fn want(&mut self, want: Want) {
        self.wanted = self.wanted.max(Some(want));
    }

    /// When the next frame is due, if one is wanted.
    pub fn due(&self) -> Option<Due> {
        self.wanted.map(|want| match (want, self.drawn) {
            (Want::Person, _) | (Want::Background, None) => Due::Now,
            (Want::Background, Some(drawn)) => Due::At(drawn + BETWEEN),
        })
    }

    /// A frame was drawn.
    pub fn drawn(&mut self, now: Instant) {
        *self = Self { drawn: Some(now), wanted: None };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pacer(start: Instant) -> Pacer {
        let mut pacer = Pacer::default();
        pacer.drawn(start);
        pacer
    }

    #[test]
    fn nothing_wanted_is_nothing_due() {
        assert_eq!(Pacer::default().due(), None);
        assert_eq!(pacer(Instant::now()).due(), None);
    }

    #[test]
    fn the_first_frame_is_due_at_once() {
        let mut pacer = Pacer::default();
        pacer.want(Want::Background);
        assert_eq!(pacer.due(), Some(Due::Now));
    }

    #[test]
    fn the_background_waits_out_its_pause_and_a_person_waits_for_nothing() {
        let start = Instant::now();
        let mut pacer = pacer(start);
        pacer.want(Want::Background);
        assert_eq!(pacer.due(), Some(Due::At(start + BETWEEN)));
        pacer.want(Want::Person);
        assert_eq!(pacer.due(), Some(Due::Now));
        pacer.want(Want::Background);
        assert_eq!(pacer.due(), Some(Due::Now));
    }

    #[test]
    fn a_frame_settles_every_want() {
        let start = Instant::now();
        let mut pacer = pacer(start);
        pacer.want(Want::Person);
        pacer.drawn(start + BETWEEN);
        assert_eq!(pacer.due(), None);
    }

    #[test]
    fn thirty_frames_and_their_pauses_fill_a_second() {
        let second = Duration::from_secs(1);
        assert!(BETWEEN * 30 <= second && BETWEEN * 31 > second);
    }
}
