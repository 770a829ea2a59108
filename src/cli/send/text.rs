//! Outcomes in words.

use jiff::Timestamp;

use crate::cli::tally::Tally;
use crate::cli::words::{failure, millis, printable, records};
use crate::domain::outcome::{Outcome, Status, TimestampType};

/// What became of a record, in a line.
pub(super) fn outcome(outcome: &Outcome) -> String {
    let place = match outcome.partition {
        Some(partition) => format!("{}-{partition}", outcome.topic),
        None => outcome.topic.clone(),
    };
    let line = match &outcome.status {
        Status::Delivered => format!(
            "#{} delivered  {place}{}  {}",
            outcome.n,
            outcome.offset.map_or_else(|| "  offset not known".to_owned(), |offset| format!(" @ {offset}")),
            details(outcome)
        ),
        Status::Sent => {
            format!("#{} sent  {place}  offset not known (acks=0)  {}", outcome.n, details(outcome))
        }
        Status::Failed(error) => format!("#{} failed  {place}  {}", outcome.n, failure(error)),
    };
    printable(&line)
}

fn details(outcome: &Outcome) -> String {
    let mut parts = vec![format!("key {}", size(outcome.key_size)), format!("value {}", size(outcome.value_size))];
    if let Some(timestamp) = outcome.timestamp {
        let kind = match outcome.timestamp_type {
            Some(TimestampType::CreateTime) => "create ",
            Some(TimestampType::LogAppendTime) => "log append ",
            None => "",
        };
        parts.push(format!("{kind}{}", time(timestamp)));
    }
    if let Some(micros) = outcome.latency_micros {
        parts.push(millis(micros));
    }
    if let Some(broker) = outcome.broker {
        parts.push(format!("broker {broker}"));
    }
    if outcome.attempts > 1 {
        parts.push(format!("{} attempts", outcome.attempts));
    }
    parts.join("  ")
}

fn size(bytes: i64) -> String {
    if bytes < 0 { "null".to_owned() } else { format!("{bytes} B") }
}

/// A point in time to the millisecond, in UTC.
fn time(millis: i64) -> String {
    Timestamp::from_millisecond(millis).map_or_else(|_| format!("{millis} ms"), |time| format!("{time:.3}"))
}

/// The last line, which counts.
pub(super) fn summary(tally: &Tally, unknown: u64) -> String {
    let mut parts = Vec::new();
    for (count, word) in [(tally.delivered, "delivered"), (tally.sent, "sent (acks=0)"), (tally.failed, "failed")] {
        if count > 0 || (word == "delivered" && tally.sent == 0) {
            parts.push(format!("{count} {word}"));
        }
    }
    if tally.uncertain > 0 {
        parts.push(format!("{} of the failed may have been written", tally.uncertain));
    }
    if unknown > 0 {
        parts.push(format!("{unknown} of unknown fate"));
    }
    format!("{}: {}", records(tally.total() + unknown), parts.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::outcome::{Failure, Side};

    fn delivered() -> Outcome {
        Outcome {
            n: 7,
            status: Status::Delivered,
            topic: "orders".into(),
            partition: Some(3),
            offset: Some(1841),
            timestamp: Some(1_700_000_000_123),
            timestamp_type: Some(TimestampType::CreateTime),
            key_size: 7,
            value_size: -1,
            latency_micros: Some(6149),
            broker: Some(1),
            attempts: 1,
            journey: None,
        }
    }

    fn failed() -> Failure {
        Failure {
            code: -192,
            name: "_MSG_TIMED_OUT".into(),
            side: Side::Client,
            retriable: true,
            fatal: false,
            possibly_persisted: false,
            message: "the record expired".into(),
            cause: None,
        }
    }

    #[test]
    fn an_outcome_is_one_line() {
        let cases = [
            (
                delivered(),
                "#7 delivered  orders-3 @ 1841  key 7 B  value null  create 2023-11-14T22:13:20.123Z  6.1 ms  broker 1",
            ),
            (
                Outcome { timestamp_type: None, broker: None, attempts: 2, value_size: 0, ..delivered() },
                "#7 delivered  orders-3 @ 1841  key 7 B  value 0 B  2023-11-14T22:13:20.123Z  6.1 ms  2 attempts",
            ),
            (
                Outcome { status: Status::Sent, offset: None, timestamp: None, latency_micros: None, ..delivered() },
                "#7 sent  orders-3  offset not known (acks=0)  key 7 B  value null  broker 1",
            ),
            (
                Outcome { status: Status::Failed(failed()), partition: None, ..delivered() },
                "#7 failed  orders  the record expired (_MSG_TIMED_OUT -192, raised by the client, retriable; it was \
                 not written)",
            ),
            (
                Outcome {
                    status: Status::Failed(Failure {
                        side: Side::Broker,
                        retriable: false,
                        possibly_persisted: true,
                        cause: Some("b1:9092 refused".into()),
                        ..failed()
                    }),
                    ..delivered()
                },
                "#7 failed  orders-3  the record expired (_MSG_TIMED_OUT -192, raised by the broker, not retriable; \
                 it may have been written: sending it again may write it twice), because: b1:9092 refused",
            ),
        ];
        for (found, expected) in cases {
            assert_eq!(outcome(&found), expected);
        }
    }

    #[test]
    fn text_from_outside_can_not_steer_the_terminal() {
        let wicked = Outcome { topic: "a\x1b[2J\n\u{202e}é".into(), ..delivered() };
        let line = outcome(&wicked);
        assert!(line.contains("a\\u{1b}[2J\\n\\u{202e}é-3"), "{line}");
    }

    #[test]
    fn the_summary_counts() {
        let tally = |delivered, sent, failed, uncertain| Tally { delivered, sent, failed, uncertain, not_local: 0 };
        for (tally, unknown, expected) in [
            (tally(0, 0, 0, 0), 0, "no records: 0 delivered"),
            (tally(1, 0, 0, 0), 0, "1 record: 1 delivered"),
            (tally(2, 0, 1, 0), 0, "3 records: 2 delivered, 1 failed"),
            (tally(0, 3, 0, 0), 0, "3 records: 3 sent (acks=0)"),
            (tally(0, 0, 2, 1), 0, "2 records: 0 delivered, 2 failed, 1 of the failed may have been written"),
            (tally(1, 0, 0, 0), 2, "3 records: 1 delivered, 2 of unknown fate"),
        ] {
            assert_eq!(summary(&tally, unknown), expected);
        }
    }
}
