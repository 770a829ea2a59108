//! The interface's state, and every change to it: messages come in, effects go out, nothing here does I/O or reads a
//! clock.

pub mod editor;
pub mod field;
pub mod key;
pub mod learned;
pub mod msg;
pub mod session;
pub mod when;
