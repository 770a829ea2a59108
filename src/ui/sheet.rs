//! The paper that dialogs are written on: their usual lines, and what can be clicked on them.

use std::cell::RefCell;

use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::command::{Command, Context, TABLE};
use crate::app::learned::{Learned, Target};
use crate::app::state::State;
use crate::domain::theme::Role;
use crate::ui::styles::Styles;
use crate::ui::text::{cut, span, width_of_spans, wrap};
use crate::ui::{Place, note_places};

/// Columns of the labels in a dialog.
pub const LABEL: usize = 11;

/// A dialog's paper.
pub struct Sheet<'a> {
    /// The state.
    pub state: &'a State,
    /// The styles.
    pub styles: &'a Styles,
    /// Columns.
    pub width: usize,
    /// Lines on which something can be clicked: what, and from which column to which.
    places: RefCell<Vec<(Line<'a>, Vec<Place>)>>,
}

impl<'a> Sheet<'a> {
    /// A clean one.
    pub fn new(state: &'a State, styles: &'a Styles, width: usize) -> Self {
        Self { state, styles, width, places: RefCell::default() }
    }

    /// Words over the whole width, wrapped.
    pub fn words(&self, words: &str, role: Role) -> Vec<Line<'a>> {
        let style = self.styles.of(role);
        wrap(words, self.width, &self.styles.glyphs).into_iter().map(|line| Line::styled(line, style)).collect()
    }

    /// The keys of a context with what they do, those of the hint line.
    pub fn keys(&self, context: Context, wanted: &[Command]) -> Line<'a> {
        self.keys_line(None, context, wanted, None)
    }

    /// As [`Sheet::keys`], behind some words.
    pub fn keys_behind(&self, words: String, context: Context, wanted: &[Command]) -> Line<'a> {
        self.keys_line(Some(words), context, wanted, None)
    }

    /// The line is an item of a list: a click anywhere on it means the item.
    pub fn item(&self, item: usize, line: Line<'a>) -> Line<'a> {
        self.places.borrow_mut().push((line.clone(), vec![(0, self.width, Target::Item(item))]));
        line
    }

    /// Notes what a click on the line means, now that it is known where the line stands.
    pub fn click(&self, line: &Line<'a>, area: Rect, learned: &mut Learned) {
        let mut lines = self.places.borrow_mut();
        let Some(at) = lines.iter().position(|(known, _)| known == line) else { return };
        let places = lines.remove(at).1;
        note_places(places, area, learned);
    }

    /// As [`Sheet::keys`], with another word for the first of them.
    pub fn keys_saying(&self, context: Context, wanted: &[Command], first: Option<&'static str>) -> Line<'a> {
        self.keys_line(None, context, wanted, first)
    }

    fn keys_line(
        &self,
        before: Option<String>,
        context: Context,
        wanted: &[Command],
        first: Option<&'static str>,
    ) -> Line<'a> {
        let mut spans: Vec<Span<'a>> = before.into_iter().map(|words| span(words, self.styles.of(Role::Dim))).collect();
        let mut places = Vec::new();
        for entry in TABLE.iter().filter(|entry| entry.context == context && wanted.contains(&entry.command)) {
            let Some(hint) = first.filter(|_| wanted.first() == Some(&entry.command)).or(entry.hint) else { continue };
            let key = self.state.keymap.shown(entry.command).map(|key| key.to_string()).unwrap_or_default();
            let from = width_of_spans(&spans);
            let gap = if key.is_empty() { "" } else { " " };
            spans.push(span(key, self.styles.of(Role::Key)));
            spans.push(span(format!("{gap}{hint}   "), self.styles.of(Role::Text)));
            places.push((from, width_of_spans(&spans) - 3, Target::Command(entry.command)));
        }
        let line = Line::from(spans);
        self.places.borrow_mut().push((line.clone(), places));
        line
    }

    /// The cluster as a question names it.
    pub fn cluster(&self) -> String {
        let session = &self.state.session;
        if session.running.embedded {
            "the embedded cluster".to_owned()
        } else {
            format!("{} ({})", session.running.cluster, session.running.name)
        }
    }

    /// A label and its text, cut.
    pub fn field(&self, name: &str, value: &str, role: Role) -> Line<'a> {
        let value = cut(value, self.width.saturating_sub(LABEL), &self.styles.glyphs);
        let label = span(format!("{name:LABEL$}"), self.styles.of(Role::Dim));
        Line::from(vec![label, span(value, self.styles.of(role))])
    }
}
