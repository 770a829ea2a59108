//! Configurations of other programs, read into profiles and written from them.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::ffi::OsString;
use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use linger::config::exchange::{Exported, Form, Imported, Target, export, import};
use linger::config::profile_file::{self, Sources};
use linger::domain::profile::{Effective, Profile};
use linger::domain::property::{self, ClientModel, Kind, Property, Value, names};
use linger::kafka::translate::native_text;
use proptest::prelude::*;

fn read(text: &str, form: Option<Form>) -> Imported {
    import("in", text.as_bytes(), form).unwrap_or_else(|problem| panic!("{problem}\n{text}"))
}

/// The profile of this text; every variable it refers to is set.
fn loaded(text: &str) -> Profile {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("p.toml");
    std::fs::write(&file, text).unwrap();
    std::fs::write(folder.path().join("key pw"), "x").unwrap();
    let environment = |_: &str| Some(OsString::from("localhost:9092"));
    let sources = Sources { environment: &environment, profiles: None };
    let mut profile = profile_file::load(file.to_str().unwrap(), &[], &sources)
        .unwrap_or_else(|problems| panic!("{}\n{text}", problems.iter().map(ToString::to_string).collect::<String>()));
    // The folder is another each time.
    profile.file = None;
    profile
}

fn written(profile: &Profile, target: Target, whole: bool) -> Exported {
    let (effective, _) = Effective::lenient(profile);
    export(profile, &effective, target, whole, &|property, value| native_text(property, value, &effective))
}

/// What a profile says, whatever the order and the lines.
fn said(profile: &Profile) -> Vec<String> {
    let value = |value: &Value, reference: &Option<String>| match (reference, value) {
        (Some(reference), _) => format!("reference {reference}"),
        (None, Value::Secret(secret)) => format!("secret {}", secret.expose()),
        (None, value) => value.to_string(),
    };
    let mut said: Vec<String> = Vec::new();
    said.extend(profile.producer.iter().map(|e| format!("{} = {}", e.property.name, value(&e.value, &e.reference))));
    said.extend(profile.librdkafka.iter().map(|e| format!("native {} = {}", e.name, value(&e.value, &e.reference))));
    said.extend(profile.extra.iter().map(|e| format!("extra {} = {}", e.name, value(&e.value, &e.reference))));
    said.extend(profile.topic.iter().map(|topic| format!("topic {topic}")));
    said.push(format!("client {}", profile.model.name()));
    said.sort();
    said
}

const ROUND: [(Form, Target); 4] = [
    (Form::Properties, Target::Properties),
    (Form::Librdkafka, Target::Librdkafka),
    (Form::Kcat, Target::Kcat),
    (Form::Console, Target::Console),
];

fn model(form: Form) -> ClientModel {
    match form {
        Form::Properties | Form::Spring | Form::Console => ClientModel::Java,
        Form::Librdkafka | Form::Kcat => ClientModel::Librdkafka,
    }
}

/// A name as Java's `Properties.store` writes it, by the rules of its documentation.
fn escaped(text: &str) -> String {
    text.chars().fold(String::new(), |mut out, c| {
        match c {
            ' ' | ':' | '=' | '#' | '!' | '\\' => out.extend(['\\', c]),
            c if c.is_ascii() => out.push(c),
            c => c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| write!(out, "\\u{unit:04X}").unwrap()),
        }
        out
    })
}

/// A configuration in one of the forms.
fn source(form: Form, pairs: &[(String, String)]) -> String {
    let quoted = |(name, value): &(String, String)| shell_words::quote(&format!("{name}={value}")).into_owned();
    let each = |write: &dyn Fn(&(String, String)) -> String| pairs.iter().map(write).collect::<Vec<_>>().concat();
    let arguments = |option: &str| each(&|pair| format!(" {option} {}", quoted(pair)));
    match form {
        Form::Properties => each(&|(name, value)| format!("{}={}\n", escaped(name), escaped(value))),
        Form::Spring => unreachable!("it is not written"),
        Form::Librdkafka => each(&|(name, value)| format!("{name} = {value}\n")),
        Form::Kcat => format!("kcat -P{} -t orders\n", arguments("-X")),
        Form::Console => format!("kafka-console-producer.sh --topic orders{}\n", arguments("--command-property")),
    }
}

