//! What must happen before a record goes to a topic, in force: the guards of the profile, and that of an address which
//! no profile of a person's own names.

use crate::domain::profile::{Guard, Origin, Profile, TopicGuard};
use crate::domain::refusal::Refusal;

/// The guards of the cluster that is produced to. By default everything is open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Guards {
    profile: String,
    cluster: String,
    own: Guard,
    /// Whether the address is not a loopback one, and stands in no profile of a person's own.
    stray: bool,
    topics: Vec<TopicGuard>,
}

impl Guards {
    /// Those of a profile; `cluster` is how its cluster is named to a person, and `loopback` whether that is on this
    /// machine.
    pub fn of(profile: &Profile, cluster: &str, loopback: bool) -> Self {
        let named = profile.entry("bootstrap.servers").is_some_and(|entry| match entry.origin {
            Origin::File { .. } => true,
            Origin::BuiltIn { .. } | Origin::Option(_) | Origin::Session => false,
        });
        Self {
            profile: profile.name.clone(),
            cluster: cluster.to_owned(),
            own: profile.guard,
            stray: !loopback && !named,
            topics: profile.topic_guards.clone(),
        }
    }

    /// Whether the same holds, whatever the profiles are called.
    pub fn is_as_strong_as(&self, other: &Self) -> bool {
        (self.own, self.stray, &self.topics) == (other.own, other.stray, &other.topics)
    }

    /// What holds for the cluster as a whole.
    pub fn of_cluster(&self) -> Guard {
        if self.stray { self.own.max(Guard::Confirm) } else { self.own }
    }

    /// What holds for a topic: the strongest of all that say something of it.
    pub fn of_topic(&self, topic: &str) -> Guard {
        let matching = self.topics.iter().filter(|guarded| guarded.matches(topic));
        matching.map(|guarded| guarded.guard).fold(self.of_cluster(), Guard::max)
    }

    /// The strongest that holds for any topic.
    pub fn strongest(&self) -> Guard {
        self.topics.iter().map(|guarded| guarded.guard).fold(self.of_cluster(), Guard::max)
    }

    /// Why a topic is guarded as it is.
    pub fn why(&self, topic: &str) -> String {
        let Self { profile, cluster, .. } = self;
        let guard = self.of_topic(topic);
        if guard == self.own {
            return format!("the guard of the profile '{profile}' is {}", guard.name());
        }
        let guarded = self.topics.iter().find(|guarded| guarded.guard == guard && guarded.matches(topic));
        match guarded {
            Some(TopicGuard { pattern, .. }) => {
                format!("the profile '{profile}' guards the topics '{pattern}' as {}", guard.name())
            }
            None => format!("no profile of your own names {cluster}, so it is guarded as {}", guard.name()),
        }
    }
}

/// Where records may go, whoever sends them and by whatever way. By default everywhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Permits {
    /// What must happen before a record goes to a topic.
    pub guards: Guards,
    /// What happened, or is seen to by who sends: a topic that is guarded by more takes no record.
    pub satisfied: Guard,
}

impl Permits {
    /// Whether a record may go to a topic.
    ///
    /// # Errors
    /// The topic is guarded by more than was satisfied.
    pub fn check(&self, topic: &str) -> Result<(), Refusal> {
        if self.guards.of_topic(topic) <= self.satisfied {
            return Ok(());
        }
        Err(Refusal::Guarded { topic: topic.to_owned(), why: self.guards.why(topic) })
    }
}
