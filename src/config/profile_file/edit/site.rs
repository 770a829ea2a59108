//! Where everything stands in a profile's text: the values with their keys, and the tables they are in.

use std::ops::Range;

use toml_edit::{Document, InlineTable, Item, Key, Table, Value};

/// A value and its key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Leaf {
    /// The keys that lead to it, from the top.
    pub path: Vec<String>,
    /// Where its last key stands.
    pub key: Range<usize>,
    /// Where its value stands.
    pub value: Range<usize>,
    /// What it stands in.
    pub home: Home,
}

/// What a value stands in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Home {
    /// Lines of their own, below the header of this path; none for those above all headers.
    Lines(Vec<String>),
    /// The braces here.
    Braces(Range<usize>),
}

/// A table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// The keys that lead to it.
    pub path: Vec<String>,
    /// Its header, or its braces.
    pub span: Range<usize>,
    /// Whether it has braces.
    pub braces: bool,
    /// What it stands in.
    home: Home,
}

/// Everything in a text.
#[derive(Debug, Default)]
pub(super) struct Sites {
    /// The values, in the order of the text.
    pub leaves: Vec<Leaf>,
    /// The tables with a header or with braces, in the order of the text.
    pub tables: Vec<Place>,
}

impl Sites {
    /// Finds everything.
    ///
    /// # Errors
    /// The text is not TOML.
    pub(super) fn of(text: &str) -> Result<Self, toml_edit::TomlError> {
        let document = Document::parse(text)?;
        let mut sites = Self::default();
        sites.table(document.as_table(), &[], &Home::Lines(Vec::new()));
        sites.leaves.sort_by_key(|leaf| leaf.value.start);
        sites.tables.sort_by_key(|table| table.span.start);
        Ok(sites)
    }

    /// The table of this name that has a header or braces.
    pub(super) fn find_table(&self, name: &str) -> Option<&Place> {
        self.tables.iter().find(|table| table.path == [name])
    }

    /// All that stands in one place: each from its last key, or its brace, to its end.
    pub(super) fn spans(&self, home: &Home) -> impl Iterator<Item = Range<usize>> {
        self.items().filter(move |(_, at, _)| *at == home).map(|(_, _, span)| span)
    }

    /// All that stands above the headers in a table of this name, written with dots.
    pub(super) fn dotted(&self, table: &str) -> impl Iterator<Item = Range<usize>> {
        let is_its =
            move |path: &[String], home: &Home| *home == Home::Lines(Vec::new()) && path.len() > 1 && path[0] == table;
        self.items().filter(move |(path, home, _)| is_its(path, home)).map(|(_, _, span)| span)
    }

    fn items(&self) -> impl Iterator<Item = (&[String], &Home, Range<usize>)> {
        let leaves = self.leaves.iter().map(|leaf| (&leaf.path[..], &leaf.home, leaf.key.start..leaf.value.end));
        let braces = self.tables.iter().filter(|table| table.braces);
        leaves.chain(braces.map(|table| (&table.path[..], &table.home, table.span.clone())))
    }

    /// Whether a name that is added to a table is written with dots and without quotes, as those that stand there.
    pub(super) fn takes_dots(&self, table: &str, name: &str) -> bool {
        let path: Vec<&str> = std::iter::once(table).chain(name.split('.')).collect();
        let home = Home::Lines(vec![table.to_owned()]);
        let here = || self.leaves.iter().filter(|leaf| leaf.home == home);
        let dotted = here().any(|leaf| leaf.path.len() > 2);
        let quoted = here().any(|leaf| leaf.path.len() == 2 && leaf.path[1].contains('.'));
        // What is a value, or a table of its own, takes no more keys.
        let taken = |other: &[String]| other.len() > 1 && (path.iter().zip(other).all(|(one, two)| one == two));
        let leaves = self.leaves.iter().map(|leaf| &leaf.path[..]);
        dotted
            && !quoted
            && super::write::can_be_dotted(name)
            && !leaves.chain(self.tables.iter().map(|table| &table.path[..])).any(taken)
    }

    /// The values of a table, with their names: what TOML made tables of, because names have dots in them, is one name.
    pub(super) fn inside<'a>(&'a self, table: &'a str) -> impl Iterator<Item = (String, &'a Leaf)> {
        let inside = move |leaf: &&Leaf| leaf.path.len() > 1 && leaf.path[0] == table;
        self.leaves.iter().filter(inside).map(|leaf| (leaf.path[1..].join("."), leaf))
    }

    fn table(&mut self, table: &Table, path: &[String], home: &Home) {
        for (name, item) in table {
            let path = [path, &[name.to_owned()]].concat();
            let Some((key, _)) = table.get_key_value(name) else { continue };
            match item {
                Item::Table(inner) if inner.is_dotted() => self.table(inner, &path, home),
                Item::Table(inner) => {
                    if let (false, Some(span)) = (inner.is_implicit(), inner.span()) {
                        self.tables.push(Place { path: path.clone(), span, braces: false, home: home.clone() });
                    }
                    self.table(inner, &path, &Home::Lines(path.clone()));
                }
                Item::Value(value) => self.value(value, key, &path, home),
                // No part of a profile is one.
                Item::None | Item::ArrayOfTables(_) => {}
            }
        }
    }

    fn value(&mut self, value: &Value, key: &Key, path: &[String], home: &Home) {
        match value {
            Value::InlineTable(inner) if inner.is_dotted() => self.braces(inner, path, home),
            Value::InlineTable(inner) => {
                let Some(span) = inner.span() else { return };
                self.tables.push(Place { path: path.to_vec(), span: span.clone(), braces: true, home: home.clone() });
                self.braces(inner, path, &Home::Braces(span));
            }
            Value::String(_)
            | Value::Integer(_)
            | Value::Float(_)
            | Value::Boolean(_)
            | Value::Datetime(_)
            | Value::Array(_) => {
                if let (Some(key), Some(value)) = (key.span(), value.span()) {
                    self.leaves.push(Leaf { path: path.to_vec(), key, value, home: home.clone() });
                }
            }
        }
    }

    fn braces(&mut self, table: &InlineTable, path: &[String], home: &Home) {
        for (name, _) in table {
            if let Some((key, Item::Value(value))) = table.get_key_value(name) {
                self.value(value, key, &[path, &[name.to_owned()]].concat(), home);
            }
        }
    }
}
