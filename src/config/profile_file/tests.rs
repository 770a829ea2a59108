#![allow(clippy::unwrap_used)]

use super::*;
use crate::domain::profile::{Cluster, Guard};
use crate::domain::property::{ClientModel, Value};
use crate::domain::secret::Secret;

fn nowhere<'a>() -> Sources<'a> {
    Sources { environment: &|_| None, profiles: None }
}

fn set(argument: &str) -> Override {
    Override::from_set(argument).unwrap()
}

/// A folder with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn every_built_in_profile_reads_without_a_word() {
    let environment = |name: &str| name.starts_with("KAFKA_").then(|| "x".into());
    for (name, _) in BUILT_IN {
        let profile = load(name, &[], &Sources { environment: &environment, profiles: None }).unwrap();
        assert_eq!(profile.name, name);
        assert_eq!(profile.warnings, []);
        assert!(profile.description.is_some());
        assert!(profile.effective().is_ok());
    }
}

#[test]
fn the_embedded_profile_is_the_embedded_cluster_and_local_is_this_machine() {
    let embedded = load("embedded", &[], &nowhere()).unwrap();
    assert_eq!((embedded.cluster, embedded.entry("bootstrap.servers")), (Cluster::Embedded, None));
    let local = load("local", &[], &nowhere()).unwrap();
    assert_eq!(local.cluster, Cluster::Bootstrap);
    assert_eq!(local.entry("bootstrap.servers").unwrap().value, Value::Text("localhost:9092".into()));
}

#[test]
fn each_layer_goes_above_the_one_it_extends_and_set_above_all() {
    let folder = folder(&[
        (
            "base.toml",
            "client = 'java-3'\n[producer]\nlinger.ms = 1\nacks = '1'\n[workbench]\ntopic = 'a'\nguard = 'confirm'\n",
        ),
        ("mid.toml", "extends = 'base'\ndescription = 'mid'\n[producer]\n'linger.ms' = 2\nbatch.size = 1_000\n"),
        ("top.toml", "extends = 'mid.toml'\n[producer]\nlinger.ms = 3\n[librdkafka]\nsocket.nagle.disable = false\n"),
    ]);
    let sources = Sources { environment: &|_| None, profiles: Some(folder.path().to_path_buf()) };
    let profile = load("top", &[set("batch.size=7")], &sources).unwrap();
    assert_eq!((profile.name.as_str(), profile.description.as_deref()), ("top", Some("mid")));
    assert_eq!((profile.model, profile.topic.as_deref()), (ClientModel::Java3, Some("a")));
    assert_eq!(profile.guard, Guard::Confirm);
    assert_eq!(profile.librdkafka[0].value, Value::Text("false".into()));
    let origin = |name: &str| profile.entry(name).unwrap().origin.to_string();
    let path = |name: &str| folder.path().join(name).display().to_string();
    assert_eq!(origin("linger.ms"), format!("{}:3", path("top.toml")));
    assert_eq!(origin("acks"), format!("{}:4 (extended)", path("base.toml")));
    assert_eq!(origin("batch.size"), "--set");
    let effective = profile.effective().unwrap();
    assert_eq!((effective.whole("linger.ms"), effective.whole("batch.size"), effective.whole("acks")), (3, 7, 1));
}

#[test]
fn a_profile_can_extend_a_built_in_one() {
    let folder = folder(&[("mine.toml", "extends = 'local'\n[producer]\nlinger.ms = 9\n")]);
    let path = folder.path().join("mine.toml");
    let profile = load(path.to_str().unwrap(), &[], &nowhere()).unwrap();
    assert_eq!(profile.entry("bootstrap.servers").unwrap().origin.to_string(), "built-in profile 'local'");
}

#[test]
fn ones_own_profile_goes_before_the_built_in_one_of_its_name() {
    let folder = folder(&[("local.toml", "[producer]\n'bootstrap.servers' = 'other:1'\n")]);
    let sources = Sources { environment: &|_| None, profiles: Some(folder.path().to_path_buf()) };
    let profile = load("local", &[], &sources).unwrap();
    assert_eq!(profile.entry("bootstrap.servers").unwrap().value, Value::Text("other:1".into()));
    assert_eq!(list(&sources), BUILT_IN.map(|(name, _)| name.to_owned()));
}

#[test]
fn values_may_come_from_the_environment_and_from_files_and_secrets_stay_out_of_sight() {
    let folder = folder(&[
        ("pw", "canary\n"),
        (
            "x.toml",
            "[producer]\nsasl.username = '${env:WHO}'\nsasl.password = '${file:pw}'\n[librdkafka]\nssl.key.pem = '${file:pw}'\n",
        ),
    ]);
    let environment = |name: &str| (name == "WHO").then(|| "alice".into());
    let sources = Sources { environment: &environment, profiles: None };
    let profile = load(folder.path().join("x.toml").to_str().unwrap(), &[], &sources).unwrap();
    let value = |name: &str| &profile.producer.iter().find(|entry| entry.name == name).unwrap().value;
    assert_eq!(value("sasl.username"), &Value::Text("alice".into()));
    assert_eq!(value("sasl.password"), &Value::Secret(Secret::new("canary")));
    assert_eq!(profile.librdkafka[0].value, Value::Secret(Secret::new("canary")));
    assert!(!format!("{profile:?}").contains("canary"));
    assert_eq!(profile.warnings, []);
}

