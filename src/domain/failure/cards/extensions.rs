//! The brokers' errors about share groups, Kafka Streams groups and client telemetry.

use super::{Code, cards};

pub(super) static ROWS: &[Code] = cards! {
    117 UNKNOWN_SUBSCRIPTION_ID [UnknownSubscriptionIdException] permanent none {
        meaning "client metrics were pushed under a subscription that has changed"
        causes "somebody changed which metrics the brokers collect from clients (KIP-714)"
        change "enable.metrics.push"
        next "Nothing: no record has to do with it. To push no metrics at all set enable.metrics.push=false."
        java "nowhere: the client asks for the subscription again"
        clients "nowhere: the client asks for the subscription again"
    }
    118 TELEMETRY_TOO_LARGE [TelemetryTooLargeException] permanent none {
        meaning "the client's metrics are larger than the broker takes"
        causes "a subscription for very many metrics against telemetry.max.bytes of the brokers (1 MiB)"
        change "enable.metrics.push" "broker telemetry.max.bytes"
        next "Ask for fewer metrics in the subscription. Sending records is not touched by it."
        java "nowhere: a line in the log"
        clients "nowhere: a line in the log"
    }
    121 INVALID_RECORD_STATE [InvalidRecordStateException] permanent none {
        meaning "a share consumer acknowledged a record that it no longer holds"
        causes "the lock (group.share.record.lock.duration.ms) ended before the acknowledgement came"
        change
        next "A producer does not meet this. Process faster or raise the lock's duration; the record is delivered to \
            another member."
        java share
        clients share
    }
    122 SHARE_SESSION_NOT_FOUND [ShareSessionNotFoundException] retriable none {
        meaning "the broker has dropped the share consumer's session"
        causes "the broker restarted, or the connection broke"
        change
        next "A producer does not meet this. Records not acknowledged before come again to some member."
        java "nowhere: the share consumer opens a new session"
        clients "nowhere: librdkafka's producers have no share sessions"
    }
    123 INVALID_SHARE_SESSION_EPOCH [InvalidShareSessionEpochException] retriable none {
        meaning "broker and share consumer count the fetches of their session differently"
        causes "a request of a share consumer was lost or repeated when its connection broke"
        change
        next "A producer does not meet this. The share consumer recovers with its next fetch."
        java "nowhere: the share consumer begins its session again"
        clients "nowhere: no share session has been opened"
    }
    124 FENCED_STATE_EPOCH [FencedStateEpochException] permanent none {
        meaning "the state of a share group is owned by a newer epoch"
        causes "the share partition's leader moved while the old one still wrote"
        change
        next "A producer does not meet this. The new leader goes on; some records may be delivered twice to share \
            consumers."
        java brokers
        clients brokers
    }
    130 STREAMS_INVALID_TOPOLOGY [StreamsInvalidTopologyException] permanent none {
        meaning "the broker can't use the topology that a Streams application sent"
        causes "subtopologies that name each other's topics inconsistently, from a client newer than the broker or a \
            fault"
        change
        next "A plain producer does not meet this. Compare versions of Streams and brokers; report the topology if \
            they fit."
        java streams
        clients streams
    }
    131 STREAMS_INVALID_TOPOLOGY_EPOCH [StreamsInvalidTopologyEpochException] permanent none {
        meaning "a Streams member sent a topology epoch that can't follow the group's"
        causes "instances of an application were rolled out in the wrong order"
        change
        next "A plain producer does not meet this. Stop all instances of the application, then start one version of it."
        java streams
        clients streams
    }
    132 STREAMS_TOPOLOGY_FENCED [StreamsTopologyFencedException] permanent none {
        meaning "a Streams member runs an older topology than its group"
        causes "an old instance was left running after an upgrade of the application"
        change
        next "A plain producer does not meet this. Stop the old instances, or upgrade them."
        java streams
        clients streams
    }
    133 SHARE_SESSION_LIMIT_REACHED [ShareSessionLimitReachedException] retriable none {
        meaning "the broker holds as many share sessions as it may"
        causes "more share consumers than group.share.max.share.sessions on one broker"
        change
        next "A producer does not meet this. Run fewer share consumers, or have the limit raised."
        java share
        clients share
    }
};
