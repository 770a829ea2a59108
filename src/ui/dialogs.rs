//! What stands over the panes.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, Clear};

use crate::app::command::{Command, Context, MARKS, TABLE, TEXT_KEYS};
use crate::app::dialog::{Confirm, Creates, Dialog, Sending};
use crate::app::editor::width_of;
use crate::app::field::Kind;
use crate::app::learned::Learned;
use crate::app::record::Stop;
use crate::app::state::State;
use crate::app::tuning::Tuned;
use crate::domain::theme::Role;
use crate::ui::forms;
use crate::ui::styles::Styles;
use crate::ui::text::{count, cut, payload_size, span, width_of_spans, wrap};

/// Columns of the labels in a dialog.
pub(super) const LABEL: usize = 11;

/// Draws a dialog in the middle.
pub fn draw(dialog: &Dialog, state: &State, styles: &Styles, frame: &mut Frame<'_>, learned: &mut Learned) {
    let screen = frame.area();
    let width = usize::from(screen.width.saturating_sub(8).min(72));
    let sheet = Sheet { state, styles, width };
    // Where the cursor stands, in columns and lines of the sheet.
    let mut cursor = None;
    let (title, lines) = match dialog {
        Dialog::Looking(sending) => ("Send", sheet.looking(sending.topic())),
        Dialog::Confirm(confirm) => ("Send?", sheet.confirm(confirm)),
        Dialog::Leave => ("Quit?", sheet.leave()),
        Dialog::Flushing { outstanding } => ("Quit", sheet.flushing(*outstanding)),
        Dialog::Kinds { stop, index } => ("Kind", sheet.kinds(*stop, *index)),
        Dialog::Load => ("Load", forms::load(&sheet, &mut cursor)),
        Dialog::Tune(property) => {
            (property.map_or("Change a property", Tuned::name), forms::tune(&sheet, *property, &mut cursor))
        }
        Dialog::Filter { text, wrong } => ("Show only", sheet.filter(text, wrong.as_deref())),
        Dialog::Help { top } => {
            let lines = sheet.help();
            let page = usize::from(screen.height.saturating_sub(4));
            learned.help = (page, lines.len());
            let top = (*top).min(lines.len().saturating_sub(page));
            ("Help", lines.into_iter().skip(top).take(page).collect())
        }
    };
    let height = u16::try_from(lines.len()).unwrap_or(u16::MAX).saturating_add(2).min(screen.height);
    let outer = u16::try_from(width).unwrap_or(u16::MAX).saturating_add(4).min(screen.width);
    let area = Rect {
        x: screen.x + (screen.width - outer) / 2,
        y: screen.y + (screen.height - height) / 2,
        width: outer,
        height,
    };
    let block = Block::bordered()
        .border_set(styles.glyphs.border)
        .border_style(styles.of(Role::BorderFocused))
        .title(Line::styled(format!(" {title} "), styles.of(Role::Title)));
    let block = match dialog {
        Dialog::Help { top } => block.title_bottom(sheet.scrolled(*top, learned.help).right_aligned()),
        Dialog::Looking(_)
        | Dialog::Confirm(_)
        | Dialog::Leave
        | Dialog::Flushing { .. }
        | Dialog::Kinds { .. }
        | Dialog::Load
        | Dialog::Tune(_)
        | Dialog::Filter { .. } => block,
    };
    let inner = block.inner(area);
    frame.render_widget(Clear, area);
    frame.render_widget(block, area);
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    if let Some((column, row)) = cursor {
        let right = |column: usize| u16::try_from(column).unwrap_or(u16::MAX).min(inner.width.saturating_sub(1));
        let down = |row: usize| u16::try_from(row).unwrap_or(u16::MAX).min(inner.height.saturating_sub(1));
        learned.cursor = Some((inner.x + right(column), inner.y + down(row)));
        learned.text_width = forms::text_width(width);
    }
    for (line, y) in lines.into_iter().zip(inner.y..inner.bottom()) {
        frame.render_widget(line, Rect { y, height: 1, ..inner });
    }
}

pub(super) struct Sheet<'a> {
    pub state: &'a State,
    pub styles: &'a Styles,
    pub width: usize,
}

