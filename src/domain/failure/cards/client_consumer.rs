//! librdkafka's own errors and events of consumers, which a producer never meets.

use super::{Code, cards};

pub(super) static ROWS: &[Code] = cards! {
    -191 _PARTITION_EOF [] permanent none {
        meaning "a consumer has read to the end of a partition"
        causes "enable.partition.eof is on and no newer record is there; an event, not an error"
        change
        next "A producer does not meet this. In a consumer go on polling: the next record comes by itself."
        java "nowhere: poll() returns no records at the end of a partition"
        clients consumer
    }
    -179 _UNKNOWN_GROUP [] permanent none {
        meaning "the client handle knows no group of this name"
        causes "group calls on a consumer made without group.id"
        change
        next "A producer does not meet this. In a consumer set group.id, or assign partitions by hand without group \
            calls."
        java "nowhere: Java asks the broker, which says GROUP_ID_NOT_FOUND (69)"
        clients consumer
    }
    -176 _EXISTING_SUBSCRIPTION [] permanent none {
        meaning "a consumer is subscribed already in another way"
        causes "assign() and subscribe() are mixed in one consumer"
        change
        next "A producer does not meet this. In a consumer call unsubscribe() before the other way is used."
        java "nowhere: Java throws IllegalStateException 'Subscription to topics, partitions and pattern are mutually \
            exclusive'"
        clients consumer
    }
    -175 _ASSIGN_PARTITIONS [] permanent none {
        meaning "a rebalance gives partitions to this consumer"
        causes "a member joined or left the group; the event of a rebalance callback, not an error"
        change
        next "A producer does not meet this. A rebalance callback answers it with assign()."
        java "nowhere: Java calls onPartitionsAssigned()"
        clients consumer
    }
    -174 _REVOKE_PARTITIONS [] permanent none {
        meaning "a rebalance takes partitions from this consumer"
        causes "another member joined, or the subscription changed; the event of a rebalance callback, not an error"
        change
        next "A producer does not meet this. A rebalance callback commits what is done and answers with unassign()."
        java "nowhere: Java calls onPartitionsRevoked()"
        clients consumer
    }
    -168 _NO_OFFSET [] permanent none {
        meaning "no offset was stored that could be committed"
        causes "commit() before the first record, or a second one with nothing new in between"
        change
        next "A producer does not meet this. A consumer may ignore it: the next commit with progress succeeds."
        java "nowhere: commitSync() without positions does nothing"
        clients consumer
    }
    -160 _KEY_DESERIALIZATION [RecordDeserializationException] permanent none {
        meaning "a consumer could not deserialize a key"
        causes "the record was written with another serializer than the consumer expects, or without its schema id"
        change
        next "A producer does not meet this, but its key.serializer may be the cause: compare both sides at the offset \
            named."
        java consumer
        clients "raised by poll() of consumers with deserializers"
    }
    -159 _VALUE_DESERIALIZATION [RecordDeserializationException] permanent none {
        meaning "a value does not fit the deserializer or schema that a consumer reads it with"
        causes "plain text where a schema was expected, a schema id the registry does not know, or a tombstone not \
            provided for"
        change
        next "A producer does not meet this, but may have written the value: read that offset back and look at its \
            first bytes."
        java consumer
        clients "raised by poll() of consumers with deserializers"
    }
    -147 _MAX_POLL_EXCEEDED [] permanent none {
        meaning "a consumer worked longer than max.poll.interval.ms between two polls"
        causes "slow processing of a batch of records, often a producer inside the loop that blocks or flushes for \
            each record"
        change
        next "A producer does not meet this. In the consumer take fewer records a poll or raise max.poll.interval.ms."
        java "nowhere: the consumer leaves its group, and the next commit throws CommitFailedException"
        clients consumer
    }
    -142 _ASSIGNMENT_LOST [] permanent none {
        meaning "a consumer's partitions were given to another member while it was away"
        causes "the session ended: a long pause, or no heartbeat came through"
        change
        next "A producer does not meet this. A consumer throws away what it has not committed, since another member \
            works on it."
        java "nowhere: Java calls onPartitionsLost()"
        clients consumer
    }
    -140 _AUTO_OFFSET_RESET [NoOffsetForPartitionException] permanent none {
        meaning "a consumer has no valid position and auto.offset.reset is 'error'"
        causes "a new group, or committed offsets that retention has deleted"
        change
        next "A producer does not meet this. Choose earliest or latest for the consumer, or seek to an offset that \
            exists."
        java consumer
        clients consumer
    }
    -139 _LOG_TRUNCATION [LogTruncationException] permanent none {
        meaning "a consumer read records that a new leader does not have"
        causes "an unclean leader election threw away the end of a partition"
        change
        next "A producer does not meet this, but records acknowledged with acks=1 may be lost: compare offsets, then \
            use acks=all."
        java consumer
        clients consumer
    }
};
