//! Pictures of the form at work.

use linger::app::in_force::InForce;
use linger::app::msg::{Effect, Msg};
use linger::domain::compression::{Precision, Weight};
use linger::domain::topic::{ClusterView, TopicLook};

use super::{at_all_sizes, home};
use crate::scene::{Scene, found, session};

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

#[test]
fn the_bytes_of_a_record() {
    at_all_sizes("bytes", |width, height| {
        let mut scene = home(width, height);
        scene.paste("{\"total\": 1, \"한\": \"국\u{1b}\"}\n").keys("<Down>h<Enter><F4>n<Down>e<Enter><F4>x0g<Alt-h>");
        scene
    });
}

#[test]
fn how_to_send() {
    at_all_sizes("ways", |width, height| {
        let mut scene = home(width, height);
        scene.keys("<Alt-s><Right><Down>100<Down><Right><Right><Down>seq<Up>");
        scene
    });
    at_all_sizes("ways-chosen", |width, height| {
        let mut scene = home(width, height);
        scene.keys("<Alt-s><Down>100<Down><Right><Right><Enter><F5>");
        scene
    });
}

#[test]
fn waiting_for_a_result() {
    at_all_sizes("awaiting", |width, height| {
        let mut scene = home(width, height);
        scene.keys("<Alt-s><Right><Down>3<Enter><F5>").accepted(0, 3);
        scene
    });
}

#[test]
fn a_record_larger_than_its_topic_takes() {
    let mut scene = home(120, 40);
    scene.paste(&"x".repeat(1_048_516));
    let picture = scene.picture();
    assert!(picture.contains("batch      1.0 MiB") && picture.contains("topic takes 1.0 MiB"), "{picture}");
    let mut scene = home(120, 40);
    scene.paste(&"x".repeat(1_048_517));
    let picture = scene.picture();
    assert!(picture.contains("1 B more than the topic's"), "{picture}");
}

#[test]
fn what_the_batch_weighs_compressed() {
    let compressing = |set: &[(&'static str, &str)], width, height| {
        let mut session = session();
        session.running.in_force = InForce::new(set.iter().map(|(name, value)| (*name, Some((*value).to_owned()))));
        Scene::new(session, width, height)
    };
    at_all_sizes("compressed", |width, height| {
        let mut scene = compressing(&[("compression.type", "zstd")], width, height);
        scene.paste(&"{\"order\": 42}\n".repeat(400)).keys("<Down>");
        scene
    });
    let lz4 = [("compression.type", "lz4")];
    let high = [("compression.type", "lz4"), ("compression.lz4.level", "12")];
    let gzip = [("compression.type", "gzip")];
    for (set, text, line) in [
        (&gzip[..], "x", "batch      69 B, no less compressed"),
        (&gzip, &"x".repeat(1_000), "batch      1.0 KiB, 98 B compressed"),
        (&lz4, &"x".repeat(1_000), "batch      1.0 KiB, ~99 B compressed"),
        (&high, &"x".repeat(1_000), "batch      1.0 KiB, at most 99 B compressed"),
        (&gzip, &"x".repeat(2_000_000), "batch      1.9 MiB, compressing…"),
    ] {
        let mut scene = compressing(set, 80, 24);
        scene.paste(text);
        let picture = scene.picture();
        assert!(picture.contains(line), "{line}: {picture}");
        assert!(!picture.contains("more than the topic's"), "{line}: {picture}");
    }
}

#[test]
fn a_record_larger_than_its_topic_takes_once_it_is_compressed() {
    for (precision, bytes, words) in [
        (Precision::Exact, 1_048_588, None),
        (Precision::Exact, 1_048_600, Some("✗ 12 B more than the topic's")),
        (Precision::About, 1_048_600, Some("✗ ~12 B more than the topic's")),
        (Precision::AtMost, 1_048_600, Some("✗ at most 12 B more than the topic's")),
    ] {
        let mut session = session();
        session.running.in_force = InForce::new([("compression.type", Some("gzip".to_owned()))]);
        let mut scene = Scene::new(session, 80, 24);
        scene.paste(&"x".repeat(2_000_000));
        let asked = scene.effects.drain(..).find_map(|effect| match effect {
            Effect::Weigh { what, .. } => Some(what),
            _ => None,
        });
        scene.tell(Msg::Weighed { what: asked.unwrap(), weight: Some(Weight { bytes, precision }) });
        let picture = scene.picture();
        assert_eq!(picture.contains("more than the topic's"), words.is_some(), "{picture}");
        assert!(picture.contains(words.unwrap_or("1.0 MiB compressed")), "{picture}");
    }
}
