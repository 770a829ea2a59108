//! What asks before a send and what refuses it, and sends that were allowed ahead: so many records, or for so long, to
//! one topic.

use crate::app::command::GuardCommand;
use crate::app::dialog::{Confirm, Dialog};
use crate::app::editor::{Editor, Lines};
use crate::app::msg::Effect;
use crate::app::send;
use crate::app::state::State;
use crate::app::switching;
use crate::domain::figures::count;
use crate::domain::profile::Guard;
use crate::domain::refusal::validate_topic;

/// The most records that are allowed ahead.
const MOST_RECORDS: u64 = 10_000;

/// The longest time for which sends are allowed ahead, in seconds.
const LONGEST: u64 = 3_600;

/// How long sends are allowed ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// So many records more.
    Records(u64),
    /// So many seconds.
    Seconds(u64),
}

/// Until when sends are allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Until {
    /// So many records more were sent.
    Records(u64),
    /// This time, microseconds since the epoch; and the seconds left as they are shown.
    Time(i64, u64),
}

/// Sends to one topic that ask no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Armed {
    /// The topic.
    pub topic: String,
    until: Until,
}

impl Armed {
    /// How much is left: `7 records`, `4:59`.
    pub fn left(&self) -> String {
        match self.until {
            Until::Records(1) => "1 record".to_owned(),
            Until::Records(left) => format!("{} records", count(left)),
            Until::Time(_, seconds) => format!("{}:{:02}", seconds / 60, seconds % 60),
        }
    }
}

/// What is typed to allow sends ahead.
#[derive(Clone, Debug, PartialEq)]
pub struct Arming {
    /// The topic.
    pub topic: String,
    /// The question that it answers, if one was asked: that record goes first.
    pub confirm: Option<Confirm>,
}

/// Reads what is typed: `10`, `10 records`, `5 min`, `90 s`.
///
/// # Errors
/// What is allowed.
pub fn read_span(text: &str) -> Result<Span, String> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let number = text[..digits].parse::<u64>().ok().filter(|number| *number > 0);
    let span = number.and_then(|number| match text[digits..].trim() {
        "" | "r" | "record" | "records" => Some(Span::Records(number)).filter(|_| number <= MOST_RECORDS),
        "s" | "sec" | "second" | "seconds" => Some(Span::Seconds(number)),
        "m" | "min" | "minute" | "minutes" => number.checked_mul(60).map(Span::Seconds),
        _ => None,
    });
    let fits = |span: &Span| matches!(span, Span::Records(_)) || matches!(span, Span::Seconds(1..=LONGEST));
    span.filter(fits).ok_or_else(|| {
        format!("write a number of records up to {}, or a time up to 60 min, as 10 or 5 min", count(MOST_RECORDS))
    })
}

impl State {
    /// Why nothing may be sent to a topic, by whatever way; `None` if it may.
    pub fn read_only(&self, topic: &str) -> Option<String> {
        let guards = &self.session.running.guards;
        (guards.of_topic(topic) == Guard::ReadOnly).then(|| guards.why(topic))
    }

    /// Whether so many records to a topic ask first, because it is guarded and they were not allowed ahead.
    pub fn asks_for(&self, topic: &str, records: u64) -> bool {
        self.session.running.guards.of_topic(topic) != Guard::Open && !self.is_armed_for(topic, records)
    }

    fn is_armed_for(&self, topic: &str, records: u64) -> bool {
        self.armed.as_ref().is_some_and(|armed| {
            armed.topic == topic
                && match armed.until {
                    Until::Records(left) => records <= left,
                    Until::Time(..) => true,
                }
        })
    }
}

/// A command about guards, outside of its dialog.
pub(super) fn run(state: &mut State, command: GuardCommand) {
    match command {
        GuardCommand::Arm => {
            let topic = state.record.topic_name();
            match why_not_arm(state, &topic) {
                Some(why) => state.say(format!("Nothing to allow ahead: {why}."), false),
                None => open(state, Arming { topic, confirm: None }),
            }
        }
        GuardCommand::Disarm => match state.armed.take() {
            Some(armed) => state.say(format!("Every send to {} asks again.", armed.topic), false),
            None => state.say("No sends are allowed ahead.", false),
        },
        // They mean nothing without their dialogs.
        GuardCommand::ArmSends
        | GuardCommand::Take
        | GuardCommand::Close
        | GuardCommand::EndLoad
        | GuardCommand::KeepLoad => {}
    }
}

