//! What happens again and again, in one row: troubles of the client, and the failures of a load.

use jiff::tz::TimeZone;

use crate::app::results::filter::Filter;
use crate::app::when::clock;
use crate::domain::outcome::{Outcome, Status};
use crate::domain::trouble::{BrokerName, Told, Trouble, What};

/// What a group is about.
#[derive(Clone, Debug, PartialEq)]
pub enum Subject {
    /// A trouble of the client. Times are microseconds since the epoch.
    Trouble {
        /// As it was told last.
        trouble: Trouble,
        /// How often it began.
        begun: u64,
        /// When it began last.
        since: i64,
        /// When it was over; `None` while it is not.
        over: Option<i64>,
    },
    /// Records of a load that failed of the same error in the same partition: the first of them.
    Load(Box<Outcome>),
}

/// Something that happened again and again. Times are microseconds since the epoch.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its number.
    pub id: u64,
    /// What it is about.
    pub subject: Subject,
    /// How often it happened.
    pub count: u64,
    /// When first.
    pub first: i64,
    /// When last.
    pub last: i64,
    /// Records that were sent before it: its place among them, which it keeps.
    pub(super) after: u64,
    /// Whether the filter takes it.
    pub(super) shown: bool,
}

impl Group {
    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        match &self.subject {
            Subject::Trouble { over, .. } => over.is_some(),
            Subject::Load(_) => false,
        }
    }

    /// What happened, with the times that belong to it: `b2 down 14:03:20–14:03:28, up again`.
    pub fn words(&self, zone: &TimeZone) -> String {
        let Subject::Trouble { trouble, begun, since, over } = &self.subject else {
            return String::new();
        };
        let text = &trouble.text;
        let since = clock(*since, zone);
        let end = over.map(|over| clock(over, zone));
        let times = if *begun > 1 { format!("{begun} times, last ") } else { String::new() };
        match (trouble.what, end) {
            (What::Connection, None) => format!("{} down since {since}: {text}", name(trouble)),
            (What::Connection, Some(end)) => format!("{} down {times}{since}–{end}, up again", name(trouble)),
            (What::AllBrokersDown, Some(end)) => format!("no broker was connected {times}{since}–{end}"),
            (What::Authentication | What::Tls | What::Fatal | What::Other, Some(end)) => {
                format!("{text}, {times}{since}, over {end}")
            }
            (What::AllBrokersDown | What::Authentication | What::Tls | What::Fatal | What::Other, None) => text.clone(),
        }
    }

    /// Holds it against the filter again: it changed, or the filter did.
    pub(super) fn refilter(&mut self, filter: &Filter) {
        self.shown = filter.takes_group(self);
    }

    /// What is the same in all that it counts, for an outcome.
    fn is_load(&self, other: &Outcome) -> bool {
        match &self.subject {
            Subject::Trouble { .. } => false,
            Subject::Load(sample) => {
                let same = sample.topic == other.topic && sample.partition == other.partition;
                same && code(sample) == code(other)
            }
        }
    }
}

/// Whom a connection's trouble is about.
fn name(trouble: &Trouble) -> String {
    trouble.broker.as_ref().map_or_else(|| "a broker".to_owned(), BrokerName::short)
}

fn code(outcome: &Outcome) -> Option<i32> {
    match &outcome.status {
        Status::Delivered | Status::Sent => None,
        Status::Failed(failure) => Some(failure.code),
    }
}

/// The groups, in the order in which they came.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    pub all: Vec<Group>,
    next: u64,
}

impl Groups {
    /// Takes what the client told, after so many records.
    pub fn told(&mut self, told: &Told, after: u64, filter: &Filter) {
        match told {
            Told::Trouble { trouble, times, since, at } => {
                let (begin, at) = (micros(*since), micros(*at));
                let known = self.all.iter_mut().find_map(|group| match &mut group.subject {
                    Subject::Trouble { trouble: known, begun, since, over } if trouble.is_again(known) => {
                        trouble.clone_into(known);
                        if over.take().is_some() {
                            (*begun, *since) = (*begun + 1, begin);
                        }
                        Some((&mut group.count, &mut group.last))
                    }
                    Subject::Trouble { .. } | Subject::Load(_) => None,
                });
                if let Some((count, last)) = known {
                    (*count, *last) = (*count + times, at);
                    return;
                }
                let subject = Subject::Trouble { trouble: trouble.clone(), begun: 1, since: begin, over: None };
                self.push(subject, *times, (begin, at), after, filter);
            }
            Told::Up { at, .. } => {
                for group in &mut self.all {
                    if let Subject::Trouble { trouble, over, .. } = &mut group.subject
                        && over.is_none()
                        && told.heals(trouble)
                    {
                        *over = Some(micros(*at));
                    }
                }
            }
        }
    }

    /// So many records of a load failed as this one did, after so many records.
    pub fn load_failed(&mut self, outcome: Box<Outcome>, count: u64, at: i64, after: u64, filter: &Filter) {
        if let Some(group) = self.all.iter_mut().find(|group| group.is_load(&outcome)) {
            (group.count, group.last) = (group.count + count, at);
        } else {
            self.push(Subject::Load(outcome), count, (at, at), after, filter);
        }
    }

    /// The number of the next group.
    pub fn next(&self) -> u64 {
        self.next
    }

    fn push(&mut self, subject: Subject, count: u64, (first, last): (i64, i64), after: u64, filter: &Filter) {
        let mut group = Group { id: self.next, subject, count, first, last, after, shown: true };
        group.refilter(filter);
        self.all.push(group);
        self.next += 1;
    }
}

fn micros(at: u64) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}
