//! A record as a TOML file, for an editor, for git and for `--record`.

mod json;
mod write;

pub use write::{Preface, write_draft};

use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};

use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

use crate::domain::diagnostic::{Diagnostic, Place, Position};
use crate::domain::draft::{Draft, Written};
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
    let (draft, named) = read(path, text, Some(now_ms))?;
    let wrong = |what: String| Diagnostic::error(Place::File { path: path.to_owned(), at: None }, what);
    let payload = |written: &Written| match written {
        Written::Null => Ok(Payload::NULL),
        Written::Empty => Ok(Payload::bytes(Vec::new())),
        Written::As(format, text) => format.decode(text).map_err(|error| wrong(error.to_string())),
    };
    let header = |(name, value): &(String, Written)| Ok(Header { name: name.clone(), value: payload(value)? });
    let record = Record {
        topic: draft.topic.clone(),
        partition: draft.partition.parse().ok(),
        timestamp: match draft.timestamp.as_str() {
            "" => None,
            text => parse_timestamp(text, now_ms).map_err(|error| wrong(error.to_string()))?,
        },
        key: payload(&draft.key)?,
        value: payload(&draft.value)?,
        headers: draft.headers.iter().map(header).collect::<Result<_, _>>()?,
    };
    Ok(RecordFile { topic: named.then_some(draft.topic), record })
}

/// Reads the text of a record file as a record under edit. What is no payload of its format, no partition or no
/// timestamp yet is taken as it stands where `now_ms` is `None`; else as [`parse_record_file`].
///
/// # Errors
/// The file, line and column, the value there and what is allowed.
pub fn parse_draft(path: &str, text: &str, now_ms: Option<i64>) -> Result<Draft, Diagnostic> {
    read(path, text, now_ms).map(|(draft, _)| draft)
}

/// Whether a file is one of those that a folder of record files is made of.
pub fn is_record_file(path: &Path) -> bool {
    let hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    !hidden && path.extension().is_some_and(|end| end == "toml") && path.is_file()
}

/// The record files that a path stands for: the file itself, or those in the folder by their names.
///
/// # Errors
/// The folder can't be read, or has none.
pub fn record_files(path: &Path) -> io::Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut files = Vec::new();
    for file in fs::read_dir(path)? {
        let file = file?.path();
        if is_record_file(&file) {
            files.push(file);
        }
    }
    files.sort();
    if files.is_empty() {
        return Err(io::Error::other("the folder has no record files (names that end in .toml)"));
    }
    Ok(files)
}

/// The draft, and whether the file names a topic.
fn read(path: &str, text: &str, now_ms: Option<i64>) -> Result<(Draft, bool), Diagnostic> {
    // Windows' editors begin a file with a mark that is no part of TOML.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let file = File { path, text, now_ms };
    let table = DeTable::parse(text).map_err(|error| {
        let message = format!("not TOML: {}", error.message());
        file.error(error.span().unwrap_or(0..0), message)
    })?;
    let table = table.get_ref();
    let mut found = Draft::default();
    for (name, value) in table {
        match name.get_ref().as_ref() {
            "topic" => file.string("topic", value)?.clone_into(&mut found.topic),
            "partition" => found.partition = file.partition(value)?,
            "timestamp" => found.timestamp = file.timestamp(value)?,
            "key" => found.key = file.payload("key", value)?,
            "value" => found.value = file.payload("value", value)?,
            "headers" => found.headers = file.headers(value)?,
            other => return Err(file.unknown("", other, &FIELDS, name.span())),
        }
    }
    if table.get("value").is_none() {
        let place = Place::File { path: path.to_owned(), at: None };
        return Err(Diagnostic::error(place, "'value' is missing; a null one is value = { null = true }"));
    }
    Ok((found, table.get("topic").is_some()))
}

type Value<'i> = Spanned<DeValue<'i>>;

#[derive(Clone, Copy)]
struct File<'a> {
    path: &'a str,
    text: &'a str,
    /// `None` takes texts as they stand.
    now_ms: Option<i64>,
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

    fn partition(&self, value: &Value<'_>) -> Result<String, Diagnostic> {
        if let (None, Some(text)) = (self.now_ms, value.get_ref().as_str()) {
            return Ok(text.to_owned());
        }
        value
            .get_ref()
            .as_integer()
            .and_then(|integer| i32::from_str_radix(integer.as_str(), integer.radix()).ok())
            .map(|partition| partition.to_string())
            .ok_or_else(|| self.wrong("partition", value, "a whole number from 0 to 2147483647"))
    }

    fn timestamp(&self, value: &Value<'_>) -> Result<String, Diagnostic> {
        let text = match value.get_ref() {
            DeValue::Integer(integer) => {
                let millis = i64::from_str_radix(integer.as_str(), integer.radix()).ok();
                let allowed = "milliseconds since the epoch in 64 bits";
                return millis.map(|millis| millis.to_string()).ok_or_else(|| self.wrong("timestamp", value, allowed));
            }
            DeValue::String(text) => text.to_string(),
            DeValue::Datetime(datetime) => datetime.to_string(),
            DeValue::Float(_) | DeValue::Boolean(_) | DeValue::Array(_) | DeValue::Table(_) => {
                let allowed = "milliseconds since the epoch, a date and time with its offset, \"now\", or one relative \
                               to now as \"-2h\"";
                return Err(self.wrong("timestamp", value, allowed));
            }
        };
        if let Some(now_ms) = self.now_ms {
            parse_timestamp(&text, now_ms).map_err(|error| self.error(value.span(), format!("timestamp: {error}")))?;
        }
        Ok(text)
    }

    fn payload(&self, field: &str, value: &Value<'_>) -> Result<Written, Diagnostic> {
        let table = match value.get_ref() {
            DeValue::String(text) if text.is_empty() => return Ok(Written::Empty),
            DeValue::String(text) => return Ok(Written::text(text)),
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
                Some(true) => Ok(Written::Null),
                Some(false) | None => Err(self.wrong(&format!("{field}.null"), inner, "true")),
            };
        }
        let Some(format) = Format::ALL.into_iter().find(|format| format.name() == form) else {
            return Err(self.unknown(&format!(" in {field}"), form, &FORMS, name.span()));
        };
        self.formatted(&format!("{field}.{format}"), format, inner)
    }

    fn formatted(&self, field: &str, format: Format, value: &Value<'_>) -> Result<Written, Diagnostic> {
        match (format, value.get_ref()) {
            (Format::Text | Format::Json | Format::Hex | Format::Base64, DeValue::String(text)) => {
                if self.now_ms.is_some() {
                    let wrong = |error: FormatError| self.error(value.span(), format!("{field}: {error}"));
                    format.decode(text).map_err(wrong)?;
                }
                Ok(Written::As(format, text.as_ref().into()))
            }
            (Format::Json, _) => {
                let mut json = String::new();
                self.write_json(field, value, &mut json)?;
                Ok(Written::As(Format::Json, json.into()))
            }
            (Format::Text | Format::Hex | Format::Base64, _) => Err(self.wrong(field, value, "a string")),
        }
    }

    fn headers(&self, value: &Value<'_>) -> Result<Vec<(String, Written)>, Diagnostic> {
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
            Ok((name, self.payload(&format!("{field}.value"), value)?))
        };
        items.iter().enumerate().map(header).collect()
    }
}

#[cfg(test)]
mod tests;
