//! Watching the producer: its snapshots and its requests, told at a pace that can be read.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::Duration;

use tokio::sync::mpsc::{Receiver as Lane, Sender};
use tokio::time::sleep;

use crate::app::msg::Msg;
use crate::domain::meter::{Latency, Meter};
use crate::domain::request::Request;
use crate::domain::trouble::Told;
use crate::kafka::producer::{Generations, LoadFailure};
use crate::runtime::clock::now_micros;

/// From one look at the producer to the next while something moves.
const MOVING: Duration = Duration::from_millis(100);

/// The same while nothing does: a broker can go at any time.
const RESTING: Duration = Duration::from_secs(1);

/// Looks without a change after which nothing moves.
const SETTLED: u32 = 20;

/// Requests told together, at most.
const TOGETHER: usize = 1024;

/// Tells how the producer stands and what it does whenever that changed, until nobody nudges any more.
pub fn watch(generations: &Generations, nudged: &Receiver<()>, tell: &Sender<Msg>) {
    let mut standing = None;
    let mut meter = None;
    let mut load = None;
    let mut unchanged = 0;
    loop {
        let now = generations.standing();
        let moves = now.outstanding() > 0;
        unchanged += 1;
        if standing.as_ref() != Some(&now) {
            unchanged = 0;
            if tell.blocking_send(Msg::Standing(now.clone())).is_err() {
                return;
            }
            standing = Some(now);
        }
        let now = generations.meter();
        let news = meter.as_ref().is_none_or(|before| differs(before, &now));
        if news {
            unchanged = 0;
            meter = Some(without_latency(&now));
        }
        // Records that wait grow older; and what it comes to that nothing moves is seen a while after the last movement.
        let tells = moves || unchanged < SETTLED;
        if tells && tell.blocking_send(Msg::Metered(Arc::new(now))).is_err() {
            return;
        }
        let now = generations.last_load().map(|tally| tally.progress());
        if now != load {
            unchanged = 0;
            load.clone_from(&now);
            if let Some(progress) = now.filter(|progress| !progress.is_over())
                && tell.blocking_send(Msg::LoadProgress(progress)).is_err()
            {
                return;
            }
        }
        let pause = if moves || unchanged < SETTLED { MOVING } else { RESTING };
        match nudged.recv_timeout(pause) {
            Ok(()) => unchanged = 0,
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// Whether a snapshot tells something that the one before did not.
fn differs(before: &Meter, now: &Meter) -> bool {
    now.latency.total.count() > 0 || *before != Meter { at: before.at, ..without_latency(now) }
}

fn without_latency(meter: &Meter) -> Meter {
    Meter { latency: Latency::default(), ..meter.clone() }
}

/// Tells the requests that ended, together what came together.
pub async fn requests(mut lane: Lane<Request>, generations: Generations, tell: Sender<Msg>) {
    let mut ended = Vec::new();
    while lane.recv_many(&mut ended, TOGETHER).await > 0 {
        let message = Msg::Requests { requests: std::mem::take(&mut ended), dropped: generations.dropped_requests() };
        if tell.send(message).await.is_err() {
            return;
        }
        // What comes meanwhile waits in the lane, which is long enough.
        sleep(MOVING / 2).await;
    }
}

/// Tells the failures of a load, grouped as they come.
pub async fn tell_failures(mut lane: Lane<LoadFailure>, generations: Generations, tell: Sender<Msg>) {
    while let Some(LoadFailure { outcome, count }) = lane.recv().await {
        let missed = generations.dropped_failures();
        let message = Msg::LoadFailed { outcome: Box::new(outcome), count, missed, at: now_micros() };
        if tell.send(message).await.is_err() {
            return;
        }
    }
}

/// Tells the troubles of the client.
pub async fn tell_troubles(mut lane: Lane<Told>, tell: Sender<Msg>) {
    while let Some(told) = lane.recv().await {
        if tell.send(Msg::Trouble(told)).await.is_err() {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::meter::Records;

    #[test]
    fn a_snapshot_that_is_only_later_tells_nothing() {
        let before = Meter { at: 10, records: Records { accepted: 1, ..Records::default() }, ..Meter::default() };
        assert!(!differs(&before, &Meter { at: 20, ..before.clone() }));
        let mut latency = Latency::default();
        latency.total.record(5, 1);
        assert!(differs(&before, &Meter { latency, ..before.clone() }));
        assert!(differs(&before, &Meter { generation: 2, ..before.clone() }));
    }
}
