//! `linger profile check`: what is wrong with a profile, and what it does that may not be meant.

use clap::Args;

use super::{Which, tell};
use crate::config::paths::Environment;
use crate::domain::diagnostic::{Diagnostic, Severity};
use crate::domain::lint::{Finding, lint};
use crate::domain::profile::{Effective, Profile};
use crate::kafka::translate::translate;

/// What `linger profile check` takes.
#[derive(Clone, Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    which: Which,
    /// Tells also what is merely worth knowing.
    #[arg(long)]
    all: bool,
}

/// Does it, and returns the exit code.
pub(super) fn run(args: &CheckArgs, environment: &Environment<'_>) -> u8 {
    let least = if args.all { Severity::Info } else { Severity::Warning };
    tell(&args.which.load(environment).map_or_else(|problems| problems, |profile| checked(&profile)), least)
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
