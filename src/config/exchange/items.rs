//! What a profile comes to in the names and units of one client.

use std::path::Path;

use super::jaas::{self, Login};
use super::note;
use super::parts::{Part, parts};
use super::secrets::{Variables, cleared, cleared_addresses};
use crate::domain::compression::level_property;
use crate::domain::diagnostic::Diagnostic;
use crate::domain::profile::{Cluster, Effective, Origin, Profile, looks_secret};
use crate::domain::property::{ClientModel, Property, Translation, Value, names};

/// Whose names and units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Java,
    Librdkafka,
}

/// How a value that the profile's client has is said on librdkafka's side; `None` where it is not to be passed.
pub type Native<'a> = &'a dyn Fn(&Property, &Value) -> Option<String>;

/// A name with its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    pub name: String,
    pub parts: Vec<Part>,
    /// Why the client has nothing like it, if it has not.
    pub apart: Option<&'static str>,
}

impl Item {
    /// The value where nothing in it is a reference.
    pub(super) fn text(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }
}

const ONLY_JAVA: &str = "only the Java client has this; librdkafka would refuse it";
const UNKNOWN: &str = "no client has this; librdkafka would refuse it";
const ONLY_LIBRDKAFKA: &str = "only librdkafka has this; the Java client would ignore it";
const OTHER_CODEC: &str = "this is the level of a codec that compression.type does not name";
const PEM_ONLY: &str = "librdkafka reads certificates as PEM: convert the store, and name the file as ssl.ca.location";
const NO_JAAS: &str = "librdkafka has no login modules; it takes sasl.username and sasl.password with PLAIN and SCRAM";

const PLAIN_LOGIN: &str = "org.apache.kafka.common.security.plain.PlainLoginModule";
const SCRAM_LOGIN: &str = "org.apache.kafka.common.security.scram.ScramLoginModule";

/// Where a value comes from.
struct Given<'a> {
    value: &'a Value,
    reference: Option<&'a str>,
    origin: Option<&'a Origin>,
}

/// Collects the items of one side.
pub(super) struct Collector<'a> {
    profile: &'a Profile,
    effective: &'a Effective,
    side: Side,
    native: Native<'a>,
    items: Vec<Item>,
    notes: Vec<Diagnostic>,
    variables: Variables,
}

impl<'a> Collector<'a> {
    pub(super) fn new(profile: &'a Profile, effective: &'a Effective, side: Side, native: Native<'a>) -> Self {
        let (items, notes, variables) = (Vec::new(), Vec::new(), Variables::default());
        Self { profile, effective, side, native, items, notes, variables }
    }

    pub(super) fn done(self) -> (Vec<Item>, Vec<Diagnostic>) {
        (self.items, self.notes)
    }

    pub(super) fn collect(&mut self, whole: bool) {
        let profile = self.profile;
        for entry in &profile.producer {
            let value = self.effective.settings().iter().find(|setting| setting.property == entry.property);
            let value = value.filter(|_| whole).and_then(|setting| setting.value.as_ref()).unwrap_or(&entry.value);
            let given = Given { value, reference: entry.reference.as_deref(), origin: Some(&entry.origin) };
            self.property(entry.property, &given);
        }
        if whole {
            self.defaults();
        } else {
            self.other_defaults();
        }
        for entry in &profile.librdkafka {
            let given =
                Given { value: &entry.value, reference: entry.reference.as_deref(), origin: Some(&entry.origin) };
            self.passed(&entry.name, &given);
        }
        for extra in &profile.extra {
            let given =
                Given { value: &extra.value, reference: extra.reference.as_deref(), origin: Some(&extra.origin) };
            // What is passed to nobody takes no one's place. Java logs what it does not know, librdkafka refuses it.
            if !self.items.iter().any(|item| item.name == extra.name) {
                let parts = self.value(&extra.name, looks_secret(&extra.name), &given, None);
                self.put(&extra.name, parts, (self.side == Side::Librdkafka).then_some(UNKNOWN));
            }
        }
        self.login();
        if profile.cluster == Cluster::Embedded {
            let message = "the embedded cluster has no address: bootstrap.servers is left out";
            self.notes.push(note(profile.place(), message));
        }
    }

