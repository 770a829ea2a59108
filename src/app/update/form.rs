//! What the commands of the form do.

use crate::app::command::{Command, FormCommand};
use crate::app::dialog::Dialog;
use crate::app::field::Layout;
use crate::app::key::{Code, Key};
use crate::app::msg::Effect;
use crate::app::record::Pasted;
use crate::app::state::{Pane, State};
use crate::app::topics;
use crate::app::update::composed;

/// Runs a command of the form.
pub(super) fn run(state: &mut State, command: FormCommand) -> Vec<Effect> {
    match command {
        FormCommand::FormatJson => lay_out(state, Layout::Lines),
        FormCommand::CompactJson => lay_out(state, Layout::Compact),
        FormCommand::HeaderUp => move_header(state, false),
        FormCommand::HeaderDown => move_header(state, true),
        FormCommand::Topics => return open_topics(state),
        // The commands of the list mean nothing without it.
        FormCommand::TopicUp | FormCommand::TopicDown | FormCommand::ChooseTopic | FormCommand::KeepTopic => {
            return Vec::new();
        }
    }
    composed(state)
}

fn lay_out(state: &mut State, layout: Layout) {
    if let Err(reason) = state.record.lay_out_json(layout) {
        state.say(reason, true);
    }
}

fn move_header(state: &mut State, down: bool) {
    if !state.record.move_header(down) {
        let place = if down { "below" } else { "above" };
        state.say(format!("There is no header here that could go {place} another."), false);
    }
}

/// Takes a pasted text into the form.
pub(super) fn paste(state: &mut State, text: &str) {
    match state.record.paste(text) {
        Pasted::Text | Pasted::Headers(1) => {}
        Pasted::Headers(added) => state.say(format!("{added} headers were added."), false),
        Pasted::Nothing => state.say("Not pasted: that is too long for this field.", true),
    }
}

/// Opens the list of topics, and has the cluster looked at anew.
pub(super) fn open_topics(state: &mut State) -> Vec<Effect> {
    state.focus = Pane::Record;
    state.open(Dialog::Topics { filter: String::new(), at: 0 });
    vec![Effect::LookAtCluster]
}

/// Gives a key to the list of topics.
pub(super) fn in_topics(
    state: &mut State,
    filter: String,
    at: usize,
    command: Option<Command>,
    key: Option<Key>,
) -> Vec<Effect> {
    let choices = state.topic_choices(&filter);
    let last = choices.len().saturating_sub(1);
    let pages = key.is_some_and(|key| matches!(key.code, Code::PageUp | Code::PageDown));
    let step = if pages { 10 } else { 1 };
    let (filter, at) = match command {
        Some(Command::Form(FormCommand::KeepTopic)) => return Vec::new(),
        Some(Command::Form(FormCommand::ChooseTopic)) => {
            let chosen = choices.get(at).map_or_else(|| filter.trim(), |choice| choice.name).to_owned();
            if !chosen.is_empty() {
                state.record.set_topic(&chosen);
            }
            return composed(state);
        }
        Some(Command::Form(FormCommand::TopicUp)) => (filter, at.saturating_sub(step)),
        Some(Command::Form(FormCommand::TopicDown)) => (filter, (at + step).min(last)),
        _ => match key.and_then(|key| topics::typed(filter.clone(), key)) {
            Some(filter) => (filter, 0),
            None => (filter, at),
        },
    };
    state.dialog = Some(Dialog::Topics { filter, at });
    Vec::new()
}
