//! What limits the producer now: one verdict from recent snapshots, as an engineer on call would give it.

mod finding;
mod rules;
mod window;
mod words;

use std::sync::Arc;

pub use finding::{BrokerState, Evidence, Kind, Stage};
pub use window::WINDOW_MICROS;

use crate::domain::meter::Meter;
use window::Window;

/// A verdict that is given stays so long, and so do its numbers: a person reads it in that time.
const STEADY_MICROS: u64 = 1_000_000;

/// What limits the producer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The numbers it rests on.
    pub evidence: Evidence,
    /// When it was given first, microseconds since the epoch.
    pub since: u64,
    /// When its numbers are from, microseconds since the epoch.
    pub told: u64,
    /// The producer it is about.
    pub generation: u32,
}

impl Verdict {
    /// What it is.
    pub fn kind(&self) -> Kind {
        self.evidence.kind()
    }

    /// The stage of the pipeline that it sits at; `None` when nothing is held up.
    pub fn stage(&self) -> Option<Stage> {
        self.kind().stage()
    }

    /// A sentence, as `linger-bound: batches leave 31 % full because linger.ms (5) ends first`. Names of topics and
    /// errors come from outside.
    pub fn sentence(&self) -> String {
        words::sentence(&self.evidence)
    }

    /// What would change it, as `raise batch.size for fewer and larger requests`; `None` when there is nothing to
    /// change.
    pub fn act(&self) -> Option<&'static str> {
        words::act(&self.evidence)
    }

    /// The property to change, if one helps.
    pub fn property(&self) -> Option<&'static str> {
        self.kind().property()
    }
}

/// The verdict on the newest of these snapshots, oldest first: they should reach back [`WINDOW_MICROS`], and more do no
/// harm. `previous` is the verdict on the snapshot before. `None` while nothing is known: two snapshots are needed, and
/// some tenths of a second of a new producer after a change; until then the verdict stands.
///
/// The sentence does not flicker: a verdict stands for a second, with its numbers, unless something goes wrong that did
/// not before, or it was "idle", or the configuration changed; and what it needs to stand is a little less than what it
/// needed to be given.
pub fn judge(meters: &[Arc<Meter>], previous: Option<&Verdict>) -> Option<Verdict> {
    let Some(window) = Window::of(meters) else { return previous.cloned() };
    let evidence = rules::find(&window, previous.map(Verdict::kind));
    let (at, generation) = (window.last().at, window.last().generation);
    let new = |since| Verdict { evidence: evidence.clone(), since, told: at, generation };
    let Some(standing) = previous else { return Some(new(at)) };
    if generation != standing.generation && !window.is_settled() {
        return previous.cloned();
    }
    if evidence.kind() == standing.kind() {
        let fresh = at.saturating_sub(standing.told) < STEADY_MICROS && generation == standing.generation;
        return Some(if fresh { standing.clone() } else { new(standing.since) });
    }
    let worse = evidence.kind().is_trouble() && !standing.kind().is_trouble();
    let changed = generation != standing.generation || standing.kind() == Kind::Idle;
    let stood = at.saturating_sub(standing.since) >= STEADY_MICROS;
    Some(if worse || changed || stood { new(at) } else { standing.clone() })
}

#[cfg(test)]
mod tests;
