//! The fast way in, for records of a load: built in place, handed over many at a time, not copied.

mod records;
mod tally;

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::gate::Probe;
use super::ledger::{Entry, Tag};
use super::measure::For;
use super::send::NotTaken;
use super::signal::{Cancel, GivenUp};
use super::topics::{Route, TopicEntry};
use super::{Core, Generations, Producer};
use crate::domain::failure::Code;
use crate::domain::load::Keys;
use crate::domain::meter::Blocked;
use crate::domain::outcome::{Failure, Outcome};
use crate::domain::partitioner::draw::{Draws, Random};
use crate::domain::partitioner::{RecordFacts, TopicShape};
use crate::domain::record::Record;
use crate::domain::refusal::{Refusal, SizeLimits};
use crate::domain::size::{BOOKKEEPING, RecordSize};
use crate::kafka::native::{Batch, Placed, Slot};
use crate::kafka::trace::{lock, now_micros};
use records::{Digits, Shape, slab_for, slots_for};
use tally::Home;

pub use records::Pace;
pub use tally::{LoadFailure, LoadTally};

/// Records handed over at once, at most.
pub const AT_ONCE: u32 = 500;

/// Sends the records of one load, one thread at a time. Nothing is allocated for each record.
pub struct LoadSender {
    generations: Generations,
    /// The generation that the room for records was made for.
    generation: u32,
    /// The site that it was begun for.
    site: u32,
    topic: String,
    shape: Shape,
    pace: Option<Pace>,
    tally: Arc<LoadTally>,
    /// Slots at hand.
    slots: Vec<Slot>,
    batch: Batch,
    /// The partitions of the records in the batch.
    places: Vec<i32>,
    random: Random,
    next: u64,
    /// Numbers given to records that librdkafka did not take: the next ones.
    again: Vec<u64>,
}

impl LoadSender {
    /// A load that nothing was sent of, with room for all records that `buffer_memory` may hold.
    ///
    /// # Errors
    /// There is no memory for its records.
    pub(super) fn new(
        generations: Generations,
        topic: &str,
        size: u32,
        keys: Keys,
        pace: Option<Pace>,
    ) -> Result<Self, String> {
        let shape = Shape { size: size as usize, keys };
        let (generation, begun_for, buffer_memory) = {
            let settings = generations.settings();
            (generations.generation(), generations.site(), settings.buffer_memory)
        };
        let slab = slab_for(shape, buffer_memory)?;
        Ok(Self {
            generations,
            generation,
            site: begun_for,
            topic: topic.to_owned(),
            shape,
            pace,
            tally: Arc::new(LoadTally::new(Arc::clone(&slab))),
            slots: Vec::with_capacity(AT_ONCE as usize),
            batch: Batch::new(slab, AT_ONCE as usize),
            places: Vec::with_capacity(AT_ONCE as usize),
            random: Random::seeded(now_micros()),
            next: 0,
            again: Vec::with_capacity(AT_ONCE as usize),
        })
    }

    /// What became of its records.
    pub fn tally(&self) -> Arc<LoadTally> {
        Arc::clone(&self.tally)
    }

    /// Whether there never was a connection that a record could have gone through.
    pub fn is_unreachable(&self) -> bool {
        self.generations.unreachable()
    }

    /// Hands over up to `most` records, and at least one, blocking as `send()` does. Returns how many were taken.
    ///
    /// # Errors
    /// The end of the record that was refused; no other was taken with it.
    pub fn send(&mut self, most: u32, cancel: &Cancel) -> Result<u32, Box<Outcome>> {
        let generations = self.generations.clone();
        let inside = generations.0.door.enter(cancel);
        let producer = generations.current();
        producer.core.load_is(&self.tally);
        let taken = match inside {
            Ok(_) if generations.site() != self.site => Err(Refusal::Moved.into()),
            Ok(_) => self.grow(&producer).and_then(|()| producer.core.take_load(self, most.clamp(1, AT_ONCE), cancel)),
            Err(_) => Err(Refusal::Interrupted.into()),
        };
        taken.map_err(|not_taken| {
            let record = Record { topic: self.topic.clone(), ..Record::default() };
            let number = self.number();
            self.tally.offered.fetch_add(1, Ordering::AcqRel);
            self.tally.failed(1, 0);
            let value_size = i64::try_from(self.shape.size).unwrap_or(i64::MAX);
            Box::new(Outcome { value_size, ..producer.refused(number, &record, not_taken) })
        })
    }

    /// The number of the next record.
    fn number(&mut self) -> u64 {
        self.again.pop().unwrap_or_else(|| {
            self.next += 1;
            self.next - 1
        })
    }

