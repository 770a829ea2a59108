//! What stood unsent in the form when the program ended, however it ended. Each process has a place of its own for it,
//! and takes over the place of one that is gone.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::private;
use super::record_file::{Preface, parse_draft, write_draft};
use crate::domain::draft::Draft;

const COMMENTS: &str = "# What stands unsent in the form of linger. It is a record file.\n";

/// A place for one draft. It is this process's as long as it is held.
#[derive(Debug)]
pub struct Place {
    path: PathBuf,
    _lock: Lock,
}

/// A locked file; the system unlocks it however the process ends.
#[derive(Debug)]
struct Lock(File);

impl Drop for Lock {
    /// Closing alone does not unlock while a child process that is just being started has a copy of the file.
    fn drop(&mut self) {
        let _ = self.0.unlock();
    }
}

/// A place, and what was found in it.
#[derive(Debug)]
pub struct Claim {
    /// The place.
    pub place: Place,
    /// What stood there, and when it was written.
    pub found: Option<(Draft, SystemTime)>,
    /// Drafts that can't be read, under the names they have now.
    pub broken: Vec<PathBuf>,
}

impl Place {
    /// Keeps this draft in place of the one before.
    ///
    /// # Errors
    /// The system refuses; the one before is still there.
    pub fn keep(&self, draft: &Draft) -> io::Result<()> {
        private::replace(&self.path, &write_draft(draft, Preface::Comments(COMMENTS)), 0o600)
    }

    /// Forgets the draft: nothing stands there that was not sent.
    ///
    /// # Errors
    /// The system refuses.
    pub fn forget(&self) -> io::Result<()> {
        match fs::remove_file(&self.path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            Ok(()) | Err(_) => Ok(()),
        }
    }
}

/// Claims a place below the state folder: with `restore` that of the latest draft whose process is gone, else an empty
/// one. A draft that can't be read is put aside.
///
/// # Errors
/// The system refuses.
pub fn claim(state: &Path, restore: bool) -> io::Result<Claim> {
    let folder = state.join("drafts");
    private::folder(&folder)?;
    let mut broken = Vec::new();
    if restore {
        for (path, modified) in latest_first(&folder)? {
            let Some(lock) = lock(&path)? else { continue };
            // Another process may have sent it meanwhile.
            let Ok(text) = fs::read(&path) else { continue };
            let draft = std::str::from_utf8(&text).ok().and_then(|text| parse_draft("", text, None).ok());
            match draft {
                Some(draft) => {
                    let found = Some((draft, modified));
                    return Ok(Claim { place: Place { path, _lock: lock }, found, broken });
                }
                None => broken.push(put_aside(&path, modified)?),
            }
        }
    }
    for number in 1u32.. {
        let path = folder.join(format!("draft-{number}.toml"));
        if let Some(lock) = lock(&path)?
            && !path.exists()
        {
            return Ok(Claim { place: Place { path, _lock: lock }, found: None, broken });
        }
    }
    Err(io::Error::other("every place is taken"))
}

/// The drafts of a folder, the latest first.
fn latest_first(folder: &Path) -> io::Result<Vec<(PathBuf, SystemTime)>> {
    let mut drafts = Vec::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        let number = path.file_stem().and_then(|stem| stem.to_str()?.strip_prefix("draft-")?.parse::<u32>().ok());
        if number.is_some()
            && path.extension().is_some_and(|end| end == "toml")
            && let Ok(modified) = path.metadata().and_then(|metadata| metadata.modified())
        {
            drafts.push((path, modified));
        }
    }
    drafts.sort_by_key(|(_, modified)| std::cmp::Reverse(*modified));
    Ok(drafts)
}

/// The lock of a place, if no living process has it.
fn lock(path: &Path) -> io::Result<Option<Lock>> {
    let file =
        OpenOptions::new().write(true).create(true).truncate(false).mode(0o600).open(path.with_extension("lock"))?;
    match file.try_lock() {
        Ok(()) => Ok(Some(Lock(file))),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) => Err(error),
    }
}

