//! Drafts and the list.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::sync::Arc;

use super::*;
use crate::app::key::Key;
use crate::domain::profile::tests::profile;
use crate::domain::property::names::row;
use crate::domain::property::{ClientModel, all};

fn pane(set: &[(&str, &str)]) -> (ProfilePane, Arc<Profile>) {
    let running = Arc::new(profile(ClientModel::Java, set));
    let mut pane = ProfilePane::default();
    pane.look_through(&running, None);
    (pane, running)
}

fn names(pane: &ProfilePane) -> Vec<String> {
    let name = |line: &Line<'_>| match line {
        Line::Heading(title) => format!("# {title}"),
        Line::Row(row) => row.name.to_owned(),
    };
    pane.lines().iter().map(name).collect()
}

#[test]
fn every_property_stands_once_in_the_group_of_its_stage() {
    let (pane, _) = pane(&[]);
    let lines = names(&pane);
    let headings: Vec<&String> = lines.iter().filter(|line| line.starts_with('#')).collect();
    assert_eq!((headings.len(), headings[0].as_str()), (11, "# Metadata"));
    let rows = lines.len() - headings.len();
    let nameless = all().filter(|property| writable_name(property, ClientModel::Java).is_none()).count();
    assert_eq!(rows + nameless, all().count());
    assert!(nameless <= 4, "{nameless}");
}

#[test]
fn what_is_typed_finds_a_property_by_any_of_its_names_and_by_its_explanation() {
    let cases = [
        ("ling", "linger.ms"),
        ("linger", "linger.ms"),
        ("queue.buffering.max.ms", "linger.ms"),
        ("qbmms", "linger.ms"),
        ("batchsz", "batch.size"),
        ("message.timeout.ms", "delivery.timeout.ms"),
        ("idemp", "enable.idempotence"),
        ("back-pressure", "buffer.memory"),
    ];
    for (typed, name) in cases {
        let (mut pane, _) = pane(&[]);
        pane.set_search(typed.to_owned());
        pane.select_first();
        assert_eq!(pane.selected_row().unwrap().name, name, "{typed}: {:?}", names(&pane));
    }
    let (mut pane, _) = pane(&[]);
    pane.set_search("no such thing at all".to_owned());
    pane.select_first();
    assert!(pane.selected_row().is_none());
}

#[test]
fn what_is_set_stands_first_on_request() {
    let (mut pane, running) = pane(&[("acks", "all"), ("linger.ms", "7")]);
    pane.draft.set(&running, row("retries").unwrap(), Some(Written::Text("3".to_owned())));
    pane.look_through(&running, None);
    pane.toggle_set_first();
    let lines = names(&pane);
    assert_eq!(lines[0], "# Set");
    let set: Vec<&str> = lines[1..4].iter().map(String::as_str).collect();
    assert!(["acks", "linger.ms", "retries"].iter().all(|name| set.contains(name)), "{set:?}");
    assert!(lines[4].starts_with('#'));
    assert_eq!(lines.iter().filter(|line| *line == "acks").count(), 1);
}

#[test]
fn a_draft_knows_what_is_no_change() {
    let (mut pane, running) = pane(&[("linger.ms", "7")]);
    let linger = row("linger.ms").unwrap();
    let text = |text: &str| Some(Written::Text(text.to_owned()));
    pane.draft.set(&running, linger, text("100"));
    assert_eq!(pane.draft.as_change(ClientModel::Java).to_vec(), [("linger.ms".to_owned(), Some("100".to_owned()))]);
    pane.draft.set(&running, linger, text("007"));
    assert!(pane.draft.is_empty(), "it is 7 already");
    pane.draft.set(&running, linger, None);
    assert_eq!(pane.draft.as_change(ClientModel::Java).to_vec(), [("linger.ms".to_owned(), None)]);
    assert!(pane.draft.undo() && pane.draft.is_empty());
    assert!(pane.draft.undo() && pane.draft.len() == 1);
    assert!(pane.draft.undo() && !pane.draft.undo());
    pane.draft.set(&running, row("acks").unwrap(), None);
    assert!(pane.draft.is_empty(), "it is not set");
}

#[test]
fn what_the_producer_runs_with_by_now_leaves_the_draft() {
    let (mut pane, running) = pane(&[]);
    pane.draft.set(&running, row("linger.ms").unwrap(), Some(Written::Text("100".to_owned())));
    pane.draft.set(&running, row("acks").unwrap(), Some(Written::Text("1".to_owned())));
    pane.look_through(&running, None);
    let now = Arc::new(profile(ClientModel::Java, &[("linger.ms", "100")]));
    pane.look_through(&now, None);
    let left: Vec<&str> = pane.draft.changes().map(|(property, _)| property.name).collect();
    assert_eq!(left, ["acks"]);
}

