//! A load at its beginning.

use super::account::Account;
use super::clock::{Clock as _, SystemClock};
use super::schedule::Schedule;
use crate::domain::load::Plan;
use crate::kafka::producer::{Generations, LoadSender, Pace};

/// Everything that a load goes by. Its time has begun, and nothing was offered.
pub struct Begun {
    /// Its time.
    pub clock: SystemClock,
    /// When which record is offered.
    pub schedule: Schedule,
    /// Who sends them.
    pub sender: LoadSender,
    /// What is measured.
    pub account: Account,
}

impl Begun {
    /// Begins a load now.
    ///
    /// # Errors
    /// A load goes on already, or there is no memory for its records.
    pub fn now(plan: &Plan, generations: &Generations) -> Result<Self, String> {
        let clock = SystemClock::begin();
        let schedule = Schedule::begin(plan, clock.now());
        let pace = plan.rate.map(|rate| Pace { start_micros: schedule.begun(), rate });
        let sender = generations.load(&plan.topic, plan.size, plan.keys, pace)?;
        let account = Account::open(schedule.begun(), generations.snapshot(), generations.settings().batch_size);
        Ok(Self { clock, schedule, sender, account })
    }
}
