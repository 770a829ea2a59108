//! A property's page: what `linger explain NAME` tells.

use serde_json::{Value as Json, json};

use super::{ClientModel, Property, Translation, Unit, all, names, spelling};

/// The columns a page takes at most.
const WIDTH: usize = 80;

/// Where the second column of a page begins.
const COLUMN: usize = 16;

/// What is known of a property, to be shown as text or as JSON.
#[derive(Clone, Debug)]
pub struct Page {
    property: &'static Property,
}

/// The page of the property of this name: Java's, librdkafka's, or as Spring or an environment writes it. Where both
/// clients know the name and mean two things, Java's meaning counts, and the page says so.
pub fn page(name: &str) -> Option<Page> {
    let found =
        names::find(ClientModel::Java, name).or_else(|| names::find(ClientModel::Java, spelling::recognise(name)?.0));
    found.map(|property| Page { property })
}

impl Page {
    /// The page of a property.
    pub const fn of(property: &'static Property) -> Self {
        Self { property }
    }

    /// The property told about.
    pub const fn property(&self) -> &'static Property {
        self.property
    }

    /// One object; what is not known is null. Java's default is written as Kafka's own definition has it.
    pub fn json(&self) -> Json {
        let property = self.property;
        let (java, native) = (property.java, property.native);
        json!({
            "name": property.name,
            "librdkafka": native.map(|side| side.name),
            "aliases": native.map_or(&[][..], |side| side.aliases),
            "type": property.type_name(),
            "unit": some(property.unit.name()),
            "default": {
                "java": java.and_then(|side| side.default),
                "librdkafka": native.and_then(|side| side.default),
            },
            "valid": self.valid(),
            "importance": {
                "java": java.map(|side| side.importance.name()),
                "librdkafka": native.map(|side| side.importance.name()),
            },
            "secret": property.is_secret(),
            "stage": property.stage.name(),
            "translation": property.translation.words(),
            "text": self.text(),
        })
    }

    /// What can be said in a line each: the label, and the words.
    pub fn rows(&self) -> [(&'static str, String); 8] {
        let property = self.property;
        let kind = match property.unit.name() {
            "" => property.type_name().to_owned(),
            unit => format!("{}, in {unit}", property.type_name()),
        };
        let secret = if property.is_secret() { "yes: never shown, keep it out of files" } else { "no" };
        [
            ("stage", property.stage.title().to_owned()),
            ("librdkafka", self.librdkafka()),
            ("type", kind),
            ("valid", self.valid().unwrap_or_else(|| "any text".to_owned())),
            ("default", self.defaults()),
            ("importance", self.importance()),
            ("secret", secret.to_owned()),
            ("translation", property.translation.words()),
        ]
    }

    /// What it does, when to change it and what it acts together with; and its other meaning, if it has two.
    pub fn paragraphs(&self) -> Vec<String> {
        let mut paragraphs = vec![self.text()];
        if let Some(other) = self.other_meaning() {
            let mut text = format!("To librdkafka this name is another property: {}", other.text);
            if let Some(default) = other.native.and_then(|side| side.default) {
                text = format!("{text} Its default is {default}.");
            }
            paragraphs.push(text);
        }
        paragraphs
    }

    /// The paragraph, with what changed in Java over its releases.
    fn text(&self) -> String {
        match self.property.java.and_then(|side| side.history()) {
            Some(history) => format!("{} {history}", self.property.text),
            None => self.property.text.to_owned(),
        }
    }

    /// The values allowed; where the clients differ, both. `None` where any text goes.
    fn valid(&self) -> Option<String> {
        let property = self.property;
        let unit = match property.translation {
            Translation::UnitChanged => Unit::Kibibytes,
            Translation::Same
            | Translation::Renamed
            | Translation::Ours
            | Translation::OwnWay(_)
            | Translation::Converted(_)
            | Translation::NoEffect(_)
            | Translation::NotAvailable(_) => property.unit,
        };
        let java = property.java.and_then(|side| side.kind.allowed(property.unit));
        let native = property.native.and_then(|side| side.kind.allowed(unit));
        match (java, native) {
            (Some(java), Some(native)) if java == native => Some(java),
            (Some(java), Some(native)) => Some(format!("{java}; librdkafka: {native}")),
            (Some(one), None) => Some(one),
            (None, Some(native)) if property.java.is_some() => Some(format!("librdkafka: {native}")),
            (None, native) => native,
        }
    }

    fn defaults(&self) -> String {
        let shown = |default: Option<&'static str>| match default {
            None => "none",
            Some("") => "empty",
            Some(text) => text,
        };
        let java = self.property.java.map(|side| {
            let default = if side.required { "none, it is required" } else { shown(side.default) };
            format!("Java: {default}")
        });
        // It counts in a unit of its own, and the value beside it in the property's.
        let unit = if self.property.translation == Translation::UnitChanged { " KiB" } else { "" };
        let native = self.property.native.map(|side| format!("librdkafka: {}{unit}", shown(side.default)));
        [java, native].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    fn importance(&self) -> String {
        let java = self.property.java.map(|side| format!("Java: {}", side.importance.name()));
        let native = self.property.native.map(|side| format!("librdkafka: {}", side.importance.name()));
        [java, native].into_iter().flatten().collect::<Vec<_>>().join("; ")
    }

    fn librdkafka(&self) -> String {
        match self.property.native {
            None => "does not have it".to_owned(),
            Some(side) if side.aliases.is_empty() => side.name.to_owned(),
            Some(side) => format!("{}, also {}", side.name, side.aliases.join(", ")),
        }
    }

    /// The property that librdkafka means by Java's name, where that is another one.
    fn other_meaning(&self) -> Option<&'static Property> {
        let name = self.property.name;
        self.property.java?;
        all().find(|other| *other != self.property && other.native_names().any(|native| native == name))
    }
}

