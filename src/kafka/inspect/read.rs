//! Reading one record back, without a group, committing nothing.

use std::time::{Duration, Instant};

use rdkafka::consumer::Consumer as _;
use rdkafka::error::RDKafkaErrorCode;

use super::{InspectError, Inspector};
use crate::domain::failure::Code;
use crate::domain::read_back::ReadRecord;
use crate::kafka::native::fetch::{Fetched, Nothing, fetch};
use crate::kafka::settings::Settings;

/// What the reader sets besides the connection's properties: also records of open and aborted transactions are read,
/// the end of a partition is told, and an offset that is gone is an error, not a jump to another.
const READING: [(&str, &str); 7] = [
    ("isolation.level", "read_uncommitted"),
    ("enable.partition.eof", "true"),
    ("auto.offset.reset", "error"),
    ("enable.auto.commit", "false"),
    ("enable.auto.offset.store", "false"),
    ("check.crcs", "true"),
    ("fetch.wait.max.ms", "100"),
];

/// A client that reads single records back. It belongs to no group. Dropping it does not wait.
pub struct Reader(Inspector);

impl Reader {
    /// Starts the client; it connects when it is first asked.
    ///
    /// # Errors
    /// What librdkafka does not accept among the connection's properties.
    pub fn start(settings: &Settings) -> Result<Self, InspectError> {
        Inspector::start_with(settings, &READING).map(Self)
    }

    /// Reads the record at an offset of a partition. Blocks up to `timeout`.
    ///
    /// # Errors
    /// Why there is none, in a sentence: nobody answered, or it is no longer there.
    pub fn record(
        &self,
        topic: &str,
        partition: i32,
        offset: i64,
        timeout: Duration,
    ) -> Result<ReadRecord, InspectError> {
        let deadline = Instant::now() + timeout;
        let Some(view) = self.0.topic(topic, timeout)? else {
            let code = RDKafkaErrorCode::UnknownTopicOrPartition;
            return Err(gone(code, format!("the cluster has no topic '{topic}' any more: it was deleted")));
        };
        let count = view.partitions.len();
        if !view.partitions.iter().any(|known| known.id == partition) {
            let text = format!("{topic} has no partition {partition}, but {count}: it was deleted and made anew");
            return Err(gone(RDKafkaErrorCode::UnknownPartition, text));
        }
        let left = deadline.saturating_duration_since(Instant::now());
        match fetch(&self.0.consumer, topic, partition, offset, left) {
            Ok(fetched) if fetched.offset == offset => Ok(read(topic, partition, fetched)),
            Ok(fetched) => Err(gone(
                RDKafkaErrorCode::OffsetOutOfRange,
                format!(
                    "offset {offset} of {topic}-{partition} holds no record any more, the next one is at {}: it was \
                     compacted away, as cleanup.policy=compact does with all but the newest record of a key",
                    fetched.offset
                ),
            )),
            Err(Nothing::End(end)) => Err(ends(topic, partition, offset, end)),
            Err(Nothing::Error(code)) if code == RDKafkaErrorCode::AutoOffsetReset as i32 => {
                Err(self.outside(topic, partition, offset, deadline))
            }
            Err(Nothing::Error(code)) => {
                let (name, meaning) = Code::find(code).map_or(("", "an unknown error"), |row| (row.name, row.meaning));
                Err(InspectError { code, reason: None, message: format!("{topic}-{partition}: {meaning} ({name})") })
            }
            Err(Nothing::Timeout) => Err(self.silent(topic, partition, timeout)),
        }
    }

    /// Why an offset lies outside the log.
    fn outside(&self, topic: &str, partition: i32, offset: i64, deadline: Instant) -> InspectError {
        let left = deadline.saturating_duration_since(Instant::now()).max(Duration::from_millis(1));
        match self.0.consumer.fetch_watermarks(topic, partition, left) {
            Ok((low, _)) if offset < low => gone(
                RDKafkaErrorCode::OffsetOutOfRange,
                format!(
                    "offset {offset} is no longer in the log, which begins at {low} now: retention (retention.ms, \
                     retention.bytes) or a call of DeleteRecords removed it"
                ),
            ),
            Ok((_, high)) => ends(topic, partition, offset, high),
            Err(_) => gone(
                RDKafkaErrorCode::OffsetOutOfRange,
                format!("offset {offset} of {topic}-{partition} lies outside the log: what was there was removed"),
            ),
        }
    }

    fn silent(&self, topic: &str, partition: i32, timeout: Duration) -> InspectError {
        let reason = self.0.consumer.context().with(|reasons, now| reasons.overall(now));
        let why = reason.as_ref().map(|reason| format!(": {}", reason.text)).unwrap_or_default();
        let message = format!("the leader of {topic}-{partition} sent nothing within {} s{why}", timeout.as_secs());
        InspectError { code: RDKafkaErrorCode::OperationTimedOut as i32, reason, message }
    }
}

