//! When which record is offered.

use crate::domain::load::{Plan, Until};

/// Records offered together at most: librdkafka takes so many at once at the least cost for each.
pub const CHUNK: u32 = 500;

/// The shortest wait, in microseconds: what comes due meanwhile is offered together.
const SHORTEST_WAIT: u64 = 1_000;

/// From one look to the next, in microseconds, while nothing is left to offer and the end is held up.
const HELD: u64 = 10_000;

/// Records that are late when the time of a load is over are offered for so long, in microseconds, or for a tenth of the
/// load's time if that is more: a first connection, or a pause at the end, costs no records.
const CATCH_UP: u64 = 2_000_000;

const SECOND: u64 = 1_000_000;

/// What to do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Offer at most so many records, and at least one.
    Offer(u32),
    /// Wait until this moment, in microseconds since the epoch.
    Wait(u64),
    /// The load is over.
    Over,
}

/// A plan on the way.
///
/// With a rate, record i is due at the start + i / rate. Falling behind skips no record and moves no record's time: what
/// is late is offered as fast as it is taken, and its latency counts from when it was due (no coordinated omission).
#[derive(Clone, Debug)]
pub struct Schedule {
    begun: u64,
    until: Until,
    rate: Option<u32>,
    offered: u64,
    /// When the end was held up last.
    held: u64,
}

impl Schedule {
    /// A plan that begins now, in microseconds since the epoch.
    pub fn begin(plan: &Plan, now: u64) -> Self {
        Self { begun: now, until: plan.until, rate: plan.rate.filter(|rate| *rate > 0), offered: 0, held: 0 }
    }

    /// When it began, in microseconds since the epoch.
    pub fn begun(&self) -> u64 {
        self.begun
    }

    /// Records were offered.
    pub fn offered(&mut self, count: u32) {
        self.offered += u64::from(count);
    }

    /// Records that were due at the end and not offered: more than none only if a rate could not be kept.
    pub fn left_out(&self, now: u64) -> u64 {
        let Some(rate) = self.rate else { return 0 };
        let due = self.due_before(self.end().unwrap_or(now).min(now), rate);
        due.min(self.until.records.unwrap_or(u64::MAX)).saturating_sub(self.offered)
    }

    /// What to do at this moment. While the end is held up, the load goes on beyond its duration, but not beyond its
    /// records.
    pub fn turn(&mut self, now: u64, held: bool) -> Turn {
        if held {
            self.held = now;
        }
        let left = self.until.records.map_or(u64::MAX, |records| records.saturating_sub(self.offered));
        if left == 0 {
            return if held { Turn::Wait(now + HELD) } else { Turn::Over };
        }
        let end = self.end().filter(|_| !held);
        let Some(rate) = self.rate else {
            return if end.is_some_and(|end| now >= end) { Turn::Over } else { offer(left) };
        };
        match end {
            Some(end) if now >= end => {
                let late = self.due_before(end, rate).saturating_sub(self.offered);
                let catch_up = CATCH_UP.max((end - self.begun) / 10);
                if late == 0 || now >= end.saturating_add(catch_up) { Turn::Over } else { offer(late.min(left)) }
            }
            _ => match self.due_before(now + 1, rate).saturating_sub(self.offered) {
                0 => Turn::Wait(self.due_at(rate).max(now + SHORTEST_WAIT).min(end.unwrap_or(u64::MAX))),
                due => offer(due.min(left)),
            },
        }
    }

    /// When it is over by time.
    fn end(&self) -> Option<u64> {
        let duration = u64::try_from(self.until.duration?.as_micros()).unwrap_or(u64::MAX);
        Some(self.begun.saturating_add(duration).max(self.held))
    }

    /// Records due before this moment.
    fn due_before(&self, moment: u64, rate: u32) -> u64 {
        let micros = u128::from(moment.saturating_sub(self.begun));
        u64::try_from((micros * u128::from(rate)).div_ceil(u128::from(SECOND))).unwrap_or(u64::MAX)
    }

    /// When the next record is due.
    fn due_at(&self, rate: u32) -> u64 {
        let after = (u128::from(self.offered) * u128::from(SECOND)).div_ceil(u128::from(rate));
        self.begun.saturating_add(u64::try_from(after).unwrap_or(u64::MAX))
    }
}

