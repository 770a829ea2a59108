//! What can be done with a result: the list of forms to copy, and the question before the form is replaced.

use ratatui::text::Line;

use crate::app::command::{Command, Context};
use crate::app::results::Form;
use crate::domain::theme::Role;
use crate::ui::sheet::Sheet;
use crate::ui::text::{cut, span};

/// Columns of the forms' names.
const NAME: usize = 24;

impl<'a> Sheet<'a> {
    /// The forms in which the selected result can be copied, with what each would be.
    pub fn forms(&self, index: usize, to_file: bool) -> Vec<Line<'a>> {
        let styles = self.styles;
        let mut lines = Vec::new();
        for (at, (form, letter)) in Form::ALL.into_iter().enumerate() {
            let preview = match self.state.results.selected_entry() {
                Some(entry) => form.preview(entry),
                None => Err("nothing is selected".to_owned()),
            };
            let (role, words) = match preview {
                Ok(words) => (Role::Text, words),
                Err(why) => (Role::Dim, why),
            };
            let line = Line::from(vec![
                span(letter.to_string(), styles.of(Role::Key)),
                span(format!("  {:NAME$}", form.name()), styles.of(role)),
                span(cut(&words, self.width.saturating_sub(NAME + 3), &styles.glyphs), styles.of(Role::Dim)),
            ]);
            let line = if at == index { line.style(styles.of(Role::Selected)) } else { line };
            lines.push(self.item(at, line));
        }
        lines.push(Line::default());
        let place = if to_file {
            "Into the file copied.txt in linger's state folder."
        } else {
            "Into the clipboard of the terminal (OSC 52), which not every terminal allows."
        };
        lines.extend(self.words(place, Role::Dim));
        lines.push(Line::default());
        lines.push(self.keys(Context::Copy, &[Command::ChooseForm, Command::ToFile, Command::NoCopy]));
        lines
    }

    /// The question before a record takes the place of one that was not sent.
    pub fn replace(&self) -> Vec<Line<'a>> {
        let mut lines = self.words("What stands in the form was not sent, and would be lost.", Role::Warning);
        lines.push(Line::default());
        lines.push(self.keys(Context::Replace, &[Command::ReplaceForm, Command::KeepForm]));
        lines
    }
}
