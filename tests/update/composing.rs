//! From keys to the record.

use crate::scene::{START, Scene, foreseen, session, sticky};
use crate::{header, orders, sends, sent};
use linger::app::field::Kind;
use linger::app::record::Stop;
use linger::app::state::Pane;
use linger::domain::draft::Draft;
use linger::domain::payload::Payload;
use linger::domain::record::Record;

#[test]
fn what_is_composed_is_what_is_sent() {
    let text = |text: &str| Payload::text(text);
    // The first field above the value is the key, then the partition, then the topic; the headers are below.
    let cases: Vec<(&str, Record)> = vec![
        ("", orders()),
        ("hello", Record { value: text("hello"), ..orders() }),
        ("a<Enter>b", Record { value: text("a\nb"), ..orders() }),
        ("<F4>n", Record { value: Payload::NULL, ..orders() }),
        ("hello<^N>n", Record { value: Payload::NULL, ..orders() }),
        ("hello<F4>n<F4>t", Record { value: text("hello"), ..orders() }),
        ("<F4>e", Record { value: Payload::bytes(""), ..orders() }),
        ("hi<F4>x", Record { value: text("hi"), ..orders() }),
        ("hi<F4>x<F4>b<F4>t!", Record { value: text("hi!"), ..orders() }),
        ("<F4>xff<F4>t", Record { value: Payload::bytes([0xff]), ..orders() }),
        ("hi<F4>n<^_>", Record { value: text("hi"), ..orders() }),
        ("hi<F4>n<^_><^Y>", Record { value: Payload::NULL, ..orders() }),
        ("<F4>j[1, 2]<Alt-c>", Record { value: text("[1,2]"), ..orders() }),
        ("[1]<Alt-f>", Record { value: text("[\n  1\n]"), ..orders() }),
        ("<F4>ex", Record { value: text("x"), ..orders() }),
        ("<F4>j{}", Record { value: text("{}"), ..orders() }),
        ("<F4>x00 ff", Record { value: Payload::bytes([0, 255]), ..orders() }),
        ("<F4>baGk=", Record { value: text("hi"), ..orders() }),
        ("<F4><Down><Enter>{}", Record { value: text("{}"), ..orders() }),
        ("<F4><Up><Up><Up><Enter>", Record { value: Payload::NULL, ..orders() }),
        ("<F4><Esc>x", Record { value: text("x"), ..orders() }),
        ("<Up>user-42", Record { key: text("user-42"), ..orders() }),
        ("<Up><F4>e", Record { key: Payload::bytes(""), ..orders() }),
        ("<Up>a<Enter>b", Record { key: text("a\nb"), ..orders() }),
        ("<Up><Up>3", Record { partition: Some(3), ..orders() }),
        ("<Up><Up>auto", orders()),
        ("<Up><Up> 0 ", Record { partition: Some(0), ..orders() }),
        ("<Down>h<Enter>v", Record { headers: vec![header("h", text("v"))], ..orders() }),
        ("<Down><Enter><Down>", Record { headers: vec![header("", text(""))], ..orders() }),
        (
            "<Down>h<Enter>1<Down>h<Enter>2",
            Record { headers: vec![header("h", text("1")), header("h", text("2"))], ..orders() },
        ),
        (
            "<Down>h<Enter>1<Down>i<Right><F4>n<Down>j<Enter><F4>e",
            Record {
                headers: vec![header("h", text("1")), header("i", Payload::NULL), header("j", Payload::bytes(""))],
                ..orders()
            },
        ),
        ("<Down>h<F4>d", orders()),
        ("<Down>a<Down>b<Up><^N>d", Record { headers: vec![header("b", text(""))], ..orders() }),
        (
            "<Down>a<Enter>1<Down>b<Enter>2<Alt-Up>",
            Record { headers: vec![header("b", text("2")), header("a", text("1"))], ..orders() },
        ),
        (
            "<Down>a<Down>b<Down>c<Up><Up><Alt-Down><Alt-Down><Alt-Down>!",
            Record { headers: vec![header("b", text("")), header("c", text("")), header("a!", text(""))], ..orders() },
        ),
        ("<Down>a<Enter>1<F4>d<^_>", Record { headers: vec![header("a", text("1"))], ..orders() }),
        ("<Down><Down>1700000000000", Record { timestamp: Some(1_700_000_000_000), ..orders() }),
        ("<Down><Down>2023-11-14T22:13:20Z", Record { timestamp: Some(1_700_000_000_000), ..orders() }),
        ("<Down><Down>now", orders()),
        ("ab<^_>", Record { value: text("a"), ..orders() }),
        ("ab<^_><^_><^Y>", Record { value: text("a"), ..orders() }),
        ("q?z", Record { value: text("q?z"), ..orders() }),
        ("👨‍👩‍👧‍👦한<Backspace><Backspace>x", Record { value: text("x"), ..orders() }),
    ];
    for (keys, expected) in cases {
        let record = sent(keys).unwrap_or_else(|| panic!("{keys}: nothing was sent"));
        assert_eq!(record, expected, "{keys}");
        assert_eq!(record.value.as_deref(), expected.value.as_deref(), "{keys}");
        assert_eq!(record.key.as_deref(), expected.key.as_deref(), "{keys}");
    }
}

