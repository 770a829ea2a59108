//! One run of `linger send`: what is checked, what is started, and how it ends.

use std::io::{self, BufReader, IsTerminal};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::sync::mpsc::{Receiver, sync_channel};
use std::time::{SystemTime, UNIX_EPOCH};

use tokio::sync::mpsc;

use super::SendArgs;
use super::follow::{Follower, Told};
use super::input::{self, CHUNKS, Chunk, Parser};
use super::intake::{Intake, Supply};
use super::output::Output;
use super::source::Source;
use crate::cli::OutputKind;
use crate::cli::console::Console;
use crate::cli::exit::Problem;
use crate::cli::trace::Trace;
use crate::cli::{interrupt, leaving};
use crate::config::paths::Environment;
use crate::domain::outcome::Outcome;
use crate::kafka::embedded::Embedded;
use crate::kafka::native::CreateError;
use crate::kafka::producer::{Cancel, Producer, Requests};
use crate::kafka::settings::Settings;

/// Refused records on their way to be told.
const REFUSED: usize = 1024;

/// Standard input is read in pieces of so many bytes.
const READ: usize = 64 * 1024;

/// Runs `linger send`, and returns the exit code.
pub fn run(args: &SendArgs, environment: &Environment<'_>) -> u8 {
    let console = Arc::new(Console::new());
    prepare(args, environment, &console).and_then(|session| session.run(&console)).unwrap_or_else(|problem| {
        problem.lines.iter().for_each(|line| console.say(line));
        problem.code
    })
}

/// Everything checked, nothing started.
struct Session {
    source: Source,
    settings: Settings,
    topic: Option<String>,
    trace: Option<Trace>,
    format: OutputKind,
}

fn prepare(args: &SendArgs, environment: &Environment<'_>, console: &Console) -> Result<Session, Problem> {
    if args.target.reads_stdin() && (args.stdin.is_some() || args.input.is_some()) {
        let why = "--profile: standard input can't be both the profile and the records; name a file for one of them";
        return Err(Problem::misunderstood(why.to_owned()));
    }
    let target = args.target.resolve(environment).map_err(|problems| Problem::of(&problems))?;
    for warning in &target.warnings {
        console.say(&warning.to_string());
    }
    let target = if args.yes { target.confirmed() } else { target };
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let now_ms = i64::try_from(since.as_millis()).unwrap_or(i64::MAX);
    let source = Source::of(args, target.topic.as_deref(), now_ms).map_err(Problem::misunderstood)?;
    for topic in source.topics(target.topic.as_deref()) {
        target.check_guard(topic).map_err(Problem::misunderstood)?;
    }
    let trace = args.trace.as_deref().map(Trace::create).transpose().map_err(Problem::misunderstood)?;
    Ok(Session { source, settings: target.settings, topic: target.topic, trace, format: args.format })
}

impl Session {
    fn run(self, console: &Arc<Console>) -> Result<u8, Problem> {
        let cannot_start = |error: CreateError| Problem::misunderstood(format!("the producer can't start: {error}"));
        // The cluster stands until the producer is gone.
        let embedded = self.settings.embedded.then(Embedded::start).transpose().map_err(cannot_start)?;
        let settings = match &embedded {
            Some(embedded) => embedded.settings(&self.settings),
            None => self.settings,
        };
        let policy = if self.trace.is_some() { Requests::Whole } else { Requests::Counted };
        let (producer, lanes) = Producer::start(&settings, 1, policy).map_err(cannot_start)?;
        let cancel = Cancel::new();
        let interrupts = {
            let cancel = cancel.clone();
            interrupt::listen(move || cancel.cancel())
                .map_err(|error| Problem::system(format!("interrupts can't be listened to: {error}")))?
        };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build();
        let runtime = runtime.map_err(|error| Problem::system(format!("the run can't start: {error}")))?;

        let reads = matches!(self.source, Source::Lines(_) | Source::Json { .. });
        let interactive = reads && io::stdin().is_terminal() && console.is_terminal();
        let output = Output::new(self.format, io::stdout(), console, self.source.len(), interactive);
        let attempted = Arc::new(AtomicU64::new(0));
        let (refused_in, refused) = mpsc::channel(REFUSED);
        let (told_in, told) = mpsc::channel(2);
        let sender = Sender {
            producer: producer.clone(),
            cancel,
            attempted: Arc::clone(&attempted),
            refused: refused_in,
            told: told_in,
            interactive,
        };
        let supply = supply(self.source, &settings, interactive.then(|| Arc::clone(console)));
        std::thread::spawn(move || sender.run(supply));
        let follower = Follower::new(console, output, producer, attempted, self.topic, self.trace);
        Ok(runtime.block_on(follower.follow(lanes, refused, told, interrupts)))
    }
}

/// Where the sender takes its records from. A reader starts if they come from standard input; `prompt` is where it asks
/// a person for them.
fn supply(source: Source, settings: &Settings, prompt: Option<Arc<Console>>) -> Supply {
    // Escapes and hex make a line longer than its record, by six at most.
    let longest = usize::try_from(settings.max_request_size).unwrap_or(usize::MAX).saturating_mul(8);
    let parser = match source {
        Source::Fixed { records, count } => return Supply::Fixed { records, count },
        Source::Lines(rules) => Parser::Lines(rules),
        Source::Json { topic } => Parser::Json { topic },
    };
    Supply::Read(start_reader(parser, longest.saturating_add(READ), prompt))
}

fn start_reader(parser: Parser, longest: usize, prompt: Option<Arc<Console>>) -> Receiver<Chunk> {
    let (chunks_in, chunks) = sync_channel(CHUNKS);
    if let Some(console) = &prompt {
        console.say("each line is a record; Ctrl-D ends");
    }
    std::thread::spawn(move || {
        let prompt = || {
            if let Some(console) = &prompt {
                console.prompt("> ");
            }
        };
        input::read(BufReader::with_capacity(READ, io::stdin()), &parser, longest, &chunks_in, prompt);
    });
    chunks
}

/// The sending thread.
struct Sender {
    producer: Producer,
    cancel: Cancel,
    attempted: Arc<AtomicU64>,
    refused: mpsc::Sender<Outcome>,
    told: mpsc::Sender<Told>,
    interactive: bool,
}

impl Sender {
    /// Sends everything, and waits for the ends of what was accepted. The other side listens until this is over.
    fn run(self, supply: Supply) {
        let refused = |outcome| {
            let _ = self.refused.blocking_send(outcome);
        };
        let end = Intake::new(&self.producer, &self.cancel, &refused, &self.attempted, self.interactive).run(supply);
        let _ = self.told.blocking_send(Told::Ended(end));
        leaving::drain(&self.producer, self.producer.settings().delivery_timeout);
        let _ = self.told.blocking_send(Told::Drained);
    }
}
