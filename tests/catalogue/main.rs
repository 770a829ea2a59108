//! The catalogue of properties against its sources: librdkafka's CONFIGURATION.md, and Java's own definition.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod java;
mod librdkafka;
