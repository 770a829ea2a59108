//! Keys and clicks while a dialog has them.

use crate::app::command::{Command, Context, FormCommand};
use crate::app::dialog::Dialog;
use crate::app::field::Kind;
use crate::app::guard;
use crate::app::key::{Code, Key};
use crate::app::load;
use crate::app::looks;
use crate::app::msg::{Effect, Leave};
use crate::app::record::Stop;
use crate::app::send;
use crate::app::sequence;
use crate::app::state::State;
use crate::app::topic_change;
use crate::app::update::{again, composed, copying, files, form, leave, palette, pipeline, profile, requests, run};
use crate::app::what_if;

/// What reaches a dialog.
#[derive(Clone, Copy)]
pub(super) struct Given {
    /// What it means there, if anything.
    pub command: Option<Command>,
    /// The key; none of a click.
    pub key: Option<Key>,
    /// When.
    pub at: i64,
    /// Whether it came too fast to be typed.
    pub burst: bool,
}

/// Gives a key to the dialog, which was taken out of the state: who keeps it puts it back.
pub(super) fn in_dialog(state: &mut State, dialog: Dialog, key: Key, at: i64, burst: bool) -> Vec<Effect> {
    let command = state.keymap.command(dialog.context(), key);
    if command.is_none()
        && let Some(command @ (Command::Redraw | Command::Suspend)) = state.keymap.command(Context::Anywhere, key)
    {
        state.dialog = Some(dialog);
        return run(state, command, at);
    }
    act(state, dialog, Given { command, key: Some(key), at, burst })
}

/// Gives a key or a click to the dialog, which was taken out of the state: who keeps it puts it back.
pub(super) fn act(state: &mut State, dialog: Dialog, given: Given) -> Vec<Effect> {
    let Given { command, key, at, burst } = given;
    match (dialog, command) {
        (Dialog::Looking(_), Some(Command::DoNotSend)) => {
            state.say("Not sent.", false);
            Vec::new()
        }
        (Dialog::Confirm(confirm), Some(command)) if !confirm.takes(command) => {
            state.dialog = Some(Dialog::Confirm(confirm));
            Vec::new()
        }
        // A yes counts only from someone who can have read the question: not from keys typed ahead, not from a paste.
        (Dialog::Confirm(confirm), Some(command))
            if command == Command::DoNotSend || (state.dialog_shown && !burst) =>
        {
            send::answer(state, *confirm, command, at)
        }
        (dialog @ (Dialog::Arm(_) | Dialog::EndLoad(_)), Some(Command::Guard(command)))
            if command.refuses() || (state.dialog_shown && !burst) =>
        {
            guard::answer(state, dialog, command, at)
        }
        (Dialog::Leave, Some(Command::QuitNow)) => vec![Effect::Quit(Leave::Now)],
        (Dialog::Leave, Some(Command::QuitAfterFlush)) => leave(state, Leave::AfterFlush),
        (dialog @ Dialog::Flushing { .. }, Some(Command::QuitNow)) => {
            state.dialog = Some(dialog);
            vec![Effect::Quit(Leave::Now)]
        }
        (Dialog::Kinds { stop, index }, command) => in_kinds(state, stop, index, command, key),
        (Dialog::Topics { filter, at }, command) => form::in_topics(state, filter, at, command, key),
        (Dialog::Copy { index, to_file }, command) => copying::in_list(state, index, to_file, command, key),
        (Dialog::Replace(record), Some(Command::ReplaceForm)) if state.dialog_shown && !burst => {
            again::replace(state, record.0, &record.1)
        }
        (Dialog::Replace(_), Some(Command::KeepForm)) => {
            state.say("The form is as it was.", false);
            Vec::new()
        }
        (Dialog::Ways, command) => {
            form::in_ways(state, command, key);
            Vec::new()
        }
        (Dialog::Awaiting, Some(Command::Form(FormCommand::StopWaiting))) => {
            sequence::stop(state);
            Vec::new()
        }
        (Dialog::Bytes { top }, command) => {
            form::in_bytes(state, top, command, key);
            Vec::new()
        }
        (Dialog::WhatIf(asked), command) => {
            what_if::given(state, asked, command.and_then(Command::of_what_if), key);
            Vec::new()
        }
        (Dialog::Leave, Some(Command::Stay))
        | (Dialog::Load, Some(Command::NoLoad))
        | (Dialog::Tune(_), Some(Command::KeepValue)) => Vec::new(),
        // A text that arrives as keys, as one pasted without brackets, starts and changes nothing.
        (Dialog::Load, Some(Command::StartLoad)) if state.dialog_shown && !burst => load::start(state, at),
        (Dialog::Tune(property), Some(Command::ApplyValue)) if !burst => pipeline::apply(state, property),
        (Dialog::Load, Some(command @ (Command::NextLoadField | Command::PreviousLoadField))) => {
            state.pipeline.form.go(command == Command::NextLoadField);
            state.dialog = Some(Dialog::Load);
            Vec::new()
        }
        (dialog @ (Dialog::Load | Dialog::Tune(_) | Dialog::Arm(_)), command) => {
            if let (None, Some(key)) = (command, key) {
                pipeline::type_in(state, &dialog, key);
            }
            state.dialog = Some(dialog);
            Vec::new()
        }
        (Dialog::Filter { of, text, .. }, command) => {
            requests::in_filter(state, of, text, command, key);
            Vec::new()
        }
        (Dialog::TopicForm(form), command) => {
            let trusted = state.dialog_shown && !burst;
            topic_change::in_form(state, form, command, key.filter(|_| command.is_none()), trusted)
        }
        (Dialog::Search, _) => profile::in_search(state, given),
        (Dialog::Value, _) => profile::in_value(state, given),
        (Dialog::Profiles(shelf), _) => profile::in_profiles(state, shelf, given),
        (Dialog::ProfileName(form), _) => profile::in_name(state, form, given),
        (Dialog::ProfileQuestion(question), _) => profile::in_question(state, *question, given),
        (Dialog::Picker(picker), _) => files::in_picker(state, picker, given),
        (Dialog::SaveAs(save), _) => files::in_save_as(state, save, given),
        (Dialog::Broken(broken), command) => files::in_broken(state, broken, command.and_then(Command::of_files)),
        (Dialog::Help { top }, command) => in_help(state, top, command, key),
        (Dialog::Palette, _) => palette::given(state, given),
        (Dialog::Themes { before }, command) => in_themes(state, before, command),
        (dialog, _) => {
            state.dialog = Some(dialog);
            Vec::new()
        }
    }
}

