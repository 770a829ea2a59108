//! Everything that is known of one record.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::Clear;

use crate::app::command::{Command, ResultsCommand};
use crate::app::learned::{Learned, Target};
use crate::app::results::{Progress, Row, View};
use crate::app::state::State;
use crate::app::when::{date, time_of_day};
use crate::domain::failure::Code;
use crate::domain::journey::Attempt;
use crate::domain::outcome::{Failure, Outcome, Side, Status, TimestampType};
use crate::domain::request::RequestOutcome;
use crate::domain::story::InSync;
use crate::domain::theme::Role;
use crate::ui::area_of;
use crate::ui::styles::Styles;
use crate::ui::text::{count, cut, duration, payload_size, span, wrap};

/// Columns of the labels.
pub(super) const LABEL: usize = 11;
/// The most requests of a record that are told one by one.
const ATTEMPTS: usize = 5;

/// Draws the detail.
pub fn draw(row: &Row, state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect, learned: &mut Learned) {
    let mut detail = Detail::new(state, styles, area);
    match &row.progress {
        Progress::Sending => {
            detail.status("waits to be accepted", Role::Warning);
            detail.waits(row);
            detail.place(row, None);
        }
        Progress::Cancelling => {
            detail.status("is given up", Role::Warning);
            detail.place(row, None);
        }
        Progress::Waiting { timestamp, .. } => {
            detail.status("accepted, waits for its end", Role::Warning);
            detail.waits(row);
            detail.place(row, None);
            let text = detail.timestamp(*timestamp, None);
            detail.field("timestamp", &text);
        }
        Progress::Ended { outcome, at } => detail.ended(row, outcome, *at),
    }
    if state.is_unawaited(row.n) {
        detail.field("awaited", "no: sent as fire-and-forget, a program would not learn of this end");
    }
    detail.finish(frame, area, learned);
}

/// The lines of a detail.
pub(super) struct Detail<'a> {
    state: &'a State,
    styles: &'a Styles,
    width: usize,
    lines: Vec<Line<'a>>,
}

impl<'a> Detail<'a> {
    /// None yet, as wide as the area.
    pub(super) fn new(state: &'a State, styles: &'a Styles, area: Rect) -> Self {
        Self { state, styles, width: usize::from(area.width), lines: Vec::new() }
    }

    /// Draws as many as there is room for, from where it was scrolled to. What is cut off below is counted.
    pub(super) fn finish(self, frame: &mut Frame<'_>, area: Rect, learned: &mut Learned) {
        let (page, all) = (usize::from(area.height), self.lines.len());
        learned.detail = (page, all);
        learned.clicks.push((area_of(area), Target::Detail));
        let top = self.state.results.detail_top().min(all.saturating_sub(page));
        let below = all.saturating_sub(top + page);
        for (line, y) in self.lines.into_iter().skip(top).zip(area.y..area.bottom()) {
            frame.render_widget(line, Rect { y, height: 1, ..area });
        }
        let last = Rect { y: area.bottom().saturating_sub(1), height: area.height.min(1), ..area };
        if below > 0 && page > 1 {
            let command = match self.state.results.view() {
                View::Detail | View::ReadBack => ResultsCommand::Down,
                View::Rows | View::Life => ResultsCommand::DetailDown,
            };
            let key = self.state.keymap.shown(Command::Results(command)).map(|key| key.to_string()).unwrap_or_default();
            // The line that stands there is one of those.
            let more = below + 1;
            let words = format!("{} more {}: {key}", count(more as u64), if more == 1 { "line" } else { "lines" });
            frame.render_widget(Clear, last);
            frame.render_widget(Line::styled(words, self.styles.of(Role::Warning)), last);
        }
    }

    /// How many columns there are.
    pub(super) fn width(&self) -> usize {
        self.width
    }

    /// A line of its own.
    pub(super) fn line(&mut self, spans: Vec<Span<'a>>) {
        self.lines.push(Line::from(spans));
    }

