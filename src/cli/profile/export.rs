//! `linger profile export`.

use std::ffi::OsString;

use clap::{Args, ValueEnum};

use super::super::{complain, misunderstood, print};
use super::Which;
use crate::config::exchange::{self, Target};
use crate::config::paths::Environment;
use crate::domain::diagnostic::Diagnostic;
use crate::domain::profile::{Effective, Profile};
use crate::kafka::translate::native_text;

/// What `linger profile export` takes.
#[derive(Clone, Debug, Args)]
pub(super) struct ExportArgs {
    #[command(flatten)]
    which: Which,
    /// The form to write.
    #[arg(long, value_name = "FORM")]
    to: To,
    /// Writes every value in force, and not only what the profile sets.
    #[arg(long)]
    effective: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum To {
    /// Java's .properties, for Kafka's own tools.
    Properties,
    /// name=value lines for librdkafka's programs, as kcat.conf.
    Librdkafka,
    /// A command line of kcat.
    Kcat,
    /// A command line of kafka-console-producer.
    Console,
    /// A Java class.
    Java,
    /// Lines of Python for confluent-kafka.
    Python,
}

impl To {
    const fn target(self) -> Target {
        match self {
            Self::Properties => Target::Properties,
            Self::Librdkafka => Target::Librdkafka,
            Self::Kcat => Target::Kcat,
            Self::Console => Target::Console,
            Self::Java => Target::Java,
            Self::Python => Target::Python,
        }
    }
}

/// Prints the export, says what a person should know of it, and returns the exit code.
pub(super) fn run(args: &ExportArgs, environment: &Environment<'_>) -> u8 {
    let profile = match load(&args.which, environment) {
        Ok(profile) => profile,
        Err(problems) => return misunderstood(&problems),
    };
    let (effective, _) = Effective::lenient(&profile);
    let native = |property: &_, value: &_| native_text(property, value, &effective);
    let exported = exchange::export(&profile, &effective, args.to.target(), args.effective, &native);
    for note in &exported.notes {
        complain(&note.to_string());
    }
    print(&exported.text, "export")
}

/// The profile. What its references stand for is not written, so that their variables need not be set: a text that is an
/// address too stands for them or, where that does not do, a number.
fn load(which: &Which, environment: &Environment<'_>) -> Result<Profile, Vec<Diagnostic>> {
    let with = |other: &'static str| {
        let anything = move |name: &str| environment(name).or_else(|| Some(OsString::from(other)));
        which.load(&anything)
    };
    // Standard input is read once.
    with("localhost:9092")
        .or_else(|problems| if which.profile == "-" { Err(problems) } else { with("1").map_err(|_| problems) })
}
