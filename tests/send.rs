//! `linger send`, run as a person or a script runs it, on the embedded cluster and where no broker is.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::unistd::Pid;
use serde_json::Value;

fn linger(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linger"));
    command.arg("send").args(args).env("HOME", env!("CARGO_TARGET_TMPDIR"));
    command.env_remove("XDG_CONFIG_HOME").env_remove("XDG_STATE_HOME");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Runs to the end with this standard input.
fn run(args: &[&str], input: &[u8]) -> Output {
    let mut child = linger(args).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    // It may end before it has read everything.
    let writer = std::thread::spawn(move || stdin.write_all(&input));
    let output = child.wait_with_output().unwrap();
    let _ = writer.join().unwrap();
    output
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("{output:?}"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

fn objects(bytes: &[u8]) -> Vec<Value> {
    text(bytes).lines().map(|line| serde_json::from_str(line).expect(line)).collect()
}

/// Nobody listens there: no system gives a port below 1024 to whoever asks for any.
const CLOSED: &str = "127.0.0.1:451";

/// A server that answers each connection's first bytes with this, or with nothing and keeps it open.
fn server(answer: Option<&'static [u8]>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    std::thread::spawn(move || {
        let mut kept = Vec::new();
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            if let Some(answer) = answer {
                let mut first = [0; 4];
                let _ = stream.read_exact(&mut first).and_then(|()| stream.write_all(answer));
            }
            kept.push(stream);
        }
    });
    address
}

#[test]
fn keyed_lines_give_an_outcome_each() {
    let output = run(&["--topic", "t", "--key-separator", ":", "--format", "json", "-"], b"k1:v1\nk2:v2\n");
    assert_eq!((code(&output), text(&output.stderr)), (0, String::new()));
    let outcomes = objects(&output.stdout);
    assert_eq!(outcomes.len(), 2);
    for (n, outcome) in outcomes.iter().enumerate() {
        assert_eq!((&outcome["type"], &outcome["status"]), (&"outcome".into(), &"delivered".into()));
        assert_eq!((&outcome["topic"], &outcome["n"]), (&"t".into(), &n.into()), "one partition keeps the order");
        assert!(outcome["partition"].is_u64() && outcome["offset"].is_u64(), "{outcome}");
        assert!(outcome["timestampType"].is_null(), "the embedded cluster tells no true timestamp");
        assert_eq!((&outcome["serializedKeySize"], &outcome["serializedValueSize"]), (&2.into(), &2.into()));
    }
}

#[test]
fn a_person_sees_a_line_for_each_record_and_a_count() {
    let output = run(&["--topic", "t", "--value", "v", "--partition", "2", "--count", "2"], b"");
    assert_eq!(code(&output), 0);
    let text = text(&output.stdout);
    let lines: Vec<_> = text.lines().collect();
    assert!(lines[0].starts_with("#0 delivered  t-2 @ 0  key null  value 1 B  "), "{text}");
    assert!(lines[1].starts_with("#1 delivered  t-2 @ 1  "), "{text}");
    assert_eq!(lines[2..], ["2 records: 2 delivered"]);
}

#[test]
fn many_records_are_counted() {
    let output = run(&["--topic", "t", "--value", "v", "--count", "5000"], b"");
    assert_eq!(code(&output), 0);
    let text = text(&output.stdout);
    let told = text.strip_prefix("5000 records: 5000 delivered; latency p50 ").unwrap();
    assert!(told.contains(" ms, p99 ") && told.ends_with(" ms\n") && text.lines().count() == 1, "{text}");
}

#[test]
fn a_bad_line_stops_the_reading_and_what_came_before_is_delivered() {
    let input = b"{\"value\":\"a\"}\n{\"value\":{\"json\":[1]},\"key\":null}\n{\"vlaue\":1}\n{\"value\":\"d\"}\n";
    let output = run(&["--topic", "t", "--input", "json", "--format", "json", "-"], input);
    assert_eq!(code(&output), 2);
    assert_eq!(objects(&output.stdout).len(), 2);
    let said = text(&output.stderr);
    assert!(said.starts_with("linger: standard input, line 3: unknown field 'vlaue', did you mean 'value'?"), "{said}");
}

