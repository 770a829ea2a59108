//! What the loop may cost: no frame for nothing, few frames for much, and none between a key and its echo.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod scene;

use std::io;
use std::sync::Arc;
use std::time::Duration;

use linger::app::key::Key;
use linger::app::msg::Msg;
use linger::app::update::update;
use linger::domain::load::Progress;
use linger::runtime::pacing::Pacer;
use linger::runtime::pump::{Sources, Stage, Turn, run};
use linger::runtime::signals::Signal;
use scene::flow::Flow;
use scene::{Scene, requests, session};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::time::{Instant, sleep, timeout};

/// A stage that notes what it is told and when it draws.
#[derive(Default)]
struct Noted {
    dirty: bool,
    /// What came before each frame: messages, and the time.
    frames: Vec<(usize, Instant)>,
    taken: Vec<Msg>,
}

impl Stage for Noted {
    fn take(&mut self, message: Msg) -> Option<Turn> {
        self.dirty |= message != Msg::FocusGained;
        let turn = matches!(message, Msg::TerminateRequested(_)).then_some(Turn::End);
        self.taken.push(message);
        turn
    }

    fn is_dirty(&self) -> bool {
        self.dirty
    }

    fn draw(&mut self) -> io::Result<()> {
        self.dirty = false;
        self.frames.push((self.taken.len(), Instant::now()));
        Ok(())
    }
}

/// The whole interface, with its real state and its real picture.
struct Watching {
    scene: Scene,
    frames: Vec<Instant>,
}

impl Stage for Watching {
    fn take(&mut self, message: Msg) -> Option<Turn> {
        update(&mut self.scene.state, message);
        None
    }

    fn is_dirty(&self) -> bool {
        self.scene.state.dirty
    }

    fn draw(&mut self) -> io::Result<()> {
        self.scene.draw();
        self.frames.push(Instant::now());
        Ok(())
    }
}

/// The loop with the ends that feed it.
struct Rig<S = Noted> {
    stage: S,
    pacer: Pacer,
    person: (Sender<Vec<Msg>>, Receiver<Vec<Msg>>),
    signals: (Sender<Signal>, Receiver<Signal>),
    background: (Sender<Msg>, Receiver<Msg>),
}

impl Rig {
    fn new() -> Self {
        Self::of(Noted::default())
    }
}

impl<S: Stage> Rig<S> {
    fn of(stage: S) -> Self {
        Self { stage, pacer: Pacer::default(), person: channel(16), signals: channel(16), background: channel(4096) }
    }

    async fn run(&mut self) -> Turn {
        let mut sources =
            Sources { person: &mut self.person.1, signals: &mut self.signals.1, background: &mut self.background.1 };
        run(&mut self.stage, &mut sources, &mut self.pacer).await.unwrap()
    }

    /// Runs for so long and no turn.
    async fn run_for(&mut self, time: Duration) {
        assert!(timeout(time, self.run()).await.is_err(), "the loop came back");
    }
}

fn key(character: char) -> Vec<Msg> {
    vec![Msg::Key { key: Key::from(character), at: 0 }]
}

fn notice(text: &str) -> Msg {
    Msg::Notice(text.to_owned())
}

