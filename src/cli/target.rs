//! The flags that say which cluster and which producer, the same everywhere.

use std::sync::Arc;

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use clap::Args;

use crate::app::in_force::InForce;
use crate::app::session::Running;
use crate::config::paths::{Environment, Folders};
use crate::config::profile_file::{self, Override, Sources};
use crate::config::settings::{Name, OwnSettings};
use crate::domain::bootstrap;
use crate::domain::diagnostic::{Diagnostic, Place};
use crate::domain::guard::{Guards, Permits};
use crate::domain::profile::{Effective, Guard, Profile};
use crate::domain::property::names::{find, row};
use crate::domain::property::{ClientModel, Property};
use crate::domain::refusal;
use crate::domain::secret::STARS;
use crate::kafka::settings::Settings;
use crate::kafka::translate::{refused_of_passed, translate};

/// Which cluster is produced to, and with which properties.
#[derive(Args, Clone, Default, PartialEq, Eq)]
pub struct TargetArgs {
    /// The producer profile: the name of a built-in or own one, a TOML file, or `-` for standard input.
    #[arg(long, value_name = "NAME|FILE")]
    pub profile: Option<String>,
    /// The brokers to ask first; short for --set bootstrap.servers=…, on the profile `local` unless one is named.
    #[arg(short, long, value_name = "HOST:PORT,…")]
    pub bootstrap_server: Option<String>,
    /// Sets a producer property, above what the profile says; may be given more than once.
    #[arg(long, value_name = "NAME=VALUE")]
    pub set: Vec<String>,
    /// The topic records go to.
    #[arg(long, value_name = "TOPIC")]
    pub topic: Option<String>,
    /// Where the profile is named, if not by its flag.
    #[arg(skip)]
    pub named: Option<Place>,
}

/// Without the values of `--set`: secrets may be among them.
impl fmt::Debug for TargetArgs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set: Vec<Setting> = self.set.iter().cloned().map(Setting).collect();
        f.debug_struct("TargetArgs")
            .field("profile", &self.profile)
            .field("bootstrap_server", &self.bootstrap_server)
            .field("set", &set)
            .field("topic", &self.topic)
            .field("named", &self.named)
            .finish()
    }
}

/// An argument of `--set`, whose value no debug output shows.
#[derive(Clone)]
pub(super) struct Setting(pub(super) String);

impl FromStr for Setting {
    type Err = Infallible;

    fn from_str(argument: &str) -> Result<Self, Infallible> {
        Ok(Self(argument.to_owned()))
    }
}

impl fmt::Debug for Setting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.0.split_once('=').map_or("", |(name, _)| name);
        write!(f, "{name}={STARS}")
    }
}

/// What the flags come to: checked, and ready to start a producer with.
#[derive(Clone, Debug)]
pub struct Target {
    /// The profile with everything set above it.
    pub profile: Profile,
    /// The values in force, with where each comes from.
    pub effective: Effective,
    /// The same in the producer's terms.
    pub settings: Settings,
    /// The topic: `--topic`'s, else the profile's.
    pub topic: Option<String>,
    /// What a person should be told without stopping.
    pub warnings: Vec<Diagnostic>,
}

impl Target {
    /// Whether the records stay on this machine: on the embedded cluster, or all addresses are loopback ones.
    pub fn is_loopback(&self) -> bool {
        self.settings.embedded || bootstrap::is_loopback(&self.settings.bootstrap)
    }

    /// Everything that asks is answered with yes, by `--yes` or by a person whom the workbench asks.
    #[must_use]
    pub fn confirmed(mut self) -> Self {
        self.settings.permits.satisfied = Guard::Confirm;
        self
    }

    /// Whether records may be sent to a topic, or where none is known yet to the cluster.
    ///
    /// # Errors
    /// What to tell when that is guarded: which profile, cluster and topic, and what would help.
    pub fn check_guard(&self, topic: Option<&str>) -> Result<(), String> {
        let permits = &self.settings.permits;
        let guard = topic.map_or(permits.guards.of_cluster(), |topic| permits.guards.of_topic(topic));
        if guard <= permits.satisfied {
            return Ok(());
        }
        let why = permits.guards.why(topic.unwrap_or_default());
        let place = topic.map_or_else(|| self.cluster().to_owned(), |topic| format!("{topic} at {}", self.cluster()));
        Err(match guard {
            Guard::Open | Guard::Confirm => format!("{why}: with --yes records are sent to {place}"),
            Guard::ReadOnly => format!("nothing is ever sent to {place}: {why}"),
        })
    }

    /// What follows from it for the interface; `arguments` are those with which `linger send` sends in the same way.
    pub fn running(&self, arguments: Vec<String>) -> Running {
        Running {
            name: self.profile.name.clone(),
            cluster: self.cluster().to_owned(),
            embedded: self.settings.embedded,
            guards: self.settings.permits.guards.clone(),
            max_request_size: self.settings.max_request_size,
            partitioner: self.settings.partitioner,
            in_force: InForce::of(&self.effective),
            target: arguments,
            profile: Arc::new(self.profile.clone()),
            site: 0,
        }
    }

