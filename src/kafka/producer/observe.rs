//! What the statistics add: leaders and partitions as librdkafka sees them now, and what waits in its queues.

use std::sync::Arc;

use super::topics::TopicEntry;
use super::{Core, Route};
use crate::domain::partitioner::TopicShape;
use crate::domain::partitioner::load::Availability;
use crate::kafka::reasons::Event;
use crate::kafka::stats::{Partition, Statistics};
use crate::kafka::trace::{lock, now_micros};

impl Core {
    /// Takes the partitions, their leaders and their queues from a statistics document. `availability` is kept by the
    /// caller from one to the next.
    pub(super) fn observe(&self, statistics: &Statistics<'_>, availability: &mut Availability) {
        let now = now_micros();
        let throttled = lock(&self.measures).observe(statistics, now);
        for (broker, micros) in throttled {
            lock(&self.reasons).note(now, &Event::Throttled { broker, micros });
        }
        for topic in &statistics.topics {
            let Some(entry) = self.topics.find(&topic.topic) else { continue };
            // A topic that librdkafka does not know yet, or no more, has no partitions here: the send that needs them
            // finds out.
            if topic.partitions.is_empty() {
                continue;
            }
            let shape = refresh(&entry, &topic.partitions);
            let mut reasons = lock(&self.reasons);
            for partition in &topic.partitions {
                let leader =
                    Event::Leader { topic: &topic.topic, partition: partition.partition, leader: partition.leader };
                reasons.note(now, &leader);
            }
            drop(reasons);
            let mut route = lock(&entry.route);
            let now_ms = i64::try_from(now / 1000).unwrap_or(i64::MAX);
            drain(&mut route, &topic.partitions, availability, now_ms);
            route.partitioner.weigh(&shape, availability);
        }
    }
}

/// The topic's shape, renewed if partitions came or leaders moved.
fn refresh(entry: &TopicEntry, partitions: &[Partition]) -> Arc<TopicShape> {
    let leaders = partitions.iter().map(|partition| (partition.leader >= 0).then_some(partition.leader)).collect();
    let mut known = lock(&entry.known);
    match &known.shape {
        Some(shape) if shape.leaders == leaders => Arc::clone(shape),
        Some(_) | None => {
            let shape = Arc::new(TopicShape::new(leaders));
            known.shape = Some(Arc::clone(&shape));
            shape
        }
    }
}

/// What waits of each partition is what was accepted and neither ended nor is in flight.
fn drain(route: &mut Route, partitions: &[Partition], availability: &mut Availability, now_ms: i64) {
    for partition in partitions {
        let part = route.part(partition.partition);
        part.in_flight = partition.msgs_inflight;
        let waiting = part.ledger.waiting();
        let queued = waiting.saturating_sub(partition.msgs_inflight);
        route.partitioner.drained(partition.partition, queued);
        if queued > 0 && partition.leader >= 0 {
            availability.note(partition.leader, now_ms, partition.msgs_inflight > 0);
        }
    }
}
