//! The life of one record: its way through the producer as phases, each held against the property that limits it.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::domain::journey::{Attempt, Connecting, Journey};
use crate::domain::meter::Limits;
use crate::domain::outcome::Outcome;
use crate::domain::request::RequestOutcome;

/// What a record did for a while.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// `send()` was blocked for metadata, or for the first connection to a leader.
    BlockedForMetadata,
    /// `send()` was blocked for room in `buffer.memory`.
    BlockedForMemory,
    /// A step towards the connection that it needed.
    Step {
        /// In words.
        step: String,
        /// The broker; −1 for a bootstrap server.
        broker: i32,
    },
    /// It was in a batch being filled. Derived.
    Batching,
    /// Its batch was closed and waited to be sent. Derived.
    AwaitSend,
    /// A request carried it.
    InFlight {
        /// Which attempt it was, from 1, of those known.
        attempt: usize,
        /// The broker.
        broker: i32,
        /// How it ended.
        outcome: RequestOutcome,
        /// Why it was not delivered.
        cause: Option<Arc<str>>,
    },
    /// It waited to be sent again.
    Backoff,
    /// From acceptance to its end.
    Delivery,
}

/// A property that limits a phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// Its name.
    pub property: &'static str,
    /// Its value, in microseconds.
    pub micros: u64,
}

/// A stretch of a record's time. Points in time are microseconds since the epoch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phase {
    /// What it did.
    pub what: What,
    /// From.
    pub from: u64,
    /// To.
    pub to: u64,
    /// What limits it.
    pub limit: Option<Limit>,
}

impl Phase {
    /// How long it was, in microseconds.
    pub fn micros(&self) -> u64 {
        self.to.saturating_sub(self.from)
    }
}

/// How it got to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The connection was there.
    Warm,
    /// The producer knew only its bootstrap servers.
    Cold,
    /// A known broker had to be connected to for the first time.
    Connect,
    /// A broker had to be connected to again: its connection had been idle for `connections.max.idle.ms`, or was lost.
    Reconnect,
}

/// The whole of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Life {
    /// When it began.
    pub from: u64,
    /// When it ended.
    pub to: u64,
    /// How it got to a connection.
    pub start: Start,
    /// What it did, in order; the last is the whole from acceptance on, if it was accepted.
    pub phases: Vec<Phase>,
    /// Whether `delivery.timeout.ms` covered the trouble that it met; nothing if it met none.
    pub sentence: Option<String>,
}

/// Takes the way of a record apart.
pub fn life(outcome: &Outcome, journey: &Journey, limits: &Limits) -> Life {
    let ended = journey.ended.max(journey.accepted).max(journey.called);
    let mut phases = blocked(journey, limits, ended);
    phases.extend(steps(journey, limits, ended));
    if journey.accepted > 0 {
        phases.extend(before_send(journey, limits, ended));
        phases.extend(attempts(journey, limits, ended));
        let limit = Some(Limit { property: "delivery.timeout.ms", micros: limits.delivery_timeout });
        phases.push(Phase { what: What::Delivery, from: journey.accepted, to: ended, limit });
    }
    Life {
        from: if journey.called > 0 { journey.called } else { journey.accepted },
        to: ended,
        start: start(&journey.connecting),
        phases,
        sentence: sentence(outcome, journey, limits, ended),
    }
}

fn blocked(journey: &Journey, limits: &Limits, ended: u64) -> Vec<Phase> {
    let limit = Some(Limit { property: "max.block.ms", micros: limits.max_block });
    let until = if journey.accepted > 0 { journey.accepted } else { ended };
    let metadata = (journey.called, (journey.called + journey.blocked_metadata).min(until));
    let memory = (until.saturating_sub(journey.blocked_memory).max(journey.called), until);
    [
        (What::BlockedForMetadata, journey.blocked_metadata, metadata),
        (What::BlockedForMemory, journey.blocked_memory, memory),
    ]
    .into_iter()
    .filter(|(_, micros, _)| *micros > 0)
    .map(|(what, _, (from, to))| Phase { what, from, to, limit })
    .collect()
}

