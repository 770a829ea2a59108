//! Layers laid on each other: a profile.

use std::fmt::Write as _;
use std::path::Path;

use super::chain::Layer;
use super::text::RawEntry;
use super::{Override, Sources};
use crate::config::reference;
use crate::domain::bootstrap;
use crate::domain::diagnostic::{Diagnostic, Fix, Place};
use crate::domain::profile::{Cluster, Entry, Extra, Guard, NativeEntry, Origin, Profile, TopicGuard, looks_secret};
use crate::domain::property::{ClientModel, Property, Value, names};
use crate::domain::secret::Secret;

/// The profile that the layers, the last above all others, and the overrides come to; `None` if there is no layer. What is
/// wrong is added to `problems`.
pub(super) fn build(
    layers: &[Layer],
    overrides: &[Override],
    sources: &Sources<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Option<Profile> {
    let leaf = layers.last()?;
    let mut profile = Profile {
        name: leaf.name.clone(),
        source: leaf.shown.clone(),
        file: leaf.file(),
        revision: leaf.revision,
        description: layers.iter().rev().find_map(|layer| layer.raw.description.clone()),
        model: layers.iter().rev().find_map(|layer| layer.raw.model).unwrap_or_default(),
        cluster: layers.iter().rev().find_map(|layer| layer.raw.cluster).unwrap_or_default(),
        producer: Vec::new(),
        librdkafka: Vec::new(),
        extra: Vec::new(),
        topic: layers.iter().rev().find_map(|layer| layer.raw.topic.clone()),
        guard: Guard::Open,
        topic_guards: Vec::new(),
        warnings: Vec::new(),
    };
    let mut builder = Builder { profile: &mut profile, sources, problems };
    for layer in layers {
        builder.layer(layer);
    }
    for given in overrides {
        builder.set(given);
    }
    builder.addresses();
    builder.ignored();
    Some(profile)
}

/// Lays the layers on each other.
struct Builder<'a> {
    profile: &'a mut Profile,
    sources: &'a Sources<'a>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Builder<'_> {
    fn layer(&mut self, layer: &Layer) {
        let mut seen: Vec<(&RawEntry, &'static Property)> = Vec::new();
        for raw in &layer.raw.producer {
            let origin = layer.origin(raw.name_at);
            let Some(entry) = self.entry(&raw.name, &raw.text, &origin, &layer.place(raw.value_at), &layer.folder)
            else {
                continue;
            };
            if let Some((before, _)) = seen.iter().find(|(_, property)| *property == entry.property) {
                let message = format!(
                    "'{}' sets the same property as '{}' in line {}",
                    raw.name, before.name, before.name_at.line
                );
                let problem = Diagnostic::error(layer.place(raw.name_at), message).id("set-twice");
                self.problems.push(problem.about(raw.name.as_str()));
            }
            seen.push((raw, entry.property));
            if entry.property.is_secret() {
                self.literal_secret(raw, entry.reference.as_ref(), layer);
            }
            self.profile.set(entry);
        }
        for raw in &layer.raw.librdkafka {
            self.native(raw, layer);
        }
        for raw in &layer.raw.extra {
            self.extra(raw, layer);
        }
        self.guards(layer);
    }

    /// Warns where a secret itself stands in the file.
    fn literal_secret(&mut self, raw: &RawEntry, reference: Option<&String>, layer: &Layer) {
        if reference.is_none() {
            let message = format!(
                "the secret '{}' is written in the file; '${{env:NAME}}' or '${{file:PATH}}' keeps it out",
                raw.name
            );
            let warning = Diagnostic::warning(layer.place(raw.value_at), message).id("literal-secret");
            self.profile.warnings.push(warning.about(raw.name.as_str()));
        }
    }

    fn native(&mut self, raw: &RawEntry, layer: &Layer) {
        match reference::resolve(&raw.text, &layer.folder, self.sources.environment) {
            Ok(text) => {
                let value = native_value(&raw.name, text);
                let reference = reference::safe(&raw.text, matches!(value, Value::Secret(_)));
                if names::find(ClientModel::Librdkafka, &raw.name).is_some_and(Property::is_secret) {
                    self.literal_secret(raw, reference.as_ref(), layer);
                }
                let origin = layer.origin(raw.name_at);
                self.profile.set_native(NativeEntry { name: raw.name.clone(), value, reference, origin });
            }
            Err(why) => {
                let shown = names::find(ClientModel::Librdkafka, &raw.name).is_some_and(|row| !row.is_secret());
                let why = if shown { why } else { why.of_secret() };
                let problem = Diagnostic::error(layer.place(raw.value_at), format!("{}: {why}", raw.name));
                self.problems.push(problem.id(why.id()).about(raw.name.as_str()));
            }
        }
    }

    /// Keeps what no client has, and says that it does nothing. What it refers to is not looked up.
    fn extra(&mut self, raw: &RawEntry, layer: &Layer) {
        let reference = reference::safe(&raw.text, looks_secret(&raw.name));
        let extra = Extra::new(&raw.name, &raw.text, reference, layer.origin(raw.name_at));
        let message = match names::find(self.profile.model, &raw.name) {
            Some(_) => format!(
                "'{}' is a producer property, and under [extra] it is passed to nobody; it belongs under [producer]",
                raw.name
            ),
            None => format!(
                "'{}' is not a producer property{} it is kept, and passed to nobody",
                raw.name,
                match names::meant(&raw.name) {
                    meant if meant.is_empty() => ":".to_owned(),
                    meant => meant,
                }
            ),
        };
        let warning = Diagnostic::warning(layer.place(raw.name_at), message).id("extra");
        self.profile.warnings.push(warning.about(raw.name.as_str()));
        if matches!(extra.value, Value::Secret(_)) {
            self.literal_secret(raw, None, layer);
        }
        self.profile.set_extra(extra);
    }

    /// Lays a layer's guards on those of the layers below, which it can't weaken.
    fn guards(&mut self, layer: &Layer) {
        let inherited = self.profile.guard;
        if let Some((guard, at)) = layer.raw.guard {
            if guard < inherited {
                let message = format!(
                    "guard: '{}' would weaken the '{}' of the profile that is extended",
                    guard.name(),
                    inherited.name()
                );
                self.problems.push(Diagnostic::error(layer.place(at), message).id("weaker-guard"));
            }
            self.profile.guard = guard.max(inherited);
        }
        let below = std::mem::take(&mut self.profile.topic_guards);
        for (guarded, at) in &layer.raw.topics {
            let TopicGuard { pattern, guard } = guarded;
            let stronger = below.iter().find(|before| before.guard > *guard && before.covers(pattern));
            if *guard < inherited {
                let message = format!(
                    "topics: '{}' for '{pattern}' would weaken the '{}' of the profile that is extended",
                    guard.name(),
                    inherited.name()
                );
                self.problems.push(Diagnostic::error(layer.place(*at), message).id("weaker-guard"));
            } else if let Some(before) = stronger {
                let message = format!(
                    "topics: '{}' for '{pattern}' would weaken the '{}' for '{}' of the profile that is extended",
                    guard.name(),
                    before.guard.name(),
                    before.pattern
                );
                self.problems.push(Diagnostic::error(layer.place(*at), message).id("weaker-guard"));
            } else if *guard < self.profile.guard {
                let message = format!(
                    "topics: '{}' for '{pattern}' changes nothing: the profile's own guard is '{}'",
                    guard.name(),
                    self.profile.guard.name()
                );
                self.profile.warnings.push(Diagnostic::warning(layer.place(*at), message).id("idle-guard"));
            }
        }
        let own = |pattern: &str| layer.raw.topics.iter().any(|(guarded, _)| guarded.pattern == pattern);
        let kept = below.into_iter().filter(|before| !own(&before.pattern));
        self.profile.topic_guards = kept.chain(layer.raw.topics.iter().map(|(guarded, _)| guarded.clone())).collect();
    }

    fn set(&mut self, given: &Override) {
        let origin = if given.option == Override::SESSION { Origin::Session } else { Origin::Option(given.option) };
        match &given.text {
            Some(text) => {
                if let Some(entry) = self.entry(&given.name, text, &origin, &origin.place(), Path::new("")) {
                    self.profile.set(entry);
                }
            }
            None => match names::find(self.profile.model, &given.name) {
                Some(property) => self.profile.producer.retain(|entry| entry.property != property),
                None => self.unknown(&given.name, origin.place()),
            },
        }
    }

    /// A property with its value read. `None` after telling what is wrong: the name at its own place, the value at
    /// `value_place`.
    fn entry(&mut self, name: &str, text: &str, origin: &Origin, value_place: &Place, folder: &Path) -> Option<Entry> {
        let Some(property) = names::find(self.profile.model, name) else {
            self.unknown(name, origin.place());
            return None;
        };
        let resolved = reference::resolve(text, folder, self.sources.environment);
        let resolved = resolved.map_err(|why| if property.is_secret() { why.of_secret() } else { why });
        let value = resolved.map_err(|why| (why.id(), why.to_string())).and_then(|resolved| {
            property.read(self.profile.model, name, &resolved, text).map_err(|why| ("bad-value", why))
        });
        match value {
            Ok(value) => {
                let reference = reference::safe(text, property.is_secret());
                Some(Entry { property, name: name.to_owned(), value, reference, origin: origin.clone() })
            }
            Err((id, why)) => {
                let problem = Diagnostic::error(value_place.clone(), format!("{name}: {why}"));
                self.problems.push(problem.id(id).about(name));
                None
            }
        }
    }

    fn unknown(&mut self, name: &str, place: Place) {
        if matches!(name, "guard" | "workbench.guard") {
            let message = "the guard stands in a profile's file, under [workbench]: nothing set above it changes it";
            self.problems.push(Diagnostic::error(place, message).id("guard-not-set-here").about(name));
            return;
        }
        let message = format!("'{name}' is not a producer property{}", names::meant(name));
        let meant = names::suggest(name).map(|to| Fix::Rename { from: name.to_owned(), to });
        let problem = Diagnostic::error(place, message).id("unknown-property").about(name);
        self.problems.push(problem.fixed_by(meant));
    }

    /// Adds to what is told of unknown names which value is in force in place of the one that was meant: Java logs a name
    /// that it does not know, and goes on (`AbstractConfig.logUnused`).
    fn ignored(&mut self) {
        let model = self.profile.model;
        if model == ClientModel::Librdkafka {
            return;
        }
        // What is set on linger's own command line reaches no Java.
        let in_file = |problem: &&mut Diagnostic| matches!(problem.place, Place::File { .. });
        for problem in self.problems.iter_mut().filter(|problem| problem.id == "unknown-property").filter(in_file) {
            let meant = match problem.fix.as_deref() {
                Some(Fix::Rename { to, .. }) => names::find(model, to),
                Some(Fix::Set { .. } | Fix::Remove { .. }) | None => None,
            };
            let separator = if problem.message.ends_with('?') { " " } else { "; " };
            problem.message.push_str(separator);
            problem.message.push_str("Java only logs such a name");
            if let Some(property) = meant.filter(|property| property.java.is_some()) {
                let set = self.profile.producer.iter().find(|entry| entry.property == property);
                let value = set.map(|entry| entry.value.clone()).or_else(|| property.default_value(model));
                let value = value.map_or_else(|| "null".to_owned(), |value| value.to_string());
                let whose = if set.is_some() { "set elsewhere" } else { "its default" };
                let _ = write!(problem.message, " and runs with {}={value}, {whose}", property.name);
            }
        }
    }

    /// Checks the addresses, whoever set them.
    fn addresses(&mut self) {
        let Some(entry) = self.profile.entry("bootstrap.servers") else { return };
        let place = entry.origin.place();
        match (self.profile.cluster, &entry.value) {
            (Cluster::Embedded, _) => {
                let message = format!(
                    "{}: the profile '{}' produces to the embedded cluster, which has no address; \
                     name another profile, as --profile local",
                    entry.name, self.profile.name
                );
                self.problems.push(Diagnostic::error(place, message).id("embedded-address").about(entry.name.as_str()));
            }
            (Cluster::Bootstrap, Value::Text(text)) => {
                if let Err(why) = bootstrap::parse(text) {
                    let problem = Diagnostic::error(place, format!("{}: {why}", entry.name));
                    self.problems.push(problem.id("bad-address").about(entry.name.as_str()));
                }
            }
            (Cluster::Bootstrap, Value::Whole(_) | Value::Decimal(_) | Value::Bool(_) | Value::Secret(_)) => {}
        }
    }
}

/// What is passed to librdkafka as it is. Only what the catalogue knows to be no secret is shown.
fn native_value(name: &str, text: String) -> Value {
    match names::find(ClientModel::Librdkafka, name) {
        Some(property) if !property.is_secret() => Value::Text(text),
        Some(_) | None => Value::Secret(Secret::new(text)),
    }
}
