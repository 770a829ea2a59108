//! `linger profile`: which profiles there are, what one comes to, and what is wrong with it.

mod check;
mod diff;
mod edit;
mod export;
mod import;
mod list;
mod path;
mod show;

use std::ffi::OsString;
use std::fmt::Write as _;

use clap::{Args, Subcommand};

use super::target::Setting;
use super::{print, words};
use crate::config::paths::{Environment, Folders};
use crate::config::profile_file::{self, Override, Reading, Sources, UNSET};
use crate::domain::diagnostic::{Diagnostic, Severity};
use crate::domain::profile::Profile;

/// What `linger profile` takes.
#[derive(Clone, Debug, Args)]
pub struct ProfileArgs {
    /// What to do.
    #[command(subcommand)]
    what: What,
}

#[derive(Clone, Debug, Subcommand)]
enum What {
    /// Prints all profiles, the built-in ones and those in the configuration folder: where each is, its guard, and what it
    /// is for.
    List(list::ListArgs),
    /// Tells what is wrong with a profile, and what it does that may not be meant; the exit code is 2 where it can't be
    /// used. Prints nothing of a good one.
    Check(check::CheckArgs),
    /// Prints what differs between two profiles, between one and its client's defaults, or between two clients.
    Diff(diff::DiffArgs),
    /// Prints what a profile sets, each with where it was set.
    Show(show::ShowArgs),
    /// Opens one of your own profiles in the editor that $VISUAL or $EDITOR names. What comes back is checked before it is
    /// kept.
    Edit(edit::EditArgs),
    /// Prints where your own profiles are, or the file of one.
    Path(path::PathArgs),
    /// Prints a profile made of another program's configuration; what should be known of it goes to standard error.
    Import(import::ImportArgs),
    /// Prints what a profile sets as another program's configuration, secrets as references.
    Export(export::ExportArgs),
}

/// One profile.
#[derive(Clone, Debug, Args)]
struct Which {
    /// The name of a built-in or own profile, a TOML file, or `-` for standard input.
    #[arg(value_name = "NAME|FILE")]
    profile: String,
    /// Sets a producer property, above what the profile says; may be given more than once.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<Setting>,
}

impl Which {
    fn load(&self, environment: &Environment<'_>) -> Result<Profile, Vec<Diagnostic>> {
        let set = self.overrides().map_err(|problem| vec![problem])?;
        profile_file::load(&self.profile, &set, &sources(environment))
    }

    /// Reads what can be read of it.
    fn read(&self, environment: &Environment<'_>) -> Result<Reading, Diagnostic> {
        Ok(profile_file::read(&self.profile, &self.overrides()?, &sources(environment)))
    }

    fn overrides(&self) -> Result<Vec<Override>, Diagnostic> {
        self.set.iter().map(|given| Override::from_set(&given.0)).collect()
    }
}

/// Loads what is only shown, and not used: a variable that is not set stands there as its reference. The problems are
/// those of the first reading.
pub(super) fn shown(
    environment: &Environment<'_>,
    load: impl Fn(&Environment<'_>) -> Result<Profile, Vec<Diagnostic>>,
) -> Result<Profile, Vec<Diagnostic>> {
    let itself = |name: &str| environment(name).or_else(|| Some(OsString::from(format!("${{env:{name}}}"))));
    load(environment).or_else(|problems| {
        let again = problems.iter().all(|problem| problem.id == UNSET).then(|| load(&itself));
        again.and_then(Result::ok).ok_or(problems)
    })
}

fn sources<'a>(environment: &'a Environment<'a>) -> Sources<'a> {
    Sources { environment, profiles: Folders::of(environment).profiles() }
}

/// Does it, and returns the exit code.
pub(super) fn run(args: &ProfileArgs, environment: &Environment<'_>) -> u8 {
    match &args.what {
        What::List(args) => list::run(args, environment),
        What::Check(args) => check::run(args, environment),
        What::Diff(args) => diff::run(args, environment),
        What::Show(args) => show::run(args, environment),
        What::Edit(args) => edit::run(args, environment),
        What::Path(args) => path::run(args, environment),
        What::Import(args) => import::run(args),
        What::Export(args) => export::run(args, environment),
    }
}

/// The exit code of what is told.
fn code(told: &[Diagnostic]) -> u8 {
    if told.iter().any(|diagnostic| diagnostic.severity == Severity::Error) { 2 } else { 0 }
}

/// Tells what is at least so bad, and returns the exit code.
fn tell(told: &[Diagnostic], least: Severity) -> u8 {
    let mut text = String::new();
    for diagnostic in told.iter().filter(|diagnostic| diagnostic.severity >= least) {
        let _ = writeln!(text, "{}", words::printable(&diagnostic.to_string()));
    }
    let written = if text.is_empty() { 0 } else { print(&text, "profile") };
    code(told).max(written)
}
