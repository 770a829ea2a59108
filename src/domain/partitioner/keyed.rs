//! librdkafka's rules from a key to a partition: where producers built on it (Python, Go, .NET, Node, kcat) put a record.

use super::murmur2::partition_for_key;

/// A rule by librdkafka's name for it (its property `partitioner`, CONFIGURATION.md).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyRule {
    /// Drawn for each record, whatever its key.
    Random,
    /// CRC-32; all records without a key go to one partition.
    Consistent,
    /// CRC-32; drawn for a null or empty key. librdkafka's default.
    ConsistentRandom,
    /// Java's hash; all records without a key go to one partition.
    Murmur2,
    /// Java's hash; drawn for a null key. What the Java client does with keys.
    Murmur2Random,
    /// FNV-1a as Sarama's hash partitioner has it; all records without a key go to one partition.
    Fnv1a,
    /// FNV-1a as Sarama's hash partitioner has it; drawn for a null key.
    Fnv1aRandom,
}

/// A hash of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Hash {
    /// CRC-32/ISO-HDLC.
    Crc32,
    /// Kafka's murmur2.
    Murmur2,
    /// 32-bit FNV-1a.
    Fnv1a,
}

impl Hash {
    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Crc32 => "crc32",
            Self::Murmur2 => "murmur2",
            Self::Fnv1a => "fnv1a",
        }
    }
}

/// Where a rule puts a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// In this partition, always.
    At(i32),
    /// In any: it is drawn.
    Drawn,
}

impl Placed {
    /// The partition, unless it is drawn.
    pub fn at(self) -> Option<i32> {
        match self {
            Self::At(partition) => Some(partition),
            Self::Drawn => None,
        }
    }
}

impl KeyRule {
    /// All of them.
    pub const ALL: [Self; 7] = [
        Self::Random,
        Self::Consistent,
        Self::ConsistentRandom,
        Self::Murmur2,
        Self::Murmur2Random,
        Self::Fnv1a,
        Self::Fnv1aRandom,
    ];

    /// librdkafka's name for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Random => "random",
            Self::Consistent => "consistent",
            Self::ConsistentRandom => "consistent_random",
            Self::Murmur2 => "murmur2",
            Self::Murmur2Random => "murmur2_random",
            Self::Fnv1a => "fnv1a",
            Self::Fnv1aRandom => "fnv1a_random",
        }
    }

    /// The rule of this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rule| rule.name() == name)
    }

    /// The hash it takes of a key; nothing if it takes none.
    pub fn hash(self) -> Option<Hash> {
        match self {
            Self::Random => None,
            Self::Consistent | Self::ConsistentRandom => Some(Hash::Crc32),
            Self::Murmur2 | Self::Murmur2Random => Some(Hash::Murmur2),
            Self::Fnv1a | Self::Fnv1aRandom => Some(Hash::Fnv1a),
        }
    }

    /// The hash that places this key; `None` if the partition is drawn.
    pub(super) fn hash_of(self, key: Option<&[u8]>) -> Option<Hash> {
        let is_hashed = match self {
            Self::Random => false,
            Self::Consistent | Self::Murmur2 | Self::Fnv1a => true,
            Self::ConsistentRandom => key.is_some_and(|key| !key.is_empty()),
            Self::Murmur2Random | Self::Fnv1aRandom => key.is_some(),
        };
        self.hash().filter(|_| is_hashed)
    }

    /// Whether what is drawn for this key is kept for `sticky.partitioning.linger.ms`, if that is above 0: for a null key,
    /// and for an empty one by `consistent_random` alone (`rd_kafka_msg_partitioner`).
    pub(super) fn sticks(self, key: Option<&[u8]>) -> bool {
        match self {
            Self::Consistent | Self::Murmur2 | Self::Fnv1a => false,
            Self::ConsistentRandom => key.is_none_or(<[u8]>::is_empty),
            Self::Random | Self::Murmur2Random | Self::Fnv1aRandom => key.is_none(),
        }
    }

    /// Where a record with this key goes among `partitions`; `None` if there is no partition at all.
    pub fn place(self, key: Option<&[u8]>, partitions: u32) -> Option<Placed> {
        if partitions == 0 {
            return None;
        }
        let bytes = key.unwrap_or_default();
        let at = match self.hash_of(key) {
            None => None,
            Some(Hash::Crc32) => modulo(crc32fast::hash(bytes), partitions),
            Some(Hash::Murmur2) => partition_for_key(bytes, partitions),
            Some(Hash::Fnv1a) => modulo(fnv1a(bytes), partitions),
        };
        Some(at.map_or(Placed::Drawn, Placed::At))
    }
}

fn modulo(hash: u32, partitions: u32) -> Option<i32> {
    i32::try_from(hash % partitions).ok()
}

/// 32-bit FNV-1a, and of that the absolute value as a signed number, as Sarama takes it.
fn fnv1a(bytes: &[u8]) -> u32 {
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    hash.cast_signed().unsigned_abs()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn the_hashes_are_those_that_are_published() {
        // The check value of CRC-32/ISO-HDLC, and Go's hash/fnv after Sarama's absolute value.
        assert_eq!(crc32fast::hash(b"123456789"), 0xcbf4_3926);
        for (key, hash) in [("kafka", 0x0d33_c4e1), ("giberish123456789", 0x77a5_8295), ("", 0x7ee3_623b)] {
            assert_eq!(fnv1a(key.as_bytes()), hash, "{key}");
        }
    }

    #[test]
    fn what_a_null_and_an_empty_key_mean_depends_on_the_rule() {
        let crc = Placed::At(0);
        let fnv = Placed::At(i32::try_from(0x7ee3_623b_u32 % 7).unwrap());
        let murmur = Placed::At(partition_for_key(b"", 7).unwrap());
        for (rule, null, empty) in [
            (KeyRule::Random, Placed::Drawn, Placed::Drawn),
            (KeyRule::Consistent, crc, crc),
            (KeyRule::ConsistentRandom, Placed::Drawn, Placed::Drawn),
            (KeyRule::Murmur2, murmur, murmur),
            (KeyRule::Murmur2Random, Placed::Drawn, murmur),
            (KeyRule::Fnv1a, fnv, fnv),
            (KeyRule::Fnv1aRandom, Placed::Drawn, fnv),
        ] {
            assert_eq!(rule.place(None, 7), Some(null), "{rule:?} of null");
            assert_eq!(rule.place(Some(b""), 7), Some(empty), "{rule:?} of an empty key");
            assert_eq!(rule.place(Some(b"k"), 0), None);
        }
    }

    #[test]
    fn rules_are_found_by_librdkafkas_names() {
        for rule in KeyRule::ALL {
            assert_eq!(KeyRule::find(rule.name()), Some(rule));
        }
        assert_eq!(KeyRule::find("Murmur2"), None);
    }
}
