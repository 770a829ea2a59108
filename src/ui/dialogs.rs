//! What stands over the panes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;
use ratatui::widgets::{Block, Clear};

use crate::app::command::{Command, Context, FormCommand};
use crate::app::dialog::{Confirm, Creates, Dialog, Filtered, Sending};
use crate::app::editor::width_of;
use crate::app::field::Kind;
use crate::app::learned::Learned;
use crate::app::record::Stop;
use crate::app::session::Drafts;
use crate::app::state::State;
use crate::app::tuning::Tuned;
use crate::domain::theme::Role;
use crate::ui::bytes;
use crate::ui::forms;
use crate::ui::guards;
use crate::ui::palette;
use crate::ui::profiles;
use crate::ui::sheet::Sheet;
use crate::ui::styles::Styles;
use crate::ui::text::{count, cut, payload_size, span};
use crate::ui::topic_form;
use crate::ui::topics::topics;
use crate::ui::value;
use crate::ui::ways::{awaiting, ways};
use crate::ui::what_if;

/// The place in the middle of the screen for so many columns and lines, and a frame around them.
fn middle(screen: Rect, width: usize, lines: usize) -> Rect {
    let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(2).min(screen.height);
    let width = u16::try_from(width).unwrap_or(u16::MAX).saturating_add(4).min(screen.width);
    Rect { x: screen.x + (screen.width - width) / 2, y: screen.y + (screen.height - height) / 2, width, height }
}

/// A dialog's lines on its paper.
type Written<'a> = (&'static str, Vec<Line<'a>>);

/// What a dialog is called, and what stands in it; says where the cursor stands, in columns and lines of the sheet.
fn written<'a>(
    dialog: &Dialog,
    sheet: &Sheet<'a>,
    height: u16,
    learned: &mut Learned,
    cursor: &mut Option<(usize, usize)>,
) -> Written<'a> {
    match dialog {
        Dialog::Looking(sending) => ("Send", sheet.looking(sending.topic())),
        Dialog::Confirm(confirm) => ("Send?", sheet.confirm(confirm)),
        Dialog::Leave => ("Quit?", sheet.leave()),
        Dialog::Flushing { outstanding } => ("Quit", sheet.flushing(*outstanding)),
        Dialog::Kinds { stop, index } => ("Kind", sheet.kinds(*stop, *index)),
        Dialog::Topics { filter, at } => ("Topics", topics(sheet, filter, *at, usize::from(height), cursor)),
        Dialog::Ways => ("How to send", ways(sheet, cursor)),
        Dialog::Awaiting => ("Send", awaiting(sheet)),
        Dialog::Bytes { top } => {
            let all = bytes::height(sheet);
            let page = usize::from(height.saturating_sub(4)).min(all.max(1));
            learned.help = (page, all);
            ("What will go", bytes::lines(sheet, (*top).min(all.saturating_sub(page)), page))
        }
        Dialog::WhatIf(asked) => ("If the topic had other partitions", what_if::lines(sheet, *asked, height)),
        Dialog::Load => ("Load", forms::load(sheet, cursor)),
        Dialog::Tune(property) => {
            (property.map_or("Change a property", Tuned::name), forms::tune(sheet, *property, cursor))
        }
        // The Profile pane draws it.
        Dialog::Search => ("Find", Vec::new()),
        Dialog::Profiles(shelf) => (profiles::title(shelf), profiles::list(sheet, shelf, usize::from(height), cursor)),
        Dialog::ProfileName(form) => (profiles::naming(form), profiles::name(sheet, form, cursor)),
        Dialog::ProfileQuestion(question) => {
            (profiles::asked(question), profiles::question(sheet, question, usize::from(height)))
        }
        Dialog::Value => (value::title(sheet), value::lines(sheet, usize::from(height), cursor)),
        Dialog::Arm(arming) => ("Allow ahead", guards::arm(sheet, arming, cursor)),
        Dialog::EndLoad(_) => ("End the load?", guards::end_load(sheet)),
        Dialog::Copy { index, to_file } => ("Copy", sheet.forms(*index, *to_file)),
        Dialog::Replace(_) => ("Edit?", sheet.replace()),
        Dialog::Picker(picker) => ("Open a record file", sheet.picker(picker, height, cursor)),
        Dialog::SaveAs(save) => ("Save the record as", sheet.save_as(save, cursor)),
        Dialog::Broken(broken) => ("Not taken over", sheet.broken(broken)),
        Dialog::Filter { of, text, wrong } => ("Show only", sheet.filter(*of, text, wrong.as_deref())),
        Dialog::TopicForm(form) => (topic_form::title(form), topic_form::topic(sheet, form, cursor)),
        Dialog::Help { top } => {
            let lines = sheet.help();
            let page = usize::from(height.saturating_sub(4));
            learned.help = (page, lines.len());
            let top = (*top).min(lines.len().saturating_sub(page));
            ("Help", lines.into_iter().skip(top).take(page).collect())
        }
        Dialog::Themes { .. } => ("Theme", palette::themes(sheet)),
        Dialog::Palette => {
            let page = usize::from(height.saturating_sub(8)).clamp(4, 16);
            learned.palette_page = page;
            ("Commands", palette::lines(sheet, page, cursor))
        }
    }
}

