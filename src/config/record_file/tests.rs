#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;

const NOW: i64 = 1_700_000_000_000;

fn read(text: &str) -> RecordFile {
    parse_record_file("r.toml", text, NOW).unwrap_or_else(|error| panic!("{error}"))
}

fn said(text: &str) -> String {
    parse_record_file("r.toml", text, NOW).unwrap_err().to_string()
}

fn value(toml: &str) -> Payload {
    read(&format!("value = {toml}")).record.value
}

#[test]
fn a_full_file_is_read() {
    let file = read(
        r#"
topic = "orders"
partition = 3
timestamp = 1700000000000
key = "user-42"
headers = [
  { name = "trace-id", value = { hex = "7f3a" } },
  { name = "source", value = { null = true } },
  { name = "source", value = "" },
]
[value.json]
total = "12.50"
lines = [1, 2.50, true]
"#,
    );
    let header = |name: &str, value| Header { name: name.to_owned(), value };
    let record = Record {
        topic: "orders".into(),
        partition: Some(3),
        timestamp: Some(NOW),
        key: Payload::text("user-42"),
        value: Payload::text(r#"{"total":"12.50","lines":[1,2.50,true]}"#),
        headers: vec![
            header("trace-id", Payload::bytes([0x7f, 0x3a])),
            header("source", Payload::NULL),
            header("source", Payload::text("")),
        ],
    };
    assert_eq!(file, RecordFile { topic: Some("orders".into()), record });
}

#[test]
fn all_but_the_value_may_be_missing() {
    let record = Record { value: Payload::text(""), ..Record::default() };
    assert_eq!(read("value = ''"), RecordFile { topic: None, record });
}

#[test]
fn headers_may_be_written_as_tables_of_their_own() {
    let file = read("value = ''\n[[headers]]\nname = 'a'\nvalue = '1'\n[[headers]]\nname = 'a'\nvalue = '2'\n");
    let values: Vec<_> = file.record.headers.iter().map(|header| header.value.as_deref().unwrap()).collect();
    assert_eq!(values, [b"1", b"2"]);
}

#[test]
fn every_form_of_a_payload_is_read() {
    for (toml, expected) in [
        ("'a'", Payload::text("a")),
        ("{ text = '' }", Payload::text("")),
        ("{ null = true }", Payload::NULL),
        ("{ hex = '00ff' }", Payload::bytes([0, 255])),
        ("{ base64 = 'aGk=' }", Payload::text("hi")),
        ("{ json = '{ \"a\": 1 }' }", Payload::text("{ \"a\": 1 }")),
        ("{ json = '''\n[1]''' }", Payload::text("[1]")),
        ("{ json = 1_000 }", Payload::text("1000")),
        ("{ json = 0xff }", Payload::text("255")),
        ("{ json = +1.50e3 }", Payload::text("1.50e3")),
        ("{ json = -0 }", Payload::text("0")),
        ("{ json = false }", Payload::text("false")),
        ("{ json = 1979-05-27T07:32:00Z }", Payload::text("\"1979-05-27T07:32:00Z\"")),
        ("{ json = [] }", Payload::text("[]")),
        ("{ json = { b = \"é\\n\", a = [{ x = 1 }, {}] } }", Payload::text(r#"{"b":"é\n","a":[{"x":1},{}]}"#)),
    ] {
        assert_eq!(value(toml).as_deref(), expected.as_deref(), "{toml}");
    }
}

#[test]
fn every_form_of_a_timestamp_is_read() {
    for (toml, expected) in [
        ("1700000000000", Some(NOW)),
        ("\"now\"", None),
        ("\"-2h\"", Some(NOW - 7_200_000)),
        ("\"2023-11-14T22:13:20Z\"", Some(NOW)),
        ("2023-11-14T22:13:20Z", Some(NOW)),
        ("2023-11-14 23:13:20.5+01:00", Some(NOW + 500)),
    ] {
        assert_eq!(read(&format!("timestamp = {toml}\nvalue = ''")).record.timestamp, expected, "{toml}");
    }
}

#[test]
fn what_is_wrong_is_named_with_its_place_and_what_is_allowed() {
    for (toml, expected) in [
        ("key = 'a'", "r.toml: 'value' is missing; a null one is value = { null = true }"),
        ("value = 'a'\nvalue = 'b'", "r.toml:2:1: not TOML: duplicate key"),
        ("value = \n", "r.toml:1:9: not TOML: "),
        (
            "value = ''\nvlaue = ''",
            "r.toml:2:1: unknown name 'vlaue', did you mean 'value'?; allowed are topic, partition, timestamp, key, \
             value, headers",
        ),
        (
            "value = 42",
            "r.toml:1:9: value is '42'; allowed is a string, or a table with one of text, json, hex, base64",
        ),
        ("value = {}", "r.toml:1:9: value is '{}'; allowed is a string, or"),
        ("value = { text = '', hex = '' }", "r.toml:1:9: value is '{ text = '', hex = '' }'; allowed is a string, or"),
        (
            "value = { jsno = 1 }",
            "r.toml:1:11: unknown name 'jsno' in value, did you mean 'json'?; allowed are text, json, hex, base64, null",
        ),
        ("value = { null = false }", "r.toml:1:18: value.null is 'false'; allowed is true"),
        ("value = { text = 1 }", "r.toml:1:18: value.text is '1'; allowed is a string"),
        ("value = { hex = '0g' }", "r.toml:1:17: value.hex: not valid hex: 'g' is not allowed at line 1, column 2"),
        (
            "value = { json = '''\n{\n\"a\":}''' }",
            "r.toml:1:18: value.json: not valid json: expected value at line 2, column 5",
        ),
        ("value = { json = [inf] }", "r.toml:1:19: value.json is 'inf'; allowed is a finite number"),
        ("value = ''\ntopic = 1", "r.toml:2:9: topic is '1'; allowed is a string"),
        ("value = ''\npartition = '3'", "r.toml:2:13: partition is ''3''; allowed is a whole number from 0 to"),
        ("value = ''\npartition = 3000000000", "r.toml:2:13: partition is '3000000000'; allowed is a whole number"),
        ("value = ''\ntimestamp = true", "r.toml:2:13: timestamp is 'true'; allowed is milliseconds since the epoch"),
        ("value = ''\ntimestamp = 'noon'", "r.toml:2:13: timestamp: 'noon' is not a timestamp; allowed are now"),
        ("value = ''\ntimestamp = 2023-11-14", "r.toml:2:13: timestamp: '2023-11-14' is not a timestamp"),
        ("value = ''\nheaders = { a = 'b' }", "r.toml:2:11: headers is '{ a = 'b' }'; allowed is an array of"),
        ("value = ''\nheaders = ['a']", "r.toml:2:12: headers[0] is ''a''; allowed is { name = …, value = … }"),
        ("value = ''\nheaders = [{ name = 'a' }]", "r.toml:2:12: headers[0] is '{ name = 'a' }'; allowed is both name"),
        (
            "value = ''\nheaders = [{ name = 'a', vale = '' }]",
            "r.toml:2:26: unknown name 'vale' in headers[0], did you mean 'value'?; allowed are name, value",
        ),
        (
            "value = ''\nheaders = [{ name = 1, value = '' }]",
            "r.toml:2:21: headers[0].name is '1'; allowed is a string",
        ),
    ] {
        let found = said(toml);
        assert!(found.starts_with(expected), "{toml}\nsaid     {found}\nexpected {expected}");
    }
}

#[test]
fn a_byte_order_mark_is_no_mistake() {
    assert_eq!(read("\u{feff}value = 'a'").record.value.as_deref(), Some(b"a".as_slice()));
    assert!(said("\u{feff}value = 1").starts_with("r.toml:1:9: value is '1'"), "{}", said("\u{feff}value = 1"));
}

#[test]
fn a_text_that_is_not_right_yet_is_a_draft_all_the_same() {
    let text = "partition = 'x'\ntimestamp = 'noon'\nkey = { hex = '0g' }\nvalue = { json = '{' }\n";
    assert!(parse_draft("r.toml", text, Some(NOW)).is_err());
    let draft = parse_draft("r.toml", text, None).unwrap();
    assert_eq!((draft.partition.as_str(), draft.timestamp.as_str()), ("x", "noon"));
    assert_eq!(
        (draft.key, draft.value),
        (Written::As(Format::Hex, "0g".into()), Written::As(Format::Json, "{".into()))
    );
    let wrong = parse_draft("r.toml", "value = 1", None).unwrap_err().to_string();
    assert!(wrong.starts_with("r.toml:1:9: value is '1'"), "{wrong}");
}

#[test]
fn a_relative_timestamp_stays_one() {
    let draft = parse_draft("r.toml", "timestamp = '-2h'\nvalue = ''", Some(NOW)).unwrap();
    assert_eq!(draft.timestamp, "-2h");
}

#[test]
fn a_file_is_written_as_a_person_would_write_it() {
    let draft = Draft {
        topic: "orders".to_owned(),
        partition: "3".to_owned(),
        timestamp: "-2h".to_owned(),
        key: Written::text("user-42"),
        value: Written::As(Format::Json, "{\n  \"total\": 1\n}".into()),
        headers: vec![
            ("trace-id".to_owned(), Written::As(Format::Hex, "7f3a".into())),
            ("source".to_owned(), Written::Null),
            ("source".to_owned(), Written::text("say \"hi\"")),
        ],
    };
    let expected = r#"# By hand.
topic = "orders"
partition = 3
timestamp = "-2h"
key = "user-42"
value = { json = '''
{
  "total": 1
}''' }
headers = [
  { name = "trace-id", value = { hex = "7f3a" } },
  { name = "source", value = { null = true } },
  { name = "source", value = 'say "hi"' },
]
"#;
    assert_eq!(write_draft(&draft, Preface::Comments("# By hand.\n")), expected);
}

#[test]
fn the_manual_of_an_empty_record_says_what_can_be_written_and_holds_only_what_is() {
    let draft = Draft { value: Written::text(""), ..Draft::default() };
    let text = write_draft(&draft, Preface::Manual);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    for name in FIELDS {
        assert!(text.contains(&format!("\n# {name} ")) || text.contains(&format!("\n{name} = ")), "{name}");
    }
    assert_eq!(parse_draft("r.toml", &text, Some(NOW)).unwrap(), draft);
    // What stands there as a comment can be used.
    let mut commented = String::new();
    for line in text.lines().skip_while(|line| !line.is_empty()) {
        let opened = line.strip_prefix("# ").or_else(|| line.strip_prefix('#')).unwrap_or(line);
        commented.push_str(opened);
        commented.push('\n');
    }
    let draft = parse_draft("r.toml", &commented, Some(NOW)).unwrap_or_else(|error| panic!("{error}\n{commented}"));
    assert_eq!((draft.partition.as_str(), draft.headers.len()), ("0", 1));
}

mod round_trips {
    use proptest::prelude::*;

    use super::*;

    /// Texts with everything that TOML, terminals and editors have an opinion on.
    fn text() -> impl Strategy<Value = String> {
        let piece = prop_oneof![
            "[a-z0-9 ]{0,6}",
            "\\PC{0,4}",
            any::<char>().prop_map(String::from),
            prop::sample::select(vec![
                "'",
                "''",
                "'''",
                "\"",
                "\"\"\"",
                "\\",
                "\n",
                "\r\n",
                "\r",
                "\t",
                "\0",
                "\u{1b}[31m",
                "\u{202e}",
                "\u{feff}",
                "👨‍👩‍👧",
                "한글",
                "{",
                "}",
                "[1, 2]",
                "#",
                "= ",
                "\u{7f}",
                "\u{85}",
                "\u{2028}",
            ])
            .prop_map(str::to_owned),
        ];
        prop::collection::vec(piece, 0..8).prop_map(|pieces| pieces.concat())
    }

    fn written() -> impl Strategy<Value = Written> {
        prop_oneof![
            Just(Written::Null),
            Just(Written::Empty),
            (prop::sample::select(Format::ALL.to_vec()), text())
                .prop_map(|(format, text)| Written::As(format, text.into())),
        ]
    }

    fn payload() -> impl Strategy<Value = Payload> {
        prop_oneof![
            Just(Payload::NULL),
            text().prop_map(Payload::text),
            prop::collection::vec(any::<u8>(), 0..40).prop_map(Payload::bytes),
            Just(Payload::text("{\"a\": [1.50, null]}\n")),
            Just(Payload::bytes(vec![0xff; 2000])),
        ]
    }

    fn record() -> impl Strategy<Value = Record> {
        let header = (text(), payload()).prop_map(|(name, value)| Header { name, value });
        let numbers = (prop::option::of(0..=i32::MAX), prop::option::of(1..=i64::MAX));
        (text(), numbers, payload(), payload(), prop::collection::vec(header, 0..4)).prop_map(
            |(topic, (partition, timestamp), key, value, headers)| Record {
                topic,
                partition,
                timestamp,
                key,
                value,
                headers,
            },
        )
    }

    proptest! {
        #[test]
        fn every_draft_reads_as_it_was_written(
            key in written(), value in written(), headers in prop::collection::vec((text(), written()), 0..4),
            topic in text(), partition in "[0-9x ]{0,3}", timestamp in text(),
        ) {
            let partition = if partition.trim().is_empty() { String::new() } else { partition };
            let draft = Draft { topic, partition, timestamp, key, value, headers };
            for preface in [Preface::Manual, Preface::Comments("")] {
                let file = write_draft(&draft, preface);
                let read = parse_draft("r.toml", &file, None);
                prop_assert_eq!(read.as_ref(), Ok(&draft), "{}", file);
            }
        }

        #[test]
        fn every_record_keeps_its_bytes(record in record()) {
            let file = write_draft(&Draft::from(&record), Preface::Manual);
            let read = parse_record_file("r.toml", &file, NOW);
            prop_assert_eq!(read.map(|file| file.record), Ok(record), "{}", file);
        }
    }

    #[test]
    fn a_large_payload_keeps_its_bytes() {
        let value: Vec<u8> = (0..5 * 1024 * 1024u32).map(|n| if n % 97 == 0 { b'\n' } else { b'a' }).collect();
        let noise: Vec<u8> = (0..1024 * 1024u32).flat_map(u32::to_le_bytes).collect();
        let record = Record { key: Payload::bytes(noise), value: Payload::bytes(value), ..Record::default() };
        let file = write_draft(&Draft::from(&record), Preface::Comments(""));
        assert_eq!(parse_record_file("r.toml", &file, NOW).unwrap().record, record);
    }
}
