//! The person's editor has the terminal, while the producer goes on.

use std::io;
use std::path::Path;
use std::process::ExitStatus;
use std::time::Duration;

use nix::sys::signal::{Signal as SystemSignal, kill};
use nix::unistd::Pid;
use tokio::sync::oneshot;
use tokio::time::{Instant, timeout};

use super::Open;
use crate::app::files::{Edited, FileNews};
use crate::app::msg::Msg;
use crate::runtime::clock::now_micros;
use crate::runtime::desk::Edit;
use crate::runtime::pump::{Stage as _, Turn};
use crate::runtime::signals::Signal;
use crate::term::suspend::{Who, stop};

/// How long an editor that is told to end may take.
const PATIENCE: Duration = Duration::from_secs(1);

/// No person edits in less: an editor that ends so soon has a window of its own.
const TOO_SOON: Duration = Duration::from_millis(700);

/// How the editor was left.
enum Left {
    Ended(io::Result<ExitStatus>),
    /// It was told to end, since the program must.
    For(Turn),
}

impl Open {
    /// Gives the terminal to the editor until it ends, takes it back and tells what came of it.
    pub(super) async fn edit(&mut self, edit: Edit) -> Option<Turn> {
        self.close_input().await;
        self.session.leave();
        let begun = Instant::now();
        let left = self.editor(&edit.file).await;
        let edited = match left {
            Ok(Left::For(turn)) => return Some(turn),
            Ok(Left::Ended(Ok(status))) => match self.bench.desk().editor().failure(status) {
                None => edit.read(now_micros() / 1_000, begun.elapsed() < TOO_SOON),
                Some(why) => edit.failed(why),
            },
            Ok(Left::Ended(Err(error))) | Err(error) => edit.failed(format!("the editor can't be started: {error}")),
        };
        if let Edited::Failed { why, .. } = &edited {
            tracing::warn!("{why}");
        }
        let turn = self.resume().await;
        turn.or(self.bench.take(Msg::Files(FileNews::Edited(edited))))
    }

    async fn editor(&mut self, file: &Path) -> io::Result<Left> {
        let mut child = self.bench.desk().editor().start(file)?;
        let pid = Pid::from_raw(i32::try_from(child.id()).unwrap_or(0));
        let (tell, mut ended) = oneshot::channel();
        std::thread::Builder::new().name("editor".to_owned()).spawn(move || {
            // Nobody waits for it any more when the program ends.
            let _ = tell.send(child.wait());
        })?;
        loop {
            let turn = tokio::select! {
                status = &mut ended => return Ok(Left::Ended(status.unwrap_or_else(|error| Err(io::Error::other(error))))),
                Some(signal) = self.signals.recv() => match signal {
                    // The keys of the terminal reach everyone in front of it: these are the editor's.
                    Signal::Terminate("SIGINT" | "SIGQUIT") | Signal::Continue => None,
                    Signal::Stop => {
                        if let Err(error) = stop(Who::Process) {
                            tracing::error!("the process can't be stopped: {error}");
                        }
                        None
                    }
                    Signal::Terminate(name) => self.bench.take(Msg::TerminateRequested(name)),
                    Signal::Hangup => Some(Turn::Hangup),
                    Signal::Crash => Some(Turn::Crashed),
                },
                Some(message) = self.background.recv() => self.bench.take(message),
            };
            if let Some(turn) = turn {
                // What it has written stays in its file.
                let _ = kill(pid, SystemSignal::SIGHUP);
                let _ = timeout(PATIENCE, &mut ended).await;
                return Ok(Left::For(turn));
            }
        }
    }
}
