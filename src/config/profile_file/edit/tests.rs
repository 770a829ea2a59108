#![allow(clippy::unwrap_used)]

use super::*;

fn set(name: &str, text: &str) -> Edit {
    Edit::Set { name: name.to_owned(), text: text.to_owned() }
}

fn remove(name: &str) -> Edit {
    Edit::Remove { name: name.to_owned() }
}

fn rename(from: &str, to: &str) -> Edit {
    Edit::Rename { from: from.to_owned(), to: to.to_owned() }
}

fn done(text: &str, edits: &[Edit]) -> Result<String, String> {
    edited("x.toml", text, ClientModel::Java, edits).map_err(|problem| problem.to_string())
}

fn hold(cases: &[(&str, Edit, &str)]) {
    for (before, edit, after) in cases {
        assert_eq!(done(before, std::slice::from_ref(edit)).as_deref(), Ok(*after), "{before:?} {edit:?}");
    }
}

#[test]
fn a_value_is_put_in_its_place_and_all_else_stays() {
    hold(&[
        (
            "# head\n[producer]\n  # why\n  \"linger.ms\" = 5 # five\n\nacks = 'all'\n",
            set("linger.ms", "20"),
            "# head\n[producer]\n  # why\n  \"linger.ms\" = 20 # five\n\nacks = 'all'\n",
        ),
        ("[producer]\nlinger.ms = 5\n", set("linger.ms", "6"), "[producer]\nlinger.ms = 6\n"),
        ("producer.\"linger.ms\" = 5\n", set("linger.ms", "6"), "producer.\"linger.ms\" = 6\n"),
        ("producer.linger.ms = 5\n", set("linger.ms", "6"), "producer.linger.ms = 6\n"),
        ("[producer.linger]\nms = 5 #\n", set("linger.ms", "6"), "[producer.linger]\nms = 6 #\n"),
        ("producer = { acks = '1', linger.ms = 5 }\n", set("acks", "0"), "producer = { acks = '0', linger.ms = 5 }\n"),
        ("producer = { linger = { ms = 5 } }", set("linger.ms", "6"), "producer = { linger = { ms = 6 } }"),
        ("[producer]\nacks = \"1\"\r\n# c\r\n", set("acks", "all"), "[producer]\nacks = \"all\"\r\n# c\r\n"),
        ("\u{feff}[producer]\r\nacks = '1'\r\n", set("acks", "all"), "\u{feff}[producer]\r\nacks = 'all'\r\n"),
        (
            "[producer]\n'enable.idempotence' = true",
            set("enable.idempotence", "false"),
            "[producer]\n'enable.idempotence' = false",
        ),
        ("[producer]\nclient.id = '''a\nb''' # c\n", set("client.id", "x"), "[producer]\nclient.id = \"x\" # c\n"),
    ]);
}

#[test]
fn a_value_that_is_the_same_stays_as_it_is_written() {
    for text in
        ["[producer]\nbatch.size = 1_000\n", "[producer]\nbatch.size = 0x3e8\n", "[producer]\nbatch.size = '1000'\n"]
    {
        assert_eq!(done(text, &[set("batch.size", "1000")]).as_deref(), Ok(text));
    }
}

#[test]
fn a_property_is_replaced_under_the_name_it_stands_there_with() {
    hold(&[
        (
            "[producer]\n'queue.buffering.max.ms' = 5\n",
            set("linger.ms", "7"),
            "[producer]\n'queue.buffering.max.ms' = 7\n",
        ),
        ("[producer]\nlinger.ms = 5\n", set("queue.buffering.max.ms", "7"), "[producer]\nlinger.ms = 7\n"),
        // The other name counts in KiB.
        (
            "[producer]\nqueue.buffering.max.kbytes = 2 # two\n",
            set("buffer.memory", "4096"),
            "[producer]\n\"buffer.memory\" = 4096 # two\n",
        ),
        (
            "producer.queue.buffering.max.kbytes = 2\n",
            set("buffer.memory", "4096"),
            "producer.\"buffer.memory\" = 4096\n",
        ),
        (
            "producer = { acks = 1, queue.buffering.max.kbytes = 2 }",
            set("buffer.memory", "4096"),
            "producer = { acks = 1, \"buffer.memory\" = 4096 }",
        ),
        (
            "[producer.queue.buffering]\nmax.kbytes = 2 # two\n",
            set("buffer.memory", "4096"),
            "[producer.queue.buffering]\n# two\n\n[producer]\n\"buffer.memory\" = 4096\n",
        ),
    ]);
}

