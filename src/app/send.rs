//! From the key that sends to the record that is sent: checks, then questions, then the send. No record leaves by
//! accident.

use crate::app::command::Command;
use crate::app::dialog::{Confirm, Creates, Dialog};
use crate::app::msg::Effect;
use crate::app::state::{Pane, State};
use crate::domain::record::Record;
use crate::domain::topic::TopicLook;

/// Sends the record in the form, or asks what must be asked first.
pub fn send(state: &mut State, at: i64) -> Vec<Effect> {
    if let Some(reason) = &state.producer_error {
        let text = format!("Not sent: there is no producer: {reason}");
        state.say(text, true);
        return Vec::new();
    }
    let record = match state.record.compose(at, state.topic_view()) {
        Ok(record) => record,
        Err(problem) => {
            state.focus = Pane::Record;
            state.record.go_to(problem.stop);
            state.say(format!("Not sent: {}", problem.what), true);
            // What was seen of the topic can be old: the next try sees it anew.
            let topic = state.record.topic_name();
            return if state.topic_view().is_some() { vec![Effect::LookAt { topic }] } else { Vec::new() };
        }
    };
    if state.creation_allowed.contains(&record.topic) {
        return ask_or_go(state, record, Creates::No, at);
    }
    match state.topic.look.clone() {
        Some(TopicLook::Found(_)) => ask_or_go(state, record, Creates::No, at),
        // A topic can come up at any time, and a broker too.
        Some(TopicLook::Unknown | TopicLook::Failed(_)) => {
            let topic = record.topic.clone();
            state.open(Dialog::Looking(Box::new(record)));
            vec![Effect::LookAt { topic }]
        }
        None => {
            state.open(Dialog::Looking(Box::new(record)));
            Vec::new()
        }
    }
}

/// The topic of a record that waits for it was seen.
pub fn looked(state: &mut State, record: Record, look: &TopicLook, at: i64) -> Vec<Effect> {
    let creates = match look {
        TopicLook::Found(_) => Creates::No,
        TopicLook::Unknown => Creates::Yes,
        TopicLook::Failed(reason) => Creates::NotKnown(reason.clone()),
    };
    ask_or_go(state, record, creates, at)
}

/// The answer to the question before a send.
pub fn answer(state: &mut State, confirm: Confirm, command: Command, at: i64) -> Vec<Effect> {
    match command {
        Command::SendOnce => go(state, confirm.record, at),
        Command::AllowSends => {
            if confirm.guarded {
                state.sends_allowed = true;
            }
            if confirm.creates != Creates::No {
                state.creation_allowed.insert(confirm.record.topic.clone());
            }
            go(state, confirm.record, at)
        }
        _ => {
            state.say("Not sent.", false);
            Vec::new()
        }
    }
}

fn ask_or_go(state: &mut State, record: Record, creates: Creates, at: i64) -> Vec<Effect> {
    let guarded = state.is_guarded();
    if guarded || creates != Creates::No {
        state.open(Dialog::Confirm(Box::new(Confirm { record, guarded, creates })));
        return Vec::new();
    }
    go(state, record, at)
}

fn go(state: &mut State, record: Record, at: i64) -> Vec<Effect> {
    let n = state.results.begin(&record, at);
    state.record.mark_sent();
    vec![Effect::Send { n, record }]
}
