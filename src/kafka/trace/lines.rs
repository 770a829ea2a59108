//! librdkafka's `debug=msg` lines about batches (`rdkafka_msgset_writer.c`, `rdkafka_request.c`).

/// What a line says about a batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line<'a> {
    /// The topic.
    pub topic: &'a str,
    /// The partition.
    pub partition: i32,
    /// Records in the batch.
    pub records: u32,
    /// librdkafka's number of its first record.
    pub first: u64,
    /// What happened.
    pub what: What<'a>,
}

/// What happened to the batch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What<'a> {
    /// It was put into a request: so many bytes of message set.
    Built(u64),
    /// The broker took it.
    Delivered,
    /// It failed with this sentence.
    Failed(&'a str),
}

/// Parses a line of facility `PRODUCE` or `MSGSET`; `None` for any other.
///
/// The lines read `…: TOPIC [PARTITION]: Produce MessageSet with N message(s) (B bytes, …, MsgId M, …` and
/// `…: TOPIC [PARTITION]: MessageSet with N message(s) (MsgId M, BaseSeq S) delivered|encountered error: E (actions A)`.
pub fn parse<'a>(facility: &str, text: &'a str) -> Option<Line<'a>> {
    let built = match facility {
        "PRODUCE" => true,
        "MSGSET" => false,
        _ => return None,
    };
    let (place, rest) = text.split_once(if built { "]: Produce MessageSet with " } else { "]: MessageSet with " })?;
    let (before, partition) = place.rsplit_once(" [")?;
    let topic = before.rsplit(' ').next()?;
    let (records, rest) = rest.split_once(" message(s) (")?;
    let (_, after_id) = rest.split_once("MsgId ")?;
    let id_ends = after_id.find(|c: char| !c.is_ascii_digit())?;
    let what = if built {
        What::Built(rest.split_once(" bytes")?.0.parse().ok()?)
    } else {
        let (_, said) = rest.split_once(") ")?;
        match said.split_once("encountered error: ") {
            None => said.starts_with("delivered").then_some(What::Delivered)?,
            Some((_, error)) => What::Failed(error.rsplit_once(" (actions ")?.0),
        }
    };
    Some(Line {
        topic,
        partition: partition.parse().ok()?,
        records: records.parse().ok()?,
        first: after_id[..id_ends].parse().ok()?,
        what,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const BUILT: &str = "[thrd:127.0.0.1:35441/1]: 127.0.0.1:35441/1: orders [3]: Produce MessageSet with 2 message(s) \
                         (94 bytes, ApiVersion 9, MsgVersion 2, MsgId 7, BaseSeq 6, PID{Id:1,Epoch:0}, uncompressed)";
    const DELIVERED: &str =
        "[thrd:h:1/1]: h:1/1: orders [3]: MessageSet with 2 message(s) (MsgId 7, BaseSeq 6) delivered";
    const FAILED: &str = "[thrd:h:1/1]: h:1/1: orders [3]: MessageSet with 2 message(s) (MsgId 7, BaseSeq 6) \
                          encountered error: Broker: Not leader for partition (actions Refresh,MsgNotPersisted) [NOT LEADER]";

    #[test]
    fn the_three_lines_of_a_batch_are_read() {
        let line = |what| Some(Line { topic: "orders", partition: 3, records: 2, first: 7, what });
        assert_eq!(parse("PRODUCE", BUILT), line(What::Built(94)));
        assert_eq!(parse("MSGSET", DELIVERED), line(What::Delivered));
        assert_eq!(parse("MSGSET", FAILED), line(What::Failed("Broker: Not leader for partition")));
    }

    #[test]
    fn other_lines_are_left_alone() {
        for (facility, text) in [
            ("FAIL", BUILT),
            ("PRODUCE", "h:1/1: orders [3]: Produce MessageSet with many message(s) (94 bytes, MsgId 7,"),
            ("MSGSET", "h:1/1: orders [x]: MessageSet with 2 message(s) (MsgId 7, BaseSeq 6) delivered"),
            ("MSGSET", "]: MessageSet with "),
            ("PRODUCE", ""),
        ] {
            assert_eq!(parse(facility, text), None, "{text}");
        }
    }
}
