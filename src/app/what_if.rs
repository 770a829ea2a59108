//! What if the topic had other partitions: where the key in the form would go, by the rule in force and by those of other
//! producers.

use std::collections::BTreeSet;

use crate::app::dialog::Dialog;
use crate::app::key::{Code, Key};
use crate::app::state::State;
use crate::domain::partitioner::Rule;
use crate::domain::partitioner::keyed::{KeyRule, Placed};

/// A command of the what-if; what each does stands in the command table.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhatIfCommand {
    Open,
    More,
    Fewer,
    Close,
}

/// The most partitions that are asked about: more than any cluster has of one topic.
const MOST: u32 = 1_000_000;

/// Partitions of a topic that is not known.
const USUAL: u32 = 6;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WhatIf {
    /// The partitions asked about.
    pub partitions: u32,
    /// Whether the next digit goes on with the number; else it begins another.
    typing: bool,
}

impl WhatIf {
    /// Takes digits that came at once, as a slow terminal hands them over; what is no number changes nothing.
    pub(super) fn paste(&mut self, text: &str) {
        if let Some(partitions) = text.trim().parse().ok().filter(|number| (1..=MOST).contains(number)) {
            *self = Self { partitions, typing: true };
        }
    }
}

/// Whose rules stand beside the one in force: the Java client's, librdkafka's default, and Sarama's hash.
pub const OTHERS: [(&str, KeyRule); 3] = [
    ("Java", KeyRule::Murmur2Random),
    ("consistent_random", KeyRule::ConsistentRandom),
    ("fnv1a_random", KeyRule::Fnv1aRandom),
];

/// Where the key would go among so many partitions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The partitions.
    pub partitions: u32,
    /// Whether the topic has so many today.
    pub is_today: bool,
    /// By the rule in force.
    pub here: Option<Placed>,
    /// By the rules of [`OTHERS`].
    pub others: [Option<Placed>; 3],
}

/// The partitions that the topic in the form has today, if that is known.
pub fn today(state: &State) -> Option<u32> {
    state.topic_view().and_then(|view| u32::try_from(view.partitions.len()).ok())
}

/// The rows of the table: those around the number asked about, `around` on each side, and today's.
pub fn rows(state: &State, asked: WhatIf, key: Option<&[u8]>, around: u32) -> Vec<Row> {
    let today = today(state);
    let near = asked.partitions.saturating_sub(around).max(1)..=asked.partitions.saturating_add(around).min(MOST);
    let all: BTreeSet<u32> = near.chain(today).collect();
    let row = |partitions| Row {
        partitions,
        is_today: Some(partitions) == today,
        here: state.partitioner().place(key, partitions),
        others: OTHERS.map(|(_, rule)| Rule::of_librdkafka(rule).place(key, partitions)),
    };
    all.into_iter().map(row).collect()
}

/// Opens it at one partition more than the topic has.
pub(super) fn run(state: &mut State, command: WhatIfCommand) {
    match command {
        WhatIfCommand::Open => {
            let partitions = today(state).map_or(USUAL, |now| now.saturating_add(1));
            state.open(Dialog::WhatIf(WhatIf { partitions, typing: false }));
        }
        // They mean nothing without it.
        WhatIfCommand::More | WhatIfCommand::Fewer | WhatIfCommand::Close => {}
    }
}

/// Gives a command or a key to it, which was taken out of the state.
pub(super) fn given(state: &mut State, mut asked: WhatIf, command: Option<WhatIfCommand>, key: Option<Key>) {
    let pages = key.is_some_and(|key| matches!(key.code, Code::PageUp | Code::PageDown));
    let step = if pages { 10 } else { 1 };
    match command {
        Some(WhatIfCommand::Close) => return,
        Some(WhatIfCommand::More) => asked = stepped(asked.partitions.saturating_add(step)),
        Some(WhatIfCommand::Fewer) => asked = stepped(asked.partitions.saturating_sub(step)),
        Some(WhatIfCommand::Open) => {}
        None => asked = key.map_or(asked, |key| typed(asked, key)),
    }
    state.dialog = Some(Dialog::WhatIf(asked));
}

fn stepped(partitions: u32) -> WhatIf {
    WhatIf { partitions: partitions.clamp(1, MOST), typing: false }
}

/// The number after a key of a digit or the one that takes a digit back.
fn typed(asked: WhatIf, key: Key) -> WhatIf {
    let before = if asked.typing { asked.partitions } else { 0 };
    match (key.code, key.typed().and_then(|digit| digit.to_digit(10))) {
        (_, Some(digit)) => {
            let partitions = before.saturating_mul(10).saturating_add(digit);
            if (1..=MOST).contains(&partitions) { WhatIf { partitions, typing: true } } else { asked }
        }
        (Code::Backspace, None) if asked.partitions >= 10 => WhatIf { partitions: asked.partitions / 10, typing: true },
        (_, None) => asked,
    }
}
