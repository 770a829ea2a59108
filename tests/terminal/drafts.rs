//! What stands unsent in the form outlives the program.

use std::path::Path;

use nix::sys::signal::Signal;

use crate::pty::Pty;

/// Opens the workbench with this state folder.
fn open(state: &Path) -> Pty {
    let pty = Pty::start_with(&[], (100, 30), |command| command.env("XDG_STATE_HOME", state));
    pty.wait_for("6 partitions");
    pty
}

fn draft(state: &Path, number: u32) -> String {
    std::fs::read_to_string(state.join(format!("linger/drafts/draft-{number}.toml"))).unwrap_or_default()
}

/// Waits until a draft says this.
fn wait_for_draft(pty: &Pty, state: &Path, number: u32, text: &str) {
    let deadline = std::time::Instant::now() + std::time::Duration::from_secs(30);
    while !draft(state, number).contains(text) {
        assert!(std::time::Instant::now() < deadline, "it was never kept: {text}\n{}", pty.seen().text());
        std::thread::yield_now();
    }
}

#[test]
fn what_was_typed_survives_a_kill_and_is_not_sent_by_itself() {
    let state = tempfile::tempdir().unwrap();
    let mut pty = open(state.path());
    pty.type_in("precious");
    wait_for_draft(&pty, state.path(), 1, "value = \"precious\"");
    pty.signal(Signal::SIGKILL);
    drop(pty);
    let mut pty = open(state.path());
    pty.wait("the draft", |seen| seen.shows("precious") && seen.shows("It was not sent"));
    assert!(!pty.seen().shows("orders-"), "it was sent");
    // Once it was sent, nothing is kept of it.
    pty.type_in("\x1b[15~");
    pty.wait_for("@ 0");
    pty.type_in("\x03");
    assert_eq!(pty.wait_for_exit(), 0);
    assert_eq!(draft(state.path(), 1), "");
    let pty = open(state.path());
    assert!(!pty.seen().shows("precious"));
}

#[test]
fn what_was_typed_last_is_kept_by_who_ends_at_once() {
    let state = tempfile::tempdir().unwrap();
    let mut pty = open(state.path());
    pty.type_in("to the last letter");
    pty.wait_for("last letter");
    pty.signal(Signal::SIGTERM);
    assert_eq!(pty.wait_for_exit(), 130);
    assert!(draft(state.path(), 1).contains("to the last letter"));
}

#[test]
fn two_workbenches_do_not_take_each_others_draft() {
    let state = tempfile::tempdir().unwrap();
    let (mut one, mut two) = (open(state.path()), open(state.path()));
    one.type_in("first");
    two.type_in("second");
    wait_for_draft(&one, state.path(), 1, "first");
    wait_for_draft(&two, state.path(), 2, "second");
}
