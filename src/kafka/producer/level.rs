//! The level of librdkafka's log: batch lines are free at a person's pace and after trouble, off under load.

use std::time::{Duration, Instant};

use super::serve::TEND_EVERY;

/// Produce requests a second above which batch lines cost more than they tell.
const QUIET_BELOW: u64 = 300;

/// How long it has to be quiet before batch lines come on again: what was built without them is answered by then.
const QUIET_FOR: Duration = Duration::from_secs(1);

/// How long batch lines stay on after the last trouble.
const TROUBLE_LASTS: Duration = Duration::from_secs(10);

/// Steers the level.
pub(super) struct Level {
    lines: bool,
    measured: Instant,
    sent: u64,
    troubled: u64,
    trouble: Option<Instant>,
    /// Since when fewer requests were sent than count as load.
    quiet: Option<Instant>,
}

impl Level {
    /// With batch lines, from now on.
    pub(super) fn new(now: Instant) -> Self {
        Self { lines: true, measured: now, sent: 0, troubled: 0, trouble: None, quiet: None }
    }

    /// Something went wrong: lines tell why.
    pub(super) fn trouble(&mut self, now: Instant) {
        self.trouble = Some(now);
    }

    /// A connection to the broker of this id came to this state. One to a bootstrap address always goes down, once the id
    /// of its broker is known.
    pub(super) fn connection(&mut self, now: Instant, id: i32, state: &str) {
        if state == "DOWN" && id >= 0 {
            self.trouble(now);
        }
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
        let since = std::mem::replace(&mut self.measured, now);
        self.sent = sent;
        self.quiet = (rate < QUIET_BELOW).then(|| self.quiet.unwrap_or(since));
        let in_trouble = self.trouble.is_some_and(|at| now.saturating_duration_since(at) < TROUBLE_LASTS);
        let quiet = self.quiet.is_some_and(|since| self.lines || now.saturating_duration_since(since) >= QUIET_FOR);
        let lines = in_trouble || quiet;
        (lines != std::mem::replace(&mut self.lines, lines)).then_some(if lines { 7 } else { 6 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACE: u64 = QUIET_BELOW * 10;

    /// The level after a second of full load in which a connection came to this state.
    fn after_a_second(id: i32, state: &str) -> Option<i32> {
        let begun = Instant::now();
        let mut level = Level::new(begun);
        level.connection(begun, id, state);
        level.steer(begun + Duration::from_secs(1), PACE, 0)
    }

    #[test]
    fn lines_are_off_under_load_and_stay_on_when_a_broker_went_down() {
        assert_eq!(after_a_second(1, "UP"), Some(6));
        assert_eq!(after_a_second(1, "DOWN"), None);
    }

    #[test]
    fn the_bootstrap_connection_that_is_given_up_for_the_brokers_own_is_no_trouble() {
        assert_eq!(after_a_second(-1, "DOWN"), Some(6));
    }

    #[test]
    fn lines_come_back_at_a_persons_pace_and_ten_seconds_after_trouble_they_go() {
        let begun = Instant::now();
        let mut level = Level::new(begun);
        let second = |n: u64| begun + Duration::from_secs(n);
        assert_eq!(level.steer(second(1), PACE, 0), Some(6));
        assert_eq!(level.steer(second(2), PACE + 1, 0), Some(7));
        assert_eq!(level.steer(second(3), 2 * PACE, 1), None, "one was refused");
        assert_eq!(level.steer(second(12), 12 * PACE, 1), None);
        assert_eq!(level.steer(second(14), 14 * PACE, 1), Some(6));
    }

    #[test]
    fn a_moment_without_requests_does_not_bring_lines_into_a_load() {
        let begun = Instant::now();
        let mut level = Level::new(begun);
        let at = |millis: u64| begun + Duration::from_millis(millis);
        assert_eq!(level.steer(at(1_000), PACE, 0), Some(6));
        assert_eq!(level.steer(at(1_100), PACE, 0), None);
        assert_eq!(level.steer(at(1_900), PACE, 0), None);
        assert_eq!(level.steer(at(1_950), PACE + 1_000, 0), None);
        assert_eq!(level.steer(at(2_900), PACE + 1_000, 0), None);
        assert_eq!(level.steer(at(2_950), PACE + 1_001, 0), Some(7));
    }
}
