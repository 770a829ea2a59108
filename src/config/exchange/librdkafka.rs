//! `name=value` lines, as kcat's `-F` and the examples of librdkafka read them.

use super::parts::from_template;
use super::properties::KEPT;
use super::{Found, Pair, Trouble, comment_text};
use crate::domain::diagnostic::Position;
use crate::domain::property::{ClientModel, names};

/// The pairs of a file.
pub(super) fn read(text: &str) -> Result<Found, Trouble> {
    let mut found = Found::default();
    let mut comments = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        let kept = trimmed.strip_prefix(KEPT).map(str::trim_start);
        let content = kept.unwrap_or(trimmed);
        if kept.is_some() {
            // The export's own words.
            comments.clear();
        }
        let column = line.len() - line.trim_start().len() + trimmed.len() - content.len() + 1;
        let at = Position { line: index + 1, column };
        if content.is_empty() {
            comments.clear();
        } else if content.starts_with('#') {
            comments.push(comment_text(content));
        } else {
            let mut pair = pair(content, at)?;
            pair.comments = std::mem::take(&mut comments);
            found.pairs.push(pair);
        }
    }
    Ok(found)
}

/// One `name=value`.
pub(super) fn pair(text: &str, at: Position) -> Result<Pair, Trouble> {
    match text.split_once('=') {
        Some((name, value)) if !name.trim().is_empty() => Ok(Pair {
            name: own_name(name.trim()).to_owned(),
            text: from_template(value.trim()),
            at,
            comments: Vec::new(),
        }),
        Some(_) => Err(Trouble::new(at, "there is no name before '='; allowed: name=value, # comment")),
        // What has no '=' may be the rest of a secret.
        None => Err(Trouble::new(at, "there is no '='; allowed: name=value, # comment")),
    }
}

/// kcat takes a topic's properties with `topic.` before them too.
fn own_name(name: &str) -> &str {
    match name.strip_prefix("topic.") {
        Some(own) if names::find(ClientModel::Librdkafka, name).is_none() => {
            names::find(ClientModel::Librdkafka, own).map_or(name, |_| own)
        }
        Some(_) | None => name,
    }
}
