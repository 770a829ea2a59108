//! What the statistics tell of a broker.

use crate::kafka::stats::Broker;

/// What they told so far.
#[derive(Clone, Copy, Default)]
pub(super) struct Sampled {
    /// Connections tried.
    pub connects: Growth,
    /// Connections lost.
    pub disconnects: Growth,
    /// Requests that wait to be written.
    pub waiting: u64,
    /// When it lets go, microseconds since the epoch.
    pub throttled_until: Option<u64>,
    /// The last time it throttled for, in microseconds.
    pub throttle: u64,
    /// How often it said that it throttles.
    pub throttles: u64,
}

impl Sampled {
    /// Takes the broker's rows: while librdkafka forgets one that left the metadata and learns of it again, there are two.
    /// Returns for how many microseconds the broker said that it throttles.
    pub(super) fn observe(&mut self, rows: &[&Broker<'_>], now: u64) -> Option<u64> {
        self.connects.observe(rows.iter().map(|row| row.connects).sum());
        self.disconnects.observe(rows.iter().map(|row| row.disconnects).sum());
        self.waiting = rows.iter().filter_map(|row| u64::try_from(row.outbuf_cnt).ok()).sum();
        // It shows only in the interval in which the answer arrived, and then holds for its length: the broker does not
        // read the connection meanwhile.
        let longest = rows.iter().filter_map(|row| u64::try_from(row.throttle.max).ok()).max();
        let millis = longest.filter(|millis| *millis > 0)?;
        self.throttle = millis * 1_000;
        self.throttles += rows.iter().filter_map(|row| u64::try_from(row.throttle.cnt).ok()).sum::<u64>();
        self.throttled_until = self.throttled_until.max(Some(now + self.throttle));
        Some(self.throttle)
    }
}

/// A count of librdkafka's, which begins anew when librdkafka forgets the broker.
#[derive(Clone, Copy, Default)]
pub(super) struct Growth {
    latest: u64,
    total: u64,
}

impl Growth {
    /// How much it grew, all in all.
    pub(super) fn total(self) -> u64 {
        self.total
    }

    fn observe(&mut self, count: u64) {
        self.total += count.saturating_sub(self.latest);
        self.latest = count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_count_that_begins_anew_goes_on_growing() {
        let mut growth = Growth::default();
        // Two connections to a broker, which is forgotten and learned of again while the first is still there.
        let told = [1, 2, 2, 3, 1, 1, 2].map(|count| {
            growth.observe(count);
            growth.total()
        });
        assert_eq!(told, [1, 2, 2, 3, 3, 3, 4]);
    }
}
