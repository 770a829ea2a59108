#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::domain::meter::{Latency, Limits, Records, Requests, TopicMeter};

const START: u64 = 1_000_000 * SECOND;

/// The snapshot after so many tenths of a second of a flow of `rate` records a second, ten to a batch of 100 B each.
fn flowing(tenths: u64, rate: u64) -> Meter {
    let delivered = tenths * rate / 10;
    let mut meter = Meter {
        at: START + tenths * USUAL,
        limits: Limits { batch_size: 2_000, ..Limits::default() },
        records: Records { accepted: delivered + 5, delivered, ..Records::default() },
        buffer_used: tenths,
        requests: Requests { sent: delivered / 10 + 1, in_flight: 1, ..Requests::default() },
        topics: vec![TopicMeter {
            batches: delivered / 10,
            records: delivered,
            bytes: delivered * 100,
            ..TopicMeter::default()
        }],
        ..Meter::default()
    };
    meter.latency.total.record(5_000, rate / 10);
    meter
}

fn fed(tenths: std::ops::Range<u64>, rate: u64) -> Series {
    let mut series = Series::default();
    for tenth in tenths {
        series.feed(&flowing(tenth, rate));
    }
    series
}

fn near(value: Option<f64>, wanted: f64) -> bool {
    value.is_some_and(|value| (value - wanted).abs() <= wanted / 100.0)
}

#[test]
fn a_second_is_what_its_snapshots_tell() {
    let series = fed(0..31, 1_000);
    let points: Vec<&Point> = series.points().collect();
    assert_eq!(points.len(), 3, "the fourth second goes on");
    let point = points[1];
    assert_eq!((point.second, point.delta.elapsed), (START / SECOND + 1, SECOND));
    assert_eq!((point.delta.accepted, point.delta.delivered, point.delta.requests), (1_000, 1_000, 100));
    assert_eq!((point.buffer, point.in_flight, point.batch_size), (19, 1, 2_000));
    assert!(near(point.delta.fill(point.batch_size), 0.5) && near(point.delta.records_per_batch(), 10.0));
    assert!(point.p50.unwrap().abs_diff(5_000) < 50 && point.p99.unwrap().abs_diff(5_000) < 50);
    assert!(near(Some(series.now().per_second(series.now().delivered)), 1_000.0));
}

#[test]
fn a_snapshot_that_is_late_changes_no_rate() {
    let mut series = Series::default();
    for tenth in [0, 1, 2, 3, 5, 6, 7, 8, 9, 11, 13, 14, 16, 17, 18, 20, 21] {
        series.feed(&flowing(tenth, 1_000));
    }
    for point in series.points().skip(1) {
        assert!(near(Some(point.delta.per_second(point.delta.delivered)), 1_000.0), "{point:?}");
    }
    assert!(near(Some(series.now().per_second(series.now().delivered)), 1_000.0));
}

/// The flow ends: everything is delivered.
fn ended(tenths: u64, rate: u64) -> Meter {
    let mut meter = flowing(tenths, rate);
    meter.records.accepted = meter.records.delivered;
    meter.requests.in_flight = 0;
    meter
}

#[test]
fn when_nothing_moves_the_last_rate_stays_with_the_time_it_is_from() {
    let mut series = fed(0..25, 1_000);
    assert_eq!(series.idle_since(), None);
    let end = ended(25, 1_000);
    series.feed(&end);
    assert_eq!(series.idle_since(), Some(end.at));
    assert!(near(Some(series.now().per_second(series.now().delivered)), 1_000.0));
    // The same again, later: since when it is idle does not change.
    series.feed(&Meter { at: end.at + USUAL, latency: Latency::default(), ..end.clone() });
    assert_eq!(series.idle_since(), Some(end.at));
    assert!(near(Some(series.now().per_second(series.now().delivered)), 1_000.0));
    assert_eq!(series.points().count(), 3, "the last second counts when nothing follows");
}

#[test]
fn what_comes_after_a_pause_took_no_longer_than_a_snapshot() {
    let mut series = fed(0..25, 1_000);
    series.feed(&ended(25, 1_000));
    let mut later = ended(28, 1_000);
    later.at += 600 * SECOND;
    series.feed(&later);
    let now = series.now();
    assert_eq!((now.elapsed, now.delivered), (USUAL, 300));
    let seconds: Vec<u64> = series.points().map(|point| point.second - START / SECOND).collect();
    assert_eq!(seconds, [0, 1, 2, 602], "nothing stands for the seconds between");
    assert!(near(Some(now.per_second(now.delivered)), 300.0), "so many in that second, not ten times as many");
}

#[test]
fn the_rings_have_an_end() {
    let mut series = Series::default();
    for second in 0..POINTS as u64 + 50 {
        series.feed(&flowing(second * 10, 1_000));
        series.mark(second, Did::LoadStarted);
    }
    assert_eq!(series.points().count(), POINTS);
    assert_eq!(series.marks().count(), MARKS);
    let spreads = series.points().filter(|point| point.latency.count() > 0).count();
    assert_eq!(spreads, WITH_SPREAD);
}

#[test]
fn a_snapshot_that_comes_twice_counts_once() {
    let mut series = fed(0..5, 1_000);
    let before = series.clone();
    assert!(!series.feed(&flowing(4, 1_000)));
    assert_eq!(series, before);
}
