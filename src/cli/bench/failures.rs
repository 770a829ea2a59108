//! Failures of a load, those alike together.

use std::collections::HashMap;

use crate::cli::exit::is_local;
use crate::cli::words;
use crate::domain::figures;
use crate::domain::outcome::{Failure, Outcome, Status};

/// Kinds told apart.
const KINDS: usize = 100;

/// What failures have in common that are told together.
type Kind = (i32, String, Option<i32>, Option<String>);

/// The failures of a load so far.
#[derive(Debug, Default)]
pub(super) struct Failures {
    kinds: HashMap<Kind, (u64, Failure)>,
    /// All of them, those that are in no kind among them.
    total: u64,
    /// Failed for a reason of their own, which says nothing of the brokers.
    local: u64,
}

impl Failures {
    /// So many records ended like this one.
    pub(super) fn add(&mut self, outcome: &Outcome, count: u64) {
        let Status::Failed(failure) = &outcome.status else { return };
        self.total += count;
        self.local += if is_local(outcome) { count } else { 0 };
        let kind = (failure.code, outcome.topic.clone(), outcome.partition, failure.cause.clone());
        if self.kinds.len() < KINDS || self.kinds.contains_key(&kind) {
            self.kinds.entry(kind).or_insert_with(|| (0, failure.clone())).0 += count;
        }
    }

    /// Failed for a reason of their own.
    pub(super) fn local(&self) -> u64 {
        self.local
    }

    /// A line for each kind, the most frequent first, when `failed` records failed in all.
    pub(super) fn lines(&self, failed: u64) -> Vec<String> {
        let mut kinds: Vec<_> = self.kinds.iter().collect();
        kinds.sort_by_key(|(kind, (count, _))| (u64::MAX - *count, *kind));
        let mut lines: Vec<String> = kinds
            .into_iter()
            .map(|((_, topic, partition, _), (count, failure))| {
                let place = partition.map_or_else(|| topic.clone(), |partition| format!("{topic}-{partition}"));
                format!("{} failed  {place}  {}", records(*count), words::failure(failure))
            })
            .collect();
        let told: u64 = self.kinds.values().map(|(count, _)| count).sum();
        match failed.saturating_sub(told) {
            0 => {}
            rest if rest + told <= self.total => lines.push(format!("{} failed in yet other ways", records(rest))),
            rest => lines.push(format!("{} failed too fast for their errors to be told", records(rest))),
        }
        lines
    }
}

/// A number of records in words.
pub(super) fn records(count: u64) -> String {
    if count == 1 { "1 record".to_owned() } else { format!("{} records", figures::count(count)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::failure::Code;
    use crate::domain::record::Record;

    fn outcome(code: i32, partition: i32, cause: Option<&str>) -> Outcome {
        let record = Record { topic: "t".into(), partition: Some(partition), ..Record::default() };
        Outcome::not_taken(0, &record, Failure::new(code, false, cause.map(str::to_owned), false))
    }

    #[test]
    fn failures_alike_are_one_line_with_a_count_and_the_most_come_first() {
        let mut failures = Failures::default();
        failures.add(&outcome(Code::MSG_TIMED_OUT, 1, Some("refused")), 3);
        failures.add(&outcome(Code::MSG_TIMED_OUT, 0, Some("refused")), 1_500);
        failures.add(&outcome(Code::MSG_TIMED_OUT, 1, Some("reset")), 1);
        failures.add(&outcome(Code::MSG_TIMED_OUT, 1, Some("refused")), 4);
        let lines = failures.lines(1_600);
        let starts = ["1 500 records failed  t-0  ", "7 records failed  t-1  ", "1 record failed  t-1  "];
        for (line, start) in lines.iter().zip(starts) {
            assert!(line.starts_with(start) && line.contains("_MSG_TIMED_OUT -192"), "{line}");
        }
        assert!(lines[2].ends_with(", because: reset"), "{}", lines[2]);
        assert_eq!(lines[3..], ["92 records failed too fast for their errors to be told"]);
    }

    #[test]
    fn kinds_beyond_those_told_apart_are_counted() {
        let mut failures = Failures::default();
        for partition in 0..105 {
            failures.add(&outcome(Code::MSG_TIMED_OUT, partition, None), 2);
        }
        let lines = failures.lines(210);
        assert_eq!((lines.len(), lines[KINDS].as_str()), (KINDS + 1, "10 records failed in yet other ways"));
    }
}
