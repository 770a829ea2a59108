//! The partition that the form shows by each rule, and what would become of the key with others.

use crate::scene::{Scene, foreseen, session, sticky};
use linger::app::dialog::Dialog;
use linger::app::msg::{Effect, Msg};
use linger::app::session::{Running, Session};
use linger::app::what_if::{Row, WhatIf, rows};
use linger::domain::partitioner::keyed::{KeyRule, Placed};
use linger::domain::partitioner::{Preview, Rule, Until, Why};

fn by(rule: Rule) -> Session {
    let running = Running { partitioner: rule, ..session().running };
    Session { running, ..session() }
}

fn native(rule: KeyRule, sticky_ms: u32) -> Rule {
    Rule::Librdkafka { rule, sticky_ms }
}

fn preview(scene: &Scene) -> (Option<i32>, String) {
    let state = &scene.state;
    let told = state.record.partition_preview(state.topic_view(), state.partitioner(), state.topic.foreseen).unwrap();
    (told.partition, told.why.to_string())
}

#[test]
fn the_form_says_where_the_key_goes_by_the_rule_in_force_and_never_more_than_is_known() {
    let (key, empty, null) = ("<Up>user-42", "<Up><F4>e", "");
    let cases: &[(Rule, &str, Option<i32>, &str)] = &[
        (Rule::default(), key, Some(4), "murmur2(key)"),
        (Rule::default(), null, Some(3), "sticky"),
        (Rule::PerBatch { ignore_keys: false }, key, Some(4), "murmur2(key)"),
        // What the producer told of another rule says nothing of this one.
        (Rule::PerBatch { ignore_keys: false }, null, None, "sticky (per batch)"),
        (Rule::PerBatch { ignore_keys: true }, key, None, "sticky (per batch)"),
        (Rule::RoundRobin { asked_again: false }, key, None, "round robin"),
        (native(KeyRule::ConsistentRandom, 10), key, Some(1), "crc32(key)"),
        (native(KeyRule::ConsistentRandom, 10), empty, None, "sticky (10 ms)"),
        (native(KeyRule::ConsistentRandom, 0), null, None, "drawn"),
        (native(KeyRule::Consistent, 10), null, Some(0), "crc32(no key)"),
        (native(KeyRule::Fnv1aRandom, 10), key, Some(3), "fnv1a(key)"),
        (native(KeyRule::Murmur2Random, 10), key, Some(4), "murmur2(key)"),
        (native(KeyRule::Random, 10), key, None, "drawn"),
    ];
    for (rule, keys, partition, why) in cases {
        let mut scene = Scene::new(by(*rule), 120, 40);
        scene.keys(keys);
        assert_eq!(preview(&scene), (*partition, (*why).to_owned()), "{rule:?} {keys}");
    }
}

#[test]
fn the_producer_is_asked_only_where_it_alone_knows() {
    let cases = [
        (Rule::default(), true),
        (Rule::PerBatch { ignore_keys: false }, true),
        (Rule::RoundRobin { asked_again: true }, true),
        (native(KeyRule::ConsistentRandom, 10), false),
        (native(KeyRule::Random, 0), false),
    ];
    for (rule, asks) in cases {
        let mut scene = Scene::new(by(rule), 120, 40);
        scene.keys("x");
        let asked = scene.effects.iter().any(|effect| matches!(effect, Effect::Foresee { .. }));
        assert_eq!(asked, asks, "{rule:?}");
    }
}

#[test]
fn another_rule_shows_at_once_and_what_the_one_before_foresaw_is_forgotten() {
    let mut scene = Scene::wide();
    assert_eq!(preview(&scene), (Some(3), "sticky".to_owned()));
    let running = Running { partitioner: Rule::RoundRobin { asked_again: false }, ..session().running };
    scene.tell(Msg::Running(Box::new(running)));
    assert!(scene.effects.iter().any(|effect| matches!(effect, Effect::Foresee { .. })), "the new producer is asked");
    assert_eq!(preview(&scene), (None, "round robin".to_owned()));
    // The answer of the producer before comes late.
    scene.tell(foreseen("orders", sticky(5)));
    assert_eq!(preview(&scene), (None, "round robin".to_owned()));
    scene.tell(foreseen("orders", Preview { partition: Some(1), why: Why::RoundRobin }));
    assert_eq!(preview(&scene), (Some(1), "round robin".to_owned()));
    assert_ne!(Why::RoundRobin, Why::Sticky(Until::Bytes));
}

fn asked(scene: &Scene) -> Option<WhatIf> {
    if let Some(Dialog::WhatIf(asked)) = scene.state.dialog { Some(asked) } else { None }
}

#[test]
fn the_number_of_partitions_is_stepped_and_typed() {
    for (keys, partitions) in [
        ("", 7),
        ("<Down><Down>", 9),
        ("-", 6),
        ("<Up><Up><Up><Up><Up><Up><Up><Up>", 1),
        ("<PgDn>", 17),
        ("12", 12),
        ("12<Backspace>", 1),
        ("1<Down>3", 3),
        ("0", 7),
        ("99999999", 999_999),
        ("x", 7),
    ] {
        let mut scene = Scene::wide();
        scene.keys(&format!("<Alt-k>{keys}"));
        assert_eq!(asked(&scene).map(|asked| asked.partitions), Some(partitions), "{keys}");
        scene.keys("<Esc>");
        assert_eq!((asked(&scene), scene.sent()), (None, false));
    }
}

#[test]
fn digits_that_come_at_once_are_a_number_too() {
    for (pasted, partitions) in [("64", 64), (" 12\n", 12), ("0", 7), ("x1", 7), ("99999999999", 7)] {
        let mut scene = Scene::wide();
        scene.keys("<Alt-k>");
        scene.paste(pasted);
        assert_eq!(asked(&scene).map(|asked| asked.partitions), Some(partitions), "{pasted}");
    }
}

#[test]
fn the_table_has_todays_number_and_the_other_clients_beside_the_rule_in_force() {
    let mut scene = Scene::new(by(native(KeyRule::Fnv1a, 10)), 120, 40);
    scene.keys("<Up>user-42<Alt-k>12");
    let asked = asked(&scene).unwrap();
    let key = b"user-42".as_slice();
    let table = rows(&scene.state, asked, Some(key), 1);
    assert_eq!(
        table.iter().map(|row| (row.partitions, row.is_today)).collect::<Vec<_>>(),
        [(6, true), (11, false), (12, false), (13, false)]
    );
    for Row { partitions, here, others, .. } in table {
        let place = |rule: KeyRule| rule.place(Some(key), partitions);
        assert_eq!(here, place(KeyRule::Fnv1a));
        assert_eq!(others, [KeyRule::Murmur2Random, KeyRule::ConsistentRandom, KeyRule::Fnv1aRandom].map(place));
    }
    let null = rows(&scene.state, asked, None, 0);
    assert_eq!(null[0].others, [Some(Placed::Drawn); 3]);
}
