//! What a batch weighs once its records are compressed.

use std::io::{self, Write};

use flate2::write::GzEncoder;
use lz4_flex::frame::{BlockMode, BlockSize, FrameEncoder, FrameInfo};
use zstd_safe::{CCtx, InBuffer, OutBuffer};

use crate::domain::record::Record;
use crate::domain::size::BATCH_OVERHEAD;

/// Bytes up to which a record is compressed between two keys without anybody noticing.
const AT_ONCE: u64 = 64 << 10;

/// The level from which Zstandard clears large tables first, however small the record is: 30 ms of it at level 12.
const LARGE_TABLES: i32 = 6;

/// The level from which LZ4 takes its time to find longer matches.
const HIGH: i32 = 3;

/// Bytes of which Snappy compresses each block on its own.
const SNAPPY_BLOCK: usize = 64 << 10;

/// How records are compressed: `compression.type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Codec {
    /// A gzip member (RFC 1952).
    Gzip,
    /// A raw Snappy block, as librdkafka writes it: without the frames of Java's library.
    Snappy,
    /// An LZ4 frame of independent blocks of 64 KiB.
    Lz4,
    /// A Zstandard frame that does not tell the size of its content.
    Zstd,
}

/// A codec at a level, both as librdkafka takes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Compression {
    codec: Codec,
    /// `compression.level`; `None` is the codec's own.
    level: Option<i32>,
}

/// Java's property of a codec's level; `None` where the codec has none. librdkafka has one for all: `compression.level`.
pub fn level_property(codec: &str) -> Option<&'static str> {
    match codec {
        "gzip" => Some("compression.gzip.level"),
        "lz4" => Some("compression.lz4.level"),
        "zstd" => Some("compression.zstd.level"),
        _ => None,
    }
}

/// Java's level of a codec as librdkafka's `compression.level`; −1 is the codec's own. Java's default of 9 for LZ4 is its
/// fast compressor, librdkafka's own level too.
pub fn native_level(codec: &str, level: i64) -> i64 {
    match (codec, level) {
        ("lz4", 9) => -1,
        (_, level) => level,
    }
}

/// What a batch weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Weight {
    /// Bytes.
    pub bytes: u64,
    /// How near that is.
    pub precision: Precision,
}

/// How near a weight is to what is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// To the byte.
    Exact,
    /// It can be a little more or less.
    About,
    /// It is no more, and can be much less.
    AtMost,
}

impl Compression {
    /// What librdkafka makes of `compression.type` and of its own `compression.level`, where −1 is the codec's own
    /// level and one above the codec's last is its last. `None` where nothing is compressed.
    pub fn new(codec: &str, level: Option<i32>) -> Option<Self> {
        let (codec, last) = match codec {
            "gzip" => (Codec::Gzip, 9),
            "snappy" => (Codec::Snappy, 0),
            "lz4" => (Codec::Lz4, 12),
            "zstd" => (Codec::Zstd, 22),
            _ => return None,
        };
        Some(Self { codec, level: level.filter(|level| *level >= 0).map(|level| level.min(last)) })
    }

    /// Whether a batch of so many bytes is weighed so fast that nobody waits.
    pub fn is_fast(self, bytes: u64) -> bool {
        let slow = self.codec == Codec::Zstd && self.level.is_some_and(|level| level >= LARGE_TABLES);
        bytes <= AT_ONCE && !slow
    }

    /// What a batch of this record alone weighs as it is sent: the batch's head, and the record compressed. librdkafka
    /// sends it uncompressed where compression makes it larger, and so it is weighed.
    ///
    /// Measured against requests to the embedded cluster (librdkafka 2.12.1; random bytes, words, JSON and zeros up to
    /// 2 MB): gzip (levels 0, 1, 6, 9) and Zstandard (1, 3, 12) were exact, as the libraries are the very ones that
    /// librdkafka links. Snappy was exact in its first block of 64 KiB, and off by 3 bytes at most beyond it. LZ4's
    /// fast levels were between 9.2 % too small (words) and 2 % too large (zeros). Its high levels, from 3, come out
    /// as the fast ones here: up to 87 % too large (words at level 12).
    pub fn weigh(self, record: &Record) -> Weight {
        let plain = record.encoded();
        let compressed = self.len(&plain).unwrap_or(plain.len());
        let precision = match self.codec {
            Codec::Gzip | Codec::Zstd => Precision::Exact,
            Codec::Snappy if plain.len() <= SNAPPY_BLOCK => Precision::Exact,
            Codec::Lz4 if self.level.is_some_and(|level| level >= HIGH) => Precision::AtMost,
            Codec::Snappy | Codec::Lz4 => Precision::About,
        };
        Weight { bytes: BATCH_OVERHEAD + compressed.min(plain.len()) as u64, precision }
    }

    /// Bytes of the compressed form; `None` if the codec gives up, as librdkafka does then.
    fn len(self, plain: &[u8]) -> Option<usize> {
        match self.codec {
            Codec::Gzip => gzip(plain, self.level).ok(),
            Codec::Snappy => snap::raw::Encoder::new().compress_vec(plain).ok().map(|bytes| bytes.len()),
            Codec::Lz4 => lz4(plain).ok(),
            Codec::Zstd => zstd(plain, self.level.unwrap_or(zstd_safe::CLEVEL_DEFAULT)),
        }
    }
}

/// Counts what is written.
#[derive(Default)]
struct Counter(usize);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn gzip(plain: &[u8], level: Option<i32>) -> io::Result<usize> {
    let level =
        level.and_then(|level| u32::try_from(level).ok()).map_or_else(Default::default, flate2::Compression::new);
    let mut encoder = GzEncoder::new(Counter::default(), level);
    encoder.write_all(plain)?;
    Ok(encoder.finish()?.0)
}

fn lz4(plain: &[u8]) -> io::Result<usize> {
    let frame = FrameInfo::new().block_size(BlockSize::Max64KB).block_mode(BlockMode::Independent);
    let mut encoder = FrameEncoder::with_frame_info(frame, Counter::default());
    encoder.write_all(plain)?;
    Ok(encoder.finish()?.0)
}

fn zstd(plain: &[u8], level: i32) -> Option<usize> {
    let mut context = CCtx::try_create()?;
    context.init(level).ok()?;
    let mut buffer = vec![0; CCtx::out_size()];
    let mut input = InBuffer::around(plain);
    let mut written = 0;
    while input.pos < plain.len() {
        let mut output = OutBuffer::around(buffer.as_mut_slice());
        context.compress_stream(&mut output, &mut input).ok()?;
        written += output.pos();
    }
    loop {
        let mut output = OutBuffer::around(buffer.as_mut_slice());
        let more = context.end_stream(&mut output).ok()?;
        written += output.pos();
        if more == 0 {
            return Some(written);
        }
    }
}
