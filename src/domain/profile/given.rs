//! What a profile's `[producer]` would hand to Java: names and texts as they are written.

use std::fmt;

use crate::domain::profile::java::{Verdict, verdict_with};
use crate::domain::property::{ClientModel, names};

/// The names and texts of a profile as they are written, what it extends and what the command line set included;
/// whether or not a client knows the name or takes the value. The texts may be secrets.
#[derive(Clone, PartialEq, Eq)]
pub struct Given {
    /// The client modelled.
    pub model: ClientModel,
    /// Names and texts; each name once.
    pub properties: Vec<(String, String)>,
}

/// The names alone.
impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.properties.iter().map(|(name, _)| name)).finish()
    }
}

impl Given {
    /// Gives a property this text, in place of the one before.
    pub fn set(&mut self, name: &str, text: String) {
        self.properties.retain(|(before, _)| before != name);
        self.properties.push((name.to_owned(), text));
    }

    /// Takes a property away, under each of its names.
    pub fn remove(&mut self, name: &str) {
        let row = names::find(self.model, name);
        let is_it = |given: &str| given == name || row.is_some() && names::find(self.model, given) == row;
        self.properties.retain(|(given, _)| !is_it(given));
    }

    fn has(&self, name: &str) -> bool {
        self.properties.iter().any(|(given, _)| given == name)
    }

    /// What `new KafkaProducer(properties)` answers, word for word; for librdkafka's profiles what Java of today does.
    pub fn verdict(&self, is_file: &dyn Fn(&str) -> bool) -> Verdict {
        verdict_with(&self.properties, self.model, is_file)
    }

    /// The same where a profile for Java lacks nothing but what linger does not need of it: brokers, which another
    /// profile may name, Java's spelling, and a `sasl.jaas.config` where the user's name and password stand apart.
    pub fn verdict_when_complete(&self, is_file: &dyn Fn(&str) -> bool) -> Verdict {
        let mut complete = self.clone();
        for (name, text) in &self.properties {
            let row = names::find(self.model, name).filter(|row| row.java.is_some() && row.name != name);
            if let Some(row) = row.filter(|row| !complete.has(row.name)) {
                complete.set(row.name, text.clone());
            }
        }
        if !complete.has("bootstrap.servers") {
            complete.set("bootstrap.servers", "localhost:9092".to_owned());
        }
        let mechanism = complete.properties.iter().find(|(name, _)| name == "sasl.mechanism").map(|(_, text)| text);
        let module = match mechanism.map(|text| text.trim()) {
            Some("PLAIN") => "plain.PlainLoginModule",
            Some("SCRAM-SHA-256" | "SCRAM-SHA-512") => "scram.ScramLoginModule",
            Some(_) | None => return complete.verdict(is_file),
        };
        if complete.has("sasl.username") && !complete.has("sasl.jaas.config") {
            let module = format!("org.apache.kafka.common.security.{module} required username=\"u\" password=\"p\";");
            complete.set("sasl.jaas.config", module);
        }
        complete.verdict(is_file)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(model: ClientModel, properties: &[(&str, &str)]) -> Given {
        let owned = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        Given { model, properties: properties.iter().map(owned).collect() }
    }

    #[test]
    fn what_linger_does_not_need_of_a_profile_is_no_fault_of_it() {
        let login = [
            ("security.protocol", "SASL_SSL"),
            ("sasl.mechanism", "SCRAM-SHA-512"),
            ("sasl.username", "alice"),
            ("sasl.password", "canary"),
        ];
        let cases: [(&[(&str, &str)], &str); 4] = [
            (&[], "Missing required configuration \"bootstrap.servers\" which has no default value."),
            (&login, "Missing required configuration \"bootstrap.servers\" which has no default value."),
            (
                &[("bootstrap.servers", "h:1"), ("security.protocol", "SASL_PLAINTEXT"), ("sasl.mechanisms", "PLAIN")],
                "",
            ),
            (&[("metadata.broker.list", "h:1")], "Missing required configuration"),
        ];
        for (properties, words) in cases {
            let given = given(ClientModel::Java, properties);
            assert!(given.verdict(&|_| true).words().contains(words), "{properties:?}");
            let complete = given.verdict_when_complete(&|_| true);
            let is_login = properties.iter().any(|(name, _)| *name == "sasl.mechanisms");
            assert_eq!(complete.is_ok(), !is_login, "{properties:?}: {}", complete.words());
            assert!(!format!("{given:?} {complete:?}").contains("canary"));
        }
    }

    #[test]
    fn what_java_refuses_is_told_all_the_same() {
        let given = given(ClientModel::Java, &[("queue.buffering.max.ms", "0x10"), ("acks", "1")]);
        let words = given.verdict_when_complete(&|_| true).words();
        assert_eq!(words, "ConfigException: Invalid value 0x10 for configuration linger.ms: Not a number of type LONG");
    }
}
