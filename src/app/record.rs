//! The Record pane: the form in which a record is composed.

mod compose;
mod draft;
mod headers;

pub use compose::{Problem, shape_of};

use crate::app::editor::{Edit, Editor, Lines};
use crate::app::field::{Field, Kind, Layout};
use crate::app::key::{Code, Key};
use crate::domain::record::Record;
use crate::domain::size::{BATCH_OVERHEAD, RecordSize};

/// A place in the form that the cursor can stand at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stop {
    /// The topic.
    Topic,
    /// The partition.
    Partition,
    /// The key.
    Key,
    /// The value.
    Value,
    /// The name of a header, counted from 0.
    HeaderName(usize),
    /// The value of a header.
    HeaderValue(usize),
    /// Behind the last header, where another begins.
    AddHeader,
    /// The timestamp.
    Timestamp,
}

/// What a paste came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pasted {
    /// It is in the text under the cursor.
    Text,
    /// It made so many headers.
    Headers(usize),
    /// Nothing: it is too long for the field, or there is none.
    Nothing,
}

/// A header under edit.
#[derive(Clone, Debug)]
pub struct HeaderField {
    /// The name; names may repeat.
    pub name: Editor,
    /// The value.
    pub value: Field,
}

/// The form.
#[derive(Clone, Debug)]
pub struct RecordPane {
    topic: Editor,
    partition: Editor,
    key: Field,
    value: Field,
    headers: Vec<HeaderField>,
    /// Headers that were removed, and where they stood, the latest last.
    removed: Vec<(usize, HeaderField)>,
    timestamp: Editor,
    stop: Stop,
    changed: bool,
    revision: u64,
    size: Option<RecordSize>,
}

impl RecordPane {
    /// A form with this topic, and this record if there is one.
    pub fn new(topic: &str, record: Option<&Record>) -> Self {
        let line = |text: &str| Editor::new(Lines::One, text);
        let mut pane = Self {
            topic: line(topic),
            partition: line(""),
            key: Field::new(Kind::Null, ""),
            value: Field::new(Kind::Text, ""),
            headers: Vec::new(),
            removed: Vec::new(),
            timestamp: line(""),
            stop: if topic.is_empty() { Stop::Topic } else { Stop::Value },
            changed: false,
            revision: 0,
            size: None,
        };
        if let Some(record) = record {
            if !record.topic.is_empty() {
                pane.topic = line(&record.topic);
                pane.stop = Stop::Value;
            }
            pane.partition = line(&record.partition.map(|partition| partition.to_string()).unwrap_or_default());
            pane.key = Field::of(&record.key);
            pane.value = Field::of(&record.value);
            pane.timestamp = line(&record.timestamp.map(|millis| millis.to_string()).unwrap_or_default());
            let header = |header: &crate::domain::record::Header| HeaderField {
                name: line(&header.name),
                value: Field::of(&header.value),
            };
            pane.headers = record.headers.iter().map(header).collect();
        }
        pane.measure();
        pane
    }

    /// The topic's field.
    pub fn topic(&self) -> &Editor {
        &self.topic
    }

    /// The topic's name as it would be sent.
    pub fn topic_name(&self) -> String {
        self.topic.text().trim().to_owned()
    }

    /// The partition's field.
    pub fn partition(&self) -> &Editor {
        &self.partition
    }

    /// The key's field.
    pub fn record_key(&self) -> &Field {
        &self.key
    }

    /// The value's field.
    pub fn value(&self) -> &Field {
        &self.value
    }

    /// The headers, in order.
    pub fn headers(&self) -> &[HeaderField] {
        &self.headers
    }

    /// The timestamp's field.
    pub fn timestamp(&self) -> &Editor {
        &self.timestamp
    }

    /// Where the cursor stands.
    pub fn stop(&self) -> Stop {
        self.stop
    }

    /// Whether something was changed since it was sent last, or begun.
    pub fn is_changed(&self) -> bool {
        self.changed
    }

    /// The upper bound of the record's size in bytes, as it is checked against `max.request.size`; `None` while a field
    /// can't be read.
    pub fn size(&self) -> Option<u64> {
        self.size.map(RecordSize::upper_bound)
    }

