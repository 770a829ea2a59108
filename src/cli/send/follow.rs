//! The loop that follows the records to their ends and tells of them.

use std::io::Stdout;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use tokio::sync::mpsc::Receiver;

use super::exit::{self, Ending, Stopped, Tally};
use super::intake::End;
use super::output::{Console, Output};
use super::trace::Trace;
use crate::domain::outcome::{Outcome, Status};
use crate::domain::request::Request;
use crate::kafka::producer::{Lanes, Producer};

/// How often progress is shown and what is waited for is looked at.
const TICK: Duration = Duration::from_millis(250);

/// Without any delivery for so long, the reason is told once it is known.
const REASON_AFTER: Duration = Duration::from_millis(1500);

/// And if none is known, that.
const NO_REASON_AFTER: Duration = Duration::from_secs(8);

/// After an interrupt, records on their way have so long to arrive before they are given up.
const GRACE: Duration = Duration::from_secs(10);

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
    /// When something was delivered last, or nothing was waited for.
    progressed: Instant,
    /// The reason told last.
    told: Option<String>,
    /// When the records on their way are given up.
    give_up: Option<Instant>,
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
            progressed: Instant::now(),
            told: None,
            give_up: None,
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
        let Lanes { mut outcomes, mut requests } = lanes;
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
                Status::Delivered | Status::Sent => self.progressed = Instant::now(),
                Status::Failed(failure) => self.told = failure.cause.clone().or(self.told.take()),
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
        if waiting == 0 {
            self.progressed = Instant::now();
        } else if self.progressed.elapsed() >= REASON_AFTER {
            self.tell_reason(waiting);
        }
        self.output.progress(&self.tally, waiting);
        if self.give_up.is_some_and(|at| Instant::now() >= at)
            && let Some(producer) = &self.producer
        {
            self.give_up = None;
            producer.purge();
        }
    }

    /// Tells why records wait, each reason once.
    fn tell_reason(&mut self, waiting: u64) {
        let Some(producer) = &self.producer else { return };
        let topic = self.topic.as_deref();
        let of_a_partition = || producer.waits(None).into_iter().next().map(|wait| wait.reason);
        let known = producer.overall_reason().or_else(of_a_partition).or_else(|| producer.reason(topic?, None));
        let reason = match known {
            Some(reason) => reason,
            None if self.told.is_none() && self.progressed.elapsed() >= NO_REASON_AFTER => {
                format!("nothing was heard yet from {}", producer.settings().bootstrap)
            }
            None => return,
        };
        if self.told.as_ref() != Some(&reason) {
            let verb = if waiting == 1 { "waits" } else { "wait" };
            self.console.say(&format!("{} {verb}: {reason}", super::text::records(waiting)));
            self.told = Some(reason);
        }
    }

    fn interrupted(&mut self) {
        let Some(producer) = &self.producer else { return };
        if self.ending.stopped == Stopped::Interrupted {
            self.console.say("giving up what is on its way");
            producer.purge();
            return;
        }
        self.ending.stopped = Stopped::Interrupted;
        self.give_up = Some(Instant::now() + GRACE);
        let outstanding = producer.outstanding();
        if outstanding > 0 {
            let records = super::text::records(outstanding);
            self.console.say(&format!("interrupted; {records} on the way; interrupt again to give them up"));
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
            self.told = producer.overall_reason().or(self.told.take());
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
        let code = exit::code(&self.tally, self.ending);
        if code == exit::UNREACHABLE {
            let reason = self.told.as_deref().unwrap_or("no broker answered");
            self.console.say(&format!("no broker could be reached: {reason}"));
        }
        code
    }
}
