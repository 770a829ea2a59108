//! Which results are shown.

use crate::app::results::groups::{Group, Subject};
use crate::app::results::row::{Progress, Row};
use crate::domain::outcome::{Failure, Outcome, Status};
use crate::domain::payload::Payload;

/// Bytes of a value that a text is looked for in: a filter of large values must not stop the interface.
const SEARCHED: usize = 16 * 1024;

/// How far a record has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Delivered, or sent with `acks=0`.
    Ok,
    /// Failed.
    Failed,
    /// Failed, and perhaps in the log all the same.
    Maybe,
    /// Not at its end.
    Waiting,
}

/// The words for stages, with what help says of them.
const STAGES: [(&str, Stage); 4] =
    [("ok", Stage::Ok), ("failed", Stage::Failed), ("maybe", Stage::Maybe), ("waiting", Stage::Waiting)];

/// One thing that a row has to have.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Term {
    /// A topic whose name contains this.
    Topic(String),
    /// This partition.
    Partition(i32),
    /// This partition of this topic; or the text as it was typed, which can as well be a key.
    Place(String, i32, String),
    /// A key that contains this; `null` and `empty` are those, too.
    Key(String),
    /// This text anywhere in what is known of it.
    Text(String),
}

/// Which results are shown: those that are at one of the stages, if any is named, and have all the rest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    typed: String,
    stages: Vec<Stage>,
    terms: Vec<Term>,
}

impl Filter {
    /// Reads a filter as a person types it, words apart by spaces: `ok`, `failed`, `maybe` (written), `waiting`; `p3`,
    /// `orders-3`, `topic:orders`, `key:user-42` (`key:null`, `key:empty`); anything else is a text to be found. What
    /// stands in double quotes is one text, spaces and all.
    pub fn read(text: &str) -> Self {
        let mut filter = Self { typed: text.trim().to_owned(), ..Self::default() };
        for (word, quoted) in words(text) {
            if quoted {
                filter.terms.push(Term::Text(word));
            } else if let Some((_, stage)) = STAGES.iter().find(|(name, _)| *name == word) {
                filter.stages.push(*stage);
            } else if word != "all" {
                filter.terms.push(term(word));
            }
        }
        filter
    }

    /// Only what failed.
    pub fn failed() -> Self {
        Self::read("failed")
    }

    /// Whether it leaves nothing out.
    pub fn is_all(&self) -> bool {
        self.stages.is_empty() && self.terms.is_empty()
    }

    /// It, as it was typed.
    pub fn typed(&self) -> &str {
        &self.typed
    }

    /// Whether a record's row is shown.
    pub(super) fn takes_row(&self, row: &Row) -> bool {
        (self.stages.is_empty() || self.stages.iter().any(|stage| is_at(row, *stage)))
            && self.terms.iter().all(|term| term.is_in_row(row))
    }

    /// Whether a group's row is shown.
    pub(super) fn takes_group(&self, group: &Group) -> bool {
        let stage = |stage: &Stage| match (&group.subject, stage) {
            (Subject::Load(_), Stage::Failed) => true,
            (Subject::Load(sample), Stage::Maybe) => failure(sample).is_some_and(|failure| failure.possibly_persisted),
            (Subject::Load(_), Stage::Ok | Stage::Waiting) | (Subject::Trouble { .. }, _) => false,
        };
        (self.stages.is_empty() || self.stages.iter().any(stage))
            && self.terms.iter().all(|term| term.is_in_group(group))
    }
}

impl Term {
    fn is_in_row(&self, row: &Row) -> bool {
        match self {
            Self::Topic(part) => contains(row.topic.as_bytes(), part),
            Self::Partition(partition) => row.partition() == Some(*partition),
            Self::Place(topic, partition, typed) => {
                (row.topic == *topic && row.partition() == Some(*partition)) || text_in_row(row, typed)
            }
            Self::Key(part) => match (part.as_str(), row.key_size) {
                ("null", -1) | ("empty", 0) => true,
                _ => key_contains(row, part),
            },
            Self::Text(text) => text_in_row(row, text),
        }
    }

