//! What is counted, and the exit code that follows from it.

use crate::cli::exit::{DELIVERED, FAILED, INTERRUPTED, MISUNDERSTOOD, UNREACHABLE, is_local};
use crate::domain::outcome::{Outcome, Status};

/// How records ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    /// Acknowledged.
    pub(super) delivered: u64,
    /// Sent with `acks=0`.
    pub(super) sent: u64,
    /// Failed or refused.
    pub(super) failed: u64,
    /// Of the failed ones: may have been written all the same.
    pub(super) uncertain: u64,
    /// Of the failed ones: for want of a broker, as far as their own error tells.
    pub(super) not_local: u64,
}

impl Tally {
    /// Counts an outcome.
    pub(super) fn add(&mut self, outcome: &Outcome) {
        match &outcome.status {
            Status::Delivered => self.delivered += 1,
            Status::Sent => self.sent += 1,
            Status::Failed(failure) => {
                self.failed += 1;
                self.uncertain += u64::from(failure.possibly_persisted);
                self.not_local += u64::from(!is_local(outcome));
            }
        }
    }

    /// All of them.
    pub(super) fn total(&self) -> u64 {
        self.delivered + self.sent + self.failed
    }
}

/// What ended the input before its end; the later wins.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stopped {
    /// Nothing did.
    #[default]
    No,
    /// A line could not be understood.
    Misunderstood,
    /// It was interrupted.
    Interrupted,
}

/// How the run ended beside its records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ending {
    /// What ended the input before its end.
    pub(super) stopped: Stopped,
    /// There never was a connection a record could have gone through.
    pub(super) unreachable: bool,
    /// Records whose end is not known.
    pub(super) unknown: u64,
    /// Outcomes or requests could not be written where they were asked for.
    pub(super) unwritten: bool,
}

/// The exit code.
pub(super) fn code(tally: &Tally, ending: Ending) -> u8 {
    let nothing_went = tally.delivered == 0 && tally.sent == 0;
    match ending.stopped {
        Stopped::Interrupted => INTERRUPTED,
        Stopped::Misunderstood => MISUNDERSTOOD,
        Stopped::No if ending.unreachable && nothing_went && tally.not_local > 0 => UNREACHABLE,
        Stopped::No if tally.failed > 0 || ending.unknown > 0 || ending.unwritten => FAILED,
        Stopped::No => DELIVERED,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::domain::outcome::Failure;
    use crate::domain::refusal::Refusal;

    fn tally(outcomes: &[Status]) -> Tally {
        let mut tally = Tally::default();
        for status in outcomes {
            tally.add(&Outcome {
                n: 0,
                status: status.clone(),
                topic: "t".into(),
                partition: None,
                offset: None,
                timestamp: None,
                timestamp_type: None,
                key_size: -1,
                value_size: -1,
                latency_micros: None,
                broker: None,
                attempts: 0,
                journey: None,
            });
        }
        tally
    }

    #[test]
    fn the_exit_code_follows_from_the_worst() {
        let absent = Refusal::TopicNotInMetadata { topic: "t".into(), max_block: Duration::ZERO };
        let absent = Status::Failed(absent.failure(None));
        let large = Status::Failed(Refusal::TooLargeForBuffer { bytes: 1 }.failure(None));
        let ok = Ending::default();
        let unreachable = Ending { unreachable: true, ..ok };
        let bad_line = Ending { stopped: Stopped::Misunderstood, ..ok };
        let interrupted = Ending { stopped: Stopped::Interrupted, unreachable: true, ..ok };
        let delivered = || Status::Delivered;
        let (absent, large) = (|| absent.clone(), || large.clone());
        let cases = [
            (vec![], ok, 0),
            (vec![delivered(), Status::Sent], ok, 0),
            (vec![delivered(), absent()], ok, 1),
            (vec![large()], ok, 1),
            (vec![large()], unreachable, 1),
            (vec![absent()], unreachable, 3),
            (vec![absent(), large()], unreachable, 3),
            (vec![delivered(), absent()], unreachable, 1),
            (vec![delivered()], bad_line, 2),
            (vec![absent()], bad_line, 2),
            (vec![delivered()], Ending { unknown: 1, ..ok }, 1),
            (vec![delivered()], Ending { unwritten: true, ..ok }, 1),
            (vec![absent()], interrupted, 130),
        ];
        for (outcomes, ending, expected) in cases {
            assert_eq!(code(&tally(&outcomes), ending), expected, "{outcomes:?} {ending:?}");
        }
    }

    #[test]
    fn records_that_may_have_been_written_are_counted() {
        let mut failure: Failure = Refusal::Closed.failure(None);
        failure.possibly_persisted = true;
        let tally = tally(&[Status::Failed(failure), Status::Delivered]);
        assert_eq!((tally.total(), tally.failed, tally.uncertain), (2, 1, 1));
    }
}
