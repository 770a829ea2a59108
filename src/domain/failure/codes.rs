//! The error codes: Kafka's protocol errors (`org.apache.kafka.common.protocol.Errors`) and librdkafka's own.
//!
//! A row: the code, librdkafka's name of it (`rd_kafka_err2name`), Kafka's name in brackets where it differs, what it
//! means for the record, and a sentence. Where librdkafka has no name, Kafka's stands.

use super::{Code, Weight};

macro_rules! codes {
    ($($code:literal $name:ident $(($kafka:ident))? $weight:ident $meaning:literal;)*) => {
        &[$(Code {
            code: $code,
            name: stringify!($name),
            kafka: codes!(@kafka $code $name $($kafka)?),
            weight: codes!(@weight $weight),
            meaning: $meaning,
        }),*]
    };
    (@kafka $code:literal $name:ident $kafka:ident) => { Some(stringify!($kafka)) };
    (@kafka $code:literal $name:ident) => { if $code >= -1 { Some(stringify!($name)) } else { None } };
    (@weight retriable) => { Weight::Retriable };
    (@weight permanent) => { Weight::Permanent };
    (@weight fatal_if_idempotent) => { Weight::FatalIfIdempotent };
    (@weight fatal) => { Weight::Fatal };
}

/// Every code, ascending.
pub(super) const CODES: &[Code] = codes! {
    -199 _BAD_MSG permanent "a broker's message can't be understood";
    -198 _BAD_COMPRESSION permanent "compressed data are not valid";
    -197 _DESTROY retriable "the producer was closed before the record was delivered";
    -196 _FAIL retriable "communication with the broker failed";
    -195 _TRANSPORT retriable "the connection to the broker broke, or could not be made";
    -194 _CRIT_SYS_RESOURCE retriable "the operating system refused memory, a thread or a socket";
    -193 _RESOLVE retriable "the broker's host name can't be resolved";
    -192 _MSG_TIMED_OUT retriable "the record was not acknowledged in time (delivery.timeout.ms)";
    -191 _PARTITION_EOF permanent "no more messages";
    -190 _UNKNOWN_PARTITION retriable "the topic has no such partition";
    -189 _FS permanent "file or filesystem error";
    -188 _UNKNOWN_TOPIC retriable "the topic is not in the cluster's metadata";
    -187 _ALL_BROKERS_DOWN retriable "no broker is connected";
    -186 _INVALID_ARG permanent "an argument or a property is not valid";
    -185 _TIMED_OUT retriable "no answer came in time";
    -184 _QUEUE_FULL retriable "the producer's buffer stayed full for max.block.ms";
    -183 _ISR_INSUFF retriable "too few replicas are in sync";
    -182 _NODE_UPDATE permanent "broker node update";
    -181 _SSL permanent "the TLS connection failed";
    -180 _WAIT_COORD retriable "no coordinator is known yet";
    -179 _UNKNOWN_GROUP permanent "unknown group";
    -178 _IN_PROGRESS retriable "the operation is still in progress";
    -177 _PREV_IN_PROGRESS retriable "an earlier operation is still in progress";
    -176 _EXISTING_SUBSCRIPTION permanent "existing subscription";
    -175 _ASSIGN_PARTITIONS permanent "assign partitions";
    -174 _REVOKE_PARTITIONS permanent "revoke partitions";
    -173 _CONFLICT permanent "conflicting use";
    -172 _STATE permanent "the producer is not in a state that allows this";
    -171 _UNKNOWN_PROTOCOL permanent "unknown protocol";
    -170 _NOT_IMPLEMENTED permanent "not implemented";
    -169 _AUTHENTICATION permanent "authentication failed";
    -168 _NO_OFFSET permanent "no offset stored";
    -167 _OUTDATED permanent "outdated";
    -166 _TIMED_OUT_QUEUE retriable "the request was not sent in time";
    -165 _UNSUPPORTED_FEATURE fatal_if_idempotent "the broker lacks a feature that the producer needs";
    -164 _WAIT_CACHE retriable "the metadata are being updated";
    -163 _INTR retriable "sending was interrupted";
    -162 _KEY_SERIALIZATION permanent "the key could not be serialized";
    -161 _VALUE_SERIALIZATION permanent "the value could not be serialized";
    -160 _KEY_DESERIALIZATION permanent "key deserialization error";
    -159 _VALUE_DESERIALIZATION permanent "value deserialization error";
    -158 _PARTIAL permanent "partial response";
    -157 _READ_ONLY permanent "read-only object";
    -156 _NOENT permanent "no such entry";
    -155 _UNDERFLOW permanent "read underflow";
    -154 _INVALID_TYPE permanent "invalid type";
    -153 _RETRY retriable "the request was taken back, to be sent again";
    -152 _PURGE_QUEUE retriable "the record was given up before it was sent";
    -151 _PURGE_INFLIGHT retriable "the record was given up while its request was on its way";
    -150 _FATAL fatal "the producer met a fatal error and can't go on";
    -149 _INCONSISTENT permanent "the producer's state is not consistent";
    -148 _GAPLESS_GUARANTEE fatal "the record could not be delivered without leaving a gap in the order";
    -147 _MAX_POLL_EXCEEDED permanent "maximum application poll interval (max.poll.interval.ms) exceeded";
    -146 _UNKNOWN_BROKER permanent "the broker is not known";
    -145 _NOT_CONFIGURED permanent "functionality not configured";
    -144 _FENCED fatal "a newer producer with the same transactional.id took over";
    -143 _APPLICATION permanent "application generated error";
    -142 _ASSIGNMENT_LOST permanent "group partition assignment lost";
    -141 _NOOP permanent "no operation performed";
    -140 _AUTO_OFFSET_RESET permanent "no offset to automatically reset to";
    -139 _LOG_TRUNCATION permanent "partition log truncation detected";
    -138 _INVALID_DIFFERENT_RECORD retriable
        "another record of the same batch is invalid, so the broker refused the batch";
    -137 _DESTROY_BROKER retriable "the broker left the cluster";
    -1 UNKNOWN (UNKNOWN_SERVER_ERROR) permanent "the broker met an error that it did not expect";
    0 NO_ERROR (NONE) permanent "no error";
    1 OFFSET_OUT_OF_RANGE permanent "offset out of range";
    2 INVALID_MSG (CORRUPT_MESSAGE) retriable "the broker found the batch damaged";
    3 UNKNOWN_TOPIC_OR_PART (UNKNOWN_TOPIC_OR_PARTITION) retriable "the topic or the partition does not exist";
    4 INVALID_MSG_SIZE (INVALID_FETCH_SIZE) permanent "invalid message size";
    5 LEADER_NOT_AVAILABLE retriable "the partition has no leader at the moment";
    6 NOT_LEADER_FOR_PARTITION (NOT_LEADER_OR_FOLLOWER) retriable "the broker is not the partition's leader any more";
    7 REQUEST_TIMED_OUT retriable "the replicas did not acknowledge within request.timeout.ms";
    8 BROKER_NOT_AVAILABLE retriable "the broker is not available";
    9 REPLICA_NOT_AVAILABLE retriable "the replica is not available";
    10 MSG_SIZE_TOO_LARGE (MESSAGE_TOO_LARGE) permanent
        "the record or its batch is larger than the topic's max.message.bytes";
    11 STALE_CTRL_EPOCH (STALE_CONTROLLER_EPOCH) permanent "staleControllerEpochCode";
    12 OFFSET_METADATA_TOO_LARGE permanent "offset metadata string too large";
    13 NETWORK_EXCEPTION retriable "the broker closed the connection before it answered";
    14 COORDINATOR_LOAD_IN_PROGRESS retriable "the coordinator is still loading";
    15 COORDINATOR_NOT_AVAILABLE retriable "no coordinator is available";
    16 NOT_COORDINATOR retriable "the broker is not the coordinator any more";
    17 TOPIC_EXCEPTION (INVALID_TOPIC_EXCEPTION) permanent "the topic's name is not valid, or the topic is internal";
    18 RECORD_LIST_TOO_LARGE permanent "the batch is larger than the topic's segment.bytes";
    19 NOT_ENOUGH_REPLICAS retriable "fewer replicas are in sync than the topic's min.insync.replicas";
    20 NOT_ENOUGH_REPLICAS_AFTER_APPEND retriable
        "the record was written, but to fewer in-sync replicas than the topic's min.insync.replicas";
    21 INVALID_REQUIRED_ACKS permanent "the broker does not accept this value of acks";
    22 ILLEGAL_GENERATION permanent "specified group generation id is not valid";
    23 INCONSISTENT_GROUP_PROTOCOL permanent "inconsistent group protocol";
    24 INVALID_GROUP_ID permanent "invalid group.id";
    25 UNKNOWN_MEMBER_ID permanent "unknown member";
    26 INVALID_SESSION_TIMEOUT permanent "invalid session timeout";
    27 REBALANCE_IN_PROGRESS permanent "group rebalance in progress";
    28 INVALID_COMMIT_OFFSET_SIZE permanent "commit offset data size is not valid";
    29 TOPIC_AUTHORIZATION_FAILED permanent "no permission to write to the topic";
    30 GROUP_AUTHORIZATION_FAILED permanent "group authorization failed";
    31 CLUSTER_AUTHORIZATION_FAILED fatal_if_idempotent "no permission on the cluster";
    32 INVALID_TIMESTAMP permanent "the timestamp is further from the broker's clock than the topic allows";
    33 UNSUPPORTED_SASL_MECHANISM permanent "the broker does not offer this SASL mechanism";
    34 ILLEGAL_SASL_STATE permanent "the request does not fit the state of the SASL authentication";
    35 UNSUPPORTED_VERSION permanent "the broker does not support this version of the request";
    36 TOPIC_ALREADY_EXISTS permanent "topic already exists";
    37 INVALID_PARTITIONS permanent "invalid number of partitions";
    38 INVALID_REPLICATION_FACTOR permanent "invalid replication factor";
    39 INVALID_REPLICA_ASSIGNMENT permanent "invalid replica assignment";
    40 INVALID_CONFIG permanent "configuration is invalid";
    41 NOT_CONTROLLER retriable "not controller for cluster";
    42 INVALID_REQUEST permanent "the broker can't understand the request";
    43 UNSUPPORTED_FOR_MESSAGE_FORMAT permanent "the topic's message format does not support the request";
    44 POLICY_VIOLATION permanent "the broker's policy forbids it";
    45 OUT_OF_ORDER_SEQUENCE_NUMBER fatal_if_idempotent "the broker missed an earlier batch of this producer";
    46 DUPLICATE_SEQUENCE_NUMBER permanent "the broker has this batch already";
    47 INVALID_PRODUCER_EPOCH permanent "a newer producer with the same id took over";
    48 INVALID_TXN_STATE permanent "the transaction is not in a state that allows this";
    49 INVALID_PRODUCER_ID_MAPPING permanent "the producer id does not belong to this transactional.id any more";
    50 INVALID_TRANSACTION_TIMEOUT fatal
        "transaction.timeout.ms is larger than the broker's transaction.max.timeout.ms";
    51 CONCURRENT_TRANSACTIONS retriable "another operation on the transaction is in progress";
    52 TRANSACTION_COORDINATOR_FENCED permanent "another coordinator writes this producer's transaction markers now";
    53 TRANSACTIONAL_ID_AUTHORIZATION_FAILED fatal "no permission to use this transactional.id";
    54 SECURITY_DISABLED permanent "security features are disabled";
    55 OPERATION_NOT_ATTEMPTED permanent "operation not attempted";
    56 KAFKA_STORAGE_ERROR retriable "the broker could not write to its disk";
    57 LOG_DIR_NOT_FOUND permanent "the user-specified log directory is not found in the broker config";
    58 SASL_AUTHENTICATION_FAILED permanent "authentication failed";
    59 UNKNOWN_PRODUCER_ID fatal_if_idempotent "the broker does not know this producer id any more";
    60 REASSIGNMENT_IN_PROGRESS permanent "partition reassignment is in progress";
    61 DELEGATION_TOKEN_AUTH_DISABLED permanent "delegation token feature is not enabled";
    62 DELEGATION_TOKEN_NOT_FOUND permanent "delegation token is not found on server";
    63 DELEGATION_TOKEN_OWNER_MISMATCH permanent "specified Principal is not valid Owner/Renewer";
    64 DELEGATION_TOKEN_REQUEST_NOT_ALLOWED permanent "delegation token requests are not allowed on this connection";
    65 DELEGATION_TOKEN_AUTHORIZATION_FAILED permanent "delegation token authorization failed";
    66 DELEGATION_TOKEN_EXPIRED permanent "delegation token is expired";
    67 INVALID_PRINCIPAL_TYPE permanent "supplied principalType is not supported";
    68 NON_EMPTY_GROUP permanent "the group is not empty";
    69 GROUP_ID_NOT_FOUND permanent "the group id does not exist";
    70 FETCH_SESSION_ID_NOT_FOUND retriable "the fetch session ID was not found";
    71 INVALID_FETCH_SESSION_EPOCH retriable "the fetch session epoch is invalid";
    72 LISTENER_NOT_FOUND retriable "no matching listener";
    73 TOPIC_DELETION_DISABLED permanent "topic deletion is disabled";
    74 FENCED_LEADER_EPOCH retriable "leader epoch is older than broker epoch";
    75 UNKNOWN_LEADER_EPOCH retriable "leader epoch is newer than broker epoch";
    76 UNSUPPORTED_COMPRESSION_TYPE permanent "the topic does not support this compression.type";
    77 STALE_BROKER_EPOCH permanent "broker epoch has changed";
    78 OFFSET_NOT_AVAILABLE retriable "leader high watermark is not caught up";
    79 MEMBER_ID_REQUIRED permanent "group member needs a valid member ID";
    80 PREFERRED_LEADER_NOT_AVAILABLE retriable "preferred leader was not available";
    81 GROUP_MAX_SIZE_REACHED permanent "consumer group has reached maximum size";
    82 FENCED_INSTANCE_ID permanent "static consumer fenced by other consumer with same group.instance.id";
    83 ELIGIBLE_LEADERS_NOT_AVAILABLE retriable "eligible partition leaders are not available";
    84 ELECTION_NOT_NEEDED retriable "leader election not needed for topic partition";
    85 NO_REASSIGNMENT_IN_PROGRESS permanent "no partition reassignment is in progress";
    86 GROUP_SUBSCRIBED_TO_TOPIC permanent "deleting offsets of a topic while the consumer group is subscribed to it";
    87 INVALID_RECORD permanent "the broker found the record invalid, such as a null key on a compacted topic";
    88 UNSTABLE_OFFSET_COMMIT retriable "there are unstable offsets that need to be cleared";
    89 THROTTLING_QUOTA_EXCEEDED retriable "the throttling quota is exceeded";
    90 PRODUCER_FENCED fatal "a newer producer with the same transactional.id took over";
    91 RESOURCE_NOT_FOUND permanent "request illegally referred to resource that does not exist";
    92 DUPLICATE_RESOURCE permanent "request illegally referred to the same resource twice";
    93 UNACCEPTABLE_CREDENTIAL permanent "requested credential would not meet criteria for acceptability";
    94 INCONSISTENT_VOTER_SET permanent
        "the sender or the recipient of a voter-only request is not one of the expected voters";
    95 INVALID_UPDATE_VERSION permanent "invalid update version";
    96 FEATURE_UPDATE_FAILED permanent "Unable to update finalized features due to server error";
    97 PRINCIPAL_DESERIALIZATION_FAILURE permanent "request principal deserialization failed during forwarding";
    98 SNAPSHOT_NOT_FOUND permanent "requested snapshot was not found";
    99 POSITION_OUT_OF_RANGE permanent "requested position is not between zero and the size of the snapshot";
    100 UNKNOWN_TOPIC_ID retriable "unknown topic id";
    101 DUPLICATE_BROKER_REGISTRATION permanent "this broker ID is already in use";
    102 BROKER_ID_NOT_REGISTERED permanent "the given broker ID was not registered";
    103 INCONSISTENT_TOPIC_ID retriable "the log's topic ID did not match the topic ID in the request";
    104 INCONSISTENT_CLUSTER_ID permanent "the clusterId in the request does not match that found on the server";
    105 TRANSACTIONAL_ID_NOT_FOUND permanent "the transactionalId could not be found";
    106 FETCH_SESSION_TOPIC_ID_ERROR retriable "the fetch session encountered inconsistent topic ID usage";
    107 INELIGIBLE_REPLICA permanent "the new ISR contains at least one ineligible replica";
    108 NEW_LEADER_ELECTED permanent
        "the AlterPartition request successfully updated the partition state but the leader has changed";
    109 OFFSET_MOVED_TO_TIERED_STORAGE permanent "the requested offset is moved to tiered storage";
    110 FENCED_MEMBER_EPOCH permanent "the member epoch is fenced by the group coordinator";
    111 UNRELEASED_INSTANCE_ID permanent "the instance ID is still used by another member in the consumer group";
    112 UNSUPPORTED_ASSIGNOR permanent "the assignor or its version range is not supported by the consumer group";
    113 STALE_MEMBER_EPOCH permanent "the member epoch is stale";
    114 MISMATCHED_ENDPOINT_TYPE permanent "the request was sent to an endpoint of the wrong type";
    115 UNSUPPORTED_ENDPOINT_TYPE permanent "this endpoint type is not supported yet";
    116 UNKNOWN_CONTROLLER_ID permanent "this controller ID is not known";
    117 UNKNOWN_SUBSCRIPTION_ID permanent
        "client sent a push telemetry request with an invalid or outdated subscription ID";
    118 TELEMETRY_TOO_LARGE permanent
        "client sent a push telemetry request larger than the maximum size the broker will accept";
    119 INVALID_REGISTRATION permanent "the controller has considered the broker registration to be invalid";
    120 TRANSACTION_ABORTABLE permanent "the transaction has to be aborted";
    121 INVALID_RECORD_STATE permanent "the record state is invalid";
    122 SHARE_SESSION_NOT_FOUND retriable "the share session was not found";
    123 INVALID_SHARE_SESSION_EPOCH retriable "the share session epoch is invalid";
    124 FENCED_STATE_EPOCH permanent
        "the share coordinator rejected the request because the share-group state epoch did not match";
    125 INVALID_VOTER_KEY permanent "the voter key doesn't match the receiving replica's key";
    126 DUPLICATE_VOTER permanent "the voter is already part of the set of voters";
    127 VOTER_NOT_FOUND permanent "the voter is not part of the set of voters";
    128 INVALID_REGULAR_EXPRESSION permanent "the regular expression is not valid";
    129 REBOOTSTRAP_REQUIRED permanent "the metadata are stale, and the client has to bootstrap again";
    130 STREAMS_INVALID_TOPOLOGY permanent "the supplied topology is invalid";
    131 STREAMS_INVALID_TOPOLOGY_EPOCH permanent "the supplied topology epoch is invalid";
    132 STREAMS_TOPOLOGY_FENCED permanent "the supplied topology epoch is outdated";
    133 SHARE_SESSION_LIMIT_REACHED retriable "the limit of share sessions has been reached";
};
