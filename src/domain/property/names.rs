//! Finding a property by a name somebody typed.

use super::{ClientModel, Property, all, spelling};

/// The property a name means in a client. Every spelling is accepted, Java's and librdkafka's; where both clients know
/// the name and mean two things (`metadata.max.age.ms`, `request.timeout.ms`), the client modelled decides.
pub fn find(model: ClientModel, name: &str) -> Option<&'static Property> {
    let java = || all().find(|property| property.java.is_some() && property.name == name);
    let native = || all().find(|property| property.native_names().any(|native| native == name));
    match model {
        ClientModel::Java | ClientModel::Java3 | ClientModel::Java2 => java().or_else(native),
        ClientModel::Librdkafka => native().or_else(java),
    }
}

/// The property of this very name on Java's side, or on librdkafka's where Java has none: for names in the code.
pub fn row(name: &str) -> Option<&'static Property> {
    find(ClientModel::Java, name)
}

/// What to say of the name of a property that does not exist: "; did you mean 'linger.ms'?", with whose name it is
/// where another program writes it so. Empty if nothing is near.
pub fn meant(name: &str) -> String {
    match (spelling::recognise(name), suggest(name)) {
        (Some((own, speller)), _) => format!("; did you mean '{own}'? ({})", speller.words()),
        (None, Some(near)) => format!("; did you mean '{near}'?"),
        (None, None) => String::new(),
    }
}

/// The name of a property that was meant: as another program writes it, or the nearest if one is near enough.
pub fn suggest(name: &str) -> Option<&'static str> {
    if let Some((own, _)) = spelling::recognise(name) {
        return Some(own);
    }
    nearest(name, all().flat_map(|property| std::iter::once(property.name).chain(property.native_names())))
}

/// The nearest of some words, if one is near enough to have been meant: at most a third of its letters differ, and a
/// word of one or two letters is only itself. Case does not count.
pub fn nearest<'a>(typed: &str, words: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let typed = typed.to_lowercase();
    words
        .map(|word| (strsim::damerau_levenshtein(&typed, &word.to_lowercase()), word))
        .filter(|(distance, word)| *distance <= if word.len() < 3 { 0 } else { (word.len() / 3).min(6) })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, word)| word)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_spelling_finds_the_property_and_the_model_decides_between_two_meanings() {
        use ClientModel::{Java, Librdkafka};
        let cases = [
            (Java, "linger.ms", "linger.ms", "linger.ms"),
            (Java, "queue.buffering.max.ms", "linger.ms", "linger.ms"),
            (Java, "max.in.flight", "max.in.flight.requests.per.connection", "max.in.flight.requests.per.connection"),
            (Java, "message.timeout.ms", "delivery.timeout.ms", "message.timeout.ms"),
            (Java, "metadata.max.age.ms", "metadata.max.age.ms", "topic.metadata.refresh.interval.ms"),
            (Librdkafka, "metadata.max.age.ms", "metadata.max.age.ms", "metadata.max.age.ms"),
            (Java, "request.timeout.ms", "request.timeout.ms", "socket.timeout.ms"),
            (Librdkafka, "request.timeout.ms", "request.timeout.ms", "request.timeout.ms"),
            (Librdkafka, "sasl.mechanism", "sasl.mechanism", "sasl.mechanisms"),
            (Librdkafka, "max.request.size", "max.request.size", "message.max.bytes"),
        ];
        for (model, typed, name, native) in cases {
            let property = find(model, typed).unwrap();
            assert_eq!((property.name, property.native.unwrap().name), (name, native), "{typed}");
        }
        for unknown in ["", "lingr.ms", "LINGER.MS", " linger.ms", "group.id"] {
            assert!(find(Java, unknown).is_none() && find(Librdkafka, unknown).is_none(), "{unknown}");
        }
    }

    #[test]
    fn a_misspelt_name_is_met_with_the_one_that_was_meant() {
        let cases = [
            ("lingr.ms", Some("linger.ms")),
            ("Linger.Ms", Some("linger.ms")),
            ("linger_ms", Some("linger.ms")),
            ("max.in.flight.request.per.connection", Some("max.in.flight.requests.per.connection")),
            ("retries.backoff.ms", Some("retry.backoff.ms")),
            ("max.rquest.size", Some("max.request.size")),
            ("transaction.id", Some("transactional.id")),
            ("sasl.passwrd", Some("sasl.password")),
            ("delivery.backoff.ms", Some("retry.backoff.ms")),
            ("wibble", None),
        ];
        for (typed, meant) in cases {
            assert_eq!(suggest(typed), meant, "{typed}");
        }
    }

    #[test]
    fn a_name_as_another_program_writes_it_is_named_back() {
        let cases = [
            ("spring.kafka.producer.batch-size", "; did you mean 'batch.size'? (that is Spring's name of it)"),
            ("KAFKA_LINGER_MS", "; did you mean 'linger.ms'? (that is how a variable of the environment names it)"),
            ("ACKS_CONFIG", "; did you mean 'acks'? (that is the constant of Java's ProducerConfig)"),
            ("lingr.ms", "; did you mean 'linger.ms'?"),
            ("wibble", ""),
        ];
        for (typed, told) in cases {
            assert_eq!(meant(typed), told, "{typed}");
        }
    }
}
