//! The commands about guards.

/// A command about guards; what each does stands in the table.
#[allow(missing_docs)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GuardCommand {
    Arm,
    Disarm,
    ArmSends,
    Take,
    Close,
    EndLoad,
    KeepLoad,
}

impl GuardCommand {
    /// Whether it is a no, which counts also from someone who can't have read the question.
    pub fn refuses(self) -> bool {
        matches!(self, Self::Close | Self::KeepLoad)
    }
}