#[test]
fn a_secret_written_in_a_file_is_a_warning_without_the_secret() {
    let folder = folder(&[("x.toml", "[producer]\nsasl.password = 'canary'\n")]);
    let path = folder.path().join("x.toml").display().to_string();
    let profile = load(&path, &[], &nowhere()).unwrap();
    let said: Vec<String> = profile.warnings.iter().map(ToString::to_string).collect();
    assert_eq!(
        said,
        [format!(
            "{path}:2:17: warning: the secret 'sasl.password' is written in the file; \
         '${{env:NAME}}' or '${{file:PATH}}' keeps it out"
        )]
    );
}

#[test]
fn what_is_wrong_on_the_command_line_is_told_with_its_option() {
    let cases = [
        ("lingr.ms=5", "--set: 'lingr.ms' is not a producer property; did you mean 'linger.ms'?"),
        ("group.id=x", "--set: 'group.id' is not a producer property"),
        ("linger.ms=abc", "--set: linger.ms: 'abc' is not a whole number; allowed: 0 or more (milliseconds)"),
        ("linger.ms=", "--set: linger.ms: '' is not a whole number; allowed: 0 or more (milliseconds)"),
        ("retries=2147483648", "--set: retries: '2147483648' is out of range; allowed: 0 to 2147483647"),
        ("sasl.passwrd=canary", "--set: 'sasl.passwrd' is not a producer property; did you mean 'sasl.password'?"),
        (
            "bootstrap.servers=localhost:99999",
            "--set: bootstrap.servers: 'localhost:99999' has no valid port; \
             allowed: HOST:PORT, separated by commas, with ports from 1 to 65535",
        ),
        ("acks=${env:NOBODY}", "--set: acks: the environment variable 'NOBODY' is not set"),
    ];
    for (argument, told) in cases {
        let problems = load("local", &[set(argument)], &nowhere()).unwrap_err();
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [told]);
    }
    for (argument, told) in [
        ("linger.ms", "--set: 'linger.ms' has no '='; allowed: NAME=VALUE"),
        ("sasl.password:Canary1", "--set: the argument has no '='; allowed: NAME=VALUE"),
        ("=5", "--set: there is no name before '='; allowed: NAME=VALUE"),
    ] {
        assert_eq!(Override::from_set(argument).unwrap_err().to_string(), told);
    }
}

#[test]
fn the_embedded_cluster_takes_no_address() {
    let problems = load("embedded", &[set("bootstrap.servers=localhost:9092")], &nowhere()).unwrap_err();
    assert_eq!(
        problems[0].to_string(),
        "--set: bootstrap.servers: the profile 'embedded' produces to the embedded cluster, which has no address; \
         name another profile, as --profile local"
    );
}

#[test]
fn a_profile_that_is_not_there_is_met_with_those_that_are() {
    let all =
        "profiles: embedded, local, low-latency, throughput, durable, fire-and-forget, secured (a file ends in .toml)";
    let cases = [
        ("locl", format!("there is no profile 'locl'; did you mean 'local'? {all}")),
        ("prod", format!("there is no profile 'prod'; {all}")),
        ("none/x.toml", "the file 'none/x.toml' can't be read: no such file".to_owned()),
    ];
    for (name, told) in cases {
        let problems = load(name, &[], &nowhere()).unwrap_err();
        assert_eq!(problems.iter().map(ToString::to_string).collect::<Vec<_>>(), [format!("--profile: {told}")]);
    }
}

#[test]
fn a_value_from_the_environment_is_not_shown_when_it_is_wrong() {
    let environment = |_: &str| Some("canary".into());
    let sources = Sources { environment: &environment, profiles: None };
    let problems = load("local", &[set("linger.ms=${env:X}")], &sources).unwrap_err();
    assert_eq!(
        problems[0].to_string(),
        "--set: linger.ms: '${env:X}' is not a whole number; allowed: 0 or more (milliseconds)"
    );
}

fn warnings(profile: &Profile) -> Vec<String> {
    profile.warnings.iter().map(ToString::to_string).collect()
}

