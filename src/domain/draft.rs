//! A record as a person writes it: the texts of its parts, which need not be right yet.

use std::sync::Arc;

use data_encoding::BASE64;
use data_encoding::HEXLOWER;

use crate::domain::format::{Format, check_json};
use crate::domain::payload::Payload;
use crate::domain::record::Record;

/// Bytes up to which what is no text is written as hexadecimal digits, and as base64 above.
const MOST_HEX: usize = 1024;

/// A key, a value or a header value as it is written.
#[derive(Clone, PartialEq, Eq, Default)]
pub enum Written {
    /// The null payload.
    #[default]
    Null,
    /// Zero bytes, said so.
    Empty,
    /// A text, and what reads it.
    As(Format, Arc<str>),
}

impl Written {
    /// This text as it stands.
    pub fn text(text: &str) -> Self {
        Self::As(Format::Text, text.into())
    }

    /// These bytes: as JSON if they are an object or an array, as text if they are UTF-8.
    pub fn of(payload: &Payload) -> Self {
        let Some(bytes) = payload.as_deref() else { return Self::Null };
        if bytes.is_empty() {
            return Self::Empty;
        }
        match std::str::from_utf8(bytes) {
            Ok(text) if text.trim_start().starts_with(['{', '[']) && check_json(text).is_ok() => {
                Self::As(Format::Json, text.into())
            }
            Ok(text) => Self::text(text),
            Err(_) if bytes.len() <= MOST_HEX => Self::As(Format::Hex, HEXLOWER.encode(bytes).into()),
            Err(_) => Self::As(Format::Base64, BASE64.encode(bytes).into()),
        }
    }
}

/// What a person types may be a secret: debug output tells the size only.
impl std::fmt::Debug for Written {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Empty => f.write_str("empty"),
            Self::As(format, text) => write!(f, "{format}, {} B", text.len()),
        }
    }
}

/// A record as it is written. What is empty was not written.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Draft {
    /// The topic's name.
    pub topic: String,
    /// The partition: a number, or "auto".
    pub partition: String,
    /// The timestamp, in any form that is read.
    pub timestamp: String,
    /// The key.
    pub key: Written,
    /// The value.
    pub value: Written,
    /// The headers' names and values, in order.
    pub headers: Vec<(String, Written)>,
}

impl From<&Record> for Draft {
    fn from(record: &Record) -> Self {
        let header = |header: &crate::domain::record::Header| (header.name.clone(), Written::of(&header.value));
        Self {
            topic: record.topic.clone(),
            partition: record.partition.map(|partition| partition.to_string()).unwrap_or_default(),
            timestamp: record.timestamp.map(|millis| millis.to_string()).unwrap_or_default(),
            key: Written::of(&record.key),
            value: Written::of(&record.value),
            headers: record.headers.iter().map(header).collect(),
        }
    }
}
