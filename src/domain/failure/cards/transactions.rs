//! The brokers' errors about transactions and the coordinators.

use super::{Code, cards};

pub(super) static ROWS: &[Code] = cards! {
    14 COORDINATOR_LOAD_IN_PROGRESS [CoordinatorLoadInProgressException] retriable no {
        meaning "the coordinator is still loading"
        causes "a coordinator moved or a broker just started, and reads its part of an internal topic"
        change "max.block.ms"
        next "Wait: seconds on a small cluster, minutes on a large one. Longer: see whether __transaction_state or \
            __consumer_offsets has grown huge."
        java "nowhere while it is retried; initTransactions() throws TimeoutException after max.block.ms"
        clients "nowhere while it is retried, except as a GETPID line in the log"
    }
    15 COORDINATOR_NOT_AVAILABLE [CoordinatorNotAvailableException] retriable no {
        meaning "no coordinator is available"
        causes "the internal topic can't be created (fewer brokers than transaction.state.log.replication.factor) or \
            its partition has no leader"
        change "broker transaction.state.log.replication.factor"
        next "Describe __transaction_state: missing means too few brokers for its replication factor (3 by default); \
            without a leader, bring its brokers back."
        java "nowhere while it is retried; initTransactions() throws TimeoutException after max.block.ms"
        clients "nowhere while it is retried; init_transactions() then returns _TIMED_OUT (-185)"
    }
    16 NOT_COORDINATOR [NotCoordinatorException] retriable no {
        meaning "the broker is not the coordinator any more"
        causes "the partition of the internal topic got another leader, as at every broker restart"
        change "retry.backoff.ms"
        next "Nothing: the client finds the new one. Seen all the time, leaders move all the time: look at the \
            brokers' health."
        java "nowhere: the new coordinator is looked up and asked"
        clients "nowhere: the new coordinator is looked up and asked"
    }
    47 INVALID_PRODUCER_EPOCH [InvalidProducerEpochException] permanent no {
        meaning "the producer's epoch is old: its id was given a newer epoch"
        causes "another producer took the transactional.id, or the coordinator ended this transaction after \
            transaction.timeout.ms"
        change "transactional.id" "transaction.timeout.ms"
        next "Abort. If the abort is fenced too, a second instance runs: stop one. If it succeeds, the transaction \
            took too long: raise transaction.timeout.ms or do less in one."
        java future
        clients report
    }
    48 INVALID_TXN_STATE [InvalidTxnStateException] fatal no {
        meaning "coordinator and producer disagree about how far the transaction is"
        causes "the client's and the coordinator's view differ: a bug of a client, or two programs that drive one \
            transactional.id by turns"
        change "transactional.id"
        next "Close this producer and open a new one: init ends the old transaction. If it repeats, upgrade the client."
        java transaction
        clients "returned by the transaction call as a fatal error"
    }
    49 INVALID_PRODUCER_ID_MAPPING [InvalidPidMappingException] permanent no {
        meaning "the producer id does not belong to this transactional.id any more"
        causes "the transactional.id was unused for longer than transactional.id.expiration.ms (7 days), so the \
            coordinator forgot it"
        change "broker transactional.id.expiration.ms"
        next "Abort or open a new producer, which registers the id again; for rare transactions raise the expiration \
            on the brokers."
        java transaction
        clients transaction
    }
    50 INVALID_TRANSACTION_TIMEOUT [InvalidTxnTimeoutException] fatal no {
        meaning "transaction.timeout.ms is larger than the broker's transaction.max.timeout.ms"
        causes "the broker allows 15 minutes by default; stream processors such as Flink ask for an hour"
        change "transaction.timeout.ms" "broker transaction.max.timeout.ms"
        next "Set transaction.timeout.ms to 900000 or less, or have the broker's limit raised, and start the producer \
            anew."
        java transaction
        clients "returned by init_transactions() as a fatal error"
    }
    51 CONCURRENT_TRANSACTIONS [ConcurrentTransactionsException] retriable no {
        meaning "the transaction before is still being completed"
        causes "a new transaction begins before the markers of the last one are written, or an earlier instance's \
            transaction is being aborted"
        change "retry.backoff.ms" "max.block.ms"
        next "Wait. If it lasts for minutes the transaction hangs: kafka-transactions.sh find-hanging names it, abort \
            ends it."
        java "nowhere while it is retried; the transaction method throws TimeoutException after max.block.ms"
        clients "nowhere while it is retried; the transaction call then returns _TIMED_OUT (-185)"
    }
    52 TRANSACTION_COORDINATOR_FENCED [TransactionCoordinatorFencedException] permanent none {
        meaning "an old transaction coordinator tried to write a marker"
        causes "the coordinator moved to another broker while a commit was being written out"
        change
        next "A producer does not meet this: the new coordinator writes the markers. If brokers log it without end, \
            restart the old coordinator."
        java brokers
        clients brokers
    }
    90 PRODUCER_FENCED [ProducerFencedException] fatal no {
        meaning "a newer producer with the same transactional.id took over"
        causes "two instances share one transactional.id: a deployment that overlaps, or a copied configuration"
        change "transactional.id"
        next "Close this producer, do not retry. Find the other instance by its client.id in the broker's log; give \
            each instance an id of its own."
        java "in the Future, and thrown by every later call: ProducerFencedException"
        clients "in the delivery report and from transaction calls, as a fatal error"
    }
    105 TRANSACTIONAL_ID_NOT_FOUND [TransactionalIdNotFoundException] permanent none {
        meaning "the coordinator knows no such transactional.id"
        causes "kafka-transactions.sh describe with a misspelt id, or one that expired unused"
        change
        next "A producer does not meet this: its init makes the id. List the known ones with kafka-transactions.sh \
            list."
        java admin
        clients admin
    }
    120 TRANSACTION_ABORTABLE [TransactionAbortableException] abortable no {
        meaning "the transaction has to be aborted"
        causes "the broker could not verify that the partition belongs to the transaction (KIP-890), mostly after a \
            coordinator moved"
        change
        next "Call abortTransaction(), then begin and send the whole transaction again with the same producer."
        java "in the Future, or thrown by the transaction methods: TransactionAbortableException; the producer stays \
            usable"
        clients "in the delivery report or from the transaction call, which says txn_requires_abort"
    }
};
