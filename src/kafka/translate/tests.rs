#![allow(clippy::unwrap_used)]

use rdkafka::ClientConfig;
use rdkafka::producer::BaseProducer;

use super::*;
use crate::domain::partitioner::class;
use crate::domain::profile::{self, NativeEntry};
use crate::domain::secret::Secret;

mod created;
mod partitioning;

type Pairs<'a> = &'a [(&'a str, &'a str)];

fn profile(model: ClientModel, producer: Pairs<'_>, librdkafka: Pairs<'_>) -> Profile {
    let mut profile = profile::tests::profile(model, &[&[("bootstrap.servers", "127.0.0.1:1")], producer].concat());
    for (name, text) in librdkafka {
        let value = Value::Text((*text).to_owned());
        profile.set_native(NativeEntry {
            name: (*name).to_owned(),
            value,
            reference: None,
            origin: Origin::Option("file"),
        });
    }
    profile
}

fn translated(profile: &Profile) -> Result<Translated, Vec<Diagnostic>> {
    translate(profile, &profile.effective().unwrap())
}

fn java(producer: Pairs<'_>) -> Settings {
    translated(&profile(ClientModel::Java, producer, &[])).unwrap().settings
}

fn pair<'a>(settings: &'a Settings, name: &str) -> Option<&'a str> {
    settings.client.iter().find(|(pair, _)| pair == name).map(|(_, value)| value.as_str())
}

/// Profiles that must be taken, by librdkafka's checks of each value and of all together.
const GOOD: &[(ClientModel, Pairs<'_>, Pairs<'_>)] = &[
    (ClientModel::Java, &[], &[]),
    (ClientModel::Java3, &[], &[]),
    (ClientModel::Java2, &[], &[]),
    (ClientModel::Librdkafka, &[], &[]),
    (ClientModel::Java, &[("acks", "0")], &[]),
    (ClientModel::Java, &[("acks", "1"), ("retries", "0")], &[]),
    (ClientModel::Java2, &[("enable.idempotence", "true")], &[]),
    (ClientModel::Java, &[("batch.size", "0"), ("linger.ms", "0")], &[]),
    (ClientModel::Java, &[("linger.ms", "900000")], &[]),
    (ClientModel::Java, &[("max.request.size", "0")], &[]),
    (ClientModel::Java, &[("max.request.size", "2147483647")], &[]),
    (ClientModel::Java, &[("send.buffer.bytes", "-1"), ("receive.buffer.bytes", "-1")], &[]),
    (ClientModel::Java, &[("compression.type", "gzip"), ("compression.gzip.level", "9")], &[]),
    (ClientModel::Java, &[("compression.type", "lz4")], &[]),
    (ClientModel::Java, &[("compression.type", "zstd"), ("compression.zstd.level", "12")], &[]),
    (ClientModel::Java, &[("compression.type", "snappy"), ("compression.zstd.level", "22")], &[]),
    (ClientModel::Java, &[("max.in.flight", "2147483647"), ("enable.idempotence", "false")], &[]),
    (ClientModel::Java, &[("connections.max.idle.ms", "9223372036854775807")], &[]),
    (ClientModel::Java, &[("connections.max.idle.ms", "-1"), ("metadata.max.age.ms", "0")], &[]),
    (ClientModel::Java, &[("reconnect.backoff.ms", "2000"), ("reconnect.backoff.max.ms", "1000")], &[]),
    (ClientModel::Java, &[("retry.backoff.ms", "2000")], &[]),
    (ClientModel::Java, &[("request.timeout.ms", "10"), ("delivery.timeout.ms", "15")], &[]),
    (ClientModel::Java, &[("max.block.ms", "0"), ("buffer.memory", "0")], &[]),
    (ClientModel::Java, &[("max.block.ms", "9223372036854775807")], &[]),
    (ClientModel::Java, &[("security.protocol", "SSL")], &[]),
    (ClientModel::Java, &[("security.protocol", "ssl"), ("ssl.endpoint.identification.algorithm", "")], &[]),
    (
        ClientModel::Java,
        &[
            ("security.protocol", "SASL_PLAINTEXT"),
            ("sasl.mechanism", "SCRAM-SHA-512"),
            ("sasl.username", "alice"),
            ("sasl.password", "secret"),
        ],
        &[],
    ),
    (
        ClientModel::Java,
        &[("security.protocol", "SASL_PLAINTEXT")],
        &[("sasl.mechanism", "PLAIN"), ("sasl.username", "a"), ("sasl.password", "b")],
    ),
    (ClientModel::Java, &[("metrics.num.samples", "3"), ("metadata.recovery.strategy", "NONE")], &[]),
    (ClientModel::Java, &[], &[("socket.nagle.disable", "false"), ("queue.buffering.max.kbytes", "1024")]),
    (ClientModel::Librdkafka, &[("acks", "1"), ("linger.ms", "0.5"), ("batch.size", "65536")], &[]),
    (ClientModel::Librdkafka, &[("enable.idempotence", "true")], &[]),
    (ClientModel::Librdkafka, &[("message.timeout.ms", "0"), ("request.timeout.ms", "1")], &[]),
    (ClientModel::Librdkafka, &[("buffer.memory", "1000000"), ("max.block.ms", "5")], &[]),
    (ClientModel::Librdkafka, &[("partitioner", "murmur2_random")], &[]),
];

