//! The lines of the form, top to bottom, before they are cut to the pane.

mod below;

use ratatui::text::{Line, Span};

use crate::app::editor::{Editor, width_of};
use crate::app::field::{Field, Kind};
use crate::app::record::Stop;
use crate::app::state::{Pane, State};
use crate::domain::partitioner::{Until, Why};
use crate::domain::theme::Role;
use crate::domain::topic::TopicLook;
use crate::ui::panes::notes::{TOMBSTONE, look, note};
use crate::ui::panes::painted::{painted, painted_start};
use crate::ui::styles::Styles;
use crate::ui::text::{cut, fit, safe, span, spread, width_of_spans, wrap};

/// Columns of the labels.
const LABEL: usize = 11;
/// Columns of a kind.
const KIND: usize = 8;
/// The most rows that a key or a header's value takes.
const SHORT: usize = 3;
/// Rows that the value takes at least, if there is room: its head and the text.
const VALUE: usize = 8;

/// One line of the form.
pub struct FormLine<'a> {
    /// What is drawn.
    pub line: Line<'a>,
    /// What a click from a column on means, the later in front.
    pub clicks: Vec<(usize, Stop)>,
    /// The column of the cursor, if it stands here.
    pub cursor: Option<usize>,
}

/// The form on its way to the pane.
pub struct Form<'a> {
    state: &'a State,
    styles: &'a Styles,
    width: usize,
    /// The lines.
    pub lines: Vec<FormLine<'a>>,
    /// The width in which the text under the cursor is drawn.
    pub text_width: usize,
}

impl<'a> Form<'a> {
    /// The whole form, `width` columns wide and, if it can be, no higher than `height`.
    pub fn new(state: &'a State, styles: &'a Styles, width: usize, height: usize) -> Self {
        let mut form = Self { state, styles, width, lines: Vec::new(), text_width: width };
        form.topic();
        form.partition();
        form.payload("key", Stop::Key, state.record.record_key(), SHORT);
        let above = std::mem::take(&mut form.lines);
        form.headers();
        form.timestamp();
        form.size();
        form.ways();
        let below = std::mem::take(&mut form.lines);
        form.lines = above;
        let room = height.saturating_sub(form.lines.len() + below.len()).max(4);
        form.value(room);
        form.lines.extend(below);
        form
    }

    fn is_at(&self, stop: Stop) -> bool {
        self.state.focus == Pane::Record && self.state.record.stop() == stop
    }

