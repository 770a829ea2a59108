//! A record from a line of JSON.

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::domain::format::{Format, check_json};
use crate::domain::json::compact_json;
use crate::domain::payload::Payload;
use crate::domain::property::names::nearest;
use crate::domain::record::{Header, Record};

const FIELDS: [&str; 6] = ["topic", "partition", "timestamp", "key", "value", "headers"];

const PAYLOADS: &str = "null, a string, or one of {\"text\":…}, {\"json\":…}, {\"hex\":…}, {\"base64\":…}";

/// A line that is not a record.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{message}{}", column.map_or_else(String::new, |column| format!(" (column {column})")))]
pub struct LineError {
    /// What is wrong: the field, its value and what is allowed.
    pub message: String,
    /// Where in the line, in characters from 1, if it is one place.
    pub column: Option<usize>,
}

/// The members of an object, in order, repeated names and all.
struct Members<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visit;
        impl<'de> Visitor<'de> for Visit {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some((Name(name), value)) = map.next_entry()? {
                    members.push((name, value));
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Visit)
    }
}

/// A member's name, borrowed where it has no escapes.
#[derive(serde::Deserialize)]
#[serde(transparent)]
struct Name<'a>(#[serde(borrow)] Cow<'a, str>);

/// The line, for the places of what is found in it.
#[derive(Clone, Copy)]
struct Line<'a>(&'a str);

impl<'a> Line<'a> {
    fn error(message: impl Into<String>) -> LineError {
        LineError { message: message.into(), column: None }
    }

    /// A mistake at `part`, which is a part of the line.
    fn wrong(self, part: &str, message: impl Into<String>) -> LineError {
        let offset = (part.as_ptr() as usize).wrapping_sub(self.0.as_ptr() as usize);
        let column = self.0.get(..offset).map(|before| before.chars().count() + 1);
        LineError { message: message.into(), column }
    }

    fn members(self, json: &'a str) -> Result<Vec<(Cow<'a, str>, &'a RawValue)>, LineError> {
        serde_json::from_str::<Members<'a>>(json)
            .map(|members| members.0)
            .map_err(|error| self.wrong(json, error.to_string()))
    }

    fn string(self, field: &str, raw: &'a RawValue) -> Result<String, LineError> {
        serde_json::from_str(raw.get()).map_err(|error| {
            let what = if raw.get().starts_with('"') { error.to_string() } else { "a string is allowed".to_owned() };
            self.wrong(raw.get(), format!("{field} is {}; {what}", shown(raw.get())))
        })
    }

    fn number<T: for<'n> serde::Deserialize<'n>>(
        self,
        field: &str,
        raw: &'a RawValue,
        allowed: &str,
    ) -> Result<Option<T>, LineError> {
        serde_json::from_str(raw.get())
            .map_err(|_| self.wrong(raw.get(), format!("{field} is {}; {allowed} is allowed", shown(raw.get()))))
    }

    /// A key, a value or a header's value.
    fn payload(self, field: &str, raw: &'a RawValue) -> Result<Payload, LineError> {
        let json = raw.get();
        let wrong = || self.wrong(json, format!("{field} is {}; allowed is {PAYLOADS}", shown(json)));
        match json.as_bytes().first() {
            Some(b'n') => Ok(Payload::NULL),
            Some(b'"') => self.string(field, raw).map(Payload::text),
            Some(b'{') => {
                let members = self.members(json)?;
                let [(name, inner)] = members.as_slice() else { return Err(wrong()) };
                let Some(format) = Format::ALL.into_iter().find(|format| format.name() == name) else {
                    let hint = near(name, Format::ALL.iter().map(|format| format.name()));
                    let message = format!("{field} has the unknown form '{name}'{hint}; allowed is {PAYLOADS}");
                    return Err(self.wrong(json, message));
                };
                self.formatted(&format!("{field}.{format}"), format, inner)
            }
            Some(_) | None => Err(wrong()),
        }
    }

    fn formatted(self, field: &str, format: Format, raw: &'a RawValue) -> Result<Payload, LineError> {
        match format {
            Format::Json => Ok(Payload::text(compact_json(raw.get()))),
            Format::Text | Format::Hex | Format::Base64 => {
                let text = self.string(field, raw)?;
                format
                    .decode(&text)
                    .map_err(|error| self.wrong(raw.get(), format!("{field} is {}: {error}", shown(raw.get()))))
            }
        }
    }

    fn headers(self, raw: &'a RawValue) -> Result<Vec<Header>, LineError> {
        let json = raw.get();
        let allowed = "an array of [name, value] pairs is allowed";
        let all: Option<Vec<&'a RawValue>> = serde_json::from_str(json)
            .map_err(|_| self.wrong(json, format!("headers is {}; {allowed}", shown(json))))?;
        let header = |(index, pair): (usize, &'a RawValue)| {
            let parts: Vec<&'a RawValue> = serde_json::from_str(pair.get()).unwrap_or_default();
            let [name, value] = parts.as_slice() else {
                return Err(self.wrong(pair.get(), format!("headers[{index}] is {}; {allowed}", shown(pair.get()))));
            };
            let name = self.string(&format!("the name of headers[{index}]"), name)?;
            let value = self.payload(&format!("headers[{index}]"), value)?;
            Ok(Header { name, value })
        };
        all.unwrap_or_default().into_iter().enumerate().map(header).collect()
    }
}

