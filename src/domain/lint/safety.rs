//! Loss, duplicates and order: acks, retries, idempotence, replicas in sync.

use super::{Facts, Rule, Said, error, said, warning};

const IDEMPOTENCE: &str = "enable.idempotence";
const IN_FLIGHT: &str = "max.in.flight.requests.per.connection";

pub(super) static RULES: &[Rule] = &[
    warning("idempotence-off-by-itself", IDEMPOTENCE, off_by_itself),
    warning("acks-0", "acks", acks_0),
    warning("acks-1", "acks", acks_1),
    warning("min-insync-1", "acks", min_insync_1),
    error("min-insync-above-replicas", "acks", min_insync_above_replicas),
    warning("retries-reorder", IN_FLIGHT, reorder),
    warning("retries-duplicate", "retries", duplicate),
    warning("no-retries", "retries", no_retries),
];

/// Java turns it off without a word where it was not asked for (`ProducerConfig.postProcessAndValidateIdempotenceConfigs`).
fn off_by_itself(facts: &Facts<'_>) -> Option<Said> {
    let changed = facts.effective.setting(IDEMPOTENCE)?.changed.as_ref()?;
    (!facts.flag(IDEMPOTENCE)).then(|| {
        let message = "the Java client turns idempotence off without a word (set explicitly, it would refuse to start; \
                       so does librdkafka): a retry can write a record twice, or after later ones";
        let said = said(format!("{IDEMPOTENCE} is not set and {changed}"), message);
        let said = said.with(&["acks", "retries", IN_FLIGHT]);
        match (facts.whole("acks"), facts.whole("retries")) {
            (-1, 0) => said.remove("retries"),
            (-1, _) => said.remove(IN_FLIGHT),
            _ => said.set("acks", "all"),
        }
    })
}

fn acks_0(facts: &Facts<'_>) -> Option<Said> {
    (facts.whole("acks") == 0).then(|| {
        let message = "no answer is awaited: a record that the broker refuses or never sees is told as sent, nothing is \
                       sent again, and no offset comes back";
        said("acks=0", message).set("acks", "all")
    })
}

fn acks_1(facts: &Facts<'_>) -> Option<Said> {
    let alone = facts.replicas().is_some_and(|replicas| replicas < 2);
    (facts.whole("acks") == 1 && !alone).then(|| {
        let message =
            "the leader alone acknowledges: what it has acknowledged is lost if it fails before a replica has it";
        said("acks=1", message).set("acks", "all")
    })
}

fn min_insync_1(facts: &Facts<'_>) -> Option<Said> {
    let (topic, replicas) = (facts.topic?, facts.replicas()?);
    let least = topic.min_insync_replicas?;
    (facts.whole("acks") == -1 && least <= 1 && replicas > 1).then(|| {
        let evidence = format!("acks=all, min.insync.replicas={least} of {replicas} replicas in '{}'", topic.name);
        let message = "all means all that are in sync, and one is enough there: with the others behind, the leader alone \
                       acknowledges; raise the topic's min.insync.replicas to 2";
        said(evidence, message)
    })
}

fn min_insync_above_replicas(facts: &Facts<'_>) -> Option<Said> {
    let (topic, replicas) = (facts.topic?, facts.replicas()?);
    let least = topic.min_insync_replicas?;
    (facts.whole("acks") == -1 && least > replicas).then(|| {
        let evidence = format!("acks=all, min.insync.replicas={least} of {replicas} replicas in '{}'", topic.name);
        said(evidence, "there can never be enough replicas in sync: every record fails with NOT_ENOUGH_REPLICAS")
    })
}

fn reorder(facts: &Facts<'_>) -> Option<Said> {
    let retries = facts.whole("retries") > 0 && facts.whole("acks") != 0;
    (retries && facts.whole(IN_FLIGHT) > 1 && !facts.flag(IDEMPOTENCE)).then(|| {
        let evidence = facts.shown(&["retries", IN_FLIGHT, IDEMPOTENCE]);
        let message = "a batch that is sent again comes after later ones that went well: records of one partition change \
                       their order";
        said(evidence, message).set(IDEMPOTENCE, true).with(&[IDEMPOTENCE, "retries", "acks"])
    })
}

fn duplicate(facts: &Facts<'_>) -> Option<Said> {
    let retries = facts.whole("retries") > 0 && facts.whole("acks") != 0;
    (retries && !facts.flag(IDEMPOTENCE)).then(|| {
        let message = "when only the answer was lost, the retry writes the records a second time";
        said(facts.shown(&["retries", IDEMPOTENCE]), message).set(IDEMPOTENCE, true).with(&[IDEMPOTENCE, "acks"])
    })
}

fn no_retries(facts: &Facts<'_>) -> Option<Said> {
    (facts.whole("retries") == 0).then(|| {
        let message = "what passes by itself (a leader that moves, a broker that restarts) fails records at once";
        said("retries=0", message).remove("retries")
    })
}
