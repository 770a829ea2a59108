//! The records that one key sends: one or many, awaited or not. They go out as the producer takes them, so that no more
//! of them are held than are on their way.

use std::collections::BTreeSet;

use crate::app::dialog::Dialog;
use crate::app::msg::Effect;
use crate::app::results::Progress;
use crate::app::state::State;
use crate::app::ways::{Way, Ways};
use crate::domain::outcome::{Outcome, Status};
use crate::domain::record::Record;

/// The most records that wait to be accepted at once.
const MAX_OFFERED: u64 = 64;
/// The most bytes of them, one record apart.
const MAX_OFFERED_BYTES: u64 = 8 * 1024 * 1024;
/// How many records of which no result is awaited are remembered as such.
const MAX_UNAWAITED: usize = 20_000;

/// A series on its way.
#[derive(Clone, Debug)]
pub struct Sequence {
    record: Record,
    ways: Ways,
    /// How many there are to be.
    pub times: u32,
    /// How many were sent.
    pub sent: u32,
    /// How many ended, and how many of them failed.
    pub ended: (u32, u32),
    /// Those that were not accepted yet.
    offered: BTreeSet<u64>,
    /// The one whose result is awaited, and since when, microseconds since the epoch.
    pub awaited: Option<(u64, i64)>,
    /// What the last result said.
    last: Option<(String, bool)>,
}

impl Sequence {
    fn may_offer(&self) -> bool {
        let most = (MAX_OFFERED_BYTES / self.record.buffer_cost().max(1)).clamp(1, MAX_OFFERED);
        let offered = u64::try_from(self.offered.len()).unwrap_or(u64::MAX);
        self.sent < self.times && self.awaited.is_none() && offered < most
    }

    /// Whether nothing more is to be sent or awaited.
    fn is_over(&self) -> bool {
        self.sent == self.times && self.awaited.is_none()
    }
}

/// Begins to send the record in the ways that stand in the form.
pub(super) fn begin(state: &mut State, record: Record, at: i64) -> Vec<Effect> {
    let times = state.ways.times().unwrap_or(1);
    state.sequence = Some(Sequence {
        record,
        ways: state.ways.clone(),
        times,
        sent: 0,
        ended: (0, 0),
        offered: BTreeSet::new(),
        awaited: None,
        last: None,
    });
    if state.ways.way == Way::Synchronous {
        state.open(Dialog::Awaiting);
    }
    go_on(state, at)
}

/// Why the record could not be sent in the ways that stand in the form, if it could not.
pub(super) fn refusal(state: &State, record: &Record) -> Option<String> {
    if let Some(sequence) = &state.sequence {
        return Some(format!("{} of {} are still to be sent", sequence.times - sequence.sent, sequence.times));
    }
    state.ways.times().err().or_else(|| state.ways.numbered(record, 0).err())
}

/// The producer took record `n`.
pub(super) fn accepted(state: &mut State, n: u64, at: i64) -> Vec<Effect> {
    let Some(sequence) = &mut state.sequence else { return Vec::new() };
    sequence.offered.remove(&n);
    go_on(state, at)
}

/// A record came to its end.
pub(super) fn ended(state: &mut State, outcome: &Outcome, at: i64) -> Vec<Effect> {
    let Some(sequence) = &mut state.sequence else { return Vec::new() };
    sequence.offered.remove(&outcome.n);
    if sequence.awaited.is_some_and(|(n, _)| n == outcome.n) {
        sequence.awaited = None;
        sequence.ended.0 += 1;
        let failed = match &outcome.status {
            Status::Delivered | Status::Sent => false,
            Status::Failed(failure) => {
                sequence.ended.1 += 1;
                // As in a program: the exception leaves the loop.
                sequence.times = sequence.sent;
                sequence.last = Some((format!("Failed: {}.", failure.name), true));
                true
            }
        };
        if !failed {
            let offset = outcome.offset.map(|offset| format!(" @ {offset}")).unwrap_or_default();
            let partition = outcome.partition.map(|partition| format!("-{partition}")).unwrap_or_default();
            let word = if outcome.status == Status::Sent { "Sent" } else { "Delivered" };
            sequence.last = Some((format!("{word}: {}{partition}{offset}.", outcome.topic), false));
        }
    }
    go_on(state, at)
}

/// Sends as many of the rest as may go now.
fn go_on(state: &mut State, at: i64) -> Vec<Effect> {
    let mut effects = Vec::new();
    while let Some(mut sequence) = state.sequence.take() {
        if !sequence.may_offer() {
            if sequence.is_over() {
                say_end(state, sequence);
            } else {
                state.sequence = Some(sequence);
            }
            break;
        }
        // Checked before the first: what can be numbered once can be always.
        let Ok(record) = sequence.ways.numbered(&sequence.record, sequence.sent) else { break };
        let n = state.behind(|state| state.results.begin(&record, at));
        sequence.sent += 1;
        sequence.offered.insert(n);
        match sequence.ways.way {
            Way::Asynchronous => {}
            Way::Synchronous => sequence.awaited = Some((n, at)),
            Way::FireAndForget => {
                state.unawaited.insert(n);
                if state.unawaited.len() > MAX_UNAWAITED {
                    state.unawaited.pop_first();
                }
            }
        }
        effects.push(Effect::Send { n, record });
        state.sequence = Some(sequence);
    }
    effects
}

fn say_end(state: &mut State, sequence: Sequence) {
    if sequence.ways.way != Way::Synchronous {
        if sequence.times > 1 {
            state.say(format!("{} records were sent.", sequence.times), false);
        }
        return;
    }
    if state.dialog == Some(Dialog::Awaiting) {
        state.dialog = None;
    }
    let (ended, failed) = sequence.ended;
    match sequence.last {
        Some((text, wrong)) if ended > 1 => {
            state.say(format!("{} of {ended} delivered, one after the other. {text}", ended - failed), wrong);
        }
        Some((text, wrong)) => state.say(text, wrong),
        None => {}
    }
}

/// Sends no more of the series, and waits for none. What was sent goes on.
pub(super) fn stop(state: &mut State) {
    if state.dialog == Some(Dialog::Awaiting) {
        state.dialog = None;
    }
    let Some(sequence) = state.sequence.take() else { return };
    let rest = sequence.times - sequence.sent;
    let words = match (sequence.awaited, rest) {
        (Some(_), 0) => "No longer waited for: the record goes on, and its row shows how it ends.".to_owned(),
        (Some(_), rest) => format!("No longer waited for: the record goes on. {rest} more are not sent."),
        (None, rest) => format!("Stopped after {} of {}: {rest} are not sent.", sequence.sent, sequence.times),
    };
    state.say(words, false);
}

impl State {
    /// How far the record whose result is awaited is, if there is one: its number, since when, and its progress.
    pub fn awaited(&self) -> Option<(u64, i64, Option<&Progress>)> {
        let (n, since) = self.sequence.as_ref()?.awaited?;
        Some((n, since, self.results_now().row(n).map(|row| &row.progress)))
    }

    /// Whether the record was sent with no result awaited.
    pub fn is_unawaited(&self, n: u64) -> bool {
        self.unawaited.contains(&n)
    }
}