    fn label(&self, name: &str, focused: bool) -> Span<'a> {
        let role = if focused { Role::Focus } else { Role::Dim };
        span(fit(name, LABEL, &self.styles.glyphs), self.styles.of(role))
    }

    fn push(&mut self, left: Vec<Span<'a>>, right: Vec<Span<'a>>, stop: Stop, cursor: Option<usize>) {
        let line = spread(left, right, self.width);
        self.lines.push(FormLine { line, clicks: vec![(0, stop)], cursor });
    }

    /// What is wrong at a stop, below its line.
    fn problem(&mut self, stop: Stop, indent: usize) {
        let Some(what) = self.state.record.problem(stop, self.state.topic_view()) else { return };
        self.wrong(&what, stop, indent);
    }

    /// Words of something wrong.
    fn wrong(&mut self, what: &str, stop: Stop, indent: usize) {
        let style = self.styles.of(Role::Bad);
        let words = wrap(what, self.width.saturating_sub(indent + 2), &self.styles.glyphs);
        for (at, words) in words.into_iter().enumerate() {
            let mark = if at == 0 { self.styles.glyphs.bad } else { " " };
            let line = format!("{}{mark} {words}", " ".repeat(indent));
            self.push(vec![span(line, style)], Vec::new(), stop, None);
        }
    }

    /// The row of a one-line text that the cursor stands in, and the column of the cursor.
    fn one_line(&self, editor: &Editor, width: usize, focused: bool) -> (String, Option<usize>) {
        if !focused || editor.is_preview() {
            return (cut(&editor.lines()[0], width, &self.styles.glyphs), focused.then_some(0));
        }
        let (rows, (row, column)) = editor.rows(width);
        let row = rows[row];
        let text = &editor.lines()[row.line][row.from..row.to];
        (safe(text, &self.styles.glyphs), Some(column))
    }

    fn topic(&mut self) {
        let focused = self.is_at(Stop::Topic);
        let state = self.state;
        let note: (String, Role) = match &state.topic.look {
            _ if state.record.problem(Stop::Topic, None).is_some() => (String::new(), Role::Dim),
            None => ("looking".to_owned() + self.styles.glyphs.cut, Role::Dim),
            Some(TopicLook::Found(view)) => match view.partitions.len() {
                1 => ("1 partition".to_owned(), Role::Dim),
                partitions => (format!("{partitions} partitions"), Role::Dim),
            },
            Some(TopicLook::Unknown) => match state.nearest_topic(&state.topic.asked) {
                Some(nearest) => (
                    cut(&format!("not in the cluster: {nearest}?"), self.width / 2, &self.styles.glyphs),
                    Role::Warning,
                ),
                None => ("not in the cluster".to_owned(), Role::Warning),
            },
            Some(TopicLook::Failed(_)) => ("not known if it exists".to_owned(), Role::Warning),
        };
        let room = self.width.saturating_sub(LABEL + width_of(&note.0) + 2).max(12);
        let (text, cursor) = self.one_line(state.record.topic(), room, focused);
        let left = vec![self.label("topic", focused), span(text, self.styles.of(Role::Text))];
        let right = vec![span(note.0, self.styles.of(note.1))];
        self.text_width = if focused { room } else { self.text_width };
        self.push(left, right, Stop::Topic, cursor.map(|column| column + LABEL));
        if let Some(TopicLook::Failed(reason)) = &state.topic.look {
            let reason = cut(reason, self.width.saturating_sub(LABEL), &self.styles.glyphs);
            let line = format!("{}{reason}", " ".repeat(LABEL));
            self.push(vec![span(line, self.styles.of(Role::Warning))], Vec::new(), Stop::Topic, None);
        }
        if !state.record.topic().is_empty() {
            self.problem(Stop::Topic, LABEL);
        }
    }

    fn partition(&mut self) {
        let focused = self.is_at(Stop::Partition);
        let (state, styles) = (self.state, self.styles);
        let editor = state.record.partition();
        let room = 12;
        let (text, cursor) = self.one_line(editor, room, focused);
        let mut left = vec![self.label("partition", focused)];
        if editor.is_empty() {
            left.push(span("auto", styles.of(Role::Text)));
        } else {
            left.push(span(text, styles.of(Role::Text)));
        }
        let mut right = Vec::new();
        let preview = state.record.partition_preview(state.topic_view(), state.partitioner(), state.topic.foreseen);
        if let Some(preview) = preview {
            let leader = preview.partition.and_then(|partition| self.leader(partition));
            let warned = leader.as_ref().is_some_and(|(_, role)| *role == Role::Warning);
            let why = self.why(preview.why, preview.partition.is_some());
            match (preview.why, preview.partition) {
                (Why::Key(_) | Why::NoKey(_) | Why::Sticky(_) | Why::RoundRobin | Why::Drawn, Some(partition)) => {
                    left.push(span(format!(" {} {partition}", styles.glyphs.arrow), styles.of(Role::Text)));
                }
                (Why::Drawn | Why::Sticky(Until::Millis(_)), None) => {
                    left.push(span(format!(" {} any", styles.glyphs.arrow), styles.of(Role::Text)));
                }
                (Why::Key(_) | Why::NoKey(_) | Why::Sticky(Until::Bytes | Until::Batch) | Why::RoundRobin, None)
                | (Why::Explicit, _) => {}
            }
            // Who leads the partition of the partitioner's choice matters only if nobody does.
            let leader = leader.filter(|_| warned || preview.why == Why::Explicit);
            right.extend(leader.map(|(words, role)| span(words, styles.of(role))));
            if !why.is_empty() {
                let gap = if right.is_empty() { "" } else { "  " };
                right.push(span(format!("{gap}{why}"), styles.of(Role::Dim)));
            }
            if width_of_spans(&left) + width_of_spans(&right) >= self.width && right.len() > 1 {
                right.remove(usize::from(warned));
            }
        }
        self.text_width = if focused { room } else { self.text_width };
        self.push(left, right, Stop::Partition, cursor.map(|column| column + LABEL));
        self.problem(Stop::Partition, LABEL);
    }

    /// Who leads a partition of the topic; `None` where that is not known.
    fn leader(&self, partition: i32) -> Option<(String, Role)> {
        let known = self.state.topic_view()?.partitions.iter().find(|known| known.id == partition)?;
        Some(match known.leader {
            Some(leader) => (format!("b{leader} leads"), Role::Dim),
            None => ("no leader now".to_owned(), Role::Warning),
        })
    }

    /// Why the partitioner takes this partition, or why it is not known which.
    fn why(&self, why: Why, known: bool) -> String {
        match (why, known) {
            (Why::Explicit, _) => String::new(),
            (Why::Key(_) | Why::NoKey(_), true) => why.to_string(),
            (Why::Key(_) | Why::NoKey(_), false) => format!("{why}, topic unknown"),
            (Why::Sticky(Until::Bytes), true) if self.state.partitioner().ignores_keys() => {
                "sticky: keys are ignored".to_owned()
            }
            (Why::Sticky(Until::Bytes), true) => "sticky: no key".to_owned(),
            (Why::Sticky(Until::Batch), true) => "sticky per batch".to_owned(),
            (Why::Sticky(Until::Bytes | Until::Batch), false) => "sticky, chosen at the send".to_owned(),
            (Why::Sticky(Until::Millis(millis)), _) => format!("sticky for {millis} ms"),
            (Why::RoundRobin, true) => "round robin".to_owned(),
            (Why::RoundRobin, false) => "round robin, at the send".to_owned(),
            (Why::Drawn, _) => "drawn for each record".to_owned(),
        }
    }

    /// A field with its kind, `rows` rows at most beside the label.
    fn payload(&mut self, name: &str, stop: Stop, field: &Field, rows: usize) {
        let focused = self.is_at(stop);
        let indent = LABEL + KIND;
        let head = vec![self.label(name, focused), self.kind(field.kind())];
        self.text(head, indent, stop, field, rows);
        self.problem(stop, LABEL);
    }

    fn kind(&self, kind: Kind) -> Span<'a> {
        let role = if kind.has_text() { Role::Dim } else { Role::Null };
        span(fit(kind.name(), KIND, &self.styles.glyphs), self.styles.of(role))
    }

    /// A field's text in rows, behind a head on the first of them. What there is to say of it stands beside its last.
    fn text(&mut self, head: Vec<Span<'a>>, indent: usize, stop: Stop, field: &Field, most: usize) {
        let focused = self.is_at(stop);
        let width = self.width.saturating_sub(indent).max(4);
        self.text_width = if focused { width } else { self.text_width };
        let note = self.note(stop, field);
        if !field.kind().has_text() {
            self.push(head, note, stop, focused.then_some(LABEL.min(indent)));
            return;
        }
        let mut head = Some(head);
        let rows = self.rows(field, width, most, focused);
        let last = rows.len() - 1;
        let mut note = Some(note);
        for (at, (text, cursor)) in rows.into_iter().enumerate() {
            let mut left = head.take().unwrap_or_else(|| vec![Span::raw(" ".repeat(indent))]);
            left.extend(text);
            let note = note.take_if(|_| at == last).unwrap_or_default();
            self.push(left, note, stop, cursor.map(|column| column + indent));
        }
    }

    /// What there is to say of a key or a header's value; of the record's value it stands on a line of its own.
    fn note(&self, stop: Stop, field: &Field) -> Vec<Span<'a>> {
        match note(field) {
            Some((words, role)) if stop != Stop::Value => {
                vec![span(format!("  {words}"), self.styles.of(role))]
            }
            Some(_) | None => Vec::new(),
        }
    }

    /// At most `most` rows of a text, those around the cursor or the first, with the cursor's column.
    fn rows(&self, field: &Field, width: usize, most: usize, focused: bool) -> Vec<(Vec<Span<'a>>, Option<usize>)> {
        let (editor, look, styles) = (field.editor(), look(field), self.styles);
        let most = most.max(1);
        if editor.is_preview() {
            let lines = editor.lines().iter().skip(editor.top()).take(most);
            return lines.map(|line| (painted_start(line, width, look, styles), None)).collect();
        }
        let (rows, (at, column)) = editor.rows(width);
        let top = if focused { (at + 1).saturating_sub(most) } else { 0 };
        let shown = rows.iter().enumerate().skip(top).take(most);
        shown
            .map(|(index, row)| {
                let line = &editor.lines()[row.line];
                let more = index + 1 == top + most && rows.len() > top + most && !focused;
                let mut text = painted(line, row.from, row.to, look, styles);
                if more && width_of(&line[row.from..row.to]) < width {
                    text.push(span(styles.glyphs.cut, styles.of(Role::Dim)));
                } else if more {
                    text = painted_start(&line[row.from..], width, look, styles);
                }
                (text, (focused && index == at).then_some(column))
            })
            .collect()
    }

    /// The value: its kind on one line, its text below over the whole width.
    fn value(&mut self, room: usize) {
        let (state, styles) = (self.state, self.styles);
        let field = state.record.value();
        let focused = self.is_at(Stop::Value);
        let head = vec![self.label("value", focused), self.kind(field.kind())];
        let editor = field.editor();
        let (note, role) = match field.kind() {
            Kind::Null => (TOMBSTONE.to_owned(), Role::Warning),
            Kind::Empty | Kind::Text | Kind::Json | Kind::Hex | Kind::Base64 => {
                note(field).unwrap_or((String::new(), Role::Dim))
            }
        };
        let before = self.lines.len();
        let note = cut(&note, self.width.saturating_sub(LABEL + KIND), &styles.glyphs);
        let mut first = head;
        first.push(span(note, styles.of(role)));
        let on_head = focused && (!field.kind().has_text() || editor.is_preview());
        self.push(first, Vec::new(), Stop::Value, on_head.then_some(LABEL));
        if field.kind().has_text() {
            let problem = usize::from(field.payload().is_err());
            self.text(Vec::new(), 0, Stop::Value, field, room.saturating_sub(1 + problem));
            self.problem(Stop::Value, 0);
        }
        // Room to type in, so that what stands below does not move with the first lines.
        while self.lines.len() < before + room.min(VALUE) {
            self.push(Vec::new(), Vec::new(), Stop::Value, None);
        }
    }

    fn headers(&mut self) {
        let state = self.state;
        let headers = state.record.headers();
        let widest = headers.iter().map(|header| width_of(&header.name.text())).max().unwrap_or(0);
        let name_width = widest.clamp(8, self.width.saturating_sub(LABEL + KIND + 12).max(8)) + 1;
        for (at, header) in headers.iter().enumerate() {
            let (name_stop, value_stop) = (Stop::HeaderName(at), Stop::HeaderValue(at));
            let focused = self.is_at(name_stop) || self.is_at(value_stop);
            let label = self.label(if at == 0 { "headers" } else { "" }, focused);
            let (name, cursor) = self.one_line(&header.name, name_width - 1, self.is_at(name_stop));
            let name = if header.name.is_empty() && cursor.is_none() {
                span(fit("(no name)", name_width, &self.styles.glyphs), self.styles.of(Role::Null))
            } else {
                span(fit(&name, name_width, &self.styles.glyphs), self.styles.of(Role::Text))
            };
            let head = vec![label, name, self.kind(header.value.kind())];
            let indent = LABEL + name_width + KIND;
            let first = self.lines.len();
            let rows = if self.is_at(value_stop) { SHORT } else { 1 };
            self.text(head, indent, value_stop, &header.value, rows);
            if self.is_at(name_stop) {
                self.text_width = name_width - 1;
            }
            let line = &mut self.lines[first];
            line.clicks = vec![(0, name_stop), (LABEL + name_width, value_stop)];
            line.cursor = cursor.map(|column| column + LABEL).or(line.cursor);
            self.problem(value_stop, LABEL);
        }
        let focused = self.is_at(Stop::AddHeader);
        let label = self.label(if headers.is_empty() { "headers" } else { "" }, focused);
        let words = if focused { "type a name to add a header" } else { "+" };
        let words = span(words, self.styles.of(Role::Dim));
        self.push(vec![label, words], Vec::new(), Stop::AddHeader, focused.then_some(LABEL));
    }

    fn timestamp(&mut self) {
        let focused = self.is_at(Stop::Timestamp);
        let (state, styles) = (self.state, self.styles);
        let editor = state.record.timestamp();
        let mut others = state.record.other_forms(state.last_key_at, &state.session.time_zone);
        let room = self.width.saturating_sub(LABEL).max(12);
        let (text, cursor) = self.one_line(editor, room, focused);
        let text = if editor.is_empty() { "now".to_owned() } else { text };
        let room_beside = self.width.saturating_sub(LABEL + width_of(&text) + 2);
        let left = vec![self.label("timestamp", focused), span(text, styles.of(Role::Text))];
        let beside = others.first().is_some_and(|form| width_of(form) <= room_beside);
        let right = if beside { vec![span(others.remove(0), styles.of(Role::Dim))] } else { Vec::new() };
        self.text_width = if focused { room } else { self.text_width };
        self.push(left, right, Stop::Timestamp, cursor.map(|column| column + LABEL));
        // The others below it, as many on a line as there is room for.
        let mut below: Vec<String> = Vec::new();
        for form in others {
            match below.last_mut() {
                Some(line) if width_of(line) + 2 + width_of(&form) <= room => {
                    line.push_str("  ");
                    line.push_str(&form);
                }
                Some(_) | None => below.push(form),
            }
        }
        for line in below {
            let line = span(cut(&line, room, &styles.glyphs), styles.of(Role::Dim));
            self.push(vec![Span::raw(" ".repeat(LABEL)), line], Vec::new(), Stop::Timestamp, None);
        }
        self.problem(Stop::Timestamp, LABEL);
    }
}
