//! What went wrong lately, with counts: for the story of a record that waited for it.
//!
//! Memory is bounded: of each partition the last times of a few errors, of each broker the last outages.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use crate::domain::reason::ReasonKind;
use crate::domain::standing;
use crate::domain::story::Obstacle;

/// Partitions whose past is kept; beyond it the one that was quiet longest makes room.
const PARTITIONS: usize = 1_000;
/// Errors of a partition that are told apart.
const ERRORS: usize = 8;
/// Times kept of each: what is retried every second at the latest, for more than the two minutes of
/// `delivery.timeout.ms`.
const TIMES: usize = 128;
/// Outages and throttles kept of a broker.
const SPANS: usize = 64;
/// A connection that is made again within this time, in microseconds, stands in nobody's way.
const USUAL_MICROS: u64 = 500_000;

/// The past of partitions and brokers.
#[derive(Clone, Debug, Default)]
pub struct History {
    partitions: HashMap<String, HashMap<i32, Partition>>,
    kept: usize,
    brokers: HashMap<i32, Broker>,
}

#[derive(Clone, Debug, Default)]
struct Partition {
    errors: Vec<Refused>,
    leaderless: Spans,
    last: u64,
}

#[derive(Clone, Debug)]
struct Refused {
    error: Arc<str>,
    broker: Option<i32>,
    times: VecDeque<u64>,
    /// The latest time that is no longer kept.
    forgotten: Option<u64>,
}

#[derive(Clone, Debug, Default)]
struct Broker {
    outages: Spans,
    was_up: bool,
    why: &'static str,
    throttles: VecDeque<(u64, u64)>,
}

/// Spans of time, the last of them perhaps not over.
#[derive(Clone, Debug, Default)]
struct Spans {
    over: VecDeque<(u64, u64)>,
    open: Option<u64>,
}

impl Spans {
    fn begin(&mut self, at: u64) {
        self.open.get_or_insert(at);
    }

    fn end(&mut self, at: u64) {
        if let Some(begin) = self.open.take() {
            self.over.push_back((begin, at));
            if self.over.len() > SPANS {
                self.over.pop_front();
            }
        }
    }

    /// How much of the time from `since` to `now` lies in them, and when the last of them ended.
    fn within(&self, since: u64, now: u64) -> (u64, u64) {
        let open = self.open.map(|begin| (begin, now));
        let spans = self.over.iter().copied().chain(open);
        spans.fold((0, 0), |(sum, last), (begin, end)| {
            let part = end.min(now).saturating_sub(begin.max(since));
            (sum + part, if part > 0 { end } else { last })
        })
    }
}

impl History {
    /// The broker refused a batch of the partition.
    pub fn refused(&mut self, at: u64, topic: &str, partition: i32, broker: Option<i32>, error: &Arc<str>) {
        let past = self.partition(at, topic, partition);
        let known = past.errors.iter_mut().find(|known| known.broker == broker && known.error == *error);
        let Some(known) = known else {
            if past.errors.len() >= ERRORS {
                past.errors.remove(0);
            }
            let times = VecDeque::from([at]);
            past.errors.push(Refused { error: Arc::clone(error), broker, times, forgotten: None });
            return;
        };
        known.times.push_back(at);
        if known.times.len() > TIMES {
            known.forgotten = known.times.pop_front();
        }
    }

    /// The metadata told whether the partition has a leader.
    pub fn led(&mut self, at: u64, topic: &str, partition: i32, has_leader: bool) {
        if !has_leader {
            self.partition(at, topic, partition).leaderless.begin(at);
        } else if let Some(past) = self.partitions.get_mut(topic).and_then(|known| known.get_mut(&partition)) {
            past.leaderless.end(at);
        }
    }

    /// The connection to a broker changed its state.
    pub fn connection(&mut self, at: u64, broker: i32, state: &str) {
        let known = self.brokers.entry(broker).or_default();
        let up = standing::is_up(state);
        if up {
            known.outages.end(at);
        } else if known.was_up || state == "CONNECT" {
            known.outages.begin(at);
        }
        known.was_up = up;
    }

    /// A connection to a broker failed.
    pub fn failed(&mut self, broker: i32, kind: ReasonKind) {
        self.brokers.entry(broker).or_default().why = short(kind);
    }

    /// A broker throttles.
    pub fn throttled(&mut self, at: u64, broker: i32, micros: u64) {
        let throttles = &mut self.brokers.entry(broker).or_default().throttles;
        throttles.push_back((at, micros));
        if throttles.len() > SPANS {
            throttles.pop_front();
        }
    }

