//! The scripted tour for a newcomer: what it says, which keys it presses, and what it waits for.
//!
//! It presses keys as a person does, one at a time and visibly; everything that follows from them is the workbench's own
//! doing. It goes on when what it waits for has happened and there was time to read, or when the person says so.

mod script;

use crate::app::command::Command;
use crate::app::key::{Code, Key};
use crate::app::state::State;
use crate::app::strip::Stage;
use crate::domain::swap::SwapStep;
use crate::domain::topic::TopicLook;
pub use script::STEPS;

/// From one key to the next, in microseconds: slow enough to follow, and no paste.
pub const PACE: i64 = 90_000;

/// The time to look at what happened before the next step, in microseconds.
const LOOK: i64 = 3_500_000;

/// The time to read a character of a caption, in microseconds: about 25 a second.
const READ: i64 = 40_000;

/// Something that the tour presses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// The key of a command, whichever it is.
    Press(Command),
    /// Characters.
    Type(&'static str),
}

/// What a step waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// The cluster told of the topic in the form.
    Topic,
    /// A record was delivered since the step began.
    Delivered,
    /// A record failed since the step began.
    Failed,
    /// So many records of the load were delivered.
    Load(u64),
    /// The load is over.
    LoadOver,
    /// A change of the producer is over that was asked for since the step began.
    Changed,
    /// The producer before and after the change were compared.
    Compared,
    /// Nothing: what the keys did is there at once.
    Nothing,
    /// The person.
    Person,
}

/// A step of the tour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Step {
    /// What it says.
    pub caption: &'static str,
    /// What it presses.
    pub acts: &'static [Act],
    /// What it waits for then.
    pub wait: Wait,
}

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Phase {
    /// The caption is read.
    Reading,
    /// Keys are pressed: this act, and this character of it.
    Acting(usize, usize),
    /// What the keys lead to has not happened yet.
    Waiting,
    /// It has, and is looked at.
    Looking,
}

/// What stood when the step began.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Before {
    delivered: u64,
    failed: u64,
    generation: u32,
}

/// The tour while it goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tour {
    step: usize,
    phase: Phase,
    /// When the phase began; `None` until the first tick of it.
    since: Option<i64>,
    /// Whether the person wants to go on without pauses for reading.
    hurry: bool,
    before: Before,
    /// The key that was pressed last, as it is shown.
    pressed: Option<String>,
}

/// What the tour does at a tick.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Turn {
    /// Nothing.
    Stay,
    /// Something on the screen changes.
    Show,
    /// This key is pressed.
    Press(Key),
    /// This command has no key, and is run.
    Run(Command),
    /// It is over.
    End,
}

impl Default for Tour {
    fn default() -> Self {
        let before = Before::default();
        Self { step: 0, phase: Phase::Reading, since: None, hurry: false, before, pressed: None }
    }
}

impl Tour {
    /// The step, from 0.
    pub fn step(&self) -> usize {
        self.step
    }

