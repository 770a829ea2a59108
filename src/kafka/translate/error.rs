//! librdkafka's complaints, with the names a person typed.

use rdkafka::ClientConfig;
use rdkafka::error::KafkaError;
use rdkafka::producer::BaseProducer;

use super::native_row;
use crate::domain::diagnostic::{Diagnostic, Place};
use crate::domain::profile::{Origin, Profile};

/// What librdkafka has against all properties together: it says so only when a client is created. One is, without
/// brokers, so that nothing is connected to.
pub(super) fn of_creation(pairs: &[(String, String)], profile: &Profile) -> Option<Diagnostic> {
    let without_brokers = pairs.iter().filter(|(name, _)| name != "bootstrap.servers").cloned();
    let text = match without_brokers.collect::<ClientConfig>().create::<BaseProducer>() {
        Ok(_) => return None,
        Err(KafkaError::ClientCreation(text)) => text,
        Err(other) => other.to_string(),
    };
    let (name, place) = blamed(&text, profile);
    let problem = Diagnostic::error(place, translate_error(&text, profile)).id("librdkafka-refuses");
    Some(Diagnostic { property: name.map(Box::from), ..problem })
}

/// The first property that the text names and a person set, and where; else the profile as a whole.
fn blamed<'a>(text: &'a str, profile: &'a Profile) -> (Option<&'a str>, Place) {
    let mut rest = text;
    while let Some((_, _, inside, after)) = quoted(rest) {
        if let Some(origin) = origin_of(name_of(inside), profile) {
            return (Some(named(name_of(inside), profile)), origin.place());
        }
        rest = after;
    }
    (None, profile.place())
}

/// Where librdkafka's property of this name was set.
pub(super) fn origin_of<'a>(name: &str, profile: &'a Profile) -> Option<&'a Origin> {
    let passed = profile.librdkafka.iter().find(|entry| entry.name == name).map(|entry| &entry.origin);
    let row = native_row(name);
    let set = || profile.producer.iter().find(|entry| Some(entry.property) == row).map(|entry| &entry.origin);
    passed.or_else(set)
}

/// The name a quoted expression, as `enable.idempotence=true`, begins with.
fn name_of(inside: &str) -> &str {
    &inside[..inside.find(['=', ' ']).unwrap_or(inside.len())]
}

/// Puts the names of the profile in the places of librdkafka's own in an error of creating a producer:
/// "`message.timeout.ms` must be greater than `linger.ms`" speaks of `delivery.timeout.ms` where that is what was set.
pub(super) fn translate_error(text: &str, profile: &Profile) -> String {
    let mut translated = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, quote, inside, after)) = quoted(rest) {
        translated.push_str(before);
        let name = name_of(inside);
        translated.push(quote);
        translated.push_str(named(name, profile));
        translated.push_str(&inside[name.len()..]);
        translated.push(quote);
        rest = after;
    }
    translated.push_str(rest);
    translated
}

/// The first part in backticks or double quotes: what is before, the quote, what is inside, what is after.
fn quoted(text: &str) -> Option<(&str, char, &str, &str)> {
    let start = text.find(['`', '"'])?;
    let quote = if text[start..].starts_with('`') { '`' } else { '"' };
    let inside = &text[start + 1..];
    let end = inside.find(quote)?;
    Some((&text[..start], quote, &inside[..end], &inside[end + 1..]))
}

fn named<'a>(name: &'a str, profile: &'a Profile) -> &'a str {
    // What is passed as it is was typed as it is.
    if profile.librdkafka.iter().any(|entry| entry.name == name) {
        return name;
    }
    match native_row(name) {
        Some(row) => match profile.producer.iter().find(|entry| entry.property == row) {
            Some(entry) => &entry.name,
            None => row.name_in(profile.model),
        },
        None => name,
    }
}
