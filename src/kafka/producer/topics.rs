//! The topics that this producer was asked to send to.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use super::ledger::Ledger;
use crate::domain::meter::Records;
use crate::domain::partitioner::draw::Random;
use crate::domain::partitioner::{Preview, RecordFacts, TopicPartitioner, TopicShape};
use crate::domain::record::Record;
use crate::kafka::native::{Handle, Topic, TopicMetadata};
use crate::kafka::settings::Settings;
use crate::kafka::trace::{lock, now_micros};

/// One topic.
pub(super) struct TopicEntry {
    /// Its name.
    pub name: Arc<str>,
    /// Its handle.
    pub topic: Topic,
    /// What the metadata say.
    pub known: Mutex<Known>,
    /// Where its records go and which wait.
    pub route: Mutex<Route>,
}

impl TopicEntry {
    /// The broker that leads a partition, as far as the metadata tell.
    pub(super) fn leader(&self, partition: i32) -> Option<i32> {
        let shape = lock(&self.known).shape.clone()?;
        shape.leaders.get(usize::try_from(partition).ok()?).copied().flatten()
    }
}

/// What is known of a topic from metadata.
#[derive(Default)]
pub(super) struct Known {
    /// Its partitions, once a broker named them.
    pub shape: Option<Arc<TopicShape>>,
    /// An error code that waiting does not heal (bad name, not authorized).
    pub refused: Option<i32>,
    /// The latest topic-level error.
    pub error: Option<i32>,
    /// Senders that wait for it.
    pub waiters: usize,
    /// The partition that the latest of them wants.
    pub wanted: Option<i32>,
    /// Whether a thread is asking.
    pub asking: bool,
}

/// The partitioner and the records on their way, under one lock.
pub(super) struct Route {
    /// Chooses partitions.
    pub partitioner: TopicPartitioner,
    parts: Vec<Part>,
}

/// The records of one partition.
#[derive(Default)]
pub(super) struct Part {
    /// Those whose end is not known.
    pub ledger: Ledger,
    /// What became of the others.
    pub ended: Ended,
    /// The offset of the last one delivered.
    pub last_offset: Option<i64>,
    /// Records in flight, by the last statistics.
    pub in_flight: u64,
}

/// Records that reached their end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ended {
    /// Acknowledged.
    pub delivered: u64,
    /// Bytes of them.
    pub delivered_bytes: u64,
    /// Failed, and not in the log.
    pub failed: u64,
    /// Failed, and may be in the log.
    pub possibly_written: u64,
}

impl Part {
    /// All of its records.
    pub(super) fn records(&self) -> Records {
        Records {
            accepted: self.ledger.accepted(),
            accepted_bytes: self.ledger.accepted_bytes(),
            delivered: self.ended.delivered,
            delivered_bytes: self.ended.delivered_bytes,
            failed: self.ended.failed,
            possibly_written: self.ended.possibly_written,
        }
    }
}

impl Route {
    /// The records of a partition, made at its first one.
    pub(super) fn part(&mut self, partition: i32) -> &mut Part {
        let index = usize::try_from(partition).unwrap_or(0);
        if index >= self.parts.len() {
            self.parts.resize_with(index + 1, Part::default);
        }
        &mut self.parts[index]
    }

    /// The ledger of a partition.
    pub(super) fn ledger(&mut self, partition: i32) -> &mut Ledger {
        &mut self.part(partition).ledger
    }

    /// The partitions that a record ever went to.
    pub(super) fn used(&self) -> impl Iterator<Item = (i32, &Part)> {
        (0..).zip(&self.parts).filter(|(_, part)| part.ledger.accepted() > 0)
    }

    /// Partitions with records whose end is not known.
    fn waiting(&self) -> impl Iterator<Item = i32> {
        self.used().filter(|(_, part)| part.ledger.waiting() > 0).map(|(partition, _)| partition)
    }
}

impl Known {
    /// Takes an answer of a broker. True once the senders can go on (or must give up).
    pub(super) fn answered(&mut self, metadata: &TopicMetadata) -> bool {
        const TOPIC_EXCEPTION: i32 = 17;
        const TOPIC_AUTHORIZATION_FAILED: i32 = 29;
        self.error = metadata.error;
        if let Some(code @ (TOPIC_EXCEPTION | TOPIC_AUTHORIZATION_FAILED)) = metadata.error {
            self.refused = Some(code);
            return true;
        }
        if metadata.error.is_none() && !metadata.partitions.is_empty() {
            let leaders = metadata.partitions.iter().map(|partition| partition.leader).collect();
            self.shape = Some(Arc::new(TopicShape::new(leaders)));
            self.refused = None;
            return true;
        }
        false
    }
}

