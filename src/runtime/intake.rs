//! Sending: one thread hands the records to the producer, in order, and waits where the producer makes it wait.

use std::collections::BTreeMap;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, OnceLock};

use tokio::sync::mpsc::Sender;

use crate::app::msg::Msg;
use crate::domain::outcome::{Failure, Outcome, Side};
use crate::domain::record::Record;
use crate::domain::refusal::Refusal;
use crate::kafka::producer::{Accepted, Cancel, Generations};
use crate::kafka::trace::lock;
use crate::runtime::clock::now_micros;

/// Records that may wait behind the one that waits to be accepted.
const WAITING: usize = 1024;

/// Who takes records.
pub trait Takes {
    /// Takes a record that is meant for this site, waiting as long as that needs.
    ///
    /// # Errors
    /// The end of a record that was not taken.
    fn take(&self, site: u32, n: u64, record: &Record, cancel: &Cancel) -> Result<Accepted, Box<Outcome>>;
}

/// The producer, once there is one, or why there is none.
#[derive(Default)]
pub struct Slot {
    producer: OnceLock<Generations>,
    why_none: Mutex<Option<String>>,
}

impl Slot {
    /// The producer.
    pub fn get(&self) -> Option<&Generations> {
        self.producer.get()
    }

    /// Here it is.
    pub fn fill(&self, producer: Generations) {
        // There is one already, or this is it.
        let _ = self.producer.set(producer);
    }

    /// It can't be started, for this reason.
    pub fn lack(&self, reason: String) {
        *lock(&self.why_none) = Some(reason);
    }
}

impl Takes for Slot {
    fn take(&self, site: u32, n: u64, record: &Record, cancel: &Cancel) -> Result<Accepted, Box<Outcome>> {
        let Some(producer) = self.get() else {
            let failure = Refusal::Closed.failure(lock(&self.why_none).clone());
            return Err(Box::new(Outcome::not_taken(n, record, failure)));
        };
        producer.send_at(site, n, record, cancel)
    }
}

struct Job {
    site: u32,
    n: u64,
    record: Record,
    cancel: Cancel,
}

/// Where records are put to be sent. It never waits.
#[derive(Clone)]
pub struct Intake {
    jobs: SyncSender<Job>,
    cancels: Arc<Mutex<BTreeMap<u64, Cancel>>>,
}

/// The other end of an [`Intake`]: the records, in order.
pub struct Queue {
    jobs: Receiver<Job>,
    cancels: Arc<Mutex<BTreeMap<u64, Cancel>>>,
}

/// Both ends.
pub fn intake() -> (Intake, Queue) {
    let (jobs_in, jobs) = sync_channel(WAITING);
    let cancels = Arc::default();
    (Intake { jobs: jobs_in, cancels: Arc::clone(&cancels) }, Queue { jobs, cancels })
}

impl Intake {
    /// Puts a record that is meant for this site in the queue.
    ///
    /// # Errors
    /// The end of a record that found no place.
    pub fn send(&self, site: u32, n: u64, record: Record) -> Result<(), Box<Outcome>> {
        let cancel = Cancel::new();
        lock(&self.cancels).insert(n, cancel.clone());
        self.jobs.try_send(Job { site, n, record, cancel }).map_err(|error| {
            lock(&self.cancels).remove(&n);
            match error {
                TrySendError::Full(job) => Box::new(Outcome::not_taken(n, &job.record, no_place())),
                TrySendError::Disconnected(job) => {
                    Box::new(Outcome::not_taken(n, &job.record, Refusal::Closed.failure(None)))
                }
            }
        })
    }

    /// Gives up a record that was not accepted yet; it ends with its outcome.
    pub fn cancel(&self, n: u64) {
        if let Some(cancel) = lock(&self.cancels).get(&n) {
            cancel.cancel();
        }
    }

    /// Gives up every record that was not accepted yet.
    pub fn cancel_all(&self) {
        for cancel in lock(&self.cancels).values() {
            cancel.cancel();
        }
    }
}

impl Queue {
    /// Hands the records over until every [`Intake`] is gone, and tells what came of each.
    pub fn serve(self, producer: &impl Takes, tell: &Sender<Msg>) {
        for Job { site, n, record, cancel } in self.jobs {
            let taken = producer.take(site, n, &record, &cancel);
            lock(&self.cancels).remove(&n);
            let at = now_micros();
            let message = match taken {
                Ok(Accepted { n, partition, timestamp }) => Msg::Accepted { n, partition, timestamp, at },
                Err(outcome) => Msg::Ended { outcome, at },
            };
            if tell.blocking_send(message).is_err() {
                return;
            }
        }
    }
}