/// A name of the property, with the kind of its values: also of one that only the other client has, unless an export says
/// it in other words.
fn row(model: ClientModel, property: &'static Property) -> Option<(&'static str, Kind)> {
    let native = property.native.map(|native| native.name);
    let java = property.java.map(|_| property.name);
    let name = match model {
        ClientModel::Librdkafka => native.or(java),
        ClientModel::Java | ClientModel::Java3 | ClientModel::Java2 => java.or(native),
    }?;
    let own = match model {
        ClientModel::Librdkafka => native.is_some(),
        ClientModel::Java | ClientModel::Java3 | ClientModel::Java2 => java.is_some(),
    };
    let reworded = ["ssl.", "sasl.jaas", "sasl.username", "sasl.password", "compression."];
    let is_it = names::find(model, name) == Some(property)
        && !name.starts_with("config.providers")
        && (own || !reworded.iter().any(|start| name.starts_with(start)));
    let kind = property.kind(model);
    (is_it && !matches!(kind, Kind::Callback)).then_some((name, kind))
}

fn words() -> impl Strategy<Value = String> {
    "[a-zA-Z0-9é中😀'\"\\\\#=:!$,;&|<>()*~`% ._-]{0,24}".prop_map(|text| text.trim().to_owned())
}

fn value(name: &'static str, kind: Kind) -> BoxedStrategy<String> {
    match kind {
        _ if name == "bootstrap.servers" => "[a-z]{1,8}:[1-9][0-9]{0,3}(,[a-z]{1,8}:[1-9][0-9]{0,3})?".boxed(),
        Kind::Whole(whole) => (whole.min..=whole.max).prop_map(|number| number.to_string()).boxed(),
        Kind::Decimal { min, max } => Just(f64::midpoint(min.max(0.0), max.min(1.0)).to_string()).boxed(),
        Kind::Bool => prop_oneof![Just("true".to_owned()), Just("false".to_owned())].boxed(),
        Kind::Choice { words, .. } | Kind::Flags(words) => {
            proptest::sample::select(words).prop_map(str::to_owned).boxed()
        }
        Kind::NonEmptyText => "[a-z ]{0,8}[a-z]".prop_map(|text| text.trim().to_owned()).boxed(),
        Kind::Text | Kind::List | Kind::Class | Kind::Secret | Kind::Callback => words().boxed(),
    }
}

fn configuration(form: Form) -> impl Strategy<Value = Vec<(String, String)>> {
    let model = model(form);
    let rows: Vec<_> = property::all().filter_map(|property| row(model, property)).collect();
    let known = proptest::sample::subsequence(rows, 0..12).prop_flat_map(|rows| {
        rows.into_iter()
            .map(|(name, kind)| value(name, kind).prop_map(move |text| (name.to_owned(), text)))
            .collect::<Vec<_>>()
    });
    let unknown = prop::collection::btree_map("my\\.[a-z]{1,6}(\\.password)?", words(), 0..4);
    (known, unknown).prop_map(|(known, unknown)| known.into_iter().chain(unknown).collect())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn an_import_and_an_export_and_an_import_lose_nothing(
        (form, target, pairs) in proptest::sample::select(&ROUND[..])
            .prop_flat_map(|(form, target)| (Just(form), Just(target), configuration(form)))
    ) {
        let first = read(&source(form, &pairs), Some(form));
        let profile = loaded(&first.text);
        let exported = written(&profile, target, false);
        let second = read(&exported.text, Some(form));
        prop_assert_eq!(said(&profile), said(&loaded(&second.text)), "{}\n{}\n{}", first.text, exported.text, second.text);
        // Nothing got lost on the way in either.
        prop_assert_eq!(said(&profile).len(), pairs.len() + 1 + usize::from(profile.topic.is_some()));
    }

    #[test]
    fn no_text_makes_an_import_fail_in_another_way_than_by_saying_so(
        bytes in prop::collection::vec(any::<u8>(), 0..200),
        text in "[a-z=: \n\t\\\\'\"$({#!\\[\\]&*-]{0,80}",
    ) {
        let all = [Form::Properties, Form::Spring, Form::Librdkafka, Form::Kcat, Form::Console];
        for form in all.map(Some).into_iter().chain([None]) {
            let _ = import("in", &bytes, form);
            let _ = import("in", text.as_bytes(), form);
            let _ = import("in", format!("kcat {text}").as_bytes(), form);
        }
    }
}

