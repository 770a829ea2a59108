#![allow(clippy::unwrap_used)]

mod live;
mod partitions;
mod stories;
mod texts;
mod troubles;

use proptest::prelude::*;

use super::*;
use crate::domain::failure::Code;
use crate::domain::reason::{Reason, ReasonKind as Kind};
use crate::kafka::native;

const SECOND: u64 = 1_000_000;

/// A fold, and its clock in milliseconds.
struct Told {
    reasons: Reasons,
    millis: u64,
}

impl Told {
    fn new(bootstrap: &str) -> Self {
        Self { reasons: Reasons::new(bootstrap), millis: 1_000 }
    }

    fn note(&mut self, event: &Event<'_>) -> &mut Self {
        self.reasons.note(self.now(), event);
        self
    }

    fn now(&self) -> u64 {
        self.millis * 1000
    }

    fn wait(&mut self, millis: u64) -> &mut Self {
        self.millis += millis;
        self
    }

    fn error(&mut self, code: i32, text: &str) -> &mut Self {
        self.note(&Event::Error { code, text })
    }

    fn log(&mut self, level: i32, facility: &str, text: &str) -> &mut Self {
        self.note(&Event::Log { level, facility, text })
    }

    fn fail(&mut self, text: &str) -> &mut Self {
        self.log(6, "FAIL", text)
    }

    fn states(&mut self, id: i32, address: &str, states: &[&str]) -> &mut Self {
        let (host, port) = address.rsplit_once(':').unwrap();
        for state in states {
            self.note(&Event::BrokerState { id, host, port: port.parse().unwrap(), state });
        }
        self
    }

    fn overall(&self) -> Option<Reason> {
        self.reasons.overall(self.now())
    }

    fn text(&self) -> Option<String> {
        self.overall().map(|reason| reason.text)
    }

    fn kind(&self) -> Option<Kind> {
        self.overall().map(|reason| reason.kind)
    }
}

#[test]
fn the_code_table_covers_the_bundled_librdkafka() {
    let errors = native::errors();
    assert!(errors.len() > 160);
    for (code, name, _) in errors.iter().filter(|(_, name, _)| name != "_BEGIN" && name != "_END") {
        assert_eq!(Code::find(*code).map(|row| row.name), Some(name.as_str()), "{code}");
    }
}

#[test]
fn an_advertised_address_is_told_from_a_configured_one() {
    // (code, address, text, sentence)
    let table = [
        (
            -195,
            "127.0.0.1:29998",
            "Connect to ipv4#127.0.0.1:29998 failed: Connection refused (after 0ms in state CONNECT)",
            "broker 1's advertised address 127.0.0.1:29998 refuses connections (advertised.listeners)",
        ),
        (
            -193,
            "kafka-broker.invalid:29041",
            "Failed to resolve 'kafka-broker.invalid:29041': Name or service not known (after 5ms in state CONNECT)",
            "broker 1's advertised address kafka-broker.invalid:29041 can't be resolved: Name or service not known \
             (advertised.listeners)",
        ),
    ];
    for (code, address, text, sentence) in table {
        let mut told = Told::new("127.0.0.1:29040");
        told.states(-1, "127.0.0.1:29040", &["TRY_CONNECT", "CONNECT", "APIVERSION_QUERY", "UP"]);
        told.states(1, address, &["INIT", "TRY_CONNECT", "CONNECT"]);
        told.error(code, &format!("{address}/1: {text}")).states(1, address, &["DOWN"]);
        let reason = told.overall().unwrap();
        assert_eq!(reason.text, sentence);
        assert_eq!((reason.broker, reason.advertised, reason.kind.is_connection()), (Some(1), true, true));
        assert_eq!(told.reasons.reason_for("t", Some(0), Some(1), told.now()).unwrap(), reason);
        assert_eq!(told.reasons.reason_for_broker(1, told.now()).unwrap(), reason);
        assert_eq!(told.reasons.reason_at(address, told.now()).unwrap(), reason);
    }
    // A black hole says nothing at all.
    let mut told = Told::new("127.0.0.1:29042");
    told.states(-1, "127.0.0.1:29042", &["CONNECT", "APIVERSION_QUERY", "UP"]);
    told.states(1, "127.0.0.1:29999", &["INIT", "CONNECT"]).wait(1_999);
    assert_eq!(told.text(), None);
    told.wait(1);
    let sentence = "broker 1's advertised address 127.0.0.1:29999 does not answer (advertised.listeners)";
    assert_eq!(told.text().as_deref(), Some(sentence));
}

