//! SIGINT and SIGTERM while records are on their way.

use std::io;

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

/// The exit code of the third interrupt, which waits for nothing.
const AT_ONCE: i32 = 130;

/// Listens for interrupts in a thread of its own: a terminal or a pipe that takes no output can't hold them up. Each of
/// the first two is told; the third ends the process.
///
/// # Errors
/// The system refuses a handler or a thread.
pub(super) fn listen(first: impl FnOnce() + Send + 'static) -> io::Result<mpsc::Receiver<()>> {
    let (sender, receiver) = mpsc::channel(2);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let streams = {
        let _inside = runtime.enter();
        (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?)
    };
    std::thread::Builder::new().name("linger-signals".into()).spawn(move || {
        runtime.block_on(async move {
            let (mut interrupt, mut terminate) = streams;
            let mut first = Some(first);
            let mut told: u8 = 0;
            loop {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                if let Some(first) = first.take() {
                    first();
                }
                told += 1;
                if told > 2 {
                    std::process::exit(AT_ONCE);
                }
                // The receiver is gone only when the run is over.
                let _ = sender.try_send(());
            }
        });
    })?;
    Ok(receiver)
}
