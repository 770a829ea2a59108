//! Why a batch was closed and sent: derived from our own queue of sizes, because librdkafka does not tell.

use crate::domain::request::Closed;

/// What is known of a batch when it ends.
#[derive(Clone, Copy, Debug)]
pub(super) struct Batch {
    /// Which time it was sent.
    pub attempt: u32,
    /// Its records.
    pub records: u32,
    /// Their keys, values and headers, uncompressed.
    pub bytes: u64,
    /// When its oldest record was accepted, microseconds since the epoch.
    pub accepted: u64,
    /// When its newest record was.
    pub last_accepted: u64,
    /// When it was written, microseconds since the epoch.
    pub sent: u64,
    /// The record behind it in the queue: when it was accepted, and its bytes.
    pub next: Option<(u64, u64)>,
    /// When a flush was asked for that was not over; 0 for none.
    pub flushing: u64,
}

/// The limits that close a batch.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// `batch.size`.
    pub bytes: u64,
    /// librdkafka's `batch.num.messages`.
    pub records: u32,
    /// `linger.ms`, in microseconds.
    pub linger: u64,
}

/// librdkafka counts the whole request and, for the record to come, the most its fields can take.
const REQUEST_OVERHEAD: u64 = 200;
const RECORD_OVERHEAD: u64 = 10;
const NEXT_OVERHEAD: u64 = 40;

/// librdkafka wakes up in whole milliseconds.
const CLOCK_GRAIN: u64 = 1_000;

/// The reason, by what is certain first.
pub(super) fn why(batch: &Batch, limits: &Limits) -> Closed {
    let bytes = batch.bytes + REQUEST_OVERHEAD + RECORD_OVERHEAD * u64::from(batch.records);
    let next = batch.next.filter(|(accepted, _)| *accepted <= batch.sent).map_or(0, |(_, next)| next + NEXT_OVERHEAD);
    let age = batch.sent.saturating_sub(batch.accepted);
    if batch.attempt > 1 {
        Closed::Retry
    } else if batch.records >= limits.records {
        Closed::Count
    } else if bytes + next >= limits.bytes {
        Closed::Size
    } else if age + CLOCK_GRAIN >= limits.linger {
        Closed::Linger
    } else if batch.flushing != 0 && batch.flushing <= batch.sent {
        Closed::Flush
    } else {
        Closed::Unknown
    }
}

/// When it was closed, by the reason; `None` where that does not tell.
pub(super) fn when(batch: &Batch, closed: Closed, limits: &Limits) -> Option<u64> {
    let at = match closed {
        // The record that did not fit came just behind the last one that did.
        Closed::Size | Closed::Count => batch.next.map_or(batch.last_accepted, |(next, _)| next),
        Closed::Linger => batch.accepted.saturating_add(limits.linger),
        Closed::Flush => batch.flushing,
        Closed::Retry | Closed::Unknown => return None,
    };
    Some(at.clamp(batch.last_accepted.min(batch.sent), batch.sent))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reason_is_told_from_the_others() {
        let limits = Limits { bytes: 1000, records: 100, linger: 5_000 };
        let lingered = Batch {
            attempt: 1,
            records: 2,
            bytes: 100,
            accepted: 10_000,
            last_accepted: 10_020,
            sent: 15_100,
            next: None,
            flushing: 0,
        };
        let table = [
            (lingered, Closed::Linger),
            (Batch { attempt: 2, ..lingered }, Closed::Retry),
            (Batch { records: 100, ..lingered }, Closed::Count),
            (Batch { bytes: 700, sent: 10_100, next: Some((10_050, 100)), ..lingered }, Closed::Size),
            (Batch { bytes: 2000, sent: 10_100, records: 1, ..lingered }, Closed::Size),
            (Batch { sent: 10_100, flushing: 10_050, ..lingered }, Closed::Flush),
            (Batch { sent: 10_100, flushing: 10_200, ..lingered }, Closed::Unknown),
            (Batch { sent: 10_100, next: Some((10_050, 100)), ..lingered }, Closed::Unknown),
            (Batch { bytes: 700, next: Some((20_000, 100)), ..lingered }, Closed::Linger),
        ];
        for (batch, closed) in table {
            assert_eq!(why(&batch, &limits), closed, "{batch:?}");
        }
    }

    #[test]
    fn with_linger_0_every_batch_lingered_as_long_as_asked() {
        let batch = Batch {
            attempt: 1,
            records: 1,
            bytes: 10,
            accepted: 10,
            last_accepted: 10,
            sent: 11,
            next: None,
            flushing: 5,
        };
        assert_eq!(why(&batch, &Limits { bytes: 1000, records: 100, linger: 0 }), Closed::Linger);
    }
    #[test]
    fn it_closed_when_its_reason_came_about_and_before_it_was_sent() {
        let limits = Limits { bytes: 1000, records: 100, linger: 5_000 };
        let batch = Batch {
            attempt: 1,
            records: 2,
            bytes: 100,
            accepted: 10_000,
            last_accepted: 12_000,
            sent: 20_000,
            next: Some((13_000, 10)),
            flushing: 14_000,
        };
        let table = [
            (batch, Closed::Linger, Some(15_000)),
            (batch, Closed::Size, Some(13_000)),
            (Batch { next: None, ..batch }, Closed::Count, Some(12_000)),
            (batch, Closed::Flush, Some(14_000)),
            (Batch { sent: 14_500, ..batch }, Closed::Linger, Some(14_500)),
            (Batch { next: Some((30_000, 10)), ..batch }, Closed::Size, Some(20_000)),
            (Batch { flushing: 9_000, ..batch }, Closed::Flush, Some(12_000)),
            (batch, Closed::Retry, None),
            (batch, Closed::Unknown, None),
        ];
        for (batch, closed, expected) in table {
            assert_eq!(when(&batch, closed, &limits), expected, "{closed:?} {batch:?}");
        }
    }
}
