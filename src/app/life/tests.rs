#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::domain::outcome::{Failure, Status};
use crate::domain::record::Record;

const S: u64 = 1_000_000;
const MS: u64 = 1_000;
/// When `send()` was called.
const T: u64 = 1_000 * S;

fn limits() -> Limits {
    Limits {
        linger: 5 * MS,
        max_block: 60 * S,
        request_timeout: 30 * S,
        delivery_timeout: 120 * S,
        retry_backoff: 100 * MS,
        idempotent: true,
        ..Limits::default()
    }
}

fn outcome(ok: bool) -> Outcome {
    let failed = Outcome::not_taken(0, &Record::default(), Failure::new(-192, true, None, true));
    if ok { Outcome { status: Status::Delivered, ..failed } } else { failed }
}

fn attempt(broker: i32, sent: u64, rtt: Option<u64>, outcome: RequestOutcome) -> Attempt {
    let cause = (outcome != RequestOutcome::Delivered).then(|| "NOT_LEADER_FOR_PARTITION".into());
    Attempt { broker, sent: T + sent, rtt, outcome, cause }
}

fn state(broker: i32, state: &str, millis: u64) -> Connecting {
    Connecting {
        broker,
        address: format!("b{broker}:9092"),
        state: state.to_owned(),
        again: false,
        at: T + millis * MS,
    }
}

/// A record that was sent when `linger.ms` ended and acknowledged after 7 ms.
fn plain() -> Journey {
    Journey {
        called: T,
        accepted: T,
        closed: Some(T + 5 * MS),
        attempts: vec![attempt(1, 5 * MS, Some(2 * MS), RequestOutcome::Delivered)],
        ended: T + 7 * MS,
        ..Journey::default()
    }
}

/// The phases as `name from..to limit`, in milliseconds from the call.
fn told(life: &Life) -> Vec<String> {
    let words = |phase: &Phase| {
        let name = match &phase.what {
            What::BlockedForMetadata => "metadata blocks".to_owned(),
            What::BlockedForMemory => "memory blocks".to_owned(),
            What::Step { step, broker } => format!("{step} b{broker}"),
            What::Batching => "batching".to_owned(),
            What::AwaitSend => "await send".to_owned(),
            What::InFlight { attempt, broker, outcome, .. } => format!("{attempt} at b{broker} {}", outcome.name()),
            What::Backoff => "backoff".to_owned(),
            What::Delivery => "in all".to_owned(),
        };
        let limit = phase.limit.map(|limit| format!(" {}", limit.property)).unwrap_or_default();
        format!("{name} {}..{}{limit}", (phase.from - T) / MS, (phase.to - T) / MS)
    };
    life.phases.iter().map(words).collect()
}

