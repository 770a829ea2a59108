//! What the client tells about itself.

use super::super::Importance::{High, Low, Medium};
use super::{CALLBACK, Kind, OURS, Property, Release, Stage, java, native, staged};

const OWN_METRICS: &str = "linger measures by itself";

pub(super) static ROWS: &[Property] = &staged(Stage::Observing, [
    java(23, "enable.metrics.push", Kind::Bool, Some("true"), Low)
        .since(Release::V3)
        .same(Kind::Bool, Some("true"), Low)
        .text(
            "Lets the cluster's operators subscribe to this client's metrics, which it then sends to a broker in their \
             interval (KIP-714). Without a subscription it costs one request at start. Turn it off where nothing about \
             the client may leave it; the local reporters of metric.reporters are not affected.",
        ),
    java(31, "metric.reporters", Kind::List, Some("org.apache.kafka.common.metrics.JmxReporter"), Low)
        .older(Some(""), Some(""))
        .no_effect(OWN_METRICS)
        .text(
            "Classes that receive every metric as it is made, JmxReporter being the default. Add the one of the \
             monitoring system, and keep JmxReporter in the list if JMX is still wanted: a list replaces the default. \
             A reporter that throws in its configuration keeps the producer from starting.",
        ),
    java(29, "metrics.num.samples", Kind::int(1), Some("2"), Low)
        .no_effect(OWN_METRICS)
        .text(
            "Over how many windows of metrics.sample.window.ms a rate or average is taken. More smooths the curve and \
             delays what it shows: the two together give the span, a minute by default. Memory grows with it for every \
             metric.",
        ),
    java(30, "metrics.recording.level", Kind::choice(&["INFO", "DEBUG", "TRACE"]), Some("INFO"), Low)
        .no_effect(OWN_METRICS)
        .text(
            "Which sensors record: INFO the usual ones, DEBUG and TRACE more, at a price for each record. A plain \
             producer has few sensors beyond INFO, so that it seldom shows anything new. Leave it, unless a library \
             built on the client documents metrics at DEBUG.",
        ),
    java(28, "metrics.sample.window.ms", Kind::long(0), Some("30000"), Low)
        .ms()
        .no_effect(OWN_METRICS)
        .text(
            "The length of one sample of a metric. Shorter windows let rates follow a change faster and jitter more, \
             longer ones calm them. The figure shown covers metrics.num.samples of these. Keep it above the interval \
             in which the monitoring reads, or it will miss samples.",
        ),
    native("statistics.interval.ms", Kind::whole(0, 86_400_000), Some("0"), High)
        .ms()
        .not_available(OURS)
        .text(
            "How often librdkafka writes its internal figures as JSON; 0 is never, a short interval costs CPU with \
             many partitions.",
        ),
    native("debug", Kind::Flags(&["generic", "broker", "topic", "metadata", "feature", "queue", "msg", "protocol", "cgrp", "security", "fetch", "interceptor", "plugin", "consumer", "admin", "eos", "mock", "assignor", "conf", "telemetry", "all"]), None, Medium)
        .not_available(OURS)
        .text("Which parts of librdkafka write a detailed log, as 'broker,topic,msg' for a producer."),
    native("log_level", Kind::whole(0, 7), Some("6"), Low)
        .not_available(OURS)
        .text("The most talkative syslog level that is logged: 3 errors, 6 information, 7 debugging."),
    native("log.queue", Kind::Bool, Some("false"), Low)
        .not_available(OURS)
        .text(
            "Holds log lines in a queue until the program fetches them, instead of calling it from librdkafka's \
             threads.",
        ),
    native("log.thread.name", Kind::Bool, Some("true"), Low)
        .not_available(OURS)
        .text("Puts the name of librdkafka's thread into each log line."),
    native("log.connection.close", Kind::Bool, Some("true"), Low)
        .not_available(OURS)
        .text(
            "Whether a connection that a broker closes is logged; false quietens brokers that close idle ones often.",
        ),
    native("error_cb", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("A function of a program that hears of errors of the client as a whole."),
    native("throttle_cb", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("A function of a program that hears when a broker's quota delays it."),
    native("stats_cb", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("A function of a program that receives the figures of statistics.interval.ms."),
    native("log_cb", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("Where log lines go in place of standard error; without one librdkafka prints them."),
]);
