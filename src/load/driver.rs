//! The driver: hands a load's records to the producer, as its schedule says.

use super::clock::Clock;
use super::schedule::{Schedule, Turn};
use crate::domain::failure::Code;
use crate::domain::outcome::{Failure, Outcome, Status};
use crate::kafka::producer::{Cancel, LoadSender};

/// Who takes the records.
pub trait Sender {
    /// Hands over up to `most` records and at least one; blocks as `send()` does, up to `max.block.ms`. Tells how many
    /// were taken.
    ///
    /// # Errors
    /// The outcome of the one record that was refused.
    fn send(&mut self, most: u32, cancel: &Cancel) -> Result<u32, Box<Outcome>>;

    /// Whether there never was a connection that a record could have gone through.
    fn is_unreachable(&self) -> bool;
}

impl Sender for LoadSender {
    fn send(&mut self, most: u32, cancel: &Cancel) -> Result<u32, Box<Outcome>> {
        LoadSender::send(self, most, cancel)
    }

    fn is_unreachable(&self) -> bool {
        LoadSender::is_unreachable(self)
    }
}

/// Why no more records are offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum End {
    /// The plan is done.
    Complete,
    /// It was cancelled. `withdrawn` records, one at most, waited to be accepted: they never were.
    Stopped {
        /// How many.
        withdrawn: u64,
    },
    /// What refused this record will refuse those that follow.
    GaveUp(Box<Outcome>),
}

/// Offers records until there is a reason to stop. While `held` says so it does not end by itself. Each record that is
/// refused is told.
pub fn drive(
    sender: &mut impl Sender,
    schedule: &mut Schedule,
    clock: &impl Clock,
    cancel: &Cancel,
    held: impl Fn() -> bool,
    mut refused: impl FnMut(&Outcome),
) -> End {
    loop {
        if cancel.is_cancelled() {
            return End::Stopped { withdrawn: 0 };
        }
        match schedule.turn(clock.now(), held()) {
            Turn::Over => return End::Complete,
            Turn::Wait(until) => clock.wait(until, cancel),
            Turn::Offer(most) => match sender.send(most, cancel) {
                Ok(taken) => schedule.offered(taken),
                Err(outcome) => {
                    if is_interrupted(&outcome) && cancel.is_cancelled() {
                        return End::Stopped { withdrawn: 1 };
                    }
                    schedule.offered(1);
                    refused(&outcome);
                    if is_hopeless(&outcome) || sender.is_unreachable() {
                        return End::GaveUp(outcome);
                    }
                }
            },
        }
    }
}

fn is_interrupted(outcome: &Outcome) -> bool {
    match &outcome.status {
        Status::Delivered | Status::Sent => false,
        Status::Failed(failure) => failure.code == Code::INTERRUPTED,
    }
}

/// Whether the records that follow will end the same way: they are all alike. A topic or a partition that was not there
/// within `max.block.ms` would be waited for anew with each of them.
pub fn is_hopeless(outcome: &Outcome) -> bool {
    match &outcome.status {
        Status::Delivered | Status::Sent => false,
        Status::Failed(failure) => {
            let absent = matches!(failure.code, Code::UNKNOWN_TOPIC | Code::UNKNOWN_PARTITION);
            failure.fatal || !failure.retriable || absent
        }
    }
}

/// `TOPIC_`, `CLUSTER_` and `TRANSACTIONAL_ID_AUTHORIZATION_FAILED`, `SASL_AUTHENTICATION_FAILED`: no retry heals them.
const FORBIDDEN: [i32; 4] = [29, 31, 53, 58];