/// The keys of a dialog that scrolls, and its first line shown.
fn scrolling(dialog: &Dialog) -> Option<([Command; 2], usize)> {
    if let Dialog::Help { top } = dialog {
        return Some(([Command::HelpDown, Command::CloseHelp], *top));
    }
    let Dialog::Bytes { top } = dialog else { return None };
    Some(([FormCommand::BytesDown, FormCommand::CloseBytes].map(Command::Form), *top))
}

/// Draws a dialog in the middle.
pub fn draw(dialog: &Dialog, state: &State, styles: &Styles, frame: &mut Frame<'_>, learned: &mut Learned) {
    let screen = frame.area();
    let width = usize::from(screen.width.saturating_sub(8).min(72));
    let sheet = Sheet::new(state, styles, width);
    let mut cursor = None;
    let (title, lines) = written(dialog, &sheet, screen.height, learned, &mut cursor);
    let area = middle(screen, width, lines.len());
    let mut block = Block::bordered()
        .border_set(styles.glyphs.border)
        .border_style(styles.of(Role::BorderFocused))
        .title(Line::styled(format!(" {title} "), styles.of(Role::Title)));
    if let Some((keys, top)) = scrolling(dialog) {
        let line = sheet.scrolled(dialog.context(), keys, top, learned.help);
        let wide = u16::try_from(line.width()).unwrap_or(u16::MAX).min(area.width.saturating_sub(2));
        let place = Rect { x: area.right() - 1 - wide, y: area.bottom() - 1, width: wide, height: 1 };
        sheet.click(&line, place, learned);
        block = block.title_bottom(line.right_aligned());
    }
    let inner = block.inner(area);
    frame.render_widget(Clear, area);
    frame.buffer_mut().set_style(area, styles.ground());
    frame.render_widget(block, area);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    if let Some((column, row)) = cursor {
        let right = |column: usize| u16::try_from(column).unwrap_or(u16::MAX).min(inner.width.saturating_sub(1));
        let down = |row: usize| u16::try_from(row).unwrap_or(u16::MAX).min(inner.height.saturating_sub(1));
        learned.cursor = Some((inner.x + right(column), inner.y + down(row)));
        learned.text_width = forms::text_width(width);
    }
    for (line, y) in lines.into_iter().zip(inner.y..inner.bottom()) {
        let place = Rect { y, height: 1, ..inner };
        sheet.click(&line, place, learned);
        frame.render_widget(line, place);
    }
}

