//! The draft above the running profile, looked through: the values in force, what the linter and the client say.

use std::sync::Arc;

use crate::app::profile::{Draft, writable_name};
use crate::domain::diagnostic::{Diagnostic, Severity};
use crate::domain::lint::{Finding, lint};
use crate::domain::profile::java::{Verdict, verdict};
use crate::domain::profile::{Effective, Profile, Setting};
use crate::domain::property::names::row;
use crate::domain::property::{ClientModel, Property, Value, all};
use crate::domain::topic::TopicView;

/// The draft, looked through.
#[derive(Clone, Debug)]
pub struct Review {
    /// The profile as the producer runs with it.
    pub running: Arc<Profile>,
    /// The same with the draft's changes.
    pub profile: Profile,
    /// The values of the draft.
    pub effective: Effective,
    /// The values that the producer runs with.
    pub in_force: Effective,
    /// What the client modelled refuses, in its words.
    pub refused: Vec<Diagnostic>,
    /// What the client refuses and what the linter found.
    pub findings: Vec<Finding>,
    /// What `new KafkaProducer(…)` would answer; `None` for a profile of librdkafka.
    pub verdict: Option<Verdict>,
    /// The name by which the profile sets each property, in the order of the catalogue; and the worst finding about it.
    pub(super) marks: Vec<(Option<&'static str>, Option<Severity>)>,
    revision: u64,
    topic: Option<TopicView>,
}

impl Review {
    pub(super) fn of(running: &Arc<Profile>, draft: &Draft, topic: Option<&TopicView>) -> Self {
        let profile = draft.above(running);
        let (effective, refused) = Effective::lenient(&profile);
        let (in_force, _) = Effective::lenient(running);
        let refusals = refused.iter().map(refusal);
        let findings: Vec<Finding> = refusals.chain(lint(&profile, &effective, topic)).collect();
        let worst = |property: &Property| {
            let about = findings.iter().filter(|finding| finding.property == property.name);
            about.map(|finding| finding.severity).max()
        };
        let marks = all().map(|property| (writable_name(property, profile.model), worst(property))).collect();
        Self {
            marks,
            running: Arc::clone(running),
            verdict: java_verdict(&profile),
            profile,
            effective,
            in_force,
            refused,
            findings,
            revision: draft.revision(),
            topic: topic.cloned(),
        }
    }

    pub(super) fn is_of(&self, running: &Arc<Profile>, revision: u64, topic: Option<&TopicView>) -> bool {
        Arc::ptr_eq(&self.running, running) && self.revision == revision && self.topic.as_ref() == topic
    }

    /// The value of a property in the draft.
    pub fn setting(&self, property: &Property) -> Option<&Setting> {
        self.effective.settings().iter().find(|setting| std::ptr::eq(setting.property, property))
    }

    /// The value of a property that the producer runs with.
    pub fn running_setting(&self, property: &Property) -> Option<&Setting> {
        self.in_force.settings().iter().find(|setting| std::ptr::eq(setting.property, property))
    }

    /// What was found about a property, the worst first.
    pub fn about(&self, property: &Property) -> impl Iterator<Item = &Finding> {
        let mut found: Vec<&Finding> =
            self.findings.iter().filter(|finding| finding.property == property.name).collect();
        found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
        found.into_iter()
    }

    /// How many findings are as bad as this.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity == severity).count()
    }
}

/// What the client refuses, as something that was found.
fn refusal(refused: &Diagnostic) -> Finding {
    let property = refused.property.as_deref().and_then(row).map_or("", |property| property.name);
    Finding {
        id: refused.id,
        severity: Severity::Error,
        property,
        place: refused.place.clone(),
        evidence: "the client refuses it".to_owned(),
        message: refused.message.trim_end_matches('.').to_owned(),
        fix: refused.fix.as_deref().cloned(),
    }
}

/// Java's answer to what the profile sets.
fn java_verdict(profile: &Profile) -> Option<Verdict> {
    if profile.model == ClientModel::Librdkafka {
        return None;
    }
    let set = profile.producer.iter().filter(|entry| entry.property.java.is_some()).map(|entry| {
        let text = match &entry.value {
            Value::Secret(secret) => secret.expose().to_owned(),
            value => value.to_string(),
        };
        (entry.property.name.to_owned(), text)
    });
    let mut set: Vec<(String, String)> = set.collect();
    if !set.iter().any(|(name, _)| name == "bootstrap.servers") {
        // The address of the cluster in this process is not known before it runs; a Java program has some.
        set.push(("bootstrap.servers".to_owned(), "localhost:9092".to_owned()));
    }
    Some(verdict(&set, profile.model))
}
