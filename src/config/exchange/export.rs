//! From a profile to what another program is configured with.

pub use super::items::Native;
use super::items::{Collector, Item, Side};
use super::{code, lines, shell_lines};
use crate::domain::diagnostic::Diagnostic;
use crate::domain::profile::{Effective, Profile};

/// A form that can be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Java's `.properties`, for Kafka's own tools.
    Properties,
    /// `name=value` lines for librdkafka's programs.
    Librdkafka,
    /// A command line of kcat.
    Kcat,
    /// A command line of Kafka's console producer.
    Console,
    /// A Java class.
    Java,
    /// Lines of Python for confluent-kafka.
    Python,
}

impl Target {
    pub(super) const fn side(self) -> Side {
        match self {
            Self::Properties | Self::Console | Self::Java => Side::Java,
            Self::Librdkafka | Self::Kcat | Self::Python => Side::Librdkafka,
        }
    }
}

/// What another program is configured with.
#[derive(Clone, Debug, PartialEq)]
pub struct Exported {
    /// The text. No secret stands in it.
    pub text: String,
    /// What a person should know: variables to be set.
    pub notes: Vec<Diagnostic>,
}

/// Writes what a profile sets or, if `whole`, every value in force.
pub fn export(profile: &Profile, effective: &Effective, target: Target, whole: bool, native: Native<'_>) -> Exported {
    let mut collector = Collector::new(profile, effective, target.side(), native);
    collector.collect(whole);
    let (items, notes) = collector.done();
    Exported { text: written(profile, &items, target), notes }
}

fn written(profile: &Profile, items: &[Item], target: Target) -> String {
    match target {
        Target::Properties => lines::properties(items),
        Target::Librdkafka => lines::librdkafka(items),
        Target::Kcat => shell_lines::kcat(profile, items),
        Target::Console => shell_lines::console(profile, items),
        Target::Java => code::java(items),
        Target::Python => code::python(items),
    }
}