    /// Makes room for what a larger `buffer.memory` of a new generation lets in. Every record of the old one has ended.
    fn grow(&mut self, producer: &Producer) -> Result<(), NotTaken> {
        let generation = producer.core.tap.trace.generation();
        if generation == self.generation {
            return Ok(());
        }
        self.generation = generation;
        let buffer_memory = producer.core.settings.buffer_memory;
        if slots_for(self.shape, buffer_memory) <= u64::from(self.tally.slab().slots()) {
            return Ok(());
        }
        let no_memory = |message| {
            let failure = Failure::new(Code::QUEUE_FULL, false, None, false);
            NotTaken::Failed(Failure { message, ..failure })
        };
        let slab = slab_for(self.shape, buffer_memory).map_err(no_memory)?;
        self.slots.clear();
        self.batch = Batch::new(Arc::clone(&slab), AT_ONCE as usize);
        *lock(&self.tally.home) = Home::new(slab);
        Ok(())
    }

    /// Makes up to `most` slots be at hand. Returns how many are.
    fn gather(&mut self, most: u32) -> u32 {
        let most = most as usize;
        if self.slots.len() < most {
            let mut home = lock(&self.tally.home);
            let from = home.slots.len().saturating_sub(most - self.slots.len());
            self.slots.extend(home.slots.drain(from..));
            while self.slots.len() < most {
                let Some(mut slot) = home.slab.fresh() else { break };
                // Letters at random: as well or badly compressible as any text.
                for byte in home.slab.bytes(&mut slot).into_iter().flatten() {
                    *byte = b'A' + u8::try_from(self.random.draw() % 26).unwrap_or(0);
                }
                self.slots.push(slot);
            }
        }
        u32::try_from(self.slots.len()).unwrap_or(u32::MAX)
    }
}

impl Drop for LoadSender {
    fn drop(&mut self) {
        self.tally.stop();
    }
}

impl Core {
    /// From now on the load that reports belong to.
    fn load_is(&self, tally: &Arc<LoadTally>) {
        let mut load = lock(&self.load);
        if load.as_ref().is_none_or(|other| !Arc::ptr_eq(other, tally)) {
            *load = Some(Arc::clone(tally));
        }
    }

    fn take_load(self: &Arc<Self>, load: &mut LoadSender, most: u32, cancel: &Cancel) -> Result<u32, NotTaken> {
        self.settings.permits.check(&load.topic)?;
        let limits = SizeLimits {
            max_request_size: self.settings.max_request_size,
            buffer_memory: self.settings.buffer_memory,
            batch_size: self.settings.batch_size,
        };
        limits.check(RecordSize::of_parts(load.shape.key_most(), load.shape.size))?;
        cancel.attach(&self.signal);
        let deadline = Instant::now() + self.settings.max_block;
        let topic = self
            .topics
            .get(&load.topic, &self.handle, &self.settings)
            .map_err(|code| NotTaken::Failed(Failure::new(code, false, None, self.settings.idempotent)))?;
        let mut blocked = Blocked::default();
        let taken = self.take_load_by(load, &topic, most, deadline, cancel, &mut blocked);
        load.tally.blocked.fetch_add(blocked.total(), Ordering::AcqRel);
        taken
    }

    fn take_load_by(
        self: &Arc<Self>,
        load: &mut LoadSender,
        topic: &Arc<TopicEntry>,
        most: u32,
        deadline: Instant,
        cancel: &Cancel,
        blocked: &mut Blocked,
    ) -> Result<u32, NotTaken> {
        let cost = load.shape.most() + BOOKKEEPING;
        loop {
            let shape = self.wait_for_metadata(topic, None, deadline, cancel, blocked)?;
            let probe = self.wait_for_leader(topic, deadline, cancel, blocked)?;
            // Who asks for the first connection asks with one record.
            let most = if probe.asks() { 1 } else { most };
            let granted = self.wait_for_room(load, cost, most, deadline, cancel, blocked)?;
            let (taken, refused) = self.hand_over_load(load, granted, topic, &shape, probe);
            // What keys were shorter than they may be, and records that were not taken.
            self.signal.release(u64::from(granted) * cost - taken.cost);
            if taken.records > 0 {
                return Ok(taken.records);
            }
            match refused {
                Some(Code::QUEUE_FULL) | None => {}
                Some(Code::UNKNOWN_TOPIC | Code::UNKNOWN_PARTITION) => lock(&topic.known).shape = None,
                Some(code) => {
                    let cause = self.reason(&topic.name, None);
                    return Err(NotTaken::Failed(Failure::new(code, false, cause, self.settings.idempotent)));
                }
            }
            self.pause_before_asking_again(deadline, cancel);
            if Instant::now() >= deadline {
                return Err(self.buffer_exhausted(cost - BOOKKEEPING).into());
            }
        }
    }

