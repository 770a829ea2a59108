//! A profile in the terms of the running producer: librdkafka's properties, and the rules that are linger's own.

mod error;
mod partitioning;
mod passed;
mod security;
mod values;

use std::time::Duration;

use crate::domain::bootstrap;
use crate::domain::diagnostic::{Diagnostic, Place};
use crate::domain::guard::Permits;
use crate::domain::partitioner::Rule;
use crate::domain::profile::{Cluster, Effective, Origin, Profile, Setting};
use crate::domain::property::{self, ClientModel, NativeSide, Property, Reader, Translation, Value};
use crate::kafka::settings::Settings;
use security::StandIn;

pub use passed::refused_of_passed;
pub use values::native_text;

/// A profile translated, and what a person should know about it.
#[derive(Clone, Debug)]
pub struct Translated {
    /// What the producer is started with.
    pub settings: Settings,
    /// Properties that change nothing here, and rules that differ from the client modelled.
    pub warnings: Vec<Diagnostic>,
}

/// Translates a profile. Its `effective` values are those of [`Profile::effective`].
///
/// Java's defaults are all passed on, for librdkafka's are others; for a profile that models librdkafka only what is
/// set is, so that librdkafka adjusts the rest as it does.
///
/// # Errors
/// What can't be had here, and values of Kafka's that librdkafka, which does the sending, does not take.
pub fn translate(profile: &Profile, effective: &Effective) -> Result<Translated, Vec<Diagnostic>> {
    let mut translator = Translator {
        profile,
        effective,
        pairs: Vec::new(),
        stand_ins: Vec::new(),
        rule: Rule::default(),
        problems: Vec::new(),
        warnings: Vec::new(),
    };
    for setting in effective.settings() {
        translator.setting(setting);
    }
    translator.compression_level();
    translator.limits();
    translator.passed();
    translator.partitioning();
    translator.security();
    translator.addresses();
    if !translator.problems.is_empty() {
        return Err(translator.problems);
    }
    if translator.is_to_be_tried()
        && let Some(problem) = error::of_creation(&translator.pairs, &translator.stand_ins, profile)
    {
        return Err(vec![problem]);
    }
    let settings = translator.settings();
    Ok(Translated { settings, warnings: translator.warnings })
}

struct Translator<'a> {
    profile: &'a Profile,
    effective: &'a Effective,
    /// librdkafka's names and values; a name stands once.
    pairs: Vec<(String, String)>,
    stand_ins: Vec<StandIn>,
    /// How partitions are chosen.
    rule: Rule,
    problems: Vec<Diagnostic>,
    warnings: Vec<Diagnostic>,
}

