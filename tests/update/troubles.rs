//! What happens again and again stands in one row, at its place.

use linger::app::learned::{Area, Target};
use linger::app::msg::{Effect, Msg};
use linger::app::results::{Entry, EntryId, MAX_GROUPS, Subject};
use linger::domain::outcome::{Outcome, Status};
use linger::domain::trouble::{BrokerName, Told, Trouble, What};

use crate::scene::{START, Scene, delivered, failure};

fn trouble(what: What, text: &str, broker: Option<i32>) -> Trouble {
    let name = |id| BrokerName { id: Some(id), address: format!("127.0.0.1:909{id}") };
    Trouble { what, code: -195, text: text.to_owned(), broker: broker.map(name) }
}

/// So many seconds after the start, in microseconds.
fn second(seconds: u64) -> u64 {
    u64::try_from(START).unwrap() + seconds * 1_000_000
}

fn tell(scene: &mut Scene, trouble: &Trouble, times: u64, (since, at): (u64, u64)) {
    let told = Told::Trouble { trouble: trouble.clone(), times, since: second(since), at: second(at) };
    scene.tell(Msg::Trouble(told));
}

fn up(scene: &mut Scene, id: i32, at: u64) {
    let broker = BrokerName { id: Some(id), address: format!("127.0.0.1:909{id}") };
    scene.tell(Msg::Trouble(Told::Up { broker, at: second(at) }));
}

/// The entries, newest first: the number of a record, or the words and the count of a group.
fn entries(scene: &Scene) -> Vec<String> {
    let zone = &scene.state.session.time_zone;
    let words = |entry| match entry {
        Entry::Record(row) => format!("record {}", row.n),
        Entry::Group(group) => match &group.subject {
            Subject::Trouble { .. } => format!("{} ×{}", group.words(zone), group.count),
            Subject::Load(sample) => format!("load {} {:?} ×{}", sample.topic, sample.partition, group.count),
        },
    };
    scene.state.results.entries().map(words).collect()
}

fn failed(n: u64, partition: i32, code: i32) -> Box<Outcome> {
    let status = Status::Failed(failure(code, false, None));
    Box::new(Outcome { status, offset: None, ..delivered(n, partition, 0, 0) })
}

#[test]
fn a_trouble_is_counted_where_it_first_stood() {
    let mut scene = Scene::wide();
    scene.keys("<F5>");
    let down = trouble(What::AllBrokersDown, "no broker is connected", None);
    tell(&mut scene, &down, 1, (0, 0));
    scene.keys("<F5>");
    tell(&mut scene, &down, 212, (1, 70));
    assert_eq!(entries(&scene), ["record 1", "no broker is connected ×213", "record 0"]);
}

#[test]
fn a_broker_that_restarts_is_one_row_that_tells_when() {
    let mut scene = Scene::wide();
    tell(&mut scene, &trouble(What::Connection, "the connection to a broke (reset)", Some(2)), 1, (0, 1));
    tell(&mut scene, &trouble(What::Connection, "connection to a refused", Some(2)), 12, (1, 7));
    assert_eq!(entries(&scene), ["b2 down since 14:03:20: connection to a refused ×13"]);
    up(&mut scene, 1, 5);
    assert_eq!(entries(&scene), ["b2 down since 14:03:20: connection to a refused ×13"], "another one came up");
    up(&mut scene, 2, 8);
    assert_eq!(entries(&scene), ["b2 down 14:03:20–14:03:28, up again ×13"]);
    tell(&mut scene, &trouble(What::Connection, "connection to a refused", Some(2)), 1, (100, 101));
    assert_eq!(entries(&scene), ["b2 down since 14:05:00: connection to a refused ×14"]);
    up(&mut scene, 2, 109);
    assert_eq!(entries(&scene), ["b2 down 2 times, last 14:05:00–14:05:09, up again ×14"]);
}

#[test]
fn failures_of_a_load_are_grouped_by_error_and_partition_with_one_of_them() {
    let mut scene = Scene::wide();
    for (n, partition, code, count) in [(7, 1, 19, 100), (8, 2, 19, 1), (9, 1, 10, 1), (10, 1, 19, 23)] {
        scene.tell(Msg::LoadFailed { outcome: failed(n, partition, code), count, missed: 0, at: START });
    }
    assert_eq!(entries(&scene), ["load orders Some(1) ×1", "load orders Some(2) ×1", "load orders Some(1) ×123"]);
    assert_eq!(scene.state.results.counts().failed, 0, "a load has its own counts");
}

#[test]
fn the_selection_goes_through_records_and_groups_alike() {
    let mut scene = Scene::wide();
    scene.keys("<F5>");
    tell(&mut scene, &trouble(What::Fatal, "it is over", None), 1, (0, 0));
    scene.keys("<F5><Alt-5>");
    let mut seen = Vec::new();
    for keys in ["", "<Down>", "<Down>", "<Down>", "<Up>", "<Home>", "<End>"] {
        scene.keys(keys);
        seen.push(scene.state.results.selected_entry().map(Entry::id).unwrap());
    }
    let (first, group, second) = (EntryId::Record(1), EntryId::Group(0), EntryId::Record(0));
    assert_eq!(seen, [first, group, second, second, group, first, second]);
    // What comes after leaves the selection where it is.
    scene.keys("<Home><Down>");
    tell(&mut scene, &trouble(What::Other, "more", None), 1, (3, 3));
    assert_eq!(scene.state.results.selected_entry().map(Entry::id), Some(group));
    assert_eq!(scene.state.results.selected_index(), 2);
}

#[test]
fn a_group_is_clicked_and_copied() {
    let mut scene = Scene::wide();
    scene.keys("<F5>");
    tell(&mut scene, &trouble(What::Fatal, "it is over", None), 1, (0, 0));
    scene.keys("<F5><Alt-5>");
    let clicks = scene.state.learned.clicks.clone();
    let place = |(area, target): &(Area, Target)| (*target == Target::Row(EntryId::Group(0))).then_some(*area);
    let area = clicks.iter().find_map(place).unwrap();
    let press = linger::app::msg::MouseKind::Press;
    scene.tell(Msg::Mouse(linger::app::msg::Mouse { kind: press, column: area.x, row: area.y, at: START }));
    scene.take_effects();
    scene.keys("cr");
    let effects = scene.take_effects();
    let [Effect::Copy { text, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert_eq!(text, "it is over");
    scene.tell(Msg::LoadFailed { outcome: failed(7, 1, 19), count: 100, missed: 0, at: START });
    scene.keys("<Home>cj");
    let effects = scene.take_effects();
    let [Effect::Copy { text: json, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    assert!(json.contains("\"n\":7") && json.contains("NOT_ENOUGH_REPLICAS"), "{json}");
}

#[test]
fn groups_are_bounded_and_say_when_some_are_gone() {
    let mut scene = Scene::wide();
    for number in 0..MAX_GROUPS + 3 {
        tell(&mut scene, &trouble(What::Other, &format!("trouble {number}"), None), 1, (0, 0));
    }
    assert_eq!((scene.state.results.len(), scene.state.results.gone().rows), (MAX_GROUPS, 3));
    assert_eq!(entries(&scene).last().unwrap(), "trouble 3 ×1");
}
