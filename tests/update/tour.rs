//! The tour: what it presses and waits for, how it ends, and how it is left.

use crate::scene::{Scene, failure, session};
use linger::app::command::TABLE;
use linger::app::msg::{Effect, Msg};
use linger::app::state::Pane;
use linger::app::tour::{Act, PACE, STEPS, Tour};
use linger::domain::load::Progress;
use linger::domain::swap::SwapStep;

/// A workbench under the tour, with a cluster that answers at once.
struct Toured {
    scene: Scene,
    sent: u64,
    /// What the producer was changed to.
    changes: Vec<String>,
    loads: (u32, u32),
    /// Whether a tick was asked for.
    ticks: bool,
}

impl Toured {
    fn new(width: u16, height: u16) -> Self {
        let mut scene = Scene::new(session(), width, height);
        scene.state.tour = Some(Tour::default());
        Self { scene, sent: 0, changes: Vec::new(), loads: (0, 0), ticks: true }
    }

    fn step(&self) -> Option<usize> {
        self.scene.state.tour.as_ref().map(Tour::step)
    }

    /// The next moment. False if none was asked for.
    fn tick(&mut self) -> bool {
        if !std::mem::take(&mut self.ticks) {
            return false;
        }
        self.scene.at += PACE;
        self.scene.tell(Msg::TourTicked { at: self.scene.at });
        self.answer();
        true
    }

    fn keys(&mut self, keys: &str) {
        self.scene.keys(keys);
        self.answer();
    }

    fn answer(&mut self) {
        for effect in self.scene.take_effects() {
            match effect {
                Effect::TickTour => self.ticks = true,
                Effect::Send { n, .. } => {
                    self.sent += 1;
                    if self.changes.last().is_some_and(|change| change == "max.request.size=64") {
                        self.scene.failed(n, failure(10, false, None));
                    } else {
                        let offset = i64::try_from(n).unwrap();
                        self.scene.accepted(n, 4).delivered(n, 4, offset);
                    }
                }
                Effect::StartLoad(_) => {
                    self.loads.0 += 1;
                    let progress = Progress { delivered: 6_000, ..Progress::default() };
                    self.scene.tell(Msg::LoadProgress(progress));
                }
                Effect::StopLoad => {
                    self.loads.1 += 1;
                    self.scene.tell(Msg::LoadEnded(Box::default()));
                }
                Effect::Tune(change) => {
                    self.changes.push(linger::app::tuning::words(&change));
                    let generation = u32::try_from(self.changes.len()).unwrap() + 1;
                    let step = SwapStep::Done { generation, paused_micros: 0 };
                    self.scene.tell(Msg::Swap { change, step, at: self.scene.at });
                }
                _ => {}
            }
        }
    }

    /// Ticks until the step begins; only a broken tour takes so long.
    fn go_to(&mut self, step: usize) {
        for _ in 0..10_000 {
            if self.step() == Some(step) {
                return;
            }
            assert!(self.tick(), "it stopped before step {step}");
        }
        panic!("it stays at {:?}", self.scene.state.tour);
    }
}

#[test]
fn it_goes_through_to_the_end_and_leaves_the_workbench_to_the_person() {
    for (width, height) in [(120, 40), (80, 24), (60, 16)] {
        let mut toured = Toured::new(width, height);
        toured.go_to(STEPS.len() - 1);
        assert_eq!(toured.changes, ["linger.ms=100", "max.request.size=64", "max.request.size=1048576"]);
        assert_eq!((toured.sent, toured.loads), (3, (1, 1)));
        let counts = toured.scene.state.results.counts();
        assert_eq!((counts.ok, counts.failed), (2, 1));
        // The last step waits for the person, however long that takes.
        for _ in 0..1_000 {
            assert!(toured.tick());
        }
        assert_eq!(toured.step(), Some(STEPS.len() - 1));
        toured.keys("<Enter>");
        while toured.tick() {}
        assert_eq!(toured.step(), None);
        toured.keys("<Alt-1>!");
        assert!(toured.scene.state.record.is_changed(), "keys are the person's again");
    }
}

#[test]
fn it_is_left_in_every_step_at_every_moment() {
    for step in 0..STEPS.len() {
        for ticks in [0, 1, 40, 60] {
            let mut toured = Toured::new(120, 40);
            toured.go_to(step);
            for _ in 0..ticks {
                toured.tick();
            }
            let text = toured.scene.state.record.value().payload().clone();
            let (sent, focus) = (toured.sent, toured.scene.state.focus);
            toured.keys("<Esc>");
            assert_eq!(toured.step(), None, "step {step}");
            // A tick that was under way starts nothing again.
            toured.tick();
            assert!(!toured.tick(), "step {step}: nothing ticks after the tour");
            assert_eq!(
                toured.scene.state.record.value().payload().clone(),
                text,
                "step {step}: what stood there stays"
            );
            assert_eq!((toured.sent, toured.scene.state.focus), (sent, focus), "step {step}");
        }
    }
}

#[test]
fn space_and_enter_go_on_without_pauses() {
    let ticks = |key: Option<&str>| {
        let mut toured = Toured::new(120, 40);
        let mut ticks = 0;
        let mut shown = None;
        while toured.step() != Some(3) {
            if let Some(key) = key
                && shown != toured.step()
            {
                shown = toured.step();
                toured.keys(key);
            }
            assert!(toured.tick());
            ticks += 1;
        }
        assert_eq!(toured.sent, 1, "and leave nothing out");
        ticks
    };
    let slow = ticks(None);
    for key in ["<Space>", "<Enter>"] {
        assert!(ticks(Some(key)) * 2 < slow, "{key}");
    }
}

#[test]
fn it_waits_for_what_really_happens() {
    let mut toured = Toured::new(120, 40);
    toured.go_to(2);
    toured.scene.tell(Msg::Standing(linger::domain::standing::Standing::default()));
    // The cluster says nothing.
    for _ in 0..1_000 {
        toured.scene.at += PACE;
        toured.scene.tell(Msg::TourTicked { at: toured.scene.at });
    }
    assert_eq!(toured.step(), Some(2));
    assert!(toured.scene.picture().contains("waits for the answer"));
    toured.answer();
    toured.go_to(3);
}

#[test]
fn the_keys_of_the_person_do_not_mix_with_the_tours() {
    let mut toured = Toured::new(120, 40);
    toured.keys("abc<F5><Tab><F1>");
    toured.scene.paste("pasted");
    assert!(!toured.scene.state.record.is_changed() && toured.scene.state.dialog.is_none());
    assert_eq!((toured.sent, toured.scene.state.focus), (0, Pane::Record));
    toured.keys("<^C>");
    assert_eq!(toured.step(), None, "but leaving is always possible");
}

#[test]
fn its_captions_can_be_read_at_every_size() {
    for (at, step) in STEPS.iter().enumerate() {
        let mut toured = Toured::new(80, 24);
        toured.go_to(at);
        let picture = toured.scene.picture().replace([' ', '\n', '│'], "");
        assert!(picture.contains(&step.caption.replace(' ', "")), "step {at} is cut:\n{}", toured.scene.picture());
        for act in step.acts {
            if let Act::Press(command) = act {
                assert!(TABLE.iter().any(|row| row.command == *command && !row.keys.is_empty()), "{command:?}");
            }
        }
    }
}
