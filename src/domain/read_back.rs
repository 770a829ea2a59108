//! A record read back from the log, held against what was sent.

use super::outcome::TimestampType;
use super::payload::Payload;
use super::record::{Header, Record};

/// A record as a consumer got it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadRecord {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: i32,
    /// The offset.
    pub offset: i64,
    /// Milliseconds since the epoch, and whose timestamp it is.
    pub timestamp: Option<(i64, TimestampType)>,
    /// The key.
    pub key: Payload,
    /// The value.
    pub value: Payload,
    /// The headers, in order.
    pub headers: Vec<Header>,
}

/// The record as the log has it, or why there is none.
pub type Answer = Result<Box<ReadRecord>, String>;

/// One part of a record on both sides; `None` where that side does not have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// What it is: `key`, `value`, `header 1`.
    pub name: String,
    /// The header's names, sent and read; `None` for key and value.
    pub header: Option<(Option<String>, Option<String>)>,
    /// As it was sent.
    pub sent: Option<Payload>,
    /// As it was read.
    pub read: Option<Payload>,
}

/// How two payloads differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// Not at all.
    Same,
    /// One is null, or missing, and the other is not.
    Presence,
    /// In this many bytes, those that only one has among them; the first of them stands here, counted from 0.
    Bytes {
        /// How many.
        count: usize,
        /// The first.
        first: usize,
    },
}

impl Part {
    /// How the two sides differ.
    pub fn difference(&self) -> Difference {
        let (Some(sent), Some(read)) = (&self.sent, &self.read) else {
            return if self.sent == self.read { Difference::Same } else { Difference::Presence };
        };
        match (sent.as_deref(), read.as_deref()) {
            (None, None) => Difference::Same,
            (None, Some(_)) | (Some(_), None) => Difference::Presence,
            (Some(sent), Some(read)) => bytes(sent, read),
        }
    }

    /// Whether nothing differs, the header's name included.
    pub fn is_same(&self) -> bool {
        let name = self.header.as_ref().is_none_or(|(sent, read)| sent == read);
        name && self.difference() == Difference::Same
    }
}

fn bytes(sent: &[u8], read: &[u8]) -> Difference {
    let common = sent.len().min(read.len());
    let differ = |at: &usize| sent[*at] != read[*at];
    let count = (0..common).filter(differ).count() + sent.len().abs_diff(read.len());
    match (0..common).find(differ) {
        _ if count == 0 => Difference::Same,
        first => Difference::Bytes { count, first: first.unwrap_or(common) },
    }
}

impl ReadRecord {
    /// Every part of the record beside what was sent; the sides of a record that is no longer known are empty.
    pub fn beside(&self, sent: Option<&Record>) -> Vec<Part> {
        let part = |name: &str, sent: Option<&Payload>, read: &Payload| Part {
            name: name.to_owned(),
            header: None,
            sent: sent.cloned(),
            read: Some(read.clone()),
        };
        let mut parts = vec![
            part("key", sent.map(|sent| &sent.key), &self.key),
            part("value", sent.map(|sent| &sent.value), &self.value),
        ];
        let headers = sent.map_or(&[][..], |sent| &sent.headers);
        for at in 0..headers.len().max(self.headers.len()) {
            let (sent, read) = (headers.get(at), self.headers.get(at));
            parts.push(Part {
                name: format!("header {}", at + 1),
                header: Some((sent.map(|header| header.name.clone()), read.map(|header| header.name.clone()))),
                sent: sent.map(|header| header.value.clone()),
                read: read.map(|header| header.value.clone()),
            });
        }
        parts
    }

    /// Whether the timestamp is another than was sent (milliseconds since the epoch), and why if that is no fault.
    pub fn other_timestamp(&self, sent: Option<i64>) -> Option<&'static str> {
        match (self.timestamp, sent) {
            (Some((_, TimestampType::LogAppendTime)), _) => {
                Some("the topic takes the broker's clock (message.timestamp.type=LogAppendTime)")
            }
            (Some((read, TimestampType::CreateTime)), Some(sent)) if read != sent => Some("another than was sent"),
            (Some(_), _) => None,
            (None, _) => Some("the log has none: its records are older than Kafka 0.10"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(record: &Record) -> ReadRecord {
        ReadRecord {
            topic: record.topic.clone(),
            partition: 0,
            offset: 0,
            timestamp: None,
            key: record.key.clone(),
            value: record.value.clone(),
            headers: record.headers.clone(),
        }
    }

    #[test]
    fn payloads_are_held_against_each_other_byte_by_byte() {
        let bytes = |text: &[u8]| Some(Payload::bytes(text));
        let null = Some(Payload::NULL);
        let table = [
            (null.clone(), null.clone(), Difference::Same),
            (bytes(b""), bytes(b""), Difference::Same),
            (bytes(b""), null.clone(), Difference::Presence),
            (None, null, Difference::Presence),
            (None, bytes(b"x"), Difference::Presence),
            (bytes(b"abc"), bytes(b"abc"), Difference::Same),
            (bytes(b"abc"), bytes(b"aXc"), Difference::Bytes { count: 1, first: 1 }),
            (bytes(b"abc"), bytes(b"abcde"), Difference::Bytes { count: 2, first: 3 }),
            (bytes(b"abc"), bytes(b"Xb"), Difference::Bytes { count: 2, first: 0 }),
        ];
        for (sent, read, difference) in table {
            let part = Part { name: "value".to_owned(), header: None, sent, read };
            assert_eq!(part.difference(), difference, "{part:?}");
        }
    }

    #[test]
    fn headers_are_compared_in_their_places() {
        let header = |name: &str, value: &str| Header { name: name.to_owned(), value: Payload::text(value) };
        let sent = Record { headers: vec![header("a", "1"), header("a", "2")], ..Record::default() };
        let same = |other: Vec<Header>| -> Vec<bool> {
            let read = read(&Record { headers: other, ..sent.clone() });
            read.beside(Some(&sent)).iter().skip(2).map(Part::is_same).collect()
        };
        assert_eq!(same(sent.headers.clone()), [true, true]);
        assert_eq!(same(vec![header("a", "2"), header("a", "1")]), [false, false]);
        assert_eq!(same(vec![header("b", "1"), header("a", "2")]), [false, true]);
        assert_eq!(same(vec![header("a", "1")]), [true, false]);
        assert_eq!(same(vec![header("a", "1"), header("a", "2"), header("x", "")]), [true, true, false]);
    }

    #[test]
    fn a_timestamp_can_be_the_brokers() {
        let at = |timestamp| ReadRecord { timestamp, ..read(&Record::default()) };
        assert_eq!(at(Some((5, TimestampType::CreateTime))).other_timestamp(Some(5)), None);
        assert_eq!(at(Some((5, TimestampType::CreateTime))).other_timestamp(None), None);
        assert_eq!(at(Some((6, TimestampType::CreateTime))).other_timestamp(Some(5)), Some("another than was sent"));
        assert!(at(Some((5, TimestampType::LogAppendTime))).other_timestamp(Some(5)).is_some());
        assert!(at(None).other_timestamp(Some(5)).is_some());
    }
}
