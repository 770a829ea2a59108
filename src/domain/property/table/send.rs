//! Requests on their way: who acknowledges, how many at once, and how long an answer may take.

use super::super::Importance::{High, Low, Medium};
use super::super::kind::Whole;
use super::{Kind, Property, Stage, java, native, staged};

pub(super) static ROWS: &[Property] = &staged(Stage::Send, [
    java(4, "acks", Kind::choice(&["all", "-1", "0", "1"]), Some("all"), Low)
        .older(Some("all"), Some("1"))
        .same(Kind::Whole(Whole { min: -1, max: 1000, or: None, word: Some(("all", -1)) }), Some("-1"), High)
        .also(&["request.required.acks"])
        .text(
            "Whose acknowledgement makes a record delivered. 'all' (or -1) waits for every in-sync replica, and with \
             the topic's min.insync.replicas at 2 or more survives the loss of a broker. 1 waits for the leader's log \
             alone: a leader that dies takes the record along. 0 asks for nothing, so that no offset and no error ever \
             comes back. Anything below all turns idempotence off, or contradicts it when that was set.",
        ),
    java(32, "max.in.flight.requests.per.connection", Kind::int(1), Some("5"), Low)
        .same(Kind::whole(1, 1_000_000), Some("1000000"), Low)
        .also(&["max.in.flight"])
        .text(
            "How many requests may be under way to one broker before it has answered the first. More keeps the line \
             busy over long distances. Without idempotence a value above 1 lets a retried batch overtake its \
             successor; with it the order holds up to 5, which is the most that is allowed then. 1 gives strict order \
             without idempotence, at the price of a round trip for each request.",
        ),
    java(25, "request.timeout.ms", Kind::int(0), Some("30000"), Medium)
        .ms()
        .renamed("socket.timeout.ms", Kind::whole(10, 300_000), Some("60000"), Low)
        .text(
            "How long the client waits for the answer to one request before it drops the connection and retries. It \
             should exceed the broker's replica.lag.time.max.ms, so that slow replicas are not taken for a dead leader \
             and the record sent twice. Lower it to notice dead brokers sooner. It is the smaller part of \
             delivery.timeout.ms, which has to cover linger.ms and this.",
        ),
    native("request.timeout.ms", Kind::whole(1, 900_000), Some("30000"), Medium)
        .ms()
        .text(
            "How long the broker itself may wait for its replicas before it answers a produce request with an error. \
             Java's property of this name is librdkafka's socket.timeout.ms.",
        ),
]);
