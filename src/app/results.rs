//! The Results pane: a row per record, from the send to its end.

mod command;
mod command_line;
mod copies;
mod filter;
mod groups;
mod look;
mod memory;
mod row;
#[cfg(test)]
mod tests;

use std::collections::VecDeque;

pub use command::ResultsCommand;
pub use copies::Form;
pub use filter::Filter;
pub use groups::{Group, Subject};
pub use look::{Look, View};
pub use memory::{Gone, MAX_BYTES};
pub use row::{Progress, Row};

use crate::domain::outcome::{Outcome, Status};
use crate::domain::record::Record;
use crate::domain::trouble::Told;
use groups::Groups;
use memory::Memory;

/// The most rows kept. Beyond it the oldest that ended goes first.
pub const MAX_ROWS: usize = 10_000;
/// The most groups kept. Beyond it the oldest goes first.
pub const MAX_GROUPS: usize = 500;
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
    memory: Memory,
    look: Look,
    counts: Counts,
    next: u64,
}

impl Results {
    /// The number that the next record gets.
    pub fn next_number(&self) -> u64 {
        self.next
    }

    /// Begins the row of a record that is sent at `at`, and says its number.
    pub fn begin(&mut self, record: &Record, at: i64) -> u64 {
        let n = self.next;
        self.next += 1;
        let mut row = Row::new(n, record, at);
        row.refilter(self.look.filter());
        self.memory.take(&row);
        self.rows.push_back(row);
        self.counts.open += 1;
        if self.rows.len() > MAX_ROWS {
            let oldest_ended = self.rows.iter().position(|row| row.outcome().is_some()).unwrap_or(0);
            if let Some(row) = self.rows.remove(oldest_ended) {
                self.memory.dropped(&row);
                if self.look.selected() == Some(EntryId::Record(row.n)) {
                    let next = self.rows.get(oldest_ended).map(|row| EntryId::Record(row.n));
                    self.look.select(next);
                }
            }
        }
        self.memory.fit(&mut self.rows);
        n
    }

    /// Record `n` was accepted.
    pub fn accepted(&mut self, n: u64, partition: i32, timestamp: i64, at: i64) {
        self.change(n, |row| match row.progress {
            Progress::Sending | Progress::Cancelling => row.progress = Progress::Waiting { partition, timestamp, at },
            // The end can overtake the acceptance on its way here.
            Progress::Waiting { .. } | Progress::Ended { .. } => {}
        });
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
        let n = outcome.n;
        let before = self.row(n).map_or(0, memory::weight);
        self.change(n, |row| row.progress = Progress::Ended { outcome, at });
        if let Some(row) = self.index(n).and_then(|index| self.rows.get_mut(index)) {
            self.memory.ended(row, before);
            self.memory.fit(&mut self.rows);
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

    /// What is no longer kept.
    pub fn gone(&self) -> Gone {
        self.memory.gone()
    }

    /// The counts.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// Takes what the client told of its troubles. A trouble keeps its place however often it is told.
    pub fn told(&mut self, told: &Told) {
        self.groups.told(told, self.next, self.look.filter());
        self.forget_groups();
    }

    /// So many records of a load failed, for the same reason as this one; `missed` is how often in all such a failure
    /// came too fast to be told.
    pub fn load_failed(&mut self, outcome: Box<Outcome>, count: u64, missed: u64, at: i64) {
        self.groups.load_failed(outcome, count, at, self.next, self.look.filter());
        self.memory.missed(missed);
        self.forget_groups();
    }

    fn forget_groups(&mut self) {
        if self.groups.all.len() > MAX_GROUPS {
            let group = self.groups.all.remove(0);
            self.memory.dropped_group();
            if self.look.selected() == Some(EntryId::Group(group.id)) {
                self.look.select(None);
            }
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

    /// The row of record `n`, if it is kept.
    pub fn row(&self, n: u64) -> Option<&Row> {
        self.rows.get(self.index(n)?)
    }

    fn index(&self, n: u64) -> Option<usize> {
        self.rows.binary_search_by_key(&n, |row| row.n).ok()
    }

    /// Changes a row, if it is kept, and holds it against the filter again.
    fn change(&mut self, n: u64, change: impl FnOnce(&mut Row)) {
        let Some(row) = self.index(n).and_then(|index| self.rows.get_mut(index)) else { return };
        change(row);
        row.refilter(self.look.filter());
        if !row.shown && self.look.selected() == Some(EntryId::Record(n)) {
            self.follow();
        }
    }
}
