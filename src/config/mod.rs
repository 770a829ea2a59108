//! Files and what they stand for.

pub mod drafts;
pub mod exchange;
pub mod keymap;
pub mod paths;
pub mod private;
pub mod profile_file;
pub mod record_file;
mod reference;
pub mod settings;
pub mod theme;
pub mod themes;

/// Why a file can't be read or written, in a person's words and without the number of the system's error.
fn io_reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "no such file".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::InvalidData => "it is not text (UTF-8)".to_owned(),
        // The enum of the standard library is open.
        _ => error.to_string(),
    }
}
