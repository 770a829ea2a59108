//! A record that was sent before: sent again as it is, put back into the form, or read back from the log.

use std::sync::Arc;

use crate::app::dialog::{Dialog, Sending};
use crate::app::msg::Effect;
use crate::app::record::Stop;
use crate::app::results::{Row, View};
use crate::app::send;
use crate::app::state::{Pane, State};
use crate::app::update::composed;
use crate::domain::again::Before;
use crate::domain::draft::Draft;
use crate::domain::record::Record;

/// The selected record, while its bytes are kept.
fn selected(state: &mut State) -> Option<(u64, Arc<Record>, Before)> {
    let Some(row) = state.results.selected() else {
        state.say("This is no single record.", false);
        return None;
    };
    let (n, before) = (row.n, Before::of(row.outcome()));
    let Some(record) = row.record().cloned() else {
        state.say("The record's bytes are no longer kept: the newest ones have the room.", true);
        return None;
    };
    Some((n, record, before))
}

/// Asks whether the selected record is to be sent again, and says what that risks.
pub(super) fn resend(state: &mut State, at: i64) -> Vec<Effect> {
    if let Some(reason) = &state.producer_error {
        let text = format!("Not sent: there is no producer: {reason}");
        state.say(text, true);
        return Vec::new();
    }
    let Some((n, record, before)) = selected(state) else { return Vec::new() };
    send::ask_first(state, Sending::Again { record: record.as_ref().clone(), n, before }, at)
}

/// Puts the selected record into the form; asks first if another stands there that was not sent.
pub(super) fn edit(state: &mut State) -> Vec<Effect> {
    let Some((n, record, _)) = selected(state) else { return Vec::new() };
    if state.record.is_changed() {
        state.open(Dialog::Replace(Box::new((n, record))));
        return Vec::new();
    }
    replace(state, n, &record)
}

/// Puts a record into the form.
pub(super) fn replace(state: &mut State, n: u64, record: &Record) -> Vec<Effect> {
    let before = Before::of(state.results.row(n).and_then(Row::outcome));
    // As if it had been typed: the draft that survives a crash follows.
    state.record.take(&Draft::from(record));
    state.record.mark_sent();
    state.record.go_to(Stop::Value);
    state.focus = Pane::Record;
    // What comes of it is the newest.
    state.results.show_rows();
    state.results.follow();
    let risk = before.brief().map(|risk| format!("; {risk}")).unwrap_or_default();
    state.say(format!("Record {n} is in the form, to be changed and sent{risk}."), false);
    composed(state)
}

/// Asks for the selected record as the log has it.
pub(super) fn read_back(state: &mut State) -> Vec<Effect> {
    let Some(row) = state.results.selected() else {
        state.say("This is no single record.", false);
        return Vec::new();
    };
    let n = row.n;
    if let Some(place) = state.departures.of(n) {
        let text = format!("It went to {place}: what is read back comes from the cluster of now.");
        state.say(text, false);
        return Vec::new();
    }
    let place = row.outcome().and_then(|outcome| Some((outcome.topic.clone(), outcome.partition?, outcome.offset?)));
    let Some((topic, partition, offset)) = place else {
        let why = match Before::of(row.outcome()) {
            Before::Open => "it has not come to its end yet",
            Before::NotWritten => "it was not written",
            Before::Possibly | Before::Unknown | Before::Written(_) => "no broker told its offset",
        };
        state.say(format!("There is nothing to read back: {why}."), false);
        return Vec::new();
    };
    if state.results.view() != View::ReadBack {
        state.results.toggle_view(View::ReadBack);
    }
    state.read_back = Some((n, None));
    vec![Effect::ReadBack { n, topic, partition, offset }]
}
