//! The exit codes, and what leads to them wherever records are sent.

use crate::domain::diagnostic::Diagnostic;
use crate::domain::outcome::{Outcome, Side, Status};

/// Every record was delivered, or with `acks=0` sent.
pub(super) const DELIVERED: u8 = 0;
/// A record failed, was refused, or its fate is unknown.
pub(super) const FAILED: u8 = 1;
/// The command line, a profile or an input line can't be understood.
pub(super) const MISUNDERSTOOD: u8 = 2;
/// No broker could be reached, or none let us in, and nothing was delivered.
pub(super) const UNREACHABLE: u8 = 3;
/// Interrupted.
pub(super) const INTERRUPTED: u8 = 130;

/// Why nothing could be sent at all.
pub(super) struct Problem {
    /// What to tell.
    pub(super) lines: Vec<String>,
    /// The exit code.
    pub(super) code: u8,
}

impl Problem {
    /// What was asked for is wrong in these ways.
    pub(super) fn of(diagnostics: &[Diagnostic]) -> Self {
        Self { lines: diagnostics.iter().map(ToString::to_string).collect(), code: MISUNDERSTOOD }
    }

    /// What was asked for can't be understood, or can't be done.
    pub(super) fn misunderstood(line: impl Into<String>) -> Self {
        Self { lines: vec![line.into()], code: MISUNDERSTOOD }
    }

    /// The machine refuses something.
    pub(super) fn system(line: impl Into<String>) -> Self {
        Self { lines: vec![line.into()], code: FAILED }
    }
}

/// Whether a record failed for a reason of its own, which says nothing of the brokers: too large, a bad timestamp,
/// partition or topic name.
pub(super) fn is_local(outcome: &Outcome) -> bool {
    const INVALID_ARGUMENT: i32 = -186;
    const TOO_LARGE: i32 = 10;
    const INVALID_TOPIC: i32 = 17;
    match &outcome.status {
        Status::Delivered | Status::Sent => false,
        Status::Failed(failure) => match failure.side {
            Side::Client => matches!(failure.code, INVALID_ARGUMENT | TOO_LARGE | INVALID_TOPIC),
            Side::Broker => false,
        },
    }
}
