//! What sends, what asks first, and what never sends.

use crate::scene::{Scene, failure, found, guarded_session, read_keys, session};
use crate::sends;
use linger::app::dialog::Dialog;
use linger::app::msg::{Effect, Msg};
use linger::app::results::Progress;
use linger::app::session::{Confirmations, Session};
use linger::domain::topic::TopicLook;

#[test]
fn nothing_but_the_keys_that_send_sends() {
    let mut scene = Scene::wide();
    let everything = "abc<Enter><Tab><Enter><Esc><Tab><Enter><Esc><Tab><Enter><Tab><Enter><Tab><Esc>y<Space>a<^L><Up><Enter><Enter><F9><F9><PgUp><PgDn><^J><^M>";
    scene.keys(everything);
    assert!(!scene.sent());
    scene.keys("<F5>");
    assert!(scene.sent());
    scene.keys("<^T>");
    assert!(scene.sent());
}

#[test]
fn a_pasted_text_is_text_wherever_the_cursor_stands() {
    for keys in
        ["", "<Up>", "<Up><Up>", "<Up><Up><Up>", "<Down>", "<Down><Down>", "<Down>h<Enter>", "<Tab>", "<F1>", "<F4>"]
    {
        let mut scene = Scene::wide();
        scene.keys(keys).take_effects();
        let panes = (scene.state.focus, scene.state.zoom);
        scene.paste("y\r\ra\nq\x1b[15~\x14z?");
        assert!(!scene.sent(), "{keys}");
        assert_eq!((scene.state.focus, scene.state.zoom), panes, "{keys}");
    }
    let mut scene = Scene::new(guarded_session(), 120, 40);
    scene.keys("v<F5>").paste("y");
    assert!(!scene.sent());
    assert!(matches!(scene.state.dialog, Some(Dialog::Confirm(_))));
}

#[test]
fn a_guarded_cluster_asks_before_every_send_until_it_is_allowed() {
    // Keys after "v<F5>", and how many records are sent in the end.
    let cases = [
        ("", 0),
        ("<Enter>", 0),
        ("<Esc>", 0),
        ("n", 0),
        ("<^C>", 0),
        ("<Space>", 0),
        ("<F5>", 0),
        ("<F5><F5><^T><Enter>", 0),
        ("<Tab>", 0),
        ("Y", 0),
        ("y", 1),
        ("y<F5>", 1),
        ("y<F5>y", 2),
        ("ny", 0),
        ("y<F5>n<F5>y", 2),
        ("a<F5>", 0),
        ("m", 0),
        ("m<Enter>", 0),
        ("my", 0),
        ("m<Esc>", 0),
        ("m3<Enter>", 1),
        ("m3<Enter><F5><F5><F5>", 3),
        ("m3<Enter><F5><F5><F5>y", 4),
        ("<Enter>m5 min<Enter><^T>", 2),
    ];
    for (keys, expected) in cases {
        let mut scene = Scene::new(guarded_session(), 120, 40);
        scene.keys("v<F5>").keys(keys);
        assert_eq!(sends(&mut scene).len(), expected, "{keys}");
    }
}

#[test]
fn a_yes_from_someone_who_cannot_have_read_the_question_does_not_count() {
    // All keys arrive before the next draw, as when typed ahead.
    let mut scene = Scene::new(guarded_session(), 120, 40);
    for key in read_keys("v<F5>y") {
        scene.at += 100_000;
        linger::app::update::update(&mut scene.state, Msg::Key { key, at: scene.at });
    }
    assert!(matches!(scene.state.dialog, Some(Dialog::Confirm(_))));
    assert!(scene.state.results.is_empty());

    // The question stands on the screen, and a text arrives as keys, as pasted without brackets.
    let mut scene = Scene::new(guarded_session(), 120, 40);
    scene.keys("v<F5>");
    for key in read_keys("ordinary yes") {
        scene.at += 100;
        scene.tell(Msg::Key { key, at: scene.at });
    }
    assert!(!scene.sent());
}

