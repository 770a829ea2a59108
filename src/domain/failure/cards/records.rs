//! The brokers' errors about the records themselves: what a batch holds, how large it is, where it stands in the order.

use super::{Code, cards};

pub(super) static ROWS: &[Code] = cards! {
    -1 UNKNOWN (UNKNOWN_SERVER_ERROR) [UnknownServerException] permanent possibly {
        meaning "the broker met an error that it did not expect"
        causes "a bug, a plugin (authorizer, quota, interceptor) that throws, or a disk or memory fault without a code \
            of its own"
        change
        next "Search the broker's server.log for the stack trace at this time; only it tells more. Try a single record \
            again before the rest."
        java future
        clients report
    }
    0 NO_ERROR (NONE) [] permanent yes {
        meaning "no error: the request succeeded"
        causes "everything went well"
        change
        next "Nothing to do. A program that reports code 0 as a failure tests its result the wrong way round."
        java "nowhere: the Future returns RecordMetadata"
        clients "in the delivery report of a delivered record"
    }
    2 INVALID_MSG (CORRUPT_MESSAGE) [CorruptRecordException] retriable no {
        meaning "the broker found the batch damaged"
        causes "a checksum that does not fit: bad memory or network gear, a proxy that rewrites; on old brokers also a \
            null key on a compacted topic"
        change "compression.type"
        next "If it repeats for one record, give it a key and look at cleanup.policy; if for many, bypass proxies and \
            test the machine's memory."
        java retried
        clients retried
    }
    10 MSG_SIZE_TOO_LARGE (MESSAGE_TOO_LARGE) [RecordTooLargeException] permanent no {
        meaning "the record or its batch is larger than the topic's max.message.bytes"
        causes "one large record, or with librdkafka a batch of small ones above the topic's limit; before sending: \
            the record is above max.request.size or buffer.memory"
        change "max.request.size" "batch.size" "compression.type" "topic max.message.bytes"
        next "Compare the record's size with both limits. A small record: set batch.size below max.message.bytes. A \
            large one: compress, split, or raise both limits."
        java future
        clients "at once from produce() when above message.max.bytes; in the delivery report when the broker refuses, \
            and then for all records of the batch"
    }
    18 RECORD_LIST_TOO_LARGE [RecordBatchTooLargeException] permanent no {
        meaning "the batch is larger than the topic's segment.bytes"
        causes "segment.bytes of the topic was set very small, below the batches that producers make"
        change "batch.size" "topic segment.bytes"
        next "Raise the topic's segment.bytes to its usual size (1 GiB by default), or make batch.size smaller than it."
        java future
        clients report
    }
    19 NOT_ENOUGH_REPLICAS [NotEnoughReplicasException] retriable no {
        meaning "fewer replicas are in sync than the topic's min.insync.replicas"
        causes "a broker is down or lags, so that with acks=all the leader refuses to write"
        change "delivery.timeout.ms" "acks" "topic min.insync.replicas"
        next "Bring the missing broker back: kafka-topics.sh --describe --under-min-isr-partitions names the \
            partitions. acks=1 writes without it, and can lose records."
        java retried
        clients retried
    }
    20 NOT_ENOUGH_REPLICAS_AFTER_APPEND [NotEnoughReplicasAfterAppendException] retriable possibly {
        meaning "the record was written, but to fewer in-sync replicas than the topic's min.insync.replicas"
        causes "a replica fell out of sync between the leader's write and its acknowledgement"
        change "enable.idempotence" "topic min.insync.replicas"
        next "Leave the retry to an idempotent producer: it makes no duplicate. From your own code look for the record \
            in the log first, then restore the replica."
        java retried
        clients retried
    }
    21 INVALID_REQUIRED_ACKS [InvalidRequiredAcksException] permanent no {
        meaning "the broker does not accept this value of acks"
        causes "acks is none of 0, 1 and all (-1), which only a hand-made client or an old librdkafka sends"
        change "acks"
        next "Set acks=all."
        java future
        clients report
    }
    32 INVALID_TIMESTAMP [InvalidTimestampException] permanent no {
        meaning "the timestamp is further from the broker's clock than the topic allows"
        causes "seconds or microseconds instead of milliseconds, a clock that is wrong, or old data loaded anew; later \
            than one hour ahead fails by default"
        change "topic message.timestamp.after.max.ms" "topic message.timestamp.before.max.ms"
        next "Read the timestamp as a date: in 1970 or far ahead means the wrong unit. For old data widen \
            message.timestamp.before.max.ms or let the broker set the time."
        java future
        clients report
    }
    43 UNSUPPORTED_FOR_MESSAGE_FORMAT [UnsupportedForMessageFormatException] permanent no {
        meaning "the topic's message format does not support the request"
        causes "headers, idempotence or transactions on a topic still at message.format.version below 0.11"
        change "enable.idempotence" "topic message.format.version"
        next "Raise the topic's message.format.version to 0.11 or later; until then send without headers and with \
            enable.idempotence=false."
        java future
        clients report
    }
    45 OUT_OF_ORDER_SEQUENCE_NUMBER [OutOfOrderSequenceException] fatal_if_idempotent depends {
        meaning "the broker missed an earlier batch of this producer"
        causes "an earlier batch was lost or given up: acknowledged data vanished in an unclean election, or a batch \
            expired while later ones were open"
        change "enable.idempotence" "delivery.timeout.ms"
        next "Compare what was acknowledged with the log's end: records may be missing. Java starts a new epoch and \
            goes on; librdkafka needs a new producer."
        java future
        clients "in the delivery report, then a fatal error: produce() returns _FATAL (-150) from then on"
    }
    46 DUPLICATE_SEQUENCE_NUMBER [DuplicateSequenceException] permanent yes {
        meaning "the broker has this batch already"
        causes "the first answer was lost and the retry met the batch in the log: idempotence at work"
        change
        next "Treat the record as delivered. Do not send it again."
        java "nowhere: the sender counts it as success, with offset -1 if it is unknown"
        clients "nowhere: the delivery report says success, without an offset"
    }
    59 UNKNOWN_PRODUCER_ID [UnknownProducerIdException] fatal_if_idempotent no {
        meaning "the broker does not know this producer id any more"
        causes "retention or delete-records removed all this producer wrote, or it stood idle for longer than \
            producer.id.expiration.ms; mostly brokers before 2.5"
        change "topic retention.ms" "broker producer.id.expiration.ms"
        next "Start the producer anew to get a fresh id. If it comes back, retention is shorter than the pauses \
            between its records: lengthen it."
        java future
        clients retried
    }
    76 UNSUPPORTED_COMPRESSION_TYPE [UnsupportedCompressionTypeException] permanent no {
        meaning "the topic does not support this compression.type"
        causes "zstd with a broker or message format older than 2.1, or a consumer too old for the codec of the log"
        change "compression.type"
        next "Use lz4 or snappy until every broker and consumer is at 2.1 or later."
        java future
        clients report
    }
    87 INVALID_RECORD [InvalidRecordException] permanent no {
        meaning "the broker found the record invalid, such as a null key on a compacted topic"
        causes "no key on a topic with cleanup.policy=compact, or a timestamp out of range where several in a batch \
            are wrong"
        change "topic cleanup.policy" "topic message.timestamp.after.max.ms"
        next "Give the record a key, or a timestamp that the topic takes. Other records of its batch are refused with \
            it (87 or -138): send those again, each alone."
        java future
        clients report
    }
};