#[tokio::test(start_paused = true)]
async fn an_idle_hour_is_not_drawn() {
    let mut rig = Rig::new();
    rig.run_for(Duration::from_secs(3600)).await;
    assert_eq!(rig.stage.frames.len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_message_that_changes_nothing_is_not_drawn() {
    let mut rig = Rig::new();
    rig.background.0.send(Msg::FocusGained).await.unwrap();
    rig.person.0.send(vec![Msg::FocusGained]).await.unwrap();
    rig.run_for(Duration::from_secs(1)).await;
    assert_eq!(rig.stage.taken.len(), 2);
    assert_eq!(rig.stage.frames.len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_flood_is_drawn_thirty_times_a_second_and_to_its_end() {
    let mut rig = Rig::new();
    let flood = rig.background.0.clone();
    tokio::spawn(async move {
        for _ in 0..10_000 {
            flood.send(notice("more")).await.unwrap();
            sleep(Duration::from_millis(1)).await;
        }
    });
    rig.run_for(Duration::from_secs(12)).await;
    assert_eq!(rig.stage.taken.len(), 10_000);
    let frames = rig.stage.frames.len();
    assert!((290..=301).contains(&frames), "{frames} frames in 10 s");
    assert_eq!(rig.stage.frames.last().unwrap().0, 10_000, "the last message is on no frame");
    assert!(rig.stage.frames.windows(2).all(|pair| pair[1].1 - pair[0].1 >= Duration::from_millis(33)));
}

#[tokio::test(start_paused = true)]
async fn a_key_is_drawn_at_once_in_the_midst_of_a_flood() {
    let mut rig = Rig::new();
    rig.background.0.send(notice("first")).await.unwrap();
    rig.run_for(Duration::from_millis(1)).await;
    assert_eq!(rig.stage.frames.len(), 1);
    for _ in 0..1000 {
        rig.background.0.send(notice("more")).await.unwrap();
    }
    rig.person.0.send(key('x')).await.unwrap();
    let pressed = Instant::now();
    rig.run_for(Duration::from_millis(1)).await;
    let (before, when) = rig.stage.frames[1];
    assert_eq!((before, when), (2, pressed), "messages of the background came before the key");
}

#[tokio::test(start_paused = true)]
async fn what_came_together_is_one_frame() {
    let mut rig = Rig::new();
    for _ in 0..256 {
        rig.background.0.send(notice("more")).await.unwrap();
    }
    rig.run_for(Duration::from_secs(1)).await;
    assert_eq!(rig.stage.frames.iter().map(|(taken, _)| *taken).collect::<Vec<_>>(), [256]);
}

#[tokio::test(start_paused = true)]
async fn each_turn_comes_back_to_the_caller_and_nothing_taken_is_lost() {
    for (signal, turn) in [
        (Signal::Stop, Turn::SuspendProcess),
        (Signal::Continue, Turn::Continued),
        (Signal::Hangup, Turn::Hangup),
        (Signal::Crash, Turn::Crashed),
        (Signal::Terminate("SIGTERM"), Turn::End),
    ] {
        let mut rig = Rig::new();
        rig.signals.0.send(signal).await.unwrap();
        assert_eq!(rig.run().await, turn);
    }
    let mut rig = Rig::new();
    rig.person.0.send(vec![Msg::TerminateRequested("SIGINT"), notice("behind it")]).await.unwrap();
    assert_eq!(rig.run().await, Turn::End);
    assert_eq!(rig.stage.taken.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn input_that_ended_is_a_hangup() {
    let mut rig = Rig::new();
    rig.person.0 = channel(1).0;
    assert_eq!(rig.run().await, Turn::Hangup);
}

/// A producer at full flow for three seconds, told so many times a second, and then at rest for an hour. Returns the
/// frames of the three seconds, and those of the hour.
async fn frames_of_a_flow(snapshots: u64, requests_at_once: u64) -> (usize, usize) {
    let mut rig = Rig::of(Watching { scene: Scene::new(session(), 120, 40), frames: Vec::new() });
    let tell = rig.background.0.clone();
    tokio::spawn(async move {
        let mut flow = Flow { rate: 1_000_000, ..Flow::new(6, 3) };
        let between = Duration::from_secs(1) / u32::try_from(snapshots).unwrap();
        for n in 0..3 * snapshots {
            flow.tenth();
            let delivered = flow.meter.records.delivered;
            let request = |at| requests::request(1 + i32::try_from(at % 3).unwrap(), 0, 100 * n + at);
            let requests = (0..requests_at_once).map(request).collect();
            tell.send(Msg::Metered(Arc::new(flow.meter.clone()))).await.unwrap();
            tell.send(Msg::Requests { requests, dropped: 0 }).await.unwrap();
            tell.send(Msg::LoadProgress(Progress { delivered, ..Progress::default() })).await.unwrap();
            sleep(between).await;
        }
    });
    let begun = Instant::now();
    rig.run_for(Duration::from_secs(3_603)).await;
    assert!(rig.background.0.capacity() == rig.background.0.max_capacity(), "messages are left");
    let flowing = rig.stage.frames.iter().filter(|at| **at - begun < Duration::from_millis(3_040)).count();
    (flowing, rig.stage.frames.len() - flowing)
}

#[tokio::test(start_paused = true)]
async fn a_producer_at_full_flow_is_drawn_as_often_as_it_is_told_of_and_then_not_at_all() {
    let (flowing, resting) = frames_of_a_flow(10, 50).await;
    assert!((30..=31).contains(&flowing), "{flowing} frames in 3 s");
    assert_eq!(resting, 0);
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_snapshots_and_requests_is_drawn_thirty_times_a_second_and_then_not_at_all() {
    let (flowing, resting) = frames_of_a_flow(200, 20).await;
    assert!((87..=92).contains(&flowing), "{flowing} frames in 3 s");
    assert_eq!(resting, 0);
}
