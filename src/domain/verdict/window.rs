//! What happened in the span of time that a verdict is about.

use std::sync::Arc;

use crate::domain::meter::{BrokerMeter, ClosedCounts, Latency, Meter, PartitionMeter};

/// The span, in microseconds: long enough that a batch sent again after `retry.backoff.max.ms` (1 s) always shows.
pub const WINDOW_MICROS: u64 = 2_000_000;

/// A trouble that can be over before a person looked is none until it lasted so long: while a connection is made or the
/// metadata come, a partition has no leader for some milliseconds.
const LASTS_MICROS: u64 = 500_000;

/// The difference of two snapshots, with those between.
pub struct Window<'a> {
    /// From the first to the last, oldest first: two at least, all of one generation.
    snapshots: Vec<&'a Meter>,
    first: &'a Meter,
    last: &'a Meter,
}

/// Of a producer that just began, records wait for its connections: what piles up says something only after this time.
const SETTLES_MICROS: u64 = 300_000;

impl<'a> Window<'a> {
    /// The newest snapshots that lie within the span, and the one before them; `None` if there are not two of the
    /// producer that runs now.
    ///
    /// Snapshots come while something moves. After a pause the one before may be old: what happened since happened
    /// within the span all the same.
    pub fn of(meters: &'a [Arc<Meter>]) -> Option<Self> {
        let last: &Meter = meters.last()?;
        let start = last.at.saturating_sub(WINDOW_MICROS);
        let from = meters.iter().rposition(|meter| meter.at <= start).unwrap_or(0);
        let recent = meters.iter().skip(from).map(AsRef::as_ref);
        let snapshots: Vec<&Meter> = recent.filter(|meter| meter.generation == last.generation).collect();
        let first = *snapshots.first()?;
        (first.at < last.at).then_some(Self { snapshots, first, last })
    }

