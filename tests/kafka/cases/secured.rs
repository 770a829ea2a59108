//! Secured clusters are reached by every way that a person can say how, and what does not let us in is told at once.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::Duration;

use linger::cli::target::TargetArgs;
use linger::domain::topic::TopicChange;
use linger::kafka::admin::Admin;
use linger::kafka::inspect::{Inspector, Reader};

use crate::certificates::PASSWORD as KEY_PASSWORD;
use crate::harness::product::{Ran, run, run_with_variables};
use crate::harness::secured::{PASSWORD, QUOTED_PASSWORD, QUOTED_USER, USER};
use crate::harness::stage;
use crate::harness::topics::unused_name;

crate::trials![
    tls_and_mutual_tls_deliver_however_they_are_said,
    logins_deliver_however_they_are_said,
    the_built_in_profile_takes_its_values_from_the_environment,
    a_wrong_password_ends_at_once_in_the_brokers_words,
    a_store_of_javas_is_converted_by_the_command_that_is_told,
    looking_changing_and_reading_back_are_let_in_too,
];

const PATIENCE: Duration = Duration::from_secs(30);
/// What no retry can heal is not waited for; this is for a busy machine.
const AT_ONCE: Duration = Duration::from_secs(10);

/// What a profile sets, each with its value.
type Entries<'a> = Vec<(&'a str, &'a str)>;

/// A profile file with these properties, for a listener.
fn profile(name: &str, listener: &str, entries: &[(&str, &str)]) -> String {
    let (cluster, _) = stage::secured();
    let mut text = "[producer]\n".to_owned();
    for (name, value) in [&[("bootstrap.servers", cluster.at(listener).as_str())], entries].concat() {
        // PEM as a person pastes it: a text of many lines.
        let value = if value.contains('\n') && !value.contains('\\') {
            format!("\"\"\"\n{value}\"\"\"")
        } else {
            toml::Value::String(value.to_owned()).to_string()
        };
        writeln!(text, "\"{name}\" = {value}").unwrap();
    }
    let folder = stage::run_folder().join("profiles");
    std::fs::create_dir_all(&folder).unwrap();
    let file: PathBuf = folder.join(format!("{}.toml", unused_name(name)));
    std::fs::write(&file, text).unwrap();
    file.display().to_string()
}

fn send(profile: &str, topic: &str, value: &str) -> Ran {
    run(&["send", "--profile", profile, "--topic", topic, "--value", value, "--format", "json"])
}