/// Whether the failure of a record that was accepted will be that of all others too, so that it makes no sense to go on.
pub fn is_for_all(failure: &Failure) -> bool {
    failure.fatal || failure.code == Code::AUTHENTICATION || FORBIDDEN.contains(&failure.code)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::time::Duration;

    use super::*;
    use crate::domain::load::{Keys, Plan, Until};
    use crate::domain::record::Record;
    use crate::domain::refusal::Refusal;
    use crate::load::clock::Paused;

    /// Takes `at_once` records at a time, and refuses the one of the number given.
    struct Fake {
        at_once: u32,
        taken: u64,
        refuses: Option<(u64, Refusal)>,
        unreachable: bool,
        cancels_at: u64,
    }

    impl Fake {
        fn new() -> Self {
            Self { at_once: 500, taken: 0, refuses: None, unreachable: false, cancels_at: u64::MAX }
        }
    }

    impl Sender for Fake {
        fn send(&mut self, most: u32, cancel: &Cancel) -> Result<u32, Box<Outcome>> {
            assert!(most > 0);
            let refused = |refusal: &Refusal| {
                let failure = refusal.failure(None);
                Box::new(Outcome::not_taken(0, &Record { topic: "t".into(), ..Record::default() }, failure))
            };
            if self.taken >= self.cancels_at {
                cancel.cancel();
                return Err(refused(&Refusal::Interrupted));
            }
            if let Some((_, refusal)) = self.refuses.take_if(|(at, _)| *at <= self.taken) {
                return Err(refused(&refusal));
            }
            let taken = most.min(self.at_once);
            self.taken += u64::from(taken);
            Ok(taken)
        }

        fn is_unreachable(&self) -> bool {
            self.unreachable
        }
    }

    fn plan(records: u64) -> Plan {
        let until = Until { records: Some(records), duration: None };
        Plan { topic: "t".into(), until, size: 100, keys: Keys::None, rate: None }
    }

    /// How it ended, and how many refusals were told.
    fn driven(fake: &mut Fake, plan: &Plan, held: impl Fn(u64) -> bool) -> (End, u64) {
        let clock = Paused(Cell::new(0));
        let mut schedule = Schedule::begin(plan, 0);
        let mut told = 0;
        let end = drive(fake, &mut schedule, &clock, &Cancel::new(), || held(clock.now()), |_| told += 1);
        (end, told)
    }

    fn exhausted() -> Refusal {
        Refusal::BufferExhausted { bytes: 1, max_block: Duration::ZERO, total: 1, available: 0, poolable: 1 }
    }

    #[test]
    fn as_many_as_planned_are_handed_over_however_few_are_taken_at_once() {
        for at_once in [1, 7, 500] {
            let mut fake = Fake { at_once, ..Fake::new() };
            assert_eq!(driven(&mut fake, &plan(1_001), |_| false), (End::Complete, 0));
            assert_eq!(fake.taken, 1_001);
        }
    }

    #[test]
    fn a_refusal_that_passes_is_told_and_counted_and_the_load_goes_on() {
        let mut fake = Fake { refuses: Some((500, exhausted())), ..Fake::new() };
        assert_eq!(driven(&mut fake, &plan(1_001), |_| false), (End::Complete, 1));
        assert_eq!(fake.taken, 1_000, "the refused one is one of the records planned");
    }

    #[test]
    fn a_refusal_that_all_records_will_meet_ends_the_load() {
        let absent = || Refusal::TopicNotInMetadata { topic: "t".into(), max_block: Duration::ZERO };
        for (refusal, unreachable) in
            [(Refusal::TooLargeForBuffer { bytes: 9 }, false), (absent(), false), (exhausted(), true)]
        {
            let mut fake = Fake { refuses: Some((0, refusal.clone())), unreachable, ..Fake::new() };
            let (end, told) = driven(&mut fake, &plan(1_000), |_| false);
            assert!(matches!(end, End::GaveUp(_)), "{refusal:?}: {end:?}");
            assert_eq!((told, fake.taken), (1, 0));
        }
    }

    #[test]
    fn what_no_retry_heals_is_told_from_what_meets_some_records() {
        for (code, idempotent, all) in [
            (Code::MSG_TIMED_OUT, true, false),
            (10, true, false),
            (29, false, true),
            (31, false, true),
            (45, true, true),
            (45, false, false),
            (Code::AUTHENTICATION, false, true),
            (Code::PURGE_QUEUE, false, false),
        ] {
            assert_eq!(is_for_all(&Failure::new(code, false, None, idempotent)), all, "{code}");
        }
    }

    #[test]
    fn a_record_that_waits_when_it_is_cancelled_is_withdrawn_and_has_not_failed() {
        let mut fake = Fake { cancels_at: 500, ..Fake::new() };
        assert_eq!(driven(&mut fake, &plan(1_000), |_| false), (End::Stopped { withdrawn: 1 }, 0));
    }

    #[test]
    fn an_end_that_is_held_up_is_waited_for() {
        let mut fake = Fake::new();
        assert_eq!(driven(&mut fake, &plan(10), |now| now < 2_000_000), (End::Complete, 0));
        assert_eq!(fake.taken, 10);
    }
}
