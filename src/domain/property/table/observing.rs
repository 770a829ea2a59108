//! What the client tells about itself.

use super::{Kind, Property, java, native};

const OWN_METRICS: &str = "linger measures by itself";
const OURS: &str = "linger needs it and sets it itself";

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
    native("statistics.interval.ms", Kind::whole(0, 86_400_000), Some("0"), "How often librdkafka tells its numbers.")
        .ms()
        .not_available(OURS),
    native("debug", Kind::Text, None, "What librdkafka's log says in detail.").not_available(OURS),
    native("log_level", Kind::whole(0, 7), Some("6"), "How much librdkafka logs.").not_available(OURS),
    native("log.queue", Kind::Bool, Some("false"), "Whether log lines wait to be fetched.").not_available(OURS),
    native("log.connection.close", Kind::Bool, Some("true"), "Whether connections that end are logged.")
        .not_available(OURS),
    native(
        "delivery.report.only.error",
        Kind::Bool,
        Some("false"),
        "Whether records that were delivered are not reported.",
    )
    .not_available("linger accounts for every record"),
    native("test.mock.num.brokers", Kind::whole(0, 10_000), Some("0"), "Makes librdkafka talk to brokers of its own.")
        .not_available("use the profile 'embedded'"),
    native("plugin.library.paths", Kind::Text, None, "Libraries that are loaded into the client.")
        .not_available("foreign code can't be accounted for"),
];
