//! The row of a record: what was sent, and how far it is.

use std::sync::Arc;

use crate::app::results::filter::Filter;
use crate::domain::outcome::Outcome;
use crate::domain::record::Record;

/// The most characters of a key that a row keeps to show.
const KEY_CHARS: usize = 64;

/// How far a record is. Points in time are microseconds since the epoch.
#[derive(Clone, Debug, PartialEq)]
pub enum Progress {
    /// It waits to be accepted: for metadata, or for room in `buffer.memory`.
    Sending,
    /// The producer was told to give it up.
    Cancelling,
    /// It was accepted and its end is not known yet.
    Waiting {
        /// The partition that was chosen.
        partition: i32,
        /// Its timestamp, milliseconds since the epoch.
        timestamp: i64,
        /// When it was accepted.
        at: i64,
    },
    /// It came to its end.
    Ended {
        /// The end.
        outcome: Box<Outcome>,
        /// When.
        at: i64,
    },
}

/// One record.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Its number in this run.
    pub n: u64,
    /// The topic.
    pub topic: String,
    /// The partition asked for.
    pub asked: Option<i32>,
    /// When it was sent, microseconds since the epoch.
    pub sent_at: i64,
    /// The beginning of its key; `None` for null.
    pub key: Option<String>,
    /// Bytes of the key, −1 for null.
    pub key_size: i64,
    /// Bytes of the value, −1 for null.
    pub value_size: i64,
    /// How many headers it has.
    pub headers: usize,
    /// How far it is.
    pub progress: Progress,
    /// The record itself, while its bytes are kept.
    pub(super) record: Option<Arc<Record>>,
    /// Whether the filter takes it.
    pub(super) shown: bool,
}

impl Row {
    pub(super) fn new(n: u64, record: &Record, at: i64) -> Self {
        let key = record.key.as_deref().map(|bytes| {
            let head = &bytes[..bytes.len().min(KEY_CHARS * 4)];
            String::from_utf8_lossy(head).chars().take(KEY_CHARS).collect()
        });
        Self {
            n,
            topic: record.topic.clone(),
            asked: record.partition,
            sent_at: at,
            key,
            key_size: record.key.serialized_size(),
            value_size: record.value.serialized_size(),
            headers: record.headers.len(),
            progress: Progress::Sending,
            record: Some(Arc::new(record.clone())),
            shown: true,
        }
    }

    /// The record that was sent; `None` once its bytes were let go, to keep memory bounded.
    pub fn record(&self) -> Option<&Arc<Record>> {
        self.record.as_ref()
    }

    /// Whether the filter takes it.
    pub fn is_shown(&self) -> bool {
        self.shown
    }

    /// Whether it ended and failed.
    pub fn is_failed(&self) -> bool {
        self.outcome().is_some_and(|outcome| !outcome.is_ok())
    }

    /// Holds it against the filter again: it changed, or the filter did.
    pub(super) fn refilter(&mut self, filter: &Filter) {
        self.shown = filter.takes_row(self);
    }

    /// The partition, as far as it is known.
    pub fn partition(&self) -> Option<i32> {
        match &self.progress {
            Progress::Sending | Progress::Cancelling => self.asked,
            Progress::Waiting { partition, .. } => Some(*partition),
            Progress::Ended { outcome, .. } => outcome.partition.or(self.asked),
        }
    }

    /// The end, if it came.
    pub fn outcome(&self) -> Option<&Outcome> {
        match &self.progress {
            Progress::Sending | Progress::Cancelling | Progress::Waiting { .. } => None,
            Progress::Ended { outcome, .. } => Some(outcome),
        }
    }

    /// When the last thing happened to it.
    pub fn at(&self) -> i64 {
        match &self.progress {
            Progress::Sending | Progress::Cancelling => self.sent_at,
            Progress::Waiting { at, .. } | Progress::Ended { at, .. } => *at,
        }
    }
}
