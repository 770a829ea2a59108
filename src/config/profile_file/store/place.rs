//! Profiles' files on the disk.

use std::fs;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use super::{BUILT_IN, Diagnostic, Sources, io_reason, text, told};
use crate::config::private;

/// The longest name: with it, the file's is one that every file system takes.
const LONGEST: usize = 50;

/// The file that a new profile of this name gets.
///
/// # Errors
/// It is no name for a profile.
pub(super) fn for_name(name: &str, sources: &Sources<'_>) -> Result<PathBuf, Diagnostic> {
    const ALLOWED: &str = "letters, digits, '.', '_' and '-', first a letter or a digit";
    let refused = |why: &str| Err(told(&format!("'{name}'"), format!("{why}; allowed: {ALLOWED}")));
    if name.is_empty() {
        return refused("a profile needs a name");
    }
    if name.chars().count() > LONGEST {
        return Err(told(&format!("'{name}'"), format!("the name is too long; allowed: up to {LONGEST} characters")));
    }
    if let Some(bad) = name.chars().find(|c| !(c.is_alphanumeric() || "._-".contains(*c))) {
        return refused(&format!("a profile's name can't have {bad:?} in it"));
    }
    if name.starts_with(['.', '-', '_']) {
        return refused("a profile's name can't begin so");
    }
    if name.to_lowercase().ends_with(".toml") {
        return Err(told(&format!("'{name}'"), "a profile's name goes without '.toml'"));
    }
    if BUILT_IN.iter().any(|(built_in, _)| *built_in == name) {
        return Err(told(&format!("'{name}'"), "a built-in profile has this name; take another"));
    }
    match &sources.profiles {
        Some(folder) => Ok(folder.join(format!("{name}.toml"))),
        None => Err(told("profiles", "there is no folder for them: the environment names no home")),
    }
}

/// What stands in a file.
///
/// # Errors
/// It can't be read.
pub(super) fn read(path: &Path) -> Result<String, Diagnostic> {
    fs::read_to_string(path).map_err(|error| shown(path, format!("can't be read: {}", io_reason(&error))))
}

/// Writes a text in the place of `before`. A link stays one: the file that it leads to is written.
///
/// # Errors
/// Something else stands there, or it can't be written.
pub(super) fn replace(path: &Path, before: &str, after: &str) -> Result<(), Diagnostic> {
    let file = fs::canonicalize(path).map_err(|error| not_written(path, &error))?;
    let mode = fs::metadata(&file).map_err(|error| not_written(path, &error))?.permissions();
    if mode.readonly() {
        return Err(shown(path, "can't be written: the file is read-only"));
    }
    writable_folder(&file, path)?;
    if read(&file)? != before {
        return Err(changed(path));
    }
    if before == after {
        return Ok(());
    }
    let mode = if text::holds_secret(after) { 0o600 } else { mode.mode() & 0o777 };
    private::replace_exactly(&file, after, mode).map_err(|error| not_written(path, &error))
}

/// What to tell of a file that is no more what was read from it.
pub(super) fn changed(path: &Path) -> Diagnostic {
    shown(
        path,
        "has changed on the disk since it was read; nothing was written. Read it again, or save under another name",
    )
}

/// Writes a new file; its folder is made if there is none.
///
/// # Errors
/// There is one, or it can't be written.
pub(super) fn create(path: &Path, text: &str) -> Result<(), Diagnostic> {
    if let Some(folder) = path.parent() {
        private::folder(folder).map_err(|error| not_written(folder, &error))?;
    }
    writable_folder(path, path)?;
    let mode = if text::holds_secret(text) { 0o600 } else { 0o644 };
    private::create_at(path, text, mode).map_err(|error| not_written(path, &error))
}

/// Gives a file another name in its folder.
///
/// # Errors
/// There is a file of the new name, or the folder can't be written.
pub(super) fn rename(from: &Path, to: &Path) -> Result<(), Diagnostic> {
    writable_folder(from, from)?;
    if to.symlink_metadata().is_ok() {
        return Err(not_written(to, &io::ErrorKind::AlreadyExists.into()));
    }
    fs::rename(from, to).map_err(|error| not_written(to, &error))
}

/// Deletes a file; of a link, only that.
///
/// # Errors
/// The folder can't be written.
pub(super) fn delete(path: &Path) -> Result<(), Diagnostic> {
    writable_folder(path, path)?;
    fs::remove_file(path).map_err(|error| shown(path, format!("can't be deleted: {}", io_reason(&error))))
}

fn writable_folder(file: &Path, named: &Path) -> Result<(), Diagnostic> {
    let Some(folder) = file.parent() else { return Ok(()) };
    match fs::metadata(folder) {
        Ok(found) if found.permissions().readonly() => {
            Err(shown(named, format!("can't be written: the folder '{}' is read-only", folder.display())))
        }
        Ok(_) | Err(_) => Ok(()),
    }
}

fn not_written(path: &Path, error: &io::Error) -> Diagnostic {
    if error.kind() == io::ErrorKind::AlreadyExists {
        return shown(path, "is there already; nothing was written").id("exists");
    }
    shown(path, format!("can't be written: {}", io_reason(error)))
}

fn shown(path: &Path, why: impl Into<String>) -> Diagnostic {
    told(&format!("the file '{}'", path.display()), why)
}
