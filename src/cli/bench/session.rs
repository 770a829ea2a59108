//! One run of `linger bench`: what is checked, what is started, and the threads that do it.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc;

use super::BenchArgs;
use super::changes::{Change, changes};
use super::follow::{Follower, Told};
use super::plan::check_size;
use super::stop::Stop;
use crate::cli::console::Console;
use crate::cli::exit::Problem;
use crate::cli::leaving::{self, Outgoing};
use crate::cli::trace::Trace;
use crate::cli::{OutputKind, interrupt};
use crate::config::paths::Environment;
use crate::config::profile_file::Override;
use crate::domain::diagnostic::Diagnostic;
use crate::domain::load::Plan;
use crate::domain::outcome::Outcome;
use crate::domain::swap::SwapStep;
use crate::kafka::embedded::Embedded;
use crate::kafka::native::CreateError;
use crate::kafka::producer::{Cancel, Generations, LoadSender, LoadTally, Requests};
use crate::kafka::settings::Settings;
use crate::load::account::{Account, Close};
use crate::load::begun::Begun;
use crate::load::clock::{Clock as _, SystemClock};
use crate::load::driver::drive;
use crate::load::schedule::Schedule;
use crate::load::steps::{Step, follow};

/// Messages on their way to be told.
const TOLD: usize = 64;

/// Runs `linger bench`, and returns the exit code.
pub fn run(args: &BenchArgs, environment: &Environment<'_>) -> u8 {
    let console = Console::new();
    prepare(args, environment, &console).and_then(|session| session.run(&console)).unwrap_or_else(|problem| {
        problem.lines.iter().for_each(|line| console.say(line));
        problem.code
    })
}

/// Everything checked, nothing started.
struct Session {
    plan: Plan,
    settings: Settings,
    changes: Vec<Step<Change>>,
    trace: Option<Trace>,
    format: OutputKind,
}

fn prepare(args: &BenchArgs, environment: &Environment<'_>, console: &Console) -> Result<Session, Problem> {
    let resolve = |more: &[Override]| {
        let target = args.target.resolve_with(more, environment)?;
        Ok::<_, Vec<Diagnostic>>(if args.yes { target.confirmed() } else { target })
    };
    let target = resolve(&[]).map_err(|problems| Problem::of(&problems))?;
    for warning in &target.warnings {
        console.say(&warning.to_string());
    }
    let topic = target.topic.clone().ok_or_else(|| Problem::misunderstood("no topic: name it with --topic"))?;
    target.check_guard(Some(&topic)).map_err(Problem::misunderstood)?;
    let plan = args.plan(topic).map_err(Problem::misunderstood)?;
    let changes = changes(&args.at, &plan.topic, resolve)?;
    let settings = changes.iter().map(|step| &step.what.settings);
    for settings in std::iter::once(&target.settings).chain(settings) {
        check_size(&plan, settings).map_err(Problem::misunderstood)?;
    }
    let trace = args.trace.as_deref().map(Trace::create).transpose().map_err(Problem::misunderstood)?;
    Ok(Session { plan, settings: target.settings, changes, trace, format: args.format })
}

impl Session {
    fn run(self, console: &Console) -> Result<u8, Problem> {
        let cannot_start = |error: CreateError| Problem::misunderstood(format!("the producer can't start: {error}"));
        // The cluster stands until the producer is gone.
        let embedded = self.settings.embedded.then(Embedded::start).transpose().map_err(cannot_start)?;
        let of_cluster = |settings: &Settings| match &embedded {
            Some(embedded) => embedded.settings(settings),
            None => settings.clone(),
        };
        let settings = of_cluster(&self.settings);
        let mut changes = self.changes;
        for step in &mut changes {
            step.what.settings = of_cluster(&step.what.settings);
        }
        let policy = if self.trace.is_some() { Requests::Whole } else { Requests::Counted };
        let (generations, lanes) = Generations::start(&settings, policy).map_err(cannot_start)?;
        let stop = Stop::default();
        let interrupts = {
            let stop = stop.clone();
            interrupt::listen(move || stop.now())
                .map_err(|error| Problem::system(format!("interrupts can't be listened to: {error}")))?
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        let runtime = runtime.map_err(|error| Problem::system(format!("the run can't start: {error}")))?;
        let (told_in, told) = mpsc::channel(TOLD);
        let (load, tally) = Load::prepare(&self.plan, &generations, &stop, told_in)?;
        let follower =
            Follower::new(console, self.format, &self.plan, &settings, (generations, tally), stop, self.trace);
        let patience = changes.iter().map(|step| step.what.settings.delivery_timeout).max();
        let patience = patience.unwrap_or_default().max(settings.delivery_timeout);
        thread::Builder::new()
            .name("linger-load".into())
            .spawn(move || load.run(changes, patience))
            .map_err(|error| Problem::system(format!("no thread could be started: {error}")))?;
        Ok(runtime.block_on(follower.follow(lanes, told, interrupts)))
    }
}

impl Outgoing for Generations {
    fn outstanding(&self) -> u64 {
        self.outstanding()
    }

