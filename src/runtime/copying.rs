//! Copying: into the terminal's clipboard, into tmux's, or into a file where neither can hold it.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::config::paths::Folders;
use crate::domain::figures::bytes;
use crate::term::clipboard::{self, Way};

/// The file that the last copied text is in.
const FILE: &str = "copied.txt";

/// Copies `text`, and says where it is now. `write` writes to the terminal.
///
/// # Errors
/// Why it is nowhere.
pub fn copy(
    what: &str,
    text: &str,
    to_file: bool,
    env: impl Fn(&str) -> Option<String>,
    write: impl FnOnce(&[u8]) -> io::Result<()>,
) -> Result<String, String> {
    let what = format!("{what} ({})", bytes(text.len() as u64));
    if to_file {
        return into_file(text).map(|path| format!("Wrote {what} to {}.", path.display()));
    }
    let way = Way::from_env(env);
    if way == Way::Tmux && into_tmux(text).is_ok() {
        return Ok(format!("Copied {what} to tmux's buffer, and outside where that is allowed."));
    }
    match clipboard::sequence(text, way) {
        Some(sequence) => write(sequence.as_bytes())
            .map(|()| format!("Handed {what} to the terminal's clipboard. Not there? f writes a file."))
            .map_err(|error| format!("The terminal can't be reached: {error}.")),
        None => {
            into_file(text).map(|path| format!("Too long for a terminal's clipboard: {what} is in {}.", path.display()))
        }
    }
}

/// tmux's buffer, and with `-w` (tmux 3.2) the clipboard of the terminal around it.
fn into_tmux(text: &str) -> io::Result<()> {
    let mut tmux = Command::new("tmux")
        .args(["load-buffer", "-w", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // What does not take it whole says so when it ends.
    let written = tmux.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()));
    let ended = tmux.wait()?;
    written?;
    if ended.success() { Ok(()) } else { Err(io::Error::other("tmux did not take it")) }
}

fn into_file(text: &str) -> Result<PathBuf, String> {
    let folder = Folders::of(&|name| std::env::var_os(name)).state;
    let folder = folder.ok_or_else(|| "There is no folder for a file: HOME is not set.".to_owned())?;
    let path = folder.join(FILE);
    write(&folder, &path, text)
        .map(|()| path.clone())
        .map_err(|error| format!("{} can't be written: {error}.", path.display()))
}

/// Whole or not at all, and for nobody else to read.
fn write(folder: &Path, path: &Path, text: &str) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let beside = path.with_extension(format!("{}.new", std::process::id()));
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside)?;
    file.write_all(text.as_bytes())?;
    fs::rename(&beside, path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    #[test]
    fn a_text_goes_to_the_terminal_and_the_words_do_not_promise_more() {
        let mut written = Vec::new();
        let said = copy(
            "the key",
            "abc",
            false,
            |_| None,
            |bytes| {
                written = bytes.to_vec();
                Ok(())
            },
        )
        .unwrap();
        assert_eq!(written, b"\x1b]52;c;YWJj\x07");
        assert_eq!(said, "Handed the key (3 B) to the terminal's clipboard. Not there? f writes a file.");
        let gone = copy("the key", "abc", false, |_| None, |_| Err(io::ErrorKind::BrokenPipe.into())).unwrap_err();
        assert!(gone.starts_with("The terminal can't be reached: "), "{gone}");
    }

    #[test]
    fn a_file_is_whole_replaces_the_one_before_and_is_for_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let (inside, path) = (folder.path().join("linger"), folder.path().join("linger").join(FILE));
        write(&inside, &path, "a longer first text").unwrap();
        write(&inside, &path, "second").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "second");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(&inside).unwrap().count(), 1);
    }
}
