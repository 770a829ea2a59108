//! Everything that talks to a broker.

pub mod admin;
pub mod embedded;
pub mod inspect;
pub mod native;
pub mod producer;
pub mod reasons;
pub mod settings;
pub mod stats;
pub mod trace;
pub mod translate;
