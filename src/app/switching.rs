//! Another profile, or another cluster: what that changes in the interface.

use crate::app::dialog::Dialog;
use crate::app::msg::Effect;
use crate::app::sequence;
use crate::app::session::Running;
use crate::app::state::{State, TopicKnowledge};
use crate::app::tuning::{Change, of_profile};
use crate::domain::property::names::row;
use crate::domain::swap::SwapStep;

/// Asks for another profile, with this set above it.
pub fn use_profile(state: &mut State, name: String, changes: Change) -> Vec<Effect> {
    state.pipeline.tuning.ask(of_profile(&name, &changes));
    vec![Effect::UseProfile { name, changes, elsewhere: true }]
}

/// Where records went before the cluster or the profile was changed, the first of the changes first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Departures(Vec<(u64, String)>);

impl Departures {
    /// The records before this number went there.
    fn note(&mut self, next: u64, place: String) {
        self.0.push((next, place));
    }

    /// Where a record went, if that is not where records go now.
    pub fn of(&self, n: u64) -> Option<&str> {
        let place = self.0.iter().find(|(next, _)| n < *next);
        place.map(|(_, place)| place.as_str())
    }
}

/// Whether an effect leads to another cluster or profile, and how it is told of.
fn leads_elsewhere(effect: &Effect) -> Option<Change> {
    match effect {
        Effect::UseProfile { name, changes, elsewhere } => elsewhere.then(|| of_profile(name, changes)),
        Effect::Tune(change) => {
            let address = |name: &str| row(name).is_some_and(|property| property.name == "bootstrap.servers");
            change.iter().any(|(name, _)| address(name)).then(|| change.clone())
        }
        _ => None,
    }
}

/// A load ends before the producer goes elsewhere: that is asked first.
pub(super) fn ask_first(state: &mut State, effects: Vec<Effect>) -> Vec<Effect> {
    let runs = state.watch.load.as_ref().is_some_and(|load| !load.stopped);
    if !runs {
        return effects;
    }
    let (mut elsewhere, here): (Vec<_>, Vec<_>) =
        effects.into_iter().partition(|effect| leads_elsewhere(effect).is_some());
    if let Some(effect) = elsewhere.pop() {
        state.open(Dialog::EndLoad(Box::new(effect)));
    }
    here
}

/// The load ends, and the producer goes.
pub(super) fn end_load(state: &mut State, effect: Effect) -> Vec<Effect> {
    if let Some(load) = &mut state.watch.load {
        load.stopped = true;
    }
    vec![Effect::StopLoad, effect]
}

/// The load goes on, and the producer stays.
pub(super) fn keep_load(state: &mut State, effect: &Effect) {
    if let Some(change) = leads_elsewhere(effect) {
        state.pipeline.tuning.tell(&change, &SwapStep::Unchanged);
    }
    state.say("Nothing was changed: the load goes on.", false);
}

/// The producer runs with another profile now, or with a changed one.
pub(super) fn renew(state: &mut State, running: Running) -> Vec<Effect> {
    let before = std::mem::replace(&mut state.session.running, running);
    if before.name != state.session.running.name {
        // What was allowed was allowed with that profile.
        state.armed = None;
        state.sends_allowed = false;
    }
    if before.site == state.session.running.site {
        // What the producer before foresaw says nothing of this one.
        let look = take_topic(state, &before).then(|| state.look_at_topic()).flatten();
        return look.into_iter().chain(state.foresee()).collect();
    }
    state.departures.note(state.results.next_number(), format!("{} ({})", before.cluster, before.name));
    // What was allowed was allowed there, and what was still to be sent was meant for there.
    sequence::stop(state);
    state.armed = None;
    state.sends_allowed = false;
    state.creation_allowed.clear();
    state.producer_error = None;
    state.cluster = None;
    state.read_back = None;
    // What was asked there is no question here.
    if matches!(
        state.dialog,
        Some(Dialog::Looking(_) | Dialog::Confirm(_) | Dialog::Arm(_) | Dialog::TopicForm(_) | Dialog::Load)
    ) {
        state.dialog = None;
    }
    take_topic(state, &before);
    // What is known of the topic is known of the one over there.
    state.topic = TopicKnowledge::default();
    let look = state.look_at_topic();
    std::iter::once(Effect::LookAtCluster).chain(look).collect()
}

/// Puts the profile's topic into the form, if the one that stands there is not a person's own.
fn take_topic(state: &mut State, before: &Running) -> bool {
    let topic = state.record.topic_name();
    let nobodys = topic.is_empty() || before.profile.topic.as_ref() == Some(&topic);
    match state.session.running.profile.topic.clone() {
        Some(wanted) if nobodys && wanted != topic => {
            state.record.set_topic(&wanted);
            true
        }
        Some(_) | None => false,
    }
}

/// Another profile is in force, or why it is not.
pub(super) fn used(state: &mut State, used: Result<Box<Running>, String>) -> Vec<Effect> {
    match used {
        Ok(running) => {
            let effects = renew(state, *running);
            let running = &state.session.running;
            state.say(format!("The profile is {} now: {}.", running.name, running.cluster), false);
            effects
        }
        Err(reason) => {
            let name = state.session.running.name.clone();
            state.say(format!("The profile stays {name}: {reason}"), true);
            Vec::new()
        }
    }
}
