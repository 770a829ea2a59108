//! A code told in full: the card that a person reads.

use super::{Clients, Code, Elsewhere, Java, Weight, Written};
use crate::domain::outcome::Side;

/// A line of a card: a label of at most ten characters, and a sentence without an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// What the sentence is about.
    pub label: &'static str,
    /// The sentence.
    pub text: String,
}

impl Code {
    /// The head of the card: who raises it, and what it says about the record and the producer.
    pub fn standing(&self) -> String {
        let side = match self.side() {
            Side::Client => "from the client",
            Side::Broker => "from the broker",
        };
        let weight = match self.weight {
            Weight::Retriable => "retriable",
            Weight::Permanent => "not retriable",
            Weight::Abortable => "not retriable, abortable",
            Weight::FatalIfIdempotent => "not retriable, fatal for an idempotent producer",
            Weight::Fatal => "fatal: the producer can't go on",
        };
        format!("{side}, {weight}")
    }

    /// The whole card below its head. `value` says what is known of a property's value, such as "now 5" or
    /// "default 5"; it is asked for settings of topics and brokers too, as `topic max.message.bytes`.
    pub fn card(&self, value: &dyn Fn(&str) -> Option<String>) -> Vec<Line> {
        let mut lines = vec![
            Line { label: "meaning", text: self.meaning.to_owned() },
            Line { label: "causes", text: self.causes.to_owned() },
        ];
        lines.push(Line { label: "next", text: self.next.to_owned() });
        lines.extend(self.properties(value));
        lines.push(Line { label: "written", text: self.written.words().to_owned() });
        lines.extend(self.abortable().map(|text| Line { label: "abortable", text: text.to_owned() }));
        lines.extend(self.met());
        lines
    }

    /// The properties that bear on it, if any do, each with what `value` says of it.
    pub fn properties(&self, value: &dyn Fn(&str) -> Option<String>) -> Option<Line> {
        let names: Vec<String> = self.change.iter().map(|name| property(name, value)).collect();
        (!names.is_empty()).then(|| Line { label: "property", text: names.join(", ") })
    }

    /// Where a program meets it, in Java and with librdkafka's clients.
    pub fn met(&self) -> [Line; 2] {
        [
            Line { label: "in Java", text: self.java.words(self.exceptions) },
            Line { label: "librdkafka", text: self.clients.words().to_owned() },
        ]
    }

    /// What a transaction with such a record is good for; `None` where the code ends no record.
    pub fn abortable(&self) -> Option<&'static str> {
        match (self.weight, self.written, self.clients) {
            (Weight::Abortable, _, _) => Some("yes: abortTransaction(), then run the whole transaction again"),
            (Weight::Fatal, _, _) => Some("no: close the producer; a new one's initTransactions() aborts what is open"),
            (Weight::FatalIfIdempotent, _, _) => {
                Some("not with librdkafka: the producer is lost; a new one's init_transactions() aborts what is open")
            }
            (Weight::Retriable | Weight::Permanent, Written::NoRecord | Written::Yes, _)
            | (Weight::Retriable | Weight::Permanent, _, Clients::Event) => None,
            (
                Weight::Retriable | Weight::Permanent,
                Written::No | Written::IfSent | Written::Possibly,
                Clients::Report
                | Clients::Retried
                | Clients::Once
                | Clients::Transaction
                | Clients::Elsewhere(_)
                | Clients::Words(_),
            ) => Some("in a transaction yes: once this reaches the program, abort and run the whole transaction again"),
        }
    }
}

/// A property and what is known of its value.
fn property(name: &str, value: &dyn Fn(&str) -> Option<String>) -> String {
    match name.split_once(' ') {
        Some((owner, setting)) => {
            let value = value(name).map(|value| format!(" ({value})")).unwrap_or_default();
            format!("the {owner}'s {setting}{value}")
        }
        None => match value(name) {
            Some(value) => format!("{name} ({value})"),
            None => name.to_owned(),
        },
    }
}

impl Written {
    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::No => "no",
            Self::IfSent => "ifSent",
            Self::Possibly => "possibly",
            Self::Yes => "yes",
            Self::NoRecord => "noRecord",
        }
    }

    /// Whether the record may be in the log, and what a resend risks.
    pub const fn words(self) -> &'static str {
        match self {
            Self::No => "no: sent again, it can't be there twice",
            Self::IfSent => {
                "only if a request was on its way: a record that never left can be sent again safely, one that did \
                 may then be there twice"
            }
            Self::Possibly => {
                "possibly: sent again by the program it may be there twice; only the producer's own retries are safe, \
                 and only with idempotence"
            }
            Self::Yes => "yes: sent again, it would be there twice",
            Self::NoRecord => "no record is involved",
        }
    }
}

impl Java {
    /// Where a program with the Java client meets it.
    fn words(self, exceptions: &[&str]) -> String {
        let exception = exceptions.first().copied().unwrap_or("KafkaException");
        match self {
            Self::Future => {
                format!("in the Future: an ExecutionException with {exception} as its cause; a callback gets it bare")
            }
            Self::Retried => format!(
                "retried unseen; when delivery.timeout.ms ends, the Future and the callback get TimeoutException, or \
                 {exception} if that was the last answer or retries ran out"
            ),
            Self::Thrown => format!("thrown by send() itself: {exception}"),
            Self::Transaction => {
                format!(
                    "thrown by the transaction methods, from initTransactions() to commitTransaction(): {exception}"
                )
            }
            Self::Elsewhere(who) => match who {
                Elsewhere::Consumer => {
                    format!("not in a producer: thrown by a consumer's poll() or commit: {exception}")
                }
                Elsewhere::Admin => format!("not in a producer: the cause in the Future of an Admin call: {exception}"),
                Elsewhere::Brokers => format!("nowhere in a program: {exception} stands in brokers' logs"),
                Elsewhere::Share => format!("not in a producer: thrown by a share consumer: {exception}"),
                Elsewhere::Streams => format!("not in a producer: thrown inside Kafka Streams: {exception}"),
            },
            Self::Words(words) => words.to_owned(),
        }
    }
}

impl Clients {
    /// Where a program with a client on librdkafka (Python, Go, .NET, Node) meets it.
    const fn words(self) -> &'static str {
        match self {
            Self::Report => "in the record's delivery report",
            Self::Retried => {
                "retried unseen; the delivery report says _MSG_TIMED_OUT (-192) when message.timeout.ms ends, or this \
                 code if retries ran out"
            }
            Self::Once => "at once from produce(): nothing was queued, and no delivery report follows",
            Self::Event => {
                "in the error callback; it ends no record, those that wait end with _MSG_TIMED_OUT (-192) in their \
                 delivery reports"
            }
            Self::Transaction => "returned by the transaction calls, from init_transactions() to commit_transaction()",
            Self::Elsewhere(who) => match who {
                Elsewhere::Consumer => "not in a producer: in a consumer's poll, error callback or commit result",
                Elsewhere::Admin => "not in a producer: in the result of an admin call",
                Elsewhere::Brokers => "nowhere in a program: brokers keep it among themselves",
                Elsewhere::Share => "nowhere: it is told to share consumers, which are Java's",
                Elsewhere::Streams => "nowhere: Kafka Streams is Java's",
            },
            Self::Words(words) => words,
        }
    }
}
