//! Pause: the panes that watch stand still at one moment, and can be scrolled in, while the producer goes on.
//!
//! What is on the screen stays where it always is in the [`State`]; what goes on is kept here, and messages go there.

use std::sync::Arc;

use crate::app::pipeline::Pipeline;
use crate::app::requests::Requests;
use crate::app::results::Results;
use crate::app::state::State;
use crate::domain::meter::Meter;

/// What stands still during a pause.
#[derive(Clone, Debug)]
pub struct Sight {
    pipeline: Pipeline,
    requests: Requests,
    results: Results,
    meter: Option<Arc<Meter>>,
}

impl Sight {
    fn of(state: &State) -> Self {
        Self {
            pipeline: state.pipeline.clone(),
            requests: state.requests.clone(),
            results: state.results.clone(),
            meter: state.watch.meter.clone(),
        }
    }

    fn swap(&mut self, state: &mut State) {
        let (one, other) = (&mut self.pipeline, &mut state.pipeline);
        std::mem::swap(one, other);
        // What a person does in the pane is no picture of the producer.
        std::mem::swap(&mut one.top, &mut other.top);
        std::mem::swap(&mut one.span, &mut other.span);
        std::mem::swap(&mut one.tuning, &mut other.tuning);
        std::mem::swap(&mut one.form, &mut other.form);
        std::mem::swap(&mut one.input, &mut other.input);
        std::mem::swap(&mut self.requests, &mut state.requests);
        std::mem::swap(&mut self.results, &mut state.results);
        std::mem::swap(&mut self.meter, &mut state.watch.meter);
    }
}

/// A pause.
#[derive(Clone, Debug)]
pub struct Pause {
    /// Since when, microseconds since the epoch.
    pub since: i64,
    /// What goes on behind the picture.
    behind: Box<Sight>,
}

/// What came since a pause began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Since {
    /// Records that came to their end.
    pub records: u64,
    /// Produce requests that ended.
    pub requests: u64,
}

impl State {
    /// The outcomes as they are, whatever stands still.
    pub fn results_now(&self) -> &Results {
        self.pause.as_ref().map_or(&self.results, |pause| &pause.behind.results)
    }

    /// The latest snapshot, whatever stands still.
    pub fn meter_now(&self) -> Option<&Arc<Meter>> {
        self.pause.as_ref().map_or(&self.watch.meter, |pause| &pause.behind.meter).as_ref()
    }

    /// What came since the pause began, if there is one.
    pub fn since_pause(&self) -> Option<Since> {
        let now = &self.pause.as_ref()?.behind;
        // Not every record of a load has a row; the meter counts them all.
        let ended = |results: &Results, meter: Option<&Arc<Meter>>| match meter {
            Some(meter) => meter.records.accepted.saturating_sub(meter.records.outstanding()),
            None => results.counts().ok + results.counts().failed,
        };
        let told = |requests: &Requests| requests.told() + requests.dropped();
        Some(Since {
            records: ended(&now.results, now.meter.as_ref())
                .saturating_sub(ended(&self.results, self.watch.meter.as_ref())),
            requests: told(&now.requests).saturating_sub(told(&self.requests)),
        })
    }

    /// Makes the panes stand still, or go on.
    pub(super) fn toggle_pause(&mut self, at: i64) {
        match self.pause.take() {
            None => self.pause = Some(Pause { since: at, behind: Box::new(Sight::of(self)) }),
            Some(mut pause) => {
                pause.behind.swap(self);
                self.keep_looks(&pause.behind);
            }
        }
    }

    /// Goes on looking at what was looked at in the picture that stood still.
    fn keep_looks(&mut self, still: &Sight) {
        self.requests.look_as(&still.requests);
        self.results.look_as(&still.results);
    }

    /// Changes what goes on, which is what is shown unless it stands still.
    pub(super) fn behind<T>(&mut self, change: impl FnOnce(&mut Self) -> T) -> T {
        let Some(mut pause) = self.pause.take() else { return change(self) };
        pause.behind.swap(self);
        let done = change(self);
        pause.behind.swap(self);
        self.pause = Some(pause);
        done
    }
}
