//! The questions that [`Reasons`] answers.

use super::fault::Fault;
use super::server::{Seen, Server};
use super::{HOLD_MICROS, Reasons, phrase};
use crate::domain::failure::Code;
use crate::domain::reason::{Reason, ReasonKind, visible};
use crate::domain::story::{InSync, Obstacle};
use crate::domain::trouble::Told;

/// A record that ended badly, or waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waited<'a> {
    /// Its topic.
    pub topic: &'a str,
    /// Its partition.
    pub partition: i32,
    /// The broker that leads the partition; `None` while that is not known.
    pub leader: Option<i32>,
    /// When `send()` was called with it, in the microseconds of the events.
    pub since: u64,
    /// Batches of its partition that stood before its own at last.
    pub ahead: u64,
    /// The partition's replicas, where they are known.
    pub in_sync: Option<InSync>,
}

impl Reasons {
    /// What is wrong with the broker of this id, if anything.
    pub fn reason_for_broker(&self, id: i32, now: u64) -> Option<Reason> {
        self.servers.iter().find(|server| server.node == Some(id)).and_then(|server| about(server, now))
    }

    /// What is wrong at this `host:port`, if anything.
    pub fn reason_at(&self, address: &str, now: u64) -> Option<Reason> {
        self.servers.iter().find(|server| server.address == address).and_then(|server| about(server, now))
    }

    /// Why a record of this topic and partition waits or failed: the producer's fault, its leader's, the partition's,
    /// the topic's, the cluster's, the first that is known. `partition` and `leader` are `None` while unknown.
    pub fn reason_for(&self, topic: &str, partition: Option<i32>, leader: Option<i32>, now: u64) -> Option<Reason> {
        self.fatal()
            .or_else(|| self.reason_for_broker(leader?, now))
            .or_else(|| self.partition_reason(topic, partition?, leader, now))
            .or_else(|| self.topic_reason(topic))
            .or_else(|| self.overall(now))
    }

    /// What stood in a record's way until `now`, each in words with its counts, the latest last; empty if nothing did.
    /// Counts are those of the record's partition and of its leader.
    pub fn story(&self, record: &Waited<'_>, now: u64) -> Vec<String> {
        let (since, leader) = (record.since, record.leader);
        let obstacles = self.history.obstacles(record.topic, record.partition, leader, since, now);
        let queue = (record.ahead > 0).then_some(Obstacle::Queue { batches: record.ahead });
        obstacles.into_iter().chain(queue).map(|obstacle| obstacle.words(record.in_sync)).collect()
    }

    /// What happened to the client as a whole since this was asked last.
    pub fn take_troubles(&mut self) -> Vec<Told> {
        self.news.take()
    }

    /// Why nothing goes at all: `None` while a broker is up that can take records, or while nothing went wrong yet.
    /// One dead address of several is no alarm when another works; the reason is permanent only if all are.
    pub fn overall(&self, now: u64) -> Option<Reason> {
        if let Some(fatal) = self.fatal() {
            return Some(fatal);
        }
        let nodes = || self.servers.iter().filter(|server| server.node.is_some());
        let bootstraps = || self.servers.iter().filter(|server| server.bootstrap);
        let works = |server: &Server| server.is_up() && server.fault(now).is_none();
        if nodes().any(works) {
            return None;
        }
        let of_nodes = gravest(nodes(), now);
        if of_nodes.is_some() {
            return of_nodes;
        }
        if bootstraps().any(works) {
            return None;
        }
        let own = self.producer.as_ref().filter(|seen| !seen.is_stale(now)).map(about_producer);
        own.or_else(|| gravest(bootstraps(), now)).or_else(|| self.all_down(now))
    }

    fn fatal(&self) -> Option<Reason> {
        self.producer.as_ref().filter(|seen| seen.fault.kind == ReasonKind::Fatal).map(about_producer)
    }

