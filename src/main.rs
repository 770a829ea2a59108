//! The `linger` binary.

use std::process::ExitCode;

use clap::Parser as _;
use linger::cli::Cli;

fn main() -> ExitCode {
    ExitCode::from(Cli::parse().run(&|name| std::env::var_os(name)))
}
