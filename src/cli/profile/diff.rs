//! `linger profile diff`: what differs between two profiles, or between one profile under two clients.

use std::fmt::Write as _;

use clap::Args;

use super::{print, shown as shown_of, sources, tell};
use crate::cli::OutputKind;
use crate::cli::target::Setting;
use crate::cli::words::printable;
use crate::config::paths::Environment;
use crate::config::profile_file::{self, Override};
use crate::domain::diagnostic::{Diagnostic, Place, Severity};
use crate::domain::interchange::shown;
use crate::domain::profile::difference::{Difference, Side, differences};
use crate::domain::profile::{Origin, Profile};
use crate::domain::property::ClientModel;

/// What `linger profile diff` takes.
#[derive(Clone, Debug, Args)]
pub(super) struct DiffArgs {
    /// One or two profiles, each the name of a built-in or own one, or a TOML file. One alone is held against the
    /// defaults of its client.
    #[arg(value_name = "NAME|FILE", num_args = 0..=2, required_unless_present = "client")]
    profiles: Vec<String>,
    /// A client (java, java-3, java-2 or librdkafka) to hold against another, given twice, or against a profile's own:
    /// what an upgrade changes without a line changed.
    #[arg(long, value_name = "CLIENT", value_parser = client)]
    client: Vec<ClientModel>,
    /// Sets a producer property, above what the profiles say; may be given more than once.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<Setting>,
    /// How it is told.
    #[arg(long, value_enum, default_value_t = OutputKind::Text)]
    format: OutputKind,
}

fn client(name: &str) -> Result<ClientModel, String> {
    ClientModel::from_name(name).ok_or_else(|| {
        let allowed: Vec<&str> = ClientModel::ALL.iter().map(|model| model.name()).collect();
        format!("allowed: {}", allowed.join(", "))
    })
}

/// Two profiles with what they are called.
struct Pair {
    left: (String, Profile),
    right: (String, Profile),
}

/// Does it, and returns the exit code.
pub(super) fn run(args: &DiffArgs, environment: &Environment<'_>) -> u8 {
    let Pair { left: (left_name, left), right: (right_name, right) } = match pair(args, environment) {
        Ok(pair) => pair,
        Err(problems) => return tell(&problems, Severity::Info),
    };
    let found = differences(&left, &right);
    let page = match args.format {
        OutputKind::Json => format!("{}\n", shown::differences(&left_name, &right_name, &found)),
        OutputKind::Text if found.is_empty() => return 0,
        OutputKind::Text => text(&left_name, &right_name, &found),
    };
    print(&page, "profile")
}

fn pair(args: &DiffArgs, environment: &Environment<'_>) -> Result<Pair, Vec<Diagnostic>> {
    let set: Result<Vec<Override>, Diagnostic> = args.set.iter().map(|given| Override::from_set(&given.0)).collect();
    let set = set.map_err(|problem| vec![problem])?;
    let load = |name: &str| shown_of(environment, |environment| profile_file::load(name, &set, &sources(environment)));
    let under = |profile: &Profile, model: ClientModel| (model.name().to_owned(), Profile { model, ..profile.clone() });
    match (args.profiles.as_slice(), args.client.as_slice()) {
        ([one, two], []) => Ok(Pair { left: (one.clone(), load(one)?), right: (two.clone(), load(two)?) }),
        ([one], []) => {
            let profile = load(one)?;
            let defaults = Profile {
                producer: Vec::new(),
                librdkafka: Vec::new(),
                topic: None,
                topic_guards: Vec::new(),
                ..profile.clone()
            };
            let name = format!("{}'s defaults", profile.model.name());
            Ok(Pair { left: (name, defaults), right: (one.clone(), profile) })
        }
        ([one], [model]) => {
            let profile = load(one)?;
            Ok(Pair { left: (profile.model.name().to_owned(), profile.clone()), right: under(&profile, *model) })
        }
        ([one], [before, after]) => {
            let profile = load(one)?;
            Ok(Pair { left: under(&profile, *before), right: under(&profile, *after) })
        }
        ([], [before, after]) => {
            let bare = Profile { producer: Vec::new(), ..load("local")? };
            Ok(Pair { left: under(&bare, *before), right: under(&bare, *after) })
        }
        _ => {
            let message =
                "two profiles, one profile, one profile under one or two --client, or two --client are compared";
            Err(vec![Diagnostic::error(Place::Option("diff"), message)])
        }
    }
}

/// The widest that a value is shown.
const VALUE: usize = 36;

/// Three columns and what is known of each row.
fn text(left: &str, right: &str, found: &[Difference]) -> String {
    let length = |text: &str| text.chars().count();
    let cut = |text: String| {
        // Kafka's own classes are known without their package.
        let is_class = text.starts_with("org.apache.kafka.") && !text.contains([',', ' ']);
        let text = text.rsplit('.').next().filter(|_| is_class).map(str::to_owned).unwrap_or(text);
        match text.char_indices().nth(VALUE) {
            Some((at, _)) => format!("{}…", &text[..at]),
            None => text,
        }
    };
    let rows: Vec<[String; 3]> = found
        .iter()
        .map(|row| {
            [row.name.clone(), cut(printable(&row.left.held.to_string())), cut(printable(&row.right.held.to_string()))]
        })
        .collect();
    let head = [String::new(), left.to_owned(), right.to_owned()];
    let widest =
        |column: usize| rows.iter().chain(std::iter::once(&head)).map(|row| length(&row[column])).max().unwrap_or(0);
    let (names, lefts, rights) = (widest(0), widest(1), widest(2));
    let mut text = String::new();
    let _ = writeln!(text, "{}", format!("{:names$}  {left:lefts$}  {right}", "").trim_end());
    for ([name, one, two], row) in rows.iter().zip(found) {
        let said = said(row);
        let line = format!("{name:names$}  {one:lefts$}  {two:rights$}  {said}");
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}

/// Where the values come from, and why they differ.
fn said(row: &Difference) -> String {
    let side = |side: &Side| match (&side.changed, &side.origin) {
        (Some(why), _) => Some(format!("the client's own change: {why}")),
        (None, Some(origin @ (Origin::File { .. } | Origin::BuiltIn { .. } | Origin::Option(_) | Origin::Session))) => {
            Some(origin.to_string())
        }
        (None, None) => None,
    };
    let mut parts: Vec<String> = [side(&row.left), side(&row.right)].into_iter().flatten().collect();
    parts.dedup();
    parts.extend(row.note.clone());
    parts.join("; ")
}
