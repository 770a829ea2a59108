//! Where a key means a command.

use crate::app::state::Pane;

/// Where a key means a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// Everywhere but in a dialog. A key that types a character is no command while a text has the cursor.
    Anywhere,
    /// In the Record pane, before the text under the cursor gets the key.
    Record,
    /// In the Record pane, when the text under the cursor has no use for the key.
    RecordEdge,
    /// In the Profile pane.
    Profile,
    /// In the Pipeline pane.
    Pipeline,
    /// In the Requests pane.
    Requests,
    /// In the Results pane.
    Results,
    /// In the question before a send.
    Confirm,
    /// In the question before leaving.
    Leave,
    /// In the list of kinds.
    Kinds,
    /// In the list of topics.
    Topics,
    /// In the dialog of how a record is sent.
    Ways,
    /// While the form waits for a result.
    Awaiting,
    /// In the view of the bytes.
    Bytes,
    /// In the table of other numbers of partitions.
    WhatIf,
    /// In the form of a load.
    Load,
    /// In the input of a value.
    Tune,
    /// While a property is searched for.
    Search,
    /// While the value of a property is typed.
    Value,
    /// In the list of profiles.
    Profiles,
    /// While the name of a profile is typed.
    ProfileName,
    /// In the question before a profile is written, deleted or left.
    ProfileQuestion,
    /// While it is typed for how long sends ask no more.
    Arm,
    /// In the question before a load ends for another cluster.
    EndLoad,
    /// In the list of forms to copy.
    Copy,
    /// In the question before the form is replaced.
    Replace,
    /// In the form of a topic.
    TopicForm,
    /// In the question before a topic is changed, and while it is.
    TopicQuestion,
    /// While a filter of the requests or the results is typed.
    Filter,
    /// When what was edited is no record.
    Broken,
    /// While a record file is chosen.
    Picker,
    /// While the name of a record file is typed.
    SaveAs,
    /// In the help.
    Help,
    /// In the palette.
    Palette,
    /// In the list of themes.
    Themes,
}

impl Context {
    /// Every context, in the order in which help shows them.
    pub const ALL: [Context; 35] = [
        Context::Anywhere,
        Context::Record,
        Context::RecordEdge,
        Context::Profile,
        Context::Pipeline,
        Context::Requests,
        Context::Results,
        Context::Confirm,
        Context::Leave,
        Context::Kinds,
        Context::Topics,
        Context::Ways,
        Context::Awaiting,
        Context::Bytes,
        Context::WhatIf,
        Context::Load,
        Context::Tune,
        Context::Search,
        Context::Value,
        Context::Profiles,
        Context::ProfileName,
        Context::ProfileQuestion,
        Context::Arm,
        Context::EndLoad,
        Context::Copy,
        Context::Replace,
        Context::TopicForm,
        Context::TopicQuestion,
        Context::Filter,
        Context::Broken,
        Context::Picker,
        Context::SaveAs,
        Context::Help,
        Context::Palette,
        Context::Themes,
    ];

    /// How help names it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Anywhere => "Everywhere",
            Self::Record => "Record",
            Self::RecordEdge => "Record, between fields",
            Self::Profile => "Profile",
            Self::Pipeline => "Pipeline",
            Self::Requests => "Requests",
            Self::Results => "Results",
            Self::Confirm => "When asked before a send",
            Self::Leave => "When asked before leaving",
            Self::Kinds => "In the list of kinds",
            Self::Topics => "In the list of topics",
            Self::Ways => "In the dialog of how a record is sent",
            Self::Awaiting => "While the form waits for a result",
            Self::Bytes => "In the view of the bytes",
            Self::WhatIf => "In the table of other numbers of partitions",
            Self::Load => "In the form of a load",
            Self::Tune => "In the input of a value",
            Self::Search => "While a property is searched for",
            Self::Value => "While a value of the profile is typed",
            Self::Profiles => "In the list of profiles",
            Self::ProfileName => "While the name of a profile is typed",
            Self::ProfileQuestion => "When asked before a profile is written, deleted or left",
            Self::EndLoad => "When asked before a load ends",
            Self::Arm => "When sends are allowed ahead",
            Self::Copy => "In the list of what to copy",
            Self::Replace => "When asked before the form is replaced",
            Self::TopicForm => "In the form of a topic",
            Self::TopicQuestion => "When asked before a topic is changed",
            Self::Filter => "While a filter is typed",
            Self::Broken => "When what was edited is no record",
            Self::Picker => "While a record file is chosen",
            Self::SaveAs => "While the name of a record file is typed",
            Self::Help => "In the help",
            Self::Palette => "In the palette",
            Self::Themes => "In the list of themes",
        }
    }

    /// The pane whose keys these are, if they are a pane's.
    pub fn pane(self) -> Option<Pane> {
        match self {
            Self::Record | Self::RecordEdge => Some(Pane::Record),
            Self::Profile => Some(Pane::Profile),
            Self::Pipeline => Some(Pane::Pipeline),
            Self::Requests => Some(Pane::Requests),
            Self::Results => Some(Pane::Results),
            Self::Anywhere
            | Self::Confirm
            | Self::Leave
            | Self::Kinds
            | Self::Topics
            | Self::Ways
            | Self::Awaiting
            | Self::Bytes
            | Self::WhatIf
            | Self::Load
            | Self::Tune
            | Self::Search
            | Self::Value
            | Self::Profiles
            | Self::ProfileName
            | Self::ProfileQuestion
            | Self::Arm
            | Self::EndLoad
            | Self::Copy
            | Self::Replace
            | Self::TopicForm
            | Self::TopicQuestion
            | Self::Filter
            | Self::Broken
            | Self::Picker
            | Self::SaveAs
            | Self::Help
            | Self::Palette
            | Self::Themes => None,
        }
    }

    /// Whether a key can't mean one command here and another one there: where one of them counts, the other does too.
    pub fn meets(self, other: Self) -> bool {
        self == other
            || (self == Self::Anywhere && !other.is_dialog())
            || (other == Self::Anywhere && !self.is_dialog())
            || self.pane().is_some_and(|pane| other.pane() == Some(pane))
    }

    /// Whether these are the keys of a dialog.
    pub fn is_dialog(self) -> bool {
        self != Self::Anywhere && self.pane().is_none()
    }
}
