//! The list of properties: in groups by the stages that a record passes, or those that fit what is searched for.

use crate::app::fuzzy::score;
use crate::app::profile::{Draft, Review};
use crate::domain::diagnostic::Severity;
use crate::domain::profile::{Entry, Setting};
use crate::domain::property::{ClientModel, Property, Stage, amount};

/// A line of the list.
#[derive(Clone, Debug)]
pub enum Line<'a> {
    /// The title of a group.
    Heading(&'static str),
    /// A property.
    Row(Row<'a>),
}

impl<'a> Line<'a> {
    /// The property, if it is one's.
    pub fn row(&self) -> Option<Row<'a>> {
        match self {
            Self::Heading(_) => None,
            Self::Row(row) => Some(*row),
        }
    }
}

/// A property as the draft has it.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The property.
    pub property: &'static Property,
    /// The name by which the profile sets it.
    pub name: &'static str,
    /// The value that would be in force.
    pub setting: &'a Setting,
    /// What sets it, if something does.
    pub entry: Option<&'a Entry>,
    /// The worst that the linter says about it.
    pub severity: Option<Severity>,
    /// Whether the draft changes it.
    pub pending: bool,
    /// Whether the draft sets it to a reference, whose value is not known before the producer starts.
    pub reference: Option<&'a str>,
    model: ClientModel,
}

impl Row<'_> {
    /// The value as a person writes it; a secret as stars.
    pub fn value(&self) -> String {
        match (self.reference, &self.setting.value) {
            (Some(reference), _) => reference.to_owned(),
            (None, None) => "not set".to_owned(),
            (None, Some(value)) => match value.to_string() {
                text if text.is_empty() => "empty".to_owned(),
                text => text,
            },
        }
    }

    /// The value in words, if they say more: `32 MiB`.
    pub fn words(&self) -> Option<String> {
        match (self.reference, &self.setting.value) {
            (None, Some(value)) => amount::words(self.property.unit, value),
            (_, _) => None,
        }
    }

    /// The default of the client modelled.
    pub fn default(&self) -> String {
        match self.property.written_default(self.model) {
            None => "none".to_owned(),
            Some(text) if text.is_empty() => "empty".to_owned(),
            Some(text) => text,
        }
    }

    /// Where the value comes from: `default`, the profile and line, `--set`, the workbench.
    pub fn origin(&self) -> String {
        if self.pending {
            return "draft".to_owned();
        }
        match (&self.setting.origin, &self.setting.changed) {
            (_, Some(_)) => "the client".to_owned(),
            (Some(origin), None) => origin.to_string(),
            (None, None) => "default".to_owned(),
        }
    }

    /// Whether a person set it.
    pub fn is_set(&self) -> bool {
        self.setting.origin.is_some()
    }
}

/// A line's place: a heading, or a property by its place in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Heading(&'static str),
    Property(usize),
}

/// The order of the lines: in the groups of the stages, or by how well they fit what is searched for.
pub(super) fn order(review: &Review, draft: &Draft, search: &str, set_first: bool) -> Vec<Place> {
    let model = review.profile.model;
    let settings = review.effective.settings();
    let mut all: Vec<usize> = (0..settings.len()).filter(|at| review.marks[*at].0.is_some()).collect();
    // In each stage those of the profile's own client first.
    all.sort_by_key(|at| !settings[*at].property.is_in(model));
    let search = search.trim();
    if !search.is_empty() {
        return found(review, all, search);
    }
    let is_set = |at: &usize| {
        let setting = &settings[*at];
        set_first && (setting.origin.is_some() || draft.change_of(setting.property).is_some())
    };
    let (first, rest): (Vec<usize>, Vec<usize>) = all.into_iter().partition(is_set);
    let mut places = Vec::with_capacity(first.len() + rest.len() + Stage::ALL.len() + 1);
    group(&mut places, "Set", first);
    for stage in Stage::ALL {
        let of_stage = rest.iter().copied().filter(|at| settings[*at].property.stage == stage);
        group(&mut places, stage.title(), of_stage.collect());
    }
    places
}

fn group(places: &mut Vec<Place>, title: &'static str, properties: Vec<usize>) {
    if !properties.is_empty() {
        places.push(Place::Heading(title));
        places.extend(properties.into_iter().map(Place::Property));
    }
}

/// The line at a place.
pub(super) fn line<'a>(place: Place, review: &'a Review, draft: &'a Draft) -> Option<Line<'a>> {
    let at = match place {
        Place::Heading(title) => return Some(Line::Heading(title)),
        Place::Property(at) => at,
    };
    let setting = review.effective.settings().get(at)?;
    let ((name, severity), property) = (review.marks.get(at)?, setting.property);
    let entry = review.profile.producer.iter().find(|entry| std::ptr::eq(entry.property, property));
    let change = draft.change_of(property);
    let drafted = change.flatten().filter(|written| written.is_reference());
    let reference = drafted.map(super::Written::expose).or_else(|| entry?.reference.as_deref());
    let model = review.profile.model;
    let (severity, pending) = (*severity, change.is_some());
    Some(Line::Row(Row { property, name: (*name)?, setting, entry, severity, pending, reference, model }))
}

/// Those that fit, the best first: by any of their names, then by the words of their explanation.
fn found(review: &Review, all: Vec<usize>, search: &str) -> Vec<Place> {
    let mut by_name: Vec<(u32, usize)> = Vec::new();
    let mut by_text = Vec::new();
    for at in all {
        let property = review.effective.settings()[at].property;
        let names = std::iter::once(property.name).chain(property.native_names());
        if let Some(fits) = names.filter_map(|name| score(search, name)).max() {
            by_name.push((fits, at));
        } else if has_words(property.text, search) {
            by_text.push(at);
        }
    }
    by_name.sort_by_key(|(fits, _)| std::cmp::Reverse(*fits));
    // Letters that stand scattered in a long name were not meant where others hold them together.
    let best = by_name.first().map_or(0, |(fits, _)| *fits);
    let (near, far): (Vec<_>, Vec<_>) = by_name.into_iter().partition(|(fits, _)| fits * 3 >= best * 2);
    let text = |at: &usize| review.effective.settings()[*at].property.text;
    by_text.extend(far.into_iter().map(|(_, at)| at).filter(|at| has_words(text(at), search)));
    near.into_iter().map(|(_, at)| at).chain(by_text).map(Place::Property).collect()
}

fn has_words(text: &str, search: &str) -> bool {
    let text = text.to_lowercase();
    search.to_lowercase().split_whitespace().all(|word| word.len() > 2 && text.contains(word))
}
