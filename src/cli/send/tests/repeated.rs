//! The command that the workbench copies, run through a shell: the same record comes out.

use std::process::Command as Process;

use jiff::tz::TimeZone;
use proptest::collection::vec;
use proptest::prelude::*;

use super::source;
use crate::app::results::{Form, Results};
use crate::cli::send::source::Source;
use crate::domain::interchange::parse_record;
use crate::domain::payload::Payload;
use crate::domain::record::{Header, Record};

/// What a shell makes of a command: the arguments of `linger`, and what it is given on standard input.
fn shell(command: &str) -> (Vec<String>, String) {
    let stdin = if command.starts_with("printf") { "cat" } else { ":" };
    let script = format!("linger() {{ printf '%s\\0' \"$@\"; printf '\\0'; {stdin}; }}; {command}");
    let output = Process::new("sh").args(["-c", &script]).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let output = String::from_utf8(output.stdout).unwrap();
    let (arguments, stdin) = output.split_once("\0\0").unwrap();
    (arguments.split('\0').map(str::to_owned).collect(), stdin.to_owned())
}

fn repeated(record: &Record) -> Record {
    let mut results = Results::default();
    results.begin(record, 0);
    let entry = results.entries().next().unwrap();
    let target = ["--profile=it's mine".to_owned(), "--set=client.id=a b".to_owned()];
    let command = Form::Command.text(entry, &target, &TimeZone::UTC).unwrap();
    let (arguments, stdin) = shell(&command);
    assert_eq!(arguments[..3], ["send", "--profile=it's mine", "--set=client.id=a b"]);
    let arguments: Vec<&str> = arguments[1..].iter().map(String::as_str).collect();
    match source(&arguments).unwrap() {
        Source::Fixed { records, count: 1 } => records.into_iter().next().unwrap(),
        Source::Fixed { .. } => panic!("one record was copied"),
        _ => parse_record(stdin.trim_end_matches('\n'), None).unwrap(),
    }
}

/// Texts with all that a shell, a terminal or clap could take for something else; and bytes that are none.
fn payload() -> impl Strategy<Value = Payload> {
    prop_oneof![
        Just(Payload::NULL),
        "[ -~]{0,12}".prop_map(Payload::text),
        "[-'\"$`\\\\!#~*?&|;<>(){}=\n\t\r\0한👨‍👩‍👧\u{1b}\u{202e}]{0,8}".prop_map(Payload::text),
        vec(any::<u8>(), 0..8).prop_map(Payload::bytes),
    ]
}

fn record() -> impl Strategy<Value = Record> {
    let header = ("[-=a' \u{1b}]{0,4}", payload()).prop_map(|(name, value)| Header { name, value });
    let place = (proptest::option::of(0..9_i32), proptest::option::of(1..2_000_000_000_000_i64));
    (payload(), payload(), vec(header, 0..3), place).prop_map(|(key, value, headers, (partition, timestamp))| Record {
        topic: "orders".to_owned(),
        partition,
        timestamp,
        key,
        value,
        headers,
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn a_copied_command_sends_the_same_record(record in record()) {
        prop_assert_eq!(repeated(&record), record);
    }
}
