//! What guards ask and refuse, sends that are allowed ahead, and what becomes of all that with another profile.

use crate::scene::{Scene, found, guarded_as, guarded_session, running, session};
use crate::sends;
use linger::app::dialog::Dialog;
use linger::app::msg::{Effect, Msg};
use linger::app::session::{Running, Session};
use linger::app::tour::Tour;
use linger::app::tuning::of_profile;
use linger::domain::load::Progress;
use linger::domain::profile::Guard;
use linger::domain::swap::SwapStep;

fn guarded(guard: Guard, topics: &[(&str, Guard)]) -> Session {
    let running = guarded_as(guard, topics, running("production", "broker-1.example.com:9092"));
    Session { running, ..session() }
}

fn ticks(scene: &mut Scene) -> usize {
    scene.take_effects().iter().filter(|effect| **effect == Effect::TickArm).count()
}

/// What leads out of the workbench and into a cluster.
fn reaches_the_cluster(scene: &mut Scene) -> Vec<Effect> {
    let reaches =
        |effect: &Effect| matches!(effect, Effect::Send { .. } | Effect::StartLoad(_) | Effect::ChangeTopic(_));
    scene.take_effects().into_iter().filter(reaches).collect()
}

#[test]
fn no_way_leads_into_a_read_only_cluster_or_topic() {
    let whole = guarded(Guard::ReadOnly, &[]);
    let topic = guarded(Guard::Open, &[("ord*", Guard::ReadOnly)]);
    for session in [whole, topic] {
        for keys in [
            "v<F5>",
            "v<^T>",
            "v<F5>y",
            // The palette.
            "v<^P>Send the record<Enter>",
            "v<^P>Send the record<Enter>y",
            "<^P>load<Enter><Enter>y",
            // A series, a load, and topics.
            "<Alt-s><Down>3<Enter><F5>y",
            "<F7><Enter>y",
            "<Alt-p>7<Enter>y",
            // Allowed ahead it is not either.
            "<^P>Allow so many<Enter>9<Enter>v<F5>",
        ] {
            let mut scene = Scene::new(session.clone(), 120, 40);
            scene.keys(keys);
            assert_eq!(reaches_the_cluster(&mut scene), [], "{keys}");
            assert!(scene.state.armed.is_none());
            let shown = scene.picture();
            assert!(shown.contains("read-only"), "{keys}:\n{shown}");
        }
    }
}

#[test]
fn what_was_sent_before_is_not_sent_again_once_it_is_read_only() {
    for keys in ["r", "ry", "<^P>Send the record again<Enter>y", "e<F5>y"] {
        let mut scene = Scene::wide();
        scene.keys("v<F5>").accepted(0, 3).delivered(0, 3, 1).keys("<Alt-5>");
        scene.take_effects();
        let closed = Running { site: 1, ..guarded(Guard::ReadOnly, &[]).running };
        scene.tell(Msg::ProfileUsed(Ok(Box::new(closed))));
        scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: found("orders", 6) });
        scene.keys(keys);
        assert_eq!(reaches_the_cluster(&mut scene), [], "{keys}");
    }
}

#[test]
fn no_topic_is_made_by_a_name_that_is_read_only() {
    let mut scene = Scene::new(guarded(Guard::Open, &[("pay*", Guard::ReadOnly)]), 120, 40);
    scene.keys("<Alt-n>payments<Enter>y");
    assert_eq!(reaches_the_cluster(&mut scene), []);
    let mut scene = Scene::new(guarded(Guard::ReadOnly, &[]), 120, 40);
    scene.keys("<Alt-n>other<Enter>y");
    assert_eq!(reaches_the_cluster(&mut scene), []);
}

#[test]
fn the_tour_sends_nothing_where_nothing_may_be_sent() {
    let mut scene = Scene::new(guarded(Guard::ReadOnly, &[]), 120, 40);
    scene.state.tour = Some(Tour::default());
    for _ in 0..400 {
        scene.at += 500_000;
        scene.tell(Msg::TourTicked { at: scene.at });
    }
    assert_eq!(reaches_the_cluster(&mut scene), []);
}