#[test]
fn a_broker_that_stopped_is_not_said_to_be_advertised_wrongly() {
    let mut told = Told::new("10.0.0.1:9092");
    told.states(-1, "10.0.0.1:9092", &["CONNECT", "APIVERSION_QUERY", "UP"]);
    told.states(1, "10.0.0.2:9092", &["INIT", "CONNECT", "APIVERSION_QUERY", "UP"]);
    told.error(-195, "10.0.0.2:9092/1: Connect to ipv4#10.0.0.2:9092 failed: Connection refused");
    told.states(1, "10.0.0.2:9092", &["DOWN"]);
    told.error(-195, "10.0.0.2:9092/1: Connect to ipv4#10.0.0.2:9092 failed: Connection refused");
    assert_eq!(told.text().as_deref(), Some("connection to 10.0.0.2:9092 refused"));
}

#[test]
fn a_silent_server_is_known_by_its_state() {
    let mut told = Told::new("127.0.0.1:9092");
    told.states(-1, "127.0.0.1:9092", &["TRY_CONNECT", "CONNECT", "APIVERSION_QUERY"]).wait(1_999);
    assert_eq!(told.kind(), None);
    told.wait(1);
    assert_eq!(told.kind(), Some(Kind::NoAnswer));
    // The time-out says the same: the reason goes on.
    let since = told.overall().unwrap().since_micros;
    told.wait(8_000).fail("127.0.0.1:9092/bootstrap: ApiVersionRequest failed: Local: Timed out: probably due to");
    told.states(-1, "127.0.0.1:9092", &["DOWN", "TRY_CONNECT", "CONNECT"]);
    assert_eq!(told.kind(), Some(Kind::NoAnswer));
    assert!(told.overall().unwrap().since_micros >= since);
}

#[test]
fn a_reason_changes_when_the_fault_changes() {
    let address = "127.0.0.1:9092";
    let name = "127.0.0.1:9092/bootstrap";
    let mut told = Told::new(address);
    told.error(-195, &format!("{name}: Connect to ipv4#127.0.0.1:9092 failed: Connection refused"));
    told.states(-1, address, &["DOWN"]);
    assert_eq!(told.kind(), Some(Kind::Refused));
    // Something listens now, and does not answer.
    told.wait(100).states(-1, address, &["TRY_CONNECT", "CONNECT", "APIVERSION_QUERY"]);
    assert_eq!(told.kind(), None);
    told.wait(2_000);
    assert_eq!(told.kind(), Some(Kind::NoAnswer));
    // Now it closes.
    told.fail(&format!("{name}: Disconnected: connection reset by peer (after 2100ms in state APIVERSION_QUERY)"));
    told.states(-1, address, &["DOWN"]);
    assert_eq!(told.kind(), Some(Kind::ClosedUnanswered));
    // Now it is HTTP; a symptom does not push the explanation aside.
    told.error(-199, &format!("{name}: Receive failed: Invalid response size 1213486160 (0..100000000): increase"));
    told.fail(&format!("{name}: Disconnected: connection reset by peer (after 1ms in state APIVERSION_QUERY)"));
    assert_eq!(told.kind(), Some(Kind::NotKafka));
    // Unless it repeats without it.
    told.fail(&format!("{name}: Disconnected: connection reset by peer (after 1ms in state APIVERSION_QUERY)"));
    assert_eq!(told.kind(), Some(Kind::ClosedUnanswered));
    // Nothing listens: whatever was before is past.
    told.error(-199, &format!("{name}: Receive failed: Invalid response size 1213486160 (0..100000000): increase"));
    told.error(-195, &format!("{name}: Connect to ipv4#127.0.0.1:9092 failed: Connection refused"));
    assert_eq!(told.kind(), Some(Kind::Refused));
    // Kafka is back.
    told.states(-1, address, &["TRY_CONNECT", "CONNECT", "APIVERSION_QUERY", "UP"]);
    assert_eq!(told.kind(), None);
}

#[test]
fn an_error_event_read_too_late_is_no_alarm() {
    let address = "127.0.0.1:9092";
    let mut told = Told::new(address);
    told.states(-1, address, &["CONNECT", "DOWN", "CONNECT", "APIVERSION_QUERY", "UP"]);
    told.error(-195, "127.0.0.1:9092/bootstrap: Connect to ipv4#127.0.0.1:9092 failed: Connection refused");
    assert_eq!(told.kind(), None);
    told.states(-1, address, &["DOWN"]);
    assert_eq!(told.kind(), None);
}