    pub(super) fn label(&self, name: &str) -> Span<'static> {
        span(format!("{name:LABEL$}"), self.styles.of(Role::Dim))
    }

    pub(super) fn status(&mut self, words: &str, role: Role) {
        let words = cut(words, self.width, &self.styles.glyphs);
        self.lines.push(Line::from(vec![span(words, self.styles.of(role))]));
    }

    pub(super) fn field(&mut self, name: &str, value: &str) {
        let room = self.width.saturating_sub(LABEL);
        for (at, words) in wrap(value, room, &self.styles.glyphs).into_iter().enumerate() {
            let label = self.label(if at == 0 { name } else { "" });
            self.lines.push(Line::from(vec![label, span(words, self.styles.of(Role::Text))]));
        }
    }

    fn waits(&mut self, row: &Row) {
        if let Some(reason) = self.state.standing.why_waits(&row.topic, row.partition()) {
            self.field("because", reason);
        }
    }

    fn place(&mut self, row: &Row, outcome: Option<&Outcome>) {
        let partition = match (row.partition(), outcome) {
            (Some(partition), _) => partition.to_string(),
            (None, None) => "chosen when it is accepted".to_owned(),
            (None, Some(_)) => "none was chosen".to_owned(),
        };
        let offset =
            outcome.and_then(|outcome| outcome.offset).map(|offset| format!("   offset {offset}")).unwrap_or_default();
        let why = outcome.and_then(|outcome| outcome.journey.as_ref()?.why).map(|why| format!(", {why}"));
        let why = why.unwrap_or_default();
        self.field("topic", &format!("{}   partition {partition}{why}{offset}", row.topic));
    }

    fn timestamp(&self, millis: i64, kind: Option<&str>) -> String {
        let kind = kind.map(|kind| format!("   {kind}")).unwrap_or_default();
        format!("{}   {millis}{kind}", date(millis, &self.state.session.time_zone))
    }

    fn ended(&mut self, row: &Row, outcome: &Outcome, at: i64) {
        let time = time_of_day(at, &self.state.session.time_zone);
        match &outcome.status {
            Status::Delivered => self.status(&format!("{} delivered at {time}", self.styles.glyphs.good), Role::Good),
            Status::Sent => {
                let words = format!(
                    "{} sent at {time}: with acks=0 no broker answers, the offset is not known",
                    self.styles.glyphs.good
                );
                self.status(&words, Role::Good);
            }
            Status::Failed(failure) => self.failed(failure, outcome),
        }
        self.place(row, Some(outcome));
        if let Some(millis) = outcome.timestamp {
            let kind = outcome.timestamp_type.map(TimestampType::name);
            let text = self.timestamp(millis, kind);
            self.field("timestamp", &text);
        }
        let headers = if row.headers > 0 { format!("   headers {}", row.headers) } else { String::new() };
        let sizes = format!("{}   value {}{headers}", payload_size(outcome.key_size), payload_size(outcome.value_size));
        self.field("key", &sizes);
        let mut journey = Vec::new();
        if let Some(micros) = outcome.latency_micros {
            journey.push(duration(micros));
        }
        if let Some(broker) = outcome.broker {
            journey.push(format!("broker {broker}"));
        }
        journey.push(match outcome.attempts {
            0 => "never left".to_owned(),
            1 => "1 attempt".to_owned(),
            attempts => format!("{} attempts", count(u64::from(attempts))),
        });
        self.field(if outcome.latency_micros.is_some() { "latency" } else { "journey" }, &journey.join("   "));
        if let Status::Failed(failure) = &outcome.status {
            self.card(failure, &outcome.topic);
        }
    }

    pub(super) fn failed(&mut self, failure: &Failure, outcome: &Outcome) {
        let side = match failure.side {
            Side::Client => "the client",
            Side::Broker => "the broker",
        };
        let retriable = if failure.retriable { "retriable" } else { "not retriable" };
        let fatal = if failure.fatal { ", fatal: the producer can't go on" } else { "" };
        let head =
            format!("{} {} ({}) from {side}, {retriable}{fatal}", self.styles.glyphs.bad, failure.name, failure.code);
        self.status(&head, Role::Bad);
        self.field("error", failure.words());
        if let Some(cause) = &failure.cause {
            self.field("because", cause);
        }
        if failure.possibly_persisted {
            self.field("written", "possibly: sent again, it may be there twice");
        } else {
            self.field("written", "no");
        }
        self.story(outcome);
        if let Some(code) = Code::find(failure.code) {
            self.field("next", code.next);
        }
    }

    /// What its card says besides: the properties that bear on it, with the values in force, and where it is met.
    pub(super) fn card(&mut self, failure: &Failure, topic: &str) {
        let Some(code) = Code::find(failure.code) else { return };
        let value = |name: &str| self.state.value_in_force(topic, name).map(|value| format!("now {value}"));
        if let Some(properties) = code.properties(&value) {
            self.field(properties.label, &properties.text);
        }
        self.field("causes", code.causes);
        for line in code.met() {
            self.field(line.label, &line.text);
        }
    }

    /// What stood in a record's way, and the requests that carried it.
    fn story(&mut self, outcome: &Outcome) {
        let journey = outcome.journey.as_deref();
        for (at, obstacle) in journey.map(|journey| journey.story.as_slice()).unwrap_or_default().iter().enumerate() {
            self.field(if at == 0 { "in its way" } else { "" }, obstacle);
        }
        if let Some(in_sync) = self.lacking(outcome) {
            self.field("replicas", &format!("{}, as seen last", in_sync.words()));
        }
        let attempts = journey.map(|journey| journey.attempts.as_slice()).unwrap_or_default();
        let skipped = attempts.len().saturating_sub(ATTEMPTS);
        if skipped > 0 {
            self.field("requests", &format!("{skipped} more before these"));
        }
        for (at, attempt) in attempts.iter().enumerate().skip(skipped) {
            let words = self.attempt(attempt);
            self.field(&format!("request {}", at + 1), &words);
        }
    }

    /// The replicas of the record's partition, if some of them are not in sync.
    fn lacking(&self, outcome: &Outcome) -> Option<InSync> {
        let view = self.state.topic_view().filter(|view| view.name == outcome.topic)?;
        let partition = view.partitions.iter().find(|one| Some(one.id) == outcome.partition)?;
        let min = view.min_insync_replicas.map(u64::from);
        let in_sync = InSync { in_sync: partition.in_sync.len(), replicas: partition.replicas.len(), min };
        (in_sync.in_sync < in_sync.replicas).then_some(in_sync)
    }

    fn attempt(&self, attempt: &Attempt) -> String {
        let sent = time_of_day(i64::try_from(attempt.sent).unwrap_or(i64::MAX), &self.state.session.time_zone);
        let rtt = attempt.rtt.map(|rtt| format!("  {}", duration(rtt))).unwrap_or_default();
        let end = match attempt.outcome {
            RequestOutcome::Delivered => "delivered",
            RequestOutcome::Retry => "sent again",
            RequestOutcome::Failed => "refused",
            RequestOutcome::NoAnswer => "no answer",
            RequestOutcome::Unawaited => "no answer awaited",
        };
        let cause = attempt.cause.as_deref().map(|cause| format!(": {cause}")).unwrap_or_default();
        format!("b{} {sent}{rtt}  {end}{cause}", attempt.broker)
    }
}
