//! `linger profile edit`: a profile in the person's own editor.

use std::fs;
use std::io::{self, BufRead as _, IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;

use super::sources;
use crate::cli::{complain, print};
use crate::config::paths::{Environment, Folders};
use crate::config::private;
use crate::config::profile_file::{self, Sources, UNSET, store};
use crate::domain::diagnostic::Diagnostic;
use crate::runtime::editing;

/// What `linger profile edit` takes.
#[derive(Clone, Debug, Args)]
pub(super) struct EditArgs {
    /// One of your own profiles, or a TOML file.
    #[arg(value_name = "NAME|FILE")]
    profile: String,
}

/// Does it, and returns the exit code.
pub(super) fn run(args: &EditArgs, environment: &Environment<'_>) -> u8 {
    let sources = sources(environment);
    let (path, before) = match profile_file::open(&args.profile, &sources) {
        Ok((Some(path), text)) => (path, text),
        Ok((None, _)) => {
            let name = &args.profile;
            complain(&format!(
                "profile: '{name}' has no file of its own to edit; begin one with 'extends = \"{name}\"' in it"
            ));
            return 2;
        }
        Err(problem) => return failed(&problem.to_string()),
    };
    let state = Folders::of(environment).state.unwrap_or_else(|| std::env::temp_dir().join("linger"));
    let copy = match private::create(&state.join("edit"), "profile", &before) {
        Ok(copy) => copy,
        Err(error) => return failed(&format!("the profile can't be laid out for the editor: {error}")),
    };
    Edited { path, before, copy, sources: &sources }.until_it_can_be_kept(environment)
}

fn failed(why: &str) -> u8 {
    complain(why);
    2
}

/// What to do with a text that can't be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Answer {
    Again,
    Discard,
    Leave,
}

struct Edited<'a> {
    path: PathBuf,
    before: String,
    copy: PathBuf,
    sources: &'a Sources<'a>,
}

impl Edited<'_> {
    fn until_it_can_be_kept(&self, environment: &Environment<'_>) -> u8 {
        loop {
            if let Err(why) = editing::edit(&self.copy, environment) {
                return self.left(&why);
            }
            let after = match fs::read_to_string(&self.copy) {
                Ok(text) => text,
                Err(error) => return self.left(&format!("what the editor wrote can't be read: {error}")),
            };
            if after == self.before {
                self.forget();
                return print("nothing was changed\n", "answer");
            }
            let wrong = self.wrong(&after);
            if wrong.is_empty() {
                return self.keep(&after);
            }
            for problem in &wrong {
                complain(&problem.to_string());
            }
            match ask() {
                Answer::Again => {}
                Answer::Discard => {
                    self.forget();
                    complain("the changes are discarded; the profile is as it was");
                    return 2;
                }
                Answer::Leave => return self.left("the profile is as it was"),
            }
        }
    }

    /// What keeps the text from being a profile. A variable that is not set here and now does not.
    fn wrong(&self, after: &str) -> Vec<Diagnostic> {
        let (_, mut problems) = profile_file::of_text(&self.path, after, self.sources);
        problems.retain(|problem| problem.id != UNSET);
        problems
    }

    fn keep(&self, after: &str) -> u8 {
        match store::write_back(&self.path, &self.before, after) {
            Ok(saved) => {
                self.forget();
                print(&format!("{saved}\n"), "answer")
            }
            Err(problem) => self.left(&problem.to_string()),
        }
    }

    /// Says why, and where what was typed is, if anything was.
    fn left(&self, why: &str) -> u8 {
        if fs::read_to_string(&self.copy).is_ok_and(|text| text == self.before) {
            self.forget();
            return failed(why);
        }
        failed(&format!("{why}; what you wrote is in {}", self.copy.display()))
    }

    fn forget(&self) {
        remove(&self.copy);
    }
}

fn remove(copy: &Path) {
    if let Err(error) = fs::remove_file(copy) {
        tracing::warn!("'{}' can't be removed: {error}", copy.display());
    }
}

/// Asks the person, if one is there.
fn ask() -> Answer {
    if !(io::stdin().is_terminal() && io::stderr().is_terminal()) {
        return Answer::Leave;
    }
    loop {
        let _ = write!(io::stderr(), "e edits it again, d discards the changes, l leaves them aside: ");
        let mut line = String::new();
        match io::stdin().lock().read_line(&mut line) {
            Ok(0) | Err(_) => return Answer::Leave,
            Ok(_) => {}
        }
        match line.trim() {
            "e" => return Answer::Again,
            "d" => return Answer::Discard,
            "l" => return Answer::Leave,
            _ => {}
        }
    }
}
