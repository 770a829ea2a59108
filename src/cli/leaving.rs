//! How a run lets go of the records on their way: it waits for them, and gives them up when a person wants to leave.

use std::time::{Duration, Instant};

use super::console::Console;
use super::words;
use crate::kafka::producer::Producer;

/// Beyond `delivery.timeout.ms` every record should have ended; librdkafka looks once a second.
const BEYOND_TIMEOUT: Duration = Duration::from_secs(30);

/// Reports of records given up come at once.
const AFTER_PURGE: Duration = Duration::from_secs(5);

/// After an interrupt, records on their way have so long to arrive before they are given up.
const GRACE: Duration = Duration::from_secs(10);

/// Who has records on their way.
pub(super) trait Outgoing {
    /// How many.
    fn outstanding(&self) -> u64;
    /// Sends what lingers and waits for the ends of all; tells how many have none at the deadline.
    fn flush(&self, deadline: Instant) -> u64;
    /// Gives them up.
    fn purge(&self);
}

impl Outgoing for Producer {
    fn outstanding(&self) -> u64 {
        self.outstanding()
    }

    fn flush(&self, deadline: Instant) -> u64 {
        self.flush(deadline)
    }

    fn purge(&self) {
        self.purge();
    }
}

/// Waits for the ends of all records, and gives up what has none long after `delivery.timeout.ms`.
pub(super) fn drain(outgoing: &impl Outgoing, delivery_timeout: Duration) {
    let patience = delivery_timeout.saturating_add(BEYOND_TIMEOUT);
    if outgoing.flush(Instant::now() + patience) > 0 {
        outgoing.purge();
        outgoing.flush(Instant::now() + AFTER_PURGE);
    }
}

/// What interrupts have led to.
#[derive(Debug, Default)]
pub(super) struct Leaving {
    interrupted: bool,
    /// When the records on their way are given up.
    give_up: Option<Instant>,
}

impl Leaving {
    /// Somebody interrupted: the first time there is a while left for the records on their way, the second time they
    /// are given up.
    pub(super) fn interrupt(&mut self, outgoing: &impl Outgoing, console: &Console) {
        if self.interrupted {
            console.say("giving up what is on its way");
            outgoing.purge();
            return;
        }
        self.interrupted = true;
        self.give_up = Some(Instant::now() + GRACE);
        let outstanding = outgoing.outstanding();
        if outstanding > 0 {
            let records = words::records(outstanding);
            console.say(&format!("interrupted; {records} on the way; interrupt again to give them up"));
        }
    }

    /// Gives up what is on its way once its time is over.
    pub(super) fn tick(&mut self, outgoing: &impl Outgoing) {
        if self.give_up.is_some_and(|at| Instant::now() >= at) {
            self.give_up = None;
            outgoing.purge();
        }
    }
}
