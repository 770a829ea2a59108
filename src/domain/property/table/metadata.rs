//! What the client knows of the cluster, and how it learns it.

use super::super::Importance::Low;
use super::{Kind, OBSOLETE, Property, Release, Stage, java, native, staged};

pub(super) static ROWS: &[Property] = &staged(Stage::Metadata, [
    java(26, "metadata.max.age.ms", Kind::long(0), Some("300000"), Low)
        .ms()
        .renamed("topic.metadata.refresh.interval.ms", Kind::whole(-1, 3_600_000), Some("300000"), Low)
        .text(
            "How old the client's picture of the cluster (topics, partitions, leaders) may grow before it is fetched \
             again though nothing failed. An error that hints at a moved leader refreshes it at once anyway, so this \
             only decides how soon new partitions and new brokers are noticed. Lower it where partitions are added \
             under a running producer; raise it on very large clusters to spare the brokers. Null keys reach a new \
             partition only after such a refresh.",
        ),
    native("metadata.max.age.ms", Kind::whole(1, 86_400_000), Some("900000"), Low)
        .ms()
        .text(
            "When a topic's cached metadata is no longer believed, though a refresh may be due earlier; follows \
             topic.metadata.refresh.interval.ms times three unless set. Not what Java means by the name.",
        ),
    java(27, "metadata.max.idle.ms", Kind::long(5000), Some("300000"), Low)
        .ms()
        .no_effect("librdkafka remembers topics for as long as the producer lives")
        .text(
            "How long the producer goes on tracking a topic to which nothing is sent. Afterwards the topic is \
             forgotten, and the next record to it pays for a metadata request inside max.block.ms. Raise it for topics \
             that get a record now and then and must not stall; lower it for programs that touch thousands of topics \
             once. At least 5000.",
        ),
    java(110, "metadata.recovery.strategy", Kind::choice_any_case(&["rebootstrap", "none"]), Some("rebootstrap"), Low)
        .since(Release::V3)
        .older(Some("none"), None)
        .same(Kind::choice(&["rebootstrap", "none"]), Some("rebootstrap"), Low)
        .text(
            "What the client does when every broker it knows has gone: 'rebootstrap' starts over from \
             bootstrap.servers, 'none' keeps trying the addresses learnt last (KIP-899). Rebootstrapping saves clients \
             that slept through the replacement of a whole cluster; turn it off where the bootstrap address may lead \
             to another cluster. metadata.recovery.rebootstrap.trigger.ms adds a time limit to it.",
        ),
    java(111, "metadata.recovery.rebootstrap.trigger.ms", Kind::long(0), Some("300000"), Low)
        .since(Release::V4)
        .ms()
        .same(Kind::whole(0, 2_147_483_647), Some("300000"), Low)
        .text(
            "With metadata.recovery.strategy=rebootstrap: after how long without any successful metadata answer the \
             client gives up its known brokers and asks bootstrap.servers anew (KIP-1102). Lower it to get over dead \
             addresses faster; keep it well above request.timeout.ms, or one slow answer throws away good connections.",
        ),
    native("topic.metadata.propagation.max.ms", Kind::whole(0, 3_600_000), Some("30000"), Low)
        .ms()
        .text(
            "How long a topic that the brokers do not know may stay unknown, counted from its first record, before \
             those records fail. Lower it to hear of a mistyped topic sooner.",
        ),
    native("topic.metadata.refresh.fast.interval.ms", Kind::whole(1, 60_000), Some("100"), Low)
        .ms()
        .text(
            "The first pause before asking again for metadata after a partition lost its leader; it grows up to \
             retry.backoff.max.ms.",
        ),
    native("topic.metadata.refresh.fast.cnt", Kind::whole(0, 1000), Some("10"), Low)
        .no_effect(OBSOLETE)
        .text("Once the number of quick metadata requests in a row; librdkafka no longer reads it."),
    native("topic.metadata.refresh.sparse", Kind::Bool, Some("true"), Low)
        .text("Asks for the topics in use only, which saves traffic on clusters with very many topics."),
    native("allow.auto.create.topics", Kind::Bool, Some("true"), Low)
        .text(
            "Whether a metadata request for an unknown topic may create it, where the brokers permit that. A \
             producer's default is true; the false of the documentation is a consumer's.",
        ),
    native("topic.blacklist", Kind::List, None, Low)
        .text("Regular expressions of topics to overlook in metadata, as if the cluster did not have them."),
]);