    fn partition_reason(&self, topic: &str, partition: i32, leader: Option<i32>, now: u64) -> Option<Reason> {
        let seen = self.topics.get(topic)?.partitions.get(&partition)?;
        // Metadata are told once; a refusal is told at each retry.
        if seen.fault.kind != ReasonKind::NoLeader && seen.is_stale(now) {
            return None;
        }
        Some(Reason {
            broker: leader,
            text: phrase::of_partition(topic, partition, &seen.fault.detail),
            ..plain(&seen.fault, seen.first)
        })
    }

    fn topic_reason(&self, topic: &str) -> Option<Reason> {
        let seen = self.topics.get(topic)?.gone.as_ref()?;
        let text = format!("'{}': {}", visible(topic, 300), seen.fault.detail);
        Some(Reason { text, ..plain(&seen.fault, seen.first) })
    }

    /// librdkafka says that no broker is connected, and nothing else is known.
    fn all_down(&self, now: u64) -> Option<Reason> {
        let since = self.all_down.filter(|at| now.saturating_sub(*at) <= HOLD_MICROS)?;
        let tried: Vec<&str> =
            self.servers.iter().filter(|server| !server.is_up()).map(|server| server.address.as_str()).collect();
        if tried.is_empty() || tried.len() < self.servers.len() {
            return None;
        }
        let fault = Fault::new(ReasonKind::Other, Code::ALL_BROKERS_DOWN, "");
        let text = format!("no broker is connected ({})", visible(&tried.join(", "), 300));
        Some(Reason { text, ..plain(&fault, since) })
    }
}

/// The gravest reason among servers; it is permanent only if each of them has a permanent one.
fn gravest<'a>(servers: impl Iterator<Item = &'a Server>, now: u64) -> Option<Reason> {
    let mut found: Option<(u8, Reason)> = None;
    let mut permanent = true;
    for server in servers {
        let Some((fault, since)) = server.fault(now) else {
            permanent = false;
            continue;
        };
        permanent &= is_permanent(&fault);
        if found.as_ref().is_none_or(|(rank, _)| fault.rank() > *rank) {
            found = Some((fault.rank(), told(server, &fault, since)));
        }
    }
    found.map(|(_, reason)| Reason { permanent, ..reason })
}

fn about(server: &Server, now: u64) -> Option<Reason> {
    server.fault(now).map(|(fault, since)| told(server, &fault, since))
}

fn told(server: &Server, fault: &Fault, since: u64) -> Reason {
    let broker = server.name();
    Reason {
        address: Some(broker.address),
        broker: broker.id,
        advertised: server.node.is_some() && server.is_only_advertised(),
        text: server.sentence(fault),
        ..plain(fault, since)
    }
}

fn about_producer(seen: &Seen) -> Reason {
    Reason { text: phrase::of_producer(&seen.fault), ..plain(&seen.fault, seen.first) }
}

fn plain(fault: &Fault, since_micros: u64) -> Reason {
    Reason {
        kind: fault.kind,
        code: fault.code,
        address: None,
        broker: None,
        advertised: false,
        text: String::new(),
        since_micros,
        permanent: is_permanent(fault),
    }
}

/// What no retry can heal: another protocol, a refused password, a certificate that can't be verified.
fn is_permanent(fault: &Fault) -> bool {
    match fault.kind {
        ReasonKind::NotKafka | ReasonKind::Unsupported | ReasonKind::Fatal => true,
        // A token is asked for again.
        ReasonKind::Authentication => !fault.detail.contains("OAUTHBEARER token"),
        ReasonKind::Tls => fault.detail.contains("certificate verify failed"),
        ReasonKind::Refused
        | ReasonKind::NotResolved
        | ReasonKind::Unreachable
        | ReasonKind::NoAnswer
        | ReasonKind::ClosedUnanswered
        | ReasonKind::ClosedEarly
        | ReasonKind::Lost
        | ReasonKind::TopicGone
        | ReasonKind::NoLeader
        | ReasonKind::Refusing
        | ReasonKind::Other => false,
    }
}
