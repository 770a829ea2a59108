//! The loop: messages in, frames out. It knows neither what a message does nor how a frame looks.

use std::future;
use std::io;

use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, sleep_until};

use crate::app::msg::Msg;
use crate::runtime::pacing::{Due, Pacer, Want};
use crate::runtime::signals::Signal;

/// Messages taken before a frame is drawn, at most.
const DRAIN: usize = 256;

/// Why the loop comes back to its caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// Ctrl-Z: the whole job stops.
    SuspendJob,
    /// SIGTSTP: the process stops.
    SuspendProcess,
    /// SIGCONT: the process was stopped and goes on.
    Continued,
    /// The terminal is gone.
    Hangup,
    /// A thread panicked, and the terminal was given back.
    Crashed,
    /// The terminal goes to the person's editor.
    Edit,
    /// The program ends.
    End,
}

/// What the loop drives.
pub trait Stage {
    /// Takes a message; a turn is something that the loop itself can't do.
    fn take(&mut self, message: Msg) -> Option<Turn>;

    /// Whether something changed since the last frame.
    fn is_dirty(&self) -> bool;

    /// Draws a frame.
    ///
    /// # Errors
    /// The terminal is gone.
    fn draw(&mut self) -> io::Result<()>;
}

/// Where messages come from.
#[derive(Debug)]
pub struct Sources<'a> {
    /// What the person does, in groups that came together.
    pub person: &'a mut Receiver<Vec<Msg>>,
    /// What other processes ask for.
    pub signals: &'a mut Receiver<Signal>,
    /// What happens by itself.
    pub background: &'a mut Receiver<Msg>,
}

enum Event {
    Person(Option<Vec<Msg>>),
    Signal(Signal),
    Background(Msg),
    FrameDue,
}

impl Sources<'_> {
    /// The next event, the person's first. A source that ended is silent.
    async fn next(&mut self, due: Option<Due>) -> Event {
        let frame = async {
            match due {
                Some(Due::Now) => {}
                Some(Due::At(due)) => sleep_until(due).await,
                None => future::pending().await,
            }
        };
        tokio::select! {
            biased;
            messages = self.person.recv() => Event::Person(messages),
            Some(signal) = self.signals.recv() => Event::Signal(signal),
            () = frame => Event::FrameDue,
            Some(message) = self.background.recv() => Event::Background(message),
        }
    }
}

/// Runs until something happens that is the caller's to do. What is dirty then is drawn when it runs again.
///
/// # Errors
/// The terminal is gone.
pub async fn run(stage: &mut impl Stage, sources: &mut Sources<'_>, pacer: &mut Pacer) -> io::Result<Turn> {
    loop {
        if stage.is_dirty() {
            pacer.want(Want::Background);
        }
        let turn = match sources.next(pacer.due()).await {
            Event::Person(Some(messages)) => {
                let turn = take_all(stage, messages);
                if turn.is_none() && stage.is_dirty() {
                    draw(stage, pacer)?;
                }
                turn
            }
            Event::Person(None) => Some(Turn::Hangup),
            Event::Signal(signal) => signalled(stage, signal),
            Event::Background(message) => {
                let more = std::iter::from_fn(|| sources.background.try_recv().ok()).take(DRAIN - 1);
                take_all(stage, std::iter::once(message).chain(more))
            }
            Event::FrameDue => {
                draw(stage, pacer)?;
                None
            }
        };
        if let Some(turn) = turn {
            return Ok(turn);
        }
    }
}

fn take_all(stage: &mut impl Stage, messages: impl IntoIterator<Item = Msg>) -> Option<Turn> {
    // All of them are taken, whatever the first ones lead to: a message is a fact, and none is lost.
    messages.into_iter().fold(None, |turn, message| turn.or(stage.take(message)))
}

fn signalled(stage: &mut impl Stage, signal: Signal) -> Option<Turn> {
    match signal {
        Signal::Terminate(name) => stage.take(Msg::TerminateRequested(name)),
        Signal::Stop => Some(Turn::SuspendProcess),
        Signal::Continue => Some(Turn::Continued),
        Signal::Hangup => Some(Turn::Hangup),
        Signal::Crash => Some(Turn::Crashed),
    }
}

fn draw(stage: &mut impl Stage, pacer: &mut Pacer) -> io::Result<()> {
    stage.draw()?;
    pacer.drawn(Instant::now());
    Ok(())
}
