//! A load: many records of one shape, at a rate or as fast as they are taken, and what came of it.

pub mod account;
pub mod begun;
pub mod clock;
pub mod driver;
pub mod schedule;
pub mod steps;
