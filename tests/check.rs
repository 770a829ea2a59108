//! `linger profile check` over whole folders of profiles, and over what Java answered.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use linger::config::profile_file::{Sources, read};
use linger::domain::interchange::CheckObject;
use serde_json::{Value as Json, json};

const BROKEN: &str = "tests/fixtures/profiles-broken";
const LINTED: &str = "tests/fixtures/profiles-linted";

/// What is told by a check with these flags, and its exit code. The secrets of the fixtures are in the environment.
fn check(profile: &str, flags: &[&str]) -> (Option<i32>, String) {
    let home = tempfile::tempdir().unwrap();
    let mut linger = Command::new(env!("CARGO_BIN_EXE_linger"));
    linger.args(["profile", "check", profile]).args(flags).env("HOME", home.path()).env("JAAS", "not-to-be-seen");
    linger.env_remove("XDG_CONFIG_HOME").env_remove("XDG_STATE_HOME").env_remove("XDG_DATA_HOME");
    let output = linger.output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{profile}");
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(!told.contains("not-to-be-seen"), "{profile} shows a secret");
    (output.status.code(), told)
}

fn json_of(profile: &str) -> Json {
    let (code, told) = check(profile, &["--format", "json"]);
    let object: Json = serde_json::from_str(&told).unwrap();
    let errors = object["diagnostics"].as_array().unwrap().iter().any(|told| told["severity"] == "error");
    assert_eq!(code, Some(if errors { 2 } else { 0 }), "{profile}: {told}");
    object
}

fn ids(object: &Json) -> Vec<&str> {
    object["diagnostics"].as_array().unwrap().iter().map(|told| told["id"].as_str().unwrap()).collect()
}

fn fixtures(folder: &str) -> Vec<PathBuf> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path());
    let mut files: Vec<PathBuf> = files.filter(|file| file.extension().is_some_and(|end| end == "toml")).collect();
    files.sort();
    files
}

/// What only sending needs, and a profile that others extend lacks.
const ONLY_TO_SEND: [&str; 1] = ["no-broker"];

#[test]
fn every_broken_profile_exits_with_2_and_tells_what_its_file_says() {
    for file in fixtures(BROKEN) {
        let name = file.file_stem().unwrap().to_str().unwrap();
        let (code, told) = check(file.to_str().unwrap(), &[]);
        if ONLY_TO_SEND.contains(&name) {
            assert_eq!((code, told.as_str()), (Some(0), ""), "{name}");
            continue;
        }
        assert_eq!(code, Some(2), "{name}: {told}");
        for line in std::fs::read_to_string(file.with_extension("txt")).unwrap().lines() {
            assert!(told.lines().any(|said| said == line), "{name} should tell:\n{line}\nbut tells:\n{told}");
        }
    }
}

#[test]
fn every_rule_has_a_profile_that_it_speaks_of_and_nothing_breaks() {
    for file in fixtures(LINTED) {
        let id = file.file_stem().unwrap().to_str().unwrap();
        let (_, told) = check(file.to_str().unwrap(), &["--all"]);
        let expected = std::fs::read_to_string(file.with_extension("txt")).unwrap_or_default();
        let object = json_of(file.to_str().unwrap());
        assert!(ids(&object).contains(&id), "{id} is not among {object}");
        let line = told.lines().find(|line| expected.trim_end() == *line);
        assert!(line.is_some(), "{id}\nexpected:\n{expected}told:\n{told}");
    }
}

/// The ids that stand in the sources, behind the calls that give them.
fn known_ids() -> BTreeSet<String> {
    const CALLS: [&str; 11] = [
        ".id(\"",
        "error(\"",
        "refused(\"",
        "warning(\"",
        "info(\"",
        "UNSET: &str = \"",
        "REFUSED: &str = \"",
        "accuse(\"",
        "id: \"",
        "Wrong(_) => \"",
        "map_err(|why| (\"",
    ];
    let folders = [
        "src/config/profile_file",
        "src/config/reference.rs",
        "src/kafka/translate",
        "src/domain/lint",
        "src/domain/profile",
    ];
    let mut ids = BTreeSet::new();
    for file in folders.iter().flat_map(|folder| sources(Path::new(folder))) {
        let text = std::fs::read_to_string(&file).unwrap();
        let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap().to_owned();
        let text: String = text.lines().map(str::trim_start).collect();
        for call in CALLS {
            for (at, _) in text.match_indices(call) {
                let start = at + call.rfind('"').unwrap() + 1;
                let id = &text[start..start + text[start..].find('"').unwrap()];
                if !id.is_empty() && id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
                    ids.insert(id.to_owned());
                }
            }
        }
    }
    ids
}

fn sources(path: &Path) -> Vec<PathBuf> {
    if path.is_file() {
        return vec![path.to_owned()];
    }
    let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
    // What is told of editing has no profile that is read.
    let code = |path: &PathBuf| !["tests.rs", "tests", "edit", "store"].iter().any(|end| path.ends_with(end));
    entries
        .filter(code)
        .flat_map(|path| sources(&path))
        .filter(|path| path.extension().is_some_and(|e| e == "rs"))
        .collect()
}

/// Told of the command line, of a topic that only a cluster has, or of a machine: held by tests of their own.
const WITHOUT_A_FILE: [&str; 8] = [
    "set-malformed",
    "guard-not-set-here",
    "no-profile",
    "no-broker",
    "min-insync-1",
    "min-insync-above-replicas",
    "request-above-topic",
    "buffer-below-partitions",
];

