//! `linger profile check`: what is wrong with a profile, and what it does that may not be meant.

mod topic;

use std::fmt::Write as _;
use std::path::Path;

use clap::Args;

use super::{Which, code, print, sources};
use crate::cli::OutputKind;
use crate::cli::words::printable;
use crate::config::paths::Environment;
use crate::config::profile_file::{self, UNSET};
use crate::domain::diagnostic::{Diagnostic, Place, Severity};
use crate::domain::interchange::CheckObject;
use crate::domain::lint::{Finding, lint};
use crate::domain::profile::java::Verdict;
use crate::domain::profile::{Effective, Profile};
use crate::domain::property::ClientModel;
use crate::domain::property::names;
use crate::domain::topic::TopicView;
use crate::kafka::settings::Settings;
use crate::kafka::translate::{refused_of_passed, translate};

/// What `linger profile check` takes.
#[derive(Clone, Debug, Args)]
pub(super) struct CheckArgs {
    #[command(flatten)]
    which: Which,
    /// Tells also what is merely worth knowing.
    #[arg(long)]
    all: bool,
    /// Looks this topic up in the profile's cluster, and tells also what its partitions, replicas and limits make of the
    /// profile.
    #[arg(long)]
    topic: Option<String>,
    /// How it is told: as JSON everything is, with the Java client's verdict.
    #[arg(long, value_enum, default_value_t = OutputKind::Text)]
    format: OutputKind,
}

/// Does it, and returns the exit code.
pub(super) fn run(args: &CheckArgs, environment: &Environment<'_>) -> u8 {
    let reading = match args.which.read(environment) {
        Ok(reading) => reading,
        // What the file says is told all the same.
        Err(problem) => {
            let mut reading = profile_file::read(&args.which.profile, &[], &sources(environment));
            reading.problems.insert(0, problem);
            reading
        }
    };
    // Of what is no TOML nothing else is known.
    let profile = reading.profile.as_ref().filter(|_| reading.given.is_some());
    let problems: Vec<Diagnostic> = reading.problems.iter().cloned().map(softened).collect();
    let mut checked = Checked::of(profile, problems.clone(), None);
    let mut unreachable = None;
    if let (Some(name), Some(profile)) = (&args.topic, profile) {
        match topic::look(name, profile, checked.settings.as_ref()) {
            Ok(view) => checked = Checked::of(Some(profile), problems, Some(&view)),
            Err(topic::Unseen::Refused(problem)) => checked.told.insert(0, *problem),
            Err(topic::Unseen::Unreachable(why)) => unreachable = Some(why),
        }
    }
    let is_file = |path: &str| Path::new(path).is_file();
    let page = match args.format {
        OutputKind::Json => {
            let verdict = reading.given.as_ref().map(|given| given.verdict(&is_file));
            let object = CheckObject::new(&checked.told, verdict.as_ref());
            // Texts and numbers into memory: nothing here can fail.
            serde_json::to_string(&object).unwrap_or_default() + "\n"
        }
        OutputKind::Text => {
            let least = if args.all { Severity::Info } else { Severity::Warning };
            let verdict = reading.given.as_ref().filter(|given| given.model != ClientModel::Librdkafka);
            let verdict = verdict.map(|given| given.verdict_when_complete(&is_file));
            let source = match args.which.profile.as_str() {
                "-" => profile.map_or("-", |profile| &profile.source),
                named => named,
            };
            text(&checked.told, least, source, verdict.as_ref())
        }
    };
    let written = if page.is_empty() { 0 } else { print(&page, "profile") };
    match unreachable {
        _ if code(&checked.told) != 0 => code(&checked.told),
        Some(why) => {
            crate::cli::complain(&why);
            crate::cli::exit::UNREACHABLE
        }
        None => written,
    }
}

/// A built-in profile is a good one: what it sets is meant, and what it takes from the environment need not be set yet.
fn softened(told: Diagnostic) -> Diagnostic {
    let built_in = matches!(&told.place, Place::File { path, .. } if path.starts_with("built-in "));
    let soft = told.id == UNSET || told.severity == Severity::Warning;
    if built_in && soft { Diagnostic { severity: Severity::Info, ..told } } else { told }
}

/// What is told, and what a producer would be started with where nothing stands against it.
struct Checked {
    told: Vec<Diagnostic>,
    settings: Option<Settings>,
}

impl Checked {
    /// Everything there is to tell about a profile, what can't be used first; `problems` are those of its files.
    fn of(profile: Option<&Profile>, problems: Vec<Diagnostic>, topic: Option<&TopicView>) -> Self {
        let mut checked = Self { told: problems, settings: None };
        let Some(profile) = profile else { return checked };
        let (effective, refused) = Effective::lenient(profile);
        // Of what could not be read the default counts here, which nobody meant.
        let unread: Vec<Option<&str>> = checked.told.iter().map(|problem| meant(problem, profile)).collect();
        let is_read = |told: &Diagnostic| told.property.is_none() || !unread.contains(&told.property.as_deref());
        let mut more: Vec<Diagnostic> = refused.into_iter().filter(is_read).collect();
        if more.is_empty() && unread.is_empty() {
            match translate(profile, &effective) {
                Ok(translated) => {
                    checked.settings = Some(translated.settings);
                    more.extend(translated.warnings);
                }
                // A profile that others extend need not name brokers.
                Err(problems) => more.extend(problems.into_iter().filter(|problem| problem.id != "no-broker")),
            }
        } else {
            more.extend(refused_of_passed(profile));
        }
        more.extend(profile.warnings.iter().cloned());
        more.extend(lint(profile, &effective, topic).iter().map(Finding::diagnostic).filter(is_read));
        let mut more: Vec<Diagnostic> = more.into_iter().map(softened).collect();
        more.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
        checked.told.extend(more);
        checked
    }
}

/// The property whose value a problem keeps from being read, by Java's name for it.
fn meant<'a>(problem: &'a Diagnostic, profile: &Profile) -> Option<&'a str> {
    let written = problem.property.as_deref()?;
    Some(
        names::find(profile.model, written)
            .or_else(|| names::row(names::suggest(written)?))
            .map_or(written, |row| row.name),
    )
}

/// What is at least so bad, a line each, and Java's answer if it is a refusal.
fn text(told: &[Diagnostic], least: Severity, source: &str, verdict: Option<&Verdict>) -> String {
    let mut text = String::new();
    for diagnostic in told.iter().filter(|diagnostic| diagnostic.severity >= least) {
        let _ = writeln!(text, "{}", printable(&diagnostic.to_string()));
    }
    if let Some(verdict) = verdict.filter(|verdict| !verdict.is_ok()) {
        let words = verdict.words();
        // Kafka's classes and the JDK's are all that is known to be there.
        let own = if words.contains(" could not be found") { " (unless it is on your class path)" } else { "" };
        let said = format!("{source}: new KafkaProducer(properties) throws {words}{own}");
        let _ = writeln!(text, "{}", printable(&said));
    }
    text
}
