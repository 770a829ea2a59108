//! How much the results keep, and what they no longer do.

use std::collections::VecDeque;

use crate::app::results::row::{Progress, Row};
use crate::domain::journey::{Attempt, Connecting};
use crate::domain::record::Record;

/// The most bytes kept of records, so that they can be copied, sent again and compared, and of their ways through the
/// producer, which are long where much was retried. Beyond it the oldest let theirs go; their rows stay.
pub const MAX_BYTES: usize = 64 * 1024 * 1024;

/// What is no longer kept, as it can be said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gone {
    /// Rows.
    pub rows: u64,
    /// Rows that are kept without their record's bytes.
    pub bytes: u64,
    /// Failures of loads that came too fast to be listed, each of one or many records.
    pub failures: u64,
}

/// What is kept and what is gone.
#[derive(Clone, Debug, Default)]
pub(super) struct Memory {
    /// Bytes of the records kept.
    held: usize,
    /// Records before this number were let go.
    from: u64,
    gone: Gone,
    /// Failures missed before the producer that counts now, and those it counts.
    missed: (u64, u64),
}

impl Memory {
    /// A row came with its record.
    pub fn take(&mut self, row: &Row) {
        self.held += weight(row);
    }

    /// A row came to its end, and had this weight before.
    pub fn ended(&mut self, row: &mut Row, before: usize) {
        // What was let go does not come back in part.
        if row.record.is_none() {
            let_go(row);
        }
        self.held = (self.held + weight(row)).saturating_sub(before);
    }

    /// A row is gone, and its record with it.
    pub fn dropped(&mut self, row: &Row) {
        self.held = self.held.saturating_sub(weight(row));
        self.gone.rows += 1;
        if row.record.is_none() {
            self.gone.bytes = self.gone.bytes.saturating_sub(1);
        }
    }

    /// A group is gone.
    pub fn dropped_group(&mut self) {
        self.gone.rows += 1;
    }

    /// So many failures were missed, by the count of the present producer, which begins anew with each.
    pub fn missed(&mut self, now: u64) {
        if now < self.missed.1 {
            self.missed.0 += self.missed.1;
        }
        self.missed.1 = now;
        self.gone.failures = self.missed.0 + self.missed.1;
    }

    /// Lets the oldest records go until the others are few enough bytes.
    pub fn fit(&mut self, rows: &mut VecDeque<Row>) {
        let first = rows.partition_point(|row| row.n < self.from);
        for row in rows.range_mut(first..) {
            if self.held <= MAX_BYTES {
                return;
            }
            self.held = self.held.saturating_sub(weight(row));
            self.from = row.n + 1;
            self.gone.bytes += u64::from(row.record.is_some());
            let_go(row);
        }
    }

    pub fn gone(&self) -> Gone {
        self.gone
    }
}

/// Leaves of a row only what is drawn of it.
fn let_go(row: &mut Row) {
    row.record = None;
    match &mut row.progress {
        Progress::Sending | Progress::Cancelling | Progress::Waiting { .. } => {}
        Progress::Ended { outcome, .. } => outcome.journey = None,
    }
}

/// Bytes of a row's record and of its way.
pub(super) fn weight(row: &Row) -> usize {
    let journey = row.outcome().and_then(|outcome| outcome.journey.as_deref());
    let way = journey.map_or(0, |journey| {
        journey.attempts.len() * size_of::<Attempt>()
            + journey.connecting.len() * size_of::<Connecting>()
            + journey.story.iter().map(String::len).sum::<usize>()
    });
    way + row.record.as_deref().map_or(0, |Record { key, value, headers, .. }| {
        let headers: usize = headers.iter().map(|header| header.name.len() + header.value.len()).sum();
        key.len() + value.len() + headers
    })
}
