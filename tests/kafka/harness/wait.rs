//! Waiting for what can only be looked at.

use std::thread;
use std::time::{Duration, Instant};

/// Long enough for the slowest machine: only a failing test waits this long.
const AT_MOST: Duration = Duration::from_secs(60);

/// Returns as soon as the condition holds, and fails the test when it does not come to hold.
pub fn eventually(what: &str, mut condition: impl FnMut() -> bool) {
    let deadline = Instant::now() + AT_MOST;
    while !condition() {
        assert!(Instant::now() < deadline, "never came true: {what}");
        thread::park_timeout(Duration::from_millis(2));
    }
}
