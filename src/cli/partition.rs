//! `linger partition`: where keys go, and which of them go elsewhere when a topic has more partitions.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Read as _};

use clap::Args;
use serde::Serialize;

use super::target::{Setting, TargetArgs};
use super::{OutputKind, complain, misunderstood, print, words};
use crate::config::paths::Environment;
use crate::domain::diagnostic::Diagnostic;
use crate::domain::partitioner::growth::{Moved, moved};
use crate::domain::partitioner::keyed::{KeyRule, Placed};
use crate::domain::partitioner::{Rule, Why};

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
        value_parser = rule,
        conflicts_with_all = ["profile", "set"],
        help = "The producer's rule: java for the Java client's, which is the default, or one of librdkafka's: \
                consistent_random (the default of Python, Go, .NET, Node and kcat), consistent, murmur2, murmur2_random, \
                fnv1a, fnv1a_random, random"
    )]
    rule: Option<Rule>,
    /// The profile whose rule it is, in place of --rule: the name of a built-in or own one, or a TOML file.
    #[arg(long, value_name = "NAME|FILE")]
    profile: Option<String>,
    /// Sets a property above what the profile says, as partitioner=fnv1a; may be given more than once.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<Setting>,
    /// How the answer is written.
    #[arg(long, value_enum, default_value_t = OutputKind::Text)]
    format: OutputKind,
}

/// The rule of a name.
fn rule(name: &str) -> Result<Rule, String> {
    match name {
        "java" => Ok(Rule::default()),
        name => KeyRule::find(name).map(Rule::of_librdkafka).ok_or_else(|| {
            let allowed: Vec<&str> = KeyRule::ALL.iter().map(|rule| rule.name()).collect();
            format!("allowed: java, {}", allowed.join(", "))
        }),
    }
}

