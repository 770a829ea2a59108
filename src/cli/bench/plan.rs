//! The plan that the flags come to, and whether its records can be.

use super::BenchArgs;
use crate::domain::figures;
use crate::domain::load::{Keys, Plan, Until};
use crate::domain::refusal::SizeLimits;
use crate::domain::size::RecordSize;
use crate::kafka::settings::Settings;

/// Records a second that nobody reaches: how many a load without a count and a rate may come to.
const FASTEST: u128 = 10_000_000;

impl BenchArgs {
    /// The load that is asked for.
    ///
    /// # Errors
    /// Its values can't hold the numbers of its records.
    pub(super) fn plan(&self, topic: String) -> Result<Plan, String> {
        let until = Until { records: self.records, duration: self.duration };
        let plan = Plan { topic, until, size: self.size, keys: self.keys, rate: self.rate };
        let (most, needed) = (most_records(&plan), largest_number(&plan).to_string().len() + 1);
        if (plan.size as usize) < needed {
            return Err(format!(
                "--size: '{}' holds no value that begins with the record's number, of up to {} digits among {} \
                 records, and a space; allowed: {needed} or more",
                plan.size,
                needed - 1,
                figures::count(most),
            ));
        }
        Ok(plan)
    }
}

fn most_records(plan: &Plan) -> u64 {
    let rate = plan.rate.map_or(FASTEST, u128::from);
    let timed = plan.until.duration.map(|duration| (duration.as_micros() * rate).div_ceil(1_000_000));
    let timed = timed.map_or(u64::MAX, |count| u64::try_from(count).unwrap_or(u64::MAX));
    plan.until.records.unwrap_or(u64::MAX).min(timed)
}

fn largest_number(plan: &Plan) -> u64 {
    most_records(plan).saturating_sub(1)
}

/// Whether a producer with these settings can ever take the plan's largest record.
///
/// # Errors
/// What stands against it.
pub(super) fn check_size(plan: &Plan, settings: &Settings) -> Result<(), String> {
    let digits = |number: u64| Some(number.to_string().len());
    let key = match plan.keys {
        Keys::None => None,
        Keys::Sequential => digits(largest_number(plan)),
        Keys::Uniform(count) => digits(u64::from(count.saturating_sub(1))),
    };
    let limits = SizeLimits {
        max_request_size: settings.max_request_size,
        buffer_memory: settings.buffer_memory,
        batch_size: settings.batch_size,
    };
    let size = RecordSize::of_parts(key, plan.size as usize);
    limits.check(size).map_err(|refusal| format!("--size: '{}' can't be sent: {refusal}", plan.size))
}
