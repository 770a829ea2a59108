//! What the meter says, held against what happened: on embedded clusters, with faults, and while the producer is changed.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod conservation;
mod requests;
#[path = "../stage/mod.rs"]
mod stage;
mod verdicts;
mod watch;
