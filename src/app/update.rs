//! The only writer of the state: a message comes in, the state changes, effects go out.

use crate::app::command::{Command, Context};
use crate::app::dialog::Dialog;
use crate::app::editor::Edit;
use crate::app::guard;
use crate::app::key::{Code, Key};
use crate::app::msg::{Effect, Leave, Msg};
use crate::app::send;
use crate::app::sequence;
use crate::app::state::{Pane, State};
use crate::app::switching;
use crate::app::topic_change;
use crate::app::topics;
use crate::domain::outcome::{Outcome, Status};
use crate::domain::refusal::validate_topic;
use crate::domain::topic::TopicLook;

mod again;
mod copying;
mod dialogs;
mod files;
mod form;
mod mouse;
mod palette;
mod pipeline;
mod profile;
mod requests;
mod results;
mod run;
mod tour;

use run::run;

/// Keys that follow each other faster than this, in microseconds, are no typing: a paste without brackets.
const BURST_MICROS: i64 = 5_000;

/// Columns of a text that was not drawn yet.
const USUAL_WIDTH: usize = 76;

/// Changes the state by a message, and says what is to be done. Sets [`State::dirty`] if there is something to draw.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    if let Msg::Drawn(learned) = msg {
        state.learned = learned;
        state.dialog_shown = true;
        state.dirty = false;
        return Vec::new();
    }
    state.dirty = true;
    let effects = heard(state, msg);
    let mut effects = switching::ask_first(state, effects);
    effects.extend(state.weigh());
    state.review_profile();
    effects
}

fn heard(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key { key, at } if state.tour.is_some() => tour::pressed(state, key, at),
        Msg::Paste(_) | Msg::Mouse(_) if state.tour.is_some() => unchanged(state),
        Msg::TourTicked { at } => tour::ticked(state, at),
        Msg::ArmTicked { at } => guard::ticked(state, at),
        Msg::Key { key, at } => on_key(state, key, at),
        Msg::Paste(text) => paste(state, &text),
        Msg::Mouse(mouse) => mouse::on_mouse(state, mouse),
        Msg::Resize { width, height } => {
            state.size = (width, height);
            Vec::new()
        }
        Msg::Resumed | Msg::Drawn(_) => Vec::new(),
        Msg::Accepted { n, partition, timestamp, at } => {
            state.behind(|state| state.results.accepted(n, partition, timestamp, at));
            let more = sequence::accepted(state, n, at);
            state.foresee().into_iter().chain(more).collect()
        }
        Msg::Ended { outcome, at } => ended(state, outcome, at),
        Msg::Trouble(told) => {
            state.behind(|state| state.results.told(&told));
            Vec::new()
        }
        Msg::LoadFailed { outcome, count, missed, at } => {
            state.behind(|state| state.results.load_failed(outcome, count, missed, at));
            Vec::new()
        }
        Msg::Standing(standing) if standing == state.standing => unchanged(state),
        Msg::Standing(standing) => {
            state.standing = standing;
            Vec::new()
        }
        Msg::Metered(_)
        | Msg::Requests { .. }
        | Msg::LoadProgress(_)
        | Msg::LoadEnded(_)
        | Msg::LoadRefused(_)
        | Msg::Swap { .. } => {
            state.behind(|state| pipeline::watched(state, msg));
            Vec::new()
        }
        Msg::Running(running) => switching::renew(state, *running),
        Msg::ProfileUsed(used) => switching::used(state, used),
        Msg::TopicSeen { topic, look } => topic_seen(state, &topic, &look),
        Msg::Foreseen { topic, preview } if topic == state.topic.asked && preview != state.topic.foreseen => {
            state.topic.foreseen = preview;
            Vec::new()
        }
        Msg::Foreseen { .. } | Msg::FocusGained | Msg::FocusLost => unchanged(state),
        Msg::Weighed { what, weight } => {
            state.weighed(what, weight);
            Vec::new()
        }
        Msg::ClusterSeen(cluster) => {
            state.cluster = Some(cluster);
            Vec::new()
        }
        Msg::TopicChanged { change, result } => topic_change::changed(state, &change, result),
        Msg::ProducerFailed(reason) => {
            state.producer_error = Some(reason);
            Vec::new()
        }
        Msg::Files(news) => files::told(state, news),
        Msg::Profile(news) => profile::told(state, news),
        Msg::FlushProgress { outstanding: now } => {
            if let Some(Dialog::Flushing { outstanding }) = &mut state.dialog {
                *outstanding = now;
            }
            Vec::new()
        }
        Msg::ReadBack { n, read } => {
            match &mut state.read_back {
                Some((asked, answer)) if *asked == n => *answer = Some(read),
                // Another one is read meanwhile.
                Some(_) | None => {}
            }
            Vec::new()
        }
        Msg::Copied(done) => {
            let wrong = done.is_err();
            state.say(done.unwrap_or_else(|why| why), wrong);
            Vec::new()
        }
        Msg::Notice(text) => {
            state.say(text, true);
            Vec::new()
        }
        Msg::TerminateRequested(_) => leave(state, Leave::Terminated),
    }
}

