//! The account of a load: what was measured from its first record to its last answer.

use nix::sys::resource::{UsageWho, getrusage};
use nix::sys::time::TimeValLike as _;

use crate::domain::load::{Progress, Report};
use crate::domain::meter::{Meter, Spread, TopicMeter};
use crate::kafka::producer::{Generations, LoadTally};

/// Processor time of this process so far, user and system, in microseconds.
pub fn cpu_micros() -> u64 {
    // Asked for the own process it can't fail.
    let Ok(usage) = getrusage(UsageWho::RUSAGE_SELF) else { return 0 };
    let micros = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    u64::try_from(micros).unwrap_or(0)
}

/// What is measured from the first record on.
#[derive(Clone, Debug)]
pub struct Account {
    begun: u64,
    cpu: u64,
    before: Meter,
    /// Batches that were delivered when the producer in use took over.
    batches: u64,
    batch_size: u64,
    /// Bytes that the batches delivered before had room for.
    room: u64,
    generations: u32,
}

/// What is known when the last answer came.
#[derive(Clone, Debug)]
pub struct Close {
    /// When that was, microseconds since the epoch.
    pub at: u64,
    /// Processor time of the process until then, in microseconds.
    pub cpu_micros: u64,
    /// The producer's meter, when everything was settled.
    pub meter: Meter,
    /// How the records ended.
    pub progress: Progress,
    /// How long they took.
    pub latency: Spread,
    /// Time blocked in `send()`, in microseconds.
    pub blocked_micros: u64,
}

impl Close {
    /// As a load and its producer stand when every record has ended. `now` counts where none ever did.
    pub fn of(load: &LoadTally, producer: &Generations, now: u64) -> Self {
        let last = load.last_end();
        Self {
            at: if last == 0 { now } else { last },
            cpu_micros: cpu_micros(),
            meter: producer.snapshot(),
            progress: load.progress(),
            latency: load.latency(),
            blocked_micros: load.blocked_micros(),
        }
    }
}

impl Account {
    /// Opens it before the first record, at a moment in microseconds since the epoch. `meter` is of that moment.
    pub fn open(now: u64, meter: Meter, batch_size: u64) -> Self {
        let batches = delivered(&meter).batches;
        Self { begun: now, cpu: cpu_micros(), before: meter, batches, batch_size, room: 0, generations: 1 }
    }

    /// Another producer took over; `meter` is of just then, `batch_size` that producer's.
    pub fn swapped(&mut self, meter: &Meter, batch_size: u64) {
        self.generations += 1;
        self.fill(meter);
        self.batch_size = batch_size;
    }

    fn fill(&mut self, meter: &Meter) {
        let batches = delivered(meter).batches;
        self.room += batches.saturating_sub(self.batches) * self.batch_size;
        self.batches = batches;
    }

    /// Closes it when the last answer has come.
    pub fn close(mut self, close: Close) -> Report {
        self.fill(&close.meter);
        let (before, after) = (delivered(&self.before), delivered(&close.meter));
        let (records, requests) = (self.before.records, self.before.requests);
        Report {
            records: close.progress.delivered,
            failed: close.progress.failed + close.progress.possibly_written,
            possibly_written: close.progress.possibly_written,
            elapsed_micros: close.at.saturating_sub(self.begun),
            bytes: close.meter.records.delivered_bytes.saturating_sub(records.delivered_bytes),
            latency: close.latency,
            requests: close.meter.requests.sent.saturating_sub(requests.sent),
            request_records: after.records.saturating_sub(before.records),
            requests_delivered: after.batches.saturating_sub(before.batches),
            request_bytes: after.bytes.saturating_sub(before.bytes),
            request_room: self.room,
            retries: close.meter.requests.resent_batches.saturating_sub(requests.resent_batches),
            blocked_micros: close.blocked_micros,
            cpu_micros: close.cpu_micros.saturating_sub(self.cpu),
            generations: self.generations,
            batch_size: self.batch_size,
        }
    }
}

/// All topics' batches together.
fn delivered(meter: &Meter) -> TopicMeter {
    meter.topics.iter().fold(TopicMeter::default(), |mut all, topic| {
        all.batches += topic.batches;
        all.records += topic.records;
        all.bytes += topic.bytes;
        all.wire_bytes += topic.wire_bytes;
        all
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::meter::{Records, Requests};

    fn meter(batches: u64, delivered: u64, sent: u64) -> Meter {
        let topic = |share: u64| TopicMeter {
            batches: share,
            records: share * 10,
            bytes: share * 900,
            ..TopicMeter::default()
        };
        Meter {
            records: Records { delivered, delivered_bytes: delivered * 90, ..Records::default() },
            requests: Requests { sent, resent_batches: sent - batches, ..Requests::default() },
            topics: vec![topic(batches / 2), topic(batches - batches / 2)],
            ..Meter::default()
        }
    }

    #[test]
    fn a_load_is_measured_from_its_start_and_each_batch_by_the_room_it_had() {
        let mut account = Account::open(1_000_000, meter(100, 1_000, 100), 1_000);
        account.swapped(&meter(110, 1_100, 112), 2_000);
        let mut latency = Spread::default();
        latency.record(5_000, 200);
        let progress = Progress { delivered: 200, failed: 3, possibly_written: 2, ..Progress::default() };
        let report = account.close(Close {
            at: 3_000_000,
            cpu_micros: u64::MAX,
            meter: meter(120, 1_200, 125),
            progress,
            latency,
            blocked_micros: 77,
        });
        assert_eq!((report.records, report.failed, report.possibly_written), (200, 5, 2));
        assert_eq!((report.elapsed_micros, report.bytes, report.blocked_micros), (2_000_000, 18_000, 77));
        assert_eq!((report.requests, report.retries, report.generations), (25, 5, 2));
        assert_eq!((report.requests_delivered, report.request_records, report.request_bytes), (20, 200, 18_000));
        assert_eq!((report.request_room, report.batch_size), (10 * 1_000 + 10 * 2_000, 2_000));
        assert_eq!(report.batch_fill(), Some(0.6));
    }

    #[test]
    fn processor_time_grows_with_work() {
        let before = cpu_micros();
        let mut number = 1_u64;
        while cpu_micros() < before + 2_000 {
            number = std::hint::black_box(number.wrapping_mul(6_364_136_223_846_793_005));
        }
        assert!(cpu_micros() >= before + 2_000);
    }
}