#[test]
fn a_server_that_wants_sasl_is_told_from_one_that_stopped() {
    let address = "127.0.0.1:29020";
    let text = "127.0.0.1:29020/bootstrap: Disconnected: connection closed by peer: receive 0 after POLLIN (after 3ms in state UP)";
    let up = ["TRY_CONNECT", "CONNECT", "APIVERSION_QUERY", "UP"];
    let mut told = Told::new(address);
    told.states(-1, address, &up).fail(text).states(-1, address, &["DOWN"]);
    assert_eq!(told.kind(), Some(Kind::Lost));
    // It comes up again and again, for some milliseconds.
    for _ in 0..5 {
        told.wait(100).states(-1, address, &up).fail(text);
        assert_eq!(told.kind(), Some(Kind::ClosedEarly));
        told.states(-1, address, &["DOWN"]);
        assert_eq!(told.kind(), Some(Kind::ClosedEarly));
    }
    told.error(-195, "127.0.0.1:29020/bootstrap: Send failed: Broken pipe (after 1ms in state UP)");
    assert_eq!(told.kind(), Some(Kind::ClosedEarly));
    // Once it stays up, all is well.
    told.states(-1, address, &up).wait(2_000);
    assert_eq!(told.kind(), None);
}

#[test]
fn one_dead_bootstrap_server_of_two_is_no_alarm() {
    let mut told = Told::new("127.0.0.1:1,127.0.0.1:9092");
    let refused = "127.0.0.1:1/bootstrap: Connect to ipv4#127.0.0.1:1 failed: Connection refused";
    told.error(-195, refused).states(-1, "127.0.0.1:1", &["DOWN"]);
    assert_eq!(told.kind(), Some(Kind::Refused));
    told.states(-1, "127.0.0.1:9092", &["CONNECT", "APIVERSION_QUERY", "UP"]);
    assert_eq!(told.kind(), None);
    // The cluster's own broker works, too; one of its brokers does not.
    told.states(1, "127.0.0.1:9092", &["INIT", "CONNECT", "APIVERSION_QUERY", "UP"]);
    told.states(-1, "127.0.0.1:9092", &["DOWN"]);
    told.error(-195, "127.0.0.1:9093/2: Connect to ipv4#127.0.0.1:9093 failed: Connection refused");
    assert_eq!(told.kind(), None);
    assert_eq!(told.reasons.reason_for("t", Some(0), Some(1), told.now()), None);
    assert_eq!(told.reasons.reason_for("t", Some(1), Some(2), told.now()).unwrap().kind, Kind::Refused);
}

#[test]
fn only_what_holds_for_every_bootstrap_server_is_permanent() {
    let http = |name| format!("{name}/bootstrap: Receive failed: Invalid response size 1213486160 (0..100000000)");
    let mut told = Told::new("a:1, PLAINTEXT://b:2");
    told.error(-199, &http("a:1"));
    assert!(!told.overall().unwrap().permanent);
    assert!(told.reasons.reason_at("a:1", told.now()).unwrap().permanent);
    told.error(-199, &http("b:2"));
    assert!(told.overall().unwrap().permanent);
}

#[test]
fn bootstrap_servers_are_read_as_librdkafka_reads_them() {
    let told = Told::new("a:9092, b:1,SSL://c:2,[::1]:3");
    let addresses: Vec<&str> = told.reasons.servers.iter().map(|server| server.address.as_str()).collect();
    assert_eq!(addresses, ["a:9092", "b:1", "c:2", "[::1]:3"]);
}

#[test]
fn a_dead_bootstrap_server_is_past_once_the_cluster_was_reached() {
    let mut told = Told::new("127.0.0.1:1,127.0.0.1:9092");
    let refused =
        "127.0.0.1:1/bootstrap: Connect to ipv4#127.0.0.1:1 failed: Connection refused (after 0ms in state CONNECT)";
    let thread = format!("[thrd:127.0.0.1:1/bootstrap]: {refused}");
    told.log(3, "FAIL", &thread).states(-1, "127.0.0.1:1", &["DOWN"]);
    told.states(-1, "127.0.0.1:9092", &["CONNECT", "APIVERSION_QUERY", "UP"]);
    told.states(1, "127.0.0.1:9093", &["INIT"]).states(2, "127.0.0.1:9094", &["INIT"]);
    // librdkafka lets go of the configured addresses then.
    told.states(-1, "127.0.0.1:9092", &["DOWN"]);
    assert_eq!(told.kind(), None);
    told.error(-195, refused);
    assert_eq!(told.kind(), None);
}

