//! The loop that follows a load to its end and tells of it.

use std::io::{self, Write as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::mpsc::Receiver;
use tokio::time::{self, MissedTickBehavior, sleep_until};

use super::changes::seconds;
use super::failures::{Failures, records};
use super::report::{self, Circumstances};
use super::stop::Stop;
use crate::cli::OutputKind;
use crate::cli::console::Console;
use crate::cli::exit;
use crate::cli::leaving::Leaving;
use crate::cli::tally::{self, Ending, Stopped, Tally};
use crate::cli::trace::Trace;
use crate::cli::waits::Waits;
use crate::domain::figures;
use crate::domain::interchange::ReportLine;
use crate::domain::load::{Keys, Plan, Progress, Report};
use crate::domain::outcome::{Outcome, Status};
use crate::domain::partitioner::{Rule, Why};
use crate::domain::request::Request;
use crate::domain::swap::SwapStep;
use crate::kafka::producer::{Generations, Lanes, LoadTally};
use crate::kafka::settings::Settings;
use crate::load::driver::{End, is_for_all};

/// How often progress is shown and what is waited for is looked at.
const TICK: Duration = Duration::from_millis(250);

/// Failures and requests taken together at most.
const TOGETHER: usize = 1024;

/// From one look at the traced requests to the next: who waits for each of them is woken by each of them.
const GATHER: Duration = Duration::from_millis(10);

/// What the load's threads tell.
pub(super) enum Told {
    /// The end of a record that was not taken.
    Refused(Box<Outcome>),
    /// A change was made, or was not.
    Changed {
        /// When it was meant to be, after the start.
        at: Duration,
        /// What.
        shown: String,
        /// What came of it.
        result: SwapStep,
    },
    /// No more records come.
    Ended {
        /// Why.
        end: End,
        /// Records that were due and not offered.
        left_out: u64,
    },
    /// Every accepted record reached its end, or is waited for no more.
    Drained(Box<Report>),
}

/// Takes what came, not before that moment; 0 when nothing more will come.
async fn gathered(lane: &mut Receiver<Request>, into: &mut Vec<Request>, after: time::Instant) -> usize {
    sleep_until(after).await;
    lane.recv_many(into, TOGETHER).await
}

/// The state of the loop.
pub(super) struct Follower<'a> {
    console: &'a Console,
    format: OutputKind,
    of: Circumstances,
    cluster: String,
    /// Until everything is drained.
    generations: Option<Generations>,
    load: Arc<LoadTally>,
    /// Ends the load.
    stop: Stop,
    trace: Option<Trace>,
    failures: Failures,
    /// Records that were waiting to be accepted when the load was stopped, and are none of it.
    withdrawn: u64,
    ending: Ending,
    waits: Waits,
    leaving: Leaving,
    /// What was delivered at the tick before.
    before: (Instant, u64),
    report: Option<Report>,
    /// Whether a change was asked for and not made.
    unchanged: bool,
}

impl<'a> Follower<'a> {
    /// Nothing was sent yet.
    pub(super) fn new(
        console: &'a Console,
        format: OutputKind,
        plan: &Plan,
        settings: &Settings,
        (generations, load): (Generations, Arc<LoadTally>),
        stop: Stop,
        trace: Option<Trace>,
    ) -> Self {
        let of = Circumstances {
            unacknowledged: settings.acks == 0,
            embedded: settings.embedded,
            rate: plan.rate,
            partitions: partitions(settings.partitioner, plan.keys),
            ..Circumstances::default()
        };
        Self {
            console,
            format,
            of,
            cluster: settings.bootstrap.clone(),
            generations: Some(generations),
            load,
            stop,
            trace,
            failures: Failures::default(),
            withdrawn: 0,
            ending: Ending::default(),
            waits: Waits::new(),
            leaving: Leaving::default(),
            before: (Instant::now(), 0),
            report: None,
            unchanged: false,
        }
    }

