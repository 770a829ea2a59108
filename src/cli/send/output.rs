//! Where outcomes are written, and what a person sees meanwhile.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal, Write};

use super::latency::Latencies;
use super::text;
use crate::cli::OutputKind;
use crate::cli::console::Console;
use crate::cli::tally::Tally;
use crate::domain::interchange::OutcomeLine;
use crate::domain::outcome::{Outcome, Status};

/// Deliveries shown one by one; from there on they are counted.
const SHOWN: u64 = 100;

/// Failures of one kind shown one by one, and kinds told apart.
const FAILURES_SHOWN: u64 = 10;
const KINDS: usize = 1000;

/// Failures alike.
type Kind = (String, Option<i32>, i32);

/// Writes outcomes, each as it comes.
pub(super) struct Output<'a, W: Write> {
    kind: OutputKind,
    out: BufWriter<W>,
    console: &'a Console,
    /// Deliveries that may still be shown one by one.
    left: u64,
    /// How many failures of each kind came, with the words of the last.
    failures: HashMap<Kind, (u64, String)>,
    latencies: Latencies,
    /// Why nothing is written any more.
    broken: Option<io::Error>,
    buffer: Vec<u8>,
}

impl<'a, W: Write> Output<'a, W> {
    /// `expected` is how many records there will be, if that is known; `all` shows every delivery, however many.
    pub(super) fn new(kind: OutputKind, out: W, console: &'a Console, expected: Option<u64>, all: bool) -> Self {
        let left = match expected {
            _ if all => u64::MAX,
            Some(count) if count > SHOWN => 0,
            Some(_) | None => SHOWN,
        };
        let out = BufWriter::with_capacity(64 * 1024, out);
        Self {
            kind,
            out,
            console,
            left,
            failures: HashMap::new(),
            latencies: Latencies::new(),
            broken: None,
            buffer: Vec::new(),
        }
    }

    /// Writes what became of some records.
    pub(super) fn outcomes(&mut self, outcomes: &[Outcome]) {
        self.buffer.clear();
        for outcome in outcomes {
            if let (true, Some(micros)) = (outcome.is_ok(), outcome.latency_micros) {
                self.latencies.add(micros);
            }
            match self.kind {
                OutputKind::Json => {
                    // Numbers and strings into memory: nothing here can fail.
                    let _ = serde_json::to_writer(&mut self.buffer, &OutcomeLine::from(outcome));
                    self.buffer.push(b'\n');
                }
                OutputKind::Text => {
                    if let Some(line) = self.line(outcome) {
                        self.buffer.extend_from_slice(line.as_bytes());
                        self.buffer.push(b'\n');
                    }
                }
            }
        }
        self.write_buffer();
    }

    /// The line of an outcome, if it gets one.
    fn line(&mut self, outcome: &Outcome) -> Option<String> {
        match &outcome.status {
            Status::Delivered | Status::Sent => {
                if self.left == 0 {
                    return None;
                }
                let mut line = text::outcome(outcome);
                if self.left != u64::MAX {
                    self.left -= 1;
                }
                if self.left == 0 {
                    let _ = write!(line, "\nThat makes {SHOWN}; further deliveries are only counted.");
                }
                Some(line)
            }
            Status::Failed(failure) => {
                let kind = (outcome.topic.clone(), outcome.partition, failure.code);
                let line = text::outcome(outcome);
                if self.failures.len() >= KINDS && !self.failures.contains_key(&kind) {
                    return Some(line);
                }
                let (count, last) = self.failures.entry(kind).or_default();
                *count += 1;
                if *count <= FAILURES_SHOWN || self.left == u64::MAX {
                    return Some(line);
                }
                *last = line;
                None
            }
        }
    }

    /// Writes the last lines: failures that got no line of their own, and the count.
    pub(super) fn finish(&mut self, tally: &Tally, unknown: u64, remark: Option<&str>) {
        self.console.keep("");
        let mut summary = text::summary(tally, unknown);
        if let Some(latency) = self.latencies.summary(SHOWN) {
            let _ = write!(summary, "; {latency}");
        }
        if let Some(remark) = remark {
            let _ = write!(summary, " ({remark})");
        }
        match self.kind {
            OutputKind::Text => {
                self.buffer.clear();
                let mut more: Vec<_> = self.failures.drain().filter(|(_, (_, last))| !last.is_empty()).collect();
                more.sort();
                for (_, (count, last)) in more {
                    let count = count - FAILURES_SHOWN;
                    let _ = writeln!(self.buffer, "{count} more like this failed, the last: {last}");
                }
                let _ = writeln!(self.buffer, "{summary}");
                self.write_buffer();
            }
            OutputKind::Json if self.console.is_terminal() => self.console.say(&summary),
            OutputKind::Json => {}
        }
        self.flush();
    }

    /// Shows how far it is, where that is all a person sees.
    pub(super) fn progress(&self, tally: &Tally, waiting: u64) {
        let counted = match self.kind {
            OutputKind::Text => self.left == 0,
            OutputKind::Json => !io::stdout().is_terminal(),
        };
        if counted {
            self.console.keep(&format!("{}, {waiting} on their way", text::summary(tally, 0)));
        }
    }

