//! The three lines that librdkafka writes about each batch with `debug=msg`.
//!
//! They are the only place where it tells why a batch is sent again, and a batch's sequence numbers
//! (`rdkafka_msgset_writer.c`, `rdkafka_request.c`).

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use super::line::{Line, Origin};
use crate::domain::failure::Code;
use crate::domain::reason::visible;
use crate::kafka::native;

/// What a line says happened to the batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProduceStep<'a> {
    /// It was put into a Produce request.
    Sent {
        /// Bytes of the batch, compressed.
        bytes: u64,
        /// The producer's id and epoch; `None` without idempotence.
        producer: Option<(i64, i16)>,
    },
    /// The broker took it.
    Delivered,
    /// The broker refused it, or the request failed.
    Refused {
        /// librdkafka's sentence for the error code, as `Broker: Not leader for partition`.
        error: &'a str,
        /// What librdkafka means to do at first, as `Retry,MsgNotPersisted`; an idempotent producer may think again.
        actions: &'a str,
    },
}

impl ProduceStep<'_> {
    /// The error's code, if this is a refusal with a code that librdkafka knows.
    pub fn code(&self) -> Option<i32> {
        match self {
            Self::Sent { .. } | Self::Delivered => None,
            Self::Refused { error, .. } => code_of(error),
        }
    }

    /// The cause of a retry, in short: the error's name, or the text of an error without one.
    pub fn cause(&self) -> Option<Arc<str>> {
        match self {
            Self::Sent { .. } | Self::Delivered => None,
            Self::Refused { error, .. } => {
                let name = code_of(error).and_then(Code::find).map(|code| Arc::from(code.name));
                Some(name.unwrap_or_else(|| Arc::from(visible(error, 200))))
            }
        }
    }
}

/// One line about one batch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProduceLog<'a> {
    /// The broker's id.
    pub broker: Option<i32>,
    /// The topic.
    pub topic: &'a str,
    /// The partition.
    pub partition: i32,
    /// Records in the batch.
    pub records: u32,
    /// librdkafka's number of the first record in its partition, from 1; a batch keeps it when it is sent again.
    pub first_id: u64,
    /// The sequence number of the first record; −1 without idempotence.
    pub base_sequence: i32,
    /// What happened.
    pub step: ProduceStep<'a>,
}

/// Reads a log line of facility `PRODUCE` or `MSGSET`; `None` for any other.
pub fn parse_produce_log(raw: &str) -> Option<ProduceLog<'_>> {
    let line = Line::parse(raw);
    let broker = match line.broker {
        Some((_, Origin::Node(id))) => Some(id),
        Some((_, Origin::Bootstrap)) | None => None,
    };
    // A refusal may end in `)`, which looks like the suffix of other lines but never is one.
    let (topic, rest) = line.text.split_once(" [")?;
    let (partition, rest) = rest.split_once("]: ")?;
    let partition = partition.parse().ok()?;
    let sent = rest.strip_prefix("Produce ");
    let (records, rest) = sent.unwrap_or(rest).strip_prefix("MessageSet with ")?.split_once(" message(s) (")?;
    let records = records.parse().ok()?;
    let (_, ids) = rest.split_once("MsgId ")?;
    let (first_id, ids) = ids.split_once(", BaseSeq ")?;
    let end = ids.find([')', ','])?;
    let (base_sequence, tail) = ids.split_at(end);
    let step = if sent.is_some() {
        let (bytes, _) = rest.split_once(" bytes")?;
        ProduceStep::Sent { bytes: bytes.parse().ok()?, producer: producer_id(tail) }
    } else if tail == ") delivered" {
        ProduceStep::Delivered
    } else {
        let (error, actions) = tail.strip_prefix(") encountered error: ")?.rsplit_once(" (actions ")?;
        ProduceStep::Refused { error, actions: actions.split(')').next().unwrap_or_default() }
    };
    Some(ProduceLog {
        broker,
        topic,
        partition,
        records,
        first_id: first_id.parse().ok()?,
        base_sequence: base_sequence.parse().ok()?,
        step,
    })
}

/// `PID{Id:4001,Epoch:0}`; `PID{Invalid}` is none.
fn producer_id(text: &str) -> Option<(i64, i16)> {
    let (id, rest) = text.split_once("PID{Id:")?.1.split_once(",Epoch:")?;
    Some((id.parse().ok()?, rest.split('}').next()?.parse().ok()?))
}