#[test]
fn a_topic_that_the_cluster_does_not_have_is_asked_about() {
    let look = |look: TopicLook| Msg::TopicSeen { topic: "orders".to_owned(), look };
    let failed = || TopicLook::Failed("no broker".to_owned());
    // What is seen after the key that sends, the keys then, and how many records are sent.
    let cases = [
        (found("orders", 1), "", 1),
        (TopicLook::Unknown, "", 0),
        (TopicLook::Unknown, "<Enter>", 0),
        (TopicLook::Unknown, "y", 1),
        (TopicLook::Unknown, "n", 0),
        (TopicLook::Unknown, "a<F5>", 2),
        (failed(), "", 0),
        (failed(), "<Esc>", 0),
        (failed(), "y", 1),
        (failed(), "a<F5>", 2),
    ];
    for (seen, keys, expected) in cases {
        let mut scene = Scene::bare(session(), 120, 40);
        scene.keys("v<F5>");
        assert!(matches!(scene.state.dialog, Some(Dialog::Looking(_))));
        assert!(!scene.sent());
        scene.tell(look(seen.clone()));
        scene.keys(keys);
        assert_eq!(sends(&mut scene).len(), expected, "{seen:?} {keys}");
    }
}

#[test]
fn a_topic_known_as_missing_is_looked_at_again_before_the_question() {
    let mut scene = Scene::bare(session(), 120, 40);
    scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: TopicLook::Unknown });
    scene.take_effects();
    scene.keys("<F5>");
    assert_eq!(scene.take_effects(), [Effect::LookAt { topic: "orders".to_owned() }]);
    scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: found("orders", 1) });
    assert!(scene.sent());
}

#[test]
fn while_it_is_looked_for_the_topic_the_send_can_be_given_up() {
    let mut scene = Scene::bare(session(), 120, 40);
    scene.keys("<F5>y<Enter><Esc>");
    assert!(scene.state.dialog.is_none());
    scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: found("orders", 1) });
    assert!(!scene.sent());
}

#[test]
fn a_send_that_tells_of_the_topic_has_it_looked_at_again() {
    let mut scene = Scene::bare(session(), 120, 40);
    scene.keys("<F5>");
    scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: TopicLook::Unknown });
    scene.keys("y").take_effects();
    scene.delivered(0, 0, 0);
    assert_eq!(scene.take_effects(), [Effect::LookAt { topic: "orders".to_owned() }]);

    let mut scene = Scene::wide();
    scene.keys("<F5>").take_effects();
    scene.failed(0, failure(3, false, None));
    assert_eq!(scene.take_effects(), [Effect::LookAt { topic: "orders".to_owned() }]);

    // The topic was created, and has no such partition.
    let mut scene = Scene::bare(session(), 120, 40);
    scene.keys("<F5>");
    scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: TopicLook::Unknown });
    scene.keys("y").take_effects();
    scene.failed(0, failure(-190, false, None));
    assert_eq!(scene.take_effects(), [Effect::LookAt { topic: "orders".to_owned() }]);
}

#[test]
fn escape_gives_up_the_sends_that_wait_to_be_accepted() {
    let mut scene = Scene::wide();
    scene.keys("a<F5>b<F5>c<F5>").accepted(1, 0).take_effects();
    scene.keys("<Esc>");
    assert_eq!(scene.take_effects(), [Effect::CancelSend { n: 0 }, Effect::CancelSend { n: 2 }]);
    scene.keys("<Esc>");
    assert_eq!(scene.take_effects(), []);
    // One of them was accepted before the producer heard of it.
    scene.accepted(2, 1);
    assert!(matches!(scene.state.results.row(2).unwrap().progress, Progress::Waiting { .. }));
}

#[test]
fn without_a_producer_nothing_is_sent() {
    let mut scene = Scene::wide();
    scene.tell(Msg::ProducerFailed("bad configuration".to_owned()));
    scene.keys("<F5>");
    assert!(!scene.sent());
    assert!(scene.state.notice.as_ref().unwrap().text.contains("bad configuration"));
}

#[test]
fn whoever_wants_it_is_asked_before_every_send_at_home_too() {
    let confirmations = Confirmations { every_send: true, ..Confirmations::default() };
    let mut scene = Scene::new(Session { confirmations, ..session() }, 120, 40);
    scene.keys("v<F5>");
    assert!(sends(&mut scene).is_empty());
    assert!(scene.picture().contains("Every send asks first"));
    scene.keys("y");
    assert_eq!(sends(&mut scene).len(), 1);
    scene.keys("<F5>a<F5>");
    assert_eq!(sends(&mut scene).len(), 2, "it was allowed for this run");
}
