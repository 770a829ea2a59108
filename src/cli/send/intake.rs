//! The sender: hands records to the producer, one after the other, and tells of those it did not take.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::input::Chunk;
use crate::cli::exit::is_local;
use crate::domain::failure::Code;
use crate::domain::outcome::{Failure, Outcome, Status};
use crate::domain::record::Record;
use crate::kafka::producer::{Cancel, Producer};

/// Where the sender takes records from.
pub(super) enum Supply {
    /// The same ones, again and again.
    Fixed {
        /// In order.
        records: Vec<Record>,
        /// How often all of them.
        count: u64,
    },
    /// From the reader.
    Read(Receiver<Chunk>),
}

/// Why no more records come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// All were sent.
    Complete,
    /// A line can't be understood, as the message says.
    Bad(String),
    /// No broker can be reached, so the rest is not tried.
    Unreachable,
    /// It was interrupted.
    Interrupted,
}

/// Topics and partitions that were not there within `max.block.ms`. For as long again they are taken as absent at once,
/// or a thousand records for a topic that does not exist would wait a thousand times.
struct Absent {
    found: HashMap<(String, Option<i32>), (Failure, Instant)>,
    lasts: Duration,
}

/// How often a sender without anything to send looks whether it was interrupted.
const LOOK_UP: Duration = Duration::from_millis(100);

/// Names remembered at most.
const REMEMBERED: usize = 1000;

impl Absent {
    fn note(&mut self, outcome: &Outcome) {
        let Status::Failed(failure) = &outcome.status else { return };
        let partition = match failure.code {
            Code::UNKNOWN_TOPIC => None,
            Code::UNKNOWN_PARTITION => outcome.partition,
            _ => return,
        };
        if self.found.len() >= REMEMBERED {
            self.found.clear();
        }
        self.found.insert((outcome.topic.clone(), partition), (failure.clone(), Instant::now() + self.lasts));
    }

    fn failure(&self, record: &Record) -> Option<Failure> {
        if self.found.is_empty() {
            return None;
        }
        let of = |partition| self.found.get(&(record.topic.clone(), partition));
        let (failure, until) = of(None).or_else(|| record.partition.and_then(|partition| of(Some(partition))))?;
        (Instant::now() < *until).then(|| failure.clone())
    }
}

/// The sender's state.
pub(super) struct Intake<'a> {
    producer: &'a Producer,
    cancel: &'a Cancel,
    /// Takes the outcome of a record that was refused.
    refused: &'a dyn Fn(Outcome),
    /// Records tried so far.
    attempted: &'a AtomicU64,
    /// A person types the records, and may mend what is wrong between two of them.
    interactive: bool,
    absent: Absent,
    next: u64,
}

impl<'a> Intake<'a> {
    /// A sender that has sent nothing yet.
    pub(super) fn new(
        producer: &'a Producer,
        cancel: &'a Cancel,
        refused: &'a dyn Fn(Outcome),
        attempted: &'a AtomicU64,
        interactive: bool,
    ) -> Self {
        let absent = Absent { found: HashMap::new(), lasts: producer.settings().max_block };
        Self { producer, cancel, refused, attempted, interactive, absent, next: 0 }
    }

    /// Sends everything, until there is a reason to stop.
    pub(super) fn run(mut self, supply: Supply) -> End {
        match supply {
            Supply::Fixed { records, count } => {
                for _ in 0..count {
                    if let Err(end) = self.send_all(&records) {
                        return end;
                    }
                }
            }
            Supply::Read(chunks) => loop {
                match chunks.recv_timeout(LOOK_UP) {
                    Ok(Chunk::Records(records)) => {
                        if let Err(end) = self.send_all(&records) {
                            return end;
                        }
                    }
                    Ok(Chunk::Bad(message)) => return End::Bad(message),
                    Err(RecvTimeoutError::Timeout) if self.cancel.is_cancelled() => return End::Interrupted,
                    Err(RecvTimeoutError::Timeout) => {}
                    Err(RecvTimeoutError::Disconnected) => return End::Complete,
                }
            },
        }
        End::Complete
    }

    fn send_all(&mut self, records: &[Record]) -> Result<(), End> {
        for record in records {
            if self.cancel.is_cancelled() {
                return Err(End::Interrupted);
            }
            let n = self.next;
            self.next += 1;
            self.attempted.store(self.next, Ordering::Relaxed);
            if let Some(failure) = self.absent.failure(record) {
                (self.refused)(Outcome::not_taken(n, record, failure));
                continue;
            }
            if let Err(outcome) = self.producer.send(n, record, self.cancel) {
                if !self.interactive {
                    self.absent.note(&outcome);
                }
                let local = is_local(&outcome);
                (self.refused)(*outcome);
                if !local && self.producer.unreachable() {
                    return Err(End::Unreachable);
                }
            }
        }
        Ok(())
    }
}
