//! `linger profile import`.

use std::io::Read as _;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use super::super::{complain, print};
use crate::config::exchange::{self, Form};

/// What `linger profile import` takes.
#[derive(Clone, Debug, Args)]
pub(super) struct ImportArgs {
    /// The configuration; `-` or nothing is standard input.
    #[arg(value_name = "FILE|-", default_value = "-")]
    file: PathBuf,
    /// Its form; recognised if not named.
    #[arg(long, value_name = "FORM")]
    from: Option<From>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum From {
    /// Java's .properties, as Kafka's own tools take it.
    Properties,
    /// Spring Boot's application.yml or application.properties.
    Spring,
    /// name=value lines, as kcat.conf.
    Librdkafka,
    /// A command line of kcat.
    Kcat,
    /// A command line of kafka-console-producer.
    Console,
}

impl From {
    const fn form(self) -> Form {
        match self {
            Self::Properties => Form::Properties,
            Self::Spring => Form::Spring,
            Self::Librdkafka => Form::Librdkafka,
            Self::Kcat => Form::Kcat,
            Self::Console => Form::Console,
        }
    }
}

/// Prints the profile, says what a person should know of it, and returns the exit code.
pub(super) fn run(args: &ImportArgs) -> u8 {
    let is_stdin = args.file.as_os_str() == "-";
    let shown = if is_stdin { "<stdin>".to_owned() } else { args.file.display().to_string() };
    let read = if is_stdin { from_stdin() } else { exchange::contents(&args.file) };
    let bytes = match read {
        Ok(bytes) => bytes,
        Err(problem) => {
            complain(&problem);
            return 2;
        }
    };
    match exchange::import(&shown, &bytes, args.from.map(From::form)) {
        Ok(imported) => {
            for note in &imported.notes {
                complain(&note.to_string());
            }
            print(&imported.text, "profile")
        }
        Err(problem) => {
            complain(&problem.to_string());
            2
        }
    }
}

fn from_stdin() -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    match std::io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        Err(error) => Err(format!("standard input can't be read: {error}")),
    }
}
