//! The Requests pane: which of the requests are on the screen.

/// The pane.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RequestsPane {
    /// How many of the newest requests stand above the first one shown.
    pub top: usize,
}

impl RequestsPane {
    /// Scrolls by so many rows, of `all`.
    pub(super) fn scroll(&mut self, rows: isize, all: usize) {
        self.top = self.top.saturating_add_signed(rows).min(all.saturating_sub(1));
    }
}
