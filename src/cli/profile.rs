//! `linger profile`: which profiles there are, what one comes to, and what is wrong with it.

use std::fmt::Write as _;

use clap::{Args, Subcommand};

use super::print;
use crate::config::paths::{Environment, Folders};
use crate::config::profile_file::{self, Override, Sources};
use crate::domain::diagnostic::{Diagnostic, Severity};
use crate::domain::lint::{Finding, lint};
use crate::domain::profile::{Effective, Profile, Setting};
use crate::domain::property::{ClientModel, Translation};
use crate::kafka::translate::translate;

/// What `linger profile` takes.
#[derive(Clone, Debug, Args)]
pub struct ProfileArgs {
    /// What to do.
    #[command(subcommand)]
    what: What,
}

#[derive(Clone, Debug, Subcommand)]
enum What {
    /// Prints the names of all profiles: the built-in ones and those in the configuration folder.
    List,
    /// Tells what is wrong with a profile, and what it does that may not be meant; the exit code is 2 where it can't be
    /// used. Prints nothing of a good one.
    Check {
        #[command(flatten)]
        which: Which,
        /// Tells also what is merely worth knowing.
        #[arg(long)]
        all: bool,
    },
    /// Prints what a profile sets, each with where it was set.
    Show {
        #[command(flatten)]
        which: Which,
        /// Prints every property with the value in force.
        #[arg(long)]
        effective: bool,
    },
}

/// One profile.
#[derive(Clone, Debug, Args)]
struct Which {
    /// The name of a built-in or own profile, or a TOML file.
    #[arg(value_name = "NAME|FILE")]
    profile: String,
    /// Sets a producer property, above what the profile says; may be given more than once.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl Which {
    fn load(&self, environment: &Environment<'_>) -> Result<Profile, Vec<Diagnostic>> {
        let set: Result<Vec<Override>, Diagnostic> = self.set.iter().map(|given| Override::from_set(given)).collect();
        profile_file::load(&self.profile, &set.map_err(|problem| vec![problem])?, &sources(environment))
    }
}

fn sources<'a>(environment: &'a Environment<'a>) -> Sources<'a> {
    Sources { environment, profiles: Folders::of(environment).profiles() }
}

/// Does it, and returns the exit code.
pub(super) fn run(args: &ProfileArgs, environment: &Environment<'_>) -> u8 {
    match &args.what {
        What::List => print(&(profile_file::list(&sources(environment)).join("\n") + "\n"), "profile"),
        What::Check { which, all } => {
            let least = if *all { Severity::Info } else { Severity::Warning };
            tell(&which.load(environment).map_or_else(|problems| problems, |profile| checked(&profile)), least)
        }
        What::Show { which, effective } => match which.load(environment) {
            Ok(profile) => print(&(shown(&profile, *effective) + "\n"), "profile"),
            Err(problems) => tell(&problems, Severity::Info),
        },
    }
}

/// Everything there is to tell about a profile, what can't be used first.
fn checked(profile: &Profile) -> Vec<Diagnostic> {
    let (effective, mut told) = Effective::lenient(profile);
    if told.is_empty() {
        match translate(profile, &effective) {
            Ok(translated) => told.extend(translated.warnings),
            // A profile that others extend need not name brokers.
            Err(problems) if profile.entry("bootstrap.servers").is_some() => told.extend(problems),
            Err(_) => {}
        }
    }
    told.extend(profile.warnings.iter().cloned());
    told.extend(lint(profile, &effective, None).iter().map(Finding::diagnostic));
    told.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
    told
}

/// Tells what is at least so bad, and returns the exit code.
fn tell(told: &[Diagnostic], least: Severity) -> u8 {
    let mut text = String::new();
    for diagnostic in told.iter().filter(|diagnostic| diagnostic.severity >= least) {
        let _ = writeln!(text, "{diagnostic}");
    }
    let written = if text.is_empty() { 0 } else { print(&text, "profile") };
    if told.iter().any(|diagnostic| diagnostic.severity == Severity::Error) { 2 } else { written }
}

/// What a profile sets or, if `whole`, every property; with origins. Secrets as stars.
fn shown(profile: &Profile, whole: bool) -> String {
    let (effective, _) = Effective::lenient(profile);
    let is_its = |setting: &&Setting| match profile.model {
        ClientModel::Java | ClientModel::Java3 | ClientModel::Java2 => setting.property.java.is_some(),
        // What linger does itself is in force whatever the client.
        ClientModel::Librdkafka => {
            setting.property.native.is_some() || setting.property.translation == Translation::Ours
        }
    };
    let settings: Vec<&Setting> =
        effective.settings().iter().filter(|setting| setting.origin.is_some() || whole && is_its(setting)).collect();
    let name = |setting: &Setting| setting.property.name_in(profile.model);
    let value = |setting: &Setting| setting.value.as_ref().map_or_else(|| "null".to_owned(), ToString::to_string);
    let widest = |of: &dyn Fn(&Setting) -> usize| settings.iter().map(|setting| of(setting)).max().unwrap_or(0);
    let (names, values) = (widest(&|setting| name(setting).len()), widest(&|setting| value(setting).len()).min(40));
    let mut lines = vec![format!("client = {}", profile.model.name())];
    for setting in &settings {
        let origin = match (&setting.changed, &setting.origin) {
            (Some(why), _) => format!("the client's own change: {why}"),
            (None, Some(origin)) => origin.to_string(),
            (None, None) => "default".to_owned(),
        };
        lines.push(format!("{:names$}  {:values$}  {origin}", name(setting), value(setting)));
    }
    for entry in &profile.librdkafka {
        lines.push(format!(
            "{:names$}  {:values$}  {}, to librdkafka",
            entry.name,
            entry.value.to_string(),
            entry.origin
        ));
    }
    lines.join("\n")
}
