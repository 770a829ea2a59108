//! What the interface is told once, at the start: where it sends and under which limits.

use jiff::tz::TimeZone;

use crate::app::in_force::InForce;
use crate::app::state::Notice;
use crate::domain::draft::Draft;

/// The run's fixed facts, from the profile and the command line.
// Each flag is a fact of its own, not a state of one machine.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug)]
pub struct Session {
    /// The profile's name, as `embedded` or `local`.
    pub profile: String,
    /// The cluster as a person should see it: the addresses of `bootstrap.servers`, or "embedded".
    pub cluster: String,
    /// Whether the cluster is the one inside this process.
    pub embedded: bool,
    /// Whether every send asks first: an address is not a loopback one.
    pub guarded: bool,
    /// Whether the profile allows no change of the cluster at all (`guard = "read-only"`).
    pub read_only: bool,
    /// `max.request.size` in bytes.
    pub max_request_size: u64,
    /// `partitioner.ignore.keys`: every record is spread as if its key were null.
    pub ignore_keys: bool,
    /// What every property stands at: as the profile and the flags say, then as it was changed.
    pub in_force: InForce,
    /// The arguments with which `linger send` sends to the same cluster in the same way, but for secrets.
    pub target: Vec<String>,
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
