//! Java's side of a property: what `ProducerConfig` says, in 4.x and before.

use super::{ClientModel, Importance, Kind};

/// A type of Kafka's `ConfigDef`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JavaType {
    /// `BOOLEAN`.
    Boolean,
    /// `CLASS`.
    Class,
    /// `DOUBLE`.
    Double,
    /// `INT`, 32 bits.
    Int,
    /// `LIST`, with commas.
    List,
    /// `LONG`, 64 bits.
    Long,
    /// `PASSWORD`.
    Password,
    /// `SHORT`, 16 bits.
    Short,
    /// `STRING`.
    String,
}

impl JavaType {
    /// The name in lower case, as Kafka's documentation writes it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Class => "class",
            Self::Double => "double",
            Self::Int => "int",
            Self::List => "list",
            Self::Long => "long",
            Self::Password => "password",
            Self::Short => "short",
            Self::String => "string",
        }
    }

    /// The type of values of this kind: whole numbers without an end of their own above are `LONG`, the others `INT`.
    pub(super) const fn of(kind: Kind) -> Self {
        match kind {
            Kind::Whole(whole) => {
                if whole.max == i64::MAX {
                    Self::Long
                } else {
                    Self::Int
                }
            }
            Kind::Decimal { .. } => Self::Double,
            Kind::Bool => Self::Boolean,
            Kind::Choice { .. } | Kind::Flags(_) | Kind::Text | Kind::NonEmptyText | Kind::Callback => Self::String,
            Kind::List => Self::List,
            Kind::Class => Self::Class,
            Kind::Secret => Self::Password,
        }
    }
}

/// The releases of the Java client that are modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Release {
    /// 2.8.
    V2,
    /// 3.9.
    V3,
    /// 4.x.
    V4,
}

impl Release {
    /// All of them, the oldest first.
    pub const ALL: [Self; 3] = [Self::V2, Self::V3, Self::V4];

    /// The release of a model; `None` for librdkafka.
    pub const fn of(model: ClientModel) -> Option<Self> {
        match model {
            ClientModel::Java => Some(Self::V4),
            ClientModel::Java3 => Some(Self::V3),
            ClientModel::Java2 => Some(Self::V2),
            ClientModel::Librdkafka => None,
        }
    }

    /// Its number.
    pub const fn number(self) -> &'static str {
        match self {
            Self::V2 => "2.8",
            Self::V3 => "3.9",
            Self::V4 => "4.x",
        }
    }
}

/// Java's side of a property.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct JavaSide {
    /// The place in the order of definition, in which `ConfigDef` parses and checks; the same in every release.
    pub order: u16,
    /// The type in the definition.
    pub java_type: JavaType,
    /// The values of 4.x.
    pub kind: Kind,
    /// The values of 2.8, where others were allowed.
    pub kind_2: Option<Kind>,
    /// Whether the producer does not start without a value.
    pub required: bool,
    /// The default of 4.x; `None` for null.
    pub default: Option<&'static str>,
    /// The default of 3.9.
    pub default_3: Option<&'static str>,
    /// The default of 2.8.
    pub default_2: Option<&'static str>,
    /// The first of the modelled releases that has it.
    pub since: Release,
    /// How much Kafka's documentation makes of it.
    pub importance: Importance,
}

impl JavaSide {
    /// Its default in a release; `None` for null, and where the release does not have the property.
    pub const fn default_in(&self, release: Release) -> Option<&'static str> {
        match release {
            Release::V2 => self.default_2,
            Release::V3 => self.default_3,
            Release::V4 => self.default,
        }
    }

    /// The values in a release.
    pub fn kind_in(&self, release: Release) -> Kind {
        match (release, self.kind_2) {
            (Release::V2, Some(kind)) => kind,
            (Release::V2 | Release::V3 | Release::V4, _) => self.kind,
        }
    }

    /// Whether the producer of a release does not start without a value.
    pub fn is_required_in(&self, release: Release) -> bool {
        self.required && self.default_in(release).is_none()
    }

    /// Whether a release has the property; one that has not ignores the name.
    pub fn is_in(&self, release: Release) -> bool {
        release >= self.since
    }

    /// What changed on the way to 4.x, as "Java's default was 0 in 2.8 and 3.9, and 5 in 4.x."; `None` for nothing.
    pub fn history(&self) -> Option<String> {
        let releases: Vec<Release> = Release::ALL.into_iter().filter(|release| self.is_in(*release)).collect();
        let eras: Vec<String> = releases
            .chunk_by(|one, next| self.default_in(*one) == self.default_in(*next))
            .map(|era| {
                let numbers: Vec<&str> = era.iter().map(|release| release.number()).collect();
                let default = match self.default_in(era[0]) {
                    None => "null",
                    Some("") => "empty",
                    Some(text) => text,
                };
                format!("{default} in {}", numbers.join(" and "))
            })
            .collect();
        let came = match self.since {
            Release::V2 => None,
            Release::V3 => Some("Java 2.8 does not have it.".to_owned()),
            Release::V4 => Some("Java 3.9 and 2.8 do not have it.".to_owned()),
        };
        let changed = (eras.len() > 1).then(|| format!("Java's default was {}.", eras.join(", and ")));
        match (came, changed) {
            (Some(came), Some(changed)) => Some(format!("{came} {changed}")),
            (came, changed) => came.or(changed),
        }
    }
}
