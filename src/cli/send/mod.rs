//! `linger send`: records from the command line, from files or from standard input, and what became of each.

mod follow;
mod headers;
mod input;
mod intake;
mod latency;
mod line;
mod output;
mod session;
mod source;
mod text;

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, ValueEnum};

use super::OutputKind;
use super::target::TargetArgs;
use crate::domain::format::Format;

pub use headers::HeaderArgs;
pub use session::run;

/// Sends records, and tells what became of each.
#[derive(Args, Clone, Debug)]
#[command(after_help = AFTER_HELP)]
pub struct SendArgs {
    /// Which cluster, and with which producer.
    #[command(flatten)]
    pub target: TargetArgs,
    /// The key, in --key-format.
    #[arg(long, value_name = "KEY", allow_negative_numbers = true, conflicts_with_all = ["key_null", "key_file"])]
    pub key: Option<String>,
    /// A null key, as when no key is given.
    #[arg(long, conflicts_with = "key_file")]
    pub key_null: bool,
    /// The key from a file, in --key-format; as text its bytes are taken as they are.
    #[arg(long, value_name = "FILE")]
    pub key_file: Option<PathBuf>,
    /// The value, in --value-format.
    #[arg(
        long,
        value_name = "VALUE",
        allow_negative_numbers = true,
        conflicts_with_all = ["value_null", "value_file", "stdin"]
    )]
    pub value: Option<String>,
    /// A null value: on a compacted topic it deletes the key.
    #[arg(long, conflicts_with_all = ["value_file", "stdin"])]
    pub value_null: bool,
    /// The value from a file, in --value-format; as text its bytes are taken as they are.
    #[arg(long, value_name = "FILE", conflicts_with = "stdin")]
    pub value_file: Option<PathBuf>,
    /// How the key is written: as text, as JSON (checked, sent as typed), in hex or in base64.
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = formats())]
    pub key_format: Format,
    /// How the value is written.
    #[arg(long, value_name = "FORMAT", default_value = "text", value_parser = formats())]
    pub value_format: Format,
    /// The headers, in order.
    #[command(flatten)]
    pub headers: HeaderArgs,
    /// The partition; without it the key decides, or the sticky rule for a null key.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = partition)]
    pub partition: Option<i32>,
    /// The timestamp: now, milliseconds since the epoch, 2023-11-14T22:13:20Z, or relative to now as -2h.
    #[arg(long, value_name = "T", allow_hyphen_values = true)]
    pub timestamp: Option<String>,
    /// A record from a TOML file, or all of a folder's by their names; may be given more than once.
    #[arg(
        long,
        value_name = "FILE",
        conflicts_with_all = ["key", "key_null", "key_file", "value", "value_null", "value_file", "header",
            "header_null", "partition", "timestamp", "stdin"]
    )]
    pub record: Vec<PathBuf>,
    /// Sends the record (or the records of all --record files, in order) this many times.
    #[arg(
        long,
        value_name = "N",
        default_value_t = 1,
        conflicts_with_all = ["stdin", "input"],
        allow_negative_numbers = true,
        value_parser = count
    )]
    pub count: u64,
    /// How standard input is read: each line is a value, or one record object in JSON.
    #[arg(long, value_name = "KIND", conflicts_with_all = ["value", "value_null", "value_file", "record"])]
    pub input: Option<InputKind>,
    /// Splits each line of standard input into key and value at the first of these.
    #[arg(long, value_name = "S", conflicts_with_all = ["key", "key_null", "key_file", "value", "value_null",
        "value_file", "record"])]
    pub key_separator: Option<String>,
    /// Writes every Produce request to this file, a JSON object a line.
    #[arg(long, value_name = "FILE")]
    pub trace: Option<PathBuf>,
    /// How outcomes are written: for people, or a JSON object a line.
    #[arg(long, value_name = "KIND", default_value = "text")]
    pub format: OutputKind,
    /// Answers yes where a guard wants every send confirmed.
    #[arg(long)]
    pub yes: bool,
    /// Reads records from standard input.
    #[arg(value_name = "-", value_parser = ["-"])]
    pub stdin: Option<String>,
}

const AFTER_HELP: &str = "\
Exit codes:
  0    every record was delivered (with acks=0: sent)
  1    a record failed, was refused, or its fate is unknown
  2    the command line, a file or an input line can't be understood; what was read before is still delivered
  3    no broker could be reached, or none let us in, and nothing was delivered
  130  interrupted; what was accepted is delivered or reported first

Examples:
  linger send --topic orders --key user-42 --value '{\"total\":1}' --value-format json -H source=cli -b localhost:9092
  printf 'k1:v1\\nk2:v2\\n' | linger send --topic orders --key-separator : --format json -
  linger send --topic orders --record order.toml --count 10";

/// How standard input is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum InputKind {
    /// Each line is a record: its value, or key and value with --key-separator.
    Lines,
    /// Each line is one record object.
    Json,
}

/// A negative number is one: the producer refuses it, as Java's does.
fn partition(text: &str) -> Result<i32, String> {
    text.parse().map_err(|_| format!("allowed is a whole number from 0 to {}", i32::MAX))
}

fn count(text: &str) -> Result<u64, String> {
    text.parse().ok().filter(|count| *count > 0).ok_or_else(|| "allowed is a whole number of 1 or more".to_owned())
}

fn formats() -> impl TypedValueParser<Value = Format> {
    PossibleValuesParser::new(Format::ALL.map(Format::name))
        .map(|name| Format::ALL.into_iter().find(|format| format.name() == name).unwrap_or_default())
}

#[cfg(test)]
mod tests;