    /// How the cluster is named to a person: "embedded", or its addresses.
    pub fn cluster(&self) -> &str {
        if self.settings.embedded { "embedded" } else { &self.settings.bootstrap }
    }
}

impl TargetArgs {
    /// These flags, with the profile of linger's own settings where they name neither a profile nor an address.
    ///
    /// # Errors
    /// The settings may name one, and that can't be read.
    pub fn or_default(&self, settings: &OwnSettings) -> Result<Self, Vec<Diagnostic>> {
        if self.profile.is_some()
            || self.bootstrap_server.is_some()
            || self.set.iter().any(|set| is_address(set_name(set)))
        {
            return Ok(self.clone());
        }
        let profile = settings.profile()?;
        let named = profile.is_some().then(|| settings.place(Name::Profile));
        Ok(Self { profile, named, ..self.clone() })
    }

    /// Finds the profile and checks everything in it. Connects to nothing.
    ///
    /// Without a profile named it is the embedded cluster, or `local` where an address is given.
    ///
    /// # Errors
    /// Everything that is wrong, each with its place; the exit code is 2 then.
    pub fn resolve(&self, environment: &Environment<'_>) -> Result<Target, Vec<Diagnostic>> {
        self.resolve_with(&[], environment)
    }

    /// As [`Self::resolve`], with more set above it.
    ///
    /// # Errors
    /// Everything that is wrong, each with its place.
    pub fn resolve_with(&self, more: &[Override], environment: &Environment<'_>) -> Result<Target, Vec<Diagnostic>> {
        let sources = Sources { environment, profiles: Folders::of(environment).profiles() };
        let mut overrides = self.overrides()?;
        overrides.extend_from_slice(more);
        let has_address = overrides.iter().any(|given| is_address(&given.name));
        let default = if has_address { "local" } else { "embedded" };
        let profile = match profile_file::partly(self.profile.as_deref().unwrap_or(default), &overrides, &sources) {
            (Some(profile), problems) if problems.is_empty() => profile,
            (partly, mut problems) => {
                problems.extend(partly.iter().flat_map(refused_of_passed));
                return Err(self.placed(problems));
            }
        };
        if let Some(topic) = &self.topic
            && let Err(refusal) = refusal::validate_topic(topic)
        {
            let message = format!("'{topic}' is no name of a topic: {refusal}");
            return Err(vec![Diagnostic::error(Place::Option("--topic"), message)]);
        }
        let effective = profile.effective()?;
        let translated = translate(&profile, &effective)?;
        let mut warnings = profile.warnings.clone();
        warnings.extend(translated.warnings);
        let topic = self.topic.clone().or_else(|| profile.topic.clone());
        let mut target = Target { profile, effective, settings: translated.settings, topic, warnings };
        let guards = Guards::of(&target.profile, target.cluster(), target.is_loopback());
        target.settings.permits = Permits { guards, satisfied: Guard::Open };
        Ok(target)
    }

    /// Whether the profile is what comes on standard input.
    pub fn reads_stdin(&self) -> bool {
        self.profile.as_deref() == Some("-")
    }

    /// These flags once more, but for the topic and for secrets that stand in them.
    pub fn repeated(&self) -> Vec<String> {
        let secret = |argument: &&String| {
            let property = row(set_name(argument)).or_else(|| find(ClientModel::Librdkafka, set_name(argument)));
            // What it is, nobody knows: it may be one.
            property.is_none_or(Property::is_secret)
        };
        let profile = self.profile.iter().map(|profile| format!("--profile={profile}"));
        let address = self.bootstrap_server.iter().map(|address| format!("--bootstrap-server={address}"));
        let set = self.set.iter().filter(|argument| !secret(argument)).map(|argument| format!("--set={argument}"));
        profile.chain(address).chain(set).collect()
    }

    /// The problems, with the place where the profile is named.
    fn placed(&self, mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
        if let Some(named) = &self.named {
            for problem in problems.iter_mut().filter(|problem| problem.place == Place::Option("--profile")) {
                problem.place = named.clone();
                problem.message.insert_str(0, "profile: ");
            }
        }
        problems
    }

    /// `-b` first, so that `--set bootstrap.servers=…` goes above it.
    fn overrides(&self) -> Result<Vec<Override>, Vec<Diagnostic>> {
        let address = self.bootstrap_server.as_ref().map(|address| Override {
            option: "-b",
            name: "bootstrap.servers".to_owned(),
            text: Some(address.clone()),
        });
        let (good, bad): (Vec<_>, Vec<_>) =
            self.set.iter().map(|argument| Override::from_set(argument)).partition(Result::is_ok);
        if bad.is_empty() {
            Ok(address.into_iter().chain(good.into_iter().flatten()).collect())
        } else {
            Err(bad.into_iter().filter_map(Result::err).collect())
        }
    }
}