impl PartitionArgs {
    /// The rule asked for: `--rule`'s, the profile's, or Java's.
    fn rule(&self, environment: &Environment<'_>) -> Result<Rule, Vec<Diagnostic>> {
        if self.profile.is_none() && self.set.is_empty() {
            return Ok(self.rule.unwrap_or_default());
        }
        let set = self.set.iter().map(|given| given.0.clone()).collect();
        let target = TargetArgs { profile: self.profile.clone(), set, ..TargetArgs::default() };
        Ok(target.resolve(environment)?.settings.partitioner)
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
pub(super) fn run(args: &PartitionArgs, environment: &Environment<'_>) -> u8 {
    if args.profile.as_deref() == Some("-") && args.keys.as_deref() == Some("-") {
        complain("--profile: standard input can't be both the profile and the keys; name a file for one of them");
        return 2;
    }
    let rule = match args.rule(environment) {
        Ok(rule) => rule,
        Err(problems) => return misunderstood(&problems),
    };
    let mut page = String::new();
    for key in &args.key {
        page.push_str(&one(key, rule, args));
    }
    if let (Some(file), Some(to)) = (&args.keys, args.to) {
        let bytes = match read(file) {
            Ok(bytes) => bytes,
            Err(error) => {
                complain(&format!("--keys: '{}' can't be read: {error}", words::printable(file)));
                return 2;
            }
        };
        page.push_str(&growth(moved(lines(&bytes), rule, args.partitions, to), to, rule, args));
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

fn place(key: &str, rule: Rule, partitions: u32) -> Option<i32> {
    rule.place(Some(key.as_bytes()), partitions).and_then(Placed::at)
}

fn one(key: &str, rule: Rule, args: &PartitionArgs) -> String {
    let now = place(key, rule, args.partitions);
    let then = args.to.and_then(|to| place(key, rule, to));
    let mut page = String::new();
    match args.format {
        OutputKind::Json => {
            let (rule, partitions, to) = (rule.key_rule().name(), args.partitions, args.to);
            let line = KeyLine { r#type: "partition", key, rule, partitions, partition: now, to, then };
            // Numbers and strings into memory: nothing here can fail.
            page.push_str(&serde_json::to_string(&line).unwrap_or_default());
        }
        OutputKind::Text => {
            let _ = write!(page, "{}: {}", words::printable(key), told(key, now, rule, args.partitions));
            if let Some(to) = args.to {
                let stays = if now == then { "stays in" } else { "goes to" };
                let _ = match then {
                    Some(partition) => write!(page, "; with {to} it {stays} {partition}"),
                    None => write!(page, "; with {to} it is any as well"),
                };
            }
        }
    }
    page.push('\n');
    page
}

fn told(key: &str, partition: Option<i32>, rule: Rule, partitions: u32) -> String {
    let why = rule.why(Some(key.as_bytes()));
    match (partition, why) {
        (Some(partition), _) => format!("partition {partition} of {partitions}, {why}"),
        (None, Why::Drawn) => format!("any of {partitions}: {} draws it", rule.name()),
        (None, _) => format!("any of {partitions}: {why}, {}", rule.name()),
    }
}

fn growth(sum: Moved, to: u32, rule: Rule, args: &PartitionArgs) -> String {
    let Moved { keys, moved, drawn } = sum;
    match args.format {
        OutputKind::Json => {
            let (rule, partitions) = (rule.key_rule().name(), args.partitions);
            let line = GrowthLine { r#type: "growth", rule, partitions, to, keys, moved, drawn };
            format!("{}\n", serde_json::to_string(&line).unwrap_or_default())
        }
        OutputKind::Text => {
            let from = args.partitions;
            let share = sum.share().map_or_else(String::new, |share| format!(" ({:.1} %)", share * 100.0));
            let mut page = format!("from {from} to {to} partitions {moved} of {keys} keys move{share}\n");
            if drawn > 0 {
                let _ = writeln!(page, "for {drawn} the key decides nothing, before and after");
            }
            page
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn args(to: Option<u32>, format: OutputKind) -> PartitionArgs {
        let (key, set) = (Vec::new(), Vec::new());
        PartitionArgs { key, keys: None, partitions: 6, to, rule: None, profile: None, set, format }
    }

    #[test]
    fn a_key_is_told_with_its_place_now_and_then() {
        let text = |key, to| one(key, Rule::default(), &args(to, OutputKind::Text));
        assert_eq!(text("user-42", None), "user-42: partition 4 of 6, murmur2(key)\n");
        assert_eq!(text("user-42", Some(6)), "user-42: partition 4 of 6, murmur2(key); with 6 it stays in 4\n");
        assert!(text("user-42", Some(7)).starts_with("user-42: partition 4 of 6, murmur2(key); with 7 it "));
        let (random, turn) = (Rule::of_librdkafka(KeyRule::Random), Rule::RoundRobin { asked_again: false });
        let any = |rule| one("k", rule, &args(Some(7), OutputKind::Text));
        assert_eq!(any(random), "k: any of 6: random draws it; with 7 it is any as well\n");
        assert_eq!(any(turn), "k: any of 6: round robin, RoundRobinPartitioner; with 7 it is any as well\n");
        assert_eq!(text("a\u{1b}[31mb", None).find('\u{1b}'), None);
    }

    #[test]
    fn json_has_null_for_what_is_drawn() {
        let line = one("", Rule::of_librdkafka(KeyRule::ConsistentRandom), &args(Some(8), OutputKind::Json));
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
        let told = growth(sum, 8, Rule::default(), &args(Some(8), OutputKind::Text));
        assert_eq!(
            told,
            "from 6 to 8 partitions 1 of 4 keys move (33.3 %)\nfor 1 the key decides nothing, before and after\n"
        );
    }

    #[test]
    fn a_profile_and_what_is_set_above_it_name_the_rule() {
        let by = |profile: Option<&str>, set: &[&str]| {
            let set = set.iter().map(|&set| Setting(set.to_owned())).collect();
            PartitionArgs { profile: profile.map(str::to_owned), set, ..args(None, OutputKind::Text) }.rule(&|_| None)
        };
        let fnv = Rule::Librdkafka { rule: KeyRule::Fnv1a, sticky_ms: 10 };
        assert_eq!(by(None, &[]), Ok(Rule::default()));
        assert_eq!(by(Some("embedded"), &[]), Ok(Rule::default()));
        assert_eq!(by(None, &["partitioner=fnv1a"]), Ok(fnv));
        assert!(by(None, &["partitioner=sarama"]).is_err());
    }

    #[test]
    fn rules_are_named_as_clients_name_them() {
        assert_eq!(rule("java"), Ok(Rule::default()));
        assert_eq!(rule("fnv1a"), Ok(Rule::of_librdkafka(KeyRule::Fnv1a)));
        assert!(rule("sarama").unwrap_err().contains("java, random, consistent"));
    }
}
