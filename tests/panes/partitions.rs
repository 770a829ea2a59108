//! The partition field by other rules, and the table of other numbers of partitions.

use linger::app::session::{Running, Session};
use linger::domain::partitioner::Rule;
use linger::domain::partitioner::keyed::KeyRule;

use crate::at_all_sizes;
use crate::scene::{Scene, session};

fn by(rule: Rule, width: u16, height: u16) -> Scene {
    let running = Running { partitioner: rule, ..session().running };
    Scene::new(Session { running, ..session() }, width, height)
}

#[test]
fn a_key_with_other_numbers_of_partitions() {
    at_all_sizes("what-if", |width, height| {
        let rule = Rule::Librdkafka { rule: KeyRule::ConsistentRandom, sticky_ms: 10 };
        let mut scene = by(rule, width, height);
        scene.keys("<Up>user-42<Alt-k>");
        scene
    });
}

#[test]
fn no_key_with_other_numbers_of_partitions() {
    at_all_sizes("what-if-null", |width, height| {
        let mut scene = by(Rule::default(), width, height);
        scene.keys("<Alt-k>64");
        scene
    });
}

#[test]
fn a_partition_that_is_drawn() {
    at_all_sizes("partition-any", |width, height| {
        let rule = Rule::Librdkafka { rule: KeyRule::ConsistentRandom, sticky_ms: 10 };
        by(rule, width, height)
    });
}
