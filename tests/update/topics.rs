//! The list of topics.

use crate::scene::{Scene, found, session};
use linger::app::dialog::Dialog;
use linger::app::msg::{Effect, Msg};
use linger::app::record::Stop;
use linger::domain::topic::{ClusterView, TopicLook};

fn with_topics(topics: &[&str]) -> Scene {
    let mut scene = Scene::wide();
    let topics = topics.iter().map(|topic| (*topic).to_owned()).collect();
    scene.tell(Msg::ClusterSeen(Ok(ClusterView { topics, ..ClusterView::default() })));
    scene
}

#[test]
fn a_topic_is_chosen_from_those_that_the_filter_leaves() {
    // The keys from the value on, and the topic then.
    let cases = [
        ("<Alt-t><Enter>", "audit"),
        ("<Alt-t><Down><Enter>", "orders"),
        ("<Alt-t><Down><Down><Down><Down><Enter>", "Payments-eu"),
        ("<Alt-t><Down><Up><Up><Enter>", "audit"),
        ("<Alt-t>pay<Enter>", "Payments-eu"),
        ("<Alt-t>ORD<Down><Enter>", "orders-eu"),
        ("<Alt-t>payx<Backspace><Enter>", "Payments-eu"),
        ("<Alt-t>x<^U><Enter>", "audit"),
        ("<Alt-t>eu<Down><Backspace><Enter>", "orders"),
        ("<Alt-t>brand-new<Enter>", "brand-new"),
        ("<Alt-t><Space><Enter>", "orders"),
        ("<Alt-t>pay<Esc>", "orders"),
        ("<Alt-t><F4>", "orders"),
        ("<Up><Up><Up><F4>pay<Enter>", "Payments-eu"),
        ("<Up><Up><Up><^N>pay<Enter>", "Payments-eu"),
    ];
    for (keys, topic) in cases {
        let mut scene = with_topics(&["audit", "orders", "orders-eu", "Payments-eu"]);
        scene.keys(keys);
        assert_eq!(scene.state.record.topic_name(), topic, "{keys}");
        assert!(scene.state.dialog.is_none() && !scene.sent(), "{keys}");
        if topic != "orders" {
            assert_eq!(scene.state.record.stop(), Stop::Value, "{keys}");
        }
    }
}

#[test]
fn a_chosen_topic_is_looked_at_and_can_be_taken_back() {
    let mut scene = with_topics(&["audit", "orders"]);
    scene.keys("<Alt-t>aud<Enter>");
    assert!(scene.take_effects().contains(&Effect::LookAt { topic: "audit".to_owned() }));
    scene.keys("<Up><Up><Up><^_><^_>");
    assert_eq!(scene.state.record.topic_name(), "orders");
}

#[test]
fn the_cluster_is_looked_at_anew_when_the_list_opens() {
    let mut scene = Scene::wide();
    scene.take_effects();
    scene.keys("<Alt-t>");
    assert_eq!(scene.take_effects(), [Effect::LookAtCluster]);
    scene.tell(Msg::ClusterSeen(Ok(ClusterView { topics: vec!["late".to_owned()], ..ClusterView::default() })));
    scene.keys("<Enter>");
    assert_eq!(scene.state.record.topic_name(), "late");
}

#[test]
fn topics_that_were_sent_to_come_first() {
    let mut scene = with_topics(&["audit", "orders", "payments"]);
    for topic in ["orders", "payments"] {
        scene.keys("<Up><Up><Up><^U>").keys(topic);
        scene.tell(Msg::TopicSeen { topic: topic.to_owned(), look: found(topic, 1) });
        scene.keys("<F5><Down><Down><Down>");
        assert!(scene.sent(), "{topic}");
    }
    let names = |scene: &Scene| -> Vec<String> {
        scene.state.topic_choices("").iter().map(|choice| choice.name.to_owned()).collect()
    };
    assert_eq!(names(&scene), ["payments", "orders", "audit"]);
    // One that is gone is still among them, and said to be gone.
    scene.tell(Msg::ClusterSeen(Ok(ClusterView { topics: vec!["audit".to_owned()], ..ClusterView::default() })));
    assert_eq!(names(&scene), ["payments", "orders", "audit"]);
    assert_eq!(scene.state.topic_choices("pay")[0].exists, Some(false));
}

#[test]
fn a_name_can_be_pasted_into_the_filter_and_sends_nothing() {
    let mut scene = with_topics(&["audit", "orders"]);
    scene.keys("<Alt-t>").paste("audit\r\norders\n");
    assert!(matches!(&scene.state.dialog, Some(Dialog::Topics { filter, .. }) if filter == "audit"));
    assert!(!scene.sent());
    scene.paste(&"x".repeat(1_000)).keys("<Enter>");
    assert_eq!(scene.state.record.topic_name(), "audit");
}

#[test]
fn a_topic_that_the_cluster_does_not_have_is_asked_about_before_the_send() {
    let mut scene = Scene::new(session(), 80, 24);
    scene.keys("<Alt-t>brand-new<Enter><F5>");
    scene.tell(Msg::TopicSeen { topic: "brand-new".to_owned(), look: TopicLook::Unknown });
    assert!(matches!(scene.state.dialog, Some(Dialog::Confirm(_))));
    assert!(!scene.sent());
}

#[test]
fn a_click_chooses_a_topic_and_the_wheel_goes_through_them() {
    use linger::app::learned::Target;
    use linger::app::msg::{Mouse, MouseKind};
    let mut scene = with_topics(&["audit", "orders", "payments"]);
    scene.keys("<Alt-t>");
    let mouse = |kind, column, row| Msg::Mouse(Mouse { kind, column, row, at: 0 });
    scene.tell(mouse(MouseKind::ScrollDown, 0, 0));
    assert!(matches!(scene.state.dialog, Some(Dialog::Topics { at: 1, .. })));
    let clicks = &scene.state.learned.clicks;
    let (area, _) = *clicks.iter().find(|(_, target)| *target == Target::Item(2)).unwrap();
    scene.tell(mouse(MouseKind::Press, area.x, area.y));
    assert_eq!(scene.state.record.topic_name(), "payments");
}

#[test]
fn what_a_topic_allows_stays_known_while_it_is_looked_at_again() {
    let mut scene = Scene::wide();
    let TopicLook::Found(mut view) = found("orders", 8) else { unreachable!() };
    (view.max_message_bytes, view.min_insync_replicas, view.timestamp_type) = (None, None, None);
    scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: TopicLook::Found(view) });
    let view = scene.state.topic_view().unwrap();
    assert_eq!((view.partitions.len(), view.max_message_bytes), (8, Some(1_048_588)));
}
