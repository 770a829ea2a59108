//! `linger profile list`: the profiles there are.

use super::{print, sources};
use crate::config::paths::Environment;
use crate::config::profile_file;

/// Does it, and returns the exit code.
pub(super) fn run(environment: &Environment<'_>) -> u8 {
    print(&(profile_file::list(&sources(environment)).join("\n") + "\n"), "profile")
}
