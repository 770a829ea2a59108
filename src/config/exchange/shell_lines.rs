//! An export to be pasted into a shell.

use super::items::Item;
use super::parts::Part;
use super::properties::KEPT;
use super::{console, shell};
use crate::domain::profile::Profile;

/// A command line of kcat.
pub(super) fn kcat(profile: &Profile, items: &[Item]) -> String {
    let mut arguments = vec!["kcat -P".to_owned()];
    for item in items.iter().filter(|item| item.apart.is_none()) {
        arguments.push(match item.name.as_str() {
            "bootstrap.servers" => format!("-b {}", shell::quoted(&item.parts)),
            _ => format!("-X {}", pair(item)),
        });
    }
    arguments.push(format!("-t {}", topic(profile)));
    command(&arguments, items, "-X")
}

/// A command line of the console producer, as Kafka 4.2 and later have it.
pub(super) fn console(profile: &Profile, items: &[Item]) -> String {
    let mut arguments = vec!["kafka-console-producer.sh".to_owned()];
    for item in items.iter().filter(|item| item.apart.is_none()) {
        arguments.push(match console::option_of(&item.name) {
            Some(option) => format!("--{option} {}", shell::quoted(&item.parts)),
            None => format!("--command-property {}", pair(item)),
        });
    }
    arguments.push(format!("--topic {}", topic(profile)));
    let before = "# Kafka before 4.2 says --producer-property for --command-property.\n";
    let unsaid: Vec<String> = console::DEFAULTS
        .iter()
        .filter(|(name, _)| !items.iter().any(|item| item.apart.is_none() && item.name == *name))
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    let unsaid = if unsaid.is_empty() {
        String::new()
    } else {
        format!("# Where nothing is said, the console producer sets {}.\n", unsaid.join(", "))
    };
    format!("{before}{unsaid}{}", command(&arguments, items, "--command-property"))
}

fn topic(profile: &Profile) -> String {
    let topic = profile.topic.as_ref().map_or_else(|| Part::Env("TOPIC".to_owned()), |topic| Part::Text(topic.clone()));
    shell::quoted(&[topic])
}

/// `name=value` as one word.
fn pair(item: &Item) -> String {
    let mut parts = vec![Part::Text(format!("{}=", item.name))];
    for part in &item.parts {
        match (parts.last_mut(), part) {
            (Some(Part::Text(before)), Part::Text(text)) => before.push_str(text),
            _ => parts.push(part.clone()),
        }
    }
    shell::quoted(&parts)
}

/// The command, below what the program has nothing like: in comments, so that an import of the export has it again.
fn command(arguments: &[String], items: &[Item], option: &str) -> String {
    let mut text = String::new();
    for (item, why) in items.iter().filter_map(|item| Some((item, item.apart?))) {
        let pair = pair(item);
        text.extend([format!("# {why}:\n")]);
        // A comment ends with its line.
        if pair.contains(['\n', '\r']) {
            text.extend([format!("# {}, of several lines\n", item.name)]);
        } else {
            text.extend([format!("{KEPT} {option} {pair}\n")]);
        }
    }
    text + &arguments.join(" \\\n  ") + "\n"
}
