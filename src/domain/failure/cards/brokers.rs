//! What brokers and controllers say to each other.

use super::{Code, cards};

pub(super) static ROWS: &[Code] = cards! {
    11 STALE_CTRL_EPOCH (STALE_CONTROLLER_EPOCH) [ControllerMovedException] permanent none {
        meaning "a controller that was replaced still gives orders"
        causes "the old controller was cut off or paused and did not notice the election"
        change
        next "A producer does not meet this. Lasting, restart the old controller and look at its network and pauses."
        java brokers
        clients brokers
    }
    77 STALE_BROKER_EPOCH [StaleBrokerEpochException] permanent none {
        meaning "a request belongs to a broker's life before its restart"
        causes "a broker restarted quickly and requests of its former self arrive late"
        change
        next "A producer does not meet this. It passes when the broker has registered again; lasting, two brokers use \
            one node.id."
        java brokers
        clients brokers
    }
    94 INCONSISTENT_VOTER_SET [InconsistentVoterSetException] permanent none {
        meaning "a controller met one that is not in its set of voters"
        causes "controller.quorum.voters differs between nodes"
        change
        next "A producer does not meet this. Make controller.quorum.voters the same on all controllers and brokers."
        java brokers
        clients brokers
    }
    98 SNAPSHOT_NOT_FOUND [SnapshotNotFoundException] permanent none {
        meaning "a metadata snapshot that a node wants has been deleted"
        causes "the node lagged behind until the quorum's leader removed that snapshot for a newer one"
        change
        next "A producer does not meet this. The node fetches the newer snapshot by itself."
        java brokers
        clients brokers
    }
    99 POSITION_OUT_OF_RANGE [PositionOutOfRangeException] permanent none {
        meaning "a node asked for a place behind the end of a metadata snapshot"
        causes "a damaged or half-copied snapshot on that node"
        change
        next "A producer does not meet this. Stop the node, remove its __cluster_metadata folder if it is a broker, \
            and start it again."
        java brokers
        clients brokers
    }
    101 DUPLICATE_BROKER_REGISTRATION [DuplicateBrokerRegistrationException] permanent none {
        meaning "another live broker has this node.id"
        causes "a copied configuration, or a restart before the old process's session ended"
        change
        next "A producer does not meet this. Give each broker its own node.id; after a crash wait \
            broker.session.timeout.ms (9 s)."
        java brokers
        clients brokers
    }
    102 BROKER_ID_NOT_REGISTERED [BrokerIdNotRegisteredException] permanent none {
        meaning "no broker of that id is registered with the controller"
        causes "a broker was unregistered, has never started, or the id is misspelt"
        change
        next "A producer does not meet this. Compare the id with kafka-cluster.sh list-endpoints."
        java admin
        clients admin
    }
    104 INCONSISTENT_CLUSTER_ID [InconsistentClusterIdException] permanent none {
        meaning "two nodes of different clusters talk to each other"
        causes "a data folder of another cluster, or a wrong address in controller.quorum.voters"
        change
        next "A producer does not meet this. Compare cluster.id in meta.properties of the nodes' data folders."
        java brokers
        clients brokers
    }
    107 INELIGIBLE_REPLICA [IneligibleReplicaException] permanent none {
        meaning "a leader wants a replica in sync that may not be: fenced or shutting down"
        causes "the follower's broker is being stopped or lost its session just then"
        change
        next "A producer does not meet this, it may see 19 instead. The leader asks again when the broker is back."
        java brokers
        clients brokers
    }
    108 NEW_LEADER_ELECTED [NewLeaderElectedException] permanent none {
        meaning "the change of the in-sync set made another broker the leader"
        causes "a reassignment or an unclean election was completed by that very change"
        change
        next "A producer does not meet this, only 6 for a moment. Nothing to do."
        java brokers
        clients brokers
    }
    114 MISMATCHED_ENDPOINT_TYPE [MismatchedEndpointTypeException] permanent none {
        meaning "a controller was asked what only a broker answers, or the other way round"
        causes "bootstrap.controllers holds a broker's address, or bootstrap.servers a controller's"
        change "bootstrap.servers"
        next "Use the brokers' addresses in bootstrap.servers; --bootstrap-controller of the tools takes the \
            controllers'."
        java admin
        clients admin
    }
    115 UNSUPPORTED_ENDPOINT_TYPE [UnsupportedEndpointTypeException] permanent none {
        meaning "this node does not know the kind of endpoint that was asked for"
        causes "an Admin client newer than the cluster asks for controllers' endpoints"
        change
        next "A producer does not meet this. Use --bootstrap-server, or upgrade the cluster."
        java admin
        clients admin
    }
    116 UNKNOWN_CONTROLLER_ID [UnknownControllerIdException] permanent none {
        meaning "a controller registers whose id the quorum does not know"
        causes "a new controller was started before it was added to the voters"
        change
        next "A producer does not meet this. Add it with kafka-metadata-quorum.sh add-controller, or correct its \
            node.id."
        java brokers
        clients brokers
    }
    119 INVALID_REGISTRATION [InvalidRegistrationException] permanent none {
        meaning "the controller refuses a broker's registration"
        causes "no usable listener, missing log directory ids, or a version the cluster's metadata.version does not \
            allow"
        change
        next "A producer does not meet this. The controller's log says which field; correct that broker and start it \
            again."
        java brokers
        clients brokers
    }
    125 INVALID_VOTER_KEY [InvalidVoterKeyException] permanent none {
        meaning "a vote was addressed to a controller with another directory id"
        causes "a controller's disk was formatted anew, and others still know the old id"
        change
        next "A producer does not meet this. Remove the old voter and add it again with its new directory id."
        java brokers
        clients brokers
    }
    126 DUPLICATE_VOTER [DuplicateVoterException] permanent none {
        meaning "the controller to be added votes already"
        causes "kafka-metadata-quorum.sh add-controller was run twice"
        change
        next "A producer does not meet this. Check with kafka-metadata-quorum.sh describe --status; nothing is left to \
            do."
        java admin
        clients admin
    }
    127 VOTER_NOT_FOUND [VoterNotFoundException] permanent none {
        meaning "the controller to be removed is no voter"
        causes "a wrong id or directory id, or it is removed already"
        change
        next "A producer does not meet this. Take id and directory id from kafka-metadata-quorum.sh describe \
            --replication."
        java admin
        clients admin
    }
    129 REBOOTSTRAP_REQUIRED [RebootstrapRequiredException] permanent none {
        meaning "the client's addresses are out of date, and it has to begin with bootstrap.servers again"
        causes "all brokers it knew were replaced, or a proxy routes to another cluster now (KIP-1102)"
        change "bootstrap.servers" "metadata.recovery.strategy"
        next "Nothing if it recovers. With metadata.recovery.strategy=none restart the client; see that \
            bootstrap.servers lists live brokers."
        java "nowhere: the client starts again from bootstrap.servers"
        clients "nowhere: the client starts again from bootstrap.servers"
    }
};
