//! The long-lived Java process that holds Kafka's own clients and tools (`java/Helper.java`).

use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use nix::unistd::Pid;
use serde_json::{Value, json};

use super::jars::Jvm;

/// No command of a test takes longer on a machine that works.
const ANSWER_WITHIN: Duration = Duration::from_secs(90);

type Waiting = Arc<Mutex<HashMap<u64, Sender<Value>>>>;

/// A door to Kafka's clients. Many tests ask at once; each gets its own answer.
pub struct Helper {
    process: Mutex<Child>,
    ask: Mutex<(u64, ChildStdin)>,
    waiting: Waiting,
    log: PathBuf,
}

impl Helper {
    pub fn start(jvm: &Jvm, folder: &Path) -> Result<Self, String> {
        let log = folder.join("helper.log");
        let stderr = File::create(&log).map_err(|e| format!("{}: {e}", log.display()))?;
        let mut process = jvm
            .command("Helper", "-Xmx512m")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(stderr)
            .spawn()
            .map_err(|e| format!("Java can't be started: {e}"))?;
        let stdin = process.stdin.take().expect("was piped");
        let stdout = process.stdout.take().expect("was piped");
        let waiting = Waiting::default();
        thread::spawn({
            let waiting = Arc::clone(&waiting);
            move || hand_out(stdout, &waiting)
        });
        Ok(Self { process: Mutex::new(process), ask: Mutex::new((0, stdin)), waiting, log })
    }

    /// Has a command carried out: an object with `do` and what it needs. An error is Java's, with its stack.
    pub fn ask(&self, mut command: Value) -> Result<Value, String> {
        let (answer_to, answer) = mpsc::channel();
        let id = {
            let mut ask = self.ask.lock().unwrap();
            ask.0 += 1;
            let id = ask.0;
            command["id"] = json!(id);
            self.waiting.lock().unwrap().insert(id, answer_to);
            writeln!(ask.1, "{command}").map_err(|e| format!("the helper is gone: {e}\n{}", self.log()))?;
            id
        };
        let mut answer = answer.recv_timeout(ANSWER_WITHIN).map_err(|e| {
            self.waiting.lock().unwrap().remove(&id);
            match e {
                RecvTimeoutError::Timeout => format!("no answer to {command}\n{}", self.log()),
                RecvTimeoutError::Disconnected => format!("the helper ended\n{}", self.log()),
            }
        })?;
        match answer.get("error").and_then(Value::as_str) {
            Some(error) => Err(error.to_owned()),
            None => Ok(answer["answer"].take()),
        }
    }

    pub fn pid(&self) -> Pid {
        Pid::from_raw(self.process.lock().unwrap().id().try_into().unwrap())
    }

    pub fn end(&self) {
        let mut process = self.process.lock().unwrap();
        drop(process.kill());
        drop(process.wait());
    }

    fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }
}

/// Gives each answer to who asked, until Java ends; then everybody who waits learns that none will come.
fn hand_out(stdout: ChildStdout, waiting: &Waiting) {
    for line in BufReader::new(stdout).lines().map_while(Result::ok) {
        let answer: Value = serde_json::from_str(&line).expect("the helper answers in JSON");
        let id = answer["id"].as_u64().expect("an answer has its question's id");
        if let Some(to) = waiting.lock().unwrap().remove(&id) {
            drop(to.send(answer));
        }
    }
    waiting.lock().unwrap().clear();
}
