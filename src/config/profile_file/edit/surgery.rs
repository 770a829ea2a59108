//! Cutting and pasting in a text, where everything that is not meant stays as it is.

use std::ops::Range;

use toml_edit::Value;

use super::site::{Home, Leaf, Sites};
use super::write::{self, Shape};

/// A profile's text, without the mark that Windows' editors begin it with.
pub(super) struct Text {
    /// What is TOML.
    pub body: String,
    mark: bool,
}

const MARK: char = '\u{feff}';

impl Text {
    pub(super) fn of(text: &str) -> Self {
        let body = text.strip_prefix(MARK);
        Self { mark: body.is_some(), body: body.unwrap_or(text).to_owned() }
    }

    /// All of it.
    pub(super) fn whole(self) -> String {
        if self.mark { format!("{MARK}{}", self.body) } else { self.body }
    }

    /// Puts a value in the place of the one that stands there, unless that is the same.
    pub(super) fn put_value(&mut self, leaf: &Leaf, text: &str, shape: Shape) {
        let before = &self.body[leaf.value.clone()];
        let same = match before.parse::<Value>() {
            Ok(Value::String(string)) => string.value() == text,
            Ok(Value::Integer(number)) => text.trim().parse() == Ok(*number.value()),
            Ok(Value::Float(number)) => text.trim().parse() == Ok(*number.value()),
            Ok(Value::Boolean(flag)) => text.trim().parse() == Ok(*flag.value()),
            Ok(Value::Datetime(_) | Value::Array(_) | Value::InlineTable(_)) | Err(_) => false,
        };
        if !same {
            let value = write::value(text, shape, Some(before));
            self.body.replace_range(leaf.value.clone(), &value);
        }
    }

    /// Adds a key and its value at the end of a table, or of what stands above all tables.
    pub(super) fn add(&mut self, sites: &Sites, table: Option<&str>, name: &str, value: &str) {
        let Some(table) = table else { return self.add_at_top(sites, &format!("{} = {value}", write::key(name))) };
        match sites.find_table(table) {
            Some(place) if place.braces => self.add_in_braces(sites, &place.span, name, value),
            Some(place) => {
                let home = Home::Lines(vec![table.to_owned()]);
                let key = if sites.takes_dots(table, name) { name.to_owned() } else { write::key(name) };
                let after = sites.spans(&home).max_by_key(|span| span.end).unwrap_or(place.span.clone());
                self.add_line(&after, &format!("{key} = {value}"));
            }
            None => match sites.dotted(table).max_by_key(|span| span.end) {
                Some(after) => self.add_line(&after, &format!("{table}.{} = {value}", write::key(name))),
                None => self.add_table(table, &format!("{} = {value}", write::key(name))),
            },
        }
    }

    /// Takes a value away with its key. A comment behind it stays, in a line of its own.
    pub(super) fn take(&mut self, sites: &Sites, leaf: &Leaf) {
        match &leaf.home {
            Home::Lines(_) => {
                let (start, end) = (self.line_start(leaf.key.start), self.line_end(leaf.value.end));
                let rest = &self.body[leaf.value.end..end];
                let kept = rest.find('#').map_or(String::new(), |at| self.indent(start) + &rest[at..]);
                self.body.replace_range(start..end, &kept);
            }
            Home::Braces(braces) => self.take_from_braces(sites, braces, leaf),
        }
    }

    /// Writes another name for a value of a table.
    pub(super) fn rename(&mut self, sites: &Sites, leaf: &Leaf, table: &str, to: &str) {
        let start = match &leaf.home {
            Home::Lines(_) => self.skip(self.line_start(leaf.key.start)),
            Home::Braces(braces) => self.start_in_braces(sites, braces, leaf),
        };
        let prefix = match &leaf.home {
            Home::Lines(path) if path.is_empty() => Some(format!("{table}.")),
            Home::Lines(path) => (path == &[table]).then(String::new),
            Home::Braces(braces) => {
                sites.find_table(table).filter(|place| place.span == *braces).map(|_| String::new())
            }
        };
        if let Some(prefix) = prefix {
            self.body.replace_range(start..leaf.key.end, &format!("{prefix}{}", write::key(to)));
            return;
        }
        // A part of the name stands elsewhere, in a header or before a brace.
        let value = self.body[leaf.value.clone()].to_owned();
        self.take(sites, leaf);
        if let Ok(sites) = Sites::of(&self.body) {
            self.add(&sites, Some(table), to, &value);
        }
    }