    fn flush(&self, deadline: std::time::Instant) -> u64 {
        self.flush(deadline)
    }

    fn purge(&self) {
        self.purge();
    }
}

/// The load's own thread.
struct Load {
    generations: Generations,
    sender: LoadSender,
    tally: Arc<LoadTally>,
    schedule: Schedule,
    account: Account,
    clock: SystemClock,
    stop: Stop,
    told: mpsc::Sender<Told>,
}

impl Load {
    /// The load's time begins here.
    fn prepare(
        plan: &Plan,
        generations: &Generations,
        stop: &Stop,
        told: mpsc::Sender<Told>,
    ) -> Result<(Self, Arc<LoadTally>), Problem> {
        let Begun { clock, schedule, sender, account } = Begun::now(plan, generations).map_err(Problem::system)?;
        let tally = sender.tally();
        let (generations, stop) = (generations.clone(), stop.clone());
        Ok((Self { generations, sender, tally: Arc::clone(&tally), schedule, account, clock, stop, told }, tally))
    }

    /// Sends everything, makes the changes meanwhile, and waits for the ends of what was accepted. The other side
    /// listens until this is over.
    fn run(self, changes: Vec<Step<Change>>, patience: Duration) {
        let Self { generations, mut sender, tally, mut schedule, account, clock, stop, told } = self;
        let (begun, account) = (schedule.begun(), Arc::new(Mutex::new(account)));
        let held = Arc::new(AtomicBool::new(!changes.is_empty()));
        let tuning = {
            let tuner = Tuner { generations: generations.clone(), account: Arc::clone(&account), told: told.clone() };
            let (held, cancel) = (Arc::clone(&held), stop.changes.clone());
            thread::spawn(move || {
                follow(changes, begun, &clock, &cancel, |step| tuner.change(&step, &cancel));
                held.store(false, Ordering::Release);
            })
        };
        let refused = |outcome: &Outcome| {
            let _ = told.blocking_send(Told::Refused(Box::new(outcome.clone())));
        };
        let held = || held.load(Ordering::Acquire);
        let end = drive(&mut sender, &mut schedule, &clock, &stop.load, held, refused);
        tally.stop();
        let left_out = schedule.left_out(clock.now());
        // If it gave up, the other side calls the changes off.
        let _ = told.blocking_send(Told::Ended { end, left_out });
        let _ = tuning.join();
        leaving::drain(&generations, patience);
        let close = Close::of(&tally, &generations, clock.now());
        let account = account.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let _ = told.blocking_send(Told::Drained(Box::new(account.close(close))));
    }
}

/// Makes the changes.
struct Tuner {
    generations: Generations,
    account: Arc<Mutex<Account>>,
    told: mpsc::Sender<Told>,
}

impl Tuner {
    fn change(&self, step: &Step<Change>, cancel: &Cancel) {
        let settings = &step.what.settings;
        let result = self.generations.swap(settings, cancel, &mut |_| {});
        if matches!(result, SwapStep::Done { .. }) {
            let meter = self.generations.snapshot();
            self.account.lock().unwrap_or_else(PoisonError::into_inner).swapped(&meter, settings.batch_size);
        }
        let _ = self.told.blocking_send(Told::Changed { at: step.at, shown: step.what.shown.clone(), result });
    }
}
