//! The way into the producer, which is shut while one generation gives way to the next.

use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use super::signal::{Cancel, GivenUp, Signal};
use crate::kafka::trace::lock;

/// Where senders come in.
#[derive(Default)]
pub(super) struct Door {
    signal: Arc<Signal>,
    inner: Mutex<Inner>,
    waiting: AtomicU32,
    waited: AtomicU64,
}

#[derive(Default)]
struct Inner {
    shut: bool,
    inside: u32,
}

/// A sender that is inside until this is dropped.
pub(super) struct Inside<'a>(&'a Door);

/// The door is shut until this is dropped.
pub(super) struct Shut<'a>(&'a Door);

/// Longer than any swap takes.
const LONG: Duration = Duration::from_secs(3600);

impl Door {
    /// Comes in, waiting while the door is shut.
    pub(super) fn enter(&self, cancel: &Cancel) -> Result<Inside<'_>, GivenUp> {
        if self.step_in() {
            return Ok(Inside(self));
        }
        cancel.attach(&self.signal);
        self.waiting.fetch_add(1, Ordering::AcqRel);
        let begun = Instant::now();
        let waited = self.signal.wait(begun + LONG, cancel, |_| self.step_in().then_some(()));
        let micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        self.waited.fetch_add(micros, Ordering::AcqRel);
        self.waiting.fetch_sub(1, Ordering::AcqRel);
        waited.map(|()| Inside(self))
    }

    /// Shuts it, and waits until nobody is inside.
    pub(super) fn shut(&self, cancel: &Cancel) -> Result<Shut<'_>, GivenUp> {
        lock(&self.inner).shut = true;
        let shut = Shut(self);
        cancel.attach(&self.signal);
        self.signal.wait(Instant::now() + LONG, cancel, |_| (lock(&self.inner).inside == 0).then_some(()))?;
        Ok(shut)
    }

    /// Senders that wait now, and microseconds that senders waited so far.
    pub(super) fn waits(&self) -> (u32, u64) {
        (self.waiting.load(Ordering::Acquire), self.waited.load(Ordering::Acquire))
    }

    fn step_in(&self) -> bool {
        let mut inner = lock(&self.inner);
        if !inner.shut {
            inner.inside += 1;
        }
        !inner.shut
    }
}

impl Drop for Inside<'_> {
    fn drop(&mut self) {
        let mut inner = lock(&self.0.inner);
        inner.inside -= 1;
        let last = inner.shut && inner.inside == 0;
        drop(inner);
        if last {
            self.0.signal.ring();
        }
    }
}

impl Drop for Shut<'_> {
    fn drop(&mut self) {
        lock(&self.0.inner).shut = false;
        self.0.signal.ring();
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::thread;

    use super::*;

    #[test]
    fn it_shuts_behind_the_last_one_and_opens_for_who_waits() {
        let door = Door::default();
        let never = Cancel::new();
        let inside = door.enter(&never).unwrap();
        thread::scope(|scope| {
            let shutting = scope.spawn(|| door.shut(&never).unwrap());
            while !lock(&door.inner).shut {
                thread::yield_now();
            }
            let entering = scope.spawn(|| drop(door.enter(&never).unwrap()));
            while door.waits().0 == 0 {
                thread::yield_now();
            }
            drop(inside);
            let shut = shutting.join().unwrap();
            assert_eq!(lock(&door.inner).inside, 0);
            drop(shut);
            entering.join().unwrap();
        });
        assert!(!lock(&door.inner).shut);
    }

    #[test]
    fn who_gives_up_leaves_it_open() {
        let door = Door::default();
        let (never, now) = (Cancel::new(), Cancel::new());
        let inside = door.enter(&never).unwrap();
        now.cancel();
        assert!(matches!(door.shut(&now), Err(GivenUp::Cancelled)));
        drop(inside);
        assert!(door.enter(&now).is_ok(), "an open door asks nobody");
        let shut = door.shut(&never).unwrap();
        assert!(matches!(door.enter(&now), Err(GivenUp::Cancelled)));
        drop(shut);
    }
}
