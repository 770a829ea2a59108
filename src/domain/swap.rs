//! The ordered hot swap: a producer with a changed configuration takes over from the one before.

/// How far it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SwapStep {
    /// The new producer connects beside the old one, which goes on taking records.
    Warming,
    /// Intake pauses until the old producer delivered what it had.
    Draining {
        /// Records that it still has.
        outstanding: u64,
    },
    /// The new producer takes records.
    Done {
        /// The number of the new producer.
        generation: u32,
        /// How long intake paused, in microseconds.
        paused_micros: u64,
    },
    /// Nothing differs: the producer stays.
    Unchanged,
    /// The old producer goes on, for this reason.
    Refused(String),
}

impl SwapStep {
    /// Whether nothing more comes of it.
    pub fn is_over(&self) -> bool {
        match self {
            Self::Warming | Self::Draining { .. } => false,
            Self::Done { .. } | Self::Unchanged | Self::Refused(_) => true,
        }
    }
}
