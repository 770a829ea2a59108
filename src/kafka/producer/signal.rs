//! Where senders wait: for metadata, for a leader, for room in `buffer.memory`.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::Instant;

use crate::kafka::trace::lock;

/// Why a wait ended without what it waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum GivenUp {
    /// `max.block.ms` is over.
    Deadline,
    /// [`Cancel::cancel`].
    Cancelled,
}

/// The bytes of `buffer.memory` in use, and the bell that rings when anything changes that somebody may wait for.
#[derive(Default)]
pub(super) struct Signal {
    used: Mutex<u64>,
    changed: Condvar,
    /// Bytes in use at which giving some back rings no bell, because nobody could go on; 0 for none.
    hush: AtomicU64,
}

impl Signal {
    /// Bytes in use.
    pub(super) fn used(&self) -> u64 {
        *lock(&self.used)
    }

    /// Gives bytes back and rings.
    pub(super) fn release(&self, bytes: u64) {
        let mut used = lock(&self.used);
        *used = used.saturating_sub(bytes);
        let hush = self.hush.load(Ordering::Acquire);
        let rings = hush == 0 || *used < hush;
        drop(used);
        if rings {
            self.changed.notify_all();
        }
    }

    /// Until [`Signal::loud`], giving bytes back does not ring while so many are in use: a sender of many records is not
    /// woken for a few. The level is to be near full, since others who wait for room are not woken either.
    pub(super) fn hush(&self, from: u64) {
        self.hush.store(from.max(1), Ordering::Release);
    }

    /// Giving bytes back always rings.
    pub(super) fn loud(&self) {
        self.hush.store(0, Ordering::Release);
    }

    /// Rings.
    pub(super) fn ring(&self) {
        // The lock orders this after the check of a waiter that is about to sleep.
        drop(lock(&self.used));
        self.changed.notify_all();
    }

    /// Asks `ready` once. `None` if it does not answer: then there is something to wait for.
    pub(super) fn now<T>(
        &self,
        cancel: &Cancel,
        ready: impl FnOnce(&mut u64) -> Option<T>,
    ) -> Option<Result<T, GivenUp>> {
        if cancel.is_cancelled() {
            return Some(Err(GivenUp::Cancelled));
        }
        ready(&mut lock(&self.used)).map(Ok)
    }

    /// Waits until `ready` answers, which is asked at once and at each ring. It may take bytes.
    pub(super) fn wait<T>(
        &self,
        deadline: Instant,
        cancel: &Cancel,
        mut ready: impl FnMut(&mut u64) -> Option<T>,
    ) -> Result<T, GivenUp> {
        let mut used = lock(&self.used);
        loop {
            if cancel.is_cancelled() {
                return Err(GivenUp::Cancelled);
            }
            if let Some(got) = ready(&mut used) {
                return Ok(got);
            }
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(GivenUp::Deadline);
            }
            used = self.changed.wait_timeout(used, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }
}

/// Ends a blocked send, as interrupting the thread does in Java.
#[derive(Clone, Default)]
pub struct Cancel(Arc<Inner>);

#[derive(Default)]
struct Inner {
    cancelled: AtomicBool,
    waiting_at: Mutex<Option<Arc<Signal>>>,
}

impl Cancel {
    /// A send that nobody cancelled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the send that waits with this, or will.
    pub fn cancel(&self) {
        self.0.cancelled.store(true, Ordering::Release);
        let signal = lock(&self.0.waiting_at).clone();
        if let Some(signal) = signal {
            signal.ring();
        }
    }

    /// Whether [`Cancel::cancel`] was called.
    pub fn is_cancelled(&self) -> bool {
        self.0.cancelled.load(Ordering::Acquire)
    }

    pub(super) fn attach(&self, signal: &Arc<Signal>) {
        let mut waiting_at = lock(&self.0.waiting_at);
        if waiting_at.as_ref().is_none_or(|at| !Arc::ptr_eq(at, signal)) {
            *waiting_at = Some(Arc::clone(signal));
        }
    }
}
