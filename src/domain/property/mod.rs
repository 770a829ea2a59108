//! The catalogue of producer properties: one row each, for both clients.
//!
//! Java's side is `ProducerConfig` with `SslConfigs` and `SaslConfigs` of Apache Kafka 4.x, librdkafka's side is its
//! CONFIGURATION.md. Adding a property is adding a row to one of the tables in `table/`.

pub mod amount;
pub mod explain;
mod java;
pub mod kind;
pub mod names;
mod spelling;
mod stage;
mod table;

pub use java::{JavaSide, JavaType, Release};
pub use kind::{Kind, Reader, Value, Whole};
pub use stage::Stage;

/// Whose defaults and rules a profile follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum ClientModel {
    /// Apache Kafka's Java client 4.x.
    #[default]
    Java,
    /// The Java client 3.x (3.9).
    Java3,
    /// The Java client 2.x (2.8).
    Java2,
    /// librdkafka, and so Python, Go, .NET, Node and kcat.
    Librdkafka,
}

impl ClientModel {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Java, Self::Java3, Self::Java2, Self::Librdkafka];

    /// The name in a profile.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Java => "java",
            Self::Java3 => "java-3",
            Self::Java2 => "java-2",
            Self::Librdkafka => "librdkafka",
        }
    }

    /// The model of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|model| model.name() == name)
    }

    /// Whose way of reading values counts.
    pub const fn reader(self) -> Reader {
        match self {
            Self::Java | Self::Java3 | Self::Java2 => Reader::Java,
            Self::Librdkafka => Reader::Librdkafka,
        }
    }
}

/// What a number counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Nothing, or things named by the property.
    None,
    /// Milliseconds.
    Milliseconds,
    /// Seconds.
    Seconds,
    /// Bytes.
    Bytes,
    /// 1 024 bytes.
    Kibibytes,
}

impl Unit {
    /// Its name in full; empty for [`Unit::None`].
    pub const fn name(self) -> &'static str {
        match self {
            Self::None => "",
            Self::Milliseconds => "milliseconds",
            Self::Seconds => "seconds",
            Self::Bytes => "bytes",
            Self::Kibibytes => "KiB",
        }
    }
}

/// How a property reaches the producer that runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Translation {
    /// librdkafka has it under the same name.
    Same,
    /// librdkafka has it under another name.
    Renamed,
    /// librdkafka has it under another name and counts it in another unit.
    UnitChanged,
    /// linger does it itself.
    Ours,
    /// linger does it in a way of its own, whatever the value; says how.
    OwnWay(&'static str),
    /// librdkafka is given what it means in other properties; says which.
    Converted(&'static str),
    /// It is accepted and changes nothing here; says why.
    NoEffect(&'static str),
    /// It can't be had here; says what to use instead.
    NotAvailable(&'static str),
}

/// How much a client's documentation makes of a property.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Importance {
    /// To be thought about by everybody.
    High,
    /// To be thought about when tuning.
    Medium,
    /// Seldom touched.
    Low,
}

impl Importance {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }
}

/// librdkafka's side of a property.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct NativeSide {
    /// The name that is set.
    pub name: &'static str,
    /// Other names librdkafka has for it.
    pub aliases: &'static [&'static str],
    /// Type and values.
    pub kind: Kind,
    /// The default; `None` where there is none.
    pub default: Option<&'static str>,
    /// How much its documentation makes of it.
    pub importance: Importance,
}

/// One property of the producer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Property {
    /// Java's name; librdkafka's where Java does not have it.
    pub name: &'static str,
    /// Java's side.
    pub java: Option<JavaSide>,
    /// librdkafka's side.
    pub native: Option<NativeSide>,
    /// What its numbers count.
    pub unit: Unit,
    /// How it reaches the producer.
    pub translation: Translation,
    /// Where on a record's way it acts.
    pub stage: Stage,
    /// What it does, when to change it, and what it acts together with.
    pub text: &'static str,
}

impl Property {
    /// Type and values in the words of the client modelled; of the other client where that one does not have it.
    pub fn kind(&self, model: ClientModel) -> Kind {
        let java = self.java.map(|side| side.kind_in(Release::of(model).unwrap_or(Release::V4)));
        let native = self.native.map(|side| side.kind);
        match model {
            ClientModel::Java | ClientModel::Java3 | ClientModel::Java2 => java.or(native),
            ClientModel::Librdkafka => native.or(java),
        }
        .unwrap_or(Kind::Text)
    }

