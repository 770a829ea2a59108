//! The draft that the workbench begins with.

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::app::state::Notice;
use crate::config::drafts::{Claim, Place, claim};
use crate::config::settings::{Name, OwnSettings};
use crate::domain::draft::Draft;

/// What was kept of the form, and where it is kept from now on.
#[derive(Debug, Default)]
pub(super) struct Kept {
    /// Where; `None` where nothing is kept.
    pub(super) place: Option<Place>,
    /// What stood unsent in the form when a linger before this one ended.
    pub(super) draft: Option<Draft>,
    /// What a person should read about it.
    pub(super) said: Option<Notice>,
}

impl Kept {
    /// Finds what is kept below the state folder. It is brought back if that is `wanted`, with another topic if one is
    /// asked for.
    pub(super) fn find(settings: &OwnSettings, state: Option<&Path>, wanted: bool, topic: Option<&str>) -> Self {
        let (true, Some(state)) = (settings.in_force(Name::Draft) == "on", state) else { return Self::default() };
        match claim(state, wanted) {
            Ok(Claim { place, found, broken }) => {
                let said = said(found.as_ref().map(|(_, at)| *at), &broken);
                let draft = found.map(|(draft, _)| match topic {
                    Some(topic) => Draft { topic: topic.to_owned(), ..draft },
                    None => draft,
                });
                Self { place: Some(place), draft, said }
            }
            Err(error) => {
                let text = format!("What you write is not kept for the next start: {error}.");
                Self { said: Some(Notice { text, wrong: true }), ..Self::default() }
            }
        }
    }
}

fn said(found: Option<SystemTime>, broken: &[PathBuf]) -> Option<Notice> {
    let mut lines = Vec::new();
    if let Some(at) = found {
        lines.push(format!("The draft of {} is back in the form. It was not sent.", when(at)));
    }
    if let Some(path) = broken.first() {
        lines.push(format!("A draft that can't be read is kept as {}", path.display()));
    }
    let wrong = !broken.is_empty();
    (!lines.is_empty()).then(|| Notice { text: lines.join(" "), wrong })
}

/// A time of today, or a day and a time, as clocks here show it.
fn when(at: SystemTime) -> String {
    let zone = TimeZone::system();
    let Ok(at) = Timestamp::try_from(at) else { return "some time ago".to_owned() };
    let (at, now) = (at.to_zoned(zone.clone()), Timestamp::now().to_zoned(zone));
    let form = if at.date() == now.date() { "%H:%M" } else { "%Y-%m-%d %H:%M" };
    at.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use crate::domain::draft::Written;

    fn draft() -> Draft {
        Draft { topic: "orders".to_owned(), value: Written::text("v"), ..Draft::default() }
    }

    fn find(state: &Path, wanted: bool, topic: Option<&str>) -> Kept {
        Kept::find(&OwnSettings::default(), Some(state), wanted, topic)
    }

    #[test]
    fn a_draft_comes_back_with_a_line_that_says_so() {
        let state = tempfile::tempdir().unwrap();
        let first = find(state.path(), true, None);
        assert_eq!((first.draft, first.said), (None, None));
        first.place.unwrap().keep(&draft()).unwrap();
        let other = find(state.path(), false, None);
        assert!(other.draft.is_none() && other.place.is_some(), "a record file goes first");
        drop(other);
        let again = find(state.path(), true, Some("payments"));
        assert_eq!(again.draft, Some(Draft { topic: "payments".to_owned(), ..draft() }));
        let said = again.said.unwrap();
        assert!(said.text.starts_with("The draft of ") && said.text.ends_with("It was not sent.") && !said.wrong);
    }

    #[test]
    fn a_draft_that_cannot_be_read_is_named() {
        let state = tempfile::tempdir().unwrap();
        std::fs::create_dir(state.path().join("drafts")).unwrap();
        std::fs::write(state.path().join("drafts/draft-1.toml"), "value = ").unwrap();
        let said = find(state.path(), true, None).said.unwrap();
        assert!(said.wrong && said.text.contains("drafts/draft-1-broken-"), "{}", said.text);
    }

    #[test]
    fn nothing_is_kept_where_nobody_wants_it_or_nothing_can_be() {
        let state = tempfile::tempdir().unwrap();
        let off = OwnSettings::of(Path::new("config.toml"), "draft = \"off\"");
        assert!(Kept::find(&off, Some(state.path()), true, None).place.is_none());
        assert!(Kept::find(&OwnSettings::default(), None, true, None).place.is_none());
        std::fs::write(state.path().join("drafts"), "").unwrap();
        let kept = find(state.path(), true, None);
        assert!(kept.place.is_none() && kept.said.unwrap().wrong);
    }
}
