//! The Results pane: a row per record, from the send to its end.

mod groups;

use std::collections::VecDeque;

pub use groups::{Group, Subject};

use crate::domain::outcome::{Outcome, Status};
use crate::domain::record::Record;
use crate::domain::trouble::Told;
use groups::Groups;

/// The most rows kept. Beyond it the oldest that ended goes first.
pub const MAX_ROWS: usize = 10_000;
/// The most groups kept. Beyond it the oldest goes first.
pub const MAX_GROUPS: usize = 500;
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
}

impl Row {
    fn new(n: u64, record: &Record, at: i64) -> Self {
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
        }
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

/// Counts over the whole run, rows that are no longer kept among them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Counts {
    /// Records that wait to be accepted or to end.
    pub open: u64,
    /// Records that were delivered, or sent with `acks=0`.
    pub ok: u64,
    /// Records that failed, those of `unsure` among them.
    pub failed: u64,
    /// Failed records that may have been written all the same.
    pub unsure: u64,
}

/// What a row of the pane shows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Entry<'a> {
    /// A record.
    Record(&'a Row),
    /// Something that happened again and again.
    Group(&'a Group),
}

/// Which entry it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryId {
    /// The record of this number.
    Record(u64),
    /// The group of this number.
    Group(u64),
}

impl Entry<'_> {
    /// Which entry it is.
    pub fn id(self) -> EntryId {
        match self {
            Self::Record(row) => EntryId::Record(row.n),
            Self::Group(group) => EntryId::Group(group.id),
        }
    }
}

/// The rows, by number.
#[derive(Clone, Debug, Default)]
pub struct Results {
    rows: VecDeque<Row>,
    groups: Groups,
    /// The selected entry; `None` follows the newest.
    selected: Option<EntryId>,
    counts: Counts,
    dropped: u64,
    next: u64,
    /// Whether the selected record's life is shown in place of the rows.
    pub life: bool,
}

impl Results {
    /// Begins the row of a record that is sent at `at`, and says its number.
    pub fn begin(&mut self, record: &Record, at: i64) -> u64 {
        let n = self.next;
        self.next += 1;
        self.rows.push_back(Row::new(n, record, at));
        self.counts.open += 1;
        if self.rows.len() > MAX_ROWS {
            let oldest_ended = self.rows.iter().position(|row| row.outcome().is_some()).unwrap_or(0);
            if let Some(row) = self.rows.remove(oldest_ended)
                && self.selected == Some(EntryId::Record(row.n))
            {
                self.selected = self.rows.get(oldest_ended).map(|row| EntryId::Record(row.n));
            }
            self.dropped += 1;
        }
        n
    }

    /// Record `n` was accepted.
    pub fn accepted(&mut self, n: u64, partition: i32, timestamp: i64, at: i64) {
        if let Some(row) = self.row_mut(n) {
            match row.progress {
                Progress::Sending | Progress::Cancelling => {
                    row.progress = Progress::Waiting { partition, timestamp, at };
                }
                // The end can overtake the acceptance on its way here.
                Progress::Waiting { .. } | Progress::Ended { .. } => {}
            }
        }
    }

    /// Record `outcome.n` ended.
    pub fn ended(&mut self, outcome: Box<Outcome>, at: i64) {
        if self.row(outcome.n).is_some_and(|row| row.outcome().is_some()) {
            return;
        }
        self.counts.open = self.counts.open.saturating_sub(1);
        match &outcome.status {
            Status::Delivered | Status::Sent => self.counts.ok += 1,
            Status::Failed(failure) => {
                self.counts.failed += 1;
                self.counts.unsure += u64::from(failure.possibly_persisted);
            }
        }
        if let Some(row) = self.row_mut(outcome.n) {
            row.progress = Progress::Ended { outcome, at };
        }
    }

    /// The records that wait to be accepted, now given up.
    pub fn give_up_sending(&mut self) -> Vec<u64> {
        let sending = self.rows.iter_mut().filter(|row| row.progress == Progress::Sending);
        sending
            .map(|row| {
                row.progress = Progress::Cancelling;
                row.n
            })
            .collect()
    }