#[test]
fn what_can_not_be_understood_exits_2() {
    for args in [
        &["--topic", "t"][..],
        &["--topic", "a b", "--value", "v"],
        &["--topic", "t", "--value", "v", "--fromat", "json"],
        &["--topic", "t", "--value", "v", "--set", "lingr.ms=1"],
        &["--topic", "t", "--value", "v", "--profile", "nowhere"],
        &["--topic", "t", "--value", "v", "--trace", "/dev/null/trace"],
        &["--topic", "t", "--record", "/dev/null/r.toml"],
    ] {
        let output = run(args, b"");
        assert_eq!((code(&output), text(&output.stdout)), (2, String::new()), "{args:?}");
        assert!(!output.stderr.is_empty(), "{args:?}");
    }
}

#[test]
fn what_the_producer_refuses_exits_1_in_javas_words() {
    let large = format!("a={}", "x".repeat(2000));
    let cases: [(&[&str], i64, &str); 5] = [
        (
            &["--partition", "-1"],
            -186,
            "Invalid partition: -1. Partition number should always be non-negative or null.",
        ),
        (&["--timestamp", "-5"], -186, "Invalid timestamp: -5. Timestamp should always be non-negative or null."),
        (&["--timestamp", "0"], -186, "Invalid timestamp: 0. librdkafka takes 0 as \"now\""),
        (&["--set", "max.request.size=1000", "-H", &large], 10, "The message is 2"),
        (
            &["--partition", "99", "--set", "max.block.ms=3000"],
            -190,
            "Partition 99 of topic t with partition count 4 is not present in metadata after 3000 ms.",
        ),
    ];
    for (args, number, message) in cases {
        let fixed = ["--topic", "t", "--value", "v", "--format", "json"];
        let args: Vec<&str> = fixed.into_iter().chain(args.iter().copied()).collect();
        let output = run(&args, b"");
        assert_eq!(code(&output), 1, "{output:?}");
        let error = &objects(&output.stdout)[0]["error"];
        assert_eq!(error["code"], number, "{error}");
        assert!(error["message"].as_str().unwrap().starts_with(message), "{error}");
        assert_eq!((&error["side"], &error["possiblyPersisted"]), (&"client".into(), &false.into()));
    }
}

#[test]
fn a_thousand_records_for_a_partition_that_is_not_there_wait_once() {
    let begun = Instant::now();
    let args = ["--topic", "t", "--partition", "99", "--set", "max.block.ms=3000", "--value", "v", "--count", "1000"];
    let output = run(&args, b"");
    assert_eq!(code(&output), 1);
    assert!(begun.elapsed() < Duration::from_secs(60), "not a thousand times");
    assert!(text(&output.stdout).ends_with("1000 records: 0 delivered, 1000 failed\n"));
}

#[test]
fn no_broker_exits_3_with_the_reason_within_max_block() {
    let silent = server(None);
    let http = server(Some(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
    for (address, reason) in [
        (CLOSED, "refused"),
        ("no-such-host.invalid:9092", "can't be resolved"),
        (&silent, silent.as_str()),
        (&http, "HTTP"),
    ] {
        let begun = Instant::now();
        let args =
            ["--topic", "t", "--value", "v", "--count", "3", "-b", address, "--yes", "--set", "max.block.ms=3000"];
        let output = run(&args, b"");
        let took = begun.elapsed();
        assert_eq!(code(&output), 3, "{address}: {output:?}");
        let said = text(&output.stderr);
        assert!(said.contains(reason), "{address}: {said}");
        assert!(took < Duration::from_secs(8), "{address} took {took:?}");
        assert!(text(&output.stdout).contains("#0 failed  t  "), "{output:?}");
    }
}

#[test]
fn without_acknowledgement_a_record_is_sent_and_its_offset_not_known() {
    let output = run(&["--topic", "t", "--value", "v", "--set", "acks=0", "--format", "json"], b"");
    assert_eq!(code(&output), 0, "{output:?}");
    let outcome = &objects(&output.stdout)[0];
    assert_eq!((&outcome["status"], &outcome["offset"]), (&"sent".into(), &Value::Null));
}

#[test]
fn record_files_are_sent() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("r.toml");
    std::fs::write(&path, "topic = 'own'\nkey = { null = true }\nvalue = { json = { total = 1 } }\n").unwrap();
    let output = run(&["--record", path.to_str().unwrap(), "--format", "json"], b"");
    assert_eq!(code(&output), 0, "{output:?}");
    let outcome = &objects(&output.stdout)[0];
    assert_eq!((&outcome["topic"], &outcome["serializedKeySize"]), (&"own".into(), &(-1).into()));
    assert_eq!(outcome["serializedValueSize"], 11);
}

/// The requests of a traced run, and how many records it had.
fn traced(args: &[&str], input: &[u8]) -> (Vec<Value>, u64) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trace.jsonl");
    let fixed = ["--topic", "t", "--format", "json", "--trace", path.to_str().unwrap()];
    let args: Vec<&str> = fixed.into_iter().chain(args.iter().copied()).collect();
    let output = run(&args, input);
    assert_eq!(code(&output), 0, "{output:?}");
    let outcomes = objects(&output.stdout).len();
    (objects(&std::fs::read(path).unwrap()), outcomes.try_into().unwrap())
}

