//! From what was read to a profile: whose property each name is, what stays out, and what a person should know.

use super::parts::{Part, parts};
use super::secrets::{Cleared, Variables, cleared, cleared_addresses};
use super::write::{Row, Table};
use super::{
    Form, Found, Pair, Trouble, console, kcat, librdkafka, note, properties, providers, recognise, spring, utf8, write,
};
use crate::domain::diagnostic::{Diagnostic, Place, Position};
use crate::domain::profile::looks_secret;
use crate::domain::property::{ClientModel, Property, Translation, names};
use crate::domain::refusal;
use crate::domain::secret::STARS;

/// A configuration as a profile.
#[derive(Clone, Debug, PartialEq)]
pub struct Imported {
    /// The profile's text (TOML). No secret stands in it.
    pub text: String,
    /// What a person should know: names nobody has, variables to be set, values that are refused.
    pub notes: Vec<Diagnostic>,
}

/// Reads a configuration; its form is recognised unless it is named. `shown` is how the text is named to a person.
///
/// # Errors
/// What can't be read, with its place.
pub fn import(shown: &str, bytes: &[u8], form: Option<Form>) -> Result<Imported, Diagnostic> {
    let place = |at: Position| Place::File { path: shown.to_owned(), at: Some(at) };
    let (model, mut found) = read(bytes, form).map_err(|trouble| Diagnostic::error(place(trouble.at), trouble.why))?;
    if model != ClientModel::Librdkafka {
        providers::resolve(&mut found);
    }
    let mut importer = Importer { model, rows: Vec::new(), notes: found.notes, variables: Variables::default() };
    for pair in found.pairs {
        importer.pair(pair);
    }
    let topic = importer.topic(found.topic);
    let rows: Vec<Row> = importer.rows.into_iter().map(|(_, row)| row).collect();
    importer.notes.sort_by_key(|(at, _)| *at);
    Ok(Imported {
        text: write::profile(model, &rows, topic.as_deref()),
        notes: importer.notes.into_iter().map(|(at, message)| note(place(at), message)).collect(),
    })
}

fn read(bytes: &[u8], form: Option<Form>) -> Result<(ClientModel, Found), Trouble> {
    let form = form.map_or_else(|| recognise::form_of(bytes), Ok)?;
    Ok(match form {
        Form::Properties => (ClientModel::Java, properties::read(bytes)?),
        Form::Spring if recognise::is_spring_yaml(bytes) => (ClientModel::Java, spring::read_yaml(bytes)?),
        Form::Spring => (ClientModel::Java, spring::read_properties(bytes)?),
        Form::Librdkafka => (ClientModel::Librdkafka, librdkafka::read(utf8(bytes)?)?),
        Form::Kcat => (ClientModel::Librdkafka, command(kcat::read(utf8(bytes)?)?, "kcat")?),
        Form::Console => (ClientModel::Java, command(console::read(utf8(bytes)?)?, "kafka-console-producer")?),
    })
}

fn command(found: Option<Found>, program: &str) -> Result<Found, Trouble> {
    let start = Position { line: 1, column: 1 };
    found.ok_or_else(|| Trouble::new(start, format!("there is no command line of {program} in it")))
}

/// What a profile has in the place of `sasl.jaas.config`, whatever the client.
const LOGIN: [&str; 2] = ["sasl.username", "sasl.password"];

/// Which property a name means, so that the last of two values counts.
#[derive(Clone, Copy, PartialEq)]
struct Meant {
    property: Option<&'static Property>,
    /// Java's client takes Java's name only.
    own: bool,
    at: Position,
}

struct Importer {
    model: ClientModel,
    rows: Vec<(Meant, Row)>,
    notes: Vec<(Position, String)>,
    variables: Variables,
}

impl Importer {
    fn pair(&mut self, pair: Pair) {
        let property = names::find(self.model, &pair.name);
        let own = property.is_none_or(|property| match self.model {
            ClientModel::Librdkafka => property.native_names().any(|name| name == pair.name),
            ClientModel::Java | ClientModel::Java3 | ClientModel::Java2 => property.name == pair.name,
        });
        let meant = Meant { property, own, at: pair.at };
        let row = match property {
            Some(property) => self.known(property, &pair),
            None => self.unknown(&pair),
        };
        self.put(meant, Row { comments: pair.comments, ..row }, &pair.name);
    }

