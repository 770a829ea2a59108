//! A text that is too big to be edited fluently: held whole, shown from a line on.

use std::sync::Arc;

use super::Edit;
use crate::app::key::{Code, Key};

/// The most bytes that can be edited in place.
pub const MAX_BYTES: usize = 64 * 1024;
/// The most lines that can be edited in place.
pub const MAX_LINES: usize = 2_000;
/// The longest line that can be edited in place, in bytes.
pub const MAX_LINE_BYTES: usize = 16 * 1024;

/// A text that is only shown.
#[derive(Clone, Debug)]
pub(super) struct Preview {
    /// Shared, since what is undone and paused holds it too.
    lines: Arc<[String]>,
    /// Bytes of the whole.
    pub bytes: usize,
    /// The first line shown.
    pub top: usize,
}

impl Preview {
    pub fn new(lines: Vec<String>, bytes: usize) -> Self {
        Self { lines: lines.into(), bytes, top: 0 }
    }

    pub fn lines(&self) -> &[String] {
        &self.lines
    }

    /// Scrolls.
    pub fn key(&mut self, key: Key) -> Edit {
        let last = self.lines.len() - 1;
        let target = match key.code {
            Code::Up => self.top.saturating_sub(1),
            Code::Down => (self.top + 1).min(last),
            Code::PageUp => self.top.saturating_sub(10),
            Code::PageDown => (self.top + 10).min(last),
            Code::Home => 0,
            Code::End => last,
            _ => return Edit::Ignored,
        };
        if target == self.top {
            return Edit::Ignored;
        }
        self.top = target;
        Edit::Moved
    }
}

/// Whether a text of these lines can be edited in place.
pub(super) fn fits(lines: &[String]) -> bool {
    lines.len() <= MAX_LINES
        && lines.iter().all(|line| line.len() <= MAX_LINE_BYTES)
        && lines.iter().map(String::len).sum::<usize>() <= MAX_BYTES
}
