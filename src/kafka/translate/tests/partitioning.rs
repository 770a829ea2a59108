//! Which rule chooses partitions.

use super::*;
use crate::domain::partitioner::keyed::KeyRule;

#[test]
fn the_rule_that_chooses_partitions_is_the_clients() {
    use ClientModel::{Java, Java2, Java3, Librdkafka};
    let built_in = Rule::default();
    let per_batch = |ignore_keys| Rule::PerBatch { ignore_keys };
    let turns = |asked_again| Rule::RoundRobin { asked_again };
    let native = |rule, sticky_ms| Rule::Librdkafka { rule, sticky_ms };
    let crc32 = KeyRule::ConsistentRandom;
    let cases: &[(ClientModel, Pairs<'_>, Pairs<'_>, Rule)] = &[
        (Java, &[], &[], built_in),
        (Java3, &[], &[], built_in),
        (Java2, &[], &[], per_batch(false)),
        (Java3, &[("partitioner.class", class::DEFAULT)], &[], per_batch(false)),
        (Java2, &[("partitioner.class", class::UNIFORM_STICKY)], &[], per_batch(true)),
        (Java, &[("partitioner.class", class::ROUND_ROBIN)], &[], turns(false)),
        (Java3, &[("partitioner.class", class::ROUND_ROBIN)], &[], turns(true)),
        (Java2, &[("partitioner.class", class::ROUND_ROBIN)], &[], turns(true)),
        (Librdkafka, &[("partitioner.class", class::ROUND_ROBIN)], &[], turns(false)),
        (Java, &[("partitioner", "fnv1a")], &[], native(KeyRule::Fnv1a, 10)),
        (Java, &[("linger.ms", "0")], &[("partitioner", "murmur2_random")], native(KeyRule::Murmur2Random, 0)),
        (Librdkafka, &[], &[], native(crc32, 10)),
        (Librdkafka, &[("linger.ms", "0.5")], &[], native(crc32, 1)),
        (Librdkafka, &[("linger.ms", "0.4")], &[], native(crc32, 0)),
        (Librdkafka, &[("linger.ms", "20")], &[("queue.buffering.max.ms", "30")], native(crc32, 60)),
        (Librdkafka, &[("linger.ms", "800000"), ("message.timeout.ms", "900000")], &[], native(crc32, 900_000)),
        (Librdkafka, &[("sticky.partitioning.linger.ms", "7")], &[], native(crc32, 7)),
        (
            Librdkafka,
            &[],
            &[("sticky.partitioning.linger.ms", "0"), ("partitioner", "random")],
            native(KeyRule::Random, 0),
        ),
    ];
    for (model, producer, librdkafka, rule) in cases {
        let settings = translated(&profile(*model, producer, librdkafka)).unwrap().settings;
        assert_eq!(settings.partitioner, *rule, "{} {producer:?} {librdkafka:?}", model.name());
        assert_eq!(pair(&settings, "partitioner"), None, "librdkafka is told each record's partition");
    }
}
