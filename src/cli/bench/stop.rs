//! What an interrupt reaches.

use crate::kafka::producer::Cancel;

/// Ends a load and calls off its changes. Each waits in a place of its own, and a [`Cancel`] reaches one.
#[derive(Clone, Default)]
pub(super) struct Stop {
    pub(super) load: Cancel,
    pub(super) changes: Cancel,
}

impl Stop {
    /// Ends them now.
    pub(super) fn now(&self) {
        self.load.cancel();
        self.changes.cancel();
    }

    /// Whether they were ended.
    pub(super) fn is_asked(&self) -> bool {
        self.load.is_cancelled()
    }
}
