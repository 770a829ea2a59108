//! The workbench's loop with its real crew on the embedded cluster, and a terminal that only counts.

use std::collections::VecDeque;
use std::io;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use jiff::tz::TimeZone;
use linger::app::msg::Msg;
use linger::app::session::Session as Facts;
use linger::app::state::State;
use linger::cli::target::TargetArgs;
use linger::config::theme;
use linger::domain::topic::TopicLook;
use linger::load::account::cpu_micros;
use linger::runtime::crew::{Crew, Work};
use linger::runtime::pacing::Pacer;
use linger::runtime::pump::{Sources, Stage, Turn, run};
use linger::runtime::signals::Signal;
use linger::runtime::stage::Bench;
use linger::runtime::tuning::Retune;
use linger::term::screen::Screen;
use linger::term::session::{Session, Tty};
use linger::ui::styles::{Depth, Styles};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;

use crate::cost;

const SIZE: (u16, u16) = (120, 40);

/// What is written to the terminal, in bytes.
#[derive(Clone, Default)]
struct Counted(Arc<AtomicU64>);

impl Tty for Counted {
    fn raw(&self, _on: bool) -> io::Result<()> {
        Ok(())
    }

    fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
        self.0.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        Ok(())
    }
}

/// When each key was pressed that the loop has not taken yet.
pub type Pressed = Arc<Mutex<VecDeque<Instant>>>;

/// The workbench, with a note of every draw and of every key that it shows.
pub struct Noted {
    bench: Bench<Counted>,
    pressed: Pressed,
    /// Keys that were taken and are not on the screen.
    unseen: Vec<Instant>,
    pub draws: u64,
    /// Of them, those that show a key.
    pub keyed: u64,
    /// From the press of each key to the end of the write that shows it.
    pub answers: Vec<Duration>,
    /// Keys that changed nothing.
    pub idle_keys: u64,
    /// Whether the producer and its topic are there.
    pub standing: bool,
    pub topic: bool,
    /// Loads that ended.
    pub loads: u64,
    /// Records delivered.
    pub delivered: u64,
}

impl Stage for Noted {
    fn take(&mut self, message: Msg) -> Option<Turn> {
        let mut key = None;
        match &message {
            Msg::Key { .. } => key = self.pressed.lock().unwrap().pop_front(),
            Msg::Metered(meter) => self.delivered = meter.records.delivered,
            Msg::Standing(_) => self.standing = true,
            Msg::TopicSeen { look: TopicLook::Found(_), .. } => self.topic = true,
            Msg::LoadEnded(_) => self.loads += 1,
            Msg::ProducerFailed(reason) | Msg::LoadRefused(reason) => panic!("{reason}"),
            _ => {}
        }
        let turn = self.bench.take(message);
        if self.bench.is_dirty() {
            self.unseen.extend(key);
        } else {
            self.idle_keys += u64::from(key.is_some());
        }
        turn
    }

    fn is_dirty(&self) -> bool {
        self.bench.is_dirty()
    }

    fn draw(&mut self) -> io::Result<()> {
        self.bench.draw()?;
        self.draws += 1;
        self.keyed += u64::from(!self.unseen.is_empty());
        self.answers.extend(self.unseen.drain(..).map(|pressed| pressed.elapsed()));
        Ok(())
    }
}

/// Where everything stands at a moment.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    pub at: Instant,
    pub draws: u64,
    pub keyed: u64,
    pub delivered: u64,
    pub bytes: u64,
    /// Processor time of the whole process, brokers and all.
    pub process: Duration,
    /// Of the loop's thread.
    pub drawing: Duration,
    /// Time that the loop's thread was ready and no processor was free.
    pub starved: Duration,
}

pub struct Rig {
    pub stage: Noted,
    pub pressed: Pressed,
    pub person: Sender<Vec<Msg>>,
    pacer: Pacer,
    keys: Receiver<Vec<Msg>>,
    /// Nobody signals.
    signals: (Sender<Signal>, Receiver<Signal>),
    background: Receiver<Msg>,
    written: Arc<AtomicU64>,
}

impl Rig {
    /// Opens it on an embedded cluster, as the workbench opens.
    pub fn open() -> Self {
        let target = TargetArgs::default().resolve(&|_| None).expect("the built-in profile");
        let facts = Facts {
            running: target.running(Vec::new()),
            time_zone: TimeZone::UTC,
            topic: "orders".to_owned(),
            record: None,
            confirmations: linger::app::session::Confirmations::default(),
            drafts: linger::app::session::Drafts::default(),
            notice: None,
        };
        let tty = Counted::default();
        let written = Arc::clone(&tty.0);
        let session = Arc::new(Session::new(tty));
        session.enter().unwrap();
        let screen = Screen::new(session, SIZE).unwrap();
        let (state, first) = State::begin(facts, SIZE.0, SIZE.1);
        let (tell, background) = channel(1024);
        let retune = Retune::new(|_, _| Err("nothing is changed here".to_owned()));
        let work = Work { settings: target.settings, topic: "orders".to_owned(), retune };
        let crew = Crew::start(work, &tell).unwrap();
        let desk = linger::runtime::desk::Desk::new(&|_| None, None);
        let mut bench = Bench::new(state, screen, Styles::new(&theme::built_in(), Depth::True, true), crew, desk);
        bench.perform(first);
        let (person, keys) = channel(16);
        let pressed = Pressed::default();
        let noted = Noted {
            bench,
            pressed: Arc::clone(&pressed),
            unseen: Vec::new(),
            draws: 0,
            keyed: 0,
            answers: Vec::new(),
            idle_keys: 0,
            standing: false,
            topic: false,
            loads: 0,
            delivered: 0,
        };
        Self { stage: noted, pressed, person, pacer: Pacer::default(), keys, signals: channel(1), background, written }
    }

    /// Lets the loop run for so long.
    pub async fn run_for(&mut self, time: Duration) {
        let mut sources =
            Sources { person: &mut self.keys, signals: &mut self.signals.1, background: &mut self.background };
        let turn = timeout(time, run(&mut self.stage, &mut sources, &mut self.pacer)).await;
        assert!(turn.is_err(), "the loop came back: {turn:?}");
    }

    /// Lets the loop run until the condition holds.
    pub async fn run_until(&mut self, what: &str, condition: impl Fn(&Noted) -> bool) {
        let deadline = Instant::now() + Duration::from_secs(60);
        while !condition(&self.stage) {
            assert!(Instant::now() < deadline, "waited in vain: {what}");
            self.run_for(Duration::from_millis(20)).await;
        }
    }

    /// Presses keys as slowly as a person does, so that none is taken for a paste.
    pub async fn press(&mut self, names: &[&str]) {
        for name in names {
            press(&self.pressed, &self.person, name).await;
            self.run_for(Duration::from_millis(100)).await;
        }
    }

    pub fn mark(&self) -> Mark {
        Mark {
            at: Instant::now(),
            draws: self.stage.draws,
            keyed: self.stage.keyed,
            delivered: self.stage.delivered,
            bytes: self.written.load(Ordering::Relaxed),
            process: Duration::from_micros(cpu_micros()),
            drawing: cost::of_this_thread(),
            starved: cost::starved(),
        }
    }
}

/// Presses a key now.
pub async fn press(pressed: &Pressed, person: &Sender<Vec<Msg>>, name: &str) {
    let key = name.parse().unwrap();
    let at = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros()).unwrap();
    pressed.lock().unwrap().push_back(Instant::now());
    person.send(vec![Msg::Key { key, at }]).await.unwrap();
}
