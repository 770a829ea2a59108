//! What each command does outside of dialogs.

use crate::app::command::Command;
use crate::app::dialog::Dialog;
use crate::app::guard;
use crate::app::load;
use crate::app::looks;
use crate::app::msg::{Effect, Leave};
use crate::app::record::Stop;
use crate::app::send;
use crate::app::sequence;
use crate::app::session::AskOnQuit;
use crate::app::state::{Pane, State};
use crate::app::topic_change;
use crate::app::update::{composed, files, form, pipeline, profile, requests, results};
use crate::app::what_if;

/// Runs a command.
pub(super) fn run(state: &mut State, command: Command, at: i64) -> Vec<Effect> {
    match command {
        Command::Send => return send::send(state, at),
        Command::Pause => state.toggle_pause(at),
        Command::NextPane => state.focus = state.focus.stepped(1),
        Command::PreviousPane => state.focus = state.focus.stepped(Pane::ALL.len() - 1),
        Command::GoToRecord
        | Command::GoToProfile
        | Command::GoToPipeline
        | Command::GoToRequests
        | Command::GoToResults => {
            state.focus = Pane::ALL.into_iter().find(|pane| pane.command() == command).unwrap_or(state.focus);
        }
        Command::Zoom => state.zoom = !state.zoom,
        Command::Palette => {
            state.palette.begin();
            state.open(Dialog::Palette);
        }
        Command::Theme => looks::choose_theme(state),
        Command::Mouse => return looks::toggle_mouse(state),
        Command::Help => state.open(Dialog::Help { top: 0 }),
        Command::Back => return back(state),
        Command::Quit => return quit(state),
        Command::Redraw => return vec![Effect::Redraw],
        Command::Suspend => return vec![Effect::Suspend],
        Command::Kind => return open_kinds(state),
        Command::Form(command) => return form::run(state, command),
        Command::Undo => return take_back(state, true),
        Command::Redo => return take_back(state, false),
        Command::NextField => state.record.next(false),
        Command::PreviousField => state.record.previous(),
        Command::Load => return load::press(state, at),
        Command::StepUp
        | Command::StepDown
        | Command::OtherProperty
        | Command::TypeValue
        | Command::SetProperty
        | Command::ChangeSpan
        | Command::LaneUp
        | Command::LaneDown
        | Command::LanePageUp
        | Command::LanePageDown => return pipeline::run(state, command),
        Command::Profile(command) => return profile::run(state, command),
        Command::Guard(command) => guard::run(state, command),
        Command::Topic(command) => return topic_change::open(state, command),
        Command::WhatIf(command) => what_if::run(state, command),
        Command::Requests(command) => requests::run(state, command),
        Command::Files(command) => return files::run(state, command),
        Command::Results(command) => return results::run(state, command, at),
        // The commands of dialogs mean nothing without theirs.
        Command::SendOnce
        | Command::AllowSends
        | Command::DoNotSend
        | Command::QuitNow
        | Command::QuitAfterFlush
        | Command::Stay
        | Command::KindUp
        | Command::KindDown
        | Command::ChooseKind
        | Command::RemoveHeader
        | Command::KeepKind
        | Command::StartLoad
        | Command::NextLoadField
        | Command::PreviousLoadField
        | Command::NoLoad
        | Command::ApplyValue
        | Command::KeepValue
        | Command::FormUp
        | Command::FormDown
        | Command::ChooseForm
        | Command::ToFile
        | Command::NoCopy
        | Command::ReplaceForm
        | Command::KeepForm
        | Command::ApplyFilter
        | Command::KeepFilter
        | Command::HelpUp
        | Command::HelpDown
        | Command::CloseHelp
        | Command::PaletteUp
        | Command::PaletteDown
        | Command::PalettePageUp
        | Command::PalettePageDown
        | Command::RunChosen
        | Command::ClosePalette
        | Command::ThemeUp
        | Command::ThemeDown
        | Command::TakeTheme
        | Command::FormerTheme => {}
    }
    Vec::new()
}

fn quit(state: &mut State) -> Vec<Effect> {
    let quiet = state.results_now().counts().open == 0 && state.watch.load.is_none();
    let asks = match state.session.confirmations.quit {
        AskOnQuit::Unsent => !quiet || state.record.is_changed(),
        AskOnQuit::Outstanding => !quiet,
        AskOnQuit::Always => true,
    };
    if !asks {
        return vec![Effect::Quit(Leave::Now)];
    }
    state.open(Dialog::Leave);
    Vec::new()
}

/// Takes the last change of the form back, or makes it again.
fn take_back(state: &mut State, back: bool) -> Vec<Effect> {
    if back {
        state.record.undo();
    } else {
        state.record.redo();
    }
    composed(state)
}

fn back(state: &mut State) -> Vec<Effect> {
    if state.focus == Pane::Pipeline && state.pipeline.tuning.draining().is_some() {
        return vec![Effect::CancelTune];
    }
    let shown = match state.focus {
        Pane::Requests => std::mem::take(&mut state.requests.detail),
        Pane::Results => state.results.show_rows(),
        Pane::Profile => profile::back(state),
        Pane::Record | Pane::Pipeline => false,
    };
    if shown || std::mem::take(&mut state.zoom) {
        return Vec::new();
    }
    if state.focus == Pane::Pipeline && state.pipeline.strip.take().is_some() {
        state.behind(|state| state.pipeline.strip = None);
        return Vec::new();
    }
    sequence::stop(state);
    let given_up = state.behind(|state| state.results.give_up_sending());
    given_up.into_iter().map(|n| Effect::CancelSend { n }).collect()
}

fn open_kinds(state: &mut State) -> Vec<Effect> {
    if state.record.stop() == Stop::Topic {
        return form::open_topics(state);
    }
    let stop = state.record.payload_stop();
    match stop.and_then(|stop| Some((stop, state.record.field(stop)?.kind()))) {
        Some((stop, kind)) => state.open(Dialog::kinds(stop, kind)),
        None => state.say("Kinds belong to the key, the value and the values of headers.", false),
    }
    Vec::new()
}
