//! A load in the workbench: one thread sends it, and tells what came of it.

use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::Sender;

use crate::app::msg::Msg;
use crate::domain::load::{Plan, Progress};
use crate::domain::outcome::Outcome;
use crate::kafka::producer::{Cancel, Generations, LoadSender, LoadTally};
use crate::kafka::trace::lock;
use crate::load::account::{Account, Close};
use crate::load::begun::Begun;
use crate::load::clock::{Clock as _, SystemClock};
use crate::load::driver::{End, drive};
use crate::load::schedule::Schedule;
use crate::runtime::clock::now_micros;

/// Beyond `delivery.timeout.ms` every record should have ended; librdkafka looks once a second.
const BEYOND_TIMEOUT: Duration = Duration::from_secs(30);

/// From one look at the last answers to the next.
const LOOK: Duration = Duration::from_millis(20);

/// Where loads are started. One goes on at a time.
#[derive(Default)]
pub struct Loading(Mutex<Loads>);

#[derive(Default)]
struct Loads {
    /// Ends the one that goes on.
    cancel: Cancel,
    all: Vec<Arc<LoadTally>>,
}

impl Loading {
    /// Starts a load that is meant for this site on a thread of its own.
    ///
    /// # Errors
    /// Why it can't begin.
    pub fn start(&self, site: u32, plan: &Plan, producer: &Generations, tell: &Sender<Msg>) -> Result<(), String> {
        let Begun { clock, schedule, sender, account } = Begun::now(plan, producer)?;
        if producer.site() != site {
            return Err("the profile or its cluster was changed meanwhile".to_owned());
        }
        let cancel = Cancel::new();
        let mut loads = lock(&self.0);
        loads.cancel = cancel.clone();
        loads.all.push(sender.tally());
        drop(loads);
        let load = Load {
            tally: sender.tally(),
            producer: producer.clone(),
            account,
            patience: producer.settings().delivery_timeout.saturating_add(BEYOND_TIMEOUT),
            tell: tell.clone(),
        };
        let thread = thread::Builder::new().name("load".to_owned());
        let run = move || load.run(sender, schedule, clock, &cancel);
        thread.spawn(run).map(|_| ()).map_err(|error| format!("no thread could be started: {error}"))
    }

    /// Offers no more records of the load that goes on.
    pub fn stop(&self) {
        lock(&self.0).cancel.cancel();
    }

    /// How all loads stand together.
    pub fn total(&self) -> Progress {
        let mut total = Progress { stopped: true, ..Progress::default() };
        for load in &lock(&self.0).all {
            total.add(&load.progress());
        }
        total
    }
}

struct Load {
    tally: Arc<LoadTally>,
    producer: Generations,
    account: Account,
    patience: Duration,
    tell: Sender<Msg>,
}

impl Load {
    fn run(self, mut sender: LoadSender, mut schedule: Schedule, clock: SystemClock, cancel: &Cancel) {
        let refused = |outcome: &Outcome| self.failed(Box::new(outcome.clone()));
        match drive(&mut sender, &mut schedule, &clock, cancel, || false, refused) {
            // The one that made it give up was told when it was refused.
            End::Complete | End::Stopped { .. } | End::GaveUp(_) => drop(sender),
        }
        // Nobody flushes: the last batches linger as those before did.
        let deadline = Instant::now() + self.patience;
        while !self.tally.progress().is_over() && Instant::now() < deadline {
            thread::sleep(LOOK);
        }
        let report = self.account.close(Close::of(&self.tally, &self.producer, clock.now()));
        let _ = self.tell.blocking_send(Msg::LoadEnded(Box::new(report)));
    }

    fn failed(&self, outcome: Box<Outcome>) {
        let _ = self.tell.blocking_send(Msg::LoadFailed {
            outcome,
            count: 1,
            missed: self.producer.dropped_failures(),
            at: now_micros(),
        });
    }
}
