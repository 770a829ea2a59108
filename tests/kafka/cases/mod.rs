//! What linger promises, held against Apache Kafka.

mod exchange;
mod failover;
mod flags;
mod killed;
mod kinds;
mod limits;
mod lines;
mod looking;
mod measured;
mod numbered;
mod partitions;
mod read_back;
mod secured;
mod swaps;
mod topics;
mod trace;
mod unreachable;
mod volume;
mod workbench;

use std::time::Duration;

use crate::pty::Pty;
use libtest_mimic::Trial;

/// All of them, the longest first.
pub fn trials() -> Vec<Trial> {
    [
        swaps::trials(),
        volume::trials(),
        measured::trials(),
        killed::trials(),
        failover::trials(),
        unreachable::trials(),
        secured::trials(),
        topics::trials(),
        trace::trials(),
        limits::trials(),
        kinds::trials(),
        lines::trials(),
        flags::trials(),
        partitions::trials(),
        looking::trials(),
        exchange::trials(),
        read_back::trials(),
        workbench::trials(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Types a key that asks, answers or runs something: it counts only from someone who can have read what stands there, not
/// within milliseconds of the key before.
fn press(pty: &mut Pty, key: &str) {
    pty.wait_for_quiet(Duration::from_millis(50));
    pty.type_in(key);
}