/// Why sends to a topic can't be allowed ahead; `None` if they can.
pub(super) fn why_not_arm(state: &State, topic: &str) -> Option<String> {
    if let Err(refusal) = validate_topic(topic) {
        return Some(refusal.to_string());
    }
    match state.session.running.guards.of_topic(topic) {
        Guard::Open => Some(format!("{topic} is not guarded")),
        Guard::Confirm => None,
        Guard::ReadOnly => Some(state.session.running.guards.why(topic)),
    }
}

/// Asks for how long.
pub(super) fn open(state: &mut State, arming: Arming) {
    state.pipeline.input = Editor::new(Lines::One, "");
    state.open(Dialog::Arm(Box::new(arming)));
}

/// The answer to a dialog about guards.
pub(super) fn answer(state: &mut State, dialog: Dialog, command: GuardCommand, at: i64) -> Vec<Effect> {
    match (dialog, command) {
        (Dialog::Arm(arming), GuardCommand::Take) => return take(state, *arming, at),
        (Dialog::Arm(arming), GuardCommand::Close) => {
            let words = if arming.confirm.is_some() { "Not sent." } else { "Every send asks." };
            state.say(words, false);
        }
        (Dialog::EndLoad(effect), GuardCommand::EndLoad) => return switching::end_load(state, *effect),
        (Dialog::EndLoad(effect), GuardCommand::KeepLoad) => switching::keep_load(state, &effect),
        (dialog, _) => state.dialog = Some(dialog),
    }
    Vec::new()
}

/// The key that takes what was typed: from now on sends ask no more, and the one that was asked for goes.
fn take(state: &mut State, arming: Arming, at: i64) -> Vec<Effect> {
    let span = match read_span(&state.pipeline.input.text()) {
        Ok(span) => span,
        Err(what) => {
            state.open(Dialog::Arm(Box::new(arming)));
            state.say(format!("Not allowed ahead: {what}."), true);
            return Vec::new();
        }
    };
    let until = match span {
        Span::Records(records) => Until::Records(records),
        Span::Seconds(seconds) => {
            Until::Time(at.saturating_add(i64::try_from(seconds * 1_000_000).unwrap_or(i64::MAX)), seconds)
        }
    };
    let armed = Armed { topic: arming.topic, until };
    state.say(format!("Sends to {} ask no more: {}.", armed.topic, armed.left()), false);
    state.armed = Some(armed);
    let sends = arming.confirm.map(|confirm| send::allowed(state, confirm, at));
    sends.into_iter().flatten().chain(tick(state)).collect()
}

/// So many records are sent to a topic.
pub(super) fn spend(state: &mut State, topic: &str, records: u64) {
    if let Some(armed) = state.armed.as_mut().filter(|armed| armed.topic == topic)
        && let Until::Records(left) = &mut armed.until
    {
        *left = left.saturating_sub(records);
        if *left == 0 {
            state.armed = None;
        }
    }
}

/// A second is over.
pub(super) fn ticked(state: &mut State, at: i64) -> Vec<Effect> {
    state.arm_ticks = false;
    let Some(Armed { topic, until: Until::Time(end, left) }) = &mut state.armed else {
        state.dirty = false;
        return Vec::new();
    };
    *left = u64::try_from(end.saturating_sub(at)).unwrap_or(0).div_ceil(1_000_000);
    if *left == 0 {
        let text = format!("The time is over: every send to {topic} asks again.");
        state.armed = None;
        state.say(text, false);
    }
    tick(state).into_iter().collect()
}

/// While the time of an allowance runs, and then only, the clock is asked for.
fn tick(state: &mut State) -> Option<Effect> {
    let runs = matches!(state.armed, Some(Armed { until: Until::Time(..), .. }));
    (runs && !std::mem::replace(&mut state.arm_ticks, runs)).then_some(Effect::TickArm)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_a_number_of_records_or_a_time() {
        for (text, expected) in [
            ("10", Span::Records(10)),
            (" 1 record ", Span::Records(1)),
            ("10000 records", Span::Records(10_000)),
            ("5 min", Span::Seconds(300)),
            ("5m", Span::Seconds(300)),
            ("90s", Span::Seconds(90)),
            ("60 minutes", Span::Seconds(3_600)),
        ] {
            assert_eq!(read_span(text), Ok(expected), "{text}");
        }
        for wrong in ["", "0", "10001", "61 min", "3601 s", "5 h", "-1", "1.5 min", "ten", "99999999999999999999 min"] {
            assert!(read_span(wrong).is_err(), "{wrong}");
        }
    }
}
