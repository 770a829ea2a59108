//! What the commands of the form do.

use crate::app::command::{Command, FormCommand};
use crate::app::dialog::Dialog;
use crate::app::field::Layout;
use crate::app::key::{Code, Key};
use crate::app::msg::Effect;
use crate::app::record::Pasted;
use crate::app::state::{Pane, State};
use crate::app::topics;
use crate::app::update::{USUAL_WIDTH, composed};

/// Runs a command of the form.
pub(super) fn run(state: &mut State, command: FormCommand) -> Vec<Effect> {
    match command {
        FormCommand::FormatJson => lay_out(state, Layout::Lines),
        FormCommand::CompactJson => lay_out(state, Layout::Compact),
        FormCommand::HeaderUp => move_header(state, false),
        FormCommand::HeaderDown => move_header(state, true),
        FormCommand::Topics => return open_topics(state),
        FormCommand::Ways => return opened(state, Dialog::Ways),
        FormCommand::Bytes => return opened(state, Dialog::Bytes { top: 0 }),
        // The commands of dialogs mean nothing without theirs.
        FormCommand::TopicUp
        | FormCommand::TopicDown
        | FormCommand::ChooseTopic
        | FormCommand::KeepTopic
        | FormCommand::NextWayField
        | FormCommand::PreviousWayField
        | FormCommand::TurnWay
        | FormCommand::CloseWays
        | FormCommand::StopWaiting
        | FormCommand::BytesUp
        | FormCommand::BytesDown
        | FormCommand::CloseBytes => return Vec::new(),
    }
    composed(state)
}

fn opened(state: &mut State, dialog: Dialog) -> Vec<Effect> {
    state.open(dialog);
    Vec::new()
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
        // An Enter close behind typed keys counts as pasted, and a field of one line takes none: that is no news.
        Pasted::Nothing if text.trim_matches(['\r', '\n']).is_empty() => {}
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

/// Gives a key to the dialog of how a record is sent.
pub(super) fn in_ways(state: &mut State, command: Option<Command>, key: Option<Key>) {
    match (command, key) {
        (Some(Command::Form(FormCommand::CloseWays)), _) => return,
        (Some(Command::Form(FormCommand::NextWayField)), _) => state.ways.go(true),
        (Some(Command::Form(FormCommand::PreviousWayField)), _) => state.ways.go(false),
        // A click turns on; in a text, left and right move.
        (Some(Command::Form(FormCommand::TurnWay)), key) if !key.is_some_and(goes_sideways) => {
            state.ways.key(Key::plain(Code::Right), USUAL_WIDTH);
        }
        (_, Some(key)) => {
            let width = if state.learned.text_width == 0 { USUAL_WIDTH } else { state.learned.text_width };
            state.ways.key(key, width);
        }
        (_, None) => {}
    }
    state.dialog = Some(Dialog::Ways);
}

/// Gives a key to the view of the bytes.
pub(super) fn in_bytes(state: &mut State, top: usize, command: Option<Command>, key: Option<Key>) {
    let (page, lines) = state.learned.help;
    let most = lines.saturating_sub(page);
    let step = match key.map(|key| key.code) {
        Some(Code::PageUp | Code::PageDown) => page.max(2) - 1,
        Some(Code::Home | Code::End) => lines,
        _ => 1,
    };
    let top = match command {
        Some(Command::Form(FormCommand::CloseBytes)) => return,
        Some(Command::Form(FormCommand::BytesUp)) => top.min(most).saturating_sub(step),
        Some(Command::Form(FormCommand::BytesDown)) => (top + step).min(most),
        _ => top,
    };
    state.dialog = Some(Dialog::Bytes { top });
}

fn goes_sideways(key: Key) -> bool {
    key == Key::plain(Code::Left) || key == Key::plain(Code::Right)
}
