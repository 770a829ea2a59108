//! The form of a topic, and what comes of it.

use linger::app::msg::Msg;
use linger::domain::outcome::Failure;
use linger::domain::topic::TopicChange;

use crate::scene::{Scene, guarded_session, local_session};
use crate::{at_all_sizes, home};

#[test]
fn a_new_topic() {
    at_all_sizes("topic-new", |width, height| {
        let mut scene = home(width, height);
        scene.keys("<Alt-n>payments.v2<Tab>");
        scene
    });
}

#[test]
fn a_topic_that_grows_is_asked_for_by_cluster_and_name() {
    at_all_sizes("topic-grow", |width, height| {
        let mut scene = Scene::new(guarded_session(), width, height);
        scene.keys("<Up>user-42<Alt-p>8<Enter>");
        scene
    });
}

#[test]
fn a_refused_topic() {
    at_all_sizes("topic-refused", |width, height| {
        let mut scene = Scene::new(local_session(), width, height);
        scene.keys("<Alt-n>payments<Tab>3<Tab>9<Enter>y");
        let change = TopicChange::Create { name: "payments".to_owned(), partitions: Some(3), replication: Some(9) };
        scene.tell(Msg::TopicChanged { change, result: Err(Failure::new(38, false, None, false)) });
        scene
    });
}
