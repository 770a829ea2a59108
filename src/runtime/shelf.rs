//! Record files on the disk.

use std::fs;
use std::io::{self, Read as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::app::files::{FileEntry, FileNews, Saved};
use crate::config::private;
use crate::config::record_file::{Preface, is_record_file, parse_draft, write_draft};
use crate::domain::draft::Draft;

/// Bytes of a file that are read for its preview.
const PREVIEW: u64 = 4096;

/// Lines of a preview.
const LINES: usize = 12;

/// What a new file may be read and written by, before the person's mask.
const NEW: u32 = 0o666;

/// The record files and folders in a folder, by name, and the folder above.
pub fn list(folder: &Path) -> FileNews {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let entries = entries(&folder).map_err(|error| error.to_string());
    FileNews::Listed { folder, entries }
}

fn entries(folder: &Path) -> io::Result<Vec<FileEntry>> {
    let mut entries = Vec::new();
    for file in fs::read_dir(folder)? {
        let path = file?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_folder = path.is_dir();
        if !name.starts_with('.') && (is_folder || is_record_file(&path)) {
            let preview = if is_folder { Vec::new() } else { preview(&path) };
            entries.push(FileEntry { name, folder: is_folder, preview });
        }
    }
    entries.sort_by(|one, two| (one.folder, &one.name).cmp(&(two.folder, &two.name)));
    if folder.parent().is_some() {
        entries.push(FileEntry { name: "..".to_owned(), folder: true, preview: Vec::new() });
    }
    Ok(entries)
}

fn preview(path: &Path) -> Vec<String> {
    let mut bytes = Vec::new();
    match fs::File::open(path).and_then(|file| file.take(PREVIEW).read_to_end(&mut bytes)) {
        Ok(_) => String::from_utf8_lossy(&bytes).lines().take(LINES).map(str::to_owned).collect(),
        Err(error) => vec![format!("it can't be read: {error}")],
    }
}

/// Reads a record file into the form, right or not: the form shows what is wrong.
pub fn open(path: PathBuf) -> FileNews {
    let name = path.display().to_string();
    let draft = fs::read_to_string(&path)
        .map_err(|error| format!("{name}: it can't be read: {error}"))
        .and_then(|text| parse_draft(&name, &text, None).map_err(|problem| problem.to_string()))
        .map(Box::new);
    FileNews::Opened { path, draft }
}

/// Saves a draft; over a file that is there only if `over`, with the comments at its beginning kept.
pub fn save(path: PathBuf, draft: &Draft, over: bool) -> FileNews {
    // Who links to a file means the file.
    let real = path.canonicalize().unwrap_or_else(|_| path.clone());
    if real.exists() && !over {
        return FileNews::Saved { path, saved: Saved::Exists };
    }
    let before = fs::read_to_string(&real).unwrap_or_default();
    let comments: String = before.split_inclusive('\n').take_while(|line| line.starts_with('#')).collect();
    let mode = fs::metadata(&real).map_or(NEW, |metadata| metadata.permissions().mode() & 0o777);
    let saved = match private::replace(&real, &write_draft(draft, Preface::Comments(&comments)), mode) {
        Ok(()) => Saved::Done,
        Err(error) => Saved::Failed(error.to_string()),
    };
    FileNews::Saved { path, saved }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::draft::Written;

    fn draft(value: &str) -> Draft {
        Draft { topic: "orders".to_owned(), value: Written::text(value), ..Draft::default() }
    }

    #[test]
    fn a_folder_shows_its_record_files_with_their_beginning_then_folders() {
        let home = tempfile::tempdir().unwrap();
        for (name, text) in [("b.toml", "value = 'b'\n"), ("a.toml", "topic = 'a'\nvalue = ''\n"), ("c.txt", "")] {
            fs::write(home.path().join(name), text).unwrap();
        }
        fs::create_dir(home.path().join("more")).unwrap();
        let FileNews::Listed { entries: Ok(entries), .. } = list(home.path()) else { panic!("not listed") };
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["a.toml", "b.toml", "more", ".."]);
        assert_eq!(entries[0].preview, ["topic = 'a'", "value = ''"]);
        assert!(matches!(list(&home.path().join("none")), FileNews::Listed { entries: Err(_), .. }));
    }

    #[test]
    fn what_is_saved_is_opened_as_the_same() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("r.toml");
        assert_eq!(save(path.clone(), &draft("1"), false), FileNews::Saved { path: path.clone(), saved: Saved::Done });
        assert_eq!(open(path.clone()), FileNews::Opened { path, draft: Ok(Box::new(draft("1"))) });
    }

    #[test]
    fn a_file_that_is_there_is_overwritten_only_by_who_says_so_and_keeps_its_first_comments_and_mode() {
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("r.toml");
        fs::write(&path, "# Ours.\n# Twice.\nvalue = 'old' # here\n").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        let exists = FileNews::Saved { path: path.clone(), saved: Saved::Exists };
        assert_eq!(save(path.clone(), &draft("new"), false), exists);
        assert!(fs::read_to_string(&path).unwrap().contains("old"));
        assert_eq!(save(path.clone(), &draft("new"), true), FileNews::Saved { path: path.clone(), saved: Saved::Done });
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("# Ours.\n# Twice.\ntopic = \"orders\"\n"), "{text}");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
    }

    #[test]
    fn what_cannot_be_saved_or_opened_says_why() {
        let home = tempfile::tempdir().unwrap();
        let FileNews::Saved { saved: Saved::Failed(why), .. } = save(home.path().join("no/r.toml"), &draft(""), false)
        else {
            panic!("saved")
        };
        assert!(!why.is_empty());
        let path = home.path().join("r.toml");
        fs::write(&path, "value = 1").unwrap();
        let FileNews::Opened { draft: Err(why), .. } = open(path) else { panic!("opened") };
        assert!(why.contains("r.toml:1:9: value is '1'"), "{why}");
    }
}
