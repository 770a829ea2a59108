//! Pure rules: what Kafka's producer says and does, without I/O, clock, runtime, client or terminal.

pub mod bootstrap;
pub mod diagnostic;
pub mod failure;
pub mod figures;
pub mod format;
pub mod interchange;
pub mod journey;
pub mod load;
pub mod meter;
pub mod outcome;
pub mod partitioner;
pub mod payload;
pub mod profile;
pub mod property;
pub mod reason;
pub mod record;
pub mod refusal;
pub mod request;
pub mod secret;
pub mod size;
pub mod standing;
pub mod swap;
pub mod theme;
pub mod timestamp;
pub mod topic;
pub mod verdict;
