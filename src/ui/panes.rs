//! One file for each pane.

pub mod pipeline;

pub mod profile;
pub mod record;
pub mod requests;
pub mod results;

mod charts;
mod detail;
mod facts;
mod fields;
mod group;
mod life;
mod notes;
mod painted;
mod read_back;
mod time_bar;
