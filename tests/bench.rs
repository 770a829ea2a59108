//! `linger bench`, run as a person or a script runs it, on embedded clusters and where no broker is.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Output, Stdio};
use std::time::{Duration, Instant};

use linger::kafka::embedded::Embedded;
use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use rdkafka::config::ClientConfig;
use rdkafka::consumer::{BaseConsumer, Consumer};
use rdkafka::message::Message;
use rdkafka::{Offset, TopicPartitionList};
use serde_json::Value;

const PRODUCE: i16 = 0;
const TOO_LARGE: i32 = 10;
const TOPIC_AUTHORIZATION_FAILED: i32 = 29;

fn bench(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linger"));
    command.arg("bench").args(args).env("HOME", env!("CARGO_TARGET_TMPDIR"));
    command.env_remove("XDG_CONFIG_HOME").env_remove("XDG_STATE_HOME");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

fn run(args: &[&str]) -> Output {
    bench(args).output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("{output:?}"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The report of a run, which is all that it wrote.
fn report(output: &Output) -> Value {
    let text = text(&output.stdout);
    assert_eq!(text.lines().count(), 1, "{output:?}");
    serde_json::from_str(&text).expect(&text)
}

fn requests(path: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(path).unwrap();
    text.lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// The records in requests that were delivered.
fn traced(requests: &[Value]) -> u64 {
    let delivered = requests.iter().filter(|request| request["outcome"] == "delivered");
    delivered.map(|request| request["records"].as_u64().unwrap()).sum()
}

/// A cluster in this process, for a `linger` in another.
fn cluster() -> (Embedded, String) {
    let embedded = Embedded::start().unwrap();
    let bootstrap = embedded.cluster().bootstrap();
    (embedded, bootstrap)
}

#[test]
fn a_script_gets_one_report_with_the_promised_fields() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace.jsonl");
    let args = ["--topic", "t", "--records", "20000", "--format", "json", "--trace", trace.to_str().unwrap()];
    let output = run(&args);
    assert_eq!((code(&output), text(&output.stderr)), (0, String::new()));
    let report = report(&output);
    let fields: Vec<&str> = report.as_object().unwrap().keys().map(String::as_str).collect();
    let promised = "type records failed recordsPerSecond megabytesPerSecond latencyMicros requests recordsPerRequest \
                    batchFill retries blockedMicros cpuMicrosPerRecord generations";
    assert_eq!(fields.join(" "), promised);
    let of_latency: Vec<&str> = report["latencyMicros"].as_object().unwrap().keys().map(String::as_str).collect();
    assert_eq!(of_latency.join(" "), "mean p50 p95 p99 p999 max");
    assert_eq!((&report["type"], &report["records"], &report["failed"]), (&"report".into(), &20_000.into(), &0.into()));
    assert_eq!((&report["retries"], &report["generations"]), (&0.into(), &1.into()));
    let requests = requests(&trace);
    assert_eq!((report["requests"].as_u64().unwrap(), traced(&requests)), (requests.len() as u64, 20_000));
    for ratio in ["recordsPerSecond", "megabytesPerSecond", "recordsPerRequest", "batchFill", "cpuMicrosPerRecord"] {
        assert!(report[ratio].as_f64().unwrap() > 0.0, "{ratio}: {report}");
    }
    let quantiles: Vec<u64> =
        ["p50", "p95", "p99", "p999", "max"].map(|name| report["latencyMicros"][name].as_u64().unwrap()).to_vec();
    assert!(quantiles.is_sorted() && quantiles[0] > 0, "{report}");
}

#[test]
fn a_person_gets_a_report_that_fits_a_small_terminal_and_says_where_the_brokers_are() {
    let output = run(&["--topic", "t", "--duration", "300ms", "--rate", "2000", "--keys", "uniform:7"]);
    assert_eq!((code(&output), text(&output.stderr)), (0, String::new()));
    let text = text(&output.stdout);
    assert!(text.starts_with("600 records delivered in "), "{text}");
    for part in
        ["\nlatency     p50 ", "from when a record was due", "with the embedded brokers' share", "\nproducers   1\n"]
    {
        assert!(text.contains(part), "{part}: {text}");
    }
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
}

#[test]
fn values_begin_with_their_number_and_a_space_and_each_is_there_once() {
    for (keys, size) in [("sequential", 64), ("none", 5), ("uniform:3", 100)] {
        let (embedded, bootstrap) = cluster();
        assert!(embedded.create_topic("t", 3));
        let size = size.to_string();
        let output = run(&["-b", &bootstrap, "--topic", "t", "--records", "3000", "--keys", keys, "--size", &size]);
        assert_eq!(code(&output), 0, "{output:?}");
        let mut numbers = BTreeSet::new();
        for (key, value) in read_back(&bootstrap, "t", 3, 3_000) {
            assert_eq!(value.len().to_string(), size);
            let (number, _) = value.split_once(' ').expect("a number and a space");
            match keys {
                "sequential" => assert_eq!(key.as_deref(), Some(number)),
                "none" => assert_eq!(key, None),
                _ => assert!(matches!(key.as_deref(), Some("0" | "1" | "2")), "{key:?}"),
            }
            numbers.insert(number.parse::<u64>().unwrap());
        }
        assert!(numbers.into_iter().eq(0..3_000), "{keys}: every number once");
    }
}

/// All records of a topic, which has so many.
fn read_back(bootstrap: &str, topic: &str, partitions: i32, count: usize) -> Vec<(Option<String>, String)> {
    let mut config = ClientConfig::new();
    config.set("bootstrap.servers", bootstrap).set("group.id", "bench").set("enable.auto.commit", "false");
    let consumer: BaseConsumer = config.create().unwrap();
    let mut assignment = TopicPartitionList::new();
    for partition in 0..partitions {
        assignment.add_partition_offset(topic, partition, Offset::Beginning).unwrap();
    }
    consumer.assign(&assignment).unwrap();
    let deadline = Instant::now() + Duration::from_secs(30);
    let mut records = Vec::new();
    while records.len() < count {
        assert!(Instant::now() < deadline, "{} of {count} records read back", records.len());
        if let Some(Ok(message)) = consumer.poll(Duration::from_millis(100)) {
            let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
            records.push((message.key().map(text), message.payload().map(text).unwrap()));
        }
    }
    assert!(consumer.poll(Duration::from_millis(200)).is_none_or(|end| end.is_err()), "no record beyond those");
    records
}

#[test]
fn changes_make_generations_in_the_order_of_their_times_and_the_load_ends_after_the_last() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace.jsonl");
    let at = ["--at", "2300ms:batch.size=1000", "--at", "150ms:linger.ms=20", "--at", "300ms:linger.ms=20"];
    let fixed = ["--topic", "t", "--records", "2000", "--rate", "1000", "--format", "json", "--trace"];
    let args: Vec<&str> = fixed.into_iter().chain([trace.to_str().unwrap()]).chain(at).collect();
    let output = run(&args);
    assert_eq!(code(&output), 0, "{output:?}");
    let report = report(&output);
    assert_eq!((&report["records"], &report["failed"], &report["generations"]), (&2_000.into(), &0.into(), &3.into()));
    let said = text(&output.stderr);
    let lines: Vec<&str> = said.lines().collect();
    assert_eq!(lines.len(), 3, "{said}");
    assert!(lines[0].starts_with("linger: 0.150 s: linger.ms=20: generation 2, intake paused "), "{said}");
    assert_eq!(lines[1], "linger: 0.3 s: linger.ms=20: nothing changes");
    assert!(lines[2].starts_with("linger: 2.3 s: batch.size=1000: generation 3, intake paused "), "{said}");
    let requests = requests(&trace);
    let generations: BTreeSet<u64> = requests.iter().map(|request| request["generation"].as_u64().unwrap()).collect();
    assert_eq!((traced(&requests), generations), (2_000, BTreeSet::from([1, 2])));
}

#[test]
fn a_change_at_full_speed_loses_nothing_and_turns_nothing_round() {
    let (embedded, bootstrap) = cluster();
    assert!(embedded.create_topic("t", 2));
    let args = ["-b", &bootstrap, "--topic", "t", "--records", "60000", "--rate", "100000", "--format", "json"];
    let at = ["--at", "100ms:linger.ms=0", "--at", "300ms:linger.ms=30", "--at", "500ms:linger.ms=1"];
    let output = run(&args.into_iter().chain(at).collect::<Vec<_>>());
    assert_eq!(code(&output), 0, "{output:?}");
    let report = report(&output);
    assert_eq!((&report["records"], &report["failed"], &report["generations"]), (&60_000.into(), &0.into(), &4.into()));
    let numbers: BTreeSet<u64> = read_back(&bootstrap, "t", 2, 60_000)
        .iter()
        .map(|(_, value)| value.split_once(' ').unwrap().0.parse().unwrap())
        .collect();
    assert!(numbers.into_iter().eq(0..60_000));
}

#[test]
fn what_can_not_be_understood_exits_2_and_sends_nothing() {
    for (args, named) in [
        (&["--topic", "t"][..], "--records"),
        (&["--records", "1", "--topic", "t", "--size", "1"], "'1'"),
        (&["--records", "1001", "--topic", "t", "--size", "4"], "allowed: 5 or more"),
        (&["--records", "1", "--topic", "t", "--size", "2000000"], "--size: '2000000' can't be sent"),
        (&["--records", "1", "--topic", "t", "--duration", "3"], "'3'"),
        (&["--records", "1", "--topic", "t", "--at", "1s:lingr.ms=3"], "--at 1.0 s: 'lingr.ms'"),
        (&["--records", "1", "--topic", "t", "--at", "1s:max.request.size=100"], "--size: '100' can't be sent"),
        (&["--records", "1", "--topic", "t", "--set", "linger.ms=x"], "--set: linger.ms: 'x'"),
        (&["--records", "1", "-b", "localhost:9092"], "name it with --topic"),
        (&["--records", "1", "--topic", "t", "--trace", "/dev/null/trace"], "--trace '/dev/null/trace'"),
    ] {
        let output = run(args);
        assert_eq!((code(&output), text(&output.stdout)), (2, String::new()), "{args:?}");
        let said = text(&output.stderr);
        assert!(said.contains(named), "{args:?}: {said}");
    }
}

#[test]
fn a_read_only_profile_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("prod.toml");
    std::fs::write(&path, "cluster = 'embedded'\n[workbench]\nguard = 'read-only'\n").unwrap();
    let output = run(&["--topic", "t", "--records", "1", "--profile", path.to_str().unwrap()]);
    assert_eq!((code(&output), text(&output.stdout)), (2, String::new()), "{output:?}");
    assert!(text(&output.stderr).contains("is read-only"), "{output:?}");
}

#[test]
fn no_broker_exits_3_with_the_reason_and_a_report_of_nothing_delivered() {
    let begun = Instant::now();
    let args = ["--topic", "t", "--records", "1000000", "--set", "max.block.ms=2000", "-b", "127.0.0.1:451"];
    let output = run(&args.into_iter().chain(["--format", "json", "--at", "1h:linger.ms=1"]).collect::<Vec<_>>());
    assert_eq!(code(&output), 3, "{output:?}");
    assert!(begun.elapsed() < Duration::from_secs(10));
    let report = report(&output);
    assert_eq!((&report["records"], &report["failed"]), (&0.into(), &1.into()), "the rest was not tried");
    assert_eq!((&report["latencyMicros"]["p50"], &report["cpuMicrosPerRecord"]), (&Value::Null, &Value::Null));
    let said = text(&output.stderr);
    assert!(said.contains("no broker could be reached: ") && said.contains("refused"), "{said}");
}

#[test]
fn failed_records_are_counted_and_told_together() {
    let (embedded, bootstrap) = cluster();
    assert!(embedded.create_topic("t", 1));
    embedded.cluster().push_errors(PRODUCE, &[TOO_LARGE]);
    let args = ["-b", &bootstrap, "--topic", "t", "--records", "500", "--format", "json"];
    let output = run(&args.into_iter().chain(["--set", "enable.idempotence=false"]).collect::<Vec<_>>());
    assert_eq!(code(&output), 1, "{output:?}");
    let report = report(&output);
    let (delivered, failed) = (report["records"].as_u64().unwrap(), report["failed"].as_u64().unwrap());
    assert!(failed > 0 && delivered + failed == 500, "{report}");
    let said = text(&output.stderr);
    let failures: Vec<&str> = said.lines().filter(|line| line.contains("MSG_SIZE_TOO_LARGE")).collect();
    let records = if failed == 1 { "1 record".to_owned() } else { format!("{failed} records") };
    assert_eq!(failures.len(), 1, "{said}");
    assert!(failures[0].starts_with(&format!("linger: {records} failed  t-0  ")), "{said}");
}

#[test]
fn what_no_retry_heals_ends_the_load() {
    let (embedded, bootstrap) = cluster();
    assert!(embedded.create_topic("t", 1));
    embedded.cluster().push_errors(PRODUCE, &[TOPIC_AUTHORIZATION_FAILED; 1_000]);
    let args = ["-b", &bootstrap, "--topic", "t", "--duration", "1h", "--rate", "1000", "--at", "1h:linger.ms=7"];
    let output = run(&args.into_iter().chain(["--set", "enable.idempotence=false"]).collect::<Vec<_>>());
    assert_eq!(code(&output), 1, "{output:?}");
    let said = text(&output.stderr);
    assert!(said.contains("the load ends after ") && said.contains("TOPIC_AUTHORIZATION_FAILED"), "{said}");
}

/// A run that goes on.
struct Running {
    child: Child,
    errors: BufReader<ChildStderr>,
}

impl Running {
    fn start(args: &[&str]) -> Self {
        let mut child = bench(args).spawn().unwrap();
        let errors = BufReader::new(child.stderr.take().unwrap());
        Self { child, errors }
    }

    fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.child.id().try_into().unwrap()), signal).unwrap();
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.errors.read_line(&mut line).unwrap();
        line
    }

    /// The exit code, the report, and what was said.
    fn end(mut self) -> (Option<i32>, Value, String) {
        let (mut out, mut said) = (String::new(), String::new());
        self.child.stdout.take().unwrap().read_to_string(&mut out).unwrap();
        self.errors.read_to_string(&mut said).unwrap();
        let report = serde_json::from_str(&out).expect(&out);
        (self.child.wait().unwrap().code(), report, said)
    }
}

