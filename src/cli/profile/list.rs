//! `linger profile list`: the profiles there are.

use clap::Args;
use serde::Serialize;

use super::{print, sources};
use crate::cli::{OutputKind, words};
use crate::config::paths::Environment;
use crate::config::profile_file::overview::{Overview, overviews};

/// What `linger profile list` takes.
#[derive(Clone, Debug, Args)]
pub(super) struct ListArgs {
    /// How the list is written.
    #[arg(long, value_enum, default_value_t = OutputKind::Text)]
    format: OutputKind,
}

/// Does it, and returns the exit code.
pub(super) fn run(args: &ListArgs, environment: &Environment<'_>) -> u8 {
    let all = overviews(&sources(environment));
    let page = match args.format {
        OutputKind::Text => table(&all),
        OutputKind::Json => all.iter().map(line).collect(),
    };
    print(&page, "list")
}

/// A profile in a row of columns: name, place, guard, what it is for or what is wrong with it.
fn table(all: &[Overview]) -> String {
    let rows: Vec<[String; 4]> = all.iter().map(row).collect();
    let widest = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (names, places, guards) = (widest(0), widest(1), widest(2));
    let line = |[name, place, guard, told]: &[String; 4]| {
        let line = format!("{name:names$}  {place:places$}  {guard:guards$}  {told}");
        line.trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}

fn row(one: &Overview) -> [String; 4] {
    let place = one.file.as_ref().map_or_else(|| "built-in".to_owned(), |file| file.display().to_string());
    // What can't be read may hold a guard.
    let guard = if one.problems.is_empty() { one.guard.name() } else { "?" };
    let mut told = one.description.clone().unwrap_or_default();
    if !one.unset.is_empty() {
        let gap = if told.is_empty() { "" } else { "; " };
        told = format!("{told}{gap}needs {}", dollars(&one.unset));
    }
    if let Some(first) = one.problems.first() {
        let more = match one.problems.len() - 1 {
            0 => String::new(),
            more => format!(" (and {more} more)"),
        };
        told = format!("error: {first}{more}");
    }
    [one.name.clone(), place, guard.to_owned(), told].map(|text| words::printable(&text))
}

fn dollars(variables: &[String]) -> String {
    variables.iter().map(|name| format!("${name}")).collect::<Vec<_>>().join(", ")
}

/// A profile in the interchange format.
#[derive(Serialize)]
#[serde(tag = "type", rename = "profile", rename_all = "camelCase")]
struct Line<'a> {
    name: &'a str,
    built_in: bool,
    file: Option<String>,
    client: &'static str,
    guard: Option<&'static str>,
    description: Option<&'a str>,
    unset: &'a [String],
    problems: Vec<String>,
}

fn line(one: &Overview) -> String {
    let line = Line {
        name: &one.name,
        built_in: one.file.is_none(),
        file: one.file.as_ref().map(|file| file.display().to_string()),
        client: one.model.name(),
        guard: one.problems.is_empty().then(|| one.guard.name()),
        description: one.description.as_deref(),
        unset: &one.unset,
        problems: one.problems.iter().map(ToString::to_string).collect(),
    };
    // Strings into memory: nothing here can fail.
    serde_json::to_string(&line).unwrap_or_default() + "\n"
}
