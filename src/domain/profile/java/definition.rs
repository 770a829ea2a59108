//! The properties of `ProducerConfig.configDef()`, in the order of their definition: Java checks them in this order.
//!
//! They are those of the catalogue, as 4.x, 3.9 and 2.8 define them.

use std::sync::LazyLock;

use crate::domain::property::kind::Whole;
use crate::domain::property::{self, ClientModel, JavaSide, JavaType, Kind, Property, Release};

/// `ConfigDef.Validator`, as far as the producer has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Valid {
    /// Every value, and null where there is one.
    Any,
    /// `Range`; the bounds as Java prints them.
    Range { min: String, max: Option<String> },
    /// A range or one number outside of it (`GzipCompression.LevelValidator`).
    RangeOr { min: String, max: String, or: String },
    /// `ValidString` and `CaseInsensitiveValidString`.
    Words { words: Vec<String>, any_case: bool },
    /// `NonEmptyString`.
    NonEmpty,
    /// `ValidList.anyNonDuplicateValues`.
    List { may_be_empty: bool },
}

/// What a property has that is not set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unset {
    /// Nothing: it must be set.
    Required,
    /// Null.
    Null,
    /// This text's value.
    Text(&'static str),
}

/// A property of the producer as Java defines it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Key {
    pub(super) name: &'static str,
    pub(super) kind: JavaType,
    pub(super) unset: Unset,
    pub(super) valid: Valid,
}

/// What 2.8 looks at later, when the producer is put together.
const CHECKED_LATER_IN_2: [&str; 2] = ["compression.type", "security.protocol"];

/// Names that only an older release has, and that change nothing for a producer: the release, the property before it, and
/// its default.
const GONE: [(Release, &str, &str, &str); 2] = [
    (Release::V2, "transactional.id", "internal.auto.downgrade.txn.commit", "false"),
    (Release::V3, "metric.reporters", "auto.include.jmx.reporter", "true"),
];

static JAVA_4: LazyLock<Vec<Key>> = LazyLock::new(|| defined_in(Release::V4));
static JAVA_3: LazyLock<Vec<Key>> = LazyLock::new(|| defined_in(Release::V3));
static JAVA_2: LazyLock<Vec<Key>> = LazyLock::new(|| defined_in(Release::V2));

/// The properties of this client, in the order of their definition; librdkafka is compared with the Java client of today.
pub(super) fn of(model: ClientModel) -> &'static [Key] {
    match model {
        ClientModel::Java | ClientModel::Librdkafka => &JAVA_4,
        ClientModel::Java3 => &JAVA_3,
        ClientModel::Java2 => &JAVA_2,
    }
}

fn defined_in(release: Release) -> Vec<Key> {
    let java = |property: &'static Property| Some((property.name, property.java.as_ref()?));
    let mut sides: Vec<_> = property::all().filter_map(java).filter(|(_, side)| side.is_in(release)).collect();
    sides.sort_by_key(|(_, side)| side.order);
    let mut keys: Vec<Key> = sides.into_iter().map(|(name, side)| key(name, side, release)).collect();
    for (_, before, name, default) in GONE.into_iter().filter(|(had_it, ..)| *had_it == release) {
        let at = keys.iter().position(|key| key.name == before).map_or(keys.len(), |at| at + 1);
        keys.insert(at, Key { name, kind: JavaType::Boolean, unset: Unset::Text(default), valid: Valid::Any });
    }
    keys
}

fn key(name: &'static str, side: &'static JavaSide, release: Release) -> Key {
    let required = side.is_required_in(release);
    let unset = match side.default_in(release) {
        _ if required => Unset::Required,
        None => Unset::Null,
        Some(text) => Unset::Text(text),
    };
    let valid = if release == Release::V2 && CHECKED_LATER_IN_2.contains(&name) {
        Valid::Any
    } else {
        valid(side.kind_in(release), side.java_type, required, release)
    };
    Key { name, kind: side.java_type, unset, valid }
}

/// The validator of values of a kind. What a type has no number for is refused before it is asked.
fn valid(kind: Kind, of: JavaType, required: bool, release: Release) -> Valid {
    match kind {
        Kind::Whole(Whole { min, max, or: Some(or), .. }) => {
            Valid::RangeOr { min: min.to_string(), max: max.to_string(), or: or.to_string() }
        }
        Kind::Whole(Whole { min, max, or: None, .. }) => {
            let (least, most) = match of {
                JavaType::Short => (i64::from(i16::MIN), i64::from(i16::MAX)),
                JavaType::Long => (i64::MIN, i64::MAX),
                JavaType::Boolean
                | JavaType::Class
                | JavaType::Double
                | JavaType::Int
                | JavaType::List
                | JavaType::Password
                | JavaType::String => (i64::from(i32::MIN), i64::from(i32::MAX)),
            };
            if min <= least && max >= most {
                return Valid::Any;
            }
            Valid::Range { min: min.to_string(), max: (max < most).then(|| max.to_string()) }
        }
        Kind::Decimal { min, max } if min > f64::MIN => {
            Valid::Range { min: format!("{min:?}"), max: (max < f64::MAX).then(|| format!("{max:?}")) }
        }
        Kind::Choice { words, any_case } => {
            let printed = |word: &&str| if any_case { word.to_uppercase() } else { (*word).to_owned() };
            Valid::Words { words: words.iter().map(printed).collect(), any_case }
        }
        Kind::NonEmptyText => Valid::NonEmpty,
        Kind::List if release == Release::V4 => Valid::List { may_be_empty: !required },
        Kind::List
        | Kind::Decimal { .. }
        | Kind::Bool
        | Kind::Flags(_)
        | Kind::Callback
        | Kind::Text
        | Kind::Class
        | Kind::Secret => Valid::Any,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn validators_are_what_they_print() {
        let words = |words: &[&str], any_case| Valid::Words {
            words: words.iter().map(|&word| word.to_owned()).collect(),
            any_case,
        };
        let valid = |name: &str| &of(ClientModel::Java).iter().find(|key| key.name == name).unwrap().valid;
        assert_eq!(valid("linger.ms"), &Valid::Range { min: "0".into(), max: None });
        assert_eq!(valid("compression.lz4.level"), &Valid::Range { min: "1".into(), max: Some("17".into()) });
        assert_eq!(
            valid("compression.gzip.level"),
            &Valid::RangeOr { min: "1".into(), max: "9".into(), or: "-1".into() }
        );
        assert_eq!(valid("acks"), &words(&["all", "-1", "0", "1"], false));
        assert_eq!(valid("metadata.recovery.strategy"), &words(&["REBOOTSTRAP", "NONE"], true));
        assert_eq!(valid("bootstrap.servers"), &Valid::List { may_be_empty: false });
        assert_eq!(valid("interceptor.classes"), &Valid::List { may_be_empty: true });
        assert_eq!(valid("transactional.id"), &Valid::NonEmpty);
    }
}
