//! The table keeps its promises.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::app::key::{Code, Key};

#[test]
fn every_command_has_one_row_whose_name_and_keys_are_its_own() {
    for (at, entry) in TABLE.iter().enumerate() {
        assert!(!entry.doc.is_empty() && !entry.doc.ends_with('.'), "{}", entry.id);
        for other in &TABLE[at + 1..] {
            assert_ne!(entry.id, other.id);
            assert_ne!(entry.command, other.command);
            if entry.context == other.context {
                assert!(entry.keys.iter().all(|key| !other.keys.contains(key)), "{} {}", entry.id, other.id);
            }
        }
    }
}

#[test]
fn every_key_reads() {
    for entry in TABLE {
        // What has no key is found in the palette, which has no commands of dialogs.
        assert!(!entry.keys.is_empty() || !entry.context.is_dialog(), "{}", entry.id);
        for key in entry.keys {
            assert_eq!(key.parse::<Key>().unwrap().to_string(), *key, "{}", entry.id);
        }
    }
}

#[test]
fn every_function_key_has_a_second_key_that_survives_the_way() {
    let taken = ['s', 'q', 'b', 'a', 'e', 'k', 'u', 'w', 'd', 'f', 'h', 'i', 'j', 'm', '['];
    for entry in TABLE {
        let keys: Vec<Key> = entry.keys.iter().map(|key| key.parse().unwrap()).collect();
        if keys.iter().any(|key| matches!(key.code, Code::F(_))) {
            let survives = |key: &Key| match key.code {
                Code::Char(character) => key.ctrl && !taken.contains(&character),
                _ => false,
            };
            assert!(keys.iter().any(survives), "{}", entry.id);
        }
    }
}
