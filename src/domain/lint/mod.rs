//! What a profile does that its writer may not have meant: rules over its effective values, and over a topic if one is
//! known. What cannot work at all in the client modelled is told by [`Profile::effective`] in that client's words.
//!
//! Adding a rule is adding a row to one of the tables, which stand by what they are about.

mod batching;
mod connection;
mod memory;
mod model;
mod safety;
mod waiting;

#[cfg(test)]
mod tests;

use crate::domain::diagnostic::{Diagnostic, Fix, Place, Severity};
use crate::domain::profile::{Effective, Entry, Origin, Profile};
use crate::domain::property::ClientModel;
use crate::domain::topic::TopicView;

/// What one rule found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name, which stays.
    pub id: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The property that it is about.
    pub property: &'static str,
    /// Where that, or one that shares the blame, was set, or the profile as a whole.
    pub place: Place,
    /// The values that it rests on, as `acks=1`. Never a secret.
    pub evidence: String,
    /// What follows from them.
    pub message: String,
    /// What ends it, if the profile can.
    pub fix: Option<Fix>,
}

impl Finding {
    /// For people: the place, the values, what follows, and what ends it.
    pub fn diagnostic(&self) -> Diagnostic {
        Diagnostic {
            id: self.id,
            severity: self.severity,
            property: Some(self.property.into()),
            place: self.place.clone(),
            message: format!("{}: {}", self.evidence, self.message),
            fix: self.fix.clone().map(Box::new),
        }
    }
}

/// What rules look at.
#[derive(Clone, Copy)]
struct Facts<'a> {
    profile: &'a Profile,
    effective: &'a Effective,
    topic: Option<&'a TopicView>,
}

/// What a rule says when it speaks: its evidence, what follows, and what ends it.
struct Said {
    evidence: String,
    message: String,
    fix: Option<Fix>,
    /// Properties that share the blame with the rule's own.
    with: Vec<&'static str>,
}

fn said(evidence: impl Into<String>, message: impl Into<String>) -> Said {
    Said { evidence: evidence.into(), message: message.into(), fix: None, with: Vec::new() }
}

impl Said {
    fn set(self, name: &'static str, value: impl std::fmt::Display + Copy) -> Self {
        Self { fix: Some(Fix::Set { name, value: value.to_string() }), ..self }
    }

    fn with(self, names: &[&'static str]) -> Self {
        Self { with: names.to_vec(), ..self }
    }

    fn remove(self, name: &'static str) -> Self {
        Self { fix: Some(Fix::Remove { name }), ..self }
    }

    fn finding(self, id: &'static str, severity: Severity, property: &'static str, place: Place) -> Finding {
        Finding { id, severity, property, place, evidence: self.evidence, message: self.message, fix: self.fix }
    }
}

/// One rule.
struct Rule {
    id: &'static str,
    severity: Severity,
    property: &'static str,
    looks: fn(&Facts<'_>) -> Option<Said>,
}

const fn error(id: &'static str, property: &'static str, looks: fn(&Facts<'_>) -> Option<Said>) -> Rule {
    Rule { id, severity: Severity::Error, property, looks }
}

const fn warning(id: &'static str, property: &'static str, looks: fn(&Facts<'_>) -> Option<Said>) -> Rule {
    Rule { id, severity: Severity::Warning, property, looks }
}

const fn info(id: &'static str, property: &'static str, looks: fn(&Facts<'_>) -> Option<Said>) -> Rule {
    Rule { id, severity: Severity::Info, property, looks }
}

/// A rule about each value that is set, whichever property it is of.
struct EntryRule {
    id: &'static str,
    severity: Severity,
    looks: fn(&Facts<'_>, &Entry) -> Option<Said>,
}

static RULES: [&[Rule]; 6] =
    [safety::RULES, memory::RULES, batching::RULES, waiting::RULES, connection::RULES, model::RULES];

/// What all rules find, those about the topic only if it is known, in the rules' order.
///
/// `effective` holds the profile's values in force; [`Effective::lenient`] has them also where they contradict each other.
pub fn lint(profile: &Profile, effective: &Effective, topic: Option<&TopicView>) -> Vec<Finding> {
    let facts = Facts { profile, effective, topic };
    let found = RULES.iter().copied().flatten().filter_map(|rule| {
        let said = (rule.looks)(&facts)?;
        let place = facts.place(rule.property, &said.with);
        Some(said.finding(rule.id, facts.severity(rule), rule.property, place))
    });
    let of_entries = profile.producer.iter().flat_map(|entry| {
        model::ENTRY_RULES.iter().filter_map(move |rule| {
            let said = (rule.looks)(&facts, entry)?;
            Some(said.finding(rule.id, rule.severity, entry.property.name, entry.origin.place()))
        })
    });
    found.chain(of_entries).collect()
}

impl Facts<'_> {
    fn whole(&self, name: &str) -> i64 {
        self.effective.whole(name)
    }

    fn flag(&self, name: &str) -> bool {
        self.effective.flag(name)
    }

    fn text(&self, name: &str) -> &str {
        self.effective.text(name).unwrap_or_default()
    }

    fn is_set(&self, name: &str) -> bool {
        self.effective.is_set(name)
    }

    fn origin(&self, name: &str) -> Option<&Origin> {
        self.effective.setting(name)?.origin.as_ref()
    }

    /// How bad it is what a rule found. What a built-in profile sets is what it is for, and it says why.
    fn severity(&self, rule: &Rule) -> Severity {
        let chosen = matches!(self.origin(rule.property), Some(Origin::BuiltIn { .. }));
        if chosen { rule.severity.min(Severity::Info) } else { rule.severity }
    }

    /// Where the first of the properties that is set was set, or the profile as a whole.
    fn place(&self, property: &'static str, with: &[&'static str]) -> Place {
        let origin = std::iter::once(&property).chain(with).find_map(|name| self.origin(name));
        origin.map_or_else(|| self.profile.place(), Origin::place)
    }

    fn is_java(&self) -> bool {
        match self.effective.model {
            ClientModel::Java | ClientModel::Java3 | ClientModel::Java2 => true,
            ClientModel::Librdkafka => false,
        }
    }

    /// `name=value` of each, in force.
    fn shown(&self, names: &[&'static str]) -> String {
        let shown = names.iter().map(|name| {
            let value = self.effective.setting(name).and_then(|setting| setting.value.as_ref());
            value.map_or_else(|| format!("{name} is not set"), |value| format!("{name}={value}"))
        });
        shown.collect::<Vec<_>>().join(", ")
    }

    /// The replicas of a topic's partitions: of the one that has fewest.
    fn replicas(&self) -> Option<u32> {
        let fewest = self.topic?.partitions.iter().map(|partition| partition.replicas.len()).min()?;
        u32::try_from(fewest).ok()
    }
}