/// Each of them delivers a record, and Kafka's consumer reads it.
fn deliver(about: &str, ways: &[(&str, &str, Entries<'_>)]) {
    let (cluster, _) = stage::secured();
    let topic = cluster.topic(about, 1, &[]);
    for (name, listener, entries) in ways {
        let ran = send(&profile(about, listener, entries), &topic, name);
        assert_eq!(ran.code, Some(0), "{name}: {ran:?}");
        assert_eq!(ran.outcome().status, "delivered", "{name}");
        shows_no_secret(&ran);
    }
    let read: Vec<Option<String>> = cluster.read(&topic).into_iter().map(|row| row.value).collect();
    let sent: Vec<Option<String>> = ways.iter().map(|(name, ..)| Some(hex(name))).collect();
    assert_eq!(read, sent);
}

fn shows_no_secret(ran: &Ran) {
    for secret in [PASSWORD, QUOTED_PASSWORD, KEY_PASSWORD, "PRIVATE KEY"] {
        assert!(!ran.stdout.contains(secret) && !ran.stderr.contains(secret), "{ran:?}");
    }
}

fn hex(text: &str) -> String {
    data_encoding::HEXLOWER.encode(text.as_bytes())
}

fn tls_and_mutual_tls_deliver_however_they_are_said() {
    let (_, files) = stage::secured();
    let at = |name: &str| files.path(name);
    let (ca, pem, encrypted, p12) = (at("ca.pem"), at("client.pem"), at("client-encrypted.pem"), at("client.p12"));
    let (certificate, key, encrypted_key) = (at("client.crt"), at("client.key"), at("client-encrypted.key"));
    let (ca_text, key_text, chain_text) = (files.text("ca.pem"), files.text("client.key"), files.text("client.crt"));
    let encrypted_text = files.text("client-encrypted.key");
    let in_one_line = |text: &str| text.trim().replace('\n', " ");
    let (ca_line, key_line, chain_line) = (in_one_line(&ca_text), in_one_line(&key_text), in_one_line(&chain_text));
    let ssl = |more: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
        let more = more.iter().map(|(name, value)| (*name, (*value).to_owned()));
        [("security.protocol", "SSL".to_owned())].into_iter().chain(more).collect()
    };
    let java_trust = [("ssl.truststore.type", "PEM"), ("ssl.truststore.location", ca.as_str())];
    let text_trust = |text: &str| ssl(&[("ssl.truststore.type", "PEM"), ("ssl.truststore.certificates", text)]);
    let java = |store: &[(&'static str, &str)]| ssl(&[&java_trust, store].concat());
    let native = |more: &[(&'static str, &str)]| ssl(&[&[("ssl.ca.location", ca.as_str())], more].concat());
    let pem_type = ("ssl.keystore.type", "PEM");
    let text = |key: &str, chain: &str, password: &str| {
        let mut store = vec![pem_type, ("ssl.keystore.key", key), ("ssl.keystore.certificate.chain", chain)];
        if !password.is_empty() {
            store.push(("ssl.key.password", password));
        }
        java(&store)
    };
    let ways = [
        ("one-way: ssl.ca.location", "SSL", native(&[])),
        ("one-way: ssl.ca.pem", "SSL", ssl(&[("ssl.ca.pem", &ca_text)])),
        ("one-way: PEM trust store", "SSL", java(&[])),
        ("one-way: PEM trust store as text", "SSL", text_trust(&ca_text)),
        ("one-way: PEM trust store in one line", "SSL", text_trust(&ca_line)),
        (
            "mutual: two files",
            "MTLS",
            native(&[("ssl.certificate.location", &certificate), ("ssl.key.location", &key)]),
        ),
        ("mutual: one file", "MTLS", native(&[("ssl.certificate.location", &pem), ("ssl.key.location", &pem)])),
        (
            "mutual: an encrypted key",
            "MTLS",
            native(&[
                ("ssl.certificate.location", &certificate),
                ("ssl.key.location", &encrypted_key),
                ("ssl.key.password", KEY_PASSWORD),
            ]),
        ),
        (
            "mutual: librdkafka's texts",
            "MTLS",
            native(&[("ssl.certificate.pem", &chain_text), ("ssl.key.pem", &key_text)]),
        ),
        ("mutual: PEM key store", "MTLS", java(&[pem_type, ("ssl.keystore.location", &pem)])),
        (
            "mutual: encrypted PEM key store",
            "MTLS",
            java(&[pem_type, ("ssl.keystore.location", &encrypted), ("ssl.key.password", KEY_PASSWORD)]),
        ),
        ("mutual: PEM key store as text", "MTLS", text(&key_text, &chain_text, "")),
        ("mutual: PEM key store in one line", "MTLS", text(&key_line, &chain_line, "")),
        ("mutual: encrypted PEM key store as text", "MTLS", text(&encrypted_text, &chain_text, KEY_PASSWORD)),
        (
            "mutual: PKCS#12",
            "MTLS",
            java(&[
                ("ssl.keystore.type", "PKCS12"),
                ("ssl.keystore.location", &p12),
                ("ssl.keystore.password", KEY_PASSWORD),
            ]),
        ),
        (
            "mutual: PKCS#12 of no type",
            "MTLS",
            java(&[("ssl.keystore.location", &p12), ("ssl.keystore.password", KEY_PASSWORD)]),
        ),
    ];
    let ways: Vec<_> = ways
        .iter()
        .map(|(name, listener, entries)| {
            (*name, *listener, entries.iter().map(|(name, value)| (*name, value.as_str())).collect())
        })
        .collect();
    deliver("tls", &ways);
}

fn jaas(module: &str, options: &str) -> String {
    format!("org.apache.kafka.common.security.{module} required {options};")
}

fn logins_deliver_however_they_are_said() {
    let (_, files) = stage::secured();
    let ca = files.path("ca.pem");
    let alice = format!("username=\"{USER}\" password=\"{PASSWORD}\"");
    let quoted = QUOTED_PASSWORD.replace('\\', r"\\").replace('"', r#"\""#);
    let (plain, scram) = (jaas("plain.PlainLoginModule", &alice), jaas("scram.ScramLoginModule", &alice));
    let odd = format!(
        "\n  org.apache.kafka.common.security.plain.PlainLoginModule   REQUIRED\n\tpassword = \"{quoted}\" // ours\n  \
         serviceName=kafka\n  username='{QUOTED_USER}' ;\n"
    );
    let user = [("sasl.username", USER), ("sasl.password", PASSWORD)];
    let mut ways = Vec::new();
    for (protocol, listener) in [("SASL_PLAINTEXT", "SASL_PLAINTEXT"), ("SASL_SSL", "SASL_SSL")] {
        let mut of =
            |name: &'static str, mechanism: &'static str, login: &[(&'static str, &'static str)], jaas: &str| {
                let mut entries = vec![
                    ("security.protocol", protocol.to_owned()),
                    ("sasl.mechanism", mechanism.to_owned()),
                    ("ssl.truststore.type", "PEM".to_owned()),
                    ("ssl.truststore.location", ca.clone()),
                ];
                entries.extend(login.iter().map(|(name, value)| (*name, (*value).to_owned())));
                if !jaas.is_empty() {
                    entries.push(("sasl.jaas.config", jaas.to_owned()));
                }
                ways.push((format!("{protocol} {mechanism} {name}"), listener, entries));
            };
        for mechanism in ["PLAIN", "SCRAM-SHA-256", "SCRAM-SHA-512"] {
            of("user and password", mechanism, &user, "");
        }
        of("login module", "PLAIN", &[], &plain);
        of("login module", "SCRAM-SHA-256", &[], &scram);
        of("login module", "SCRAM-SHA-512", &[], &scram);
        of("login module with odd signs", "PLAIN", &[], &odd);
        of("odd signs", "PLAIN", &[("sasl.username", QUOTED_USER), ("sasl.password", QUOTED_PASSWORD)], "");
    }
    let ways: Vec<_> = ways
        .iter()
        .map(|(name, listener, entries)| {
            (name.as_str(), *listener, entries.iter().map(|(name, value)| (*name, value.as_str())).collect())
        })
        .collect();
    deliver("logins", &ways);
}

fn a_wrong_password_ends_at_once_in_the_brokers_words() {
    const WRONG: &str = "canary-not-the-password";
    let (cluster, files) = stage::secured();
    let topic = cluster.topic("locked-out", 1, &[]);
    let ca = files.path("ca.pem");
    let invalid = "Authentication failed: Invalid username or password";
    let scram = "Authentication failed during authentication due to invalid credentials with SASL mechanism";
    for protocol in ["SASL_PLAINTEXT", "SASL_SSL"] {
        for (mechanism, words) in [("PLAIN", invalid), ("SCRAM-SHA-256", scram), ("SCRAM-SHA-512", scram)] {
            let module = if mechanism == "PLAIN" { "plain.PlainLoginModule" } else { "scram.ScramLoginModule" };
            let login = jaas(module, &format!("username=\"{USER}\" password=\"{WRONG}\""));
            let entries = [
                ("security.protocol", protocol),
                ("sasl.mechanism", mechanism),
                ("ssl.ca.location", &ca),
                ("sasl.jaas.config", &login),
            ];
            let ran = send(&profile("locked-out", protocol, &entries), &topic, "v").exits(3);
            assert!(ran.took < AT_ONCE, "{ran:?}");
            assert!(ran.stderr.contains(words), "{ran:?}");
            assert!(!ran.stderr.contains(WRONG) && !ran.stdout.contains(WRONG), "{ran:?}");
        }
    }
    assert_eq!(cluster.end_offsets(&topic), [0]);
}

fn the_built_in_profile_takes_its_values_from_the_environment() {
    let (cluster, files) = stage::secured();
    let topic = cluster.topic("built-in", 1, &[]);
    let (address, ca) = (cluster.at("SASL_SSL"), format!("ssl.ca.location={}", files.path("ca.pem")));
    let arguments = [
        "send",
        "--profile",
        "secured",
        "-b",
        &address,
        "--topic",
        &topic,
        "--value",
        "v",
        "--format",
        "json",
        "--set",
        &ca,
    ];
    let variables =
        [("KAFKA_BOOTSTRAP_SERVERS", address.as_str()), ("KAFKA_USERNAME", USER), ("KAFKA_PASSWORD", PASSWORD)];
    let ran = run_with_variables(&arguments, &variables).exits(0);
    assert_eq!(ran.outcome().delivered_at(), 0);
    shows_no_secret(&ran);
    assert_eq!(cluster.read(&topic).len(), 1);
    let ran = run(&arguments).exits(2);
    assert!(ran.stderr.contains("the environment variable 'KAFKA_PASSWORD' is not set"), "{ran:?}");
}

/// The command in what is told, run with this on its standard input.
fn run_command(told: &str, input: &str) {
    let (_, command) = told.split_once("This makes it: ").unwrap_or_else(|| panic!("no command in: {told}"));
    let (command, _) = command.split_once("; then ").expect("what to do then");
    let mut shell = Command::new("sh")
        .args(["-c", command])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    shell.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = shell.wait_with_output().unwrap();
    assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
}

fn keytool(arguments: &[&str]) {
    let output = Command::new("keytool").args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stdout));
}

fn a_store_of_javas_is_converted_by_the_command_that_is_told() {
    const STORE: &str = "changeit";
    let (_, files) = stage::secured();
    let (trust, keys) = (files.path("java trust.jks"), files.path("java-keys.jks"));
    let import = ["-importcert", "-noprompt", "-alias", "ca", "-storetype", "JKS", "-storepass", STORE];
    keytool(&[&import[..], &["-file", &files.path("ca.pem"), "-keystore", &trust]].concat());
    let copy =
        ["-importkeystore", "-noprompt", "-deststoretype", "JKS", "-deststorepass", STORE, "-destkeypass", STORE];
    let from = ["-srckeystore", &files.path("client.p12"), "-srcstorepass", KEY_PASSWORD, "-destkeystore", &keys];
    keytool(&[&copy[..], &from].concat());
    let topic = unused_name("converted");
    let told = |entries: &[(&str, &str)]| {
        let ran =
            send(&profile("jks", "MTLS", &[&[("security.protocol", "SSL")], entries].concat()), &topic, "v").exits(2);
        assert!(!ran.stderr.contains(STORE), "{ran:?}");
        ran.stderr
    };
    run_command(
        &told(&[("ssl.truststore.location", &trust), ("ssl.truststore.password", STORE)]),
        &format!("{STORE}\n"),
    );
    run_command(
        &told(&[("ssl.keystore.location", &keys), ("ssl.keystore.password", STORE)]),
        &format!("{STORE}\n{STORE}\n{STORE}\n"),
    );
    let (trust, keys) = (trust.replace(".jks", ".pem"), keys.replace(".jks", ".p12"));
    deliver(
        "converted",
        &[(
            "converted",
            "MTLS",
            vec![
                ("security.protocol", "SSL"),
                ("ssl.truststore.type", "PEM"),
                ("ssl.truststore.location", &trust),
                ("ssl.keystore.location", &keys),
                ("ssl.keystore.password", STORE),
            ],
        )],
    );
}

fn looking_changing_and_reading_back_are_let_in_too() {
    let (cluster, files) = stage::secured();
    let (key, chain, ca) = (files.text("client.key"), files.text("client.crt"), files.text("ca.pem"));
    let login = jaas("scram.ScramLoginModule", &format!("username=\"{USER}\" password=\"{PASSWORD}\""));
    let mutual = vec![
        ("security.protocol", "SSL"),
        ("ssl.truststore.type", "PEM"),
        ("ssl.truststore.certificates", &ca),
        ("ssl.keystore.type", "PEM"),
        ("ssl.keystore.key", &key),
        ("ssl.keystore.certificate.chain", &chain),
    ];
    let scram = vec![
        ("security.protocol", "SASL_SSL"),
        ("sasl.mechanism", "SCRAM-SHA-512"),
        ("sasl.jaas.config", &login),
        ("ssl.ca.pem", &ca),
    ];
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    for (listener, entries) in [("MTLS", mutual), ("SASL_SSL", scram)] {
        let profile = profile("looked", listener, &entries);
        let target = TargetArgs { profile: Some(profile.clone()), ..TargetArgs::default() };
        let settings = target.resolve(&|_| None).unwrap().settings;
        let name = unused_name("let-in");
        let made = TopicChange::Create { name: name.clone(), partitions: Some(2), replication: None };
        let admin = Admin::start(&settings, runtime.handle().clone()).unwrap();
        assert_eq!(admin.change(&made), Ok(()), "{listener}");
        assert_eq!(cluster.leaders(&name).len(), 2);
        let inspector = Inspector::start(&settings).unwrap();
        assert_eq!(inspector.topic(&name, PATIENCE).unwrap().unwrap().partitions.len(), 2);
        let sent = send(&profile, &name, "read me back").exits(0).outcome();
        let reader = Reader::start(&settings).unwrap();
        let (partition, offset) = (sent.partition.unwrap(), sent.delivered_at());
        let read = reader.record(&name, partition, offset, PATIENCE).unwrap();
        assert_eq!(read.value.as_deref(), Some(&b"read me back"[..]), "{listener}");
    }
}
