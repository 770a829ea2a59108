//! What is known of the cluster and the records now.

use std::sync::atomic::Ordering;

use super::Producer;
use super::topics::lacks;
use crate::domain::standing::{BrokerStanding, PartitionWait, Standing};
use crate::kafka::trace::{lock, now_micros};

/// Partitions whose waits are told at once; a person reads fewer.
const WAITS: usize = 100;

/// The brokers' connections, as librdkafka's state changes tell them.
#[derive(Default)]
pub(super) struct Brokers(Vec<BrokerStanding>);

impl Brokers {
    /// A connection changed its state.
    pub(super) fn note(&mut self, id: i32, host: &str, port: i32, state: &str) {
        // The client's inner brokers have no address.
        if host.is_empty() || port <= 0 {
            return;
        }
        let address = format!("{host}:{port}");
        // A broker keeps its id when its address changes; a bootstrap connection has only its address.
        let same = |broker: &&mut BrokerStanding| broker.id == id && (id >= 0 || broker.address == address);
        match self.0.iter_mut().find(same) {
            Some(broker) => {
                state.clone_into(&mut broker.state);
                broker.address = address;
            }
            None => self.0.push(BrokerStanding { id, address, state: state.to_owned() }),
        }
        self.0.sort_by(|a, b| (a.id, &a.address).cmp(&(b.id, &b.address)));
    }

    /// By node id; bootstrap addresses only while no broker of a known id is.
    pub(super) fn view(&self) -> Vec<BrokerStanding> {
        let any_known = self.0.iter().any(|broker| broker.id >= 0);
        self.0.iter().filter(|broker| broker.id >= 0 || !any_known).cloned().collect()
    }
}

impl Producer {
    /// How the cluster and the records stand now.
    pub fn standing(&self) -> Standing {
        let counts = &self.core.counts;
        // Ends first: what ends in between is outstanding, never negative.
        let delivered = counts.delivered.load(Ordering::Acquire);
        let failed = counts.failed.load(Ordering::Acquire);
        // One lock at a time: a guard in the literal below would live to its end.
        let brokers = lock(&self.core.brokers).view();
        let reason = self.overall_reason();
        let waits = self.waits(reason.as_deref());
        Standing {
            brokers,
            accepted: counts.accepted.load(Ordering::Acquire),
            delivered,
            failed,
            buffered_bytes: self.core.signal.used(),
            reason,
            waits,
        }
    }

    /// Why the records of single partitions wait, where a reason is known that is not the `overall` one.
    pub fn waits(&self, overall: Option<&str>) -> Vec<PartitionWait> {
        let waiting = self.core.topics.waiting(WAITS).into_iter();
        let told = waiting.filter_map(|(entry, partition)| {
            let reason = self.core.reason(&entry.name, Some(partition))?;
            let own = overall != Some(reason.as_str());
            own.then(|| PartitionWait { topic: entry.name.to_string(), partition, reason })
        });
        told.collect()
    }

    /// Why nothing goes at all, or else what senders wait for that their topic does not have, in a sentence; `None`
    /// while all is well, or nothing went wrong yet.
    pub fn overall_reason(&self) -> Option<String> {
        // Its lock is let go before the topics' are taken.
        let overall = lock(&self.core.reasons).overall(now_micros()).map(|reason| reason.text);
        overall.or_else(|| self.core.topics.lacking())
    }

    /// Why a record of this topic and partition waits or failed, in a sentence, if a reason is known.
    pub fn reason(&self, topic: &str, partition: Option<i32>) -> Option<String> {
        self.core.reason(topic, partition)
    }

    /// Whether a record wanted a broker and none could be reached so far, or none let us in, or no leader's advertised
    /// address could be: there never was a connection that a record could have gone through.
    pub fn unreachable(&self) -> bool {
        let asked = self.core.metadata_asked.load(Ordering::Acquire);
        (asked && !self.core.metadata_came.load(Ordering::Acquire)) || self.core.gate.kept_shut()
    }
}

impl super::Core {
    pub(super) fn reason(&self, topic: &str, partition: Option<i32>) -> Option<String> {
        let leader = self.topics.find(topic).zip(partition).and_then(|(entry, partition)| entry.leader(partition));
        lock(&self.reasons).reason_for(topic, partition, leader, now_micros()).map(|reason| reason.text)
    }

    /// What a record of this topic and partition waits for that the topic's metadata do not have.
    pub(super) fn lacks(&self, topic: &str, partition: Option<i32>) -> Option<String> {
        let entry = self.topics.find(topic)?;
        let known = lock(&entry.known);
        lacks(&known, topic, partition)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broker_is_counted_once_and_a_bootstrap_address_only_while_no_broker_is_known() {
        let mut brokers = Brokers::default();
        brokers.note(-1, "a", 1, "UP");
        brokers.note(-1, "", 0, "UP");
        assert_eq!(brokers.view().len(), 1);
        brokers.note(1, "a", 1, "INIT");
        brokers.note(-1, "a", 1, "DOWN");
        brokers.note(1, "b", 2, "UP");
        let view = brokers.view();
        assert_eq!(view.len(), 1);
        assert_eq!((view[0].id, view[0].address.as_str(), view[0].is_up()), (1, "b:2", true));
    }
}
