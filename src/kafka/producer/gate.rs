//! The wait for the first connection to a leader.
//!
//! Until one stands, one record at a time is let into librdkafka's queue: it makes librdkafka connect to the leader of
//! its partition. It fails at `max.block.ms` (the poll thread sees to that), not at `delivery.timeout.ms`, so that an
//! advertised address that can't be reached is told in time.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Instant;

use super::topics::TopicEntry;
use super::{Core, Tap};
use crate::kafka::trace::lock;

/// Whether the way to a leader was ever open, and who asks for it.
#[derive(Default)]
pub(super) struct Gate {
    open: AtomicBool,
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    asking: Option<Asking>,
    /// Whether the queue was given up, and its reports are still to come.
    gave_up: bool,
    /// Whether a record ever asked.
    wanted: bool,
}

/// The record that asks by being in the queue.
struct Asking {
    deadline: Instant,
    /// Where it goes, once it is in the queue.
    goes_to: Option<(Arc<TopicEntry>, i32)>,
}

impl Gate {
    /// Whether a connection to a leader ever stood: from then on nobody waits here.
    pub(super) fn is_open(&self) -> bool {
        self.open.load(Ordering::Acquire)
    }

    /// A connection to every leader stands.
    pub(super) fn open(&self) {
        self.open.store(true, Ordering::Release);
    }

    /// Whether a record asked for a connection to a leader, and none ever stood.
    pub(super) fn kept_shut(&self) -> bool {
        lock(&self.inner).wanted && !self.is_open()
    }

    /// Whether the queue was given up for want of a leader.
    pub(super) fn gave_up(&self) -> bool {
        !self.is_open() && lock(&self.inner).gave_up
    }

    /// Opens if the leader that is asked for is up. Returns whether it is open.
    pub(super) fn look(&self, tap: &Tap) -> bool {
        if self.is_open() {
            return true;
        }
        let inner = lock(&self.inner);
        let goes_to = inner.asking.as_ref().and_then(|asking| asking.goes_to.as_ref());
        let up =
            goes_to.and_then(|(topic, partition)| topic.leader(*partition)).is_some_and(|leader| tap.is_up(leader));
        self.open.fetch_or(up, Ordering::AcqRel) || up
    }

    /// Lets one record through to ask, if none does.
    pub(super) fn ask<'a>(&self, deadline: Instant, core: &'a Core) -> Option<Probe<'a>> {
        let mut inner = lock(&self.inner);
        if inner.asking.is_some() || inner.gave_up {
            return None;
        }
        inner.asking = Some(Asking { deadline, goes_to: None });
        inner.wanted = true;
        Some(Probe(Some(core)))
    }

    /// On the poll thread: whether the queue is to be given up, because the deadline is over or nothing can help. True
    /// each time until it is reported: the record may have been on its way into the queue.
    pub(super) fn gives_up(&self, hopeless: bool) -> bool {
        let mut inner = lock(&self.inner);
        let over = inner.asking.as_ref().is_some_and(|asking| hopeless || Instant::now() >= asking.deadline);
        inner.gave_up |= over;
        over
    }

    /// Records reached their end: who asked has been answered, by a leader if one took or refused them.
    pub(super) fn answered(&self, by_leader: bool) {
        if self.is_open() {
            return;
        }
        self.open.fetch_or(by_leader, Ordering::AcqRel);
        let mut inner: MutexGuard<'_, Inner> = lock(&self.inner);
        inner.asking = None;
        inner.gave_up = false;
    }
}

/// A record that asks for the connection, on its way into the queue. If it does not get there, the next one is to ask.
pub(super) struct Probe<'a>(Option<&'a Core>);

impl Probe<'_> {
    /// Nothing is asked: the gate is open.
    pub(super) const NONE: Probe<'static> = Probe(None);

    /// Whether it asks: then it goes alone.
    pub(super) fn asks(&self) -> bool {
        self.0.is_some()
    }

    /// It is in the queue, and goes to this partition.
    pub(super) fn queued(mut self, topic: &Arc<TopicEntry>, partition: i32) {
        let Some(core) = self.0.take() else { return };
        // It may have been answered already, and another may ask.
        if let Some(asking) = &mut lock(&core.gate.inner).asking {
            asking.goes_to.get_or_insert_with(|| (Arc::clone(topic), partition));
        }
        core.signal.ring();
    }
}

impl Drop for Probe<'_> {
    fn drop(&mut self) {
        if let Some(core) = self.0 {
            let mut inner = lock(&core.gate.inner);
            inner.asking = None;
            // If the queue was given up meanwhile, no report will say so: there was nothing in it.
            inner.gave_up = false;
            drop(inner);
            core.signal.ring();
        }
    }
}
