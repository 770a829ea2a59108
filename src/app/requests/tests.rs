#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use super::*;
use crate::app::requests::lanes::Stretch;
use crate::app::requests::segments::{Doing, round_up, segments};
use crate::domain::meter::Limits;
use crate::domain::request::Closed;

const MS: u64 = 1_000;
const T: u64 = 1_000_000 * MS;

/// A request that was sent at a millisecond and answered 2 ms later.
fn request(broker: i32, partition: i32, sent: u64) -> Request {
    Request {
        generation: 1,
        broker,
        topic: Some("orders".into()),
        partition: Some(partition),
        batch: None,
        attempt: 1,
        records: Some(10),
        bytes: Some(1_000),
        wire_bytes: 1_100,
        first_offset: Some(0),
        last_offset: Some(9),
        accepted_micros: Some(T + sent * MS - 5 * MS),
        sent_micros: T + sent * MS,
        rtt_micros: Some(2 * MS),
        outcome: RequestOutcome::Delivered,
        cause: None,
        closed: Closed::Linger,
        closed_micros: Some(T + sent * MS),
    }
}

fn retry(batch: u64, attempt: u32, sent: u64) -> Request {
    let cause = Some(Arc::from("NOT_LEADER_FOR_PARTITION"));
    Request { batch: Some(batch), attempt, outcome: RequestOutcome::Retry, cause, ..request(2, 1, sent) }
}

fn noted(requests: Vec<Request>) -> Requests {
    let mut all = Requests::default();
    all.note(requests, 0);
    all
}

/// The numbers of the rows in sight, newest first.
fn numbers(requests: &Requests, height: usize) -> Vec<u64> {
    requests.window(height).0.iter().map(|row| row.number).collect()
}

#[test]
fn attempts_of_one_batch_stand_beside_each_other_where_the_latest_is() {
    let again = Request { batch: Some(7), attempt: 2, ..request(1, 1, 110) };
    let mut all = noted(vec![request(1, 0, 0), retry(7, 1, 1), request(1, 0, 2), request(1, 0, 3), again]);
    assert_eq!(numbers(&all, 9), [4, 1, 3, 2, 0]);
    let (rows, _) = all.window(9);
    assert_eq!((rows[0].batch, rows[1].batch), (4, 4));
    let sent: Vec<u64> = all.attempts(&rows[1]).iter().map(|request| (request.sent_micros - T) / MS).collect();
    assert_eq!(sent, [1, 110]);
    all.set_filter(Filter { only: Only::Retried, ..Filter::default() });
    assert_eq!(numbers(&all, 9), [4, 1]);
    // The same number in another generation is another batch.
    all.note(vec![Request { generation: 2, ..retry(7, 1, 200) }], 0);
    assert_eq!(numbers(&all, 9), [5, 4, 1]);
}

#[test]
fn no_answer_counts_as_retried_once_its_batch_is_sent_again() {
    let lost = Request { rtt_micros: None, outcome: RequestOutcome::NoAnswer, ..retry(3, 1, 0) };
    let mut all = noted(vec![lost]);
    all.set_filter(Filter { only: Only::Retried, ..Filter::default() });
    assert_eq!(all.shown(), 0);
    all.note(vec![Request { batch: Some(3), attempt: 2, ..request(1, 1, 50) }], 0);
    assert_eq!(numbers(&all, 9), [1, 0]);
}