/// Gives a draft that can't be read a name that nobody looks for.
fn put_aside(path: &Path, modified: SystemTime) -> io::Result<PathBuf> {
    let seconds = modified.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs();
    let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    let aside = path.with_file_name(format!("{stem}-broken-{seconds}.toml"));
    fs::rename(path, &aside)?;
    Ok(aside)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::os::unix::fs::PermissionsExt as _;

    use super::*;
    use crate::domain::draft::Written;

    fn draft(value: &str) -> Draft {
        Draft { topic: "orders".to_owned(), value: Written::text(value), ..Draft::default() }
    }

    fn found(claim: &Claim) -> Option<Draft> {
        claim.found.as_ref().map(|(draft, _)| draft.clone())
    }

    #[test]
    fn a_draft_comes_back_once_its_process_is_gone() {
        let state = tempfile::tempdir().unwrap();
        let first = claim(state.path(), true).unwrap();
        assert_eq!(found(&first), None);
        first.place.keep(&draft("one")).unwrap();
        let mode = fs::metadata(&first.place.path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode, 0o600);
        drop(first);
        assert_eq!(found(&claim(state.path(), true).unwrap()), Some(draft("one")));
        // It is still there: it was not sent.
        assert_eq!(found(&claim(state.path(), true).unwrap()), Some(draft("one")));
    }

    #[test]
    fn two_processes_have_a_draft_each_and_none_takes_the_others() {
        let state = tempfile::tempdir().unwrap();
        let one = claim(state.path(), true).unwrap();
        let two = claim(state.path(), true).unwrap();
        one.place.keep(&draft("one")).unwrap();
        two.place.keep(&draft("two")).unwrap();
        assert_eq!(found(&claim(state.path(), true).unwrap()), None);
        drop((one, two));
        let a = claim(state.path(), true).unwrap();
        let b = claim(state.path(), true).unwrap();
        let mut both = [found(&a).unwrap(), found(&b).unwrap()];
        both.sort_by_key(|draft| format!("{:?}", draft.value == Written::text("two")));
        assert_eq!(both, [draft("one"), draft("two")]);
    }

    #[test]
    fn who_wants_none_leaves_those_there_are() {
        let state = tempfile::tempdir().unwrap();
        claim(state.path(), true).unwrap().place.keep(&draft("one")).unwrap();
        let other = claim(state.path(), false).unwrap();
        assert_eq!(found(&other), None);
        other.place.keep(&draft("two")).unwrap();
        other.place.forget().unwrap();
        other.place.forget().unwrap();
        assert_eq!(found(&claim(state.path(), true).unwrap()), Some(draft("one")));
    }

    #[test]
    fn a_draft_that_cannot_be_read_is_put_aside_with_its_text() {
        let state = tempfile::tempdir().unwrap();
        for text in [b"value = ".as_slice(), b"\xff\xfe", b""] {
            let path = claim(state.path(), true).unwrap().place.path.clone();
            fs::write(&path, text).unwrap();
            let claim = claim(state.path(), true).unwrap();
            assert_eq!((found(&claim), claim.broken.len()), (None, 1), "{text:?}");
            assert_eq!(fs::read(&claim.broken[0]).unwrap(), text);
            fs::remove_file(&claim.broken[0]).unwrap();
        }
    }

    #[test]
    fn what_is_not_right_yet_is_kept_as_it_stands() {
        let state = tempfile::tempdir().unwrap();
        let half = Draft {
            partition: "x".to_owned(),
            timestamp: "noo".to_owned(),
            value: Written::As(crate::domain::format::Format::Json, "{\"a\":".into()),
            ..draft("")
        };
        claim(state.path(), true).unwrap().place.keep(&half).unwrap();
        assert_eq!(found(&claim(state.path(), true).unwrap()), Some(half));
    }
}
