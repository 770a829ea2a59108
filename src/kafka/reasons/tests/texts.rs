//! The texts that librdkafka 2.12.1 writes, and the sentences made of them.

use super::*;

/// Code, text after the broker's name, kind, sentence, and whether it is permanent.
const ERROR_EVENTS: &[(i32, &str, Kind, &str, bool)] = &[
    (
        -195,
        "Connect to ipv4#127.0.0.1:9092 failed: Connection refused (after 0ms in state CONNECT)",
        Kind::Refused,
        "connection to 127.0.0.1:9092 refused",
        false,
    ),
    (
        -195,
        "Connect to ipv4#127.0.0.1:9092 failed: No route to host (after 3042ms in state CONNECT)",
        Kind::Unreachable,
        "no connection to 127.0.0.1:9092 (No route to host)",
        false,
    ),
    (
        -193,
        "Failed to resolve '127.0.0.1:9092': Name or service not known (after 5ms in state CONNECT)",
        Kind::NotResolved,
        "the host of 127.0.0.1:9092 can't be resolved (Name or service not known)",
        false,
    ),
    (
        -199,
        "Receive failed: Invalid response size 1213486160 (0..100000000): increase receive.message.max.bytes \
         (after 0ms in state APIVERSION_QUERY)",
        Kind::NotKafka,
        "127.0.0.1:9092 is not a Kafka broker: it speaks HTTP",
        true,
    ),
    (
        -199,
        "Receive failed: Invalid response size 1397966893 (0..100000000): increase receive.message.max.bytes",
        Kind::NotKafka,
        "127.0.0.1:9092 is not a Kafka broker: it speaks SSH",
        true,
    ),
    (
        -199,
        "Receive failed: Invalid response size 842149920 (0..100000000): increase receive.message.max.bytes",
        Kind::NotKafka,
        "127.0.0.1:9092 is not a Kafka broker: it answers '220 …'",
        true,
    ),
    (
        -199,
        "Receive failed: Invalid response size 352518912 (0..100000000): increase receive.message.max.bytes",
        Kind::NotKafka,
        "127.0.0.1:9092 wants TLS (security.protocol)",
        true,
    ),
    (
        -199,
        "Receive failed: Invalid response size -1 (0..100000000): increase receive.message.max.bytes",
        Kind::NotKafka,
        "127.0.0.1:9092 is not a Kafka broker: its answer is no Kafka",
        true,
    ),
    (
        -169,
        "SASL authentication error: Authentication failed: Invalid username or password (after 302ms in state AUTH_REQ)",
        Kind::Authentication,
        "authentication at 127.0.0.1:9092 failed: SASL authentication error: Authentication failed: Invalid username or \
         password",
        true,
    ),
    (
        -169,
        "SASL PLAIN mechanism handshake failed: Broker: Unsupported SASL mechanism: broker's supported mechanisms: \
         SCRAM-SHA-512",
        Kind::Authentication,
        "authentication at 127.0.0.1:9092 failed: SASL PLAIN mechanism handshake failed: Broker: Unsupported SASL \
         mechanism: broker's supported mechanisms: SCRAM-SHA-512",
        true,
    ),
    (
        -181,
        "SSL handshake failed: error:0A000086:SSL routines::certificate verify failed: broker certificate could not be \
         verified",
        Kind::Tls,
        "TLS with 127.0.0.1:9092 failed: SSL handshake failed: error:0A000086:SSL routines::certificate verify failed: \
         broker certificate could not be verified",
        true,
    ),
    (
        -195,
        "Disconnected: SSL connection closed by peer (after 4ms in state SSL_HANDSHAKE)",
        Kind::Tls,
        "TLS with 127.0.0.1:9092 failed: Disconnected: SSL connection closed by peer",
        false,
    ),
    (
        -195,
        "Receive failed: error:0A000412:SSL routines::ssl/tls alert bad certificate: SSL alert number 42 \
         (after 1ms in state APIVERSION_QUERY)",
        Kind::Tls,
        "TLS with 127.0.0.1:9092 failed: Receive failed: error:0A000412:SSL routines::ssl/tls alert bad certificate: SSL \
         alert number 42",
        false,
    ),
    (
        -185,
        "3 request(s) timed out: disconnect (average rtt 1.2ms) (after 60012ms in state UP)",
        Kind::NoAnswer,
        "127.0.0.1:9092 stopped answering (requests timed out)",
        false,
    ),
    (-196, "\u{1b}[31mred", Kind::Other, "127.0.0.1:9092: \\u{1b}[31mred", false),
];

