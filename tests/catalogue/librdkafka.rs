//! librdkafka's half, against the CONFIGURATION.md and the table of properties in the package that is built in.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use linger::domain::property::kind::{Kind, Whole};
use linger::domain::property::{NativeSide, Property, all};

/// Properties that librdkafka does not document.
const HIDDEN: [&str; 1] = ["test.mock.num.brokers"];

/// What librdkafka keeps out of its own log, though it is no secret: paths, a name, a public certificate, and what no
/// text can give.
const NO_SECRETS: [&str; 5] =
    ["ssl.key.location", "ssl_key", "ssl.ca.pem", "sasl.username", "sasl.oauthbearer.assertion.private.key.file"];

/// Librdkafka's folder in the package, wherever cargo keeps it.
fn sources() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| env!("CARGO").into());
    let manifest = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let output = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--locked", "--manifest-path", manifest])
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    let package = packages.iter().find(|package| package["name"] == "rdkafka-sys").expect("a dependency");
    PathBuf::from(package["manifest_path"].as_str().unwrap()).with_file_name("librdkafka")
}

/// A line of CONFIGURATION.md.
#[derive(Clone, Debug)]
struct Line {
    range: String,
    default: Option<String>,
    importance: String,
    kind: String,
    description: String,
    alias_of: Option<String>,
}

/// The properties of a producer (P) and of both (*), by name. A topic's own line of a name that is global too says how
/// the topic inherits it, and is left out.
fn documented() -> BTreeMap<String, Line> {
    let text = std::fs::read_to_string(sources().join("CONFIGURATION.md")).unwrap();
    let mut lines = BTreeMap::new();
    for line in text.lines() {
        let cells: Vec<String> =
            line.replace("\\|", "\u{1}").split('|').map(|cell| cell.trim().replace('\u{1}', "|")).collect();
        let [name, side, range, default, importance, description @ ..] = &cells[..] else { continue };
        if side != "P" && side != "*" {
            continue;
        }
        let description = description.join("|");
        let (_, kind) = description.rsplit_once("*Type: ").expect("every property has a type");
        let alias = description.strip_prefix("Alias for `").and_then(|rest| rest.split('`').next());
        let line = Line {
            range: range.clone(),
            default: (!default.is_empty()).then(|| default.clone()),
            importance: importance.clone(),
            kind: kind.trim_end_matches('*').to_owned(),
            alias_of: alias.map(str::to_owned),
            description,
        };
        lines.entry(name.clone()).or_insert(line);
    }
    assert!(lines.len() > 150, "only {} properties were read", lines.len());
    lines
}

/// Our rows by every name they have.
fn rows() -> BTreeMap<&'static str, (&'static Property, NativeSide)> {
    let named = |property: &'static Property| {
        property.native_names().filter_map(move |name| Some((name, (property, property.native?))))
    };
    all().flat_map(named).collect()
}

#[test]
fn every_property_of_librdkafkas_producer_is_there_and_no_other() {
    let (documented, rows) = (documented(), rows());
    let theirs: BTreeSet<&str> = documented.keys().map(String::as_str).collect();
    let ours: BTreeSet<&str> = rows.keys().copied().filter(|name| !HIDDEN.contains(name)).collect();
    let missing: Vec<_> = theirs.difference(&ours).collect();
    let surplus: Vec<_> = ours.difference(&theirs).collect();
    assert!(missing.is_empty() && surplus.is_empty(), "missing: {missing:?}, surplus: {surplus:?}");
}

#[test]
fn the_names_of_one_property_stand_in_one_row() {
    let rows = rows();
    for (name, line) in documented() {
        if let Some(target) = &line.alias_of {
            assert!(rows[&*name].0 == rows[&**target].0, "{name} is an alias of {target}");
        }
    }
    let documented = documented();
    for (name, (property, _)) in rows.iter().filter(|(name, _)| !HIDDEN.contains(name)) {
        let root = |name: &str| documented[name].alias_of.clone().unwrap_or_else(|| name.to_owned());
        for other in property.native_names() {
            assert_eq!(root(name), root(other), "{name} and {other} are two properties");
        }
    }
}

#[test]
fn types_and_ranges_are_the_documented_ones() {
    let rows = rows();
    for (name, line) in documented() {
        let (_, side) = rows[&*name];
        assert!(agrees(side.kind, &line), "{name}: {:?}, {line:?}", side.kind);
    }
}

fn agrees(kind: Kind, line: &Line) -> bool {
    let words = |text: &str| text.split(", ").map(str::to_owned).collect::<BTreeSet<_>>();
    let own = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<BTreeSet<_>>();
    let bounds = line.range.split_once(" .. ");
    match (&*line.kind, kind) {
        ("integer", Kind::Whole(Whole { min, max, or: None, .. })) => {
            bounds == Some((&*min.to_string(), &*max.to_string()))
        }
        ("float", Kind::Decimal { min, max }) => bounds == Some((&*min.to_string(), &*max.to_string())),
        ("boolean", Kind::Bool) => line.range == "true, false",
        ("CSV flags", Kind::Flags(ours)) if line.range.is_empty() => {
            line.default.as_deref().is_some_and(|default| own(ours) == words(default))
        }
        ("enum value", Kind::Choice { words: ours, .. }) | ("CSV flags", Kind::Flags(ours)) => {
            own(ours) == words(&line.range)
        }
        // The words of `partitioner` are in its description alone.
        ("string", Kind::Choice { words: ours, .. }) => {
            let told = line.description.matches("` - ").count();
            told == ours.len() && ours.iter().all(|word| line.description.contains(&format!("`{word}` - ")))
        }
        ("string", Kind::Text | Kind::Secret)
        | ("pattern list", Kind::List)
        | ("see dedicated API", Kind::Callback) => line.range.is_empty(),
        _ => false,
    }
}

#[test]
fn defaults_and_importance_are_the_documented_ones() {
    let rows = rows();
    for (name, line) in documented() {
        let (_, side) = rows[&*name];
        assert_eq!(side.importance.name(), line.importance, "{name}");
        if name == "allow.auto.create.topics" {
            // The table has the consumer's.
            assert!(line.description.contains("the default value (true) for the producer"), "{}", line.description);
            assert_eq!(side.default, Some("true"));
        } else {
            assert_eq!(side.default, line.default.as_deref(), "{name}");
        }
    }
}

#[test]
fn what_librdkafka_keeps_out_of_its_log_is_a_secret_here_unless_it_is_none() {
    let rows = rows();
    let table = std::fs::read_to_string(sources().join("src/rdkafka_conf.c")).unwrap();
    let mut secrets = BTreeSet::new();
    for (at, _) in table.match_indices("_RK_SENSITIVE,").chain(table.match_indices("_RK_SENSITIVE\n")) {
        let name = table[at..].split('"').nth(1).unwrap();
        secrets.insert(name);
    }
    assert!(secrets.contains("sasl.password") && secrets.len() > 10, "{secrets:?}");
    for name in secrets {
        assert_eq!(rows[name].0.is_secret(), !NO_SECRETS.contains(&name), "{name}");
    }
    for name in HIDDEN {
        assert!(table.contains(&format!("\"{name}\"")), "{name} is gone");
    }
}