fn start(connecting: &[Connecting]) -> Start {
    if connecting.is_empty() {
        Start::Warm
    } else if connecting.iter().any(|one| one.again) {
        Start::Reconnect
    } else if connecting.iter().any(|one| one.broker < 0) {
        Start::Cold
    } else {
        Start::Connect
    }
}

/// The words for librdkafka's name of a connection's state; nothing for one in which there is nothing to wait for.
fn step(state: &str) -> Option<String> {
    let words = match state {
        "UP" | "REAUTH" | "UPDATE" => return None,
        "TRY_CONNECT" => "resolve",
        "CONNECT" => "connect",
        "SSL_HANDSHAKE" => "TLS handshake",
        "APIVERSION_QUERY" => "version query",
        "DOWN" | "INIT" => "down",
        _ if state.starts_with("AUTH") => "SASL",
        other => return Some(other.to_lowercase()),
    };
    Some(words.to_owned())
}

/// What the connections did while it waited, and what the producer asked for first when they stood.
fn steps(journey: &Journey, limits: &Limits, ended: u64) -> Vec<Phase> {
    let connecting = &journey.connecting;
    let sent = journey.attempts.first().map_or(ended, |attempt| attempt.sent);
    let mut phases: Vec<Phase> = Vec::new();
    for (at, one) in connecting.iter().enumerate() {
        let same = |other: &&Connecting| other.broker == one.broker && other.address == one.address;
        let to = connecting[at + 1..].iter().find(same).map_or(sent, |next| next.at).max(one.at);
        let Some(words) = step(&one.state) else { continue };
        // Several states of one step, as those of SASL, are one.
        let joined = phases
            .iter_mut()
            .rev()
            .find(|phase| phase.to == one.at && phase.what == What::Step { step: words.clone(), broker: one.broker });
        match joined {
            Some(phase) => phase.to = to,
            None => phases.push(Phase {
                what: What::Step { step: words, broker: one.broker },
                from: one.at,
                to,
                limit: None,
            }),
        }
    }
    phases.retain(|phase| phase.to > phase.from);
    phases.extend(metadata(journey));
    phases.extend(producer_id(journey, limits, sent));
    phases.sort_by_key(|phase| phase.from);
    phases
}

/// From the first connection until the leader was known: it was connected to, or the record was accepted. Derived.
fn metadata(journey: &Journey) -> Option<Phase> {
    let up = journey.connecting.iter().find(|one| one.state == "UP" && one.broker < 0)?;
    let leader = journey.connecting.iter().find(|one| one.at >= up.at && one.broker >= 0).map(|one| one.at);
    let to = leader.or((journey.accepted > up.at).then_some(journey.accepted))?;
    let what = What::Step { step: "metadata".to_owned(), broker: up.broker };
    (to > up.at).then_some(Phase { what, from: up.at, to, limit: None })
}

/// With idempotence the first request waits for the producer id. Derived: from the last connection or the end of
/// `linger.ms`, whichever is later, to the first request of a cold start.
fn producer_id(journey: &Journey, limits: &Limits, sent: u64) -> Option<Phase> {
    if !limits.idempotent || start(&journey.connecting) != Start::Cold || journey.accepted == 0 {
        return None;
    }
    let up = journey.connecting.iter().rfind(|one| one.state == "UP" && one.at <= sent)?;
    let from = up.at.max(journey.closed.unwrap_or(journey.accepted + limits.linger));
    let what = What::Step { step: "producer id".to_owned(), broker: up.broker };
    (sent > from).then_some(Phase { what, from, to: sent, limit: None })
}

