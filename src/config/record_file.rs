//! A record as a TOML file, for an editor, for git and for `--record`.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::domain::diagnostic::{Diagnostic, Place, Position};
use crate::domain::format::{Format, FormatError};
use crate::domain::payload::Payload;
use crate::domain::property::names::nearest;
use crate::domain::record::{Header, Record};
use crate::domain::timestamp::parse_timestamp;

const FIELDS: [&str; 6] = ["topic", "partition", "timestamp", "key", "value", "headers"];
const FORMS: [&str; 5] = ["text", "json", "hex", "base64", "null"];
const PAYLOADS: &str = "a string, or a table with one of text, json, hex, base64, or null = true";

/// A record file read: everything but the value may be missing, and the topic is then somebody else's to name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordFile {
    /// The topic, if the file names one.
    pub topic: Option<String>,
    /// Everything else; its own topic is empty if the file names none.
    pub record: Record,
}

/// Reads the text of a record file. `path` is the file's name as the person gave it; `now_ms` is what a relative
/// timestamp counts from.
///
/// The names are those of the JSON record: `topic`, `partition`, `timestamp` (milliseconds, a date and time with its
/// offset, "now", or relative as "-2h"), `key` and `value` (a string, or a table with one of text, json, hex, base64,
/// or `null = true`), and `headers`, an array of `{ name, value }`. In `{ json = … }` a string is JSON text and is sent
/// as it stands; anything else is written as compact JSON.
///
/// # Errors
/// The file, line and column, the value there and what is allowed.
pub fn parse_record_file(path: &str, text: &str, now_ms: i64) -> Result<RecordFile, Diagnostic> {
    // Windows' editors begin a file with a mark that is no part of TOML.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file = File { path, text, now_ms };
    let table = DeTable::parse(text).map_err(|error| {
        let message = format!("not TOML: {}", error.message());
        file.error(error.span().unwrap_or(0..0), message)
    })?;
    let table = table.get_ref();
    let mut found = RecordFile { topic: None, record: Record::default() };
    let mut has_value = false;
    for (name, value) in table {
        match name.get_ref().as_ref() {
            "topic" => found.topic = Some(file.string("topic", value)?.to_owned()),
            "partition" => found.record.partition = Some(file.partition(value)?),
            "timestamp" => found.record.timestamp = file.timestamp(value)?,
            "key" => found.record.key = file.payload("key", value)?,
            "value" => {
                found.record.value = file.payload("value", value)?;
                has_value = true;
            }
            "headers" => found.record.headers = file.headers(value)?,
            other => return Err(file.unknown("", other, &FIELDS, name.span())),
        }
    }
    if !has_value {
        let place = Place::File { path: path.to_owned(), at: None };
        return Err(Diagnostic::error(place, "'value' is missing; a null one is value = { null = true }"));
    }
    found.record.topic = found.topic.clone().unwrap_or_default();
    Ok(found)
}

type Value<'i> = Spanned<DeValue<'i>>;

#[derive(Clone, Copy)]
struct File<'a> {
    path: &'a str,
    text: &'a str,
    now_ms: i64,
}