#[test]
fn the_draft_is_looked_through_with_the_linter_and_java() {
    let (mut pane, running) = pane(&[]);
    pane.draft.set(&running, row("acks").unwrap(), Some(Written::Text("1".to_owned())));
    pane.draft.set(&running, row("enable.idempotence").unwrap(), Some(Written::Text("true".to_owned())));
    pane.look_through(&running, None);
    let review = pane.review().unwrap();
    assert!(review.refused[0].message.starts_with("Must set acks to all"), "{:?}", review.refused);
    let said = review.verdict.as_ref().unwrap().message().unwrap();
    assert!(said.starts_with("Must set acks to all"), "{said}");
}

#[test]
fn a_value_is_read_while_it_is_typed() {
    let good = |text: &str, words: &str| Reading::Good {
        written: Written::Text(text.to_owned()),
        words: Some(words.to_owned()).filter(|w| !w.is_empty()),
    };
    let cases = [
        ("linger.ms", "100 ms", good("100", "100 ms")),
        ("linger.ms", "1.5 s", good("1500", "1.5 s")),
        ("linger.ms", "5", good("5", "5 ms")),
        ("buffer.memory", "32 MiB", good("33554432", "32 MiB")),
        ("batch.size", "64k", good("65536", "64 KiB")),
        ("delivery.timeout.ms", "2 min", good("120000", "2 min")),
        ("acks", "all", good("all", "")),
        ("enable.idempotence", "true", good("true", "")),
        ("client.id", "", good("", "")),
        ("linger.ms", "${env:LINGER}", Reading::Reference(Written::Text("${env:LINGER}".to_owned()))),
        ("sasl.password", "${file:pw}", Reading::Reference(Written::Text("${file:pw}".to_owned()))),
        ("linger.ms", "-1", Reading::Wrong("'-1' is out of range; allowed: 0 or more (milliseconds)".to_owned())),
        ("linger.ms", "", Reading::Wrong("'' is not a whole number; allowed: 0 or more (milliseconds)".to_owned())),
        ("linger.ms", "1.5 ms", Reading::Wrong("'1.5 ms' is no whole number of milliseconds".to_owned())),
        ("linger.ms", "${x}", Reading::Wrong("'${x}' is no reference; allowed: ${env:NAME}, ${file:PATH}".to_owned())),
        ("sasl.password", "", Reading::Wrong("nothing is typed yet".to_owned())),
    ];
    for (name, typed, expected) in cases {
        let mut input = Input::begin(row(name).unwrap(), ClientModel::Java, "");
        for character in typed.chars() {
            input.key(Key::from(character), 40);
        }
        assert_eq!(input.reading(), expected, "{name} {typed}");
    }
}

#[test]
fn a_secret_that_is_typed_is_not_in_any_print() {
    let (mut pane, running) = pane(&[]);
    let password = row("sasl.password").unwrap();
    let mut input = Input::begin(password, ClientModel::Java, "");
    assert!(input.paste("canary-4711"));
    let Reading::Good { written, .. } = input.reading() else { panic!("not read") };
    pane.input = Some(input);
    pane.draft.set(&running, password, Some(written));
    pane.look_through(&running, None);
    assert!(!format!("{pane:?}").contains("canary"));
    pane.set_search("sasl.password".to_owned());
    assert_eq!(pane.selected_row().unwrap().value(), "********");
    let (_, written) = pane.draft.changes().next().unwrap();
    assert_eq!(written.unwrap().expose(), "canary-4711");
}

#[test]
fn choices_are_stepped_through() {
    let mut input = Input::begin(row("compression.type").unwrap(), ClientModel::Java, "none");
    assert_eq!((input.choices.len(), input.chosen()), (5, Some(0)));
    input.step(true);
    input.step(true);
    assert_eq!(input.chosen(), Some(2));
    input.step(false);
    assert_eq!(input.reading(), Reading::Good { written: Written::Text("gzip".to_owned()), words: None });
}

#[test]
fn the_selected_row_is_always_in_sight() {
    let (mut pane, _) = pane(&[]);
    for (rows, page) in [(1, 5), (4, 5), (100, 5), (-3, 5), (isize::MAX / 2, 5), (-1, 1), (isize::MIN / 2, 3)] {
        pane.select_by(rows, page);
        let lines = pane.lines();
        for height in [1, 2, 5, 30] {
            let (top, at) = (pane.window(&lines, height), pane.place(&lines).unwrap());
            assert!((top..top + height).contains(&at), "{rows} {height}: {at} of {top}");
            assert!(top + height <= lines.len().max(height));
        }
    }
    let lines = pane.lines();
    assert_eq!(pane.window(&lines, 5), 0, "the first heading is in sight with the first row");
}
