//! The forms in which a result can be copied.

use std::fmt::Write as _;

use jiff::tz::TimeZone;

use crate::app::results::Entry;
use crate::app::results::command_line::command_line;
use crate::app::results::groups::{Group, Subject};
use crate::app::results::row::{Progress, Row};
use crate::app::when::date;
use crate::domain::figures::{bytes, duration};
use crate::domain::interchange::OutcomeLine;
use crate::domain::outcome::{Outcome, Status};
use crate::domain::payload::Payload;
use crate::domain::record::Record;

/// A form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// The row, in words.
    Row,
    /// The record's key.
    Key,
    /// The record's value.
    Value,
    /// Where it is: `topic-partition@offset`.
    Offset,
    /// The outcome, as `linger send --format json` writes it.
    Json,
    /// The `linger send` command that repeats it.
    Command,
}

impl Form {
    /// Every form, with the key that chooses it.
    pub const ALL: [(Form, char); 6] = [
        (Form::Json, 'j'),
        (Form::Command, 's'),
        (Form::Offset, 'o'),
        (Form::Key, 'k'),
        (Form::Value, 'v'),
        (Form::Row, 'r'),
    ];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Row => "the row",
            Self::Key => "the key",
            Self::Value => "the value",
            Self::Offset => "the offset",
            Self::Json => "the outcome as JSON",
            Self::Command => "the linger send command",
        }
    }

    /// What it would be of this entry, in a few words, or why it is nothing.
    ///
    /// # Errors
    /// Why there is nothing to copy.
    pub fn preview(self, entry: Entry<'_>) -> Result<String, String> {
        match (self, entry) {
            (Self::Key, Entry::Record(row)) => payload(&kept(row)?.key, "key").map(described),
            (Self::Value, Entry::Record(row)) => payload(&kept(row)?.value, "value").map(described),
            (Self::Offset, Entry::Record(row)) => offset(row),
            (Self::Json, Entry::Record(row)) => outcome(row).map(|_| "one line".to_owned()),
            (Self::Command, Entry::Record(row)) => kept(row).map(|_| "repeats it".to_owned()),
            (Self::Row, _) => Ok("in words".to_owned()),
            (Self::Json, Entry::Group(group)) => sample(group).map(|_| "of the first of them".to_owned()),
            (Self::Key | Self::Value | Self::Offset | Self::Command, Entry::Group(_)) => Err(NO_RECORD.to_owned()),
        }
    }

    /// The text of an entry in this form. `target` are the arguments that say where `linger send` sends to.
    ///
    /// # Errors
    /// Why there is nothing to copy.
    pub fn text(self, entry: Entry<'_>, target: &[String], zone: &TimeZone) -> Result<String, String> {
        match (self, entry) {
            (Self::Key, Entry::Record(row)) => payload(&kept(row)?.key, "key").map(written),
            (Self::Value, Entry::Record(row)) => payload(&kept(row)?.value, "value").map(written),
            (Self::Offset, Entry::Record(row)) => offset(row),
            (Self::Json, Entry::Record(row)) => outcome(row).and_then(json),
            (Self::Command, Entry::Record(row)) => command_line(kept(row)?, target),
            (Self::Row, Entry::Record(row)) => Ok(words(row, zone)),
            (Self::Row, Entry::Group(group)) => Ok(group_words(group, zone)),
            (Self::Json, Entry::Group(group)) => sample(group).and_then(json),
            (Self::Key | Self::Value | Self::Offset | Self::Command, Entry::Group(_)) => Err(NO_RECORD.to_owned()),
        }
    }
}

const NO_RECORD: &str = "this is no single record";

fn kept(row: &Row) -> Result<&Record, String> {
    row.record().map(AsRef::as_ref).ok_or_else(|| "its bytes are no longer kept".to_owned())
}

fn outcome(row: &Row) -> Result<&Outcome, String> {
    row.outcome().ok_or_else(|| "it has not come to its end yet".to_owned())
}

fn sample(group: &Group) -> Result<&Outcome, String> {
    match &group.subject {
        Subject::Load(sample) => Ok(sample),
        Subject::Trouble { .. } => Err("a trouble of the client has no outcome".to_owned()),
    }
}

fn json(outcome: &Outcome) -> Result<String, String> {
    serde_json::to_string(&OutcomeLine::from(outcome)).map_err(|error| error.to_string())
}

fn offset(row: &Row) -> Result<String, String> {
    let place = outcome(row)?;
    match (place.partition, place.offset) {
        (Some(partition), Some(offset)) => Ok(format!("{}-{partition}@{offset}", place.topic)),
        _ if place.is_ok() => Err("no offset is known of it".to_owned()),
        _ => Err("it was not delivered".to_owned()),
    }
}

fn payload<'a>(payload: &'a Payload, what: &str) -> Result<&'a [u8], String> {
    match payload.as_deref() {
        None => Err(format!("the {what} is null")),
        Some([]) => Err(format!("the {what} is empty")),
        Some(bytes) => Ok(bytes),
    }
}

/// Text as it is, other bytes as hexadecimal digits.
fn written(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => data_encoding::HEXLOWER.encode(bytes),
    }
}

fn described(content: &[u8]) -> String {
    let size = bytes(content.len() as u64);
    if std::str::from_utf8(content).is_ok() { size } else { format!("{size}, in hex") }
}

