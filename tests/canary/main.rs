//! A secret is given in every way there is, and every place is searched for it where a person, a file or another program
//! could read it.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod carriers;
mod commands;
mod inside;
#[path = "../terminal/pty.rs"]
#[allow(dead_code, reason = "shared with the tests of the terminal, which need more of it")]
mod pty;
mod screen;

use std::path::Path;

/// What nothing else contains. Nowhere may it be read, nor a part of it.
const CANARY: &str = "Kan4rienvogel";

/// Where the canary was read.
#[derive(Default)]
struct Hits(Vec<String>);

impl Hits {
    /// Notes that the text has the canary in it, or most of it; `place` names what was searched.
    fn search(&mut self, place: &str, text: &str) {
        let found = [CANARY, &CANARY[..8], &CANARY[5..]].iter().find_map(|part| text.find(part));
        if let Some(at) = found {
            let before: Vec<char> = text[..at].chars().rev().take(160).collect();
            let before: String = before.into_iter().rev().collect();
            self.0.push(format!("{place}, after: …{}", before.escape_debug()));
        }
    }

    /// Searches every file under a folder but those of these names, which the test wrote there itself.
    fn search_files(&mut self, place: &str, folder: &Path, but: &[&str]) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if but.contains(&name.as_str()) {
                continue;
            }
            self.search(&format!("the name of a file of {place}"), &name);
            if path.is_dir() {
                self.search_files(place, &path, but);
            } else {
                let bytes = std::fs::read(&path).unwrap_or_default();
                self.search(&format!("{place}: {}", path.display()), &String::from_utf8_lossy(&bytes));
            }
        }
    }

    /// Fails if there is one.
    fn are_none(self) {
        assert!(self.0.is_empty(), "a secret can be read in {} places:\n{}", self.0.len(), self.0.join("\n"));
    }
}
