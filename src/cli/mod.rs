//! The command line: what can be asked for, and one file per subcommand.

pub mod bench;
pub mod config;
mod console;
mod exit;
pub mod explain;
pub mod face;
mod interrupt;
mod kept;
mod leaving;
pub mod partition;
pub mod profile;
pub mod retune;
pub mod send;
mod tally;
pub mod target;
mod trace;
mod waits;
mod words;
pub mod workbench;

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

use crate::config::paths::{Environment, Folders};
use crate::config::settings::OwnSettings;
use crate::domain::diagnostic::Diagnostic;
use crate::runtime::log;
use bench::BenchArgs;
use config::ConfigArgs;
use explain::ExplainArgs;
use face::FaceArgs;
use partition::PartitionArgs;
use profile::ProfileArgs;
use send::SendArgs;
use target::TargetArgs;

/// A terminal workbench for the producing side of Apache Kafka.
///
/// Without a subcommand it opens the workbench: on the embedded cluster, or on the one that is named.
#[derive(Clone, Debug, Parser)]
#[command(name = "linger", version, args_conflicts_with_subcommands = true)]
pub struct Cli {
    /// Which cluster, and with which producer.
    #[command(flatten)]
    pub target: TargetArgs,
    /// What the workbench looks like.
    #[command(flatten)]
    pub face: FaceArgs,
    /// Opens the workbench with the record in this file (TOML).
    #[arg(long, value_name = "FILE")]
    pub record: Option<PathBuf>,
    /// Shows a newcomer around, on the embedded cluster; Esc ends that at any moment.
    #[arg(long, conflicts_with_all = ["profile", "bootstrap_server", "set", "topic", "record"])]
    pub demo: bool,
    /// Writes linger's own log to this file.
    #[arg(long, value_name = "FILE", global = true)]
    pub log: Option<PathBuf>,
    /// What to do instead of opening the workbench.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What linger does without its interface.
#[derive(Clone, Debug, Subcommand)]
pub enum Command {
    /// Sends records, and tells what became of each.
    Send(Box<SendArgs>),
    /// Sends many records of one shape, at a rate or as fast as they are taken, and reports what came of them.
    Bench(Box<BenchArgs>),
    /// Tells what a property does, or what an error means, whether the record may have been written, and what to do.
    Explain(ExplainArgs),
    /// Tells which partition a key goes to, and which keys go elsewhere when a topic has more partitions.
    Partition(PartitionArgs),
    /// Lists profiles, shows what one comes to, and tells what is wrong with it.
    Profile(ProfileArgs),
    /// Tells where linger's own settings are, what is in force, and what is wrong with them.
    Config(ConfigArgs),
}

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum OutputKind {
    /// For people.
    Text,
    /// One object a line.
    Json,
}

impl Cli {
    /// Does what was asked for, and returns the exit code.
    pub fn run(&self, environment: &Environment<'_>) -> u8 {
        if let Err(problem) = self.begin_log(environment) {
            complain(&problem);
            return 2;
        }
        let settings = OwnSettings::load(&Folders::of(environment));
        match &self.command {
            Some(Command::Send(args)) => match args.target.or_default(&settings) {
                Ok(target) => send::run(&SendArgs { target, ..*args.clone() }, environment),
                Err(problems) => misunderstood(&problems),
            },
            Some(Command::Bench(args)) => match args.target.or_default(&settings) {
                Ok(target) => bench::run(&BenchArgs { target, ..*args.clone() }, environment),
                Err(problems) => misunderstood(&problems),
            },
            Some(Command::Explain(args)) => explain::run(args, environment),
            Some(Command::Partition(args)) => partition::run(args, environment),
            Some(Command::Profile(args)) => profile::run(args, environment),
            Some(Command::Config(args)) => config::run(args, &settings, environment),
            None if self.demo => workbench::demo(&self.face, settings, environment),
            None => workbench::run(&self.target, &self.face, self.record.as_deref(), settings, environment),
        }
    }

    /// The log goes where it was asked to, or to the state folder, where it is no great loss if that can't be written.
    fn begin_log(&self, environment: &Environment<'_>) -> Result<(), String> {
        if let Some(path) = &self.log {
            return log::to_file(path)
                .map_err(|error| format!("--log: '{}' can't be written: {error}", path.display()));
        }
        if let Some(folder) = Folders::of(environment).state {
            let _ = log::to_file(&folder.join("linger.log"));
        }
        Ok(())
    }
}

/// Tells what can't be understood, and returns the exit code of that.
fn misunderstood(problems: &[Diagnostic]) -> u8 {
    for problem in problems {
        complain(&problem.to_string());
    }
    2
}

/// Prints a page on standard output, and returns the exit code; `what` names it where it can't be written.
fn print(page: &str, what: &str) -> u8 {
    match io::stdout().lock().write_all(page.as_bytes()) {
        // A reader that has seen enough is no failure.
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            complain(&format!("the {what} can't be written: {error}"));
            1
        }
        Ok(()) | Err(_) => 0,
    }
}

/// Tells what is wrong on standard error, which may be gone: the exit code says it too.
fn complain(problem: &str) {
    let _ = writeln!(io::stderr(), "linger: {problem}");
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use clap::{CommandFactory, Parser};

    use super::Cli;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_bare_command_takes_the_common_flags() {
        let cli = Cli::try_parse_from([
            "linger",
            "-b",
            "localhost:9092",
            "--set",
            "linger.ms=20",
            "--set",
            "acks=1",
            "--topic",
            "orders",
            "--record",
            "r.toml",
            "--log",
            "l.txt",
        ])
        .unwrap();
        assert_eq!(cli.target.bootstrap_server.as_deref(), Some("localhost:9092"));
        assert_eq!(cli.target.set, ["linger.ms=20", "acks=1"]);
        assert_eq!(cli.target.topic.as_deref(), Some("orders"));
    }

    #[test]
    fn the_demo_is_on_the_embedded_cluster_and_no_other() {
        assert!(Cli::try_parse_from(["linger", "--demo", "--theme", "light"]).unwrap().demo);
        for flags in [["-b", "localhost:9092"], ["--profile", "local"], ["--set", "acks=1"], ["--record", "r.toml"]] {
            assert!(Cli::try_parse_from(["linger", "--demo"].into_iter().chain(flags)).is_err(), "{flags:?}");
        }
    }

    #[test]
    fn a_misspelt_flag_is_met_with_the_one_that_was_meant() {
        let error = Cli::try_parse_from(["linger", "--profil", "local"]).unwrap_err();
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("--profile"), "{error}");
    }
}
