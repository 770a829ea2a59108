//! What the client tells about itself.

use super::{Kind, Property, java};

const OWN_METRICS: &str = "linger measures by itself";

pub(super) static ROWS: &[Property] = &[
    java(
        "enable.metrics.push",
        Kind::Bool,
        Some("true"),
        "Whether the client sends metrics to brokers that ask for them (KIP-714).",
    )
    .same(Kind::Bool, Some("true")),
    java(
        "metric.reporters",
        Kind::List,
        Some("org.apache.kafka.common.metrics.JmxReporter"),
        "Classes that get metrics.",
    )
    .older(Some(""), Some(""))
    .no_effect(OWN_METRICS),
    java("metrics.num.samples", Kind::int(1), Some("2"), "Samples a metric is computed from.").no_effect(OWN_METRICS),
    java(
        "metrics.recording.level",
        Kind::choice(&["INFO", "DEBUG", "TRACE"]),
        Some("INFO"),
        "How many metrics are recorded.",
    )
    .no_effect(OWN_METRICS),
    java("metrics.sample.window.ms", Kind::long(0), Some("30000"), "The length of one sample.")
        .ms()
        .no_effect(OWN_METRICS),
    java("config.providers", Kind::List, Some(""), "Classes that fetch values from elsewhere.")
        .older(None, None)
        .not_available("use '${env:NAME}' or '${file:PATH}' in the value"),
];
