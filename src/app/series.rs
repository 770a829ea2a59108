//! What the producer did over time: rings of one point a second for five minutes, fed from the differences of
//! snapshots. Nothing here looks at history again when a snapshot comes.

use std::collections::VecDeque;

use crate::domain::meter::{Meter, Spread, Waiting};

#[cfg(test)]
mod tests;

/// Points that are kept: five minutes.
pub const POINTS: usize = 300;
/// The newest points that keep the whole spread of their latencies, for a comparison of two windows.
pub const WITH_SPREAD: usize = 10;
/// Marks that are kept.
const MARKS: usize = 64;
/// Snapshots further apart than this, in microseconds, had nothing between them: while something moves they come ten
/// times a second, and when nothing moves they do not come.
const GAP: u64 = 1_000_000;
/// Microseconds between two snapshots while something moves: how long what the first one after a gap tells of took.
const USUAL: u64 = 100_000;
/// A second in microseconds.
const SECOND: u64 = 1_000_000;

/// What happened in a span of time: the difference of two snapshots.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Delta {
    /// Microseconds of it.
    pub elapsed: u64,
    /// Records accepted.
    pub accepted: u64,
    /// Records delivered.
    pub delivered: u64,
    /// Produce requests sent.
    pub requests: u64,
    /// Batches sent again.
    pub resent: u64,
    /// Batches delivered.
    pub batches: u64,
    /// Records in them.
    pub batch_records: u64,
    /// Bytes of these: keys, values and headers.
    pub batch_bytes: u64,
    /// Microseconds that senders waited for metadata.
    pub blocked_metadata: u64,
    /// Microseconds that senders waited for room in `buffer.memory`.
    pub blocked_memory: u64,
    /// Microseconds that senders waited for a change of the configuration.
    pub blocked_swap: u64,
}

impl Delta {
    /// Adds what another one has.
    pub fn add(&mut self, other: &Self) {
        self.elapsed += other.elapsed;
        self.accepted += other.accepted;
        self.delivered += other.delivered;
        self.requests += other.requests;
        self.resent += other.resent;
        self.batches += other.batches;
        self.batch_records += other.batch_records;
        self.batch_bytes += other.batch_bytes;
        self.blocked_metadata += other.blocked_metadata;
        self.blocked_memory += other.blocked_memory;
        self.blocked_swap += other.blocked_swap;
    }

    /// So many of something, a second. What was moving for less than half a second counts as a whole one: three records
    /// sent by hand are 3 a second and not 30.
    #[allow(clippy::cast_precision_loss)]
    pub fn per_second(&self, count: u64) -> f64 {
        let elapsed = if self.elapsed < SECOND / 2 { SECOND } else { self.elapsed };
        count as f64 * SECOND as f64 / elapsed as f64
    }

    /// Records in a batch that was delivered.
    pub fn records_per_batch(&self) -> Option<f64> {
        share(self.batch_records, self.batches)
    }

    /// How full the batches were that were delivered: 1 is `batch.size`. Derived: without what the format adds.
    #[allow(clippy::cast_precision_loss)]
    pub fn fill(&self, batch_size: u64) -> Option<f64> {
        share(self.batch_bytes, self.batches).filter(|_| batch_size > 0).map(|bytes| bytes / batch_size as f64)
    }
}

#[allow(clippy::cast_precision_loss)]
fn share(of: u64, by: u64) -> Option<f64> {
    (by > 0).then(|| of as f64 / by as f64)
}

/// One second.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// Which: seconds since the epoch.
    pub second: u64,
    /// What happened in it.
    pub delta: Delta,
    /// `batch.size` at its end.
    pub batch_size: u64,
    /// Bytes of `buffer.memory` in use, the most that was seen.
    pub buffer: u64,
    /// Produce requests in flight, the most that was seen.
    pub in_flight: u64,
    /// The latency that half of the records did not exceed, in microseconds; `None` if none ended.
    pub p50: Option<u64>,
    /// That 99 of 100 did not exceed.
    pub p99: Option<u64>,
    /// All latencies; kept for the newest points only.
    pub latency: Spread,
}

impl Point {
    fn take(&mut self, delta: &Delta, meter: &Meter) {
        self.delta.add(delta);
        self.batch_size = meter.limits.batch_size;
        self.buffer = self.buffer.max(meter.buffer_used);
        self.in_flight = self.in_flight.max(meter.requests.in_flight);
        self.latency.add(&meter.latency.total);
    }

    fn settle(&mut self) {
        (self.p50, self.p99) = (self.latency.at(0.5), self.latency.at(0.99));
    }
}

/// What a person did, or what came of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Did {
    /// A load began.
    LoadStarted,
    /// A load was stopped or came to its end.
    LoadStopped,
    /// A producer with another configuration took over: its number.
    Swapped(u32),
}

/// Something that a person did, and when (microseconds since the epoch).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    /// When.
    pub at: u64,
    /// What.
    pub did: Did,
}

/// Counts of a snapshot that the next one is compared with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Totals {
    at: u64,
    counts: Delta,
}

impl Totals {
    fn of(meter: &Meter) -> Self {
        let mut counts = Delta {
            elapsed: 0,
            accepted: meter.records.accepted,
            delivered: meter.records.delivered,
            requests: meter.requests.sent,
            resent: meter.requests.resent_batches,
            blocked_metadata: meter.blocked.metadata,
            blocked_memory: meter.blocked.memory,
            blocked_swap: meter.blocked.swap,
            ..Delta::default()
        };
        for topic in &meter.topics {
            counts.batches += topic.batches;
            counts.batch_records += topic.records;
            counts.batch_bytes += topic.bytes;
        }
        Self { at: meter.at, counts }
    }

