//! Loads and swaps, on the embedded cluster.

use std::thread;

use super::*;
use crate::domain::load::Keys;
use crate::domain::swap::SwapStep;

pub(super) fn generations(embedded: &Embedded, change: impl FnOnce(&mut Settings)) -> (Generations, Lanes) {
    let mut settings = embedded.settings(&settings());
    change(&mut settings);
    Generations::start(&settings, Requests::Counted).unwrap()
}

pub(super) fn orders() -> Embedded {
    let embedded = Embedded::start().unwrap();
    embedded.create_topic("orders", 6);
    embedded
}

pub(super) fn send(sender: &mut LoadSender, records: u64) {
    let mut left = records;
    while left > 0 {
        left -= u64::from(sender.send(u32::try_from(left.min(500)).unwrap(), &Cancel::new()).unwrap());
    }
}

/// The settings with another linger.
fn lingering(settings: &Settings, millis: u64) -> Settings {
    let mut client = settings.client.clone();
    client.retain(|(name, _)| name != "linger.ms");
    client.push(("linger.ms".to_owned(), millis.to_string()));
    Settings { client, linger: Duration::from_millis(millis), ..settings.clone() }
}

#[test]
fn every_record_of_a_load_ends_and_is_counted_once() {
    for keys in [Keys::None, Keys::Sequential, Keys::Uniform(100)] {
        let embedded = orders();
        // A buffer that many records wait for.
        let (generations, lanes) = generations(&embedded, |settings| settings.buffer_memory = 1 << 20);
        let mut sender = generations.load("orders", 100, keys, None).unwrap();
        let tally = sender.tally();
        send(&mut sender, 20_000);
        assert!(generations.load("orders", 100, keys, None).is_err(), "one at a time");
        drop(sender);
        assert_eq!(generations.flush(soon()), 0);
        let progress = tally.progress();
        assert_eq!(
            (progress.offered, progress.accepted, progress.delivered, progress.failed),
            (20_000, 20_000, 20_000, 0)
        );
        assert!(progress.is_over());
        assert_eq!(tally.latency().count(), 20_000);
        let meter = generations.meter();
        assert_eq!((meter.records.accepted, meter.records.delivered, meter.buffer_used), (20_000, 20_000, 0));
        assert_eq!(meter.records.delivered_bytes, tally.bytes());
        assert_eq!(meter.latency.total.count(), 20_000);
        assert_eq!(meter.requests.sent, meter.requests.delivered);
        assert_eq!(meter.topics.iter().map(|topic| topic.records).sum::<u64>(), 20_000);
        assert!(generations.load("orders", 100, keys, None).is_ok());
        drop(lanes);
    }
}

#[test]
fn a_load_waits_for_memory_and_its_records_wait_from_when_they_were_meant_to_be_sent() {
    let embedded = orders();
    let (generations, _lanes) = generations(&embedded, |_| {});
    let start_micros = now_micros() - 2_000_000;
    let mut sender = generations.load("orders", 100, Keys::None, Some(Pace { start_micros, rate: 1_000 })).unwrap();
    send(&mut sender, 100);
    assert_eq!(generations.flush(soon()), 0);
    let latency = sender.tally().latency();
    assert!(latency.at(0.0).unwrap() >= 1_880_000, "from the intended time: {:?}", latency.at(0.0));
}

#[test]
fn a_load_that_reaches_nobody_is_refused_as_a_record_is() {
    let settings = Settings {
        client: vec![("bootstrap.servers".to_owned(), "127.0.0.1:1".to_owned())],
        max_block: Duration::from_millis(300),
        ..settings()
    };
    let (generations, _lanes) = Generations::start(&settings, Requests::Counted).unwrap();
    let mut sender = generations.load("orders", 100, Keys::None, None).unwrap();
    let outcome = sender.send(10, &Cancel::new()).unwrap_err();
    assert!(matches!(outcome.status, Status::Failed(_)));
    assert_eq!((outcome.n, outcome.value_size, generations.meter().blocked.metadata > 200_000), (0, 100, true));
    let progress = sender.tally().progress();
    assert_eq!((progress.offered, progress.failed, progress.accepted), (1, 1, 0));
}