#[test]
fn librdkafka_takes_every_pair_and_all_of_them_together() {
    for (model, producer, librdkafka) in GOOD {
        let settings = match translated(&profile(*model, producer, librdkafka)) {
            Ok(translated) => translated.settings,
            Err(problems) => panic!("{} {producer:?}: {problems:?}", model.name()),
        };
        for (name, value) in &settings.client {
            let mut config = ClientConfig::new();
            config.set(name, value);
            assert!(config.create_native_config().is_ok(), "{producer:?}: {name}");
        }
        let names: std::collections::HashSet<&String> = settings.client.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), settings.client.len(), "{producer:?}: a name twice");
        let config: ClientConfig = settings.client.iter().cloned().collect();
        let created = config.create::<BaseProducer>().map(|_| ());
        assert!(created.is_ok(), "{} {producer:?}: {created:?}", model.name());
    }
}

#[test]
fn javas_names_and_units_become_librdkafkas() {
    let cases: &[(Pairs<'_>, &str, Option<&str>)] = &[
        (&[], "acks", Some("-1")),
        (&[], "enable.idempotence", Some("true")),
        (&[("acks", "1")], "enable.idempotence", Some("false")),
        (&[], "linger.ms", Some("5")),
        (&[], "batch.size", Some("16384")),
        (&[("batch.size", "0")], "batch.size", Some("1")),
        (&[], "batch.num.messages", Some("1000000")),
        (&[("batch.num.messages", "7")], "batch.num.messages", Some("7")),
        (&[], "message.max.bytes", Some("1049600")),
        (&[("max.request.size", "0")], "message.max.bytes", Some("1024")),
        (&[("max.request.size", "2147483647")], "message.max.bytes", Some("1000000000")),
        (&[], "message.timeout.ms", Some("120000")),
        (&[("linger.ms", "100000")], "message.timeout.ms", Some("130000")),
        (&[("request.timeout.ms", "7000")], "socket.timeout.ms", Some("7000")),
        (&[("request.timeout.ms", "7000")], "request.timeout.ms", Some("7000")),
        (&[], "queue.buffering.max.kbytes", Some("2147483647")),
        (&[], "queue.buffering.max.messages", Some("0")),
        (&[("buffer.memory", "1")], "queue.buffering.max.kbytes", Some("2147483647")),
        (&[("send.buffer.bytes", "-1")], "socket.send.buffer.bytes", Some("0")),
        (&[], "socket.receive.buffer.bytes", Some("32768")),
        (&[], "topic.metadata.refresh.interval.ms", Some("300000")),
        (&[], "metadata.max.age.ms", None),
        (&[], "topic.metadata.propagation.max.ms", Some("30000")),
        (&[("max.block.ms", "2000")], "topic.metadata.propagation.max.ms", Some("1800")),
        (&[], "reconnect.backoff.max.ms", Some("1000")),
        (&[("reconnect.backoff.ms", "70")], "reconnect.backoff.max.ms", Some("70")),
        (&[], "security.protocol", Some("plaintext")),
        (&[], "ssl.ca.location", None),
        (
            &[("security.protocol", "SSL"), ("ssl.endpoint.identification.algorithm", "")],
            "ssl.endpoint.identification.algorithm",
            Some("none"),
        ),
        (&[("compression.type", "lz4")], "compression.level", Some("-1")),
        (&[("compression.type", "lz4"), ("compression.lz4.level", "10")], "compression.level", Some("10")),
        (&[("compression.type", "zstd")], "compression.level", Some("3")),
        (&[("compression.type", "gzip")], "compression.level", Some("-1")),
        (&[("compression.zstd.level", "5")], "compression.level", None),
        (&[], "client.id", Some("linger")),
        (&[], "connections.max.idle.ms", Some("540000")),
        (&[("connections.max.idle.ms", "0")], "connections.max.idle.ms", Some("1")),
        (&[("connections.max.idle.ms", "-1")], "connections.max.idle.ms", Some("0")),
        (&[("connections.max.idle.ms", "9223372036854775807")], "connections.max.idle.ms", Some("0")),
        (&[("client.id", "me")], "client.id", Some("me")),
        (&[("bootstrap.servers", "SSL://a:1, b:2")], "bootstrap.servers", Some("a:1,b:2")),
        (&[], "statistics.interval.ms", None),
        (&[], "debug", None),
        (&[], "allow.auto.create.topics", None),
        (&[], "partitioner", None),
        (&[], "transactional.id", None),
        (&[], "sasl.mechanisms", None),
    ];
    for (producer, name, value) in cases {
        assert_eq!(pair(&java(producer), name), *value, "{producer:?} {name}");
    }
}

#[test]
fn what_java_2_did_not_have_is_as_it_was_without_it() {
    let set = [("compression.type", "zstd"), ("retry.backoff.ms", "2500")];
    let settings = translated(&profile(ClientModel::Java2, &set, &[])).unwrap().settings;
    assert_eq!(pair(&settings, "retry.backoff.ms"), Some("2500"));
    assert_eq!(pair(&settings, "retry.backoff.max.ms"), Some("2500"));
    assert_eq!(pair(&settings, "enable.metrics.push"), Some("false"));
    assert_eq!(pair(&settings, "compression.level"), None);
    assert_eq!(settings.partitioner, Rule::PerBatch { ignore_keys: false });
}

#[test]
fn the_rules_that_are_lingers_own_are_taken_from_the_profile() {
    let settings = java(&[
        ("buffer.memory", "1000"),
        ("max.block.ms", "70"),
        ("max.request.size", "500"),
        ("batch.size", "600"),
        ("linger.ms", "8"),
        ("delivery.timeout.ms", "40000"),
        ("acks", "1"),
        ("partitioner.ignore.keys", "true"),
        ("partitioner.adaptive.partitioning.enable", "false"),
        ("partitioner.availability.timeout.ms", "9"),
    ]);
    let expected = Settings {
        client: settings.client.clone(),
        bootstrap: "127.0.0.1:1".into(),
        embedded: false,
        permits: crate::domain::guard::Permits::default(),
        buffer_memory: 1000,
        max_block: Duration::from_millis(70),
        max_request_size: 500,
        batch_size: 600,
        linger: Duration::from_millis(8),
        delivery_timeout: Duration::from_secs(40),
        acks: 1,
        idempotent: false,
        partitioner: Rule::BuiltIn { ignore_keys: true, adaptive: false, availability_timeout_ms: 9 },
    };
    assert_eq!(settings, expected);
}

#[test]
fn a_profile_of_librdkafka_passes_what_is_set_and_knows_the_rest() {
    let translated = translated(&profile(ClientModel::Librdkafka, &[("linger.ms", "0.5")], &[])).unwrap();
    let settings = translated.settings;
    assert_eq!(settings.linger, Duration::from_micros(500));
    assert_eq!((settings.batch_size, settings.acks, settings.idempotent), (1_000_000, -1, false));
    assert_eq!(settings.delivery_timeout, Duration::from_secs(300));
    let names: Vec<&str> = settings.client.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "linger.ms",
            "queue.buffering.max.kbytes",
            "queue.buffering.max.messages",
            "topic.metadata.propagation.max.ms",
            "bootstrap.servers"
        ]
    );
}

