//! When each verdict holds.
//!
//! Each rule looks at the window alone. `held` says whether it is the verdict that stands: then a little less is enough,
//! so that a number that wavers about a limit does not make the verdict waver.

use super::finding::{Evidence, Kind};
use super::window::{Window, percent};
use crate::domain::meter::{BrokerMeter, Meter, PartitionMeter};

/// An answer that takes so long is slow: a broker of the same site answers in a few milliseconds.
const SLOW_RTT_MICROS: u64 = 50_000;
/// `max.in.flight.requests.per.connection` of Kafka, and the most that idempotence allows. Fewer are the producer's own
/// limit, whatever the answers take.
const USUAL_IN_FLIGHT: u64 = 5;
/// Records that wait longer than `linger.ms` and this are held up by something else.
const LATE_MICROS: u64 = 20_000;

/// Records in a batch, in tenths, from which on it gathered something: every other batch has two.
const GATHERED_TENTHS: u64 = 15;

type Rule = fn(&Window<'_>, bool) -> Option<Evidence>;

/// The rules, the first that holds counts.
///
/// - Nothing to limit: idle.
/// - What is broken goes before what is slow, and what nobody can go around goes first: without a connection there is no
///   leader to know of, without either nothing can be asked, and failed and repeated batches are their consequences.
/// - A quota goes before what looks like a slow broker or a full buffer, because it makes both.
/// - A partition that takes all goes before the full buffer, and that before what the brokers take: each is the more
///   telling, and names what is behind it.
/// - Someone who flushes or waits for each answer makes batches of one: no property helps.
/// - What is left is how batches close; and if even that holds nothing back, the producer is starved.
const RULES: [(Kind, Rule); 17] = [
    (Kind::Idle, idle),
    (Kind::Disconnected, all_disconnected),
    (Kind::NoLeader, no_leader),
    (Kind::Disconnected, disconnected),
    (Kind::NoMetadata, no_metadata),
    (Kind::Failing, failing),
    (Kind::Retrying, retrying),
    (Kind::Throttled, throttled),
    (Kind::Swapping, swapping),
    (Kind::Skewed, skewed),
    (Kind::BufferFull, buffer_full),
    (Kind::InFlightBound, in_flight_bound),
    (Kind::BrokerBound, broker_bound),
    (Kind::FlushBound, flush_bound),
    (Kind::Synchronous, synchronous),
    (Kind::BatchFull, batch_full),
    (Kind::LingerBound, linger_bound),
];

/// What the window is evidence of; `standing` is the verdict before.
pub fn find(window: &Window<'_>, standing: Option<Kind>) -> Evidence {
    let held = |kind| standing == Some(kind);
    RULES.iter().find_map(|(kind, rule)| rule(window, held(*kind))).unwrap_or_else(|| starved(window))
}

fn idle(window: &Window<'_>, _held: bool) -> Option<Evidence> {
    let meter = window.last();
    let moved = window.grown(|meter| {
        let records = &meter.records;
        records.accepted + records.delivered + records.failed + records.possibly_written
    });
    let waiting = meter.waiting.metadata + meter.waiting.memory + meter.waiting.swap;
    (moved == 0 && meter.records.outstanding() == 0 && waiting == 0).then_some(Evidence::Idle)
}

/// Whether a trouble lasts, or, if it is the verdict, is not long over.
fn lasts(window: &Window<'_>, held: bool, holds: impl Fn(&Meter) -> bool) -> bool {
    if held { window.lately(holds) } else { window.lasts(holds) }
}

fn all_disconnected(window: &Window<'_>, held: bool) -> Option<Evidence> {
    let cut_off = |meter: &Meter| {
        let wanted = meter.records.outstanding() > 0 || meter.waiting.metadata > 0;
        wanted && !meter.brokers.iter().any(BrokerMeter::is_up)
    };
    let last = window.last();
    let brokers = last.brokers.iter().map(|broker| (broker.id, broker.state.clone())).collect();
    // Whether it is told of all is a question of now.
    let all = !last.brokers.iter().any(BrokerMeter::is_up);
    (all && lasts(window, held, cut_off)).then(|| Evidence::Disconnected {
        brokers,
        all,
        records: last.records.outstanding(),
    })
}

/// Records of a partition that did not end.
fn unfinished(partition: &PartitionMeter) -> u64 {
    partition.queued_records() + partition.in_flight
}

fn no_leader(window: &Window<'_>, held: bool) -> Option<Evidence> {
    let orphan = |partition: &&PartitionMeter| partition.leader.is_none() && unfinished(partition) > 0;
    let last = window.last();
    let mut orphans = last.partitions.iter().filter(orphan);
    let first = orphans.next()?;
    let (partitions, records) =
        orphans.fold((1, unfinished(first)), |(count, sum), one| (count + 1, sum + unfinished(one)));
    lasts(window, held, |meter| meter.partitions.iter().any(|one| orphan(&one))).then(|| Evidence::NoLeader {
        topic: first.topic.clone(),
        partition: first.partition,
        partitions,
        records,
    })
}

fn disconnected(window: &Window<'_>, held: bool) -> Option<Evidence> {
    let waiting = |meter: &Meter, broker: i32| {
        meter.partitions.iter().filter(|one| one.leader == Some(broker)).map(unfinished).sum::<u64>()
    };
    let cut_off = |meter: &Meter, one: &BrokerMeter| !one.is_up() && waiting(meter, one.id) > 0;
    let last = window.last();
    let missed: Vec<&BrokerMeter> = last.brokers.iter().filter(|one| cut_off(last, one)).collect();
    let holds = |meter: &Meter| meter.brokers.iter().any(|one| cut_off(meter, one));
    (!missed.is_empty() && lasts(window, held, holds)).then(|| Evidence::Disconnected {
        brokers: missed.iter().map(|one| (one.id, one.state.clone())).collect(),
        all: false,
        records: missed.iter().map(|one| waiting(last, one.id)).sum(),
    })
}

fn no_metadata(window: &Window<'_>, held: bool) -> Option<Evidence> {
    let meter = window.last();
    let holds = lasts(window, held, |meter| meter.waiting.metadata > 0);
    (holds && meter.waiting.metadata > 0)
        .then_some(Evidence::NoMetadata { senders: meter.waiting.metadata, max_block: meter.limits.max_block })
}

fn failing(window: &Window<'_>, _held: bool) -> Option<Evidence> {
    let possibly_written = window.grown(|meter| meter.records.possibly_written);
    let records = window.grown(|meter| meter.records.failed) + possibly_written;
    let throttled = slowest_throttle(window).map(|broker| broker.id);
    (records > 0).then(|| Evidence::Failing { records, possibly_written, code: window.failure(), throttled })
}

/// One request of a hundred is what a moving leader costs; it holds nothing back.
fn retrying(window: &Window<'_>, _held: bool) -> Option<Evidence> {
    let requests = window.grown(|meter| meter.requests.retried + meter.requests.unanswered);
    let sent = window.grown(|meter| meter.requests.sent);
    let throttled = slowest_throttle(window).map(|broker| broker.id);
    (requests > 0 && requests * 100 >= sent).then(|| Evidence::Retrying {
        requests,
        sent,
        cause: window.cause(),
        throttled,
    })
}

/// The broker that throttles longest, of those that do or did within the window.
fn slowest_throttle<'a>(window: &Window<'a>) -> Option<&'a BrokerMeter> {
    let held_off = |id: i32| {
        let now = |meter: &Meter| {
            meter.brokers.iter().any(|one| one.id == id && one.throttled_until.is_some_and(|until| until > meter.at))
        };
        window.share(now) > 0
    };
    let last = window.last();
    last.brokers.iter().filter(|one| one.throttle > 0 && held_off(one.id)).max_by_key(|one| one.throttle)
}