#[test]
fn what_is_under_extra_is_kept_with_a_warning_that_names_it_and_no_secret_of_it_is_shown() {
    let text = "[extra]\n'foo' = 'bar'\ngroup.id = 'g'\n'linger.ms' = 5\n'linger.mss' = 6\n\
                'foo.password' = 'canary'\n'sasl.passwrd' = '${env:NOBODY}'\n";
    let folder = folder(&[("x.toml", text), ("y.toml", "extends = 'x.toml'\n[extra]\nfoo = 'baz'\n")]);
    let path = folder.path().join("x.toml").display().to_string();
    let profile = load(&path, &[], &nowhere()).unwrap();
    let said = [
        ":2:1: warning: 'foo' is not a producer property: it is kept, and passed to nobody",
        ":3:1: warning: 'group.id' is not a producer property: it is kept, and passed to nobody",
        ":4:1: warning: 'linger.ms' is a producer property, and under [extra] it is passed to nobody; \
         it belongs under [producer]",
        ":5:1: warning: 'linger.mss' is not a producer property; did you mean 'linger.ms'? \
         it is kept, and passed to nobody",
        ":6:1: warning: 'foo.password' is not a producer property; did you mean 'sasl.password'? \
         it is kept, and passed to nobody",
        ":6:18: warning: the secret 'foo.password' is written in the file; \
         '${env:NAME}' or '${file:PATH}' keeps it out",
        ":7:1: warning: 'sasl.passwrd' is not a producer property; did you mean 'sasl.password'? \
         it is kept, and passed to nobody",
    ];
    assert_eq!(warnings(&profile), said.map(|said| format!("{path}{said}")));
    assert!(!format!("{profile:?}").contains("canary"));
    let shown = |profile: &Profile, name: &str| {
        profile.extra.iter().find(|extra| extra.name == name).map(|extra| extra.value.to_string())
    };
    assert_eq!(shown(&profile, "sasl.passwrd").as_deref(), Some("${env:NOBODY}"));
    let above = load(folder.path().join("y.toml").to_str().unwrap(), &[], &nowhere()).unwrap();
    assert_eq!((above.extra.len(), shown(&above, "foo").as_deref()), (6, Some("baz")));
}

#[test]
fn topics_are_guarded_beside_the_profile_and_what_is_extended_stays_guarded() {
    let folder = folder(&[
        ("base.toml", "[workbench]\ntopics = { '*.pii' = 'read-only', 'orders*' = 'confirm' }\n"),
        ("top.toml", "extends = 'base.toml'\n[workbench.topics]\n'orders*' = 'read-only'\npayments.eu = 'confirm'\n"),
        ("idle.toml", "[workbench]\nguard = 'confirm'\ntopics = { orders = 'open', 'x' = 'read-only' }\n"),
    ]);
    let path = |name: &str| folder.path().join(name).display().to_string();
    let top = load(&path("top.toml"), &[], &nowhere()).unwrap();
    let guards: Vec<(&str, &str)> =
        top.topic_guards.iter().map(|guarded| (guarded.pattern.as_str(), guarded.guard.name())).collect();
    assert_eq!(guards, [("*.pii", "read-only"), ("orders*", "read-only"), ("payments.eu", "confirm")]);
    assert_eq!((top.guard, top.guard_for("orders-1"), top.warnings), (Guard::Open, Guard::ReadOnly, vec![]));
    let idle = load(&path("idle.toml"), &[], &nowhere()).unwrap();
    let said = "topics: 'open' for 'orders' changes nothing: the profile's own guard is 'confirm'";
    assert_eq!(warnings(&idle), [format!("{}:3:21: warning: {said}", path("idle.toml"))]);
}

#[test]
fn a_reference_is_kept_beside_its_value_and_a_literal_secret_is_told_wherever_it_stands() {
    let text = "[producer]\nclient.id = 'a-${env:WHO}'\nsasl.password = '${env:WHO}'\nlinger.ms = 5\n\
                ssl.key.password = 'b-${env:WHO}'\n[librdkafka]\nssl.keystore.password = 'canary'\n";
    let folder = folder(&[("x.toml", text)]);
    let environment = |_: &str| Some("alice".into());
    let sources = Sources { environment: &environment, profiles: None };
    let path = folder.path().join("x.toml");
    let profile = load(path.to_str().unwrap(), &[], &sources).unwrap();
    let references: Vec<Option<&str>> = profile.producer.iter().map(|entry| entry.reference.as_deref()).collect();
    assert_eq!(references, [Some("a-${env:WHO}"), Some("${env:WHO}"), None, None]);
    assert_eq!(profile.librdkafka[0].reference, None);
    let told: Vec<bool> = warnings(&profile).iter().map(|said| said.contains("is written in the file")).collect();
    assert_eq!(told, [true, true]);
    assert_eq!(profile.file, Some(path.clone()));
    let revision = profile.revision;
    std::fs::write(&path, text.replace("= 5", "= 6")).unwrap();
    assert_ne!(load(path.to_str().unwrap(), &[], &sources).unwrap().revision, revision);
}

#[test]
fn a_reference_is_followed_once_for_a_profile_that_is_used() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.toml");
    std::fs::write(&path, "[producer]\n\"client.id\" = \"${env:WHO}\"\n").unwrap();
    let asked = std::cell::Cell::new(0);
    let environment = |_: &str| {
        asked.set(asked.get() + 1);
        Some("me".into())
    };
    load(path.to_str().unwrap(), &[], &Sources { environment: &environment, profiles: None }).unwrap();
    assert_eq!(asked.get(), 1);
}
