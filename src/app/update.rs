//! The only writer of the state: a message comes in, the state changes, effects go out.

use crate::app::command::{Command, Context};
use crate::app::dialog::Dialog;
use crate::app::editor::Edit;
use crate::app::key::{Code, Key};
use crate::app::learned::Target;
use crate::app::load;
use crate::app::msg::{Effect, Leave, Mouse, MouseKind, Msg};
use crate::app::record::Stop;
use crate::app::results::{Entry, Subject};
use crate::app::send;
use crate::app::state::{Pane, State};
use crate::domain::interchange::OutcomeLine;
use crate::domain::outcome::{Outcome, Status};
use crate::domain::topic::TopicLook;

mod dialogs;
mod pipeline;
mod requests;

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
    match msg {
        Msg::Key { key, at } => on_key(state, key, at),
        Msg::Paste(text) => paste(state, &text),
        Msg::Mouse(mouse) => on_mouse(state, mouse),
        Msg::Resize { width, height } => {
            state.size = (width, height);
            Vec::new()
        }
        Msg::Resumed | Msg::Drawn(_) => Vec::new(),
        Msg::Accepted { n, partition, timestamp, at } => {
            state.behind(|state| state.results.accepted(n, partition, timestamp, at));
            state.foresee().into_iter().collect()
        }
        Msg::Ended { outcome, at } => ended(state, outcome, at),
        Msg::Trouble(told) => {
            state.behind(|state| state.results.told(&told));
            Vec::new()
        }
        Msg::LoadFailed { outcome, count, at } => {
            state.behind(|state| state.results.load_failed(outcome, count, at));
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
        Msg::TopicSeen { topic, look } => topic_seen(state, &topic, &look),
        Msg::Foreseen { topic, partition } if topic == state.topic.asked && partition != state.topic.foreseen => {
            state.topic.foreseen = partition;
            Vec::new()
        }
        Msg::Foreseen { .. } | Msg::FocusGained | Msg::FocusLost => unchanged(state),
        Msg::ClusterSeen(cluster) => {
            state.cluster = Some(cluster);
            Vec::new()
        }
        Msg::ProducerFailed(reason) => {
            state.producer_error = Some(reason);
            Vec::new()
        }
        Msg::FlushProgress { outstanding: now } => {
            if let Some(Dialog::Flushing { outstanding }) = &mut state.dialog {
                *outstanding = now;
            }
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
    state.behind(|state| state.results.ended(outcome, at));
    look.into_iter().chain(state.foresee()).collect()
}

fn topic_seen(state: &mut State, topic: &str, look: &TopicLook) -> Vec<Effect> {
    if topic != state.topic.asked {
        return unchanged(state);
    }
    state.topic.look = Some(look.clone());
    // Perhaps another name was meant: the names the cluster has now are the ones to compare with.
    let cluster = (*look == TopicLook::Unknown).then_some(Effect::LookAtCluster);
    match state.dialog.take() {
        Some(Dialog::Looking(subject)) if subject.topic() == topic => {
            let at = state.last_key_at.unwrap_or_default();
            send::looked(state, *subject, look, at).into_iter().chain(cluster).collect()
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

fn run(state: &mut State, command: Command, at: i64) -> Vec<Effect> {
    let page = isize::try_from(state.learned.page.max(2)).unwrap_or(2) - 1;
    match command {
        Command::Send => return send::send(state, at),
        Command::Pause => state.toggle_pause(at),
        Command::NextPane => state.focus = state.focus.stepped(1),
        Command::PreviousPane => state.focus = state.focus.stepped(Pane::ALL.len() - 1),
        Command::GoToRecord => state.focus = Pane::Record,
        Command::GoToPipeline => state.focus = Pane::Pipeline,
        Command::GoToRequests => state.focus = Pane::Requests,
        Command::GoToResults => state.focus = Pane::Results,
        Command::Zoom => state.zoom = !state.zoom,
        Command::Help => state.open(Dialog::Help { top: 0 }),
        Command::Back => return back(state),
        Command::Quit => {
            let quiet = state.results_now().counts().open == 0 && state.watch.load.is_none();
            if quiet && !state.record.is_changed() {
                return vec![Effect::Quit(Leave::Now)];
            }
            state.open(Dialog::Leave);
        }
        Command::Redraw => return vec![Effect::Redraw],
        Command::Suspend => return vec![Effect::Suspend],
        Command::Kind => open_kinds(state),
        Command::Undo => {
            state.record.undo();
            return composed(state);
        }
        Command::Redo => {
            state.record.redo();
            return composed(state);
        }
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
        Command::Requests(command) => requests::run(state, command),
        Command::RowUp => state.results.select_by(-1),
        Command::RowDown => state.results.select_by(1),
        Command::PageUp => state.results.select_by(-page),
        Command::PageDown => state.results.select_by(page),
        Command::Newest => state.results.follow(),
        Command::Oldest => state.results.select_by(isize::MAX),
        Command::Copy => return copy(state),
        Command::Life => state.results.life = !state.results.life && !state.results.is_empty(),
        Command::ShowRequest => requests::show_request(state),
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
        | Command::ApplyFilter
        | Command::KeepFilter
        | Command::HelpUp
        | Command::HelpDown
        | Command::CloseHelp => {}
    }
    Vec::new()
}

/// What is selected: an outcome as the interchange format writes it, or a trouble in words.
fn copy(state: &mut State) -> Vec<Effect> {
    let json = |outcome: &Outcome| serde_json::to_string(&OutcomeLine::from(outcome)).ok();
    let (line, said) = match state.results.selected_entry() {
        Some(Entry::Record(row)) => (row.outcome().and_then(json), "The outcome"),
        Some(Entry::Group(group)) => match &group.subject {
            Subject::Load(sample) => (json(sample), "The outcome"),
            Subject::Trouble { .. } => (Some(group.words(&state.session.time_zone)), "The trouble"),
        },
        None => (None, ""),
    };
    let Some(line) = line else {
        state.say("There is no outcome to copy yet.", false);
        return Vec::new();
    };
    let form = if line.starts_with('{') { "JSON" } else { "text" };
    state.say(format!("{said} was handed to the terminal's clipboard, as {form}."), false);
    vec![Effect::Copy(line)]
}

fn back(state: &mut State) -> Vec<Effect> {
    if state.focus == Pane::Pipeline && state.pipeline.tuning.draining().is_some() {
        return vec![Effect::CancelTune];
    }
    let shown = match state.focus {
        Pane::Requests => &mut state.requests.detail,
        Pane::Results => &mut state.results.life,
        Pane::Record | Pane::Pipeline => &mut false,
    };
    if std::mem::take(shown) || std::mem::take(&mut state.zoom) {
        return Vec::new();
    }
    if state.focus == Pane::Pipeline && state.pipeline.strip.take().is_some() {
        state.behind(|state| state.pipeline.strip = None);
        return Vec::new();
    }
    let given_up = state.behind(|state| state.results.give_up_sending());
    given_up.into_iter().map(|n| Effect::CancelSend { n }).collect()
}

fn open_kinds(state: &mut State) {
    let stop = state.record.stop();
    let stop = if let Stop::HeaderName(at) = stop { Stop::HeaderValue(at) } else { stop };
    match state.record.field(stop) {
        Some(field) => state.open(Dialog::kinds(stop, field.kind())),
        None => state.say("Kinds belong to the key, the value and the values of headers.", false),
    }
}

fn leave(state: &mut State, how: Leave) -> Vec<Effect> {
    state.open(Dialog::Flushing { outstanding: state.results_now().counts().open });
    vec![Effect::Quit(how)]
}

fn paste(state: &mut State, text: &str) -> Vec<Effect> {
    match pipeline::paste(state, text) {
        Some(true) => return Vec::new(),
        Some(false) => {
            state.say("Not pasted: that is too long for this field.", true);
            return Vec::new();
        }
        None => {}
    }
    if !state.types_text() {
        state.say("Nothing here takes a pasted text.", false);
        return Vec::new();
    }
    state.notice = None;
    if !text.is_empty() && !state.record.paste(text) {
        state.say("Not pasted: that is too long for this field.", true);
    }
    composed(state)
}

fn on_mouse(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    if state.dialog.is_some() {
        return unchanged(state);
    }
    let target = state.learned.target(mouse.column, mouse.row);
    match (mouse.kind, target) {
        (MouseKind::Press, Some(Target::Record)) => state.focus = Pane::Record,
        (MouseKind::Press, Some(Target::Stop(stop))) => {
            state.focus = Pane::Record;
            state.record.go_to(stop);
        }
        (MouseKind::Press, Some(Target::Pipeline)) => state.focus = Pane::Pipeline,
        (MouseKind::Press, Some(Target::Requests)) => state.focus = Pane::Requests,
        (MouseKind::ScrollUp, Some(Target::Pipeline)) => pipeline::scroll(state, -1),
        (MouseKind::ScrollDown, Some(Target::Pipeline)) => pipeline::scroll(state, 1),
        (MouseKind::Press, Some(Target::Request(number))) => {
            state.focus = Pane::Requests;
            state.requests.select(number);
        }
        (MouseKind::ScrollUp, Some(Target::Requests | Target::Request(_))) => {
            requests::scroll(&mut state.requests, state.zoom, -1);
        }
        (MouseKind::ScrollDown, Some(Target::Requests | Target::Request(_))) => {
            requests::scroll(&mut state.requests, state.zoom, 1);
        }
        (MouseKind::Press, Some(Target::Results)) => state.focus = Pane::Results,
        (MouseKind::Press, Some(Target::Row(id))) => {
            state.focus = Pane::Results;
            state.results.select(id);
        }
        (MouseKind::ScrollUp, Some(Target::Results | Target::Row(_))) => state.results.select_by(-1),
        (MouseKind::ScrollDown, Some(Target::Results | Target::Row(_))) => state.results.select_by(1),
        (MouseKind::ScrollUp | MouseKind::ScrollDown, Some(Target::Record | Target::Stop(_)))
        | (MouseKind::Press | MouseKind::ScrollUp | MouseKind::ScrollDown, None) => return unchanged(state),
    }
    Vec::new()
}
