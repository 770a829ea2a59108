//! What `new KafkaProducer(properties)` answers: accepted, or the exception, and the values it would run with.
//!
//! Nothing is started and nothing is looked up: the rules are those of `ConfigDef.parse`, of `ProducerConfig`'s
//! post-processing and of `KafkaProducer`'s constructor, in Java's order, and the first failure is the answer. The
//! serializers count as handed over (linger's are), host names as resolvable, and the class path is kafka-clients and
//! the JDK. Only Java's own names are known here: any other key Java merely logs.

mod bootstrap;
mod classes;
mod construct;
mod definition;
pub mod jaas;
mod login;
pub(super) mod rules;
mod security;
mod text;
mod value;

use std::collections::{BTreeMap, BTreeSet};

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};

use crate::domain::property::{ClientModel, Value};
use definition::{Key, Unset};
pub use value::JavaValue;

/// An exception: its class and its message.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cause {
    /// The class with its package.
    pub class: &'static str,
    /// What `getMessage` has; `None` for null.
    pub message: Option<String>,
}

impl Cause {
    fn new(class: &'static str, message: impl Into<String>) -> Self {
        Self { class, message: Some(message.into()) }
    }

    fn kafka(message: impl Into<String>) -> Self {
        Self::new("org.apache.kafka.common.KafkaException", message)
    }

    fn config(message: impl Into<String>) -> Self {
        Self::new("org.apache.kafka.common.config.ConfigException", message)
    }

    fn illegal_argument(message: impl Into<String>) -> Self {
        Self::new("java.lang.IllegalArgumentException", message)
    }

    /// The class without its package.
    pub fn name(&self) -> &'static str {
        self.class.rsplit('.').next().unwrap_or(self.class)
    }

    /// `Throwable.toString`.
    fn printed(&self) -> String {
        match &self.message {
            Some(message) => format!("{}: {message}", self.class),
            None => self.class.to_owned(),
        }
    }
}

/// Puts these causes under one that only carries them: `new KafkaException(cause)`.
fn wrapped(causes: Vec<Cause>) -> Vec<Cause> {
    under(Cause::kafka(causes.first().map(Cause::printed).unwrap_or_default()), causes)
}

fn under(first: Cause, causes: Vec<Cause>) -> Vec<Cause> {
    std::iter::once(first).chain(causes).collect()
}

/// What `new KafkaProducer(properties)` answers.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The exception and its causes, the outermost first; empty if the producer starts.
    pub causes: Vec<Cause>,
    /// Every property with the value the producer would run with; without those whose text can't be read.
    pub effective: BTreeMap<&'static str, JavaValue>,
}

impl Verdict {
    /// Whether the producer starts.
    pub fn is_ok(&self) -> bool {
        self.causes.is_empty()
    }

    /// The text of the innermost cause that has one; `None` if the producer starts.
    pub fn message(&self) -> Option<&str> {
        self.causes.iter().rev().find_map(|cause| cause.message.as_deref())
    }

    /// The names of the exceptions' classes, the outermost first.
    pub fn exception(&self) -> Vec<&'static str> {
        self.causes.iter().map(Cause::name).collect()
    }

    /// All of it: `KafkaException: Failed to construct kafka producer <- ConfigException: …`.
    pub fn words(&self) -> String {
        let said = |cause: &Cause| format!("{}: {}", cause.name(), cause.message.as_deref().unwrap_or("null"));
        self.causes.iter().map(said).collect::<Vec<_>>().join(" <- ")
    }
}

/// `{"verdict":"ok|error","message":…,"exception":[…],"effective":{…}}`; secrets as stars.
impl Serialize for Verdict {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(4))?;
        map.serialize_entry("verdict", if self.is_ok() { "ok" } else { "error" })?;
        map.serialize_entry("message", &self.message())?;
        map.serialize_entry("exception", &self.exception())?;
        map.serialize_entry("effective", &self.effective)?;
        map.end()
    }
}

/// What the Java client of this model answers to these names and texts; of a name given twice the last counts. Files
/// count as being there and readable.
pub fn verdict(properties: &[(String, String)], model: ClientModel) -> Verdict {
    verdict_with(properties, model, &|_| true)
}

/// The same with the files that are there.
pub fn verdict_with(properties: &[(String, String)], model: ClientModel, is_file: &dyn Fn(&str) -> bool) -> Verdict {
    let given: BTreeMap<&str, &str> = properties.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut run = Run { model, given, values: BTreeMap::new() };
    let mut causes = construct::config_providers(&run).err().unwrap_or_default();
    let unread = run.parse(&mut causes);
    if causes.is_empty()
        && let Some(refused) = rules::post_process(&mut run).into_iter().next()
    {
        causes.push(Cause::config(refused.message));
    }
    if causes.is_empty()
        && let Err(why) = construct::construct(&mut run, is_file)
    {
        causes = construct::failed(&run, why);
    }
    run.finish(&unread);
    Verdict { causes, effective: run.values }
}

/// The serializer that is handed over: records are bytes.
const SERIALIZER: &str = "org.apache.kafka.common.serialization.ByteArraySerializer";

