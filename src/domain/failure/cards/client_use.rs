//! librdkafka's own errors about how a program uses it, and its inner signals.

use super::{Code, cards};

pub(super) static ROWS: &[Code] = cards! {
    -189 _FS [] permanent none {
        meaning "a consumer's offset file could not be read or written"
        causes "offset.store.method=file, a store of the first clients, with a path that does not exist, no permission \
            or a full disk"
        change
        next "A producer does not meet this; key and trust files it can't read fail when it is created. In a consumer \
            keep offsets at the broker."
        java "nowhere: Java's consumers keep no offset files"
        clients consumer
    }
    -186 _INVALID_ARG [IllegalArgumentException] permanent no {
        meaning "an argument or a property is not valid"
        causes "a negative partition or timestamp, an empty topic, batch.size above buffer.memory, or properties that \
            contradict each other"
        change "batch.size" "buffer.memory"
        next "Read the sentence beside it: it names the argument and what is allowed. Correct it; the same call fails \
            every time."
        java "thrown by send() as IllegalArgumentException: a negative partition or timestamp, a null topic; by new \
            KafkaProducer() as ConfigException"
        clients once
    }
    -182 _NODE_UPDATE [] permanent none {
        meaning "a broker's address changed in the metadata"
        causes "a broker was moved to another host or port and the client follows it"
        change
        next "Nothing to do: the connection is made anew by itself."
        java "nowhere: a signal inside librdkafka"
        clients "nowhere: librdkafka keeps it to itself"
    }
    -180 _WAIT_COORD [] retriable none {
        meaning "no coordinator is known yet"
        causes "a transaction or a group was used right after the start, or its coordinator is moving"
        change "transactional.id"
        next "Repeat the call in a moment. If it stays, see that the internal topics __transaction_state and \
            __consumer_offsets have leaders."
        java "nowhere: Java looks for the coordinator inside its calls"
        clients "returned by calls that need a coordinator before one is known"
    }
    -178 _IN_PROGRESS [] retriable none {
        meaning "the operation is still in progress"
        causes "a call returned before its work was done, as asynchronous closing, seeking and rebalancing do"
        change
        next "Wait for the event that tells its end, and do not start the same operation again."
        java "nowhere: Java's methods wait"
        clients "returned by an asynchronous call whose work has only begun"
    }
    -177 _PREV_IN_PROGRESS [] retriable no {
        meaning "the same transaction call is already running in another thread"
        causes "two threads commit or abort through one producer at the same time"
        change
        next "Let one thread own the transaction; after its call returned, make the next."
        java "nowhere: Java's producer holds the second call until the first is done"
        clients "returned by a transaction call made from a second thread"
    }
    -173 _CONFLICT [] permanent no {
        meaning "two uses that exclude each other were asked for at once"
        causes "abort_transaction() during commit_transaction(), or a commit after a timeout that must first be \
            repeated to its end"
        change
        next "Repeat the call that timed out until it tells success or failure, and only then make another one."
        java "thrown as IllegalStateException: 'Invalid transition attempted from state ... to state ...'"
        clients "returned by a transaction call while a different one has not ended"
    }
    -172 _STATE [IllegalStateException] permanent no {
        meaning "the producer is not in a state that allows this"
        causes "a send after close(), or by a transactional producer outside of begin and commit"
        change "transactional.id"
        next "Follow the order: init_transactions once, then begin, send, commit. After close() make a new producer."
        java "thrown by send() as IllegalStateException: 'Cannot perform operation after producer has been closed', or \
            without initTransactions()"
        clients once
    }
    -171 _UNKNOWN_PROTOCOL [] permanent none {
        meaning "a consumer group agreed on a strategy that this client does not know"
        causes "members of one group with other clients or versions, and a partition.assignment.strategy only they have"
        change
        next "A producer does not meet this: a misspelt security.protocol is refused as a value. Give all members of \
            the group a common strategy."
        java "nowhere: the broker refuses such a member with INCONSISTENT_GROUP_PROTOCOL (23)"
        clients consumer
    }
    -170 _NOT_IMPLEMENTED [] permanent none {
        meaning "librdkafka has no code for what was asked"
        causes "a call or an option that this version, or this build without a library, does not contain"
        change
        next "Look up the version that brought it in librdkafka's CHANGELOG, and upgrade the client package."
        java "nowhere: a Java method that is missing is an UnsupportedOperationException"
        clients "from the call itself"
    }
    -167 _OUTDATED [] permanent none {
        meaning "an answer belongs to a state that has been left"
        causes "a seek, pause or rebalance overtook a request that was on its way"
        change
        next "Ignore it. If a program acts on it, let it act on the newer event instead."
        java "nowhere: a signal inside librdkafka"
        clients "nowhere: answers to questions that were withdrawn are thrown away"
    }
    -164 _WAIT_CACHE [] retriable none {
        meaning "the metadata are being updated"
        causes "the client asked the cluster about a topic and holds its records until the answer"
        change "metadata.max.age.ms"
        next "Wait a second. If it lasts, the metadata request gets no answer: look at the connection."
        java "nowhere: Java waits in send() for the metadata"
        clients "nowhere: records wait until the topic is known"
    }
    -157 _READ_ONLY [] permanent none {
        meaning "the headers of a message that was handed over can't be changed any more"
        causes "a program adds or removes a header on a record already produced, or inside an interceptor where they \
            are read-only"
        change
        next "Set headers before the send; copy them where another record needs them changed."
        java "thrown by headers().add() after send(), as IllegalStateException: 'RecordHeaders has been closed.'"
        clients "returned by the calls that add or remove a header"
    }
    -156 _NOENT [] permanent none {
        meaning "what was looked up is not there"
        causes "a header, a topic in a list or a configuration entry of that name does not exist"
        change
        next "Treat it as an empty answer; check the spelling where it must exist."
        java "nowhere: Java returns null or an empty collection"
        clients "from calls that look something up, such as a header by its name"
    }
    -154 _INVALID_TYPE [] permanent none {
        meaning "an option of an admin request was given a value of another type"
        causes "text where AdminOptions want a number, in a C program or in a binding of it"
        change
        next "A producer does not meet this. Compare the option with its documentation; in Python, Go, .NET or Node \
            report it to the package."
        java "nowhere: Java checks types when it compiles"
        clients "from the call that sets the option"
    }
    -145 _NOT_CONFIGURED [IllegalStateException] permanent no {
        meaning "the call needs a property that was not set when the client was created"
        causes "transaction calls on a producer without transactional.id, or group calls without group.id"
        change "transactional.id"
        next "Set the property and create the client anew; or leave the call out if no transactions are wanted."
        java "thrown by transaction methods as IllegalStateException: 'Transactional method invoked on a \
            non-transactional producer.'"
        clients "returned by the call itself, such as init_transactions()"
    }
    -143 _APPLICATION [] permanent no {
        meaning "the program itself raised this error"
        causes "an interceptor, a plugin or the program's own code uses the code that librdkafka keeps free for it"
        change "interceptor.classes"
        next "Search the program and its plugins for the code -143 or its message: no broker has to do with it."
        java "nowhere: Java has no code for an application's own errors"
        clients "from the application's own code: librdkafka never raises it by itself"
    }
    -141 _NOOP [] permanent none {
        meaning "a partition of an admin request was not asked about, so nothing was done"
        causes "records were to be deleted from partitions whose leaders are not known"
        change
        next "A producer does not meet this. Repeat the deletion for the partitions left out, once they have leaders."
        java "nowhere: the Admin client answers for each partition"
        clients admin
    }
};
