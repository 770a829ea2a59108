//! The brokers' errors about managing a cluster: topics, settings, reassignments, features.

use super::{Code, cards};

pub(super) static ROWS: &[Code] = cards! {
    36 TOPIC_ALREADY_EXISTS [TopicExistsException] permanent none {
        meaning "a topic of this name exists already"
        causes "two programs create it, or it was made automatically by a first producer; '.' and '_' count as one in \
            names"
        change
        next "A producer does not meet this. Go on if partitions and settings of the existing topic are right; \
            describe it to see."
        java admin
        clients admin
    }
    37 INVALID_PARTITIONS [InvalidPartitionsException] permanent none {
        meaning "a topic can't have that number of partitions"
        causes "zero or fewer, or fewer than the topic has: partitions can only be added"
        change
        next "A producer does not meet this. Ask for more partitions than there are; for fewer make a new topic and \
            copy."
        java admin
        clients admin
    }
    38 INVALID_REPLICATION_FACTOR [InvalidReplicationFactorException] permanent none {
        meaning "the replication factor does not fit the number of brokers"
        causes "three replicas asked of one or two brokers: a configuration made for production on a test cluster"
        change
        next "A producer meets it only through automatic creation, as a topic that does not appear. Lower the factor \
            or start more brokers."
        java admin
        clients admin
    }
    39 INVALID_REPLICA_ASSIGNMENT [InvalidReplicaAssignmentException] permanent none {
        meaning "the list of replicas given by hand is not valid"
        causes "an unknown broker id, one broker twice, or lists of different lengths"
        change
        next "A producer does not meet this. Compare the ids with the brokers that are registered, and give each \
            partition as many."
        java admin
        clients admin
    }
    40 INVALID_CONFIG [InvalidConfigurationException] permanent none {
        meaning "a setting of a topic or broker has a wrong name or value"
        causes "a typo, a value out of range, or settings that contradict each other, such as min.insync.replicas \
            above the replicas"
        change
        next "A producer does not meet this: its own settings are checked in the client. Read the message, it names \
            the setting."
        java admin
        clients admin
    }
    41 NOT_CONTROLLER [NotControllerException] retriable none {
        meaning "the broker asked is not the active controller"
        causes "the controller moved since the client looked it up"
        change
        next "A producer does not meet this. An admin request is repeated by itself; lasting, the controller quorum \
            has no leader."
        java "nowhere: the Admin client asks the active controller"
        clients "nowhere: the admin client asks the active controller"
    }
    42 INVALID_REQUEST [InvalidRequestException] permanent no {
        meaning "the broker can't understand the request"
        causes "a field that contradicts another: a client older or newer than it should be, a proxy between, or \
            duplicate partitions in a hand-made request"
        change "bootstrap.servers"
        next "Look for the reason in the broker's server.log, then upgrade the client. Nothing in the record itself is \
            wrong."
        java future
        clients report
    }
    44 POLICY_VIOLATION [PolicyViolationException] permanent none {
        meaning "the cluster's create-topic or alter-config policy forbids it"
        causes "a rule of the owners: too few replicas, a name without prefix, retention too long"
        change
        next "A producer does not meet this. The message says which rule; ask the cluster's owners for the allowed \
            form."
        java admin
        clients admin
    }
    55 OPERATION_NOT_ATTEMPTED [OperationNotAttemptedException] permanent no {
        meaning "the broker did not try this part, since another part of the request failed"
        causes "one topic of the transaction may not be written to, or one entry of an admin request was wrong"
        change
        next "Look for the other error beside it: that one is the reason, and mending it mends this."
        java "in the Future only behind another partition's error in AddPartitionsToTxn; else in the Future of an \
            Admin call"
        clients "behind another partition's error when partitions are added to a transaction"
    }
    57 LOG_DIR_NOT_FOUND [LogDirNotFoundException] permanent none {
        meaning "the broker has no log directory of that path"
        causes "a replica is to be moved to a folder that is not in the broker's log.dirs"
        change
        next "A producer does not meet this. List the folders with kafka-log-dirs.sh --describe and use one of them."
        java admin
        clients admin
    }
    60 REASSIGNMENT_IN_PROGRESS [ReassignmentInProgressException] permanent none {
        meaning "the partitions are being moved to other brokers already"
        causes "partitions are added, or moved again, while a reassignment runs"
        change
        next "A producer does not meet this, it may only see more latency. Wait until kafka-reassign-partitions.sh \
            --verify says complete."
        java admin
        clients admin
    }
    73 TOPIC_DELETION_DISABLED [TopicDeletionDisabledException] permanent none {
        meaning "this cluster does not let topics be deleted"
        causes "delete.topic.enable=false on the brokers"
        change
        next "A producer does not meet this. Ask the owners, or empty the topic with kafka-delete-records.sh."
        java admin
        clients admin
    }
    85 NO_REASSIGNMENT_IN_PROGRESS [NoReassignmentInProgressException] permanent none {
        meaning "there is no move of this partition to cancel"
        causes "the reassignment ended before it was cancelled, or names another partition"
        change
        next "A producer does not meet this. List what is moving with kafka-reassign-partitions.sh --list."
        java admin
        clients admin
    }
    91 RESOURCE_NOT_FOUND [ResourceNotFoundException] permanent none {
        meaning "the user or resource named in an admin request does not exist"
        causes "a SCRAM user that was never created for that mechanism, or is deleted already"
        change
        next "A producer does not meet this. Describe the users with kafka-configs.sh --entity-type users --describe."
        java admin
        clients admin
    }
    92 DUPLICATE_RESOURCE [DuplicateResourceException] permanent none {
        meaning "an admin request names one user or resource twice"
        causes "two SCRAM mechanisms for one user in a single kafka-configs.sh call"
        change
        next "A producer does not meet this. Make one call for each mechanism."
        java admin
        clients admin
    }
    95 INVALID_UPDATE_VERSION [InvalidUpdateVersionException] permanent none {
        meaning "a feature can't be set to that level"
        causes "a level above what every broker supports, or a downgrade that is not safe"
        change
        next "A producer does not meet this. Compare with kafka-features.sh describe, and upgrade all brokers first."
        java admin
        clients admin
    }
    96 FEATURE_UPDATE_FAILED [FeatureUpdateFailedException] permanent none {
        meaning "the controller could not write the new feature levels"
        causes "a fault on the active controller, told in its log"
        change
        next "A producer does not meet this. Read the controller's log, and ask for the update again when the quorum \
            is well."
        java admin
        clients admin
    }
};
