//! What the panes that watch are told, and what the Pipeline pane's keys do.

use crate::app::command::Command;
use crate::app::dialog::Dialog;
use crate::app::editor::{Editor, Lines};
use crate::app::key::Key;
use crate::app::load;
use crate::app::msg::{Effect, Msg};
use crate::app::pipeline::Span;
use crate::app::state::State;
use crate::app::tuning::{Change, Tuned, read_change, words};
use crate::app::update::{USUAL_WIDTH, files};
use crate::domain::meter::Limits;
use crate::domain::swap::SwapStep;

/// What the panes that watch are told.
pub(super) fn watched(state: &mut State, msg: Msg) {
    match msg {
        Msg::Metered(meter) => {
            state.pipeline.metered(&meter);
            state.requests.generations.note_limits(meter.generation, meter.limits);
            state.watch.meter = Some(meter);
        }
        Msg::Requests { requests, dropped } => state.requests.note(requests, dropped),
        Msg::LoadProgress(progress) => load::told(state, &progress),
        Msg::LoadEnded(report) => load::ended(state, *report),
        Msg::LoadRefused(reason) => {
            state.watch.load = None;
            state.say(format!("No load: {reason}"), true);
        }
        Msg::Swap { change, step, at } => swapped(state, change, step, at),
        // The others are not for these panes.
        _ => {}
    }
}

fn swapped(state: &mut State, change: Change, step: SwapStep, at: i64) {
    state.pipeline.swap(&change, &step, at);
    if let SwapStep::Done { generation, .. } = step {
        state.requests.generations.note_swap(generation, &change, u64::try_from(at).unwrap_or(0));
    }
    let what = words(&change);
    match &step {
        SwapStep::Refused(reason) => state.say(format!("Not changed: {what}: {reason}"), true),
        SwapStep::Unchanged => state.say(format!("Nothing to change: {what} already."), false),
        SwapStep::Warming | SwapStep::Draining { .. } | SwapStep::Done { .. } => {}
    }
    state.watch.swap = Some((change, step));
}

/// A key of the Pipeline pane.
pub(super) fn run(state: &mut State, command: Command) -> Vec<Effect> {
    let page = isize::try_from(state.learned.lanes.max(2)).unwrap_or(2) - 1;
    match command {
        Command::LaneUp => scroll(state, -1),
        Command::LaneDown => scroll(state, 1),
        Command::LanePageUp => scroll(state, -page),
        Command::LanePageDown => scroll(state, page),
        Command::ChangeSpan => {
            state.pipeline.span = match state.pipeline.span {
                Span::Minute => Span::Five,
                Span::Five => Span::Minute,
            };
        }
        Command::OtherProperty => state.pipeline.tuning.selected = state.pipeline.tuning.selected.other(),
        Command::StepUp => return step(state, true),
        Command::StepDown => return step(state, false),
        Command::TypeValue => open_input(state, Some(state.pipeline.tuning.selected), ""),
        Command::SetProperty => open_input(state, None, ""),
        _ => {}
    }
    Vec::new()
}

pub(super) fn scroll(state: &mut State, rows: isize) {
    let lanes = state.watch.meter.as_ref().map_or(0, |meter| meter.partitions.len().max(meter.brokers.len()));
    state.pipeline.scroll(rows, lanes.saturating_sub(state.learned.lanes) + 1);
}

/// A digit begins a value of the selected property.
pub(super) fn typed(state: &mut State, key: Key) {
    if let Some(digit) = key.typed().filter(char::is_ascii_digit) {
        open_input(state, Some(state.pipeline.tuning.selected), digit.encode_utf8(&mut [0; 4]));
    }
}

fn open_input(state: &mut State, property: Option<Tuned>, text: &str) {
    if no_producer(state) {
        return;
    }
    state.pipeline.input = Editor::new(Lines::One, text);
    state.open(Dialog::Tune(property));
}

pub(super) fn no_producer(state: &mut State) -> bool {
    let Some(reason) = &state.producer_error else { return false };
    let text = format!("Nothing to change: there is no producer: {reason}");
    state.say(text, true);
    true
}

fn step(state: &mut State, up: bool) -> Vec<Effect> {
    if no_producer(state) {
        return Vec::new();
    }
    let limits: Option<Limits> = state.meter_now().map(|meter| meter.limits);
    let Some(limits) = limits else {
        state.say("The producer has not told its configuration yet.", false);
        return Vec::new();
    };
    if let Some(change) = state.pipeline.tuning.step(&limits, up) {
        return ask(state, change);
    }
    let name = state.pipeline.tuning.selected.name();
    state.say(format!("{name} has no step beyond this; a digit begins any other value."), false);
    Vec::new()
}