fn told(imported: &Imported) -> Vec<String> {
    imported.notes.iter().map(ToString::to_string).collect()
}

#[test]
fn a_properties_file_becomes_a_profile() {
    let text = "# The shop\nbootstrap.servers=a:1,b:2\nlinger.ms : 20\nacks=all\n\n! slow\nbatch.size=\\\n  65536\nfoo=bar\n\
                key.serializer=org.example.Own\nlnger.ms=7\nqueue.buffering.max.kbytes=64\nclient.id=caf\\u00e9\nretries=many\n\
                linger.ms=30\n";
    let imported = read(text, None);
    insta::assert_snapshot!("import_properties_1", imported.text);
    insta::assert_snapshot!("import_properties_2", told(&imported).join("\n"));
}

#[test]
fn a_spring_configuration_becomes_a_profile() {
    let text = "server:\n  port: 8080\nspring:\n  kafka:\n    bootstrap-servers:\n      - a:1\n      - b:2\n    properties:\n      \
                max.block.ms: 5000\n      linger.ms: 1\n    security:\n      protocol: SASL_SSL\n    ssl:\n      \
                trust-store-location: file:/etc/trust.p12\n      trust-store-password: canary\n    producer:\n      \
                batchSize: 32KB\n      buffer-memory: 64MB\n      acks: 1\n      compression-type: ${CODEC:zstd}\n      \
                retries: 7\n      key-serializer: org.example.Own\n      properties:\n        linger.ms: 5\n        \
                \"[sasl.mechanism]\": PLAIN\n      wibble: x\n    jaas:\n      enabled: true\n      login-module: \
                org.apache.kafka.common.security.plain.PlainLoginModule\n      options:\n        username: alice\n        \
                password: ${app.password}\n    consumer:\n      group-id: g\n    template:\n      default-topic: orders\n---\n\
                spring:\n  config:\n    activate:\n      on-profile: prod\n  kafka:\n    bootstrap-servers: c:3\n";
    let imported = read(text, None);
    insta::assert_snapshot!("import_spring_1", imported.text);
    insta::assert_snapshot!("import_spring_2", told(&imported).join("\n"));
    assert!(!imported.text.contains("canary") && !told(&imported).concat().contains("canary"));
    let flat = "spring.kafka.bootstrap-servers=a:1,b:2\nspring.kafka.producer.batch-size=16KB\nspring.kafka.producer.acks=1\n\
                spring.kafka.producer.properties.linger.ms=5\n#---\nspring.config.activate.on-profile=prod\n\
                spring.kafka.producer.acks=all\n";
    insta::assert_snapshot!("import_spring_3", read(flat, None).text);
}

#[test]
fn kcats_configuration_and_command_line_become_profiles() {
    let file = "# prod\nbootstrap.servers=a:1\nsecurity.protocol=sasl_ssl\nsasl.mechanisms=PLAIN\nsasl.username=alice\n\
                sasl.password=canary\nqueue.buffering.max.kbytes=1024\ntopic.acks=1\nstatistics.interval.ms=500\n\
                request.timeout.ms=5000\nwibble=1\n";
    let imported = read(file, None);
    insta::assert_snapshot!("import_kcat_1", imported.text);
    insta::assert_snapshot!("import_kcat_2", told(&imported).join("\n"));
    let line = "$ echo hello | /usr/bin/kcat -P -b a:1 -t orders -z zstd -Xlinger.ms=20 \\\n  -X sasl.password='can$ary' \\\n  \
                -X ssl.key.password=\"$KEY_PW\" -X ssl.key.location=\"$(cat /run/where)\" -H a=b -k key -F my.conf -lq file\n";
    let imported = read(line, None);
    insta::assert_snapshot!("import_kcat_3", imported.text);
    insta::assert_snapshot!("import_kcat_4", told(&imported).join("\n"));
}

