//! What stands before and behind the buffer: `send()` and the answers.

use ratatui::text::Span;

use crate::domain::theme::Role;
use crate::domain::verdict::Stage;
use crate::ui::panes::pipeline::{View, since};
use crate::ui::text::{fit_spans, short, short_duration, span};

use super::lanes::short_count;

/// How the columns are shared out.
pub struct Widths {
    /// Of `send()`.
    pub left: usize,
    /// Of the buffer's frame.
    pub middle: usize,
    /// Of the answers.
    pub right: usize,
}

impl Widths {
    /// Of so many columns in all.
    pub fn of(width: usize) -> Self {
        let (left, right) = match width {
            ..64 => (12, 12),
            64..90 => (15, 13),
            _ => (18, 17),
        };
        Self { left, middle: width.saturating_sub(left + right), right }
    }
}

/// `send()`: records accepted a second, and what it waited for in the last one.
pub fn send<'a>(view: &View<'a>, width: usize, rows: usize) -> Vec<Vec<Span<'a>>> {
    let (styles, meter) = (view.styles, view.meter);
    let series = &view.state.pipeline.series;
    let now = series.now();
    let mut lines = vec![vec![view.head("send()", Stage::Send)]];
    let arrow = styles.glyphs.arrow;
    let rate = format!("{}/s", short(now.per_second(now.accepted)));
    let mut first = fit_spans(vec![span(rate, styles.of(view.live()))], width.saturating_sub(3));
    first.push(span(format!("{arrow:<3}"), styles.of(Role::Dim)));
    lines.push(first);
    if let Some(at) = view.state.idle_since() {
        lines.push(vec![span(since(at, view.state), styles.of(Role::Dim))]);
    }
    // A number that is cut would be another number: short words leave it room.
    let narrow = width < 14;
    let metadata = if width < 18 { "meta" } else { "metadata" };
    let [memory, change] = if narrow { ["mem", "swap"] } else { ["memory", "change"] };
    let blocked = [
        (metadata, now.blocked_metadata, meter.waiting.metadata),
        (memory, now.blocked_memory, meter.waiting.memory),
        (change, now.blocked_swap, meter.waiting.swap),
    ];
    if blocked.iter().all(|(_, micros, waiting)| *micros == 0 && *waiting == 0) {
        let words = if width > 12 { "blocked 0 ms" } else { "blocked 0" };
        lines.push(vec![span(words, styles.of(Role::Dim))]);
    } else {
        let words = if narrow { "blocked/s" } else { "blocked in 1 s" };
        lines.push(vec![span(words, styles.of(Role::Dim))]);
    }
    for (what, micros, waiting) in blocked {
        if micros > 0 || waiting > 0 {
            let role = if waiting > 0 { Role::Warning } else { Role::Text };
            lines.push(vec![span(format!("{what} {}", short_duration(micros)), styles.of(role))]);
        }
    }
    padded(lines, width, rows)
}

/// The answers: records delivered a second, and how many did not make it.
pub fn answered<'a>(view: &View<'a>, width: usize, rows: usize) -> Vec<Vec<Span<'a>>> {
    let (styles, meter) = (view.styles, view.meter);
    let series = &view.state.pipeline.series;
    let now = series.now();
    let arrow = styles.glyphs.arrow;
    let rate = format!("{}/s", short(now.per_second(now.delivered)));
    let mut lines = vec![
        vec![Span::raw("   "), view.head("answered", Stage::Answered)],
        vec![span(format!(" {arrow:<2}"), styles.of(Role::Dim)), span(rate, styles.of(view.live()))],
    ];
    let counts = [
        ("retried", meter.requests.resent_batches, Role::Warning),
        ("failed", meter.records.failed, Role::Bad),
        ("maybe", meter.records.possibly_written, Role::Bad),
    ];
    for (what, number, role) in counts {
        let role = if number > 0 { role } else { Role::Dim };
        lines.push(vec![span(format!("   {what} {}", short_count(number)), styles.of(role))]);
    }
    padded(lines, width, rows)
}

/// As many lines as wanted, each as wide as wanted.
fn padded(mut lines: Vec<Vec<Span<'_>>>, width: usize, rows: usize) -> Vec<Vec<Span<'_>>> {
    lines.resize_with(rows, Vec::new);
    lines.into_iter().map(|spans| fit_spans(spans, width)).collect()
}