#[test]
fn failures_of_a_load_are_told_together() {
    let embedded = orders();
    let (generations, mut lanes) = generations(&embedded, |settings| settings.linger = Duration::from_millis(100));
    let mut sender = generations.load("orders", 100, Keys::None, None).unwrap();
    embedded.cluster().push_errors(0, &[10; 200]);
    send(&mut sender, 200);
    assert_eq!(generations.flush(soon()), 0);
    let mut told = 0;
    while let Ok(failure) = lanes.failures.try_recv() {
        let Status::Failed(failed) = &failure.outcome.status else { panic!("{failure:?}") };
        assert_eq!(failed.name, "MSG_SIZE_TOO_LARGE");
        told += failure.count;
    }
    let progress = sender.tally().progress();
    assert!(told > 0);
    assert_eq!((told, progress.delivered), (progress.failed + progress.possibly_written, 200 - told));
    let meter = generations.meter();
    assert_eq!(meter.failures.iter().map(|failure| failure.records).sum::<u64>(), told);
    assert_eq!(meter.records.failed + meter.records.possibly_written, told);
}

#[test]
fn a_swap_under_load_loses_nothing_and_goes_on_counting() {
    let embedded = orders();
    let (generations, _lanes) = generations(&embedded, |_| {});
    let first = generations.settings();
    let mut sender = generations.load("orders", 100, Keys::None, None).unwrap();
    let tally = sender.tally();
    send(&mut sender, 1_000);
    thread::scope(|scope| {
        let sending = scope.spawn(move || send(&mut sender, 100_000));
        for (at, millis) in [20, 0, 5].into_iter().enumerate() {
            let mut steps = Vec::new();
            let last = generations.swap(&lingering(&first, millis), &Cancel::new(), &mut |step| steps.push(step));
            let generation = u32::try_from(at).unwrap() + 2;
            assert!(matches!(last, SwapStep::Done { generation: done, .. } if done == generation), "{last:?}");
            assert_eq!(steps.first(), Some(&SwapStep::Warming));
            assert!(steps.iter().any(|step| matches!(step, SwapStep::Draining { .. })));
        }
        sending.join().unwrap();
    });
    assert_eq!(generations.flush(soon()), 0);
    assert_eq!(tally.progress().delivered, 101_000);
    let meter = generations.meter();
    assert_eq!((meter.generation, meter.records.accepted, meter.records.delivered), (4, 101_000, 101_000));
    assert_eq!(meter.partitions.iter().map(|partition| partition.records.delivered).sum::<u64>(), 101_000);
    assert_eq!(meter.requests.sent, meter.requests.delivered);
    let standing = generations.standing();
    assert_eq!((standing.accepted, standing.delivered, standing.failed), (101_000, 101_000, 0));
}

#[test]
fn a_swap_that_changes_nothing_makes_no_generation() {
    let embedded = orders();
    let (generations, _lanes) = generations(&embedded, |_| {});
    let same = generations.settings();
    assert_eq!(generations.swap(&same, &Cancel::new(), &mut |_| {}), SwapStep::Unchanged);
    assert_eq!(generations.generation(), 1);
}

#[test]
fn a_producer_that_cannot_start_or_connect_leaves_the_old_one() {
    let embedded = orders();
    let (generations, mut lanes) = generations(&embedded, |_| {});
    generations.send(0, &record("before"), &Cancel::new()).unwrap();
    assert_eq!(generations.flush(soon()), 0);
    let good = generations.settings();
    let mut bad = good.clone();
    bad.client.push(("compression.codec".to_owned(), "none such".to_owned()));
    let SwapStep::Refused(why) = generations.swap(&bad, &Cancel::new(), &mut |_| {}) else { panic!("it started") };
    assert!(why.starts_with("the new producer can't start: "), "{why}");
    let given_up = Cancel::new();
    given_up.cancel();
    let SwapStep::Refused(why) = generations.swap(&lingering(&good, 50), &given_up, &mut |_| {}) else {
        panic!("it was not given up")
    };
    assert_eq!(why, "the change was given up");
    generations.send(1, &record("after"), &Cancel::new()).unwrap();
    assert_eq!(generations.flush(soon()), 0);
    assert_eq!(generations.generation(), 1);
    assert_eq!((lanes.outcomes.try_recv().unwrap().n, lanes.outcomes.try_recv().unwrap().n), (0, 1));
}