#[test]
fn a_command_line_of_the_console_producer_becomes_a_profile() {
    let line = "bin/kafka-console-producer.sh --bootstrap-server a:1,b:2 --topic=orders --compression-codec \\\n\
                --producer-property linger.ms=5 --timeout 50 --batch-size 1000 --request-required-acks all \\\n\
                --command-property 'sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \
                username=\"alice\" password=\"canary\";' --producer.config x.properties --property parse.key=true --wibble --sync\n";
    let imported = read(line, None);
    insta::assert_snapshot!("import_console_1", imported.text);
    insta::assert_snapshot!("import_console_2", told(&imported).join("\n"));
    assert!(!imported.text.contains("canary"));
}

#[test]
fn what_can_not_be_read_is_told_with_its_place() {
    let cases = [
        ("a=\\u12", Some(Form::Properties)),
        ("a=1\nb\n", Some(Form::Librdkafka)),
        ("kcat -b 'a", None),
        ("kcat -P -X", None),
        ("kcat -P -X canary", None),
        ("kafka-console-producer.sh --topic", None),
        ("a: [", Some(Form::Spring)),
        ("hello", None),
        ("{\"linger.ms\": 5}", None),
        ("", None),
        ("# nothing\n", None),
        ("[producer]\nacks = 1\n", None),
        ("a=1", Some(Form::Kcat)),
    ];
    let told: Vec<String> =
        cases.iter().map(|(text, form)| import("in", text.as_bytes(), *form).unwrap_err().to_string()).collect();
    insta::assert_snapshot!("import_unreadable_1", told.join("\n"));
}

#[test]
fn a_secret_comes_along_in_no_form_and_under_no_name() {
    let names =
        ["sasl.password", "sasl.passwrd", "ssl.keystore.pasword", "my.api.key", "ssl.key.pem", "sasl.jaas.config"];
    for form in [Form::Properties, Form::Librdkafka, Form::Kcat, Form::Console] {
        for name in names {
            let pairs =
                [(name.to_owned(), "ca$n\"ary canary".to_owned()), ("u".to_owned(), "http://a:canary@b".to_owned())];
            let text = format!("# {name}=canary\n{}", source(form, &pairs));
            let imported = read(&text, Some(form));
            let profile = loaded(&imported.text);
            for target in TARGETS {
                let exported = written(&profile, target, true);
                let all = format!("{}{:?}{}{:?}", imported.text, imported.notes, exported.text, exported.notes);
                assert!(!all.contains("ary"), "{form:?} {name} {target:?}\n{all}");
            }
        }
    }
    let literal = loaded(
        "[producer]\n\"bootstrap.servers\" = \"a:1\"\n\"sasl.password\" = \"canary\"\n\"sasl.jaas.config\" = \
                          \"a.PlainLoginModule required username='a' password='canary';\"\n[librdkafka]\n\"ssl.key.password\" = \
                          \"canary\"\n\"ssl.key.pasword\" = \"canary\"\n[extra]\n\"my.secret\" = \"canary\"\n\"url\" = \
                          \"http://a:canary@b\"\n",
    );
    for target in TARGETS {
        let exported = written(&literal, target, false);
        assert!(!format!("{exported:?}").contains("canary"), "{}", exported.text);
        assert!(
            exported.notes.iter().any(|note| note.message.contains("set KAFKA_SASL_PASSWORD")),
            "{:?}",
            exported.notes
        );
    }
}

const TARGETS: [Target; 6] =
    [Target::Properties, Target::Librdkafka, Target::Kcat, Target::Console, Target::Java, Target::Python];

#[test]
fn a_profile_is_written_for_every_program() {
    let profile = loaded(
        "client = \"java\"\n[producer]\n\"bootstrap.servers\" = \"a:1,b:2\"\n\"linger.ms\" = 20\n\"buffer.memory\" = 3000\n\
         \"acks\" = \"all\"\n\"max.block.ms\" = 5000\n\"request.timeout.ms\" = 9000\n\"compression.type\" = \"zstd\"\n\
         \"compression.zstd.level\" = 5\n\"security.protocol\" = \"SASL_SSL\"\n\"sasl.mechanism\" = \"PLAIN\"\n\
         \"sasl.jaas.config\" = 'org.apache.kafka.common.security.plain.PlainLoginModule required username=\"alice\" \
         password=\"${env:PW}\";'\n\"client.id\" = \"it's a \\\"$X\\\" \\\\ é\"\n\"ssl.key.password\" = \"${file:key pw}\"\n\
         [librdkafka]\n\"socket.nagle.disable\" = true\n[extra]\n\"my.thing\" = \"x y\"\n[workbench]\ntopic = \"orders\"\n",
    );
    for target in TARGETS {
        insta::assert_snapshot!(format!("export_{target:?}").to_lowercase(), written(&profile, target, false).text);
    }
}