impl Translator<'_> {
    fn is_java(&self) -> bool {
        match self.effective.model {
            ClientModel::Java | ClientModel::Java3 | ClientModel::Java2 => true,
            ClientModel::Librdkafka => false,
        }
    }

    /// The place a setting is to blame for: where it was set, or the profile as a whole.
    fn place(&self, origin: Option<&Origin>) -> Place {
        origin.map_or_else(|| self.profile.place(), Origin::place)
    }

    /// The name a person typed for a property, or the one the client modelled has.
    fn typed(&self, property: &'static Property) -> &str {
        let entry = self.profile.producer.iter().find(|entry| entry.property == property);
        entry.map_or(property.name_in(self.effective.model), |entry| &entry.name)
    }

    fn error(&mut self, id: &'static str, setting: &Setting, message: &str) {
        let name = self.typed(setting.property);
        let problem = Diagnostic::error(self.place(setting.origin.as_ref()), format!("{name}: {message}"));
        let problem = problem.id(id).about(name);
        self.problems.push(problem);
    }

    fn without_effect(&mut self, setting: &Setting, why: &str) {
        let name = self.typed(setting.property);
        let message = format!("{name}: this changes nothing here; {why}");
        let warning = Diagnostic::warning(self.place(setting.origin.as_ref()), message);
        let warning = warning.id("no-effect").about(name);
        self.warnings.push(warning);
    }

    /// Puts a pair in the place of the one before, under librdkafka's first name for it.
    fn put(&mut self, name: &str, value: impl Into<String>) {
        let name = native_row(name).and_then(|row| row.native).map_or(name, |native| native.name);
        self.pairs.retain(|(before, _)| before != name);
        self.pairs.push((name.to_owned(), value.into()));
    }

    fn pair(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(pair, _)| pair == name).map(|(_, value)| value.as_str())
    }

    fn setting(&mut self, setting: &Setting) {
        let is_set = setting.origin.is_some();
        match setting.property.translation {
            Translation::NotAvailable(instead) if is_set => {
                self.error("not-available", setting, &format!("this can't be had here; {instead}"));
            }
            Translation::NoEffect(why) | Translation::OwnWay(why) if is_set => {
                self.without_effect(setting, why);
            }
            // Of another unit is buffer.memory alone, which linger's intake bounds.
            Translation::NotAvailable(_)
            | Translation::NoEffect(_)
            | Translation::OwnWay(_)
            | Translation::Converted(_)
            | Translation::Ours
            | Translation::UnitChanged => {}
            Translation::Same | Translation::Renamed => {
                let is_wanted = is_set || self.is_java() && setting.property.java.is_some();
                if let (true, Some(native), Some(value)) = (is_wanted, setting.property.native, &setting.value) {
                    self.translated(setting, native, value);
                }
            }
        }
    }

    fn translated(&mut self, setting: &Setting, native: NativeSide, value: &Value) {
        let Some(text) = values::native_text(setting.property, value, self.effective) else { return };
        if let Err(allowed) = in_range(setting.property, native, &text) {
            let message = format!(
                "'{value}' is a value Kafka allows, but librdkafka, which does the sending, does not; \
                 allowed here: {allowed}"
            );
            self.error("beyond-librdkafka", setting, &message);
            return;
        }
        if values::is_request_timeout(setting.property) && self.is_java() {
            self.put("request.timeout.ms", text.clone());
        }
        if values::is_constant_backoff(setting.property, self.effective) {
            self.put("retry.backoff.max.ms", text.clone());
        }
        self.put(native.name, text);
    }

    /// Memory is bounded by linger's own intake, which counts keys, headers and overhead as Java does; librdkafka
    /// counts values only. Its own limits stand high above.
    fn limits(&mut self) {
        self.put("queue.buffering.max.kbytes", i32::MAX.to_string());
        if !self.effective.is_set("queue.buffering.max.messages") {
            self.put("queue.buffering.max.messages", "0");
        }
        // Java pushes no metrics before 3.7 (KIP-714), librdkafka does unasked.
        if self.effective.model == ClientModel::Java2 && !self.effective.is_set("enable.metrics.push") {
            self.put("enable.metrics.push", "false");
        }
        // Java counts bytes only. This is the most librdkafka allows.
        if self.is_java() && !self.effective.is_set("batch.num.messages") {
            self.put("batch.num.messages", "1000000");
        }
        if !self.effective.is_set("topic.metadata.propagation.max.ms") {
            let wait = self.effective.whole("max.block.ms").min(self.effective.whole("delivery.timeout.ms"));
            // An unknown topic is to be told before the wait for it, or the record, runs out.
            let wait = if wait == 0 { 30_000 } else { (wait / 10).saturating_mul(9).min(30_000) };
            self.put("topic.metadata.propagation.max.ms", wait.to_string());
        }
    }

    fn addresses(&mut self) {
        match self.profile.cluster {
            Cluster::Embedded => self.pairs.retain(|(name, _)| name != "bootstrap.servers"),
            Cluster::Bootstrap => {
                let given = self.effective.text("bootstrap.servers").unwrap_or_default();
                match bootstrap::parse(given) {
                    Ok(addresses) => {
                        let plain: Vec<String> = addresses.iter().map(ToString::to_string).collect();
                        self.put("bootstrap.servers", plain.join(","));
                    }
                    Err(_) if given.is_empty() => {
                        let message = "no broker is named; set 'bootstrap.servers' under [producer], \
                                       or give -b HOST:PORT";
                        let problem = Diagnostic::error(self.profile.place(), message).id("no-broker");
                        self.problems.push(problem.about("bootstrap.servers"));
                    }
                    Err(why) => {
                        let problem = Diagnostic::error(self.profile.place(), why).id("bad-address");
                        self.problems.push(problem.about("bootstrap.servers"));
                    }
                }
            }
        }
    }

    /// Whether librdkafka may still refuse all of it together. Java's rules are stricter than librdkafka's, so that a
    /// profile of Java's alone is not.
    fn is_to_be_tried(&self) -> bool {
        let is_plain = matches!(self.pair("security.protocol"), None | Some("plaintext"));
        // librdkafka checks key stores, keys and mechanisms also where neither SSL nor SASL is used.
        let of_security = |name: &str| name.starts_with("ssl.") || name.starts_with("sasl.");
        let names_security = self.profile.producer.iter().any(|entry| of_security(entry.property.name));
        !self.is_java() || !self.profile.librdkafka.is_empty() || !is_plain || names_security
    }

    /// The value in force after everything was put, of a property librdkafka has.
    fn in_force(&self, name: &str) -> Option<Value> {
        let row = property::names::row(name)?;
        let native = row.native?;
        match self.pair(native.name) {
            Some(text) => native.kind.read(text, Reader::Librdkafka).ok(),
            None => self.effective.setting(name)?.value.clone(),
        }
    }

    /// `linger.ms` in force.
    fn linger(&self) -> Duration {
        match self.in_force("linger.ms") {
            Some(Value::Decimal(millis)) => Duration::try_from_secs_f64(millis / 1_000.0).unwrap_or_default(),
            other => millis(number(other.as_ref())),
        }
    }

    fn settings(&mut self) -> Settings {
        let effective = self.effective;
        Settings {
            bootstrap: match self.profile.cluster {
                Cluster::Embedded => String::new(),
                Cluster::Bootstrap => self.pair("bootstrap.servers").unwrap_or_default().to_owned(),
            },
            embedded: self.profile.cluster == Cluster::Embedded,
            permits: Permits::default(),
            buffer_memory: unsigned(effective.whole("buffer.memory")),
            max_block: millis(effective.whole("max.block.ms")),
            max_request_size: unsigned(effective.whole("max.request.size")),
            batch_size: unsigned(number(self.in_force("batch.size").as_ref())),
            linger: self.linger(),
            // librdkafka waits for ever at 0.
            delivery_timeout: match number(self.in_force("delivery.timeout.ms").as_ref()) {
                0 => millis(i64::from(i32::MAX)),
                time => millis(time),
            },
            acks: i32::try_from(number(self.in_force("acks").as_ref())).unwrap_or(-1),
            idempotent: self.in_force("enable.idempotence") == Some(Value::Bool(true)),
            partitioner: self.rule,
            client: std::mem::take(&mut self.pairs),
        }
    }
}

/// The property librdkafka means by a name.
fn native_row(name: &str) -> Option<&'static Property> {
    property::all().find(|property| property.native_names().any(|native| native == name))
}

/// Whether librdkafka takes a value, or what it takes.
fn in_range(property: &Property, native: NativeSide, text: &str) -> Result<(), String> {
    match native.kind.read(text, Reader::Librdkafka) {
        Ok(_) => Ok(()),
        Err(_) => Err(native.kind.allowed(property.unit).unwrap_or_default()),
    }
}

/// A whole number; 0 for what is none.
fn number(value: Option<&Value>) -> i64 {
    match value {
        Some(Value::Whole(number)) => *number,
        Some(Value::Decimal(_) | Value::Bool(_) | Value::Text(_) | Value::Secret(_)) | None => 0,
    }
}

fn unsigned(number: i64) -> u64 {
    u64::try_from(number).unwrap_or(0)
}

fn millis(number: i64) -> Duration {
    Duration::from_millis(unsigned(number))
}

#[cfg(test)]
mod tests;