/// The code behind one of librdkafka's sentences.
fn code_of(sentence: &str) -> Option<i32> {
    static CODES: LazyLock<HashMap<String, i32>> =
        LazyLock::new(|| native::errors().into_iter().map(|(code, _, sentence)| (sentence, code)).collect());
    if let Some(code) = CODES.get(sentence) {
        return Some(*code);
    }
    // rd_kafka_err2str for a code it does not know.
    sentence.strip_prefix("Err-")?.strip_suffix('?')?.parse().ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use proptest::prelude::*;

    use super::*;

    const PREFIX: &str = "[thrd:127.0.0.1:41235/1]: 127.0.0.1:41235/1: ";

    #[test]
    fn a_refused_batch_tells_its_error() {
        // (error, code, cause)
        let table = [
            ("Broker: Not leader for partition", Some(6), "NOT_LEADER_FOR_PARTITION"),
            ("Broker: Not enough in-sync replicas", Some(19), "NOT_ENOUGH_REPLICAS"),
            ("Local: Broker transport failure", Some(-195), "_TRANSPORT"),
            ("Err-98?", Some(98), "SNAPSHOT_NOT_FOUND"),
            ("Err-4711?", Some(4711), "Err-4711?"),
            ("Broker: \u{1b}[2J (odd)", None, "Broker: \\u{1b}[2J (odd)"),
        ];
        for (error, code, cause) in table {
            for end in ["", " [NOT LEADER]"] {
                let raw = format!(
                    "{PREFIX}orders [3]: MessageSet with 12 message(s) (MsgId 25, BaseSeq 24) encountered error: {error} \
                     (actions Retry,MsgPossiblyPersisted){end}"
                );
                let log = parse_produce_log(&raw).unwrap();
                let step = ProduceStep::Refused { error, actions: "Retry,MsgPossiblyPersisted" };
                let expected = ProduceLog {
                    broker: Some(1),
                    topic: "orders",
                    partition: 3,
                    records: 12,
                    first_id: 25,
                    base_sequence: 24,
                    step,
                };
                assert_eq!(log, expected);
                assert_eq!((log.step.code(), log.step.cause().as_deref()), (code, Some(cause)));
            }
        }
    }

    #[test]
    fn a_sent_and_a_delivered_batch_are_told_apart() {
        let sent = |pid| {
            format!(
                "{PREFIX}t [0]: Produce MessageSet with 3 message(s) (123 bytes, ApiVersion 9, MsgVersion 2, MsgId 1, \
                 BaseSeq 7, {pid}, uncompressed)"
            )
        };
        for (pid, producer) in [("PID{Invalid}", None), ("PID{Id:4001,Epoch:2}", Some((4001, 2)))] {
            let raw = sent(pid);
            let log = parse_produce_log(&raw).unwrap();
            assert_eq!((log.records, log.first_id, log.base_sequence), (3, 1, 7));
            assert_eq!(log.step, ProduceStep::Sent { bytes: 123, producer });
            assert_eq!((log.step.code(), log.step.cause()), (None, None));
        }
        let raw = format!("{PREFIX}t [0]: MessageSet with 3 message(s) (MsgId 1, BaseSeq -1) delivered");
        let log = parse_produce_log(&raw).unwrap();
        assert_eq!((log.base_sequence, log.step), (-1, ProduceStep::Delivered));
    }

    #[test]
    fn other_lines_are_none() {
        for raw in [
            "",
            "t [0]: Reconstructed MessageSet (3 message(s), 123 bytes, MsgIds 1..3)",
            "t [0]: No more space in current MessageSet (3 message(s), 123 bytes)",
            "t [x]: MessageSet with 3 message(s) (MsgId 1, BaseSeq -1) delivered",
            "t [0]: MessageSet with 3 message(s) (MsgId 1, BaseSeq -1",
            "t [0]: MessageSet with 3 message(s) (MsgId 1, BaseSeq -1) lost",
        ] {
            assert_eq!(parse_produce_log(raw), None, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_panic(raw in "\\PC*", cut in 0usize..400) {
            let whole = format!(
                "{PREFIX}{raw} [3]: MessageSet with 12 message(s) (MsgId 25, BaseSeq 24) encountered error: {raw} (actions {raw})"
            );
            let end = (0..=cut.min(whole.len())).rev().find(|at| whole.is_char_boundary(*at)).unwrap_or(0);
            for text in [raw.as_str(), &whole, &whole[..end]] {
                if let Some(log) = parse_produce_log(text) {
                    let _ = log.step.cause();
                }
            }
        }
    }
}
