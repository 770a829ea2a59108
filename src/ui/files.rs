//! The dialogs about files and the editor.

use ratatui::text::Line;

use crate::app::command::{Command, Context, FilesCommand};
use crate::app::editor::width_of;
use crate::app::files::{Broken, Picker, SaveAs};
use crate::domain::theme::Role;
use crate::ui::sheet::{LABEL, Sheet};
use crate::ui::styles::Styles;
use crate::ui::text::{cut, fit, safe, span};

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

    /// The record files of a folder, with the beginning of the chosen one.
    pub fn picker(&self, picker: &Picker, height: u16, cursor: &mut Option<(usize, usize)>) -> Vec<Line<'a>> {
        let (styles, width) = (self.styles, self.width);
        let folder = tail(&picker.folder.display().to_string(), width, styles);
        let mut lines = vec![Line::styled(folder, styles.of(Role::Dim))];
        lines.push(self.line("filter", &picker.filter, 1, cursor));
        lines.push(Line::default());
        let shown = picker.shown();
        match &picker.entries {
            None => lines.extend(self.words("Looking.", Role::Dim)),
            Some(Err(why)) => lines.extend(self.words(why, Role::Bad)),
            Some(Ok(_)) if shown.is_empty() => lines.extend(self.words("No record file has such a name.", Role::Dim)),
            Some(Ok(_)) => {}
        }
        // The list and the preview share what is left of the screen.
        let room = usize::from(height).saturating_sub(11).max(2);
        let rows = shown.len().min(room.div_ceil(2));
        let top = (picker.index + 1).saturating_sub(rows);
        for (at, entry) in shown.iter().enumerate().skip(top).take(rows) {
            let name = if entry.folder { format!("{}/", entry.name) } else { entry.name.clone() };
            let name = fit(&safe(&name, &styles.glyphs), width, &styles.glyphs);
            let role = if at == picker.index { Role::Selected } else { Role::Text };
            lines.push(self.item(at, Line::styled(name, styles.of(role))));
        }
        lines.push(Line::default());
        if let Some(entry) = picker.chosen() {
            for text in entry.preview.iter().take(room - rows) {
                lines.push(Line::styled(cut(&safe(text, &styles.glyphs), width, &styles.glyphs), styles.of(Role::Dim)));
            }
        }
        if picker.sure {
            let words = "The record in the form was not sent: Enter again puts the file in its place.";
            lines.extend(self.words(words, Role::Warning));
        }
        let wanted = [FilesCommand::ChooseFile, FilesCommand::NoFile].map(Command::Files);
        lines.push(self.keys(Context::Picker, &wanted));
        lines
    }

    /// The name of a record file.
    pub fn save_as(&self, save: &SaveAs, cursor: &mut Option<(usize, usize)>) -> Vec<Line<'a>> {
        let mut lines = vec![self.line("file", &save.path, 0, cursor), Line::default()];
        if let Some(why) = &save.wrong {
            lines.extend(self.words(&format!("Not saved: {why}"), Role::Bad));
        } else if save.exists {
            lines.extend(self.words("There is such a file: Enter again overwrites it.", Role::Warning));
        } else {
            lines.extend(self.words("The record goes into this file, as it stands in the form.", Role::Dim));
        }
        lines.push(Line::default());
        let wanted = [FilesCommand::WriteFile, FilesCommand::WriteNoFile].map(Command::Files);
        lines.push(self.keys(Context::SaveAs, &wanted));
        lines
    }

    /// A label and a text that is typed at its end.
    fn line(&self, label: &str, text: &str, row: usize, cursor: &mut Option<(usize, usize)>) -> Line<'a> {
        let shown = tail(text, self.width.saturating_sub(LABEL + 1), self.styles);
        *cursor = Some((LABEL + width_of(&shown), row));
        let label = span(format!("{label:LABEL$}"), self.styles.of(Role::Focus));
        Line::from(vec![label, span(shown, self.styles.of(Role::Text))])
    }
}

/// The end of a text that is too long.
fn tail(text: &str, width: usize, styles: &Styles) -> String {
    let mut shown = safe(text, &styles.glyphs);
    while width_of(&shown) > width {
        shown.remove(0);
    }
    shown
}
