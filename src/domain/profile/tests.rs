#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::diagnostic::Fix;
use crate::domain::property::names;

/// A profile of this model with these properties, all from `--set`.
pub(crate) fn profile(model: ClientModel, properties: &[(&str, &str)]) -> Profile {
    let mut profile = Profile {
        name: "test".into(),
        source: "test.toml".into(),
        file: None,
        revision: 0,
        description: None,
        model,
        cluster: Cluster::Bootstrap,
        producer: Vec::new(),
        librdkafka: Vec::new(),
        extra: Vec::new(),
        topic: None,
        guard: Guard::Open,
        topic_guards: Vec::new(),
        warnings: Vec::new(),
    };
    for (name, text) in properties {
        profile.set(entry(model, name, text));
    }
    profile
}

/// A property set by `--set`.
fn entry(model: ClientModel, name: &str, text: &str) -> Entry {
    let property = names::find(model, name).unwrap();
    let value = property.read(model, name, text, text).unwrap();
    Entry { property, name: name.to_owned(), value, reference: None, origin: Origin::Option("--set") }
}

#[test]
fn java_changes_silently_what_it_is_known_to_change() {
    use ClientModel::{Java, Java2, Java3};
    type Case =
        (ClientModel, &'static [(&'static str, &'static str)], &'static str, &'static str, Option<&'static str>);
    let cases: &[Case] = &[
        (Java, &[], "enable.idempotence", "true", None),
        (Java, &[("acks", "1")], "enable.idempotence", "false", Some("acks is 1, not all")),
        (Java, &[("acks", "0")], "enable.idempotence", "false", Some("acks is 0, not all")),
        (Java, &[("retries", "0")], "enable.idempotence", "false", Some("retries is 0")),
        (
            Java3,
            &[("max.in.flight", "6")],
            "enable.idempotence",
            "false",
            Some("max.in.flight.requests.per.connection is 6, above 5"),
        ),
        (Java2, &[], "enable.idempotence", "false", None),
        (Java2, &[("enable.idempotence", "true")], "acks", "all", Some("the idempotent producer needs it")),
        (Java2, &[("transactional.id", "t")], "enable.idempotence", "true", Some("transactional.id is set")),
        (Java, &[], "delivery.timeout.ms", "120000", None),
        (Java, &[("linger.ms", "90000")], "delivery.timeout.ms", "120000", None),
        (
            Java,
            &[("linger.ms", "90001")],
            "delivery.timeout.ms",
            "120001",
            Some("it can't be below linger.ms + request.timeout.ms"),
        ),
        (
            Java,
            &[("linger.ms", "9223372036854775807")],
            "delivery.timeout.ms",
            "2147483647",
            Some("it can't be below linger.ms + request.timeout.ms"),
        ),
        (
            Java,
            &[("reconnect.backoff.ms", "200")],
            "reconnect.backoff.max.ms",
            "200",
            Some("reconnect.backoff.ms is set without it"),
        ),
        (
            Java,
            &[("reconnect.backoff.ms", "9"), ("reconnect.backoff.max.ms", "7")],
            "reconnect.backoff.max.ms",
            "7",
            None,
        ),
    ];
    for (model, properties, name, value, why) in cases {
        let effective = profile(*model, properties).effective().unwrap();
        let setting = effective.setting(name).unwrap();
        let shown = setting.value.as_ref().unwrap().to_string();
        assert_eq!((shown.as_str(), setting.changed.as_deref()), (*value, *why), "{} {properties:?}", model.name());
    }
}

