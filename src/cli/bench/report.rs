//! The report, as a person reads it.

use std::fmt::Write as _;

use super::failures::records;
use crate::domain::figures::{self, count};
use crate::domain::load::Report;
use crate::domain::partitioner::Why;

/// What the report alone does not say.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Circumstances {
    /// Whether it was interrupted.
    pub(super) interrupted: bool,
    /// Whether nobody acknowledges: `acks=0`.
    pub(super) unacknowledged: bool,
    /// Whether the brokers are in this process.
    pub(super) embedded: bool,
    /// Records a second that were asked for.
    pub(super) rate: Option<u32>,
    /// Records that were due and never offered.
    pub(super) left_out: u64,
    /// Records whose end is not known.
    pub(super) unknown: u64,
    /// What chooses the partitions of the load's records and why; `None` for Java's default.
    pub(super) partitions: Option<(&'static str, Why)>,
}

/// The lines of a report.
pub(super) fn text(report: &Report, of: Circumstances) -> String {
    let mut text = headline(report, of);
    let mut row = |name: &str, value: &str| {
        // Writing to a string can't fail.
        let _ = write!(text, "\n{name:<12}{value}");
    };
    if let (Some(rate), Some(bytes)) = (report.records_per_second(), report.megabytes_per_second()) {
        row("rate", &format!("{} records/s, {bytes:.2} MB/s", count(whole(rate))));
    }
    if of.left_out > 0 {
        let asked = count(u64::from(of.rate.unwrap_or_default()));
        row("", &format!("the rate of {asked} was not kept: {} were due and not sent", records(of.left_out)));
    }
    if let Some(quantiles) = quantiles(report) {
        row("latency", &quantiles);
        let from = if of.rate.is_some() { "when a record was due" } else { "acceptance" };
        let mean = report.latency.mean().map_or(0, whole);
        row("", &format!("mean {}, from {from} to the answer", figures::duration(mean)));
    }
    row("requests", &requests(report));
    let retries = if report.retries == 0 { "none".to_owned() } else { format!("{} sent again", count(report.retries)) };
    row("retries", &retries);
    row("blocked", &format!("{} in send()", figures::duration(report.blocked_micros)));
    if let Some(cpu) = report.cpu_micros_per_record() {
        let brokers = if of.embedded { ", with the embedded brokers' share" } else { "" };
        row("processor", &format!("{cpu:.2} µs a record{brokers}"));
    }
    row("producers", &count(u64::from(report.generations)));
    // Another producer may have another rule.
    if let Some((rule, why)) = of.partitions.filter(|_| report.generations == 1) {
        row("partitions", &format!("{rule}: {why}"));
    }
    text.push('\n');
    text
}

fn headline(report: &Report, of: Circumstances) -> String {
    let verb = if of.unacknowledged { "sent (acks=0)" } else { "delivered" };
    let mut line = format!("{} {verb} in {}", records(report.records), figures::duration(report.elapsed_micros));
    if report.failed > 0 {
        let _ = write!(line, ", {} failed", count(report.failed));
    }
    if report.possibly_written > 0 {
        let _ = write!(line, " ({} of them may have been written)", count(report.possibly_written));
    }
    if of.unknown > 0 {
        let _ = write!(line, ", {} of unknown fate", count(of.unknown));
    }
    if of.interrupted {
        line.push_str(" (interrupted)");
    }
    line
}

/// In milliseconds, all alike, so that they can be compared at a glance and fit a line.
fn quantiles(report: &Report) -> Option<String> {
    let at = |quantile| report.latency.at(quantile).map(millis);
    let (p50, p95, p99, p999) = (at(0.5)?, at(0.95)?, at(0.99)?, at(0.999)?);
    let max = millis(report.latency.max()?);
    Some(format!("p50 {p50}, p95 {p95}, p99 {p99}, p99.9 {p999}, max {max} ms"))
}

/// Milliseconds, with a digit behind the point while that says something.
fn millis(micros: u64) -> String {
    if micros < 10_000_000 { format!("{}.{}", micros / 1_000, micros % 1_000 / 100) } else { count(micros / 1_000) }
}

fn requests(report: &Report) -> String {
    let mut line = count(report.requests);
    if let Some(records) = report.records_per_request() {
        let _ = write!(line, ", {records:.1} records in each");
    }
    if let Some(fill) = report.batch_fill() {
        let _ = write!(line, ", batches {:.0} % of batch.size", fill * 100.0);
    }
    line
}

/// To the nearest whole number; none of these is negative or near the limits.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn whole(number: f64) -> u64 {
    number.round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn report() -> Report {
        let mut report = Report {
            records: 1_000_000,
            elapsed_micros: 2_310_000,
            bytes: 100_000_000,
            requests: 6_712,
            request_records: 1_000_000,
            requests_delivered: 6_712,
            request_bytes: 100_000_000,
            request_room: 6_712 * 16_384,
            blocked_micros: 1_204_000,
            cpu_micros: 970_000,
            generations: 3,
            batch_size: 16_384,
            ..Report::default()
        };
        report.latency.record(3_000, 1_000_000);
        report
    }

    #[test]
    fn a_report_is_aligned_and_fits_a_small_terminal() {
        let of = Circumstances { embedded: true, ..Circumstances::default() };
        let shown = text(&report(), of);
        let expected = "\
1 000 000 records delivered in 2.31 s
rate        432 900 records/s, 43.29 MB/s
latency     p50 3.0, p95 3.0, p99 3.0, p99.9 3.0, max 3.0 ms
            mean 3.0 ms, from acceptance to the answer
requests    6 712, 149.0 records in each, batches 91 % of batch.size
retries     none
blocked     1.20 s in send()
processor   0.97 µs a record, with the embedded brokers' share
producers   3
";
        assert_eq!(shown, expected);
    }

    #[test]
    fn long_latencies_fit_too() {
        let mut slow = report();
        slow.latency.clear();
        slow.latency.record(123_456_000, 5);
        let shown = text(&slow, Circumstances::default());
        let line = shown.lines().nth(2).unwrap_or_default();
        assert!(line.starts_with("latency     p50 123 ") && line.ends_with(" ms") && line.len() <= 80, "{line}");
    }

    #[test]
    fn what_went_wrong_is_said_first() {
        let bad = Report { failed: 1_200, possibly_written: 7, retries: 12, ..report() };
        let of = Circumstances {
            interrupted: true,
            rate: Some(1_000_000),
            left_out: 2_000,
            unknown: 3,
            ..Circumstances::default()
        };
        let shown = text(&bad, of);
        let headline = "1 000 000 records delivered in 2.31 s, 1 200 failed (7 of them may have been written), \
                        3 of unknown fate (interrupted)";
        assert_eq!(shown.lines().next(), Some(headline));
        for part in [
            "\n            the rate of 1 000 000 was not kept: 2 000 records were due and not sent\n",
            "\n            mean 3.0 ms, from when a record was due to the answer\n",
            "\nretries     12 sent again\n",
        ] {
            assert!(shown.contains(part), "{shown}");
        }
    }

    #[test]
    fn a_load_that_delivered_nothing_claims_nothing() {
        let nothing = Report { failed: 1, elapsed_micros: 60_000_000, generations: 1, ..Report::default() };
        let expected = "\
0 records delivered in 1 min 0 s, 1 failed
rate        0 records/s, 0.00 MB/s
requests    0
retries     none
blocked     0.0 ms in send()
producers   1
";
        assert_eq!(text(&nothing, Circumstances::default()), expected);
    }
}
