//! The workbench, from its first frame to its last record.

mod editing;

use std::io::{self, IsTerminal as _};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt as _;
use tokio::sync::mpsc::{Receiver, Sender, channel};

use crate::app::keymap::Keymap;
use crate::app::looks::Looks;
use crate::app::msg::{Effect, Msg};
use crate::app::session::Session as Facts;
use crate::app::state::State;
use crate::app::tour::Tour;
use crate::config::drafts::Place;
use crate::domain::theme::NamedTheme;
use crate::kafka::settings::Settings;
use crate::runtime::crew::{Crew, Work};
use crate::runtime::desk::Desk;
use crate::runtime::farewell::{Reason, farewell};
use crate::runtime::keeping::Keeper;
use crate::runtime::pacing::{Pacer, Want};
use crate::runtime::pump::{Sources, Stage as _, Turn, run};
use crate::runtime::signals::{Signal, listen};
use crate::runtime::stage::Bench;
use crate::runtime::tuning::Retune;
use crate::runtime::wardrobe::Wardrobe;
use crate::term::capabilities::{Capabilities, Unfit, fit};
use crate::term::input::{self, Input};
use crate::term::screen::Screen;
use crate::term::session::{OwnTty, Session, guard_against_panics};
use crate::term::suspend::{Who, stop};

/// Messages of the background that may wait; then whoever tells them waits.
const BACKGROUND: usize = 1024;

/// What the workbench opens on.
#[derive(Debug)]
pub struct Opening {
    /// How the producer is started.
    pub settings: Settings,
    /// What the interface is told of it.
    pub facts: Facts,
    /// What it looks like, and its keys.
    pub face: Face,
    /// Whether the tour is given.
    pub demo: bool,
    /// How a changed producer is started: what is set above the profile comes to settings, or to what is wrong with it.
    pub retune: Retune,
    /// Where texts are edited.
    pub desk: Desk,
    /// Where what stands unsent in the form is kept.
    pub draft: Option<Place>,
}

/// What a person chose of the interface itself.
#[derive(Clone, Debug)]
pub struct Face {
    /// The keys.
    pub keymap: Keymap,
    /// The themes there are.
    pub themes: Vec<NamedTheme>,
    /// The one to begin with.
    pub theme: usize,
    /// Whether clicks and the wheel are ours.
    pub mouse: bool,
}

