//! How long a record is tried, and how long `send()` may block.

use super::{Facts, Rule, Said, info, said, warning};

/// The default of `max.block.ms`, which callers' own timeouts are mostly below.
const USUAL_BLOCK: i64 = 60_000;

pub(super) static RULES: &[Rule] = &[
    warning("retries-lowered", "retries", retries_lowered),
    warning("transaction-ends-first", "transaction.timeout.ms", transaction_ends_first),
    info("long-block", "max.block.ms", long_block),
    warning("block-0", "max.block.ms", block_0),
];

fn retries_lowered(facts: &Facts<'_>) -> Option<Said> {
    let retries = facts.whole("retries");
    (facts.is_set("retries") && retries > 0 && retries < 1_000).then(|| {
        let evidence = facts.shown(&["retries", "delivery.timeout.ms"]);
        let message = "delivery.timeout.ms bounds the retries already; a count ends them early, within seconds when a \
                       leader moves";
        said(evidence, message).remove("retries")
    })
}

fn transaction_ends_first(facts: &Facts<'_>) -> Option<Said> {
    let (transaction, delivery) = (facts.whole("transaction.timeout.ms"), facts.whole("delivery.timeout.ms"));
    (facts.is_set("transactional.id") && transaction < delivery).then(|| {
        let message = "the coordinator aborts the transaction while its records are still being tried";
        said(facts.shown(&["transaction.timeout.ms", "delivery.timeout.ms"]), message)
            .set("delivery.timeout.ms", transaction)
            .with(&["delivery.timeout.ms", "transactional.id"])
    })
}

fn long_block(facts: &Facts<'_>) -> Option<Said> {
    (facts.whole("max.block.ms") > USUAL_BLOCK).then(|| {
        let message = "send() may block for so long (metadata, room in buffer.memory); a caller with a shorter timeout of \
                       its own is gone by then, while its thread still waits";
        said(facts.shown(&["max.block.ms"]), message)
    })
}

/// `KafkaProducer.waitOnMetadata` waits no longer than that for a topic it has not heard of.
fn block_0(facts: &Facts<'_>) -> Option<Said> {
    (facts.whole("max.block.ms") == 0).then(|| {
        let message = "the first send to each topic fails: it has to wait for the topic's metadata, and may not";
        said(facts.shown(&["max.block.ms"]), message).remove("max.block.ms")
    })
}