/// As text of at most 80 columns.
impl std::fmt::Display for Page {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        writeln!(f, "{}", self.property.name)?;
        for (label, text) in self.rows() {
            let lines = wrapped(&text, WIDTH - COLUMN);
            for (row, line) in lines.iter().enumerate() {
                let label = if row == 0 { label } else { "" };
                writeln!(f, "  {label:width$}{line}", width = COLUMN - 2)?;
            }
        }
        for paragraph in self.paragraphs() {
            writeln!(f)?;
            for line in wrapped(&paragraph, WIDTH) {
                writeln!(f, "{line}")?;
            }
        }
        Ok(())
    }
}

impl Property {
    /// Java's name of the type in lower case; where Java does not have the property, librdkafka's.
    pub fn type_name(&self) -> &'static str {
        match (self.java, self.native) {
            (Some(java), _) => java.java_type.name(),
            (None, Some(native)) => native.kind.native_type(),
            (None, None) => "string",
        }
    }
}

impl Translation {
    /// In words, as "renamed" or "not available: use 'ssl.ca.location' with a file of PEM certificates".
    pub fn words(&self) -> String {
        match self {
            Self::Same => "same".to_owned(),
            Self::Renamed => "renamed".to_owned(),
            Self::UnitChanged => "unit changed".to_owned(),
            Self::Ours => "ours".to_owned(),
            Self::OwnWay(how) | Self::Converted(how) => format!("ours: {how}"),
            Self::NoEffect(why) => format!("no effect: {why}"),
            Self::NotAvailable(instead) => format!("not available: {instead}"),
        }
    }
}

fn some(text: &str) -> Option<&str> {
    (!text.is_empty()).then_some(text)
}

