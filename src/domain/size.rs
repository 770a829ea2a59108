//! How large a record is: in a batch of record format v2, and in the producer's accounts.

use crate::domain::record::Record;

/// Bytes of a batch before its first record: `DefaultRecordBatch.RECORD_BATCH_OVERHEAD`.
pub const BATCH_OVERHEAD: u64 = 61;

/// Bytes a record can need beside key, value and headers: `DefaultRecord.MAX_RECORD_OVERHEAD`.
pub const MAX_RECORD_OVERHEAD: u64 = 21;

/// Bytes that linger counts for each record beside its contents, for the client's own bookkeeping.
pub const BOOKKEEPING: u64 = 256;

/// Bytes of `value` as a zigzag varint.
pub const fn varint_len(value: i64) -> u64 {
    let zigzag = (value << 1) ^ (value >> 63);
    // Seven bits a byte, at least one byte.
    (70 - (zigzag | 1).leading_zeros() as u64) / 7
}

/// Bytes of `bytes` with the varint of their length before them; null takes the one byte of length −1.
fn field_len(bytes: Option<&[u8]>) -> u64 {
    bytes.map_or(1, |bytes| counted_len(bytes.len()))
}

/// Bytes of `len` bytes with the varint of their length before them.
fn counted_len(len: usize) -> u64 {
    varint_len(i64::try_from(len).unwrap_or(i64::MAX)) + len as u64
}

/// What of a record's size does not depend on its place in a batch.
///
/// Worked out once for each record; all other sizes follow from it without looking at the record again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordSize {
    /// Bytes of key, value and headers with their length prefixes and the number of headers.
    fields: u64,
}

impl RecordSize {
    /// Measures key, value and headers.
    pub fn of(record: &Record) -> Self {
        let headers = record
            .headers
            .iter()
            .map(|header| counted_len(header.name.len()) + field_len(header.value.as_deref()))
            .sum::<u64>();
        let fields = field_len(record.key.as_deref())
            + field_len(record.value.as_deref())
            + varint_len(i64::try_from(record.headers.len()).unwrap_or(i64::MAX))
            + headers;
        Self { fields }
    }

    /// Of a record without headers, by the lengths of its key (`None` for null) and of its value.
    pub fn of_parts(key: Option<usize>, value: usize) -> Self {
        Self { fields: key.map_or(1, counted_len) + counted_len(value) + varint_len(0) }
    }

    /// The most bytes a batch of this record alone can take, which is what the Java client checks against
    /// `max.request.size` and `buffer.memory` (`AbstractRecords.estimateSizeInBytesUpperBound`).
    pub fn upper_bound(self) -> u64 {
        BATCH_OVERHEAD + MAX_RECORD_OVERHEAD + self.fields
    }

    /// Bytes in a batch, uncompressed, as the `offset_delta`th record after the first and `timestamp_delta`
    /// milliseconds later (`DefaultRecord.sizeInBytes`).
    pub fn in_batch(self, offset_delta: u32, timestamp_delta: i64) -> u64 {
        let body = 1 + varint_len(i64::from(offset_delta)) + varint_len(timestamp_delta) + self.fields;
        varint_len(i64::try_from(body).unwrap_or(i64::MAX)) + body
    }
}

/// Writes `value` as a zigzag varint.
fn put_varint(value: i64, out: &mut Vec<u8>) {
    let mut rest = ((value << 1) ^ (value >> 63)).cast_unsigned();
    loop {
        let [low, ..] = rest.to_le_bytes();
        rest >>= 7;
        if rest == 0 {
            out.push(low);
            return;
        }
        out.push(low | 0x80);
    }
}

fn put_field(bytes: Option<&[u8]>, out: &mut Vec<u8>) {
    put_varint(bytes.map_or(-1, |bytes| i64::try_from(bytes.len()).unwrap_or(i64::MAX)), out);
    out.extend_from_slice(bytes.unwrap_or_default());
}

impl Record {
    /// The record as it stands first in a batch, before compression (`DefaultRecord.writeTo`).
    pub fn encoded(&self) -> Vec<u8> {
        // Attributes, timestamp delta, offset delta.
        let mut body = vec![0, 0, 0];
        put_field(self.key.as_deref(), &mut body);
        put_field(self.value.as_deref(), &mut body);
        put_varint(i64::try_from(self.headers.len()).unwrap_or(i64::MAX), &mut body);
        for header in &self.headers {
            put_field(Some(header.name.as_bytes()), &mut body);
            put_field(header.value.as_deref(), &mut body);
        }
        let mut encoded = Vec::with_capacity(body.len() + 10);
        put_varint(i64::try_from(body.len()).unwrap_or(i64::MAX), &mut encoded);
        encoded.append(&mut body);
        encoded
    }