#[test]
fn what_is_passed_to_nobody_is_refused_by_no_one_and_takes_no_ones_place() {
    let profile = loaded("[producer]\n\"linger.ms\" = 20\n[extra]\n\"linger.ms\" = 9\n\"my.thing\" = \"x\"\n");
    for (target, told) in [
        (Target::Properties, "\nmy.thing=x"),
        (Target::Librdkafka, "#: my.thing=x"),
        (Target::Kcat, "#: -X 'my.thing=x'"),
        (Target::Python, "# \"my.thing\": \"x\""),
    ] {
        let text = written(&profile, target, false).text;
        assert!(text.contains(told) && text.contains("20") && !text.contains('9'), "{text}");
    }
}

#[test]
fn every_value_in_force_is_written_if_asked_for() {
    let profile = loaded("client = \"java\"\n[producer]\n\"bootstrap.servers\" = \"a:1\"\nacks = \"1\"\n");
    let text = written(&profile, Target::Properties, true).text;
    for line in ["bootstrap.servers=a:1", "acks=1", "linger.ms=5", "enable.idempotence=false", "batch.size=16384"] {
        assert!(text.lines().any(|own| own == line), "{line}\n{text}");
    }
    let text = written(&profile, Target::Librdkafka, true).text;
    for line in
        ["linger.ms=5", "queue.buffering.max.kbytes=32768", "message.max.bytes=1048576", "partitioner=murmur2_random"]
    {
        assert!(text.lines().any(|own| own == line), "{line}\n{text}");
    }
}

#[test]
fn kafkas_providers_are_references_and_references_kafkas_providers() {
    let text = "config.providers=e,d,vault\nconfig.providers.e.class=org.apache.kafka.common.config.provider.\
                EnvVarConfigProvider\nconfig.providers.d.class=org.apache.kafka.common.config.provider.\
                DirectoryConfigProvider\nconfig.providers.vault.class=org.example.Vault\nssl.key.password=${e:KEY}\n\
                ssl.keystore.password=${d:/run/secrets:pw}\nclient.id=${vault:x:y}\n";
    let imported = read(text, None);
    insta::assert_snapshot!("import_providers_1", imported.text);
}

/// Runs linger with this on standard input, and gives its exit code with what it said.
fn linger(arguments: &[&str], input: &str) -> (Option<i32>, String, String) {
    let home = tempfile::tempdir().unwrap();
    let mut child = Command::new(env!("CARGO_BIN_EXE_linger"))
        .args(arguments)
        .env("HOME", home.path())
        .env_remove("XDG_CONFIG_HOME")
        .env_remove("XDG_STATE_HOME")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may have read enough before.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn an_import_goes_to_a_check_and_to_an_export_in_a_pipe() {
    let text = "bootstrap.servers=a:9092,b:9092\nlinger.ms=20\nssl.key.password=canary\nwibble=1\n";
    let (code, profile, said) = linger(&["profile", "import"], text);
    assert_eq!(code, Some(0), "{said}");
    insta::assert_snapshot!("import_said", said);
    let (code, exported, said) = linger(&["profile", "export", "-", "--to", "properties"], &profile);
    assert_eq!((code, said.as_str()), (Some(0), ""));
    assert!(
        exported.contains("linger.ms=20\n") && exported.contains("ssl.key.password=${env:KAFKA_SSL_KEY_PASSWORD}\n")
    );
    let (_, profile, _) = linger(&["profile", "import", "-", "--from", "properties"], "bootstrap.servers=a:1,b:2\n");
    let (code, told, _) = linger(&["profile", "check", "-"], &profile);
    assert_eq!(code, Some(0), "{told}");
    let (code, profile, said) = linger(&["profile", "import"], "linger.ms=\\u12");
    assert_eq!((code, profile.as_str()), (Some(2), ""));
    assert!(said.contains("<stdin>:1:11: "), "{said}");
}
