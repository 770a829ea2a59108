//! The ordered hot swap. librdkafka can't change a property of a running client, so a new one takes over: it connects
//! beside the old one, intake pauses, the old one delivers what it has, and intake goes on in the new one. Two clients at
//! once would reorder records, idempotent or not.

use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use super::generations::{Current, Generations};
use super::signal::{Cancel, GivenUp};
use super::{Core, Producer};
use crate::domain::swap::SwapStep;
use crate::kafka::settings::Settings;
use crate::kafka::trace::lock;

/// How long a new producer may take to connect.
const WARM: Duration = Duration::from_secs(10);

/// How long the old producer may take to deliver what it has, while nobody can send.
const DRAIN: Duration = Duration::from_secs(30);

/// From one look to the next.
const LOOK: Duration = Duration::from_millis(50);

/// One question for metadata.
const ASK: Duration = Duration::from_secs(2);

/// Where the new producer goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// To the cluster that the old one is on.
    Here,
    /// To another one, or by another profile.
    There,
}

impl Generations {
    /// Puts a producer with these settings in the place of the one that runs, in order: nothing is lost, sent twice or
    /// overtaken. Blocks until it is over, and tells each step. If the new one can't start or connect, or the old one
    /// can't deliver what it has in 30 s, or `cancel` gives it up, the old one goes on.
    pub fn swap(&self, settings: &Settings, cancel: &Cancel, told: &mut dyn FnMut(SwapStep)) -> SwapStep {
        self.replace(settings, Way::Here, cancel, told)
    }

    /// As [`Self::swap`], to another cluster or profile: the new producer must have reached a broker there, and the old
    /// one may take as long as its records have. From then on [`Self::site`] is another one: a record that waits to be
    /// accepted meanwhile, or a load that goes on, is refused and not sent there.
    pub fn move_to(&self, settings: &Settings, cancel: &Cancel, told: &mut dyn FnMut(SwapStep)) -> SwapStep {
        self.replace(settings, Way::There, cancel, told)
    }

    fn replace(&self, settings: &Settings, way: Way, cancel: &Cancel, told: &mut dyn FnMut(SwapStep)) -> SwapStep {
        let _turn = lock(&self.0.turn);
        let step = self.replace_now(settings, way, cancel, told).unwrap_or_else(SwapStep::Refused);
        told(step.clone());
        step
    }

    fn replace_now(
        &self,
        settings: &Settings,
        way: Way,
        cancel: &Cancel,
        told: &mut dyn FnMut(SwapStep),
    ) -> Result<SwapStep, String> {
        let (old, generation) = {
            let current = lock(&self.0.current);
            if way == Way::Here && current.settings == *settings {
                return Ok(SwapStep::Unchanged);
            }
            (current.producer.clone(), current.generation + 1)
        };
        told(SwapStep::Warming);
        let mut connecting = settings.clone();
        // By default librdkafka connects to a broker when there is something to send.
        connecting.client.push(("enable.sparse.connections".to_owned(), "false".to_owned()));
        let new = Producer::start_on(&connecting, generation, self.0.policy, &self.0.ends)
            .map_err(|error| format!("the new producer can't start: {error}"))?;
        let patience = match way {
            Way::Here => {
                new.warm(&old, cancel)?;
                DRAIN
            }
            Way::There => {
                new.reach(cancel)?;
                old.core.settings.delivery_timeout.saturating_add(DRAIN)
            }
        };

        let begun = Instant::now();
        told(SwapStep::Draining { outstanding: old.outstanding() });
        let shut = self.0.door.shut(cancel).map_err(|_| GIVEN_UP.to_owned())?;
        drain(&old, patience, cancel, told)?;
        let mut ended = old.meter();
        let mut current = lock(&self.0.current);
        if let Some(before) = &current.ended {
            ended.add_ended(before);
            ended.latency.add(&before.latency);
        }
        if way == Way::There {
            // Those of a cluster are no part of another one.
            (ended.partitions, ended.brokers, ended.topics) = Default::default();
            self.0.site.fetch_add(1, Ordering::AcqRel);
        }
        *current = Current { producer: new, settings: settings.clone(), generation, ended: Some(ended) };
        drop(current);
        drop(shut);
        let paused_micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX);
        Ok(SwapStep::Done { generation, paused_micros })
    }
}

