//! Runs whose records can be told apart in the log, and whether what was said of each of them is so.

use std::collections::HashMap;
use std::path::PathBuf;

use crate::harness::product::{Outcome, Ran, Request, Running, parse, requests};
use crate::harness::stage;
use crate::harness::topics::{Row, unused_name};

/// A run whose line n holds the number n.
pub struct Numbered {
    running: Running,
    said: usize,
    heard: Vec<Outcome>,
    trace: PathBuf,
}

impl Numbered {
    /// Starts `linger send -` with these properties, and with a trace.
    pub fn start(bootstrap: &str, topic: &str, settings: &[&str]) -> Self {
        let trace = stage::run_folder().join(unused_name("numbered"));
        let mut arguments = vec!["send", "-b", bootstrap, "--topic", topic, "--format", "json"];
        arguments.extend(settings.iter().flat_map(|setting| ["--set", setting]));
        arguments.extend(["--trace", trace.to_str().unwrap(), "-"]);
        Self { running: Running::start(&arguments), said: 0, heard: Vec::new(), trace }
    }

    pub fn say(&mut self, lines: usize) {
        for _ in 0..lines {
            self.running.say(&self.said.to_string());
            self.said += 1;
        }
    }

    pub fn hear(&mut self, outcomes: usize) {
        for _ in 0..outcomes {
            let outcome = self.running.outcome();
            self.heard.push(outcome);
        }
    }

    /// Ends the input; gives every outcome, each record having exactly one, and the requests.
    pub fn finish(mut self) -> (Ran, Vec<Outcome>, Vec<Request>) {
        self.running.end_input();
        while let Some(line) = self.running.line() {
            self.heard.push(parse(&line, "outcome"));
        }
        let ran = self.running.finish();
        self.heard.sort_by_key(|outcome| outcome.n);
        let numbers: Vec<u64> = self.heard.iter().map(|outcome| outcome.n).collect();
        assert_eq!(numbers, (0..self.said as u64).collect::<Vec<_>>(), "every record has exactly one outcome");
        let requests = requests(&self.trace);
        (ran, self.heard, requests)
    }
}

/// Where each number stands in the log. An idempotent producer writes none twice.
fn places(rows: &[Row]) -> HashMap<u64, (i32, i64)> {
    let mut places = HashMap::new();
    for row in rows {
        let value = data_encoding::HEXLOWER.decode(row.value.as_ref().unwrap().as_bytes()).unwrap();
        let number = String::from_utf8(value).unwrap().parse().unwrap();
        let twice = places.insert(number, (row.partition, row.offset));
        assert_eq!(twice, None, "{number} is in the log twice");
    }
    places
}

/// Nothing that was said to be delivered is lost or elsewhere, nothing that was said to be not persisted is in the log.
pub fn truthful(outcomes: &[Outcome], rows: &[Row]) {
    let places = places(rows);
    for outcome in outcomes {
        let place = places.get(&outcome.n).copied();
        match outcome.status.as_str() {
            "delivered" => assert_eq!(place, outcome.partition.zip(outcome.offset), "{outcome:?}"),
            _ if outcome.failure().possibly_persisted => assert!(outcome.attempts > 0, "it never left: {outcome:?}"),
            _ => assert_eq!(place, None, "{outcome:?}"),
        }
    }
}
