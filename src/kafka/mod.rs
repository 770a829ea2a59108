//! Everything that talks to a broker.

pub mod native;
pub mod settings;
pub mod trace;