/// A name, a journey, whether it ended well, its phases, and the sentence.
type Case = (&'static str, Journey, bool, &'static [&'static str], Option<&'static str>);

#[test]
fn a_life_is_told_in_phases_that_follow_each_other() {
    let two = |first, second| Journey { attempts: vec![first, second], ..plain() };
    let delivered = |sent| attempt(1, sent, Some(2 * MS), RequestOutcome::Delivered);
    let retried = two(attempt(2, 5 * MS, Some(MS), RequestOutcome::Retry), delivered(106 * MS));
    let unanswered = two(attempt(2, 6 * MS, None, RequestOutcome::NoAnswer), delivered(8_206 * MS));
    let blocked = Journey {
        called: T,
        blocked_metadata: 10 * MS,
        blocked_memory: 20 * MS,
        accepted: T + 30 * MS,
        attempts: vec![attempt(1, 35 * MS, Some(MS), RequestOutcome::Delivered)],
        ended: T + 36 * MS,
        ..Journey::default()
    };
    let never_left = Journey { attempts: Vec::new(), closed: None, ended: T + 120 * S, ..plain() };
    let refused = Journey { called: T, blocked_memory: 60 * S, ended: T + 60 * S, ..Journey::default() };
    let cases: [Case; 6] = [
        (
            "plain",
            plain(),
            true,
            &[
                "batching 0..5 linger.ms",
                "1 at b1 delivered 5..7 request.timeout.ms",
                "in all 0..7 delivery.timeout.ms",
            ],
            None,
        ),
        (
            "retried",
            Journey { ended: T + 108 * MS, ..retried },
            true,
            &[
                "batching 0..5 linger.ms",
                "1 at b2 retry 5..6 request.timeout.ms",
                "backoff 6..106 retry.backoff.ms",
                "2 at b1 delivered 106..108 request.timeout.ms",
                "in all 0..108 delivery.timeout.ms",
            ],
            Some("recovered in 102.0 ms; delivery.timeout.ms (120 s) covers it: 119.8 s left"),
        ),
        (
            "no answer",
            Journey { ended: T + 8_208 * MS, ..unanswered },
            true,
            &[
                "batching 0..5 linger.ms",
                "await send 5..6",
                "1 at b2 noAnswer 6..8206 request.timeout.ms",
                "2 at b1 delivered 8206..8208 request.timeout.ms",
                "in all 0..8208 delivery.timeout.ms",
            ],
            Some("recovered in 8.2 s; delivery.timeout.ms (120 s) covers it: 111.7 s left"),
        ),
        (
            "blocked",
            blocked,
            true,
            &[
                "metadata blocks 0..10 max.block.ms",
                "memory blocks 10..30 max.block.ms",
                "batching 30..35 linger.ms",
                "1 at b1 delivered 35..36 request.timeout.ms",
                "in all 30..36 delivery.timeout.ms",
            ],
            None,
        ),
        (
            "never left",
            never_left,
            false,
            &["batching 0..120000 linger.ms", "in all 0..120000 delivery.timeout.ms"],
            Some("not recovered within delivery.timeout.ms (120 s)"),
        ),
        ("never taken", refused, false, &["memory blocks 0..60000 max.block.ms"], None),
    ];
    for (name, journey, ok, phases, sentence) in cases {
        let life = life(&outcome(ok), &journey, &limits());
        assert_eq!(told(&life), phases, "{name}");
        assert_eq!(life.sentence.as_deref(), sentence, "{name}");
        assert_eq!(life.start, Start::Warm, "{name}");
    }
}

#[test]
fn a_failure_before_the_limit_says_how_much_was_left() {
    let attempts = vec![attempt(2, 5 * MS, Some(MS), RequestOutcome::Failed)];
    let life = life(&outcome(false), &Journey { attempts, ended: T + 3_100 * MS, ..plain() }, &limits());
    assert_eq!(life.sentence.unwrap(), "given up after 3.1 s, 116.9 s before delivery.timeout.ms (120 s) was over");
}

#[test]
fn a_cold_start_is_taken_apart() {
    let journey = Journey {
        called: T,
        blocked_metadata: 40 * MS,
        accepted: T + 40 * MS,
        closed: Some(T + 45 * MS),
        attempts: vec![attempt(1, 500 * MS, Some(2 * MS), RequestOutcome::Delivered)],
        ended: T + 502 * MS,
        connecting: vec![
            state(-1, "TRY_CONNECT", 1),
            state(-1, "CONNECT", 3),
            state(-1, "SSL_HANDSHAKE", 4),
            state(-1, "APIVERSION_QUERY", 10),
            state(-1, "AUTH_HANDSHAKE", 11),
            state(-1, "AUTH_REQ", 12),
            state(-1, "UP", 15),
            state(1, "TRY_CONNECT", 20),
            state(1, "CONNECT", 20),
            state(1, "UP", 30),
        ],
        ..Journey::default()
    };
    let life = life(&outcome(true), &journey, &limits());
    assert_eq!(life.start, Start::Cold);
    assert_eq!(
        told(&life),
        [
            "metadata blocks 0..40 max.block.ms",
            "resolve b-1 1..3",
            "connect b-1 3..4",
            "TLS handshake b-1 4..10",
            "version query b-1 10..11",
            "SASL b-1 11..15",
            "metadata b-1 15..20",
            "connect b1 20..30",
            "producer id b1 45..500",
            "batching 40..45 linger.ms",
            "await send 45..500",
            "1 at b1 delivered 500..502 request.timeout.ms",
            "in all 40..502 delivery.timeout.ms",
        ]
    );
    assert_eq!(life.sentence, None);
}

#[test]
fn a_connection_that_had_to_be_made_is_marked_and_a_lost_one_is_trouble() {
    let mut connecting = vec![state(2, "DOWN", 1), state(2, "TRY_CONNECT", 3), state(2, "UP", 4)];
    let first = life(&outcome(true), &Journey { connecting: connecting[1..].to_vec(), ..plain() }, &limits());
    assert_eq!(first.start, Start::Connect);
    for one in &mut connecting {
        one.again = true;
    }
    let life = life(&outcome(true), &Journey { connecting, ..plain() }, &limits());
    assert_eq!(life.start, Start::Reconnect);
    assert_eq!(told(&life)[..2], ["down b2 1..3", "resolve b2 3..4"]);
    assert_eq!(life.sentence.unwrap(), "recovered in 6.0 ms; delivery.timeout.ms (120 s) covers it: 119.9 s left");
}

#[test]
fn times_that_contradict_each_other_run_no_phase_backwards() {
    let journey = Journey {
        called: T,
        blocked_metadata: 9 * S,
        blocked_memory: 9 * S,
        accepted: T + MS,
        closed: Some(T - S),
        attempts: vec![
            attempt(1, 9 * MS, Some(S), RequestOutcome::Retry),
            attempt(1, 2 * MS, None, RequestOutcome::NoAnswer),
        ],
        ended: T,
        connecting: vec![state(1, "CONNECT", 8), state(1, "UP", 2)],
        ..Journey::default()
    };
    let life = life(&outcome(true), &journey, &limits());
    assert!(life.phases.iter().all(|phase| phase.from <= phase.to), "{:?}", life.phases);
}