/// Why the workbench did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The terminal is none, or can't show it.
    #[error("{0}")]
    Unfit(#[from] Unfit),
    /// The system refused something.
    #[error("the workbench can't open: {0}")]
    System(#[from] io::Error),
}

/// Opens the workbench, and returns the exit code when it was left. What became of the records is told on standard
/// error.
///
/// # Errors
/// It did not open, and the terminal is as it was.
pub fn open(opening: Opening) -> Result<u8, OpenError> {
    fit(io::stdin().is_terminal(), io::stdout().is_terminal(), env)?;
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let code = runtime.block_on(workbench(opening));
    // Not waited for: a terminal that is gone can hold the reader of its keys for ever.
    runtime.shutdown_background();
    Ok(code?)
}

async fn workbench(opening: Opening) -> io::Result<u8> {
    let Opening { settings, facts, face, demo, retune, desk, draft } = opening;
    tracing::info!("linger {} opens: {}, {}", env!("CARGO_PKG_VERSION"), facts.running.name, facts.running.cluster);
    let session = Arc::new(Session::new(OwnTty));
    let (outside, signals) = listen()?;
    let crash = outside.clone();
    guard_against_panics(Arc::clone(&session), move || {
        // One that waits already says the same.
        let _ = crash.try_send(Signal::Crash);
    });
    session.use_mouse(face.mouse)?;
    session.enter()?;
    let size = input::size();
    let mut screen = Screen::new(Arc::clone(&session), size)?;
    let (mut state, mut first) = State::begin(facts, size.0, size.1);
    if demo {
        state.tour = Some(Tour::default());
        first.push(Effect::TickTour);
    }
    let wardrobe = Wardrobe::new(face.themes, Capabilities::from_env(env));
    state.keymap = face.keymap;
    state.looks = Looks { themes: wardrobe.choices(), theme: face.theme, mouse: face.mouse };
    let styles = wardrobe.styles(face.theme).ok_or_else(|| io::Error::other("there is no theme"))?;
    let learned = screen.draw(|frame| crate::ui::draw(&state, &styles, frame))?;

    let (tell, background) = channel(BACKGROUND);
    let crew = Crew::start(Work { settings, topic: state.session.topic.clone(), retune }, &tell)?;
    let mut bench = Bench::new(state, screen, styles, crew, desk);
    bench.dress(wardrobe);
    if let Some(place) = draft {
        bench.keep_draft(Keeper::start(place, tell.clone())?);
    }
    bench.take(Msg::Drawn(learned));
    bench.perform(first);
    watch_for_hangup(outside)?;
    let mut open = Open {
        session: Arc::clone(&session),
        bench,
        signals,
        background,
        input: Some(Input::open()),
        pacer: Pacer::default(),
    };
    let reason = AssertUnwindSafe(open.run()).catch_unwind().await.unwrap_or(Reason::Crashed);

    session.leave();
    let Open { bench, mut signals, mut background, .. } = open;
    let (crew, mut account) = bench.close();
    Ok(farewell(reason, &crew, &mut account, &mut background, &mut signals).await)
}

fn env(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

fn watch_for_hangup(outside: Sender<Signal>) -> io::Result<()> {
    let gone = input::hangup()?;
    tokio::spawn(async move {
        if gone.await.is_ok() {
            // The loop may have ended on its own.
            let _ = outside.send(Signal::Hangup).await;
        }
    });
    Ok(())
}

/// The workbench while it is open.
struct Open {
    session: Arc<Session<OwnTty>>,
    bench: Bench<OwnTty>,
    signals: Receiver<Signal>,
    background: Receiver<Msg>,
    input: Option<Input>,
    pacer: Pacer,
}

impl Open {
    async fn run(&mut self) -> Reason {
        loop {
            let turn = match self.turn().await {
                Ok(turn) => turn,
                Err(error) => {
                    tracing::error!("the terminal can't be written to: {error}");
                    Turn::Hangup
                }
            };
            let turn = match turn {
                Turn::SuspendJob => self.suspend(Who::Job).await,
                Turn::SuspendProcess => self.suspend(Who::Process).await,
                Turn::Continued => self.resume().await,
                Turn::Edit => match self.bench.take_edit() {
                    Some(edit) => self.edit(edit).await,
                    None => None,
                },
                Turn::Hangup | Turn::Crashed | Turn::End => Some(turn),
            };
            match turn {
                Some(Turn::Hangup) => return Reason::Interrupted,
                Some(Turn::Crashed) => return Reason::Crashed,
                Some(Turn::End) => return self.bench.reason(),
                // An edit that is asked for again is the next turn's.
                Some(Turn::SuspendJob | Turn::SuspendProcess | Turn::Continued | Turn::Edit) | None => {}
            }
        }
    }

    async fn turn(&mut self) -> io::Result<Turn> {
        let input = self.input.get_or_insert_with(Input::open);
        let mut sources =
            Sources { person: input.messages(), signals: &mut self.signals, background: &mut self.background };
        run(&mut self.bench, &mut sources, &mut self.pacer).await
    }

    /// Gives the terminal back, stops, and goes on when SIGCONT comes.
    async fn suspend(&mut self, who: Who) -> Option<Turn> {
        self.close_input().await;
        self.session.leave();
        match stop(who) {
            Ok(()) => {
                while let Some(signal) = self.signals.recv().await {
                    match signal {
                        Signal::Continue => break,
                        Signal::Terminate(name) => return self.bench.take(Msg::TerminateRequested(name)),
                        Signal::Hangup => return Some(Turn::Hangup),
                        Signal::Crash => return Some(Turn::Crashed),
                        Signal::Stop => {}
                    }
                }
            }
            Err(error) => tracing::error!("the process can't be stopped: {error}"),
        }
        self.resume().await
    }

    /// Takes the terminal anew: someone else had it, or may have had.
    async fn resume(&mut self) -> Option<Turn> {
        self.close_input().await;
        self.session.leave();
        if let Err(error) = self.session.enter() {
            tracing::error!("the terminal can't be taken again: {error}");
            return Some(Turn::Hangup);
        }
        self.bench.renew();
        self.pacer.want(Want::Person);
        self.bench.take(Msg::Resumed)
    }

    async fn close_input(&mut self) {
        if let Some(input) = self.input.take() {
            input.close().await;
        }
    }
}