/// The name in an argument of `--set`.
fn set_name(argument: &str) -> &str {
    argument.split_once('=').map_or(argument, |(name, _)| name)
}

/// Whether a property is `bootstrap.servers`, by any of its names.
fn is_address(name: &str) -> bool {
    name == "bootstrap.servers" || name == "metadata.broker.list"
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn repeated_flags_hold_no_secret() {
        let set = ["linger.ms=7", "sasl.password=hunter2", "sasl.jaas.config=x password=y", "what.is.this=z"];
        let repeated = args(Some("prod"), Some("b:9092"), &set).repeated();
        assert_eq!(repeated, ["--profile=prod", "--bootstrap-server=b:9092", "--set=linger.ms=7"]);
    }

    fn args(profile: Option<&str>, bootstrap: Option<&str>, set: &[&str]) -> TargetArgs {
        TargetArgs {
            profile: profile.map(str::to_owned),
            bootstrap_server: bootstrap.map(str::to_owned),
            set: set.iter().map(|&argument| argument.to_owned()).collect(),
            ..TargetArgs::default()
        }
    }

    fn resolve(args: &TargetArgs) -> Result<Target, Vec<String>> {
        args.resolve(&|_| None).map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn flags_come_to_a_profile_and_a_cluster() {
        let cases = [
            (args(None, None, &[]), "embedded", "embedded", true, Some("orders")),
            (args(Some("local"), None, &[]), "local", "localhost:9092", true, None),
            (args(None, Some("broker-1:9092"), &[]), "local", "broker-1:9092", false, None),
            (args(None, None, &["bootstrap.servers=[::1]:1"]), "local", "[::1]:1", true, None),
            (args(None, Some("a:1"), &["metadata.broker.list=b:2"]), "local", "b:2", false, None),
        ];
        for (args, profile, cluster, loopback, topic) in cases {
            let target = resolve(&args).unwrap();
            assert_eq!((target.profile.name.as_str(), target.cluster()), (profile, cluster));
            assert_eq!((target.is_loopback(), target.topic.as_deref()), (loopback, topic), "{args:?}");
            assert_eq!(target.warnings, []);
        }
    }

    #[test]
    fn the_topic_of_the_flag_goes_above_the_profiles() {
        let flags = TargetArgs { topic: Some("payments".into()), ..args(None, None, &[]) };
        assert_eq!(resolve(&flags).unwrap().topic.as_deref(), Some("payments"));
        let flags = TargetArgs { topic: Some("pay ments".into()), ..args(None, None, &[]) };
        let told = resolve(&flags).unwrap_err();
        assert!(told[0].starts_with("--topic: 'pay ments' is no name of a topic: "), "{told:?}");
    }

    #[test]
    fn what_is_set_reaches_the_producer() {
        let target = resolve(&args(None, None, &["linger.ms=70", "acks=1"])).unwrap();
        assert_eq!(target.settings.linger.as_millis(), 70);
        assert_eq!((target.settings.acks, target.settings.idempotent), (1, false));
    }

    #[test]
    fn every_bad_flag_is_told() {
        let cases = [
            (
                args(None, None, &["x", "=y"]),
                vec![
                    "--set: 'x' has no '='; allowed: NAME=VALUE",
                    "--set: there is no name before '='; allowed: NAME=VALUE",
                ],
            ),
            (
                args(None, Some("localhost"), &[]),
                vec![
                    "-b: bootstrap.servers: 'localhost' has no port; \
                 allowed: HOST:PORT, separated by commas, with ports from 1 to 65535",
                ],
            ),
            (
                args(Some("embedded"), Some("localhost:9092"), &[]),
                vec![
                    "-b: bootstrap.servers: the profile 'embedded' produces to the embedded cluster, which has no address; \
                 name another profile, as --profile local",
                ],
            ),
            (
                args(None, None, &["acks=1", "enable.idempotence=true", "linger.ms=x"]),
                vec!["--set: linger.ms: 'x' is not a whole number; allowed: 0 or more (milliseconds)"],
            ),
            (
                args(None, None, &["acks=1", "enable.idempotence=true"]),
                vec![
                    "--set: Must set acks to all in order to use the idempotent producer. \
                 Otherwise we cannot guarantee idempotence. Fix: set acks=all",
                ],
            ),
            (
                args(None, None, &["request.timeout.ms=5"]),
                vec![
                    "--set: request.timeout.ms: '5' is a value Kafka allows, but librdkafka, which does the sending, \
                 does not; allowed here: 10 to 300000 (milliseconds)",
                ],
            ),
        ];
        for (args, told) in cases {
            assert_eq!(resolve(&args).unwrap_err(), told);
        }
    }
}