fn until(what: &str, seen: impl Fn() -> bool) {
    let deadline = Instant::now() + Duration::from_secs(30);
    while !seen() {
        assert!(Instant::now() < deadline, "not seen: {what}");
        std::thread::yield_now();
    }
}

#[test]
fn an_interrupt_ends_the_load_with_the_partial_report() {
    let folder = tempfile::tempdir().unwrap();
    for (signal, rate) in [(Signal::SIGINT, &["--rate", "500"][..]), (Signal::SIGTERM, &[])] {
        let trace = folder.path().join(format!("{signal}.jsonl"));
        let args = ["--topic", "t", "--records", "100000000", "--format", "json", "--trace", trace.to_str().unwrap()];
        let args: Vec<&str> = args.into_iter().chain(["--at", "1h:linger.ms=9"]).chain(rate.iter().copied()).collect();
        let running = Running::start(&args);
        until("the first requests", || trace.metadata().is_ok_and(|file| file.len() > 0));
        running.signal(signal);
        let (code, report, _) = running.end();
        assert_eq!(code, Some(130), "{signal}");
        assert_eq!(report["failed"], 0, "{signal}: nothing accepted is given up: {report}");
        let delivered = report["records"].as_u64().unwrap();
        assert!(delivered > 0 && delivered < 100_000_000);
        assert_eq!(traced(&requests(&trace)), delivered);
    }
}