#[test]
fn a_filter_shows_what_fits_all_of_it() {
    let mut slow = request(1, 0, 4);
    slow.rtt_micros = Some(50 * MS);
    let failed = Request { outcome: RequestOutcome::Failed, ..request(3, 2, 5) };
    let lost = Request { outcome: RequestOutcome::NoAnswer, rtt_micros: None, ..request(3, 2, 6) };
    let elsewhere = Request { topic: Some("a-b".into()), ..request(1, 2, 7) };
    let mut all = noted(vec![request(1, 0, 0), request(2, 1, 1), slow, failed, lost, elsewhere]);
    let cases: [(&str, &[u64], Option<&str>); 13] = [
        ("", &[5, 4, 3, 2, 1, 0], None),
        ("b2", &[1], Some("b2")),
        ("p2", &[5, 4, 3], Some("p2")),
        ("orders-2", &[4, 3], Some("orders-2")),
        ("a-b-2", &[5], Some("a-b-2")),
        ("b3 failed", &[4, 3], Some("b3, failed")),
        (">10", &[4, 2], Some("slower than 10.0 ms")),
        (">0.05s", &[4], Some("slower than 50.0 ms")),
        (">1ms b1", &[5, 2, 0], Some("b1, slower than 1.0 ms")),
        ("slow", &[4], Some("slower than 50.0 ms (p90)")),
        ("retried", &[], Some("retried")),
        ("failed all", &[5, 4, 3, 2, 1, 0], None),
        ("  b1   b2 ", &[1], Some("b2")),
    ];
    for (text, expected, words) in cases {
        all.set_filter(Filter::read(text).unwrap());
        assert_eq!(numbers(&all, 9), expected, "{text}");
        assert_eq!(all.filter_words().as_deref(), words, "{text}");
        assert_eq!(all.shown(), expected.len());
    }
}

#[test]
fn a_filter_that_is_none_is_refused_with_what_is_allowed() {
    for (text, words) in [
        ("retred", "'retred' is no filter; allowed are b2, p3, orders-3, slow, >20, retried, failed and all. Did you"),
        ("b", "'b' is no filter"),
        ("-3", "'-3' is no filter"),
        (">x", "'>x' is no time to be slower than"),
        (">-1", "'>-1' is no time"),
        ("b1 orders", "'orders' is no filter"),
    ] {
        let wrong = Filter::read(text).unwrap_err();
        assert!(wrong.starts_with(words), "{text}: {wrong}");
    }
}

#[test]
fn the_slowest_are_those_beyond_nine_of_ten_of_what_is_kept_now() {
    let mut all = noted((0..100).map(|n| Request { rtt_micros: Some(n * MS), ..request(1, 0, n) }).collect());
    all.toggle_only(Only::Slowest);
    assert_eq!(all.shown(), 10);
    all.note((0..100).map(|n| Request { rtt_micros: Some((100 + n) * MS), ..request(1, 0, n) }).collect(), 0);
    assert_eq!((all.shown(), numbers(&all, 1)), (20, vec![199]));
    all.toggle_only(Only::Slowest);
    assert_eq!(all.shown(), 200);
}

#[test]
fn broker_and_partition_of_the_selected_row_are_told_apart_by_a_key() {
    let mut all = noted(vec![request(1, 0, 0), request(2, 1, 1), request(2, 0, 2)]);
    all.select_by(1);
    all.toggle_broker();
    assert_eq!(numbers(&all, 9), [2, 1]);
    all.toggle_partition();
    assert_eq!((numbers(&all, 9), all.filter_words()), (vec![1], Some("b2, orders-1".to_owned())));
    all.toggle_broker();
    all.toggle_partition();
    assert!(all.filter().is_all());
}

#[test]
fn the_newest_is_followed_until_one_scrolls() {
    let mut all = noted((0..10).map(|n| request(1, 0, n)).collect());
    assert_eq!((numbers(&all, 3), all.selected_index()), (vec![9, 8, 7], 0));
    all.select_by(4);
    all.note(vec![request(1, 0, 10)], 3);
    assert_eq!((numbers(&all, 3), all.window(3).1, all.selected_index()), (vec![6, 5, 4], 1, 5));
    assert_eq!((all.dropped(), all.told()), (3, 11));
    all.select_by(isize::MAX);
    assert_eq!((numbers(&all, 3), all.selected().unwrap().number), (vec![1, 0], 0));
    all.select_by(-3);
    assert_eq!(all.selected().unwrap().number, 3);
    all.select_by(isize::MIN);
    assert!(all.is_following() && all.selected().unwrap().number == 10);
    assert!(all.select(5) && !all.is_following() && !all.select(99));
    all.follow();
    assert!(all.is_following());
}