    /// Bytes of a batch of this record alone, uncompressed: what a broker holds against `max.message.bytes`. `None` while
    /// a field can't be read.
    pub fn batch_size(&self) -> Option<u64> {
        self.size.map(|size| BATCH_OVERHEAD + size.in_batch(0, 0))
    }

    /// Counts the changes: what was kept of the form at the same number is what stands there.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The record in the form was sent.
    pub fn mark_sent(&mut self) {
        self.changed = false;
    }

    /// Every stop, in order.
    pub fn stops(&self) -> Vec<Stop> {
        let mut stops = vec![Stop::Topic, Stop::Partition, Stop::Key, Stop::Value];
        for header in 0..self.headers.len() {
            stops.extend([Stop::HeaderName(header), Stop::HeaderValue(header)]);
        }
        stops.extend([Stop::AddHeader, Stop::Timestamp]);
        stops
    }

    /// Puts the cursor at a stop, if there is such a one.
    pub fn go_to(&mut self, stop: Stop) {
        if self.stops().contains(&stop) {
            self.stop = stop;
        }
    }

    /// Goes down by one field; from one header's column to the same of the next. Enter goes from a header's name to
    /// its value.
    pub fn next(&mut self, enter: bool) {
        let last = self.headers.len();
        self.stop = match self.stop {
            Stop::Topic => Stop::Partition,
            Stop::Partition => Stop::Key,
            Stop::Key => Stop::Value,
            Stop::Value if last > 0 => Stop::HeaderName(0),
            Stop::HeaderName(at) if enter => Stop::HeaderValue(at),
            Stop::HeaderName(at) if at + 1 < last => Stop::HeaderName(at + 1),
            Stop::HeaderValue(at) if at + 1 < last => Stop::HeaderValue(at + 1),
            Stop::Value | Stop::HeaderName(_) | Stop::HeaderValue(_) => Stop::AddHeader,
            Stop::AddHeader | Stop::Timestamp => Stop::Timestamp,
        };
    }

    /// Goes up by one field.
    pub fn previous(&mut self) {
        self.stop = match self.stop {
            Stop::Topic | Stop::Partition => Stop::Topic,
            Stop::Key => Stop::Partition,
            Stop::Value => Stop::Key,
            Stop::HeaderName(0) | Stop::HeaderValue(0) => Stop::Value,
            Stop::HeaderName(at) => Stop::HeaderName(at - 1),
            Stop::HeaderValue(at) => Stop::HeaderValue(at - 1),
            Stop::AddHeader if self.headers.is_empty() => Stop::Value,
            Stop::AddHeader => Stop::HeaderName(self.headers.len() - 1),
            Stop::Timestamp => Stop::AddHeader,
        };
    }

    /// The payload at a stop, if there is one.
    pub fn field(&self, stop: Stop) -> Option<&Field> {
        match stop {
            Stop::Key => Some(&self.key),
            Stop::Value => Some(&self.value),
            Stop::HeaderValue(at) => self.headers.get(at).map(|header| &header.value),
            Stop::Topic | Stop::Partition | Stop::HeaderName(_) | Stop::AddHeader | Stop::Timestamp => None,
        }
    }

    fn field_mut(&mut self, stop: Stop) -> Option<&mut Field> {
        match stop {
            Stop::Key => Some(&mut self.key),
            Stop::Value => Some(&mut self.value),
            Stop::HeaderValue(at) => self.headers.get_mut(at).map(|header| &mut header.value),
            Stop::Topic | Stop::Partition | Stop::HeaderName(_) | Stop::AddHeader | Stop::Timestamp => None,
        }
    }

    fn line_mut(&mut self, stop: Stop) -> Option<&mut Editor> {
        match stop {
            Stop::Topic => Some(&mut self.topic),
            Stop::Partition => Some(&mut self.partition),
            Stop::Timestamp => Some(&mut self.timestamp),
            Stop::HeaderName(at) => self.headers.get_mut(at).map(|header| &mut header.name),
            Stop::Key | Stop::Value | Stop::HeaderValue(_) | Stop::AddHeader => None,
        }
    }

