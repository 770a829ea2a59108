//! The linger binary, run as a script runs it: arguments and standard input in, lines and an exit code out.

use std::ffi::OsStr;
use std::fs;
use std::io::{BufRead, BufReader, Cursor, Read, Write};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{self, Signal};
use nix::unistd::Pid;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::stage;

/// Between two lines of a run that works; only a failing test waits this long.
const SILENCE_AT_MOST: Duration = Duration::from_secs(100);

/// Lines of standard output that wait for the test before linger itself has to wait.
const LINES_AHEAD: usize = 10_000;

/// An outcome line of the interchange.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    pub n: u64,
    pub status: String,
    pub topic: String,
    pub partition: Option<i32>,
    pub offset: Option<i64>,
    pub timestamp: Option<i64>,
    pub timestamp_type: Option<String>,
    pub serialized_key_size: i64,
    pub serialized_value_size: i64,
    pub latency_micros: Option<u64>,
    pub broker: Option<i32>,
    pub attempts: u32,
    pub error: Option<Failure>,
}

impl Outcome {
    /// The error of a record that must have failed.
    pub fn failure(&self) -> &Failure {
        assert_eq!(self.status, "failed", "{self:?}");
        self.error.as_ref().expect("a failure has its error")
    }

    /// The offset of a record that must have been delivered.
    pub fn delivered_at(&self) -> i64 {
        assert_eq!(self.status, "delivered", "{self:?}");
        self.offset.expect("a delivered record has its offset")
    }
}

/// The `error` of an outcome.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    pub code: i32,
    pub name: String,
    pub side: String,
    pub retriable: bool,
    pub fatal: bool,
    pub possibly_persisted: bool,
    pub message: String,
    pub cause: Option<String>,
}

/// A line of `--trace FILE`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    pub generation: u32,
    pub broker: i32,
    pub topic: Option<String>,
    pub partition: Option<i32>,
    pub attempt: u32,
    pub records: Option<u32>,
    pub bytes: Option<u64>,
    pub wire_bytes: u64,
    pub first_offset: Option<i64>,
    pub last_offset: Option<i64>,
    pub accepted_micros: Option<u64>,
    pub sent_micros: u64,
    pub rtt_micros: Option<u64>,
    pub outcome: String,
    pub cause: Option<String>,
    pub closed: String,
}

/// A finished run.
#[derive(Debug)]
pub struct Ran {
    pub code: Option<i32>,
    /// What of standard output was not taken line by line before.
    pub stdout: String,
    pub stderr: String,
    pub took: Duration,
}

impl Ran {
    /// Standard output as outcomes; nothing else may be on it.
    pub fn outcomes(&self) -> Vec<Outcome> {
        self.stdout.lines().map(|line| parse(line, "outcome")).collect()
    }

    /// The outcome of a run that had one record.
    pub fn outcome(&self) -> Outcome {
        let [outcome] = self.outcomes().try_into().unwrap_or_else(|_| panic!("not one outcome: {self:?}"));
        outcome
    }

    /// The same run, which must have ended with this exit code.
    pub fn exits(self, code: i32) -> Self {
        assert_eq!(self.code, Some(code), "{self:?}");
        self
    }
}

/// The requests that a run wrote to its `--trace` file.
pub fn requests(file: &std::path::Path) -> Vec<Request> {
    fs::read_to_string(file).unwrap().lines().map(|line| parse(line, "request")).collect()
}

/// A line of the interchange, of the type it must have.
pub fn parse<T: DeserializeOwned>(line: &str, kind: &str) -> T {
    let value: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{e} in: {line}"));
    assert_eq!(value["type"], kind, "{line}");
    serde_json::from_value(value).unwrap_or_else(|e| panic!("{e} in: {line}"))
}

/// Input for `--input json`: an object a line.
pub fn json_lines(records: &[Value]) -> Cursor<String> {
    Cursor::new(records.iter().flat_map(|record| [record.to_string(), "\n".to_owned()]).collect())
}

/// Runs linger to its end with nothing on standard input.
pub fn run(arguments: &[&str]) -> Ran {
    run_with_input(arguments, std::io::empty())
}

/// The same with these variables.
pub fn run_with_variables(arguments: &[&str], variables: &[(&str, &str)]) -> Ran {
    Running::start_with(arguments, variables).finish()
}

