//! From the key that sends to the record that is sent: checks, then questions, then the send. No record leaves by
//! accident.

use crate::app::command::{Command, GuardCommand};
use crate::app::dialog::{Confirm, Creates, Dialog, Sending};
use crate::app::guard::{self, Arming};
use crate::app::load;
use crate::app::msg::Effect;
use crate::app::sequence;
use crate::app::state::{Pane, State};
use crate::domain::profile::Guard;
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
    if let Some(what) = sequence::refusal(state, &record) {
        state.say(format!("Not sent: {what}."), true);
        return Vec::new();
    }
    ask_first(state, Sending::Record(record), at)
}

/// Sends, or asks what must be asked first.
pub(super) fn ask_first(state: &mut State, sending: Sending, at: i64) -> Vec<Effect> {
    if refuses(state, sending.topic()) {
        return Vec::new();
    }
    if state.creation_allowed.contains(sending.topic()) {
        return ask_or_go(state, sending, Creates::No, at);
    }
    if sending.topic() != state.topic.asked {
        // A record that was sent before, and not to the topic in the form.
        let topic = sending.topic().to_owned();
        state.open(Dialog::Looking(Box::new(sending)));
        return vec![Effect::LookAt { topic }];
    }
    match state.topic.look.clone() {
        Some(TopicLook::Found(_)) => ask_or_go(state, sending, Creates::No, at),
        // A topic can come up at any time, and a broker too.
        Some(TopicLook::Unknown | TopicLook::Failed(_)) => {
            let topic = sending.topic().to_owned();
            state.open(Dialog::Looking(Box::new(sending)));
            vec![Effect::LookAt { topic }]
        }
        None => {
            state.open(Dialog::Looking(Box::new(sending)));
            Vec::new()
        }
    }
}

/// The topic of what waits for it was seen.
pub fn looked(state: &mut State, sending: Sending, look: &TopicLook, at: i64) -> Vec<Effect> {
    let creates = match look {
        TopicLook::Found(_) => Creates::No,
        TopicLook::Unknown => Creates::Yes,
        TopicLook::Failed(reason) => Creates::NotKnown(reason.clone()),
    };
    ask_or_go(state, sending, creates, at)
}

/// The answer to the question before a send.
pub fn answer(state: &mut State, confirm: Confirm, command: Command, at: i64) -> Vec<Effect> {
    match command {
        Command::SendOnce => go(state, confirm.sending, at),
        Command::AllowSends => {
            state.sends_allowed |= state.asks_always();
            allowed(state, confirm, at)
        }
        Command::Guard(GuardCommand::ArmSends) => {
            let topic = confirm.sending.topic().to_owned();
            guard::open(state, Arming { topic, confirm: Some(confirm) });
            Vec::new()
        }
        _ => {
            state.say("Not sent.", false);
            Vec::new()
        }
    }
}

/// It goes, and those that follow need not ask whether they create the topic.
pub(super) fn allowed(state: &mut State, confirm: Confirm, at: i64) -> Vec<Effect> {
    if confirm.creates != Creates::No {
        state.creation_allowed.insert(confirm.sending.topic().to_owned());
    }
    go(state, confirm.sending, at)
}

fn ask_or_go(state: &mut State, sending: Sending, creates: Creates, at: i64) -> Vec<Effect> {
    if refuses(state, sending.topic()) {
        return Vec::new();
    }
    // Who allowed records did not allow a load: each one asks.
    let guarded = match &sending {
        Sending::Record(_) => state.asks_for(sending.topic(), state.ways.times().unwrap_or(1).into()),
        Sending::Again { .. } => state.asks_for(sending.topic(), 1),
        Sending::Load(_) => state.session.running.guards.of_topic(sending.topic()) != Guard::Open,
    };
    let always = match &sending {
        Sending::Record(_) => state.asks_always(),
        // One key in a list of rows is no will to send.
        Sending::Again { .. } => true,
        Sending::Load(_) => state.session.confirmations.every_send,
    };
    if guarded || always || creates != Creates::No {
        state.open(Dialog::Confirm(Box::new(Confirm { sending, guarded, creates })));
        return Vec::new();
    }
    go(state, sending, at)
}

/// Says so if nothing may be sent to a topic.
pub(super) fn refuses(state: &mut State, topic: &str) -> bool {
    let Some(why) = state.read_only(topic) else { return false };
    state.say(format!("Not sent: {why}."), true);
    true
}

fn go(state: &mut State, sending: Sending, at: i64) -> Vec<Effect> {
    // It may have been asked before the profile was changed.
    if refuses(state, sending.topic()) {
        return Vec::new();
    }
    state.sent_to(sending.topic());
    match &sending {
        Sending::Record(_) => guard::spend(state, sending.topic(), state.ways.times().unwrap_or(1).into()),
        Sending::Again { .. } => guard::spend(state, sending.topic(), 1),
        Sending::Load(_) => {}
    }
    match sending {
        Sending::Record(record) => {
            state.record.mark_sent();
            sequence::begin(state, record, at)
        }
        Sending::Again { record, .. } => {
            let n = state.behind(|state| state.results.begin(&record, at));
            state.results.show_rows();
            state.results.follow();
            vec![Effect::Send { n, record }]
        }
        Sending::Load(plan) => load::go(state, plan, at),
    }
}
