//! The bytes of a key, a value or a header value, with null kept apart from empty.

use std::fmt;

/// What a serializer hands to the producer: null, or bytes (which may be none).
///
/// Kafka keeps the two apart on the wire: a null value on a compacted topic is a tombstone, an empty one is not.
#[derive(Clone, PartialEq, Eq, Hash, Default)]
pub struct Payload(Option<Vec<u8>>);

impl Payload {
    /// The null payload.
    pub const NULL: Payload = Payload(None);

    /// A payload of these bytes; no bytes make the empty payload, not the null one.
    pub fn bytes(bytes: impl Into<Vec<u8>>) -> Self {
        Self(Some(bytes.into()))
    }

    /// A payload of this text as UTF-8.
    pub fn text(text: impl Into<String>) -> Self {
        Self(Some(text.into().into_bytes()))
    }

    /// The bytes, or `None` for null.
    pub fn as_deref(&self) -> Option<&[u8]> {
        self.0.as_deref()
    }

    /// Whether this is null.
    pub fn is_null(&self) -> bool {
        self.0.is_none()
    }

    /// Bytes held; 0 for null and for empty.
    pub fn len(&self) -> usize {
        self.0.as_ref().map_or(0, Vec::len)
    }

    /// Whether no byte is held: null or empty.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The size as `RecordMetadata.serializedKeySize()` tells it: bytes, −1 for null.
    pub fn serialized_size(&self) -> i64 {
        self.0.as_ref().map_or(-1, |bytes| i64::try_from(bytes.len()).unwrap_or(i64::MAX))
    }
}

/// Payloads can hold anything a person types, secrets among it: debug output tells the size only.
impl fmt::Debug for Payload {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            None => f.write_str("null"),
            Some(bytes) => write!(f, "{} B", bytes.len()),
        }
    }
}
