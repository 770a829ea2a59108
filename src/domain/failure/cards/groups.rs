//! The brokers' errors about reading: consumer groups, offsets, fetch sessions.

use super::{Code, cards};

pub(super) static ROWS: &[Code] = cards! {
    1 OFFSET_OUT_OF_RANGE [OffsetOutOfRangeException] permanent none {
        meaning "the offset asked for is not in the partition's log"
        causes "retention deleted it, the topic was made anew, or the end was lost in an unclean election"
        change
        next "A producer does not meet this. A consumer follows auto.offset.reset; read the log's first and last \
            offset before choosing by hand."
        java consumer
        clients consumer
    }
    4 INVALID_MSG_SIZE (INVALID_FETCH_SIZE) [InvalidFetchSizeException] permanent none {
        meaning "a fetch asked for a negative number of bytes"
        causes "a fault in a consumer's own code or client"
        change
        next "A producer does not meet this. Correct the consumer's fetch sizes; the official clients check them."
        java consumer
        clients consumer
    }
    12 OFFSET_METADATA_TOO_LARGE [OffsetMetadataTooLarge] permanent none {
        meaning "the text beside a committed offset is too long"
        causes "the commit carries more than offset.metadata.max.bytes (4096)"
        change
        next "A producer meets it only in sendOffsetsToTransaction(). Shorten the metadata string, and keep state \
            elsewhere."
        java consumer
        clients consumer
    }
    22 ILLEGAL_GENERATION [IllegalGenerationException] permanent none {
        meaning "the group has gone on to another generation than the member's"
        causes "a rebalance happened while the member worked, and then it committed"
        change
        next "A producer meets it only in sendOffsetsToTransaction(): abort, poll to rejoin, and process those records \
            again."
        java consumer
        clients consumer
    }
    23 INCONSISTENT_GROUP_PROTOCOL [InconsistentGroupProtocolException] permanent none {
        meaning "the member shares no assignment strategy with its group"
        causes "members of one group.id with different partition.assignment.strategy, or a Connect worker and a \
            consumer under one id"
        change
        next "A producer does not meet this. Give the members a common strategy, or another group.id to the stranger."
        java consumer
        clients consumer
    }
    24 INVALID_GROUP_ID [InvalidGroupIdException] permanent none {
        meaning "the group id is empty or can't be used here"
        causes "group.id is missing where a subscription or a commit needs one"
        change
        next "A producer does not meet this: it has no group. Set group.id in the consumer."
        java consumer
        clients consumer
    }
    25 UNKNOWN_MEMBER_ID [UnknownMemberIdException] permanent none {
        meaning "the group's coordinator has no such member"
        causes "the member was thrown out after session.timeout.ms or max.poll.interval.ms and then came back"
        change
        next "A producer meets it only in sendOffsetsToTransaction(): abort and let the consumer rejoin. Look for long \
            pauses."
        java consumer
        clients consumer
    }
    26 INVALID_SESSION_TIMEOUT [InvalidSessionTimeoutException] permanent none {
        meaning "the member's session.timeout.ms is outside of the broker's limits"
        causes "it is below group.min.session.timeout.ms (6 s) or above group.max.session.timeout.ms (30 min)"
        change
        next "A producer does not meet this. Set the consumer's session.timeout.ms between the two, such as 45000."
        java consumer
        clients consumer
    }
    27 REBALANCE_IN_PROGRESS [RebalanceInProgressException] permanent none {
        meaning "the group is distributing its partitions anew"
        causes "a member joined, left or restarted; a commit in that time is refused"
        change
        next "A producer does not meet this. A consumer polls on and commits after the rebalance. If it never ends, \
            look for members that restart."
        java consumer
        clients consumer
    }
    28 INVALID_COMMIT_OFFSET_SIZE [InvalidCommitOffsetSizeException] permanent none {
        meaning "the committed offsets don't fit into one record of __consumer_offsets"
        causes "a group with very many partitions or long metadata, above the broker's size of a message"
        change
        next "A producer does not meet this. Commit fewer partitions at a time, or raise the size limit of \
            __consumer_offsets."
        java consumer
        clients consumer
    }
    68 NON_EMPTY_GROUP [GroupNotEmptyException] permanent none {
        meaning "the group still has members, so it can't be deleted"
        causes "kafka-consumer-groups.sh --delete while consumers run"
        change
        next "A producer does not meet this. Stop the group's consumers first; they leave at the latest after \
            session.timeout.ms."
        java admin
        clients admin
    }
    69 GROUP_ID_NOT_FOUND [GroupIdNotFoundException] permanent none {
        meaning "there is no group of this id on the cluster"
        causes "a misspelt name, another cluster, or a group whose offsets expired (offsets.retention.minutes)"
        change
        next "A producer does not meet this. List the groups with kafka-consumer-groups.sh --list."
        java admin
        clients admin
    }
    70 FETCH_SESSION_ID_NOT_FOUND [FetchSessionIdNotFoundException] retriable none {
        meaning "the broker has dropped the fetch session"
        causes "more consumers and followers than max.incremental.fetch.session.cache.slots, or the broker restarted"
        change
        next "A producer does not meet this. Consumers recover alone; if brokers log it all the time, raise the number \
            of cache slots."
        java "nowhere: the consumer opens a new session"
        clients "nowhere: the consumer opens a new session"
    }
    71 INVALID_FETCH_SESSION_EPOCH [InvalidFetchSessionEpochException] retriable none {
        meaning "the requests of a fetch session arrived out of step"
        causes "a fetch was lost or repeated when a connection broke"
        change
        next "A producer does not meet this. The consumer's next full fetch mends it; nothing to do."
        java "nowhere: the consumer begins its session again"
        clients "nowhere: the consumer begins its session again"
    }
    78 OFFSET_NOT_AVAILABLE [OffsetNotAvailableException] retriable none {
        meaning "the new leader can't yet tell the partition's end for sure"
        causes "an election just ended and the high watermark has not caught up"
        change
        next "A producer does not meet this. Ask for the offset again in a moment."
        java consumer
        clients consumer
    }
    79 MEMBER_ID_REQUIRED [MemberIdRequiredException] permanent none {
        meaning "a consumer has to join its group with the id just given to it"
        causes "the first step of joining since Kafka 2.2, no fault"
        change
        next "A producer does not meet this. Only a hand-made client has to act: repeat JoinGroup with that member id."
        java "nowhere: the consumer joins again with the id it was given"
        clients "nowhere: the consumer joins again with the id it was given"
    }
    81 GROUP_MAX_SIZE_REACHED [GroupMaxSizeReachedException] permanent none {
        meaning "the group has as many members as the broker allows"
        causes "more consumers than group.max.size, often a deployment that scaled out too far"
        change
        next "A producer does not meet this. Run no more members than partitions, or have group.max.size raised."
        java consumer
        clients consumer
    }
    82 FENCED_INSTANCE_ID [FencedInstanceIdException] permanent none {
        meaning "another consumer registered with the same group.instance.id"
        causes "two processes with one static member id, such as a copied pod"
        change
        next "A producer meets it only in sendOffsetsToTransaction(): close it. Give each consumer a group.instance.id \
            of its own."
        java consumer
        clients consumer
    }
    86 GROUP_SUBSCRIBED_TO_TOPIC [GroupSubscribedToTopicException] permanent none {
        meaning "a group's offsets of a topic can't be deleted while it reads the topic"
        causes "kafka-consumer-groups.sh --delete-offsets against a running group"
        change
        next "A producer does not meet this. Stop the consumers or take the topic out of their subscription, then \
            delete."
        java admin
        clients admin
    }
    88 UNSTABLE_OFFSET_COMMIT [UnstableOffsetCommitException] retriable none {
        meaning "offsets committed in a transaction still wait for its end"
        causes "a producer's sendOffsetsToTransaction() is neither committed nor aborted when another member asks for \
            the offsets"
        change
        next "A consumer waits for it. If it lasts, find the open transaction (kafka-transactions.sh list) and the \
            producer that holds it."
        java consumer
        clients consumer
    }
    106 FETCH_SESSION_TOPIC_ID_ERROR [FetchSessionTopicIdException] retriable none {
        meaning "a fetch session mixed topic names and topic ids"
        causes "brokers are upgraded one after the other to a version with topic ids (KIP-516)"
        change
        next "A producer does not meet this. Finish the upgrade; consumers go on meanwhile."
        java "nowhere: the consumer opens a session that names topics by their ids"
        clients "nowhere: the consumer opens a new session without ids"
    }
    109 OFFSET_MOVED_TO_TIERED_STORAGE [OffsetMovedToTieredStorageException] permanent none {
        meaning "a follower asked for records that are only in tiered storage"
        causes "a new replica begins at the oldest offset, and local retention has moved that away"
        change
        next "A producer does not meet this. The follower starts from the local log's beginning by itself."
        java brokers
        clients brokers
    }
    110 FENCED_MEMBER_EPOCH [FencedMemberEpochException] permanent none {
        meaning "the coordinator has fenced the member's epoch (KIP-848 groups)"
        causes "the member was away for longer than its session, and its partitions were given on"
        change
        next "A producer does not meet this. The consumer gives up its partitions and rejoins; records processed since \
            its last commit come again."
        java consumer
        clients consumer
    }
    111 UNRELEASED_INSTANCE_ID [UnreleasedInstanceIdException] permanent none {
        meaning "the group.instance.id is still held by a member that has not left"
        causes "a static member restarted before the old process ended or timed out"
        change
        next "A producer does not meet this. Wait for the old member's session to end, or stop it, and start the new \
            one."
        java consumer
        clients consumer
    }
    112 UNSUPPORTED_ASSIGNOR [UnsupportedAssignorException] permanent none {
        meaning "the group coordinator has no such server-side assignor"
        causes "group.remote.assignor names one that is not in group.consumer.assignors of the brokers"
        change
        next "A producer does not meet this. Use 'uniform' or 'range', which every broker has."
        java consumer
        clients consumer
    }
    113 STALE_MEMBER_EPOCH [StaleMemberEpochException] permanent none {
        meaning "the member used an epoch that its next heartbeat will renew"
        causes "a commit overtook the heartbeat of a rebalance (KIP-848 groups)"
        change
        next "A producer does not meet this. Commit again after the next poll."
        java consumer
        clients consumer
    }
    128 INVALID_REGULAR_EXPRESSION [InvalidRegularExpression] permanent none {
        meaning "the subscription's pattern is not valid RE2 syntax"
        causes "a Java regular expression with lookahead or back references, which brokers evaluate by RE2"
        change
        next "A producer does not meet this. Rewrite the pattern for RE2, or list the topics."
        java consumer
        clients consumer
    }
};