    fn write_buffer(&mut self) {
        if self.broken.is_none() && !self.buffer.is_empty() {
            let Self { out, buffer, console, .. } = self;
            // What fits into the memory does not touch the terminal yet.
            let fits = out.buffer().len() + buffer.len() < out.capacity();
            let written = if fits { out.write_all(buffer) } else { console.around(|| out.write_all(buffer)) };
            if let Err(error) = written {
                self.broke(error);
            }
        }
    }

    /// Hands on what was written.
    pub(super) fn flush(&mut self) {
        if self.broken.is_none()
            && !self.out.buffer().is_empty()
            && let Err(error) = self.console.around(|| self.out.flush())
        {
            self.broke(error);
        }
    }

    /// Nothing can be written any more. Records are sent on: they were asked for, and the exit code tells of them.
    fn broke(&mut self, error: io::Error) {
        let why = match error.kind() {
            io::ErrorKind::BrokenPipe => "nobody reads standard output any more".to_owned(),
            _ => format!("standard output can't be written: {error}"),
        };
        self.console.say(&format!("{why}; records are still sent, their outcomes are not shown"));
        self.broken = Some(error);
    }

    /// Whether outcomes were lost for another reason than that nobody wanted them.
    pub(super) fn is_unwritten(&self) -> bool {
        self.broken.as_ref().is_some_and(|error| error.kind() != io::ErrorKind::BrokenPipe)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::refusal::Refusal;

    fn outcome(n: u64, status: Status) -> Outcome {
        Outcome {
            n,
            status,
            topic: "t".into(),
            partition: Some(0),
            offset: Some(1),
            timestamp: None,
            timestamp_type: None,
            key_size: -1,
            value_size: 1,
            latency_micros: None,
            broker: None,
            attempts: 1,
            journey: None,
        }
    }

    fn written(kind: OutputKind, expected: Option<u64>, all: bool, outcomes: &[Outcome]) -> Vec<String> {
        let console = Console::default();
        let mut bytes = Vec::new();
        let mut output = Output::new(kind, &mut bytes, &console, expected, all);
        let mut tally = Tally::default();
        for outcome in outcomes {
            tally.add(outcome);
            output.outcomes(std::slice::from_ref(outcome));
        }
        output.finish(&tally, 0, None);
        drop(output);
        String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
    }

    fn delivered(count: u64) -> Vec<Outcome> {
        (0..count).map(|n| outcome(n, Status::Delivered)).collect()
    }

    #[test]
    fn a_few_records_get_a_line_each_and_a_count() {
        let lines = written(OutputKind::Text, Some(2), false, &delivered(2));
        assert_eq!(lines.len(), 3);
        assert!(lines[0].starts_with("#0 delivered") && lines[1].starts_with("#1 delivered"));
        assert_eq!(lines[2], "2 records: 2 delivered");
    }

    #[test]
    fn many_records_are_counted() {
        assert_eq!(written(OutputKind::Text, Some(101), false, &delivered(101)), ["101 records: 101 delivered"]);
        let unforeseen = written(OutputKind::Text, None, false, &delivered(150));
        assert_eq!(unforeseen.len(), 102);
        assert_eq!(unforeseen[100], "That makes 100; further deliveries are only counted.");
        assert_eq!(written(OutputKind::Text, None, true, &delivered(150)).len(), 151, "a person at the prompt");
    }

    #[test]
    fn failures_are_shown_and_those_alike_are_summed_up() {
        let failed = |n, refusal: Refusal| outcome(n, Status::Failed(refusal.failure(None)));
        let mut outcomes: Vec<_> = (0..15).map(|n| failed(n, Refusal::Closed)).collect();
        outcomes.push(failed(15, Refusal::ZeroTimestamp));
        let lines = written(OutputKind::Text, Some(1000), false, &outcomes);
        assert_eq!(lines.len(), 13);
        assert!(lines[10].starts_with("#15 failed"));
        assert!(lines[11].starts_with("5 more like this failed, the last: #14 failed  t-0"), "{}", lines[11]);
        assert_eq!(lines[12], "16 records: 0 delivered, 16 failed");
    }

    #[test]
    fn scripts_get_every_outcome_and_nothing_else() {
        let lines = written(OutputKind::Json, Some(300), false, &delivered(300));
        assert_eq!(lines.len(), 300);
        assert!(lines.iter().all(|line| line.starts_with("{\"type\":\"outcome\",\"n\":")));
    }

    #[test]
    fn a_reader_that_left_is_no_failure_of_the_records() {
        struct Left(io::ErrorKind);
        impl Write for Left {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(self.0.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        for (kind, unwritten) in [(io::ErrorKind::BrokenPipe, false), (io::ErrorKind::StorageFull, true)] {
            let console = Console::default();
            let mut output = Output::new(OutputKind::Json, Left(kind), &console, None, false);
            output.outcomes(&delivered(1));
            output.flush();
            output.outcomes(&delivered(1));
            assert_eq!(output.is_unwritten(), unwritten);
        }
    }
}