/// Runs linger to its end with this on standard input.
pub fn run_with_input(arguments: &[&str], mut input: impl Read + Send + 'static) -> Ran {
    let mut running = Running::start(arguments);
    let mut stdin = running.stdin.take().expect("just started");
    thread::spawn(move || {
        // Linger may end without reading all: that is its right.
        drop(std::io::copy(&mut input, &mut stdin));
    });
    running.finish()
}

/// A run that a test talks with. Dropping it kills it.
pub struct Running {
    child: Child,
    stdin: Option<ChildStdin>,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
    started: Instant,
}

impl Running {
    /// Starts linger as on a machine where nobody has configured it.
    pub fn start<S: AsRef<OsStr>>(arguments: &[S]) -> Self {
        Self::start_with(arguments, &[])
    }

    /// The same with these variables.
    pub fn start_with<S: AsRef<OsStr>>(arguments: &[S], variables: &[(&str, &str)]) -> Self {
        let home = stage::run_folder().join("home");
        fs::create_dir_all(&home).unwrap();
        let started = Instant::now();
        let mut child = Command::new(env!("CARGO_BIN_EXE_linger"))
            .args(arguments)
            .env_clear()
            .env("PATH", std::env::var_os("PATH").unwrap_or_default())
            .env("HOME", home)
            .envs(variables.iter().copied())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let stdin = child.stdin.take();
        let stdout = BufReader::new(child.stdout.take().expect("was piped"));
        let stderr = BufReader::new(child.stderr.take().expect("was piped"));
        let (line_to, lines) = mpsc::sync_channel(LINES_AHEAD);
        thread::spawn(move || stdout.lines().map_while(Result::ok).try_for_each(|line| line_to.send(line)));
        let (said_to, said) = mpsc::channel();
        thread::spawn(move || stderr.lines().map_while(Result::ok).try_for_each(|line| said_to.send(line)));
        Self { child, stdin, stdout: lines, stderr: said, started }
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// Sends it a signal.
    pub fn signal(&self, which: Signal) {
        signal::kill(Pid::from_raw(self.child.id().try_into().unwrap()), which).unwrap();
    }

    /// Takes standard input away, to be written to by another thread.
    pub fn take_input(&mut self) -> ChildStdin {
        self.stdin.take().expect("taken or ended before")
    }

    /// Writes a line to standard input.
    pub fn say(&mut self, line: &str) {
        let stdin = self.stdin.as_mut().expect("the input has not ended");
        writeln!(stdin, "{line}").unwrap();
        stdin.flush().unwrap();
    }

    /// Ends standard input.
    pub fn end_input(&mut self) {
        self.stdin = None;
    }

    /// The next line of standard output; `None` at its end.
    pub fn line(&mut self) -> Option<String> {
        match self.stdout.recv_timeout(SILENCE_AT_MOST) {
            Ok(line) => Some(line),
            Err(RecvTimeoutError::Disconnected) => None,
            Err(RecvTimeoutError::Timeout) => {
                drop(self.child.kill());
                let stderr: Vec<String> = self.stderr.iter().collect();
                panic!("linger says nothing for {SILENCE_AT_MOST:?}; on standard error it said: {stderr:?}");
            }
        }
    }

    /// The next outcome, which must come.
    pub fn outcome(&mut self) -> Outcome {
        let line = self.line().expect("an outcome before the end of the output");
        parse(&line, "outcome")
    }

    /// The first line on standard error with this word, which must come in time.
    pub fn diagnostic(&mut self, word: &str, within: Duration) -> String {
        let deadline = Instant::now() + within;
        loop {
            let left = deadline.saturating_duration_since(Instant::now());
            match self.stderr.recv_timeout(left) {
                Ok(line) if line.contains(word) => return line,
                Ok(_) => {}
                Err(e) => panic!("nothing about '{word}' on standard error within {within:?}: {e}"),
            }
        }
    }

    /// Ends the input, if that is still ours, and waits for the end.
    pub fn finish(mut self) -> Ran {
        self.stdin = None;
        let mut stdout = String::new();
        while let Some(line) = self.line() {
            stdout.push_str(&line);
            stdout.push('\n');
        }
        let code = self.child.wait().unwrap().code();
        let stderr = self.stderr.iter().map(|line| line + "\n").collect();
        Ran { code, stdout, stderr, took: self.started.elapsed() }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
