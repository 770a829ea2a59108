//! What is printed of the program's own values when somebody debugs it.

use jiff::tz::TimeZone;
use linger::app::msg::{Effect, Msg};
use linger::app::session::{Confirmations, Drafts, Running, Session};
use linger::app::state::State;
use linger::app::tuning::read_change;
use linger::app::update::update;
use linger::cli::Cli;
use linger::cli::target::TargetArgs;
use linger::config::profile_file::Override;
use linger::domain::swap::SwapStep;

use super::carriers::{self, Carrier};
use super::{CANARY, Hits};

/// Those that take `--set`.
const COMMANDS: [&str; 8] = [
    "linger",
    "linger send --topic t --value v",
    "linger bench --topic t --records 1",
    "linger partition --partitions 3 --key k",
    "linger profile show p",
    "linger profile check p",
    "linger profile diff p q",
    "linger profile export p --to kcat",
];

fn arguments(carrier: &Carrier) -> TargetArgs {
    let set = carrier.arguments.iter().filter(|argument| *argument != "--set").cloned().collect();
    TargetArgs { profile: Some(carrier.profile.display().to_string()), set, ..TargetArgs::default() }
}

#[test]
fn no_value_of_the_program_shows_a_secret_in_its_debug_output() {
    let folder = tempfile::tempdir().unwrap();
    let (mut resolved, mut hits) = (0, Hits::default());
    for carrier in carriers::all(folder.path()) {
        let args = arguments(&carrier);
        let place = |what: &str| format!("the debug output of {what}, given by {}", carrier.name);
        hits.search(&place("the flags"), &format!("{args:?}"));
        match args.resolve(&|name| (name == "CANARY").then(|| CANARY.into())) {
            Ok(target) => {
                resolved += 1;
                hits.search(&place("the target"), &format!("{target:?}"));
                let repeated = args.repeated();
                hits.search(&place("the repeated flags"), &format!("{repeated:?}"));
                inside(&mut hits, &place, target.running(repeated));
            }
            Err(problems) => hits.search(&place("what is wrong"), &format!("{problems:?}")),
        }
        for command in COMMANDS {
            let words = command.split(' ').chain(carrier.arguments.iter().map(String::as_str));
            let told = <Cli as clap::Parser>::try_parse_from(words).unwrap();
            hits.search(&place(&format!("the flags of '{command}'")), &format!("{told:?}"));
        }
    }
    hits.are_none();
    assert!(resolved > 5, "only {resolved} ways came to a target");
}

/// The workbench on this profile, changed by a secret that was typed.
fn inside(hits: &mut Hits, place: &dyn Fn(&str) -> String, running: Running) {
    let session = Session {
        running,
        time_zone: TimeZone::UTC,
        topic: "t".to_owned(),
        record: None,
        confirmations: Confirmations::default(),
        drafts: Drafts::default(),
        notice: None,
    };
    hits.search(&place("the session"), &format!("{session:?}"));
    let (mut state, effects) = State::begin(session, 120, 40);
    hits.search(&place("the first effects"), &format!("{effects:?}"));
    let change = read_change(&format!("sasl.password={CANARY}")).unwrap();
    let msg = Msg::Swap { change: change.clone(), step: SwapStep::Warming, at: 1 };
    hits.search(&place("a message"), &format!("{msg:?}"));
    let effects = update(&mut state, msg);
    hits.search(&place("effects"), &format!("{effects:?} {:?}", Effect::Tune(change)));
    hits.search(&place("the state"), &format!("{state:?}"));
}

#[test]
fn what_is_set_on_the_command_line_shows_in_no_debug_output() {
    let mut hits = Hits::default();
    let given = Override::from_set(&format!("sasl.password={CANARY}")).unwrap();
    hits.search("an override", &format!("{given:?}"));
    for bad in [CANARY.to_owned(), format!("={CANARY}")] {
        let problem = Override::from_set(&bad).unwrap_err();
        hits.search("a flag that can't be read", &format!("{problem} {problem:?}"));
    }
    hits.are_none();
}