    /// Whether a record waits to be accepted.
    pub fn is_sending(&self) -> bool {
        self.counts.open > 0 && self.rows.iter().any(|row| row.progress == Progress::Sending)
    }

    /// Rows that are no longer kept.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// The counts.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Takes what the client told of its troubles. A trouble keeps its place however often it is told.
    pub fn told(&mut self, told: &Told) {
        self.groups.told(told, self.next);
        self.forget_groups();
    }

    /// So many records of a load failed, for the same reason as this one.
    pub fn load_failed(&mut self, outcome: Box<Outcome>, count: u64, at: i64) {
        self.groups.load_failed(outcome, count, at, self.next);
        self.forget_groups();
    }

    fn forget_groups(&mut self) {
        if self.groups.all.len() > MAX_GROUPS {
            let group = self.groups.all.remove(0);
            self.selected.take_if(|selected| *selected == EntryId::Group(group.id));
            self.dropped += 1;
        }
    }

    /// The rows of records, newest first.
    pub fn newest_first(&self) -> impl ExactSizeIterator<Item = &Row> {
        self.rows.iter().rev()
    }

    /// The rows that were sent at a time, microseconds since the epoch, or before, newest first.
    pub fn sent_until(&self, at: i64) -> impl Iterator<Item = &Row> {
        let rows = self.rows.partition_point(|row| row.sent_at <= at);
        self.rows.range(..rows).rev()
    }

    /// Records and groups, newest first.
    pub fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        let mut rows = self.rows.iter().rev().peekable();
        let mut groups = self.groups.all.iter().rev().peekable();
        std::iter::from_fn(move || {
            let after = groups.peek().map(|group| group.after);
            match (rows.peek().map(|row| row.n), after) {
                (Some(n), Some(after)) if after <= n => rows.next().map(Entry::Record),
                (_, Some(_)) => groups.next().map(Entry::Group),
                (_, None) => rows.next().map(Entry::Record),
            }
        })
    }

    /// How many entries are kept.
    pub fn len(&self) -> usize {
        self.rows.len() + self.groups.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the newest entry is the selected one, whichever it is.
    pub fn is_following(&self) -> bool {
        self.selected.is_none()
    }

    /// The place of the selected entry among the newest first.
    pub fn selected_index(&self) -> usize {
        let place = |id| self.entries().position(|entry| entry.id() == id);
        self.selected.and_then(place).unwrap_or(0)
    }

    /// The selected entry.
    pub fn selected_entry(&self) -> Option<Entry<'_>> {
        self.entries().nth(self.selected_index())
    }

    /// The selected row, if it is a record's.
    pub fn selected(&self) -> Option<&Row> {
        match self.selected_entry()? {
            Entry::Record(row) => Some(row),
            Entry::Group(_) => None,
        }
    }

    /// Moves the selection by rows, down to the older ones. At the top it follows again.
    pub fn select_by(&mut self, rows: isize) {
        let last = self.len().saturating_sub(1);
        let index = self.selected_index().saturating_add_signed(rows).min(last);
        self.selected = if index == 0 { None } else { self.entries().nth(index).map(Entry::id) };
    }

    /// Selects an entry, if it is kept.
    pub fn select(&mut self, id: EntryId) {
        if self.entries().any(|entry| entry.id() == id) {
            self.selected = Some(id);
        }
    }

    /// Selects the newest row and follows.
    pub fn follow(&mut self) {
        self.selected = None;
    }

    /// The row of record `n`, if it is kept.
    pub fn row(&self, n: u64) -> Option<&Row> {
        let index = self.rows.binary_search_by_key(&n, |row| row.n).ok()?;
        self.rows.get(index)
    }

    fn row_mut(&mut self, n: u64) -> Option<&mut Row> {
        let index = self.rows.binary_search_by_key(&n, |row| row.n).ok()?;
        self.rows.get_mut(index)
    }
}
