//! The text of one profile file, read as TOML, with the position of everything in it.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::reference;
use crate::domain::diagnostic::{Diagnostic, Place, Position};
use crate::domain::profile::{Cluster, Extra, Guard, Origin, TopicGuard, looks_secret};
use crate::domain::property::names::nearest;
use crate::domain::property::{ClientModel, Property, Value, names};
use crate::domain::refusal;

/// A name and its value as they stand in the file.
pub(super) struct RawEntry {
    pub name: String,
    pub text: String,
    pub name_at: Position,
    pub value_at: Position,
}

/// What one file says, without what it extends.
#[derive(Default)]
pub(super) struct RawProfile {
    /// Whether it is TOML at all.
    pub is_toml: bool,
    pub description: Option<String>,
    pub model: Option<ClientModel>,
    pub cluster: Option<Cluster>,
    pub extends: Option<(String, Position)>,
    pub producer: Vec<RawEntry>,
    pub librdkafka: Vec<RawEntry>,
    pub extra: Vec<RawEntry>,
    pub topic: Option<String>,
    pub guard: Option<(Guard, Position)>,
    /// The guards of topics, each with the place of its value.
    pub topics: Vec<(TopicGuard, Position)>,
}

const TOP: [&str; 8] = ["description", "client", "cluster", "extends", "producer", "librdkafka", "extra", "workbench"];
const TOP_SHOWN: &str = "description, client, cluster, extends, [producer], [librdkafka], [extra], [workbench]";
const WORKBENCH: [&str; 3] = ["topic", "guard", "topics"];
const CLUSTERS: [&str; 2] = ["bootstrap", "embedded"];

/// Reads a file's text. What is wrong is added to `problems`; what is right is kept all the same.
pub(super) fn read(path: &str, text: &str, problems: &mut Vec<Diagnostic>) -> RawProfile {
    // Windows' editors begin a file with a mark that is no part of TOML.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { path, text, problems };
    let mut raw = RawProfile::default();
    match DeTable::parse(text) {
        Ok(table) => {
            raw.is_toml = true;
            reader.top(table.get_ref(), &mut raw);
        }
        Err(error) => {
            let at = Position::of(text, error.span().map_or(0, |span| span.start));
            let mut message = error.message().lines().collect::<Vec<_>>().join("; ");
            if message.ends_with("with a dotted key") {
                // `retries = 3` and `retries.more = 5`: to TOML a number and a table of the same name.
                message.push_str("; put names in quotes where one begins another");
            }
            reader.error("not-toml", at, format!("this is not TOML: {message}"));
        }
    }
    raw
}

/// Whether a secret itself stands in a file's text, or what may be one.
pub(super) fn holds_secret(text: &str) -> bool {
    let raw = read("", text, &mut Vec::new());
    let known = |entry: &&RawEntry| {
        let model = raw.model.unwrap_or_default();
        names::find(model, &entry.name).map_or_else(|| looks_secret(&entry.name), Property::is_secret)
    };
    let passed = raw.producer.iter().chain(&raw.librdkafka);
    let secrets = passed.filter(known).filter(|entry| reference::safe(&entry.text, true).is_none());
    let extra = raw.extra.iter().filter(|entry| {
        let reference = reference::safe(&entry.text, looks_secret(&entry.name));
        let value = Extra::new(&entry.name, &entry.text, reference, Origin::Session).value;
        matches!(value, Value::Secret(_))
    });
    secrets.chain(extra).any(|entry| !entry.text.is_empty())
}

struct Reader<'a> {
    path: &'a str,
    text: &'a str,
    problems: &'a mut Vec<Diagnostic>,
}

