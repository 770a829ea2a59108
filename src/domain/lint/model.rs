//! Values that mean another thing in the other client, and what librdkafka, which does the sending, does otherwise.

use super::{EntryRule, Facts, Rule, Said, info, said, warning};
use crate::domain::diagnostic::Severity;
use crate::domain::partitioner::keyed::{Hash, KeyRule};
use crate::domain::profile::Entry;
use crate::domain::property::Release;

const IN_FLIGHT: &str = "max.in.flight.requests.per.connection";

pub(super) static RULES: &[Rule] = &[
    info("other-metadata-age", "metadata.max.age.ms", metadata_age),
    info("other-request-timeout", "request.timeout.ms", request_timeout),
    info("other-batch-size", "batch.size", batch_size),
    info("one-batch-in-flight", IN_FLIGHT, one_batch_in_flight),
    warning("other-partitioner", "partitioner", other_partitioner),
];

pub(super) static ENTRY_RULES: &[EntryRule] = &[
    EntryRule { id: "not-in-release", severity: Severity::Warning, looks: not_in_release },
    EntryRule { id: "librdkafkas-name", severity: Severity::Info, looks: librdkafkas_name },
];

/// Java logs a name that it does not know, and goes on.
fn not_in_release(facts: &Facts<'_>, entry: &Entry) -> Option<Said> {
    let release = Release::of(facts.effective.model)?;
    let side = entry.property.java?;
    (!side.is_in(release)).then(|| {
        let since = side.since.number();
        let message = format!(
            "Java {} does not have it ({since} does): the client logs the name and ignores the value",
            release.number()
        );
        said(format!("{} is set", entry.name), message).remove(entry.property.name)
    })
}

fn librdkafkas_name(facts: &Facts<'_>, entry: &Entry) -> Option<Said> {
    let own = entry.property.java.is_some() && entry.name != entry.property.name;
    (facts.is_java() && own).then(|| {
        let message = format!(
            "that is librdkafka's name: it is understood here, but a Java client given it logs it and ignores the value; \
             Java's is {}",
            entry.property.name
        );
        said(format!("{} is set", entry.name), message)
    })
}

fn metadata_age(facts: &Facts<'_>) -> Option<Said> {
    facts.is_set("metadata.max.age.ms").then(|| {
        let message = "in Java the age at which metadata are asked for again; in librdkafka the age at which they are thrown \
                       away, while topic.metadata.refresh.interval.ms asks for them";
        said(facts.shown(&["metadata.max.age.ms"]), message)
    })
}

fn request_timeout(facts: &Facts<'_>) -> Option<Said> {
    facts.is_set("request.timeout.ms").then(|| {
        let message = if facts.is_java() {
            "in Java how long the client waits for an answer before it sends again; librdkafka has socket.timeout.ms for \
             that, and tells the broker this as the time its replicas may take"
        } else {
            "in librdkafka how long the broker may take for its replicas; how long the client waits for an answer is \
             socket.timeout.ms, and both are one property in Java"
        };
        said(facts.shown(&["request.timeout.ms"]), message)
    })
}

fn batch_size(facts: &Facts<'_>) -> Option<Said> {
    facts.is_set("batch.size").then(|| {
        let message = "in Java the memory of one batch, allocated whole, which one larger record may exceed alone; in \
                       librdkafka a limit on the message set, beside batch.num.messages";
        said(facts.shown(&["batch.size"]), message)
    })
}

fn one_batch_in_flight(facts: &Facts<'_>) -> Option<Said> {
    let several = facts.is_set(IN_FLIGHT) && facts.whole(IN_FLIGHT) > 1;
    (several && facts.flag("enable.idempotence")).then(|| {
        let message = "with idempotence librdkafka, which does the sending here, keeps one batch in flight in each \
                       partition; Java keeps up to five";
        said(facts.shown(&[IN_FLIGHT, "enable.idempotence"]), message)
    })
}

/// Under Java's defaults, one of librdkafka's rules that puts a key elsewhere than Java does.
fn other_partitioner(facts: &Facts<'_>) -> Option<Said> {
    let set = facts.text("partitioner").to_owned();
    let set = Some(set).filter(|_| facts.is_set("partitioner"));
    let passed = facts.profile.librdkafka.iter().find(|entry| entry.name == "partitioner");
    let name = passed.map(|entry| entry.value.to_string()).or(set)?;
    let as_java = KeyRule::find(&name)?.hash() == Some(Hash::Murmur2);
    (facts.is_java() && !as_java).then(|| {
        let message = "a key goes elsewhere than with Java's producers: where they write to the topic too, records of one \
                       key lie in two partitions, without an order between them";
        let said = said(format!("partitioner={name}"), message);
        // What [librdkafka] passes stands above whatever is set.
        if passed.is_some() { said } else { said.set("partitioner", "murmur2_random") }
    })
}