#[test]
fn what_goes_out_of_the_ring_goes_out_of_everything() {
    let mut all = Requests::default();
    all.note(vec![retry(1, 1, 0), request(1, 0, 1)], 0);
    assert!(all.select(0));
    all.note((0..KEPT as u64 - 2).map(|n| request(1, 0, 2 + n)).collect(), 0);
    assert_eq!((all.len(), all.selected().unwrap().number), (KEPT, 0));
    let again = Request { batch: Some(1), attempt: 2, ..request(1, 1, 9_000) };
    all.note(vec![again, request(1, 0, 9_001)], 0);
    assert_eq!((all.len(), all.shown(), all.told()), (KEPT, KEPT, KEPT as u64 + 2));
    assert_eq!(all.request(1), None);
    // Its row was the older attempt: the selection went on to the oldest of those kept.
    assert_eq!(all.selected().unwrap().number, 2);
    assert_eq!(all.batches.len(), 1);
    assert_eq!(all.lanes().iter().map(|(_, lane)| lane.bars()).sum::<usize>(), KEPT);
    all.note((0..KEPT as u64).map(|n| request(1, 0, 9_002 + n)).collect(), 0);
    assert!(all.batches.is_empty() && all.shown() == KEPT);
}

#[test]
fn a_bar_tells_what_a_batch_did_until_each_of_its_requests_ended() {
    use Doing::{Backoff, Batching, InFlight, Trouble, Waiting};
    let first = Request { closed_micros: Some(T + 9 * MS), ..retry(1, 1, 10) };
    let second = Request { attempt: 2, accepted_micros: first.accepted_micros, ..request(1, 1, 112) };
    let tell = |attempts: &[&Request]| -> Vec<(Doing, u64, u64)> {
        segments(attempts).iter().map(|one| (one.doing, one.from / MS, one.to / MS)).collect()
    };
    let before = [(Batching, 0, 4), (Waiting, 4, 5), (Trouble, 5, 7)];
    assert_eq!(tell(&[&first]), before);
    let whole = [&before[..], &[(Backoff, 7, 107), (InFlight, 107, 109)]].concat();
    assert_eq!(tell(&[&first, &second]), whole);
    // What came before is no longer kept.
    assert_eq!(tell(&[&second]), [(Waiting, 0, 107), (InFlight, 107, 109)]);
    let unanswered = Request { rtt_micros: None, outcome: RequestOutcome::NoAnswer, accepted_micros: None, ..first };
    assert_eq!(tell(&[&unanswered]), [(Trouble, 0, 0)]);
    assert_eq!(tell(&[]), []);
}

#[test]
fn a_scale_ends_with_a_round_number() {
    for (micros, round) in [(0, 1), (1, 1), (3, 5), (7_000, 10_000), (10_000, 10_000), (10_001, 20_000)] {
        assert_eq!(round_up(micros), round);
    }
    assert_eq!(round_up(u64::MAX), u64::MAX);
}

/// Numbers that look random and are the same each time.
fn random(seed: &mut u64) -> u64 {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *seed >> 33
}

#[test]
fn a_stretch_of_a_lane_is_what_a_search_through_all_requests_finds() {
    let mut seed = 1;
    let mut all = Requests::default();
    for _ in 0..3 * KEPT {
        // At most five at once, some told late.
        let sent = random(&mut seed) % 4 + all.told() * 2;
        let mut request = request(1, 0, sent);
        request.rtt_micros = Some(random(&mut seed) % 8 * MS);
        if random(&mut seed).is_multiple_of(50) {
            request.outcome = RequestOutcome::Retry;
        }
        all.note(vec![request], 0);
    }
    let lane = all.lanes().lane(1).unwrap();
    assert!((2..=8).contains(&lane.depth()), "{}", lane.depth());
    let span = all.span().unwrap();
    for _ in 0..2_000 {
        let from = span.0 + random(&mut seed) % (span.1 - span.0);
        let to = from + 1 + random(&mut seed) % (20 * MS);
        let looked = lane.look(0..lanes::TRACKS, from, to);
        let overlaps = |one: &&Request| one.sent_micros < to && (end_of(one) > from || one.sent_micros >= from);
        let busy = |one: &Request| end_of(one).min(to).saturating_sub(one.sent_micros.max(from));
        let in_it: Vec<&Request> = all.kept.iter().filter(overlaps).collect();
        let sent_in_it = |one: &&Request| one.outcome == RequestOutcome::Retry && one.sent_micros >= from;
        assert_eq!(looked.requests, !in_it.is_empty());
        assert_eq!(looked.busy, in_it.iter().map(|one| busy(one)).sum::<u64>());
        assert!(looked.trouble || !in_it.iter().any(sent_in_it));
        assert!(!looked.trouble || in_it.iter().any(|one| one.outcome == RequestOutcome::Retry));
    }
    assert_eq!(lane.look(0..lanes::TRACKS, span.1 + 1, span.1 + 9), Stretch::default());
}

