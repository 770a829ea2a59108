#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::profile::{self, Guard};
use crate::domain::property::names;
use crate::domain::topic::PartitionView;

type Set = &'static [(&'static str, &'static str)];

/// A profile that no rule has anything to say about, with these properties above.
fn profile(model: ClientModel, set: Set) -> Profile {
    let good = [("bootstrap.servers", "a:9092,b:9092"), ("client.id", "orders")];
    profile::tests::profile(model, &[&good, set].concat())
}

fn topic(partitions: usize, replicas: i32, min_insync: u32, max_message: u64) -> TopicView {
    let replicas: Vec<i32> = (1..=replicas).collect();
    let view = |id| PartitionView { id, leader: Some(1), replicas: replicas.clone(), in_sync: replicas.clone() };
    TopicView {
        name: "orders".into(),
        partitions: (0..).take(partitions).map(view).collect(),
        max_message_bytes: Some(max_message),
        min_insync_replicas: Some(min_insync),
        timestamp_type: None,
    }
}

fn found(profile: &Profile, topic: Option<&TopicView>) -> Vec<Finding> {
    lint(profile, &Effective::lenient(profile).0, topic)
}

fn ids(findings: &[Finding]) -> Vec<&'static str> {
    findings.iter().map(|finding| finding.id).collect()
}

#[test]
fn nothing_is_said_of_a_good_profile_on_a_good_topic() {
    for model in [ClientModel::Java, ClientModel::Java3] {
        let good = profile(model, &[]);
        assert_eq!(ids(&found(&good, Some(&topic(6, 3, 2, 1_048_588)))), Vec::<&str>::new(), "{model:?}");
    }
}

/// Of each rule: properties under which it speaks.
const SPEAK: &[(&str, Set)] = &[
    ("idempotence-off-by-itself", &[("acks", "1")]),
    ("idempotence-off-by-itself", &[("retries", "0")]),
    ("acks-0", &[("acks", "0")]),
    ("acks-1", &[("acks", "1")]),
    ("retries-reorder", &[("enable.idempotence", "false")]),
    ("retries-duplicate", &[("enable.idempotence", "false"), ("max.in.flight.requests.per.connection", "1")]),
    ("no-retries", &[("retries", "0")]),
    ("batch-above-buffer", &[("batch.size", "40000000")]),
    ("buffer-below-request", &[("buffer.memory", "1000000")]),
    ("batch-above-request", &[("batch.size", "2000000")]),
    ("compression-without-batches", &[("linger.ms", "0"), ("compression.type", "lz4")]),
    ("batch-size-0", &[("batch.size", "0")]),
    ("linger-eats-delivery", &[("linger.ms", "70000")]),
    ("gzip", &[("compression.type", "gzip")]),
    ("slow-codec", &[("compression.type", "zstd"), ("linger.ms", "1")]),
    ("fast-codec", &[("compression.type", "lz4"), ("linger.ms", "50"), ("batch.size", "262144")]),
    ("block-0", &[("max.block.ms", "0")]),
    ("librdkafkas-name", &[("queue.buffering.max.ms", "50")]),
    ("retries-lowered", &[("retries", "3")]),
    ("transaction-ends-first", &[("transactional.id", "t")]),
    ("long-block", &[("max.block.ms", "300000")]),
    ("no-bootstrap", &[("bootstrap.servers", "")]),
    ("one-bootstrap-server", &[("bootstrap.servers", "kafka:9092")]),
    ("localhost", &[("bootstrap.servers", "kafka:9092,localhost:9092")]),
    ("login-in-the-clear", &[("security.protocol", "SASL_PLAINTEXT"), ("sasl.mechanism", "PLAIN")]),
    ("login-unused", &[("sasl.mechanism", "PLAIN")]),
    ("login-unused", &[("sasl.mechanism", "PLAIN"), ("security.protocol", "SSL")]),
    ("no-host-check", &[("ssl.endpoint.identification.algorithm", ""), ("security.protocol", "SSL")]),
    ("other-metadata-age", &[("metadata.max.age.ms", "1000")]),
    ("other-request-timeout", &[("request.timeout.ms", "1000")]),
    ("other-batch-size", &[("batch.size", "1000")]),
    ("one-batch-in-flight", &[("max.in.flight.requests.per.connection", "5")]),
    ("other-partitioner", &[("partitioner", "fnv1a")]),
    ("other-partitioner", &[("partitioner", "random")]),
];

