//! The rows, by what they act on, in the order of the stages a record passes.

mod batch;
mod connection;
mod delivery;
mod login;
mod metadata;
mod oauth;
mod observing;
mod partition;
mod program;
mod send;
mod serialize;
mod tls;
mod tokens;
mod transactions;

use super::{Importance, JavaSide, JavaType, Kind, NativeSide, Property, Release, Stage, Translation, Unit};

const CALLBACK: &str = "it is a function or pointer of a program that is written against librdkafka";
const NO_OIDC: &str = "fetching tokens from an identity provider is not built in; use SCRAM, PLAIN or mutual TLS";
const OBSOLETE: &str = "librdkafka no longer uses it";
const OURS: &str = "linger needs it and sets it itself";

/// Every table.
pub(super) static TABLES: [&[Property]; 14] = [
    metadata::ROWS,
    serialize::ROWS,
    partition::ROWS,
    batch::ROWS,
    send::ROWS,
    delivery::ROWS,
    transactions::ROWS,
    connection::ROWS,
    tls::ROWS,
    login::ROWS,
    oauth::ROWS,
    tokens::ROWS,
    observing::ROWS,
    program::ROWS,
];

/// A property Java has, at its place in the order of definition and with the default of 4.x. Until [`Property::same`]
/// or another says how it is translated, it has no counterpart in librdkafka and linger does it itself.
const fn java(
    order: u16,
    name: &'static str,
    kind: Kind,
    default: Option<&'static str>,
    importance: Importance,
) -> Property {
    let java = JavaSide {
        order,
        java_type: JavaType::of(kind),
        kind,
        kind_2: None,
        required: false,
        default,
        default_3: default,
        default_2: default,
        since: Release::V2,
        importance,
    };
    Property { java: Some(java), translation: Translation::Ours, ..blank(name) }
}

/// A property only librdkafka has.
const fn native(name: &'static str, kind: Kind, default: Option<&'static str>, importance: Importance) -> Property {
    let native = NativeSide { name, aliases: &[], kind, default, importance };
    Property { native: Some(native), translation: Translation::Same, ..blank(name) }
}

const fn blank(name: &'static str) -> Property {
    Property {
        name,
        java: None,
        native: None,
        unit: Unit::None,
        translation: Translation::Same,
        stage: Stage::Program,
        text: "",
    }
}

/// The rows of one stage.
const fn staged<const N: usize>(stage: Stage, mut rows: [Property; N]) -> [Property; N] {
    let mut row = 0;
    while row < N {
        rows[row].stage = stage;
        row += 1;
    }
    rows
}

impl Property {
    /// librdkafka has it under the same name.
    const fn same(self, kind: Kind, default: Option<&'static str>, importance: Importance) -> Self {
        let name = self.name;
        self.librdkafka(name, kind, default, importance, Translation::Same)
    }

    /// librdkafka has it under another name.
    const fn renamed(
        self,
        name: &'static str,
        kind: Kind,
        default: Option<&'static str>,
        importance: Importance,
    ) -> Self {
        self.librdkafka(name, kind, default, importance, Translation::Renamed)
    }

    const fn librdkafka(
        mut self,
        name: &'static str,
        kind: Kind,
        default: Option<&'static str>,
        importance: Importance,
        translation: Translation,
    ) -> Self {
        self.native = Some(NativeSide { name, aliases: &[], kind, default, importance });
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

    /// The first release that has it; those before have no default either.
    const fn since(mut self, since: Release) -> Self {
        if let Some(side) = self.java {
            let default_3 = match since {
                Release::V2 | Release::V3 => side.default_3,
                Release::V4 => None,
            };
            self.java = Some(JavaSide { since, default_3, default_2: None, ..side });
        }
        self
    }

    /// The values of 2.8.
    const fn kind_2(mut self, kind: Kind) -> Self {
        if let Some(side) = self.java {
            self.java = Some(JavaSide { kind_2: Some(kind), ..side });
        }
        self
    }

    /// Java's producer does not start without it.
    const fn required(mut self) -> Self {
        if let Some(side) = self.java {
            self.java = Some(JavaSide { required: true, ..side });
        }
        self
    }

    /// Java counts it in 16 bits.
    const fn short(mut self) -> Self {
        if let Some(side) = self.java {
            self.java = Some(JavaSide { java_type: JavaType::Short, ..side });
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

    /// linger does it itself.
    const fn ours(mut self) -> Self {
        self.translation = Translation::Ours;
        self
    }

    const fn own_way(mut self, how: &'static str) -> Self {
        self.translation = Translation::OwnWay(how);
        self
    }

    const fn converted(mut self, how: &'static str) -> Self {
        self.translation = Translation::Converted(how);
        self
    }

    const fn no_effect(mut self, why: &'static str) -> Self {
        self.translation = Translation::NoEffect(why);
        self
    }

    const fn not_available(mut self, instead: &'static str) -> Self {
        self.translation = Translation::NotAvailable(instead);
        self
    }

    const fn text(mut self, text: &'static str) -> Self {
        self.text = text;
        self
    }
}

#[cfg(test)]
mod tests;
