//! A person's own profiles, from the command line: listed, found, edited, and read from standard input.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

/// A home with these profiles.
fn home(files: &[(&str, &str)]) -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder(home.path())).unwrap();
    for (name, text) in files {
        fs::write(folder(home.path()).join(name), text).unwrap();
    }
    home
}

fn folder(home: &Path) -> PathBuf {
    home.join(".config/linger/profiles")
}

fn linger(home: &Path, args: &[&str], input: &str, variables: &[(&str, &str)]) -> Output {
    let mut linger = Command::new(env!("CARGO_BIN_EXE_linger"));
    linger.args(args).env("HOME", home).current_dir(home).env_remove("XDG_CONFIG_HOME").env_remove("XDG_STATE_HOME");
    linger.env_remove("VISUAL").env_remove("KAFKA_USERNAME").env_remove("KAFKA_PASSWORD");
    linger.envs(variables.iter().copied()).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = linger.spawn().unwrap();
    // One that does not read is gone already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// The exit code, standard output and standard error, with the home's path as HOME.
fn told(home: &Path, output: &Output) -> (Option<i32>, String, String) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).replace(&home.display().to_string(), "HOME");
    (output.status.code(), text(&output.stdout), text(&output.stderr))
}

fn run(home: &Path, args: &[&str], input: &str, variables: &[(&str, &str)]) -> (Option<i32>, String, String) {
    told(home, &linger(home, args, input, variables))
}

