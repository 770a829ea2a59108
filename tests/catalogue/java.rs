//! Java's half, against what `ProducerConfig.configDef()` of three releases says (`tests/fixtures/oracle`).

use std::collections::{BTreeMap, BTreeSet};

use linger::domain::property::kind::{Kind, Whole};
use linger::domain::property::{JavaSide, Property, Release, all};
use serde_json::Value;

/// In 2.8 these were looked at later, when the producer was put together, with the same words allowed.
const CHECKED_LATER: [&str; 2] = ["compression.type", "security.protocol"];

/// Names that only an older release has, and that change nothing for a producer: whether the JMX reporter is there
/// unasked, and a rule of brokers' own clients.
const GONE: [&str; 2] = ["auto.include.jmx.reporter", "internal.auto.downgrade.txn.commit"];

fn definition(release: Release) -> Vec<Value> {
    let name = match release {
        Release::V2 => "configdef-2.8.json",
        Release::V3 => "configdef-3.9.json",
        Release::V4 => "configdef.json",
    };
    let file = format!("{}/tests/fixtures/oracle/{name}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap()
}

fn java_rows() -> BTreeMap<&'static str, (&'static Property, JavaSide)> {
    all().filter_map(|property| Some((property.name, (property, property.java?)))).collect()
}

fn text<'a>(key: &'a Value, field: &str) -> Option<&'a str> {
    key[field].as_str()
}

#[test]
fn every_property_of_javas_producer_is_there_and_no_other() {
    let rows = java_rows();
    for release in Release::ALL {
        let keys = definition(release);
        let defined: BTreeSet<&str> = keys.iter().map(|key| text(key, "name").unwrap()).collect();
        let ours: BTreeSet<&str> =
            rows.iter().filter(|(_, (_, side))| side.is_in(release)).map(|(name, _)| *name).collect();
        let missing: Vec<_> = defined.difference(&ours).filter(|name| !GONE.contains(name)).collect();
        let surplus: Vec<_> = ours.difference(&defined).collect();
        assert!(missing.is_empty() && surplus.is_empty(), "{release:?}: {missing:?} {surplus:?}");
    }
    assert_eq!(rows.len(), 113);
}

#[test]
fn types_and_importance_are_those_of_javas_definition() {
    let rows = java_rows();
    for key in definition(Release::V4) {
        let name = text(&key, "name").unwrap();
        let (_, side) = rows[name];
        assert_eq!(side.java_type.name().to_uppercase(), text(&key, "type").unwrap(), "{name}");
        assert_eq!(side.importance.name().to_uppercase(), text(&key, "importance").unwrap(), "{name}");
        assert_eq!(Some(side.required), key["required"].as_bool(), "{name}");
    }
}

#[test]
fn defaults_are_those_of_each_release() {
    let rows = java_rows();
    for release in Release::ALL {
        for key in definition(release) {
            let name = text(&key, "name").unwrap();
            if let Some((_, side)) = rows.get(name) {
                assert_eq!(side.default_in(release), text(&key, "default"), "{name} in {release:?}");
            }
        }
    }
    for (property, side) in rows.values() {
        for release in Release::ALL.into_iter().filter(|release| !side.is_in(*release)) {
            assert_eq!(side.default_in(release), None, "{} in {release:?}", property.name);
        }
    }
}

#[test]
fn the_order_of_definition_is_javas_in_every_release() {
    let rows = java_rows();
    for key in definition(Release::V4) {
        let name = text(&key, "name").unwrap();
        assert_eq!(Some(u64::from(rows[name].1.order)), key["order"].as_u64(), "{name}");
    }
    for release in Release::ALL {
        let keys = definition(release);
        let order: Vec<u16> = keys.iter().filter_map(|key| Some(rows.get(text(key, "name")?)?.1.order)).collect();
        assert!(order.is_sorted(), "{release:?}: {order:?}");
    }
}

#[test]
fn the_values_allowed_are_those_of_javas_validators() {
    let rows = java_rows();
    for release in Release::ALL {
        for key in definition(release) {
            let name = text(&key, "name").unwrap();
            let Some((_, side)) = rows.get(name) else { continue };
            let kind = match (release, side.kind_2) {
                (Release::V2, Some(kind)) => kind,
                (Release::V2 | Release::V3 | Release::V4, _) => side.kind,
            };
            if release == Release::V2 && CHECKED_LATER.contains(&name) {
                assert_eq!(text(&key, "validator"), None, "{name}");
                continue;
            }
            let allowed = validator(text(&key, "type").unwrap(), text(&key, "validator"));
            assert!(agrees(kind, &allowed), "{name} in {release:?}: {kind:?}, {allowed:?}");
        }
    }
}