impl<'a> Sheet<'a> {
    /// The filter of the requests that is typed, its end in sight.
    fn filter(&self, of: Filtered, text: &str, wrong: Option<&str>) -> Vec<Line<'a>> {
        let cursor = span(" ", self.styles.of(Role::Selected));
        let mut start = text;
        while width_of(start) + 1 > self.width {
            let mut characters = start.chars();
            characters.next();
            start = characters.as_str();
        }
        let words = span(cut(start, self.width, &self.styles.glyphs), self.styles.of(Role::Text));
        let mut lines = vec![Line::from(vec![words, cursor]), Line::default()];
        match wrong {
            Some(wrong) => lines.extend(self.words(wrong, Role::Bad)),
            None => lines.extend(self.words(
                match of {
                    Filtered::Requests => {
                        "b2 a broker, p3 or orders-3 a partition, slow, >20 slower than 20 ms, retried, failed, all; \
                         several apart by spaces."
                    }
                    Filtered::Results => {
                        "failed, ok, maybe (written), waiting; p3 or orders-3 a partition, topic:orders, key:user-42, \
                         key:null; anything else is a text to be found, \"in quotes\" with its spaces; several apart by \
                         spaces."
                    }
                },
                Role::Dim,
            )),
        }
        lines.push(Line::default());
        lines.push(self.keys(Context::Filter, &[Command::ApplyFilter, Command::KeepFilter]));
        lines
    }

    fn looking(&self, topic: &str) -> Vec<Line<'a>> {
        let words = format!("Looking whether {} has the topic '{topic}'.", self.cluster());
        let mut lines = self.words(&words, Role::Text);
        lines.push(Line::default());
        lines.push(self.keys(Context::Confirm, &[Command::DoNotSend]));
        lines
    }

    fn confirm(&self, confirm: &Confirm) -> Vec<Line<'a>> {
        let guard = if confirm.guarded { Role::Guard } else { Role::Text };
        let mut lines = vec![
            self.field("cluster", &self.cluster(), guard),
            self.field("topic", confirm.sending.topic(), Role::Title),
        ];
        let yes = match &confirm.sending {
            Sending::Record(record) | Sending::Again { record, .. } => {
                lines.push(self.field("key", &payload_size(record.key.serialized_size()), Role::Text));
                lines.push(self.field("value", &payload_size(record.value.serialized_size()), Role::Text));
                if record.value.is_null() {
                    let words = "a tombstone: it deletes the key where the topic is compacted";
                    lines.push(self.field("", words, Role::Warning));
                }
                if let (Sending::Record(_), Some(words)) = (&confirm.sending, self.state.ways.summary()) {
                    lines.push(self.field("send", &words, Role::Warning));
                }
                if let Sending::Again { n, before, .. } = &confirm.sending {
                    lines.push(Line::default());
                    let role = if before.is_risky() { Role::Warning } else { Role::Text };
                    lines.extend(self.words(&format!("Record {n} again. {}", before.words()), role));
                }
                None
            }
            Sending::Load(plan) => {
                for (name, value) in forms::plan(plan) {
                    lines.push(self.field(name, &value, Role::Text));
                }
                Some("start the load")
            }
        };
        let topic = confirm.sending.topic();
        lines.push(Line::default());
        if confirm.guarded {
            let why = &self.state.session.running.guards.why(topic);
            lines.extend(self.words(&format!("Asked because {why}."), Role::Text));
        } else if self.state.session.confirmations.every_send {
            lines.extend(self.words("Every send asks first: confirm.send is \"always\".", Role::Text));
        }
        match &confirm.creates {
            Creates::No => {}
            Creates::Yes => {
                let words = format!("The cluster has no topic '{topic}': if the broker allows it, sending creates it.");
                lines.extend(self.words(&words, Role::Warning));
                if let Some(nearest) = self.state.nearest_topic(topic) {
                    lines.extend(self.words(&format!("Did you mean '{nearest}'?"), Role::Text));
                }
            }
            Creates::NotKnown(reason) => {
                let words = format!(
                    "It is not known whether the cluster has the topic '{topic}': {reason}. Sending may create it.",
                );
                lines.extend(self.words(&words, Role::Warning));
            }
        }
        lines.push(Line::default());
        lines.push(self.keys_saying(Context::Confirm, confirm.answers(), yes));
        lines
    }

    fn leave(&self) -> Vec<Line<'a>> {
        let open = self.state.results_now().counts().open;
        let mut lines = Vec::new();
        let mut wanted = vec![Command::QuitNow, Command::Stay];
        if open > 0 {
            let words = match open {
                1 => "1 record is outstanding: nobody knows yet how it ends.".to_owned(),
                open => format!("{} records are outstanding: nobody knows yet how they end.", count(open)),
            };
            lines.extend(self.words(&words, Role::Warning));
            if let Some(reason) = &self.state.standing.reason {
                lines.extend(self.words(reason, Role::Text));
            }
        }
        if self.state.watch.load.is_some() {
            lines.extend(self.words("A load is running. Leaving ends it.", Role::Warning));
        }
        if open > 0 || self.state.watch.load.is_some() {
            wanted.push(Command::QuitAfterFlush);
        }
        let unsaved = self.state.profile.unsaved();
        if unsaved > 0 {
            let many = if unsaved == 1 {
                "1 change of the profile is".to_owned()
            } else {
                format!("{unsaved} changes of the profile are")
            };
            lines.extend(self.words(&format!("{many} in no file and lost then."), Role::Text));
        }
        if self.state.record.is_changed() {
            let words = match self.state.session.drafts {
                Drafts::Lost => "The record in the form was not sent and is lost.",
                Drafts::Kept | Drafts::Restored => {
                    "The record in the form was not sent. It is kept as a draft for the next start."
                }
            };
            lines.extend(self.words(words, Role::Text));
        }
        lines.push(Line::default());
        lines.push(self.keys(Context::Leave, &wanted));
        lines
    }

    fn flushing(&self, outstanding: u64) -> Vec<Line<'a>> {
        let words = match outstanding {
            1 => "Waiting for 1 record to end.".to_owned(),
            outstanding => format!("Waiting for {} records to end.", count(outstanding)),
        };
        let mut lines = self.words(&words, Role::Text);
        if let Some(reason) = &self.state.standing.reason {
            lines.extend(self.words(reason, Role::Warning));
        }
        lines.push(Line::default());
        lines.push(self.keys(Context::Leave, &[Command::QuitNow]));
        lines
    }

    fn kinds(&self, stop: Stop, index: usize) -> Vec<Line<'a>> {
        let mut lines = Vec::new();
        let styles = self.styles;
        for (at, (kind, letter, doc)) in Kind::ALL.into_iter().enumerate() {
            let line = Line::from(vec![
                span(letter.to_string(), styles.of(Role::Key)),
                span(format!("  {:8}", kind.name()), styles.of(Role::Text)),
                span(cut(doc, self.width.saturating_sub(11), &styles.glyphs), styles.of(Role::Dim)),
            ]);
            let line = if at == index { line.style(styles.of(Role::Selected)) } else { line };
            lines.push(self.item(at, line));
        }
        if let (Stop::HeaderValue(_), Some(key)) = (stop, self.state.keymap.shown(Command::RemoveHeader)) {
            lines.push(Line::from(vec![
                span(key.to_string(), styles.of(Role::Key)),
                span("  remove the header", styles.of(Role::Text)),
            ]));
        }
        lines.push(Line::default());
        lines.push(self.keys(Context::Kinds, &[Command::ChooseKind, Command::KeepKind]));
        lines
    }
}
