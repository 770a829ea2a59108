//! Files that are nobody else's business, written whole or not at all.

use std::fs::{self, DirBuilder, File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt as _};
use std::path::{Path, PathBuf};

/// Makes a folder, and those above it, that only its owner can look into. One that is there stays as it is.
///
/// # Errors
/// The system refuses.
pub fn folder(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Writes a text into a file of its own in this folder that only its owner can read.
///
/// # Errors
/// The system refuses.
pub fn create(inside: &Path, stem: &str, text: &str) -> io::Result<PathBuf> {
    folder(inside)?;
    let mut number = 0u32;
    loop {
        let path = inside.join(format!("{stem}-{}-{number}.toml", std::process::id()));
        match open_new(&path, 0o600) {
            Ok(mut file) => {
                file.write_all(text.as_bytes())?;
                return Ok(path);
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => number += 1,
            Err(error) => return Err(error),
        }
    }
}

/// Puts a text in the place of a file, which is the old one or the new one at every moment, also after a crash.
///
/// # Errors
/// The system refuses; the old file is as it was.
pub fn replace(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let beside = beside(path, text, mode)?;
    moved(&beside, path)
}

/// The same, with exactly this mode, whatever the process takes from those of its files.
///
/// # Errors
/// The system refuses; the old file is as it was.
pub fn replace_exactly(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let beside = beside(path, text, 0o600)?;
    let allowed = fs::set_permissions(&beside, Permissions::from_mode(mode));
    if allowed.is_err() {
        let _ = fs::remove_file(&beside);
    }
    allowed.and_then(|()| moved(&beside, path))
}

/// Puts a text in a new file, which is whole at the first moment it is there.
///
/// # Errors
/// The system refuses, or there is a file: that stays.
pub fn create_at(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let beside = beside(path, text, mode)?;
    // A rename would take the place of a file that came in the meantime; a second name does not.
    let linked = match fs::hard_link(&beside, path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists && !path.exists() => fs::rename(&beside, path),
        linked => linked,
    };
    let _ = fs::remove_file(&beside);
    linked
}

/// Writes a text into a file of its own beside the one that it is for.
fn beside(path: &Path, text: &str, mode: u32) -> io::Result<PathBuf> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(format!(".{}.tmp", std::process::id()));
    let beside = path.with_file_name(name);
    // One of a process that is gone.
    let _ = fs::remove_file(&beside);
    let written = open_new(&beside, mode).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    match written {
        Ok(()) => Ok(beside),
        Err(error) => {
            let _ = fs::remove_file(&beside);
            Err(error)
        }
    }
}

fn moved(beside: &Path, path: &Path) -> io::Result<()> {
    let moved = fs::rename(beside, path);
    if moved.is_err() {
        let _ = fs::remove_file(beside);
    }
    moved
}

fn open_new(path: &Path, mode: u32) -> io::Result<File> {
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    fn mode(path: &Path) -> u32 {
        fs::metadata(path).unwrap().permissions().mode() & 0o777
    }

    #[test]
    fn what_is_created_is_its_owners_alone_and_overwrites_nothing() {
        let home = tempfile::tempdir().unwrap();
        let inside = home.path().join("state/edit");
        let (one, two) = (create(&inside, "record", "1").unwrap(), create(&inside, "record", "2").unwrap());
        assert_eq!((mode(&inside), mode(&one)), (0o700, 0o600));
        assert_eq!((fs::read_to_string(one).unwrap(), fs::read_to_string(two).unwrap()), ("1".into(), "2".into()));
    }

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("r.toml");
        replace(&path, "old", 0o600).unwrap();
        assert_eq!(mode(&path), 0o600);
        replace(&path, "new", 0o600).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_new_file_never_takes_the_place_of_another() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("p.toml");
        create_at(&path, "one", 0o600).unwrap();
        assert_eq!(create_at(&path, "two", 0o600).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        replace_exactly(&path, "three", 0o666).unwrap();
        assert_eq!((mode(&path), fs::read_to_string(&path).unwrap().as_str()), (0o666, "three"));
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
    }

    #[test]
    fn what_cannot_be_replaced_stays_as_it_was() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("r.toml");
        fs::create_dir(&path).unwrap();
        assert!(replace(&path, "new", 0o600).is_err());
        assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
        assert!(replace(&home.path().join("no/r.toml"), "new", 0o600).is_err());
    }
}
