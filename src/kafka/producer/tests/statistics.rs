//! What is counted here, held against what librdkafka counts itself.

use super::loads::{generations, orders, send};
use super::*;
use crate::domain::load::Keys;
use crate::domain::meter::Meter;
use crate::kafka::stats::Statistics;
use crate::kafka::trace::lock;

/// What librdkafka says of one moment: records in its queue, those in flight of each partition, and requests in flight of
/// each broker.
#[derive(Debug, PartialEq, Eq)]
struct Said {
    records: u64,
    in_flight: Vec<(i32, u64)>,
    requests: Vec<(i32, u64)>,
}

/// The newest document, with the time it is from by librdkafka's clock.
fn said(producer: &Producer) -> Option<(u64, Said)> {
    let document = lock(&producer.core.document).clone();
    let statistics = Statistics::parse(&document).ok()?;
    let partitions = statistics.topics.iter().flat_map(|topic| &topic.partitions);
    let mut in_flight: Vec<_> = partitions.map(|one| (one.partition, one.msgs_inflight)).collect();
    in_flight.retain(|(_, records)| *records > 0);
    let brokers = statistics.brokers.iter().filter(|broker| broker.nodeid >= 0);
    let mut requests: Vec<_> =
        brokers.map(|broker| (broker.nodeid, u64::try_from(broker.waitresp_cnt).unwrap())).collect();
    requests.sort_unstable();
    requests.retain(|(_, requests)| *requests > 0);
    Some((statistics.ts, Said { records: statistics.msg_cnt, in_flight, requests }))
}

/// The same by the meter.
fn counted(meter: &Meter) -> Said {
    let in_flight = meter.partitions.iter().map(|one| (one.partition, one.in_flight));
    let requests = meter.brokers.iter().map(|broker| (broker.id, broker.requests));
    Said {
        records: meter.records.outstanding(),
        in_flight: in_flight.filter(|(_, records)| *records > 0).collect(),
        requests: requests.filter(|(_, requests)| *requests > 0).collect(),
    }
}

/// What both say of a time in which nothing moves: two documents in a row are the same, and the meter does not change from
/// before the first to after the second.
fn both_say(producer: &Producer) -> (Said, Said) {
    let deadline = soon();
    let still = |meter: &Meter| (meter.records, meter.requests.sent, meter.requests.in_flight);
    let newer = |than: u64| {
        while Instant::now() < deadline {
            match said(producer) {
                Some((at, said)) if at > than => return (at, said),
                Some(_) | None => std::thread::yield_now(),
            }
        }
        panic!("librdkafka says nothing more");
    };
    loop {
        let before = producer.snapshot();
        let (first_at, first) = newer(said(producer).map_or(0, |(at, _)| at));
        let (second_at, second) = newer(first_at);
        // By the next document the second one has been taken.
        newer(second_at);
        let after = producer.snapshot();
        if first == second && still(&before) == still(&after) {
            return (second, counted(&after));
        }
        assert!(Instant::now() < deadline, "it never stands still: {first:?} {second:?}");
    }
}

#[test]
fn librdkafka_says_the_same_at_rest_and_while_answers_are_slow() {
    let embedded = orders();
    assert!((0..6).all(|partition| embedded.cluster().set_leader("orders", partition, 1 + partition % 3)));
    let (generations, _lanes) = generations(&embedded, |settings| {
        with(settings, "max.in.flight.requests.per.connection", "3");
        with(settings, "batch.size", "2000");
        settings.batch_size = 2_000;
    });
    let mut sender = generations.load("orders", 100, Keys::Uniform(100), None).unwrap();
    send(&mut sender, 100);
    assert_eq!(generations.flush(soon()), 0);
    let producer = generations.current();
    // While no record waits, not every document is read, but the last one that was says so.
    let (said, counted) = both_say(&producer);
    assert_eq!(said, counted);
    assert_eq!(counted, Said { records: 0, in_flight: Vec::new(), requests: Vec::new() });

    for broker in 1..=3 {
        embedded.cluster().set_rtt(broker, 4_000);
    }
    send(&mut sender, 3_000);
    let (said, counted) = both_say(&producer);
    assert_eq!(said, counted);
    assert_eq!(counted.records, 3_000);
    assert_eq!(counted.requests, [(1, 3), (2, 3), (3, 3)], "as many as may be");
    assert!(counted.in_flight.iter().map(|(_, records)| records).sum::<u64>() > 0);
    for broker in 1..=3 {
        embedded.cluster().set_rtt(broker, 0);
    }
    assert_eq!(generations.flush(soon()), 0);
    assert_eq!(sender.tally().progress().delivered, 3_100);
}
