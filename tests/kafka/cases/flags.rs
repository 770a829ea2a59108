//! `linger send` with its record on the command line or in files.

use std::fs;

use crate::harness::product::{Ran, run};
use crate::harness::stage;
use crate::harness::topics::Row;

crate::trials![
    keys_and_values_of_every_flag_and_format,
    header_flags_keep_their_order,
    a_partition_and_a_timestamp_are_taken_as_given,
    a_record_file_says_all_of_a_record,
    a_record_is_sent_as_often_as_asked,
    without_acknowledgement_a_record_is_sent_and_its_offset_is_not_known,
    a_file_profile_and_set_name_the_cluster,
    text_for_people_names_the_place_and_counts,
];

/// Sends to a new topic with one partition and gives the run and what the consumer read.
fn send(about: &str, arguments: &[&str]) -> (Ran, Vec<Row>) {
    let cluster = stage::strict();
    let topic = cluster.topic(about, 1, &[]);
    let bootstrap = cluster.bootstrap();
    let mut all = vec!["send", "-b", &bootstrap, "--topic", &topic, "--format", "json"];
    all.extend(arguments);
    let ran = run(&all).exits(0);
    (ran, cluster.read(&topic))
}

fn file(name: &str, content: &[u8]) -> String {
    let file = stage::run_folder().join(name);
    fs::write(&file, content).unwrap();
    file.to_str().unwrap().to_owned()
}

fn keys_and_values_of_every_flag_and_format() {
    let key = file("key.bin", b"\x00\xffkey\n");
    let value = file("value.bin", b"\xfe\x00\n\n");
    let empty = file("empty.bin", b"");
    let json = file("value.json", b"{\"b\" : 1}");
    // Arguments, and the key and value in hex.
    let cases: [(&[&str], Option<&str>, Option<&str>); 10] = [
        (&["--value", "v"], None, Some("76")),
        (&["--key", "k", "--value", ""], Some("6b"), Some("")),
        (&["--key", "", "--value-null"], Some(""), None),
        (&["--key-null", "--value", "v"], None, Some("76")),
        (&["--key-file", &key, "--value-file", &value], Some("00ff6b65790a"), Some("fe000a0a")),
        (&["--key-file", &empty, "--value-file", &empty], Some(""), Some("")),
        (&["--key-format", "hex", "--key", "00fF", "--value", "v"], Some("00ff"), Some("76")),
        (&["--value-format", "base64", "--value", "AP8="], None, Some("00ff")),
        (&["--value-format", "json", "--value", "[1, 2]"], None, Some("5b312c20325d")),
        (&["--value-format", "json", "--value-file", &json], None, Some("7b226222203a20317d")),
    ];
    for (arguments, key, value) in cases {
        let (ran, rows) = send("flags", arguments);
        assert_eq!(rows.len(), 1, "{arguments:?}");
        assert_eq!((rows[0].key.as_deref(), rows[0].value.as_deref()), (key, value), "{arguments:?}");
        let outcome = ran.outcome();
        assert_eq!(outcome.serialized_key_size, rows[0].serialized_key_size, "{arguments:?}");
        assert_eq!(outcome.serialized_value_size, rows[0].serialized_value_size, "{arguments:?}");
    }
}

fn header_flags_keep_their_order() {
    let arguments =
        ["--value", "v", "-H", "b=2", "--header-null", "n", "-H", "a=", "-H", "b=1=2", "--header-null", "b"];
    let (_, rows) = send("header-flags", &arguments);
    let headers: Vec<(&str, Option<&str>)> =
        rows[0].headers.iter().map(|(name, value)| (name.as_str(), value.as_deref())).collect();
    assert_eq!(headers, [("b", Some("32")), ("n", None), ("a", Some("")), ("b", Some("313d32")), ("b", None)]);
}

fn a_partition_and_a_timestamp_are_taken_as_given() {
    let cluster = stage::strict();
    let topic = cluster.topic("partition-flag", 4, &[]);
    let bootstrap = cluster.bootstrap();
    let outcome = run(&[
        "send",
        "-b",
        &bootstrap,
        "--topic",
        &topic,
        "--format",
        "json",
        "--key",
        "k",
        "--value",
        "v",
        "--partition",
        "2",
        "--timestamp",
        "1700000000123",
    ])
    .exits(0)
    .outcome();
    assert_eq!((outcome.partition, outcome.offset, outcome.timestamp), (Some(2), Some(0), Some(1_700_000_000_123)));
    let rows = cluster.read(&topic);
    assert_eq!((rows.len(), rows[0].partition, rows[0].timestamp), (1, 2, 1_700_000_000_123));
}

