//! The dialogs about files and the editor.

use ratatui::text::Line;

use crate::app::command::{Command, Context, FilesCommand};
use crate::app::files::Broken;
use crate::domain::theme::Role;
use crate::ui::sheet::Sheet;

impl<'a> Sheet<'a> {
    /// What becomes of a text that is no record.
    pub fn broken(&self, broken: &Broken) -> Vec<Line<'a>> {
        let mut lines = self.words(&broken.problem, Role::Bad);
        lines.push(Line::default());
        lines.extend(self.words("The form is as it was. What you wrote is kept in", Role::Dim));
        lines.extend(self.words(&broken.kept.display().to_string(), Role::Text));
        lines.push(Line::default());
        let mut wanted = vec![FilesCommand::EditAgain];
        if broken.readable.is_some() {
            wanted.push(FilesCommand::TakeAsItIs);
        }
        wanted.push(FilesCommand::PutAway);
        lines.extend(wanted.into_iter().map(|command| self.keys(Context::Broken, &[Command::Files(command)])));
        lines
    }
}
