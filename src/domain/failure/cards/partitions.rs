//! The brokers' errors about where a record goes: topics, partitions, leaders, replicas, disks, quotas.

use super::{Code, cards};

pub(super) static ROWS: &[Code] = cards! {
    3 UNKNOWN_TOPIC_OR_PART (UNKNOWN_TOPIC_OR_PARTITION) [UnknownTopicOrPartitionException] retriable no {
        meaning "the topic or the partition does not exist"
        causes "a misspelt topic, the wrong cluster, automatic creation off, or a topic deleted while records were \
            queued; for seconds after creation it is normal"
        change "topic.metadata.propagation.max.ms" "broker auto.create.topics.enable"
        next "List the cluster's topics (kafka-topics.sh --list) and compare the name; create the topic, and records \
            that still wait will go."
        java "in the Future after max.block.ms: TimeoutException with UnknownTopicOrPartitionException as its cause; \
            for a topic deleted meanwhile, after delivery.timeout.ms"
        clients "in the delivery report, after topic.metadata.propagation.max.ms (30 s)"
    }
    5 LEADER_NOT_AVAILABLE [LeaderNotAvailableException] retriable no {
        meaning "the partition has no leader at the moment"
        causes "an election is going on, the topic was just created, or all replicas of the partition are on brokers \
            that are down"
        change "retry.backoff.ms" "delivery.timeout.ms"
        next "Wait some seconds. If it stays, kafka-topics.sh --describe --unavailable-partitions names the partition \
            and the brokers to bring back."
        java retried
        clients retried
    }
    6 NOT_LEADER_FOR_PARTITION (NOT_LEADER_OR_FOLLOWER) [NotLeaderOrFollowerException] retriable no {
        meaning "the broker is not the partition's leader any more"
        causes "leadership moved (restart, rebalancing, reassignment) and the client's metadata are older than that"
        change "metadata.max.age.ms" "retry.backoff.ms"
        next "Nothing, if it passes within seconds: the client asks for the new leader by itself. Lasting: look for \
            brokers that restart again and again."
        java retried
        clients retried
    }
    7 REQUEST_TIMED_OUT [TimeoutException] retriable possibly {
        meaning "the replicas did not acknowledge within request.timeout.ms"
        causes "with acks=all a follower copies too slowly: disk, network between brokers, or a broker that pauses"
        change "request.timeout.ms" "enable.idempotence"
        next "Find the slow follower (under-replicated partitions). Keep idempotence on, since the leader has probably \
            written the batch already."
        java retried
        clients retried
    }
    8 BROKER_NOT_AVAILABLE [BrokerNotAvailableException] retriable no {
        meaning "the broker is not available"
        causes "the broker starts or stops; older ones also said it when no listener of theirs matched the client's"
        change "bootstrap.servers" "broker advertised.listeners"
        next "See that the broker named is up and advertises an address on this client's listener. Java does not retry \
            it, librdkafka does."
        java "hardly ever: today's brokers do not answer a Produce request with it"
        clients retried
    }
    9 REPLICA_NOT_AVAILABLE [ReplicaNotAvailableException] retriable no {
        meaning "a replica of the partition is not available on that broker"
        causes "the partition is being moved to or from this broker; in metadata it may only mean that one replica is \
            down"
        change "metadata.max.age.ms"
        next "Leave it to the retries while a reassignment runs; kafka-reassign-partitions.sh --verify shows how far \
            it is."
        java retried
        clients retried
    }
    13 NETWORK_EXCEPTION [NetworkException] retriable possibly {
        meaning "the broker closed the connection before it answered"
        causes "a broker restart, a load balancer or firewall that cuts idle connections, or a request above \
            socket.request.max.bytes"
        change "connections.max.idle.ms" "max.request.size"
        next "If it comes after quiet times, set connections.max.idle.ms below the firewall's limit. If with large \
            requests, make them smaller."
        java retried
        clients "nowhere under this name: a broken connection is _TRANSPORT (-195)"
    }
    17 TOPIC_EXCEPTION (INVALID_TOPIC_EXCEPTION) [InvalidTopicException] permanent no {
        meaning "the topic's name is not valid, or the topic is internal"
        causes "spaces or other characters than letters, digits, '.', '_' and '-', an empty name or more than 249 \
            characters; or __consumer_offsets and its like"
        change
        next "Print the name in quotes: a trailing space or newline from a configuration file is the usual cause. \
            Correct it where it comes from."
        java future
        clients report
    }
    56 KAFKA_STORAGE_ERROR [KafkaStorageException] retriable no {
        meaning "the broker could not write to its disk"
        causes "a disk is full, read-only or broken, and the broker took the log directory offline"
        change "broker log.dirs"
        next "Call whoever runs the brokers: free or replace the disk named in server.log. Leaders move away by \
            themselves if replicas are left."
        java retried
        clients retried
    }
    72 LISTENER_NOT_FOUND [ListenerNotFoundException] retriable no {
        meaning "the partition's leader has no listener of the kind this client came in by"
        causes "brokers with different listeners, often in the middle of a rolling change of them"
        change "bootstrap.servers" "broker listeners"
        next "Compare listeners of all brokers; until they agree, connect through a listener that every broker has."
        java retried
        clients retried
    }
    74 FENCED_LEADER_EPOCH [FencedLeaderEpochException] retriable none {
        meaning "the client's leader epoch is older than the broker's"
        causes "leadership moved since the client asked for metadata; consumers and followers send the epoch"
        change
        next "A producer does not meet this, since it sends no leader epoch. A consumer refreshes its metadata by \
            itself."
        java consumer
        clients consumer
    }
    75 UNKNOWN_LEADER_EPOCH [UnknownLeaderEpochException] retriable none {
        meaning "the broker has not heard of the election that a request comes from"
        causes "a consumer or follower learnt of a new leader epoch before this broker did"
        change
        next "A producer does not meet this. A consumer asks again until the broker has caught up; lasting, that \
            broker is cut off from the controller."
        java consumer
        clients consumer
    }
    80 PREFERRED_LEADER_NOT_AVAILABLE [PreferredLeaderNotAvailableException] retriable none {
        meaning "the first replica of the partition can't be made its leader now"
        causes "kafka-leader-election.sh asked for the preferred leader while that broker is down or out of sync"
        change
        next "A producer does not meet this. Whoever asked waits until the replica is back in sync, then asks again."
        java admin
        clients admin
    }
    83 ELIGIBLE_LEADERS_NOT_AVAILABLE [EligibleLeadersNotAvailableException] retriable none {
        meaning "no replica that may become leader is alive"
        causes "an election was asked for while every in-sync replica is down"
        change
        next "A producer does not meet this, but sees no leader meanwhile. Bring an in-sync replica back; an unclean \
            election loses records."
        java admin
        clients admin
    }
    84 ELECTION_NOT_NEEDED [ElectionNotNeededException] retriable none {
        meaning "the partition has the wanted leader already"
        causes "an election was asked for, and nothing was to be changed"
        change
        next "A producer does not meet this. In a script treat it as success."
        java admin
        clients admin
    }
    89 THROTTLING_QUOTA_EXCEEDED [ThrottlingQuotaExceededException] retriable none {
        meaning "the quota of controller mutations is used up"
        causes "topics or partitions are created or deleted faster than controller_mutation_rate allows"
        change
        next "A producer does not meet this: its byte quota delays answers and is no error. A script waits the \
            throttle time and goes on."
        java admin
        clients admin
    }
    100 UNKNOWN_TOPIC_ID [UnknownTopicIdException] retriable no {
        meaning "the broker knows no topic of this id"
        causes "the topic was deleted and made anew under its name, and the client still holds the old id"
        change "metadata.max.age.ms"
        next "Wait for the next metadata. Whoever recreated the topic: offsets begin at 0 again, consumers must know \
            it."
        java retried
        clients retried
    }
    103 INCONSISTENT_TOPIC_ID [InconsistentTopicIdException] retriable none {
        meaning "the log on the broker belongs to another topic id than the request names"
        causes "a topic was deleted and recreated while a fetch was on its way"
        change
        next "A producer does not meet this. A consumer gets the new id with its metadata; check that its offsets \
            still make sense."
        java consumer
        clients consumer
    }
};
