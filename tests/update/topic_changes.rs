//! Making and growing topics: what asks, what refuses, and what is asked of the cluster.

use crate::scene::{Scene, found, guarded_as, guarded_session, local_session, session};
use linger::app::dialog::Dialog;
use linger::app::msg::{Effect, Msg};
use linger::app::topic_form::Stage;
use linger::domain::outcome::Failure;
use linger::domain::profile::Guard;
use linger::domain::topic::{TopicChange, TopicLook};

/// The changes of topics that were asked for.
fn changes(scene: &mut Scene) -> Vec<TopicChange> {
    let change = |effect| if let Effect::ChangeTopic(change) = effect { Some(change) } else { None };
    scene.take_effects().into_iter().filter_map(change).collect()
}

fn create(name: &str, partitions: Option<i32>, replication: Option<i16>) -> TopicChange {
    TopicChange::Create { name: name.to_owned(), partitions, replication }
}

#[test]
fn a_topic_of_the_embedded_cluster_is_made_at_once() {
    let mut scene = Scene::wide();
    scene.keys("<Alt-n>payments<Tab><Backspace>9<Enter>");
    assert_eq!(changes(&mut scene), [create("payments", Some(9), None)]);
}

#[test]
fn every_other_cluster_asks_and_only_a_yes_changes_it() {
    // Keys after the form's Enter, and whether the topic is made.
    let cases = [("", false), ("<Enter>", false), ("<Space>", false), ("n", false), ("<Esc>", false), ("Y", false)];
    for session in [local_session(), guarded_session()] {
        for (keys, made) in cases.into_iter().chain([("y", true), ("n<Enter>y", true)]) {
            let mut scene = Scene::new(session.clone(), 120, 40);
            scene.keys("<Alt-n>payments<Enter>").keys(keys);
            assert_eq!(!changes(&mut scene).is_empty(), made, "{keys}");
        }
    }
    let mut scene = Scene::new(guarded_session(), 120, 40);
    scene.keys("<Alt-n>payments<Enter>");
    let picture = scene.picture();
    assert!(picture.contains("payments") && picture.contains("broker-1.example.com:9092"), "{picture}");
}

#[test]
fn keys_that_come_too_fast_to_be_typed_answer_nothing() {
    let mut scene = Scene::new(local_session(), 120, 40);
    scene.keys("<Alt-n>payments<Enter>");
    scene.at += 1_000;
    scene.tell(Msg::Key { key: 'y'.into(), at: scene.at });
    scene.paste("y");
    assert_eq!(changes(&mut scene), []);
}

#[test]
fn a_wrong_field_asks_nothing_of_the_cluster() {
    for keys in ["<Enter>", "a b<Enter>", "..<Enter>", "a<Tab>0<Enter>", "a<Tab>2<Tab>x<Enter>"] {
        let mut scene = Scene::new(local_session(), 120, 40);
        scene.keys("<Alt-n>").keys(keys);
        let Some(Dialog::TopicForm(form)) = &scene.state.dialog else { panic!("{keys}: the form is gone") };
        assert_eq!(form.stage, Stage::Filling, "{keys}");
        assert!(scene.state.notice.is_some(), "{keys}");
    }
}

#[test]
fn a_read_only_profile_and_a_topic_nobody_saw_change_nothing() {
    let mut read_only = local_session();
    read_only.running = guarded_as(Guard::ReadOnly, &[], read_only.running);
    for (session, keys) in [
        (read_only.clone(), "<Alt-n>"),
        (read_only, "<Alt-p>"),
        (session(), "<Alt-p>"),
        // Another topic is in the form, and nobody has looked for it yet.
        (local_session(), "<Up><Up><Up>-2<Alt-p>"),
    ] {
        let mut scene = Scene::new(session, 120, 40);
        scene.keys(keys);
        assert!(scene.state.dialog.is_none());
        assert!(scene.state.notice.is_some(), "it says why");
    }
}

#[test]
fn growing_says_what_it_does_to_the_key_in_the_form() {
    let mut scene = Scene::new(local_session(), 120, 40);
    scene.keys("<Up>user-42<Alt-p>8");
    let picture = scene.picture();
    assert!(picture.contains("murmur2(key) % 6 = "), "{picture}");
    assert!(picture.contains(" with 8 partitions"), "{picture}");
    scene.keys("<Enter>");
    assert!(scene.picture().contains("may land in"));
    scene.keys("y");
    assert_eq!(changes(&mut scene), [TopicChange::Grow { name: "orders".to_owned(), partitions: 8 }]);
}

#[test]
fn the_topic_is_looked_at_again_when_it_was_changed() {
    let mut scene = Scene::new(local_session(), 120, 40);
    scene.keys("<Alt-p>8<Enter>y").take_effects();
    let change = TopicChange::Grow { name: "orders".to_owned(), partitions: 8 };
    scene.tell(Msg::TopicChanged { change, result: Ok(()) });
    assert!(scene.state.dialog.is_none());
    let expected = [Effect::LookAtCluster, Effect::LookAt { topic: "orders".to_owned() }];
    assert_eq!(scene.take_effects(), expected);
    scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: found("orders", 8) });
    assert!(scene.picture().contains("8 partitions"));
}

#[test]
fn a_refusal_is_told_by_its_card_above_what_was_typed() {
    let mut scene = Scene::new(local_session(), 120, 40);
    scene.keys("<Alt-n>payments<Tab>3<Tab>9<Enter>y").take_effects();
    let change = create("payments", Some(3), Some(9));
    scene.tell(Msg::TopicChanged { change: change.clone(), result: Err(Failure::new(38, false, None, false)) });
    let picture = scene.picture();
    for words in ["INVALID_REPLICATION_FACTOR (38)", "The replication factor does not fit", "payments"] {
        assert!(picture.contains(words), "{words}:\n{picture}");
    }
    scene.keys("<Backspace>1<Enter>y");
    assert_eq!(changes(&mut scene), [create("payments", Some(3), Some(1))]);
    // Who does not wait is told all the same.
    scene.keys("n");
    scene.tell(Msg::TopicChanged { change, result: Err(Failure::new(44, false, None, false)) });
    assert!(scene.picture().contains("POLICY_VIOLATION"));
}

#[test]
fn an_unknown_name_in_the_record_is_the_one_that_is_made() {
    let mut scene = Scene::new(local_session(), 120, 40);
    scene.keys("<Up><Up><Up>-new");
    scene.tell(Msg::TopicSeen { topic: "orders-new".to_owned(), look: TopicLook::Unknown });
    scene.keys("<Alt-n><Enter>y");
    assert_eq!(changes(&mut scene), [create("orders-new", None, None)]);
}