fn gone(code: RDKafkaErrorCode, message: String) -> InspectError {
    InspectError { code: code as i32, reason: None, message }
}

fn ends(topic: &str, partition: i32, offset: i64, end: i64) -> InspectError {
    let text = format!(
        "{topic}-{partition} ends at offset {end}, before {offset}: the topic was deleted and made anew, or a new leader \
         did not have the record (acks=1, or an unclean election)"
    );
    gone(RDKafkaErrorCode::OffsetOutOfRange, text)
}

fn read(topic: &str, partition: i32, fetched: Fetched) -> ReadRecord {
    let Fetched { offset, timestamp, key, value, headers } = fetched;
    ReadRecord { topic: topic.to_owned(), partition, offset, timestamp, key, value, headers }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use rdkafka::config::ClientConfig;
    use rdkafka::message::{Header, OwnedHeaders};
    use rdkafka::producer::{BaseProducer, BaseRecord, Producer as _};

    use super::*;
    use crate::domain::payload::Payload;
    use crate::kafka::inspect::tests::settings;
    use crate::kafka::native::mock::MockCluster;

    const PATIENT: Duration = Duration::from_secs(20);

    #[test]
    fn a_record_is_read_back_as_it_was_sent_and_what_is_not_there_is_explained() {
        let mock = MockCluster::new(1).unwrap();
        assert!(mock.create_topic("orders", 2, 1));
        let producer: BaseProducer = ClientConfig::new().set("bootstrap.servers", mock.bootstrap()).create().unwrap();
        let headers = OwnedHeaders::new()
            .insert(Header { key: "a", value: Some(&[0_u8, 255][..]) })
            .insert(Header { key: "a", value: Some(&b""[..]) })
            .insert(Header { key: "null", value: None::<&[u8]> });
        let record = BaseRecord::<[u8], [u8]>::to("orders").partition(1);
        producer.send(record.key(b"".as_slice()).headers(headers).timestamp(1_700_000_000_000)).unwrap();
        let record = BaseRecord::<[u8], [u8]>::to("orders").partition(1);
        producer.send(record.payload([0, 255].as_slice()).timestamp(1_700_000_000_001)).unwrap();
        producer.flush(PATIENT).unwrap();

        // A producer's own properties do not disturb.
        let settings = settings(&mock.bootstrap(), &[("linger.ms", "5"), ("enable.idempotence", "true")]);
        let reader = Reader::start(&settings).unwrap();
        let first = reader.record("orders", 1, 0, PATIENT).unwrap();
        assert_eq!((first.partition, first.offset), (1, 0));
        assert_eq!((first.key, first.value), (Payload::text(""), Payload::NULL));
        let names: Vec<&str> = first.headers.iter().map(|header| header.name.as_str()).collect();
        assert_eq!(names, ["a", "a", "null"]);
        let values: Vec<Payload> = first.headers.into_iter().map(|header| header.value).collect();
        assert_eq!(values, [Payload::bytes([0, 255]), Payload::text(""), Payload::NULL]);
        assert_eq!(first.timestamp.map(|(millis, _)| millis), Some(1_700_000_000_000));
        // The same reader again, another offset of the same partition.
        let second = reader.record("orders", 1, 1, PATIENT).unwrap();
        assert_eq!((second.key, second.value, second.offset), (Payload::NULL, Payload::bytes([0, 255]), 1));

        let missing =
            |topic, partition, offset| reader.record(topic, partition, offset, PATIENT).unwrap_err().to_string();
        assert!(
            missing("orders", 1, 9).starts_with("orders-1 ends at offset 2, before 9: "),
            "{}",
            missing("orders", 1, 9)
        );
        assert_eq!(missing("orders", 5, 0), "orders has no partition 5, but 2: it was deleted and made anew");
        assert_eq!(missing("nothing", 0, 0), "the cluster has no topic 'nothing' any more: it was deleted");
        // This cluster keeps 5 MiB of a partition.
        for _ in 0..8 {
            let record = BaseRecord::<[u8], [u8]>::to("orders").partition(1);
            producer.send(record.payload(vec![7; 900_000].as_slice())).unwrap();
        }
        producer.flush(PATIENT).unwrap();
        let gone = missing("orders", 1, 0);
        assert!(gone.starts_with("offset 0 is no longer in the log, which begins at "), "{gone}");
        assert!(gone.contains("retention.ms"), "{gone}");
        assert_eq!(reader.0.cluster(PATIENT).unwrap().topics, ["orders"], "reading creates nothing");
    }
}
