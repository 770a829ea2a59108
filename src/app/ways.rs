//! How the record in the form is sent: which of the three ways, how many times, and what counts.

use crate::app::editor::{Edit, Editor, Lines};
use crate::app::key::{Code, Key};
use crate::domain::json::with_member;
use crate::domain::payload::Payload;
use crate::domain::record::{Header, Record};

/// The most times that one record is sent; beyond it a load is the tool.
pub const MAX_TIMES: u32 = 10_000;
/// The name of the header or member that counts, where none is typed.
const USUAL_NAME: &str = "n";

/// What a program does with the Future that `send()` returns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// It is looked at when the result arrives, as with a callback.
    Asynchronous,
    /// It is waited for before anything else is done.
    Synchronous,
    /// It is dropped.
    FireAndForget,
}

impl Way {
    /// Every way, and what it means.
    pub const ALL: [(Way, &'static str, &'static str); 3] = [
        (Way::Asynchronous, "asynchronous", "the result arrives in Results while the form goes on"),
        (Way::Synchronous, "synchronous", "the form waits for each result; the first failure ends it"),
        (Way::FireAndForget, "fire-and-forget", "no result is awaited; a program would learn of no failure"),
    ];
}

/// What differs between the records of a series: a number that counts from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counter {
    /// Nothing.
    None,
    /// The number stands behind the key's text; behind a null key alone.
    Key,
    /// A header holds it.
    Header,
    /// A member of the JSON object in the value holds it.
    Member,
}

impl Counter {
    /// Every counter, and what it means.
    pub const ALL: [(Counter, &'static str, &'static str); 4] = [
        (Counter::None, "none", "all records are alike"),
        (Counter::Key, "key", "0, 1, 2, … behind the key's text"),
        (Counter::Header, "header", "0, 1, 2, … in a header"),
        (Counter::Member, "json", "0, 1, 2, … as a member of the value's JSON object"),
    ];
}

/// A field of the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WayField {
    /// Which way.
    Way,
    /// How many times.
    Times,
    /// What counts.
    Counter,
    /// The name of the header or member that counts.
    Name,
}

impl WayField {
    /// All of them, from above.
    pub const ALL: [Self; 4] = [Self::Way, Self::Times, Self::Counter, Self::Name];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Way => "way",
            Self::Times => "times",
            Self::Counter => "counter",
            Self::Name => "name",
        }
    }
}

/// How the record in the form is sent.
#[derive(Clone, Debug)]
pub struct Ways {
    /// The field of the dialog that has the cursor, from 0.
    pub at: usize,
    /// Which way.
    pub way: Way,
    /// What counts.
    pub counter: Counter,
    times: Editor,
    name: Editor,
}

impl Default for Ways {
    fn default() -> Self {
        let line = || Editor::new(Lines::One, "");
        Self { at: 0, way: Way::Asynchronous, counter: Counter::None, times: line(), name: line() }
    }
}

impl Ways {
    /// The field under the cursor.
    pub fn field(&self) -> WayField {
        WayField::ALL[self.at.min(WayField::ALL.len() - 1)]
    }

    /// The text of a field, if it is typed.
    pub fn editor(&self, field: WayField) -> Option<&Editor> {
        match field {
            WayField::Times => Some(&self.times),
            WayField::Name => Some(&self.name),
            WayField::Way | WayField::Counter => None,
        }
    }

    /// Goes to the next field, or the one before.
    pub fn go(&mut self, down: bool) {
        let steps = if down { 1 } else { WayField::ALL.len() - 1 };
        self.at = (self.at + steps) % WayField::ALL.len();
    }

    /// Takes a key: left and right go through what can be chosen, the rest is typed.
    pub fn key(&mut self, key: Key, width: usize) {
        let back = key == Key::plain(Code::Left);
        let turns = back || key == Key::plain(Code::Right) || key == Key::from(' ');
        match self.field() {
            WayField::Way if turns => self.way = turned(&Way::ALL.map(|(way, ..)| way), self.way, back),
            WayField::Counter if turns => {
                self.counter = turned(&Counter::ALL.map(|(counter, ..)| counter), self.counter, back);
            }
            WayField::Way | WayField::Counter => {}
            WayField::Times => drop_edit(self.times.key(key, width)),
            WayField::Name => drop_edit(self.name.key(key, width)),
        }
    }

    /// Takes a pasted text, if the field under the cursor is typed.
    pub fn paste(&mut self, text: &str) -> bool {
        match self.field() {
            WayField::Times => self.times.paste(text),
            WayField::Name => self.name.paste(text),
            WayField::Way | WayField::Counter => false,
        }
    }

