//! What the interface is told at the start, and each time its profile changes: where it sends and under which limits.

use std::sync::Arc;

use jiff::tz::TimeZone;

use crate::app::in_force::InForce;
use crate::app::state::Notice;
use crate::domain::draft::Draft;
use crate::domain::guard::Guards;
use crate::domain::partitioner::Rule;
use crate::domain::profile::{Guard, Profile};

/// The profile in force, and everything that follows from it.
#[derive(Clone, Debug, PartialEq)]
pub struct Running {
    /// The profile as the producer runs with it, with what was set in the workbench.
    pub profile: Arc<Profile>,
    /// The profile's name, as `embedded` or `local`.
    pub name: String,
    /// The cluster as a person should see it: the addresses of `bootstrap.servers`, or "embedded".
    pub cluster: String,
    /// Whether the cluster is the one inside this process.
    pub embedded: bool,
    /// What must happen before a record goes to a topic.
    pub guards: Guards,
    /// `max.request.size` in bytes.
    pub max_request_size: u64,
    /// How partitions are chosen.
    pub partitioner: Rule,
    /// What every property stands at: as the profile and the flags say, then as it was changed.
    pub in_force: InForce,
    /// The arguments with which `linger send` sends to the same cluster in the same way, but for secrets.
    pub target: Vec<String>,
    /// How often another cluster, or a profile that guards otherwise, was chosen in this run: what was asked of one
    /// holds for no other.
    pub site: u32,
}

impl Running {
    /// Whether a send asks first, if it goes at all.
    pub fn is_guarded(&self) -> bool {
        self.guards.of_cluster() != Guard::Open
    }

    /// Whether nothing is sent and nothing changed at all.
    pub fn is_read_only(&self) -> bool {
        self.guards.of_cluster() == Guard::ReadOnly
    }
}

/// The run's facts, from the profile and the command line.
#[derive(Clone, Debug)]
pub struct Session {
    /// What follows from the profile in force.
    pub running: Running,
    /// The zone in which times are shown.
    pub time_zone: TimeZone,
    /// The topic to begin with; empty for none.
    pub topic: String,
    /// The record to begin with, from a record file.
    pub record: Option<Draft>,
    /// What asks first.
    pub confirmations: Confirmations,
    /// What becomes of what stands unsent in the form at the end, and came of it at the start.
    pub drafts: Drafts,
    /// What a person should read at once: something is wrong with linger's own settings, or a draft is back.
    pub notice: Option<Notice>,
}

/// What asks first, beyond what must.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Confirmations {
    /// Whether every send does, wherever it goes.
    pub every_send: bool,
    /// Whether quitting does.
    pub quit: AskOnQuit,
}

/// When quitting asks first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AskOnQuit {
    /// If records are outstanding, a load runs or the form is not sent.
    #[default]
    Unsent,
    /// If records are outstanding or a load runs.
    Outstanding,
    /// Always.
    Always,
}

/// What becomes of what stands unsent in the form when the program ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Drafts {
    /// It is lost.
    #[default]
    Lost,
    /// It is kept for the next start.
    Kept,
    /// It is kept, and the record to begin with was: it was not sent.
    Restored,
}
