//! A command line of Kafka's console producer, with the options of 2.x to 4.x.

use super::parts::from_template;
use super::shell::{self, Word};
use super::{Found, Pair, Trouble};
use crate::domain::diagnostic::Position;

/// The names the program has: the script's, and its class's.
pub(super) const PROGRAMS: [&str; 3] =
    ["kafka-console-producer", "kafka.tools.ConsoleProducer", "org.apache.kafka.tools.ConsoleProducer"];

/// What an option is about.
#[derive(Clone, Copy)]
enum About {
    /// A property has a value.
    Property(&'static str),
    /// The codec; gzip if none is named.
    Codec,
    /// `name=value`.
    Pair,
    /// A file of properties.
    File,
    Topic,
    /// Records, and how they are read; with a value.
    Records,
    /// Nothing that a profile has; no value.
    Flag,
}

const OPTIONS: [(&str, About); 27] = [
    ("bootstrap-server", About::Property("bootstrap.servers")),
    ("broker-list", About::Property("bootstrap.servers")),
    ("topic", About::Topic),
    ("command-property", About::Pair),
    ("producer-property", About::Pair),
    ("command-config", About::File),
    ("producer.config", About::File),
    ("compression-codec", About::Codec),
    ("batch-size", About::Property("batch.size")),
    ("max-partition-memory-bytes", About::Property("batch.size")),
    ("message-send-max-retries", About::Property("retries")),
    ("retry-backoff-ms", About::Property("retry.backoff.ms")),
    ("timeout", About::Property("linger.ms")),
    ("request-required-acks", About::Property("acks")),
    ("request-timeout-ms", About::Property("request.timeout.ms")),
    ("metadata-expiry-ms", About::Property("metadata.max.age.ms")),
    ("max-block-ms", About::Property("max.block.ms")),
    ("max-memory-bytes", About::Property("buffer.memory")),
    ("socket-buffer-size", About::Property("send.buffer.bytes")),
    ("property", About::Records),
    ("reader-property", About::Records),
    ("reader-config", About::Records),
    ("line-reader", About::Records),
    ("queue-size", About::Records),
    ("sync", About::Flag),
    ("help", About::Flag),
    ("version", About::Flag),
];

/// What the program sets where nothing is said (Kafka 4.3), unlike a producer.
pub(super) const DEFAULTS: [(&str, &str); 5] = [
    ("linger.ms", "1000"),
    ("retries", "3"),
    ("request.timeout.ms", "1500"),
    ("send.buffer.bytes", "102400"),
    ("client.id", "console-producer"),
];

/// The pairs of a command line; `None` if there is none of the console producer's.
pub(super) fn read(text: &str) -> Result<Option<Found>, Trouble> {
    let Some(arguments) = shell::find(text, &PROGRAMS)? else { return Ok(None) };
    let mut found = Found::default();
    let start = arguments[0].first().map_or(Position { line: 1, column: 1 }, |word| word.at);
    let mut above = Vec::new();
    for words in arguments {
        options(words, &mut found, &mut above)?;
    }
    // What an option says goes above a property, wherever it stands.
    found.pairs.append(&mut above);
    let unsaid = DEFAULTS.iter().filter(|(name, _)| !found.pairs.iter().any(|pair| pair.name == *name));
    let unsaid: Vec<String> = unsaid.map(|(name, value)| format!("{name}={value}")).collect();
    if !unsaid.is_empty() {
        let message = format!("the console producer's own defaults are not taken over: {}", unsaid.join(", "));
        found.note(start, message);
    }
    Ok(Some(found))
}

fn options(words: Vec<Word>, found: &mut Found, above: &mut Vec<Pair>) -> Result<(), Trouble> {
    let mut words = words.into_iter().peekable();
    while let Some(word) = words.next() {
        let Some(option) = word.text.strip_prefix("--").filter(|option| !option.is_empty()) else {
            found.note(word.at, "this is no option of the console producer; left out");
            continue;
        };
        let (name, attached) = match option.split_once('=') {
            Some((name, value)) => (name, Some(Word { text: value.to_owned(), at: word.at })),
            None => (option, None),
        };
        let Some((name, about)) = OPTIONS.iter().find(|(known, _)| *known == name) else {
            found.note(word.at, format!("'--{name}' is no option of the console producer; left out"));
            continue;
        };
        let mut value = || {
            let missing = || Trouble::new(word.at, format!("--{name} has no value"));
            attached.clone().or_else(|| words.next()).ok_or_else(missing)
        };
        match *about {
            About::Property(property) => above.push(pair(property, &value()?)),
            About::Pair => {
                let value = value()?;
                let (name, text) = value
                    .text
                    .split_once('=')
                    .ok_or_else(|| Trouble::new(value.at, "there is no '='; allowed: name=value"))?;
                found.pairs.push(pair(name, &Word { text: text.to_owned(), at: value.at }));
            }
            About::Topic => topic(value()?, found),
            About::File => {
                let at = value()?.at;
                found.note(at, format!("--{name}: the file's properties are not read; import it by itself"));
            }
            About::Records => {
                let at = value()?.at;
                found.note(at, format!("--{name}: it is about the records, not about the producer; left out"));
            }
            About::Codec => {
                let none = Word { text: "gzip".to_owned(), at: word.at };
                let next = || words.next_if(|word| !word.text.starts_with("--"));
                above.push(pair("compression.type", &attached.or_else(next).unwrap_or(none)));
            }
            About::Flag => {}
        }
    }
    Ok(())
}

fn pair(name: &str, value: &Word) -> Pair {
    Pair { name: name.to_owned(), text: from_template(&value.text), at: value.at, comments: Vec::new() }
}

fn topic(value: Word, found: &mut Found) {
    if value.text.contains("${") {
        found.note(value.at, "--topic: the topic is named by a variable, which a profile can't; left out");
    } else {
        found.topic = Some(value.text);
    }
}

/// The option that sets a property where the program does not take it as a property, or insists on the option.
pub(super) fn option_of(property: &str) -> Option<&'static str> {
    match property {
        "compression.type" => Some("compression-codec"),
        "bootstrap.servers" => Some("bootstrap-server"),
        _ => None,
    }
}
