//! What is said beside a payload, and what its text looks like.

use crate::app::field::{Field, Kind};
use crate::domain::theme::Role;
use crate::ui::panes::painted::Look;
use crate::ui::text::bytes;

/// What a person should know of a payload beside its text.
pub fn note(field: &Field) -> Option<(String, Role)> {
    let editor = field.editor();
    let len = u64::try_from(editor.len()).unwrap_or(u64::MAX);
    match field.kind() {
        Kind::Empty => Some(("zero bytes, not null".to_owned(), Role::Dim)),
        Kind::Text | Kind::Json | Kind::Hex | Kind::Base64 if editor.is_preview() => {
            Some((format!("{}, too big to edit here: read only", bytes(len)), Role::Warning))
        }
        Kind::Text if editor.is_empty() => Some(("no text yet: zero bytes".to_owned(), Role::Dim)),
        Kind::Text if editor.is_blank() => Some((format!("blank: {} of white space", bytes(len)), Role::Warning)),
        Kind::Hex | Kind::Base64 if editor.is_empty() => Some(("no digits yet: zero bytes".to_owned(), Role::Dim)),
        Kind::Null | Kind::Text | Kind::Json | Kind::Hex | Kind::Base64 => None,
    }
}

/// What a null value means.
pub const TOMBSTONE: &str = "tombstone: deletes the key where the topic is compacted";

/// What a payload's text looks like.
pub fn look(field: &Field) -> Look {
    match field.kind() {
        Kind::Json => Look::Json,
        Kind::Text if field.editor().is_blank() => Look::Blank,
        Kind::Null | Kind::Empty | Kind::Text | Kind::Hex | Kind::Base64 => Look::Plain,
    }
}
