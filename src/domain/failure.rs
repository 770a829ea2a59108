//! What an error code means for a record: the table behind every [`Failure`].

mod card;
mod cards;
pub mod names;

use std::sync::LazyLock;

use super::outcome::{Failure, Side};
pub use card::Line;
use cards::FAMILIES;

/// What an error code says about the record and the producer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Weight {
    /// The same record can succeed when it is sent again. For protocol errors this is Kafka's `RetriableException`.
    Retriable,
    /// It fails again until something is changed.
    Permanent,
    /// As `Permanent`; a transaction has to be aborted for it, and the producer goes on.
    Abortable,
    /// As `Permanent`; an idempotent producer can't go on after it either.
    FatalIfIdempotent,
    /// The producer can't go on.
    Fatal,
}

/// Whether the record of a failed send may be in the log all the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// It is not.
    No,
    /// It may be if a request carried it, which the code alone does not tell.
    IfSent,
    /// It may be.
    Possibly,
    /// It is.
    Yes,
    /// The code is about no record.
    NoRecord,
}

/// Who meets a code that a producer does not meet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Elsewhere {
    /// A consumer.
    Consumer,
    /// An Admin client.
    Admin,
    /// Brokers and controllers among themselves.
    Brokers,
    /// A share consumer (KIP-932).
    Share,
    /// A Kafka Streams group (KIP-1071).
    Streams,
}

/// Where a program with the Java client meets a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Java {
    /// As the cause of the Future's `ExecutionException`, and in the callback.
    Future,
    /// Retried until `delivery.timeout.ms`; then mostly a `TimeoutException`.
    Retried,
    /// Thrown by `send()`.
    Thrown,
    /// Thrown by the transaction methods.
    Transaction,
    /// Not in a producer.
    Elsewhere(Elsewhere),
    /// As these words say.
    Words(&'static str),
}

/// Where a program with a client on librdkafka meets a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clients {
    /// In the delivery report.
    Report,
    /// Retried until `message.timeout.ms`; then mostly `_MSG_TIMED_OUT`.
    Retried,
    /// At once, from `produce()`.
    Once,
    /// In the error callback, which ends no record.
    Event,
    /// From the transaction calls.
    Transaction,
    /// Not in a producer.
    Elsewhere(Elsewhere),
    /// As these words say.
    Words(&'static str),
}

/// One error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// librdkafka's number: Kafka's own from −1 on, a client error below.
    pub code: i32,
    /// librdkafka's name, such as `_MSG_TIMED_OUT` or `MSG_SIZE_TOO_LARGE`.
    pub name: &'static str,
    /// Kafka's name, such as `MESSAGE_TOO_LARGE`; `None` for a client error.
    pub kafka: Option<&'static str>,
    /// The Java client's exceptions for it, without their package; for a client error those nearest to it, if any.
    pub exceptions: &'static [&'static str],
    /// What it says about the record and the producer.
    pub weight: Weight,
    /// Whether the record may have been written.
    pub written: Written,
    /// What happened, in a sentence.
    pub meaning: &'static str,
    /// What usually leads to it.
    pub causes: &'static str,
    /// Producer properties that bear on it; a name after `topic ` or `broker ` is a setting of those.
    pub change: &'static [&'static str],
    /// What to do next.
    pub next: &'static str,
    /// Where a program with the Java client meets it.
    pub java: Java,
    /// Where a program with a client on librdkafka meets it.
    pub clients: Clients,
}

/// Every row by its code.
static CODES: LazyLock<Vec<&'static Code>> = LazyLock::new(|| {
    let mut codes: Vec<&'static Code> = FAMILIES.into_iter().flatten().collect();
    codes.sort_unstable_by_key(|row| row.code);
    codes
});

