//! The properties of `ProducerConfig.configDef()`, in the order of their definition: Java checks them in this order.
//!
//! One line of a table is one property: name, type, default ("required", "null" or the text after "="), and the
//! validator as it prints itself ("-" for none). The tables are what 4.3, 3.9 and 2.8 answer.

use std::sync::LazyLock;

use crate::domain::property::ClientModel;

/// `ConfigDef.Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Type {
    Boolean,
    Class,
    Double,
    Int,
    List,
    Long,
    Password,
    Short,
    String,
}

impl Type {
    const ALL: [Self; 9] = [
        Self::Boolean,
        Self::Class,
        Self::Double,
        Self::Int,
        Self::List,
        Self::Long,
        Self::Password,
        Self::Short,
        Self::String,
    ];

    /// As `Enum.toString` has it.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Boolean => "BOOLEAN",
            Self::Class => "CLASS",
            Self::Double => "DOUBLE",
            Self::Int => "INT",
            Self::List => "LIST",
            Self::Long => "LONG",
            Self::Password => "PASSWORD",
            Self::Short => "SHORT",
            Self::String => "STRING",
        }
    }
}

/// `ConfigDef.Validator`, as far as the producer has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Valid {
    /// Every value, and null where there is one.
    Any,
    /// `Range`; the bounds as Java prints them.
    Range { min: &'static str, max: Option<&'static str> },
    /// A range or one number outside of it (`GzipCompression.LevelValidator`).
    RangeOr { min: &'static str, max: &'static str, or: &'static str },
    /// `ValidString` and `CaseInsensitiveValidString`.
    Words { words: Vec<&'static str>, any_case: bool },
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
    pub(super) kind: Type,
    pub(super) unset: Unset,
    pub(super) valid: Valid,
}

static JAVA_4: LazyLock<Vec<Key>> = LazyLock::new(|| read(include_str!("definition-4.tsv")));
static JAVA_3: LazyLock<Vec<Key>> = LazyLock::new(|| read(include_str!("definition-3.tsv")));
static JAVA_2: LazyLock<Vec<Key>> = LazyLock::new(|| read(include_str!("definition-2.tsv")));

/// The properties of this client, in the order of their definition; librdkafka is compared with the Java client of today.
pub(super) fn of(model: ClientModel) -> &'static [Key] {
    match model {
        ClientModel::Java | ClientModel::Librdkafka => &JAVA_4,
        ClientModel::Java3 => &JAVA_3,
        ClientModel::Java2 => &JAVA_2,
    }
}

fn read(table: &'static str) -> Vec<Key> {
    table.lines().filter_map(row).collect()
}

fn row(line: &'static str) -> Option<Key> {
    let mut columns = line.split('\t');
    let (name, kind, unset, valid) = (columns.next()?, columns.next()?, columns.next()?, columns.next()?);
    let kind = Type::ALL.into_iter().find(|known| known.name() == kind)?;
    let unset = match unset {
        "required" => Unset::Required,
        "null" => Unset::Null,
        text => Unset::Text(text.strip_prefix('=')?),
    };
    Some(Key { name, kind, unset, valid: validator(valid, kind, unset) })
}

/// A list's validator prints nothing of itself; the only list that may not be empty is the one that must be set.
fn validator(text: &'static str, kind: Type, unset: Unset) -> Valid {
    let bare = |text: &'static str| text.strip_prefix('[').and_then(|text| text.strip_suffix(']'));
    if let Some((range, or)) = text.split_once(" or ") {
        return bounds(bare(range)).map_or(Valid::Any, |(min, max)| Valid::RangeOr { min, max, or });
    }
    match (text, text.strip_prefix("(case insensitive) ")) {
        ("-" | "non-null string", _) => Valid::Any,
        ("non-empty string", _) => Valid::NonEmpty,
        ("", _) if kind == Type::List => Valid::List { may_be_empty: unset != Unset::Required },
        (_, Some(words)) => words_of(bare(words), true),
        (range, None) if range.contains(",...") => match bounds(bare(range)) {
            Some((min, "")) => Valid::Range { min, max: None },
            Some((min, max)) => Valid::Range { min, max: Some(max) },
            None => Valid::Any,
        },
        (words, None) => words_of(bare(words), false),
    }
}

/// The ends of "0,...,9" and "0,...": the second is empty where there is none.
fn bounds(range: Option<&'static str>) -> Option<(&'static str, &'static str)> {
    let (min, rest) = range?.split_once(",...")?;
    Some((min, rest.trim_start_matches(',')))
}

fn words_of(list: Option<&'static str>, any_case: bool) -> Valid {
    list.map_or(Valid::Any, |list| Valid::Words { words: list.split(", ").collect(), any_case })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_line_of_a_table_is_read_and_every_validator_understood() {
        for (model, count, table) in [
            (ClientModel::Java, 113, include_str!("definition-4.tsv")),
            (ClientModel::Java3, 95, include_str!("definition-3.tsv")),
            (ClientModel::Java2, 71, include_str!("definition-2.tsv")),
        ] {
            let keys = of(model);
            assert_eq!((keys.len(), table.lines().count()), (count, count), "{model:?}");
            for (key, line) in keys.iter().zip(table.lines()) {
                let any = line.ends_with("\t-") || line.ends_with("\tnon-null string");
                assert_eq!(key.valid == Valid::Any, any, "{line}");
            }
        }
    }

    #[test]
    fn validators_are_what_they_print() {
        let valid = |name: &str| &of(ClientModel::Java).iter().find(|key| key.name == name).unwrap().valid;
        assert_eq!(valid("linger.ms"), &Valid::Range { min: "0", max: None });
        assert_eq!(valid("compression.lz4.level"), &Valid::Range { min: "1", max: Some("17") });
        assert_eq!(valid("compression.gzip.level"), &Valid::RangeOr { min: "1", max: "9", or: "-1" });
        assert_eq!(valid("acks"), &Valid::Words { words: vec!["all", "-1", "0", "1"], any_case: false });
        assert_eq!(
            valid("metadata.recovery.strategy"),
            &Valid::Words { words: vec!["REBOOTSTRAP", "NONE"], any_case: true }
        );
        assert_eq!(valid("bootstrap.servers"), &Valid::List { may_be_empty: false });
        assert_eq!(valid("interceptor.classes"), &Valid::List { may_be_empty: true });
        assert_eq!(valid("transactional.id"), &Valid::NonEmpty);
    }
}
