//! The interface's state, and every change to it: messages come in, effects go out, nothing here does I/O or reads a
//! clock.

pub mod command;
pub mod dialog;
pub mod editor;
pub mod field;
pub mod files;
pub mod fuzzy;
pub mod in_force;
pub mod key;
pub mod keymap;
pub mod learned;
pub mod life;
pub mod load;
pub mod load_form;
pub mod looks;
pub mod msg;
pub mod palette;
pub mod pause;
pub mod pipeline;
pub mod record;
pub mod requests;
pub mod results;
pub mod send;
pub mod sequence;
pub mod series;
pub mod session;
pub mod state;
pub mod strip;
pub mod topic_change;
pub mod topic_form;
pub mod topics;
pub mod tuning;
pub mod update;
pub mod watch;
pub mod ways;
pub mod when;
