//! From the record to the batch: memory, batches, compression.

use super::super::kind::Whole;
use super::{Kind, Property, Translation, Unit, java, native};

const CODECS: Kind = Kind::choice(&["none", "gzip", "snappy", "lz4", "zstd"]);

pub(super) static ROWS: &[Property] = &[
    java(
        "max.block.ms",
        Kind::long(0),
        Some("60000"),
        "How long a send waits for the topic's metadata and for room in buffer.memory before it fails.",
    )
    .ms(),
    java(
        "buffer.memory",
        Kind::long(0),
        Some("33554432"),
        "Memory for records that wait to be sent or acknowledged; when it is full, a send waits.",
    )
    .bytes()
    .librdkafka(
        "queue.buffering.max.kbytes",
        Kind::whole(1, 2_147_483_647),
        Some("1048576"),
        Translation::UnitChanged,
    ),
    native(
        "queue.buffering.max.messages",
        Kind::whole(0, 2_147_483_647),
        Some("100000"),
        "Records librdkafka holds before it refuses more.",
    ),
    java(
        "max.request.size",
        Kind::int(0),
        Some("1048576"),
        "The largest record, uncompressed, and the largest request.",
    )
    .bytes()
    .renamed("message.max.bytes", Kind::whole(1_000, 1_000_000_000), Some("1000000")),
    java(
        "batch.size",
        Kind::int(0),
        Some("16384"),
        "Bytes of one partition's records that are gathered into one batch; 0 sends every record alone.",
    )
    .bytes()
    .same(Kind::whole(1, 2_147_483_647), Some("1000000")),
    native(
        "batch.num.messages",
        Kind::whole(1, 1_000_000),
        Some("10000"),
        "Records that are gathered into one batch at most.",
    ),
    java("linger.ms", Kind::long(0), Some("5"), "How long a batch waits for more records before it is sent.")
        .ms()
        .older(Some("0"), Some("0"))
        .same(Kind::Decimal { min: 0.0, max: 900_000.0 }, Some("5"))
        .also(&["queue.buffering.max.ms"]),
    java("compression.type", CODECS, Some("none"), "The codec batches are compressed with.")
        .same(CODECS, Some("none"))
        .also(&["compression.codec"]),
    java(
        "compression.gzip.level",
        Kind::Whole(Whole { min: 1, max: 9, or: Some(-1), word: None }),
        Some("-1"),
        "How hard gzip tries; -1 is its own default.",
    )
    .by_codec(),
    java("compression.lz4.level", Kind::whole(1, 17), Some("9"), "How hard lz4 tries.").by_codec(),
    java("compression.zstd.level", Kind::whole(-131_072, 22), Some("3"), "How hard zstd tries.").by_codec(),
    native(
        "compression.level",
        Kind::whole(-1, 12),
        Some("-1"),
        "How hard the codec tries; -1 is the codec's own default.",
    ),
    native(
        "queue.buffering.backpressure.threshold",
        Kind::whole(1, 1_000_000),
        Some("1"),
        "Requests on the way to a broker above which librdkafka gathers more records before it sends the next.",
    ),
    native(
        "message.copy.max.bytes",
        Kind::whole(0, 1_000_000_000),
        Some("65535"),
        "Records up to this size are copied into the request instead of being referred to.",
    )
    .unit(Unit::Bytes),
];

impl Property {
    /// librdkafka has one `compression.level` for all codecs: the level of the codec in use is written there.
    const fn by_codec(mut self) -> Self {
        self.translation = Translation::Renamed;
        self
    }
}
