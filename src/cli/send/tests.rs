//! What the command line comes to.

#![allow(clippy::unwrap_used)]

mod repeated;

use clap::Parser;

use super::line::LineRules;
use super::source::Source;
use super::*;
use crate::domain::payload::Payload;
use crate::domain::record::{Header, Record};

const NOW: i64 = 1_700_000_000_000;

#[derive(Parser)]
struct Command {
    #[command(flatten)]
    send: SendArgs,
}

fn parse(args: &[&str]) -> Result<SendArgs, String> {
    let all = std::iter::once("send").chain(args.iter().copied());
    Command::try_parse_from(all).map(|command| command.send).map_err(|error| error.to_string())
}

fn source(args: &[&str]) -> Result<Source, String> {
    parse(args).and_then(|args| Source::of(&args, args.target.topic.as_deref(), NOW))
}

fn one(args: &[&str]) -> Record {
    let all: Vec<&str> = ["--topic", "t"].iter().chain(args).copied().collect();
    match source(&all).unwrap() {
        Source::Fixed { records, count: 1 } => records.into_iter().next().unwrap(),
        other => panic!("{other:?}"),
    }
}

fn file(folder: &tempfile::TempDir, name: &str, bytes: &[u8]) -> String {
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_record_is_what_the_options_say() {
    let header = |name: &str, value| Header { name: name.to_owned(), value };
    let record = one(&[
        "--key",
        "k",
        "--value",
        "v",
        "-H",
        "b=1=2",
        "--header-null",
        "a",
        "-H",
        "b=",
        "--header",
        "=x",
        "--partition",
        "3",
        "--timestamp",
        "-2h",
    ]);
    let expected = Record {
        topic: "t".into(),
        partition: Some(3),
        timestamp: Some(NOW - 7_200_000),
        key: Payload::text("k"),
        value: Payload::text("v"),
        headers: vec![
            header("b", Payload::text("1=2")),
            header("a", Payload::NULL),
            header("b", Payload::text("")),
            header("", Payload::text("x")),
        ],
    };
    assert_eq!(record, expected);
}

#[test]
fn null_and_empty_are_two_things() {
    let record = one(&["--value-null"]);
    assert_eq!((record.key, record.value), (Payload::NULL, Payload::NULL));
    let record = one(&["--key", "", "--value", ""]);
    assert_eq!((record.key, record.value), (Payload::text(""), Payload::text("")));
    assert_eq!(one(&["--key-null", "--value", "v"]).key, Payload::NULL);
}

#[test]
fn the_formats_tell_how_key_and_value_are_written() {
    let record = one(&["--key", "00ff", "--key-format", "hex", "--value", "{ \"a\" :1}", "--value-format", "json"]);
    assert_eq!(record.key.as_deref(), Some([0, 255].as_slice()));
    assert_eq!(record.value, Payload::text("{ \"a\" :1}"));
    assert_eq!(one(&["--value", "aGk=", "--value-format", "base64"]).value, Payload::text("hi"));
    assert_eq!(one(&["--value", "-5", "--key", "-1"]).value, Payload::text("-5"));
}

#[test]
fn files_hold_the_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let raw = file(&folder, "raw", b"\xff\n");
    let hex = file(&folder, "hex", b"00 ff\n");
    let record = one(&["--key-file", &raw, "--value-file", &raw]);
    assert_eq!((record.key.as_deref(), record.value.as_deref()), (Some(&b"\xff\n"[..]), Some(&b"\xff\n"[..])));
    let record = one(&["--value-file", &hex, "--value-format", "hex"]);
    assert_eq!(record.value.as_deref(), Some([0, 255].as_slice()));
    let bad = source(&["--topic", "t", "--value-file", &raw, "--value-format", "json"]).unwrap_err();
    assert!(bad.ends_with("raw': not valid json: byte 0 is not UTF-8"), "{bad}");
}

#[test]
fn record_files_are_sent_in_order_and_repeated() {
    let folder = tempfile::tempdir().unwrap();
    let first = file(&folder, "a.toml", b"topic = 'own'\nvalue = 'a'\n");
    let second = file(&folder, "b.toml", b"value = 'b'\n");
    let args = ["--topic", "t", "--record", &first, "--record", &second, "--count", "3"];
    let Source::Fixed { records, count } = source(&args).unwrap() else { panic!() };
    let read: Vec<_> = records.iter().map(|r| (r.topic.as_str(), r.value.as_deref().unwrap())).collect();
    assert_eq!((read.as_slice(), count), ([("own", &b"a"[..]), ("t", &b"b"[..])].as_slice(), 3));
    let told = source(&["--record", &second]).unwrap_err();
    assert!(told.ends_with("b.toml: no topic: name it in the file or with --topic"), "{told}");
    let bad = file(&folder, "c.toml", b"vlaue = 'b'\n");
    let told = source(&["--topic", "t", "--record", &bad]).unwrap_err();
    assert!(told.contains("c.toml:1:1: unknown name 'vlaue', did you mean 'value'?"), "{told}");
}

