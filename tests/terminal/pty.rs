//! The real binary in a terminal of its own. Every wait is for a condition, and has a deadline.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use nix::sys::signal::{Signal, kill};
use nix::sys::wait::{WaitPidFlag, WaitStatus, waitpid};
use nix::unistd::Pid;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// Until when a condition must have come true.
const DEADLINE: Duration = Duration::from_secs(30);

/// What the terminal has been shown so far.
pub struct Seen {
    parser: vt100::Parser,
    /// Everything that was written.
    pub bytes: Vec<u8>,
    closed: bool,
    /// Whether the reader is to let go of the terminal.
    let_go: bool,
}

impl Seen {
    /// The screen, as a person sees it.
    pub fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    /// Its text, line by line.
    pub fn text(&self) -> String {
        self.screen().contents()
    }

    /// Whether the text stands on the screen.
    pub fn shows(&self, text: &str) -> bool {
        self.text().contains(text)
    }

    /// Whether everything that the workbench took of the terminal was given back.
    pub fn is_given_back(&self) -> bool {
        let screen = self.screen();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    }
}

/// linger in a terminal.
pub struct Pty {
    master: Option<Box<dyn MasterPty + Send>>,
    writer: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    home: TempDir,
}

impl Pty {
    /// Starts linger with these arguments in a terminal of 100x30.
    pub fn start(arguments: &[&str]) -> Self {
        Self::start_with(arguments, (100, 30), |_| {})
    }

    /// Starts linger in a terminal of this size, with an empty home, and whatever else is different.
    pub fn start_with(
        arguments: &[&str],
        (columns, rows): (u16, u16),
        change: impl FnOnce(&mut CommandBuilder),
    ) -> Self {
        let home = tempfile::tempdir().unwrap();
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_linger"));
        command.args(arguments);
        command.cwd(home.path());
        for (name, value) in [("TERM", "xterm-256color"), ("LANG", "C.UTF-8"), ("LC_ALL", "C.UTF-8")] {
            command.env(name, value);
        }
        command.env("HOME", home.path());
        for name in ["NO_COLOR", "XDG_CONFIG_HOME", "XDG_STATE_HOME"] {
            command.env_remove(name);
        }
        change(&mut command);
        let child = pair.slave.spawn_command(command).unwrap();
        let parser = vt100::Parser::new(cells(rows), cells(columns), 0);
        let seen =
            Arc::new((Mutex::new(Seen { parser, bytes: Vec::new(), closed: false, let_go: false }), Condvar::new()));
        let mut output = pair.master.try_clone_reader().unwrap();
        let shown = Arc::clone(&seen);
        thread::spawn(move || {
            let mut buffer = [0; 4096];
            loop {
                let read = output.read(&mut buffer).unwrap_or(0);
                let mut seen = shown.0.lock().unwrap();
                seen.parser.process(&buffer[..read]);
                seen.bytes.extend_from_slice(&buffer[..read]);
                if read == 0 || seen.let_go {
                    drop(output);
                    seen.closed = true;
                    shown.1.notify_all();
                    return;
                }
                shown.1.notify_all();
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Self { master: Some(pair.master), writer: Some(writer), child, seen, home }
    }

    /// linger's home folder.
    pub fn home(&self) -> &std::path::Path {
        self.home.path()
    }

    /// Types these bytes, all at once.
    pub fn type_in(&mut self, bytes: &str) {
        let writer = self.writer.as_mut().unwrap();
        writer.write_all(bytes.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// Waits until the condition holds of what is shown, which `what` names.
    pub fn wait(&self, what: &str, condition: impl Fn(&Seen) -> bool) {
        self.wait_within(DEADLINE, what, condition);
    }

    /// The same, for so long at most.
    pub fn wait_within(&self, patience: Duration, what: &str, condition: impl Fn(&Seen) -> bool) {
        let guard = self.seen.0.lock().unwrap();
        let (seen, time) = self.seen.1.wait_timeout_while(guard, patience, |seen| !condition(seen)).unwrap();
        let text = seen.text();
        drop(seen);
        assert!(!time.timed_out(), "waited in vain: {what}\n{text}");
    }

    /// Waits until the text stands on the screen.
    pub fn wait_for(&self, text: &str) {
        self.wait(&format!("\"{text}\" on the screen"), |seen| seen.shows(text));
    }

    /// What is shown now.
    pub fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().unwrap()
    }

    /// Waits until nothing was written for so long.
    pub fn wait_for_quiet(&self, quiet: Duration) {
        let deadline = Instant::now() + DEADLINE;
        let mut guard = self.seen();
        loop {
            let before = guard.bytes.len();
            let (after, time) =
                self.seen.1.wait_timeout_while(guard, quiet, |seen| seen.bytes.len() == before).unwrap();
            guard = after;
            if time.timed_out() {
                return;
            }
            assert!(Instant::now() < deadline, "it never gets quiet:\n{}", guard.text());
        }
    }

    /// Gives the terminal another size.
    pub fn resize(&self, columns: u16, rows: u16) {
        self.seen().parser.screen_mut().set_size(cells(rows), cells(columns));
        self.master.as_ref().unwrap().resize(size(columns, rows)).unwrap();
    }

    /// Whether the terminal edits lines and shows what is typed, as a shell wants it.
    pub fn has_line_mode(&self) -> bool {
        let modes = self.master.as_ref().unwrap().get_termios().unwrap().local_flags.bits();
        modes & nix::libc::ICANON != 0 && modes & nix::libc::ECHO != 0
    }

    /// Sends a signal to linger.
    pub fn signal(&self, signal: Signal) {
        kill(self.pid(), signal).unwrap();
    }

    /// Waits until linger is stopped, as Ctrl-Z stops a process.
    pub fn wait_until_stopped(&self) {
        let pid = self.pid();
        let (tell, told) = std::sync::mpsc::channel();
        thread::spawn(move || tell.send(waitpid(pid, Some(WaitPidFlag::WUNTRACED))));
        let status = told.recv_timeout(DEADLINE).expect("linger was not stopped").unwrap();
        assert!(matches!(status, WaitStatus::Stopped(..)), "{status:?}");
    }

    /// Closes the terminal, as closing its window does. A key makes linger draw, so that the reader sees it.
    pub fn hang_up(&mut self, key: &str) {
        self.seen().let_go = true;
        self.type_in(key);
        self.wait("an answer to a key", |seen| seen.closed);
        self.writer = None;
        self.master = None;
    }

    /// Waits until linger ended, and everything it wrote was seen. Its exit code.
    pub fn wait_for_exit(&mut self) -> u32 {
        let mut killer = self.child.clone_killer();
        let (ended, watch) = std::sync::mpsc::channel::<()>();
        let watchdog = thread::spawn(move || {
            if watch.recv_timeout(DEADLINE) == Err(std::sync::mpsc::RecvTimeoutError::Timeout) {
                killer.kill().unwrap();
            }
        });
        let status = self.child.wait().unwrap();
        drop(ended);
        watchdog.join().unwrap();
        assert!(status.signal().is_none(), "it did not end by itself: {status:?}\n{}", self.seen().text());
        if self.master.is_some() {
            self.wait("the end of the output", |seen| seen.closed);
        }
        status.exit_code()
    }

    /// linger's process.
    pub fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.process_id().unwrap()).unwrap())
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // A stopped or lost one is not left behind; one that ended can't be killed.
        let _ = self.child.kill();
    }
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn cells(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}
