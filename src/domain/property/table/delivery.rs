//! From the batch to its end: retries, time limits, idempotence, reports.

use super::super::Importance::{High, Low, Medium};
use super::{CALLBACK, Kind, OBSOLETE, Property, Release, Stage, java, native, staged};

pub(super) static ROWS: &[Property] = &staged(Stage::Delivery, [
    java(14, "delivery.timeout.ms", Kind::int(0), Some("120000"), Medium)
        .ms()
        .renamed("message.timeout.ms", Kind::whole(0, 2_147_483_647), Some("300000"), High)
        .also(&["delivery.timeout.ms"])
        .text(
            "The time a record has, from the moment send() returned, to be delivered: waiting in its batch, being \
             sent, and every retry. Then it fails with a TimeoutException, and if a request was out its fate is \
             unknown. This, not retries, is the knob for how patient a producer is. Raise it to outlast failovers, \
             lower it when late data is worthless; never below linger.ms + request.timeout.ms.",
        ),
    java(3, "retries", Kind::int(0), Some("2147483647"), High)
        .same(Kind::whole(0, 2_147_483_647), Some("2147483647"), High)
        .also(&["message.send.max.retries"])
        .text(
            "How many times a batch that failed for a passing reason is sent again. Leave it at its enormous default \
             and bound the time with delivery.timeout.ms instead: a small number gives up during an ordinary leader \
             election. 0 also disables idempotence. Without idempotence, every retry may write a record twice, and \
             with several requests in flight out of order.",
        ),
    java(21, "retry.backoff.ms", Kind::long(0), Some("100"), Low)
        .ms()
        .same(Kind::whole(1, 300_000), Some("100"), Medium)
        .text(
            "The pause before a failed batch is first tried again; later pauses double up to retry.backoff.max.ms, \
             with some random spread. Too small a pause hammers a cluster that is electing leaders, too large a one \
             adds its length to each hiccup. Metadata is asked for again at the same pace. All of it passes inside \
             delivery.timeout.ms.",
        ),
    java(22, "retry.backoff.max.ms", Kind::long(0), Some("1000"), Low)
        .since(Release::V3)
        .ms()
        .same(Kind::whole(1, 300_000), Some("1000"), Medium)
        .text(
            "The ceiling of the growing pause between retries of one request. Raise it when outages last minutes and \
             thousands of clients would come back at once; keep it far below delivery.timeout.ms so that enough tries \
             remain. When retry.backoff.ms is set higher than this, the pause is constant at this value (KIP-580).",
        ),
    java(106, "enable.idempotence", Kind::Bool, Some("true"), Low)
        .older(Some("true"), Some("false"))
        .same(Kind::Bool, Some("false"), High)
        .text(
            "Numbers the batches of each partition so that the broker drops a repetition and refuses a gap: retries \
             then neither duplicate nor reorder, within this producer's life. Needs acks=all, retries of at least 1 \
             and max.in.flight.requests.per.connection of 5 or less. If one of acks and retries disagrees, the client \
             turns this off silently, unless it was set to true: then it does not start.",
        ),
    native("enable.gapless.guarantee", Kind::Bool, Some("false"), Low)
        .text(
            "Stops an idempotent producer for good when a failed batch would leave a hole in the sequence; \
             experimental, and records that time out are not covered.",
        ),
    native("delivery.report.only.error", Kind::Bool, Some("false"), Low)
        .not_available("linger accounts for every record")
        .text("Reports failures alone, so that a success can't be told from silence."),
    native("produce.offset.report", Kind::Bool, Some("false"), Low)
        .no_effect(OBSOLETE)
        .text("Used to ask for offsets in delivery reports, which now always have them."),
    native("dr_cb", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("The older function of a C program that hears of deliveries, without the record itself."),
    native("dr_msg_cb", Kind::Callback, None, Low)
        .not_available(CALLBACK)
        .text("The function of a C program that hears what became of each record."),
]);
