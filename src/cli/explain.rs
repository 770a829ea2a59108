//! `linger explain`: what a name in a log means, and what to do about it.

use std::fmt::Write as _;

use clap::Args;

use super::{OutputKind, complain, misunderstood, print, profile, words};
use crate::config::paths::{Environment, Folders};
use crate::config::profile_file::{self, Sources};
use crate::domain::failure::{Code, Line, names};
use crate::domain::interchange::{CardLine, shown};
use crate::domain::profile::{Effective, Profile};
use crate::domain::property::explain;
use crate::domain::property::names::{self as properties, row};

/// Columns of a card, and of the labels in it.
const WIDTH: usize = 80;
const LABEL: usize = 12;

/// What `linger explain` takes.
#[derive(Clone, Debug, Args)]
pub struct ExplainArgs {
    /// What was met.
    #[arg(
        value_name = "NAME|CODE",
        allow_negative_numbers = true,
        help = "A property, by any of its names (linger.ms, queue.buffering.max.ms, KAFKA_LINGER_MS), or an error: \
                its number (-192, 10), its name in any client's spelling (_MSG_TIMED_OUT, message_too_large) or a \
                Java exception (TimeoutException)"
    )]
    name: String,
    /// Tells also which value is in force with this profile, and where it was set.
    #[arg(long, value_name = "NAME|FILE")]
    profile: Option<String>,
    /// How the card is written.
    #[arg(long, value_enum, default_value_t = OutputKind::Text)]
    format: OutputKind,
}

/// Prints the cards, and returns the exit code.
pub(super) fn run(args: &ExplainArgs, environment: &Environment<'_>) -> u8 {
    let page = match &args.profile {
        None => errors(&args.name, args.format).or_else(|| property(&args.name, args.format)),
        Some(name) => {
            let load = |environment: &Environment<'_>| {
                let sources = Sources { environment, profiles: Folders::of(environment).profiles() };
                profile_file::load(name, &[], &sources)
            };
            match profile::shown(environment, load) {
                Ok(profile) => in_force(&args.name, &profile, args.format),
                Err(problems) => return misunderstood(&problems),
            }
        }
    };
    let Some(page) = page else {
        complain(&unknown(&args.name));
        return 2;
    };
    print(&page, "card")
}

/// The cards of the errors that a name stands for, if it stands for any.
fn errors(name: &str, format: OutputKind) -> Option<String> {
    let found = names::named(name);
    if found.is_empty() {
        return None;
    }
    let mut page = String::new();
    match format {
        OutputKind::Json => {
            for code in found {
                // Numbers and strings into memory: nothing here can fail.
                page.push_str(&serde_json::to_string(&CardLine::from(code)).unwrap_or_default());
                page.push('\n');
            }
        }
        OutputKind::Text => {
            if found.len() > 1 {
                let _ = writeln!(page, "'{}' stands for {} errors:\n", words::printable(name.trim()), found.len());
            }
            let cards: Vec<String> = found.into_iter().map(text).collect();
            page.push_str(&cards.join("\n"));
        }
    }
    Some(page)
}

/// The page of the property of a name, if there is one.
fn property(name: &str, format: OutputKind) -> Option<String> {
    let page = explain::page(name.trim())?;
    Some(match format {
        OutputKind::Json => format!("{}\n", page.json()),
        OutputKind::Text => page.to_string(),
    })
}

/// The page of a property with the value that a profile gives it.
fn in_force(name: &str, profile: &Profile, format: OutputKind) -> Option<String> {
    let page = explain::page(name.trim())?;
    let (effective, _) = Effective::lenient(profile);
    let setting = effective.settings().iter().find(|setting| setting.property == page.property())?;
    Some(match format {
        OutputKind::Json => {
            let mut json = page.json();
            json["inForce"] = shown::setting(profile, setting);
            format!("{json}\n")
        }
        OutputKind::Text => {
            let value = setting.value.as_ref().map_or_else(|| "null".to_owned(), ToString::to_string);
            let origin = match (&setting.changed, &setting.origin) {
                (Some(why), _) => format!("the client's own change: {why}"),
                (None, Some(origin)) => origin.to_string(),
                (None, None) => format!("the default of {}", profile.model.name()),
            };
            format!("{page}\nwith '{}': {value}, {origin}\n", words::printable(&profile.name))
        }
    })
}

/// A card for a terminal.
fn text(code: &Code) -> String {
    let mut head = format!("{} ({})", code.name, code.code);
    if let Some(kafka) = code.kafka.filter(|kafka| *kafka != code.name) {
        let _ = write!(head, ", in Kafka {kafka}");
    }
    let mut card = format!("{head}\n{}\n", code.standing());
    let default = |name: &str| {
        let value = row(name)?.java?.default?;
        Some(format!("Java's default {}", if value.is_empty() { "empty" } else { value }))
    };
    for line in code.card(&default) {
        wrapped(&line, &mut card);
    }
    card
}

/// A line of a card, its sentence broken between words.
fn wrapped(line: &Line, card: &mut String) {
    let mut column = LABEL;
    let _ = write!(card, "{:LABEL$}", line.label);
    for (at, word) in line.text.split(' ').enumerate() {
        let length = word.chars().count();
        if at > 0 && column + 1 + length > WIDTH {
            let _ = write!(card, "\n{:LABEL$}", "");
            column = LABEL;
        } else if at > 0 {
            card.push(' ');
            column += 1;
        }
        card.push_str(word);
        column += length;
    }
    card.push('\n');
}