fn unchanged(state: &mut State) -> Vec<Effect> {
    state.dirty = false;
    Vec::new()
}

fn ended(state: &mut State, outcome: Box<Outcome>, at: i64) -> Vec<Effect> {
    // A send can have created the topic even if it failed, or found that it is gone.
    let told_otherwise = match &outcome.status {
        Status::Delivered | Status::Sent => !matches!(state.topic.look, Some(TopicLook::Found(_))),
        Status::Failed(_) => true,
    };
    let look =
        (told_otherwise && outcome.topic == state.topic.asked).then(|| Effect::LookAt { topic: outcome.topic.clone() });
    let more = sequence::ended(state, &outcome, at);
    state.behind(|state| state.results.ended(outcome, at));
    look.into_iter().chain(state.foresee()).chain(more).collect()
}

fn topic_seen(state: &mut State, topic: &str, look: &TopicLook) -> Vec<Effect> {
    let waits = matches!(&state.dialog, Some(Dialog::Looking(subject)) if subject.topic() == topic);
    let mut ask_again = None;
    if topic == state.topic.asked {
        state.topic.see(look);
    } else if waits {
        // The question for the form's own topic may have given way to this one.
        let asked = state.topic.asked.clone();
        let unseen = state.topic.look.is_none() && validate_topic(&asked).is_ok();
        ask_again = unseen.then_some(Effect::LookAt { topic: asked });
    } else {
        return unchanged(state);
    }
    // Perhaps another name was meant: the names the cluster has now are the ones to compare with.
    let cluster = (*look == TopicLook::Unknown).then_some(Effect::LookAtCluster);
    match state.dialog.take() {
        Some(Dialog::Looking(subject)) if subject.topic() == topic => {
            let at = state.last_key_at.unwrap_or_default();
            send::looked(state, *subject, look, at).into_iter().chain(cluster).chain(ask_again).collect()
        }
        other => {
            state.dialog = other;
            state.foresee().into_iter().chain(cluster).collect()
        }
    }
}

/// What is asked for after each change of the form.
fn composed(state: &mut State) -> Vec<Effect> {
    state.look_at_topic().into_iter().chain(state.foresee()).collect()
}

fn on_key(state: &mut State, key: Key, at: i64) -> Vec<Effect> {
    let burst = state.last_key_at.is_some_and(|last| (0..BURST_MICROS).contains(&(at - last)));
    state.last_key_at = Some(at);
    state.notice = None;
    if let Some(dialog) = state.dialog.take() {
        return dialogs::in_dialog(state, dialog, key, at, burst);
    }
    let plain = key.typed().is_some();
    if !(plain && (state.types_text() || burst))
        && let Some(command) = state.keymap.command(Context::Anywhere, key)
    {
        return run(state, command, at);
    }
    let context = match state.focus {
        Pane::Record => return in_record(state, key, at),
        Pane::Profile => Context::Profile,
        Pane::Pipeline => Context::Pipeline,
        Pane::Requests => Context::Requests,
        Pane::Results => Context::Results,
    };
    match state.keymap.command(context, key) {
        Some(command) if !(plain && burst) => run(state, command, at),
        None if context == Context::Pipeline && !burst => {
            pipeline::typed(state, key);
            Vec::new()
        }
        Some(_) | None => Vec::new(),
    }
}

fn in_record(state: &mut State, key: Key, at: i64) -> Vec<Effect> {
    if let Some(command) = state.keymap.command(Context::Record, key) {
        return run(state, command, at);
    }
    // Nothing was learned of a form that is not on the screen.
    let width = if state.learned.text_width == 0 { USUAL_WIDTH } else { state.learned.text_width };
    match state.record.key(key, width) {
        Edit::Changed => composed(state),
        Edit::Moved => Vec::new(),
        Edit::Ignored => match state.keymap.command(Context::RecordEdge, key) {
            Some(Command::NextField) => {
                state.record.next(key.code == Code::Enter);
                Vec::new()
            }
            Some(command) => run(state, command, at),
            None => Vec::new(),
        },
    }
}

fn leave(state: &mut State, how: Leave) -> Vec<Effect> {
    state.tour = None;
    sequence::stop(state);
    state.open(Dialog::Flushing { outstanding: state.results_now().counts().open });
    vec![Effect::Quit(how)]
}

fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    match profile::paste(state, text).or_else(|| pipeline::paste(state, text)) {
        Some(true) => return Vec::new(),
        // An Enter close behind typed keys counts as pasted, and a field of one line takes none: that is no news.
        Some(false) if text.trim_matches(['\r', '\n']).is_empty() => return Vec::new(),
        Some(false) => {
            state.say("Not pasted: that is too long for this field.", true);
            return Vec::new();
        }
        None => {}
    }
    if matches!(state.dialog, Some(Dialog::Topics { .. })) {
        topics::paste(state, text);
        return Vec::new();
    }
    if !state.types_text() {
        state.say("Nothing here takes a pasted text.", false);
        return Vec::new();
    }
    state.notice = None;
    form::paste(state, text);
    composed(state)
}