#[test]
fn what_is_new_comes_to_the_end_of_its_table() {
    hold(&[
        ("", set("linger.ms", "5"), "[producer]\n\"linger.ms\" = 5\n"),
        ("client = 'java'", set("acks", "1"), "client = 'java'\n\n[producer]\nacks = \"1\"\n"),
        ("client = 'java'\n\n", set("acks", "1"), "client = 'java'\n\n[producer]\nacks = \"1\"\n"),
        ("[producer] # mine\n", set("acks", "1"), "[producer] # mine\nacks = \"1\"\n"),
        ("[producer]", set("acks", "1"), "[producer]\nacks = \"1\"\n"),
        (
            "[producer]\n  \"linger.ms\" = 5 # five\n\n# about the workbench\n[workbench]\ntopic = 'a'\n",
            set("batch.size", "1"),
            "[producer]\n  \"linger.ms\" = 5 # five\n  \"batch.size\" = 1\n\n# about the workbench\n[workbench]\ntopic = 'a'\n",
        ),
        ("[producer]\nlinger.ms = 5\n", set("batch.size", "1"), "[producer]\nlinger.ms = 5\nbatch.size = 1\n"),
        (
            "[producer]\nlinger.ms = 5\nretry = {backoff.ms = 1}\n",
            set("retry.backoff.max.ms", "9"),
            "[producer]\nlinger.ms = 5\nretry = {backoff.ms = 1}\n\"retry.backoff.max.ms\" = 9\n",
        ),
        (
            "[producer]\nlinger.ms = 5\n[producer.batch]\nsize = 1\n",
            set("batch.num.messages", "9"),
            "[producer]\nlinger.ms = 5\n\"batch.num.messages\" = 9\n[producer.batch]\nsize = 1\n",
        ),
        ("producer.acks = '1'\n", set("batch.size", "1"), "producer.acks = '1'\nproducer.\"batch.size\" = 1\n"),
        ("producer = {}\n", set("batch.size", "1"), "producer = { \"batch.size\" = 1 }\n"),
        ("producer = { acks = '1' }", set("batch.size", "1"), "producer = { acks = '1', \"batch.size\" = 1 }"),
        ("producer = { acks = '1', }", set("batch.size", "1"), "producer = { acks = '1', \"batch.size\" = 1, }"),
        ("# c\r\n[producer]\r\n", set("acks", "1"), "# c\r\n[producer]\r\nacks = \"1\"\r\n"),
        (
            "[producer]\nclient.id = '''\na\n''' # c\n",
            set("acks", "1"),
            "[producer]\nclient.id = '''\na\n''' # c\nacks = \"1\"\n",
        ),
    ]);
}

#[test]
fn what_is_taken_away_leaves_its_comments() {
    hold(&[
        (
            "[producer]\n# why\n  acks = 1 # one\nretries = 3\n",
            remove("acks"),
            "[producer]\n# why\n  # one\nretries = 3\n",
        ),
        ("[producer]\nacks = 1\n", remove("acks"), "[producer]\n"),
        ("[producer]\nacks = 1", remove("request.required.acks"), "[producer]\n"),
        ("[producer]\nlinger.ms = 1\n", remove("acks"), "[producer]\nlinger.ms = 1\n"),
        ("producer = { acks = 1 }", remove("acks"), "producer = {  }"),
        ("producer = { acks = 1, retries = 3 }", remove("acks"), "producer = { retries = 3 }"),
        ("producer = { acks = 1, retries = 3 }", remove("retries"), "producer = { acks = 1 }"),
        (
            "producer = { linger.ms = 1, acks = 1, retries = 3 }",
            remove("acks"),
            "producer = { linger.ms = 1, retries = 3 }",
        ),
        (
            "producer = {\n  acks = 1, # one\n  # three\n  retries = 3, # c\n}",
            remove("retries"),
            "producer = {\n  acks = 1, # one\n  # three\n  # c\n}",
        ),
        ("[librdkafka]\nlinger.ms = 1\n[extra]\nfoo = 1\n", remove("linger.ms"), "[librdkafka]\n[extra]\nfoo = 1\n"),
        ("[librdkafka]\nacks = 1\n[extra]\nfoo = 1\n", remove("foo"), "[librdkafka]\nacks = 1\n[extra]\n"),
        ("[producer]\nlinger.ms = 1\n[librdkafka]\nlinger.ms = 2\n", remove("linger.ms"), "[producer]\n[librdkafka]\n"),
    ]);
}

#[test]
fn a_name_is_written_as_it_was_meant_and_its_value_stays() {
    hold(
        &[
            (
                "[producer]\nlingr.ms = 1_0 # ten\n",
                rename("lingr.ms", "linger.ms"),
                "[producer]\n\"linger.ms\" = 1_0 # ten\n",
            ),
            ("producer.'lingr.ms' = 1", rename("lingr.ms", "linger.ms"), "producer.\"linger.ms\" = 1"),
            ("producer = { a = 1, lingr.ms = 1 }", rename("a", "acks"), "producer = { acks = 1, lingr.ms = 1 }"),
        ]
        .map(|(before, edit, after)| (before, edit, after)),
    );
    let told = done("[producer]\nlinger.ms = 1\n", &[rename("acks", "linger.ms")]);
    assert_eq!(told.unwrap_err(), "x.toml: 'acks' does not stand under [producer] or [librdkafka]");
}