#[test]
fn standard_input_is_read_as_lines_or_objects() {
    let rules = |separator: Option<&str>, key: &str, value_format| {
        let key = if key.is_empty() { Payload::NULL } else { Payload::text(key) };
        let template = Record { topic: "t".into(), key, ..Record::default() };
        let separator = separator.map(str::to_owned);
        Source::Lines(LineRules { template, separator, key_format: Format::Text, value_format })
    };
    let cases: [(&[&str], Source); 6] = [
        (&["-"], rules(None, "", Format::Text)),
        (&["--input", "lines"], rules(None, "", Format::Text)),
        (&["--key-separator", ":", "-"], rules(Some(":"), "", Format::Text)),
        (&["--key", "k", "--value-format", "hex", "-"], rules(None, "k", Format::Hex)),
        (&["--input", "json", "-"], Source::Json { topic: Some("t".into()) }),
        (&["--input", "json"], Source::Json { topic: Some("t".into()) }),
    ];
    for (args, expected) in cases {
        let all: Vec<&str> = ["--topic", "t"].iter().chain(args).copied().collect();
        assert_eq!(source(&all), Ok(expected), "{args:?}");
    }
    assert_eq!(source(&["--input", "json"]), Ok(Source::Json { topic: None }), "the objects may name it");
}

#[test]
fn what_makes_no_sense_is_named_with_what_is_allowed() {
    let cases: [(&[&str], &str); 23] = [
        (&[], "nothing to send: name a value with --value, --value-null, --value-file, --record, or - for standard"),
        (&["--key", "k"], "nothing to send"),
        (&["--value", "a", "--value-null"], "cannot be used with"),
        (&["--key", "a", "--key-null"], "cannot be used with"),
        (&["--value", "a", "-"], "cannot be used with"),
        (&["--count", "2", "-"], "cannot be used with"),
        (&["--record", "r", "--key", "k"], "cannot be used with"),
        (&["--key", "k", "--key-separator", ":", "-"], "cannot be used with"),
        (&["--value", "a", "--key-separator", ":"], "cannot be used with"),
        (&["--key-separator", ":"], "--key-separator splits the lines of standard input: add - to read it"),
        (&["--key-separator", "", "-"], "--key-separator is ''; at least one character is allowed"),
        (&["--input", "json", "--partition", "1", "-"], "--partition can't be used with --input json"),
        (&["--input", "jsno", "-"], "invalid value 'jsno' for '--input <KIND>'"),
        (&["--value", "0g", "--value-format", "hex"], "--value: not valid hex: 'g' is not allowed at line 1, column 2"),
        (&["--value", "{", "--value-format", "jsn"], "[possible values: text, json, hex, base64]"),
        (&["--value", "v", "-H", "name"], "NAME=VALUE is allowed; a null value is --header-null 'name'"),
        (&["--value", "v", "--timestamp", "noon"], "--timestamp: 'noon' is not a timestamp; allowed are now, "),
        (&["--value", "v", "--partition", "x"], "'--partition <N>': allowed is a whole number from 0 to 2147483647"),
        (
            &["--value", "v", "--count", "0"],
            "invalid value '0' for '--count <N>': allowed is a whole number of 1 or more",
        ),
        (&["--value", "v", "--count", "-5"], "invalid value '-5' for '--count <N>': allowed is a whole number of 1"),
        (&["--value", "v", "--fromat", "json"], "a similar argument exists: '--format'"),
        (&["--value-file", "/nowhere/v"], "--value-file '/nowhere/v': "),
        (&["stdin"], "invalid value 'stdin'"),
    ];
    for (args, expected) in cases {
        let all: Vec<&str> = ["--topic", "t"].iter().chain(args).copied().collect();
        let told = source(&all).unwrap_err();
        assert!(told.contains(expected), "{args:?}\nsaid     {told}\nexpected {expected}");
    }
    assert_eq!(source(&["--value", "v"]).unwrap_err(), "no topic: name it with --topic");
}

#[test]
fn what_the_producer_refuses_is_understood() {
    let record = one(&["--value", "v", "--partition", "-1", "--timestamp", "-5"]);
    assert_eq!((record.partition, record.timestamp), (Some(-1), Some(-5)));
}