    fn is_in_group(&self, group: &Group) -> bool {
        match (&group.subject, self) {
            (Subject::Load(sample), Self::Topic(part)) => contains(sample.topic.as_bytes(), part),
            (Subject::Load(sample), Self::Partition(partition)) => sample.partition == Some(*partition),
            (Subject::Load(sample), Self::Place(topic, partition, typed)) => {
                (sample.topic == *topic && sample.partition == Some(*partition)) || text_in_outcome(sample, typed)
            }
            (Subject::Load(sample), Self::Text(text)) => text_in_outcome(sample, text),
            (Subject::Trouble { trouble, .. }, Self::Text(text) | Self::Place(.., text)) => {
                contains(trouble.text.as_bytes(), text) || contains(trouble.name().as_bytes(), text)
            }
            (Subject::Load(_), Self::Key(_))
            | (Subject::Trouble { .. }, Self::Topic(_) | Self::Partition(_) | Self::Key(_)) => false,
        }
    }
}

/// The words of a filter, and whether each stood in quotes; quotes that do not end, end with the text.
fn words(text: &str) -> Vec<(String, bool)> {
    let mut words = Vec::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let (word, after, quoted) = if let Some(quoted) = rest.strip_prefix('"') {
            let (word, after) = quoted.split_once('"').unwrap_or((quoted, ""));
            (word, after, true)
        } else {
            let (word, after) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            (word, after, false)
        };
        if !word.is_empty() {
            words.push((word.to_owned(), quoted));
        }
        rest = after.trim_start();
    }
    words
}

fn term(word: String) -> Term {
    let partition = |digits: &str| digits.parse::<u32>().ok().and_then(|number| i32::try_from(number).ok());
    if let Some(topic) = word.strip_prefix("topic:") {
        return Term::Topic(topic.to_owned());
    }
    if let Some(key) = word.strip_prefix("key:") {
        return Term::Key(key.to_owned());
    }
    if let Some(partition) = word.strip_prefix('p').and_then(partition) {
        return Term::Partition(partition);
    }
    match word.rsplit_once('-').and_then(|(topic, digits)| Some((topic.to_owned(), partition(digits)?))) {
        Some((topic, partition)) if !topic.is_empty() => Term::Place(topic, partition, word),
        Some(_) | None => Term::Text(word),
    }
}

fn is_at(row: &Row, stage: Stage) -> bool {
    match (&row.progress, stage) {
        (Progress::Sending | Progress::Cancelling | Progress::Waiting { .. }, stage) => stage == Stage::Waiting,
        (Progress::Ended { outcome, .. }, Stage::Ok) => outcome.is_ok(),
        (Progress::Ended { outcome, .. }, Stage::Failed) => !outcome.is_ok(),
        (Progress::Ended { outcome, .. }, Stage::Maybe) => {
            failure(outcome).is_some_and(|failure| failure.possibly_persisted)
        }
        (Progress::Ended { .. }, Stage::Waiting) => false,
    }
}

fn failure(outcome: &Outcome) -> Option<&Failure> {
    match &outcome.status {
        Status::Delivered | Status::Sent => None,
        Status::Failed(failure) => Some(failure),
    }
}

fn key_contains(row: &Row, part: &str) -> bool {
    match row.record() {
        Some(record) => payload_contains(&record.key, part),
        None => row.key.as_deref().is_some_and(|key| contains(key.as_bytes(), part)),
    }
}

fn text_in_row(row: &Row, text: &str) -> bool {
    let in_record = |record: &crate::domain::record::Record| {
        let header = |header: &crate::domain::record::Header| {
            contains(header.name.as_bytes(), text) || payload_contains(&header.value, text)
        };
        payload_contains(&record.value, text) || record.headers.iter().any(header)
    };
    contains(row.topic.as_bytes(), text)
        || key_contains(row, text)
        || row.outcome().is_some_and(|outcome| text_in_outcome(outcome, text))
        || row.record().is_some_and(|record| in_record(record))
}

fn text_in_outcome(outcome: &Outcome, text: &str) -> bool {
    let partition = outcome.partition.map(|partition| format!("-{partition}")).unwrap_or_default();
    let offset = outcome.offset.map(|offset| format!(" @ {offset}")).unwrap_or_default();
    contains(format!("{}{partition}{offset}", outcome.topic).as_bytes(), text)
        || failure(outcome).is_some_and(|failure| {
            [&failure.name, &failure.message]
                .into_iter()
                .chain(&failure.cause)
                .any(|part| contains(part.as_bytes(), text))
        })
}

