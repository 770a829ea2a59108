//! How long deliveries took, over a run.

use hdrhistogram::Histogram;

use crate::cli::words;

/// An hour: the longest that is told apart.
const LONGEST_MICROS: u64 = 3_600_000_000;

/// Latencies from acceptance to the answer, kept to three digits in memory that does not grow.
pub(super) struct Latencies(Option<Histogram<u64>>);

impl Latencies {
    /// None yet.
    pub(super) fn new() -> Self {
        // The bounds are right, so this is never an error.
        Self(Histogram::new_with_bounds(1, LONGEST_MICROS, 3).ok())
    }

    /// Takes one, in microseconds.
    pub(super) fn add(&mut self, micros: u64) {
        if let Some(histogram) = &mut self.0 {
            histogram.saturating_record(micros.max(1));
        }
    }

    /// `latency p50 1.2 ms, p99 8.1 ms, max 12.0 ms`, once there are more than `few`.
    pub(super) fn summary(&self, few: u64) -> Option<String> {
        let histogram = self.0.as_ref().filter(|histogram| histogram.len() > few)?;
        let at = |quantile| words::millis(histogram.value_at_quantile(quantile));
        Some(format!("latency p50 {}, p99 {}, max {}", at(0.5), at(0.99), words::millis(histogram.max())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_latencies_are_told_by_quantiles_and_few_are_not() {
        let mut latencies = Latencies::new();
        (1..=100).for_each(|millis| latencies.add(millis * 1000));
        assert_eq!(latencies.summary(100), None);
        latencies.add(u64::MAX);
        let told = latencies.summary(100).unwrap_or_default();
        assert!(told.starts_with("latency p50 51.0 ms, p99 100.") && told.contains("max 36"), "{told}");
    }
}