fn in_kinds(state: &mut State, stop: Stop, index: usize, command: Option<Command>, key: Option<Key>) -> Vec<Effect> {
    let last = Kind::ALL.len() - 1;
    let at = match command {
        Some(Command::KeepKind) => return Vec::new(),
        Some(Command::RemoveHeader) if matches!(stop, Stop::HeaderValue(_)) => {
            state.record.remove_header();
            return composed(state);
        }
        Some(Command::ChooseKind) => {
            return choose(state, stop, Kind::ALL[index.min(last)].0);
        }
        Some(Command::KindUp) => index.saturating_sub(1),
        Some(Command::KindDown) => (index + 1).min(last),
        _ => match Kind::ALL.iter().find(|(_, letter, _)| key.and_then(Key::typed) == Some(*letter)) {
            Some((kind, ..)) => {
                return choose(state, stop, *kind);
            }
            None => index,
        },
    };
    state.dialog = Some(Dialog::Kinds { stop, index: at });
    Vec::new()
}

fn choose(state: &mut State, stop: Stop, kind: Kind) -> Vec<Effect> {
    state.record.go_to(stop);
    if let Some(said) = state.record.set_kind(kind) {
        state.say(said, false);
    }
    composed(state)
}

fn in_themes(state: &mut State, before: usize, command: Option<Command>) -> Vec<Effect> {
    let theme = state.looks.theme;
    let effects = match command {
        Some(Command::TakeTheme) => return Vec::new(),
        Some(Command::FormerTheme) => return looks::wear(state, before),
        Some(Command::ThemeUp) => looks::wear(state, theme.saturating_sub(1)),
        Some(Command::ThemeDown) => looks::wear(state, theme + 1),
        _ => Vec::new(),
    };
    state.dialog = Some(Dialog::Themes { before });
    effects
}

fn in_help(state: &mut State, top: usize, command: Option<Command>, key: Option<Key>) -> Vec<Effect> {
    let (page, lines) = state.learned.help;
    let most = lines.saturating_sub(page);
    let pages = key.is_some_and(|key| matches!(key.code, Code::PageUp | Code::PageDown));
    let step = if pages { page.max(2) - 1 } else { 1 };
    let top = match command {
        Some(Command::CloseHelp) => return Vec::new(),
        Some(Command::HelpUp) => top.saturating_sub(step),
        Some(Command::HelpDown) => (top + step).min(most),
        _ => top,
    };
    state.dialog = Some(Dialog::Help { top });
    Vec::new()
}
