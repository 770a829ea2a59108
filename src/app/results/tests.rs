#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::journey::{Attempt, Journey};
use crate::domain::outcome::Failure;
use crate::domain::payload::Payload;
use crate::domain::request::RequestOutcome;

fn record(bytes: usize) -> Record {
    Record { topic: "orders".to_owned(), value: Payload::bytes(vec![0; bytes]), ..Record::default() }
}

fn end(results: &mut Results, n: u64, failed: bool) {
    let failure = Failure::new(10, false, None, false);
    let outcome = Outcome::not_taken(n, &record(0), failure);
    let status = if failed { outcome.status.clone() } else { Status::Delivered };
    results.ended(Box::new(Outcome { status, ..outcome }), 0);
}

/// As many records as there are letters: those of `f` failed, those of `o` were delivered, the others wait.
fn with(letters: &str) -> Results {
    let mut results = Results::default();
    for letter in letters.chars() {
        let n = results.begin(&record(1), 0);
        if letter != 'w' {
            end(&mut results, n, letter == 'f');
        }
    }
    results
}

#[test]
fn large_values_are_not_kept_ten_thousand_times() {
    let mut results = Results::default();
    let mib = 1024 * 1024;
    for _ in 0..40 {
        results.begin(&record(5 * mib), 0);
    }
    let kept = |results: &Results| -> usize {
        results.newest_first().filter_map(Row::record).map(|record| record.value.len()).sum()
    };
    assert_eq!(kept(&results), 60 * mib);
    assert_eq!(results.gone(), Gone { bytes: 28, ..Gone::default() });
    assert!(results.newest_first().take(12).all(|row| row.record().is_some()));
    // One that is larger than all that is kept leaves nothing else, not even itself.
    results.begin(&record(MAX_BYTES + 1), 0);
    assert_eq!((kept(&results), results.gone().bytes), (0, 41));
    results.begin(&record(mib), 0);
    assert_eq!(kept(&results), mib);
}

#[test]
fn ways_through_the_producer_count_too_and_go_with_the_bytes() {
    let mut results = Results::default();
    let attempt = Attempt { broker: 1, sent: 0, rtt: None, outcome: RequestOutcome::Retry, cause: None };
    let each = MAX_BYTES / 4 / size_of::<Attempt>();
    for n in 0..6 {
        results.begin(&record(1), 0);
        let journey = Journey { attempts: vec![attempt.clone(); each], ..Journey::default() };
        let outcome = Outcome::not_taken(n, &record(1), Failure::new(-192, true, None, false));
        results.ended(Box::new(Outcome { journey: Some(Box::new(journey)), ..outcome }), 0);
    }
    let kept: Vec<(bool, bool)> = results
        .newest_first()
        .map(|row| (row.record().is_some(), row.outcome().is_some_and(|outcome| outcome.journey.is_some())))
        .collect();
    assert_eq!(kept[..3], [(true, true); 3]);
    assert_eq!(kept[4..], [(false, false); 2]);
}

#[test]
fn a_row_that_is_dropped_takes_its_bytes_along() {
    let mut results = Results::default();
    for n in 0..(MAX_ROWS as u64 + 3) {
        results.begin(&record(8 * 1024), 0);
        end(&mut results, n, false);
    }
    let gone = results.gone();
    let without = results.newest_first().filter(|row| row.record().is_none()).count() as u64;
    assert_eq!((gone.rows, gone.bytes), (3, without));
    assert_eq!(without, MAX_ROWS as u64 - (MAX_BYTES / (8 * 1024)) as u64);
}