#[test]
fn what_is_passed_goes_above_the_translation_under_any_of_its_names() {
    let passed = [("queue.buffering.max.ms", "50"), ("acks", "1"), ("enable.idempotence", "false")];
    let settings = translated(&profile(ClientModel::Java, &[("linger.ms", "1")], &passed)).unwrap().settings;
    assert_eq!(pair(&settings, "linger.ms"), Some("50"));
    assert_eq!((settings.linger, settings.acks, settings.idempotent), (Duration::from_millis(50), 1, false));
}

#[test]
fn what_changes_nothing_is_a_warning_that_says_why() {
    let cases: &[(ClientModel, Pairs<'_>, &str)] = &[
        (
            ClientModel::Java,
            &[("metrics.num.samples", "3")],
            "--set: warning: metrics.num.samples: this changes nothing here; linger measures by itself",
        ),
        (
            ClientModel::Java,
            &[("partitioner.class", class::ROUND_ROBIN), ("partitioner.ignore.keys", "true")],
            "--set: warning: partitioner.ignore.keys: this changes nothing here; partitions are chosen by \
             RoundRobinPartitioner",
        ),
        (
            ClientModel::Java,
            &[("sticky.partitioning.linger.ms", "3")],
            "--set: warning: sticky.partitioning.linger.ms: this changes nothing here; partitions are chosen by Java's \
             built-in partitioner",
        ),
        (
            ClientModel::Librdkafka,
            &[("partitioner.adaptive.partitioning.enable", "false")],
            "--set: warning: partitioner.adaptive.partitioning.enable: this changes nothing here; partitions are chosen \
             by consistent_random",
        ),
    ];
    for (model, producer, told) in cases {
        let warnings = translated(&profile(*model, producer, &[])).unwrap().warnings;
        assert_eq!(warnings.iter().map(ToString::to_string).collect::<Vec<_>>(), [*told]);
    }
    for model in ClientModel::ALL {
        assert_eq!(translated(&profile(model, &[], &[])).unwrap().warnings, [], "{}", model.name());
    }
}

#[test]
fn the_embedded_cluster_is_given_its_address_later() {
    let mut profile = profile(ClientModel::Java, &[], &[]);
    profile.producer.clear();
    profile.cluster = Cluster::Embedded;
    let settings = translated(&profile).unwrap().settings;
    assert!(settings.embedded && settings.bootstrap.is_empty());
    assert_eq!(pair(&settings, "bootstrap.servers"), None);
}

#[test]
fn what_librdkafka_has_against_all_together_is_told_before_anything_starts() {
    let cases: &[(ClientModel, Pairs<'_>, Pairs<'_>, &str)] = &[
        (
            ClientModel::Librdkafka,
            &[("acks", "1"), ("enable.idempotence", "true")],
            &[],
            "--set: `acks` must be set to `all` when `enable.idempotence` is true",
        ),
        (
            ClientModel::Librdkafka,
            &[("delivery.timeout.ms", "10"), ("queue.buffering.max.ms", "20")],
            &[],
            "--set: `delivery.timeout.ms` must be greater than `queue.buffering.max.ms`",
        ),
        (
            ClientModel::Java,
            &[],
            &[("acks", "1")],
            "file: `acks` must be set to `all` when `enable.idempotence` is true",
        ),
        (
            ClientModel::Java,
            &[("security.protocol", "SASL_PLAINTEXT"), ("sasl.mechanism", "PLAIN")],
            &[],
            "--set: sasl.mechanism: logging in with PLAIN needs 'sasl.username' and 'sasl.password', or 'sasl.jaas.config'",
        ),
    ];
    for (model, producer, librdkafka, told) in cases {
        let problems = translated(&profile(*model, producer, librdkafka)).unwrap_err();
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [*told]);
    }
}

