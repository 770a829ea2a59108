//! `linger config`: linger's own settings, where they are, what is in force, and what is wrong with them.

use std::fmt::Write as _;

use clap::{Args, Subcommand};
use serde::Serialize;

use super::target::TargetArgs;
use super::{OutputKind, complain, print};
use crate::cli::face::{FaceArgs, face};
use crate::config::paths::{Environment, Folders};
use crate::config::settings::{Name, OwnSettings, TABLE};
use crate::domain::diagnostic::{Diagnostic, Severity};

/// What `linger config` takes.
#[derive(Clone, Debug, Args)]
pub struct ConfigArgs {
    /// What to do.
    #[command(subcommand)]
    what: What,
}

#[derive(Clone, Debug, Subcommand)]
enum What {
    /// Prints where the file is, or would be: it is never written by linger.
    Path,
    /// Prints every setting with the value in force and where it comes from, as a file that could be used.
    Show {
        /// How it is written.
        #[arg(long, value_enum, default_value_t = OutputKind::Text)]
        format: OutputKind,
    },
    /// Tells everything that is wrong with the file, the profile and the theme it names, themes and keymap; the exit code
    /// is 2 where something can't be used.
    Check,
}

/// Does it, and returns the exit code.
pub(super) fn run(args: &ConfigArgs, settings: &OwnSettings, environment: &Environment<'_>) -> u8 {
    let Some(path) = settings.path() else {
        complain("there is no configuration folder: neither $XDG_CONFIG_HOME nor $HOME names an absolute path");
        return 2;
    };
    match &args.what {
        What::Path => print(&format!("{}\n", path.display()), "settings"),
        What::Show { format } => {
            tell(settings.problems());
            let page = match format {
                OutputKind::Text => shown(settings),
                OutputKind::Json => lines(settings),
            };
            print(&page, "settings")
        }
        What::Check => check(settings, environment),
    }
}

fn tell(problems: &[Diagnostic]) {
    for problem in problems {
        complain(&problem.to_string());
    }
}

/// Where a value comes from.
fn origin(settings: &OwnSettings, name: Name) -> String {
    match (settings.path(), settings.position(name)) {
        (Some(path), Some(at)) => format!("{}:{}:{}", path.display(), at.line, at.column),
        (Some(_) | None, _) => "default".to_owned(),
    }
}

/// A file that says what is in force, each with its origin.
fn shown(settings: &OwnSettings) -> String {
    let mut text = String::new();
    let mut table = "";
    for setting in TABLE {
        let (inside, name) = setting.id.rsplit_once('.').unwrap_or(("", setting.id));
        if inside != table {
            table = inside;
            let _ = writeln!(text, "\n[{table}]");
        }
        let value = toml::Value::from(settings.in_force(setting.name));
        let _ = writeln!(text, "# {}.\n{name} = {value}  # {}", setting.doc, origin(settings, setting.name));
    }
    text
}

/// A setting in the interchange format.
#[derive(Serialize)]
#[serde(tag = "type", rename = "setting", rename_all = "camelCase")]
struct SettingLine<'a> {
    name: &'static str,
    value: &'a str,
    origin: String,
}

fn lines(settings: &OwnSettings) -> String {
    let mut text = String::new();
    for setting in TABLE {
        let origin = origin(settings, setting.name);
        let line = SettingLine { name: setting.id, value: settings.in_force(setting.name), origin };
        // Strings into memory: nothing here can fail.
        text.push_str(&serde_json::to_string(&line).unwrap_or_default());
        text.push('\n');
    }
    text
}

/// The problems of the file, of what it names, and of the files beside it.
fn check(settings: &OwnSettings, environment: &Environment<'_>) -> u8 {
    let mut problems = settings.problems().to_vec();
    // Without a profile of its own, the file's problems are all there are.
    if let Ok(target) = TargetArgs::default().or_default(settings) {
        match target.resolve(environment) {
            Ok(target) => problems.extend(target.warnings),
            Err(wrong) => problems.extend(wrong),
        }
    }
    if let Ok((_, told)) = face(&FaceArgs::default(), settings, &Folders::of(environment)) {
        problems.extend(told);
    }
    tell(&problems);
    let wrong = problems.iter().any(|problem| problem.severity == Severity::Error);
    let path = settings.path().map(|path| path.display().to_string()).unwrap_or_default();
    match (wrong, settings.exists()) {
        (true, _) => 2,
        (false, true) => print(&format!("{path}: nothing is wrong with it\n"), "settings"),
        (false, false) => {
            print(&format!("{path}: there is no such file; every setting is at its default\n"), "settings")
        }
    }
}