fn offer(count: u64) -> Turn {
    Turn::Offer(u32::try_from(count).unwrap_or(CHUNK).min(CHUNK))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::domain::load::Keys;

    const BEGUN: u64 = 1_700_000_000_000_000;

    fn plan(records: Option<u64>, millis: Option<u64>, rate: Option<u32>) -> Plan {
        let until = Until { records, duration: millis.map(Duration::from_millis) };
        Plan { topic: "t".into(), until, size: 100, keys: Keys::None, rate }
    }

    /// Goes through a schedule with a clock that only waits move, each offer taking `slow` microseconds: when how many
    /// were offered, and when it was over, all after the start.
    fn gone_through(plan: &Plan, slow: u64) -> (Vec<(u64, u32)>, u64) {
        let mut schedule = Schedule::begin(plan, BEGUN);
        let (mut now, mut offers) = (BEGUN, Vec::new());
        loop {
            match schedule.turn(now, false) {
                Turn::Offer(count) => {
                    offers.push((now - BEGUN, count));
                    schedule.offered(count);
                    now += slow;
                }
                Turn::Wait(until) => {
                    assert!(until > now, "a wait lets time pass");
                    now = until;
                }
                Turn::Over => return (offers, now - BEGUN),
            }
        }
    }

    fn sum(offers: &[(u64, u32)]) -> u64 {
        offers.iter().map(|(_, count)| u64::from(*count)).sum()
    }

    #[test]
    fn a_slow_rate_offers_each_record_when_it_is_due() {
        let (offers, over) = gone_through(&plan(Some(4), None, Some(100)), 0);
        assert_eq!(offers, [(0, 1), (10_000, 1), (20_000, 1), (30_000, 1)]);
        assert_eq!(over, 30_000);
    }

    #[test]
    fn a_fast_rate_offers_small_bursts_as_they_come_due() {
        let (offers, over) = gone_through(&plan(Some(100_000), None, Some(100_000)), 0);
        assert_eq!((sum(&offers), over), (100_000, 1_000_000));
        assert!(offers.iter().all(|(_, count)| *count <= 100), "no more than a millisecond's");
        let mut before = 0;
        for (at, count) in offers {
            before += u64::from(count);
            assert_eq!(before, (at / 10 + 1).min(100_000), "at {at} µs all that are due, and none before its time");
        }
    }

    #[test]
    fn full_speed_offers_chunks_until_its_count_or_its_time() {
        let (offers, over) = gone_through(&plan(Some(1_200), None, None), 1);
        assert_eq!((offers, over), (vec![(0, 500), (1, 500), (2, 200)], 3));
        let (offers, over) = gone_through(&plan(None, Some(2), None), 500);
        assert_eq!((sum(&offers), over), (2_000, 2_000));
    }

    #[test]
    fn a_duration_at_a_rate_is_a_count_of_records() {
        for (millis, rate, records) in
            [(2_000, 1_000, 2_000), (2_000, 3, 6), (1_500, 1, 2), (1, 1, 1), (100, 77_777, 7_778)]
        {
            let (offers, _) = gone_through(&plan(None, Some(millis), Some(rate)), 0);
            assert_eq!(sum(&offers), records, "{millis} ms at {rate}/s");
        }
    }

    #[test]
    fn the_first_limit_reached_ends_it() {
        let (offers, _) = gone_through(&plan(Some(5), Some(1_000), Some(10)), 0);
        assert_eq!(sum(&offers), 5);
        let (offers, _) = gone_through(&plan(Some(50), Some(1_000), Some(10)), 0);
        assert_eq!(sum(&offers), 10);
    }

    #[test]
    fn falling_behind_skips_no_record_and_moves_no_records_time() {
        // Each offer takes 50 ms, 1 000 come due a second: chunks grow to what has come due, and nothing is left out.
        let (offers, over) = gone_through(&plan(Some(1_000), None, Some(1_000)), 50_000);
        assert_eq!(offers[..4], [(0, 1), (50_000, 50), (100_000, 50), (150_000, 50)]);
        assert_eq!((sum(&offers), over), (1_000, 1_050_000));
        // And far behind, at 600 ms for 500: it goes on after its second until all are offered.
        let (offers, over) = gone_through(&plan(Some(1_000), None, Some(1_000)), 600_000);
        assert_eq!((sum(&offers), over), (1_000, 1_800_000));
    }

    #[test]
    fn a_load_that_is_late_at_its_end_catches_up() {
        // A first connection of half a second, of a load of 300 ms.
        let (offers, over) = gone_through(&plan(None, Some(300), Some(2_000)), 500_000);
        assert_eq!((offers[..3].to_vec(), over), (vec![(0, 1), (500_000, 500), (1_000_000, 99)], 1_500_000));
    }

    #[test]
    fn a_load_far_behind_gives_up_catching_up_and_knows_what_it_left_out() {
        for (millis, end) in [(1_000, 3_000_000), (60_000, 66_000_000)] {
            let plan = plan(None, Some(millis), Some(1_000_000));
            let (offers, over) = gone_through(&plan, 100_000);
            assert_eq!(over, end);
            let mut schedule = Schedule::begin(&plan, BEGUN);
            for (_, count) in &offers {
                schedule.offered(*count);
            }
            assert_eq!(schedule.left_out(BEGUN + over + 5), 1_000 * millis - sum(&offers));
        }
    }

    #[test]
    fn a_held_end_goes_on_beyond_the_duration_and_not_beyond_the_records() {
        let mut timed = Schedule::begin(&plan(None, Some(10), Some(1_000)), BEGUN);
        timed.offered(10);
        assert_eq!(timed.turn(BEGUN + 15_000, true), Turn::Offer(6));
        timed.offered(6);
        assert_eq!(timed.turn(BEGUN + 15_000, false), Turn::Over);
        let mut counted = Schedule::begin(&plan(Some(10), None, None), BEGUN);
        counted.offered(10);
        assert_eq!(counted.turn(BEGUN + 5, true), Turn::Wait(BEGUN + 5 + HELD));
        assert_eq!(counted.turn(BEGUN + 5 + HELD, false), Turn::Over);
    }

    #[test]
    fn without_a_limit_it_goes_on() {
        let mut endless = Schedule::begin(&plan(None, None, None), BEGUN);
        endless.offered(u32::MAX);
        assert_eq!(endless.turn(BEGUN + 86_400_000_000, false), Turn::Offer(CHUNK));
    }

    #[test]
    fn long_runs_at_any_rate_do_not_overflow() {
        let mut schedule = Schedule::begin(&plan(None, None, Some(u32::MAX)), BEGUN);
        assert_eq!(schedule.turn(BEGUN + 31_536_000 * SECOND, false), Turn::Offer(CHUNK));
        assert_eq!(schedule.left_out(BEGUN + SECOND), u64::from(u32::MAX));
    }
}
