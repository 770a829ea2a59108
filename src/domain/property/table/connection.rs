//! Finding brokers and talking to them.

use super::{Kind, Property, java, native};

pub(super) static ROWS: &[Property] = &[
    java("bootstrap.servers", Kind::List, None, "The brokers that are asked first, as host:port, separated by commas.")
        .same(Kind::List, None)
        .also(&["metadata.broker.list"]),
    java("client.id", Kind::Text, Some(""), "The name the brokers see in their logs, metrics and quotas.")
        .same(Kind::Text, Some("rdkafka")),
    java(
        "client.dns.lookup",
        Kind::choice(&["use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"]),
        Some("use_all_dns_ips"),
        "Whether every address of a name is tried.",
    )
    .same(Kind::choice(&["use_all_dns_ips", "resolve_canonical_bootstrap_servers_only"]), Some("use_all_dns_ips")),
    native(
        "broker.address.family",
        Kind::choice(&["any", "v4", "v6"]),
        Some("any"),
        "The kind of IP address that is used.",
    ),
    native(
        "broker.address.ttl",
        Kind::whole(0, 86_400_000),
        Some("1000"),
        "How long an address that was looked up is kept.",
    )
    .ms(),
    java(
        "metadata.max.age.ms",
        Kind::long(0),
        Some("300000"),
        "After how long the list of topics, partitions and leaders is fetched again though nothing changed.",
    )
    .ms()
    .renamed("topic.metadata.refresh.interval.ms", Kind::whole(-1, 3_600_000), Some("300000")),
    native(
        "metadata.max.age.ms",
        Kind::whole(1, 86_400_000),
        Some("900000"),
        "After how long cached metadata is no longer believed.",
    )
    .ms(),
    java("metadata.max.idle.ms", Kind::long(5_000), Some("300000"), "How long a topic nobody sends to is remembered.")
        .ms()
        .no_effect("librdkafka remembers topics for as long as the producer lives"),
    java(
        "metadata.recovery.strategy",
        Kind::choice_any_case(&["rebootstrap", "none"]),
        Some("rebootstrap"),
        "Whether the bootstrap servers are asked again when no known broker is left.",
    )
    .older(Some("none"), None)
    .same(Kind::choice(&["none", "rebootstrap"]), Some("rebootstrap")),
    java(
        "metadata.recovery.rebootstrap.trigger.ms",
        Kind::long(0),
        Some("300000"),
        "After how long without metadata the bootstrap servers are asked again.",
    )
    .ms()
    .older(None, None)
    .same(Kind::whole(0, 2_147_483_647), Some("300000")),
    native(
        "topic.metadata.propagation.max.ms",
        Kind::whole(0, 3_600_000),
        Some("30000"),
        "How long a topic may be unknown after its first record before its records fail.",
    )
    .ms(),
    native(
        "topic.metadata.refresh.fast.interval.ms",
        Kind::whole(1, 60_000),
        Some("100"),
        "How soon metadata is asked for again when a partition loses its leader.",
    )
    .ms(),
    native("topic.metadata.refresh.sparse", Kind::Bool, Some("true"), "Whether only the topics in use are asked for."),
    native(
        "allow.auto.create.topics",
        Kind::Bool,
        Some("true"),
        "Whether sending to an unknown topic may create it, where the broker allows that.",
    ),
    java("send.buffer.bytes", Kind::int(-1), Some("131072"), "The socket's send buffer; -1 leaves it to the system.")
        .bytes()
        .renamed("socket.send.buffer.bytes", Kind::whole(0, 100_000_000), Some("0")),
    java(
        "receive.buffer.bytes",
        Kind::int(-1),
        Some("32768"),
        "The socket's receive buffer; -1 leaves it to the system.",
    )
    .bytes()
    .renamed("socket.receive.buffer.bytes", Kind::whole(0, 100_000_000), Some("0")),
    native(
        "receive.message.max.bytes",
        Kind::whole(1_000, 2_147_483_647),
        Some("100000000"),
        "The largest answer that is believed.",
    )
    .bytes(),
    java(
        "socket.connection.setup.timeout.ms",
        Kind::long(i64::MIN),
        Some("10000"),
        "How long setting up a connection may take.",
    )
    .ms()
    .same(Kind::whole(1_000, 2_147_483_647), Some("30000")),
    java(
        "socket.connection.setup.timeout.max.ms",
        Kind::long(i64::MIN),
        Some("30000"),
        "How long setting up a connection may take after several have failed.",
    )
    .ms()
    .no_effect("librdkafka does not raise the time for a connection's setup"),
    java(
        "connections.max.idle.ms",
        Kind::long(i64::MIN),
        Some("540000"),
        "After how long an idle connection is closed.",
    )
    .ms()
    .same(Kind::whole(0, 2_147_483_647), Some("0")),
    java("reconnect.backoff.ms", Kind::long(0), Some("50"), "The wait before the first attempt to reconnect.")
        .ms()
        .same(Kind::whole(0, 3_600_000), Some("100")),
    java("reconnect.backoff.max.ms", Kind::long(0), Some("1000"), "The longest wait between attempts to reconnect.")
        .ms()
        .same(Kind::whole(0, 3_600_000), Some("10000")),
    native("socket.keepalive.enable", Kind::Bool, Some("false"), "Whether TCP probes idle connections."),
    native("socket.nagle.disable", Kind::Bool, Some("true"), "Whether small packets leave at once."),
    native(
        "socket.max.fails",
        Kind::whole(0, 1_000_000),
        Some("1"),
        "Requests that may fail on a connection before it is closed.",
    ),
    native(
        "api.version.request.timeout.ms",
        Kind::whole(1, 300_000),
        Some("10000"),
        "How long a broker may take to say which requests it knows.",
    )
    .ms(),
    native("client.rack", Kind::Text, None, "Where this client stands, as the brokers name their racks."),
    native(
        "broker.version.fallback",
        Kind::Text,
        Some("0.10.0"),
        "The version a broker is taken for when it does not say which requests it knows.",
    ),
];