fn throttled(window: &Window<'_>, _held: bool) -> Option<Evidence> {
    let broker = slowest_throttle(window)?;
    let throttles = |meter: &Meter| meter.brokers.iter().find(|one| one.id == broker.id).map_or(0, |one| one.throttles);
    Some(Evidence::Throttled { broker: broker.id, micros: broker.throttle, times: window.grown(throttles) })
}

fn swapping(window: &Window<'_>, _held: bool) -> Option<Evidence> {
    let meter = window.last();
    (meter.waiting.swap > 0).then(|| Evidence::Swapping { records: meter.records.outstanding() })
}

/// Whether records of the partition are held up: whole batches wait behind the one being filled, or records wait that
/// `linger.ms` let go.
fn is_stuck(meter: &Meter, partition: &PartitionMeter) -> bool {
    let linger = meter.limits.linger;
    let late = |since: u64| meter.at.saturating_sub(since) > linger + (linger / 2).max(LATE_MICROS);
    partition.full_batches > 0 || partition.oldest.is_some_and(late)
}

/// The share of time for which `send()` was blocked for room. Several senders add up, at most to all of it.
fn blocked_share(window: &Window<'_>) -> u64 {
    let waited = percent(window.grown(|meter| meter.blocked.memory), window.micros()).min(100);
    // The time of one who still waits may not be counted yet.
    waited.max(window.share(|meter| meter.waiting.memory > 0))
}

/// A share that is enough: less if the verdict stands.
fn enough(share: u64, held: bool) -> u64 {
    if held { share * 4 / 5 } else { share }
}

