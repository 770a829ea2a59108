//! Pictures of the form at work.

use linger::app::msg::Msg;
use linger::domain::topic::{ClusterView, TopicLook};

use super::{at_all_sizes, home};
use crate::scene::{Scene, found};

#[test]
fn the_list_of_topics() {
    let topics = ["audit", "orders", "orders-eu", "orders-us", "payments"].map(str::to_owned).to_vec();
    let seen = Msg::ClusterSeen(Ok(ClusterView { topics, ..ClusterView::default() }));
    at_all_sizes("topics", |width, height| {
        let mut scene = home(width, height);
        scene.tell(seen.clone());
        scene.keys("<F5><Alt-t>or<Down>");
        scene
    });
    at_all_sizes("topics-none", |width, height| {
        let mut scene = home(width, height);
        scene.tell(seen.clone());
        scene.keys("<Alt-t>ordres");
        scene
    });
}

#[test]
fn blank_and_empty_and_null_payloads() {
    at_all_sizes("blank", |width, height| {
        let mut scene = home(width, height);
        scene.keys(
            "  <Enter> <Up><Up>   <Down><Down><Down>e<Enter><Down>n<Enter><F4>n<Down>z<Enter><F4>e<Down>h<Enter><F4>x",
        );
        scene
    });
}

#[test]
fn a_relative_timestamp_in_all_its_forms() {
    at_all_sizes("relative", |width, height| {
        let mut scene = home(width, height);
        scene.keys("<Down><Down>-2h");
        scene
    });
}

#[test]
fn a_partition_says_who_leads_it_or_that_nobody_does() {
    let leaderless = |scene: &mut Scene| {
        let TopicLook::Found(mut view) = found("orders", 6) else { unreachable!() };
        view.partitions[4].leader = None;
        scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: TopicLook::Found(view) });
    };
    for (keys, words) in [
        ("", "auto → 3"),
        ("", "sticky: no key"),
        ("<Up><Up>5", "b3 leads"),
        ("<Up><Up>4", "no leader now"),
        ("<Up>user-42", "auto → 4"),
        ("<Up>user-42", "no leader now"),
    ] {
        for (width, height) in [(80, 24), (120, 40)] {
            let mut scene = home(width, height);
            leaderless(&mut scene);
            let picture = scene.keys(keys).picture();
            let line = picture.lines().find(|line| line.contains("partition ")).unwrap();
            assert!(line.contains(words), "{keys}: {line}");
        }
    }
}
