//! SIGINT and SIGTERM while records are on their way.

use std::io;
use std::time::{Duration, Instant};

use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::mpsc;

/// The exit code of the third interrupt, which waits for nothing.
const AT_ONCE: i32 = 130;

/// Signals closer together are one interrupt: a wrapper (`timeout`, `npm`, `make`) passes on what the terminal, or it
/// itself by way of the process group, has sent already. Records are not given up because of that.
const SAME: Duration = Duration::from_millis(250);

/// How often somebody has interrupted.
#[derive(Default)]
struct Interrupts {
    count: u8,
    last: Option<Instant>,
}

impl Interrupts {
    /// A signal came: the number of the interrupt, or nothing if it repeats the one before.
    fn signal(&mut self, now: Instant) -> Option<u8> {
        if self.last.is_some_and(|last| now.saturating_duration_since(last) < SAME) {
            return None;
        }
        self.last = Some(now);
        self.count = self.count.saturating_add(1);
        Some(self.count)
    }
}

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
            let mut interrupts = Interrupts::default();
            loop {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                let Some(count) = interrupts.signal(Instant::now()) else { continue };
                if count > 2 {
                    std::process::exit(AT_ONCE);
                }
                // Told before it has an effect: a run that ends of it knows why. The receiver is gone only when the
                // run is over.
                let _ = sender.try_send(());
                if let Some(first) = first.take() {
                    first();
                }
            }
        });
    })?;
    Ok(receiver)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_that_come_together_are_one_interrupt() {
        let begun = Instant::now();
        let mut interrupts = Interrupts::default();
        let counted: Vec<Option<u8>> =
            [0, 1, 249, 250, 300, 5_000].map(|at| interrupts.signal(begun + Duration::from_millis(at))).to_vec();
        assert_eq!(counted, [Some(1), None, None, Some(2), None, Some(3)]);
    }
}
