//! The rows, by what they act on, in the order of the stages a record passes.

mod batching;
mod connection;
mod delivery;
mod oauth;
mod observing;
mod partitions;
mod security;

use super::{JavaSide, Kind, NativeSide, Property, Translation, Unit};

/// Every table.
pub(super) static TABLES: [&[Property]; 7] =
    [partitions::ROWS, batching::ROWS, delivery::ROWS, connection::ROWS, security::ROWS, oauth::ROWS, observing::ROWS];

/// A property Java has, with the default of 4.x. Until [`Property::same`] or another says how it is translated, it has
/// no counterpart in librdkafka and linger does it itself.
const fn java(name: &'static str, kind: Kind, default: Option<&'static str>, doc: &'static str) -> Property {
    Property {
        name,
        java: Some(JavaSide { kind, default, default_3: default, default_2: default }),
        native: None,
        unit: Unit::None,
        translation: Translation::Ours,
        doc,
    }
}

/// A property only librdkafka has.
const fn native(name: &'static str, kind: Kind, default: Option<&'static str>, doc: &'static str) -> Property {
    Property {
        name,
        java: None,
        native: Some(NativeSide { name, aliases: &[], kind, default }),
        unit: Unit::None,
        translation: Translation::Same,
        doc,
    }
}

impl Property {
    /// librdkafka has it under the same name.
    const fn same(self, kind: Kind, default: Option<&'static str>) -> Self {
        let name = self.name;
        self.librdkafka(name, kind, default, Translation::Same)
    }

    /// librdkafka has it under another name.
    const fn renamed(self, name: &'static str, kind: Kind, default: Option<&'static str>) -> Self {
        self.librdkafka(name, kind, default, Translation::Renamed)
    }

    const fn librdkafka(
        mut self,
        name: &'static str,
        kind: Kind,
        default: Option<&'static str>,
        translation: Translation,
    ) -> Self {
        self.native = Some(NativeSide { name, aliases: &[], kind, default });
        self.translation = translation;
        self
    }

    /// Other names librdkafka has for it.
    const fn also(mut self, aliases: &'static [&'static str]) -> Self {
        if let Some(side) = self.native {
            self.native = Some(NativeSide { aliases, ..side });
        }
        self
    }

    /// The defaults of Java's 3.9 and 2.8, where they differ from 4.x.
    const fn older(mut self, default_3: Option<&'static str>, default_2: Option<&'static str>) -> Self {
        if let Some(side) = self.java {
            self.java = Some(JavaSide { default_3, default_2, ..side });
        }
        self
    }

    const fn unit(mut self, unit: Unit) -> Self {
        self.unit = unit;
        self
    }

    const fn ms(self) -> Self {
        self.unit(Unit::Milliseconds)
    }

    const fn bytes(self) -> Self {
        self.unit(Unit::Bytes)
    }

    const fn no_effect(mut self, why: &'static str) -> Self {
        self.translation = Translation::NoEffect(why);
        self
    }

    const fn not_available(mut self, instead: &'static str) -> Self {
        self.translation = Translation::NotAvailable(instead);
        self
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::collections::HashSet;

    use super::super::{ClientModel, all, names};

    #[test]
    fn no_two_rows_share_a_name_on_one_side_and_every_row_has_its_own_text() {
        let (mut java, mut native, mut docs) = (HashSet::new(), HashSet::new(), HashSet::new());
        for property in all() {
            if property.java.is_some() {
                assert!(java.insert(property.name), "{} twice", property.name);
            }
            for name in property.native_names() {
                assert!(native.insert(name), "{name} twice");
            }
            assert!(docs.insert(property.doc), "{}: the text of another", property.name);
            assert!(property.doc.ends_with('.'), "{}: no sentence", property.name);
        }
    }

    #[test]
    fn every_default_is_a_value_of_its_property() {
        for property in all() {
            if let Some(side) = property.java {
                for default in [side.default, side.default_3, side.default_2].into_iter().flatten() {
                    let read = side.kind.read(default, ClientModel::Java.reader());
                    assert!(read.is_ok(), "{}: {default} {read:?}", property.name);
                }
            }
            if let Some(side) = property.native
                && let Some(default) = side.default
            {
                let read = side.kind.read(default, ClientModel::Librdkafka.reader());
                assert!(read.is_ok(), "{}: {default} {read:?}", property.name);
            }
        }
    }

    #[test]
    fn defaults_are_those_of_the_client_modelled() {
        use ClientModel::{Java, Java2, Java3, Librdkafka};
        let cases = [
            ("acks", Java, Some("all")),
            ("acks", Java3, Some("all")),
            ("acks", Java2, Some("1")),
            ("acks", Librdkafka, Some("-1")),
            ("linger.ms", Java, Some("5")),
            ("linger.ms", Java3, Some("0")),
            ("linger.ms", Java2, Some("0")),
            ("linger.ms", Librdkafka, Some("5")),
            ("enable.idempotence", Java3, Some("true")),
            ("enable.idempotence", Java2, Some("false")),
            ("enable.idempotence", Librdkafka, Some("false")),
            ("batch.size", Java, Some("16384")),
            ("batch.size", Librdkafka, Some("1000000")),
            ("max.block.ms", Librdkafka, Some("60000")),
            ("delivery.timeout.ms", Librdkafka, Some("300000")),
            ("client.dns.lookup", Java2, Some("use_all_dns_ips")),
            ("metadata.recovery.strategy", Java3, Some("none")),
            ("transactional.id", Java, None),
        ];
        for (name, model, default) in cases {
            assert_eq!(names::row(name).unwrap().default(model), default, "{name} {}", model.name());
        }
    }
}
