//! The headers of the form: an ordered list in which names may repeat.

use super::{HeaderField, RecordPane, Stop};
use crate::app::editor::{Editor, Lines};
use crate::app::field::{Field, Kind};

/// The most headers that one paste makes.
const MAX_PASTED: usize = 1_000;
/// The most removed headers that can be brought back.
const MAX_REMOVED: usize = 100;

impl HeaderField {
    fn new(name: &str, value: &str) -> Self {
        Self { name: Editor::new(Lines::One, name), value: Field::new(Kind::Text, value) }
    }

    fn is_blank(&self) -> bool {
        self.name.is_empty() && self.value.kind() == Kind::Text && self.value.editor().is_empty()
    }
}

impl RecordPane {
    /// Removes the header under the cursor. Says whether there was one.
    pub fn remove_header(&mut self) -> bool {
        let (Stop::HeaderName(at) | Stop::HeaderValue(at)) = self.stop else { return false };
        if at >= self.headers.len() {
            return false;
        }
        let header = self.headers.remove(at);
        if !header.is_blank() {
            if self.removed.len() == MAX_REMOVED {
                self.removed.remove(0);
            }
            self.removed.push((at, header));
        }
        self.stop = if at < self.headers.len() { Stop::HeaderName(at) } else { Stop::AddHeader };
        self.touch();
        true
    }

    /// Moves the header under the cursor one place down, or up. Says whether it could be.
    pub fn move_header(&mut self, down: bool) -> bool {
        let (Stop::HeaderName(at) | Stop::HeaderValue(at)) = self.stop else { return false };
        let Some(to) = (if down { at.checked_add(1) } else { at.checked_sub(1) }) else { return false };
        if to >= self.headers.len() || at >= self.headers.len() {
            return false;
        }
        self.headers.swap(at, to);
        self.stop = if matches!(self.stop, Stop::HeaderName(_)) { Stop::HeaderName(to) } else { Stop::HeaderValue(to) };
        self.touch();
        true
    }

    pub(super) fn add_header(&mut self) {
        self.headers.push(HeaderField::new("", ""));
        self.stop = Stop::HeaderName(self.headers.len() - 1);
        self.touch();
    }

    /// Brings the header back that was removed last, if the cursor is where headers are.
    pub(super) fn restore_header(&mut self) -> bool {
        match self.stop {
            Stop::HeaderName(_) | Stop::HeaderValue(_) | Stop::AddHeader => {}
            Stop::Topic | Stop::Partition | Stop::Key | Stop::Value | Stop::Timestamp => return false,
        }
        let Some((at, header)) = self.removed.pop() else { return false };
        let at = at.min(self.headers.len());
        self.headers.insert(at, header);
        self.stop = Stop::HeaderName(at);
        true
    }

    /// Makes headers of lines of `name: value`, where a header begins. Says how many; `None` if it is another text, or
    /// the cursor stands elsewhere.
    pub(super) fn paste_headers(&mut self, text: &str) -> Option<usize> {
        let at = match self.stop {
            Stop::AddHeader => self.headers.len(),
            Stop::HeaderName(at) if self.headers.get(at).is_some_and(HeaderField::is_blank) => at,
            Stop::HeaderName(_)
            | Stop::HeaderValue(_)
            | Stop::Topic
            | Stop::Partition
            | Stop::Key
            | Stop::Value
            | Stop::Timestamp => return None,
        };
        let pairs = name_value_lines(text)?;
        let added = pairs.len();
        let headers = pairs.into_iter().map(|(name, value)| HeaderField::new(name, value));
        let end = if at < self.headers.len() { at + 1 } else { at };
        self.headers.splice(at..end, headers);
        self.stop = Stop::HeaderValue(at + added - 1);
        Some(added)
    }
}

/// The names and values of a text whose every line is `name: value`. One line alone needs the space behind the colon:
/// an address is no header.
fn name_value_lines(text: &str) -> Option<Vec<(&str, &str)>> {
    let lines: Vec<&str> = text.split(['\n', '\r']).filter(|line| !line.trim().is_empty()).collect();
    if lines.is_empty() || lines.len() > MAX_PASTED {
        return None;
    }
    let pair = |line: &&'_ str| {
        // HTTP/2's names begin with a colon.
        let from = usize::from(line.starts_with(':'));
        let colon = line[from..].find(':')? + from;
        let (name, value) = (line[..colon].trim(), &line[colon + 1..]);
        let spaced = value.is_empty() || value.starts_with([' ', '\t']);
        (!name.is_empty() && (spaced || lines.len() > 1)).then_some(colon)
    };
    let colons: Vec<usize> = lines.iter().map(pair).collect::<Option<_>>()?;
    Some(lines.iter().zip(colons).map(|(line, colon)| (line[..colon].trim(), line[colon + 1..].trim())).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_names_and_values_are_told_from_other_texts() {
        type Pairs<'a> = Option<&'a [(&'a str, &'a str)]>;
        let cases: [(&str, Pairs<'_>); 11] = [
            ("a: 1", Some(&[("a", "1")])),
            ("a: 1\r\nb:2\n\na: : x ", Some(&[("a", "1"), ("b", "2"), ("a", ": x")])),
            ("a:", Some(&[("a", "")])),
            (":path: /orders", Some(&[(":path", "/orders")])),
            ("a:1\rb:", Some(&[("a", "1"), ("b", "")])),
            ("http://example.com", None),
            ("a:1", None),
            ("a: 1\nno pair", None),
            (": 1", None),
            ("", None),
            ("name", None),
        ];
        for (text, expected) in cases {
            assert_eq!(name_value_lines(text).as_deref(), expected, "{text:?}");
        }
    }
}