#[test]
fn the_words_of_linger_have_their_places_too() {
    let describe = |text: &str| Edit::Describe(Some(text.to_owned()));
    hold(&[
        ("", describe("it's \"mine\""), "description = \"\"\"it's \"mine\"\"\"\"\n"),
        ("[producer]\nacks = 1\n", describe("a"), "description = \"a\"\n\n[producer]\nacks = 1\n"),
        ("# about acks\n[producer]\n", describe("a"), "description = \"a\"\n\n# about acks\n[producer]\n"),
        ("# the file\n\n[producer]\n", describe("a"), "# the file\ndescription = \"a\"\n\n[producer]\n"),
        ("# the file", describe("a"), "# the file\ndescription = \"a\"\n"),
        ("client = 'java'\n", describe("a"), "client = 'java'\ndescription = \"a\"\n"),
        ("description = 'b'\n", describe("a"), "description = 'a'\n"),
        ("description = 'b'\n", Edit::Describe(None), ""),
        ("client = 'java'\n", Edit::Client(ClientModel::Java2), "client = 'java-2'\n"),
        ("", Edit::Extends(Some("durable".into())), "extends = \"durable\"\n"),
        ("", Edit::Topic(Some("orders".into())), "[workbench]\ntopic = \"orders\"\n"),
        ("[workbench]\nguard = 'open'\n", Edit::Guard(Some(Guard::ReadOnly)), "[workbench]\nguard = 'read-only'\n"),
        ("[workbench]\nguard = 'open'\n", Edit::Guard(None), "[workbench]\n"),
        (
            "workbench.guard = 'open'\n",
            Edit::Topic(Some("a".into())),
            "workbench.guard = 'open'\nworkbench.topic = \"a\"\n",
        ),
    ]);
}

#[test]
fn what_is_passed_to_librdkafka_is_changed_there() {
    hold(&[
        (
            "[librdkafka]\n'socket.nagle.disable' = true\n",
            set("socket.nagle.disable", "false"),
            "[librdkafka]\n'socket.nagle.disable' = false\n",
        ),
        ("[librdkafka]\nlinger.ms = 1\n", set("queue.buffering.max.ms", "2"), "[librdkafka]\nlinger.ms = 2\n"),
        ("", set("socket.nagle.disable", "true"), "[producer]\n\"socket.nagle.disable\" = true\n"),
    ]);
    let told = done("[librdkafka]\nmessage.max.bytes = 5000\n", &[set("max.request.size", "6000")]);
    assert_eq!(
        told.unwrap_err(),
        "x.toml: 'message.max.bytes' under [librdkafka] stands above 'max.request.size': leave it out first"
    );
}

#[test]
fn edits_are_done_in_their_order() {
    let edits = [
        Edit::Client(ClientModel::Librdkafka),
        set("linger.ms", "0.5"),
        set("acks", "all"),
        set("linger.ms", "1"),
        remove("acks"),
    ];
    let after = done("[producer]\n", &edits).unwrap();
    assert_eq!(after, "client = \"librdkafka\"\n\n[producer]\n\"linger.ms\" = 1\n");
    // The client that is inherited says what a name means, and what it takes.
    let inherited = |model| edited("x.toml", "", model, &[set("linger.ms", "0.5")]);
    assert!(inherited(ClientModel::Librdkafka).is_ok() && inherited(ClientModel::Java).is_err());
}

#[test]
fn what_can_not_be_done_is_told_and_a_secret_is_not_shown() {
    let cases = [
        ("", set("lingr.ms", "5"), "x.toml: 'lingr.ms' is not a producer property; did you mean 'linger.ms'?"),
        (
            "",
            set("linger.ms", "abc"),
            "x.toml: linger.ms: 'abc' is not a whole number; allowed: 0 or more (milliseconds)",
        ),
        (
            "",
            set("acks", "ALL"),
            "x.toml: acks: 'ALL' is not one of its values; did you mean 'all'? allowed: all, -1, 0, 1",
        ),
        ("[producer\n", set("acks", "1"), "x.toml: this is not TOML: "),
        ("", Edit::Topic(Some("a b".into())), "x.toml:2:9: topic: 'a b' is no name of a topic: "),
        ("[produce]\n", set("acks", "1"), "x.toml:1:2: '[produce]' is not part of a profile"),
        (
            "",
            set("sasl.passwrd", "canary"),
            "x.toml: 'sasl.passwrd' is not a producer property; did you mean 'sasl.password'?",
        ),
    ];
    for (text, edit, told) in cases {
        let said = done(text, &[edit]).unwrap_err();
        assert!(said.starts_with(told) && !said.contains("canary"), "{said}");
    }
    assert!(done("", &[set("linger.ms", "${env:LINGER}")]).unwrap().ends_with("\"linger.ms\" = \"${env:LINGER}\"\n"));
}
