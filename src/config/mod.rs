//! Files and what they stand for.

pub mod record_file;
