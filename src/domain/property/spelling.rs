//! Names as other programs write them: Spring's, an environment's, a constant of `ProducerConfig`.

use super::{Property, all};

/// Who writes a name like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Speller {
    /// Spring Boot: `spring.kafka.producer.batch-size`, and its relaxed forms.
    Spring,
    /// An environment variable: `KAFKA_LINGER_MS`.
    Environment,
    /// A constant of Java's `ProducerConfig` and its like: `LINGER_MS_CONFIG`.
    Constant,
}

impl Speller {
    /// Whose name it is, to be put behind the property's own.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Spring => "that is Spring's name of it",
            Self::Environment => "that is how a variable of the environment names it",
            Self::Constant => "that is the constant of Java's ProducerConfig",
        }
    }
}

/// Spring's prefixes, the longest first, in the form of [`plain`].
const SPRING: [&str; 4] =
    ["springkafkaproducerproperties", "springkafkaproperties", "springkafkaproducer", "springkafka"];

/// The property that a name of Spring's, of an environment, or of Java's constants means, by Java's name where Java
/// has it.
pub(super) fn recognise(name: &str) -> Option<(&'static str, Speller)> {
    let plain = plain(name);
    if let Some(rest) = SPRING.iter().find_map(|prefix| plain.strip_prefix(prefix)) {
        let own = match rest {
            // Spring makes a transactional.id for each producer, beginning so.
            "producertransactionidprefix" | "transactionidprefix" => Some("transactional.id"),
            rest if rest.starts_with("jaas") => Some("sasl.jaas.config"),
            rest => named(rest),
        };
        return own.map(|own| (own, Speller::Spring));
    }
    let is_upper = name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    if !is_upper {
        return None;
    }
    if let Some(own) = plain.strip_suffix("config").and_then(named) {
        return Some((own, Speller::Constant));
    }
    let bare = plain.strip_prefix("kafka").unwrap_or(&plain);
    let own = named(bare).or_else(|| bare.strip_prefix("producer").and_then(named));
    own.map(|own| (own, Speller::Environment))
}

/// Letters and digits alone, in lower case: what is the same in all relaxed forms.
fn plain(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn named(wanted: &str) -> Option<&'static str> {
    let java = |property: &&Property| property.java.is_some() && plain(property.name) == wanted;
    let java = all().find(java).map(|property| property.name);
    java.or_else(|| all().flat_map(Property::native_names).find(|name| plain(name) == wanted))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Speller::{Constant, Environment, Spring};

    #[test]
    fn names_of_spring_environments_and_constants_are_recognised() {
        let cases = [
            ("spring.kafka.producer.batch-size", "batch.size", Spring),
            ("spring.kafka.producer.batchSize", "batch.size", Spring),
            ("spring.kafka.producer.batch_size", "batch.size", Spring),
            ("SPRING_KAFKA_PRODUCER_BATCH_SIZE", "batch.size", Spring),
            ("SPRING_KAFKA_PRODUCER_BATCHSIZE", "batch.size", Spring),
            ("spring.kafka.producer.properties.linger.ms", "linger.ms", Spring),
            ("spring.kafka.producer.properties[linger.ms]", "linger.ms", Spring),
            ("spring.kafka.properties.max.block.ms", "max.block.ms", Spring),
            ("spring.kafka.bootstrap-servers", "bootstrap.servers", Spring),
            ("spring.kafka.producer.bootstrap-servers", "bootstrap.servers", Spring),
            ("spring.kafka.producer.key-serializer", "key.serializer", Spring),
            ("spring.kafka.producer.transaction-id-prefix", "transactional.id", Spring),
            ("spring.kafka.producer.compression-type", "compression.type", Spring),
            ("spring.kafka.producer.ssl.trust-store-location", "ssl.truststore.location", Spring),
            ("spring.kafka.ssl.key-store-password", "ssl.keystore.password", Spring),
            ("spring.kafka.security.protocol", "security.protocol", Spring),
            ("spring.kafka.jaas.options.username", "sasl.jaas.config", Spring),
            ("KAFKA_LINGER_MS", "linger.ms", Environment),
            ("KAFKA_PRODUCER_LINGER_MS", "linger.ms", Environment),
            ("LINGER_MS", "linger.ms", Environment),
            ("KAFKA_BOOTSTRAP_SERVERS", "bootstrap.servers", Environment),
            ("KAFKA_QUEUE_BUFFERING_MAX_MS", "queue.buffering.max.ms", Environment),
            ("LINGER_MS_CONFIG", "linger.ms", Constant),
            ("SASL_JAAS_CONFIG", "sasl.jaas.config", Environment),
            ("MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION", "max.in.flight.requests.per.connection", Environment),
        ];
        for (typed, own, speller) in cases {
            assert_eq!(recognise(typed), Some((own, speller)), "{typed}");
        }
        for unknown in ["", "linger-ms", "spring.kafka.consumer.group-id", "spring.kafka", "KAFKA_", "KAFKA_WIBBLE"] {
            assert_eq!(recognise(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn no_two_properties_are_one_in_their_relaxed_form() {
        let mut seen = std::collections::HashMap::new();
        for name in all().flat_map(|p| std::iter::once(p.name).chain(p.native_names())) {
            let before = seen.insert(plain(name), name);
            assert!(before.is_none_or(|before| before == name), "{before:?} {name}");
        }
    }
}