/// Lines of at most so many columns, broken at blanks; the texts are ASCII. A word that is longer is cut.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let mut word = word;
        loop {
            let Some(line) = lines.last_mut() else { return lines };
            let gap = usize::from(!line.is_empty());
            if line.len() + gap + word.len() <= width {
                line.push_str(if gap == 1 { " " } else { "" });
                line.push_str(word);
                break;
            }
            if line.is_empty() {
                let (head, tail) = word.split_at_checked(width).unwrap_or((word, ""));
                line.push_str(head);
                word = tail;
            }
            lines.push(String::new());
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_page_as_json_has_every_field_and_no_other() {
        let expected = json!({
            "name": "buffer.memory",
            "librdkafka": "queue.buffering.max.kbytes",
            "aliases": [],
            "type": "long",
            "unit": "bytes",
            "default": {"java": "33554432", "librdkafka": "1048576"},
            "valid": "0 or more (bytes); librdkafka: 1 to 2147483647 (KiB)",
            "importance": {"java": "high", "librdkafka": "high"},
            "secret": false,
            "stage": "batch",
            "translation": "unit changed",
            "text": page("buffer.memory").unwrap().property().text,
        });
        assert_eq!(page("queue.buffering.max.kbytes").unwrap().json(), expected);
        let password = page("sasl.password").unwrap().json();
        assert_eq!((&password["secret"], &password["default"]["java"]), (&json!(true), &Json::Null));
        assert_eq!((&password["importance"]["java"], &password["unit"]), (&Json::Null, &Json::Null));
    }

    #[test]
    fn every_name_leads_to_the_page_of_its_property() {
        let cases = [
            ("linger.ms", "linger.ms"),
            ("queue.buffering.max.ms", "linger.ms"),
            ("KAFKA_LINGER_MS", "linger.ms"),
            ("spring.kafka.producer.properties.linger.ms", "linger.ms"),
            ("socket.timeout.ms", "request.timeout.ms"),
        ];
        for (typed, name) in cases {
            assert_eq!(page(typed).unwrap().property().name, name);
        }
        assert!(page("lingr.ms").is_none());
        for property in all() {
            assert_eq!(page(property.name).unwrap().property().name, property.name);
        }
    }

    #[test]
    fn a_page_says_which_default_changed_and_when() {
        let cases = [
            ("linger.ms", "Java's default was 0 in 2.8 and 3.9, and 5 in 4.x."),
            ("acks", "Java's default was 1 in 2.8, and all in 3.9 and 4.x."),
            ("enable.idempotence", "Java's default was false in 2.8, and true in 3.9 and 4.x."),
            (
                "metadata.recovery.strategy",
                "Java 2.8 does not have it. Java's default was none in 3.9, and rebootstrap in 4.x.",
            ),
            ("partitioner.ignore.keys", "Java 2.8 does not have it."),
            ("config.providers", "Java 3.9 and 2.8 do not have it."),
        ];
        for (name, told) in cases {
            let text = page(name).unwrap().json()["text"].as_str().unwrap().to_owned();
            assert!(text.ends_with(told), "{text}");
        }
        assert_eq!(page("batch.size").unwrap().property().java.unwrap().history(), None);
    }

    #[test]
    fn a_page_as_text_fits_80_columns_and_tells_of_the_second_meaning() {
        for property in all() {
            let text = Page { property }.to_string();
            for line in text.lines() {
                assert!(line.is_ascii() && line.len() <= WIDTH && line.trim_end() == line, "{line:?}");
            }
        }
        let text = page("request.timeout.ms").unwrap().to_string();
        assert!(text.contains("To librdkafka this name is another property:"), "{text}");
        let text = page("linger.ms").unwrap().to_string();
        let head: Vec<&str> = text.lines().take(9).collect();
        assert_eq!(
            head,
            [
                "linger.ms",
                "  stage         Buffer and batch",
                "  librdkafka    linger.ms, also queue.buffering.max.ms",
                "  type          long, in milliseconds",
                "  valid         0 or more (milliseconds); librdkafka: 0 to 900000 (milliseconds)",
                "  default       Java: 5; librdkafka: 5",
                "  importance    Java: medium; librdkafka: high",
                "  secret        no",
                "  translation   same",
            ]
        );
    }
}
