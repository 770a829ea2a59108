//! One file for each pane.

pub mod record;
pub mod results;

mod detail;
mod fields;
