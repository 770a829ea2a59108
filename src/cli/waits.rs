//! Telling a person why records wait, each reason once.

use std::time::{Duration, Instant};

use super::console::Console;
use super::words;

/// Without any delivery for so long, the reason is told once it is known.
const REASON_AFTER: Duration = Duration::from_millis(1500);

/// And if none is known, that.
const NO_REASON_AFTER: Duration = Duration::from_secs(8);

/// Since when nothing goes, and what was told of it.
pub(super) struct Waits {
    /// When something was delivered last, or nothing was waited for.
    progressed: Instant,
    /// The reason told last.
    told: Option<String>,
}

impl Waits {
    /// Nothing has waited yet.
    pub(super) fn new() -> Self {
        Self { progressed: Instant::now(), told: None }
    }

    /// Something was delivered.
    pub(super) fn progressed(&mut self) {
        self.progressed = Instant::now();
    }

    /// A reason became known in another way, and is told there.
    pub(super) fn note(&mut self, reason: Option<String>) {
        self.told = reason.or(self.told.take());
    }

    /// The latest reason known.
    pub(super) fn reason(&self) -> Option<&str> {
        self.told.as_deref()
    }

    /// Looks whether `waiting` records have waited for long, and tells why if that is known and was not told yet;
    /// `cluster` is who was not heard of.
    pub(super) fn look(
        &mut self,
        waiting: u64,
        cluster: &str,
        known: impl FnOnce() -> Option<String>,
        console: &Console,
    ) {
        let since = self.progressed.elapsed();
        if waiting == 0 {
            self.progressed();
        } else if since >= REASON_AFTER {
            let reason = match known() {
                Some(reason) => reason,
                None if self.told.is_none() && since >= NO_REASON_AFTER => {
                    format!("nothing was heard yet from {cluster}")
                }
                None => return,
            };
            if self.told.as_ref() != Some(&reason) {
                let verb = if waiting == 1 { "waits" } else { "wait" };
                console.say(&format!("{} {verb}: {reason}", words::records(waiting)));
                self.told = Some(reason);
            }
        }
    }
}
