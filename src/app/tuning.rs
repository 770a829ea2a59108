//! Changing properties of the running producer: steps through sensible values, and the changes that were asked for.

use std::collections::VecDeque;
use std::fmt;
use std::ops::{Deref, DerefMut};

use crate::domain::meter::Limits;
use crate::domain::property::Property;
use crate::domain::property::names::row;
use crate::domain::swap::SwapStep;

/// Names of properties, each with its value as a person writes it. `None` takes away what is set, wherever that is: the
/// default counts again.
/// No debug output shows a secret among them.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Change(Vec<(String, Option<String>)>);

impl Deref for Change {
    type Target = Vec<(String, Option<String>)>;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl DerefMut for Change {
    fn deref_mut(&mut self) -> &mut Self::Target {
        &mut self.0
    }
}

impl From<Vec<(String, Option<String>)>> for Change {
    fn from(values: Vec<(String, Option<String>)>) -> Self {
        Self(values)
    }
}

impl FromIterator<(String, Option<String>)> for Change {
    fn from_iter<I: IntoIterator<Item = (String, Option<String>)>>(values: I) -> Self {
        Self(values.into_iter().collect())
    }
}

impl IntoIterator for Change {
    type Item = (String, Option<String>);
    type IntoIter = std::vec::IntoIter<Self::Item>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Change({})", words(self))
    }
}

/// What stands in the place of a property's name where another profile is used.
const PROFILE: &str = "profile";

/// How the use of another profile stands among the changes of properties: its name, then what is set above it.
pub fn of_profile(name: &str, changes: &Change) -> Change {
    let named = (PROFILE.to_owned(), Some(name.to_owned()));
    std::iter::once(named).chain(changes.iter().cloned()).collect()
}

/// The value of a property of a [`Change`] as a person may see it: a secret as stars.
pub fn shown<'a>(name: &str, value: Option<&'a str>) -> &'a str {
    match value {
        None => "default",
        Some(_) if name != PROFILE && row(name).is_none_or(Property::is_secret) => "****",
        Some(value) => value,
    }
}

/// A [`Change`] as a person may see it: `linger.ms=20 acks=default`.
pub fn words(change: &Change) -> String {
    let word = |(name, value): &(String, Option<String>)| format!("{name}={}", shown(name, value.as_deref()));
    change.iter().map(word).collect::<Vec<_>>().join(" ")
}

/// A property that stands in the pipeline and is stepped through.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tuned {
    /// `linger.ms`.
    #[default]
    Linger,
    /// `batch.size`.
    BatchSize,
}

impl Tuned {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Linger, Self::BatchSize];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Linger => "linger.ms",
            Self::BatchSize => "batch.size",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Linger => Self::BatchSize,
            Self::BatchSize => Self::Linger,
        }
    }

    /// Its value in force, in its own unit: milliseconds or bytes.
    pub fn in_force(self, limits: &Limits) -> u64 {
        match self {
            Self::Linger => limits.linger / 1_000,
            Self::BatchSize => limits.batch_size,
        }
    }

    /// The values that are worth trying: each far enough from the next one that what it does is seen.
    fn steps(self) -> &'static [u64] {
        match self {
            Self::Linger => &[0, 1, 5, 20, 100, 500, 2_000],
            Self::BatchSize => &[1_024, 4_096, 16_384, 65_536, 262_144, 1_048_576],
        }
    }

    /// The next sensible value above or below one; `None` beyond the last.
    pub fn stepped(self, value: u64, up: bool) -> Option<u64> {
        let mut steps = self.steps().iter().copied();
        if up { steps.find(|step| *step > value) } else { steps.rev().find(|step| *step < value) }
    }
}

/// A change that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The change.
    pub change: Change,
    /// How far it is; `None` while it waits for its turn.
    pub step: Option<SwapStep>,
}

/// The changes that go on and wait, in the order in which they were asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tuning {
    /// The property that the keys step.
    pub selected: Tuned,
    queue: VecDeque<Asked>,
}

impl Tuning {
    /// A change was asked for.
    pub(super) fn ask(&mut self, change: Change) {
        self.queue.push_back(Asked { change, step: None });
    }

    /// A change goes on, or is over.
    pub(super) fn tell(&mut self, change: &Change, step: &SwapStep) {
        let Some(at) = self.queue.iter().position(|asked| asked.change == *change) else { return };
        if step.is_over() {
            self.queue.remove(at);
        } else {
            self.queue[at].step = Some(step.clone());
        }
    }

    /// The changes that are not over, the one that goes on first.
    pub fn queue(&self) -> impl DoubleEndedIterator<Item = &Asked> {
        self.queue.iter()
    }

    /// The change that waits for the old producer, and how many records that still has.
    pub fn draining(&self) -> Option<u64> {
        self.queue.iter().find_map(|asked| match asked.step {
            Some(SwapStep::Draining { outstanding }) => Some(outstanding),
            Some(SwapStep::Warming | SwapStep::Done { .. } | SwapStep::Unchanged | SwapStep::Refused(_)) | None => None,
        })
    }

    /// The change of a property that goes on or comes next, and the value that the last of its changes asks for; `None`
    /// for the default.
    pub fn pending(&self, name: &str) -> Option<(&Asked, Option<&str>)> {
        let value = |asked: &'_ Asked| asked.change.iter().rev().find(|(known, _)| known == name).is_some();
        let next = self.queue.iter().find(|asked| value(asked))?;
        let last = self.queue.iter().rev().find_map(|asked| {
            asked.change.iter().rev().find(|(known, _)| known == name).map(|(_, value)| value.as_deref())
        })?;
        Some((next, last))
    }

