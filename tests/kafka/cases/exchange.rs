//! What `linger profile export` writes works with Kafka's own producers.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::harness::product::run;
use crate::harness::stage;

crate::trials![
    an_exported_file_is_taken_by_the_console_producer,
    an_exported_command_line_is_run_by_a_shell,
    an_exported_class_sends_records,
];

const CONSOLE: &str = "org.apache.kafka.tools.ConsoleProducer";

/// Values that Kafka refuses unless its own providers put in what they stand for.
fn export(folder: &Path, topic: &str, form: &str) -> String {
    fs::write(folder.join("timeout"), "90000").unwrap();
    let profile = format!(
        "[producer]\n\"bootstrap.servers\" = \"{}\"\n\"linger.ms\" = \"${{env:OUR_LINGER}}\"\n\"delivery.timeout.ms\" = \
         \"${{file:timeout}}\"\n\"client.id\" = \"it's: \\\"a\\\" $b = \\\\ #!\"\n\"compression.type\" = \"zstd\"\n\"batch.size\" = 1000\n\
         [librdkafka]\n\"socket.nagle.disable\" = true\n[extra]\n\"nobody.knows\" = \"it\"\n[workbench]\ntopic = \"{topic}\"\n",
        stage::strict().bootstrap()
    );
    let file = folder.join("ours.toml");
    fs::write(&file, profile).unwrap();
    run(&["profile", "export", file.to_str().unwrap(), "--to", form]).exits(0).stdout
}

/// Runs a producer that takes lines, and holds what it sent against them.
fn sends(topic: &str, mut producer: Command) {
    let mut child = producer
        .env("OUR_LINGER", "7")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"one\ntwo\n").unwrap();
    let output = child.wait_with_output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{said}");
    let values: Vec<Option<String>> = stage::strict().read(topic).into_iter().map(|row| row.value).collect();
    assert_eq!(values, [Some("6f6e65".to_owned()), Some("74776f".to_owned())], "{said}");
}

fn an_exported_file_is_taken_by_the_console_producer() {
    let topic = stage::strict().topic("exported-file", 1, &[]);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ours.properties");
    fs::write(&file, export(folder.path(), &topic, "properties")).unwrap();
    let mut console = stage::jvm().command(CONSOLE, "-Xmx128m");
    console
        .args(["--bootstrap-server", &stage::strict().bootstrap(), "--topic", &topic, "--command-config"])
        .arg(&file);
    sends(&topic, console);
}

fn an_exported_command_line_is_run_by_a_shell() {
    let topic = stage::strict().topic("exported-line", 1, &[]);
    let folder = tempfile::tempdir().unwrap();
    let line = folder.path().join("line.sh");
    fs::write(&line, export(folder.path(), &topic, "console")).unwrap();
    // The script that Kafka's archive has does no more than this.
    let script = folder.path().join("kafka-console-producer.sh");
    let java = stage::jvm().command(CONSOLE, "-Xmx128m");
    let words: Vec<String> = std::iter::once(java.get_program())
        .chain(java.get_args())
        .map(|word| format!("'{}'", word.to_str().unwrap()))
        .collect();
    fs::write(&script, format!("#!/bin/sh\nexec {} \"$@\"\n", words.join(" "))).unwrap();
    fs::set_permissions(&script, fs::Permissions::from_mode(0o755)).unwrap();
    let mut shell = Command::new("sh");
    let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap_or_default());
    shell.arg(&line).env("PATH", path).current_dir(folder.path());
    sends(&topic, shell);
}

fn an_exported_class_sends_records() {
    const MAIN: &str = "class Main {\n    public static void main(String[] arguments) throws Exception {\n        \
         try (var producer = ConfiguredProducer.create(); var in = new java.util.Scanner(System.in)) {\n            \
         while (in.hasNextLine()) {\n                byte[] value = in.nextLine().getBytes();\n                producer.send(\
         new org.apache.kafka.clients.producer.ProducerRecord<>(arguments[0], value)).get();\n            }\n        }\n    \
         }\n}\n\nclass ConfiguredProducer {";
    let topic = stage::strict().topic("exported-class", 1, &[]);
    let folder = tempfile::tempdir().unwrap();
    let class = export(folder.path(), &topic, "java");
    let file = folder.path().join("Main.java");
    fs::write(&file, class.replacen("class ConfiguredProducer {", MAIN, 1)).unwrap();
    let mut java = stage::jvm().command(file.to_str().unwrap(), "-Xmx256m");
    java.arg(&topic).current_dir(folder.path());
    sends(&topic, java);
}