#[test]
fn each_rule_speaks_and_its_fix_ends_it() {
    for (id, set) in SPEAK {
        let profile = profile(ClientModel::Java, set);
        let findings = found(&profile, None);
        let finding = findings.iter().find(|finding| finding.id == *id).unwrap_or_else(|| panic!("{id} of {set:?}"));
        assert!(!finding.evidence.is_empty() && finding.message.len() > 30, "{finding:?}");
        let Some(fix) = &finding.fix else { continue };
        let mended = profile::tests::mended(&profile, fix);
        assert!(!ids(&found(&mended, None)).contains(id), "{id}: {fix} is no fix of {set:?}");
    }
}

#[test]
fn what_a_topic_tells_is_held_against_the_profile() {
    let default = profile(ClientModel::Java, &[]);
    let leader_only = profile(ClientModel::Java, &[("acks", "1")]);
    for (profile, topic, expected) in [
        (&default, topic(6, 3, 1, 1_048_588), &["min-insync-1"][..]),
        (&default, topic(6, 1, 1, 1_048_588), &[]),
        (&default, topic(6, 2, 3, 1_048_588), &["min-insync-above-replicas"]),
        (&default, topic(6, 3, 2, 100_000), &["request-above-topic"]),
        (&default, topic(2_048, 3, 2, 1_048_588), &["buffer-below-partitions"]),
        (&default, topic(2_047, 3, 2, 1_048_588), &[]),
        (
            &leader_only,
            topic(6, 1, 1, 1_048_588),
            &["idempotence-off-by-itself", "retries-reorder", "retries-duplicate"],
        ),
    ] {
        assert_eq!(ids(&found(profile, Some(&topic))), expected, "{topic:?}");
    }
}

#[test]
fn rules_have_names_of_their_own_and_are_about_properties() {
    let mut seen = std::collections::BTreeSet::new();
    for rule in RULES.iter().copied().flatten() {
        assert!(seen.insert(rule.id), "{} twice", rule.id);
        assert!(names::row(rule.property).is_some(), "{}", rule.property);
        let of_topic = ["min-insync-1", "min-insync-above-replicas", "request-above-topic", "buffer-below-partitions"];
        let shown =
            SPEAK.iter().any(|(id, _)| *id == rule.id) || of_topic.contains(&rule.id) || rule.id == "no-client-id";
        assert!(shown, "{} is never seen to speak", rule.id);
    }
    for rule in model::ENTRY_RULES {
        assert!(seen.insert(rule.id), "{} twice", rule.id);
        assert!(SPEAK.iter().any(|(id, _)| *id == rule.id) || rule.id == "not-in-release", "{}", rule.id);
    }
    let old = profile(ClientModel::Java2, &[("enable.metrics.push", "true")]);
    assert!(ids(&found(&old, None)).contains(&"not-in-release"));
    let mut nameless = profile(ClientModel::Java, &[]);
    nameless.producer.retain(|entry| entry.property.name != "client.id");
    assert_eq!(ids(&found(&nameless, None)), ["no-client-id"]);
}

#[test]
fn a_guarded_profile_on_this_machine_is_asked_about_and_an_open_one_is_not() {
    let mut here = profile(ClientModel::Java, &[("bootstrap.servers", "localhost:9092")]);
    assert_eq!(ids(&found(&here, None)), Vec::<&str>::new());
    here.guard = Guard::Confirm;
    assert_eq!(ids(&found(&here, None)), ["localhost"]);
}

#[test]
fn a_finding_stands_where_its_property_was_set() {
    let findings = found(&profile(ClientModel::Java, &[("acks", "0")]), None);
    let finding = findings.iter().find(|finding| finding.id == "acks-0").unwrap();
    let told = finding.diagnostic().to_string();
    assert!(told.starts_with("--set: warning: acks=0: no answer is awaited"), "{told}");
    assert!(told.ends_with("; set acks=all"), "{told}");
}

#[test]
fn a_partitioner_that_treats_keys_as_java_does_is_no_finding() {
    for (model, set) in [
        (ClientModel::Java, &[("partitioner", "murmur2_random")] as Set),
        (ClientModel::Java, &[("partitioner", "murmur2")]),
        (ClientModel::Librdkafka, &[("partitioner", "fnv1a")]),
    ] {
        let found = found(&profile(model, set), None);
        assert!(!ids(&found).contains(&"other-partitioner"), "{} {set:?}", model.name());
    }
}
