//! The README's picture, drawn by the workbench itself: `cargo run --example picture examples/workbench.svg`.
//!
//! The real loop with its real producer runs on the embedded cluster. Keys are pressed as a person presses them: a record
//! that fails, one that goes through, a load, and a change of `linger.ms` while it runs. What stands on the screen then
//! is written as SVG, to the file that is named or to standard output.

use std::error::Error;
use std::fmt::Write as _;
use std::io;
use std::num::NonZero;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anstyle_svg::{Term, WIN10_CONSOLE};
use jiff::tz::TimeZone;
use linger::app::msg::Msg;
use linger::app::session::{Confirmations, Drafts, Session as Facts};
use linger::app::state::State;
use linger::cli::retune::retune;
use linger::cli::target::TargetArgs;
use linger::config::theme;
use linger::runtime::crew::{Crew, Work};
use linger::runtime::desk::Desk;
use linger::runtime::pacing::Pacer;
use linger::runtime::pump::{Sources, run};
use linger::runtime::signals::Signal;
use linger::runtime::stage::Bench;
use linger::term::screen::Screen;
use linger::term::session::{Session, Tty};
use linger::ui::styles::{Depth, Styles};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::timeout;
use vt100::{Cell, Color, Parser};

type Failure = Box<dyn Error>;

/// Columns and rows of the picture.
const SIZE: (u16, u16) = (120, 40);

/// The same, as the terminal wants it.
const ROWS: NonZero<u16> = NonZero::<u16>::MIN.saturating_add(SIZE.1 - 1);
const COLUMNS: NonZero<u16> = NonZero::<u16>::MIN.saturating_add(SIZE.0 - 1);

/// From one key to the next.
const PACE: Duration = Duration::from_millis(40);

/// Only a broken workbench takes so long.
const PATIENT: Duration = Duration::from_secs(60);

/// A terminal that understands what is written to it.
#[derive(Clone)]
struct Glass(Arc<Mutex<Parser>>);

impl Glass {
    fn look<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.0.lock().unwrap_or_else(PoisonError::into_inner).screen())
    }
}

impl Tty for Glass {
    fn raw(&self, _on: bool) -> io::Result<()> {
        Ok(())
    }

    fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).process(bytes);
        Ok(())
    }
}

/// The workbench, and the hands of a person.
struct Person {
    glass: Glass,
    bench: Bench<Glass>,
    pacer: Pacer,
    hands: Sender<Vec<Msg>>,
    keys: Receiver<Vec<Msg>>,
    /// Nobody signals.
    signals: (Sender<Signal>, Receiver<Signal>),
    background: Receiver<Msg>,
}

fn facts(target: &linger::cli::target::Target) -> Facts {
    Facts {
        running: target.running(Vec::new()),
        time_zone: TimeZone::UTC,
        topic: "orders".to_owned(),
        record: None,
        confirmations: Confirmations::default(),
        drafts: Drafts::default(),
        notice: None,
    }
}

impl Person {
    fn open() -> Result<Self, Failure> {
        let target = TargetArgs::default().resolve(&|_| None).map_err(|problems| format!("{problems:?}"))?;
        let glass = Glass(Arc::new(Mutex::new(Parser::new(ROWS, COLUMNS, 0))));
        let session = Arc::new(Session::new(glass.clone()));
        session.enter()?;
        let screen = Screen::new(session, SIZE)?;
        let (state, first) = State::begin(facts(&target), SIZE.0, SIZE.1);
        let (tell, background) = channel(1024);
        let topic = state.session.topic.clone();
        let work = Work { settings: target.settings, topic, retune: retune(TargetArgs::default()) };
        let crew = Crew::start(work, &tell)?;
        let styles = Styles::new(&theme::built_in(), Depth::Sixteen, true);
        let mut bench = Bench::new(state, screen, styles, crew, Desk::new(&|_| None, None));
        bench.perform(first);
        let (hands, keys) = channel(16);
        Ok(Self { glass, bench, pacer: Pacer::default(), hands, keys, signals: channel(1), background })
    }

    /// Lets the loop run for so long.
    async fn wait(&mut self, time: Duration) -> Result<(), Failure> {
        let mut sources =
            Sources { person: &mut self.keys, signals: &mut self.signals.1, background: &mut self.background };
        match timeout(time, run(&mut self.bench, &mut sources, &mut self.pacer)).await {
            Err(_) => Ok(()),
            Ok(turn) => Err(format!("the workbench ended: {turn:?}").into()),
        }
    }

    /// Lets the loop run until the words stand on the screen.
    async fn wait_for(&mut self, words: &str) -> Result<(), Failure> {
        let deadline = Instant::now() + PATIENT;
        while !self.glass.look(|screen| screen.contents().contains(words)) {
            if Instant::now() > deadline {
                return Err(
                    format!("waited in vain for '{words}':\n{}", self.glass.look(vt100::Screen::contents)).into()
                );
            }
            self.wait(PACE).await?;
        }
        Ok(())
    }

