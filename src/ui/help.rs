//! What every key does, from the command table and the keys in force.

use ratatui::text::{Line, Span};

use crate::app::command::{Command, Context, MARKS, TABLE, TEXT_KEYS};
use crate::app::editor::width_of;
use crate::domain::theme::Role;
use crate::ui::sheet::Sheet;
use crate::ui::text::{span, width_of_spans, wrap};

impl<'a> Sheet<'a> {
    /// The lines of the help.
    pub fn help(&self) -> Vec<Line<'a>> {
        let mut lines = Vec::new();
        for context in Context::ALL {
            lines.push(Line::styled(context.title(), self.styles.of(Role::Title)));
            for entry in TABLE.iter().filter(|entry| entry.context == context) {
                let keys: Vec<String> = self.state.keymap.keys(entry.command).map(|key| key.to_string()).collect();
                let palette = self.state.keymap.shown(Command::Palette).map(|key| key.to_string()).unwrap_or_default();
                let keys = if keys.is_empty() { format!("{palette} {}", entry.id) } else { keys.join(" ") };
                lines.extend(self.help_row(&keys, entry.doc));
            }
            if context == Context::RecordEdge {
                lines.push(Line::default());
                lines.push(Line::styled("In a text", self.styles.of(Role::Title)));
                for (keys, doc) in TEXT_KEYS {
                    lines.extend(self.help_row(keys, doc));
                }
            }
            if context == Context::Pipeline {
                lines.push(Line::default());
                lines.push(Line::styled("What the marks mean", self.styles.of(Role::Title)));
                for (mark, doc) in MARKS {
                    lines.extend(self.help_row(mark, doc));
                }
            }
            lines.push(Line::default());
        }
        lines.pop();
        lines
    }

    /// Where the help stands, and the keys that scroll and close it.
    pub fn scrolled(
        &self,
        context: Context,
        keys: [Command; 2],
        top: usize,
        (page, lines): (usize, usize),
    ) -> Line<'a> {
        let words = format!(" {} of {lines}   ", (top + page).min(lines));
        self.keys_behind(words, context, &keys)
    }

    fn help_row(&self, keys: &str, doc: &str) -> Vec<Line<'a>> {
        const KEYS: usize = 20;
        let mut lines = Vec::new();
        let mut docs = wrap(doc, self.width.saturating_sub(KEYS + 1), &self.styles.glyphs).into_iter();
        for keys in wrap(keys, KEYS - 1, &self.styles.glyphs) {
            let mut spans = vec![span(keys, self.styles.of(Role::Key))];
            let used = width_of_spans(&spans);
            spans.push(Span::raw(" ".repeat(KEYS.saturating_sub(used))));
            spans.push(span(docs.next().unwrap_or_default(), self.styles.of(Role::Text)));
            lines.push(Line::from(spans));
        }
        for doc in docs {
            lines.push(Line::from(vec![Span::raw(" ".repeat(KEYS)), span(doc, self.styles.of(Role::Text))]));
        }
        debug_assert!(lines.iter().all(|line| width_of(&line.to_string()) <= self.width.max(KEYS)));
        lines
    }
}
