//! The list of forms in which a result can be copied.

use crate::app::command::Command;
use crate::app::dialog::Dialog;
use crate::app::key::Key;
use crate::app::msg::Effect;
use crate::app::results::Form;
use crate::app::state::State;

/// A key or a click in the list.
pub(super) fn in_list(
    state: &mut State,
    index: usize,
    to_file: bool,
    command: Option<Command>,
    key: Option<Key>,
) -> Vec<Effect> {
    let last = Form::ALL.len() - 1;
    let index = match command {
        Some(Command::NoCopy) => return Vec::new(),
        Some(Command::ChooseForm) => return copy(state, Form::ALL[index.min(last)].0, to_file),
        Some(Command::FormUp) => index.saturating_sub(1),
        Some(Command::FormDown) => (index + 1).min(last),
        Some(Command::ToFile) => {
            state.dialog = Some(Dialog::Copy { index, to_file: !to_file });
            return Vec::new();
        }
        _ => match Form::ALL.iter().find(|(_, letter)| key.and_then(Key::typed) == Some(*letter)) {
            Some((form, _)) => return copy(state, *form, to_file),
            None => index,
        },
    };
    state.dialog = Some(Dialog::Copy { index, to_file });
    Vec::new()
}

fn copy(state: &mut State, form: Form, to_file: bool) -> Vec<Effect> {
    let Some(entry) = state.results.selected_entry() else { return Vec::new() };
    match form.text(entry, &state.session.running.target, &state.session.time_zone) {
        Ok(text) => vec![Effect::Copy { what: form.name().to_owned(), text, to_file }],
        Err(why) => {
            state.say(format!("Not copied: {why}."), false);
            Vec::new()
        }
    }
}