#[test]
fn all_brokers_down_is_only_the_last_resort() {
    let mut told = Told::new("127.0.0.1:9092");
    told.error(-187, "1/1 brokers are down");
    assert_eq!(told.text().as_deref(), Some("no broker is connected (127.0.0.1:9092)"));
    told.error(-195, "127.0.0.1:9092/bootstrap: Connect to ipv4#127.0.0.1:9092 failed: Connection refused");
    told.error(-187, "0/1 brokers are down");
    assert_eq!(told.kind(), Some(Kind::Refused));
    told.states(-1, "127.0.0.1:9092", &["CONNECT", "APIVERSION_QUERY", "UP"]);
    assert_eq!(told.kind(), None);
}

#[test]
fn a_reason_outlives_the_suppression_of_repeats_but_not_much_more() {
    let mut told = Told::new("127.0.0.1:9092");
    told.error(-195, "127.0.0.1:9092/bootstrap: Connect to ipv4#127.0.0.1:9092 failed: Connection refused");
    told.wait(40_000);
    assert_eq!(told.kind(), Some(Kind::Refused));
    told.wait(10_000);
    assert_eq!(told.kind(), None);
    // Where the connection's state is told, it says whether the fault lasts.
    let mut told = Told::new("127.0.0.1:9092");
    told.error(-195, "127.0.0.1:9092/bootstrap: Connect to ipv4#127.0.0.1:9092 failed: Connection refused");
    told.states(-1, "127.0.0.1:9092", &["DOWN"]).wait(600_000);
    assert_eq!(told.overall().unwrap().since_micros, SECOND);
}

#[test]
fn a_fatal_error_stands_before_all() {
    let mut told = Told::new("a:1");
    let text = "Fatal error: Broker: Cluster authorization failed: Failed to acquire idempotence PID from broker a:1/1";
    told.log(0, "FATAL", &format!("[thrd:main]: {text}")).error(-150, text);
    told.error(-195, "a:1/1: Connect to ipv4#a:1 failed: Connection refused");
    told.note(&Event::Delivered { topic: "t", partition: 2, broker: 1 });
    let reason = told.reasons.reason_for("t", Some(0), Some(1), told.now()).unwrap();
    assert_eq!((reason.kind, reason.text.as_str(), reason.permanent), (Kind::Fatal, text, true));
    assert_eq!(told.overall().unwrap(), reason);
}

#[test]
fn a_token_that_can_not_be_had_is_told_but_asked_for_again() {
    let mut told = Told::new("a:1");
    told.error(-169, "Failed to acquire SASL OAUTHBEARER token: no route");
    let reason = told.overall().unwrap();
    assert_eq!((reason.kind, reason.permanent), (Kind::Authentication, false));
    assert_eq!(reason.text, "Failed to acquire SASL OAUTHBEARER token: no route");
}

#[test]
fn a_broker_that_moved_is_found_at_its_new_address() {
    let mut told = Told::new("a:1");
    told.states(1, "b:1", &["INIT", "CONNECT", "APIVERSION_QUERY", "UP", "DOWN"]);
    told.error(-195, "c:1/1: Connect to ipv4#c:1 failed: Connection refused");
    assert_eq!(told.reasons.reason_for_broker(1, told.now()).unwrap().address.as_deref(), Some("c:1"));
    // Its states are still told with the old one.
    told.states(1, "b:1", &["CONNECT", "APIVERSION_QUERY", "UP"]);
    assert_eq!(told.reasons.reason_for_broker(1, told.now()), None);
}

proptest! {
    #[test]
    fn any_text_is_taken_without_panic(
        events in prop::collection::vec((0u8..6, any::<i32>(), "\\PC{0,60}", "(a|b):[0-9]{1,5}/(1|2|bootstrap): \\PC{0,60}"), 0..20),
        step in 0u64..5_000_000,
    ) {
        let mut reasons = Reasons::new("a:1,b:2");
        let mut at = 0;
        for (which, code, wild, named) in &events {
            at += step;
            for text in [wild, named] {
                let event = match which {
                    0 => Event::Error { code: *code, text },
                    1 => Event::Log { level: *code, facility: "FAIL", text },
                    2 => Event::Log { level: 7, facility: "MSGSET", text },
                    3 => Event::BrokerState { id: code % 3, host: text, port: *code, state: "UP" },
                    4 => Event::Log { level: 5, facility: "PARTCNT", text },
                    _ => Event::Log { level: 5, facility: "REQTMOUT", text },
                };
                reasons.note(at, &event);
            }
            for reason in [reasons.overall(at), reasons.reason_for("t", Some(0), Some(1), at)].into_iter().flatten() {
                prop_assert!(!reason.text.is_empty() && !reason.text.chars().any(char::is_control));
            }
        }
    }
}
