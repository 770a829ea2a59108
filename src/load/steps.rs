//! Changes at certain times of a load, one after the other.

use std::time::Duration;

use super::clock::Clock;
use crate::kafka::producer::Cancel;

/// Something to do, and when.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<T> {
    /// After the start of the load.
    pub at: Duration,
    /// What.
    pub what: T,
}

/// Puts steps in the order of their times; those of one time stay in the order in which they were given.
pub fn in_order<T>(steps: &mut [Step<T>]) {
    steps.sort_by_key(|step| step.at);
}

/// Does each step at its time, or as soon as the one before is done: none is left out and none are merged. Ends when
/// all are done, or when it is cancelled.
pub fn follow<T>(steps: Vec<Step<T>>, begun: u64, clock: &impl Clock, cancel: &Cancel, mut apply: impl FnMut(Step<T>)) {
    for step in steps {
        let after = u64::try_from(step.at.as_micros()).unwrap_or(u64::MAX);
        clock.wait(begun.saturating_add(after), cancel);
        if cancel.is_cancelled() {
            return;
        }
        apply(step);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use super::*;
    use crate::load::clock::Paused;

    fn step(millis: u64, what: &'static str) -> Step<&'static str> {
        Step { at: Duration::from_millis(millis), what }
    }

    #[test]
    fn steps_are_done_in_order_each_at_its_time_or_after_the_one_before() {
        let mut steps = vec![step(40, "d"), step(10, "a"), step(20, "b"), step(20, "c")];
        in_order(&mut steps);
        let clock = Paused(Cell::new(1_000));
        let mut done = Vec::new();
        follow(steps, 1_000, &clock, &Cancel::new(), |step| {
            done.push((step.what, (clock.now() - 1_000) / 1_000));
            clock.0.set(clock.now() + 7_000);
        });
        assert_eq!(done, [("a", 10), ("b", 20), ("c", 27), ("d", 40)]);
    }

    #[test]
    fn nothing_is_done_after_it_is_cancelled() {
        let cancel = Cancel::new();
        let mut done = Vec::new();
        follow(vec![step(1, "a"), step(2, "b")], 0, &Paused(Cell::new(0)), &cancel, |step| {
            done.push(step.what);
            cancel.cancel();
        });
        assert_eq!(done, ["a"]);
    }
}
