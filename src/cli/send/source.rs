//! What the command line asks to send.

use std::fs;
use std::path::Path;

use super::line::LineRules;
use super::{InputKind, SendArgs};
use crate::config::record_file::{parse_record_file, record_files};
use crate::domain::format::Format;
use crate::domain::payload::Payload;
use crate::domain::record::Record;
use crate::domain::timestamp::parse_timestamp;

/// Where records come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// From the command line or from files.
    Fixed {
        /// The records, in order.
        records: Vec<Record>,
        /// How often all of them are sent.
        count: u64,
    },
    /// From standard input, a record a line.
    Lines(LineRules),
    /// From standard input, an object a line.
    Json {
        /// The topic of objects that name none.
        topic: Option<String>,
    },
}

const NO_TOPIC: &str = "no topic: name it with --topic";

impl Source {
    /// How many records there will be, if that is known.
    pub(super) fn len(&self) -> Option<u64> {
        match self {
            Self::Fixed { records, count } => u64::try_from(records.len()).ok()?.checked_mul(*count),
            Self::Lines(_) | Self::Json { .. } => None,
        }
    }

    /// The topics that are known before anything is read; `None` for those that are not. `topic` is that of the flags.
    pub(super) fn topics<'a>(&'a self, topic: Option<&'a str>) -> Vec<Option<&'a str>> {
        match self {
            Self::Fixed { records, .. } => records.iter().map(|record| Some(record.topic.as_str())).collect(),
            Self::Lines(rules) => vec![Some(&rules.template.topic)],
            Self::Json { .. } => vec![topic],
        }
    }

    /// Reads the arguments and the files they name. `topic` is for records that name none; `now_ms` is what a relative timestamp counts from.
    ///
    /// # Errors
    /// What is wrong with them, with the option or the file named.
    pub(super) fn of(args: &SendArgs, topic: Option<&str>, now_ms: i64) -> Result<Self, String> {
        if !args.record.is_empty() {
            let files = args
                .record
                .iter()
                .map(|path| record_files(path).map_err(|error| format!("--record '{}': {error}", path.display())));
            let files = files.collect::<Result<Vec<_>, _>>()?.concat();
            let records = files.iter().map(|path| record_file(path, topic, now_ms)).collect::<Result<_, _>>()?;
            return Ok(Self::Fixed { records, count: args.count });
        }
        if args.input == Some(InputKind::Json) {
            return json(args, topic);
        }
        let template = template(args, topic, now_ms)?;
        if args.stdin.is_some() || args.input.is_some() {
            return lines(args, template);
        }
        if args.key_separator.is_some() {
            return Err("--key-separator splits the lines of standard input: add - to read it".into());
        }
        let value = match (&args.value, args.value_null, &args.value_file) {
            (Some(text), _, _) => decode("--value", args.value_format, text)?,
            (None, true, _) => Payload::NULL,
            (None, false, Some(path)) => from_file("--value-file", args.value_format, path)?,
            (None, false, None) => {
                let ways = "--value, --value-null, --value-file, --record, or - for standard input";
                return Err(format!("nothing to send: name a value with {ways}"));
            }
        };
        Ok(Self::Fixed { records: vec![Record { value, ..template }], count: args.count })
    }
}

fn json(args: &SendArgs, topic: Option<&str>) -> Result<Source, String> {
    let named = [
        ("--key", args.key.is_some()),
        ("--key-null", args.key_null),
        ("--key-file", args.key_file.is_some()),
        ("--key-separator", args.key_separator.is_some()),
        ("--key-format", args.key_format != Format::Text),
        ("--value-format", args.value_format != Format::Text),
        ("-H and --header-null", !args.headers.0.is_empty()),
        ("--partition", args.partition.is_some()),
        ("--timestamp", args.timestamp.is_some()),
    ];
    if let Some((name, _)) = named.into_iter().find(|(_, given)| *given) {
        return Err(format!("{name} can't be used with --input json, where each line says it all but the topic"));
    }
    Ok(Source::Json { topic: topic.map(str::to_owned) })
}

fn lines(args: &SendArgs, template: Record) -> Result<Source, String> {
    if args.key_separator.as_deref() == Some("") {
        return Err("--key-separator is ''; at least one character is allowed".into());
    }
    Ok(Source::Lines(LineRules {
        template,
        separator: args.key_separator.clone(),
        key_format: args.key_format,
        value_format: args.value_format,
    }))
}

/// All but the value.
fn template(args: &SendArgs, topic: Option<&str>, now_ms: i64) -> Result<Record, String> {
    let key = match (&args.key, &args.key_file) {
        (Some(text), _) => decode("--key", args.key_format, text)?,
        (None, Some(path)) => from_file("--key-file", args.key_format, path)?,
        (None, None) => Payload::NULL,
    };
    let timestamp = match &args.timestamp {
        Some(text) => parse_timestamp(text, now_ms).map_err(|error| format!("--timestamp: {error}"))?,
        None => None,
    };
    Ok(Record {
        topic: topic.ok_or(NO_TOPIC)?.to_owned(),
        partition: args.partition,
        timestamp,
        key,
        value: Payload::NULL,
        headers: args.headers.0.clone(),
    })
}

fn decode(option: &str, format: Format, text: &str) -> Result<Payload, String> {
    format.decode(text).map_err(|error| format!("{option}: {error}"))
}

/// A file's bytes as they are for text, else what its text stands for.
fn from_file(option: &str, format: Format, path: &Path) -> Result<Payload, String> {
    let place = format!("{option} '{}'", path.display());
    let bytes = fs::read(path).map_err(|error| format!("{place}: {error}"))?;
    if format == Format::Text {
        return Ok(Payload::bytes(bytes));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        format!("{place}: not valid {format}: byte {} is not UTF-8", error.utf8_error().valid_up_to())
    })?;
    decode(&place, format, &text)
}

fn record_file(path: &Path, topic: Option<&str>, now_ms: i64) -> Result<Record, String> {
    let name = path.display().to_string();
    let text = fs::read_to_string(path).map_err(|error| format!("--record '{name}': {error}"))?;
    let file = parse_record_file(&name, &text, now_ms).map_err(|error| error.to_string())?;
    let topic = file.topic.or_else(|| topic.map(str::to_owned));
    let topic = topic.ok_or_else(|| format!("{name}: no topic: name it in the file or with --topic"))?;
    Ok(Record { topic, ..file.record })
}
