//! What stands over the panes and has the keys.

use crate::app::command::Context;
use crate::app::field::Kind;
use crate::app::record::Stop;
use crate::app::tuning::Tuned;
use crate::domain::load::Plan;
use crate::domain::record::Record;

/// Whether a send would create the topic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Creates {
    /// The cluster has it.
    No,
    /// The cluster has no such topic: where the broker allows it, the send creates it.
    Yes,
    /// It could not be seen whether the cluster has it, for this reason.
    NotKnown(String),
}

/// What is to be sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Sending {
    /// A record.
    Record(Record),
    /// A load.
    Load(Plan),
}

impl Sending {
    /// The topic that it goes to.
    pub fn topic(&self) -> &str {
        match self {
            Self::Record(record) => &record.topic,
            Self::Load(plan) => &plan.topic,
        }
    }
}

/// The question before a send.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    /// What is to be sent.
    pub sending: Sending,
    /// Whether it is asked because the cluster is not a local one.
    pub guarded: bool,
    /// Whether it is asked because the send would create the topic.
    pub creates: Creates,
}

/// A dialog.
#[derive(Clone, Debug, PartialEq)]
pub enum Dialog {
    /// Before a send: it is not yet known whether the cluster has the topic.
    Looking(Box<Sending>),
    /// Before a send: really?
    Confirm(Box<Confirm>),
    /// Before leaving: really?
    Leave,
    /// The program flushes and ends; so many records are outstanding.
    Flushing {
        /// Records not yet at their end.
        outstanding: u64,
    },
    /// The list of kinds for the payload at a stop.
    Kinds {
        /// The payload.
        stop: Stop,
        /// The chosen line of the list.
        index: usize,
    },
    /// The topics to choose from.
    Topics {
        /// What their names contain, as far as it is typed.
        filter: String,
        /// The chosen line of the list.
        at: usize,
    },
    /// The form of a load.
    Load,
    /// A value of this property is typed; without one, `name=value`.
    Tune(Option<Tuned>),
    /// A filter of the requests is typed.
    Filter {
        /// As far as it is typed.
        text: String,
        /// Why it cannot be applied, once that was tried.
        wrong: Option<String>,
    },
    /// What every key does.
    Help {
        /// The first line shown.
        top: usize,
    },
    /// A command is searched for.
    Palette,
    /// The list of themes; the chosen one is shown at once.
    Themes {
        /// The one in force before.
        before: usize,
    },
}

impl Dialog {
    /// Where its keys stand in the command table.
    pub fn context(&self) -> Context {
        match self {
            Self::Looking(_) | Self::Confirm(_) => Context::Confirm,
            Self::Leave | Self::Flushing { .. } => Context::Leave,
            Self::Kinds { .. } => Context::Kinds,
            Self::Topics { .. } => Context::Topics,
            Self::Load => Context::Load,
            Self::Tune(_) => Context::Tune,
            Self::Filter { .. } => Context::Filter,
            Self::Help { .. } => Context::Help,
            Self::Palette => Context::Palette,
            Self::Themes { .. } => Context::Themes,
        }
    }

    /// The list of kinds for a payload of this kind.
    pub fn kinds(stop: Stop, kind: Kind) -> Self {
        let index = Kind::ALL.iter().position(|(known, ..)| *known == kind).unwrap_or(0);
        Self::Kinds { stop, index }
    }
}