#[test]
fn what_comes_above_moves_neither_the_selection_nor_the_window() {
    let mut results = with("oooooooooo");
    results.select_by(4, 3);
    assert_eq!(results.window(3), (2, 4));
    assert_eq!(results.came(), 0);
    for came in 1..=5 {
        results.begin(&record(1), 0);
        assert_eq!((results.window(3), results.came()), ((2 + came, 4 + came), came));
    }
    // Up within the window, then above it, then back to the newest.
    let steps: Vec<(usize, usize)> = (0..4)
        .map(|_| {
            results.select_by(-1, 3);
            results.window(3)
        })
        .collect();
    assert_eq!(steps, [(7, 8), (7, 7), (6, 6), (5, 5)]);
    results.follow();
    assert_eq!((results.window(3), results.came()), ((0, 0), 0));
}

#[test]
fn a_window_that_grew_shows_no_more_space_than_it_must() {
    let mut results = with("oooooo");
    results.select_by(isize::MAX, 2);
    assert_eq!(results.window(2), (4, 5));
    assert_eq!(results.window(4), (2, 5));
    assert_eq!(results.window(20), (0, 5));
}

#[test]
fn one_jumps_from_failure_to_failure() {
    // The newest stands at the right.
    let mut results = with("fofwof");
    let mut jump = |newer| (results.select_failure(newer, 10), results.selected().unwrap().n);
    assert_eq!(jump(false), (true, 5), "the newest is a failure itself");
    assert_eq!(jump(false), (true, 2));
    assert_eq!(jump(false), (true, 0));
    assert_eq!(jump(false), (false, 0), "there is none further down");
    assert_eq!(jump(true), (true, 2));
    assert_eq!(jump(true), (true, 5));
    assert_eq!(jump(true), (false, 5));
    assert!(!with("oow").select_failure(false, 10));
}

#[test]
fn a_filter_hides_and_a_record_that_ends_comes_and_goes() {
    let mut results = with("fowfo");
    results.select_by(1, 10);
    results.set_filter(Filter::failed());
    let shown = |results: &Results| -> Vec<EntryId> { results.entries().map(Entry::id).collect() };
    assert_eq!(shown(&results), [EntryId::Record(3), EntryId::Record(0)]);
    assert_eq!((results.len(), results.kept(), results.selected().unwrap().n), (2, 5, 3));
    end(&mut results, 2, true);
    assert_eq!(shown(&results), [EntryId::Record(3), EntryId::Record(2), EntryId::Record(0)]);
    // The selected one ends, and the filter hides it: the newest is followed.
    let n = results.begin(&record(1), 0);
    results.set_filter(Filter::read("waiting"));
    results.begin(&record(1), 0);
    results.select_by(1, 10);
    assert_eq!(results.selected().unwrap().n, n);
    end(&mut results, n, false);
    assert!(results.is_following());
    end(&mut results, n + 1, false);
    results.set_filter(Filter::read("waiting"));
    assert!(results.is_empty() && results.is_following() && results.selected().is_none());
    results.begin(&record(1), 0);
    assert_eq!(results.len(), 1);
    results.set_filter(Filter::default());
    assert_eq!(results.len(), 8);
}

#[test]
fn who_reads_a_detail_stays_with_it() {
    let mut results = with("oof");
    results.scroll_detail(2, 5);
    results.begin(&record(1), 0);
    assert_eq!((results.selected().unwrap().n, results.detail_top(), results.came()), (2, 2, 1));
    results.scroll_detail(9, 5);
    assert_eq!(results.detail_top(), 5);
    results.scroll_detail(-1, 5);
    assert_eq!(results.detail_top(), 4);
    // Another record's is read from its beginning.
    results.select_by(1, 10);
    assert_eq!(results.detail_top(), 0);
}

#[test]
fn failures_that_were_missed_are_counted_over_all_producers() {
    let mut results = Results::default();
    let outcome = || Box::new(Outcome::not_taken(0, &record(0), Failure::new(10, false, None, false)));
    for (missed, all) in [(0, 0), (4, 4), (9, 9), (2, 11), (2, 11), (0, 11)] {
        results.load_failed(outcome(), 1, missed, 0);
        assert_eq!(results.gone().failures, all, "{missed}");
    }
}