fn before_send(journey: &Journey, limits: &Limits, ended: u64) -> Vec<Phase> {
    let sent = journey.attempts.first().map_or(ended, |attempt| attempt.sent).max(journey.accepted);
    let closed = journey.closed.unwrap_or(sent).clamp(journey.accepted, sent);
    let limit = Some(Limit { property: "linger.ms", micros: limits.linger });
    let mut phases = vec![Phase { what: What::Batching, from: journey.accepted, to: closed, limit }];
    if sent > closed {
        phases.push(Phase { what: What::AwaitSend, from: closed, to: sent, limit: None });
    }
    phases
}

fn attempts(journey: &Journey, limits: &Limits, ended: u64) -> Vec<Phase> {
    let mut phases = Vec::new();
    for (at, attempt) in journey.attempts.iter().enumerate() {
        let next = journey.attempts.get(at + 1).map(|next| next.sent.max(attempt.sent));
        // When an answer that never came was given up is not told: the next attempt or the end is the latest.
        let answered = attempt.rtt.map(|rtt| attempt.sent + rtt);
        let to = answered.unwrap_or(u64::MAX).min(next.unwrap_or(ended.max(attempt.sent)));
        let limit = (attempt.outcome != RequestOutcome::Unawaited)
            .then_some(Limit { property: "request.timeout.ms", micros: limits.request_timeout });
        let Attempt { broker, outcome, .. } = *attempt;
        let what = What::InFlight { attempt: at + 1, broker, outcome, cause: attempt.cause.clone() };
        phases.push(Phase { what, from: attempt.sent, to, limit });
        if let Some(next) = next.filter(|next| *next > to) {
            let limit = Some(Limit { property: "retry.backoff.ms", micros: limits.retry_backoff });
            phases.push(Phase { what: What::Backoff, from: to, to: next, limit });
        }
    }
    phases
}

/// When the first thing went wrong after it was accepted.
fn first_trouble(journey: &Journey) -> Option<u64> {
    let refused = journey.attempts.iter().find(|attempt| match attempt.outcome {
        RequestOutcome::Retry | RequestOutcome::Failed | RequestOutcome::NoAnswer => true,
        RequestOutcome::Delivered | RequestOutcome::Unawaited => false,
    });
    let refused = refused.map(|attempt| attempt.sent + attempt.rtt.unwrap_or(0));
    let down = journey.connecting.iter().find(|one| one.state == "DOWN" && one.at >= journey.accepted);
    refused.into_iter().chain(down.map(|one| one.at)).min()
}

fn sentence(outcome: &Outcome, journey: &Journey, limits: &Limits, ended: u64) -> Option<String> {
    if journey.accepted == 0 || limits.delivery_timeout == 0 {
        return None;
    }
    let whole = ended - journey.accepted;
    let limit = format!("delivery.timeout.ms ({})", limit_words(limits.delivery_timeout));
    let left = limits.delivery_timeout.checked_sub(whole).filter(|left| *left > 0);
    if outcome.is_ok() {
        let recovered = short(ended.saturating_sub(first_trouble(journey)?));
        return Some(match left {
            Some(left) => format!("recovered in {recovered}; {limit} covers it: {} left", short(left)),
            None => format!("recovered in {recovered}, when {limit} was over"),
        });
    }
    Some(match left {
        Some(left) => format!("given up after {}, {} before {limit} was over", short(whole), short(left)),
        None => format!("not recovered within {limit}"),
    })
}

/// A limit as a person writes it: `5 ms`, `120 s`.
pub fn limit_words(micros: u64) -> String {
    match micros {
        0 => "0 ms".to_owned(),
        _ if micros.is_multiple_of(1_000_000) => format!("{} s", micros / 1_000_000),
        _ => format!("{} ms", micros / 1_000),
    }
}

/// A duration to a tenth: `8.2 s`, `111.8 s`, `12.4 ms`.
fn short(micros: u64) -> String {
    match micros {
        0..1_000_000 => format!("{}.{} ms", micros / 1_000, micros % 1_000 / 100),
        _ => format!("{}.{} s", micros / 1_000_000, micros % 1_000_000 / 100_000),
    }
}
