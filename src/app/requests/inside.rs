//! Which composed records a request carried, and which request carried a record.

use crate::app::results::{Results, Row};
use crate::domain::meter::Limits;
use crate::domain::outcome::Outcome;
use crate::domain::request::Request;

/// Whether the request carried the record that ended so: its offset lies in the batch, or its way knows the request.
pub fn carried(request: &Request, outcome: &Outcome) -> bool {
    let same_topic = request.topic.as_deref().is_none_or(|topic| topic == outcome.topic);
    if !same_topic || (request.partition.is_some() && request.partition != outcome.partition) {
        return false;
    }
    let by_offset = match (request.partition, request.first_offset, request.last_offset, outcome.offset) {
        (Some(_), Some(first), Some(last), Some(offset)) => first >= 0 && (first..=last).contains(&offset),
        (_, _, _, None) | (_, _, None, _) | (_, None, _, _) | (None, ..) => false,
    };
    by_offset
        || outcome.journey.as_ref().is_some_and(|journey| {
            let same = |sent: u64, broker: i32| sent == request.sent_micros && broker == request.broker;
            journey.attempts.iter().any(|attempt| same(attempt.sent, attempt.broker))
        })
}

/// The composed records that a request carried, newest first. Only rows are looked at that were sent before the request
/// and not earlier than `max.block.ms` before its oldest record was accepted.
pub fn records<'a>(
    results: &'a Results,
    request: &'a Request,
    limits: Option<Limits>,
) -> impl Iterator<Item = &'a Row> + use<'a> {
    let earliest = request
        .accepted_micros
        .zip(limits)
        .map_or(0, |(accepted, limits)| i64::try_from(accepted.saturating_sub(limits.max_block)).unwrap_or(i64::MAX));
    let latest = i64::try_from(request.sent_micros).unwrap_or(i64::MAX);
    let rows = results.sent_until(latest).take_while(move |row| row.sent_at >= earliest);
    rows.filter(|row| row.outcome().is_some_and(|outcome| carried(request, outcome)))
}