/// One partition takes most of the load, and records wait for it. Its share lies halfway or more between an even one and
/// all of it, so a topic of one partition is never skewed; and without records held up, neither is a sticky partitioner
/// at work (KIP-794), which fills one batch after another.
fn skewed(window: &Window<'_>, held: bool) -> Option<Evidence> {
    let (busiest, count) = window.busiest()?;
    let last = window.last();
    let told =
        last.topics.iter().find(|topic| topic.topic == busiest.topic).map_or(0, |topic| u64::from(topic.partitions));
    let seen = last.partitions.iter().filter(|one| one.topic == busiest.topic).count() as u64;
    let partitions = told.max(seen);
    let even = percent(1, partitions);
    let share = percent(count, window.grown(|meter| meter.records.accepted)).min(100);
    let stuck = window.share(|meter| {
        let own = |one: &&PartitionMeter| one.partition == busiest.partition && one.topic == busiest.topic;
        meter.partitions.iter().find(own).is_some_and(|one| is_stuck(meter, one))
    });
    let queued: u64 = last.partitions.iter().map(PartitionMeter::queued_records).sum();
    let holds = window.is_settled()
        && partitions > 1
        && share >= even + enough((100 - even.min(100)) / 2, held)
        && stuck >= enough(50, held)
        && busiest.queued_records() * 2 >= queued;
    holds.then(|| Evidence::Skewed {
        topic: busiest.topic.clone(),
        partition: busiest.partition,
        partitions,
        share,
        records: busiest.queued_records(),
    })
}

fn buffer_full(window: &Window<'_>, held: bool) -> Option<Evidence> {
    let blocked = blocked_share(window);
    (blocked >= enough(10, held)).then(|| Evidence::BufferFull {
        blocked,
        buffer_memory: window.last().limits.buffer_memory,
        per_second: window.per_second(|meter| meter.records.delivered),
        rtt: window.rtt(None),
        window_full: full_window(window, held),
    })
}

/// Whether as many requests are out to the broker as may be, and more wait.
fn is_full(meter: &Meter, broker: &BrokerMeter) -> bool {
    let behind = || meter.partitions.iter().any(|one| one.leader == Some(broker.id) && is_stuck(meter, one));
    broker.requests >= meter.limits.max_in_flight.max(1) && (broker.waiting > 0 || behind())
}

/// Whether a partition led by the broker waits for its one batch that is out.
fn is_one_by_one(meter: &Meter, broker: i32) -> bool {
    let waits = |one: &PartitionMeter| one.leader == Some(broker) && one.in_flight > 0 && is_stuck(meter, one);
    meter.limits.idempotent && meter.partitions.iter().any(waits)
}

/// The first broker of which one of this holds most of the time.
fn mostly(window: &Window<'_>, held: bool, holds: impl Fn(&Meter, &BrokerMeter) -> bool) -> Option<i32> {
    let of = |id: i32| {
        window.share(|meter| meter.brokers.iter().find(|one| one.id == id).is_some_and(|one| holds(meter, one)))
    };
    let settled = window.is_settled();
    window.last().brokers.iter().map(|one| one.id).find(|id| settled && of(*id) >= enough(50, held))
}

fn full_window(window: &Window<'_>, held: bool) -> Option<i32> {
    mostly(window, held, is_full)
}

fn queued_for(meter: &Meter, broker: i32) -> u64 {
    meter.partitions.iter().filter(|one| one.leader == Some(broker)).map(PartitionMeter::queued_records).sum()
}

/// By Little's law, throughput is what is out divided by the time of an answer: a full window and slow answers are two
/// sides of one thing, and the one that can be changed is named. With less than Kafka's own five requests out that is the
/// window, whatever the answers take; else it is the window as long as the answers are not slow.
fn in_flight_bound(window: &Window<'_>, held: bool) -> Option<Evidence> {
    let meter = window.last();
    let full = full_window(window, held);
    let broker = full.or_else(|| mostly(window, held, |meter, one| is_one_by_one(meter, one.id)))?;
    let own_limit = full.is_some() && meter.limits.max_in_flight < USUAL_IN_FLIGHT;
    let rtt = window.rtt(Some(broker));
    (own_limit || rtt.is_some_and(|rtt| rtt < SLOW_RTT_MICROS)).then(|| Evidence::InFlightBound {
        broker,
        limit: full.map(|_| meter.limits.max_in_flight),
        rtt,
        records: queued_for(meter, broker),
    })
}

