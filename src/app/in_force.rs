//! What every property of the running profile stands at.

use std::collections::BTreeMap;

use crate::app::state::State;
use crate::domain::compression::{Compression, level_property, native_level};
use crate::domain::profile::Effective;
use crate::domain::property::names::row;

/// Columns of a value at most: some are lists of addresses, or whole certificates.
const LONGEST: usize = 60;

/// Values by the property's name, as a profile writes them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct InForce {
    values: BTreeMap<&'static str, String>,
    compression: Option<Compression>,
}

impl InForce {
    /// The values in force of a profile.
    pub fn of(effective: &Effective) -> Self {
        Self::new(effective.settings().iter().map(|setting| {
            let value = setting.value.as_ref().map(ToString::to_string);
            (setting.property.name, value)
        }))
    }

    /// These values; `None` is null. Values of secrets come as stars already.
    pub fn new(values: impl IntoIterator<Item = (&'static str, Option<String>)>) -> Self {
        let shown = |(name, value): (&'static str, Option<String>)| {
            (name, value.as_deref().map_or("not set".to_owned(), short))
        };
        let values = values.into_iter().map(shown).collect();
        Self { compression: compression(&values), values }
    }

    /// How records are compressed; `None` where they are not.
    pub fn compression(&self) -> Option<Compression> {
        self.compression
    }

    /// The value of a property, by any of its names.
    pub fn value(&self, name: &str) -> Option<&str> {
        let known = row(name).map_or(name, |property| property.name);
        self.values.get(known).map(String::as_str)
    }
}

/// The codec and its level, as they are handed to librdkafka: its own `compression.level` where that is set, else Java's
/// for the codec.
fn compression(values: &BTreeMap<&'static str, String>) -> Option<Compression> {
    let whole = |name: &str| values.get(name).and_then(|level| level.parse::<i64>().ok());
    let codec = values.get("compression.type")?;
    let java = level_property(codec).and_then(whole).map(|level| native_level(codec, level));
    let level = whole("compression.level").filter(|level| *level >= 0).or(java);
    Compression::new(codec, level.and_then(|level| i32::try_from(level).ok()))
}

fn short(value: &str) -> String {
    match value.char_indices().nth(LONGEST) {
        _ if value.is_empty() => "empty".to_owned(),
        Some((end, _)) => format!("{}…", &value[..end]),
        None => value.to_owned(),
    }
}

impl State {
    /// What a property of the producer stands at, or with `topic ` before it a setting of a topic that is known.
    pub fn value_in_force(&self, topic: &str, name: &str) -> Option<String> {
        if let Some(setting) = name.strip_prefix("topic ") {
            let view = self.topic_view().filter(|view| view.name == topic)?;
            return match setting {
                "max.message.bytes" => view.max_message_bytes.map(|bytes| bytes.to_string()),
                "min.insync.replicas" => view.min_insync_replicas.map(|replicas| replicas.to_string()),
                _ => None,
            };
        }
        // What the running producer tells of itself goes above what was asked for.
        let told = self.meter_now().and_then(|meter| meter.limits.value(name));
        told.or_else(|| self.session.running.in_force.value(name).map(str::to_owned))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_found_by_any_name() {
        let long = "a".repeat(80);
        let values = InForce::new([
            ("compression.type", Some("none".to_owned())),
            ("transactional.id", None),
            ("ssl.certificate.pem", Some(long.clone())),
            ("client.id", Some(String::new())),
        ]);
        assert_eq!(values.value("compression.type"), Some("none"));
        assert_eq!(values.value("transactional.id"), Some("not set"));
        assert_eq!(values.value("client.id"), Some("empty"));
        assert_eq!(values.value("linger.ms"), None);
        assert_eq!(values.value("compression.codec"), Some("none"));
        assert_eq!(values.value("no.such.property"), None);
    }

    #[test]
    fn records_are_compressed_by_the_codec_and_level_that_librdkafka_is_given() {
        type Case<'a> = (&'a [(&'static str, &'a str)], Option<(&'a str, Option<i32>)>);
        let cases: &[Case] = &[
            (&[], None),
            (&[("compression.type", "none"), ("compression.gzip.level", "9")], None),
            (&[("compression.type", "snappy"), ("compression.gzip.level", "9")], Some(("snappy", None))),
            (&[("compression.type", "gzip"), ("compression.gzip.level", "-1")], Some(("gzip", None))),
            (&[("compression.type", "gzip"), ("compression.gzip.level", "9")], Some(("gzip", Some(9)))),
            (&[("compression.type", "lz4"), ("compression.lz4.level", "9")], Some(("lz4", None))),
            (&[("compression.type", "lz4"), ("compression.lz4.level", "10")], Some(("lz4", Some(10)))),
            (&[("compression.type", "zstd"), ("compression.zstd.level", "5")], Some(("zstd", Some(5)))),
            (
                &[("compression.type", "zstd"), ("compression.zstd.level", "5"), ("compression.level", "-1")],
                Some(("zstd", Some(5))),
            ),
            (
                &[("compression.type", "lz4"), ("compression.lz4.level", "9"), ("compression.level", "9")],
                Some(("lz4", Some(9))),
            ),
        ];
        for (set, expected) in cases {
            let values = InForce::new(set.iter().map(|(name, value)| (*name, Some((*value).to_owned()))));
            let expected = expected.and_then(|(codec, level)| Compression::new(codec, level));
            assert_eq!(values.compression(), expected, "{set:?}");
        }
    }
}