impl File<'_> {
    fn error(&self, span: Range<usize>, message: impl Into<String>) -> Diagnostic {
        let at = Some(Position::of(self.text, span.start));
        Diagnostic::error(Place::File { path: self.path.to_owned(), at }, message)
    }

    /// A value that is not what it should be, shown as it stands in the file.
    fn wrong(&self, field: &str, value: &Value<'_>, allowed: &str) -> Diagnostic {
        self.error(value.span(), format!("{field} is {}; allowed is {allowed}", self.shown(value)))
    }

    /// What stands in the file, in single quotes, cut where it is long.
    fn shown(&self, value: &Value<'_>) -> String {
        const LONGEST: usize = 60;
        let span = value.span();
        let text = self.text.get(span).unwrap_or_default();
        match text.char_indices().nth(LONGEST) {
            Some((end, _)) => format!("'{}…'", &text[..end]),
            None => format!("'{text}'"),
        }
    }

    fn unknown(&self, inside: &str, name: &str, allowed: &[&str], span: Range<usize>) -> Diagnostic {
        let hint =
            nearest(name, allowed.iter().copied()).map_or_else(String::new, |near| format!(", did you mean '{near}'?"));
        let message = format!("unknown name '{name}'{inside}{hint}; allowed are {}", allowed.join(", "));
        self.error(span, message)
    }

    fn string<'v>(&self, field: &str, value: &'v Value<'_>) -> Result<&'v str, Diagnostic> {
        value.get_ref().as_str().ok_or_else(|| self.wrong(field, value, "a string"))
    }

    fn partition(&self, value: &Value<'_>) -> Result<i32, Diagnostic> {
        value
            .get_ref()
            .as_integer()
            .and_then(|integer| i32::from_str_radix(integer.as_str(), integer.radix()).ok())
            .ok_or_else(|| self.wrong("partition", value, "a whole number from 0 to 2147483647"))
    }

    fn timestamp(&self, value: &Value<'_>) -> Result<Option<i64>, Diagnostic> {
        let text = match value.get_ref() {
            DeValue::Integer(integer) => {
                let millis = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
                let allowed = "milliseconds since the epoch in 64 bits";
                return millis.map(Some).ok_or_else(|| self.wrong("timestamp", value, allowed));
            }
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(datetime) => datetime.to_string(),
            DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => {
                let allowed = "milliseconds since the epoch, a date and time with its offset, \"now\", or one relative \
                               to now as \"-2h\"";
                return Err(self.wrong("timestamp", value, allowed));
            }
        };
        parse_timestamp(&text, self.now_ms).map_err(|error| self.error(value.span(), format!("timestamp: {error}")))
    }

    fn payload(&self, field: &str, value: &Value<'_>) -> Result<Payload, Diagnostic> {
        let table = match value.get_ref() {
            DeValue::String(text) => return Ok(Payload::text(text.as_ref())),
            DeValue::Table(table) => table,
            DeValue::Integer(_)
            | DeValue::Float(_)
            | DeValue::Boolean(_)
            | DeValue::Datetime(_)
            | DeValue::Array(_) => return Err(self.wrong(field, value, PAYLOADS)),
        };
        let mut forms = table.iter();
        let (Some((name, inner)), None) = (forms.next(), forms.next()) else {
            return Err(self.wrong(field, value, PAYLOADS));
        };
        let form = name.get_ref().as_ref();
        if form == "null" {
            return match inner.get_ref().as_bool() {
                Some(true) => Ok(Payload::NULL),
                Some(false) | None => Err(self.wrong(&format!("{field}.null"), inner, "true")),
            };
        }
        let Some(format) = Format::ALL.into_iter().find(|format| format.name() == form) else {
            return Err(self.unknown(&format!(" in {field}"), form, &FORMS, name.span()));
        };
        self.formatted(&format!("{field}.{format}"), format, inner)
    }

    fn formatted(&self, field: &str, format: Format, value: &Value<'_>) -> Result<Payload, Diagnostic> {
        match (format, value.get_ref()) {
            (Format::Text | Format::Json | Format::Hex | Format::Base64, DeValue::String(text)) => {
                let wrong = |error: FormatError| self.error(value.span(), format!("{field}: {error}"));
                format.decode(text).map_err(wrong)
            }
            (Format::Json, _) => {
                let mut json = String::new();
                self.write_json(field, value, &mut json)?;
                Ok(Payload::text(json))
            }
            (Format::Text | Format::Hex | Format::Base64, _) => Err(self.wrong(field, value, "a string")),
        }
    }

    /// Writes a TOML value as compact JSON, in the file's order.
    fn write_json(&self, field: &str, value: &Value<'_>, json: &mut String) -> Result<(), Diagnostic> {
        match value.get_ref() {
            DeValue::String(text) => push_json_string(text, json),
            DeValue::Boolean(flag) => json.push_str(if *flag { "true" } else { "false" }),
            DeValue::Datetime(datetime) => push_json_string(&datetime.to_string(), json),
            DeValue::Integer(integer) => {
                let number = i128::from_str_radix(integer.as_str(), integer.radix());
                let number = number.map_err(|_| self.wrong(field, value, "a whole number of at most 128 bits"))?;
                json.push_str(&number.to_string());
            }
            DeValue::Float(float) => {
                let text: String = float.as_str().chars().filter(|c| *c != '_').collect();
                let text = text.strip_prefix('+').unwrap_or(&text);
                if text.ends_with("inf") || text.ends_with("nan") {
                    return Err(self.wrong(field, value, "a finite number, since JSON has no other"));
                }
                json.push_str(text);
            }
            DeValue::Array(items) => {
                json.push('[');
                for (index, item) in items.iter().enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    self.write_json(field, item, json)?;
                }
                json.push(']');
            }
            DeValue::Table(table) => {
                json.push('{');
                for (index, (name, item)) in table.iter().enumerate() {
                    if index > 0 {
                        json.push(',');
                    }
                    push_json_string(name.get_ref(), json);
                    json.push(':');
                    self.write_json(field, item, json)?;
                }
                json.push('}');
            }
        }
        Ok(())
    }

    fn headers(&self, value: &Value<'_>) -> Result<Vec<Header>, Diagnostic> {
        const ALLOWED: &str = "an array of { name = …, value = … }";
        let items = value.get_ref().as_array().ok_or_else(|| self.wrong("headers", value, ALLOWED))?;
        let header = |(index, item): (usize, &Value<'_>)| {
            let field = format!("headers[{index}]");
            let table = item.get_ref().as_table().ok_or_else(|| self.wrong(&field, item, "{ name = …, value = … }"))?;
            let known = |name: &Spanned<DeString<'_>>| matches!(name.get_ref().as_ref(), "name" | "value");
            if let Some((name, _)) = table.iter().find(|(name, _)| !known(name)) {
                return Err(self.unknown(&format!(" in {field}"), name.get_ref(), &["name", "value"], name.span()));
            }
            let (Some(name), Some(value)) = (table.get("name"), table.get("value")) else {
                return Err(self.wrong(&field, item, "both name and value; a null value is { null = true }"));
            };
            let name = self.string(&format!("{field}.name"), name)?.to_owned();
            Ok(Header { name, value: self.payload(&format!("{field}.value"), value)? })
        };
        items.iter().enumerate().map(header).collect()
    }
}

/// Writes `text` as a JSON string.
fn push_json_string(text: &str, json: &mut String) {
    json.push_str(&serde_json::Value::from(text).to_string());
}

#[cfg(test)]
mod tests;
