//! An export of a name and a value a line.

use std::path::Path;

use super::items::Item;
use super::parts::{Part, is_variable};
use super::properties::{KEPT, escaped};
use super::providers;

/// The references that the items have.
struct Needed {
    variables: bool,
    files: bool,
}

impl Needed {
    fn by(items: &[Item]) -> Self {
        let any = |is: fn(&Part) -> bool| items.iter().any(|item| item.apart.is_none() && item.parts.iter().any(is));
        Self { variables: any(|part| matches!(part, Part::Env(_))), files: any(|part| matches!(part, Part::File(_))) }
    }
}

/// Java's `.properties`. References are left to Kafka's configuration providers, which clients have too (KIP-421).
pub(super) fn properties(items: &[Item]) -> String {
    let needed = Needed::by(items);
    let given = items.iter().find(|item| item.name == providers::ALIASES).and_then(Item::text).unwrap_or_default();
    let mut aliases: Vec<&str> = given.split(',').map(str::trim).filter(|alias| !alias.is_empty()).collect();
    let mut text = String::new();
    let ours = [(needed.variables, "env", providers::ENVIRONMENT), (needed.files, "directory", providers::DIRECTORY)];
    let mut classes = String::new();
    let mut names = ["env".to_owned(), "directory".to_owned()];
    for ((needed, alias, class), name) in ours.into_iter().zip(&mut names) {
        if needed {
            while aliases.contains(&name.as_str()) {
                *name = format!("linger-{name}");
            }
            classes.extend([format!("{}.{name}.class={class}\n", providers::ALIASES)]);
        } else {
            alias.clone_into(name);
        }
    }
    aliases.extend(names.iter().zip(ours).filter(|(_, (needed, ..))| *needed).map(|(name, _)| name.as_str()));
    if !aliases.is_empty() {
        if needed.files {
            text.push_str("# Kafka takes the whole of a file: a newline at its end belongs to the value.\n\n");
        }
        text.extend([format!("{}={}\n{classes}", providers::ALIASES, escaped(&aliases.join(","), false))]);
    }
    for item in items.iter().filter(|item| item.name != providers::ALIASES) {
        let mut value = String::new();
        for (index, part) in item.parts.iter().enumerate() {
            match part {
                Part::Text(text) if index == 0 => value.push_str(&escaped(text, false)),
                // A blank within a value stands for itself.
                Part::Text(text) => value.push_str(&escaped(&format!("x{text}"), false)[1..]),
                Part::Env(name) => value.extend([format!("${{{}:{}}}", names[0], escaped(name, false))]),
                Part::File(path) => value.push_str(&directory(&names[1], path)),
            }
        }
        let line = format!("{}={value}\n", escaped(&item.name, true));
        text.push_str(&apart(item, &line));
    }
    text
}

/// The whole of a file by the provider of directories.
fn directory(alias: &str, path: &str) -> String {
    let whole = Path::new(path);
    let name = whole.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let folder = match whole.parent() {
        Some(folder) if folder.as_os_str().is_empty() => ".".to_owned(),
        Some(folder) => folder.to_string_lossy().into_owned(),
        None => ".".to_owned(),
    };
    format!("${{{alias}:{}:{}}}", escaped(&folder, false), escaped(&name, false))
}

/// A line, as a comment where the program has nothing like it: so that an import of the export has it again.
fn apart(item: &Item, line: &str) -> String {
    match item.apart {
        Some(why) => format!("# {why}:\n{KEPT} {line}"),
        None => line.to_owned(),
    }
}

/// `name=value` lines.
pub(super) fn librdkafka(items: &[Item]) -> String {
    let needed = Needed::by(items);
    let mut text = String::new();
    if needed.variables {
        let mut names: Vec<String> = Vec::new();
        for part in items.iter().flat_map(|item| &item.parts) {
            match part {
                Part::Env(name) if !names.contains(&format!("${name}")) => names.push(format!("${name}")),
                Part::Env(_) | Part::Text(_) | Part::File(_) => {}
            }
        }
        let names = names.join(" ");
        text.extend([format!(
            "# librdkafka puts in no variables: envsubst '{names}' < this-file > other-file does.\n\n"
        )]);
    }
    if needed.files {
        text.push_str("# Put what the files hold in the places of ${file:...}: librdkafka does not.\n\n");
    }
    for item in items {
        let value: String = item.parts.iter().map(of_template).collect();
        if value.contains(['\n', '\r']) {
            text.extend([format!("# {}: its value has several lines, which can't be said here\n", item.name)]);
        } else {
            text.push_str(&apart(item, &format!("{}={value}\n", item.name)));
        }
    }
    text
}

fn of_template(part: &Part) -> String {
    match part {
        Part::Text(text) => text.clone(),
        Part::Env(name) if is_variable(name) => format!("${{{name}}}"),
        Part::Env(name) => format!("${{env:{name}}}"),
        Part::File(path) => format!("${{file:{path}}}"),
    }
}
