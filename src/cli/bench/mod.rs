//! `linger bench`: a load, and what came of it.

mod changes;
mod failures;
mod follow;
mod plan;
mod report;
mod session;
mod stop;

use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgGroup, Args};

use super::OutputKind;
use super::target::TargetArgs;
use crate::domain::load::Keys;
use crate::domain::timestamp::duration_ms;

pub use session::run;

/// Sends many records of one shape, at a rate or as fast as they are taken, and reports what came of them.
#[derive(Args, Clone, Debug)]
#[command(after_help = AFTER_HELP, group(ArgGroup::new("until").required(true).multiple(true).args(["records", "duration"])))]
pub struct BenchArgs {
    /// Which cluster, and with which producer.
    #[command(flatten)]
    pub target: TargetArgs,
    /// Ends after so many records.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = records)]
    pub records: Option<u64>,
    /// Ends after so long, as 30s, 500ms or 1m30s; with --records too, whichever comes first. What is late then is still
    /// sent, for 2 s or a tenth of that time.
    #[arg(long, value_name = "D", allow_negative_numbers = true, value_parser = duration)]
    pub duration: Option<Duration>,
    /// Bytes of each value; it begins with the record's number, counted from 0, and a space.
    #[arg(long, value_name = "B", default_value_t = 100, allow_negative_numbers = true, value_parser = size)]
    pub size: u32,
    /// The keys: null, the record's number, or one of N numbers.
    #[arg(long, value_name = "none|sequential|uniform:N", default_value = "none", value_parser = keys)]
    pub keys: Keys,
    /// Records a second; latency then counts from when a record was due. Without it: as fast as they are taken.
    #[arg(long, value_name = "R", allow_negative_numbers = true, value_parser = rate)]
    pub rate: Option<u32>,
    /// Changes a producer property at a time of the load, as --set does, by a producer that takes over; may be given
    /// more than once.
    #[arg(long, value_name = "TIME:NAME=VALUE")]
    pub at: Vec<String>,
    /// Answers yes where a guard wants every send confirmed.
    #[arg(long)]
    pub yes: bool,
    /// Writes every Produce request to this file, a JSON object a line.
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
    /// How the report is written: for people, or as a JSON object.
    #[arg(long, value_name = "KIND", default_value = "text")]
    pub format: OutputKind,
}

const AFTER_HELP: &str = "\
Exit codes:
  0    every record was delivered (with acks=0: sent)
  1    a record failed, was refused, or its fate is unknown; or a change of --at could not be made
  2    the command line or a profile can't be understood
  3    no broker could be reached, or none let us in, and nothing was delivered
  130  interrupted; what was accepted is delivered or reported first

Examples:
  linger bench --topic orders --records 1000000
  linger bench --topic orders --duration 30s --rate 20000 --size 1000 --keys uniform:500 -b localhost:9092
  linger bench --topic orders --duration 6s --at 2s:linger.ms=100 --at 4s:linger.ms=0 --format json";

fn records(text: &str) -> Result<u64, String> {
    text.parse().ok().filter(|count| *count > 0).ok_or_else(|| "allowed is a whole number of 1 or more".to_owned())
}

fn size(text: &str) -> Result<u32, String> {
    let allowed = || format!("allowed is a whole number of 2 to {}", i32::MAX);
    text.parse().ok().filter(|size| (2..=i32::MAX.unsigned_abs()).contains(size)).ok_or_else(allowed)
}

fn rate(text: &str) -> Result<u32, String> {
    text.parse().ok().filter(|rate| *rate > 0).ok_or_else(|| format!("allowed is a whole number of 1 to {}", u32::MAX))
}

fn duration(text: &str) -> Result<Duration, String> {
    time(text)
        .filter(|duration| !duration.is_zero())
        .ok_or_else(|| "allowed is a time above 0 with its unit, as 30s, 500ms or 1m30s (ms, s, m, h, d)".to_owned())
}

/// A time as `1m30s`.
fn time(text: &str) -> Option<Duration> {
    u64::try_from(duration_ms(text)?).ok().map(Duration::from_millis)
}

fn keys(text: &str) -> Result<Keys, String> {
    let uniform = |number: &str| number.parse().ok().filter(|count| *count > 0).map(Keys::Uniform);
    match text.split_once(':') {
        None if text == "none" => Some(Keys::None),
        None if text == "sequential" => Some(Keys::Sequential),
        Some(("uniform", number)) => uniform(number),
        _ => None,
    }
    .ok_or_else(|| format!("allowed are none, sequential and uniform:N with a whole number N of 1 to {}", u32::MAX))
}

#[cfg(test)]
mod tests;