pub(super) fn ask(state: &mut State, change: Change) -> Vec<Effect> {
    state.pipeline.tuning.ask(change.clone());
    vec![Effect::Tune(change)]
}

/// The key that applies what was typed.
pub(super) fn apply(state: &mut State, property: Option<Tuned>) -> Vec<Effect> {
    let text = state.pipeline.input.text();
    let change = match property {
        Some(property) if text.trim().is_empty() => Err(format!("{} needs a value", property.name())),
        Some(property) => Ok(vec![(property.name().to_owned(), Some(text.trim().to_owned()))].into()),
        None => read_change(&text),
    };
    match change {
        Ok(change) => ask(state, change),
        Err(what) => {
            state.open(Dialog::Tune(property));
            state.say(format!("Not changed: {what}."), true);
            Vec::new()
        }
    }
}

/// Gives a key to the input or the form in front.
pub(super) fn type_in(state: &mut State, dialog: &Dialog, key: Key) {
    let width = if state.learned.text_width == 0 { USUAL_WIDTH } else { state.learned.text_width };
    match dialog {
        Dialog::Load => drop(state.pipeline.form.key(key, width)),
        Dialog::Tune(_) | Dialog::Arm(_) => drop(state.pipeline.input.key(key, width)),
        Dialog::Looking(_)
        | Dialog::Confirm(_)
        | Dialog::Leave
        | Dialog::EndLoad(_)
        | Dialog::Flushing { .. }
        | Dialog::Kinds { .. }
        | Dialog::Topics { .. }
        | Dialog::Search
        | Dialog::Value
        | Dialog::Profiles(_)
        | Dialog::ProfileName(_)
        | Dialog::ProfileQuestion(_)
        | Dialog::Copy { .. }
        | Dialog::Replace(_)
        | Dialog::TopicForm(_)
        | Dialog::Ways
        | Dialog::Awaiting
        | Dialog::Bytes { .. }
        | Dialog::WhatIf(_)
        | Dialog::Filter { .. }
        | Dialog::Palette
        | Dialog::Themes { .. }
        | Dialog::Broken(_)
        | Dialog::Picker(_)
        | Dialog::SaveAs(_)
        | Dialog::Help { .. } => {}
    }
}

/// Pastes into the input or the form in front; `None` if nothing there takes a text.
pub(super) fn paste(state: &mut State, text: &str) -> Option<bool> {
    match &mut state.dialog {
        Some(Dialog::Filter { text: typed, .. }) => {
            typed.extend(text.chars().filter(|character| !character.is_control()));
            Some(true)
        }
        Some(Dialog::Picker(picker)) => {
            files::type_into(&mut picker.filter, text);
            picker.index = 0;
            Some(true)
        }
        Some(Dialog::SaveAs(save)) => {
            files::type_into(&mut save.path, text);
            save.exists = false;
            Some(true)
        }
        Some(Dialog::Load) => Some(state.pipeline.form.paste(text)),
        Some(Dialog::Ways) => Some(state.ways.paste(text)),
        Some(Dialog::Tune(_) | Dialog::Arm(_)) => Some(state.pipeline.input.paste(text)),
        Some(Dialog::Palette) => {
            state.palette.index = 0;
            Some(state.palette.input.paste(text))
        }
        Some(Dialog::TopicForm(form)) => form.paste(text),
        Some(Dialog::WhatIf(asked)) => {
            asked.paste(text);
            Some(true)
        }
        Some(
            Dialog::Looking(_)
            | Dialog::Confirm(_)
            | Dialog::Leave
            | Dialog::EndLoad(_)
            | Dialog::Flushing { .. }
            | Dialog::Kinds { .. }
            | Dialog::Themes { .. }
            | Dialog::Topics { .. }
            | Dialog::Search
            | Dialog::Value
            | Dialog::Profiles(_)
            | Dialog::ProfileName(_)
            | Dialog::ProfileQuestion(_)
            | Dialog::Copy { .. }
            | Dialog::Replace(_)
            | Dialog::Broken(_)
            | Dialog::Awaiting
            | Dialog::Bytes { .. }
            | Dialog::Help { .. },
        )
        | None => None,
    }
}