    /// How its lines end.
    fn newline(&self) -> &'static str {
        let first = self.body.find('\n');
        if first.is_some_and(|at| self.body[..at].ends_with('\r')) { "\r\n" } else { "\n" }
    }

    fn line_start(&self, at: usize) -> usize {
        self.body[..at].rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// The end of the line, with its newline.
    fn line_end(&self, at: usize) -> usize {
        self.body[at..].find('\n').map_or(self.body.len(), |newline| at + newline + 1)
    }

    fn indent(&self, line_start: usize) -> String {
        self.body[line_start..].chars().take_while(|c| *c == ' ' || *c == '\t').collect()
    }

    /// The first place from `at` on where neither a blank nor a comment stands.
    fn skip(&self, mut at: usize) -> usize {
        loop {
            let rest = &self.body[at..];
            at += rest.len() - rest.trim_start().len();
            if !self.body[at..].starts_with('#') {
                return at;
            }
            at = self.line_end(at);
        }
    }

    /// Adds a line below the one where `after` ends, as far from the margin as the one where that starts.
    fn add_line(&mut self, after: &Range<usize>, line: &str) {
        let (newline, indent) = (self.newline(), self.indent(self.line_start(after.start)));
        let at = self.line_end(after.end);
        let ends = self.body[..at].ends_with('\n');
        let line = if ends { format!("{indent}{line}{newline}") } else { format!("{newline}{indent}{line}{newline}") };
        self.body.insert_str(at, &line);
    }

    /// Adds a table with one line at the end.
    fn add_table(&mut self, table: &str, line: &str) {
        let newline = self.newline();
        if !self.body.is_empty() {
            let ends = self.body.ends_with('\n');
            let blank = self.body.ends_with("\n\n") || self.body.ends_with("\n\r\n");
            self.body.push_str(if ends { "" } else { newline });
            self.body.push_str(if blank { "" } else { newline });
        }
        self.body.push_str(&[&format!("[{table}]"), newline, line, newline].concat());
    }

    /// Adds a line at the end of those above all tables; below the comment that begins the file, if there are none.
    fn add_at_top(&mut self, sites: &Sites, line: &str) {
        if let Some(after) = sites.spans(&Home::Lines(Vec::new())).max_by_key(|span| span.end) {
            return self.add_line(&after, line);
        }
        let newline = self.newline();
        let comment: usize =
            self.body.split_inclusive('\n').take_while(|line| line.starts_with('#')).map(str::len).sum();
        // A comment with no blank line below it is about what follows.
        let below = self.body[comment..].lines().next();
        let (at, gap) = match below {
            None => (comment, ""),
            Some(below) if below.trim().is_empty() => (comment, ""),
            Some(_) => (0, newline),
        };
        let ends = at == 0 || self.body[..at].ends_with('\n');
        self.body.insert_str(at, &[if ends { "" } else { newline }, line, newline, gap].concat());
    }

    fn add_in_braces(&mut self, sites: &Sites, braces: &Range<usize>, name: &str, value: &str) {
        let line = format!("{} = {value}", write::key(name));
        let last = sites.spans(&Home::Braces(braces.clone())).map(|span| span.end).max();
        let blank = if self.body[braces.start + 1..].starts_with('}') { " " } else { "" };
        let (at, line) =
            last.map_or_else(|| (braces.start + 1, format!(" {line}{blank}")), |last| (last, format!(", {line}")));
        self.body.insert_str(at, &line);
    }

    /// Where the first of a value's keys starts.
    fn start_in_braces(&self, sites: &Sites, braces: &Range<usize>, leaf: &Leaf) -> usize {
        let at = self.skip(before_in_braces(sites, leaf).unwrap_or(braces.start + 1));
        if self.body[at..].starts_with(',') { self.skip(at + 1) } else { at }
    }

    fn take_from_braces(&mut self, sites: &Sites, braces: &Range<usize>, leaf: &Leaf) {
        let start = self.start_in_braces(sites, braces, leaf);
        let after = self.skip(leaf.value.end);
        let before = before_in_braces(sites, leaf);
        if self.body[after..].starts_with(',') {
            let rest = &self.body[after + 1..];
            let blanks = rest.len() - rest.trim_start_matches([' ', '\t']).len();
            let between = self.body[leaf.value.end..after].to_owned();
            let kept = if between.contains('#') { between } else { String::new() };
            self.body.replace_range(start..after + 1 + blanks, &kept);
        } else if let Some(before) = before.filter(|before| !self.body[*before..start].contains('#')) {
            self.body.replace_range(before..leaf.value.end, "");
        } else {
            self.body.replace_range(start..leaf.value.end, "");
        }
    }
}

/// The end of what stands before a value in the same braces.
fn before_in_braces(sites: &Sites, leaf: &Leaf) -> Option<usize> {
    sites.spans(&leaf.home).map(|span| span.end).filter(|end| *end <= leaf.key.start).max()
}