/// The values of one producer on their way.
struct Run<'a> {
    model: ClientModel,
    given: BTreeMap<&'a str, &'a str>,
    values: BTreeMap<&'static str, JavaValue>,
}

impl Run<'_> {
    /// `ConfigDef.parse`. A property whose text can't be read goes on with its default, and is returned.
    fn parse(&mut self, causes: &mut Vec<Cause>) -> BTreeSet<&'static str> {
        let mut unread = BTreeSet::new();
        for key in definition::of(self.model) {
            let value = match self.read(key) {
                Ok(value) => value,
                Err(message) => {
                    if causes.is_empty() {
                        causes.push(Cause::config(message));
                    }
                    unread.insert(key.name);
                    self.default(key).unwrap_or(JavaValue::Null)
                }
            };
            self.values.insert(key.name, value);
        }
        unread
    }

    fn read(&self, key: &Key) -> Result<JavaValue, String> {
        if matches!(key.name, "key.serializer" | "value.serializer") {
            return Ok(JavaValue::Text(SERIALIZER.to_owned()));
        }
        match self.given.get(key.name) {
            Some(text) => value::read(self.model, key, text),
            None => self.default(key),
        }
    }

    fn default(&self, key: &Key) -> Result<JavaValue, String> {
        match key.unset {
            Unset::Required => {
                Err(format!("Missing required configuration \"{}\" which has no default value.", key.name))
            }
            Unset::Null => Ok(JavaValue::Null),
            Unset::Text(text) => value::read(self.model, key, text),
        }
    }

    /// What the producer does to its values without being asked, and what no one can know is taken out.
    fn finish(&mut self, unread: &BTreeSet<&'static str>) {
        if rules::Settings::whole(self, "acks") == -1 {
            self.values.insert("acks", JavaValue::Text("-1".to_owned()));
        }
        if !self.given.contains_key("client.id") {
            let transactional = self.text("transactional.id").unwrap_or("1");
            let id = JavaValue::Text(format!("producer-{transactional}"));
            self.values.insert("client.id", id);
        }
        let linger = rules::Settings::whole(self, "linger.ms").min(i64::from(i32::MAX));
        self.values.insert("linger.ms", JavaValue::Whole(linger));
        if self.model != ClientModel::Java2 {
            let batch = rules::Settings::whole(self, "batch.size").max(1);
            self.values.insert("batch.size", JavaValue::Whole(batch));
        }
        self.values.retain(|name, _| !unread.contains(name));
    }

    fn text(&self, name: &str) -> Option<&str> {
        match self.values.get(name)? {
            JavaValue::Text(text) => Some(text),
            JavaValue::Null
            | JavaValue::Bool(_)
            | JavaValue::Whole(_)
            | JavaValue::Decimal(_)
            | JavaValue::List(_)
            | JavaValue::Secret(_) => None,
        }
    }

    fn list(&self, name: &str) -> &[String] {
        match self.values.get(name) {
            Some(JavaValue::List(elements)) => elements,
            Some(
                JavaValue::Null
                | JavaValue::Bool(_)
                | JavaValue::Whole(_)
                | JavaValue::Decimal(_)
                | JavaValue::Text(_)
                | JavaValue::Secret(_),
            )
            | None => &[],
        }
    }

    /// The text of a password that is set.
    fn secret(&self, name: &str) -> Option<&str> {
        match self.values.get(name)? {
            JavaValue::Secret(secret) => Some(secret.expose()),
            JavaValue::Null
            | JavaValue::Bool(_)
            | JavaValue::Whole(_)
            | JavaValue::Decimal(_)
            | JavaValue::Text(_)
            | JavaValue::List(_) => None,
        }
    }
}

impl rules::Settings for Run<'_> {
    fn model(&self) -> ClientModel {
        self.model
    }

    fn is_set(&self, name: &str) -> bool {
        self.given.contains_key(name)
    }

    fn whole(&self, name: &str) -> i64 {
        match self.values.get(name) {
            Some(JavaValue::Whole(number)) => *number,
            Some(JavaValue::Text(text)) if text == "all" => -1,
            Some(JavaValue::Text(text)) => text.parse().unwrap_or(0),
            Some(
                JavaValue::Null
                | JavaValue::Bool(_)
                | JavaValue::Decimal(_)
                | JavaValue::List(_)
                | JavaValue::Secret(_),
            )
            | None => 0,
        }
    }

    fn flag(&self, name: &str) -> bool {
        self.values.get(name) == Some(&JavaValue::Bool(true))
    }

    fn word(&self, name: &str) -> Option<&str> {
        self.text(name)
    }

    fn change(&mut self, name: &'static str, value: Value, _why: &str) {
        let value = match value {
            Value::Whole(number) => JavaValue::Whole(number),
            Value::Decimal(number) => JavaValue::Decimal(number),
            Value::Bool(yes) => JavaValue::Bool(yes),
            Value::Text(text) => JavaValue::Text(text),
            Value::Secret(secret) => JavaValue::Secret(secret),
        };
        self.values.insert(name, value);
    }
}

#[cfg(test)]
mod tests;
