//! Produce requests as the producer tells them.

use linger::app::msg::Msg;
use linger::domain::meter::{Limits, Meter};
use linger::domain::request::{Closed, Request, RequestOutcome};

use super::START;

/// Microseconds.
pub const MS: u64 = 1_000;

/// So many milliseconds after the start of the scene, in microseconds since the epoch.
pub fn millis(after: u64) -> u64 {
    u64::try_from(START).unwrap() + after * MS
}

fn limits(linger: u64) -> Limits {
    Limits {
        linger: linger * MS,
        batch_size: 16_384,
        buffer_memory: 32 << 20,
        max_in_flight: 5,
        max_block: 60_000 * MS,
        request_timeout: 30_000 * MS,
        delivery_timeout: 120_000 * MS,
        retry_backoff: 100 * MS,
        acks: -1,
        idempotent: true,
    }
}

pub fn metered(generation: u32, linger: u64) -> Msg {
    Msg::Metered(Meter { at: millis(0), generation, limits: limits(linger), ..Meter::default() }.into())
}

/// A request whose oldest record was accepted at a millisecond, and that was sent 5 ms later.
pub fn request(broker: i32, partition: i32, accepted: u64) -> Request {
    Request {
        generation: 1,
        broker,
        topic: Some("orders".into()),
        partition: Some(partition),
        batch: None,
        attempt: 1,
        records: Some(120),
        bytes: Some(12_000),
        wire_bytes: 4_100,
        first_offset: Some(1_722),
        last_offset: Some(1_841),
        accepted_micros: Some(millis(accepted)),
        sent_micros: millis(accepted + 5),
        rtt_micros: Some(1_200),
        outcome: RequestOutcome::Delivered,
        cause: None,
        closed: Closed::Linger,
        closed_micros: Some(millis(accepted) + 4_900),
    }
}

pub fn refused(broker: i32, partition: i32, accepted: u64, batch: u64) -> Request {
    Request {
        batch: Some(batch),
        outcome: RequestOutcome::Retry,
        cause: Some("NOT_LEADER_FOR_PARTITION".into()),
        first_offset: None,
        last_offset: None,
        ..request(broker, partition, accepted)
    }
}

/// The batch of a refused request, sent again so many milliseconds later.
pub fn again(refused: &Request, broker: i32, later: u64) -> Request {
    Request {
        broker,
        attempt: refused.attempt + 1,
        sent_micros: refused.sent_micros + later * MS,
        outcome: RequestOutcome::Delivered,
        cause: None,
        closed: Closed::Retry,
        first_offset: Some(88),
        last_offset: Some(207),
        ..refused.clone()
    }
}
