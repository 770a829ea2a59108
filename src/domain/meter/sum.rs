//! Snapshots of producers that followed each other, as one.

use crate::domain::meter::{
    Blocked, BrokerMeter, CauseCount, ClosedCounts, FailureCount, Meter, PartitionMeter, Records, Requests, TopicMeter,
};

impl Meter {
    /// Adds what an earlier producer counted, which has ended: what a field tells of now stays as it is, and so do the
    /// latencies.
    pub fn add_ended(&mut self, ended: &Self) {
        self.records.add(&ended.records);
        self.blocked.add(&ended.blocked);
        self.requests.add(&ended.requests);
        self.closed.add(&ended.closed);
        merge(&mut self.causes, &ended.causes, |cause| (cause.cause.clone(), cause.broker), CauseCount::add);
        merge(&mut self.failures, &ended.failures, |failure| failure.code, FailureCount::add);
        merge(
            &mut self.partitions,
            &ended.partitions,
            |partition| (partition.topic.clone(), partition.partition),
            PartitionMeter::add,
        );
        merge(&mut self.brokers, &ended.brokers, |broker| broker.id, BrokerMeter::add);
        merge(&mut self.topics, &ended.topics, |topic| topic.topic.clone(), TopicMeter::add);
    }
}

/// Adds each of `ended` to the one with the same key, or takes it over if there is none; all by key.
fn merge<T: Clone, K: Ord>(own: &mut Vec<T>, ended: &[T], key: impl Fn(&T) -> K, add: impl Fn(&mut T, &T)) {
    own.sort_by_key(&key);
    for other in ended {
        match own.binary_search_by_key(&key(other), &key) {
            Ok(at) => add(&mut own[at], other),
            Err(at) => own.insert(at, other.clone()),
        }
    }
}

impl Records {
    /// Adds other records.
    pub fn add(&mut self, other: &Self) {
        self.accepted += other.accepted;
        self.accepted_bytes += other.accepted_bytes;
        self.delivered += other.delivered;
        self.delivered_bytes += other.delivered_bytes;
        self.failed += other.failed;
        self.possibly_written += other.possibly_written;
    }
}

impl Blocked {
    fn add(&mut self, other: &Self) {
        self.metadata += other.metadata;
        self.memory += other.memory;
        self.swap += other.swap;
    }
}

impl Requests {
    fn add(&mut self, other: &Self) {
        self.sent += other.sent;
        self.in_flight += other.in_flight;
        self.delivered += other.delivered;
        self.retried += other.retried;
        self.failed += other.failed;
        self.unanswered += other.unanswered;
        self.resent_batches += other.resent_batches;
        self.resent_records += other.resent_records;
        self.wire_bytes += other.wire_bytes;
    }
}

impl ClosedCounts {
    fn add(&mut self, other: &Self) {
        self.size += other.size;
        self.count += other.count;
        self.linger += other.linger;
        self.flush += other.flush;
        self.retry += other.retry;
        self.unknown += other.unknown;
    }
}

impl CauseCount {
    fn add(&mut self, other: &Self) {
        self.requests += other.requests;
    }
}

impl FailureCount {
    fn add(&mut self, other: &Self) {
        self.records += other.records;
    }
}

impl PartitionMeter {
    fn add(&mut self, other: &Self) {
        self.records.add(&other.records);
        self.last_offset = self.last_offset.max(other.last_offset);
    }
}

impl BrokerMeter {
    fn add(&mut self, other: &Self) {
        self.connects += other.connects;
        self.disconnects += other.disconnects;
        self.sent += other.sent;
        self.rtt_sum += other.rtt_sum;
        self.rtt_count += other.rtt_count;
        self.rtt_last = self.rtt_last.or(other.rtt_last);
        self.throttles += other.throttles;
        if self.throttled_until < other.throttled_until {
            (self.throttled_until, self.throttle) = (other.throttled_until, other.throttle);
        }
    }
}

impl TopicMeter {
    fn add(&mut self, other: &Self) {
        self.batches += other.batches;
        self.records += other.records;
        self.bytes += other.bytes;
        self.wire_bytes += other.wire_bytes;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partition(topic: &str, partition: i32, accepted: u64, last_offset: Option<i64>) -> PartitionMeter {
        let records = Records { accepted, delivered: accepted, ..Records::default() };
        PartitionMeter { topic: topic.into(), partition, records, last_offset, ..PartitionMeter::default() }
    }

    #[test]
    fn what_ended_is_added_and_what_is_now_stays() {
        let ended = Meter {
            generation: 1,
            buffer_used: 100,
            records: Records { accepted: 7, delivered: 6, failed: 1, ..Records::default() },
            partitions: vec![partition("a", 0, 3, Some(2)), partition("b", 1, 4, Some(3))],
            causes: vec![CauseCount { cause: "X".into(), broker: 1, requests: 2 }],
            ..Meter::default()
        };
        let mut now = Meter {
            generation: 2,
            buffer_used: 5,
            records: Records { accepted: 2, ..Records::default() },
            partitions: vec![partition("b", 0, 1, None), partition("b", 1, 1, None)],
            causes: vec![CauseCount { cause: "X".into(), broker: 1, requests: 1 }],
            ..Meter::default()
        };
        now.add_ended(&ended);
        assert_eq!((now.generation, now.buffer_used), (2, 5));
        assert_eq!((now.records.accepted, now.records.outstanding()), (9, 2));
        assert_eq!(now.causes, [CauseCount { cause: "X".into(), broker: 1, requests: 3 }]);
        let partitions = [partition("a", 0, 3, Some(2)), partition("b", 0, 1, None), partition("b", 1, 5, Some(3))];
        assert_eq!(now.partitions, partitions);
    }
}