    /// The default in the client modelled. librdkafka does not have what linger does itself: there Java's counts.
    pub fn default(&self, model: ClientModel) -> Option<&'static str> {
        let java = |release| self.java.and_then(|side| side.default_in(release));
        match (Release::of(model), self.native) {
            (Some(release), _) => java(release),
            (None, Some(native)) => native.default,
            (None, None) => java(Release::V4),
        }
    }

    /// Whether the client modelled has it.
    pub fn is_in(&self, model: ClientModel) -> bool {
        match Release::of(model) {
            Some(release) => self.java.is_some_and(|side| side.is_in(release)),
            None => self.native.is_some(),
        }
    }

    /// Whether its values are never shown.
    pub fn is_secret(&self) -> bool {
        self.java.is_some_and(|side| side.kind.is_secret()) || self.native.is_some_and(|side| side.kind.is_secret())
    }

    /// Every name librdkafka has for it, the one that is set first.
    pub fn native_names(&self) -> impl Iterator<Item = &'static str> {
        self.native.into_iter().flat_map(|side| std::iter::once(side.name).chain(side.aliases.iter().copied()))
    }

    /// How many of the property's units one of `typed`'s is: 1 024 where librdkafka's name counts KiB, else 1.
    fn scale(&self, model: ClientModel, typed: &str) -> i64 {
        let native = self.native_names().any(|name| name == typed);
        let java = self.java.is_some() && self.name == typed;
        match self.translation {
            Translation::UnitChanged if native && (!java || model == ClientModel::Librdkafka) => 1024,
            Translation::UnitChanged
            | Translation::Same
            | Translation::Renamed
            | Translation::Ours
            | Translation::OwnWay(_)
            | Translation::Converted(_)
            | Translation::NoEffect(_)
            | Translation::NotAvailable(_) => 1,
        }
    }

    /// Type and values in the property's own unit: what librdkafka allows in KiB is 1 024 times as many bytes.
    fn own_kind(&self, model: ClientModel) -> Kind {
        match (self.translation, model, self.kind(model)) {
            (Translation::UnitChanged, ClientModel::Librdkafka, Kind::Whole(Whole { min, max, .. })) => {
                Kind::whole(min.saturating_mul(1024), max.saturating_mul(1024))
            }
            (_, _, kind) => kind,
        }
    }

    /// Reads a value given to `typed`, one of the property's names, as the client modelled does. The result counts in
    /// the property's own unit, whichever name was typed.
    ///
    /// # Errors
    /// What is wrong, with the value in quotes (`shown`, or stars for a secret) and what is allowed.
    pub fn read(&self, model: ClientModel, typed: &str, text: &str, shown: &str) -> Result<Value, String> {
        let scale = self.scale(model, typed);
        let (kind, unit) = match (scale, self.native) {
            (1024, Some(native)) => (native.kind, Unit::Kibibytes),
            _ => (self.own_kind(model), self.unit),
        };
        match kind.read(text, model.reader()) {
            Ok(Value::Whole(number)) => Ok(Value::Whole(number.saturating_mul(scale))),
            Ok(value) => Ok(value),
            Err(problem) => {
                let shown = if self.is_secret() { crate::domain::secret::STARS } else { shown };
                let separator = if problem.ends_with('?') { "" } else { ";" };
                Err(match kind.allowed(unit) {
                    Some(allowed) => format!("'{shown}' {problem}{separator} allowed: {allowed}"),
                    None => format!("'{shown}' {problem}"),
                })
            }
        }
    }

    /// The default of the client modelled, read; `None` for null.
    pub fn default_value(&self, model: ClientModel) -> Option<Value> {
        let (name, text) = (self.name_in(model), self.default(model)?);
        self.read(model, name, text, text).ok()
    }

    /// The default of the client modelled as it is written under [`Property::name`]; `None` for null.
    pub fn written_default(&self, model: ClientModel) -> Option<String> {
        match (self.translation, self.default_value(model)) {
            (Translation::UnitChanged, Some(value)) => Some(value.to_string()),
            (_, _) => self.default(model).map(str::to_owned),
        }
    }

    /// The name the client modelled has for it.
    pub fn name_in(&self, model: ClientModel) -> &'static str {
        match (model, self.native) {
            (ClientModel::Librdkafka, Some(native)) => native.name,
            (ClientModel::Librdkafka | ClientModel::Java | ClientModel::Java3 | ClientModel::Java2, _) => self.name,
        }
    }
}

/// Every property, in the order of the stages of [`Stage::ALL`].
pub fn all() -> impl Iterator<Item = &'static Property> {
    table::TABLES.iter().flat_map(|table| table.iter())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_value_counts_in_the_unit_of_the_name_that_was_typed() {
        use ClientModel::{Java, Librdkafka};
        let memory = names::row("buffer.memory").unwrap();
        let cases = [
            (Java, "buffer.memory", "2048", 2048),
            (Java, "queue.buffering.max.kbytes", "2", 2048),
            (Librdkafka, "queue.buffering.max.kbytes", "2", 2048),
            (Librdkafka, "buffer.memory", "2048", 2048),
        ];
        for (model, typed, text, bytes) in cases {
            assert_eq!(memory.read(model, typed, text, text).unwrap(), Value::Whole(bytes), "{typed}");
        }
        let refused = memory.read(Librdkafka, "buffer.memory", "1000", "1000").unwrap_err();
        assert_eq!(refused, "'1000' is out of range; allowed: 1024 to 2199023254528 (bytes)");
        let refused = memory.read(Librdkafka, "queue.buffering.max.kbytes", "0", "0").unwrap_err();
        assert_eq!(refused, "'0' is out of range; allowed: 1 to 2147483647 (KiB)");
        assert_eq!(memory.read(Librdkafka, "buffer.memory", "4294967296", ""), Ok(Value::Whole(4_294_967_296)));
        assert_eq!(memory.written_default(Librdkafka).as_deref(), Some("1073741824"));
        assert_eq!(memory.default_value(Java), Some(Value::Whole(33_554_432)));
        assert_eq!(memory.default_value(Librdkafka), Some(Value::Whole(1_073_741_824)));
    }

    #[test]
    fn a_bad_value_is_told_with_what_is_allowed_and_a_secret_is_not_shown() {
        let cases = [
            ("linger.ms", "abc", "'abc' is not a whole number; allowed: 0 or more (milliseconds)"),
            ("batch.size", "-1", "'-1' is out of range; allowed: 0 to 2147483647 (bytes)"),
            (
                "compression.type",
                "gzpi",
                "'gzpi' is not one of its values; did you mean 'gzip'? allowed: none, gzip, snappy, lz4, zstd",
            ),
            ("enable.idempotence", "yes", "'yes' is neither true nor false; allowed: true, false"),
            ("transactional.id", "", "'' is empty; allowed: a text that is not empty"),
        ];
        for (name, text, message) in cases {
            let property = names::row(name).unwrap();
            assert_eq!(property.read(ClientModel::Java, name, text, text).unwrap_err(), message);
        }
    }
}