    /// What nobody set, as far as the side's client has it.
    fn defaults(&mut self) {
        let effective = self.effective;
        for setting in effective.settings().iter().filter(|setting| setting.origin.is_none()) {
            let Some(value) = &setting.value else { continue };
            let property = setting.property;
            let passes =
                matches!(property.translation, Translation::Same | Translation::Renamed | Translation::UnitChanged);
            let is_its = match (self.side, self.effective.model) {
                (Side::Java, ClientModel::Librdkafka) => property
                    .java
                    .is_some_and(|java| java.kind.read(&value.to_string(), ClientModel::Java.reader()).is_ok()),
                (Side::Java, ClientModel::Java | ClientModel::Java3 | ClientModel::Java2) => property.java.is_some(),
                (Side::Librdkafka, ClientModel::Librdkafka) => property.native.is_some() && passes,
                (Side::Librdkafka, ClientModel::Java | ClientModel::Java3 | ClientModel::Java2) => {
                    let of_codec = level_property(effective.text("compression.type").unwrap_or_default());
                    property.java.is_some() && property.native.is_some() && passes || of_codec == Some(property.name)
                }
            };
            if is_its {
                self.property(property, &Given { value, reference: None, origin: None });
            }
        }
        let java = effective.model != ClientModel::Librdkafka;
        let by_key = effective.text("partitioner.class").is_none_or(|class| class.ends_with(".DefaultPartitioner"));
        if java && by_key && self.side == Side::Librdkafka && !effective.is_set("partitioner") {
            // Where Java's client puts a key, and librdkafka's default does not.
            self.put("partitioner", plain("murmur2_random".to_owned()), None);
        }
    }

    /// What is not said is another thing to another client.
    fn other_defaults(&mut self) {
        let (theirs, ours) = match (self.side, self.effective.model) {
            (Side::Librdkafka, ClientModel::Java | ClientModel::Java3 | ClientModel::Java2) => {
                ("librdkafka's", "the Java client's")
            }
            (Side::Java, ClientModel::Librdkafka) => ("the Java client's", "librdkafka's"),
            (Side::Java, _) | (Side::Librdkafka, ClientModel::Librdkafka) => return,
        };
        let message = format!("what the profile does not set takes {theirs} defaults; --effective writes {ours}");
        self.notes.push(note(self.profile.place(), message));
    }

    /// Puts an item in the place of one of the same name.
    fn put(&mut self, name: &str, parts: Vec<Part>, apart: Option<&'static str>) {
        let item = Item { name: name.to_owned(), parts, apart };
        match self.items.iter_mut().find(|before| before.name == name) {
            Some(before) => *before = item,
            None => self.items.push(item),
        }
    }

    /// The parts of a value, without a secret; `text` is how the client says it, where that is not as the profile does.
    fn value(&mut self, name: &str, secret: bool, given: &Given<'_>, text: Option<String>) -> Vec<Part> {
        if let Some(reference) = given.reference {
            return self.placed(parts(reference));
        }
        let exposed = match given.value {
            Value::Secret(secret) => secret.expose().to_owned(),
            other => text.unwrap_or_else(|| other.to_string()),
        };
        let cleared = if secret {
            cleared(name, &exposed, &mut self.variables)
        } else {
            cleared_addresses(name, &exposed, &mut self.variables)
        };
        for (variable, what) in &cleared.variables {
            let place = given.origin.map_or_else(|| self.profile.place(), Origin::place);
            self.notes.push(note(place, format!("{name}: {what} is left out; set {variable} to it")));
        }
        if cleared.variables.is_empty() { plain(exposed) } else { parts(&cleared.text) }
    }

