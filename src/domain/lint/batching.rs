//! linger.ms, batch.size and compression.

use super::{Facts, Rule, Said, info, said, warning};

pub(super) static RULES: &[Rule] = &[
    warning("compression-without-batches", "linger.ms", compression_without_batches),
    warning("batch-size-0", "batch.size", batch_size_0),
    warning("linger-eats-delivery", "linger.ms", linger_eats_delivery),
    info("gzip", "compression.type", gzip),
    info("slow-codec", "compression.type", slow_codec),
    info("fast-codec", "compression.type", fast_codec),
];

fn compression_without_batches(facts: &Facts<'_>) -> Option<Said> {
    let codec = facts.text("compression.type");
    (codec != "none" && !codec.is_empty() && facts.whole("linger.ms") == 0).then(|| {
        let message = "a whole batch is compressed at once, and without lingering most batches hold a record or two: there \
                       is little to gain, and each costs";
        said(facts.shown(&["compression.type", "linger.ms"]), message).set("linger.ms", 5).with(&["compression.type"])
    })
}

fn batch_size_0(facts: &Facts<'_>) -> Option<Said> {
    (facts.whole("batch.size") == 0 && facts.is_java()).then(|| {
        let message = "batching is off: each record is a request of its own";
        said("batch.size=0", message).remove("batch.size")
    })
}

fn linger_eats_delivery(facts: &Facts<'_>) -> Option<Said> {
    let (linger, delivery) = (facts.whole("linger.ms"), facts.whole("delivery.timeout.ms"));
    (delivery > 0 && linger.saturating_mul(2) > delivery).then(|| {
        let message = "most of the time that a record has goes by in the batch: little is left for sending and retries";
        said(facts.shown(&["linger.ms", "delivery.timeout.ms"]), message).with(&["delivery.timeout.ms"])
    })
}

fn gzip(facts: &Facts<'_>) -> Option<Said> {
    (facts.text("compression.type") == "gzip").then(|| {
        let message = "zstd compresses as well or better for less processor time; lz4 and snappy cost least where latency \
                       counts";
        said("compression.type=gzip", message).set("compression.type", "zstd")
    })
}

/// Below this a person asks for latency, in milliseconds.
const QUICK: i64 = 5;

fn slow_codec(facts: &Facts<'_>) -> Option<Said> {
    let linger = facts.whole("linger.ms");
    let quick = facts.is_set("linger.ms") && linger > 0 && linger < QUICK;
    (quick && matches!(facts.text("compression.type"), "gzip" | "zstd")).then(|| {
        let message = "lingering so briefly asks for latency, and this codec spends time for its ratio: lz4 and snappy are \
                       the quick ones";
        said(facts.shown(&["compression.type", "linger.ms"]), message).set("compression.type", "lz4")
    })
}

/// From so much time and room on a person asks for throughput.
const PATIENT: (i64, i64) = (20, 131_072);

fn fast_codec(facts: &Facts<'_>) -> Option<Said> {
    let patient = facts.whole("linger.ms") >= PATIENT.0 && facts.whole("batch.size") >= PATIENT.1;
    let set = facts.is_set("linger.ms") && facts.is_set("batch.size");
    (patient && set && matches!(facts.text("compression.type"), "lz4" | "snappy")).then(|| {
        let message = "with time and room for large batches zstd makes them smaller still; lz4 and snappy are the choice \
                       where processor time or latency counts more than bytes";
        said(facts.shown(&["compression.type", "linger.ms", "batch.size"]), message).set("compression.type", "zstd")
    })
}
