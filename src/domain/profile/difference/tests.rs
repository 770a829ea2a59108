#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::profile::tests::profile;

fn rows(left: &Profile, right: &Profile) -> Vec<String> {
    differences(left, right).iter().map(|row| format!("{}: {} | {}", row.name, row.left.held, row.right.held)).collect()
}

fn under(left: ClientModel, right: ClientModel) -> Vec<Difference> {
    differences(&profile(left, &[]), &profile(right, &[]))
}

#[test]
fn a_profile_does_not_differ_from_itself() {
    for model in ClientModel::ALL {
        let one = profile(model, &[("acks", "1"), ("sasl.password", "canary")]);
        assert_eq!(rows(&one, &one), Vec::<String>::new());
    }
}

/// The table of what an upgrade changes without a line changed.
#[test]
fn an_upgrade_is_told_with_its_proposals() {
    use ClientModel::{Java, Java2, Java3};
    let changes = [
        (Java2, Java3, "acks", "1", "all", "KIP-679"),
        (Java2, Java3, "enable.idempotence", "false", "true", "KIP-679"),
        (Java2, Java, "linger.ms", "0", "5", "KIP-1030"),
        (Java3, Java, "linger.ms", "0", "5", "KIP-1030"),
        (Java2, Java, "enable.idempotence", "false", "true", "KIP-679"),
        (Java2, Java3, "metadata.recovery.strategy", "-", "none", "KIP-899"),
        (Java3, Java, "metadata.recovery.strategy", "none", "rebootstrap", "KIP-1102"),
        (Java2, Java, "enable.metrics.push", "-", "true", "KIP-714"),
        (Java2, Java, "retry.backoff.max.ms", "-", "1000", "KIP-580"),
        (Java, Java2, "acks", "all", "1", "KIP-679"),
    ];
    for (left, right, name, before, after, words) in changes {
        let all = under(left, right);
        let row = all.iter().find(|row| row.name == name).unwrap_or_else(|| panic!("{name}"));
        assert_eq!(
            (row.left.held.to_string().to_lowercase(), row.right.held.to_string().to_lowercase()),
            (before.into(), after.into()),
            "{name}"
        );
        assert!(row.note.as_deref().unwrap_or_default().contains(words), "{name}: {:?}", row.note);
    }
    let names: Vec<String> = under(Java2, Java3).into_iter().map(|row| row.name).collect();
    assert!(names.contains(&"partitioner.class".to_owned()) && !names.contains(&"linger.ms".to_owned()), "{names:?}");
    let dns = under(Java2, Java).into_iter().find(|row| row.name == "client.dns.lookup").unwrap();
    assert!(dns.note.unwrap().starts_with("allowed: default, "));
}

/// All that the definitions of the releases differ in is told, and nothing else.
#[test]
fn no_change_of_a_default_is_missing() {
    for (left, right) in [(ClientModel::Java2, ClientModel::Java3), (ClientModel::Java3, ClientModel::Java)] {
        let (one, two) = (Release::of(left).unwrap(), Release::of(right).unwrap());
        let names: Vec<String> = under(left, right).into_iter().map(|row| row.name).collect();
        for property in property::all() {
            let Some(side) = property.java else { continue };
            if side.is_in(one) != side.is_in(two) || side.default_in(one) != side.default_in(two) {
                assert!(names.iter().any(|name| name == property.name), "{}", property.name);
            }
        }
        assert!(names.contains(&"client".to_owned()));
    }
}

#[test]
fn two_secrets_differ_without_being_told() {
    let one = profile(ClientModel::Java, &[("sasl.password", "canary-1")]);
    let two = profile(ClientModel::Java, &[("sasl.password", "canary-2")]);
    let found = differences(&one, &two);
    assert_eq!(rows(&one, &two), ["sasl.password: ******** | ********"]);
    assert_eq!(found[0].note.as_deref(), Some("two secrets"));
    assert!(!format!("{found:?}").contains("canary"));
}

#[test]
fn what_follows_from_a_setting_differs_too() {
    let (plain, leader) = (profile(ClientModel::Java, &[]), profile(ClientModel::Java, &[("acks", "1")]));
    assert_eq!(rows(&plain, &leader), ["acks: all | 1", "enable.idempotence: true | false"]);
    let found = differences(&plain, &leader);
    assert_eq!(found[1].right.changed.as_deref(), Some("acks is 1, not all"));
}

#[test]
fn the_two_clients_differ_in_their_defaults_and_not_in_their_spelling() {
    let rows = rows(&profile(ClientModel::Java, &[]), &profile(ClientModel::Librdkafka, &[]));
    assert!(rows.contains(&"batch.size: 16384 | 1000000".to_owned()), "{rows:?}");
    assert!(rows.contains(&"enable.idempotence: true | false".to_owned()));
    assert!(!rows.iter().any(|row| row.starts_with("acks:") || row.starts_with("linger.ms:")), "{rows:?}");
}