    /// What happened since an earlier one.
    fn since(&self, before: &Self) -> Delta {
        let gap = self.at.saturating_sub(before.at);
        let (now, then) = (&self.counts, &before.counts);
        Delta {
            elapsed: if gap > GAP { USUAL } else { gap },
            accepted: now.accepted.saturating_sub(then.accepted),
            delivered: now.delivered.saturating_sub(then.delivered),
            requests: now.requests.saturating_sub(then.requests),
            resent: now.resent.saturating_sub(then.resent),
            batches: now.batches.saturating_sub(then.batches),
            batch_records: now.batch_records.saturating_sub(then.batch_records),
            batch_bytes: now.batch_bytes.saturating_sub(then.batch_bytes),
            blocked_metadata: now.blocked_metadata.saturating_sub(then.blocked_metadata),
            blocked_memory: now.blocked_memory.saturating_sub(then.blocked_memory),
            blocked_swap: now.blocked_swap.saturating_sub(then.blocked_swap),
        }
    }
}

/// The rings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Series {
    last: Option<Totals>,
    /// The differences that make up about the last second, the newest last; emptied by a gap.
    recent: VecDeque<Delta>,
    points: VecDeque<Point>,
    /// The second that goes on.
    open: Option<Point>,
    marks: VecDeque<Mark>,
    /// When something moved last.
    moved_at: Option<u64>,
    /// Whether something moved when the last snapshot was taken.
    moving: bool,
}

impl Series {
    /// Takes a snapshot; returns whether a second is over.
    pub fn feed(&mut self, meter: &Meter) -> bool {
        let totals = Totals::of(meter);
        let before = self.last.unwrap_or_default();
        if self.last.is_some() && totals.at <= before.at {
            return false;
        }
        if totals.at - before.at > GAP {
            self.recent.clear();
        }
        let delta = totals.since(&before);
        self.last = Some(totals);
        let happened = Delta { elapsed: 0, ..delta } != Delta::default();
        self.moving =
            meter.records.outstanding() > 0 || meter.requests.in_flight > 0 || meter.waiting != Waiting::default();
        if happened || self.moving {
            self.moved_at = Some(meter.at);
        }
        self.remember(delta);
        let second = meter.at / SECOND;
        let over = self.open.as_ref().is_some_and(|open| open.second != second);
        if over && let Some(open) = self.open.take() {
            self.push(open);
        }
        let open = self.open.get_or_insert_with(|| Point { second, ..Point::default() });
        open.take(&delta, meter);
        if !self.moving {
            open.settle();
        }
        over
    }

    fn remember(&mut self, delta: Delta) {
        self.recent.push_back(delta);
        // The oldest goes when the others make up a second.
        let mut elapsed: u64 = self.recent.iter().map(|delta| delta.elapsed).sum();
        while let Some(oldest) = self.recent.front()
            && elapsed - oldest.elapsed >= SECOND - USUAL / 2
        {
            elapsed -= oldest.elapsed;
            self.recent.pop_front();
        }
    }

    fn push(&mut self, mut point: Point) {
        point.settle();
        if self.points.len() == POINTS {
            self.points.pop_front();
        }
        self.points.push_back(point);
        if let Some(old) = self.points.len().checked_sub(WITH_SPREAD + 1) {
            self.points[old].latency = Spread::default();
        }
    }

    /// Notes what a person did.
    pub fn mark(&mut self, at: u64, did: Did) {
        if self.marks.len() == MARKS {
            self.marks.pop_front();
        }
        self.marks.push_back(Mark { at, did });
    }

    /// What happened in about the last second in which something moved: while it moves, the second before now.
    pub fn now(&self) -> Delta {
        let mut sum = Delta::default();
        for delta in &self.recent {
            sum.add(delta);
        }
        // The last second may be the one in which a flow ended: the whole one before tells of the flow.
        match self.points.back() {
            Some(whole) if !self.moving && self.open.as_ref().is_some_and(|open| whole.second + 1 == open.second) => {
                whole.delta
            }
            Some(_) | None => sum,
        }
    }

    /// The seconds that are over, the newest last; while nothing moves the last one too.
    pub fn points(&self) -> impl DoubleEndedIterator<Item = &Point> {
        self.points.iter().chain(self.open.iter().filter(|_| !self.moving))
    }

    /// The newest second that is over.
    pub fn newest(&self) -> Option<&Point> {
        self.points.back()
    }

    /// The latency that 99 of 100 records did not exceed in the newest second in which one ended, in microseconds.
    pub fn p99(&self) -> Option<u64> {
        self.points().rev().take(WITH_SPREAD).find_map(|point| point.p99)
    }

    /// What people did, the newest last.
    pub fn marks(&self) -> impl DoubleEndedIterator<Item = &Mark> {
        self.marks.iter()
    }

    /// Since when nothing moves, microseconds since the epoch; `None` while something does, or if nothing ever did.
    pub fn idle_since(&self) -> Option<u64> {
        self.moved_at.filter(|_| !self.moving)
    }

    /// When the newest snapshot was taken, microseconds since the epoch.
    pub fn at(&self) -> Option<u64> {
        self.last.map(|last| last.at)
    }
}
