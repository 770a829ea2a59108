//! The terminal itself: taking it and giving it back, what is typed into it, and what is written to it.
//!
//! No question is ever asked of it: a bare pty never answers.

pub mod capabilities;
pub mod clipboard;
pub mod editor;
mod escape;
pub mod input;
mod keys;
pub mod screen;
pub mod session;
pub mod suspend;
