//! buffer.memory, and what has to fit into what.

use super::{Facts, Rule, Said, error, said, warning};

pub(super) static RULES: &[Rule] = &[
    error("batch-above-buffer", "batch.size", batch_above_buffer),
    warning("buffer-below-request", "buffer.memory", buffer_below_request),
    warning("batch-above-request", "batch.size", batch_above_request),
    warning("buffer-below-partitions", "buffer.memory", buffer_below_partitions),
    warning("request-above-topic", "max.request.size", request_above_topic),
];

/// `BufferPool.allocate` is asked for a whole batch at the first record of it.
fn batch_above_buffer(facts: &Facts<'_>) -> Option<Said> {
    let (batch, buffer) = (facts.whole("batch.size"), facts.whole("buffer.memory"));
    (facts.is_java() && batch > buffer).then(|| {
        let message =
            "the first send fails: the Java client takes batch.size out of buffer.memory when it opens a batch";
        said(facts.shown(&["batch.size", "buffer.memory"]), message)
            .set("batch.size", 16_384.min(buffer))
            .with(&["buffer.memory"])
    })
}

fn buffer_below_request(facts: &Facts<'_>) -> Option<Said> {
    let (request, buffer) = (facts.whole("max.request.size"), facts.whole("buffer.memory"));
    (request > buffer).then(|| {
        let message = "a record between the two passes one limit and can never fit the other; and batches that wait to be \
                       sent again need room too";
        said(facts.shown(&["max.request.size", "buffer.memory"]), message).set("buffer.memory", request.saturating_mul(2)).with(&["max.request.size"])
    })
}

fn batch_above_request(facts: &Facts<'_>) -> Option<Said> {
    let (batch, request) = (facts.whole("batch.size"), facts.whole("max.request.size"));
    (batch > request).then(|| {
        let message = "a batch can't become larger than a request: what is above it is never used, and costs memory";
        said(facts.shown(&["batch.size", "max.request.size"]), message)
            .set("batch.size", request)
            .with(&["max.request.size"])
    })
}

fn buffer_below_partitions(facts: &Facts<'_>) -> Option<Said> {
    let topic = facts.topic?;
    let partitions = i64::try_from(topic.partitions.len()).ok()?;
    let (batch, buffer) = (facts.whole("batch.size"), facts.whole("buffer.memory"));
    let needed = partitions.saturating_mul(batch);
    (partitions > 1 && buffer <= needed).then(|| {
        let evidence =
            format!("{}, {partitions} partitions in '{}'", facts.shown(&["buffer.memory", "batch.size"]), topic.name);
        let message = format!(
            "one open batch in each partition takes {needed} bytes: send() blocks before batches are full, and retries \
             have no room"
        );
        said(evidence, message).set("buffer.memory", needed.saturating_mul(2)).with(&["batch.size"])
    })
}

fn request_above_topic(facts: &Facts<'_>) -> Option<Said> {
    let topic = facts.topic?;
    let most = topic.max_message_bytes?;
    (u64::try_from(facts.whole("max.request.size")).ok()? > most).then(|| {
        let evidence = format!("{}, max.message.bytes={most} of '{}'", facts.shown(&["max.request.size"]), topic.name);
        let message = "what lies between is taken by send() and refused by the broker (RECORD_TOO_LARGE), after \
                       compression";
        said(evidence, message).set("max.request.size", most)
    })
}
