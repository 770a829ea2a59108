//! The end: what is still on its way gets its chance, and every record is accounted for.

use std::io::{self, Write};
use std::thread;
use std::time::Duration;

use tokio::sync::mpsc::Receiver;
use tokio::time::{Instant, timeout_at};

use crate::app::msg::Msg;
use crate::domain::load::Progress;
use crate::runtime::account::{Account, late_line};
use crate::runtime::crew::Crew;
use crate::runtime::signals::Signal;

/// How long records may still be delivered when a signal ends the program.
const PATIENCE: Duration = Duration::from_secs(5);

/// How long the ends of records that were given up may take to arrive.
const REPORTS: Duration = Duration::from_secs(2);

/// From one look at the records of a load to the next.
const LOOK: Duration = Duration::from_millis(50);

/// Lines about records that ended late, at most.
const LINES: usize = 20;

/// Why the program ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// A person left; what could be flushed was flushed.
    Left,
    /// A signal asked, or the terminal went away.
    Interrupted,
    /// A thread panicked.
    Crashed,
}

/// Waits for the records that are still on their way, as long as the reason allows; gives up the rest; and returns the
/// exit code after telling on standard error what became of them.
pub async fn farewell(
    reason: Reason,
    crew: &Crew,
    account: &mut Account,
    background: &mut Receiver<Msg>,
    signals: &mut Receiver<Signal>,
) -> u8 {
    let mut late = Vec::new();
    account.loads(crew.loads());
    let producer = crew.producer();
    if reason != Reason::Left && account.outstanding() > 0 {
        if let Some(producer) = producer.clone() {
            // It wakes what lingers, and ends on its own.
            thread::spawn(move || producer.flush(std::time::Instant::now() + PATIENCE));
        }
        let deadline = Instant::now() + PATIENCE;
        tokio::select! {
            () = collect(account, || crew.loads(), background, &mut late, deadline) => {}
            () = asked_again(signals) => {}
        }
    }
    if account.outstanding() > 0 {
        crew.intake.cancel_all();
        if let Some(producer) = &producer {
            producer.purge();
        }
        collect(account, || crew.loads(), background, &mut late, Instant::now() + REPORTS).await;
    }
    let unreachable = producer.is_some_and(|producer| producer.unreachable());
    tell(account, &late);
    exit_code(reason, account, unreachable)
}

/// Takes the ends of records until all are known or the time is over.
async fn collect(
    account: &mut Account,
    loads: impl Fn() -> Progress,
    background: &mut Receiver<Msg>,
    late: &mut Vec<String>,
    deadline: Instant,
) {
    while account.outstanding() > 0 && Instant::now() < deadline {
        // The ends of a load's records are counted where they happen.
        match timeout_at(deadline.min(Instant::now() + LOOK), background.recv()).await {
            Ok(Some(Msg::Ended { outcome, .. })) => {
                account.ended(&outcome);
                late.extend(late_line(&outcome));
            }
            Ok(Some(_)) | Err(_) => {}
            Ok(None) => return,
        }
        account.loads(loads());
    }
}

async fn asked_again(signals: &mut Receiver<Signal>) {
    while let Some(signal) = signals.recv().await {
        match signal {
            Signal::Terminate(_) => return,
            Signal::Stop | Signal::Continue | Signal::Hangup | Signal::Crash => {}
        }
    }
    std::future::pending::<()>().await;
}

/// Standard error may be gone with the terminal; the log has it then.
fn tell(account: &Account, late: &[String]) {
    let more = late.len().saturating_sub(LINES);
    let lines = late.iter().take(LINES).cloned().chain((more > 0).then(|| format!("and {more} more")));
    for line in lines.chain(account.open_lines()).chain(account.sentence()) {
        tracing::info!("{line}");
        let _ = writeln!(io::stderr(), "linger: {line}");
    }
}

/// The exit code: 130 interrupted, 101 a defect, 3 no broker reached and nothing delivered, 1 a record was not
/// delivered, 0 none was lost.
fn exit_code(reason: Reason, account: &Account, unreachable: bool) -> u8 {
    match reason {
        Reason::Crashed => 101,
        Reason::Interrupted => 130,
        Reason::Left if account.is_clean() => 0,
        Reason::Left if unreachable && !account.any_delivered() => 3,
        Reason::Left => 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outcome::{Outcome, Status};
    use crate::domain::record::Record;
    use crate::domain::refusal::Refusal;

    fn account(delivered: u64, failed: u64) -> Account {
        let mut account = Account::default();
        for n in 0..delivered + failed {
            let refused = Outcome::not_taken(n, &Record::default(), Refusal::Closed.failure(None));
            let status = if n < delivered { Status::Delivered } else { refused.status.clone() };
            account.ended(&Outcome { status, ..refused });
        }
        account
    }

    #[test]
    fn the_exit_code_says_what_happened_to_the_records() {
        let table = [
            (Reason::Left, account(0, 0), true, 0),
            (Reason::Left, account(2, 0), false, 0),
            (Reason::Left, account(2, 1), false, 1),
            (Reason::Left, account(2, 1), true, 1),
            (Reason::Left, account(0, 1), false, 1),
            (Reason::Left, account(0, 1), true, 3),
            (Reason::Interrupted, account(2, 0), false, 130),
            (Reason::Interrupted, account(0, 1), true, 130),
            (Reason::Crashed, account(2, 0), false, 101),
        ];
        for (reason, account, unreachable, expected) in table {
            assert_eq!(exit_code(reason, &account, unreachable), expected, "{reason:?} {account:?} {unreachable}");
        }
    }

    #[tokio::test]
    async fn records_that_end_late_are_counted_and_told() {
        let mut account = Account::default();
        account.sent(0, "orders");
        account.sent(1, "orders");
        let (tell, mut background) = tokio::sync::mpsc::channel(4);
        for n in 0..2 {
            let refused = Outcome::not_taken(n, &Record::default(), Refusal::Interrupted.failure(None));
            let status = if n == 0 { Status::Delivered } else { refused.status.clone() };
            assert!(tell.send(Msg::FocusLost).await.is_ok());
            assert!(tell.send(Msg::Ended { outcome: Box::new(Outcome { status, ..refused }), at: 0 }).await.is_ok());
        }
        let mut late = Vec::new();
        collect(&mut account, Progress::default, &mut background, &mut late, Instant::now() + PATIENCE).await;
        assert_eq!(account.outstanding(), 0);
        assert_eq!(late.len(), 1, "{late:?}");
        assert!(late[0].starts_with("record 1 to "));
    }

    #[tokio::test(start_paused = true)]
    async fn records_that_never_end_are_waited_for_until_the_time_is_over() {
        let mut account = Account::default();
        account.sent(0, "orders");
        let (_tell, mut background) = tokio::sync::mpsc::channel(4);
        let begun = Instant::now();
        collect(&mut account, Progress::default, &mut background, &mut Vec::new(), begun + PATIENCE).await;
        assert_eq!(begun.elapsed(), PATIENCE);
        assert_eq!(account.outstanding(), 1);
    }
}