impl Code {
    /// `_BAD_MSG`: an answer that is none.
    pub const BAD_MESSAGE: i32 = -199;
    /// `_TRANSPORT`: no connection, or one that broke.
    pub const TRANSPORT: i32 = -195;
    /// `_RESOLVE`: a host name without an address.
    pub const RESOLVE: i32 = -193;
    /// `_MSG_TIMED_OUT`: `delivery.timeout.ms` is over.
    pub const MSG_TIMED_OUT: i32 = -192;
    /// `_UNKNOWN_PARTITION`.
    pub const UNKNOWN_PARTITION: i32 = -190;
    /// `_ALL_BROKERS_DOWN`.
    pub const ALL_BROKERS_DOWN: i32 = -187;
    /// `_UNKNOWN_TOPIC`.
    pub const UNKNOWN_TOPIC: i32 = -188;
    /// `_TIMED_OUT`: a request.
    pub const TIMED_OUT: i32 = -185;
    /// `_QUEUE_FULL`: librdkafka's own limit.
    pub const QUEUE_FULL: i32 = -184;
    /// `_SSL`.
    pub const SSL: i32 = -181;
    /// `_AUTHENTICATION`.
    pub const AUTHENTICATION: i32 = -169;
    /// `_TIMED_OUT_QUEUE`: a request waited to be written for too long.
    pub const TIMED_OUT_QUEUE: i32 = -166;
    /// `_UNSUPPORTED_FEATURE`.
    pub const UNSUPPORTED: i32 = -165;
    /// `_INTR`: a wait was given up.
    pub const INTERRUPTED: i32 = -163;
    /// `_PURGE_QUEUE`: given up before it was sent.
    pub const PURGE_QUEUE: i32 = -152;
    /// `_FATAL`: the producer can't go on.
    pub const FATAL: i32 = -150;

    /// The row of a code, if there is one.
    pub fn find(code: i32) -> Option<&'static Code> {
        CODES.binary_search_by_key(&code, |row| row.code).ok().and_then(|at| CODES.get(at)).copied()
    }

    /// Every code, ascending.
    pub fn all() -> impl Iterator<Item = &'static Code> {
        CODES.iter().copied()
    }

    /// Who raises it.
    pub fn side(&self) -> Side {
        side(self.code)
    }

    /// Whether the same record can succeed when it is sent again without a change.
    pub fn is_retriable(&self) -> bool {
        match self.weight {
            Weight::Retriable => true,
            Weight::Permanent | Weight::Abortable | Weight::FatalIfIdempotent | Weight::Fatal => false,
        }
    }

    /// Whether the producer can't go on after it, as far as the code alone tells.
    pub fn is_fatal(&self, idempotent: bool) -> bool {
        match self.weight {
            Weight::Retriable | Weight::Permanent | Weight::Abortable => false,
            Weight::FatalIfIdempotent => idempotent,
            Weight::Fatal => true,
        }
    }
}

/// Who raises a code: Kafka's protocol errors are the broker's, `UNKNOWN_SERVER_ERROR` (−1) among them.
fn side(code: i32) -> Side {
    if code < -1 { Side::Client } else { Side::Broker }
}

impl Failure {
    /// The failure that a delivery report tells: `code` and whether the record may have been written all the same,
    /// with the `cause` known besides, if any. A code that is not in the table keeps its number.
    pub fn new(code: i32, possibly_persisted: bool, cause: Option<String>, idempotent: bool) -> Self {
        let row = Code::find(code);
        Self {
            code,
            // As rd_kafka_err2name writes a code that it does not know.
            name: row.map_or_else(|| format!("ERR_{code}?"), |row| row.name.to_owned()),
            side: side(code),
            retriable: row.is_some_and(Code::is_retriable),
            fatal: row.is_some_and(|row| row.is_fatal(idempotent)),
            possibly_persisted,
            message: row
                .map_or_else(|| format!("error {code}, of which nothing is known"), |row| row.meaning.to_owned()),
            cause,
        }
    }

    /// A refusal of our own before anything was taken: the client's, whatever the code, and never persisted.
    pub fn refused(code: i32, message: String) -> Self {
        Self { side: Side::Client, message, ..Self::new(code, false, None, false) }
    }
}

#[cfg(test)]
mod tests;
