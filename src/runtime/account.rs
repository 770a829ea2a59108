//! What became of every record of a run: told when it ends, and in the exit code.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::domain::load::Progress;
use crate::domain::outcome::{Outcome, Status};
use crate::domain::reason::visible;

/// Lines about single records, at most; the rest is counted.
const LINES: usize = 20;

/// Characters of such a line, at most.
const LINE: usize = 400;

/// The records of one run.
#[derive(Clone, Debug, Default)]
pub struct Account {
    /// Records on their way, and the topic of each.
    open: BTreeMap<u64, String>,
    delivered: u64,
    failed: u64,
    possibly_written: u64,
    /// Those of all loads.
    loads: Progress,
}

impl Account {
    /// How the loads of the run stand, all together.
    pub fn loads(&mut self, loads: Progress) {
        self.loads = loads;
    }

    /// A record was handed over to be sent.
    pub fn sent(&mut self, n: u64, topic: &str) {
        self.open.insert(n, topic.to_owned());
    }

    /// A record came to its end.
    pub fn ended(&mut self, outcome: &Outcome) {
        self.open.remove(&outcome.n);
        match &outcome.status {
            Status::Delivered | Status::Sent => self.delivered += 1,
            Status::Failed(failure) if failure.possibly_persisted => self.possibly_written += 1,
            Status::Failed(_) => self.failed += 1,
        }
    }

    /// Records handed over whose end is not known.
    pub fn outstanding(&self) -> u64 {
        self.open.len() as u64 + self.loads.outstanding()
    }

    /// Whether every record was delivered.
    pub fn is_clean(&self) -> bool {
        self.outstanding() == 0 && self.failed() == 0 && self.possibly_written() == 0
    }

    /// Whether any record was delivered.
    pub fn any_delivered(&self) -> bool {
        self.delivered() > 0
    }

    fn delivered(&self) -> u64 {
        self.delivered + self.loads.delivered
    }

    fn failed(&self) -> u64 {
        self.failed + self.loads.failed
    }

    fn possibly_written(&self) -> u64 {
        self.possibly_written + self.loads.possibly_written
    }

    /// What became of the records, in a sentence; nothing when there were none.
    pub fn sentence(&self) -> Option<String> {
        let open = self.outstanding();
        let all = self.delivered() + self.failed() + self.possibly_written() + open;
        if all == 0 {
            return None;
        }
        let mut sentence =
            format!("{all} {}: {} delivered", if all == 1 { "record" } else { "records" }, self.delivered());
        for (count, what) in [
            (self.failed(), "failed"),
            (self.possibly_written(), "failed but possibly written"),
            (open, "with a fate that is not known, possibly written"),
        ] {
            if count > 0 {
                // Writing to a string can't fail.
                let _ = write!(sentence, ", {count} {what}");
            }
        }
        Some(sentence)
    }

    /// A line for each record whose fate is not known.
    pub fn open_lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self
            .open
            .iter()
            .take(LINES)
            .map(|(n, topic)| format!("record {n} to {topic}: its fate is not known, it may have been written"))
            .collect();
        if self.open.len() > LINES {
            lines.push(format!("and {} more", self.open.len() - LINES));
        }
        match self.loads.outstanding() {
            0 => {}
            1 => lines.push("1 record of a load: its fate is not known, it may have been written".to_owned()),
            open => {
                lines.push(format!("{open} records of a load: their fate is not known, they may have been written"));
            }
        }
        lines
    }
}

