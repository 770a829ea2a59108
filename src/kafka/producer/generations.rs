//! The producer that everything goes through, whatever generation it is in.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use super::door::Door;
use super::load::{LoadSender, LoadTally, Pace};
use super::signal::Cancel;
use super::{Accepted, LaneEnds, Lanes, Producer, Requests, lanes};
use crate::domain::load::Keys;
use crate::domain::meter::Meter;
use crate::domain::outcome::Outcome;
use crate::domain::partitioner::{Preview, TopicShape};
use crate::domain::record::Record;
use crate::domain::refusal::Refusal;
use crate::domain::standing::Standing;
use crate::kafka::native::CreateError;
use crate::kafka::settings::Settings;
use crate::kafka::trace::lock;

/// A producer that can be exchanged while it runs ([`Generations::swap`]); clones are the same one. It ends when the last
/// clone and the last [`LoadSender`] are dropped: what is queued then is given up, so flush first.
#[derive(Clone)]
pub struct Generations(pub(super) Arc<Inner>);

pub(super) struct Inner {
    pub(super) policy: Requests,
    pub(super) ends: LaneEnds,
    pub(super) door: Door,
    pub(super) current: Mutex<Current>,
    /// Held by who swaps: one at a time, in the order in which they came.
    pub(super) turn: Mutex<()>,
    load: Mutex<Option<Arc<LoadTally>>>,
    /// How often it went to another cluster or profile. Changes while the door is shut.
    pub(super) site: AtomicU32,
}

/// The producer that records go to.
pub(super) struct Current {
    pub(super) producer: Producer,
    /// The settings as they were asked for.
    pub(super) settings: Settings,
    pub(super) generation: u32,
    /// What the ones before counted.
    pub(super) ended: Option<Meter>,
}

impl Generations {
    /// Starts the first generation, as [`Producer::start`] does.
    ///
    /// # Errors
    /// librdkafka refused the configuration.
    pub fn start(settings: &Settings, policy: Requests) -> Result<(Self, Lanes), CreateError> {
        let (ends, lanes) = lanes();
        let producer = Producer::start_on(settings, 1, policy, &ends)?;
        let current = Current { producer, settings: settings.clone(), generation: 1, ended: None };
        let inner = Inner {
            policy,
            ends,
            door: Door::default(),
            current: Mutex::new(current),
            turn: Mutex::default(),
            load: Mutex::default(),
            site: AtomicU32::new(0),
        };
        Ok((Self(Arc::new(inner)), lanes))
    }

    /// Takes one record, as [`Producer::send`] does; while a change goes on it waits for that first. `site` is the one
    /// that the record is meant for ([`Self::site`]): it goes to no other.
    ///
    /// # Errors
    /// The outcome of a record that was refused: nothing was taken, no other outcome will come.
    pub fn send_at(&self, site: u32, n: u64, record: &Record, cancel: &Cancel) -> Result<Accepted, Box<Outcome>> {
        let refused = |refusal: Refusal| Err(Box::new(Outcome::not_taken(n, record, refusal.failure(None))));
        let Ok(_inside) = self.0.door.enter(cancel) else { return refused(Refusal::Interrupted) };
        if site != self.site() {
            return refused(Refusal::Moved);
        }
        self.current().send(n, record, cancel)
    }

    /// As [`Self::send_at`], wherever the producer is.
    ///
    /// # Errors
    /// The outcome of a record that was refused: nothing was taken, no other outcome will come.
    pub fn send(&self, n: u64, record: &Record, cancel: &Cancel) -> Result<Accepted, Box<Outcome>> {
        self.send_at(self.site(), n, record, cancel)
    }

    /// Says how often another cluster or profile was chosen before this producer was started.
    pub fn begin_at(&self, site: u32) {
        self.0.site.store(site, Ordering::Release);
    }

    /// How often the producer went to another cluster or profile ([`Self::move_to`]).
    pub fn site(&self) -> u32 {
        self.0.site.load(Ordering::Acquire)
    }

    /// Begins a load to this topic, of values of `size` bytes.
    ///
    /// # Errors
    /// A load goes on, or there is no memory for its records.
    pub fn load(&self, topic: &str, size: u32, keys: Keys, pace: Option<Pace>) -> Result<LoadSender, String> {
        let mut load = lock(&self.0.load);
        if load.as_ref().is_some_and(|load| !load.progress().is_over()) {
            return Err("a load goes on already".to_owned());
        }
        let sender = LoadSender::new(self.clone(), topic, size, keys, pace)?;
        *load = Some(sender.tally());
        Ok(sender)
    }

    /// The load that goes on, or the last one.
    pub fn last_load(&self) -> Option<Arc<LoadTally>> {
        lock(&self.0.load).clone()
    }

    /// What the producer is doing, with everything counted by the generations before. The latencies are those of the
    /// records that ended since the call before: one caller asks.
    pub fn meter(&self) -> Meter {
        let mut current = lock(&self.0.current);
        let mut meter = self.all(current.producer.meter(), &current);
        if let Some(ended) = &mut current.ended {
            meter.latency.add(&std::mem::take(&mut ended.latency));
        }
        meter
    }

    /// As [`Generations::meter`], without the latencies.
    pub fn snapshot(&self) -> Meter {
        let current = lock(&self.0.current);
        self.all(current.producer.snapshot(), &current)
    }

    fn all(&self, mut meter: Meter, current: &Current) -> Meter {
        if let Some(ended) = &current.ended {
            meter.add_ended(ended);
        }
        let (waiting, waited) = self.0.door.waits();
        meter.waiting.swap = waiting;
        meter.blocked.swap = waited;
        meter
    }

    /// How the cluster and the records stand now, those of the generations before among them.
    pub fn standing(&self) -> Standing {
        let (producer, ended) = {
            let current = lock(&self.0.current);
            (current.producer.clone(), current.ended.as_ref().map(|ended| ended.records).unwrap_or_default())
        };
        let standing = producer.standing();
        Standing {
            accepted: standing.accepted + ended.accepted,
            delivered: standing.delivered + ended.delivered,
            failed: standing.failed + ended.failed + ended.possibly_written,
            ..standing
        }
    }

    /// The generation that records go to now.
    pub fn generation(&self) -> u32 {
        lock(&self.0.current).generation
    }

    /// The settings that it was asked to be started with.
    pub fn settings(&self) -> Settings {
        lock(&self.0.current).settings.clone()
    }

    /// See [`Producer::foresee`].
    pub fn foresee(&self, record: &Record, shape: &TopicShape) -> Preview {
        self.current().foresee(record, shape)
    }

    /// Records accepted whose end is not known.
    pub fn outstanding(&self) -> u64 {
        self.current().outstanding()
    }

    /// See [`Producer::flush`].
    pub fn flush(&self, deadline: Instant) -> u64 {
        self.current().flush(deadline)
    }

    /// See [`Producer::purge`].
    pub fn purge(&self) {
        self.current().purge();
    }

    /// See [`Producer::unreachable`].
    pub fn unreachable(&self) -> bool {
        self.current().unreachable()
    }

    /// See [`Producer::overall_reason`].
    pub fn overall_reason(&self) -> Option<String> {
        self.current().overall_reason()
    }

    /// Requests that nobody took in time ([`Requests::Counted`]), of all generations.
    pub fn dropped_requests(&self) -> u64 {
        self.current().dropped_requests()
    }

    /// Failures of a load that nobody took in time; each stands for many records.
    pub fn dropped_failures(&self) -> u64 {
        self.current().dropped_failures()
    }

    pub(super) fn current(&self) -> Producer {
        lock(&self.0.current).producer.clone()
    }
}
