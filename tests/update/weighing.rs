//! What the batch weighs compressed.

use crate::scene::{Scene, session};
use linger::app::in_force::InForce;
use linger::app::msg::{Effect, Msg};
use linger::app::session::Running;
use linger::app::weight::{Compressed, Weighed};
use linger::domain::compression::{Precision, Weight};
use linger::domain::draft::Draft;
use linger::domain::payload::Payload;
use linger::domain::record::Record;

/// A workbench that compresses.
fn with(codec: &'static str) -> Scene {
    let mut session = session();
    session.running.in_force = InForce::new([("compression.type", Some(codec.to_owned()))]);
    Scene::new(session, 120, 40)
}

/// What was asked to be weighed.
fn asked(scene: &mut Scene) -> Vec<(Record, Weighed)> {
    let weigh = |effect| if let Effect::Weigh { record, what } = effect { Some((*record, what)) } else { None };
    scene.effects.drain(..).filter_map(weigh).collect()
}

fn weight(bytes: u64) -> Weight {
    Weight { bytes, precision: Precision::Exact }
}

fn changed(codec: &str) -> Msg {
    let in_force = InForce::new([("compression.type", Some(codec.to_owned()))]);
    Msg::Running(Box::new(Running { in_force, ..session().running }))
}

#[test]
fn nothing_is_compressed_where_the_producer_does_not() {
    for mut scene in [Scene::wide(), with("none")] {
        scene.paste(&"x".repeat(100_000));
        assert_eq!((scene.state.compressed(), asked(&mut scene)), (Compressed::Not, vec![]));
    }
}

#[test]
fn a_small_record_is_weighed_at_each_change_of_it_and_of_the_codec() {
    for codec in ["gzip", "snappy", "lz4", "zstd"] {
        let mut scene = with(codec);
        let weigh = |scene: &Scene| {
            let compression = scene.state.session.running.in_force.compression().unwrap();
            Compressed::Is(compression.weigh(&scene.state.record.contents().unwrap()))
        };
        let mut seen = vec![scene.state.compressed()];
        for keys in ["a", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "<Up>user-42", "<Up>3"] {
            scene.keys(keys);
            assert_eq!(scene.state.compressed(), weigh(&scene), "{codec}, {keys}");
            seen.push(scene.state.compressed());
        }
        assert_ne!(seen[0], seen[1], "{codec}");
        assert_eq!(asked(&mut scene), [], "{codec}");
        scene.tell(changed("gzip"));
        assert_eq!(scene.state.compressed(), weigh(&scene), "{codec}, then gzip");
        scene.tell(changed("none"));
        assert_eq!(scene.state.compressed(), Compressed::Not);
    }
}

#[test]
fn the_record_that_it_begins_with_is_weighed() {
    let mut session = session();
    session.running.in_force = InForce::new([("compression.type", Some("zstd".to_owned()))]);
    let record = Record { value: Payload::text("z".repeat(200)), ..crate::orders() };
    session.record = Some(Draft::from(&record));
    let scene = Scene::bare(session.clone(), 120, 40);
    let compression = session.running.in_force.compression().unwrap();
    assert_eq!(scene.state.compressed(), Compressed::Is(compression.weigh(&record)));
    let large = Record { value: Payload::text("z".repeat(200_000)), ..crate::orders() };
    session.record = Some(Draft::from(&large));
    let mut scene = Scene::bare(session, 120, 40);
    let revision = scene.state.record.revision();
    assert_eq!(asked(&mut scene), [(large, Weighed { revision, compression })]);
    // One that is opened later is another one.
    scene.state.record.begin_with(&Draft::from(&record), false);
    assert_ne!(scene.state.record.revision(), revision);
}

#[test]
fn a_large_record_is_weighed_behind_the_keys_one_at_a_time_and_the_latest_counts() {
    let mut scene = with("lz4");
    scene.paste(&"a line of a large payload\n".repeat(4_000));
    let first = asked(&mut scene);
    let [(record, what)] = first.as_slice() else { panic!("{first:?}") };
    assert_eq!(record.value.len(), 104_000);
    assert_eq!(scene.state.compressed(), Compressed::Soon);
    // It changes while it is weighed.
    scene.keys("<Up>user").tell(Msg::FocusGained);
    assert_eq!((scene.state.compressed(), asked(&mut scene)), (Compressed::Soon, vec![]));
    scene.tell(Msg::Weighed { what: *what, weight: Some(weight(1_000)) });
    assert_eq!(scene.state.compressed(), Compressed::Soon, "another one was weighed");
    let second = asked(&mut scene);
    let [(record, what)] = second.as_slice() else { panic!("{second:?}") };
    assert_eq!(record.key, Payload::text("user"));
    scene.tell(Msg::Weighed { what: *what, weight: Some(weight(1_004)) });
    assert_eq!((scene.state.compressed(), asked(&mut scene)), (Compressed::Is(weight(1_004)), vec![]));
    scene.keys("<Down><Up>").tell(Msg::FocusLost);
    assert_eq!(asked(&mut scene), [], "nothing changed");
}

#[test]
fn what_could_not_be_weighed_is_not_weighed_again_until_it_changes() {
    let mut scene = with("gzip");
    scene.paste(&"x".repeat(100_000));
    let [(_, what)] = asked(&mut scene).try_into().unwrap();
    scene.tell(Msg::Weighed { what, weight: None });
    assert_eq!((scene.state.compressed(), asked(&mut scene)), (Compressed::Unknown, vec![]));
    scene.keys("<Up>k");
    assert_eq!((scene.state.compressed(), asked(&mut scene).len()), (Compressed::Soon, 1));
}

#[test]
fn a_slow_level_is_weighed_behind_the_keys_however_small_the_record_is() {
    let mut scene = with("zstd");
    let level = [("compression.type", Some("zstd".to_owned())), ("compression.level", Some("12".to_owned()))];
    scene.state.session.running.in_force = InForce::new(level);
    scene.keys("a");
    assert_eq!((scene.state.compressed(), asked(&mut scene).len()), (Compressed::Soon, 1));
}