    /// Waits for room for one record, and takes room for as many of `most` as there is.
    fn wait_for_room(
        &self,
        load: &mut LoadSender,
        cost: u64,
        most: u32,
        deadline: Instant,
        cancel: &Cancel,
        blocked: &mut Blocked,
    ) -> Result<u32, NotTaken> {
        let total = self.settings.buffer_memory;
        // Records leave the buffer by batches. While more of them will, it is not worth waking for a few.
        let worth = (u64::from(most) * cost).min(total / 16);
        let mut room = |used: &mut u64| {
            let free = total.saturating_sub(*used);
            if *used > 0 && free < worth.max(cost) {
                return None;
            }
            let fits = u32::try_from(free / cost).unwrap_or(u32::MAX).max(1);
            let granted = load.gather(most.min(fits)).min(most).min(fits);
            *used += u64::from(granted) * cost;
            (granted > 0).then_some(granted)
        };
        let waited = match self.signal.now(cancel, &mut room) {
            Some(answer) => answer,
            None => self.waits.during(For::Memory, blocked, || {
                self.signal.hush(total.saturating_sub(worth.max(cost)) + 1);
                let waited = self.signal.wait(deadline, cancel, room);
                self.signal.loud();
                waited
            }),
        };
        waited.map_err(|given_up| match given_up {
            GivenUp::Cancelled => Refusal::Interrupted.into(),
            GivenUp::Deadline => self.buffer_exhausted(cost - BOOKKEEPING).into(),
        })
    }

    /// Chooses partitions and hands the records over, all under the topic's lock as a composed one is. Returns what was
    /// taken, and why the rest was not.
    fn hand_over_load(
        &self,
        load: &mut LoadSender,
        count: u32,
        topic: &Arc<TopicEntry>,
        shape: &TopicShape,
        probe: Probe<'_>,
    ) -> (Taken, Option<i32>) {
        let mut route = lock(&topic.route);
        let mut taken = load.place(count, &mut route, shape);
        let mut refused = None;
        // Counted before librdkafka has them: no moment in which they could be sent and not be outstanding.
        self.counts.accepted.fetch_add(u64::from(taken.records), Ordering::AcqRel);
        load.tally.offered.fetch_add(u64::from(taken.records), Ordering::AcqRel);
        load.tally.accepted.fetch_add(u64::from(taken.records), Ordering::AcqRel);
        let (slots, again, tally) = (&mut load.slots, &mut load.again, &load.tally);
        topic.topic.produce_slots(&mut load.batch, |at, code, slot| {
            refused = Some(code);
            slots.push(slot);
            let Some(entry) = load.places.get(at).and_then(|place| route.ledger(*place).take_back()) else { return };
            again.push(entry.n);
            taken.records -= 1;
            taken.cost -= entry.cost();
            self.counts.accepted.fetch_sub(1, Ordering::AcqRel);
            tally.offered.fetch_sub(1, Ordering::AcqRel);
            tally.accepted.fetch_sub(1, Ordering::AcqRel);
        });
        drop(route);
        if taken.records > 0
            && let Some(first) = load.places.first()
        {
            probe.queued(topic, *first);
        }
        (taken, refused)
    }
}

/// What was taken of a batch.
#[derive(Clone, Copy, Default)]
struct Taken {
    records: u32,
    /// Bytes of `buffer.memory`.
    cost: u64,
}

impl LoadSender {
    /// Writes up to `count` records into slots, enters them in their partitions' ledgers, and places them in the batch.
    fn place(&mut self, count: u32, route: &mut Route, shape: &TopicShape) -> Taken {
        let accepted = now_micros();
        let timestamp = i64::try_from(accepted / 1000).unwrap_or(i64::MAX);
        let slab = self.tally.slab();
        let mut taken = Taken::default();
        self.places.clear();
        for _ in 0..count {
            let Some(mut slot) = self.slots.pop() else { break };
            let number = self.number();
            let key = slab.bytes(&mut slot).and_then(|bytes| self.shape.write(bytes, number, &mut self.random));
            let key_len = key.map(|key| key.len);
            let size = RecordSize::of_parts(key_len, self.shape.size);
            let key_bytes = key.as_ref().map(Digits::bytes);
            let facts = RecordFacts { partition: None, key: key_bytes, size, timestamp, accepted };
            let Some(choice) = route.partitioner.choose(&facts, shape) else {
                self.again.push(number);
                self.slots.push(slot);
                break;
            };
            let partition = choice.partition;
            let tag = Tag { partition, number: route.ledger(partition).next_number(), load: true };
            let (value_at, value) = (self.shape.value_at(), self.shape.size);
            let placed = Placed { key: key_len, value_at, value, partition, opaque: tag.pack() };
            if let Err(slot) = self.batch.push(slot, placed) {
                self.again.push(number);
                self.slots.push(slot);
                break;
            }
            let entry = Entry {
                n: number,
                timestamp,
                accepted,
                late: self.pace.map_or(0, |pace| accepted.saturating_sub(pace.due(number))),
                bytes: (key_len.unwrap_or(0) + value) as u64,
                key_size: key_len.map_or(-1, |len| i64::try_from(len).unwrap_or(i64::MAX)),
                value_size: i64::try_from(value).unwrap_or(i64::MAX),
                start: None,
            };
            taken.records += 1;
            taken.cost += entry.cost();
            route.ledger(partition).push(entry);
            route.partitioner.appended(choice, &facts, shape);
            self.places.push(partition);
        }
        taken
    }
}
