//! What became of a load's records.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use crate::domain::load::Progress;
use crate::domain::meter::Spread;
use crate::domain::outcome::Outcome;
use crate::kafka::native::{Slab, Slot};
use crate::kafka::producer::measure::Run;
use crate::kafka::trace::{lock, now_micros};

/// Many records failed for the same reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadFailure {
    /// The end of the first of them.
    pub outcome: Outcome,
    /// How many.
    pub count: u64,
}

/// What became of a load's records. Exact at any time, from any thread.
pub struct LoadTally {
    pub(super) offered: AtomicU64,
    pub(super) accepted: AtomicU64,
    pub(super) blocked: AtomicU64,
    stopped: AtomicBool,
    ends: Mutex<Ends>,
    pub(super) home: Mutex<Home>,
}

#[derive(Default)]
struct Ends {
    delivered: u64,
    failed: u64,
    possibly_written: u64,
    bytes: u64,
    latency: Spread,
    last: u64,
}

/// The slots that nobody uses.
pub(super) struct Home {
    /// Their memory.
    pub slab: Arc<Slab>,
    /// They; room for all.
    pub slots: Vec<Slot>,
}

impl Home {
    /// Where no slot was used yet.
    pub(super) fn new(slab: Arc<Slab>) -> Self {
        Self { slots: Vec::with_capacity(slab.slots() as usize), slab }
    }
}

impl LoadTally {
    /// Of a load that has not begun.
    pub(super) fn new(slab: Arc<Slab>) -> Self {
        Self {
            offered: AtomicU64::new(0),
            accepted: AtomicU64::new(0),
            blocked: AtomicU64::new(0),
            stopped: AtomicBool::new(false),
            ends: Mutex::new(Ends { latency: Spread::precise(), ..Ends::default() }),
            home: Mutex::new(Home::new(slab)),
        }
    }

    /// How the load stands.
    pub fn progress(&self) -> Progress {
        // Ends first: what ends in between is outstanding, never negative.
        let (delivered, failed, possibly_written) = {
            let ends = lock(&self.ends);
            (ends.delivered, ends.failed, ends.possibly_written)
        };
        Progress {
            delivered,
            failed,
            possibly_written,
            stopped: self.stopped.load(Ordering::Acquire),
            accepted: self.accepted.load(Ordering::Acquire),
            offered: self.offered.load(Ordering::Acquire),
        }
    }

    /// From the intended time (with a pace; else from acceptance) to the answer, of the delivered records.
    pub fn latency(&self) -> Spread {
        lock(&self.ends).latency.clone()
    }

    /// Bytes of keys and values delivered.
    pub fn bytes(&self) -> u64 {
        lock(&self.ends).bytes
    }

    /// When the last record ended, microseconds since the epoch; 0 before.
    pub fn last_end(&self) -> u64 {
        lock(&self.ends).last
    }

    /// Microseconds that the load's sender was blocked in `send()`.
    pub fn blocked_micros(&self) -> u64 {
        self.blocked.load(Ordering::Acquire)
    }

    /// Nothing more will be offered.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Release);
    }

    /// The memory of the slots in use.
    pub(in crate::kafka::producer) fn slab(&self) -> Arc<Slab> {
        Arc::clone(&lock(&self.home).slab)
    }

    /// Slots whose records ended.
    pub(in crate::kafka::producer) fn came_home(&self, slots: &mut Vec<Slot>) {
        lock(&self.home).slots.append(slots);
    }

    /// Records ended well, at that time.
    pub(in crate::kafka::producer) fn delivered(&self, runs: &[Run], bytes: u64, answered: u64) {
        let mut ends = lock(&self.ends);
        for run in runs {
            ends.delivered += run.records;
            ends.latency.record(answered.saturating_sub(run.accepted) + run.late, run.records);
        }
        ends.bytes += bytes;
        ends.last = ends.last.max(answered);
    }

    /// Records ended badly.
    pub(in crate::kafka::producer) fn failed(&self, failed: u64, possibly_written: u64) {
        let mut ends = lock(&self.ends);
        ends.failed += failed;
        ends.possibly_written += possibly_written;
        ends.last = ends.last.max(now_micros());
    }
}