fn a_record_file_says_all_of_a_record() {
    let cluster = stage::strict();
    let topic = cluster.topic("record-file", 2, &[]);
    let whole = format!(
        r#"
topic = "{topic}"
partition = 1
timestamp = 1700000000000
key = {{ hex = "00ff" }}
value = {{ null = true }}
headers = [{{ name = "h", value = "1" }}, {{ name = "h", value = {{ null = true }} }}]
"#
    );
    let small = format!("topic = \"{topic}\"\npartition = 0\nvalue = {{ json = '{{\"a\": 1}}' }}\n");
    let (whole, small) = (file("whole.toml", whole.as_bytes()), file("small.toml", small.as_bytes()));
    let ran =
        run(&["send", "-b", &cluster.bootstrap(), "--record", &whole, "--record", &small, "--format", "json"]).exits(0);
    assert_eq!(ran.outcomes().len(), 2);
    let rows = cluster.read(&topic);
    assert_eq!((rows[0].partition, rows[0].key.as_deref()), (0, None));
    assert_eq!(rows[0].value.as_deref(), Some("7b2261223a20317d"));
    assert_eq!((rows[1].partition, rows[1].key.as_deref(), rows[1].value.as_deref()), (1, Some("00ff"), None));
    assert_eq!(rows[1].timestamp, 1_700_000_000_000);
    assert_eq!(rows[1].headers, [("h".to_owned(), Some("31".to_owned())), ("h".to_owned(), None)]);
}

fn a_record_is_sent_as_often_as_asked() {
    let (ran, rows) = send("count", &["--key", "k", "--value", "v", "--count", "250"]);
    let mut offsets: Vec<i64> = ran.outcomes().iter().map(|outcome| outcome.offset.unwrap()).collect();
    offsets.sort_unstable();
    assert_eq!(offsets, (0..250).collect::<Vec<_>>());
    assert!(rows.len() == 250 && rows.iter().all(|row| row.value.as_deref() == Some("76")));
}

fn without_acknowledgement_a_record_is_sent_and_its_offset_is_not_known() {
    let cluster = stage::strict();
    let topic = cluster.topic("acks-0", 1, &[]);
    let bootstrap = cluster.bootstrap();
    let outcome =
        run(&["send", "-b", &bootstrap, "--topic", &topic, "--format", "json", "--set", "acks=0", "--value", "v"])
            .exits(0)
            .outcome();
    assert_eq!((outcome.status.as_str(), outcome.offset, outcome.partition), ("sent", None, Some(0)));
    crate::harness::wait::eventually("the record is in the log", || cluster.end_offsets(&topic) == [1]);
}

fn a_file_profile_and_set_name_the_cluster() {
    let cluster = stage::strict();
    let topic = cluster.topic("profile", 1, &[]);
    let profile = b"description = \"tests\"\n[producer]\n\"bootstrap.servers\" = \"127.0.0.1:1\"\n\"linger.ms\" = 0\n";
    let profile = file("profile.toml", profile);
    let set = format!("bootstrap.servers={}", cluster.bootstrap());
    let outcome =
        run(&["send", "--profile", &profile, "--set", &set, "--topic", &topic, "--value", "v", "--format", "json"]);
    assert_eq!(outcome.exits(0).outcome().topic, topic);
    assert_eq!(cluster.end_offsets(&topic), [1]);
}

fn text_for_people_names_the_place_and_counts() {
    let cluster = stage::strict();
    let topic = cluster.topic("text", 1, &[]);
    let ran = run(&["send", "-b", &cluster.bootstrap(), "--topic", &topic, "--value", "v", "--count", "2"]).exits(0);
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(lines.len(), 3, "a line for each record, and one that counts: {}", ran.stdout);
    for (offset, line) in lines[..2].iter().enumerate() {
        assert!(line.contains(&format!("{topic}-0 @ {offset}")), "{line}");
    }
    assert!(lines[2].contains("2 delivered"), "{}", lines[2]);
}
