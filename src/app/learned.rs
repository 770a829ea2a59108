//! What drawing learns about the screen, handed back to the state as data.

use crate::app::command::Command;
use crate::app::record::Stop;
use crate::app::results::EntryId;
use crate::app::tuning::Tuned;

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

/// Something that a click can mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The Record pane.
    Record,
    /// A field of the form.
    Stop(Stop),
    /// The Profile pane.
    Profile,
    /// The row of a property, by its place in the list.
    Property(usize),
    /// The Pipeline pane.
    Pipeline,
    /// A property that is changed in the Pipeline.
    Tuned(Tuned),
    /// The Requests pane.
    Requests,
    /// The row of a request, by the request's number.
    Request(u64),
    /// The Results pane.
    Results,
    /// A row of the Results pane.
    Row(EntryId),
    /// A command, where its key is shown.
    Command(Command),
    /// A line of the list in the dialog in front, from 0.
    Item(usize),
    /// What is known of the selected row.
    Detail,
}

/// What one draw learned.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Learned {
    /// Where the real terminal cursor stands (column, row); `None` hides it. The draw has set it on the frame already.
    pub cursor: Option<(u16, u16)>,
    /// Columns in which the text under the cursor is drawn: moves up and down follow its drawn rows.
    pub text_width: usize,
    /// Rows of results on the screen: what a page is.
    pub page: usize,
    /// Lines of the list of properties on the screen: what a page is.
    pub properties: usize,
    /// Lines of what the Profile pane reads on the screen, and lines there are.
    pub profile: (usize, usize),
    /// Rows of partitions and brokers on the screen.
    pub lanes: usize,
    /// Rows of requests on the screen.
    pub requests_page: usize,
    /// Lines of the selected result's detail on the screen, and lines there are.
    pub detail: (usize, usize),
    /// Lines of help on the screen, and lines there are.
    pub help: (usize, usize),
    /// Commands of the palette on the screen.
    pub palette_page: usize,
    /// What can be clicked, the later in front.
    pub clicks: Vec<(Area, Target)>,
}

impl Learned {
    /// What a click at this cell means.
    pub fn target(&self, column: u16, row: u16) -> Option<Target> {
        self.clicks.iter().rev().find(|(area, _)| area.contains(column, row)).map(|(_, target)| *target)
    }
}
