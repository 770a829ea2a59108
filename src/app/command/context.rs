//! Where a key means a command.

/// Where a key means a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// Everywhere but in a dialog. A key that types a character is no command while a text has the cursor.
    Anywhere,
    /// In the Record pane, before the text under the cursor gets the key.
    Record,
    /// In the Record pane, when the text under the cursor has no use for the key.
    RecordEdge,
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
    /// In the form of a load.
    Load,
    /// In the input of a value.
    Tune,
    /// While a filter of the requests is typed.
    Filter,
    /// In the help.
    Help,
}

impl Context {
    /// Every context, in the order in which help shows them.
    pub const ALL: [Context; 13] = [
        Context::Anywhere,
        Context::Record,
        Context::RecordEdge,
        Context::Pipeline,
        Context::Requests,
        Context::Results,
        Context::Confirm,
        Context::Leave,
        Context::Kinds,
        Context::Load,
        Context::Tune,
        Context::Filter,
        Context::Help,
    ];

    /// How help names it.
    pub fn title(self) -> &'static str {
        match self {
            Self::Anywhere => "Everywhere",
            Self::Record => "Record",
            Self::RecordEdge => "Record, between fields",
            Self::Pipeline => "Pipeline",
            Self::Requests => "Requests",
            Self::Results => "Results",
            Self::Confirm => "When asked before a send",
            Self::Leave => "When asked before leaving",
            Self::Kinds => "In the list of kinds",
            Self::Load => "In the form of a load",
            Self::Tune => "In the input of a value",
            Self::Filter => "While a filter is typed",
            Self::Help => "In the help",
        }
    }
}
