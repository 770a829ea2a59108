//! `linger` without a subcommand: the workbench.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::session::{AskOnQuit, Confirmations, Drafts, Session};
use crate::app::state::Notice;
use crate::cli::face::{FaceArgs, face as face_of};
use crate::cli::kept::Kept;
use crate::cli::retune::retune;
use crate::cli::target::{Target, TargetArgs};
use crate::cli::{complain, misunderstood};
use crate::config::paths::{Environment, Folders};
use crate::config::record_file::parse_draft;
use crate::config::settings::{Name, OwnSettings};
use crate::domain::diagnostic::{Diagnostic, Place};
use crate::domain::draft::Draft;
use crate::runtime::desk::Desk;
use crate::runtime::workbench::{Opening, open};

/// Opens the workbench, and returns the exit code when it was left.
pub fn run(
    target: &TargetArgs,
    face: &FaceArgs,
    record: Option<&Path>,
    settings: OwnSettings,
    environment: &Environment<'_>,
) -> u8 {
    let (opening, warnings) = match opening(target, face, record, settings, environment, Folders::of(environment).state)
    {
        Ok(found) => found,
        Err(problems) => return misunderstood(&problems),
    };
    begin(opening, &warnings)
}

/// Opens the workbench on the embedded cluster and shows a newcomer around, and returns the exit code when it was left.
pub fn demo(face: &FaceArgs, settings: OwnSettings, environment: &Environment<'_>) -> u8 {
    match demo_opening(face, settings, environment) {
        Ok((opening, warnings)) => begin(opening, &warnings),
        Err(problems) => misunderstood(&problems),
    }
}

fn begin(opening: Opening, warnings: &[Diagnostic]) -> u8 {
    for warning in warnings {
        complain(&warning.to_string());
    }
    match open(opening) {
        Ok(code) => code,
        Err(error) => {
            complain(&error.to_string());
            2
        }
    }
}

/// The tour asks nothing and leaves nothing behind: neither the person's confirmations nor the state folder are for it.
fn demo_opening(
    face: &FaceArgs,
    settings: OwnSettings,
    environment: &Environment<'_>,
) -> Result<(Opening, Vec<Diagnostic>), Vec<Diagnostic>> {
    let target = TargetArgs { profile: Some("embedded".to_owned()), ..TargetArgs::default() };
    let (mut opening, warnings) = opening(&target, face, None, settings, environment, None)?;
    opening.facts.confirmations = Confirmations::default();
    opening.demo = true;
    Ok((opening, warnings))
}

/// What the flags and the record file come to, and what a person should be told without stopping. Without a `state`
/// folder nothing is kept.
fn opening(
    args: &TargetArgs,
    face: &FaceArgs,
    record: Option<&Path>,
    mut settings: OwnSettings,
    environment: &Environment<'_>,
    state: Option<PathBuf>,
) -> Result<(Opening, Vec<Diagnostic>), Vec<Diagnostic>> {
    let (args, target) = resolve(args, &mut settings, environment)?;
    let target = target.confirmed();
    let (face, told) = face_of(face, &settings, &Folders::of(environment)).map_err(|problem| vec![problem])?;
    settings.add_problems(told);
    let file = record.map(read_record).transpose().map_err(|problem| vec![problem])?;
    let kept = Kept::find(&settings, state.as_deref(), file.is_none(), args.topic.as_deref());
    let drafts = match (&kept.place, &kept.draft) {
        (None, _) => Drafts::Lost,
        (Some(_), None) => Drafts::Kept,
        (Some(_), Some(_)) => Drafts::Restored,
    };
    let file = file.or(kept.draft);
    let named = file.as_ref().map(|file| file.topic.clone()).filter(|topic| !topic.is_empty());
    let facts = Session {
        running: target.running(args.repeated()),
        time_zone: TimeZone::system(),
        topic: named.or_else(|| target.topic.clone()).unwrap_or_default(),
        record: file,
        confirmations: Confirmations {
            every_send: settings.in_force(Name::ConfirmSend) == "always",
            quit: match settings.in_force(Name::ConfirmQuit) {
                "outstanding" => AskOnQuit::Outstanding,
                "always" => AskOnQuit::Always,
                _ => AskOnQuit::Unsent,
            },
        },
        drafts,
        notice: notice(settings_notice(settings.problems()), kept.said),
    };
    let desk = Desk::new(environment, state);
    let (retune, draft) = (retune(args), kept.place);
    let opening = Opening { settings: target.settings, facts, face, demo: false, retune, desk, draft };
    Ok((opening, target.warnings))
}

/// The target of the flags and the settings. What is wrong with the settings stops nothing: without a profile of theirs
/// it is the embedded cluster, as without settings.
fn resolve(
    args: &TargetArgs,
    settings: &mut OwnSettings,
    environment: &Environment<'_>,
) -> Result<(TargetArgs, Target), Vec<Diagnostic>> {
    let Ok(with_profile) = args.or_default(settings) else { return Ok((args.clone(), args.resolve(environment)?)) };
    match with_profile.resolve(environment) {
        Ok(target) => Ok((with_profile, target)),
        Err(problems) if with_profile.named.is_some() => {
            settings.add_problems(problems);
            Ok((args.clone(), args.resolve(environment)?))
        }
        Err(problems) => Err(problems),
    }
}

