//! The level of librdkafka's log: batch lines are free at a person's pace and after trouble, off under load.

use std::time::{Duration, Instant};

use super::serve::TEND_EVERY;

/// Produce requests a second above which batch lines cost more than they tell.
const QUIET_BELOW: u64 = 300;

/// How long batch lines stay on after the last trouble.
const TROUBLE_LASTS: Duration = Duration::from_secs(10);

/// Steers the level.
pub(super) struct Level {
    lines: bool,
    measured: Instant,
    sent: u64,
    troubled: u64,
    trouble: Option<Instant>,
}

impl Level {
    /// With batch lines, from now on.
    pub(super) fn new(now: Instant) -> Self {
        Self { lines: true, measured: now, sent: 0, troubled: 0, trouble: None }
    }

    /// Something went wrong: lines tell why.
    pub(super) fn trouble(&mut self, now: Instant) {
        self.trouble = Some(now);
    }

    /// The level to set, if it changes: 7 with batch lines, 6 without.
    pub(super) fn steer(&mut self, now: Instant, sent: u64, troubled: u64) -> Option<i32> {
        if troubled != self.troubled {
            self.troubled = troubled;
            self.trouble = Some(now);
        }
        let passed = now.saturating_duration_since(self.measured);
        if passed < TEND_EVERY && self.trouble != Some(now) {
            return None;
        }
        let rate = (sent - self.sent) * 1000 / u64::try_from(passed.as_millis()).unwrap_or(1).max(1);
        (self.measured, self.sent) = (now, sent);
        let in_trouble = self.trouble.is_some_and(|at| now.saturating_duration_since(at) < TROUBLE_LASTS);
        let lines = in_trouble || rate < QUIET_BELOW;
        (lines != std::mem::replace(&mut self.lines, lines)).then_some(if lines { 7 } else { 6 })
    }
}
