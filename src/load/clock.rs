//! The time by which a load goes.

use std::thread;
use std::time::{Duration, Instant};

use crate::kafka::producer::Cancel;
use crate::kafka::trace::now_micros;

/// Tells the time, and lets it pass.
pub trait Clock {
    /// Microseconds since the epoch.
    fn now(&self) -> u64;
    /// Waits until that moment, or until it is cancelled.
    fn wait(&self, until: u64, cancel: &Cancel);
}

/// The system's clock. It goes on evenly from where it began, whatever is done to the time of day meanwhile.
#[derive(Clone, Copy, Debug)]
pub struct SystemClock {
    begun: Instant,
    epoch: u64,
}

/// How soon a wait sees that it is cancelled.
const LOOK_UP: Duration = Duration::from_millis(20);

impl SystemClock {
    /// A clock that begins now.
    pub fn begin() -> Self {
        Self { begun: Instant::now(), epoch: now_micros() }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> u64 {
        self.epoch.saturating_add(u64::try_from(self.begun.elapsed().as_micros()).unwrap_or(u64::MAX))
    }

    fn wait(&self, until: u64, cancel: &Cancel) {
        while !cancel.is_cancelled() {
            let left = Duration::from_micros(until.saturating_sub(self.now()));
            if left.is_zero() {
                return;
            }
            thread::sleep(left.min(LOOK_UP));
        }
    }
}

/// A clock for tests: waits move it.
#[cfg(test)]
pub(super) struct Paused(pub(super) std::cell::Cell<u64>);

#[cfg(test)]
impl Clock for Paused {
    fn now(&self) -> u64 {
        self.0.get()
    }

    fn wait(&self, until: u64, _: &Cancel) {
        self.0.set(self.0.get().max(until));
    }
}
