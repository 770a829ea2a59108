//! Every command, with every way of giving a secret: what it prints and what it writes.

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::carriers::{self, Carrier};
use super::{CANARY, Hits};

/// What is run on each profile, `PROFILE` in its place.
const COMMANDS: &[&str] = &[
    "profile show PROFILE",
    "profile show PROFILE --effective",
    "profile show PROFILE --effective --format json",
    "profile diff PROFILE local",
    "profile diff local PROFILE --format json",
    "profile check PROFILE",
    "profile check PROFILE --all",
    "profile check PROFILE --format json",
    "profile export PROFILE --to properties",
    "profile export PROFILE --to librdkafka",
    "profile export PROFILE --to kcat",
    "profile export PROFILE --to console",
    "profile export PROFILE --to java --effective",
    "profile export PROFILE --to python --effective",
    "profile path PROFILE",
    "send --profile PROFILE --topic t --value v --trace trace.jsonl --log linger.log",
    "send --profile PROFILE --topic t --value v --format json",
    "bench --profile PROFILE --topic t --records 1 --format json --trace trace.jsonl",
    "bench --profile PROFILE --topic t --records 1",
    "partition --profile PROFILE --partitions 3 --key k",
];

/// What also connects, to where nobody listens, and waits a while for somebody: run on those that get so far.
const PATIENT: &[&str] = &["profile check PROFILE --topic t --all --format json"];

fn linger(home: &Path, arguments: &[String]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linger"));
    command.args(arguments).current_dir(home).env("HOME", home).env("CANARY", CANARY).env("RUST_BACKTRACE", "1");
    for name in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME"] {
        command.env_remove(name);
    }
    command.stdin(Stdio::null()).output().unwrap()
}

/// The arguments of a command, with this file in `PROFILE`'s place.
fn words(command: &str, file: &Path) -> Vec<String> {
    let word = |word: &str| if word == "PROFILE" { file.display().to_string() } else { word.to_owned() };
    command.split(' ').map(word).collect()
}

fn walk(carriers: &[Carrier], home: &Path, hits: &mut Hits, commands: &[&str]) {
    for carrier in carriers {
        for command in commands {
            let mut arguments = words(command, &carrier.profile);
            if !command.starts_with("profile path") {
                arguments.extend(carrier.arguments.iter().cloned());
            }
            let output = linger(home, &arguments);
            let place = |stream| format!("the standard {stream} of '{command}', given by {}", carrier.name);
            hits.search(&place("output"), &String::from_utf8_lossy(&output.stdout));
            let said = String::from_utf8_lossy(&output.stderr).into_owned();
            hits.search(&place("error"), &said);
            assert!(!said.contains("unexpected argument") && !said.contains("unrecognized"), "'{command}': {said}");
        }
    }
    hits.search_files("the folder it ran in", home, &[]);
}

#[test]
fn no_command_prints_or_writes_a_secret() {
    let profiles = tempfile::tempdir().unwrap();
    let all = carriers::all(profiles.path());
    let connecting = carriers::connecting(profiles.path());
    let (one, other) = all.split_at(all.len() / 2);
    let parts: [(&[Carrier], &[&str]); 3] = [(one, COMMANDS), (other, COMMANDS), (&connecting, PATIENT)];
    let jobs = parts.map(|(carriers, commands)| {
        move || {
            let (home, mut hits) = (tempfile::tempdir().unwrap(), Hits::default());
            walk(carriers, home.path(), &mut hits, commands);
            hits
        }
    });
    let found = std::thread::scope(|scope| {
        let searches: Vec<_> = jobs.into_iter().map(|search| scope.spawn(search)).collect();
        searches.into_iter().flat_map(|search| search.join().unwrap().0).collect()
    });
    Hits(found).are_none();
}

/// What other programs are configured with, as an import takes it.
fn foreign(folder: &Path) -> Vec<PathBuf> {
    let line = |name: &str, value: &str| format!("{name}={}\n", value.replace('\n', "\\n"));
    let all: Vec<String> = carriers::given().iter().map(|(name, value)| line(name, value)).collect();
    let native = ["sasl.password", "ssl.key.password", "sasl.pasword", "my.secret"].map(|name| line(name, CANARY));
    let spring = format!(
        "spring:\n  kafka:\n    bootstrap-servers: a:1\n    ssl:\n      key-password: {CANARY}\n    producer:\n      \
         ssl:\n        key-store-password: {CANARY}\n      properties:\n        sasl.jaas.config: x.PlainLoginModule \
         required username=\"a\" password=\"{CANARY}\";\n        sasl.pasword: {CANARY}\n"
    );
    let kcat = format!(
        "kcat -b a:1 -t t -P -X sasl.password={CANARY} -X sasl.pasword={CANARY} -X ssl.key.password={CANARY}\n"
    );
    let console = format!(
        "kafka-console-producer.sh --bootstrap-server a:1 --topic t --command-property ssl.key.password={CANARY} \
         --producer-property sasl.pasword={CANARY}\n"
    );
    let files = [
        ("producer.properties", all.concat()),
        ("kcat.conf", native.concat()),
        ("application.yml", spring),
        ("kcat.txt", kcat),
        ("console.txt", console),
        ("open.properties", format!("sasl.password={CANARY}\\u12\n=\n{CANARY}\n")),
        ("open.yml", format!("spring:\n  kafka: [{CANARY}\n")),
        ("open.txt", format!("kcat -X 'sasl.password={CANARY}\n")),
    ];
    files
        .into_iter()
        .map(|(name, text)| {
            let path = folder.join(name);
            std::fs::write(&path, text).unwrap();
            path
        })
        .collect()
}

#[test]
fn an_import_prints_no_secret_that_another_program_was_configured_with() {
    let home = tempfile::tempdir().unwrap();
    let folder = home.path().join("profiles");
    std::fs::create_dir(&folder).unwrap();
    let mut hits = Hits::default();
    for (number, file) in foreign(&folder).iter().enumerate() {
        let output = linger(home.path(), &words("profile import PROFILE", file));
        let place = |stream| format!("the standard {stream} of an import of {}", file.display());
        hits.search(&place("output"), &String::from_utf8_lossy(&output.stdout));
        hits.search(&place("error"), &String::from_utf8_lossy(&output.stderr));
        let is_read = !file.to_string_lossy().contains("open.");
        assert_eq!(output.status.success(), is_read, "{}: {output:?}", file.display());
        if is_read {
            let profile = home.path().join(format!("imported-{number}.toml"));
            std::fs::write(&profile, output.stdout).unwrap();
        }
    }
    hits.search_files("the folder it ran in", home.path(), &["profiles"]);
    hits.are_none();
}

#[test]
fn what_is_no_secret_is_found_where_it_is_printed() {
    let home = tempfile::tempdir().unwrap();
    let mut hits = Hits::default();
    let output = linger(home.path(), &words(&format!("profile show local --set client.id={CANARY}"), Path::new("")));
    hits.search("the standard output", &String::from_utf8_lossy(&output.stdout));
    assert_eq!(hits.0.len(), 1, "{output:?}");
    std::fs::write(home.path().join("file"), CANARY).unwrap();
    hits.search_files("a folder", home.path(), &[]);
    assert_eq!(hits.0.len(), 2);
}
