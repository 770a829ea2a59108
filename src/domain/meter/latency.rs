//! How long records took.

use hdrhistogram::Histogram;

/// How long records took, from acceptance to the answer, and where they spent it.
///
/// The whole is exact. The parts are those of the batch that carried a record: derived, because librdkafka does not tell
/// when it closes a batch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Latency {
    /// From acceptance (under a load with a rate: from the intended time) to the answer.
    pub total: Spread,
    /// In the batch being filled, until it closed.
    pub batching: Spread,
    /// Closed, until it was first written.
    pub waiting: Spread,
    /// From the last time it was written to the answer.
    pub in_flight: Spread,
    /// From the first time it was written to the last: 0 for a batch that was sent once, and not counted then.
    pub retrying: Spread,
}

impl Latency {
    /// Adds what another one has.
    pub fn add(&mut self, other: &Self) {
        self.total.add(&other.total);
        self.batching.add(&other.batching);
        self.waiting.add(&other.waiting);
        self.in_flight.add(&other.in_flight);
        self.retrying.add(&other.retrying);
    }
}

/// Durations in microseconds, in a histogram (HDR) that keeps them to two digits unless it is made for three; its memory does not grow with their
/// number.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spread(Option<Histogram<u64>>);

/// An hour: the longest that is told apart.
const LONGEST_MICROS: u64 = 3_600_000_000;

impl Spread {
    /// None yet, and room to keep them to three digits.
    pub fn precise() -> Self {
        // The bounds are right, so this is never an error.
        Self(Histogram::new_with_bounds(1, LONGEST_MICROS, 3).ok())
    }

    /// Takes `count` durations of so many microseconds.
    pub fn record(&mut self, micros: u64, count: u64) {
        if self.0.is_none() {
            // The bounds are right, so this is never an error.
            self.0 = Histogram::new_with_bounds(1, LONGEST_MICROS, 2).ok();
        }
        if let Some(histogram) = &mut self.0 {
            histogram.saturating_record_n(micros.max(1), count);
        }
    }

    /// Adds what another one has.
    pub fn add(&mut self, other: &Self) {
        match (&mut self.0, &other.0) {
            // Both have the same bounds, so this is never an error.
            (Some(own), Some(other)) => drop(own.add(other)),
            (own @ None, Some(other)) => *own = Some(other.clone()),
            (_, None) => {}
        }
    }

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.0.as_ref().map_or(0, Histogram::len)
    }

    /// The duration that the share `quantile` (0 to 1) of them does not exceed; `None` if there is none.
    pub fn at(&self, quantile: f64) -> Option<u64> {
        self.0.as_ref().filter(|histogram| !histogram.is_empty()).map(|histogram| histogram.value_at_quantile(quantile))
    }

    /// The mean; `None` if there is none.
    pub fn mean(&self) -> Option<f64> {
        self.0.as_ref().filter(|histogram| !histogram.is_empty()).map(Histogram::mean)
    }

    /// The longest; `None` if there is none.
    pub fn max(&self) -> Option<u64> {
        self.0.as_ref().filter(|histogram| !histogram.is_empty()).map(Histogram::max)
    }

    /// Forgets all, and keeps the memory.
    pub fn clear(&mut self) {
        if let Some(histogram) = &mut self.0 {
            histogram.clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_spread_adds_up_and_an_empty_one_tells_nothing() {
        let mut spread = Spread::default();
        assert_eq!((spread.at(0.5), spread.max(), spread.count()), (None, None, 0));
        spread.record(1_000, 99);
        let mut other = Spread::default();
        other.record(50_000, 1);
        spread.add(&other);
        other.add(&Spread::default());
        assert_eq!((spread.count(), other.count()), (100, 1));
        let near = |value: Option<u64>, wanted: u64| value.is_some_and(|v| v.abs_diff(wanted) * 100 <= wanted);
        assert!(near(spread.at(0.5), 1_000) && near(spread.at(1.0), 50_000) && near(spread.max(), 50_000));
        spread.clear();
        assert_eq!(spread.at(0.5), None);
        spread.record(u64::MAX, 1);
        assert!(spread.max().is_some_and(|max| max >= LONGEST_MICROS));
    }
}
