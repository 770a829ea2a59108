//! The `linger send` command that sends a record once more, for a POSIX shell.

use data_encoding::HEXLOWER;

use crate::domain::payload::Payload;
use crate::domain::record::Record;

/// Bytes of a command at most: Linux takes 128 KiB in one argument, and a terminal less than that in a paste.
const LONGEST: usize = 100 * 1024;

/// The command, quoted so that a shell passes on every byte. What no argument can hold goes through standard input.
/// `target` are the arguments that say where it sends to; secrets are not among them.
///
/// # Errors
/// The record is too large for a command line.
pub fn command_line(record: &Record, target: &[String]) -> Result<String, String> {
    let headers: Option<Vec<String>> =
        record.headers.iter().map(|header| argument_of(&header.name, &header.value)).collect();
    let mut arguments: Vec<String> = ["linger", "send"].into_iter().map(str::to_owned).collect();
    arguments.extend_from_slice(target);
    let command = if let Some(headers) = headers {
        arguments.push(format!("--topic={}", record.topic));
        arguments.extend(record.partition.map(|partition| format!("--partition={partition}")));
        arguments.extend(record.timestamp.map(|millis| format!("--timestamp={millis}")));
        payload("key", &record.key, &mut arguments);
        payload("value", &record.value, &mut arguments);
        arguments.extend(headers);
        join(&arguments)
    } else {
        arguments.extend(["--input=json".to_owned(), "-".to_owned()]);
        format!("printf '%s\\n' {} | {}", quote(&json(record)), join(&arguments))
    };
    if command.len() > LONGEST {
        return Err("it is too large for a command line".to_owned());
    }
    Ok(command)
}

/// A header as an argument; `None` if no argument says it: a name with `=` in it, or a value that is no plain text.
fn argument_of(name: &str, value: &Payload) -> Option<String> {
    if !is_plain(name) || name.contains('=') {
        return None;
    }
    match value.as_deref() {
        None => Some(format!("--header-null={name}")),
        Some(bytes) => plain(bytes).map(|text| format!("--header={name}={text}")),
    }
}

/// A key or a value as arguments: text as it is, anything else in hex. A null key needs none.
fn payload(what: &str, payload: &Payload, arguments: &mut Vec<String>) {
    match payload.as_deref() {
        None if what == "key" => {}
        None => arguments.push(format!("--{what}-null")),
        Some(bytes) => {
            if let Some(text) = plain(bytes) {
                arguments.push(format!("--{what}={text}"));
            } else {
                arguments.push(format!("--{what}={}", HEXLOWER.encode(bytes)));
                arguments.push(format!("--{what}-format=hex"));
            }
        }
    }
}

/// The record as the interchange format writes it.
fn json(record: &Record) -> String {
    use serde_json::{Map, Value, json};
    let payload = |payload: &Payload| match payload.as_deref() {
        None => Value::Null,
        Some(bytes) => plain(bytes).map_or_else(|| json!({ "hex": HEXLOWER.encode(bytes) }), Value::from),
    };
    let mut object = Map::new();
    object.insert("topic".to_owned(), Value::from(record.topic.as_str()));
    object.extend(record.partition.map(|partition| ("partition".to_owned(), Value::from(partition))));
    object.extend(record.timestamp.map(|millis| ("timestamp".to_owned(), Value::from(millis))));
    object.insert("key".to_owned(), payload(&record.key));
    object.insert("value".to_owned(), payload(&record.value));
    let headers: Vec<Value> =
        record.headers.iter().map(|header| json!([header.name.as_str(), payload(&header.value)])).collect();
    object.insert("headers".to_owned(), Value::from(headers));
    Value::Object(object).to_string()
}

/// The text of these bytes, if it is one that a terminal can be given in a paste without harm.
fn plain(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| is_plain(text))
}

fn is_plain(text: &str) -> bool {
    text.chars().all(|character| !character.is_control() || matches!(character, '\n' | '\t'))
}

fn join(arguments: &[String]) -> String {
    let quoted: Vec<String> = arguments.iter().map(|argument| quote(argument)).collect();
    quoted.join(" ")
}

/// An argument as a POSIX shell reads it back: bare if nothing in it means anything to a shell, else in single quotes;
/// of an option only what follows its `=`.
fn quote(argument: &str) -> String {
    let bare = |text: &str| {
        text.chars().all(|character| character.is_ascii_alphanumeric() || "_-./:,@%+=".contains(character))
    };
    if !argument.is_empty() && bare(argument) {
        return argument.to_owned();
    }
    let (option, rest) = match argument.split_once('=') {
        Some((option, rest)) if option.starts_with("--") && bare(option) => (format!("{option}="), rest),
        _ => (String::new(), argument),
    };
    format!("{option}'{}'", rest.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::interchange::parse_record;
    use crate::domain::record::Header;

    fn record(key: Payload, value: Payload, headers: &[(&str, Payload)]) -> Record {
        let headers = headers.iter().map(|(name, value)| Header { name: (*name).to_owned(), value: value.clone() });
        Record { topic: "orders".to_owned(), key, value, headers: headers.collect(), ..Record::default() }
    }

    #[test]
    fn a_record_is_a_command() {
        let text = Payload::text;
        let placed = Record { partition: Some(3), timestamp: Some(17), ..record(Payload::NULL, Payload::NULL, &[]) };
        let table = [
            (placed, "linger send --topic=orders --partition=3 --timestamp=17 --value-null"),
            (record(text(""), text(""), &[]), "linger send --topic=orders --key= --value="),
            (
                record(text("user-42"), text("it's {\"a\": 1}\n$HOME"), &[]),
                "linger send --topic=orders --key=user-42 --value='it'\\''s {\"a\": 1}\n$HOME'",
            ),
            (
                record(Payload::bytes(vec![0, 255]), text("\u{1b}[2J"), &[]),
                "linger send --topic=orders --key=00ff --key-format=hex --value=1b5b324a --value-format=hex",
            ),
            (
                record(Payload::NULL, text("v"), &[("a", text("x y")), ("b", Payload::NULL), ("a", text(""))]),
                "linger send --topic=orders --value=v --header='a=x y' --header-null=b --header=a=",
            ),
        ];
        for (record, command) in table {
            assert_eq!(command_line(&record, &[]).unwrap(), command);
        }
        let target = ["--profile=my prod".to_owned()];
        let command = command_line(&record(Payload::NULL, text("v"), &[]), &target).unwrap();
        assert_eq!(command, "linger send --profile='my prod' --topic=orders --value=v");
    }

    #[test]
    fn headers_that_no_argument_can_say_go_through_standard_input() {
        for (name, value) in [("a=b", Payload::text("x")), ("a", Payload::bytes(vec![255])), ("\u{1b}", Payload::NULL)]
        {
            let sent = record(Payload::text("k"), Payload::bytes(vec![1]), &[(name, value)]);
            let command = command_line(&sent, &[]).unwrap();
            let json = command.strip_prefix("printf '%s\\n' '").unwrap();
            let json = json.strip_suffix("' | linger send --input=json -").unwrap();
            assert_eq!(parse_record(json, None).unwrap(), sent);
        }
    }

    #[test]
    fn what_no_command_line_holds_is_refused() {
        let large = record(Payload::NULL, Payload::text("x".repeat(LONGEST)), &[]);
        assert_eq!(command_line(&large, &[]).unwrap_err(), "it is too large for a command line");
    }
}