    /// See [`RecordSize::upper_bound`].
    pub fn upper_bound(&self) -> u64 {
        RecordSize::of(self).upper_bound()
    }

    /// Bytes of the contents: key, value, header names and header values, nothing around them.
    pub fn content_bytes(&self) -> u64 {
        let headers = self.headers.iter().map(|header| header.name.len() + header.value.len()).sum::<usize>();
        (self.key.len() + self.value.len() + headers) as u64
    }

    /// Bytes counted against `buffer.memory` from acceptance to the end.
    pub fn buffer_cost(&self) -> u64 {
        self.content_bytes() + BOOKKEEPING
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::domain::payload::Payload;
    use crate::domain::record::Header;

    fn payload(len: &str) -> Payload {
        usize::try_from(len.parse::<i64>().unwrap()).map_or(Payload::NULL, |len| Payload::bytes(vec![b'x'; len]))
    }

    fn headers(column: &str) -> Vec<Header> {
        let header = |part: &str| {
            let (name, len) = part.split_once(':').unwrap();
            let name = data_encoding::HEXLOWER.decode(name.as_bytes()).unwrap();
            Header { name: String::from_utf8(name).unwrap(), value: payload(len) }
        };
        if column == "-" { Vec::new() } else { column.split(',').map(header).collect() }
    }

    #[test]
    fn sizes_equal_the_java_clients() {
        let table = include_str!("../../tests/fixtures/oracle/sizes_random.tsv");
        let mut checked = 0;
        for line in table.lines().skip(1) {
            let [key, value, header, upper_bound, batch] = *line.split('\t').collect::<Vec<_>>() else {
                panic!("five columns expected: {line}");
            };
            let record =
                Record { key: payload(key), value: payload(value), headers: headers(header), ..Record::default() };
            let size = RecordSize::of(&record);
            assert_eq!(size.upper_bound().to_string(), upper_bound, "upper bound of {line}");
            assert_eq!((BATCH_OVERHEAD + size.in_batch(0, 0)).to_string(), batch, "batch of {line}");
            assert_eq!(record.encoded().len() as u64, size.in_batch(0, 0), "encoding of {line}");
            checked += 1;
        }
        assert_eq!(checked, 325);
    }

    #[test]
    fn a_varint_takes_seven_bits_a_byte() {
        for (value, len) in [
            (0, 1),
            (-1, 1),
            (63, 1),
            (-64, 1),
            (64, 2),
            (-65, 2),
            (8191, 2),
            (8192, 3),
            (i64::from(i32::MAX), 5),
            (i64::MAX, 10),
            (i64::MIN, 10),
        ] {
            assert_eq!(varint_len(value), len, "{value}");
        }
    }

    #[test]
    fn a_record_is_encoded_as_a_broker_reads_it() {
        let header = |name: &str, value| Header { name: name.into(), value };
        let record = Record {
            key: Payload::NULL,
            value: Payload::bytes([b'v'; 70]),
            headers: vec![header("h", Payload::NULL), header("", Payload::text(""))],
            ..Record::default()
        };
        let mut expected = vec![0xa4, 0x01, 0, 0, 0, 0x01, 0x8c, 0x01];
        expected.extend([b'v'; 70]);
        expected.extend([0x04, 0x02, b'h', 0x01, 0x00, 0x00]);
        assert_eq!(record.encoded(), expected);
    }

    #[test]
    fn a_later_place_in_the_batch_makes_a_record_larger() {
        let size = RecordSize::of(&Record::default());
        assert_eq!(size.in_batch(0, 0), 7);
        assert_eq!(size.in_batch(63, 63), 7);
        assert_eq!(size.in_batch(64, 0), 8);
        assert_eq!(size.in_batch(64, -65), 9);
    }

    #[test]
    fn the_cost_in_the_buffer_counts_contents_and_bookkeeping() {
        let record = Record {
            key: Payload::text("key"),
            value: Payload::NULL,
            headers: vec![Header { name: "name".into(), value: Payload::text("v") }],
            ..Record::default()
        };
        assert_eq!(record.content_bytes(), 8);
        assert_eq!(record.buffer_cost(), 264);
    }
}
