//! librdkafka's own errors about connections: addresses, TLS, authentication, answers that are none.

use super::{Code, cards};

pub(super) static ROWS: &[Code] = cards! {
    -199 _BAD_MSG [] permanent depends {
        meaning "a broker's message can't be understood"
        causes "the address is not Kafka's: a size of 1213486160 is 'HTTP', 1397966893 is 'SSH-'; or a proxy in \
            between changes what passes"
        change "bootstrap.servers" "security.protocol"
        next "Compare host and port with the broker's listeners; an HTTP or admin port beside the right one is the \
            usual slip."
        java "nowhere: the connection is closed and logged (InvalidReceiveException); records that wait end with \
            TimeoutException in the Future and the callback"
        clients event
    }
    -196 _FAIL [] retriable depends {
        meaning "communication with the broker failed"
        causes "an inner step failed for which librdkafka has no narrower code; despite the words it need not be the \
            connection"
        change "bootstrap.servers"
        next "Read the reason beside it or the client's log line of facility FAIL; act on that, not on this code."
        java "nowhere: Java names the single cause, or TimeoutException in the Future"
        clients "from the call that failed, or in the error callback"
    }
    -195 _TRANSPORT [NetworkException] retriable depends {
        meaning "the connection to the broker broke, or could not be made"
        causes "broker down, wrong port, firewall; a plaintext client on a TLS port or the other way round; \
            advertised.listeners names an address that can't be reached from here"
        change "bootstrap.servers" "security.protocol" "broker advertised.listeners"
        next "Connect to the address by hand (nc -vz HOST PORT): if that works, security.protocol does not fit the \
            port. One of several brokers down needs no act."
        java "nowhere: 'Connection to node -1 could not be established' in the log, then TimeoutException in the \
            Future; NetworkException if it broke with a request open and no retry was left"
        clients event
    }
    -194 _CRIT_SYS_RESOURCE [] retriable no {
        meaning "the operating system refused memory, a thread or a socket"
        causes "limits of the container or user reached: memory, pids, open files; a producer made for each request \
            and never closed"
        change
        next "Count the process's threads and file descriptors against its limits; use one producer for the whole \
            process."
        java "thrown as OutOfMemoryError, or as KafkaException by new KafkaProducer()"
        clients "when the client is created, which then does not exist; later in the error callback, for a thread of \
            another broker"
    }
    -193 _RESOLVE [] retriable no {
        meaning "the broker's host name can't be resolved"
        causes "a typo in bootstrap.servers, a name of another network or VPN, or a broker that advertises a name \
            known only inside its own network"
        change "bootstrap.servers" "broker advertised.listeners"
        next "Resolve the name on this machine (getent hosts NAME). If it is not in bootstrap.servers, the broker \
            advertises it: mend advertised.listeners."
        java "thrown by new KafkaProducer() as ConfigException if no bootstrap address resolves; a broker's advertised \
            name only in the log, then TimeoutException in the Future"
        clients event
    }
    -187 _ALL_BROKERS_DOWN [] retriable depends {
        meaning "no broker is connected"
        causes "the cluster is down, the network is cut, or every connection is refused for one reason, such as wrong \
            credentials"
        change "bootstrap.servers" "security.protocol" "sasl.mechanism"
        next "Look for the error before it (_TRANSPORT, _RESOLVE, _SSL, _AUTHENTICATION): that is the reason. Alone \
            and brief, it is a broker's restart: wait."
        java "nowhere: send() waits max.block.ms for metadata, then TimeoutException in the Future"
        clients event
    }
    -185 _TIMED_OUT [TimeoutException] retriable depends {
        meaning "no answer came in time"
        causes "a broker or the network is slow, a firewall drops packets silently, or the time given to the call was \
            short"
        change "request.timeout.ms" "max.block.ms"
        next "Compare the round trip in the Requests pane with the time limit; if nothing answers at all, look at the \
            connection first."
        java "thrown as TimeoutException by partitionsFor() and the transaction methods; a Produce request that is \
            late is retried"
        clients "returned by calls that wait, such as flush(), list_topics() or init_transactions()"
    }
    -181 _SSL [SslAuthenticationException] permanent no {
        meaning "the TLS connection failed"
        causes "the broker's certificate is of an unknown authority, expired or for another host; the port speaks no \
            TLS; the broker wants a client certificate"
        change "ssl.truststore.location" "ssl.endpoint.identification.algorithm" "ssl.keystore.location"
        next "Run openssl s_client -connect HOST:PORT and read the issuer, the dates and the names; then trust that \
            authority, or use a listed host name."
        java "in the Future: an ExecutionException with SslAuthenticationException as its cause, often around an \
            SSLHandshakeException that names the certificate's fault"
        clients event
    }
    -169 _AUTHENTICATION [] permanent no {
        meaning "authentication failed"
        causes "wrong user or password; a mechanism the listener does not offer; SASL spoken to a port without SASL; \
            an OAuth token refused or not to be had"
        change "sasl.mechanism" "sasl.jaas.config" "security.protocol"
        next "If the reason lists other mechanisms, use one of them; if the list is empty, the port takes no SASL. \
            Else check user and password with the cluster's owner."
        java "in the Future: an ExecutionException with SaslAuthenticationException as its cause"
        clients event
    }
    -166 _TIMED_OUT_QUEUE [] retriable no {
        meaning "a request was not even written to the socket in time"
        causes "the connection is not up, or so many requests stand in line that this one never left"
        change "request.timeout.ms" "max.in.flight.requests.per.connection"
        next "See whether the broker is connected. If it is, send less or fewer, larger batches: the line to this \
            broker is too long."
        java "in the Future, as TimeoutException: 'Expiring N record(s) ... has passed since batch creation'"
        clients "nowhere by itself: the request is queued again, and its records end with _MSG_TIMED_OUT (-192)"
    }
    -165 _UNSUPPORTED_FEATURE [] fatal_if_idempotent no {
        meaning "the broker lacks a feature that the producer needs"
        causes "a broker older than the feature (idempotence needs 0.11, zstd 2.1), or the port is a controller's, not \
            a broker's"
        change "enable.idempotence" "compression.type" "bootstrap.servers"
        next "Check that the port is a broker's listener. On a truly old broker switch the named feature off: \
            enable.idempotence=false or another codec."
        java "in the Future or thrown by initTransactions(), as UnsupportedVersionException"
        clients event
    }
    -158 _PARTIAL [] permanent none {
        meaning "an answer held only a part of what was asked for"
        causes "brokers that did not answer in time while groups were listed, or metadata of a broker that has only \
            just started and lists nothing"
        change
        next "Ask again in a moment. Lasting, find the broker that does not answer: the list lacks what it holds."
        java "nowhere: Java waits for all brokers, or throws TimeoutException"
        clients "returned by list_groups(); metadata that are empty are asked for again unseen"
    }
    -155 _UNDERFLOW [] permanent depends {
        meaning "a broker's answer ended before its last field"
        causes "a proxy or a Kafka-compatible service that implements the protocol version otherwise than Kafka, or a \
            damaged stream"
        change "bootstrap.servers"
        next "Connect to a broker directly, without the proxy. If it goes away, report the API and version from the \
            log to the service's makers."
        java "nowhere: a SchemaException while a response is parsed; the request fails and is logged"
        clients "in the log, and in the delivery report of a Produce request whose answer was cut short"
    }
    -146 _UNKNOWN_BROKER [] permanent no {
        meaning "the broker is not known"
        causes "a transaction coordinator or a broker id that is not in the metadata, often after a broker was \
            replaced under another id"
        change "bootstrap.servers"
        next "A transactional producer asks again by itself. Lasting, see that the broker named is registered with the \
            cluster and advertises an address."
        java "nowhere: Java asks for the metadata again"
        clients "returned by calls that name a broker by its id"
    }
    -137 _DESTROY_BROKER [] retriable depends {
        meaning "the broker left the cluster"
        causes "a broker was decommissioned or got another id, and the client closed its connection to it"
        change "metadata.max.age.ms"
        next "Nothing, if records go on to another leader. If a partition stays without a leader, its replicas lived \
            only on that broker."
        java "nowhere: Java moves to the partition's new leader"
        clients "nowhere by itself: records move to the partition's new leader"
    }
};