#[test]
fn a_certificate_of_ones_own_is_not_replaced_by_the_systems_and_must_be_there() {
    let told = |name: &str, value: &str| {
        let profile = profile(ClientModel::Java, &[("security.protocol", "SSL"), (name, value)], &[]);
        translated(&profile).unwrap_err().iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    for name in ["ssl.ca.location", "ssl.certificate.location", "ssl.key.location", "ssl.keystore.location"] {
        let expected = format!("--set: {name}: the file '/not/there.pem' can't be read: no such file");
        assert_eq!(told(name, "/not/there.pem"), expected);
    }
    let pem = told("ssl.ca.pem", "no certificate");
    assert!(pem.contains("ssl.ca.pem") && pem.contains("as PEM; there is none"), "{pem}");
}

#[test]
fn an_error_of_creation_speaks_of_the_names_that_were_typed() {
    let java = profile(ClientModel::Java, &[("linger.ms", "7")], &[]);
    let native = profile(ClientModel::Librdkafka, &[("delivery.timeout.ms", "7")], &[("queue.buffering.max.ms", "9")]);
    let cases = [
        (
            &java,
            "`message.timeout.ms` must be greater than `linger.ms`",
            "`delivery.timeout.ms` must be greater than `linger.ms`",
        ),
        (
            &native,
            "`message.timeout.ms` must be greater than `linger.ms`",
            "`delivery.timeout.ms` must be greater than `linger.ms`",
        ),
        (
            &java,
            "`max.in.flight` must be set <= 5 when `enable.idempotence` is true",
            "`max.in.flight.requests.per.connection` must be set <= 5 when `enable.idempotence` is true",
        ),
        (
            &java,
            "`transactional.id` requires `enable.idempotence=true`",
            "`transactional.id` requires `enable.idempotence=true`",
        ),
        (&java, "Configuration property \"socket.timeout.ms\" x", "Configuration property \"request.timeout.ms\" x"),
        (&java, "Unsupported SASL mechanism: FOO", "Unsupported SASL mechanism: FOO"),
        (&java, "an open ` quote", "an open ` quote"),
    ];
    for (profile, text, said) in cases {
        assert_eq!(error::translate_error(text, profile), said);
    }
}

#[test]
fn a_secret_passed_on_shows_in_no_debug_output_and_in_no_error() {
    let sasl = [("security.protocol", "SASL_SSL"), ("sasl.mechanism", "PLAIN"), ("sasl.username", "alice")];
    let set = [&sasl, &[("sasl.password", "canary")][..]].concat();
    let mut profile = profile(ClientModel::Java, &set, &[]);
    let value = Value::Secret(Secret::new("canary"));
    profile.set_native(NativeEntry {
        name: "ssl.key.password".into(),
        value,
        reference: None,
        origin: Origin::Option("file"),
    });
    let settings = translated(&profile).unwrap();
    assert_eq!(pair(&settings.settings, "sasl.password"), Some("canary"));
    assert!(!format!("{settings:?}").contains("canary"), "{settings:?}");
    for name in ["sasl.passwrd", "builtin.features"] {
        let value = Value::Secret(Secret::new("canary"));
        profile.set_native(NativeEntry { name: name.into(), value, reference: None, origin: Origin::Option("file") });
    }
    let problems = translated(&profile).unwrap_err();
    assert_eq!(problems.len(), 2);
    assert!(!format!("{problems:?}").contains("canary"), "{problems:?}");
}