    /// What it says now.
    pub fn caption(&self) -> &'static str {
        STEPS.get(self.step).map_or("", |step| step.caption)
    }

    /// The key that was pressed last in this step.
    pub fn pressed(&self) -> Option<&str> {
        self.pressed.as_deref()
    }

    /// Whether it waits for something to happen.
    pub fn waits(&self) -> bool {
        let person = STEPS.get(self.step).is_some_and(|step| step.wait == Wait::Person);
        self.phase == Phase::Waiting && !person
    }

    /// The person wants to go on: no more pauses in this step; what it waits for is not waited for any longer.
    pub(super) fn go_on(&mut self) {
        self.hurry = true;
        if self.phase == Phase::Waiting {
            self.enter(Phase::Looking);
        }
    }

    fn enter(&mut self, phase: Phase) {
        self.phase = phase;
        self.since = None;
    }

    /// A tick at `at` (microseconds since the epoch).
    pub(super) fn tick(&mut self, state: &State, at: i64) -> Turn {
        let Some(step) = STEPS.get(self.step) else { return Turn::End };
        let since = *self.since.get_or_insert(at);
        match self.phase {
            Phase::Reading => {
                let long = READ * i64::try_from(step.caption.len()).unwrap_or(i64::MAX / READ);
                if self.hurry || at - since >= long {
                    self.before = Before::of(state);
                    self.enter(Phase::Acting(0, 0));
                }
                Turn::Stay
            }
            // A person presses nothing that is not on the screen yet.
            Phase::Acting(..) if state.dialog.is_some() && !state.dialog_shown => Turn::Stay,
            Phase::Acting(act, typed) => self.press(state, step, act, typed),
            Phase::Waiting if self.before.has_become(step.wait, state) => {
                self.enter(Phase::Looking);
                Turn::Show
            }
            Phase::Waiting => Turn::Stay,
            Phase::Looking if !(self.hurry || at - since >= LOOK) => Turn::Stay,
            Phase::Looking => {
                *self = Self { step: self.step + 1, ..Self::default() };
                if self.step < STEPS.len() { Turn::Show } else { Turn::End }
            }
        }
    }

    fn press(&mut self, state: &State, step: &Step, act: usize, typed: usize) -> Turn {
        match step.acts.get(act) {
            None => {
                self.enter(Phase::Waiting);
                Turn::Show
            }
            Some(Act::Press(command)) => {
                self.enter(Phase::Acting(act + 1, 0));
                let key = state.keymap.shown(*command);
                self.pressed = key.map(|key| key.to_string());
                key.map_or(Turn::Run(*command), Turn::Press)
            }
            Some(Act::Type(text)) => {
                let Some(character) = text.chars().nth(typed) else {
                    self.enter(Phase::Acting(act + 1, 0));
                    return Turn::Stay;
                };
                self.enter(Phase::Acting(act, typed + 1));
                self.pressed = Some((*text).to_owned());
                Turn::Press(Key::from(character))
            }
        }
    }
}

impl Before {
    fn of(state: &State) -> Self {
        let counts = state.results_now().counts();
        let generation = match &state.watch.swap {
            Some((_, SwapStep::Done { generation, .. })) => *generation,
            Some(_) | None => 0,
        };
        Self { delivered: counts.ok, failed: counts.failed, generation }
    }

    fn has_become(self, wait: Wait, state: &State) -> bool {
        match wait {
            Wait::Topic => matches!(state.topic.look, Some(TopicLook::Found(_))),
            Wait::Delivered => state.results_now().counts().ok > self.delivered,
            Wait::Failed => state.results_now().counts().failed > self.failed,
            // A load that ended meanwhile did what it could.
            Wait::Load(records) => state.watch.load.as_ref().is_none_or(|load| load.delivered >= records),
            Wait::LoadOver => state.watch.load.is_none(),
            Wait::Changed => match &state.watch.swap {
                Some((_, SwapStep::Done { generation, .. })) => *generation > self.generation,
                Some((_, SwapStep::Unchanged | SwapStep::Refused(_))) => true,
                Some((_, SwapStep::Warming | SwapStep::Draining { .. })) | None => false,
            },
            Wait::Compared => {
                state.pipeline.strip.as_ref().is_none_or(|strip| !matches!(strip.stage(), Stage::Measuring(..)))
            }
            Wait::Nothing => true,
            Wait::Person => false,
        }
    }
}

/// What a key of the person means while the tour goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Said {
    /// It goes on at once.
    GoOn,
    /// It is over, and the workbench stays as it is.
    Enough,
    /// It is over, and the key means what it always means.
    Leave,
    /// The key means what it always means, and the tour goes on.
    Both,
    /// Nothing: the keys are the tour's.
    Nothing,
}

/// What a key of the person means while the tour goes on.
pub(super) fn said(state: &State, key: Key) -> Said {
    use crate::app::command::Context;
    if key == Key::plain(Code::Esc) {
        return Said::Enough;
    }
    if key == Key::plain(Code::Enter) || key == Key::from(' ') {
        return Said::GoOn;
    }
    match state.keymap.command(Context::Anywhere, key) {
        Some(Command::Quit) if key.typed().is_none() => Said::Leave,
        Some(Command::Redraw | Command::Suspend) => Said::Both,
        _ => Said::Nothing,
    }
}
