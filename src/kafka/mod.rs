//! Everything that talks to a broker.

pub mod settings;
