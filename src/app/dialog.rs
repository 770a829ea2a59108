//! What stands over the panes and has the keys.

use crate::app::command::{Command, Context, GuardCommand};
use std::sync::Arc;

use crate::app::field::Kind;
use crate::app::files::{Broken, Picker, SaveAs};
use crate::app::guard::Arming;
use crate::app::msg::Effect;
use crate::app::profile::shelf::{NameForm, Question, Shelf};
use crate::app::record::Stop;
use crate::app::topic_form::TopicForm;
use crate::app::tuning::Tuned;
use crate::app::what_if::WhatIf;
use crate::domain::again::Before;
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

impl Confirm {
    /// What can be answered, in the order in which it is shown. A load asks each time; where a guard asks, more is
    /// allowed for so many records or so long, and never for the whole run.
    pub fn answers(&self) -> &'static [Command] {
        const ARM: Command = Command::Guard(GuardCommand::ArmSends);
        match &self.sending {
            Sending::Load(_) => &[Command::SendOnce, Command::DoNotSend],
            Sending::Record(_) | Sending::Again { .. } if self.guarded => &[Command::SendOnce, ARM, Command::DoNotSend],
            Sending::Again { .. } if self.creates == Creates::No => &[Command::SendOnce, Command::DoNotSend],
            Sending::Record(_) | Sending::Again { .. } => &[Command::SendOnce, Command::AllowSends, Command::DoNotSend],
        }
    }

    /// Whether it is an answer.
    pub fn takes(&self, command: Command) -> bool {
        self.answers().contains(&command)
    }
}

/// What is to be sent.
#[derive(Clone, Debug, PartialEq)]
pub enum Sending {
    /// A record.
    Record(Record),
    /// A record that was sent before, once more.
    Again {
        /// The record.
        record: Record,
        /// The number it had.
        n: u64,
        /// What became of it.
        before: Before,
    },
    /// A load.
    Load(Plan),
}

impl Sending {
    /// The topic that it goes to.
    pub fn topic(&self) -> &str {
        match self {
            Self::Record(record) | Self::Again { record, .. } => &record.topic,
            Self::Load(plan) => &plan.topic,
        }
    }
}

/// The question before a send.
#[derive(Clone, Debug, PartialEq)]
pub struct Confirm {
    /// What is to be sent.
    pub sending: Sending,
    /// Whether it is asked because the topic or its cluster is guarded.
    pub guarded: bool,
    /// Whether it is asked because the send would create the topic.
    pub creates: Creates,
}

/// What a filter is typed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filtered {
    /// The Produce requests.
    Requests,
    /// The results.
    Results,
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
    /// How the record in the form is sent.
    Ways,
    /// The form waits for the result of a record.
    Awaiting,
    /// The bytes that will go.
    Bytes {
        /// The first line shown.
        top: usize,
    },
    /// Where the key would go if the topic had other partitions.
    WhatIf(WhatIf),
    /// The form of a load.
    Load,
    /// A value of this property is typed; without one, `name=value`.
    Tune(Option<Tuned>),
    /// A property is searched for.
    Search,
    /// A value of the profile is typed.
    Value,
    /// The list of profiles.
    Profiles(Box<Shelf>),
    /// The name of a profile is typed.
    ProfileName(Box<NameForm>),
    /// Before a profile is written, deleted or left: really?
    ProfileQuestion(Box<Question>),
    /// It is typed for how long sends to a topic ask no more.
    Arm(Box<Arming>),
    /// A load runs that must end before this is done: really?
    EndLoad(Box<Effect>),
    /// The list of forms in which the selected result can be copied.
    Copy {
        /// The chosen line of the list.
        index: usize,
        /// Whether it goes into a file.
        to_file: bool,
    },
    /// Before this record is put into the form in place of one that was not sent: really?
    Replace(Box<(u64, Arc<Record>)>),
    /// The form of a topic that is made or grown, and the question before that.
    TopicForm(Box<TopicForm>),
    /// A filter is typed.
    Filter {
        /// What is filtered.
        of: Filtered,
        /// As far as it is typed.
        text: String,
        /// Why it cannot be applied, once that was tried.
        wrong: Option<String>,
    },
    /// The text that came back from the editor is no record.
    Broken(Box<Broken>),
    /// A record file is chosen.
    Picker(Box<Picker>),
    /// The name of a record file is typed.
    SaveAs(Box<SaveAs>),
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
            Self::Ways => Context::Ways,
            Self::Awaiting => Context::Awaiting,
            Self::Bytes { .. } => Context::Bytes,
            Self::WhatIf(_) => Context::WhatIf,
            Self::Load => Context::Load,
            Self::Tune(_) => Context::Tune,
            Self::Search => Context::Search,
            Self::Value => Context::Value,
            Self::Profiles(_) => Context::Profiles,
            Self::ProfileName(_) => Context::ProfileName,
            Self::ProfileQuestion(_) => Context::ProfileQuestion,
            Self::Arm(_) => Context::Arm,
            Self::EndLoad(_) => Context::EndLoad,
            Self::Copy { .. } => Context::Copy,
            Self::Replace(_) => Context::Replace,
            Self::TopicForm(form) => form.context(),
            Self::Filter { .. } => Context::Filter,
            Self::Broken(_) => Context::Broken,
            Self::Picker(_) => Context::Picker,
            Self::SaveAs(_) => Context::SaveAs,
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
