//! What can be done in the Results pane; what each does stands in the command table.

/// A command of the Results pane.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ResultsCommand {
    Up,
    Down,
    PageUp,
    PageDown,
    Newest,
    Oldest,
    NextFailure,
    PreviousFailure,
    Detail,
    DetailDown,
    DetailUp,
    Life,
    TypeFilter,
    OnlyFailed,
    All,
    Copy,
    ReadBack,
    Resend,
    Edit,
    ShowRequest,
}
