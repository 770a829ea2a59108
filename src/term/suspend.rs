//! Stopping, as Ctrl-Z does it.

use nix::sys::signal::{Signal, kill, raise};
use nix::unistd::Pid;

/// Who is stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The whole foreground job, as the terminal does it on Ctrl-Z: also a script that started us, or its shell waits.
    Job,
    /// This process alone: someone sent SIGTSTP to it.
    Process,
}

/// Stops until SIGCONT comes. The terminal must have been given back before, and is taken again when SIGCONT is
/// handled, which also comes after a stop that nobody could foresee.
///
/// # Errors
/// The system refuses.
pub fn stop(who: Who) -> std::io::Result<()> {
    // SIGSTOP instead of SIGTSTP, which we handle ourselves.
    match who {
        Who::Job => kill(Pid::from_raw(0), Signal::SIGSTOP)?,
        Who::Process => raise(Signal::SIGSTOP)?,
    }
    Ok(())
}
