//! What drawing learns about the screen, handed back to the state as data.

/// A place on the screen, in cells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Area {
    /// The leftmost column.
    pub x: u16,
    /// The topmost row.
    pub y: u16,
    /// Columns.
    pub width: u16,
    /// Rows.
    pub height: u16,
}

impl Area {
    /// Whether the cell lies in the area.
    pub fn contains(self, column: u16, row: u16) -> bool {
        column >= self.x && column - self.x < self.width && row >= self.y && row - self.y < self.height
    }
}

/// What one draw learned.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Learned {
    /// Where the real terminal cursor stands (column, row); `None` hides it. The draw has set it on the frame already.
    pub cursor: Option<(u16, u16)>,
}
