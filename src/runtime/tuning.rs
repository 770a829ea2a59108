//! Changing the running producer: one thread applies what is asked for, in order.

use std::fmt;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex};

use tokio::sync::mpsc::Sender;

use crate::app::msg::Msg;
use crate::domain::swap::SwapStep;
use crate::kafka::producer::{Cancel, Generations};
use crate::kafka::settings::Settings;
use crate::kafka::trace::lock;
use crate::runtime::clock::now_micros;

/// Names and values of properties, as a person writes them.
pub type Change = Vec<(String, String)>;

/// From what is set above the profile to the settings of a producer, or to what is wrong with it.
#[derive(Clone)]
pub struct Retune(Arc<Resolve>);

type Resolve = dyn Fn(&[(String, String)]) -> Result<Settings, String> + Send + Sync;

impl Retune {
    /// By this rule.
    pub fn new(rule: impl Fn(&[(String, String)]) -> Result<Settings, String> + Send + Sync + 'static) -> Self {
        Self(Arc::new(rule))
    }
}

impl fmt::Debug for Retune {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Retune")
    }
}

/// Changes that may wait behind the one that goes on.
const WAITING: usize = 64;

/// Where changes are asked for. It never waits.
pub struct Tuning {
    jobs: SyncSender<Change>,
    now: Arc<Mutex<Cancel>>,
}

/// The other end of a [`Tuning`].
pub struct Changes {
    jobs: Receiver<Change>,
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
    /// Why it can't be: too many wait, or there is no producer.
    pub fn change(&self, change: Change) -> Result<(), String> {
        self.jobs.try_send(change).map_err(|_| "no change can be made now".to_owned())
    }

    /// Gives up the change that goes on.
    pub fn cancel(&self) {
        lock(&self.now).cancel();
    }
}

impl Changes {
    /// Applies changes until the [`Tuning`] is gone, each above those that were applied before, and tells each step.
    /// `on_cluster` points settings at the cluster that the producer is on.
    pub fn serve(
        self,
        generations: &Generations,
        retune: &Retune,
        on_cluster: impl Fn(&Settings) -> Settings,
        tell: &Sender<Msg>,
    ) {
        let mut applied = Change::new();
        for change in self.jobs {
            let step = |step: SwapStep| Msg::Swap { change: change.clone(), step, at: now_micros() };
            let asked: Change = applied.iter().chain(&change).cloned().collect();
            let settings = match (retune.0)(&asked) {
                Ok(settings) => settings,
                Err(reason) => {
                    if tell.blocking_send(step(SwapStep::Refused(reason))).is_err() {
                        return;
                    }
                    continue;
                }
            };
            let cancel = Cancel::new();
            *lock(&self.now) = cancel.clone();
            let mut gone = false;
            let last = generations.swap(&on_cluster(&settings), &cancel, &mut |told| {
                gone |= tell.blocking_send(step(told)).is_err();
            });
            if gone {
                return;
            }
            match last {
                SwapStep::Done { .. } | SwapStep::Unchanged => applied = asked,
                SwapStep::Refused(_) | SwapStep::Warming | SwapStep::Draining { .. } => {}
            }
        }
    }
}
