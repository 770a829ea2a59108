//! A person's own keys.

#![allow(clippy::unwrap_used)]

use super::*;
use crate::app::command::ResultsCommand;
use crate::domain::diagnostic::Position;

/// A keymap with a binding on each line: `command: key key`.
fn bindings(lines: &str) -> Vec<Binding> {
    let place = |line: usize, column: usize| Place::File {
        path: "k.toml".to_owned(),
        at: Some(Position { line: line + 1, column }),
    };
    let read = |(at, line): (usize, &str)| {
        let (command, keys) = line.split_once(": ").unwrap_or((line.trim_end_matches(':'), ""));
        let keys = keys.split_whitespace().enumerate();
        Binding {
            command: Written { text: command.to_owned(), place: place(at, 1) },
            keys: keys.map(|(nth, key)| Written { text: key.to_owned(), place: place(at, 10 + nth) }).collect(),
        }
    };
    lines.lines().enumerate().map(read).collect()
}

fn with(lines: &str) -> (Keymap, Vec<String>) {
    let (keymap, told) = Keymap::with(&bindings(lines));
    (keymap, told.iter().map(ToString::to_string).collect())
}

fn keys(keymap: &Keymap, command: Command) -> Vec<String> {
    keymap.keys(command).map(|key| key.to_string()).collect()
}

#[test]
fn no_two_commands_that_meet_have_a_default_key_in_common() {
    for (at, entry) in TABLE.iter().enumerate() {
        for other in TABLE[at + 1..].iter().filter(|other| other.context.meets(entry.context)) {
            let both: Vec<_> = entry.keys.iter().filter(|key| other.keys.contains(key)).collect();
            assert!(both.is_empty(), "{} and {} have {both:?}", entry.id, other.id);
        }
    }
}

#[test]
fn no_default_key_is_needed_by_a_text() {
    for entry in TABLE {
        for key in default_keys(entry) {
            // Enter and the arrows mean the next field only where the text has no use for them.
            assert_eq!(unfit(entry, key), None, "{} {key}", entry.id);
        }
    }
}

#[test]
fn without_a_word_of_a_person_the_table_counts() {
    let (keymap, told) = with("");
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(keymap.0, Keymap::default().0);
}

#[test]
fn a_bound_command_has_the_keys_that_were_given_and_no_other() {
    let (keymap, told) = with("zoom: Alt-z F12\nquit:\nsend: ^T");
    assert_eq!(told, Vec::<String>::new());
    assert_eq!(keys(&keymap, Command::Zoom), ["Alt-z", "F12"]);
    assert_eq!(keys(&keymap, Command::Quit), Vec::<String>::new());
    assert_eq!(keys(&keymap, Command::Send), ["^T"]);
    assert_eq!(keymap.command(Context::Anywhere, "F9".parse().unwrap()), None);
    assert_eq!(keymap.command(Context::Anywhere, "F12".parse().unwrap()), Some(Command::Zoom));
}

#[test]
fn what_is_bound_last_counts() {
    let (keymap, told) = with("zoom: Alt-z\nzoom: Alt-y");
    assert_eq!((told, keys(&keymap, Command::Zoom)), (Vec::new(), vec!["Alt-y".to_owned()]));
}

#[test]
fn what_cannot_be_used_is_told_with_its_place_and_the_nearest_name_and_the_rest_works() {
    let cases = [
        ("zom: Alt-z", "k.toml:1:1: warning: 'zom' is no command; did you mean 'zoom'?"),
        ("go-to-result: Alt-z", "k.toml:1:1: warning: 'go-to-result' is no command; did you mean 'go-to-results'?"),
        ("wibble-wobble: Alt-z", "k.toml:1:1: warning: 'wibble-wobble' is no command; the palette lists all of them"),
        ("zoom: Entre", "k.toml:1:10: warning: 'Entre' is not the name of a key; did you mean 'Enter'?"),
        ("zoom: ctrl-t", "k.toml:1:10: warning: 'ctrl-t' is not the name of a key; did you mean '^T'?"),
        ("zoom: F25", "k.toml:1:10: warning: 'F25' is not the name of a key; did you mean 'F2'?"),
        ("zoom: Hyper-x", "k.toml:1:10: warning: 'Hyper-x' is not the name of a key; allowed: a character, F1 to F24,"),
        ("zoom: ^I", "k.toml:1:10: warning: '^I' can't be a key of 'zoom': terminals send it as 'Tab'"),
        ("zoom: Enter", "k.toml:1:10: warning: 'Enter' can't be a key of 'zoom': texts need it"),
        ("kind: k", "k.toml:1:10: warning: 'k' can't be a key of 'kind': texts need it"),
        ("apply-value: y", "k.toml:1:10: warning: 'y' can't be a key of 'apply-value': texts need it"),
        (
            "zoom: Alt-z\nredraw: Alt-z",
            "k.toml:2:10: warning: 'Alt-z' is the key of 'zoom' already (k.toml:1:10): 'redraw' goes without it",
        ),
        (
            "zoom: Alt-z\ncopy: Alt-z",
            "k.toml:2:10: warning: 'Alt-z' is the key of 'zoom' already (k.toml:1:10): 'copy' goes without it",
        ),
    ];
    for (lines, expected) in cases {
        let (keymap, told) = with(lines);
        assert!(told.len() == 1 && told[0].starts_with(expected), "{lines}: {told:?}");
        assert_eq!(keymap.command(Context::Anywhere, "F5".parse().unwrap()), Some(Command::Send));
    }
}

#[test]
fn a_default_key_that_a_person_gives_to_another_command_is_lost_and_that_is_told() {
    let (keymap, told) = with("zoom: F5");
    assert_eq!(told, ["k.toml:1:10: warning: 'F5' was a key of 'send' (Everywhere), which keeps '^T'"]);
    assert_eq!((keys(&keymap, Command::Zoom), keys(&keymap, Command::Send)), (vec!["F5".into()], vec!["^T".into()]));
    let (keymap, told) = with("life: c");
    assert_eq!(told, ["k.toml:1:10: warning: 'c' was a key of 'copy' (Results), which has no key now"]);
    assert_eq!(keymap.command(Context::Results, 'c'.into()), Some(Command::Results(ResultsCommand::Life)));
    // A key that works everywhere is taken from the panes, and the other way round.
    let (keymap, told) = with("redraw: n");
    assert!(told.len() == 1 && told[0].contains("'n' was a key of 'next-failure'"), "{told:?}");
    assert_eq!(keymap.command(Context::Results, 'n'.into()), None);
    let (keymap, told) = with("copy: z");
    assert!(told.len() == 1 && told[0].contains("'z' was a key of 'zoom' (Everywhere)"), "{told:?}");
    assert_eq!(keymap.command(Context::Anywhere, 'z'.into()), None);
    // Two that change places lose nothing.
    assert_eq!(with("zoom: F5\nsend: F9").1, Vec::<String>::new());
    // What a dialog's keys mean is another matter.
    assert_eq!(with("stay: Alt-z\nzoom: Alt-z").1, Vec::<String>::new());
}
