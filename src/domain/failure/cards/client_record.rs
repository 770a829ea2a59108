//! librdkafka's own errors that end a record, or refuse it.

use super::{Code, cards};

pub(super) static ROWS: &[Code] = cards! {
    -198 _BAD_COMPRESSION [] permanent none {
        meaning "compressed data are not valid"
        causes "a batch in the log can't be decompressed: damaged, or written by a client with a broken codec"
        change
        next "A producer does not meet this: it sends uncompressed rather than badly. A consumer that sees it notes \
            the offset and seeks behind the batch."
        java consumer
        clients consumer
    }
    -197 _DESTROY [KafkaException] retriable depends {
        meaning "the producer was closed before the record was delivered"
        causes "the process ended, or closed the producer, without flush() or with a timeout shorter than the queue \
            needed"
        change
        next "Call flush() before closing and give close() as long as delivery.timeout.ms. Send the record again, \
            where a duplicate does no harm."
        java "in the Future: KafkaException 'Producer is closed forcefully.', after close() with too short a time"
        clients report
    }
    -192 _MSG_TIMED_OUT [TimeoutException] retriable depends {
        meaning "the record was not acknowledged in time (delivery.timeout.ms)"
        causes "brokers unreachable or refusing the login, no leader, too few in-sync replicas, quotas, or more \
            records than the connection carries; the code alone does not say which"
        change "delivery.timeout.ms" "request.timeout.ms" "bootstrap.servers"
        next "Act on the reason told beside it ('because'). A longer delivery.timeout.ms helps only where records \
            arrive late."
        java future
        clients report
    }
    -190 _UNKNOWN_PARTITION [TimeoutException] retriable no {
        meaning "the topic has no such partition"
        causes "a fixed or computed partition number beyond the topic's count; the topic was made anew with fewer \
            partitions; a partitioner with a stale count"
        change "max.block.ms" "partitioner.class"
        next "Compare the number with the topic's partitions: they count from 0, so 6 partitions end at 5. Let the key \
            choose, or grow the topic."
        java "in the Future after max.block.ms, as TimeoutException 'Partition 9 of topic t with partition count 6 is \
            not present in metadata'"
        clients "from produce() at once when the topic is known; in the delivery report for the first records"
    }
    -188 _UNKNOWN_TOPIC [TimeoutException] retriable no {
        meaning "the topic is not in the cluster's metadata"
        causes "a typo or wrong capitals in the name, another cluster than meant, automatic creation off, or no \
            permission to see the topic"
        change "max.block.ms" "bootstrap.servers"
        next "Compare the name with the topic list of this cluster, letter by letter; create the topic if it is really \
            missing."
        java "in the Future after max.block.ms, as TimeoutException 'Topic t not present in metadata after 60000 ms.'"
        clients "in the delivery report, and from produce() at once when the topic was seen to be gone"
    }
    -184 _QUEUE_FULL [BufferExhaustedException] retriable no {
        meaning "the producer's buffer stayed full for max.block.ms"
        causes "records are made faster than brokers acknowledge them: a slow or absent broker, a throttled client, or \
            small batches; a Python or Go program that never polls for delivery reports"
        change "buffer.memory" "max.block.ms" "batch.size" "compression.type"
        next "See whether answers come at all. If they do, enlarge batches or compress; if not, mend the connection. \
            With librdkafka: poll(), then produce again."
        java "in the Future, after send() blocked for max.block.ms: BufferExhaustedException, a TimeoutException"
        clients once
    }
    -183 _ISR_INSUFF [] retriable no {
        meaning "too few replicas are in sync"
        causes "an old librdkafka counted the in-sync replicas itself and found fewer than enforce.isr.cnt"
        change "topic min.insync.replicas"
        next "Drop enforce.isr.cnt and let the broker judge; bring the missing replicas back."
        java "nowhere: Java waits for the broker's own NOT_ENOUGH_REPLICAS (19)"
        clients "nowhere today: only a librdkafka older than 1.0 raised it, in the delivery report"
    }
    -163 _INTR [InterruptException] retriable no {
        meaning "sending was interrupted"
        causes "the thread was interrupted, or a person gave up, while the record waited to be accepted"
        change "max.block.ms"
        next "Send it again if it is still wanted: it was never accepted. In Java restore the thread's interrupt flag \
            before going on."
        java "thrown by send() as InterruptException, while it waits for metadata or buffer.memory"
        clients "at once, from the call that waited"
    }
    -162 _KEY_SERIALIZATION [SerializationException] permanent no {
        meaning "key.serializer could not turn the key into bytes"
        causes "the key's type is not what key.serializer takes, or a registry refused its schema"
        change "key.serializer"
        next "Print the key's class and compare it with key.serializer; mend the one that is wrong. The same key fails \
            every time."
        java thrown
        clients "raised by produce() of clients with serializers (Python's SerializingProducer, .NET)"
    }
    -161 _VALUE_SERIALIZATION [SerializationException] permanent no {
        meaning "the value does not fit value.serializer or its schema"
        causes "a required field is null or of another type, the schema is not compatible with the subject's, or the \
            registry can't be reached"
        change "value.serializer"
        next "Read the cause inside the exception: it names the field or the registry's answer. Correct the value or \
            register the schema, then send."
        java thrown
        clients "raised by produce() of clients with serializers, with the schema's complaint inside"
    }
    -153 _RETRY [] retriable depends {
        meaning "the request was taken back, to be sent again"
        causes "a passing refusal or a broken connection; the request waits retry.backoff.ms"
        change "retries" "retry.backoff.ms"
        next "Wait: the record ends as delivered or with another code. That code is the one to look up."
        java "nowhere: retries are inside the sender"
        clients "nowhere: librdkafka uses it inside and sends the request again"
    }
    -152 _PURGE_QUEUE [KafkaException TransactionAbortedException] retriable no {
        meaning "the record was given up before it was sent"
        causes "the producer was closed or purged, its transaction was aborted, or a fatal error ended the producer \
            while the record was still queued"
        change
        next "Look for a fatal error just before (such as 31); without one somebody gave it up. It never left, so \
            sending it again is safe."
        java "in the Future: KafkaException 'Producer is closed forcefully.', or TransactionAbortedException if its \
            transaction was aborted"
        clients report
    }
    -151 _PURGE_INFLIGHT [KafkaException] retriable possibly {
        meaning "the record was given up while its request was on its way"
        causes "the producer was closed or purged before the broker's answer came"
        change
        next "Read the end of the partition and look for the record before sending it again: the broker may have taken \
            it."
        java "in the Future: KafkaException 'Producer is closed forcefully.'"
        clients report
    }
    -150 _FATAL [KafkaException] fatal no {
        meaning "the producer met a fatal error and can't go on"
        causes "an earlier error of an idempotent or transactional producer: fenced, no permission (31, 53), or a lost \
            sequence (45)"
        change
        next "Find the first fatal error and mend that; then close this producer and open a new one. Records refused \
            since then can be sent by it."
        java "thrown by send() of a transactional producer: KafkaException 'Cannot execute transactional method \
            because we are in an error state', with the first error as its cause"
        clients "from produce() at once, for every record after the fatal error; fatal_error() tells the first one"
    }
    -149 _INCONSISTENT [] permanent depends {
        meaning "the transaction holds records that were not delivered, so it can't be committed"
        causes "a record sent in the transaction failed and its delivery report went unread; without transactions, a \
            batch that could not be rebuilt for its retry"
        change "delivery.timeout.ms"
        next "Abort the transaction, read the delivery report of the record that failed, mend that, and run all of it \
            again. Without transactions open a new producer."
        java "thrown by commitTransaction(), as the KafkaException of the first record that failed"
        clients "returned by commit_transaction(): 'N message(s) failed delivery'"
    }
    -148 _GAPLESS_GUARANTEE [] fatal depends {
        meaning "the record could not be delivered without leaving a gap in the order"
        causes "a record failed for good (timed out, invalid, too large) while enable.gapless.guarantee forbids going \
            on without it"
        change "enable.gapless.guarantee" "delivery.timeout.ms"
        next "Find which record failed and why. Open a new producer that begins with that record, or set \
            enable.gapless.guarantee=false and accept gaps."
        java "nowhere: Java has no such mode"
        clients event
    }
    -144 _FENCED [ProducerFencedException] fatal no {
        meaning "this producer instance was fenced: its transactional.id is in use elsewhere"
        causes "two instances run with one transactional.id, or a restart overlapped with the old process"
        change "transactional.id"
        next "Stop the older instance, which is this one. If both should run, give each a transactional.id of its own."
        java transaction
        clients "from every call after it; the transaction calls say is_fatal"
    }
    -138 _INVALID_DIFFERENT_RECORD [KafkaException] retriable no {
        meaning "another record of the same batch is invalid, so the broker refused the batch"
        causes "a neighbour in the batch failed with INVALID_RECORD (87) or INVALID_TIMESTAMP (32); this record is \
            sound"
        change "batch.size" "linger.ms"
        next "Send this record again, apart from the one that failed with 87; then correct that one."
        java "in the Future: KafkaException 'Failed to append record because it was part of a batch which had one more \
            more invalid records'"
        clients report
    }
};