#[test]
fn error_events_become_sentences() {
    for (code, text, kind, sentence, permanent) in ERROR_EVENTS.iter().copied() {
        for proto in ["", "ssl://", "sasl_plaintext://"] {
            let mut told = Told::new("127.0.0.1:9092");
            told.error(code, &format!("{proto}127.0.0.1:9092/bootstrap: {text}"));
            let reason = told.overall().unwrap();
            assert_eq!(reason.text, sentence);
            assert_eq!((reason.kind, reason.permanent), (kind, permanent), "{text}");
            assert_eq!((reason.address.as_deref(), reason.broker), (Some("127.0.0.1:9092"), None));
            assert_eq!(reason.since_micros, SECOND);
        }
    }
}

#[test]
fn failures_that_are_only_logged_become_sentences() {
    let closes = "127.0.0.1:9092 closes the connection without an answer (not a Kafka broker, or one that wants TLS?)";
    let silent = "127.0.0.1:9092 accepts connections but does not answer (not a Kafka broker?)";
    let filtered = "no connection to 127.0.0.1:9092 (nothing answers there: is the host down, or a firewall between?)";
    // (level, facility, text, sentence)
    let table = [
        (
            6,
            "FAIL",
            "Disconnected: connection closed by peer: receive 0 after POLLIN (after 7ms in state APIVERSION_QUERY)",
            closes,
        ),
        (6, "FAIL", "Disconnected: connection reset by peer (after 3ms in state APIVERSION_QUERY)", closes),
        (
            6,
            "FAIL",
            "Disconnected: connection closed by peer: receive 0 after POLLIN (after 2109ms in state UP)",
            "the connection to 127.0.0.1:9092 broke (connection closed by peer)",
        ),
        (4, "FAIL", "Connection setup timed out in state CONNECT (after 30028ms in state CONNECT)", filtered),
        (
            4,
            "FAIL",
            "Connection setup timed out in state APIVERSION_QUERY (after 1501ms in state APIVERSION_QUERY)",
            silent,
        ),
        (4, "FAIL", "Connection setup timed out in state SSL_HANDSHAKE (after 1501ms in state SSL_HANDSHAKE)", silent),
        (
            4,
            "FAIL",
            "ApiVersionRequest failed: Local: Timed out: probably due to broker version < 0.10 (see api.version.request \
             configuration) (after 10001ms in state APIVERSION_QUERY)",
            silent,
        ),
        (
            5,
            "REQTMOUT",
            "Timed out ProduceRequest in flight (after 60061ms, timeout #0)",
            "127.0.0.1:9092 stopped answering (a Produce request timed out)",
        ),
        (
            4,
            "METADATA",
            "Metadata request failed: connected: Local: Required feature not supported by broker (0ms): Permanent",
            "127.0.0.1:9092 is a Kafka server that does not serve producers (a controller's port?)",
        ),
    ];
    for (level, facility, text, sentence) in table {
        let mut told = Told::new("127.0.0.1:9092");
        let name = "127.0.0.1:9092/bootstrap";
        told.log(level, facility, &format!("[thrd:{name}]: {name}: {text}"));
        assert_eq!(told.text().as_deref(), Some(sentence));
    }
}

#[test]
fn lines_without_a_fault_tell_nothing() {
    for (facility, text) in [
        ("REQTMOUT", "[thrd:a:1/1]: a:1/1: Timed out ApiVersionRequest in flight (after 10001ms, timeout #0)"),
        (
            "REQTMOUT",
            "[thrd:a:1/1]: a:1/1: Timed out 3 in-flight, 0 retry-queued, 0 out-queue, 0 partially-sent requests",
        ),
        (
            "METADATA",
            "[thrd:main]: a:1/1: Metadata request failed: x: Broker: Topic authorization failed (0ms): Permanent",
        ),
        ("GETPID", "[thrd:main]: Failed to acquire PID: Broker: Coordinator load in progress: retrying"),
        ("PARTCNT", "[thrd:main]: Topic t partition count changed from 1 to 3"),
        ("FAIL", "no broker named"),
        ("MSGSET", "a:1/1: t [0]: MessageSet with 1 message(s) (MsgId 1, BaseSeq -1) delivered"),
    ] {
        let mut told = Told::new("a:1");
        told.log(4, facility, text);
        assert_eq!(told.text(), None, "{text}");
        assert_eq!(told.reasons.reason_for("t", Some(0), Some(1), told.now()), None, "{text}");
    }
}