    /// Keeps a row in the place of one for the same property, unless that one's name counts more.
    fn put(&mut self, meant: Meant, row: Row, typed: &str) {
        let same = |(before, other): &&mut (Meant, Row)| match (before.property, meant.property) {
            (Some(one), Some(two)) => one == two,
            (None, None) => other.name == row.name,
            (Some(_), None) | (None, Some(_)) => false,
        };
        let Some((before, kept)) = self.rows.iter_mut().find(same) else {
            self.rows.push((meant, row));
            return;
        };
        let (loser, line) =
            if before.own && !meant.own { (meant.at, before.at.line) } else { (before.at, meant.at.line) };
        self.notes.push((loser, format!("'{typed}' is set in line {line} too, and that counts")));
        if loser == before.at {
            (*before, *kept) = (meant, row);
        }
    }

    fn known(&mut self, property: &'static Property, pair: &Pair) -> Row {
        let (name, text) = self.own(property, pair);
        let is_secret = property.is_secret();
        let cleared = if is_secret {
            cleared(name, &text, &mut self.variables)
        } else {
            cleared_addresses(name, &text, &mut self.variables)
        };
        let is_literal = !text.contains("${");
        if is_literal
            && !is_secret
            && let Err(why) = property.read(self.model, name, &text, &text)
        {
            self.notes.push((pair.at, format!("{}: {why}; kept as it is", pair.name)));
        }
        let of_a_profile = property.java.is_some() || LOGIN.contains(&property.name);
        // What a profile reads as no reference, it refuses.
        if parts(&cleared.text).iter().any(|part| matches!(part, Part::Text(text) if text.contains("${"))) {
            let message =
                format!("{}: a profile knows ${{env:NAME}} and ${{file:PATH}} only; kept as it is", pair.name);
            self.notes.push((pair.at, message));
        }
        let table = if of_a_profile { Table::Producer } else { Table::Librdkafka };
        self.row(table, name, cleared, pair)
    }

    /// The name a profile has for the property, with the value counted in its unit.
    fn own(&mut self, property: &'static Property, pair: &Pair) -> (&'static str, String) {
        let is_it = |name: &&'static str| names::find(self.model, name) == Some(property);
        let name = std::iter::once(property.name).chain(property.native_names()).find(is_it).unwrap_or(property.name);
        if self.model != ClientModel::Librdkafka && property.name != pair.name {
            self.notes.push((
                pair.at,
                format!("'{}' is librdkafka's name of '{name}', which the Java client does not know", pair.name),
            ));
        }
        if property.translation == Translation::UnitChanged
            && let Some(typed) = property.native_names().find(|native| *native == pair.name)
        {
            let read = property.read(self.model, typed, &pair.text, STARS);
            let counted = read.ok().map(|value| value.to_string());
            // The one client's range, in the other's unit, may be too small.
            return match counted.filter(|text| property.read(self.model, name, text, text).is_ok()) {
                Some(text) => (name, text),
                None => (typed, pair.text.clone()),
            };
        }
        (name, pair.text.clone())
    }

    fn unknown(&mut self, pair: &Pair) -> Row {
        let meant = names::meant(&pair.name);
        let separator = if meant.ends_with('?') { "" } else { ";" };
        self.notes.push((
            pair.at,
            format!("'{}' is not a producer property{meant}{separator} it is kept under [extra]", pair.name),
        ));
        let cleared = if looks_secret(&pair.name) {
            cleared(&pair.name, &pair.text, &mut self.variables)
        } else {
            cleared_addresses(&pair.name, &pair.text, &mut self.variables)
        };
        self.row(Table::Extra, &pair.name, cleared, pair)
    }

    fn row(&mut self, table: Table, name: &str, cleared: Cleared, pair: &Pair) -> Row {
        for (variable, what) in &cleared.variables {
            let message = format!("{}: {what} is left out; set {variable} to it", pair.name);
            self.notes.push((pair.at, message));
        }
        Row { table, name: name.to_owned(), text: cleared.text, comments: Vec::new() }
    }

    fn topic(&mut self, topic: Option<String>) -> Option<String> {
        let topic = topic?;
        if let Err(refusal) = refusal::validate_topic(&topic) {
            let start = Position { line: 1, column: 1 };
            self.notes.push((start, format!("topic: '{topic}' is no name of a topic: {refusal}; left out")));
            return None;
        }
        Some(topic)
    }
}
