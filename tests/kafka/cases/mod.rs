//! What linger promises, held against Apache Kafka.

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
mod swaps;
mod topics;
mod trace;
mod unreachable;
mod volume;
mod workbench;

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
        topics::trials(),
        trace::trials(),
        limits::trials(),
        kinds::trials(),
        lines::trials(),
        flags::trials(),
        partitions::trials(),
        looking::trials(),
        read_back::trials(),
        workbench::trials(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