/// A value as it is shown in an error: in single quotes, cut where it is long.
fn shown(json: &str) -> String {
    const LONGEST: usize = 60;
    match json.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("'{}…'", &json[..end]),
        None => format!("'{json}'"),
    }
}

/// A hint at the nearest name, if one is near.
fn near<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> String {
    nearest(name, names).map_or_else(String::new, |near| format!(", did you mean '{near}'?"))
}

/// Reads a record from a line of JSON:
/// `{"topic":"orders","partition":3,"timestamp":1700000000000,"key":"user-42","value":{"json":{"total":1}},`
/// `"headers":[["trace-id","7f3a"],["source",null]]}`.
///
/// Key, value and header values are null, a string, or an object of one of `text`, `json`, `hex` and `base64`. All but
/// the value may be missing; a missing topic is `topic`. What a producer would refuse is not judged here.
///
/// # Errors
/// The line is not such an object; the error names the field, what stands there and what is allowed.
pub fn parse_record(line: &str, topic: Option<&str>) -> Result<Record, LineError> {
    let text = Line(line);
    if let Err(error) = check_json(line) {
        return Err(LineError { message: format!("not JSON: {}", error.what), column: Some(error.column) });
    }
    let trimmed = line.trim();
    if !trimmed.starts_with('{') {
        return Err(text.wrong(trimmed, format!("{} is not a record; an object is allowed", shown(trimmed))));
    }
    let members = text.members(trimmed)?;
    let mut record = Record::default();
    let mut named_topic = None;
    let mut has_value = false;
    for (index, (name, raw)) in members.iter().enumerate() {
        if members[..index].iter().any(|(other, _)| other == name) {
            return Err(text.wrong(raw.get(), format!("the field '{name}' stands there twice")));
        }
        let is_null = raw.get() == "null";
        match name.as_ref() {
            "topic" if is_null => {}
            "topic" => named_topic = Some(text.string("topic", raw)?),
            "partition" => {
                record.partition = text.number("partition", raw, "a whole number from 0 to 2147483647, or null,")?;
            }
            "timestamp" => {
                let allowed = "a whole number of milliseconds since the epoch, or null,";
                record.timestamp = text.number("timestamp", raw, allowed)?;
            }
            "key" => record.key = text.payload("key", raw)?,
            "value" => {
                record.value = text.payload("value", raw)?;
                has_value = true;
            }
            "headers" => record.headers = text.headers(raw)?,
            other => {
                let hint = near(other, FIELDS.into_iter());
                let fields = FIELDS.join(", ");
                return Err(text.wrong(raw.get(), format!("unknown field '{other}'{hint}; allowed are {fields}")));
            }
        }
    }
    if !has_value {
        return Err(Line::error("the field 'value' is missing; a null value is \"value\":null"));
    }
    record.topic = named_topic
        .or_else(|| topic.map(str::to_owned))
        .ok_or_else(|| Line::error("no topic: name it in the field 'topic' or with --topic"))?;
    Ok(record)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn value(json: &str) -> Payload {
        parse_record(&format!("{{\"value\":{json}}}"), Some("t")).unwrap().value
    }

    #[test]
    fn a_full_record_is_read() {
        let line = r#"{"topic":"orders","partition":3,"timestamp":1700000000000,"key":"user-42","value":{"json":{"total":1}},"headers":[["trace-id","7f3a"],["source",null]]}"#;
        let header = |name: &str, value| Header { name: name.to_owned(), value };
        let expected = Record {
            topic: "orders".into(),
            partition: Some(3),
            timestamp: Some(1_700_000_000_000),
            key: Payload::text("user-42"),
            value: Payload::text("{\"total\":1}"),
            headers: vec![header("trace-id", Payload::text("7f3a")), header("source", Payload::NULL)],
        };
        assert_eq!(parse_record(line, None), Ok(expected.clone()));
        assert_eq!(parse_record(line, Some("other")), Ok(expected), "the line's own topic comes first");
    }

    #[test]
    fn all_but_the_value_may_be_missing_or_null() {
        let expected = Record { topic: "t".into(), value: Payload::text("v"), ..Record::default() };
        for line in [
            r#"{"value":"v"}"#,
            r#" {"value":"v","key":null,"topic":null,"partition":null,"timestamp":null,"headers":null} "#,
            r#"{"value":{"text":"v"},"headers":[]}"#,
        ] {
            assert_eq!(parse_record(line, Some("t")), Ok(expected.clone()), "{line}");
        }
    }

    #[test]
    fn every_form_of_a_payload_is_read() {
        for (json, expected) in [
            ("null", Payload::NULL),
            ("\"\"", Payload::text("")),
            ("\"a\\u00e9\\n\"", Payload::text("aé\n")),
            ("{\"text\":\"\"}", Payload::text("")),
            ("{\"json\":null}", Payload::text("null")),
            ("{\"json\": [ 1.50, {\"b\":1, \"a\" : 2, \"b\":3} ] }", Payload::text("[1.50,{\"b\":1,\"a\":2,\"b\":3}]")),
            ("{\"json\":\"a b\"}", Payload::text("\"a b\"")),
            ("{\"json\":123456789012345678901234567890.10}", Payload::text("123456789012345678901234567890.10")),
            ("{\"hex\":\"00fF\"}", Payload::bytes([0, 255])),
            ("{\"base64\":\"aGk=\"}", Payload::text("hi")),
        ] {
            assert_eq!(value(json).as_deref(), expected.as_deref(), "{json}");
        }
    }

    #[test]
    fn what_is_wrong_is_named_with_what_is_allowed() {
        let payloads = PAYLOADS;
        for (line, said) in [
            ("", "not JSON: EOF while parsing a value (column 1)".to_owned()),
            ("{\"value\":}", "not JSON: expected value (column 10)".to_owned()),
            ("[1]", "'[1]' is not a record; an object is allowed (column 1)".to_owned()),
            ("{}", "the field 'value' is missing; a null value is \"value\":null".to_owned()),
            ("{\"value\":42}", format!("value is '42'; allowed is {payloads} (column 10)")),
            ("{\"value\":{}}", format!("value is '{{}}'; allowed is {payloads} (column 10)")),
            (
                "{\"value\":{\"text\":\"a\",\"hex\":\"00\"}}",
                format!("value is '{{\"text\":\"a\",\"hex\":\"00\"}}'; allowed is {payloads} (column 10)"),
            ),
            (
                "{\"value\":{\"jsno\":1}}",
                format!("value has the unknown form 'jsno', did you mean 'json'?; allowed is {payloads} (column 10)"),
            ),
            (
                "{\"value\":{\"hex\":\"0g\"}}",
                "value.hex is '\"0g\"': not valid hex: 'g' is not allowed at line 1, column 2 (column 17)".to_owned(),
            ),
            ("{\"value\":{\"text\":1}}", "value.text is '1'; a string is allowed (column 18)".to_owned()),
            (
                "{\"key\":\"é\",\"vlaue\":1}",
                "unknown field 'vlaue', did you mean 'value'?; allowed are topic, partition, timestamp, key, value, \
                 headers (column 20)"
                    .to_owned(),
            ),
            ("{\"value\":1,\"value\":2}", "value is '1'".to_owned()),
            ("{\"value\":null,\"value\":null}", "the field 'value' stands there twice (column 23)".to_owned()),
            (
                "{\"partition\":\"3\",\"value\":null}",
                "partition is '\"3\"'; a whole number from 0 to 2147483647, or null, is allowed (column 14)".to_owned(),
            ),
            (
                "{\"timestamp\":1.5,\"value\":null}",
                "timestamp is '1.5'; a whole number of milliseconds since the epoch, or null, is allowed (column 14)"
                    .to_owned(),
            ),
            ("{\"topic\":1,\"value\":null}", "topic is '1'; a string is allowed (column 10)".to_owned()),
            (
                "{\"value\":null,\"headers\":{\"a\":\"b\"}}",
                "headers is '{\"a\":\"b\"}'; an array of [name, value] pairs is allowed (column 25)".to_owned(),
            ),
            (
                "{\"value\":null,\"headers\":[[\"a\",null],[\"b\"]]}",
                "headers[1] is '[\"b\"]'; an array of [name, value] pairs is allowed (column 37)".to_owned(),
            ),
            (
                "{\"value\":null,\"headers\":[[null,null]]}",
                "the name of headers[0] is 'null'; a string is allowed (column 27)".to_owned(),
            ),
        ] {
            let found = parse_record(line, Some("t")).unwrap_err().to_string();
            assert!(found.starts_with(&said), "{line}\nsaid     {found}\nexpected {said}");
        }
    }

    #[test]
    fn a_record_without_a_topic_anywhere_is_an_error() {
        let said = parse_record("{\"value\":null}", None).unwrap_err().to_string();
        assert_eq!(said, "no topic: name it in the field 'topic' or with --topic");
    }

    #[test]
    fn what_the_producer_refuses_is_read_all_the_same() {
        let record = parse_record("{\"partition\":-1,\"timestamp\":-5,\"value\":null}", Some("")).unwrap();
        assert_eq!((record.partition, record.timestamp, record.topic.as_str()), (Some(-1), Some(-5), ""));
    }
}