fn payload_contains(payload: &Payload, text: &str) -> bool {
    payload.as_deref().is_some_and(|bytes| contains(&bytes[..bytes.len().min(SEARCHED)], text))
}

/// Whether the text is in there; capitals of ASCII do not count.
fn contains(place: &[u8], text: &str) -> bool {
    let text = text.as_bytes();
    text.is_empty() || place.windows(text.len()).any(|window| window.eq_ignore_ascii_case(text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::record::{Header, Record};

    fn row(progress: Progress) -> Row {
        let record = Record {
            topic: "orders".to_owned(),
            key: Payload::text("user-42"),
            value: Payload::text("{\"total\": 12.50}"),
            headers: vec![Header { name: "trace-id".to_owned(), value: Payload::text("7f3a") }],
            ..Record::default()
        };
        Row { progress, ..Row::new(0, &record, 0) }
    }

    fn ended(status: Status) -> Progress {
        let outcome = Outcome {
            status,
            partition: Some(3),
            offset: Some(1841),
            ..Outcome::not_taken(
                0,
                &Record { topic: "orders".to_owned(), ..Record::default() },
                Failure::new(0, false, None, false),
            )
        };
        Progress::Ended { outcome: Box::new(outcome), at: 0 }
    }

    #[test]
    fn each_word_asks_for_one_thing() {
        let timed_out = || Status::Failed(Failure::new(-192, true, Some("broker 2 refused".to_owned()), false));
        let refused = || Status::Failed(Failure::new(10, false, None, false));
        let rows =
            [row(Progress::Sending), row(ended(Status::Delivered)), row(ended(refused())), row(ended(timed_out()))];
        // (typed, which of the four: waiting, delivered, refused, timed out)
        let table = [
            ("", [true, true, true, true]),
            ("all", [true, true, true, true]),
            ("ok", [false, true, false, false]),
            ("failed", [false, false, true, true]),
            ("maybe", [false, false, false, true]),
            ("waiting", [true, false, false, false]),
            ("waiting ok", [true, true, false, false]),
            ("p3", [false, true, true, true]),
            ("p4", [false; 4]),
            ("orders-3", [false, true, true, true]),
            ("orders-4", [false; 4]),
            ("failed orders-3 msg_timed", [false, false, false, true]),
            ("topic:ord", [true, true, true, true]),
            ("topic:payments", [false; 4]),
            ("key:USER", [true, true, true, true]),
            ("key:null", [false; 4]),
            ("user-42", [true, true, true, true]),
            ("\"broker 2\"", [false, false, false, true]),
            ("\"failed\"", [false; 4]),
            ("12.50", [true, true, true, true]),
            ("trace 7F3A", [true, true, true, true]),
            ("1841", [false, true, true, true]),
            ("MSG_SIZE", [false, false, true, false]),
        ];
        for (typed, expected) in table {
            let filter = Filter::read(typed);
            let taken: Vec<bool> = rows.iter().map(|row| filter.takes_row(row)).collect();
            assert_eq!(taken, expected, "{typed}");
            assert_eq!(filter.is_all(), typed.is_empty() || typed == "all", "{typed}");
        }
    }

    #[test]
    fn null_and_empty_keys_are_found_by_their_names() {
        let with = |key| Row::new(0, &Record { key, ..Record::default() }, 0);
        let (null, empty, text) = (with(Payload::NULL), with(Payload::text("")), with(Payload::text("is null")));
        let taken = |typed: &str| [&null, &empty, &text].map(|row| Filter::read(typed).takes_row(row));
        assert_eq!(taken("key:null"), [true, false, true]);
        assert_eq!(taken("key:empty"), [false, true, false]);
    }

    #[test]
    fn a_record_whose_bytes_are_gone_is_found_by_what_is_left() {
        let mut row = row(ended(Status::Delivered));
        row.record = None;
        for (typed, taken) in [("user-42", true), ("key:user", true), ("orders", true), ("12.50", false)] {
            assert_eq!(Filter::read(typed).takes_row(&row), taken, "{typed}");
        }
    }
}