/// How a record ended that was still on its way when the program was left, in a line; nothing if it was delivered.
pub fn late_line(outcome: &Outcome) -> Option<String> {
    let Status::Failed(failure) = &outcome.status else { return None };
    let place = match outcome.partition {
        Some(partition) => format!("{}-{partition}", outcome.topic),
        None => outcome.topic.clone(),
    };
    let fate = if failure.possibly_persisted { "possibly written" } else { "not written" };
    let cause = failure.cause.as_ref().map(|cause| format!(" ({cause})")).unwrap_or_default();
    let line = format!("record {} to {place}: {fate}: {}{cause}", outcome.n, failure.words());
    Some(visible(&line, LINE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outcome::{Failure, Side};

    fn outcome(n: u64, status: Status) -> Outcome {
        Outcome {
            n,
            status,
            topic: "orders".to_owned(),
            partition: Some(3),
            offset: None,
            timestamp: None,
            timestamp_type: None,
            key_size: -1,
            value_size: 5,
            latency_micros: None,
            broker: None,
            attempts: 0,
            journey: None,
        }
    }

    fn failed(possibly_persisted: bool) -> Status {
        Status::Failed(Failure {
            code: -192,
            name: "_MSG_TIMED_OUT".to_owned(),
            side: Side::Client,
            retriable: true,
            fatal: false,
            possibly_persisted,
            message: "Local: Message timed out".to_owned(),
            cause: Some("localhost:1 refused the connection".to_owned()),
        })
    }

    fn account(ends: &[Status], open: u64) -> Account {
        let mut account = Account::default();
        for (n, status) in (0..).zip(ends) {
            account.sent(n, "orders");
            account.ended(&outcome(n, status.clone()));
        }
        for n in 100..100 + open {
            account.sent(n, "orders");
        }
        account
    }

    #[test]
    fn the_sentence_counts_every_fate() {
        let table: &[(&[Status], u64, Option<&str>)] = &[
            (&[], 0, None),
            (&[Status::Delivered], 0, Some("1 record: 1 delivered")),
            (&[Status::Delivered, Status::Sent], 0, Some("2 records: 2 delivered")),
            (
                &[Status::Delivered, failed(false), failed(true), failed(true)],
                0,
                Some("4 records: 1 delivered, 1 failed, 2 failed but possibly written"),
            ),
            (&[], 2, Some("2 records: 0 delivered, 2 with a fate that is not known, possibly written")),
        ];
        for (ends, open, expected) in table {
            assert_eq!(account(ends, *open).sentence().as_deref(), *expected);
        }
    }

    #[test]
    fn it_is_clean_when_every_record_was_delivered() {
        assert!(account(&[], 0).is_clean());
        assert!(account(&[Status::Delivered, Status::Sent], 0).is_clean());
        assert!(!account(&[Status::Delivered, failed(false)], 0).is_clean());
        assert!(!account(&[failed(true)], 0).is_clean());
        assert!(!account(&[Status::Delivered], 1).is_clean());
    }

    #[test]
    fn the_records_of_loads_are_counted_with_the_others() {
        let mut account = account(&[Status::Delivered], 1);
        let loads = Progress { offered: 10, accepted: 10, delivered: 6, failed: 1, possibly_written: 1, stopped: true };
        account.loads(loads.clone());
        assert_eq!((account.outstanding(), account.is_clean(), account.any_delivered()), (3, false, true));
        assert_eq!(
            account.sentence().as_deref(),
            Some(
                "12 records: 7 delivered, 1 failed, 1 failed but possibly written, \
                 3 with a fate that is not known, possibly written"
            )
        );
        let lines = account.open_lines();
        assert_eq!(lines[1], "2 records of a load: their fate is not known, they may have been written");
        account.loads(Progress { delivered: 7, ..loads });
        assert_eq!(account.open_lines()[1], "1 record of a load: its fate is not known, it may have been written");
    }

    #[test]
    fn each_open_record_has_a_line_and_many_are_counted() {
        assert_eq!(account(&[Status::Delivered], 0).open_lines(), Vec::<String>::new());
        assert_eq!(
            account(&[], 1).open_lines(),
            ["record 100 to orders: its fate is not known, it may have been written"]
        );
        let lines = account(&[], 25).open_lines();
        assert_eq!(lines.len(), LINES + 1);
        assert_eq!(lines.last().map(String::as_str), Some("and 5 more"));
    }

    #[test]
    fn a_late_failure_says_where_why_and_whether_it_may_be_written() {
        assert_eq!(late_line(&outcome(7, Status::Delivered)), None);
        assert_eq!(
            late_line(&outcome(7, failed(true))).as_deref(),
            Some(
                "record 7 to orders-3: possibly written: Local: Message timed out (localhost:1 refused the connection)"
            )
        );
        let nowhere = Outcome { partition: None, ..outcome(7, failed(false)) };
        assert!(late_line(&nowhere).is_some_and(|line| line.starts_with("record 7 to orders: not written: ")));
    }

    #[test]
    fn a_text_from_outside_can_not_reach_the_terminal() {
        let Status::Failed(failure) = failed(false) else { return };
        let failure = Failure { message: "a\x1b[31mb\nc".to_owned(), cause: None, ..failure };
        let line = late_line(&outcome(7, Status::Failed(failure)));
        assert_eq!(line.as_deref(), Some("record 7 to orders-3: not written: a\\u{1b}[31mb\\nc"));
    }
}
