//! The only place where all of it meets: the loop, its pace, and what messages and effects lead to.

pub mod account;
mod clock;
pub mod copying;
pub mod crew;
pub mod desk;
pub mod editing;
mod farewell;
mod intake;
mod keeping;
mod loading;
pub mod log;
mod looking;
pub mod pacing;
mod profiles;
pub mod pump;
mod reading;
mod shelf;
pub mod signals;
mod site;
pub mod stage;
mod topics;
pub mod tuning;
mod wardrobe;
mod watching;
pub mod workbench;
