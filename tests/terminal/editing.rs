//! The person's editor has the terminal, and gives it back.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use nix::sys::signal::Signal;

use crate::pty::Pty;

const F2: &str = "\x1bOQ";

/// Opens the workbench with a shell script for an editor, which finds the file in `$1`. The script waits in its place
/// until it may go on: then the keys are the editor's.
fn open(script: &str) -> (Pty, PathBuf) {
    let folder = tempfile::tempdir().unwrap().keep();
    let path = folder.join("my editor");
    std::fs::write(&path, format!("#!/bin/sh\n{script}\n")).unwrap();
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).unwrap();
    let pty = Pty::start_with(&[], (100, 30), |command| {
        command.env("VISUAL", format!("'{}'", path.display()));
        command.env_remove("EDITOR");
    });
    pty.wait_for("6 partitions");
    (pty, folder)
}

fn kept(home: &Path) -> Vec<PathBuf> {
    let Ok(files) = std::fs::read_dir(home.join(".local/state/linger/edit")) else { return Vec::new() };
    files.map(|file| file.unwrap().path()).collect()
}

#[test]
fn the_editor_has_the_terminal_and_every_key_and_the_record_comes_back() {
    let script = "echo EDITOR HAS IT; read line; sed -i \"s/^value = .*/value = \\\"$line\\\"/\" \"$1\"";
    let (mut pty, _folder) = open(script);
    pty.type_in(F2);
    pty.wait("the editor in a terminal of its own", |seen| seen.is_given_back() && seen.shows("EDITOR HAS IT"));
    assert!(pty.has_line_mode(), "the editor got a terminal in raw mode");
    pty.type_in("typed there\r");
    pty.wait("the workbench with what was typed", |seen| !seen.is_given_back() && seen.shows("typed there"));
    pty.wait_for("It was not sent");
    assert!(!pty.has_line_mode());
    assert_eq!(kept(pty.home()), Vec::<PathBuf>::new());
    pty.type_in("\x1b[15~");
    pty.wait("the record is sent", |seen| seen.shows("@ 0") && seen.shows("value 11 B"));
}

#[test]
fn a_new_size_is_seen_when_the_editor_ends() {
    let (mut pty, _folder) = open("echo EDITOR HAS IT; read line");
    pty.type_in(F2);
    pty.wait_for("EDITOR HAS IT");
    pty.resize(120, 40);
    pty.type_in("\r");
    pty.wait("the notice on the last of the new rows", |seen| {
        seen.text().lines().nth(39).is_some_and(|line| line.contains("Nothing was changed"))
    });
}

#[test]
fn a_mistake_comes_back_with_its_place_and_the_text_can_be_mended() {
    let script =
        "if grep -q oops \"$1\"; then sed -i 's/oops/\"mended\"/' \"$1\"; else echo 'value = oops' >\"$1\"; fi";
    let (mut pty, _folder) = open(script);
    pty.type_in(F2);
    pty.wait("the mistake and its place", |seen| seen.shows("toml:1:9: ") && seen.shows("edit again"));
    assert_eq!(kept(pty.home()).len(), 1);
    pty.type_in("e");
    pty.wait("the mended record", |seen| seen.shows("mended") && seen.shows("It was not sent"));
    assert_eq!(kept(pty.home()), Vec::<PathBuf>::new());
}

#[test]
fn interrupts_are_the_editors_while_it_has_the_terminal() {
    let (mut pty, _folder) = open("trap 'echo CAUGHT' INT; echo EDITOR HAS IT; read line; read line");
    pty.type_in(F2);
    pty.wait_for("EDITOR HAS IT");
    pty.type_in("\x03");
    pty.wait_for("CAUGHT");
    pty.type_in("\r\r");
    pty.wait("the workbench", |seen| !seen.is_given_back() && seen.shows("6 partitions"));
}

#[test]
fn an_editor_that_is_killed_or_missing_is_told_of_and_the_form_is_as_it_was() {
    let (mut pty, folder) = open("echo half >\"$1\"; kill -9 $$");
    pty.type_in("precious");
    pty.wait_for("precious");
    pty.type_in(F2);
    pty.wait("why there is no result", |seen| seen.shows("was ended by SIGKILL") && seen.shows("precious"));
    assert_eq!(std::fs::read_to_string(&kept(pty.home())[0]).unwrap(), "half\n");
    std::fs::remove_file(folder.join("my editor")).unwrap();
    pty.type_in(F2);
    pty.wait("that it is missing", |seen| seen.shows("there is no editor") && seen.shows("precious"));
}

#[test]
fn a_signal_ends_the_editor_too_and_what_it_wrote_is_kept() {
    let (mut pty, _folder) = open("echo typed >\"$1\"; echo EDITOR HAS IT; read line");
    pty.type_in(F2);
    pty.wait_for("EDITOR HAS IT");
    pty.signal(Signal::SIGTERM);
    assert_eq!(pty.wait_for_exit(), 130);
    assert!(pty.has_line_mode());
    assert_eq!(std::fs::read_to_string(&kept(pty.home())[0]).unwrap(), "typed\n");
}
