//! Which partition a record goes to.

use super::super::Importance::{High, Low, Medium};
use super::{CALLBACK, Kind, Property, Release, Stage, java, native, staged};

pub(super) static ROWS: &[Property] = &staged(
    Stage::Partition,
    [
        java(38, "partitioner.class", Kind::Class, None, Medium)
            .older(None, Some("org.apache.kafka.clients.producer.internals.DefaultPartitioner"))
            .text(
                "The class that picks the partition of a record that names none. Unset, a record with a key goes to \
             murmur2(key) modulo the partitions, and records without one stay on a partition until about batch.size \
             bytes went there (KIP-794). RoundRobinPartitioner spreads record by record, which makes small batches \
             and, with linger.ms small, many requests; up to 3.9 it passes over a partition at each new batch. Setting \
             it turns partitioner.ignore.keys and the adaptive rules off. Java's own classes are known here, but no \
             others: linger runs no Java.",
            ),
        java(12, "partitioner.ignore.keys", Kind::Bool, Some("false"), Medium).since(Release::V3).text(
            "Treats a record that has a key as one that has none, so that a few hot keys can't overload one partition. \
             The order per key and compaction's locality go with it: only for topics whose readers need neither. Works \
             with the built-in partitioner alone, that is with partitioner.class unset.",
        ),
        java(10, "partitioner.adaptive.partitioning.enable", Kind::Bool, Some("true"), Low).since(Release::V3).text(
            "Lets the built-in partitioner favour partitions whose brokers drain their queues faster when it places \
             records without a key. Helps when one broker is slow; turn it off where an even spread over partitions \
             matters more than throughput, for example when comparing them. Keys are not touched by it, and \
             partitioner.availability.timeout.ms works only while it is on.",
        ),
        java(11, "partitioner.availability.timeout.ms", Kind::long(0), Some("0"), Low).since(Release::V3).ms().text(
            "Passes over a partition for records without a key when its broker has accepted nothing for this long; 0 \
             never does. A value of a few seconds keeps new records from piling up behind a stuck broker. Too small a \
             value makes ordinary hiccups reshuffle the traffic. Needs partitioner.adaptive.partitioning.enable, and \
             does not move what is already in a batch.",
        ),
        native(
            "partitioner",
            Kind::choice(&[
                "random",
                "consistent",
                "consistent_random",
                "murmur2",
                "murmur2_random",
                "fnv1a",
                "fnv1a_random",
            ]),
            Some("consistent_random"),
            High,
        )
        .ours()
        .text(
            "librdkafka's rule from key to partition, CRC32 unless changed, which places a key elsewhere than Java \
             does; murmur2_random agrees with Java's keys.",
        ),
        native("partitioner_cb", Kind::Callback, None, Low)
            .not_available(CALLBACK)
            .text("A function of a C program that picks the partition, in place of the rule named by 'partitioner'."),
        native("sticky.partitioning.linger.ms", Kind::whole(0, 900_000), Some("10"), Low).ms().ours().text(
            "How long records without a key keep to one partition before another is drawn; twice linger.ms unless set, \
             0 draws for each record.",
        ),
    ],
);