/// What a validator and a type of Java's allow.
#[derive(Debug)]
enum Allowed {
    Whole { min: i64, max: i64, or: Option<i64> },
    Decimal { min: f64, max: f64 },
    Words { words: BTreeSet<String>, any_case: bool },
    NotEmpty,
    Any,
    Bool,
    List,
    Class,
    Secret,
}

fn validator(java_type: &str, validator: Option<&str>) -> Allowed {
    let range = validator.filter(|text| text.contains("..."));
    let (low, high, or) = match range {
        None => (None, None, None),
        Some(text) => {
            let (range, or) = text.split_once(" or ").unwrap_or((text, ""));
            let (low, high) = range.trim_matches(['[', ']']).split_once(",...").unwrap();
            (Some(low), high.strip_prefix(','), or.parse().ok())
        }
    };
    let whole = |min: i64, max: i64| Allowed::Whole {
        min: low.map_or(min, |low| low.parse().unwrap()),
        max: high.map_or(max, |high| high.parse().unwrap()),
        or,
    };
    match java_type {
        "SHORT" => whole(i64::from(i16::MIN), i64::from(i16::MAX)),
        "INT" => whole(i64::from(i32::MIN), i64::from(i32::MAX)),
        "LONG" => whole(i64::MIN, i64::MAX),
        "DOUBLE" => Allowed::Decimal {
            min: low.map_or(f64::MIN, |low| low.parse().unwrap()),
            max: high.map_or(f64::MAX, |high| high.parse().unwrap()),
        },
        "BOOLEAN" => Allowed::Bool,
        "LIST" => Allowed::List,
        "CLASS" => Allowed::Class,
        "PASSWORD" => Allowed::Secret,
        "STRING" => match validator {
            None => Allowed::Any,
            Some("non-empty string") => Allowed::NotEmpty,
            Some(text) => {
                let bare = text.strip_prefix("(case insensitive) ");
                let words = bare.unwrap_or(text).trim_matches(['[', ']']).split(", ");
                let fold = |word: &str| if bare.is_some() { word.to_lowercase() } else { word.to_owned() };
                Allowed::Words { words: words.map(fold).collect(), any_case: bare.is_some() }
            }
        },
        other => panic!("a type that is not known: {other}"),
    }
}

fn agrees(kind: Kind, allowed: &Allowed) -> bool {
    match (kind, allowed) {
        (Kind::Whole(Whole { min, max, or, word: None }), Allowed::Whole { min: low, max: high, or: other }) => {
            (min, max, or) == (*low, *high, *other)
        }
        (Kind::Decimal { min, max }, Allowed::Decimal { min: low, max: high }) => {
            min.total_cmp(low).is_eq() && max.total_cmp(high).is_eq()
        }
        (Kind::Choice { words, any_case }, Allowed::Words { words: theirs, any_case: folded }) => {
            let fold = |word: &&str| if any_case { word.to_lowercase() } else { (*word).to_owned() };
            any_case == *folded && words.iter().map(fold).collect::<BTreeSet<_>>() == *theirs
        }
        (Kind::NonEmptyText, Allowed::NotEmpty)
        | (Kind::Text, Allowed::Any)
        | (Kind::Bool, Allowed::Bool)
        | (Kind::List, Allowed::List)
        | (Kind::Class, Allowed::Class)
        | (Kind::Secret, Allowed::Secret) => true,
        _ => false,
    }
}

#[test]
fn every_password_of_javas_is_a_secret() {
    let rows = java_rows();
    for key in definition(Release::V4) {
        let (property, _) = rows[text(&key, "name").unwrap()];
        let secret = text(&key, "type") == Some("PASSWORD");
        assert_eq!(property.is_secret(), secret, "{}", property.name);
    }
}

#[test]
fn every_text_of_javas_properties_is_a_paragraph() {
    for (property, _) in java_rows().values() {
        let (words, sentences) = (property.text.split_whitespace().count(), property.text.matches(". ").count() + 1);
        assert!(words >= 30 && sentences >= 2, "{}: {words} words", property.name);
        assert!(words <= 90, "{}: {words} words", property.name);
    }
}