#[test]
fn java_refuses_what_contradicts_itself_in_its_own_words() {
    use ClientModel::{Java, Java2, Java3};
    const ACKS: &str =
        "Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.";
    const RETRIES: &str = "Must set retries to non-zero when using the idempotent producer.";
    const IN_FLIGHT: &str = "To use the idempotent producer, max.in.flight.requests.per.connection must be set to at most 5. Current value is 6.";
    const IN_FLIGHT_3: &str =
        "Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent producer.";
    const DELIVERY: &str = "delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms: 30004 is less than 5 + 30000";
    const DELIVERY_6: &str = "delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms: 30005 is less than 6 + 30000";
    const TRANSACTION: &str = "Cannot set a transactional.id without also enabling idempotence.";
    type Case = (ClientModel, &'static [(&'static str, &'static str)], &'static [&'static str]);
    let cases: &[Case] = &[
        (Java, &[("enable.idempotence", "true"), ("acks", "1")], &[ACKS]),
        (Java, &[("enable.idempotence", "true"), ("retries", "0")], &[RETRIES]),
        (Java, &[("enable.idempotence", "true"), ("retries", "0"), ("acks", "0")], &[RETRIES, ACKS]),
        (Java, &[("max.in.flight", "6")], &[IN_FLIGHT]),
        (Java, &[("max.in.flight", "6"), ("acks", "1")], &[IN_FLIGHT]),
        (Java, &[("transactional.id", "t"), ("acks", "1")], &[TRANSACTION]),
        (Java, &[("transactional.id", "t"), ("enable.idempotence", "false")], &[TRANSACTION]),
        (Java, &[("delivery.timeout.ms", "30004")], &[DELIVERY]),
        (Java, &[("delivery.timeout.ms", "30005"), ("linger.ms", "6")], &[DELIVERY_6]),
        (Java3, &[("enable.idempotence", "true"), ("max.in.flight", "6")], &[IN_FLIGHT_3]),
        (Java2, &[("enable.idempotence", "true"), ("acks", "1")], &[ACKS]),
        (Java2, &[("enable.idempotence", "true"), ("max.in.flight", "6")], &[IN_FLIGHT_3]),
    ];
    for (model, properties, words) in cases {
        let problems = profile(*model, properties).effective().unwrap_err();
        let said: Vec<&str> = problems.iter().map(|problem| problem.message.as_str()).collect();
        assert_eq!(said, *words, "{} {properties:?}", model.name());
        for problem in problems {
            assert_eq!(problem.place, crate::domain::diagnostic::Place::Option("--set"));
            let mended = mended(&profile(*model, properties), problem.fix.as_deref().unwrap());
            let still = mended.effective().err().unwrap_or_default();
            assert!(still.iter().all(|other| other.id != problem.id), "{problem} {still:?}");
        }
    }
}

/// The profile with what a fix says done to it.
pub(crate) fn mended(profile: &Profile, fix: &Fix) -> Profile {
    let mut mended = profile.clone();
    match fix {
        Fix::Set { name, value } => mended.set(entry(profile.model, name, value)),
        Fix::Remove { name } => mended.producer.retain(|entry| entry.property.name != *name),
        Fix::Rename { .. } => panic!("a profile holds no name that is none"),
    }
    mended
}

#[test]
fn java_takes_what_only_looks_wrong() {
    use ClientModel::{Java, Java2};
    let cases: &[(ClientModel, &[(&str, &str)])] = &[
        (Java, &[("max.in.flight", "6"), ("enable.idempotence", "false")]),
        (Java, &[("delivery.timeout.ms", "30005")]),
        (Java, &[("enable.idempotence", "false"), ("acks", "0"), ("retries", "0")]),
        (Java2, &[("max.in.flight", "6")]),
        (Java, &[("batch.size", "99999999"), ("buffer.memory", "1000")]),
    ];
    for (model, properties) in cases {
        assert!(profile(*model, properties).effective().is_ok(), "{} {properties:?}", model.name());
    }
}

#[test]
fn librdkafka_has_its_own_defaults_and_no_rules_of_java() {
    let effective = profile(ClientModel::Librdkafka, &[("acks", "all"), ("max.in.flight", "6")]).effective().unwrap();
    for (name, value) in [
        ("acks", -1),
        ("linger.ms", 5),
        ("batch.size", 1_000_000),
        ("buffer.memory", 1_073_741_824),
        ("max.block.ms", 60_000),
        ("request.timeout.ms", 60_000),
        ("delivery.timeout.ms", 300_000),
        ("max.request.size", 1_000_000),
    ] {
        assert_eq!(effective.whole(name), value, "{name}");
    }
    assert!(!effective.flag("enable.idempotence"));
}

#[test]
fn the_last_value_of_a_property_counts_under_whichever_name() {
    let profile = profile(ClientModel::Java, &[("linger.ms", "1"), ("queue.buffering.max.ms", "2")]);
    assert_eq!(profile.producer.len(), 1);
    assert_eq!(profile.effective().unwrap().whole("linger.ms"), 2);
}

#[test]
fn a_secret_shows_in_no_debug_output_of_a_profile() {
    let mut profile = profile(ClientModel::Java, &[("sasl.password", "canary")]);
    let value = Value::Secret(crate::domain::secret::Secret::new("canary"));
    profile.set_native(NativeEntry { name: "x".into(), value, reference: None, origin: Origin::Option("--set") });
    let effective = profile.effective().unwrap();
    let password = effective.setting("sasl.password").unwrap().value.as_ref().unwrap();
    assert!(matches!(password, Value::Secret(secret) if secret.expose() == "canary"));
    assert!(!format!("{profile:?} {effective:?}").contains("canary"));
}

#[test]
fn the_strongest_guard_of_a_topic_counts() {
    use Guard::{Confirm, Open, ReadOnly};
    let mut profile = profile(ClientModel::Java, &[]);
    let guarded = |pattern: &str, guard| TopicGuard { pattern: pattern.to_owned(), guard };
    profile.topic_guards = vec![guarded("*.pii", ReadOnly), guarded("orders*", Confirm), guarded("*", Open)];
    for (topic, guard) in [("a", Open), ("orders", Confirm), ("orders.pii", ReadOnly), ("", Open)] {
        assert_eq!(profile.guard_for(topic), guard, "{topic}");
    }
    profile.guard = Confirm;
    assert_eq!((profile.guard_for("a"), profile.guard_for("a.pii")), (Confirm, ReadOnly));
}