/// What a sender to this topic, and to this partition of it, waits for that the metadata do not have.
pub(super) fn lacks(known: &Known, topic: &str, partition: Option<i32>) -> Option<String> {
    const UNKNOWN_TOPIC_OR_PARTITION: i32 = 3;
    match (&known.shape, partition) {
        (Some(shape), Some(partition)) if !has(shape, Some(partition)) => Some(match shape.partitions() {
            1 => format!("topic {topic} has 1 partition, 0, and no partition {partition}"),
            count => format!("topic {topic} has {count} partitions, 0 to {}, and no partition {partition}", count - 1),
        }),
        (None, _) if known.error == Some(UNKNOWN_TOPIC_OR_PARTITION) => {
            Some(format!("the cluster has no topic {topic} so far"))
        }
        (Some(_) | None, _) => None,
    }
}

/// Whether a topic of this shape has the partition, if one is asked for.
pub(super) fn has(shape: &TopicShape, partition: Option<i32>) -> bool {
    partition.is_none_or(|partition| u32::try_from(partition).is_ok_and(|partition| partition < shape.partitions()))
}

/// All of them, by name.
#[derive(Default)]
pub(super) struct Topics {
    made: Mutex<HashMap<String, Arc<TopicEntry>>>,
    /// Partitioners of topics that were previewed and not yet sent to: the first send goes on with them.
    foreseen: Mutex<HashMap<String, TopicPartitioner>>,
}

impl Topics {
    /// The topic of this name, if a record was sent to it.
    pub(super) fn find(&self, name: &str) -> Option<Arc<TopicEntry>> {
        lock(&self.made).get(name).cloned()
    }

    /// What senders wait for that the metadata of their topic do not have, told of one topic.
    pub(super) fn lacking(&self) -> Option<String> {
        self.all().iter().find_map(|entry| {
            let known = lock(&entry.known);
            lacks(&known, &entry.name, known.wanted).filter(|_| known.waiters > 0)
        })
    }

    /// Topics and partitions with records whose end is not known, `most` of them at the most.
    pub(super) fn waiting(&self, most: usize) -> Vec<(Arc<TopicEntry>, i32)> {
        let mut waiting = Vec::new();
        for entry in self.all() {
            let partitions: Vec<i32> = lock(&entry.route).waiting().take(most - waiting.len()).collect();
            waiting.extend(partitions.into_iter().map(|partition| (Arc::clone(&entry), partition)));
        }
        waiting
    }

    /// All of them, by name.
    pub(super) fn all(&self) -> Vec<Arc<TopicEntry>> {
        let mut all: Vec<Arc<TopicEntry>> = lock(&self.made).values().cloned().collect();
        all.sort_unstable_by(|a, b| a.name.cmp(&b.name));
        all
    }

    /// Forgets all handles, so that the client can end.
    pub(super) fn clear(&self) {
        lock(&self.made).clear();
    }

    /// The partition that a record would go to now, among the partitions of `shape`, if it can be told. Makes no handle,
    /// and asks nobody.
    pub(super) fn foresee(&self, record: &Record, shape: &TopicShape, settings: &Settings) -> Preview {
        let facts = RecordFacts::of(record, now_micros());
        if let Some(entry) = self.find(&record.topic) {
            return lock(&entry.route).partitioner.preview(&facts, shape);
        }
        let mut foreseen = lock(&self.foreseen);
        let partitioner = foreseen.entry(record.topic.clone()).or_insert_with(|| partitioner(settings));
        partitioner.preview(&facts, shape)
    }

    /// The topic of this name, made if this is its first record.
    ///
    /// # Errors
    /// librdkafka's code when it refuses the name.
    pub(super) fn get(&self, name: &str, handle: &Arc<Handle>, settings: &Settings) -> Result<Arc<TopicEntry>, i32> {
        let mut topics = lock(&self.made);
        if let Some(entry) = topics.get(name) {
            return Ok(Arc::clone(entry));
        }
        let entry = Arc::new(TopicEntry {
            name: Arc::from(name),
            topic: Topic::new(handle, name)?,
            known: Mutex::default(),
            route: Mutex::new(Route {
                partitioner: lock(&self.foreseen).remove(name).unwrap_or_else(|| partitioner(settings)),
                parts: Vec::new(),
            }),
        });
        topics.insert(name.to_owned(), Arc::clone(&entry));
        Ok(entry)
    }
}

/// The partitioner of one topic, as the profile wants it.
fn partitioner(settings: &Settings) -> TopicPartitioner {
    static MADE: AtomicU64 = AtomicU64::new(0);
    // The seed only has to differ from run to run and from topic to topic.
    let seed = now_micros().rotate_left(17) ^ MADE.fetch_add(1, Ordering::Relaxed);
    TopicPartitioner::new(settings.partitioner, settings.batch_size, Random::seeded(seed))
}
