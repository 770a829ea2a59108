//! What can be done with a result: copied, sent again, edited, read back.

use linger::app::msg::{Effect, Msg};
use linger::app::record::Stop;
use linger::app::results::View;
use linger::app::state::Pane;
use linger::domain::outcome::TimestampType;
use linger::domain::payload::Payload;
use linger::domain::read_back::ReadRecord;
use linger::domain::record::Record;
use linger::domain::topic::TopicLook;

use crate::scene::{Scene, failure, found, guarded_session, session};
use crate::{header, sends};

/// A keyed record with a header that was delivered, seen from the Results pane.
fn delivered() -> Scene {
    let mut scene = Scene::wide();
    scene.keys("v1<Up>k1<Down><Down>h<Enter>x<F5>").accepted(0, 3).delivered(0, 3, 1841).keys("<Alt-5>");
    scene.take_effects();
    scene
}

fn record() -> Record {
    Record {
        topic: "orders".to_owned(),
        key: Payload::text("k1"),
        value: Payload::text("v1"),
        headers: vec![header("h", Payload::text("x"))],
        ..Record::default()
    }
}

#[test]
fn each_form_is_copied_by_its_letter_or_from_the_list() {
    // (keys, what it is called, text, whether into a file)
    let table = [
        ("ck", "the key", "k1", false),
        ("cv", "the value", "v1", false),
        ("co", "the offset", "orders-3@1841", false),
        ("cs", "the linger send command", "linger send --topic=orders --key=k1 --value=v1 --header=h=x", false),
        ("cfv", "the value", "v1", true),
        ("cffv", "the value", "v1", false),
        ("c<Down><Down><Enter>", "the offset", "orders-3@1841", false),
        ("c<Down><Down><Down><Up><Enter>", "the offset", "orders-3@1841", false),
    ];
    for (keys, name, expected, file) in table {
        let mut scene = delivered();
        scene.keys(keys);
        let effects = scene.take_effects();
        let [Effect::Copy { what, text, to_file }] = effects.as_slice() else { panic!("{keys}: {effects:?}") };
        assert_eq!((what.as_str(), text.as_str(), *to_file), (name, expected, file), "{keys}");
        assert!(scene.state.dialog.is_none(), "{keys}");
    }
    let mut scene = delivered();
    scene.keys("c<Esc>");
    assert_eq!(scene.take_effects(), []);
    scene.tell(Msg::Copied(Ok("To the clipboard.".to_owned())));
    assert_eq!(scene.state.notice.as_ref().map(|notice| notice.wrong), Some(false));
}

#[test]
fn a_resend_asks_and_says_what_it_risks() {
    type End = fn(&mut Scene);
    let ends: [(End, &str); 4] = [
        (|_| {}, "may still be delivered"),
        (|scene| _ = scene.delivered(0, 3, 1841), "It is in the log at orders-3 @ 1841"),
        (|scene| _ = scene.failed(0, failure(10, false, None)), "was not written: it can't be there twice"),
        (|scene| _ = scene.failed(0, failure(-192, true, None)), "may be in the log"),
    ];
    for (end, words) in ends {
        let mut scene = Scene::wide();
        scene.keys("v<F5>").accepted(0, 3);
        end(&mut scene);
        scene.keys("<Alt-5>");
        scene.take_effects();
        let picture = scene.keys("r").picture().replace("│\n", "").split_whitespace().collect::<Vec<_>>().join(" ");
        let words: Vec<&str> = words.split(' ').collect();
        assert!(words.iter().all(|word| picture.contains(word)), "{picture}");
        assert!(sends(&mut scene).is_empty(), "nothing is sent before the answer");
        scene.keys("a");
        assert!(sends(&mut scene).is_empty() && scene.state.dialog.is_some(), "it can't be allowed for ever");
        scene.keys("y");
        assert_eq!(sends(&mut scene).len(), 1, "{words:?}");
        assert_eq!(scene.state.results.selected().unwrap().n, 1, "the new one is followed");
    }
    let mut scene = delivered();
    scene.keys("rn");
    assert!(sends(&mut scene).is_empty());
}

#[test]
fn the_same_record_is_sent_again_whatever_stands_in_the_form() {
    let mut scene = delivered();
    scene.keys("<Alt-1><Up>other<Alt-5>ry");
    assert_eq!(sends(&mut scene), [record()]);
    assert!(scene.state.record.is_changed(), "what stands in the form was not sent");
}

#[test]
fn a_guarded_cluster_is_named_in_the_same_question() {
    let mut scene = Scene::new(guarded_session(), 120, 40);
    scene.keys("v<F5>y").accepted(0, 3).delivered(0, 3, 1).keys("<Alt-5>");
    scene.take_effects();
    let picture = scene.keys("r").picture();
    assert!(
        picture.contains("broker-1.example.com:9092") && picture.contains("Record 0 again. It is in the log"),
        "{picture}"
    );
    scene.keys("m9<Enter>");
    assert_eq!(sends(&mut scene).len(), 1);
    // Sends are allowed for a while; the resend still says what it risks.
    scene.keys("r");
    assert!(sends(&mut scene).is_empty() && scene.state.dialog.is_some());
}

