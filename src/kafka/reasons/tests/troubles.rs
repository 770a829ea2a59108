//! The troubles of the client as a whole.

use super::*;
use crate::domain::trouble::{BrokerName, Told as News, What};

const REFUSED: &str = "Connect to ipv4#127.0.0.1:9091 failed: Connection refused";

/// Each in short: what, text, how often, since and at in milliseconds; or the broker that is up.
fn news(told: &mut Told) -> Vec<String> {
    let short = |news| match news {
        News::Trouble { trouble, times, since, at } => {
            let broker = trouble.broker.as_ref().map(BrokerName::short).unwrap_or_default();
            format!("{:?} {broker} {} ×{times} {}–{}", trouble.what, trouble.text, since / 1000, at / 1000)
        }
        News::Up { broker, at } => format!("up {} {}", broker.short(), at / 1000),
    };
    told.reasons.take_troubles().into_iter().map(short).collect()
}

fn refused(told: &mut Told, suffix: &str) {
    let text = format!("127.0.0.1:9091/2: {REFUSED}{suffix}");
    told.fail(&format!("[thrd:127.0.0.1:9091/2]: {text}")).error(Code::TRANSPORT, &text);
}

#[test]
fn a_restart_is_one_trouble_and_its_end() {
    let mut told = Told::new("");
    told.states(2, "127.0.0.1:9091", &["INIT", "CONNECT", "UP"]);
    assert_eq!(news(&mut told), Vec::<String>::new(), "a connection that comes up is no news");
    told.wait(1_000).states(2, "127.0.0.1:9091", &["DOWN"]).wait(100);
    for age in [0, 12] {
        refused(told.wait(100), &format!(" (after {age}ms in state CONNECT)"));
    }
    refused(told.wait(100), " (after 1ms in state CONNECT, 29 identical error(s) suppressed)");
    assert_eq!(news(&mut told), ["Connection b2 connection to 127.0.0.1:9091 refused ×32 2000–2400"]);
    told.wait(7_600).states(2, "127.0.0.1:9091", &["CONNECT", "UP"]);
    assert_eq!(news(&mut told), ["up b2 10000"]);
    told.wait(100).states(2, "127.0.0.1:9091", &["DOWN", "CONNECT", "UP"]);
    assert_eq!(news(&mut told), Vec::<String>::new(), "a connection that was idle and is made again is no trouble");
}

#[test]
fn a_line_and_an_event_tell_one_happening_whichever_comes_first() {
    let text = format!("127.0.0.1:9091/2: {REFUSED}");
    for line_first in [true, false] {
        let mut told = Told::new("127.0.0.1:9091");
        for _ in 0..2 {
            if line_first {
                told.fail(&text).error(Code::TRANSPORT, &text);
            } else {
                told.error(Code::TRANSPORT, &text).fail(&text);
            }
        }
        assert_eq!(news(&mut told), ["Connection b2 connection to 127.0.0.1:9091 refused ×2 1000–1000"]);
    }
}

#[test]
fn what_is_told_only_in_a_line_is_a_trouble_too() {
    let mut told = Told::new("a:1");
    told.fail("a:1/bootstrap: Connection setup timed out in state CONNECT (after 30000ms in state CONNECT)");
    let expected = "Connection a:1 no connection to a:1 (nothing answers there: is the host down, or a firewall between?) \
                    ×1 1000–1000";
    assert_eq!(news(&mut told), [expected]);
}

#[test]
fn a_flood_is_told_as_one() {
    let mut told = Told::new("a:1");
    for _ in 0..213 {
        told.wait(300).error(Code::ALL_BROKERS_DOWN, "1/1 brokers are down");
    }
    assert_eq!(news(&mut told), ["AllBrokersDown  no broker is connected ×213 1300–64900"]);
    told.states(-1, "a:1", &["UP"]);
    assert_eq!(news(&mut told), ["up a:1 64900"]);
}

#[test]
fn authentication_and_a_fatal_error_are_told_as_such() {
    let mut told = Told::new("a:1");
    told.error(
        Code::AUTHENTICATION,
        "sasl_ssl://a:1/bootstrap: SASL authentication error: \u{1b}[2J (after 3ms in state AUTH_REQ)",
    );
    told.error(
        Code::FATAL,
        "Failed to acquire idempotence PID from broker a:1/1: Broker: Cluster authorization failed",
    );
    let kinds: Vec<_> = told.reasons.take_troubles();
    let whats: Vec<What> = kinds
        .iter()
        .map(|news| match news {
            News::Trouble { trouble, .. } => {
                assert!(!trouble.text.contains('\u{1b}'), "{}", trouble.text);
                trouble.what
            }
            News::Up { .. } => unreachable!("nothing came up"),
        })
        .collect();
    assert_eq!(whats, [What::Authentication, What::Fatal]);
}

#[test]
fn what_nobody_takes_is_bounded() {
    let mut told = Told::new("");
    for number in 0..2_000 {
        told.error(Code::AUTHENTICATION, &format!("a:1/1: SASL authentication error: {number}"));
    }
    assert_eq!(told.reasons.take_troubles().len(), 256);
}
