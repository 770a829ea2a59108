//! The guard of the terminal: taken once, given back once, whatever happens.

use std::io::{self, Write};
use std::panic;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};

use crate::term::escape;

/// A terminal that can be taken and given back.
pub trait Tty: Send + Sync + 'static {
    /// Turns raw mode on or off. Turning it on again while it is on takes it anew: a shell may have changed it since.
    ///
    /// # Errors
    /// The terminal is gone.
    fn raw(&self, on: bool) -> io::Result<()>;

    /// Writes all of the bytes at once.
    ///
    /// # Errors
    /// The terminal is gone.
    fn write_all(&self, bytes: &[u8]) -> io::Result<()>;
}

/// The process's own terminal, on standard input and output.
#[derive(Clone, Copy, Debug, Default)]
pub struct OwnTty;

impl Tty for OwnTty {
    fn raw(&self, on: bool) -> io::Result<()> {
        crossterm::terminal::disable_raw_mode()?;
        if on { crossterm::terminal::enable_raw_mode() } else { Ok(()) }
    }

    /// Past the buffer of [`io::stdout`]: nothing of a frame stays behind in it to come out after the terminal was left.
    fn write_all(&self, mut bytes: &[u8]) -> io::Result<()> {
        let stdout = io::stdout();
        while !bytes.is_empty() {
            match nix::unistd::write(&stdout, bytes) {
                Ok(written) => bytes = bytes.get(written..).unwrap_or_default(),
                Err(Errno::EINTR) => {}
                Err(Errno::EAGAIN) => {
                    let mut ready = [PollFd::new(std::os::fd::AsFd::as_fd(&stdout), PollFlags::POLLOUT)];
                    poll(&mut ready, PollTimeout::NONE)?;
                }
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

/// The terminal while the workbench has it. Dropping it gives it back.
#[derive(Debug)]
pub struct Session<T: Tty> {
    tty: T,
    entered: AtomicBool,
    mouse: AtomicBool,
}

impl<T: Tty> Session<T> {
    /// A session that does not have the terminal yet, and will take the mouse with it.
    pub fn new(tty: T) -> Self {
        Self { tty, entered: AtomicBool::new(false), mouse: AtomicBool::new(true) }
    }

    /// Takes the mouse, or leaves it to the terminal: now, and whenever the terminal is taken.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn use_mouse(&self, on: bool) -> io::Result<()> {
        self.mouse.store(on, Ordering::SeqCst);
        self.write(if on { escape::MOUSE_ON } else { escape::MOUSE_OFF }.as_bytes())
    }

    /// Takes the terminal; taking it again while it is held sets every mode once more.
    ///
    /// # Errors
    /// The terminal is gone. Nothing is left half taken.
    pub fn enter(&self) -> io::Result<()> {
        self.entered.store(true, Ordering::SeqCst);
        let mouse = if self.mouse.load(Ordering::SeqCst) { escape::MOUSE_ON } else { "" };
        let taken = self.tty.raw(true).and_then(|()| self.tty.write_all([escape::ENTER, mouse].concat().as_bytes()));
        if taken.is_err() {
            self.leave();
        }
        taken
    }

    /// Gives the terminal back, if it is held. Each half is tried although the other fails: a terminal whose output is
    /// gone still gets its line mode back.
    pub fn leave(&self) {
        if self.entered.swap(false, Ordering::SeqCst) {
            let _ = self.tty.write_all(escape::LEAVE.as_bytes());
            let _ = self.tty.raw(false);
        }
    }

    /// Writes to the terminal while it is held; otherwise nothing: what is drawn late must not end in the shell.
    ///
    /// # Errors
    /// The terminal is gone.
    pub fn write(&self, bytes: &[u8]) -> io::Result<()> {
        if self.entered.load(Ordering::SeqCst) { self.tty.write_all(bytes) } else { Ok(()) }
    }
}

impl<T: Tty> Drop for Session<T> {
    fn drop(&mut self) {
        self.leave();
    }
}

/// From now on a panic on any thread gives the terminal back first, then is told on standard error with a way to
/// report it, and then `after` is called.
pub fn guard_against_panics<T: Tty>(session: Arc<Session<T>>, after: impl Fn() + Send + Sync + 'static) {
    panic::set_hook(Box::new(move |panic| {
        session.leave();
        let thread = std::thread::current();
        // A standard error that is gone is no reason to panic again.
        let _ = writeln!(io::stderr(), "linger: a defect in thread '{}': {panic}", thread.name().unwrap_or("unnamed"));
        after();
    }));
}

/// A terminal for tests, that keeps what was done to it.
#[cfg(test)]
pub(super) mod recorded {
    #![allow(clippy::unwrap_used)]

    use std::io;
    use std::sync::{Arc, Mutex};

    use super::Tty;

    /// What was done to a terminal, in order.
    #[derive(Clone, Default)]
    pub struct Recorded {
        pub log: Arc<Mutex<Vec<String>>>,
        pub gone: bool,
    }

    impl Recorded {
        pub fn log(&self) -> Vec<String> {
            self.log.lock().unwrap().clone()
        }

        pub fn note(&self, what: &str) {
            self.log.lock().unwrap().push(what.to_owned());
        }

        fn result(&self) -> io::Result<()> {
            if self.gone { Err(io::ErrorKind::BrokenPipe.into()) } else { Ok(()) }
        }
    }

    impl Tty for Recorded {
        fn raw(&self, on: bool) -> io::Result<()> {
            self.note(&format!("raw {on}"));
            Ok(())
        }

        fn write_all(&self, bytes: &[u8]) -> io::Result<()> {
            self.note(str::from_utf8(bytes).unwrap());
            self.result()
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::recorded::Recorded;
    use super::*;

    const LEFT: [&str; 2] = [escape::LEAVE, "raw false"];

    fn entered() -> String {
        [escape::ENTER, escape::MOUSE_ON].concat()
    }

    #[test]
    fn the_mouse_is_left_to_the_terminal_where_that_is_asked_for() {
        let tty = Recorded::default();
        let session = Session::new(tty.clone());
        session.use_mouse(false).unwrap();
        session.enter().unwrap();
        session.use_mouse(true).unwrap();
        session.use_mouse(false).unwrap();
        session.leave();
        session.enter().unwrap();
        let expected =
            [escape::ENTER, escape::MOUSE_ON, escape::MOUSE_OFF, LEFT[0], LEFT[1], "raw true", escape::ENTER];
        assert_eq!(tty.log()[1..], expected);
    }

    #[test]
    fn it_is_given_back_once_however_often_it_is_left() {
        let tty = Recorded::default();
        let session = Session::new(tty.clone());
        session.leave();
        assert_eq!(tty.log(), Vec::<String>::new());
        session.enter().unwrap();
        session.leave();
        session.leave();
        drop(session);
        assert_eq!(tty.log(), ["raw true", &entered(), LEFT[0], LEFT[1]]);
    }

    #[test]
    fn dropping_gives_it_back() {
        let tty = Recorded::default();
        let session = Session::new(tty.clone());
        session.enter().unwrap();
        drop(session);
        assert_eq!(tty.log()[2..], LEFT);
    }

    #[test]
    fn line_mode_comes_back_although_the_output_is_gone() {
        let tty = Recorded { gone: true, ..Recorded::default() };
        let session = Session::new(tty.clone());
        assert!(session.enter().is_err());
        assert_eq!(tty.log().last().map(String::as_str), Some("raw false"));
    }

    #[test]
    fn nothing_is_written_before_it_is_taken_and_after_it_was_left() {
        let tty = Recorded::default();
        let session = Session::new(tty.clone());
        session.write(b"early").unwrap();
        session.enter().unwrap();
        session.write(b"frame").unwrap();
        session.leave();
        session.write(b"late").unwrap();
        assert_eq!(tty.log(), ["raw true", &entered(), "frame", LEFT[0], LEFT[1]]);
    }

    #[test]
    fn a_panic_on_another_thread_gives_it_back_before_anyone_hears_of_it() {
        let tty = Recorded::default();
        let session = Arc::new(Session::new(tty.clone()));
        session.enter().unwrap();
        let previous = panic::take_hook();
        let seen = tty.clone();
        guard_against_panics(Arc::clone(&session), move || seen.note("after"));
        let ended = std::thread::spawn(|| panic!("on purpose")).join();
        panic::set_hook(previous);
        assert!(ended.is_err());
        assert_eq!(tty.log()[2..], [LEFT[0], LEFT[1], "after"]);
    }
}
