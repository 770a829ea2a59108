//! How the client sits in its program.

use super::super::Importance::Low;
use super::{CALLBACK, Kind, OURS, Property, Release, Stage, java, native, staged};

pub(super) static ROWS: &[Property] = &staged(Stage::Program, [
    java(112, "config.providers", Kind::List, Some(""), Low)
        .since(Release::V4)
        .not_available("use '${env:NAME}' or '${file:PATH}' in the value")
        .text(
            "Names of providers that fill in ${provider:path:key} in other values, such as file, dir or env; each has \
             a class in config.providers.NAME.class. They keep passwords out of the configuration. The JVM property \
             org.apache.kafka.automatic.config.providers can restrict which classes are allowed.",
        ),
    native("builtin.features", Kind::Flags(&["gzip", "snappy", "ssl", "sasl", "regex", "lz4", "sasl_gssapi", "sasl_plain", "sasl_scram", "plugins", "zstd", "sasl_oauthbearer", "http", "oidc"]), Some("gzip, snappy, ssl, sasl, regex, lz4, sasl_gssapi, sasl_plain, sasl_scram, plugins, zstd, sasl_oauthbearer, http, oidc"), Low)
        .not_available("the features are those that linger was built with")
        .text(
            "What this librdkafka was built with; can be read, and setting it only checks that all of a list are \
             there.",
        ),
    native("plugin.library.paths", Kind::Text, None, Low)
        .not_available("foreign code can't be accounted for")
        .text("Libraries to load into the client that add interceptors, separated by semicolons."),
    native("enabled_events", Kind::whole(0, 2_147_483_647), Some("0"), Low)
        .not_available(OURS)
        .text(
            "Which kinds of events a C program takes from its queue instead of by callbacks, as a number of bits.",
        ),
    native("background_event_cb", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text(
            "A C function that a thread of librdkafka calls with events, so that the program need not poll.",
        ),
    native("open_cb", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("How a C program has certificates and the like opened, so that a child process does not inherit them."),
    native("opaque", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("A pointer of the program that is given back to each of its callbacks."),
    native("default_topic_conf", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("The settings of topics that a C program has not configured one by one."),
    native("internal.termination.signal", Kind::whole(0, 128), Some("0"), Low)
        .not_available("linger handles the signals of its process itself")
        .text(
            "A signal with which librdkafka wakes its own threads to end faster; the program must ignore it.",
        ),
    native("enable.random.seed", Kind::Bool, Some("true"), Low)
        .no_effect("linger draws its own random numbers")
        .text("Whether librdkafka seeds the system's random numbers at its first start."),
    native("test.mock.num.brokers", Kind::whole(0, 10_000), Some("0"), Low)
        .not_available("use the profile 'embedded'")
        .text(
            "Starts so many pretended brokers inside librdkafka and connects to them instead of a cluster.",
        ),
]);
