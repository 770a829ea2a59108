//! What is typed, pasted and clicked, and the terminal's size.

use std::io;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use crossterm::event::{Event, EventStream};
use futures_util::StreamExt;
use nix::errno::Errno;
use nix::poll::{PollFd, PollFlags, PollTimeout, poll};
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::app::msg::Msg;
use crate::term::keys::Bursts;

/// Events taken together at most.
const TOGETHER: usize = 256;

/// The pause that ends what comes together: nobody sees it, and a paste without brackets is told from typing by it.
const PAUSE: Duration = Duration::from_millis(1);

/// Groups of messages that may wait to be taken; then the terminal's own queue fills.
const WAITING: usize = 16;

/// The terminal's input while it is open. It reads standard input, and no other program gets a key: close it before
/// another has the terminal.
#[derive(Debug)]
pub struct Input {
    messages: mpsc::Receiver<Vec<Msg>>,
    task: JoinHandle<()>,
}

impl Input {
    /// Opens it. Reading has a task of its own: when the terminal is gone, crossterm's reader never comes back from it.
    pub fn open() -> Self {
        let (sender, messages) = mpsc::channel(WAITING);
        let task = tokio::spawn(async move {
            let mut bursts = Bursts::default();
            let mut events = EventStream::new();
            while let Some(together) = together(&mut events).await {
                let messages = bursts.digest(together, Instant::now(), now_micros());
                if !messages.is_empty() && sender.send(messages).await.is_err() {
                    return;
                }
            }
        });
        Self { messages, task }
    }

    /// Where the messages arrive, in groups that came together; it ends when the terminal says no more.
    pub fn messages(&mut self) -> &mut mpsc::Receiver<Vec<Msg>> {
        &mut self.messages
    }

    /// Closes it; when this returns, standard input is free.
    pub async fn close(self) {
        self.task.abort();
        // The task was cancelled, and that is what was asked for.
        let _ = self.task.await;
    }
}

/// The next events that come together; `None` when there will be no more.
async fn together(events: &mut EventStream) -> Option<Vec<Event>> {
    let mut together: Vec<Event> = events.next().await?.into_iter().collect();
    while together.len() < TOGETHER
        && let Ok(Some(event)) = timeout(PAUSE, events.next()).await
    {
        together.extend(event);
    }
    Some(together)
}

/// Microseconds since the epoch by the wall clock.
fn now_micros() -> i64 {
    let elapsed = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(elapsed.as_micros()).unwrap_or(i64::MAX)
}

/// The terminal's size in columns and rows, by `ioctl` alone; a terminal that does not know (a serial line) is taken for
/// 80x24.
pub fn size() -> (u16, u16) {
    match crossterm::terminal::window_size() {
        Ok(size) if size.columns > 0 && size.rows > 0 => (size.columns, size.rows),
        Ok(_) | Err(_) => (80, 24),
    }
}

/// Completes when the terminal is gone (its window was closed, the connection broke), also for a process that gets no
/// SIGHUP of it. Costs nothing until then.
///
/// # Errors
/// No thread could be started.
pub fn hangup() -> io::Result<oneshot::Receiver<()>> {
    let (sender, receiver) = oneshot::channel();
    std::thread::Builder::new().name("hangup".to_owned()).spawn(move || {
        let stdin = io::stdin();
        // No event is asked for: only a hang-up or an error wakes it.
        let mut watched = [PollFd::new(std::os::fd::AsFd::as_fd(&stdin), PollFlags::empty())];
        while poll(&mut watched, PollTimeout::NONE) == Err(Errno::EINTR) {}
        // Nobody waits for it any more when the program ends on its own.
        let _ = sender.send(());
    })?;
    Ok(receiver)
}