#[test]
fn a_pattern_guards_its_topics_alone() {
    let session = guarded(Guard::Open, &[("orders*", Guard::Confirm), ("*.pii", Guard::ReadOnly)]);
    for (topic, sent_at_once, sent_after_yes) in
        [("free", 1, 1), ("orders", 0, 1), ("orders.v2", 0, 1), ("people.pii", 0, 0), ("orders.pii", 0, 0)]
    {
        let mut session = session.clone();
        session.topic = topic.to_owned();
        let mut scene = Scene::new(session, 120, 40);
        scene.tell(Msg::TopicSeen { topic: topic.to_owned(), look: found(topic, 1) });
        scene.keys("v<F5>");
        let at_once = sends(&mut scene).len();
        scene.keys("y");
        assert_eq!((at_once, at_once + sends(&mut scene).len()), (sent_at_once, sent_after_yes), "{topic}");
    }
}

#[test]
fn records_that_are_allowed_ahead_count_down_as_they_are_sent() {
    let mut scene = Scene::new(guarded_session(), 120, 40);
    scene.keys("v<F5>m3<Enter>");
    assert_eq!(sends(&mut scene).len(), 1);
    assert!(scene.picture().contains("no question: 2 records"), "{}", scene.picture());
    assert_eq!(ticks(&mut scene), 0, "nothing runs out by itself");
    // A series that is longer than what is left asks.
    let mut longer = Scene::new(guarded_session(), 120, 40);
    longer.keys("v<F5>m3<Enter><Alt-s><Down>3<Enter>");
    longer.take_effects();
    longer.keys("<F5>");
    assert!(matches!(longer.state.dialog, Some(Dialog::Confirm(_))) && sends(&mut longer).is_empty());
    scene.keys("<Alt-s><Down>2<Enter><F5>");
    assert_eq!(sends(&mut scene).len(), 2);
    assert!(scene.state.armed.is_none() && scene.picture().contains("every send asks"));
}

#[test]
fn a_time_runs_out_by_ticks_that_are_asked_for_only_while_it_runs() {
    let mut scene = Scene::new(guarded_session(), 120, 40);
    scene.keys("<^P>Allow so many<Enter>2 min<Enter>");
    assert_eq!(ticks(&mut scene), 1);
    assert!(scene.picture().contains("no question: 2:00"), "{}", scene.picture());
    let begun = scene.at;
    for second in 1..=119 {
        scene.tell(Msg::ArmTicked { at: begun + second * 1_000_000 });
        assert_eq!(ticks(&mut scene), 1, "{second}");
    }
    assert!(scene.picture().contains("no question: 0:01"), "{}", scene.picture());
    scene.keys("v<F5>");
    assert_eq!(sends(&mut scene).len(), 1);
    scene.tell(Msg::ArmTicked { at: begun + 120_000_000 });
    assert_eq!(ticks(&mut scene), 0);
    assert!(scene.picture().contains("every send asks"), "{}", scene.picture());
    scene.keys("<F5>");
    assert!(matches!(scene.state.dialog, Some(Dialog::Confirm(_))));
    // A tick that comes late draws nothing.
    scene.keys("n").draw();
    linger::app::update::update(&mut scene.state, Msg::ArmTicked { at: begun + 121_000_000 });
    assert!(!scene.state.dirty);
}

#[test]
fn what_is_allowed_is_allowed_for_one_topic_and_until_it_is_taken_back() {
    let mut scene = Scene::new(guarded_session(), 120, 40);
    scene.keys("v<F5>m5 min<Enter>");
    scene.take_effects();
    scene.keys("<^P>ask again<Enter><F5>");
    assert!(scene.state.armed.is_none() && sends(&mut scene).is_empty());
    scene.keys("m5 min<Enter><Up><Up><Up>2");
    scene.tell(Msg::TopicSeen { topic: scene.state.record.topic_name(), look: found("orders2", 6) });
    scene.take_effects();
    scene.keys("<F5>");
    assert!(sends(&mut scene).is_empty(), "another topic asks");
}

