//! What stands below the fields: what the record weighs, and how it is sent.

use ratatui::text::Span;

use super::{Form, LABEL};
use crate::app::record::Stop;
use crate::app::weight::Compressed;
use crate::domain::compression::{Precision, Weight};
use crate::domain::theme::Role;
use crate::ui::text::{bytes, span, width_of_spans, wrap};

impl Form<'_> {
    /// What the record weighs in a batch of its own, and what the topic takes.
    pub(super) fn size(&mut self) {
        let (state, styles) = (self.state, self.styles);
        let Some(bytes_alone) = state.record.batch_size() else { return };
        let limit = state.topic_view().and_then(|view| view.max_message_bytes);
        let compressed = state.compressed();
        let cut = styles.glyphs.cut;
        let words = match compressed {
            Compressed::Not | Compressed::Unknown => bytes(bytes_alone),
            Compressed::Soon => format!("{}, compressing{cut}", bytes(bytes_alone)),
            Compressed::Is(weight) if weight.bytes >= bytes_alone => {
                format!("{}, no less compressed", bytes(bytes_alone))
            }
            Compressed::Is(weight) => format!("{}, {} compressed", bytes(bytes_alone), marked(weight)),
        };
        let note = match limit {
            Some(limit) => format!("topic takes {}", bytes(limit)),
            None => "topic's limit not told".to_owned(),
        };
        let dim = styles.of(Role::Dim);
        let mut label = Some(self.label("batch", false));
        let mut note = vec![span(note, dim)];
        let rows = wrap(&words, self.width.saturating_sub(LABEL), &styles.glyphs);
        let last = rows.len().saturating_sub(1);
        for (at, words) in rows.into_iter().enumerate() {
            let label = label.take().unwrap_or_else(|| Span::raw(" ".repeat(LABEL)));
            let left = vec![label, span(words, dim)];
            let fits = at == last && width_of_spans(&left) + width_of_spans(&note) < self.width;
            let right = if fits { std::mem::take(&mut note) } else { Vec::new() };
            self.push(left, right, Stop::Timestamp, None);
        }
        if !note.is_empty() {
            self.push(vec![Span::raw(" ".repeat(LABEL))], note, Stop::Timestamp, None);
        }
        let weight = match compressed {
            Compressed::Not | Compressed::Unknown => Weight { bytes: bytes_alone, precision: Precision::Exact },
            // It may well fit.
            Compressed::Soon => return,
            Compressed::Is(weight) => weight,
        };
        if let Some(over) = limit.and_then(|limit| weight.bytes.checked_sub(limit)).filter(|over| *over > 0) {
            let more = marked(Weight { bytes: over, ..weight });
            self.wrong(&format!("{more} more than the topic's max.message.bytes"), Stop::Timestamp, LABEL);
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

/// A weight, with how near it is.
fn marked(weight: Weight) -> String {
    let mark = match weight.precision {
        Precision::Exact => "",
        Precision::About => "~",
        Precision::AtMost => "at most ",
    };
    format!("{mark}{}", bytes(weight.bytes))
}