    /// With the paths of files from here, and not from the profile's folder.
    fn placed(&self, mut parts: Vec<Part>) -> Vec<Part> {
        let folder = self.profile.file.as_deref().and_then(Path::parent);
        for part in &mut parts {
            if let (Part::File(path), Some(folder)) = (part, folder) {
                *path = folder.join(&*path).to_string_lossy().into_owned();
            }
        }
        parts
    }

    fn property(&mut self, property: &'static Property, given: &Given<'_>) {
        let secret = property.is_secret();
        match self.side {
            Side::Java => {
                let text = match self.effective.model {
                    ClientModel::Librdkafka => Some(in_java(property.name, given.value.to_string())),
                    ClientModel::Java | ClientModel::Java3 | ClientModel::Java2 => None,
                };
                let parts = self.value(property.name, secret, given, text);
                let apart = property.java.is_none().then_some(ONLY_LIBRDKAFKA);
                match (property.name, &apart) {
                    ("ssl.ca.location", Some(_)) => self.java_trust("ssl.truststore.location", parts),
                    ("ssl.ca.pem", Some(_)) => self.java_trust("ssl.truststore.certificates", parts),
                    _ => self.put(property.name, parts, apart),
                }
            }
            Side::Librdkafka => self.native(property, given),
        }
    }

    fn java_trust(&mut self, name: &str, parts: Vec<Part>) {
        self.put("ssl.truststore.type", plain("PEM".to_owned()), None);
        self.put(name, parts, None);
    }

    fn native(&mut self, property: &'static Property, given: &Given<'_>) {
        let codec = self.effective.text("compression.type").unwrap_or_default();
        let is_pem = |name: &str| self.effective.text(name).is_some_and(|kind| kind.eq_ignore_ascii_case("PEM"));
        let java = self.effective.model != ClientModel::Librdkafka && property.java.is_some();
        let names: &[&str] = match property.name {
            "sasl.jaas.config" => return self.native_login(given),
            "ssl.truststore.type" | "ssl.keystore.type" if is_pem(property.name) => return,
            "ssl.truststore.location" if is_pem("ssl.truststore.type") => &["ssl.ca.location"],
            "ssl.keystore.location" if is_pem("ssl.keystore.type") => &["ssl.certificate.location", "ssl.key.location"],
            "ssl.truststore.certificates" => &["ssl.ca.pem"],
            "ssl.keystore.certificate.chain" => &["ssl.certificate.pem"],
            "ssl.keystore.key" => &["ssl.key.pem"],
            "request.timeout.ms" if java => &["socket.timeout.ms", "request.timeout.ms"],
            name if level_property(codec) == Some(name) => &["compression.level"],
            _ => &[],
        };
        let own = property.native.map(|native| native.name);
        let text = match property.translation {
            Translation::UnitChanged => {
                whole(given.value).map(|number| (number.saturating_add(1023) / 1024).to_string())
            }
            _ if property.name == "max.request.size" && java => {
                whole(given.value).map(|number| number.clamp(1_000, 1_000_000_000).to_string())
            }
            _ if own.is_some() => (self.native)(property, given.value),
            _ => Some(given.value.to_string()),
        };
        let is_reference = given.reference.is_some() || matches!(given.value, Value::Secret(_));
        let Some(text) = text.or_else(|| is_reference.then(String::new)) else { return };
        let parts = self.value(property.name, property.is_secret(), given, Some(text));
        for name in names.iter().copied().chain(own.filter(|_| names.is_empty())) {
            self.put(name, parts.clone(), None);
        }
        if names.is_empty() && own.is_none() {
            let apart = match property.name {
                name if name.starts_with("compression.") => OTHER_CODEC,
                name if name.starts_with("ssl.truststore") => PEM_ONLY,
                _ => ONLY_JAVA,
            };
            self.put(property.name, parts, Some(apart));
        }
    }

