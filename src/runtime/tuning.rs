//! Changing the running producer: one thread applies what is asked for, in order.

use std::fmt;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc::Sender;

use crate::app::msg::Msg;
use crate::app::session::Running;
use crate::app::tuning::{Change, of_profile};
use crate::domain::swap::SwapStep;
use crate::kafka::producer::Cancel;
use crate::kafka::settings::Settings;
use crate::kafka::trace::lock;
use crate::runtime::clock::now_micros;

/// A producer that is to be: how it is started, and what the interface is told of it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// How it is started.
    pub settings: Settings,
    /// What follows from its profile.
    pub running: Box<Running>,
}

/// From a profile (`None` for the one that the program began with) and what is set above it to the producer that is to
/// be, or to what is wrong.
#[derive(Clone)]
pub struct Retune(Arc<Resolve>);

type Resolve = dyn Fn(Option<&str>, &Change) -> Result<Plan, String> + Send + Sync;

impl Retune {
    /// By this rule.
    pub fn new(rule: impl Fn(Option<&str>, &Change) -> Result<Plan, String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(rule))
    }
}

impl fmt::Debug for Retune {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Retune")
    }
}

/// What is asked for.
#[derive(Clone, Debug)]
pub enum Wish {
    /// A change of the producer that runs.
    Change(Change),
    /// Another profile.
    Profile {
        /// Its name, or its file.
        name: String,
        /// What is set above it.
        changes: Change,
    },
}

impl Wish {
    /// What is told when it is done.
    fn done(&self, running: Box<Running>) -> Msg {
        match self {
            Self::Change(_) => Msg::Running(running),
            Self::Profile { .. } => Msg::ProfileUsed(Ok(running)),
        }
    }

    /// What is told when it can't be.
    fn refused(&self, reason: String) -> Option<Msg> {
        match self {
            Self::Change(_) => None,
            Self::Profile { .. } => Some(Msg::ProfileUsed(Err(reason))),
        }
    }

    /// How it is told of.
    fn change(&self) -> Change {
        match self {
            Self::Change(change) => change.clone(),
            Self::Profile { name, changes } => of_profile(name, changes),
        }
    }
}

/// Changes that may wait behind the one that goes on.
const WAITING: usize = 64;

/// Where changes are asked for. It never waits.
pub struct Tuning {
    jobs: SyncSender<Wish>,
    now: Arc<Mutex<Cancel>>,
}

/// The other end of a [`Tuning`].
pub struct Changes {
    jobs: Receiver<Wish>,
    now: Arc<Mutex<Cancel>>,
}

/// Both ends.
pub fn tuning() -> (Tuning, Changes) {
    let (jobs_in, jobs) = sync_channel(WAITING);
    let now = Arc::default();
    (Tuning { jobs: jobs_in, now: Arc::clone(&now) }, Changes { jobs, now })
}

impl Tuning {
    /// Asks for a change; it follows those asked for before.
    ///
    /// # Errors
    /// The change, and why it can't be: too many wait, or there is no producer.
    pub fn ask(&self, wish: Wish) -> Result<(), (Change, String)> {
        let change = wish.change();
        self.jobs.try_send(wish).map_err(|_| (change, "no change can be made now".to_owned()))
    }

    /// Gives up the change that goes on.
    pub fn cancel(&self) {
        lock(&self.now).cancel();
    }
}

/// What is in force: the profile by its name, if it is not the one of the beginning, and what is set above it.
#[derive(Clone, Default)]
struct InForce {
    profile: Option<String>,
    set: Change,
}

impl InForce {
    fn with(&self, wish: &Wish) -> Self {
        match wish {
            Wish::Change(change) => {
                let mut set = self.set.clone();
                set.retain(|(name, _)| !change.iter().any(|(changed, _)| changed == name));
                set.extend(change.iter().cloned());
                Self { profile: self.profile.clone(), set }
            }
            Wish::Profile { name, changes } => Self { profile: Some(name.clone()), set: changes.clone() },
        }
    }
}

/// Who puts a producer in the place of the one that runs.
pub trait Puts {
    /// Does it, and tells each step with the number of the site that is the one from then on. `another` is whether it is
    /// by another profile.
    fn put(&self, plan: &Plan, another: bool, cancel: &Cancel, told: &mut dyn FnMut(SwapStep, u32)) -> SwapStep;
}

impl Changes {
    /// Applies changes until the [`Tuning`] is gone, each above those that were applied before, and tells each step.
    pub fn serve(self, retune: &Retune, producer: &impl Puts, tell: &Sender<Msg>) {
        let mut in_force = InForce::default();
        for wish in self.jobs {
            let asked = in_force.with(&wish);
            let mut gone = false;
            let mut told = |step: SwapStep, running: Option<Box<Running>>| {
                let over = match (&step, running) {
                    (SwapStep::Done { .. } | SwapStep::Unchanged, Some(running)) => Some(wish.done(running)),
                    (SwapStep::Refused(reason), _) => wish.refused(reason.clone()),
                    (SwapStep::Warming | SwapStep::Draining { .. }, _) | (_, None) => None,
                };
                gone |= over.is_some_and(|over| tell.blocking_send(over).is_err());
                let swap = Msg::Swap { change: wish.change(), step, at: now_micros() };
                gone |= tell.blocking_send(swap).is_err();
            };
            match (retune.0)(asked.profile.as_deref(), &asked.set) {
                Err(reason) => told(SwapStep::Refused(reason), None),
                Ok(plan) => {
                    let cancel = Cancel::new();
                    *lock(&self.now) = cancel.clone();
                    let last = producer.put(&plan, matches!(wish, Wish::Profile { .. }), &cancel, &mut |step, site| {
                        told(step, Some(Box::new(Running { site, ..Running::clone(&plan.running) })));
                    });
                    if matches!(last, SwapStep::Done { .. } | SwapStep::Unchanged) {
                        in_force = asked;
                    }
                }
            }
            if gone {
                return;
            }
        }
    }
}
