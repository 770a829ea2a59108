//! Which partition a record goes to, and how it is serialized.

use super::{Kind, Property, java, native};

pub(super) static ROWS: &[Property] = &[
    java("key.serializer", Kind::Class, None, "The class that turns a key into bytes.")
        .no_effect("linger serializes the key in the format it is typed in"),
    java("value.serializer", Kind::Class, None, "The class that turns a value into bytes.")
        .no_effect("linger serializes the value in the format it is typed in"),
    java("interceptor.classes", Kind::List, Some(""), "Classes that see, and may change, every record before it is sent.")
        .no_effect("Java classes can't run here"),
    java("partitioner.class", Kind::Class, None, "The class that chooses the partition of a record that names none.")
        .older(None, Some("org.apache.kafka.clients.producer.internals.DefaultPartitioner"))
        .not_available("linger chooses as Java's default does; leave it out, or use 'partitioner.ignore.keys'"),
    java(
        "partitioner.ignore.keys",
        Kind::Bool,
        Some("false"),
        "Whether a record with a key is spread over the partitions like one without.",
    ),
    java(
        "partitioner.adaptive.partitioning.enable",
        Kind::Bool,
        Some("true"),
        "Whether partitions whose broker answers faster get more of the records without a key (KIP-794).",
    ),
    java(
        "partitioner.availability.timeout.ms",
        Kind::long(0),
        Some("0"),
        "Leaves out partitions whose broker has taken nothing for so long; 0 turns that off, and it needs the adaptive rule.",
    )
    .ms(),
    native(
        "partitioner",
        Kind::choice(&[
            "random",
            "consistent",
            "consistent_random",
            "murmur2",
            "murmur2_random",
            "fnv1a",
            "fnv1a_random",
        ]),
        Some("consistent_random"),
        "librdkafka's rule for choosing a partition.",
    ),
    native(
        "sticky.partitioning.linger.ms",
        Kind::whole(0, 900_000),
        Some("10"),
        "How long librdkafka keeps sending records without a key to one partition.",
    )
    .ms()
    .no_effect("linger chooses the partition itself"),
];
