//! Another profile, or another cluster: what that changes in the interface.

use crate::app::dialog::Dialog;
use crate::app::msg::Effect;
use crate::app::session::Running;
use crate::app::state::{State, TopicKnowledge};
use crate::app::tuning::{Change, of_profile};

/// Asks for another profile, with this set above it.
pub fn use_profile(state: &mut State, name: String, changes: Change) -> Vec<Effect> {
    state.pipeline.tuning.ask(of_profile(&name, &changes));
    vec![Effect::UseProfile { name, changes }]
}

/// The producer runs with another profile now, or with a changed one.
pub(super) fn renew(state: &mut State, running: Running) -> Vec<Effect> {
    let before = std::mem::replace(&mut state.session.running, running);
    let running = &state.session.running;
    if before.site == running.site {
        // What the producer before foresaw says nothing of this one.
        return state.foresee().into_iter().collect();
    }
    // What was allowed was allowed there.
    state.sends_allowed = false;
    state.creation_allowed.clear();
    state.producer_error = None;
    state.cluster = None;
    state.read_back = None;
    // What was asked there is no question here.
    if matches!(state.dialog, Some(Dialog::Looking(_) | Dialog::Confirm(_) | Dialog::TopicForm(_))) {
        state.dialog = None;
    }
    let topic = state.record.topic_name();
    let nobodys = topic.is_empty() || before.profile.topic.as_ref() == Some(&topic);
    if let (true, Some(topic)) = (nobodys, running.profile.topic.clone()) {
        state.record.set_topic(&topic);
    }
    // What is known of the topic is known of the one over there.
    state.topic = TopicKnowledge::default();
    let look = state.look_at_topic();
    std::iter::once(Effect::LookAtCluster).chain(look).collect()
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
