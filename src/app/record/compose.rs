//! From the form to the record, or to what is wrong in it.

use jiff::tz::TimeZone;

use crate::app::field::Field;
use crate::app::record::{RecordPane, Stop};
use crate::app::when;
use crate::domain::partitioner::{Preview, Rule, TopicShape};
use crate::domain::payload::Payload;
use crate::domain::record::{Header, Record};
use crate::domain::refusal::validate_topic;
use crate::domain::size::RecordSize;
use crate::domain::topic::TopicView;

/// A moment (in 2100) for checks that come before the moment of sending is known.
const SOME_TIME: i64 = 4_102_444_800_000_000;

/// What keeps the form from being sent, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field.
    pub stop: Stop,
    /// What is wrong with it.
    pub what: String,
}

/// A topic as partitioners see it.
pub fn shape_of(view: &TopicView) -> TopicShape {
    TopicShape::new(view.partitions.iter().map(|partition| partition.leader).collect())
}

impl RecordPane {
    /// The record as it would be sent at `at` (microseconds since the epoch), or the first thing wrong. The partition is
    /// checked against the topic if it is known.
    ///
    /// # Errors
    /// The first field, from the top, that keeps it from being sent.
    pub fn compose(&self, at: i64, view: Option<&TopicView>) -> Result<Record, Problem> {
        for stop in self.stops() {
            if let Some(what) = self.problem(stop, view) {
                return Err(Problem { stop, what });
            }
        }
        let timestamp = self.millis(at).map_err(|what| Problem { stop: Stop::Timestamp, what })?;
        let unread = |stop| Problem { stop, what: "can't be read".to_owned() };
        Ok(Record { timestamp, ..self.without_time().map_err(unread)? })
    }

    /// What is wrong at one stop.
    pub fn problem(&self, stop: Stop, view: Option<&TopicView>) -> Option<String> {
        match stop {
            Stop::Topic => {
                let topic = self.topic_name();
                if topic.is_empty() {
                    return Some("a record needs a topic".to_owned());
                }
                validate_topic(&topic).err().map(|refusal| refusal.to_string())
            }
            Stop::Partition => match self.asked_partition() {
                Err(what) => Some(what),
                Ok(None) => None,
                Ok(Some(partition)) => {
                    let view = view?;
                    let count = view.partitions.len();
                    let known = view.partitions.iter().any(|known| known.id == partition);
                    (!known).then(|| match count {
                        1 => format!("'{partition}' is no partition of {}: it has one, 0", view.name),
                        _ => format!(
                            "'{partition}' is no partition of {}: it has {count}, 0 to {}",
                            view.name,
                            count - 1
                        ),
                    })
                }
            },
            Stop::Key | Stop::Value | Stop::HeaderValue(_) => {
                self.field(stop).and_then(|field| field.payload().as_ref().err()).map(ToString::to_string)
            }
            Stop::Timestamp => self.millis(SOME_TIME).err(),
            Stop::HeaderName(_) | Stop::AddHeader => None,
        }
    }

    /// The first problem of the form, if there is one.
    pub fn first_problem(&self, view: Option<&TopicView>) -> Option<Problem> {
        self.stops().into_iter().find_map(|stop| self.problem(stop, view).map(|what| Problem { stop, what }))
    }

    /// The partition asked for; `None` leaves it to the partitioner.
    ///
    /// # Errors
    /// What stands there is no number from 0.
    pub fn asked_partition(&self) -> Result<Option<i32>, String> {
        let text = self.partition().text();
        let text = text.trim();
        if text.is_empty() || text.eq_ignore_ascii_case("auto") {
            return Ok(None);
        }
        match text.parse::<i32>() {
            Ok(partition) if partition >= 0 => Ok(Some(partition)),
            Ok(_) | Err(_) => Err(format!("'{text}' is no partition; it can be auto or a number from 0")),
        }
    }

    /// The partition that the record would go to by this rule, and why; `None` while partition or key can't be read. Where
    /// a rule stands is the producer's knowledge: `foreseen` is what it told, and counts if it told of the same.
    pub fn partition_preview(
        &self,
        view: Option<&TopicView>,
        rule: Rule,
        foreseen: Option<Preview>,
    ) -> Option<Preview> {
        let partition = self.asked_partition().ok()?;
        let key = self.record_key().payload().as_ref().ok()?;
        let shape = view.map(shape_of);
        let told = rule.preview(partition, key.as_deref(), shape.as_ref());
        let by_producer = foreseen.filter(|foreseen| told.why.only_producer_knows() && foreseen.why == told.why);
        Some(by_producer.unwrap_or(told))
    }

    /// The timestamp of a record sent at `at` (microseconds since the epoch); `None` for now.
    ///
    /// # Errors
    /// What stands there is no timestamp, or none that a record can have.
    pub fn millis(&self, at: i64) -> Result<Option<i64>, String> {
        when::read(&self.timestamp().text(), at)
    }

    /// What stands beside the timestamp: the other ways to write it, for a record sent at `at`, microseconds since the
    /// epoch.
    pub fn other_forms(&self, at: Option<i64>, zone: &TimeZone) -> Vec<String> {
        match self.millis(at.unwrap_or(SOME_TIME)) {
            Ok(millis) => when::other_forms(&self.timestamp().text(), millis, at, zone),
            Err(_) => Vec::new(),
        }
    }

    /// The record but for its timestamp, or the stop that can't be read.
    fn without_time(&self) -> Result<Record, Stop> {
        let payload = |field: &Field, stop| field.payload().clone().map_err(|_| stop);
        let mut headers = Vec::with_capacity(self.headers().len());
        for (at, header) in self.headers().iter().enumerate() {
            let value: Payload = payload(&header.value, Stop::HeaderValue(at))?;
            headers.push(Header { name: header.name.text(), value });
        }
        Ok(Record {
            topic: self.topic_name(),
            partition: self.asked_partition().map_err(|_| Stop::Partition)?,
            timestamp: None,
            key: payload(self.record_key(), Stop::Key)?,
            value: payload(self.value(), Stop::Value)?,
            headers,
        })
    }

    /// The record but for its timestamp, which takes the same room whatever it is; `None` while a field can't be read.
    pub fn contents(&self) -> Option<Record> {
        self.without_time().ok()
    }

    pub(super) fn measure(&mut self) {
        self.size = self.contents().map(|record| RecordSize::of(&record));
    }
}
