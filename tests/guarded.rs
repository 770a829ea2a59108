//! Guards where nobody can be asked: `--yes` answers confirm, and nothing opens what is read-only.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::io::Write as _;
use std::process::{Command, Output, Stdio};

fn run(args: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_linger"))
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may have ended without reading.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A profile on the embedded cluster with these guards.
fn profile(folder: &tempfile::TempDir, workbench: &str) -> String {
    let path = folder.path().join("prod.toml");
    std::fs::write(&path, format!("cluster = 'embedded'\n[workbench]\n{workbench}\n")).unwrap();
    path.display().to_string()
}

#[test]
fn confirm_needs_yes_and_read_only_is_opened_by_nothing() {
    let folder = tempfile::tempdir().unwrap();
    for (workbench, topic, without, with, words) in [
        ("guard = 'open'", "t", 0, 0, ""),
        (
            "guard = 'confirm'",
            "t",
            2,
            0,
            "the guard of the profile 'prod' is confirm: with --yes records are sent to t",
        ),
        ("guard = 'read-only'", "t", 2, 2, "nothing is ever sent to t at embedded: the guard of the profile 'prod'"),
        ("topics = { 'pay*' = 'confirm' }", "t", 0, 0, ""),
        ("topics = { 'pay*' = 'confirm' }", "payments", 2, 0, "'prod' guards the topics 'pay*' as confirm"),
        ("topics = { '*.pii' = 'read-only' }", "people.pii", 2, 2, "nothing is ever sent to people.pii at embedded"),
        ("guard = 'confirm'\ntopics = { '*.pii' = 'read-only' }", "t", 2, 0, "with --yes"),
    ] {
        let profile = profile(&folder, workbench);
        for (yes, expected) in [(false, without), (true, with)] {
            for command in [&["send", "--value", "v"][..], &["bench", "--records", "1"]] {
                let mut args = command.to_vec();
                args.extend(["--profile", &profile, "--topic", topic]);
                args.extend(yes.then_some("--yes"));
                let output = run(&args, "");
                assert_eq!(output.status.code(), Some(expected), "{args:?} {workbench}: {output:?}");
                if expected == 2 {
                    assert!(text(&output.stderr).contains(words) && output.stdout.is_empty(), "{args:?}: {output:?}");
                }
            }
        }
    }
}

#[test]
fn an_address_off_loopback_that_no_profile_of_ones_own_names_needs_yes() {
    let folder = tempfile::tempdir().unwrap();
    let address = "no-such-host.invalid:9092";
    let path = folder.path().join("own.toml");
    std::fs::write(&path, format!("[producer]\n'bootstrap.servers' = '{address}'\n'max.block.ms' = 500\n")).unwrap();
    let own = path.display().to_string();
    let set = format!("bootstrap.servers={address}");
    let more = ["--topic", "t", "--value", "v"];
    for (args, expected) in [
        (vec!["-b", address], 2),
        (vec!["--set", &set], 2),
        (vec!["-b", address, "--yes", "--set", "max.block.ms=500"], 3),
        (vec!["--profile", &own], 3),
        (vec!["--profile", &own, "-b", address], 2),
    ] {
        let args: Vec<&str> = ["send"].into_iter().chain(args).chain(more).collect();
        let output = run(&args, "");
        assert_eq!(output.status.code(), Some(expected), "{args:?}: {output:?}");
        assert_eq!(text(&output.stderr).contains("no profile of your own names"), expected == 2, "{output:?}");
    }
}

#[test]
fn a_record_that_names_a_guarded_topic_itself_is_refused_and_the_others_are_sent() {
    let folder = tempfile::tempdir().unwrap();
    let profile = profile(&folder, "topics = { 'pay*' = 'confirm', '*.pii' = 'read-only' }");
    let input = "{\"topic\":\"t\",\"value\":\"1\"}\n{\"topic\":\"payments\",\"value\":\"2\"}\n\
                 {\"topic\":\"people.pii\",\"value\":\"3\"}\n";
    for (yes, sent) in [(false, 1), (true, 2)] {
        let mut args = vec!["send", "--profile", &profile, "--topic", "t", "--input", "json", "--format", "json", "-"];
        args.extend(yes.then_some("--yes"));
        let output = run(&args, input);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let said = text(&output.stdout);
        assert_eq!(said.matches("\"status\":\"delivered\"").count(), sent, "{said}");
        assert!(said.contains("Nothing is sent to people.pii: "), "{said}");
    }
}

#[test]
fn a_change_of_a_load_that_leads_elsewhere_is_guarded_too() {
    let args =
        ["bench", "--records", "1", "--topic", "t", "-b", "localhost:1", "--at", "1s:bootstrap.servers=b.invalid:9092"];
    let output = run(&args, "");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert!(text(&output.stderr).contains("--at 1.0 s: no profile of your own names b.invalid:9092"), "{output:?}");
}

#[test]
fn no_flag_sets_a_guard() {
    let folder = tempfile::tempdir().unwrap();
    let profile = profile(&folder, "guard = 'confirm'");
    let output = run(&["send", "--profile", &profile, "--topic", "t", "--value", "v", "--set", "guard=open"], "");
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let said = text(&output.stderr);
    assert!(said.contains("--set: the guard stands in a profile's file, under [workbench]"), "{said}");
}
