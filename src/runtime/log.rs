//! linger's own log: a file, never the terminal.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::Path;
use std::sync::Mutex;

use tracing::level_filters::LevelFilter;

/// Bytes after which a log is kept aside and a new one begun, at the next start.
const LARGE: u64 = 4 << 20;

/// Writes linger's own log to this file from now on, after what it holds already.
///
/// # Errors
/// The file, or the folder it lies in, can't be made or written.
pub fn to_file(path: &Path) -> io::Result<()> {
    let file = open(path)?;
    let log = tracing_subscriber::fmt()
        .with_writer(Mutex::new(file))
        .with_ansi(false)
        .with_target(false)
        .with_max_level(LevelFilter::INFO)
        .finish();
    tracing::subscriber::set_global_default(log).map_err(io::Error::other)
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    if fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() > LARGE) {
        let mut aside = path.as_os_str().to_owned();
        aside.push(".old");
        fs::rename(path, aside)?;
    }
    OpenOptions::new().create(true).append(true).open(path)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use std::io::Write as _;

    use super::*;

    #[test]
    fn its_folder_is_made_and_what_it_holds_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/linger/linger.log");
        open(&path).unwrap().write_all(b"first\n").unwrap();
        open(&path).unwrap().write_all(b"second\n").unwrap();
        assert_eq!(fs::read_to_string(path).unwrap(), "first\nsecond\n");
    }

    #[test]
    fn a_large_one_is_kept_aside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("linger.log");
        File::create(&path).unwrap().set_len(LARGE + 1).unwrap();
        open(&path).unwrap();
        assert_eq!(fs::metadata(&path).unwrap().len(), 0);
        assert_eq!(fs::metadata(folder.path().join("linger.log.old")).unwrap().len(), LARGE + 1);
    }

    #[test]
    fn a_path_that_can_not_be_written_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        assert!(open(folder.path()).is_err());
    }
}
