//! What other processes ask for, and what else ends or interrupts the program from outside.

use std::io;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Something from outside that concerns the whole program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGTERM, SIGHUP, SIGINT or SIGQUIT: end.
    Terminate(&'static str),
    /// SIGTSTP: stop for a while.
    Stop,
    /// SIGCONT: it goes on after a stop, also after one that could not be foreseen.
    Continue,
    /// The terminal is gone.
    Hangup,
    /// A thread panicked.
    Crash,
}

/// Where signals arrive, and the end to put the others in.
///
/// # Errors
/// The system refuses a handler.
pub fn listen() -> io::Result<(Sender<Signal>, Receiver<Signal>)> {
    let (sender, receiver) = channel(16);
    let kinds = [
        (SignalKind::terminate(), Signal::Terminate("SIGTERM")),
        (SignalKind::hangup(), Signal::Terminate("SIGHUP")),
        (SignalKind::interrupt(), Signal::Terminate("SIGINT")),
        (SignalKind::quit(), Signal::Terminate("SIGQUIT")),
        (SignalKind::from_raw(nix::libc::SIGTSTP), Signal::Stop),
        (SignalKind::from_raw(nix::libc::SIGCONT), Signal::Continue),
    ];
    for (kind, meaning) in kinds {
        let mut arrived = signal(kind)?;
        let sender = sender.clone();
        tokio::spawn(async move {
            while arrived.recv().await.is_some() {
                if sender.send(meaning).await.is_err() {
                    return;
                }
            }
        });
    }
    Ok((sender, receiver))
}