    /// The payload that the cursor stands at, or whose header's name it stands at.
    pub fn payload_stop(&self) -> Option<Stop> {
        let stop = if let Stop::HeaderName(at) = self.stop { Stop::HeaderValue(at) } else { self.stop };
        self.field(stop).map(|_| stop)
    }

    /// Gives a key to the text under the cursor, drawn `width` columns wide.
    pub fn key(&mut self, key: Key, width: usize) -> Edit {
        if self.stop == Stop::AddHeader && (key.typed().is_some() || key == Key::plain(Code::Enter)) {
            self.add_header();
            if key.typed().is_none() {
                return Edit::Changed;
            }
        }
        let stop = self.stop;
        let edit = match self.field_mut(stop) {
            Some(field) => field.key(key, width),
            None => self.line_mut(stop).map_or(Edit::Ignored, |line| line.key(key, width)),
        };
        match edit {
            Edit::Changed => self.touch(),
            Edit::Moved => {}
            // The two columns of a header lie side by side.
            Edit::Ignored => match (stop, key == Key::plain(Code::Left), key == Key::plain(Code::Right)) {
                (Stop::HeaderName(at), false, true) => {
                    self.stop = Stop::HeaderValue(at);
                    return Edit::Moved;
                }
                (Stop::HeaderValue(at), true, false) => {
                    self.stop = Stop::HeaderName(at);
                    return Edit::Moved;
                }
                _ => {}
            },
        }
        edit
    }

    /// Takes a pasted text into the text under the cursor; lines of `name: value` where a header begins make a header
    /// each.
    pub fn paste(&mut self, text: &str) -> Pasted {
        if let Some(added) = self.paste_headers(text) {
            self.touch();
            return Pasted::Headers(added);
        }
        let adds = self.stop == Stop::AddHeader;
        if adds {
            self.add_header();
        }
        let stop = self.stop;
        let changed = match self.field_mut(stop) {
            Some(field) => field.paste(text),
            None => self.line_mut(stop).is_some_and(|line| line.paste(text)),
        };
        if changed {
            self.touch();
        } else if adds {
            self.remove_header();
        }
        if changed || text.is_empty() { Pasted::Text } else { Pasted::Nothing }
    }

    /// Takes the last change of the field back, or the removal of a header where headers are. Says whether there was one.
    pub fn undo(&mut self) -> bool {
        let stop = self.stop;
        let done = match self.field_mut(stop) {
            Some(field) => field.undo(),
            None => self.line_mut(stop).is_some_and(Editor::undo),
        };
        let done = done || self.restore_header();
        self.touch();
        done
    }

    /// Makes the change again that was taken back last. Says whether there was one.
    pub fn redo(&mut self) -> bool {
        let stop = self.stop;
        let done = match self.field_mut(stop) {
            Some(field) => field.redo(),
            None => self.line_mut(stop).is_some_and(Editor::redo),
        };
        self.touch();
        done
    }

    /// Makes the payload under the cursor another kind. Says what became of its text, if that is not what one would
    /// think.
    pub fn set_kind(&mut self, kind: Kind) -> Option<String> {
        let stop = self.stop;
        let said = self.field_mut(stop)?.set_kind(kind);
        self.touch();
        said
    }

    /// Puts another topic in place of the one in the form; the cursor goes to the next thing to fill.
    pub fn set_topic(&mut self, name: &str) {
        if self.topic_name() != name {
            self.topic.replace(name);
            self.touch();
        }
        if self.stop == Stop::Topic {
            self.stop = Stop::Value;
        }
    }

    /// Lays the JSON under the cursor out.
    ///
    /// # Errors
    /// Why it can't be, in a sentence.
    pub fn lay_out_json(&mut self, layout: Layout) -> Result<(), String> {
        let field = self.payload_stop().and_then(|stop| self.field_mut(stop));
        let field = field.ok_or("JSON is in the key, the value and the values of headers.")?;
        field.lay_out_json(layout)?;
        self.touch();
        Ok(())
    }

    fn touch(&mut self) {
        self.changed = true;
        self.revision += 1;
        self.measure();
    }
}
