//! TLS and logging in: what Java and librdkafka say in different ways, and what has to be there before connecting.

mod content;
mod files;
mod keys;
mod login;
mod pem;
mod trust;

use super::{Translator, native_row};
use crate::domain::diagnostic::{Diagnostic, Fix, Place};
use crate::domain::profile::{NativeEntry, Origin, Setting};
use crate::domain::property::{Property, Value, names};

/// The Java property whose value reaches librdkafka under another name, so that complaints speak of what was typed:
/// librdkafka's name, then Java's.
pub(super) type StandIn = (&'static str, &'static str);

impl Translator<'_> {
    pub(super) fn security(&mut self) {
        let protocol = self.pair("security.protocol").unwrap_or("plaintext").to_lowercase();
        if protocol.ends_with("ssl") {
            self.key_store();
            self.trust_store();
            self.files();
        } else {
            self.leave_out("ssl.");
        }
        if protocol.starts_with("sasl") {
            self.log_in();
        } else {
            self.leave_out("sasl.");
        }
    }

    /// Java does not look at what the protocol does not use; librdkafka does, at some of it.
    fn leave_out(&mut self, prefix: &str) {
        if self.is_java() {
            let passed = |name: &str| self.profile.librdkafka.iter().any(|entry| is_named(entry, name));
            self.pairs.retain(|(name, _)| !name.starts_with(prefix) || passed(name));
        }
    }

    /// What is in force for a property, by its name in the catalogue; secrets too.
    fn value(&self, name: &str) -> Option<&str> {
        match self.effective.setting(name)?.value.as_ref()? {
            Value::Text(text) => Some(text),
            Value::Secret(secret) => Some(secret.expose()),
            Value::Whole(_) | Value::Decimal(_) | Value::Bool(_) => None,
        }
    }

    /// An error at the place where the property of this name in the catalogue was set.
    fn accuse(&mut self, id: &'static str, name: &str, message: &str) {
        let Some(row) = names::row(name) else { return };
        let passed = self.profile.librdkafka.iter().find(|entry| native_row(&entry.name) == Some(row));
        let (typed, place) = if let Some(entry) = passed {
            (entry.name.clone(), entry.origin.place())
        } else {
            let origin = self.effective.setting(name).and_then(|setting| setting.origin.as_ref());
            (self.typed(row).to_owned(), self.place(origin))
        };
        self.problems.push(Diagnostic::error(place, format!("{typed}: {message}")).id(id).about(typed));
    }

    /// Says that a store of keys is PEM, and what to do about its type.
    fn accuse_type(&mut self, name: &str, type_of_it: &'static str, message: &str) {
        self.accuse("store-type", name, message);
        let fix = Fix::Set { name: type_of_it, value: "PEM".to_owned() };
        if let Some(problem) = self.problems.last_mut() {
            problem.fix = Some(Box::new(fix));
        }
    }

    /// Gives librdkafka the value of a Java property under another name.
    fn stand_in(&mut self, native: &'static str, java: &'static str, value: String) {
        self.put(native, value);
        self.stand_ins.push((native, java));
    }

    /// Whether Java's property counts beside librdkafka's own ones for the same thing. What is set last does: above what
    /// is extended, on the command line. In one and the same file librdkafka's do, for linger is librdkafka's; what is
    /// passed to librdkafka as it is always does. A property that does not count is told as a warning.
    fn counts(&mut self, java: &'static str, native: &[&'static str]) -> bool {
        let Some(setting) = self.effective.setting(java).filter(|setting| setting.origin.is_some()).cloned() else {
            return false;
        };
        let Some(other) = native.iter().copied().find(|native| self.outranks(native, &setting)) else {
            for name in native {
                self.pairs.retain(|(pair, _)| pair != name);
            }
            return true;
        };
        let message = format!("{}: this is not used, for '{other}' is set", self.typed(setting.property));
        let warning = Diagnostic::warning(self.place(setting.origin.as_ref()), message);
        self.warnings.push(warning.id("not-used").about(java));
        false
    }

    fn outranks(&self, native: &str, java: &Setting) -> bool {
        if self.profile.librdkafka.iter().any(|entry| is_named(entry, native)) {
            return true;
        }
        let place = |property: &Property| self.profile.producer.iter().position(|entry| entry.property == property);
        let (Some(native), Some(java)) = (native_row(native).and_then(place), place(java.property)) else {
            return false;
        };
        let (native_origin, java_origin) = (&self.profile.producer[native].origin, &self.profile.producer[java].origin);
        native > java || is_one_source(native_origin, java_origin)
    }
}

fn is_named(entry: &NativeEntry, name: &str) -> bool {
    native_row(&entry.name).is_some_and(|row| row.native_names().any(|native| native == name))
}

fn is_one_source(one: &Origin, other: &Origin) -> bool {
    let source = |origin: &Origin| match origin.place() {
        Place::File { path, .. } => path,
        other => other.to_string(),
    };
    source(one) == source(other)
}
