//! `linger partition`: where keys go, and which of them go elsewhere when a topic has more partitions.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _};

use clap::Args;
use serde::Serialize;

use super::{OutputKind, complain, print, words};
use crate::domain::partitioner::growth::{Moved, moved};
use crate::domain::partitioner::keyed::{KeyRule, Placed};

/// What `linger partition` takes.
#[derive(Clone, Debug, Args)]
pub struct PartitionArgs {
    /// A key as text; may be given more than once.
    #[arg(long, value_name = "TEXT", required_unless_present = "keys")]
    key: Vec<String>,
    /// A file with a key in each line, `-` for standard input.
    #[arg(long, value_name = "FILE", requires = "to")]
    keys: Option<String>,
    /// How many partitions the topic has.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=i64::from(i32::MAX)))]
    partitions: u32,
    /// How many it would have.
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=i64::from(i32::MAX)))]
    to: Option<u32>,
    /// The producer's rule.
    #[arg(
        long,
        value_name = "RULE",
        default_value = "java",
        value_parser = rule,
        help = "The producer's rule: java for the Java client's, or one of librdkafka's: consistent_random (the default \
                of Python, Go, .NET, Node and kcat), consistent, murmur2, murmur2_random, fnv1a, fnv1a_random, random"
    )]
    rule: KeyRule,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = OutputKind::Text)]
    format: OutputKind,
}

/// The rule of a name. Java's rule for keys is librdkafka's `murmur2_random`.
fn rule(name: &str) -> Result<KeyRule, String> {
    match name {
        "java" => Ok(KeyRule::Murmur2Random),
        name => KeyRule::find(name).ok_or_else(|| {
            let allowed: Vec<&str> = KeyRule::ALL.iter().map(|rule| rule.name()).collect();
            format!("allowed: java, {}", allowed.join(", "))
        }),
    }
}

/// Where one key goes. A partition that is drawn is null.
#[derive(Serialize)]
struct KeyLine<'a> {
    r#type: &'static str,
    key: &'a str,
    rule: &'static str,
    partitions: u32,
    partition: Option<i32>,
    to: Option<u32>,
    #[serde(rename = "partitionThen")]
    then: Option<i32>,
}

/// What becomes of the keys of a file.
#[derive(Serialize)]
struct GrowthLine {
    r#type: &'static str,
    rule: &'static str,
    partitions: u32,
    to: u32,
    keys: u64,
    moved: u64,
    drawn: u64,
}

/// Prints where keys go, and returns the exit code.
pub(super) fn run(args: &PartitionArgs) -> u8 {
    let mut page = String::new();
    for key in &args.key {
        page.push_str(&one(key, args));
    }
    if let (Some(file), Some(to)) = (&args.keys, args.to) {
        let bytes = match read(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                complain(&format!("--keys: '{}' can't be read: {error}", words::printable(file)));
                return 2;
            }
        };
        page.push_str(&growth(moved(lines(&bytes), args.rule, args.partitions, to), to, args));
    }
    print(&page, "answer")
}

fn read(file: &str) -> io::Result<Vec<u8>> {
    if file == "-" {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    fs::read(file)
}

/// The keys of a file: its lines, without what ends them. An empty line is an empty key; what follows the last line's
/// end is none.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split_inclusive(|byte| *byte == b'\n').map(|line| {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        line.strip_suffix(b"\r").unwrap_or(line)
    })
}

fn place(key: &str, rule: KeyRule, partitions: u32) -> Option<i32> {
    match rule.place(Some(key.as_bytes()), partitions) {
        Some(Placed::At(partition)) => Some(partition),
        Some(Placed::Drawn) | None => None,
    }
}

