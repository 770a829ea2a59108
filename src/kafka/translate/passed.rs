//! `[librdkafka]`: properties that are passed as they are, above the translation.

use rdkafka::ClientConfig;
use rdkafka::error::KafkaError;
use rdkafka::types::RDKafkaConfRes;

use super::{Translator, native_row};
use crate::domain::diagnostic::Diagnostic;
use crate::domain::profile::{NativeEntry, Profile};
use crate::domain::property::{self, ClientModel, Reader, Translation, Value, names};

impl Translator<'_> {
    pub(super) fn passed(&mut self) {
        for entry in &self.profile.librdkafka {
            match check(entry) {
                Ok(text) => self.put(&entry.name, text),
                Err(why) => self.problems.push(problem(entry, why)),
            }
        }
    }
}

/// What is wrong with the properties that a profile passes to librdkafka as they are, each taken alone.
pub fn refused_of_passed(profile: &Profile) -> Vec<Diagnostic> {
    profile.librdkafka.iter().filter_map(|entry| Some(problem(entry, check(entry).err()?))).collect()
}

fn problem(entry: &NativeEntry, why: String) -> Diagnostic {
    Diagnostic::error(entry.origin.place(), why).id("librdkafka-property").about(entry.name.as_str())
}

/// The text to pass, or what is wrong with it: by the catalogue, and by librdkafka itself for what is not in there.
fn check(entry: &NativeEntry) -> Result<String, String> {
    let name = entry.name.as_str();
    let text = match &entry.value {
        Value::Secret(secret) => secret.expose().to_owned(),
        other => other.to_string(),
    };
    if let Some(row) = native_row(name) {
        if row.name == "bootstrap.servers" {
            return Err(format!("'{name}' is set under [producer], so that the address is always known and shown"));
        }
        if let Translation::NotAvailable(instead) = row.translation {
            return Err(format!("{name}: this can't be had here; {instead}"));
        }
        if let Some(native) = row.native
            && let Err(problem) = native.kind.read(&text, Reader::Librdkafka)
        {
            let allowed = native.kind.allowed(row.unit).unwrap_or_default();
            return Err(format!("{name}: '{}' {problem}; allowed: {allowed}", entry.value));
        }
    }
    let mut config = ClientConfig::new();
    config.set(name, text.as_str());
    match config.create_native_config() {
        Ok(_) => Ok(text),
        Err(KafkaError::ClientConfig(RDKafkaConfRes::RD_KAFKA_CONF_UNKNOWN, ..)) => Err(unknown(name)),
        // What librdkafka says names the value, and what is not in the catalogue may be a secret.
        Err(_) => Err(format!("{name}: librdkafka does not take this value; its CONFIGURATION.md says what it takes")),
    }
}

fn unknown(name: &str) -> String {
    let java = names::find(ClientModel::Java, name).and_then(|row| row.native).map(|native| native.name);
    let near = || names::nearest(name, property::all().flat_map(property::Property::native_names));
    match java.or_else(near) {
        Some(meant) => format!("'{name}' is not a librdkafka property; did you mean '{meant}'?"),
        None => format!("'{name}' is not a librdkafka property"),
    }
}
