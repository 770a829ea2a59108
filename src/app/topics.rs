//! The topics to choose from: those sent to in this run, then those of the cluster.

use unicode_segmentation::UnicodeSegmentation;

use crate::app::dialog::Dialog;
use crate::app::key::{Code, Key};
use crate::app::state::State;

/// How many topics are remembered as recent.
const MAX_RECENT: usize = 20;
/// The longest filter, in bytes: no topic's name is longer.
const MAX_FILTER: usize = 249;

/// A topic to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Choice<'a> {
    /// Its name.
    pub name: &'a str,
    /// Whether it was sent to in this run.
    pub recent: bool,
    /// Whether the cluster has it; `None` while that is not known.
    pub exists: Option<bool>,
}

impl State {
    /// The topics whose name contains the filter in any case, the ones sent to last first, then by name.
    pub fn topic_choices(&self, filter: &str) -> Vec<Choice<'_>> {
        let cluster = match &self.cluster {
            Some(Ok(cluster)) => Some(&cluster.topics),
            Some(Err(_)) | None => None,
        };
        let wanted = filter.to_lowercase();
        let matches = |name: &str| name.to_lowercase().contains(&wanted);
        let recent = self.recent_topics.iter().map(|name| Choice {
            name,
            recent: true,
            exists: cluster.map(|topics| topics.contains(name)),
        });
        let others = cluster.into_iter().flatten().filter(|name| !self.recent_topics.contains(name));
        let others = others.map(|name| Choice { name, recent: false, exists: Some(true) });
        recent.chain(others).filter(|choice| matches(choice.name)).collect()
    }

    /// Notes that something goes to this topic.
    pub(super) fn sent_to(&mut self, topic: &str) {
        self.recent_topics.retain(|known| known != topic);
        self.recent_topics.insert(0, topic.to_owned());
        self.recent_topics.truncate(MAX_RECENT);
    }
}

/// What a key makes of the filter; `None` if it means nothing there.
pub(super) fn typed(mut filter: String, key: Key) -> Option<String> {
    match (key.typed(), key.code, key.ctrl) {
        (Some(character), ..) if filter.len() + character.len_utf8() <= MAX_FILTER => filter.push(character),
        (_, Code::Backspace, false) => {
            let start = filter.grapheme_indices(true).next_back().map_or(0, |(start, _)| start);
            filter.truncate(start);
        }
        (_, Code::Char('u'), true) => filter.clear(),
        _ => return None,
    }
    Some(filter)
}

/// Takes a pasted text into the filter: its first line.
pub(super) fn paste(state: &mut State, text: &str) {
    if let Some(Dialog::Topics { filter, at }) = &mut state.dialog {
        let line = text.trim_start().split(['\r', '\n']).next().unwrap_or_default().trim_end();
        if filter.len() + line.len() <= MAX_FILTER {
            filter.push_str(line);
            *at = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_is_typed_and_deleted_by_character() {
        let keys = ["a", "👨", "\u{200d}", "👩"].map(|key| key.chars().map(Key::from).collect::<Vec<_>>()).concat();
        let filter = keys.into_iter().try_fold(String::new(), typed);
        assert_eq!(filter.as_deref(), Some("a👨\u{200d}👩"));
        let after = |filter: &str, key| typed(filter.to_owned(), key);
        assert_eq!(after("a👨\u{200d}👩", Key::plain(Code::Backspace)).as_deref(), Some("a"));
        assert_eq!(after("", Key::plain(Code::Backspace)).as_deref(), Some(""));
        assert_eq!(after("ab", Key::ctrl('u')).as_deref(), Some(""));
        assert_eq!(after("ab", Key::plain(Code::Left)), None);
        assert_eq!(after(&"x".repeat(249), Key::from('y')), None);
    }
}