#[test]
fn what_was_asked_and_allowed_holds_for_no_other_profile() {
    let other = || Running { site: 1, ..guarded_as(Guard::Confirm, &[], running("staging", "broker-9:9092")) };
    let mut scene = Scene::new(guarded_session(), 120, 40);
    scene.keys("v<F5>m9<Enter>");
    scene.take_effects();
    scene.tell(Msg::ProfileUsed(Ok(Box::new(other()))));
    let asked = scene.take_effects();
    assert!(asked.contains(&Effect::LookAtCluster), "{asked:?}");
    assert!(asked.contains(&Effect::LookAt { topic: "orders".to_owned() }), "{asked:?}");
    assert!(scene.state.armed.is_none());
    let picture = scene.picture();
    assert!(picture.contains("staging") && picture.contains("broker-9:9092"), "{picture}");
    assert_eq!(scene.state.departures.of(0), Some("broker-1.example.com:9092 (production)"));
    assert_eq!(scene.state.departures.of(1), None, "the next one goes here");
    // A question that stood on the screen is gone with the cluster it named.
    let mut scene = Scene::new(guarded_session(), 120, 40);
    scene.keys("v<F5>");
    scene.tell(Msg::ProfileUsed(Ok(Box::new(other()))));
    scene.keys("y");
    assert!(sends(&mut scene).is_empty());
}

#[test]
fn the_topic_of_the_form_stays_if_a_person_typed_it() {
    let mut there = running("staging", "broker-9:9092");
    let mut profile = (*there.profile).clone();
    profile.topic = Some("payments".to_owned());
    (there.profile, there.site) = (std::sync::Arc::new(profile), 1);
    for (keys, expected) in [("", "payments"), ("<Up><Up><Up>2", "orders2"), ("<Up><Up><Up><^U>", "payments")] {
        let mut scene = Scene::wide();
        scene.keys(keys).tell(Msg::ProfileUsed(Ok(Box::new(there.clone()))));
        assert_eq!(scene.state.record.topic_name(), expected, "{keys}");
    }
}

#[test]
fn another_cluster_asks_first_whether_the_load_may_end() {
    let moves = [":bootstrap.servers=b:9092<Enter>", ":metadata.broker.list=b:9092<Enter>"];
    for keys in moves {
        let mut scene = Scene::wide();
        scene.tell(Msg::LoadProgress(Progress::default()));
        scene.keys("<Alt-3>");
        scene.take_effects();
        scene.keys(keys);
        assert_eq!(scene.take_effects(), [], "{keys}");
        assert!(scene.picture().contains("A load runs"), "{}", scene.picture());
        scene.keys("n");
        assert_eq!(scene.take_effects(), [], "{keys}");
        assert_eq!(scene.state.pipeline.tuning.queue().count(), 0, "nothing is on its way");
        scene.keys(keys).keys("y");
        let effects = scene.take_effects();
        assert!(matches!(effects.as_slice(), [Effect::StopLoad, Effect::Tune(_)]), "{effects:?}");
    }
    let mut scene = Scene::wide();
    scene.tell(Msg::LoadProgress(Progress::default()));
    scene.keys("<Alt-3>");
    scene.take_effects();
    scene.keys(":linger.ms=7<Enter>");
    assert!(matches!(scene.take_effects().as_slice(), [Effect::Tune(_)]), "a hot swap keeps the load");
}

#[test]
fn a_profile_that_can_not_be_used_says_why_and_nothing_changes() {
    let mut scene = Scene::wide();
    let before = scene.state.session.running.clone();
    let change = of_profile("staging", &Vec::new().into());
    scene.tell(Msg::ProfileUsed(Err("broker-9:9092 refused".to_owned())));
    scene.tell(Msg::Swap { change, step: SwapStep::Refused("broker-9:9092 refused".to_owned()), at: scene.at });
    assert_eq!(scene.state.session.running, before);
    assert!(scene.state.notice.as_ref().unwrap().text.contains("broker-9:9092 refused"));
}
