#![allow(clippy::unwrap_used)]

use std::collections::HashSet;

use super::super::{ClientModel, all, names};

#[test]
fn no_two_rows_share_a_name_on_one_side_and_every_row_has_its_own_text() {
    let (mut java, mut native, mut docs) = (HashSet::new(), HashSet::new(), HashSet::new());
    for property in all() {
        if property.java.is_some() {
            assert!(java.insert(property.name), "{} twice", property.name);
        }
        for name in property.native_names() {
            assert!(native.insert(name), "{name} twice");
        }
        assert!(docs.insert(property.text), "{}: the text of another", property.name);
        assert!(property.text.ends_with('.'), "{}: no sentence", property.name);
    }
}

#[test]
fn every_default_is_a_value_of_its_property() {
    for property in all() {
        if let Some(side) = property.java {
            for default in [side.default, side.default_3, side.default_2].into_iter().flatten() {
                let read = side.kind.read(default, ClientModel::Java.reader());
                assert!(read.is_ok(), "{}: {default} {read:?}", property.name);
            }
        }
        if let Some(side) = property.native
            && let Some(default) = side.default
        {
            let read = side.kind.read(default, ClientModel::Librdkafka.reader());
            assert!(read.is_ok(), "{}: {default} {read:?}", property.name);
        }
    }
}

#[test]
fn defaults_are_those_of_the_client_modelled() {
    use ClientModel::{Java, Java2, Java3, Librdkafka};
    let cases = [
        ("acks", Java, Some("all")),
        ("acks", Java3, Some("all")),
        ("acks", Java2, Some("1")),
        ("acks", Librdkafka, Some("-1")),
        ("linger.ms", Java, Some("5")),
        ("linger.ms", Java3, Some("0")),
        ("linger.ms", Java2, Some("0")),
        ("linger.ms", Librdkafka, Some("5")),
        ("enable.idempotence", Java3, Some("true")),
        ("enable.idempotence", Java2, Some("false")),
        ("enable.idempotence", Librdkafka, Some("false")),
        ("batch.size", Java, Some("16384")),
        ("batch.size", Librdkafka, Some("1000000")),
        ("max.block.ms", Librdkafka, Some("60000")),
        ("delivery.timeout.ms", Librdkafka, Some("300000")),
        ("client.dns.lookup", Java2, Some("use_all_dns_ips")),
        ("metadata.recovery.strategy", Java3, Some("none")),
        ("transactional.id", Java, None),
    ];
    for (name, model, default) in cases {
        assert_eq!(names::row(name).unwrap().default(model), default, "{name} {}", model.name());
    }
}

/// Names in the texts that are another's: a broker's, a topic's, a consumer's, the JVM's.
const OTHERS: [&str; 11] = [
    "advertised.listeners",
    "broker.rack",
    "java.security",
    "jdk.tls.disabledalgorithms",
    "key.deserializer",
    "max.message.bytes",
    "min.insync.replicas",
    "replica.lag.time.max.ms",
    "ssl.client.auth",
    "transaction.max.timeout.ms",
    "config.providers.name.class",
];

#[test]
fn every_property_that_a_text_names_exists() {
    let mut named = 0;
    for property in all() {
        let words = property.text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '.' || c == '_'));
        for word in words.map(|word| word.trim_matches('.').to_lowercase()) {
            let is_name = word.matches('.').count() > 0 && word.chars().all(|c| !c.is_ascii_digit());
            if !is_name || word.starts_with("org.apache") || OTHERS.contains(&&*word) {
                continue;
            }
            let prefix = |known: &str| known.strip_prefix(&*word).is_some_and(|rest| rest.starts_with('.'));
            let known = names::row(&word).is_some() || all().any(|p| prefix(p.name));
            assert!(known, "{}: '{word}' is no property", property.name);
            named += 1;
        }
    }
    assert!(named > 100, "{named} names were found");
}

#[test]
fn no_two_texts_say_nearly_the_same() {
    let words = |text: &'static str| -> HashSet<&'static str> { text.split_whitespace().collect() };
    let texts: Vec<_> = all().map(|property| (property.name, words(property.text))).collect();
    for (at, (name, text)) in texts.iter().enumerate() {
        for (other, theirs) in &texts[at + 1..] {
            let shared = text.intersection(theirs).count();
            let either = text.union(theirs).count();
            assert!(shared * 2 < either, "{name} and {other}: {shared} of {either} words");
        }
    }
}