    /// The user and the password of a login module, as librdkafka takes them.
    fn native_login(&mut self, given: &Given<'_>) {
        let parts_of_all = self.value("sasl.jaas.config", true, given, None);
        let login = jaas::read(&super::parts::joined(&parts_of_all));
        let option = |name: &str| login.as_ref().and_then(|login| jaas::unescaped(login.option(name)?));
        match (option("username"), option("password")) {
            (Some(user), Some(password)) => {
                self.put("sasl.username", parts(&user), None);
                self.put("sasl.password", parts(&password), None);
            }
            _ => self.put("sasl.jaas.config", parts_of_all, Some(NO_JAAS)),
        }
    }

    /// What the profile passes to librdkafka as it is.
    fn passed(&mut self, name: &str, given: &Given<'_>) {
        let property = names::find(ClientModel::Librdkafka, name);
        let secret = property.is_none_or(Property::is_secret);
        match (self.side, property) {
            (Side::Java, Some(property)) if property.java.is_some() => {
                let typed = given.value.to_string();
                let value = property.read(ClientModel::Librdkafka, name, &typed, &typed).ok();
                let text = value.map_or(typed, |value| value.to_string());
                let parts = self.value(name, secret, given, Some(in_java(property.name, text)));
                self.put(property.name, parts, None);
            }
            (Side::Java, Some(property)) => {
                let parts = self.value(name, secret, given, None);
                match property.name {
                    "ssl.ca.location" => self.java_trust("ssl.truststore.location", parts),
                    "ssl.ca.pem" => self.java_trust("ssl.truststore.certificates", parts),
                    _ => self.put(name, parts, Some(ONLY_LIBRDKAFKA)),
                }
            }
            (Side::Java, None) => {
                let parts = self.value(name, secret, given, None);
                self.put(name, parts, Some(ONLY_LIBRDKAFKA));
            }
            (Side::Librdkafka, _) => {
                let own = property.and_then(|property| property.native).map_or(name, |native| native.name);
                let parts = self.value(name, secret, given, None);
                self.put(own, parts, None);
            }
        }
    }

    /// Java's login module of a user and a password.
    fn login(&mut self) {
        let part = |name: &str| self.items.iter().find(|item| item.name == name).map(|item| item.parts.clone());
        let (Side::Java, None, Some(user), Some(password)) =
            (self.side, part("sasl.jaas.config"), part("sasl.username"), part("sasl.password"))
        else {
            return;
        };
        let mechanism = self.items.iter().find(|item| item.name == "sasl.mechanism").and_then(Item::text);
        let class = match mechanism {
            Some("PLAIN") => PLAIN_LOGIN,
            Some("SCRAM-SHA-256" | "SCRAM-SHA-512") => SCRAM_LOGIN,
            Some(_) | None => return,
        };
        let escaped = |parts: Vec<Part>| {
            let parts: Vec<Part> = parts
                .into_iter()
                .map(|part| match part {
                    Part::Text(text) => Part::Text(jaas::escaped(&text)),
                    Part::Env(_) | Part::File(_) => part,
                })
                .collect();
            super::parts::joined(&parts)
        };
        let options = vec![("username".to_owned(), escaped(user)), ("password".to_owned(), escaped(password))];
        let login = Login { class: class.to_owned(), flag: "required".to_owned(), options };
        self.items.retain(|item| !["sasl.username", "sasl.password"].contains(&item.name.as_str()));
        self.put("sasl.jaas.config", parts(&login.to_string()), None);
    }
}

fn plain(text: String) -> Vec<Part> {
    vec![Part::Text(text)]
}

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Whole(number) => Some(*number),
        Value::Decimal(_) | Value::Bool(_) | Value::Text(_) | Value::Secret(_) => None,
    }
}

/// A value of librdkafka's in Java's words.
fn in_java(name: &str, text: String) -> String {
    match (name, text.as_str()) {
        ("ssl.endpoint.identification.algorithm", "none") => String::new(),
        ("send.buffer.bytes" | "receive.buffer.bytes" | "connections.max.idle.ms", "0") => "-1".to_owned(),
        ("security.protocol", lower) => lower.to_uppercase(),
        _ => text,
    }
}
