//! What keys do: tables of (where it begins, the keys, what then stands).

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod again;
mod composing;
mod ending;
mod files;
mod guards;
mod keymap;
mod looks;
mod moving;
mod palette;
mod partitions;
mod profile;
mod profile_saving;
mod results;
#[path = "../scene/mod.rs"]
mod scene;
mod sending;
mod topic_changes;
mod topics;
mod tour;
mod troubles;
mod tuning;
mod watching;
mod ways;
mod weighing;

use linger::app::msg::Effect;
use linger::domain::payload::Payload;
use linger::domain::record::{Header, Record};
use scene::Scene;

/// The record that the keys send, from an empty form with the cursor in the value.
fn sent(keys: &str) -> Option<Record> {
    let mut scene = Scene::wide();
    scene.keys(keys).keys("<F5>");
    sends(&mut scene).pop()
}

/// The records sent since the last look.
fn sends(scene: &mut Scene) -> Vec<Record> {
    let sends = scene.take_effects().into_iter().filter_map(|effect| match effect {
        Effect::Send { record, .. } => Some(record),
        _ => None,
    });
    sends.collect()
}

fn orders() -> Record {
    Record { topic: "orders".to_owned(), value: Payload::text(""), ..Record::default() }
}

fn header(name: &str, value: Payload) -> Header {
    Header { name: name.to_owned(), value }
}
