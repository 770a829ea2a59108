//! What stands below the fields: what the record weighs, and how it is sent.

use ratatui::text::Span;

use super::{Form, LABEL};
use crate::app::record::Stop;
use crate::domain::theme::Role;
use crate::ui::text::{bytes, span, wrap};

impl Form<'_> {
    /// What the record weighs in a batch of its own, and what the topic takes.
    pub(super) fn size(&mut self) {
        let (state, styles) = (self.state, self.styles);
        let Some(bytes_alone) = state.record.batch_size() else { return };
        let limit = state.topic_view().and_then(|view| view.max_message_bytes);
        let compressed = state.requests.compressed(bytes_alone).filter(|compressed| *compressed < bytes_alone);
        let weighs = match compressed {
            Some(compressed) => format!("{}, ~{} compressed", bytes(bytes_alone), bytes(compressed)),
            None => bytes(bytes_alone),
        };
        let note = match limit {
            Some(limit) => format!("topic takes {}", bytes(limit)),
            None => "topic's limit not told".to_owned(),
        };
        let dim = styles.of(Role::Dim);
        let left = vec![self.label("batch", false), span(weighs, dim)];
        self.push(left, vec![span(note, dim)], Stop::Timestamp, None);
        let over =
            limit.and_then(|limit| compressed.unwrap_or(bytes_alone).checked_sub(limit)).filter(|over| *over > 0);
        if let Some(over) = over {
            let words = format!("{} more than the topic's max.message.bytes", bytes(over));
            self.wrong(&words, Stop::Timestamp, LABEL);
        }
    }

    /// How it is sent, if not once and asynchronously, and how far that is.
    pub(super) fn ways(&mut self) {
        let Some(summary) = self.state.ways.summary() else { return };
        let going = self.state.sequence.as_ref().map(|going| format!("{} of {} sent: ", going.sent, going.times));
        let words = going.unwrap_or_default() + &summary;
        let style = self.styles.of(Role::Warning);
        let mut label = Some(self.label("send", false));
        for words in wrap(&words, self.width.saturating_sub(LABEL), &self.styles.glyphs) {
            let label = label.take().unwrap_or_else(|| Span::raw(" ".repeat(LABEL)));
            self.push(vec![label, span(words, style)], Vec::new(), Stop::Timestamp, None);
        }
    }
}
