//! Starting and stopping a load.

use crate::app::dialog::{Dialog, Sending};
use crate::app::load_form::LoadField;
use crate::app::msg::Effect;
use crate::app::send;
use crate::app::series::Did;
use crate::app::state::State;
use crate::domain::figures::{count, duration};
use crate::domain::load::{Plan, Progress, Report};
use crate::domain::refusal::validate_topic;

/// The key of the load: opens the form, or stops the load that runs.
pub(super) fn press(state: &mut State, at: i64) -> Vec<Effect> {
    match &mut state.watch.load {
        Some(load) if load.stopped => {
            let open = load.offered.saturating_sub(load.delivered + load.failed + load.possibly_written);
            state.say(format!("The load was stopped and waits for {} answers.", count(open)), false);
            Vec::new()
        }
        Some(load) => {
            load.stopped = true;
            mark(state, at, Did::LoadStopped);
            vec![Effect::StopLoad]
        }
        None => {
            let topic = state.record.topic_name();
            if !send::refuses(state, &topic) {
                state.open(Dialog::Load);
            }
            Vec::new()
        }
    }
}

/// The form is filled in: starts the load, or asks what must be asked first.
pub(super) fn start(state: &mut State, at: i64) -> Vec<Effect> {
    if let Some(reason) = &state.producer_error {
        let text = format!("No load: there is no producer: {reason}");
        state.say(text, true);
        return Vec::new();
    }
    let topic = state.record.topic_name();
    if let Err(refusal) = validate_topic(&topic) {
        state.say(format!("No load: {refusal}"), true);
        return Vec::new();
    }
    match state.pipeline.form.plan(&topic) {
        Ok(plan) => send::ask_first(state, Sending::Load(plan), at),
        Err((field, what)) => {
            state.pipeline.form.at = LoadField::ALL.iter().position(|known| *known == field).unwrap_or(0);
            state.open(Dialog::Load);
            state.say(format!("No load: {}: {what}", field.name()), true);
            Vec::new()
        }
    }
}

/// Nothing more is to be asked.
pub(super) fn go(state: &mut State, plan: Plan, at: i64) -> Vec<Effect> {
    // Until the first word of it: the key stops it already.
    state.watch.load = Some(Progress::default());
    state.watch.report = None;
    mark(state, at, Did::LoadStarted);
    vec![Effect::StartLoad(plan)]
}

/// The load goes on.
pub(super) fn told(state: &mut State, progress: &Progress) {
    let stopped = state.watch.load.as_ref().is_some_and(|load| load.stopped);
    if progress.stopped && !stopped {
        ended_by_itself(state);
    }
    // A word that was under way when the key stopped it does not start it again.
    state.watch.load = Some(Progress { stopped: progress.stopped || stopped, ..progress.clone() });
}

/// The load is over.
pub(super) fn ended(state: &mut State, report: Report) {
    if state.watch.load.as_ref().is_some_and(|load| !load.stopped) {
        ended_by_itself(state);
    }
    state.watch.load = None;
    state.say(format!("The load is over: {}.", summary(&report)), report.failed > 0);
    state.watch.report = Some(report);
}

fn ended_by_itself(state: &mut State) {
    let at = state.pipeline.series.at().unwrap_or(0);
    state.pipeline.series.mark(at, Did::LoadStopped);
}

fn mark(state: &mut State, at: i64, did: Did) {
    state.behind(|state| state.pipeline.series.mark(u64::try_from(at).unwrap_or(0), did));
}

/// What came of a load, in a line.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn summary(report: &Report) -> String {
    let failed = if report.failed > 0 { format!(", {} failed", count(report.failed)) } else { String::new() };
    let unknown = match report.possibly_written {
        0 => String::new(),
        written => format!(" ({} of them possibly written)", count(written)),
    };
    let rate = match report.elapsed_micros {
        0 => String::new(),
        micros => format!(", {} records/s", count((report.records as f64 * 1e6 / micros as f64).round() as u64)),
    };
    let latency = report.latency.at(0.99).map_or(String::new(), |p99| format!(", p99 {}", duration(p99)));
    let length = duration(report.elapsed_micros);
    format!("{} delivered{failed}{unknown} in {length}{rate}{latency}", count(report.records))
}