#[test]
fn profiles_are_listed_with_place_guard_and_purpose_and_broken_ones_with_what_is_wrong() {
    let home = home(&[
        ("orders.toml", "description = \"Orders, \\u001b[31mred\"\n[workbench]\nguard = 'read-only'\n"),
        ("broken.toml", "[producer]\nlingr.ms = 5\nacks = '7'\n"),
    ]);
    let (code, list, _) = run(home.path(), &["profile", "list"], "", &[]);
    assert_eq!(code, Some(0));
    let row = |name: &str| list.lines().find(|line| line.split_whitespace().next() == Some(name)).unwrap().to_owned();
    let columns = |name: &str| {
        row(name).split("  ").filter(|part| !part.is_empty()).map(|part| part.trim().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(columns("durable")[1..3], ["built-in", "open"]);
    assert!(row("secured").ends_with("both from the environment; needs $KAFKA_USERNAME, $KAFKA_PASSWORD"));
    assert_eq!(columns("orders")[1..3], ["HOME/.config/linger/profiles/orders.toml", "read-only"]);
    assert!(!list.contains('\u{1b}'));
    let broken = columns("broken");
    assert_eq!(broken[2], "?");
    assert!(broken[3].starts_with("error: HOME/.config/linger/profiles/broken.toml:2:1: 'lingr.ms' is not"), "{list}");
    assert!(broken[3].ends_with("(and 1 more)"), "{list}");
    let (_, lines, _) = run(home.path(), &["profile", "list", "--format", "json"], "", &[("KAFKA_USERNAME", "x")]);
    let objects: Vec<serde_json::Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(objects.len(), 9);
    let object = |name: &str| objects.iter().find(|object| object["name"] == name).unwrap();
    assert_eq!((&object("local")["builtIn"], &object("local")["file"]), (&true.into(), &serde_json::Value::Null));
    assert_eq!(object("secured")["unset"], serde_json::json!(["KAFKA_PASSWORD"]));
    assert_eq!(object("orders")["guard"], "read-only");
    assert_eq!(
        (&object("broken")["guard"], object("broken")["problems"].as_array().unwrap().len()),
        (&serde_json::Value::Null, 2)
    );
}

#[test]
fn the_folder_and_the_file_of_a_profile_are_printed() {
    let home = home(&[("orders.toml", "")]);
    let cases = [
        (vec![], Some(0), "HOME/.config/linger/profiles\n", ""),
        (vec!["orders"], Some(0), "HOME/.config/linger/profiles/orders.toml\n", ""),
        (vec!["local"], Some(2), "", "linger: profile: 'local' has no file of its own\n"),
    ];
    for (args, code, out, err) in cases {
        let args: Vec<&str> = ["profile", "path"].into_iter().chain(args).collect();
        assert_eq!(run(home.path(), &args, "", &[]), (code, out.to_owned(), err.to_owned()), "{args:?}");
    }
    let (code, _, err) = run(home.path(), &["profile", "path", "ordrs"], "", &[]);
    assert_eq!(code, Some(2));
    assert!(err.starts_with("linger: profile: there is no profile 'ordrs'; did you mean 'orders'?"), "{err}");
}

#[test]
fn what_the_editor_leaves_is_kept_when_it_is_a_profile() {
    let home = home(&[("orders.toml", "# mine\n[producer]\nlinger.ms = 5\n")]);
    let file = folder(home.path()).join("orders.toml");
    let edit = |editor: &str| run(home.path(), &["profile", "edit", "orders"], "", &[("EDITOR", editor)]);
    let kept = || fs::read_dir(home.path().join(".local/state/linger/edit")).unwrap().count();
    assert_eq!(edit("true"), (Some(0), "nothing was changed\n".to_owned(), String::new()));
    assert_eq!(
        edit("sed -i s/5/7/"),
        (Some(0), "saved 'orders' in HOME/.config/linger/profiles/orders.toml\n".to_owned(), String::new())
    );
    assert_eq!((fs::read_to_string(&file).unwrap().as_str(), kept()), ("# mine\n[producer]\nlinger.ms = 7\n", 0));
    // A variable that is not set here is no mistake, and a secret makes the file its owner's alone.
    assert_eq!(edit("sed -i '$a client.id = \"${env:NOBODY}\"'").0, Some(0));
    let (_, said, _) = edit("sed -i '$a sasl.password = \"canary\"'");
    assert!(said.ends_with("which only you can read: a secret stands in it\n") && !said.contains("canary"), "{said}");
    // What is no profile is kept aside, and named.
    let (code, _, err) = edit("sed -i s/linger/lingr/");
    assert_eq!((code, kept()), (Some(2), 1));
    let lines: Vec<&str> = err.lines().collect();
    assert!(lines[0].starts_with("linger: HOME/.config/linger/profiles/orders.toml:3:1: 'lingr.ms' is not"), "{err}");
    assert!(lines[1].starts_with("linger: the profile is as it was; what you wrote is in HOME/.local/state/"), "{err}");
    assert!(fs::read_to_string(&file).unwrap().contains("linger.ms = 7"));
    // Of an editor that fails, too, unless nothing was written.
    assert_eq!(edit("false").2, "linger: the editor 'false' ended with exit code 1\n");
    assert_eq!(kept(), 1);
    let (_, _, err) = edit("sh -c 'echo x >> \"$0\"; exit 3'");
    assert!(err.contains("ended with exit code 3; what you wrote is in "), "{err}");
    assert_eq!(kept(), 2);
    // Somebody else was faster.
    let (code, _, err) = edit(&format!("sh -c 'echo \"# theirs\" >> {}; echo \"# ours\" >> \"$0\"'", file.display()));
    assert_eq!((code, kept()), (Some(2), 3));
    assert!(err.contains("has changed on the disk since it was read; nothing was written"), "{err}");
    assert!(fs::read_to_string(&file).unwrap().ends_with("# theirs\n"));
}

#[test]
fn a_built_in_profile_is_not_edited() {
    let home = home(&[]);
    let (code, _, err) = run(home.path(), &["profile", "edit", "durable"], "", &[("EDITOR", "true")]);
    let said =
        "linger: profile: 'durable' has no file of its own to edit; begin one with 'extends = \"durable\"' in it\n";
    assert_eq!((code, err.as_str()), (Some(2), said));
}

#[test]
fn a_profile_can_come_on_standard_input_with_paths_from_here() {
    let home = home(&[]);
    fs::write(home.path().join("id"), "me\n").unwrap();
    fs::write(home.path().join("base.toml"), "[producer]\nacks = '1'\n").unwrap();
    let text = "extends = 'base.toml'\n[producer]\nlinger.ms = 7\nclient.id = '${file:id}'\n";
    let (code, shown, _) = run(home.path(), &["profile", "show", "-"], text, &[]);
    assert_eq!(code, Some(0));
    for row in [["acks", "1", "base.toml:2"], ["linger.ms", "7", "<stdin>:3"], ["client.id", "me", "<stdin>:4"]] {
        assert!(shown.lines().any(|line| line.split_whitespace().take(3).eq(row)), "{row:?} in {shown}");
    }
    let (code, said, _) = run(home.path(), &["profile", "check", "-"], "[producer]\nlingr.ms = 7\n", &[]);
    assert_eq!(code, Some(2));
    assert!(
        said.starts_with("<stdin>:2:1: 'lingr.ms' is not a producer property; did you mean 'linger.ms'?"),
        "{said}"
    );
    let args = ["send", "--profile", "-", "--topic", "orders", "--value", "x", "--format", "json"];
    let (code, sent, _) = run(home.path(), &args, "cluster = 'embedded'\n", &[]);
    assert!(code == Some(0) && sent.contains("\"status\":\"delivered\""), "{sent}");
    let both = ["send", "--profile", "-", "--topic", "orders", "-"];
    let said =
        "linger: --profile: standard input can't be both the profile and the records; name a file for one of them\n";
    assert_eq!(run(home.path(), &both, "x", &[]), (Some(2), String::new(), said.to_owned()));
}

#[test]
fn a_built_in_profile_with_an_address_is_good_and_without_its_variables_names_them() {
    let home = home(&[]);
    let names = ["low-latency", "throughput", "durable", "fire-and-forget", "secured"];
    let set = [("KAFKA_USERNAME", "alice"), ("KAFKA_PASSWORD", "canary")];
    for name in names {
        let text = format!("extends = '{name}'\n[producer]\nbootstrap.servers = 'a:9092,b:9092'\n");
        assert_eq!(
            run(home.path(), &["profile", "check", "-"], &text, &set),
            (Some(0), String::new(), String::new()),
            "{name}"
        );
    }
    let send = ["send", "--profile", "secured", "-b", "localhost:1", "--topic", "t", "--value", "x"];
    let (code, _, err) = run(home.path(), &send, "", &[("KAFKA_USERNAME", "alice")]);
    assert_eq!(code, Some(2));
    assert_eq!(
        err,
        "linger: built-in profile 'secured':11:19: sasl.password: the environment variable 'KAFKA_PASSWORD' is not set\n"
    );
}