    /// The last snapshot.
    pub fn last(&self) -> &'a Meter {
        self.last
    }

    /// Its length in microseconds.
    pub fn micros(&self) -> u64 {
        (self.last.at - self.first.at).clamp(1, WINDOW_MICROS)
    }

    /// Whether it is long enough to tell what piles up from what just begins.
    pub fn is_settled(&self) -> bool {
        self.micros() >= SETTLES_MICROS
    }

    /// How much a count grew.
    pub fn grown(&self, count: impl Fn(&Meter) -> u64) -> u64 {
        count(self.last).saturating_sub(count(self.first))
    }

    /// How much a count grew, a second.
    pub fn per_second(&self, count: impl Fn(&Meter) -> u64) -> u64 {
        scaled(self.grown(count), 1_000_000, self.micros())
    }

    /// Of how many snapshots, in percent, this is true.
    pub fn share(&self, holds: impl Fn(&Meter) -> bool) -> u64 {
        let true_of = self.snapshots.iter().filter(|meter| holds(meter)).count();
        percent(true_of as u64, self.snapshots.len() as u64)
    }

    /// Whether this is true of the last snapshot and of each for half a second before it.
    pub fn lasts(&self, holds: impl Fn(&Meter) -> bool) -> bool {
        let begin = self.snapshots.iter().rev().take_while(|meter| holds(meter)).last();
        begin.is_some_and(|meter| self.last.at - meter.at >= LASTS_MICROS)
    }

    /// Whether this was true of any snapshot in the half second up to the last.
    pub fn lately(&self, holds: impl Fn(&Meter) -> bool) -> bool {
        self.snapshots.iter().any(|meter| self.last.at - meter.at < LASTS_MICROS && holds(meter))
    }

    /// How long the records took that ended.
    pub fn latency(&self) -> Latency {
        let mut sum = Latency::default();
        // The first snapshot tells of the time before it.
        self.snapshots.iter().skip(1).for_each(|meter| sum.add(&meter.latency));
        sum
    }

    /// Why the batches closed that were sent for the first time.
    pub fn closed(&self) -> Closes {
        let grown = |count: fn(&ClosedCounts) -> u64| self.grown(|meter| count(&meter.closed));
        Closes {
            full: grown(|closed| closed.size + closed.count),
            linger: grown(|closed| closed.linger),
            flush: grown(|closed| closed.flush),
        }
    }

    /// The batches that were delivered: how many, the records in them and their bytes.
    pub fn batches(&self) -> DeliveredBatches {
        let sum = |count: fn(&crate::domain::meter::TopicMeter) -> u64| {
            self.grown(|meter| meter.topics.iter().map(count).sum::<u64>())
        };
        DeliveredBatches {
            count: sum(|topic| topic.batches),
            records: sum(|topic| topic.records),
            bytes: sum(|topic| topic.bytes),
        }
    }

    /// Microseconds from a request to its answer, in the mean; of one broker or of all. `None` without an answer.
    pub fn rtt(&self, broker: Option<i32>) -> Option<u64> {
        let of = |meter: &Meter, value: fn(&BrokerMeter) -> u64| {
            meter.brokers.iter().filter(|one| broker.is_none_or(|id| one.id == id)).map(value).sum::<u64>()
        };
        let count = self.grown(|meter| of(meter, |one| one.rtt_count));
        let sum = self.grown(|meter| of(meter, |one| one.rtt_sum));
        sum.checked_div(count)
    }

    /// The requests that an error stopped, by their cause, the most frequent one: its name and the broker.
    pub fn cause(&self) -> Option<(Arc<str>, i32)> {
        let before = |cause: &str, broker: i32| {
            let same = self.first.causes.iter().find(|known| *known.cause == *cause && known.broker == broker);
            same.map_or(0, |known| known.requests)
        };
        let grown =
            self.last.causes.iter().map(|now| (now.requests - before(&now.cause, now.broker).min(now.requests), now));
        let (count, most) = grown.max_by_key(|(count, _)| *count)?;
        (count > 0).then(|| (Arc::clone(&most.cause), most.broker))
    }

    /// What the most records failed of.
    pub fn failure(&self) -> Option<i32> {
        let before =
            |code: i32| self.first.failures.iter().find(|known| known.code == code).map_or(0, |known| known.records);
        let grown = self.last.failures.iter().map(|now| (now.records.saturating_sub(before(now.code)), now.code));
        grown.max_by_key(|(count, _)| *count).filter(|(count, _)| *count > 0).map(|(_, code)| code)
    }

    /// The partition that most records went to, and how many.
    pub fn busiest(&self) -> Option<(&'a PartitionMeter, u64)> {
        let before = |now: &PartitionMeter| {
            let same =
                self.first.partitions.iter().find(|one| one.partition == now.partition && one.topic == now.topic);
            same.map_or(0, |one| one.records.accepted)
        };
        let grown = self.last.partitions.iter().map(|now| (now, now.records.accepted.saturating_sub(before(now))));
        grown.max_by_key(|(_, count)| *count)
    }
}

/// Why batches closed in the span; batches sent again and those of which nothing is known left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Closes {
    /// `batch.size` or `batch.num.messages` was reached.
    pub full: u64,
    /// `linger.ms` ended.
    pub linger: u64,
    /// A flush asked for it.
    pub flush: u64,
}

impl Closes {
    /// All of them.
    pub fn all(self) -> u64 {
        self.full + self.linger + self.flush
    }
}

/// Batches that were delivered in the span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DeliveredBatches {
    /// How many.
    pub count: u64,
    /// Records in them.
    pub records: u64,
    /// Bytes of those, uncompressed.
    pub bytes: u64,
}

impl DeliveredBatches {
    /// Records in a batch, in tenths.
    pub fn records_in_tenths(self) -> u64 {
        (self.records * 10).checked_div(self.count).unwrap_or(0)
    }

    /// How full they left, in percent of `batch.size`.
    pub fn fill(self, batch_size: u64) -> u64 {
        percent(self.bytes.checked_div(self.count).unwrap_or(0), batch_size).min(100)
    }
}

/// `part` of `whole` in percent, rounded; 0 of nothing.
pub fn percent(part: u64, whole: u64) -> u64 {
    scaled(part, 100, whole)
}

/// `value * factor / divisor`, rounded and without overflow; 0 for a divisor of 0.
fn scaled(value: u64, factor: u64, divisor: u64) -> u64 {
    let divisor = u128::from(divisor);
    let product = u128::from(value) * u128::from(factor) + divisor / 2;
    product.checked_div(divisor).map_or(0, |result| u64::try_from(result).unwrap_or(u64::MAX))
}
