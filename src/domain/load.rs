//! A load: many records of one shape, at a rate or as fast as they are taken.

use std::time::Duration;

use crate::domain::meter::Spread;

/// What to send.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The topic.
    pub topic: String,
    /// When it ends.
    pub until: Until,
    /// Bytes of each value; it begins with the record's number in decimal digits and a space.
    pub size: u32,
    /// The keys.
    pub keys: Keys,
    /// Records a second; `None` for as fast as they are taken.
    pub rate: Option<u32>,
}

/// When a load ends, whichever comes first; without either it goes on until it is stopped.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Until {
    /// After so many records.
    pub records: Option<u64>,
    /// After so long.
    pub duration: Option<Duration>,
}

/// The keys of a load's records.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keys {
    /// Null: the sticky partitioner spreads them.
    None,
    /// The record's number, in decimal digits.
    Sequential,
    /// One of so many numbers, each as likely as any other, in decimal digits.
    Uniform(u32),
}

/// How a load stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Records handed to `send()`.
    pub offered: u64,
    /// Accepted by it.
    pub accepted: u64,
    /// Delivered.
    pub delivered: u64,
    /// Failed, refused ones among them, and certainly not in the log.
    pub failed: u64,
    /// Failed, and may be in the log.
    pub possibly_written: u64,
    /// Whether nothing more will be offered.
    pub stopped: bool,
}

impl Progress {
    /// Records whose end is not known.
    pub fn outstanding(&self) -> u64 {
        self.offered.saturating_sub(self.delivered).saturating_sub(self.failed).saturating_sub(self.possibly_written)
    }

    /// Adds another load.
    pub fn add(&mut self, other: &Self) {
        self.offered += other.offered;
        self.accepted += other.accepted;
        self.delivered += other.delivered;
        self.failed += other.failed;
        self.possibly_written += other.possibly_written;
        self.stopped &= other.stopped;
    }

    /// Whether every record reached its end.
    pub fn is_over(&self) -> bool {
        self.stopped && self.outstanding() == 0
    }
}

/// What came of a load.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Report {
    /// Records delivered.
    pub records: u64,
    /// Records failed, those that may be in the log among them.
    pub failed: u64,
    /// Records that may be in the log, of the failed ones.
    pub possibly_written: u64,
    /// From the first record offered to the last answer, in microseconds.
    pub elapsed_micros: u64,
    /// Bytes of keys and values delivered.
    pub bytes: u64,
    /// From the intended time of each record (with a rate; else from acceptance) to its answer.
    pub latency: Spread,
    /// Produce requests.
    pub requests: u64,
    /// Records in those of them that were delivered.
    pub request_records: u64,
    /// Produce requests that were delivered.
    pub requests_delivered: u64,
    /// Keys, values and headers in them, in bytes.
    pub request_bytes: u64,
    /// Bytes they had room for: `batch.size` of the producer that sent each.
    pub request_room: u64,
    /// Requests sent again, after no answer too.
    pub retries: u64,
    /// Microseconds that the load's sender was blocked in `send()`.
    pub blocked_micros: u64,
    /// Microseconds of processor time of the whole process.
    pub cpu_micros: u64,
    /// Producers used: 1 without a swap.
    pub generations: u32,
    /// `batch.size` of the last of them.
    pub batch_size: u64,
}

/// Ratios; `None` where there is nothing to divide by.
impl Report {
    /// Records delivered a second.
    pub fn records_per_second(&self) -> Option<f64> {
        ratio(self.records, self.elapsed_micros).map(|rate| rate * 1e6)
    }

    /// Megabytes (of a million bytes) of keys and values delivered a second.
    pub fn megabytes_per_second(&self) -> Option<f64> {
        ratio(self.bytes, self.elapsed_micros)
    }

    /// Records in a delivered request.
    pub fn records_per_request(&self) -> Option<f64> {
        ratio(self.request_records, self.requests_delivered)
    }

    /// How full the delivered batches were of what `batch.size` allows: keys, values and headers, without what Kafka's
    /// format adds to them.
    pub fn batch_fill(&self) -> Option<f64> {
        ratio(self.request_bytes, self.request_room)
    }

    /// Microseconds of the process's processor time for a delivered record.
    pub fn cpu_micros_per_record(&self) -> Option<f64> {
        ratio(self.cpu_micros, self.records)
    }
}

#[allow(clippy::cast_precision_loss)]
fn ratio(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}
