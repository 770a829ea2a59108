#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::domain::meter::{Limits, Meter, Records, Requests, TopicMeter};

const START: u64 = 1_000_000;

/// Feeds a second that goes on to the whole seconds given: records a second, records in a request, latency.
struct Flow {
    series: Series,
    meter: Meter,
}

impl Flow {
    fn new() -> Self {
        let limits = Limits { batch_size: 10_000, ..Limits::default() };
        let meter = Meter { at: START * SECOND, limits, topics: vec![TopicMeter::default()], ..Meter::default() };
        let mut flow = Self { series: Series::default(), meter };
        flow.meter.records.accepted = 1;
        flow.series.feed(&flow.meter);
        flow
    }

    /// One more second; returns the one that is over then.
    fn second(&mut self, rate: u64, per_request: u64, micros: u64) -> Option<Point> {
        let requests = rate / per_request;
        let before = self.meter.records;
        self.meter.at += SECOND;
        self.meter.records =
            Records { accepted: before.accepted + rate, delivered: before.delivered + rate, ..Records::default() };
        self.meter.requests =
            Requests { sent: self.meter.requests.sent + requests, in_flight: 1, ..Requests::default() };
        let topic = &mut self.meter.topics[0];
        (topic.batches, topic.records) = (topic.batches + requests, topic.records + rate);
        topic.bytes += rate * 100;
        self.meter.latency.total.clear();
        self.meter.latency.total.record(micros, rate);
        self.series.feed(&self.meter).then(|| self.series.points().next_back().unwrap().clone())
    }

    fn strip(&self, earlier: Option<u64>) -> Strip {
        let change = vec![("linger.ms".to_owned(), Some("100".to_owned()))].into();
        Strip::begin(change, 2, (self.meter.at + 300_000, 200_000), earlier.map(|at| (at, None)), &self.series)
    }
}

fn told(strip: &Strip) -> Vec<Compared> {
    match strip.stage() {
        Stage::Told(told) => told,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_change_is_seen_over_equal_windows() {
    let mut flow = Flow::new();
    for _ in 0..15 {
        flow.second(20_000, 10, 5_000);
    }
    let mut strip = flow.strip(None);
    assert_eq!(strip.stage(), Stage::Measuring(0, LONGEST));
    for second in 0..13 {
        if let Some(point) = flow.second(20_000, 100, 50_000) {
            strip.take(&point);
        }
        if (0..10).contains(&second) {
            assert_eq!(strip.stage(), Stage::Measuring(second, LONGEST), "the second of the change does not count");
        }
    }
    let told = told(&strip);
    let seen: Vec<(Figure, bool)> = told.iter().map(|compared| (compared.figure, compared.noise)).collect();
    let expected = [
        (Figure::Throughput, true),
        (Figure::P50, false),
        (Figure::P99, false),
        (Figure::Fill, false),
        (Figure::RecordsPerRequest, false),
        (Figure::Requests, false),
    ];
    assert_eq!(seen, expected);
    let fill = told[3];
    assert!((fill.before - 0.1).abs() < 0.001 && (fill.after - 1.0).abs() < 0.001, "{fill:?}");
    let requests = told[5];
    assert!((requests.before - 2_000.0).abs() < 1.0 && (requests.after - 200.0).abs() < 1.0, "{requests:?}");
}

#[test]
fn a_difference_counts_when_the_seconds_do_not_vary_as_much() {
    // What the seconds before and after vary between, and whether the difference of the means is noise.
    let cases = [
        ([20_000, 20_000], [20_000, 20_000], true),
        ([20_000, 20_000], [20_100, 20_100], true),
        ([20_000, 20_000], [20_400, 20_400], false),
        ([18_000, 22_000], [18_400, 22_400], true),
        ([15_000, 25_000], [18_000, 28_000], true),
        ([19_900, 20_100], [21_000, 21_200], false),
        ([15_000, 25_000], [40_000, 50_000], false),
    ];
    for (before, after, noise) in cases {
        let mut flow = Flow::new();
        for second in 0..11 {
            flow.second(before[second % 2], 10, 5_000);
        }
        let mut strip = flow.strip(None);
        for second in 0..13 {
            if let Some(point) = flow.second(after[second % 2], 10, 5_000) {
                strip.take(&point);
            }
        }
        assert_eq!(told(&strip)[0].noise, noise, "{before:?} {after:?}");
    }
}

#[test]
fn the_windows_are_as_long_as_it_flowed_since_the_change_before() {
    let mut flow = Flow::new();
    for _ in 0..20 {
        flow.second(1_000, 10, 5_000);
    }
    for (seconds_ago, wanted) in [(4, Stage::Measuring(0, 3)), (6, Stage::Measuring(0, 5)), (2, Stage::NothingBefore)] {
        assert_eq!(flow.strip(Some(flow.meter.at - seconds_ago * SECOND)).stage(), wanted, "{seconds_ago}");
    }
    assert_eq!(Flow::new().strip(None).stage(), Stage::NothingBefore);
}

#[test]
fn a_second_in_which_nothing_moved_ends_the_window_before() {
    let mut flow = Flow::new();
    for _ in 0..5 {
        flow.second(1_000, 10, 5_000);
    }
    flow.meter.at += 7 * SECOND;
    for _ in 0..4 {
        flow.second(1_000, 10, 5_000);
    }
    assert_eq!(flow.strip(None).stage(), Stage::Measuring(0, 3), "the last second goes on");
}

#[test]
fn changes_in_quick_succession_are_compared_with_what_was_before_the_first() {
    let mut flow = Flow::new();
    for _ in 0..6 {
        flow.second(1_000, 10, 5_000);
    }
    let first = flow.strip(None);
    let at = flow.meter.at + 300_000;
    flow.second(1_000, 10, 5_000);
    let then = ["acks", "linger.ms"].map(|name| (name.to_owned(), Some("1".to_owned()))).to_vec().into();
    let done = (flow.meter.at + 300_000, 0);
    let mut second = Strip::begin(then, 3, done, Some((at, Some(first.clone()))), &flow.series);
    let names: Vec<&str> = second.change.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!((names, second.change[0].1.as_deref()), (vec!["linger.ms", "acks"], Some("1")));
    assert_eq!(second.stage(), first.stage());
    for _ in 0..7 {
        second.take(&flow.second(2_000, 10, 5_000).unwrap());
    }
    let throughput = told(&second)[0];
    assert!((throughput.before - 1_000.0).abs() < 25.0 && (throughput.after - 2_000.0).abs() < 1.0, "{throughput:?}");
}
