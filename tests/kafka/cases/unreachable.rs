//! No broker can be reached, in every way there is: exit 3 within `max.block.ms`, and the reason by host and port.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;

use crate::harness::ports;
use crate::harness::product::{Ran, Running, run, run_with_input};
use crate::harness::stage;

crate::trials![
    a_refused_connection_is_named,
    an_unresolvable_name_is_named,
    a_silent_address_is_named,
    a_server_that_is_not_kafka_is_named_at_once,
    a_server_that_closes_is_named,
    an_advertised_address_that_refuses_is_named,
    an_advertised_name_that_can_not_be_resolved_is_named,
    an_advertised_address_that_is_silent_is_named,
    many_records_wait_no_longer_than_one,
    a_dead_bootstrap_address_beside_a_good_one_is_no_alarm,
    the_reason_of_a_long_wait_comes_early,
];

const MAX_BLOCK: Duration = Duration::from_secs(3);
/// What a run may take over max.block.ms on a busy machine.
const SLACK: Duration = Duration::from_secs(4);

/// Sends one record there, and checks what all these runs have in common; gives the words of the failure.
fn refused(bootstrap: &str, topic: &str) -> (Ran, String) {
    let ran = run(&[
        "send",
        "--yes",
        "-b",
        bootstrap,
        "--topic",
        topic,
        "--value",
        "v",
        "--format",
        "json",
        "--set",
        "max.block.ms=3000",
    ])
    .exits(3);
    assert!(ran.took < MAX_BLOCK + SLACK, "within max.block.ms, not delivery.timeout.ms: {ran:?}");
    let outcome = ran.outcome();
    let failure = outcome.failure();
    assert!(!failure.possibly_persisted, "it never left: {failure:?}");
    assert_eq!((outcome.attempts, outcome.offset), (0, None));
    let cause = failure.cause.clone().unwrap_or_else(|| panic!("a failure names its reason: {failure:?}"));
    assert!(ran.stderr.contains(&cause), "people read it too: {ran:?}");
    (ran, cause)
}

/// Each of these must be in the words of the reason.
fn names(cause: &str, words: &[&str]) {
    for word in words {
        assert!(cause.to_lowercase().contains(&word.to_lowercase()), "'{word}' is not in '{cause}'");
    }
}

fn a_refused_connection_is_named() {
    let address = format!("127.0.0.1:{}", ports::free());
    let (_, cause) = refused(&address, "t");
    names(&cause, &[&address, "refused"]);
}

fn an_unresolvable_name_is_named() {
    let (_, cause) = refused("no-such-host.invalid:9092", "t");
    names(&cause, &["no-such-host.invalid:9092", "resolve"]);
}

fn a_silent_address_is_named() {
    let address = stage::silent_address();
    let (_, cause) = refused(address, "t");
    names(&cause, &[address, "answer"]);
}

fn a_server_that_is_not_kafka_is_named_at_once() {
    let address = serve("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n");
    let ran = run(&["send", "-b", &address, "--topic", "t", "--value", "v", "--format", "json"]).exits(3);
    assert!(ran.took < Duration::from_secs(10), "no retry can heal it, so max.block.ms is not waited for: {ran:?}");
    let outcome = ran.outcome();
    names(outcome.failure().cause.as_ref().unwrap(), &[&address, "not", "Kafka", "HTTP"]);
}

fn a_server_that_closes_is_named() {
    let address = serve("");
    let (_, cause) = refused(&address, "t");
    names(&cause, &[&address, "closes"]);
}

fn an_advertised_address_that_refuses_is_named() {
    let (cluster, topic) = (stage::strict(), stage::strict().topic("dead", 1, &[]));
    let (_, cause) = refused(&cluster.at("ADVDEAD"), &topic);
    names(&cause, &[cluster.advertised("ADVDEAD"), "advertise", "refuse"]);
    assert_eq!(cluster.end_offsets(&topic), [0]);
}

fn an_advertised_name_that_can_not_be_resolved_is_named() {
    let (cluster, topic) = (stage::strict(), stage::strict().topic("dns", 1, &[]));
    let (_, cause) = refused(&cluster.at("ADVDNS"), &topic);
    names(&cause, &["kafka-broker.invalid:9092", "advertise", "resolve"]);
}

fn an_advertised_address_that_is_silent_is_named() {
    let (cluster, topic) = (stage::strict(), stage::strict().topic("hole", 1, &[]));
    let (_, cause) = refused(&cluster.at("ADVHOLE"), &topic);
    names(&cause, &[cluster.advertised("ADVHOLE"), "advertise", "answer"]);
}

fn many_records_wait_no_longer_than_one() {
    let address = format!("127.0.0.1:{}", ports::free());
    let ran = run_with_input(
        &["send", "-b", &address, "--topic", "t", "--format", "json", "--set", "max.block.ms=3000", "-"],
        std::io::Cursor::new("1\n2\n3\n4\n"),
    )
    .exits(3);
    assert!(ran.took < MAX_BLOCK + SLACK, "{ran:?}");
    for outcome in ran.outcomes() {
        names(outcome.failure().cause.as_ref().unwrap(), &[&address, "refused"]);
    }
}

fn a_dead_bootstrap_address_beside_a_good_one_is_no_alarm() {
    let (cluster, topic) = (stage::strict(), stage::strict().topic("beside", 1, &[]));
    let bootstrap = format!("127.0.0.1:{},{}", ports::free(), cluster.bootstrap());
    let ran = run(&["send", "-b", &bootstrap, "--topic", &topic, "--value", "v", "--format", "json"]).exits(0);
    assert_eq!(ran.outcome().delivered_at(), 0);
}

/// Whoever waits a minute for max.block.ms wants to know why.
fn the_reason_of_a_long_wait_comes_early() {
    let address = format!("127.0.0.1:{}", ports::free());
    let mut running = Running::start(&["send", "-b", &address, "--topic", "t", "--value", "v", "--format", "text"]);
    let said = running.diagnostic(&address, Duration::from_secs(12));
    names(&said, &["refused"]);
}

/// A server that reads something, answers this and closes the connection; for ever.
fn serve(answer: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    thread::spawn(move || {
        for mut connection in listener.incoming().map_while(Result::ok) {
            drop(connection.read(&mut [0; 1024]));
            drop(connection.write_all(answer.as_bytes()));
        }
    });
    address
}