fn one(key: &str, args: &PartitionArgs) -> String {
    let now = place(key, args.rule, args.partitions);
    let then = args.to.and_then(|to| place(key, args.rule, to));
    let mut page = String::new();
    match args.format {
        OutputKind::Json => {
            let (rule, partitions, to) = (args.rule.name(), args.partitions, args.to);
            let line = KeyLine { r#type: "partition", key, rule, partitions, partition: now, to, then };
            // Numbers and strings into memory: nothing here can fail.
            page.push_str(&serde_json::to_string(&line).unwrap_or_default());
        }
        OutputKind::Text => {
            let _ = write!(page, "{}: {}", words::printable(key), told(now, args.rule, args.partitions));
            if let Some(to) = args.to {
                let stays = if now == then { "stays in" } else { "goes to" };
                let _ = match then {
                    Some(partition) => write!(page, "; with {to} it {stays} {partition}"),
                    None => write!(page, "; with {to} it is drawn as well"),
                };
            }
        }
    }
    page.push('\n');
    page
}

fn told(partition: Option<i32>, rule: KeyRule, partitions: u32) -> String {
    match (partition, rule.hash()) {
        (Some(partition), Some(hash)) => format!("partition {partition} of {partitions}, {hash}(key)"),
        (Some(_) | None, _) => format!("any of {partitions}: {} draws it", rule.name()),
    }
}

fn growth(sum: Moved, to: u32, args: &PartitionArgs) -> String {
    let Moved { keys, moved, drawn } = sum;
    match args.format {
        OutputKind::Json => {
            let (rule, partitions) = (args.rule.name(), args.partitions);
            let line = GrowthLine { r#type: "growth", rule, partitions, to, keys, moved, drawn };
            format!("{}\n", serde_json::to_string(&line).unwrap_or_default())
        }
        OutputKind::Text => {
            let from = args.partitions;
            let share = sum.share().map_or_else(String::new, |share| format!(" ({:.1} %)", share * 100.0));
            let mut page = format!("from {from} to {to} partitions {moved} of {keys} keys move{share}\n");
            if drawn > 0 {
                let _ = writeln!(page, "for {drawn} the partition is drawn, before and after");
            }
            page
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn args(rule: KeyRule, to: Option<u32>, format: OutputKind) -> PartitionArgs {
        PartitionArgs { key: Vec::new(), keys: None, partitions: 6, to, rule, format }
    }

    #[test]
    fn a_key_is_told_with_its_place_now_and_then() {
        let text = |key, to| one(key, &args(KeyRule::Murmur2Random, to, OutputKind::Text));
        assert_eq!(text("user-42", None), "user-42: partition 4 of 6, murmur2(key)\n");
        assert_eq!(text("user-42", Some(6)), "user-42: partition 4 of 6, murmur2(key); with 6 it stays in 4\n");
        assert!(text("user-42", Some(7)).starts_with("user-42: partition 4 of 6, murmur2(key); with 7 it "));
        let drawn = one("k", &args(KeyRule::Random, Some(7), OutputKind::Text));
        assert_eq!(drawn, "k: any of 6: random draws it; with 7 it is drawn as well\n");
        assert_eq!(text("a\u{1b}[31mb", None).find('\u{1b}'), None);
    }

    #[test]
    fn json_has_null_for_what_is_drawn() {
        let line = one("", &args(KeyRule::ConsistentRandom, Some(8), OutputKind::Json));
        assert_eq!(
            line,
            "{\"type\":\"partition\",\"key\":\"\",\"rule\":\"consistent_random\",\"partitions\":6,\"partition\":null,\
             \"to\":8,\"partitionThen\":null}\n"
        );
    }

    #[test]
    fn a_file_of_keys_is_its_lines() {
        let keys: Vec<&[u8]> = lines(b"a\r\n\nb\nc").collect();
        assert_eq!(keys, [&b"a"[..], b"", b"b", b"c"]);
        assert_eq!(lines(b"").count(), 0);
        let sum = Moved { keys: 4, moved: 1, drawn: 1 };
        let told = growth(sum, 8, &args(KeyRule::ConsistentRandom, Some(8), OutputKind::Text));
        assert_eq!(
            told,
            "from 6 to 8 partitions 1 of 4 keys move (33.3 %)\nfor 1 the partition is drawn, before and after\n"
        );
    }

    #[test]
    fn rules_are_named_as_clients_name_them() {
        assert_eq!(rule("java"), Ok(KeyRule::Murmur2Random));
        assert_eq!(rule("fnv1a"), Ok(KeyRule::Fnv1a));
        assert!(rule("sarama").unwrap_err().contains("java, random, consistent"));
    }
}