#[test]
fn a_relative_timestamp_counts_from_the_key_that_sends() {
    let record = sent("<Down><Down>-2h").unwrap();
    // Three keys were typed, two moved, and the sixth sent, a tenth of a second apart.
    assert_eq!(record.timestamp, Some(START / 1_000 + 600 - 7_200_000));
}

#[test]
fn a_form_with_a_mistake_is_not_sent_and_the_cursor_goes_to_it() {
    let cases = [
        ("<F4>j{<Up>", Stop::Value, "Not sent: line 1, column 2: EOF while parsing an object"),
        ("<F4>x0<Up><Up>", Stop::Value, "Not sent: line 1, column 1: an odd number of digits"),
        ("<Up><Up>7<Down>", Stop::Partition, "Not sent: '7' is no partition of orders: it has 6, 0 to 5"),
        ("<Up><Up>-1<Down>", Stop::Partition, "Not sent: '-1' is no partition; it can be auto or a number from 0"),
        ("<Up><Up><Up><^U>", Stop::Topic, "Not sent: a record needs a topic"),
        ("<Up><Up><Up>!", Stop::Topic, "Not sent: Topic name is invalid: 'orders!' contains"),
        ("<Down>h<Enter><F4>j[<Up>", Stop::HeaderValue(0), "Not sent: line 1, column 2: EOF while parsing a list"),
        ("<Down><Down>soon<Up>", Stop::Timestamp, "Not sent: 'soon' is not a timestamp; allowed are now,"),
        ("<Down><Down>-99999d<Up>", Stop::Timestamp, "Not sent: Invalid timestamp: -"),
    ];
    for (keys, stop, words) in cases {
        let mut scene = Scene::wide();
        scene.keys(keys).keys("<Tab><^T>");
        assert!(!scene.sent(), "{keys}");
        assert_eq!((scene.state.focus, scene.state.record.stop()), (Pane::Record, stop), "{keys}");
        let notice = scene.state.notice.clone().unwrap();
        assert!(notice.wrong && notice.text.starts_with(words), "{keys}: {}", notice.text);
    }
}

#[test]
fn a_paste_reaches_the_record() {
    for (keys, text, expected) in [
        ("", "a\r\nb\rc", Record { value: Payload::text("a\nb\nc"), ..orders() }),
        ("<F4>n", "x", Record { value: Payload::text("x"), ..orders() }),
        ("<Down>", "h\ni", Record { headers: vec![header("h⏎i", Payload::text(""))], ..orders() }),
        ("<Down>", "a: 1\r\nb: 2\r\n", two_headers()),
        ("<Down><Enter>", "a: 1\nb: 2", two_headers()),
        ("<Down>a<Enter>1<Down>", "b: 2", two_headers()),
        ("<Down>a<Enter>", "b: 2", Record { headers: vec![header("a", Payload::text("b: 2"))], ..orders() }),
        ("<Down>a", ": 1", Record { headers: vec![header("a: 1", Payload::text(""))], ..orders() }),
        ("<Up><Up>", "3\n", Record { partition: Some(3), ..orders() }),
    ] {
        let mut scene = Scene::wide();
        scene.keys(keys).paste(text).keys("<F5>");
        assert_eq!(sends(&mut scene), [expected], "{keys} {text:?}");
    }
}

fn two_headers() -> Record {
    Record { headers: vec![header("a", Payload::text("1")), header("b", Payload::text("2"))], ..orders() }
}

