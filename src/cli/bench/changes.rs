//! `--at TIME:NAME=VALUE`: what is changed while a load runs.

use std::time::Duration;

use super::time;
use crate::cli::exit::Problem;
use crate::cli::target::Target;
use crate::config::profile_file::Override;
use crate::domain::diagnostic::{Diagnostic, Place};
use crate::domain::property::{Property, names};
use crate::kafka::settings::Settings;
use crate::load::steps::{Step, in_order};

const OPTION: &str = "--at";

/// A change, checked together with those before it.
#[derive(Clone, Debug)]
pub(super) struct Change {
    /// As it is named to a person, without a secret.
    pub(super) shown: String,
    /// The producer from then on.
    pub(super) settings: Settings,
}

/// Reads the changes of a load to a topic, puts them in the order of their times, and checks each above the profile, what is set and the
/// changes before it. Connects to nothing.
///
/// # Errors
/// Everything that is wrong with the first of them that is.
pub(super) fn changes(
    arguments: &[String],
    topic: &str,
    resolve: impl Fn(&[Override]) -> Result<Target, Vec<Diagnostic>>,
) -> Result<Vec<Step<Change>>, Problem> {
    let steps: Result<Vec<_>, Diagnostic> = arguments.iter().map(|argument| step(argument)).collect();
    let mut steps = steps.map_err(|problem| Problem::of(&[problem]))?;
    in_order(&mut steps);
    let mut before = Vec::new();
    let mut changes = Vec::with_capacity(steps.len());
    for Step { at, what } in steps {
        before.push(what.clone());
        let then = resolve(&before).map_err(|problems| named(at, &problems))?;
        // A change may lead to another cluster.
        let guarded = |why| Problem::misunderstood(format!("{OPTION} {}: {why}", seconds(at)));
        then.check_guard(Some(topic)).map_err(guarded)?;
        let property = names::find(then.profile.model, &what.name);
        let is_secret = property.is_none_or(Property::is_secret);
        let value = if is_secret { "…" } else { what.text.as_deref().unwrap_or_default() };
        let shown = format!("{}={value}", what.name);
        changes.push(Step { at, what: Change { shown, settings: then.settings } });
    }
    Ok(changes)
}

/// Reads one. What is wrong is shown without the value: it may be a secret.
fn step(argument: &str) -> Result<Step<Override>, Diagnostic> {
    const ALLOWED: &str = "allowed: TIME:NAME=VALUE, as 2s:linger.ms=100";
    let error = |message: String| Diagnostic::error(Place::Option(OPTION), message);
    let (before, assignment) =
        argument.split_once(':').ok_or_else(|| error(format!("there is no time before a ':'; {ALLOWED}")))?;
    let at = time(before)
        .ok_or_else(|| error(format!("'{before}' is no time with its unit (ms, s, m, h, d); {ALLOWED}")))?;
    match assignment.split_once('=') {
        Some((name, text)) if !name.is_empty() => {
            let what = Override { option: OPTION, name: name.to_owned(), text: Some(text.to_owned()) };
            Ok(Step { at, what })
        }
        Some(_) => Err(error(format!("there is no name between '{before}:' and '='; {ALLOWED}"))),
        None => Err(error(format!("there is no '=' after '{before}:'; {ALLOWED}"))),
    }
}

/// What is wrong, with the time of the change.
fn named(at: Duration, problems: &[Diagnostic]) -> Problem {
    let line = |problem: &Diagnostic| match problem.place {
        Place::Option(OPTION) => format!("{OPTION} {}: {}", seconds(at), problem.message),
        Place::Option(_) | Place::File { .. } | Place::Environment(_) => problem.to_string(),
    };
    Problem { lines: problems.iter().map(line).collect(), ..Problem::of(problems) }
}

/// A time of the load: `2.0 s`.
pub(super) fn seconds(at: Duration) -> String {
    let millis = at.as_millis();
    if millis.is_multiple_of(100) {
        format!("{}.{} s", millis / 1000, millis % 1000 / 100)
    } else {
        format!("{}.{:03} s", millis / 1000, millis % 1000)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::cli::target::TargetArgs;

    fn read(arguments: &[&str], set: &[&str]) -> Result<Vec<Step<Change>>, Vec<String>> {
        let target = TargetArgs { set: set.iter().map(|&s| s.to_owned()).collect(), ..TargetArgs::default() };
        let arguments: Vec<String> = arguments.iter().map(|&argument| argument.to_owned()).collect();
        changes(&arguments, "orders", |more| target.resolve_with(more, &|_| None)).map_err(|problem| problem.lines)
    }

    #[test]
    fn changes_come_in_the_order_of_their_times_each_above_the_ones_before() {
        let changes =
            read(&["4s:linger.ms=0", "2s:linger.ms=100", "500ms:batch.size=1000", "2s:acks=1"], &["linger.ms=7"]);
        let seen: Vec<_> = changes
            .unwrap()
            .into_iter()
            .map(|Step { at, what: Change { shown, settings } }| {
                (seconds(at), shown, settings.linger.as_millis(), settings.batch_size, settings.acks)
            })
            .collect();
        let expected = [
            ("0.5 s", "batch.size=1000", 7, 1_000, -1),
            ("2.0 s", "linger.ms=100", 100, 1_000, -1),
            ("2.0 s", "acks=1", 100, 1_000, 1),
            ("4.0 s", "linger.ms=0", 0, 1_000, 1),
        ];
        assert_eq!(seen, expected.map(|(at, shown, ms, size, acks)| (at.to_owned(), shown.to_owned(), ms, size, acks)));
    }

    #[test]
    fn a_change_that_can_not_be_is_named_with_its_time_and_without_a_secret() {
        for (arguments, told) in [
            (&["2s"][..], "--at: there is no time before a ':'; allowed: TIME:NAME=VALUE, as 2s:linger.ms=100"),
            (
                &["2:linger.ms=1"],
                "--at: '2' is no time with its unit (ms, s, m, h, d); allowed: TIME:NAME=VALUE, as 2s:linger.ms=100",
            ),
            (&["2s:secret"], "--at: there is no '=' after '2s:'; allowed: TIME:NAME=VALUE, as 2s:linger.ms=100"),
            (&["2s:=5"], "--at: there is no name between '2s:' and '='; allowed: TIME:NAME=VALUE, as 2s:linger.ms=100"),
            (&["2s:lingr.ms=5"], "--at 2.0 s: 'lingr.ms' is not a producer property; did you mean 'linger.ms'?"),
            (
                &["2250ms:linger.ms=x", "1s:linger.ms=5"],
                "--at 2.250 s: linger.ms: 'x' is not a whole number; allowed: 0 or more (milliseconds)",
            ),
            (
                &["1s:enable.idempotence=true", "2s:acks=1"],
                "--at 2.0 s: Must set acks to all in order to use the idempotent producer. Otherwise we cannot \
                 guarantee idempotence.",
            ),
        ] {
            assert_eq!(read(arguments, &[]).unwrap_err(), [told], "{arguments:?}");
        }
    }
}
