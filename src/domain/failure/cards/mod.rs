//! The error codes: Kafka's protocol errors (`org.apache.kafka.common.protocol.Errors`) and librdkafka's own, a row each.
//!
//! A row: the code, librdkafka's name of it (`rd_kafka_err2name`; where it has none, Kafka's), Kafka's name in brackets
//! where it differs, the Java client's exceptions, what it says about the record and the producer, whether the record
//! may have been written; then the sentences. `change` names producer properties, or with `topic` or `broker` before
//! it a setting of those. `java` and `clients` say where a program meets it: a word for what many rows share (as
//! [`super::Java`] and [`super::Clients`] explain it), or a sentence.

mod admin;
mod brokers;
mod client_connection;
mod client_consumer;
mod client_record;
mod client_use;
mod extensions;
mod groups;
mod partitions;
mod records;
mod security;
mod transactions;

use super::{Clients, Code, Elsewhere, Java, Weight, Written};

macro_rules! cards {
    ($($code:literal $name:ident $(($kafka:ident))? [$($exception:ident)*] $weight:ident $written:ident {
        meaning $meaning:literal
        causes $causes:literal
        change $($property:literal)*
        next $next:literal
        java $java:tt
        clients $clients:tt
    })*) => {
        &[$(Code {
            code: $code,
            name: stringify!($name),
            kafka: cards!(@kafka $code $name $($kafka)?),
            exceptions: &[$(stringify!($exception)),*],
            weight: cards!(@weight $weight),
            written: cards!(@written $written),
            meaning: $meaning,
            causes: $causes,
            change: &[$($property),*],
            next: $next,
            java: cards!(@java $java),
            clients: cards!(@clients $clients),
        }),*]
    };
    (@kafka $code:literal $name:ident $kafka:ident) => { Some(stringify!($kafka)) };
    (@kafka $code:literal $name:ident) => { if $code >= -1 { Some(stringify!($name)) } else { None } };
    (@weight retriable) => { super::Weight::Retriable };
    (@weight permanent) => { super::Weight::Permanent };
    (@weight abortable) => { super::Weight::Abortable };
    (@weight fatal_if_idempotent) => { super::Weight::FatalIfIdempotent };
    (@weight fatal) => { super::Weight::Fatal };
    (@written no) => { super::Written::No };
    (@written depends) => { super::Written::IfSent };
    (@written possibly) => { super::Written::Possibly };
    (@written yes) => { super::Written::Yes };
    (@written none) => { super::Written::NoRecord };
    (@java future) => { super::Java::Future };
    (@java retried) => { super::Java::Retried };
    (@java thrown) => { super::Java::Thrown };
    (@java transaction) => { super::Java::Transaction };
    (@java $words:literal) => { super::Java::Words($words) };
    (@java $who:ident) => { super::Java::Elsewhere(cards!(@who $who)) };
    (@clients report) => { super::Clients::Report };
    (@clients retried) => { super::Clients::Retried };
    (@clients once) => { super::Clients::Once };
    (@clients event) => { super::Clients::Event };
    (@clients transaction) => { super::Clients::Transaction };
    (@clients $words:literal) => { super::Clients::Words($words) };
    (@clients $who:ident) => { super::Clients::Elsewhere(cards!(@who $who)) };
    (@who consumer) => { super::Elsewhere::Consumer };
    (@who admin) => { super::Elsewhere::Admin };
    (@who brokers) => { super::Elsewhere::Brokers };
    (@who share) => { super::Elsewhere::Share };
    (@who streams) => { super::Elsewhere::Streams };
}
use cards;

/// Every row, family by family.
pub(super) const FAMILIES: [&[Code]; 12] = [
    client_connection::ROWS,
    client_record::ROWS,
    client_use::ROWS,
    client_consumer::ROWS,
    records::ROWS,
    partitions::ROWS,
    security::ROWS,
    transactions::ROWS,
    groups::ROWS,
    admin::ROWS,
    brokers::ROWS,
    extensions::ROWS,
];