/// A record's row in words, complete where the row on the screen is cut.
fn words(row: &Row, zone: &TimeZone) -> String {
    let mut words = format!("{} {}", date(row.at() / 1_000, zone), row.topic);
    if let Some(partition) = row.partition() {
        // Writing to a string can't fail.
        let _ = write!(words, "-{partition}");
    }
    if let Some(offset) = row.outcome().and_then(|outcome| outcome.offset) {
        let _ = write!(words, "@{offset}");
    }
    let size = |size: i64| u64::try_from(size).map_or("null".to_owned(), bytes);
    let key = row.key.as_deref().map_or("null".to_owned(), |key| format!("'{key}'"));
    let sizes = format!("key {key} {}, value {}", size(row.key_size), size(row.value_size));
    match &row.progress {
        Progress::Sending => words + &format!(" waits to be accepted: {sizes}"),
        Progress::Cancelling => words + &format!(" is given up: {sizes}"),
        Progress::Waiting { .. } => words + &format!(" waits for its end: {sizes}"),
        Progress::Ended { outcome, .. } => words + &ended(outcome) + &format!(": {sizes}"),
    }
}

fn ended(outcome: &Outcome) -> String {
    let latency = outcome.latency_micros.map(|micros| format!(" in {}", duration(micros))).unwrap_or_default();
    match &outcome.status {
        Status::Delivered => format!(" delivered{latency}"),
        Status::Sent => " sent, not acknowledged (acks=0)".to_owned(),
        Status::Failed(failure) => {
            let cause = failure.cause.as_deref().map(|cause| format!(" ({cause})")).unwrap_or_default();
            let written = if failure.possibly_persisted { ", possibly written" } else { ", not written" };
            format!(" failed{written}: {} ({}) {}{cause}", failure.name, failure.code, failure.words())
        }
    }
}

fn group_words(group: &Group, zone: &TimeZone) -> String {
    match &group.subject {
        Subject::Trouble { .. } => group.words(zone),
        Subject::Load(sample) => {
            let partition = sample.partition.map(|partition| format!("-{partition}")).unwrap_or_default();
            format!("{}{partition} {} records of a load{}", sample.topic, group.count, ended(sample))
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::outcome::Failure;

    fn row(record: &Record, status: Option<Status>) -> Row {
        let mut row = Row::new(7, record, 1_700_000_000_000_000);
        if let Some(status) = status {
            let outcome = Outcome {
                status,
                partition: Some(3),
                offset: Some(1841),
                latency_micros: Some(6_100),
                ..Outcome::not_taken(7, record, Failure::new(0, false, None, false))
            };
            row.progress = Progress::Ended { outcome: Box::new(outcome), at: 1_700_000_000_006_000 };
        }
        row
    }

    fn orders(key: Payload, value: Payload) -> Record {
        Record { topic: "orders".to_owned(), key, value, ..Record::default() }
    }

    #[test]
    fn each_form_has_its_text_or_says_why_not() {
        let zone = TimeZone::UTC;
        let delivered = row(&orders(Payload::text("user-42"), Payload::bytes(vec![0, 255])), Some(Status::Delivered));
        let nulls = row(&orders(Payload::NULL, Payload::text("")), None);
        let timed_out = Failure::new(-192, true, Some("broker 2 refused".to_owned()), false);
        let failed = row(&orders(Payload::text("k"), Payload::text("v")), Some(Status::Failed(timed_out)));
        let mut bare = delivered.clone();
        bare.record = None;
        let table: [(&Row, Form, Result<&str, &str>); 12] = [
            (&delivered, Form::Key, Ok("user-42")),
            (&delivered, Form::Value, Ok("00ff")),
            (&delivered, Form::Offset, Ok("orders-3@1841")),
            (
                &delivered,
                Form::Row,
                Ok("2023-11-14 22:13:20.006Z orders-3@1841 delivered in 6.1 ms: key 'user-42' 7 B, value 2 B"),
            ),
            (&nulls, Form::Key, Err("the key is null")),
            (&nulls, Form::Value, Err("the value is empty")),
            (&nulls, Form::Offset, Err("it has not come to its end yet")),
            (&nulls, Form::Json, Err("it has not come to its end yet")),
            (&nulls, Form::Row, Ok("2023-11-14 22:13:20.000Z orders waits to be accepted: key null null, value 0 B")),
            (
                &failed,
                Form::Row,
                Ok(
                    "2023-11-14 22:13:20.006Z orders-3@1841 failed, possibly written: _MSG_TIMED_OUT (-192) the record \
                    was not acknowledged in time (delivery.timeout.ms) (broker 2 refused): key 'k' 1 B, value 1 B",
                ),
            ),
            (&bare, Form::Value, Err("its bytes are no longer kept")),
            (&bare, Form::Command, Err("its bytes are no longer kept")),
        ];
        for (row, form, expected) in table {
            let entry = Entry::Record(row);
            let text = form.text(entry, &[], &zone);
            assert_eq!(text.as_deref().map_err(String::as_str), expected, "{form:?}");
            // The list says beforehand what is there to be copied.
            assert_eq!(form.preview(entry).is_ok(), expected.is_ok(), "{form:?}");
        }
        let json = Form::Json.text(Entry::Record(&delivered), &[], &zone).unwrap();
        assert!(json.starts_with(r#"{"type":"outcome","n":7,"status":"delivered","topic":"orders","partition":3,"#));
    }

    #[test]
    fn every_form_has_a_letter_of_its_own() {
        for (at, (form, letter)) in Form::ALL.iter().enumerate() {
            assert!(Form::ALL[at + 1..].iter().all(|(other, taken)| other != form && taken != letter));
        }
    }
}
