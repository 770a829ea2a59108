//! Making and growing topics: from the key to the cluster's answer. Nothing is changed by accident.

use crate::app::command::{Command, TopicCommand};
use crate::app::dialog::Dialog;
use crate::app::key::Key;
use crate::app::msg::Effect;
use crate::app::state::State;
use crate::app::topic_form::{Stage, Task, TopicForm};
use crate::domain::outcome::Failure;
use crate::domain::partitioner::keyed::Placed;
use crate::domain::topic::{TopicChange, TopicLook};

/// Columns of a text that was not drawn yet.
const USUAL_WIDTH: usize = 40;

/// Why no topic can be made, or the one in the form can't grow; `None` if it can.
pub(super) fn why_not(state: &State, command: TopicCommand) -> Option<String> {
    let grows = command == TopicCommand::Grow;
    let running = &state.session.running;
    let topic = if grows { state.record.topic_name() } else { String::new() };
    if running.is_read_only() || grows && state.read_only(&topic).is_some() {
        return Some(running.guards.why(&topic));
    }
    if grows && state.session.running.embedded {
        return Some("the embedded cluster can't grow a topic; make a new one".to_owned());
    }
    (grows && state.topic_view().is_none()).then(|| "the topic in the form was not seen in the cluster".to_owned())
}

/// Opens the form that a key asks for.
pub(super) fn open(state: &mut State, command: TopicCommand) -> Vec<Effect> {
    if let Some(reason) = why_not(state, command) {
        state.say(format!("Not changed: {reason}."), true);
        return Vec::new();
    }
    let form = match command {
        TopicCommand::New => {
            // Who typed a name that the cluster does not have means that one.
            let unknown = matches!(state.topic.look, Some(TopicLook::Unknown));
            let name = if unknown { state.record.topic_name() } else { String::new() };
            Some(TopicForm::new_topic(&name, state.session.running.embedded))
        }
        TopicCommand::Grow => state.topic_view().map(|view| {
            let now = u32::try_from(view.partitions.len()).unwrap_or(u32::MAX);
            TopicForm::grow(&view.name, now)
        }),
        // The commands of the form mean nothing without it.
        TopicCommand::Ask
        | TopicCommand::NextField
        | TopicCommand::PreviousField
        | TopicCommand::Close
        | TopicCommand::Change
        | TopicCommand::DoNotChange => None,
    };
    if let Some(form) = form {
        state.open(Dialog::TopicForm(Box::new(form)));
    }
    Vec::new()
}

/// Gives a command or a key to the form, which was taken out of the state. What is not `trusted` comes from nobody who
/// can have read the form: it asks and answers nothing.
pub(super) fn in_form(
    state: &mut State,
    mut form: Box<TopicForm>,
    command: Option<Command>,
    key: Option<Key>,
    trusted: bool,
) -> Vec<Effect> {
    let Some(Command::Topic(command)) = command else {
        if let Some(key) = key {
            let width = if state.learned.text_width == 0 { USUAL_WIDTH } else { state.learned.text_width };
            form.key(key, width);
        }
        state.dialog = Some(Dialog::TopicForm(form));
        return Vec::new();
    };
    let mut effects = Vec::new();
    match (command, &form.stage) {
        (TopicCommand::Close, Stage::Filling) => return Vec::new(),
        (TopicCommand::DoNotChange, Stage::Working(change)) => {
            state
                .say(format!("The cluster was asked already: what becomes of {} is told here.", change.topic()), false);
            return Vec::new();
        }
        (TopicCommand::DoNotChange, _) => form.stage = Stage::Filling,
        (TopicCommand::NextField, _) => form.go(true),
        (TopicCommand::PreviousField, _) => form.go(false),
        (TopicCommand::Ask, Stage::Filling) if trusted => match form.change() {
            Err(what) => state.say(format!("Not done: {what}"), true),
            Ok(change) if let Some(why) = state.read_only(change.topic()) => {
                state.say(format!("Not done: {why}."), true);
            }
            Ok(change) if state.session.running.embedded && !state.asks_for(change.topic(), 1) => {
                effects.push(go(&mut form, change));
            }
            Ok(change) => form.stage = Stage::Asking(change),
        },
        (TopicCommand::Change, Stage::Asking(change)) if trusted => {
            let change = change.clone();
            effects.push(go(&mut form, change));
        }
        (
            TopicCommand::Ask | TopicCommand::Change | TopicCommand::Close | TopicCommand::New | TopicCommand::Grow,
            _,
        ) => {}
    }
    state.open(Dialog::TopicForm(form));
    effects
}

fn go(form: &mut TopicForm, change: TopicChange) -> Effect {
    form.failure = None;
    form.stage = Stage::Working(change.clone());
    Effect::ChangeTopic(change)
}

/// The cluster answered.
pub(super) fn changed(state: &mut State, change: &TopicChange, result: Result<(), Failure>) -> Vec<Effect> {
    let waits = |form: &TopicForm| form.stage == Stage::Working(change.clone());
    let form = match state.dialog.take() {
        Some(Dialog::TopicForm(form)) if waits(&form) => Some(form),
        other => {
            state.dialog = other;
            None
        }
    };
    let topic = change.topic();
    match (result, form) {
        (Ok(()), _) => state.say(done(change), false),
        (Err(failure), Some(mut form)) => {
            form.stage = Stage::Filling;
            form.failure = Some(failure);
            state.open(Dialog::TopicForm(form));
        }
        (Err(failure), None) => {
            state.say(format!("{topic} was not changed: {} ({})", failure.message, failure.name), true);
        }
    }
    // A change that failed can have been made all the same.
    let mut effects = vec![Effect::LookAtCluster];
    if topic == state.topic.asked {
        effects.push(Effect::LookAt { topic: topic.to_owned() });
    }
    effects
}

fn done(change: &TopicChange) -> String {
    match change {
        TopicChange::Create { name, partitions: Some(1), .. } => format!("{name} was made, with 1 partition."),
        TopicChange::Create { name, partitions: Some(count), .. } => {
            format!("{name} was made, with {count} partitions.")
        }
        TopicChange::Create { name, partitions: None, .. } => format!("{name} was made."),
        TopicChange::Grow { name, partitions } => format!("{name} has {partitions} partitions now."),
    }
}

/// What growing a topic does to keys, in sentences: first the key in the form, then all.
pub fn consequences(state: &State, form: &TopicForm) -> Vec<String> {
    let Task::Grow { now, .. } = &form.task else { return Vec::new() };
    let mut told = Vec::new();
    let key = state.record.record_key().payload().as_ref().ok().and_then(|key| key.as_deref());
    let to = form.partitions().ok().flatten().and_then(|to| u32::try_from(to).ok());
    let rule = state.partitioner();
    if let (Some(_), Some(to)) = (key, to)
        && let (Some(Placed::At(today)), Some(Placed::At(then))) = (rule.place(key, *now), rule.place(key, to))
    {
        let then = if then == today { format!("{then} too") } else { then.to_string() };
        let why = rule.why(key);
        told.push(format!("This key: {why} % {now} = {today} today, {then} with {to} partitions."));
    }
    told.push(if rule.ignores_keys() {
        let rule = rule.name();
        format!("Keys choose no partition here ({rule}). Partitions can't be taken away again.")
    } else {
        "What is in the log stays where it is. Records sent after it may land in another partition than those of the \
         same key before: their order across the two is lost. Partitions can't be taken away again."
            .to_owned()
    });
    told
}
