//! The workbench: everything it ever wrote to the terminal, what it keeps, and what it starts.

use std::os::unix::fs::PermissionsExt as _;
use std::time::Duration;

use super::pty::Pty;
use super::{CANARY, Hits};

/// Long enough for what a key brings about to be drawn.
const QUIET: Duration = Duration::from_millis(120);

/// Keys that open or show something, by what they do; `Esc` comes after each, so that the next one is not typed into a
/// field.
const KEYS: &[(&str, &str)] = &[
    ("send", "\x1b[15~"),
    ("help", "\x1bOP"),
    ("the person's editor", "\x16"),
    ("the kinds of a payload", "\x1bOS"),
    ("a load", "\x1b[18~"),
    ("commands", "\x10"),
    ("topics", "\x1bt"),
    ("ways to send", "\x1bs"),
    ("bytes", "\x1bh"),
    ("files", "\x1bo"),
    ("a file to save in", "\x1ba"),
    ("a new topic", "\x1bn"),
    ("the profile", "\x1b2"),
    ("what is wrong with it", "w"),
    ("what is known of a property", "e"),
    ("what differs", "d"),
    ("what is set first", "c"),
    ("the profile saved", "s"),
    ("the profile under another name", "S"),
    ("profiles", "\x1bl"),
    ("the profile applied", "\x1b[17~"),
    ("pipeline", "\x1b3"),
    ("requests", "\x1b4"),
    ("one request", "\r"),
    ("results", "\x1b5"),
    ("one result", "\r"),
    ("ways to copy", "c"),
    ("a copy of the command line", "cl"),
    ("a copy in a file", "cf"),
    ("its life", "t"),
    ("this pane alone", "\x1b[20~"),
    ("record", "\x1b1"),
];

fn press(pty: &mut Pty, key: &str) {
    pty.type_in(key);
    pty.wait_for_quiet(QUIET);
}

fn type_slowly(pty: &mut Pty, text: &str) {
    for character in text.chars() {
        press(pty, &character.to_string());
    }
}

#[test]
fn the_workbench_shows_keeps_and_hands_on_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let profile = folder.path().join("p.toml");
    let text = format!(
        "[producer]\n\"sasl.password\" = \"{CANARY}\"\n\"ssl.key.password\" = \"${{env:CANARY}}\"\n\"sasl.jaas.config\" = \
         'x.PlainLoginModule required username=\"a\" password=\"{CANARY}\";'\n[librdkafka]\n\"ssl.keystore.password\" = \
         \"{CANARY}\"\n[extra]\n\"my.password\" = \"{CANARY}\"\n"
    );
    std::fs::write(&profile, format!("cluster = \"embedded\"\n{text}")).unwrap();
    let editor = folder.path().join("editor");
    let seen = folder.path().join("seen");
    std::fs::write(
        &editor,
        format!("#!/bin/sh\n{{ env -u CANARY; ps -o args= -p $$; cat \"$1\"; }} > '{}'\n", seen.display()),
    )
    .unwrap();
    std::fs::set_permissions(&editor, std::fs::Permissions::from_mode(0o755)).unwrap();
    let set = format!("ssl.keystore.password={CANARY}");
    let arguments = ["--profile", profile.to_str().unwrap(), "--set", &set, "--topic", "t"];
    let mut pty = Pty::start_with(&arguments, (120, 40), |command| {
        command.env("CANARY", CANARY);
        command.env("EDITOR", &editor);
        command.env_remove("VISUAL");
    });
    pty.wait_for("embedded");
    // Both panes take a secret that is typed: by name and value, and in the list of properties.
    press(&mut pty, "\x1b3");
    press(&mut pty, "s");
    pty.wait_for("Any property of the running producer");
    type_slowly(&mut pty, &format!("sasl.password={CANARY}"));
    pty.wait_for("sasl.password=***");
    press(&mut pty, "\r");
    press(&mut pty, "\x1b2");
    press(&mut pty, "/");
    type_slowly(&mut pty, "sasl.password");
    press(&mut pty, "\r");
    press(&mut pty, "\r");
    type_slowly(&mut pty, CANARY);
    press(&mut pty, "\r");
    for (_, key) in KEYS {
        press(&mut pty, key);
        press(&mut pty, "\x1b");
    }
    let mut hits = Hits::default();
    hits.search("what the workbench wrote to the terminal", &String::from_utf8_lossy(&pty.seen().bytes));
    hits.search_files("the workbench's home", pty.home(), &[]);
    let seen = std::fs::read_to_string(&seen).expect("the editor was started");
    hits.search("what the person's editor was handed", &seen);
    hits.are_none();
}