    /// Presses keys: what stands in `<>` is a key's name, everything else is typed.
    async fn press(&mut self, keys: &str) -> Result<(), Failure> {
        let mut rest = keys;
        while let Some(character) = rest.chars().next() {
            let name;
            if let Some((named, after)) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
                (name, rest) = (named.to_owned(), after);
            } else {
                (name, rest) = (character.to_string(), &rest[character.len_utf8()..]);
            }
            let key = if name == " " { "Space".parse()? } else { name.parse()? };
            let at = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_micros())?;
            self.hands.send(vec![Msg::Key { key, at }]).await?;
            self.wait(PACE).await?;
        }
        Ok(())
    }

    /// What the picture shows.
    async fn play(&mut self) -> Result<(), Failure> {
        self.wait_for("6 partitions").await?;
        self.press("<F4>j{<Enter>  \"order\": 42,<Enter>  \"total\": \"12.50\"<Enter>}<Alt-1>").await?;
        self.press("<Up><Up><Up><Up>user-42").await?;
        self.press("<Alt-3>:max.request.size=64<Enter>").await?;
        self.wait_for("generation 2").await?;
        self.press("<F5>").await?;
        self.wait_for("1 failed").await?;
        self.press(":max.request.size=1048576<Enter>").await?;
        self.wait_for("generation 3").await?;
        self.press("<F5>").await?;
        self.wait_for("@ 0").await?;
        self.press("<F7><Tab><^U>12000<Enter>").await?;
        self.wait(Duration::from_secs(12)).await?;
        self.press(":linger.ms=20<Enter>").await?;
        self.wait_for("generation 4").await?;
        // The comparison over windows of ten seconds.
        self.wait(Duration::from_secs(13)).await?;
        self.press("<Alt-1><F5>").await?;
        self.wait_for("2 delivered").await?;
        self.wait(Duration::from_millis(400)).await
    }
}

/// A cell's attributes as a terminal is told them.
fn attributes(cell: &Cell) -> String {
    let mut codes = String::from("0");
    let flags = [(cell.bold(), 1), (cell.dim(), 2), (cell.italic(), 3), (cell.underline(), 4), (cell.inverse(), 7)];
    for (_, code) in flags.into_iter().filter(|(on, _)| *on) {
        let _ = write!(codes, ";{code}");
    }
    for (color, base) in [(cell.fgcolor(), 38), (cell.bgcolor(), 48)] {
        let _ = match color {
            Color::Default => Ok(()),
            Color::Idx(number @ 0..8) => write!(codes, ";{}", base - 8 + i32::from(number)),
            Color::Idx(number @ 8..16) => write!(codes, ";{}", base + 44 + i32::from(number)),
            Color::Idx(number) => write!(codes, ";{base};5;{number}"),
            Color::Rgb(red, green, blue) => write!(codes, ";{base};2;{red};{green};{blue}"),
        };
    }
    format!("\x1b[{codes}m")
}

/// The screen as text with escape sequences.
fn text(screen: &vt100::Screen) -> String {
    let mut text = String::new();
    for row in 0..SIZE.1 {
        let mut before = String::new();
        for cell in (0..SIZE.0).filter_map(|column| screen.cell(row, column)) {
            let now = attributes(cell);
            if now != before {
                text.push_str(&now);
                before = now;
            }
            text.push_str(if cell.has_contents() { cell.contents() } else { " " });
        }
        text.push_str("\x1b[0m\n");
    }
    text
}

/// The picture; every row is as wide as the others, whatever font draws it.
fn svg(screen: &vt100::Screen) -> String {
    let drawn = Term::new().palette(WIN10_CONSOLE).render_svg(text(screen).trim_end_matches('\n'));
    let row = format!("<tspan x=\"10px\" textLength=\"{}px\" y=", f64::from(SIZE.0) * 8.4);
    // What is dim is to be read all the same.
    let drawn = drawn.replace("opacity: 0.4", "opacity: 0.65").replace("\n</tspan>", "</tspan>\n");
    drawn.replace("<tspan x=\"10px\" y=", &row)
}

fn main() -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    let picture = runtime.block_on(async {
        let mut person = Person::open()?;
        person.play().await?;
        Ok::<_, Failure>(person.glass.look(svg))
    })?;
    match std::env::args_os().nth(1) {
        Some(path) => std::fs::write(path, picture)?,
        None => print!("{picture}"),
    }
    // What the load still has is nobody's: the cluster ends with the process.
    runtime.shutdown_background();
    Ok(())
}