#[test]
fn what_a_change_of_kind_cannot_keep_is_said() {
    for (keys, words) in [
        ("<F4>xff<F4>t", "It stays hex: byte 1, 0xff, is no UTF-8 text."),
        ("hi<F4>n", "null now. Its text is kept: choosing text brings it back."),
        ("hi<Alt-f>", "That is no JSON: expected value at line 1, column 1."),
        ("<Up><Up><Alt-c>", "JSON is in the key, the value and the values of headers."),
        ("<Alt-Up>", "There is no header here that could go above another."),
    ] {
        let mut scene = Scene::wide();
        scene.keys(keys);
        assert_eq!(scene.state.notice.as_ref().map(|notice| notice.text.as_str()), Some(words), "{keys}");
    }
}

#[test]
fn a_record_of_a_file_stands_in_the_form() {
    let record = Record {
        partition: Some(2),
        timestamp: Some(1_700_000_000_000),
        key: Payload::bytes([0xff]),
        value: Payload::text("{\"a\":1}"),
        headers: vec![header("h", Payload::NULL), header("h", Payload::bytes(""))],
        ..orders()
    };
    let mut session = session();
    session.record = Some(Draft::from(&record));
    session.topic = String::new();
    let mut scene = Scene::new(session, 120, 40);
    assert_eq!(scene.state.record.value().kind(), Kind::Json);
    assert!(!scene.state.record.is_changed());
    scene.keys("<F5>");
    assert_eq!(sends(&mut scene), [record]);
}

#[test]
fn where_a_record_without_a_key_goes_is_asked_of_the_producer_at_each_change() {
    // The keys, and how often it was asked with them.
    let cases =
        [("", 0), ("ab", 2), ("<Left>", 0), ("<F4>n", 1), ("<Up>k", 0), ("<Up><Up>3", 0), ("<F5>", 0), ("<F4>j{", 0)];
    for (keys, expected) in cases {
        let mut scene = Scene::wide();
        scene.keys(keys);
        assert_eq!(scene.take_foresights().len(), expected, "{keys}");
    }
    let mut scene = Scene::wide();
    scene.keys("ab");
    assert_eq!(scene.take_foresights().pop(), Some(Record { value: Payload::text("ab"), ..orders() }));
    scene.keys("<F5>").accepted(0, 3);
    assert_eq!(scene.take_foresights().len(), 1, "what was sent can move the sticky partition on");
    scene.delivered(0, 3, 0);
    assert_eq!(scene.take_foresights().len(), 1);
}

#[test]
fn the_partition_shown_is_the_keys_the_producers_or_the_one_asked_for() {
    let cases =
        [("", Some(2)), ("<Up>user-42", Some(4)), ("<Up><Up>5", Some(5)), ("<Up><F4>e", Some(3)), ("<Up><F4>j{", None)];
    for (keys, expected) in cases {
        let mut scene = Scene::wide();
        scene.tell(foreseen("orders", sticky(2)));
        scene.keys(keys);
        let state = &scene.state;
        let preview = state.record.partition_preview(state.topic_view(), state.partitioner(), state.topic.foreseen);
        assert_eq!(preview.and_then(|preview| preview.partition), expected, "{keys}");
    }
    let mut scene = Scene::wide();
    scene.tell(foreseen("another", sticky(5)));
    assert_eq!(scene.state.topic.foreseen, Some(sticky(3)));
}

#[test]
fn five_mebibytes_are_pasted_whole_read_only_and_keys_go_on() {
    let payload = "{\"line\": \"of a big payload\"}\n".repeat(180_000);
    let mut scene = Scene::wide();
    scene.paste(&payload);
    assert!(scene.state.record.value().editor().is_preview() && !scene.sent());
    scene.keys("x<Backspace><PgDn><Down><F4>j");
    let mistake = scene.state.record.value().payload().as_ref().unwrap_err().to_string();
    assert!(mistake.starts_with("line 2, column 1"), "{mistake}");
    scene.keys("<F4>x<F4>t<F5>");
    assert_eq!(sends(&mut scene).pop().unwrap().value.as_deref(), Some(payload.as_bytes()));
    // A field of one line takes nothing of it, and says so.
    for keys in ["<Home><Up><Up>", "<Up>", "<Alt-1><Down><Down><Down><End><Down>"] {
        scene.keys(keys).paste(&payload);
        assert!(scene.state.record.headers().is_empty(), "{keys}");
        assert!(scene.state.notice.as_ref().is_some_and(|notice| notice.text.starts_with("Not pasted")), "{keys}");
    }
}