#[test]
fn a_record_for_another_topic_is_looked_at_first() {
    let mut scene = delivered();
    scene.keys("<Alt-1><Up><Up><Up><Up><Up><Up><^U>payments");
    scene.tell(Msg::TopicSeen { topic: "payments".to_owned(), look: found("payments", 1) });
    scene.keys("<Alt-5>");
    scene.take_effects();
    scene.keys("r");
    assert_eq!(scene.take_effects(), [Effect::LookAt { topic: "orders".to_owned() }]);
    scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: TopicLook::Unknown });
    let picture = scene.picture();
    assert!(picture.contains("no topic 'orders'") && picture.contains("Record 0 again."), "{picture}");
    scene.keys("y");
    assert_eq!(sends(&mut scene), [record()]);
    assert_eq!(scene.state.topic.look, Some(found("payments", 1)), "what is known of the form's topic stays");
}

#[test]
fn a_record_comes_back_into_the_form_to_be_changed_and_sent() {
    let mut scene = delivered();
    scene.keys("e");
    assert_eq!((scene.state.focus, scene.state.record.stop()), (Pane::Record, Stop::Value));
    assert_eq!(
        scene.state.notice.as_ref().unwrap().text,
        "Record 0 is in the form, to be changed and sent; the first is in the log."
    );
    scene.keys("+<F5>");
    assert_eq!(sends(&mut scene), [Record { value: Payload::text("v1+"), ..record() }]);
}

#[test]
fn what_was_not_sent_is_not_lost_by_an_edit() {
    let mut scene = delivered();
    scene.keys("<Alt-1><Up>precious<Alt-5>e");
    let picture = scene.picture();
    assert!(picture.contains("was not sent, and would be lost"), "{picture}");
    scene.keys("n<Alt-1><F5>");
    let [sent] = sends(&mut scene).try_into().unwrap();
    assert_ne!(sent, record());
    scene.keys("<Alt-1>x<Alt-5>gjey<F5>");
    assert_eq!(sends(&mut scene), [record()]);
}

#[test]
fn a_record_is_read_back_and_held_against_what_was_sent() {
    let mut scene = delivered();
    scene.keys("b");
    let place = Effect::ReadBack { n: 0, topic: "orders".to_owned(), partition: 3, offset: 1841 };
    assert_eq!(scene.take_effects(), [place]);
    assert!(scene.picture().contains("reading orders-3 @ 1841 back"));
    let read = ReadRecord {
        topic: "orders".to_owned(),
        partition: 3,
        offset: 1841,
        timestamp: Some((1_700_000_000_000, TimestampType::LogAppendTime)),
        key: Payload::text("k1"),
        value: Payload::text("v1"),
        headers: record().headers,
    };
    // An answer that is no longer waited for changes nothing.
    scene.tell(Msg::ReadBack { n: 9, read: Err("no".to_owned()) });
    scene.tell(Msg::ReadBack { n: 0, read: Ok(Box::new(read.clone())) });
    let picture = scene.picture();
    for words in ["orders-3 @ 1841: in the log as it was sent", "2 B, the same", "LogAppendTime", "the broker's clock"]
    {
        assert!(picture.contains(words), "{words}: {picture}");
    }
    scene.keys("b");
    let other = ReadRecord { value: Payload::text("v2!"), headers: Vec::new(), ..read };
    scene.tell(Msg::ReadBack { n: 0, read: Ok(Box::new(other)) });
    let picture = scene.picture();
    for words in ["differs in value, header 1", "3 B, 2 differ, first at 1", "76 32 21", "none"] {
        assert!(picture.contains(words), "{words}: {picture}");
    }
    scene.keys("b");
    scene.tell(Msg::ReadBack { n: 0, read: Err("retention removed it".to_owned()) });
    assert!(scene.picture().contains("because    retention removed it"));
    scene.keys("<Esc>");
    assert_eq!(scene.state.results.view(), View::Rows);
}

#[test]
fn only_what_has_an_offset_is_read_back() {
    let mut scene = Scene::new(session(), 80, 24);
    scene.keys("v<F5>").accepted(0, 3).keys("<Alt-5>b");
    assert!(scene.state.notice.as_ref().unwrap().text.ends_with("it has not come to its end yet."));
    scene.failed(0, failure(10, false, None)).keys("b");
    assert!(scene.state.notice.as_ref().unwrap().text.ends_with("it was not written."));
    assert_eq!(scene.state.results.view(), View::Rows);
}