impl Reader<'_> {
    fn at(&self, span: &Range<usize>) -> Position {
        Position::of(self.text, span.start)
    }

    fn error(&mut self, id: &'static str, at: Position, message: String) {
        let place = Place::File { path: self.path.to_owned(), at: Some(at) };
        self.problems.push(Diagnostic::error(place, message).id(id));
    }

    fn top(&mut self, table: &DeTable<'_>, raw: &mut RawProfile) {
        for (key, value) in table {
            let at = self.at(&value.span());
            match key.get_ref().as_ref() {
                "description" => raw.description = self.string("description", value),
                "client" => raw.model = self.word("client", value, "a client model", ClientModel::from_name, &MODELS),
                "cluster" => raw.cluster = self.word("cluster", value, "a cluster", cluster, &CLUSTERS),
                "extends" => raw.extends = self.string("extends", value).map(|name| (name, at)),
                "producer" => raw.producer = self.entries("producer", value),
                "librdkafka" => raw.librdkafka = self.entries("librdkafka", value),
                "extra" => raw.extra = self.entries("extra", value),
                "workbench" => self.workbench(value, raw),
                name => self.unknown_top(name, &key.span(), value),
            }
        }
    }

    fn unknown_top(&mut self, name: &str, key: &Range<usize>, value: &Spanned<DeValue<'_>>) {
        let at = self.at(key);
        // An unquoted `linger.ms = 5` is a table `linger` to TOML.
        let mut leaves = Vec::new();
        self.flatten(name.to_owned(), key.clone(), 0, value, &mut leaves);
        if let Some(leaf) = leaves.iter().find(|leaf| names::find(ClientModel::Java, &leaf.name).is_some()) {
            let message = format!("'{}' is a producer property; it belongs under [producer]", leaf.name);
            self.error("outside-of-producer", leaf.name_at, message);
            return;
        }
        let is_table = matches!(value.get_ref(), DeValue::Table(_));
        let shown = if is_table { format!("'[{name}]'") } else { format!("'{name}'") };
        let meant = nearest(name, TOP.into_iter()).map(|meant| match meant {
            "producer" | "librdkafka" | "extra" | "workbench" => format!("; did you mean '[{meant}]'?"),
            meant => format!("; did you mean '{meant}'?"),
        });
        let separator = if meant.is_some() { "" } else { ";" };
        let meant = meant.unwrap_or_default();
        self.error(
            "unknown-key",
            at,
            format!("{shown} is not part of a profile{meant}{separator} allowed: {TOP_SHOWN}"),
        );
    }

    fn string(&mut self, name: &str, value: &Spanned<DeValue<'_>>) -> Option<String> {
        if let DeValue::String(text) = value.get_ref() {
            return Some(text.clone().into_owned());
        }
        let at = self.at(&value.span());
        self.error("wrong-type", at, format!("{name} must be a string, not {}", kind_of(value.get_ref())));
        None
    }

    fn word<T>(
        &mut self,
        name: &str,
        value: &Spanned<DeValue<'_>>,
        what: &str,
        read: impl Fn(&str) -> Option<T>,
        allowed: &[&str],
    ) -> Option<T> {
        let text = self.string(name, value)?;
        let found = read(&text);
        if found.is_none() {
            let at = self.at(&value.span());
            self.no_word(name, &text, at, what, allowed);
        }
        found
    }

    fn no_word(&mut self, name: &str, text: &str, at: Position, what: &str, allowed: &[&str]) {
        let meant = match nearest(text, allowed.iter().copied()) {
            Some(meant) => format!("; did you mean '{meant}'?"),
            None => ";".to_owned(),
        };
        self.error(
            "unknown-word",
            at,
            format!("{name}: '{text}' is not {what}{meant} allowed: {}", allowed.join(", ")),
        );
    }

    fn workbench(&mut self, value: &Spanned<DeValue<'_>>, raw: &mut RawProfile) {
        let DeValue::Table(table) = value.get_ref() else {
            let at = self.at(&value.span());
            self.error("wrong-type", at, format!("workbench must be a table, not {}", kind_of(value.get_ref())));
            return;
        };
        for (key, value) in table {
            let at = self.at(&value.span());
            match key.get_ref().as_ref() {
                "topic" => raw.topic = self.topic(value),
                "guard" => {
                    let guard = self.word("guard", value, "a guard", Guard::from_name, &GUARDS);
                    raw.guard = guard.map(|guard| (guard, at));
                }
                "topics" => raw.topics = self.topics(value),
                name => {
                    let meant = match nearest(name, WORKBENCH.into_iter()) {
                        Some(meant) => format!("; did you mean '{meant}'?"),
                        None => ";".to_owned(),
                    };
                    let at = self.at(&key.span());
                    self.error(
                        "unknown-key",
                        at,
                        format!("'{name}' is not part of [workbench]{meant} allowed: {}", WORKBENCH.join(", ")),
                    );
                }
            }
        }
    }

    fn topic(&mut self, value: &Spanned<DeValue<'_>>) -> Option<String> {
        let topic = self.string("topic", value)?;
        if let Err(refusal) = refusal::validate_topic(&topic) {
            let at = self.at(&value.span());
            self.error("bad-topic", at, format!("topic: '{topic}' is no name of a topic: {refusal}"));
        }
        Some(topic)
    }

    /// The guards of topics: patterns with the names of guards.
    fn topics(&mut self, value: &Spanned<DeValue<'_>>) -> Vec<(TopicGuard, Position)> {
        let mut guards: Vec<(TopicGuard, Position)> = Vec::new();
        for RawEntry { name: pattern, text, name_at, value_at } in self.entries("topics", value) {
            if !TopicGuard::is_pattern(&pattern) {
                let allowed = "letters, digits, '.', '_' and '-', with * for any of them and ? for one";
                self.error("bad-pattern", name_at, format!("topics: '{pattern}' matches no topic; allowed: {allowed}"));
                continue;
            }
            match Guard::from_name(&text) {
                Some(guard) => guards.push((TopicGuard { pattern, guard }, value_at)),
                None => self.no_word(&format!("topics: {pattern}"), &text, value_at, "a guard", &GUARDS),
            }
        }
        guards
    }

    fn entries(&mut self, table: &str, value: &Spanned<DeValue<'_>>) -> Vec<RawEntry> {
        let mut entries = Vec::new();
        match value.get_ref() {
            DeValue::Table(inner) => {
                for (key, value) in inner {
                    self.flatten(key.get_ref().clone().into_owned(), key.span(), 0, value, &mut entries);
                }
            }
            other => {
                let at = self.at(&value.span());
                self.error("wrong-type", at, format!("{table} must be a table, not {}", kind_of(other)));
            }
        }
        entries
    }

    /// Dotted names need no quotes: TOML makes tables of them, and here they become names again.
    fn flatten(
        &mut self,
        name: String,
        key: Range<usize>,
        depth: usize,
        value: &Spanned<DeValue<'_>>,
        entries: &mut Vec<RawEntry>,
    ) {
        if let DeValue::Table(inner) = value.get_ref() {
            for (key, value) in inner {
                self.flatten(format!("{name}.{}", key.get_ref()), key.span(), depth + 1, value, entries);
            }
            return;
        }
        let name_at = if depth == 0 { self.at(&key) } else { self.line_start(key.start) };
        let text = match value.get_ref() {
            DeValue::String(text) => text.clone().into_owned(),
            DeValue::Integer(number) => {
                let digits = number.as_str().replace('_', "");
                i64::from_str_radix(&digits, number.radix()).map_or(digits, |number| number.to_string())
            }
            DeValue::Float(number) => number.as_str().to_owned(),
            DeValue::Boolean(yes) => yes.to_string(),
            other @ (DeValue::Datetime(_) | DeValue::Array(_) | DeValue::Table(_)) => {
                let at = self.at(&value.span());
                let kind = kind_of(other);
                self.error("wrong-type", at, format!("{name} must be a string, a number, true or false, not {kind}"));
                return;
            }
        };
        entries.push(RawEntry { name, text, name_at, value_at: self.at(&value.span()) });
    }

    /// The first character of the line that is no blank: there a dotted name begins.
    fn line_start(&self, offset: usize) -> Position {
        let line = self.text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
        let blanks = self.text[line..].len() - self.text[line..].trim_start().len();
        Position::of(self.text, line + blanks)
    }
}

const MODELS: [&str; 4] =
    [ClientModel::ALL[0].name(), ClientModel::ALL[1].name(), ClientModel::ALL[2].name(), ClientModel::ALL[3].name()];
const GUARDS: [&str; 3] = [Guard::ALL[0].name(), Guard::ALL[1].name(), Guard::ALL[2].name()];

fn cluster(name: &str) -> Option<Cluster> {
    match name {
        "bootstrap" => Some(Cluster::Bootstrap),
        "embedded" => Some(Cluster::Embedded),
        _ => None,
    }
}

fn kind_of(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "an array",
        DeValue::Table(_) => "a table",
    }
}
