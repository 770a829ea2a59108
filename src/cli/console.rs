//! Standard error, and its last line while a person watches.

use std::io::{self, IsTerminal, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::words;

/// To the start of the line, and clear it.
const CLEAR: &str = "\r\x1b[K";

/// Standard error, with what stands on its last line while a person watches: the prompt, or the progress.
#[derive(Default)]
pub(super) struct Console {
    last_line: Mutex<String>,
    terminal: bool,
}

impl Console {
    /// The process's own.
    pub(super) fn new() -> Self {
        Self { last_line: Mutex::default(), terminal: io::stderr().is_terminal() }
    }

    /// Whether a person watches.
    pub(super) fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Keeps `line` as the last line, in the place of the one before; empty takes it away.
    pub(super) fn keep(&self, line: &str) {
        let mut last_line = self.lock();
        if self.terminal && *last_line != line {
            to_stderr(&[CLEAR, line]);
            line.clone_into(&mut last_line);
        }
    }

    /// Keeps the line even if it is there already: the person ended the one before.
    pub(super) fn prompt(&self, line: &str) {
        let mut last_line = self.lock();
        if self.terminal {
            to_stderr(&[CLEAR, line]);
            line.clone_into(&mut last_line);
        }
    }

    /// Says something to the person, in a line of its own.
    pub(super) fn say(&self, line: &str) {
        self.around(|| to_stderr(&["linger: ", &words::printable(line), "\n"]));
    }

    /// Does something that writes whole lines.
    pub(super) fn around<T>(&self, write: impl FnOnce() -> T) -> T {
        let last_line = self.lock();
        if !last_line.is_empty() {
            to_stderr(&[CLEAR]);
        }
        let result = write();
        if !last_line.is_empty() {
            to_stderr(&[&last_line]);
        }
        result
    }

    fn lock(&self) -> MutexGuard<'_, String> {
        self.last_line.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Standard error may be gone, as with `2>&1 | head`: that is no reason to end while records are on their way, which
/// `eprint!` would do.
fn to_stderr(parts: &[&str]) {
    let _ = io::stderr().write_all(parts.concat().as_bytes());
}
