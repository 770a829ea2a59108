//! `linger send -`: records from standard input, a line each.

use std::io::Cursor;

use nix::sys::signal::Signal;

use crate::harness::product::{Outcome, Ran, Running, parse, run_with_input};
use crate::harness::stage;

crate::trials![
    two_lines_with_a_key_separator_are_two_records,
    lines_are_values_as_they_are,
    formats_apply_to_both_parts_of_a_line,
    a_bad_line_stops_the_reading_and_is_named_by_its_number,
    an_outcome_comes_before_the_input_ends,
    an_interrupt_reports_what_was_accepted,
];

fn send(topic: &str, arguments: &[&str], input: &'static str) -> Ran {
    let bootstrap = stage::strict().bootstrap();
    let mut all = vec!["send", "-b", &bootstrap, "--topic", topic, "--format", "json"];
    all.extend(arguments);
    all.push("-");
    run_with_input(&all, Cursor::new(input))
}

/// Keys and values of a topic with one partition, in hex.
fn read(topic: &str) -> Vec<(Option<String>, Option<String>)> {
    stage::strict().read(topic).into_iter().map(|row| (row.key, row.value)).collect()
}

fn hex(text: &str) -> String {
    data_encoding::HEXLOWER.encode(text.as_bytes())
}

fn two_lines_with_a_key_separator_are_two_records() {
    let topic = stage::strict().topic("k1v1", 1, &[]);
    let ran = send(&topic, &["--key-separator", ":"], "k1:v1\nk2:v2\n").exits(0);
    let said: Vec<_> = ran.outcomes().iter().map(|o| (o.n, o.partition, o.offset)).collect();
    assert_eq!(said, [(0, Some(0), Some(0)), (1, Some(0), Some(1))]);
    assert_eq!(read(&topic), [(Some(hex("k1")), Some(hex("v1"))), (Some(hex("k2")), Some(hex("v2")))]);
}

/// As Kafka's console producer: no escapes, nothing trimmed, the last line needs no end.
fn lines_are_values_as_they_are() {
    let topic = stage::strict().topic("lines", 1, &[]);
    send(&topic, &[], "plain\n  spaces \t\n\n\"quoted\\n\"\n줄\nlast without an end").exits(0);
    let values: Vec<_> = read(&topic).into_iter().map(|(key, value)| (key.is_none(), value)).collect();
    let expected = ["plain", "  spaces \t", "", "\"quoted\\n\"", "줄", "last without an end"];
    assert_eq!(values, expected.map(|text| (true, Some(hex(text)))));
}

fn formats_apply_to_both_parts_of_a_line() {
    let topic = stage::strict().topic("formats", 1, &[]);
    let arguments = ["--key-separator", "|", "--key-format", "hex", "--value-format", "base64"];
    send(&topic, &arguments, "00ff|AP8=\n|\n").exits(0);
    assert_eq!(read(&topic), [(Some("00ff".into()), Some("00ff".into())), (Some(String::new()), Some(String::new()))]);
}

fn a_bad_line_stops_the_reading_and_is_named_by_its_number() {
    // Arguments, input, and what of the mistake must be said.
    let cases: [(&[&str], &str, &str); 4] = [
        (&["--input", "json"], "{\"value\":\"a\"}\n{\"value\":\"b\"}\n{\"valeu\":\"c\"}\n{\"value\":\"d\"}\n", "valeu"),
        (&["--input", "json"], "{\"value\":\"a\"}\n{\"value\":\"b\"}\nno JSON\n{\"value\":\"d\"}\n", "JSON"),
        (&["--key-separator", ":"], "1:a\n2:b\nno separator\n4:d\n", "':'"),
        (&["--value-format", "hex"], "61\n62\n6x\n64\n", "x"),
    ];
    for (arguments, input, mistake) in cases {
        let topic = stage::strict().topic("bad-line", 1, &[]);
        let ran = send(&topic, arguments, input).exits(2);
        assert_eq!(ran.outcomes().iter().map(Outcome::delivered_at).collect::<Vec<_>>(), [0, 1], "{input}");
        assert!(ran.stderr.contains("line 3"), "{}", ran.stderr);
        assert!(ran.stderr.contains(mistake), "{mistake}: {}", ran.stderr);
        let values: Vec<_> = read(&topic).into_iter().map(|(_, value)| value).collect();
        assert_eq!(
            values,
            [Some(hex("a")), Some(hex("b"))],
            "what was read before is delivered, what comes after is not"
        );
    }
}

fn an_outcome_comes_before_the_input_ends() {
    let cluster = stage::strict();
    let topic = cluster.topic("live", 1, &[]);
    let mut running = Running::start(&["send", "-b", &cluster.bootstrap(), "--topic", &topic, "--format", "json", "-"]);
    for offset in 0..3 {
        running.say("v");
        assert_eq!(running.outcome().delivered_at(), offset);
    }
    running.finish().exits(0);
}

fn an_interrupt_reports_what_was_accepted() {
    let cluster = stage::strict();
    let topic = cluster.topic("interrupt", 1, &[]);
    let mut running = Running::start(&["send", "-b", &cluster.bootstrap(), "--topic", &topic, "--format", "json", "-"]);
    running.say("first");
    let mut delivered = vec![running.outcome().delivered_at()];
    (0..500).for_each(|_| running.say("more"));
    running.signal(Signal::SIGINT);
    // The input stays open: it is the interrupt that ends the run.
    while let Some(line) = running.line() {
        let outcome: Outcome = parse(&line, "outcome");
        match outcome.status.as_str() {
            "delivered" => delivered.push(outcome.delivered_at()),
            _ => assert_eq!(outcome.failure().name, "_INTR", "not accepted yet: {outcome:?}"),
        }
    }
    running.finish().exits(130);
    let in_log = i64::try_from(read(&topic).len()).unwrap();
    assert_eq!(delivered, (0..in_log).collect::<Vec<_>>(), "what is in the log is reported, and the other way round");
}
