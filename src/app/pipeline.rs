//! The Pipeline pane: which partitions and brokers are on the screen.

/// The pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pipeline {
    /// How many partitions and brokers stand above the first ones shown.
    pub top: usize,
}

impl Pipeline {
    /// Scrolls by so many rows, of `all`.
    pub(super) fn scroll(&mut self, rows: isize, all: usize) {
        self.top = self.top.saturating_add_signed(rows).min(all.saturating_sub(1));
    }
}