#[test]
fn a_second_interrupt_gives_up_what_is_on_its_way() {
    let (embedded, bootstrap) = cluster();
    assert!(embedded.create_topic("t", 1));
    for broker in 1..=3 {
        assert!(embedded.cluster().set_rtt(broker, 600));
    }
    embedded.cluster().track_requests();
    let args = ["-b", &bootstrap, "--topic", "t", "--duration", "1h", "--rate", "1000", "--format", "json"];
    let mut running = Running::start(&args);
    until("a Produce request", || embedded.cluster().requests().iter().any(|(_, key)| *key == PRODUCE));
    for broker in 1..=3 {
        assert!(embedded.cluster().set_rtt(broker, 600_000));
    }
    running.signal(Signal::SIGINT);
    let said = running.line();
    assert!(said.starts_with("linger: interrupted; ") && said.ends_with("interrupt again to give them up\n"), "{said}");
    // Signals closer together than this are one.
    let first = Instant::now();
    until("time for another interrupt", || first.elapsed() > Duration::from_millis(300));
    running.signal(Signal::SIGINT);
    let (code, report, said) = running.end();
    assert_eq!(code, Some(130), "{said}");
    assert!(report["failed"].as_u64().unwrap() > 0, "{report}");
    assert!(said.contains("giving up what is on its way") && said.contains("_PURGE_"), "{said}");
}