fn no_place() -> Failure {
    Failure {
        code: -184,
        name: "_QUEUE_FULL".to_owned(),
        side: Side::Client,
        retriable: true,
        fatal: false,
        possibly_persisted: false,
        message: format!("{WAITING} records wait to be accepted already."),
        cause: None,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use tokio::sync::mpsc::{self, channel};

    use super::*;
    use crate::domain::outcome::Status;

    /// Takes every record but those that were given up.
    struct Taker;

    impl Takes for Taker {
        fn take(&self, _: u32, n: u64, record: &Record, cancel: &Cancel) -> Result<Accepted, Box<Outcome>> {
            if cancel.is_cancelled() {
                return Err(Box::new(Outcome::not_taken(n, record, Refusal::Interrupted.failure(None))));
            }
            Ok(Accepted { n, partition: 2, timestamp: 7 })
        }
    }

    fn record() -> Record {
        Record { topic: "orders".to_owned(), ..Record::default() }
    }

    /// The number of each record that was told of, and the name of its failure.
    fn told(mut messages: mpsc::Receiver<Msg>) -> Vec<(u64, Option<String>)> {
        let mut told = Vec::new();
        while let Some(message) = messages.blocking_recv() {
            told.push(match message {
                Msg::Accepted { n, partition: 2, timestamp: 7, .. } => (n, None),
                Msg::Ended { outcome, .. } => match outcome.status {
                    Status::Failed(failure) => (outcome.n, Some(failure.name)),
                    Status::Delivered | Status::Sent => panic!("{} can not have been delivered", outcome.n),
                },
                other => panic!("{other:?}"),
            });
        }
        told
    }

    #[test]
    fn records_are_handed_over_in_their_order() {
        let (intake, queue) = intake();
        let (tell, messages) = channel(64);
        for n in 0..50 {
            intake.send(0, n, record()).unwrap();
        }
        drop(intake);
        queue.serve(&Taker, &tell);
        drop(tell);
        assert_eq!(told(messages), (0..50).map(|n| (n, None)).collect::<Vec<_>>());
    }

    #[test]
    fn a_record_is_given_up_before_its_turn_comes() {
        let (intake, queue) = intake();
        let (tell, messages) = channel(64);
        for n in 0..3 {
            intake.send(0, n, record()).unwrap();
        }
        intake.cancel(1);
        intake.cancel(99);
        drop(intake);
        queue.serve(&Taker, &tell);
        drop(tell);
        assert_eq!(told(messages), [(0, None), (1, Some("_INTR".to_owned())), (2, None)]);
    }

    #[test]
    fn all_that_wait_are_given_up_together() {
        let (intake, queue) = intake();
        let (tell, messages) = channel(64);
        for n in 0..2 {
            intake.send(0, n, record()).unwrap();
        }
        intake.cancel_all();
        drop(intake);
        queue.serve(&Taker, &tell);
        drop(tell);
        assert!(told(messages).iter().all(|(_, failure)| failure.as_deref() == Some("_INTR")));
    }

    #[test]
    fn a_record_that_finds_no_place_ends_at_once() {
        let (intake, _queue) = intake();
        for n in 0..WAITING as u64 {
            intake.send(0, n, record()).unwrap();
        }
        let Status::Failed(failure) = intake.send(0, 5000, record()).unwrap_err().status else {
            panic!("it was taken")
        };
        assert_eq!((failure.name.as_str(), failure.possibly_persisted), ("_QUEUE_FULL", false));
    }

    #[test]
    fn without_a_producer_every_record_ends_and_says_why() {
        let (intake, queue) = intake();
        let (tell, mut messages) = channel(64);
        intake.send(0, 0, record()).unwrap();
        drop(intake);
        let slot = Slot::default();
        slot.lack("no broker".to_owned());
        queue.serve(&slot, &tell);
        let Some(Msg::Ended { outcome, .. }) = messages.blocking_recv() else { panic!("it did not end") };
        let Status::Failed(failure) = outcome.status else { panic!("it was taken") };
        assert_eq!(failure.cause.as_deref(), Some("no broker"));
    }
}