/// The complaint about a name that stands for nothing.
fn unknown(name: &str) -> String {
    let shown = words::printable(name);
    if name.trim().parse::<i64>().is_ok() {
        let codes: Vec<i32> = Code::all().map(|code| code.code).collect();
        let (first, last) = (codes.first().copied().unwrap_or(0), codes.last().copied().unwrap_or(0));
        return format!(
            "there is no error code '{shown}': Kafka's are -1 to {last}, librdkafka's own {first} and above"
        );
    }
    if let Some(hint) = names::wrapper(name) {
        return format!("'{shown}' stands for no error of its own; {hint}");
    }
    let near: Vec<String> = names::nearest(name).into_iter().map(|name| format!("'{name}'")).collect();
    let property = properties::meant(name.trim());
    match near.split_last() {
        // Properties have dots in their names, errors have none.
        _ if !property.is_empty() && (near.is_empty() || name.contains('.')) => {
            format!("there is no property '{shown}'{property}")
        }
        // So have class names, and those begin with a capital somewhere.
        Some(_) if name.contains('.') && !name.chars().any(|c| c.is_ascii_uppercase()) => {
            format!("there is no property '{shown}'")
        }
        None => format!(
            "there is no error and no property '{shown}': give a number, a name such as MESSAGE_TOO_LARGE, a Java \
             exception, or a property such as linger.ms"
        ),
        Some((only, [])) => format!("there is no error '{shown}'; did you mean {only}?"),
        Some((last, others)) => format!("there is no error '{shown}'; did you mean {} or {last}?", others.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_card_fits_eighty_columns() {
        for code in Code::all() {
            for line in text(code).lines() {
                assert!(line.chars().count() <= WIDTH, "{line}");
            }
        }
    }

    #[test]
    fn a_card_says_what_to_do_and_where_it_is_met() {
        let card = "\
NOT_ENOUGH_REPLICAS (19)
from the broker, retriable
meaning     fewer replicas are in sync than the topic's min.insync.replicas
causes      a broker is down or lags, so that with acks=all the leader refuses
            to write
next        Bring the missing broker back: kafka-topics.sh --describe
            --under-min-isr-partitions names the partitions. acks=1 writes
            without it, and can lose records.
property    delivery.timeout.ms (Java's default 120000), acks (Java's default
            all), the topic's min.insync.replicas
written     no: sent again, it can't be there twice
abortable   in a transaction yes: once this reaches the program, abort and run
            the whole transaction again
in Java     retried unseen; when delivery.timeout.ms ends, the Future and the
            callback get TimeoutException, or NotEnoughReplicasException if that
            was the last answer or retries ran out
librdkafka  retried unseen; the delivery report says _MSG_TIMED_OUT (-192) when
            message.timeout.ms ends, or this code if retries ran out
";
        assert_eq!(errors("not_enough_replicas", OutputKind::Text).unwrap(), card);
    }

    #[test]
    fn a_name_of_several_errors_prints_them_all() {
        let page = errors("org.apache.kafka.common.errors.TimeoutException", OutputKind::Text).unwrap();
        assert!(
            page.starts_with("'org.apache.kafka.common.errors.TimeoutException' stands for 5 errors:\n\n_MSG_TIMED")
        );
        let json = errors("TimeoutException", OutputKind::Json).unwrap();
        assert_eq!(json.lines().count(), 5);
    }

    #[test]
    fn every_property_has_a_page_and_no_name_of_one_is_an_error() {
        for row in crate::domain::property::all() {
            for name in std::iter::once(row.name).chain(row.native_names()) {
                assert_eq!(errors(name, OutputKind::Text), None, "{name}");
                assert!(property(name, OutputKind::Text).unwrap().contains(row.name), "{name}");
                let json: serde_json::Value = serde_json::from_str(&property(name, OutputKind::Json).unwrap()).unwrap();
                let fields: Vec<&str> = json.as_object().unwrap().keys().map(String::as_str).collect();
                let expected = "name librdkafka aliases type unit default valid importance secret stage translation \
                                text";
                assert_eq!(fields.join(" "), expected);
            }
        }
    }

    #[test]
    fn an_unknown_name_is_met_with_the_nearest() {
        let table = [
            ("MESAGE_TOO_LARGE", "there is no error 'MESAGE_TOO_LARGE'; did you mean 'MESSAGE_TOO_LARGE'?"),
            ("TimoutException", "there is no error 'TimoutException'; did you mean 'TimeoutException'?"),
            (
                "java.util.concurrent.ExecutionException",
                "'java.util.concurrent.ExecutionException' stands for no error of its own; it wraps what happened: \
                 look up its cause",
            ),
            (
                "wibble-wobble-wabble-web",
                "there is no error and no property 'wibble-wobble-wabble-web': give a number, a name such as \
                 MESSAGE_TOO_LARGE, a Java exception, or a property such as linger.ms",
            ),
            ("producer.linger.ms", "there is no property 'producer.linger.ms'"),
            ("lingr.ms", "there is no property 'lingr.ms'; did you mean 'linger.ms'?"),
            ("transaction.id", "there is no property 'transaction.id'; did you mean 'transactional.id'?"),
            ("4711", "there is no error code '4711': Kafka's are -1 to 133, librdkafka's own -199 and above"),
            ("-200", "there is no error code '-200': Kafka's are -1 to 133, librdkafka's own -199 and above"),
        ];
        for (name, complaint) in table {
            assert_eq!((errors(name, OutputKind::Text), property(name, OutputKind::Text)), (None, None));
            assert_eq!(unknown(name), complaint);
        }
    }
}
