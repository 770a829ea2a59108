//! Profiles as people have them on their disks: they go on being read, with the same meaning, for ever. A file in
//! `tests/fixtures/profiles-old/` is never changed; new ones are added.

#![allow(clippy::unwrap_used)]

use linger::cli::target::{Target, TargetArgs};
use linger::domain::profile::Guard;
use linger::domain::property::{ClientModel, Value};

fn read(name: &str) -> Target {
    let path = format!("tests/fixtures/profiles-old/{name}.toml");
    let target = TargetArgs { profile: Some(path), ..TargetArgs::default() };
    match target.resolve(&|name| (name == "WHO").then(|| "alice".into())) {
        Ok(target) => target,
        Err(problems) => panic!("{name}: {problems:?}"),
    }
}

fn property<'a>(target: &'a Target, name: &str) -> Option<&'a str> {
    target.settings.client.iter().find(|(pair, _)| pair == name).map(|(_, value)| value.as_str())
}

#[test]
fn every_old_profile_is_read() {
    for file in std::fs::read_dir("tests/fixtures/profiles-old").unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        if let Some(name) = name.strip_suffix(".toml") {
            read(name);
        }
    }
}

#[test]
fn all_sections_of_a_profile_keep_their_meaning() {
    let target = read("all-sections");
    assert_eq!(target.profile.description.as_deref(), Some("Orders, production"));
    assert_eq!((target.profile.model, target.profile.guard), (ClientModel::Java, Guard::Confirm));
    assert_eq!((target.cluster(), target.topic.as_deref()), ("broker-1:9092,broker-2:9092", Some("orders")));
    assert_eq!(property(&target, "linger.ms"), Some("20"));
    assert_eq!(property(&target, "socket.nagle.disable"), Some("true"));
}

#[test]
fn names_need_no_quotes_and_numbers_are_tomls() {
    let target = read("unquoted-names");
    assert_eq!(target.profile.model, ClientModel::Java2);
    assert_eq!(
        (target.effective.whole("retry.backoff.ms"), target.effective.whole("retry.backoff.max.ms")),
        (100, 1000)
    );
    assert_eq!((target.settings.idempotent, target.settings.acks), (true, -1));
}

#[test]
fn a_profile_goes_above_the_one_it_extends() {
    let target = read("extends");
    assert_eq!((target.profile.name.as_str(), target.profile.guard), ("extends", Guard::ReadOnly));
    assert_eq!((property(&target, "linger.ms"), property(&target, "compression.type")), (Some("20"), Some("lz4")));
    assert_eq!(property(&target, "client.id"), Some("alice"));
}

#[test]
fn a_profile_of_librdkafka_keeps_its_words_and_units() {
    let target = read("librdkafka");
    assert_eq!(target.profile.model, ClientModel::Librdkafka);
    assert_eq!((target.settings.linger.as_micros(), target.settings.buffer_memory), (500, 2_097_152));
    assert_eq!(property(&target, "message.timeout.ms"), Some("10000"));
}

#[test]
fn a_secured_profile_takes_its_secrets_from_elsewhere() {
    let target = read("secured");
    assert_eq!(property(&target, "sasl.username"), Some("alice"));
    assert_eq!(property(&target, "sasl.password"), Some("only-a-fixture"));
    assert_eq!(property(&target, "security.protocol"), Some("sasl_ssl"));
    let password = target.profile.producer.iter().find(|entry| entry.name == "sasl.password").unwrap();
    assert!(matches!(password.value, Value::Secret(_)));
    assert!(!format!("{target:?}").contains("only-a-fixture"));
}

#[test]
fn a_profile_of_the_embedded_cluster_has_no_address() {
    let target = read("embedded");
    assert!(target.settings.embedded && target.is_loopback());
    assert_eq!(target.settings.linger.as_millis(), 100);
}

#[test]
fn topics_keep_their_guards() {
    let profile = read("topic-guards").profile;
    let guards = ["payments", "orders", "orders-eu", "orders.pii"].map(|topic| profile.guard_for(topic));
    assert_eq!(guards, [Guard::Open, Guard::Confirm, Guard::Confirm, Guard::ReadOnly]);
}

#[test]
fn what_no_client_has_is_kept() {
    let target = read("extra");
    let kept: Vec<(&str, String)> =
        target.profile.extra.iter().map(|extra| (extra.name.as_str(), extra.value.to_string())).collect();
    let expected = [
        ("schema.registry.url", "http://localhost:8081"),
        ("group.id", "orders"),
        ("auto.register.schemas", "false"),
        ("schema.registry.basic.auth.user.info", "${env:NEVER_LOOKED_UP}"),
    ];
    assert_eq!(kept, expected.map(|(name, value)| (name, value.to_owned())));
    assert!(expected.iter().all(|(name, _)| property(&target, name).is_none()), "passed to nobody");
}

#[test]
fn everything_a_profile_can_say_keeps_its_meaning() {
    let target = read("everything");
    let profile = &target.profile;
    assert_eq!((profile.model, profile.description.as_deref()), (ClientModel::Java3, Some("All of it")));
    assert_eq!((target.cluster(), target.topic.as_deref()), ("broker-1:9092,[::1]:9092", Some("payments")));
    for (name, value) in [
        ("linger.ms", 20),
        ("batch.size", 32768),
        ("buffer.memory", 2_097_152),
        ("transaction.timeout.ms", 60000),
        ("retry.backoff.ms", 200),
        ("retry.backoff.max.ms", 1000),
    ] {
        assert_eq!(target.effective.whole(name), value, "{name}");
    }
    assert!(target.effective.flag("enable.idempotence") && target.effective.flag("partitioner.ignore.keys"));
    for (name, value) in [
        ("client.id", "alice-alice"),
        ("sasl.username", "alice"),
        ("sasl.password", "only-a-fixture"),
        ("socket.nagle.disable", "false"),
        ("socket.keepalive.enable", "true"),
        ("broker.address.ttl", "5000"),
    ] {
        assert_eq!(property(&target, name), Some(value), "{name}");
    }
    let references: Vec<&str> = profile.producer.iter().filter_map(|entry| entry.reference.as_deref()).collect();
    assert_eq!(references, ["${env:WHO}-${env:WHO}", "${file:password.txt}"]);
    let kept: Vec<String> = profile.extra.iter().map(|extra| format!("{}={}", extra.name, extra.value)).collect();
    assert_eq!(kept, ["schema.registry.url=http://localhost:8081", "nobody.knows=1.5"]);
    let guards = ["x", "payments.eu", "customers.pii", "audit.log"].map(|topic| profile.guard_for(topic));
    assert_eq!(guards, [Guard::Confirm, Guard::ReadOnly, Guard::ReadOnly, Guard::Confirm]);
}
