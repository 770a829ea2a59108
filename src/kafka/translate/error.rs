//! librdkafka's complaints, with the names a person typed.

use rdkafka::ClientConfig;
use rdkafka::error::KafkaError;
use rdkafka::producer::BaseProducer;

use super::native_row;
use super::security::StandIn;
use crate::domain::diagnostic::{Diagnostic, Place};
use crate::domain::profile::{Origin, Profile};

/// The id of what librdkafka has against a profile.
const REFUSED: &str = "librdkafka-refuses";

/// What librdkafka has against all properties together: it says so only when a client is created. One is, without
/// brokers, so that nothing is connected to.
pub(super) fn of_creation(pairs: &[(String, String)], stand_ins: &[StandIn], profile: &Profile) -> Option<Diagnostic> {
    let without_brokers = pairs.iter().filter(|(name, _)| name != "bootstrap.servers").cloned();
    let text = match without_brokers.collect::<ClientConfig>().create::<BaseProducer>() {
        Ok(_) => return None,
        Err(KafkaError::ClientCreation(text)) => text,
        // Its own words name the value, which may be a secret.
        Err(KafkaError::ClientConfig(_, _, name, _)) => format!("{name}: librdkafka does not take this value"),
        Err(KafkaError::Nul(_)) => "a NUL character stands in a value; librdkafka takes none".to_owned(),
        Err(other) => other.to_string(),
    };
    Some(told(&text, stand_ins, profile))
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

/// librdkafka's words where they serve; its words about keys and certificates name no cause that a person knows.
fn told(text: &str, stand_ins: &[StandIn], profile: &Profile) -> Diagnostic {
    let Some((native, cause)) = refused(text) else {
        let (name, place) = blamed(text, profile);
        let problem = Diagnostic::error(place, translate_error(text, profile)).id(REFUSED);
        return Diagnostic { property: name.map(Box::from), ..problem };
    };
    let (place, typed) = match stand_ins.iter().find(|(stand_in, _)| *stand_in == native) {
        Some((_, java)) => {
            let entry = profile.producer.iter().find(|entry| entry.property.name == *java);
            (entry.map(|entry| &entry.origin), *java)
        }
        None => (origin_of(native, profile), named(native, profile)),
    };
    let place = place.map_or_else(|| profile.place(), Origin::place);
    Diagnostic::error(place, format!("{typed}: {cause}")).id(REFUSED).about(typed)
}

/// The property that librdkafka could not use the key, the certificate or the store of, and why.
fn refused(text: &str) -> Option<(&'static str, &'static str)> {
    const NAMED: [&str; 8] = [
        "ssl.key.location",
        "ssl.key.pem",
        "ssl.certificate.location",
        "ssl.certificate.pem",
        "ssl.ca.location",
        "ssl.ca.pem",
        "ssl.crl.location",
        "ssl.keystore.location",
    ];
    const OLD: &str = "it is encrypted in an old way that OpenSSL 3 does not read; write it anew with a present tool";
    let has = |part: &str| text.contains(part);
    if !["failed", "Failed", "Error reading"].into_iter().any(has) {
        return None;
    }
    let first = NAMED.into_iter().filter_map(|name| text.find(name).map(|at| (at, name))).min();
    let (_, name) = first?;
    let why = match name {
        "ssl.key.location" | "ssl.key.pem" if has("key values mismatch") => {
            "this private key does not belong to the certificate"
        }
        "ssl.key.location" | "ssl.key.pem" if has("unsupported") => OLD,
        "ssl.key.location" | "ssl.key.pem" => {
            "OpenSSL can't read this private key: 'ssl.key.password' is wrong, or the key is cut off or altered"
        }
        "ssl.keystore.location" if has("mac verify failure") => {
            return Some(("ssl.keystore.password", "this password does not open the key store"));
        }
        "ssl.keystore.location" if has("unsupported") => OLD,
        "ssl.keystore.location" if has("Failed to use") => {
            "the key store has no private key with its certificate, or the two do not belong together"
        }
        "ssl.keystore.location" => "OpenSSL can't read this key store as PKCS#12",
        "ssl.crl.location" => "OpenSSL can't read this list of revoked certificates",
        "ssl.ca.location" | "ssl.ca.pem" => {
            "OpenSSL can't read these certificates as PEM; there is none, or one is cut off or altered"
        }
        _ => "OpenSSL can't read this certificate as PEM; it is cut off or altered",
    };
    Some((name, why))
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