#[test]
fn more_in_flight_than_there_are_tracks_share_the_last() {
    let mut all = Requests::default();
    all.note((0..40).map(|n| Request { rtt_micros: Some(900 * MS), ..request(1, 0, n) }).collect(), 0);
    let lane = all.lanes().lane(1).unwrap();
    assert_eq!((lane.depth(), lane.bars()), (lanes::TRACKS, 40));
    let stretch = lane.look(0..lanes::TRACKS, T, T + 40 * MS);
    assert!(stretch.busy <= 40 * MS * lanes::TRACKS as u64);
    assert_eq!(lane.track_of(39, T + 39 * MS), Some(lanes::TRACKS - 1));
}

#[test]
fn the_axis_follows_until_it_is_moved() {
    let kept = (T, T + 70_000_000);
    let told = |axis: Axis, kept| {
        let (from, to) = axis.stretch(kept);
        (from.wrapping_sub(T), to - T)
    };
    let mut axis = Axis::default();
    assert_eq!(told(axis, kept), (10_000_000, 70_000_000));
    assert_eq!(told(axis, (T, T + 3_000)), (0_u64.wrapping_sub(2_000), 3_000));
    axis.scale(kept, false);
    assert_eq!((told(axis, kept), axis.is_following()), ((40_000_000, 70_000_000), true));
    axis.shift(kept, false);
    assert_eq!((told(axis, kept), axis.is_following()), ((32_500_000, 62_500_000), false));
    // It stands where it is while more comes.
    assert_eq!(told(axis, (T, T + 90_000_000)), (32_500_000, 62_500_000));
    axis.scale(kept, false);
    assert_eq!(told(axis, kept), (40_000_000, 55_000_000));
    for _ in 0..9 {
        axis.shift(kept, true);
    }
    assert!(axis.is_following());
    let length = |axis: Axis| axis.stretch(kept).1 - axis.stretch(kept).0;
    for _ in 0..99 {
        axis.scale(kept, false);
    }
    assert_eq!(length(axis), axis::SHORTEST);
    for _ in 0..99 {
        axis.scale(kept, true);
        axis.shift(kept, false);
    }
    assert_eq!((length(axis), axis.stretch(kept).1), (axis::LONGEST, T + 1));
    axis.reset();
    assert_eq!(axis, Axis::default());
}

#[test]
fn a_generation_says_what_it_differs_in() {
    let mut generations = Generations::default();
    generations.note_limits(1, Limits { linger: 5 * MS, acks: -1, ..Limits::default() });
    let change = [("linger.ms", "100"), ("compression.type", "lz4"), ("acks", "1")];
    let change = change.map(|(name, value)| (name.to_owned(), Some(value.to_owned()))).to_vec().into();
    generations.note_swap(2, &change, T);
    assert_eq!(generations.words(2, "→"), "gen 2: linger.ms 5 → 100, compression.type = lz4, acks all → 1");
    assert_eq!((generations.words(1, "→"), generations.words(9, "→")), ("gen 1".to_owned(), "gen 9".to_owned()));
    assert_eq!(generations.within(T, T + 1).map(|(at, one)| (at, one.number)).collect::<Vec<_>>(), [(T, 2)]);
    assert_eq!(generations.within(0, T).count(), 0);
    for number in 3..200 {
        generations.note_limits(number, Limits::default());
    }
    assert!(generations.get(2).is_none() && generations.get(199).is_some());
}