    /// Partitions of which something is kept.
    #[cfg(test)]
    pub fn partitions(&self) -> usize {
        self.partitions.values().map(HashMap::len).sum()
    }

    /// Since when there is no connection to the broker, if there is none.
    pub fn down_since(&self, broker: i32) -> Option<u64> {
        self.brokers.get(&broker)?.outages.open
    }

    /// What stood in the way of the partition's records from `since` to `now`, the latest last. `leader` is the broker
    /// that leads the partition; while that is not known, each broker may be it.
    pub fn obstacles(&self, topic: &str, partition: i32, leader: Option<i32>, since: u64, now: u64) -> Vec<Obstacle> {
        let mut found: Vec<(u64, Obstacle)> = Vec::new();
        if let Some(past) = self.partitions.get(topic).and_then(|known| known.get(&partition)) {
            found.extend(past.errors.iter().filter_map(|error| error.told(since, now)));
            let (micros, last) = past.leaderless.within(since, now);
            found.extend((micros > 0).then_some((last, Obstacle::NoLeader { micros })));
        }
        let mut brokers: Vec<_> = self.brokers.iter().filter(|(id, _)| leader.is_none_or(|led| led == **id)).collect();
        brokers.sort_by_key(|(id, _)| **id);
        for (id, broker) in brokers {
            let (micros, last) = broker.outages.within(since, now);
            let outage = Obstacle::NoConnection { broker: *id, why: broker.why.to_owned(), micros };
            found.extend((micros >= USUAL_MICROS).then_some((last, outage)));
            let throttles = broker.throttles.iter().filter(|(at, _)| (since..=now).contains(at));
            let (micros, last) = throttles.fold((0, 0), |(sum, _), (at, micros)| (sum + micros, *at));
            found.extend((micros > 0).then_some((last, Obstacle::Throttled { broker: *id, micros })));
        }
        found.sort_by_key(|(last, _)| *last);
        found.into_iter().map(|(_, obstacle)| obstacle).collect()
    }

    fn partition(&mut self, at: u64, topic: &str, partition: i32) -> &mut Partition {
        let known = self.partitions.get(topic).is_some_and(|known| known.contains_key(&partition));
        if !known {
            if self.kept >= PARTITIONS {
                self.forget_quietest();
            }
            self.kept += 1;
        }
        let past = self.partitions.entry(topic.to_owned()).or_default().entry(partition).or_default();
        past.last = at;
        past
    }

    fn forget_quietest(&mut self) {
        let all =
            self.partitions.iter().flat_map(|(topic, known)| known.iter().map(move |(id, past)| (topic, *id, past)));
        let Some((topic, id, _)) = all.min_by_key(|(_, _, past)| past.last) else { return };
        let topic = topic.clone();
        if let Some(known) = self.partitions.get_mut(&topic) {
            known.remove(&id);
            self.kept -= 1;
            if known.is_empty() {
                self.partitions.remove(&topic);
            }
        }
    }
}

impl Refused {
    /// How often it happened from `since` to `now`, and when last.
    fn told(&self, since: u64, now: u64) -> Option<(u64, Obstacle)> {
        let times = self.times.iter().filter(|at| (since..=now).contains(*at));
        let (times, last) = times.fold((0, 0), |(count, _), at| (count + 1, *at));
        let more = self.forgotten.is_some_and(|at| at >= since);
        (times > 0)
            .then(|| (last, Obstacle::Refused { error: Arc::clone(&self.error), broker: self.broker, times, more }))
    }
}

/// Why there is no connection, in a word or two.
fn short(kind: ReasonKind) -> &'static str {
    match kind {
        ReasonKind::Refused => "refused",
        ReasonKind::NotResolved => "its host can't be resolved",
        ReasonKind::Unreachable => "unreachable",
        ReasonKind::NoAnswer => "no answer",
        ReasonKind::ClosedUnanswered | ReasonKind::ClosedEarly => "closed by the broker",
        ReasonKind::Lost => "broke",
        ReasonKind::NotKafka => "not a Kafka broker",
        ReasonKind::Unsupported => "serves no producers",
        ReasonKind::Authentication => "authentication failed",
        ReasonKind::Tls => "TLS failed",
        ReasonKind::TopicGone | ReasonKind::NoLeader | ReasonKind::Refusing | ReasonKind::Fatal | ReasonKind::Other => {
            ""
        }
    }
}