    /// The change that a step of the selected property asks for, from the value that it will have; `None` beyond the
    /// last sensible one.
    pub fn step(&self, limits: &Limits, up: bool) -> Option<Change> {
        let name = self.selected.name();
        let asked = self.pending(name).and_then(|(_, value)| value?.parse().ok());
        let value = asked.unwrap_or_else(|| self.selected.in_force(limits));
        let value = self.selected.stepped(value, up)?;
        Some(vec![(name.to_owned(), Some(value.to_string()))].into())
    }
}

/// Reads a change as a person types it: `name=value`.
///
/// # Errors
/// What is wrong with it, for the person.
pub fn read_change(text: &str) -> Result<Change, String> {
    let Some((name, value)) = text.split_once('=') else {
        return Err("Write name=value, as linger.ms=20".to_owned());
    };
    let name = name.trim();
    if name.is_empty() || name.contains(char::is_whitespace) {
        return Err(format!("'{name}' is not the name of a property: write name=value, as linger.ms=20"));
    }
    Ok(vec![(name.to_owned(), Some(value.trim().to_owned()))].into())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn limits(linger: u64, batch_size: u64) -> Limits {
        Limits { linger: linger * 1_000, batch_size, ..Limits::default() }
    }

    #[test]
    fn a_step_goes_to_the_next_sensible_value_and_no_further_than_the_last() {
        use Tuned::{BatchSize, Linger};
        let cases = [
            (Linger, 5, true, Some(20)),
            (Linger, 5, false, Some(1)),
            (Linger, 7, true, Some(20)),
            (Linger, 7, false, Some(5)),
            (Linger, 0, false, None),
            (Linger, 2_000, true, None),
            (Linger, 60_000, false, Some(2_000)),
            (BatchSize, 16_384, true, Some(65_536)),
            (BatchSize, 1_000_000, true, Some(1_048_576)),
            (BatchSize, 1_000_000, false, Some(262_144)),
            (BatchSize, 0, true, Some(1_024)),
            (BatchSize, 1_024, false, None),
        ];
        for (tuned, value, up, expected) in cases {
            assert_eq!(tuned.stepped(value, up), expected, "{} {value} {up}", tuned.name());
        }
    }

    #[test]
    fn steps_in_quick_succession_follow_each_other() {
        let mut tuning = Tuning::default();
        let mut asked = Vec::new();
        for up in [true, true, true, false] {
            let change = tuning.step(&limits(5, 16_384), up).unwrap();
            asked.push(change[0].1.clone().unwrap());
            tuning.ask(change);
        }
        assert_eq!(asked, ["20", "100", "500", "100"]);
        assert_eq!(
            tuning.pending("linger.ms").map(|(next, last)| (next.change[0].1.as_deref(), last)),
            Some((Some("20"), Some("100")))
        );
        assert_eq!(tuning.pending("batch.size"), None);
    }

    #[test]
    fn a_change_is_told_of_until_it_is_over() {
        let mut tuning = Tuning::default();
        let change = |value: &str| Change::from(vec![("linger.ms".to_owned(), Some(value.to_owned()))]);
        tuning.ask(change("10"));
        tuning.ask(change("20"));
        tuning.tell(&change("10"), &SwapStep::Warming);
        assert_eq!((tuning.draining(), tuning.queue().count()), (None, 2));
        tuning.tell(&change("10"), &SwapStep::Draining { outstanding: 7 });
        assert_eq!(tuning.draining(), Some(7));
        tuning.tell(&change("10"), &SwapStep::Done { generation: 2, paused_micros: 1 });
        assert_eq!((tuning.draining(), tuning.queue().count()), (None, 1));
        tuning.tell(&change("20"), &SwapStep::Refused("no".to_owned()));
        assert_eq!(tuning.queue().count(), 0);
        tuning.tell(&change("20"), &SwapStep::Unchanged);
    }

    #[test]
    fn a_change_is_shown_without_its_secrets() {
        let change = [
            ("linger.ms", Some("20")),
            ("acks", None),
            ("sasl.password", Some("hunter2")),
            ("sasl.jaas.config", Some("x password=hunter2;")),
            ("sasl.pasword", Some("hunter2")),
        ];
        let change: Change =
            change.into_iter().map(|(name, value)| (name.to_owned(), value.map(str::to_owned))).collect();
        let expected = "linger.ms=20 acks=default sasl.password=**** sasl.jaas.config=**** sasl.pasword=****";
        assert_eq!(words(&change), expected);
        assert_eq!(format!("{change:?}"), format!("Change({expected})"));
        assert_eq!(words(&of_profile("local", &change)), format!("profile=local {expected}"));
    }

    #[test]
    fn a_change_reads_as_it_is_typed() {
        for (text, name, value) in [
            ("linger.ms=20", "linger.ms", "20"),
            (" acks = all ", "acks", "all"),
            ("sasl.jaas.config=a b=c;", "sasl.jaas.config", "a b=c;"),
            ("client.id=", "client.id", ""),
        ] {
            assert_eq!(read_change(text), Ok(vec![(name.to_owned(), Some(value.to_owned()))].into()), "{text}");
        }
        for wrong in ["", "  ", "linger.ms", "=5", "linger ms=5"] {
            assert!(read_change(wrong).is_err(), "{wrong}");
        }
    }
}