    /// Follows until everybody has told everything. Returns the exit code.
    pub(super) async fn follow(mut self, lanes: Lanes, mut told: Receiver<Told>, mut interrupts: Receiver<()>) -> u8 {
        // A load's records have no outcomes of their own.
        let Lanes { mut requests, mut failures, .. } = lanes;
        let (mut failed, mut traced) = (Vec::new(), Vec::new());
        let (mut failing, mut telling, mut tracing) = (true, true, self.trace.is_some());
        let mut gather = time::Instant::now();
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        while failing || telling || tracing {
            tokio::select! {
                biased;
                Some(()) = interrupts.recv() => self.interrupted(),
                _ = tick.tick() => self.tick(),
                count = failures.recv_many(&mut failed, TOGETHER), if failing => {
                    failing = count > 0;
                    for failure in failed.drain(..) {
                        self.failed(&failure.outcome, failure.count);
                    }
                }
                count = gathered(&mut requests, &mut traced, gather), if tracing => {
                    tracing = count > 0;
                    gather = time::Instant::now() + if count < TOGETHER { GATHER } else { Duration::ZERO };
                    self.requests(&mut traced);
                }
                message = told.recv(), if telling => match message {
                    Some(message) => self.told(message),
                    None => telling = false,
                }
            }
        }
        self.finish()
    }

    fn told(&mut self, message: Told) {
        match message {
            Told::Refused(outcome) => self.failed(&outcome, 1),
            Told::Changed { at, shown, result } => self.changed(at, &shown, &result),
            Told::Ended { end, left_out } => self.ended(&end, left_out),
            Told::Drained(report) => {
                self.report = Some(*report);
                // With the producer the lanes end.
                if let Some(generations) = self.generations.take() {
                    self.ending.unreachable = generations.unreachable();
                    self.waits.note(generations.overall_reason());
                }
            }
        }
    }

    fn failed(&mut self, outcome: &Outcome, count: u64) {
        self.failures.add(outcome, count);
        let Status::Failed(failure) = &outcome.status else { return };
        self.waits.note(failure.cause.clone());
        if is_for_all(failure) {
            self.give_up();
        }
    }

    /// Offers nothing more: every record would fail the same way.
    fn give_up(&self) {
        if self.stop.is_asked() {
            return;
        }
        let offered = self.load.progress().offered;
        self.console.say(&format!("the load ends after {}: the next ones would fail the same way", records(offered)));
        self.stop.now();
    }

    fn changed(&mut self, at: Duration, shown: &str, result: &SwapStep) {
        let what = match result {
            SwapStep::Done { generation, paused_micros } => {
                format!("generation {generation}, intake paused {}", figures::duration(*paused_micros))
            }
            SwapStep::Unchanged => "nothing changes".to_owned(),
            SwapStep::Refused(why) => {
                self.unchanged = true;
                format!("refused, the producer stays: {why}")
            }
            SwapStep::Warming | SwapStep::Draining { .. } => return,
        };
        self.console.say(&format!("{}: {shown}: {what}", seconds(at)));
    }

    fn ended(&mut self, end: &End, left_out: u64) {
        match end {
            End::Complete => self.of.left_out = left_out,
            End::Stopped { withdrawn } => self.withdrawn = *withdrawn,
            End::GaveUp(_) => self.give_up(),
        }
    }

    fn requests(&mut self, requests: &mut Vec<Request>) {
        if let Some(trace) = &mut self.trace
            && let Err(problem) = trace.write(requests)
        {
            self.console.say(&problem);
        }
        requests.clear();
    }

    fn interrupted(&mut self) {
        if let Some(generations) = &self.generations {
            self.leaving.interrupt(generations, self.console);
            self.ending.stopped = Stopped::Interrupted;
        }
    }

    fn tick(&mut self) {
        let Some(generations) = &self.generations else { return };
        let (progress, meter) = (self.load.progress(), generations.snapshot());
        let (then, before) = std::mem::replace(&mut self.before, (Instant::now(), progress.delivered));
        if progress.delivered > before {
            self.waits.progressed();
        }
        let blocked = meter.waiting.metadata + meter.waiting.memory;
        let waiting = generations.outstanding() + u64::from(blocked);
        self.waits.look(waiting, &self.cluster, || generations.overall_reason(), self.console);
        self.leaving.tick(generations);
        if let Some(trace) = &mut self.trace
            && let Err(problem) = trace.flush()
        {
            self.console.say(&problem);
        }
        if self.console.is_terminal() {
            let rate = rate(progress.delivered - before, then.elapsed());
            let buffer = meter.buffer_used * 100 / meter.limits.buffer_memory.max(1);
            self.console.keep(&progress_line(&progress, rate, self.load.latency().at(0.99), buffer));
        }
    }

