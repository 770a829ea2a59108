//! What linger says a batch will weigh, against what the client really sends to the embedded cluster.
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::time::{Duration, Instant};

use linger::domain::compression::{Compression, Precision, Weight};
use linger::domain::partitioner::Rule;
use linger::domain::payload::Payload;
use linger::domain::record::{Header, Record};
use linger::domain::size::{BATCH_OVERHEAD, RecordSize};
use linger::kafka::embedded::Embedded;
use linger::kafka::producer::{Cancel, Lanes, Producer, Requests};
use linger::kafka::settings::Settings;

const PATIENT: Duration = Duration::from_secs(60);

fn settings(codec: &str, level: Option<i32>) -> Settings {
    let mut client = vec![
        ("linger.ms".to_owned(), "0".to_owned()),
        ("message.timeout.ms".to_owned(), "60000".to_owned()),
        ("message.max.bytes".to_owned(), (16 << 20).to_string()),
        ("compression.codec".to_owned(), codec.to_owned()),
    ];
    client.extend(level.map(|level| ("compression.level".to_owned(), level.to_string())));
    Settings {
        client,
        bootstrap: String::new(),
        embedded: true,
        permits: linger::domain::guard::Permits::default(),
        buffer_memory: 64 << 20,
        max_block: PATIENT,
        max_request_size: 16 << 20,
        batch_size: 16_384,
        linger: Duration::ZERO,
        delivery_timeout: PATIENT,
        acks: -1,
        idempotent: false,
        partitioner: Rule::default(),
    }
}

/// Sends each record in a batch of its own; returns the bytes of each request on the wire.
fn wire_bytes(embedded: &Embedded, settings: &Settings, records: &[Record]) -> Vec<u64> {
    let (producer, mut lanes): (Producer, Lanes) =
        Producer::start(&embedded.settings(settings), 1, Requests::Whole).unwrap();
    let mut sizes = Vec::new();
    for (n, record) in records.iter().enumerate() {
        producer.send(n as u64, record, &Cancel::new()).unwrap();
        assert_eq!(producer.flush(Instant::now() + PATIENT), 0);
        let deadline = Instant::now() + PATIENT;
        sizes.push(loop {
            assert!(Instant::now() < deadline, "no request for record {n}");
            match lanes.requests.try_recv() {
                Ok(request) => break request.wire_bytes,
                Err(_) => std::thread::yield_now(),
            }
        });
    }
    sizes
}

/// Bytes that do not compress, the same each time (xorshift).
fn random(len: usize) -> Vec<u8> {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state.to_le_bytes()[3]
    };
    (0..len).map(|_| next()).collect()
}

/// Words in an order that does not repeat.
fn text(len: usize) -> Vec<u8> {
    const WORDS: [&str; 16] = [
        "record",
        "batch",
        "the",
        "of",
        "broker",
        "and",
        "partition",
        "is",
        "leader",
        "a",
        "topic",
        "acknowledged",
        "producer",
        "in",
        "offset",
        "replica",
    ];
    let words = random(len).into_iter().map(|at| WORDS[usize::from(at % 16)]);
    words.flat_map(|word| word.bytes().chain([b' '])).take(len).collect()
}

fn json(len: usize) -> Vec<u8> {
    let digits = random(len);
    let item =
        |(n, amount): (usize, &u8)| format!("{{\"id\":{n},\"customer\":\"c-{amount}\",\"paid\":{}}},", amount % 2 == 0);
    digits.iter().enumerate().flat_map(|one| item(one).into_bytes()).take(len).collect()
}

fn records() -> Vec<(String, Record)> {
    let mut records = Vec::new();
    for len in [0, 1, 20, 100, 1_000, 5_000, 30_000, 70_000, 300_000, 2_000_000] {
        for (kind, value) in
            [("random", random(len)), ("text", text(len)), ("json", json(len)), ("zeros", vec![0; len])]
        {
            let headers = vec![
                Header { name: "trace-id".into(), value: Payload::text("9c1d-4471") },
                Header { name: "trace-id".into(), value: Payload::NULL },
            ];
            let record = Record {
                topic: "orders".into(),
                partition: Some(0),
                key: Payload::text("user-42"),
                value: Payload::bytes(value),
                headers: if len % 3 == 0 { headers } else { Vec::new() },
                ..Record::default()
            };
            records.push((format!("{len} of {kind}"), record));
        }
    }
    records
}

/// A batch of so many bytes with its length before it, as an unsigned varint of one more.
fn with_length(batch: u64) -> u64 {
    batch + u64::from((70 - ((batch + 1) | 1).leading_zeros()) / 7)
}

/// Codecs and levels, and how near the weight is: the most it is below and above, in thousandths.
const CASES: &[(&str, Option<i32>, u64, u64)] = &[
    ("gzip", None, 0, 0),
    ("gzip", Some(1), 0, 0),
    ("gzip", Some(9), 0, 0),
    ("snappy", None, 0, 1),
    ("lz4", None, 100, 20),
    ("lz4", Some(3), 0, 430),
    ("lz4", Some(12), 0, 880),
    ("zstd", None, 0, 0),
    ("zstd", Some(1), 0, 0),
    ("zstd", Some(12), 0, 0),
];

#[test]
fn a_batch_weighs_on_the_wire_what_was_said_before() {
    let embedded = Embedded::start().unwrap();
    assert!(embedded.create_topic("orders", 1));
    let named = records();
    let records: Vec<Record> = named.iter().map(|(_, record)| record.clone()).collect();
    let plain: Vec<u64> = records.iter().map(|record| BATCH_OVERHEAD + RecordSize::of(record).in_batch(0, 0)).collect();
    let wires = wire_bytes(&embedded, &settings("none", None), &records);
    // What a request of one batch takes beside it.
    let head = wires[0] - with_length(plain[0]);
    for (wire, plain) in wires.iter().zip(&plain) {
        assert_eq!(*wire, head + with_length(*plain), "uncompressed");
    }
    for (codec, level, below, above) in CASES {
        let compression = Compression::new(codec, *level).unwrap();
        let wires = wire_bytes(&embedded, &settings(codec, *level), &records);
        for (((name, record), wire), plain) in named.iter().zip(wires).zip(&plain) {
            let Weight { bytes, precision } = compression.weigh(record);
            let (said, real) = (with_length(bytes), wire - head);
            let what = format!("{name}, {codec} at {level:?}: {said} said {precision:?}, {real} sent");
            match precision {
                Precision::Exact => assert_eq!(said, real, "{what}"),
                Precision::About => {
                    assert!(said * 1000 >= real * (1000 - below) && said * 1000 <= real * (1000 + above), "{what}");
                }
                Precision::AtMost => assert!(said >= real && said * 1000 <= real * (1000 + above), "{what}"),
            }
            assert!(bytes <= *plain, "{what}");
        }
    }
}
