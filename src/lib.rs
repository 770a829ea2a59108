//! linger: a terminal workbench for the producing side of Apache Kafka.
//!
//! Who may import whom is held by `tests/architecture.rs`.

pub mod app;
pub mod cli;
pub mod config;
pub mod domain;
pub mod kafka;
pub mod load;
pub mod runtime;
pub mod term;
pub mod ui;
