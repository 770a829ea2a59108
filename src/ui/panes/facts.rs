//! Lines of what is known of something: a label and a text each, wrapped.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::domain::theme::Role;
use crate::ui::styles::Styles;
use crate::ui::text::{cut, span, wrap};

/// Columns of the labels.
const LABEL: usize = 11;

/// The lines.
pub struct Facts<'a> {
    styles: &'a Styles,
    width: usize,
    lines: Vec<Line<'a>>,
}

impl<'a> Facts<'a> {
    /// None yet, for so many columns.
    pub fn new(styles: &'a Styles, width: u16) -> Self {
        Self { styles, width: usize::from(width), lines: Vec::new() }
    }

    /// A line over the whole width.
    pub fn head(&mut self, words: &str, role: Role) {
        let words = cut(words, self.width, &self.styles.glyphs);
        self.lines.push(Line::styled(words, self.styles.of(role)));
    }

    /// A text over the whole width, wrapped.
    pub fn words(&mut self, words: &str, role: Role) {
        let style = self.styles.of(role);
        self.lines
            .extend(wrap(words, self.width, &self.styles.glyphs).into_iter().map(|line| Line::styled(line, style)));
    }

    /// A label and its text.
    pub fn field(&mut self, name: &str, value: &str) {
        self.field_as(name, value, Role::Text);
    }

    /// A label and its text, which is drawn in this role.
    pub fn field_as(&mut self, name: &str, value: &str, role: Role) {
        let room = self.width.saturating_sub(LABEL);
        for (at, words) in wrap(value, room, &self.styles.glyphs).into_iter().enumerate() {
            let name = if at == 0 { name } else { "" };
            let label = span(format!("{name:LABEL$}"), self.styles.of(Role::Dim));
            self.lines.push(Line::from(vec![label, span(words, self.styles.of(role))]));
        }
    }

    /// A line of spans.
    pub fn line(&mut self, spans: Vec<Span<'a>>) {
        self.lines.push(Line::from(spans));
    }

    /// How many lines there are.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    /// Draws those that there is room for.
    pub fn draw(self, frame: &mut Frame<'_>, area: Rect) {
        for (line, y) in self.lines.into_iter().zip(area.y..area.bottom()) {
            frame.render_widget(line, Rect { y, height: 1, ..area });
        }
    }
}
