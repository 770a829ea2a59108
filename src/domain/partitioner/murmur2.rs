//! Kafka's hash of a key: `Utils.murmur2`.

const SEED: u32 = 0x9747_b28c;
const M: u32 = 0x5bd1_e995;
const R: u32 = 24;

/// The 32-bit murmur2 of `data` with Kafka's seed.
pub fn murmur2(data: &[u8]) -> u32 {
    // Java's lengths are 32 bits wide, and no record is longer.
    #[allow(clippy::cast_possible_truncation)]
    let mut hash = SEED ^ data.len() as u32;
    let (words, tail) = data.as_chunks::<4>();
    for word in words {
        let mut k = u32::from_le_bytes(*word).wrapping_mul(M);
        k ^= k >> R;
        hash = hash.wrapping_mul(M) ^ k.wrapping_mul(M);
    }
    if !tail.is_empty() {
        for (i, byte) in tail.iter().enumerate() {
            hash ^= u32::from(*byte) << (8 * i);
        }
        hash = hash.wrapping_mul(M);
    }
    hash ^= hash >> 13;
    hash = hash.wrapping_mul(M);
    hash ^ (hash >> 15)
}

/// The partition of a key among `partitions` (with or without a leader), as the Java client chooses it:
/// `BuiltInPartitioner.partitionForKey`. The empty key is a key like any other.
///
/// `None` if there is no partition at all.
pub fn partition_for_key(key: &[u8], partitions: u32) -> Option<i32> {
    let positive = murmur2(key) & 0x7fff_ffff;
    i32::try_from(positive.checked_rem(partitions)?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    #[test]
    fn hashes_and_partitions_equal_the_java_clients() {
        let mut lines = include_str!("../../../tests/fixtures/oracle/murmur2.tsv").lines();
        let counts: Vec<u32> = lines
            .next()
            .unwrap()
            .split('\t')
            .skip(3)
            .map(|column| column.strip_prefix('p').unwrap().parse().unwrap())
            .collect();
        assert_eq!(counts, [1, 2, 3, 6, 7, 12, 50, 100, 1000]);
        let mut checked = 0;
        for line in lines {
            let columns: Vec<_> = line.split('\t').collect();
            let key = data_encoding::HEXLOWER.decode(columns[0].as_bytes()).unwrap();
            assert_eq!(murmur2(&key).cast_signed().to_string(), columns[1], "hash of {}", columns[0]);
            for (count, expected) in counts.iter().zip(&columns[3..]) {
                let partition = partition_for_key(&key, *count).unwrap();
                assert_eq!(partition.to_string(), *expected, "{} of {count} partitions", columns[0]);
            }
            checked += 1;
        }
        assert_eq!(checked, 4000);
    }

    #[test]
    fn a_topic_without_partitions_has_no_place_for_a_key() {
        assert_eq!(partition_for_key(b"key", 0), None);
    }
}