#[test]
fn a_slow_trickle_lingers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("trace.jsonl");
    let mut running = Running::start(&["--topic", "t", "--trace", path.to_str().unwrap(), "-"]);
    for _ in 0..20 {
        running.write(b"line\n");
        assert!(running.line().contains("delivered"));
    }
    drop(running.child.stdin.take());
    assert_eq!(running.child.wait().unwrap().code(), Some(0));
    let requests = objects(&std::fs::read(path).unwrap());
    let closed: Vec<_> = requests.iter().map(|request| (&request["records"], &request["closed"])).collect();
    assert_eq!(closed, vec![(&1.into(), &"linger".into()); 20]);
}

#[test]
fn the_trace_holds_every_record_once() {
    let lines = "a value of some length\n".repeat(20_000);
    let (requests, outcomes) = traced(&["--set", "batch.size=500", "-"], lines.as_bytes());
    assert_eq!(outcomes, 20_000);
    let records: u64 = requests.iter().map(|request| request["records"].as_u64().unwrap()).sum();
    assert_eq!(records, 20_000);
    let full = requests.iter().filter(|request| request["closed"] == "size").count();
    assert!(full * 10 > requests.len() * 9, "a flood of small batches closes by size: {full} of {}", requests.len());
    let delivered = |request: &&Value| request["outcome"] == "delivered" && request["attempt"] == 1;
    assert_eq!(requests.iter().filter(delivered).count(), requests.len());
}

/// A run whose standard input stays open.
struct Running {
    child: Child,
    out: BufReader<std::process::ChildStdout>,
}

impl Running {
    fn start(args: &[&str]) -> Self {
        let mut child = linger(args).spawn().unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        Self { child, out }
    }

    fn write(&mut self, bytes: &[u8]) {
        self.child.stdin.as_mut().unwrap().write_all(bytes).unwrap();
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.out.read_line(&mut line).unwrap();
        line
    }

    fn signal(&self, signal: Signal) {
        kill(Pid::from_raw(self.child.id().try_into().unwrap()), signal).unwrap();
    }
}

#[test]
fn outcomes_come_while_the_input_is_open_and_an_interrupt_ends_cleanly() {
    for signal in [Signal::SIGINT, Signal::SIGTERM] {
        let mut running = Running::start(&["--topic", "t", "-"]);
        for n in 0..3 {
            running.write(b"line\n");
            assert!(running.line().starts_with(&format!("#{n} delivered  t-")));
        }
        running.signal(signal);
        assert_eq!(running.line(), "3 records: 3 delivered (interrupted)\n");
        assert_eq!(running.child.wait().unwrap().code(), Some(130), "{signal}");
    }
}

#[test]
fn an_interrupt_ends_a_wait_for_a_broker_and_reports_the_record() {
    let mut running = Running::start(&["--topic", "t", "--value", "v", "-b", CLOSED]);
    let mut errors = BufReader::new(running.child.stderr.take().unwrap());
    let mut waiting = String::new();
    errors.read_line(&mut waiting).unwrap();
    assert_eq!(waiting, format!("linger: 1 record waits: connection to {CLOSED} refused\n"));
    running.signal(Signal::SIGINT);
    assert!(running.line().starts_with("#0 failed  t  "));
    assert_eq!(running.line(), "1 record: 0 delivered, 1 failed (interrupted)\n");
    assert_eq!(running.child.wait().unwrap().code(), Some(130));
}

