//! From the batch to its end: acknowledgement, retries, timeouts, idempotence, transactions.

use super::super::kind::Whole;
use super::{Kind, Property, java, native};

const NO_TRANSACTIONS: &str = "linger's sends stand alone, outside of transactions";

pub(super) static ROWS: &[Property] = &[
    java(
        "acks",
        Kind::choice(&["all", "-1", "0", "1"]),
        Some("all"),
        "Who must have the record before it counts as delivered: all in-sync replicas, the leader (1), or nobody (0).",
    )
    .older(Some("all"), Some("1"))
    .same(Kind::Whole(Whole { min: -1, max: 1000, or: None, word: Some(("all", -1)) }), Some("-1"))
    .also(&["request.required.acks"]),
    java(
        "enable.idempotence",
        Kind::Bool,
        Some("true"),
        "Whether the broker drops a batch that a retry sends twice, and keeps the order.",
    )
    .older(Some("true"), Some("false"))
    .same(Kind::Bool, Some("false")),
    java(
        "max.in.flight.requests.per.connection",
        Kind::int(1),
        Some("5"),
        "Requests that may wait for a broker's answer at once.",
    )
    .same(Kind::whole(1, 1_000_000), Some("1000000"))
    .also(&["max.in.flight"]),
    java(
        "retries",
        Kind::int(0),
        Some("2147483647"),
        "How often a request that failed for a passing reason is sent again; delivery.timeout.ms bounds it anyway.",
    )
    .same(Kind::whole(0, 2_147_483_647), Some("2147483647"))
    .also(&["message.send.max.retries"]),
    java("retry.backoff.ms", Kind::long(0), Some("100"), "The wait before the first retry; it doubles with each.")
        .ms()
        .same(Kind::whole(1, 300_000), Some("100")),
    java("retry.backoff.max.ms", Kind::long(0), Some("1000"), "The longest wait between two retries.")
        .ms()
        .same(Kind::whole(1, 300_000), Some("1000")),
    java(
        "delivery.timeout.ms",
        Kind::int(0),
        Some("120000"),
        "How long after its send a record is given up, whatever it waits for.",
    )
    .ms()
    .renamed("message.timeout.ms", Kind::whole(0, 2_147_483_647), Some("300000"))
    .also(&["delivery.timeout.ms"]),
    java(
        "request.timeout.ms",
        Kind::int(0),
        Some("30000"),
        "How long a request waits for its answer before it is sent again or fails.",
    )
    .ms()
    .renamed("socket.timeout.ms", Kind::whole(10, 300_000), Some("60000")),
    native(
        "request.timeout.ms",
        Kind::whole(1, 900_000),
        Some("30000"),
        "How long the broker may wait for the other replicas.",
    )
    .ms(),
    native(
        "queuing.strategy",
        Kind::choice(&["fifo", "lifo"]),
        Some("fifo"),
        "Whether the oldest or the newest record is sent first.",
    ),
    native(
        "enable.gapless.guarantee",
        Kind::Bool,
        Some("false"),
        "Whether a record that is given up makes the idempotent producer fail, so that no gap goes unseen.",
    ),
    java("transactional.id", Kind::NonEmptyText, None, "The name that lets a producer write in transactions.")
        .same(Kind::Text, None)
        .not_available(NO_TRANSACTIONS),
    java("transaction.timeout.ms", Kind::int(i32::MIN as i64), Some("60000"), "How long a transaction may stay open.")
        .ms()
        .same(Kind::whole(1_000, 2_147_483_647), Some("60000"))
        .no_effect("it acts on transactions only"),
    java(
        "transaction.two.phase.commit.enable",
        Kind::Bool,
        Some("false"),
        "Whether transactions take part in a two-phase commit and never expire.",
    )
    .older(None, None)
    .no_effect("only a transaction takes part in a two-phase commit"),
];
