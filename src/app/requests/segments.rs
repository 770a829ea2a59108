//! What a batch did when, for the bar that shows it.

use crate::app::requests::lanes::end_of;
use crate::domain::request::{Request, RequestOutcome};

/// What it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Doing {
    /// It was filled. Derived.
    Batching,
    /// It was closed and waited to be sent. Derived.
    Waiting,
    /// A request that was taken carried it.
    InFlight,
    /// A request that was refused or not answered carried it.
    Trouble,
    /// It waited to be sent again.
    Backoff,
}

/// A stretch of a batch's time, in microseconds since its oldest record was accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What it did.
    pub doing: Doing,
    /// From.
    pub from: u64,
    /// To.
    pub to: u64,
}

/// What a batch did until the last of its requests ended. They are told in the order of their attempts; earlier ones
/// may be missing.
pub fn segments(attempts: &[&Request]) -> Vec<Segment> {
    let Some(first) = attempts.first() else { return Vec::new() };
    let start = attempts.iter().filter_map(|attempt| attempt.accepted_micros).min().unwrap_or(first.sent_micros);
    let start = start.min(first.sent_micros);
    let mut segments = Vec::new();
    let mut add = |doing, from: u64, to: u64| {
        segments.push(Segment { doing, from: from.saturating_sub(start), to: to.saturating_sub(start) });
    };
    let sent = first.sent_micros;
    if first.attempt > 1 {
        // What came before is no longer kept; it is neither batching nor backoff alone.
        add(Doing::Waiting, start, sent);
    } else {
        let closed = first.closed_micros.map_or(sent, |closed| closed.clamp(start, sent));
        add(Doing::Batching, start, closed);
        add(Doing::Waiting, closed, sent);
    }
    for (at, attempt) in attempts.iter().enumerate() {
        let next = attempts.get(at + 1).map(|next| next.sent_micros.max(attempt.sent_micros));
        let end = next.map_or(end_of(attempt), |next| end_of(attempt).min(next));
        add(doing(attempt.outcome), attempt.sent_micros, end);
        if let Some(next) = next {
            add(Doing::Backoff, end, next);
        }
    }
    segments.retain(|segment| match segment.doing {
        Doing::InFlight | Doing::Trouble => true,
        Doing::Batching | Doing::Waiting | Doing::Backoff => segment.to > segment.from,
    });
    segments
}

/// What a request of this end did to its batch.
pub fn doing(outcome: RequestOutcome) -> Doing {
    match outcome {
        RequestOutcome::Delivered | RequestOutcome::Unawaited => Doing::InFlight,
        RequestOutcome::Retry | RequestOutcome::Failed | RequestOutcome::NoAnswer => Doing::Trouble,
    }
}

/// The next larger of 1, 2 and 5 times a power of ten: where a scale ends.
pub fn round_up(micros: u64) -> u64 {
    let mut power = 1_u64;
    loop {
        for digit in [1, 2, 5] {
            let round = power.saturating_mul(digit);
            if round >= micros || round == u64::MAX {
                return round;
            }
        }
        power = power.saturating_mul(10);
    }
}