const GIVEN_UP: &str = "the change was given up";

/// Waits until the old producer delivered what it has.
fn drain(old: &Producer, patience: Duration, cancel: &Cancel, told: &mut dyn FnMut(SwapStep)) -> Result<(), String> {
    let begun = Instant::now();
    loop {
        let outstanding = old.flush(Instant::now() + LOOK);
        if outstanding == 0 {
            return Ok(());
        }
        if cancel.is_cancelled() {
            return Err(GIVEN_UP.to_owned());
        }
        if begun.elapsed() >= patience {
            let why = old.overall_reason().map(|reason| format!(" ({reason})")).unwrap_or_default();
            let records = if outstanding == 1 { "record" } else { "records" };
            let seconds = patience.as_secs();
            return Err(format!("{outstanding} {records} could not be delivered within {seconds} s{why}"));
        }
        told(SwapStep::Draining { outstanding });
    }
}

impl Producer {
    /// Connects to the leaders that the old producer is connected to, and gets a producer id if it needs one.
    fn warm(&self, old: &Producer, cancel: &Cancel) -> Result<(), String> {
        let deadline = Instant::now() + WARM;
        let topics: Vec<String> = old.core.topics.all().iter().map(|topic| topic.name.to_string()).collect();
        if topics.is_empty() {
            return Ok(());
        }
        for name in &topics {
            self.learn(name, old, deadline, cancel)?;
        }
        self.wait_until(deadline, cancel, || self.core.is_as_warm_as(&old.core))?;
        if !old.core.tap.all_up().is_empty() {
            self.core.gate.open();
        }
        Ok(())
    }

    /// Connects to a broker, and gets a producer id if it needs one.
    fn reach(&self, cancel: &Cancel) -> Result<(), String> {
        self.wait_until(Instant::now() + WARM, cancel, || {
            let identity = !self.core.settings.idempotent || lock(&self.core.measures).has_identity();
            identity && !self.core.tap.all_up().is_empty()
        })
    }

    fn wait_until(&self, deadline: Instant, cancel: &Cancel, ready: impl Fn() -> bool) -> Result<(), String> {
        cancel.attach(&self.core.signal);
        loop {
            if ready() {
                return Ok(());
            }
            if let Some(failure) = self.core.hopeless() {
                let cause = failure.cause.unwrap_or(failure.message);
                return Err(format!("the new producer can't connect: {cause}"));
            }
            let look = deadline.min(Instant::now() + LOOK);
            if self.core.signal.wait(look, cancel, |_| None::<()>) == Err(GivenUp::Cancelled) {
                return Err(GIVEN_UP.to_owned());
            }
            if Instant::now() >= deadline {
                return Err(self.too_slow());
            }
        }
    }

    /// Asks for a topic's metadata, until they are there if the old producer has them.
    fn learn(&self, name: &str, old: &Producer, deadline: Instant, cancel: &Cancel) -> Result<(), String> {
        let known = old.core.topics.find(name).is_some_and(|entry| lock(&entry.known).shape.is_some());
        let entry = self.core.topics.get(name, &self.core.handle, &self.core.settings);
        let Some(entry) = entry.ok().filter(|_| known) else { return Ok(()) };
        while lock(&entry.known).shape.is_none() {
            if let Ok(metadata) = entry.topic.metadata(ASK) {
                lock(&entry.known).answered(&metadata);
            }
            if cancel.is_cancelled() {
                return Err(GIVEN_UP.to_owned());
            }
            if Instant::now() >= deadline {
                return Err(self.too_slow());
            }
        }
        Ok(())
    }

    fn too_slow(&self) -> String {
        let why = self.overall_reason().map(|reason| format!(": {reason}")).unwrap_or_default();
        format!("the new producer did not connect within {} s{why}", WARM.as_secs())
    }
}

impl Core {
    /// Whether this one has a connection wherever the old one has one, and its id if it needs one.
    fn is_as_warm_as(&self, old: &Self) -> bool {
        let up = old.tap.all_up().iter().all(|broker| self.tap.is_up(*broker));
        up && (!self.settings.idempotent || lock(&self.measures).has_identity())
    }
}