/// Answers are slow, and most of a record's latency; or none came at all for the whole window.
fn broker_bound(window: &Window<'_>, held: bool) -> Option<Evidence> {
    let meter = window.last();
    let slowest = meter.brokers.iter().max_by_key(|one| (window.rtt(Some(one.id)), one.requests))?;
    let rtt = window.rtt(Some(slowest.id));
    let latency = window.latency();
    let (whole, on_the_way) = (latency.total.mean().unwrap_or(0.0), latency.in_flight.mean().unwrap_or(0.0));
    let share = share_of(on_the_way, whole);
    let watched = window.micros();
    // In a full window, records wait for the answers of those before.
    let behind = full_window(window, held).is_some()
        || mostly(window, held, |meter, one| is_one_by_one(meter, one.id)).is_some();
    let slow = rtt.is_some_and(|rtt| rtt >= enough(SLOW_RTT_MICROS, held)) && (behind || share >= enough(50, held));
    let silent = rtt.is_none() && watched >= 1_000_000 && window.share(|meter| meter.requests.in_flight > 0) == 100;
    (slow || silent).then_some(Evidence::BrokerBound {
        broker: slowest.id,
        rtt,
        share,
        requests: slowest.requests,
        watched,
    })
}

/// A share of durations, in percent.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn share_of(part: f64, whole: f64) -> u64 {
    if whole > 0.0 { (part / whole * 100.0).round() as u64 } else { 0 }
}

fn flush_bound(window: &Window<'_>, held: bool) -> Option<Evidence> {
    let closed = window.closed();
    let share = percent(closed.flush, closed.all());
    (closed.flush > 1 && share >= enough(50, held))
        .then(|| Evidence::FlushBound { share, records_in_tenths: window.batches().records_in_tenths() })
}

/// Batches of one, one out at a time, nearly all the time: the latencies of the records, one after the other, fill the window.
/// A slow trickle leaves gaps between; records that are out together take longer in sum than the window is.
#[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss, clippy::cast_sign_loss)]
fn synchronous(window: &Window<'_>, held: bool) -> Option<Evidence> {
    let total = window.latency().total;
    let mean = total.mean()?;
    let busy = share_of(mean * total.count() as f64, window.micros() as f64);
    let alone = window.share(|meter| meter.records.outstanding() <= 1) == 100;
    let single = window.batches().records_in_tenths() < GATHERED_TENTHS;
    (total.count() >= 3 && alone && single && (enough(70, held)..=130).contains(&busy)).then(|| Evidence::Synchronous {
        latency: mean as u64,
        per_second: window.per_second(|meter| meter.records.delivered),
    })
}

fn batch_full(window: &Window<'_>, held: bool) -> Option<Evidence> {
    let closed = window.closed();
    let share = percent(closed.full, closed.all());
    (closed.full > 0 && share >= enough(50, held)).then(|| Evidence::BatchFull {
        share,
        batch_size: window.last().limits.batch_size,
        requests_per_second: window.per_second(|meter| meter.requests.sent),
    })
}

/// Batches leave part-filled because `linger.ms` ends, records gather in them, and a third of the latency or more is the
/// wait for that: a longer or a shorter linger would change what is seen. A batch of one gathered nothing, however long it
/// waited: then the producer is starved.
fn linger_bound(window: &Window<'_>, held: bool) -> Option<Evidence> {
    let meter = window.last();
    let limits = &meter.limits;
    let closed = window.closed();
    if closed.all() == 0 {
        let filling = meter.partitions.iter().map(|one| one.filling_records).sum::<u64>();
        let fullest = meter.partitions.iter().map(|one| one.filling_bytes).max().unwrap_or(0);
        let late = meter.partitions.iter().any(|one| is_stuck(meter, one));
        let waits = limits.linger > 0 && filling > 1 && meter.requests.in_flight == 0 && !late;
        return waits.then(|| Evidence::LingerBound {
            fill: percent(fullest, limits.batch_size).min(100),
            linger: limits.linger,
            batching: 100,
            waiting: Some(filling),
        });
    }
    let batches = window.batches();
    let batching = batching_share(window);
    let holds = limits.linger > 0
        && percent(closed.linger, closed.all()) >= enough(50, held)
        && batches.records_in_tenths() >= enough(GATHERED_TENTHS, held)
        && batching >= enough(33, held);
    holds.then(|| Evidence::LingerBound {
        fill: batches.fill(limits.batch_size),
        linger: limits.linger,
        batching,
        waiting: None,
    })
}

fn batching_share(window: &Window<'_>) -> u64 {
    let latency = window.latency();
    share_of(latency.batching.mean().unwrap_or(0.0), latency.total.mean().unwrap_or(0.0))
}

fn starved(window: &Window<'_>) -> Evidence {
    let meter = window.last();
    let closed = window.closed();
    let by_linger = closed.linger > 0 && closed.linger * 2 >= closed.all() && batching_share(window) >= 50;
    Evidence::Starved {
        per_second: window.per_second(|meter| meter.records.accepted),
        buffer: percent(meter.buffer_used, meter.limits.buffer_memory),
        alone: by_linger.then_some(meter.limits.linger).filter(|linger| *linger > 0),
    }
}
