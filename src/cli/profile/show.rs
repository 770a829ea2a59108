//! `linger profile show`: what a profile comes to.

use clap::Args;

use super::{Which, print, tell};
use crate::cli::OutputKind;
use crate::cli::words::printable;
use crate::config::paths::Environment;
use crate::domain::diagnostic::Severity;
use crate::domain::interchange::shown;
use crate::domain::profile::{Effective, Profile, Setting};
use crate::domain::property::{ClientModel, Translation};

/// What `linger profile show` takes.
#[derive(Clone, Debug, Args)]
pub(super) struct ShowArgs {
    #[command(flatten)]
    which: Which,
    /// Prints every property with the value in force.
    #[arg(long)]
    effective: bool,
    /// How it is printed.
    #[arg(long, value_enum, default_value_t = OutputKind::Text)]
    format: OutputKind,
}

/// Does it, and returns the exit code.
pub(super) fn run(args: &ShowArgs, environment: &Environment<'_>) -> u8 {
    match super::shown(environment, |environment| args.which.load(environment)) {
        Ok(profile) => {
            let (effective, _) = Effective::lenient(&profile);
            let page = match args.format {
                OutputKind::Json => {
                    shown::profile(&profile, &effective, listed(&profile, &effective, args.effective)).to_string()
                }
                OutputKind::Text => text(&profile, &effective, args.effective),
            };
            print(&(page + "\n"), "profile")
        }
        Err(problems) => tell(&problems, Severity::Info),
    }
}

/// What a profile sets or, if `whole`, every property.
fn listed<'a>(profile: &'a Profile, effective: &'a Effective, whole: bool) -> impl Iterator<Item = &'a Setting> {
    let is_its = |setting: &Setting| match profile.model {
        ClientModel::Java | ClientModel::Java3 | ClientModel::Java2 => setting.property.java.is_some(),
        // What linger does itself is in force whatever the client.
        ClientModel::Librdkafka => {
            setting.property.native.is_some() || setting.property.translation == Translation::Ours
        }
    };
    effective.settings().iter().filter(move |setting| setting.origin.is_some() || whole && is_its(setting))
}

/// The same for people, with origins. Secrets as stars.
fn text(profile: &Profile, effective: &Effective, whole: bool) -> String {
    let settings: Vec<&Setting> = listed(profile, effective, whole).collect();
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
    // A value may have several lines, and a row has one.
    lines.iter().map(|line| printable(line)).collect::<Vec<_>>().join("\n")
}
