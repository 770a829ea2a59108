//! `linger profile path`: where profiles are.

use clap::Args;

use super::{print, sources};
use crate::cli::complain;
use crate::config::paths::Environment;
use crate::config::profile_file;

/// What `linger profile path` takes.
#[derive(Clone, Debug, Args)]
pub(super) struct PathArgs {
    /// One of your own profiles; without it, the folder is printed.
    #[arg(value_name = "NAME|FILE")]
    profile: Option<String>,
}

/// Does it, and returns the exit code.
pub(super) fn run(args: &PathArgs, environment: &Environment<'_>) -> u8 {
    let sources = sources(environment);
    let found = match (&args.profile, &sources.profiles) {
        (None, Some(folder)) => Ok(folder.clone()),
        (None, None) => Err("profiles: there is no folder for them: the environment names no home".to_owned()),
        (Some(name), _) => match profile_file::open(name, &sources) {
            Ok((Some(path), _)) => Ok(path),
            Ok((None, _)) => Err(format!("profile: '{name}' has no file of its own")),
            Err(problem) => Err(problem.to_string()),
        },
    };
    match found {
        Ok(path) => print(&format!("{}\n", path.display()), "path"),
        Err(why) => {
            complain(&why);
            2
        }
    }
}