/// The line that the workbench begins with.
fn notice(settings: Option<String>, draft: Option<Notice>) -> Option<Notice> {
    match (settings, draft) {
        (None, draft) => draft,
        (Some(text), None) => Some(Notice { text, wrong: true }),
        (Some(text), Some(draft)) => Some(Notice { text: format!("{} {text}", draft.text), wrong: true }),
    }
}

/// The line about the settings, if something is wrong with them.
fn settings_notice(problems: &[Diagnostic]) -> Option<String> {
    let first = problems.first()?;
    let place = match &first.place {
        Place::File { path, at } => {
            let name = Path::new(path).file_name().unwrap_or_default().to_string_lossy().into_owned();
            at.map_or(name.clone(), |at| format!("{name}:{}:{}", at.line, at.column))
        }
        place @ (Place::Option(_) | Place::Environment(_)) => place.to_string(),
    };
    let more = match problems.len() - 1 {
        0 => String::new(),
        more => format!(" ({more} more: linger config check)"),
    };
    Some(format!("{place}: {}{more}", first.message))
}

fn read_record(path: &Path) -> Result<Draft, Diagnostic> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).map_err(|error| {
        Diagnostic::error(Place::File { path: name.clone(), at: None }, format!("it can't be read: {error}"))
    })?;
    parse_draft(&name, &text, Some(Timestamp::now().as_millisecond()))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::draft::Written;

    fn args(bootstrap: Option<&str>, topic: Option<&str>) -> TargetArgs {
        TargetArgs {
            bootstrap_server: bootstrap.map(str::to_owned),
            topic: topic.map(str::to_owned),
            ..TargetArgs::default()
        }
    }

    fn opens(target: &TargetArgs, record: Option<&Path>) -> Result<Opening, Vec<String>> {
        opening(target, &FaceArgs::default(), record, OwnSettings::default(), &|_| None, None)
            .map(|(opening, _)| opening)
            .map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn it_opens_on_the_embedded_cluster_unless_another_is_named() {
        let facts = opens(&args(None, None), None).unwrap().facts;
        let here = facts.running;
        assert_eq!((here.name.as_str(), here.cluster.as_str(), here.embedded), ("embedded", "embedded", true));
        assert!(!here.is_guarded());
        let here = opens(&args(Some("localhost:9092"), None), None).unwrap().facts.running;
        assert_eq!((here.name.as_str(), here.cluster.as_str()), ("local", "localhost:9092"));
        assert!(!here.is_guarded() && !here.embedded);
    }

    #[test]
    fn every_send_asks_where_an_address_is_not_a_loopback_one() {
        assert!(opens(&args(Some("broker-1:9092"), None), None).unwrap().facts.running.is_guarded());
        assert!(opens(&args(Some("localhost:9092,broker-1:9092"), None), None).unwrap().facts.running.is_guarded());
    }

    #[test]
    fn the_record_file_fills_the_form_and_its_topic_goes_first() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.toml");
        std::fs::write(&path, "topic = \"payments\"\nvalue = \"hello\"\n").unwrap();
        let facts = opens(&args(None, Some("orders")), Some(&path)).unwrap().facts;
        assert_eq!(facts.topic, "payments");
        assert_eq!(facts.record.unwrap().value, Written::text("hello"));
        std::fs::write(&path, "value = \"hello\"\n").unwrap();
        assert_eq!(opens(&args(None, Some("orders")), Some(&path)).unwrap().facts.topic, "orders");
    }

    #[test]
    fn a_record_file_that_is_missing_or_wrong_is_named() {
        let problems = opens(&args(None, None), Some(Path::new("/nowhere/r.toml"))).unwrap_err();
        assert!(problems[0].starts_with("/nowhere/r.toml: it can't be read: "), "{problems:?}");
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("record.toml");
        std::fs::write(&path, "valu = 1\n").unwrap();
        let problems = opens(&args(None, None), Some(&path)).unwrap_err();
        assert!(problems[0].contains("record.toml:1:1: ") && problems[0].contains("'valu'"), "{problems:?}");
    }

    #[test]
    fn a_guarded_profile_asks_and_a_read_only_one_sends_nothing() {
        let folder = tempfile::tempdir().unwrap();
        for (guard, guarded, read_only) in [("open", false, false), ("confirm", true, false), ("read-only", true, true)]
        {
            let path = folder.path().join(format!("{guard}.toml"));
            std::fs::write(&path, format!("extends = \"local\"\n[workbench]\nguard = \"{guard}\"\n")).unwrap();
            let target = TargetArgs { profile: Some(path.display().to_string()), ..TargetArgs::default() };
            let opening = opens(&target, None).unwrap();
            assert_eq!(
                (opening.facts.running.is_guarded(), opening.facts.running.is_read_only()),
                (guarded, read_only),
                "{guard}"
            );
        }
    }

    #[test]
    fn the_tour_asks_nothing_and_leaves_nothing_in_the_state_folder() {
        let state = tempfile::tempdir().unwrap();
        let place = state.path().to_owned();
        let environment = |name: &str| (name == "XDG_STATE_HOME").then(|| place.clone().into_os_string());
        let (opening, _) = demo_opening(&FaceArgs::default(), OwnSettings::default(), &environment).unwrap();
        assert!(opening.demo && opening.facts.running.embedded && opening.draft.is_none());
        assert_eq!(opening.facts.confirmations, Confirmations::default());
        assert_eq!(std::fs::read_dir(state.path()).unwrap().count(), 0);
    }
}
