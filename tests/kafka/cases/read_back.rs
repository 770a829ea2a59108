//! A record is read back as the broker has it, by a reader that belongs to no group.

use std::sync::Arc;
use std::time::{Duration, Instant};

use linger::cli::target::TargetArgs;
use linger::domain::outcome::TimestampType;
use linger::domain::payload::Payload;
use linger::domain::read_back::Part;
use linger::domain::record::{Header, Record};
use linger::kafka::inspect::Reader;
use linger::kafka::producer::{Cancel, Generations, Requests};
use linger::kafka::settings::Settings;

use super::press;
use crate::harness::stage;
use crate::harness::wait::eventually;
use crate::producing::{Kept, keep};
use crate::pty::Pty;

crate::trials![
    null_empty_and_bytes_come_back_as_they_were_sent,
    what_is_not_there_is_explained,
    the_workbench_shows_what_it_sent_beside_what_the_broker_has,
];

const PATIENT: Duration = Duration::from_secs(60);

fn settings(bootstrap: String) -> Settings {
    TargetArgs { bootstrap_server: Some(bootstrap), ..TargetArgs::default() }.resolve(&|_| None).unwrap().settings
}

/// Every kind of key, value and header value, and timestamps of their own.
fn records(topic: &str) -> Vec<Record> {
    let header = |name: &str, value| Header { name: name.to_owned(), value };
    let payloads = [Payload::NULL, Payload::text(""), Payload::bytes((0..=255).collect::<Vec<u8>>())];
    let mut records = Vec::new();
    for key in &payloads {
        for value in &payloads {
            let headers = payloads.iter().cloned().map(|value| header("twice 한국", value)).collect();
            records.push(Record {
                topic: topic.to_owned(),
                partition: Some(1),
                timestamp: Some(1_700_000_000_000 + i64::try_from(records.len()).unwrap()),
                key: key.clone(),
                value: value.clone(),
                headers,
            });
        }
    }
    records.push(Record { topic: topic.to_owned(), partition: Some(1), timestamp: Some(1), ..Record::default() });
    records
}

fn null_empty_and_bytes_come_back_as_they_were_sent() {
    let cluster = stage::strict();
    let topic = cluster.topic("read-again", 2, &[]);
    let settings = settings(cluster.bootstrap());
    let (producer, lanes) = Generations::start(&settings, Requests::Counted).unwrap();
    let kept = Arc::<Kept>::default();
    keep(lanes, &kept);
    let sent = records(&topic);
    for (n, record) in (0..).zip(&sent) {
        producer.send(n, record, &Cancel::new()).unwrap();
    }
    assert_eq!(producer.flush(Instant::now() + PATIENT), 0);
    eventually("every outcome", || kept.outcomes.lock().unwrap().len() == sent.len());

    let reader = Reader::start(&settings).unwrap();
    for outcome in kept.outcomes.lock().unwrap().iter() {
        let record = &sent[usize::try_from(outcome.n).unwrap()];
        let read = reader.record(&topic, 1, outcome.offset.unwrap(), PATIENT).unwrap();
        let parts = read.beside(Some(record));
        assert!(parts.iter().all(Part::is_same), "{:?}", parts.iter().find(|part| !part.is_same()));
        assert_eq!(read.timestamp, Some((record.timestamp.unwrap(), TimestampType::CreateTime)));
    }
}

fn what_is_not_there_is_explained() {
    let cluster = stage::strict();
    let topic = cluster.topic("read-nothing", 1, &[]);
    let reader = Reader::start(&settings(cluster.bootstrap())).unwrap();
    let missing =
        |topic: &str, partition, offset| reader.record(topic, partition, offset, PATIENT).unwrap_err().to_string();
    assert!(missing(&topic, 0, 5).starts_with(&format!("{topic}-0 ends at offset 0, before 5: ")));
    assert!(missing(&topic, 7, 0).starts_with(&format!("{topic} has no partition 7, but 1: ")));
    assert!(missing("read-nowhere", 0, 0).starts_with("the cluster has no topic 'read-nowhere' any more"));
    assert!(!cluster.topics().contains(&"read-nowhere".to_owned()));
}

fn the_workbench_shows_what_it_sent_beside_what_the_broker_has() {
    let cluster = stage::strict();
    let topic = cluster.topic("read-beside", 1, &[("message.timestamp.type", "LogAppendTime")]);
    let mut pty = Pty::start_with(&["-b", &cluster.bootstrap(), "--topic", &topic], (160, 40), |_| {});
    pty.wait_for("1 partition");
    pty.type_in("hello");
    pty.wait_for("hello");
    pty.type_in("\x1b[15~");
    pty.wait_for(&format!("{topic}-0 @ 0"));
    pty.type_in("\x1b5");
    pty.wait_for("read back");
    press(&mut pty, "b");
    pty.wait_for(&format!("{topic}-0 @ 0: in the log as it was sent"));
    pty.wait_for("5 B, the same");
    pty.wait_for("the broker's clock");
    pty.type_in("\x03");
    assert_eq!(pty.wait_for_exit(), 0);
}