#[test]
fn a_reader_that_leaves_does_not_keep_records_from_being_sent() {
    let mut running = Running::start(&["--topic", "t", "--format", "json", "-"]);
    running.write(b"first\n");
    assert!(running.line().contains("delivered"));
    let Running { mut child, out } = running;
    drop(out);
    let mut stdin = child.stdin.take().unwrap();
    stdin.write_all(&b"more\n".repeat(5000)).unwrap();
    drop(stdin);
    let output = child.wait_with_output().unwrap();
    assert_eq!(code(&output), 0);
    assert!(text(&output.stderr).contains("nobody reads standard output any more"), "{output:?}");
}

#[test]
fn nobody_who_listens_at_all_does_not_keep_records_from_being_sent() {
    let folder = tempfile::tempdir().unwrap();
    let trace = folder.path().join("trace.jsonl");
    let args = ["--topic", "t", "--format", "json", "--trace", trace.to_str().unwrap(), "-"];
    let mut child = linger(&args).spawn().unwrap();
    drop((child.stdout.take(), child.stderr.take()));
    let mut stdin = child.stdin.take().unwrap();
    for _ in 0..3 {
        stdin.write_all(&b"line\n".repeat(5000)).unwrap();
    }
    drop(stdin);
    assert_eq!(child.wait().unwrap().code(), Some(0));
    let requests = objects(&std::fs::read(trace).unwrap());
    assert_eq!(requests.iter().map(|request| request["records"].as_u64().unwrap()).sum::<u64>(), 15_000);
}

#[test]
fn a_read_only_profile_sends_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("prod.toml");
    std::fs::write(&path, "cluster = 'embedded'\n[workbench]\nguard = 'read-only'\n").unwrap();
    let output = run(&["--topic", "t", "--value", "v", "--profile", path.to_str().unwrap()], b"");
    assert_eq!(code(&output), 2, "{output:?}");
    assert!(text(&output.stderr).contains("is read-only"), "{output:?}");
}

/// Reads until all that was written contains the one and ends with the other.
fn until(pieces: &std::sync::mpsc::Receiver<Vec<u8>>, seen: &mut String, wanted: &str, end: &str) {
    let deadline = Instant::now() + Duration::from_secs(20);
    while !(seen.contains(wanted) && seen.ends_with(end)) {
        let left = deadline.saturating_duration_since(Instant::now());
        let piece = pieces.recv_timeout(left).unwrap_or_else(|_| panic!("no '{wanted}' and '{end}' in {seen:?}"));
        seen.push_str(&String::from_utf8_lossy(&piece));
    }
}

#[test]
fn a_person_at_a_terminal_is_prompted_and_sees_each_outcome_as_it_comes() {
    let pty = portable_pty::native_pty_system().openpty(portable_pty::PtySize::default()).unwrap();
    let mut command = portable_pty::CommandBuilder::new(env!("CARGO_BIN_EXE_linger"));
    command.args(["send", "--topic", "t", "-"]);
    command.env("HOME", env!("CARGO_TARGET_TMPDIR"));
    let mut child = pty.slave.spawn_command(command).unwrap();
    drop(pty.slave);
    let mut reader = pty.master.try_clone_reader().unwrap();
    let (pieces_in, pieces) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = reader.read(&mut buffer) {
            let _ = pieces_in.send(buffer[..count].to_vec());
        }
    });
    let mut keys = pty.master.take_writer().unwrap();
    let mut seen = String::new();
    until(&pieces, &mut seen, "Ctrl-D ends", "> ");
    for n in 0..2 {
        keys.write_all(b"hello\n").unwrap();
        until(&pieces, &mut seen, &format!("#{n} delivered  t-"), "> ");
    }
    keys.write_all(b"\x04").unwrap();
    until(&pieces, &mut seen, "2 records: 2 delivered", "\n");
    assert_eq!(child.wait().unwrap().exit_code(), 0);
}
