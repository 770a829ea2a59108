//! The only place where all of it meets: the loop, its pace, and what messages and effects lead to.

pub mod account;
pub mod log;
pub mod pacing;
pub mod pump;
pub mod signals;