    /// How many times.
    ///
    /// # Errors
    /// What stands there is no such number.
    pub fn times(&self) -> Result<u32, String> {
        let text = self.times.text();
        let text = text.trim();
        if text.is_empty() {
            return Ok(1);
        }
        let times = text.parse().ok().filter(|times| (1..=MAX_TIMES).contains(times));
        times.ok_or_else(|| format!("'{text}' is no number from 1 to {MAX_TIMES}; a load sends more"))
    }

    /// The name of the header or member that counts.
    pub fn name(&self) -> String {
        let name = self.name.text();
        if name.is_empty() { USUAL_NAME.to_owned() } else { name }
    }

    /// What stands in the form, if it is not one record sent asynchronously.
    pub fn summary(&self) -> Option<String> {
        let way = Way::ALL.iter().find(|(way, ..)| *way == self.way).map_or("", |(_, name, _)| name);
        let times = match self.times() {
            Ok(1) => String::new(),
            Ok(times) => format!(", {times} times"),
            Err(what) => format!(", {what}"),
        };
        let counter = match self.counter {
            Counter::None => String::new(),
            Counter::Key => ", a number behind the key".to_owned(),
            Counter::Header => format!(", a number in header '{}'", self.name()),
            Counter::Member => format!(", a number in member '{}'", self.name()),
        };
        let usual = self.way == Way::Asynchronous && times.is_empty() && counter.is_empty();
        (!usual).then(|| format!("{way}{times}{counter}"))
    }

    /// The record as the `index`th of its series.
    ///
    /// # Errors
    /// It has no place for the number.
    pub fn numbered(&self, record: &Record, index: u32) -> Result<Record, String> {
        let mut record = record.clone();
        let number = index.to_string();
        match self.counter {
            Counter::None => {}
            Counter::Key => {
                let mut key = record.key.as_deref().unwrap_or_default().to_vec();
                key.extend(number.bytes());
                record.key = Payload::bytes(key);
            }
            Counter::Header => {
                record.headers.push(Header { name: self.name(), value: Payload::text(number) });
            }
            Counter::Member => {
                let json = record.value.as_deref().and_then(|bytes| std::str::from_utf8(bytes).ok());
                let numbered = json.and_then(|json| with_member(json, &self.name(), &number));
                record.value = Payload::text(numbered.ok_or("the value is no JSON object that could hold a number")?);
            }
        }
        Ok(record)
    }
}

/// The next of some choices, or the one before.
fn turned<T: Copy + PartialEq>(all: &[T], now: T, back: bool) -> T {
    let at = all.iter().position(|choice| *choice == now).unwrap_or(0);
    all[(at + if back { all.len() - 1 } else { 1 }) % all.len()]
}

/// A key that means nothing to a field means nothing at all here.
fn drop_edit(_: Edit) {}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn ways(counter: Counter, name: &str) -> Ways {
        Ways { counter, name: Editor::new(Lines::One, name), ..Ways::default() }
    }

    #[test]
    fn the_number_stands_where_the_counter_says() {
        let record = Record { key: Payload::text("user-"), value: Payload::text("{\"n\":1}"), ..Record::default() };
        let null = Record::default();
        assert_eq!(ways(Counter::None, "").numbered(&record, 7).unwrap(), record);
        assert_eq!(ways(Counter::Key, "").numbered(&record, 7).unwrap().key, Payload::text("user-7"));
        assert_eq!(ways(Counter::Key, "").numbered(&null, 7).unwrap().key, Payload::text("7"));
        let headers = ways(Counter::Header, "seq").numbered(&record, 7).unwrap().headers;
        assert_eq!(headers, [Header { name: "seq".to_owned(), value: Payload::text("7") }]);
        let value = |name| ways(Counter::Member, name).numbered(&record, 7).unwrap().value;
        assert_eq!(value(""), Payload::text("{\"n\":7}"));
        assert_eq!(value("seq"), Payload::text("{\"n\":1,\"seq\":7}"));
        let refused = ways(Counter::Member, "").numbered(&null, 7);
        assert_eq!(refused, Err("the value is no JSON object that could hold a number".to_owned()));
    }

    #[test]
    fn times_are_a_number_within_its_limits() {
        for (text, expected) in
            [("", Some(1)), (" 10 ", Some(10)), ("10000", Some(10_000)), ("0", None), ("10001", None), ("x", None)]
        {
            let ways = Ways { times: Editor::new(Lines::One, text), ..Ways::default() };
            assert_eq!(ways.times().ok(), expected, "{text}");
        }
    }

    #[test]
    fn only_what_is_unusual_is_told() {
        assert_eq!(Ways::default().summary(), None);
        let times = Editor::new(Lines::One, "10");
        let unusual = Ways { way: Way::Synchronous, times, ..ways(Counter::Header, "") };
        assert_eq!(unusual.summary().as_deref(), Some("synchronous, 10 times, a number in header 'n'"));
    }
}
