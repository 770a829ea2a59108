//! The loop that follows the records to their ends and tells of them.

use std::io::Stdout;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use tokio::sync::mpsc::Receiver;

use super::intake::End;
use super::output::Output;
use crate::cli::console::Console;
use crate::cli::exit;
use crate::cli::leaving::Leaving;
use crate::cli::tally::{self, Ending, Stopped, Tally};
use crate::cli::trace::Trace;
use crate::cli::waits::Waits;
use crate::domain::outcome::{Outcome, Status};
use crate::domain::request::Request;
use crate::kafka::producer::{Lanes, Producer};

/// How often progress is shown and what is waited for is looked at.
const TICK: Duration = Duration::from_millis(250);

/// Outcomes and requests taken together at most.
const TOGETHER: usize = 1024;

/// What the sending thread tells at its end.
pub(super) enum Told {
    /// No more records come.
    Ended(End),
    /// Every accepted record reached its end, or is waited for no more.
    Drained,
}

/// The state of the loop.
pub(super) struct Follower<'a> {
    console: &'a Console,
    output: Output<'a, Stdout>,
    /// Until everything is drained.
    producer: Option<Producer>,
    /// Records tried so far.
    attempted: Arc<AtomicU64>,
    topic: Option<String>,
    trace: Option<Trace>,
    tally: Tally,
    ending: Ending,
    waits: Waits,
    leaving: Leaving,
}

impl<'a> Follower<'a> {
    /// Nothing was sent yet.
    pub(super) fn new(
        console: &'a Console,
        output: Output<'a, Stdout>,
        producer: Producer,
        attempted: Arc<AtomicU64>,
        topic: Option<String>,
        trace: Option<Trace>,
    ) -> Self {
        Self {
            console,
            output,
            producer: Some(producer),
            attempted,
            topic,
            trace,
            tally: Tally::default(),
            ending: Ending::default(),
            waits: Waits::new(),
            leaving: Leaving::default(),
        }
    }

    /// Follows until everybody has told everything. Returns the exit code.
    pub(super) async fn follow(
        mut self,
        lanes: Lanes,
        mut refused: Receiver<Outcome>,
        mut told: Receiver<Told>,
        mut interrupts: Receiver<()>,
    ) -> u8 {
        let Lanes { mut outcomes, mut requests, .. } = lanes;
        let (mut some, mut others, mut traced) = (Vec::new(), Vec::new(), Vec::new());
        let (mut delivering, mut refusing, mut telling) = (true, true, true);
        let mut tracing = self.trace.is_some();
        let mut tick = tokio::time::interval(TICK);
        while delivering || refusing || telling || tracing {
            tokio::select! {
                biased;
                Some(()) = interrupts.recv() => self.interrupted(),
                _ = tick.tick() => self.tick(),
                count = outcomes.recv_many(&mut some, TOGETHER), if delivering => {
                    delivering = count > 0;
                    self.outcomes(&mut some, outcomes.is_empty());
                }
                count = refused.recv_many(&mut others, TOGETHER), if refusing => {
                    refusing = count > 0;
                    self.outcomes(&mut others, refused.is_empty());
                }
                count = requests.recv_many(&mut traced, TOGETHER), if tracing => {
                    tracing = count > 0;
                    self.requests(&mut traced, requests.is_empty());
                }
                message = told.recv(), if telling => match message {
                    Some(Told::Ended(end)) => self.ended(end),
                    Some(Told::Drained) => self.drained(),
                    None => telling = false,
                }
            }
        }
        self.finish()
    }

    fn outcomes(&mut self, outcomes: &mut Vec<Outcome>, last: bool) {
        for outcome in &*outcomes {
            self.tally.add(outcome);
            match &outcome.status {
                Status::Delivered | Status::Sent => self.waits.progressed(),
                Status::Failed(failure) => self.waits.note(failure.cause.clone()),
            }
        }
        self.output.outcomes(outcomes);
        outcomes.clear();
        if last {
            self.output.flush();
        }
    }

    fn requests(&mut self, requests: &mut Vec<Request>, last: bool) {
        if let Some(trace) = &mut self.trace {
            let written = trace.write(requests).and_then(|()| if last { trace.flush() } else { Ok(()) });
            if let Err(problem) = written {
                self.console.say(&problem);
            }
        }
        requests.clear();
    }

    fn waiting(&self) -> u64 {
        self.attempted.load(Ordering::Relaxed).saturating_sub(self.tally.total())
    }

    fn tick(&mut self) {
        let waiting = self.waiting();
        if let Some(producer) = &self.producer {
            let topic = self.topic.as_deref();
            let of_a_partition = || producer.waits(None).into_iter().next().map(|wait| wait.reason);
            let known = || producer.overall_reason().or_else(of_a_partition).or_else(|| producer.reason(topic?, None));
            self.waits.look(waiting, &producer.settings().bootstrap, known, self.console);
        }
        self.output.progress(&self.tally, waiting);
        if let Some(producer) = &self.producer {
            self.leaving.tick(producer);
        }
    }

    fn interrupted(&mut self) {
        if let Some(producer) = &self.producer {
            self.leaving.interrupt(producer, self.console);
            self.ending.stopped = Stopped::Interrupted;
        }
    }

    fn ended(&mut self, end: End) {
        match end {
            End::Bad(message) => {
                self.ending.stopped = self.ending.stopped.max(Stopped::Misunderstood);
                self.console.say(&message);
            }
            End::Complete | End::Unreachable | End::Interrupted => {}
        }
        // No prompt stands any more.
        self.console.keep("");
    }

    /// Everything has ended: lets go of the producer, and with it the lanes end.
    fn drained(&mut self) {
        if let Some(producer) = self.producer.take() {
            self.ending.unreachable = producer.unreachable();
            self.waits.note(producer.overall_reason());
        }
    }

    fn finish(mut self) -> u8 {
        let mut lost_trace = false;
        if let Some(trace) = &mut self.trace {
            if let Err(problem) = trace.flush() {
                self.console.say(&problem);
            }
            lost_trace = trace.is_broken();
        }
        // Nobody is left to tell of them.
        self.ending.unknown = self.waiting();
        let remark = (self.ending.stopped == Stopped::Interrupted).then_some("interrupted");
        self.output.finish(&self.tally, self.ending.unknown, remark);
        self.ending.unwritten = lost_trace || self.output.is_unwritten();
        let code = tally::code(&self.tally, self.ending);
        if code == exit::UNREACHABLE {
            let reason = self.waits.reason().unwrap_or("no broker answered");
            self.console.say(&format!("no broker could be reached: {reason}"));
        }
        code
    }
}
