//! From the record to the batch: memory, batches, compression.

use super::super::Importance::{High, Low, Medium};
use super::super::kind::Whole;
use super::{CALLBACK, Kind, Property, Release, Stage, Translation, java, native, staged};

const CODECS: Kind = Kind::choice(&["none", "gzip", "snappy", "lz4", "zstd"]);

pub(super) static ROWS: &[Property] = &staged(Stage::Batch, [
    java(24, "max.block.ms", Kind::long(0), Some("60000"), Medium)
        .ms()
        .text(
            "The longest that a call of send() may keep the calling thread: for the topic's metadata and for room in \
             buffer.memory, both together. When it is over the send fails with a TimeoutException and nothing was \
             queued. Lower it below the caller's own deadline in request handlers; raise it for batch jobs that would \
             rather wait than fail. delivery.timeout.ms starts to count only after it.",
        ),
    java(2, "buffer.memory", Kind::long(0), Some("33554432"), High)
        .bytes()
        .librdkafka("queue.buffering.max.kbytes", Kind::whole(1, 2_147_483_647), Some("1048576"), High, Translation::UnitChanged)
        .text(
            "All the memory for records that wait in batches or are on their way, over all partitions. Once it is \
             full, send() blocks up to max.block.ms: that is the producer's back-pressure. It should exceed batch.size \
             times the partitions written to, with room for batches that are being retried. Raise it to ride out \
             pauses of a broker; compression works in memory beyond it.",
        ),
    native("queue.buffering.max.messages", Kind::whole(0, 2_147_483_647), Some("100000"), High)
        .text(
            "How many records may wait or be under way, over all partitions, until produce() answers that the queue is \
             full; 0 counts none.",
        ),
    java(18, "max.request.size", Kind::int(0), Some("1048576"), Medium)
        .bytes()
        .renamed("message.max.bytes", Kind::whole(1000, 1_000_000_000), Some("1000000"), Medium)
        .text(
            "Refuses a record that is larger when serialized, before compression, with RecordTooLargeException, and \
             bounds the size of one request of batches. The broker checks message.max.bytes or the topic's \
             max.message.bytes against the batch after compression, so raise both sides together. Large records are a \
             cost to everybody: consumers' fetch sizes and replication have to follow.",
        ),
    java(9, "batch.size", Kind::int(0), Some("16384"), Medium)
        .bytes()
        .same(Kind::whole(1, 2_147_483_647), Some("1000000"), Medium)
        .text(
            "The bytes of records, before compression, that a batch for one partition aims at. Batches leave earlier \
             when linger.ms is over, and a record that is larger gets a batch of its own. Raise it (64 to 256 KiB) for \
             throughput and a better compression ratio; small values cost a request each. 0 turns batching off. Each \
             partition in use holds at least one such batch of buffer.memory.",
        ),
    native("batch.num.messages", Kind::whole(1, 1_000_000), Some("10000"), Medium)
        .text("Closes a batch at so many records, even when batch.size has room left."),
    java(13, "linger.ms", Kind::long(0), Some("5"), Medium)
        .older(Some("0"), Some("0"))
        .ms()
        .same(Kind::Decimal { min: 0.0, max: 900_000.0 }, Some("5"), High)
        .also(&["queue.buffering.max.ms"])
        .text(
            "How long a batch waits for company once its first record is in it. It is an upper bound: a full batch \
             leaves at once, and records gather for free while requests are in flight. A few milliseconds cut requests \
             sharply for little delay; 0 sends whatever is there. Raise it with batch.size for throughput. \
             delivery.timeout.ms must be at least linger.ms + request.timeout.ms.",
        ),
    java(5, "compression.type", CODECS, Some("none"), High)
        .same(CODECS, Some("none"), Medium)
        .also(&["compression.codec"])
        .text(
            "The codec each batch is compressed with before it is sent, and stored with unless the topic asks for \
             another. lz4 and snappy are cheap, zstd and gzip get smaller for more CPU. The ratio grows with the \
             batch, so that it belongs together with batch.size and linger.ms. The limit of the broker applies to the \
             compressed batch, that of max.request.size to the plain record.",
        ),
    java(6, "compression.gzip.level", Kind::Whole(Whole { min: 1, max: 9, or: Some(-1), word: None }), Some("-1"), Medium)
        .since(Release::V3)
        .by_codec()
        .text(
            "How hard gzip works at each batch: 1 is fastest, 9 smallest, -1 what zlib takes for itself (6). The step \
             from 6 to 9 costs much CPU for a few percent. Looked at only when compression.type=gzip, though checked \
             always; zstd mostly gives more for the same time.",
        ),
    java(7, "compression.lz4.level", Kind::whole(1, 17), Some("9"), Medium)
        .since(Release::V3)
        .by_codec()
        .text(
            "The effort of lz4, from 1 to 17. The levels change the compressor alone, readers unpack all of them \
             equally fast. Going up trades sending CPU for smaller batches; when more than that is wanted, \
             compression.type=zstd is the better step. Without compression.type=lz4 it does nothing.",
        ),
    java(8, "compression.zstd.level", Kind::whole(-131_072, 22), Some("3"), Medium)
        .since(Release::V3)
        .by_codec()
        .text(
            "The effort of zstd: negative levels are fast and loose, 3 is the usual balance, above 10 or so it gets \
             slow and hungry for memory. Raise it where the network or the disks are what is scarce, and measure on \
             real records with the batch.size in use. Only compression.type=zstd reads it.",
        ),
    native("compression.level", Kind::whole(-1, 12), Some("-1"), Medium)
        .text(
            "One effort for whichever codec is in use: 0 to 9 for gzip, 0 to 12 for lz4, -1 for the codec's own idea. \
             Java has a property for each codec.",
        ),
    native("queue.buffering.backpressure.threshold", Kind::whole(1, 1_000_000), Some("1"), Low)
        .text(
            "Holds back a new batch while so many requests have not left for the broker yet, which makes batches \
             larger; raise it when compression is slow and delay matters.",
        ),
    native("message.copy.max.bytes", Kind::whole(0, 1_000_000_000), Some("65535"), Low)
        .bytes()
        .text(
            "Values up to this size are copied next to each other into the request; larger ones are only pointed at.",
        ),
    native("queuing.strategy", Kind::choice(&["fifo", "lifo"]), Some("fifo"), Low)
        .text(
            "Whether the oldest or the newest record of a partition goes first. Newest first breaks the order, and it \
             is deprecated.",
        ),
    native("msg_order_cmp", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text(
            "A C function that sorts a partition's queue; experimental, and deprecated together with queuing.strategy.",
        ),
]);

impl Property {
    /// librdkafka has one `compression.level` for all codecs: the level of the codec in use is written there.
    const fn by_codec(mut self) -> Self {
        self.translation = Translation::Renamed;
        self
    }
}
