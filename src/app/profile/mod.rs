//! The Profile pane: the properties of the producer that runs, and the draft of a change of them.

mod command;
mod compare;
mod draft;
mod input;
mod list;
mod review;
mod saving;
pub mod shelf;
#[cfg(test)]
mod tests;

pub use command::ProfileCommand;
pub use compare::{Compare, Difference, With, differences};
pub use draft::{Draft, Written, writable_name};
pub use input::{Input, Reading, Typed};
pub use list::{Line, Row};
pub use review::Review;
pub(in crate::app) use saving::{edits, session_changes};

use std::sync::Arc;

use crate::app::state::State;
use crate::domain::profile::Profile;
use crate::domain::property::Property;
use crate::domain::property::names::row;
use crate::domain::topic::TopicView;

/// The property that is selected at the start.
const FIRST: &str = "linger.ms";

/// What the pane shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum View {
    /// The properties.
    #[default]
    Rows,
    /// The page of the selected property, alone.
    Page,
    /// What the linter and the client have to say of the draft.
    Findings,
    /// What differs from something else.
    Compare,
}

/// The pane.
#[derive(Clone, Debug, Default)]
pub struct ProfilePane {
    /// What would be changed.
    pub draft: Draft,
    /// The value that is typed.
    pub input: Option<Input>,
    search: String,
    set_first: bool,
    order: Vec<list::Place>,
    /// What the pane shows.
    pub view: View,
    /// The first line shown of the page, or of the findings.
    pub scroll: usize,
    /// What the draft is compared with.
    pub compare: Option<Compare>,
    /// The finding that is selected.
    pub finding: usize,
    selected: Option<&'static Property>,
    top: usize,
    review: Option<Arc<Review>>,
    saved: Option<Arc<Profile>>,
}

impl ProfilePane {
    /// The draft above the running profile, as it was looked through last; `None` before the first time.
    pub fn review(&self) -> Option<&Arc<Review>> {
        self.review.as_ref()
    }

    /// The profile in use as its file has it, as far as is known.
    pub(super) fn saved(&self) -> Option<&Profile> {
        self.saved.as_deref()
    }

    /// The draft stands in the file.
    pub(super) fn was_saved(&mut self) {
        self.saved = self.review.as_ref().map(|review| Arc::new(review.profile.clone()));
    }

    /// The profile in use is in another file now.
    pub(super) fn was_renamed(&mut self, source: String) {
        if let Some(saved) = &mut self.saved {
            Arc::make_mut(saved).source = source;
        }
    }

    /// The lines of the list: headings and rows, or only rows in the order in which they fit what is searched for.
    pub fn lines(&self) -> Vec<Line<'_>> {
        let Some(review) = &self.review else { return Vec::new() };
        self.order.iter().filter_map(|place| list::line(*place, review, &self.draft)).collect()
    }

    /// The selected row; the first where the list does not have it.
    pub fn selected_row(&self) -> Option<Row<'_>> {
        let lines = self.lines();
        self.place(&lines).and_then(|at| lines[at].row())
    }

    /// Where the selected row stands among the lines.
    pub fn place(&self, lines: &[Line<'_>]) -> Option<usize> {
        let is_selected = |line: &Line<'_>| line.row().is_some_and(|row| Some(row.property) == self.selected);
        lines.iter().position(is_selected).or_else(|| lines.iter().position(|line| line.row().is_some()))
    }

    /// The first line shown of so many, with the selected one in sight and its heading if there is room.
    pub fn window(&self, lines: &[Line<'_>], height: usize) -> usize {
        let at = self.place(lines).unwrap_or(0);
        let least = (at + 1).saturating_sub(height);
        let most = at.saturating_sub(usize::from(height > 1 && at > 0 && lines[at - 1].row().is_none()));
        self.top.clamp(least, most.max(least)).min(lines.len().saturating_sub(height).max(least))
    }

    /// What is searched for; empty for nothing.
    pub fn search(&self) -> &str {
        &self.search
    }

    /// Searches for something else.
    pub(super) fn set_search(&mut self, search: String) {
        self.search = search;
        self.arrange();
    }

    /// Puts the properties that are set first, or not any more.
    pub(super) fn toggle_set_first(&mut self) {
        self.set_first = !self.set_first;
        self.arrange();
    }

    fn arrange(&mut self) {
        if let Some(review) = &self.review {
            self.order = list::order(review, &self.draft, &self.search, self.set_first);
        }
    }

    /// Selects a property.
    pub(super) fn select(&mut self, property: &'static Property) {
        if self.selected != Some(property) {
            self.scroll = 0;
        }
        self.selected = Some(property);
    }

    /// Selects the first row.
    pub(super) fn select_first(&mut self) {
        self.selected = None;
        self.select_by(0, 1);
        self.top = 0;
    }

    /// Selects the row so many further, of a list whose page has so many lines.
    pub(super) fn select_by(&mut self, rows: isize, page: usize) {
        let lines = self.lines();
        let Some(at) = self.place(&lines) else { return };
        let places: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].row().is_some()).collect();
        let now = places.iter().position(|place| *place == at).unwrap_or(0);
        let then = now.saturating_add_signed(rows).min(places.len() - 1);
        let top = self.window(&lines, page);
        let property = lines[places[then]].row().map(|row| row.property);
        self.top = top;
        if let Some(property) = property {
            self.select(property);
        }
    }

    /// Whether the review is of this profile, the draft as it is, and this topic.
    fn is_reviewed(&self, running: &Arc<Profile>, topic: Option<&TopicView>) -> bool {
        self.review.as_ref().is_some_and(|review| review.is_of(running, self.draft.revision(), topic))
    }

    /// Looks the draft through. What runs already is no draft any more.
    pub(super) fn look_through(&mut self, running: &Arc<Profile>, topic: Option<&TopicView>) {
        let is_saved = self.saved.as_ref().is_some_and(|saved| saved.source == running.source);
        match &self.review {
            // A draft is of one profile.
            Some(before) if before.running.source != running.source && !is_saved => self.draft = self.draft.none_left(),
            Some(before) if !Arc::ptr_eq(&before.running, running) => self.draft.rebase(running),
            Some(_) | None => {}
        }
        if !is_saved {
            self.saved = Some(Arc::clone(running));
        }
        let is_first = self.review.is_none();
        self.review = Some(Arc::new(Review::of(running, &self.draft, topic)));
        self.arrange();
        if is_first {
            self.begin();
        }
    }

    /// Begins at the property that most is learned from, with its group from the heading on in sight.
    fn begin(&mut self) {
        self.selected = row(FIRST);
        let lines = self.lines();
        let at = self.place(&lines).unwrap_or(0);
        self.top = lines[..at].iter().rposition(|line| line.row().is_none()).unwrap_or(at);
    }
}

impl State {
    /// Keeps the Profile pane's picture of the running profile and the draft up to date.
    pub(super) fn review_profile(&mut self) {
        let running = &self.session.running.profile;
        if !self.profile.is_reviewed(running, self.topic_view()) {
            let (running, topic) = (Arc::clone(running), self.topic_view().cloned());
            self.profile.look_through(&running, topic.as_ref());
        }
    }
}