impl<'a> Sheet<'a> {
    pub fn words(&self, words: &str, role: Role) -> Vec<Line<'a>> {
        let style = self.styles.of(role);
        wrap(words, self.width, &self.styles.glyphs).into_iter().map(|line| Line::styled(line, style)).collect()
    }

    /// The keys of a context with what they do, those of the hint line.
    pub fn keys(&self, context: Context, wanted: &[Command]) -> Line<'a> {
        self.keys_saying(context, wanted, None)
    }

    /// As [`Sheet::keys`], with another word for the first of them.
    fn keys_saying(&self, context: Context, wanted: &[Command], first: Option<&'static str>) -> Line<'a> {
        let mut spans = Vec::new();
        for entry in TABLE.iter().filter(|entry| entry.context == context && wanted.contains(&entry.command)) {
            let Some(hint) = first.filter(|_| wanted.first() == Some(&entry.command)).or(entry.hint) else { continue };
            let key = self.state.keymap.shown(entry.command).map(|key| key.to_string()).unwrap_or_default();
            spans.push(span(key, self.styles.of(Role::Key)));
            spans.push(span(format!(" {hint}   "), self.styles.of(Role::Text)));
        }
        Line::from(spans)
    }

    pub fn cluster(&self) -> String {
        let session = &self.state.session;
        if session.embedded {
            "the embedded cluster".to_owned()
        } else {
            format!("{} ({})", session.cluster, session.profile)
        }
    }

    /// The filter of the requests that is typed, its end in sight.
    fn filter(&self, text: &str, wrong: Option<&str>) -> Vec<Line<'a>> {
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
                "b2 a broker, p3 or orders-3 a partition, slow, >20 slower than 20 ms, retried, failed, all; several \
                 apart by spaces.",
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

    pub fn field(&self, name: &str, value: &str, role: Role) -> Line<'a> {
        let value = cut(value, self.width.saturating_sub(LABEL), &self.styles.glyphs);
        let label = span(format!("{name:LABEL$}"), self.styles.of(Role::Dim));
        Line::from(vec![label, span(value, self.styles.of(role))])
    }

    fn confirm(&self, confirm: &Confirm) -> Vec<Line<'a>> {
        let guard = if confirm.guarded { Role::Guard } else { Role::Text };
        let mut lines = vec![
            self.field("cluster", &self.cluster(), guard),
            self.field("topic", confirm.sending.topic(), Role::Title),
        ];
        let (yes, commands): (_, &[Command]) = match &confirm.sending {
            Sending::Record(record) => {
                lines.push(self.field("key", &payload_size(record.key.serialized_size()), Role::Text));
                lines.push(self.field("value", &payload_size(record.value.serialized_size()), Role::Text));
                if record.value.is_null() {
                    let words = "a tombstone: it deletes the key where the topic is compacted";
                    lines.push(self.field("", words, Role::Warning));
                }
                (None, &[Command::SendOnce, Command::AllowSends, Command::DoNotSend])
            }
            Sending::Load(plan) => {
                for (name, value) in forms::plan(plan) {
                    lines.push(self.field(name, &value, Role::Text));
                }
                (Some("start the load"), &[Command::SendOnce, Command::DoNotSend])
            }
        };
        let topic = confirm.sending.topic();
        lines.push(Line::default());
        if confirm.guarded {
            lines.extend(self.words("This cluster is not a local one.", Role::Text));
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
        lines.push(self.keys_saying(Context::Confirm, commands, yes));
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
        if self.state.record.is_changed() {
            lines.extend(self.words("The record in the form was not sent and is lost.", Role::Text));
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
            lines.push(if at == index { line.style(styles.of(Role::Selected)) } else { line });
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

    fn help(&self) -> Vec<Line<'a>> {
        let mut lines = Vec::new();
        for context in Context::ALL {
            lines.push(Line::styled(context.title(), self.styles.of(Role::Title)));
            for entry in TABLE.iter().filter(|entry| entry.context == context) {
                let keys: Vec<String> = self.state.keymap.keys(entry.command).map(|key| key.to_string()).collect();
                lines.extend(self.help_row(&keys.join(" "), entry.doc));
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
    fn scrolled(&self, top: usize, (page, lines): (usize, usize)) -> Line<'a> {
        let mut line = self.keys(Context::Help, &[Command::HelpDown, Command::CloseHelp]);
        let words = format!(" {} of {lines}   ", (top + page).min(lines));
        line.spans.insert(0, span(words, self.styles.of(Role::Dim)));
        line
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