    fn finish(mut self) -> u8 {
        self.console.keep("");
        let report = self.final_report();
        for line in self.failures.lines(report.failed) {
            self.console.say(&line);
        }
        if let Some(trace) = &mut self.trace {
            if let Err(problem) = trace.flush() {
                self.console.say(&problem);
            }
            self.ending.unwritten |= trace.is_broken();
        }
        self.ending.unwritten |= self.unchanged;
        self.ending.unknown = self.of.unknown;
        self.of.interrupted = self.ending.stopped == Stopped::Interrupted;
        self.write(&report);
        let (failed, local) = (report.failed, self.failures.local());
        let tally = Tally {
            delivered: report.records,
            failed,
            uncertain: report.possibly_written,
            not_local: failed.saturating_sub(local),
            ..Tally::default()
        };
        let code = tally::code(&tally, self.ending);
        if code == exit::UNREACHABLE {
            let reason = self.waits.reason().unwrap_or("no broker answered");
            self.console.say(&format!("no broker could be reached: {reason}"));
        }
        code
    }

    /// The report, without the record that was withdrawn.
    fn final_report(&mut self) -> Report {
        let mut report = self.report.take().unwrap_or_default();
        report.failed = report.failed.saturating_sub(self.withdrawn);
        let progress = self.load.progress();
        let ended = progress.delivered + progress.failed + progress.possibly_written;
        self.of.unknown = progress.offered.saturating_sub(ended);
        report
    }

    fn write(&mut self, report: &Report) {
        let text = match self.format {
            OutputKind::Text => report::text(report, self.of),
            OutputKind::Json => {
                // Numbers into memory: nothing here can fail.
                let line = serde_json::to_string(&ReportLine::from(report)).unwrap_or_default();
                format!("{line}\n")
            }
        };
        let mut out = io::stdout().lock();
        match out.write_all(text.as_bytes()).and_then(|()| out.flush()) {
            // Nobody wants it any more.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            Err(error) => {
                self.console.say(&format!("standard output can't be written: {error}"));
                self.ending.unwritten = true;
            }
            Ok(()) => {}
        }
    }
}

#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn rate(records: u64, within: Duration) -> u64 {
    (records as f64 / within.as_secs_f64().max(0.001)).round() as u64
}

fn progress_line(progress: &Progress, rate: u64, p99: Option<u64>, buffer: u64) -> String {
    let p99 = p99.map(|micros| format!(", p99 {}", figures::duration(micros))).unwrap_or_default();
    let failed = figures::count(progress.failed + progress.possibly_written);
    let (delivered, rate) = (records(progress.delivered), figures::count(rate));
    format!("{delivered}, {rate}/s{p99}, buffer {buffer} %, {failed} failed")
}

/// What chooses the partitions of a load's records and why, unless that is what Java does by default.
fn partitions(rule: Rule, keys: Keys) -> Option<(&'static str, Why)> {
    let key: Option<&[u8]> = match keys {
        Keys::None => None,
        Keys::Sequential | Keys::Uniform(_) => Some(b"0"),
    };
    (rule != Rule::default()).then(|| (rule.name(), rule.why(key)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::partitioner::keyed::KeyRule;

    #[test]
    fn a_rule_that_is_not_javas_default_is_told() {
        let crc32 = Rule::Librdkafka { rule: KeyRule::ConsistentRandom, sticky_ms: 10 };
        let told = |rule, keys| partitions(rule, keys).map(|(rule, why)| format!("{rule}: {why}"));
        assert_eq!(told(Rule::default(), Keys::Sequential), None);
        assert_eq!(told(crc32, Keys::Sequential).as_deref(), Some("consistent_random: crc32(key)"));
        assert_eq!(told(crc32, Keys::None).as_deref(), Some("consistent_random: sticky (10 ms)"));
    }

    #[test]
    fn progress_is_a_short_line() {
        let progress = Progress { delivered: 1_234_567, failed: 3, possibly_written: 1, ..Progress::default() };
        assert_eq!(
            progress_line(&progress, rate(108_000, Duration::from_millis(250)), Some(9_800), 12),
            "1 234 567 records, 432 000/s, p99 9.8 ms, buffer 12 %, 4 failed"
        );
        assert_eq!(
            progress_line(&Progress::default(), rate(0, Duration::ZERO), None, 0),
            "0 records, 0/s, buffer 0 %, 0 failed"
        );
    }
}
