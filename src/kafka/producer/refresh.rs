//! A topic that changed: what the producer knows of it is asked for again.

use std::time::{Duration, Instant};

use super::signal::Cancel;
use super::{Generations, Producer};
use crate::kafka::trace::lock;

impl Producer {
    /// Asks for a topic's metadata until it has so many partitions, or the time is over. A topic that no record was sent
    /// to is not asked for: its first record does that.
    fn refresh(&self, topic: &str, partitions: u32, timeout: Duration) -> bool {
        let Some(entry) = self.core.topics.find(topic) else { return true };
        let deadline = Instant::now() + timeout;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            if let Ok(metadata) = entry.topic.metadata(left) {
                lock(&entry.known).answered(&metadata);
                self.core.signal.ring();
            }
            let known = lock(&entry.known).shape.as_ref().map_or(0, |shape| shape.partitions());
            if known >= partitions || Instant::now() >= deadline {
                return known >= partitions;
            }
            self.core.pause_before_asking_again(deadline, &Cancel::new());
        }
    }
}

impl Generations {
    /// Learns that a topic has at least so many partitions now: from then on records go to all of them. Blocks up to
    /// `timeout`; false if no broker told of them by then, which the client learns at `metadata.max.age.ms` at the latest.
    pub fn refresh(&self, topic: &str, partitions: u32, timeout: Duration) -> bool {
        self.current().refresh(topic, partitions, timeout)
    }
}