#[test]
fn every_id_has_a_profile_that_is_told_so() {
    let mut seen = BTreeSet::new();
    for file in fixtures(BROKEN).into_iter().chain(fixtures(LINTED)) {
        seen.extend(ids(&json_of(file.to_str().unwrap())).into_iter().map(str::to_owned));
    }
    let known = known_ids();
    let missing: Vec<&String> =
        known.iter().filter(|id| !seen.contains(*id) && !WITHOUT_A_FILE.contains(&id.as_str())).collect();
    assert!(missing.is_empty(), "no profile is told of: {missing:?}");
    assert!(known.len() > 60, "{known:?}");
}

/// Every combination that Java was asked about, written as a profile: the object says what Java said.
#[test]
fn javas_verdicts_are_those_of_kafka_clients_for_profiles_too() {
    const VERDICTS: &str = include_str!("fixtures/oracle/verdicts.jsonl");
    const EFFECTIVE: [(&str, &str); 9] = [
        ("idempotence", "enable.idempotence"),
        ("acks", "acks"),
        ("retries", "retries"),
        ("max_in_flight", "max.in.flight.requests.per.connection"),
        ("transactional_id", "transactional.id"),
        ("delivery_timeout_ms", "delivery.timeout.ms"),
        ("linger_ms", "linger.ms"),
        ("batch_size", "batch.size"),
        ("reconnect_backoff_max_ms", "reconnect.backoff.max.ms"),
    ];
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.toml");
    let sources = Sources { environment: &|_| None, profiles: None };
    let mut asked = 0;
    for line in VERDICTS.lines() {
        let known: Json = serde_json::from_str(line).unwrap();
        let properties = known["props"].as_object().unwrap().iter();
        let rows =
            properties.map(|(name, text)| (name.clone(), toml::Value::String(text.as_str().unwrap().to_owned())));
        let mut profile = toml::Table::new();
        profile.insert("producer".into(), toml::Value::Table(rows.collect()));
        std::fs::write(&file, toml::to_string(&profile).unwrap()).unwrap();
        let reading = read(file.to_str().unwrap(), &[], &sources);
        let verdict = reading.given.expect(line).verdict(&|_| true);
        let java = json!(CheckObject::new(&reading.problems, Some(&verdict)))["java"].take();
        assert_eq!(java["verdict"], known["verdict"], "{line}");
        let words = known["message"].as_str().unwrap_or_default();
        let chain: Vec<&str> = words.split(" <- ").filter(|cause| !cause.is_empty()).collect();
        let classes: Vec<&str> = chain.iter().map(|cause| cause.split(": ").next().unwrap()).collect();
        assert_eq!(java["exception"], json!(classes), "{line}");
        if let Some((_, message)) = chain.last().and_then(|cause| cause.split_once(": ")) {
            assert_eq!(java["message"], message, "{line}");
        }
        if known["verdict"] == "ok" {
            for (known_as, name) in EFFECTIVE {
                assert_eq!(java["effective"][name], known[known_as], "{name} of {line}");
            }
        }
        asked += 1;
    }
    assert_eq!(asked, 1563);
}

#[test]
fn javas_answer_is_there_whatever_the_file_says_as_long_as_it_is_toml() {
    let java = |name: &str| json_of(&format!("{BROKEN}/{name}.toml"))["java"].take();
    assert_eq!(java("not-toml"), Json::Null);
    let answers = [
        ("unknown-property", "ok", Json::Null, "linger.ms", json!(5)),
        ("variable-not-set", "ok", Json::Null, "enable.idempotence", json!(true)),
        ("misspelt-secret", "ok", Json::Null, "linger.ms", json!(5)),
        (
            "not-a-number",
            "error",
            json!("Invalid value 5ms for configuration linger.ms: Not a number of type LONG"),
            "batch.size",
            json!(16384),
        ),
        (
            "no-broker",
            "error",
            json!("Missing required configuration \"bootstrap.servers\" which has no default value."),
            "retries",
            json!(2_147_483_647),
        ),
    ];
    for (name, verdict, message, property, value) in answers {
        let java = java(name);
        assert_eq!((&java["verdict"], &java["message"]), (&json!(verdict), &message), "{name}");
        assert_eq!(java["effective"][property], value, "{name}");
    }
}

#[test]
fn what_comes_from_standard_input_is_named_so_wherever_it_is_told_of() {
    let mut linger = Command::new(env!("CARGO_BIN_EXE_linger"));
    linger.args(["profile", "check", "-"]).env_remove("XDG_CONFIG_HOME").env("HOME", "/nonexistent");
    let mut child = linger.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"[producer]\nacks = \"2\"\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(told.contains("<stdin>: new KafkaProducer(properties) throws"), "{told}");
    assert!(told.lines().all(|line| line.starts_with("<stdin>:")), "{told}");
}

#[test]
fn a_set_that_is_none_hides_nothing_of_what_the_file_says() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.toml");
    std::fs::write(&file, "[producer]\nbootstrap.servers = \"h:1\"\nacks = \"2\"\n").unwrap();
    let (code, told) = check(file.to_str().unwrap(), &["--format", "json", "--set", "linger.ms"]);
    let object: Json = serde_json::from_str(&told).unwrap();
    assert_eq!((code, &ids(&object)[..2]), (Some(2), &["set-malformed", "bad-value"][..]), "{told}");
    assert_eq!(object["java"]["verdict"], "error");
}

#[test]
fn of_what_is_no_toml_nothing_else_is_told() {
    let object = json_of(&format!("{BROKEN}/longer-name-unquoted.toml"));
    assert_eq!((ids(&object), &object["java"]), (vec!["not-toml"], &Json::Null));
}
