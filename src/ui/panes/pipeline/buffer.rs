//! `buffer.memory` as the frame around the batches and what is in flight, since both live in it.

use ratatui::text::Span;

use crate::app::editor::width_of;
use crate::app::state::Pane;
use crate::app::tuning::{Asked, Tuned, words};
use crate::domain::figures::bytes;
use crate::domain::meter::PartitionMeter;
use crate::domain::swap::SwapStep;
use crate::domain::theme::Role;
use crate::domain::verdict::Stage;
use crate::ui::panes::pipeline::View;
use crate::ui::panes::pipeline::lanes::{Lanes, bar, short_count};
use crate::ui::text::{cut, fit_spans, share, span, width_of_spans};

/// The lines of the frame.
pub fn lines<'a>(view: &View<'a>, width: usize, rows: usize) -> Vec<Vec<Span<'a>>> {
    let inner = width.saturating_sub(4);
    let flight = (inner * 2 / 5).clamp(16, 46).min(inner);
    let batches = inner.saturating_sub(flight + 3);
    let pipeline = &view.state.pipeline;
    let room = rows.saturating_sub(4);
    let window = |all: usize| pipeline.top.min(all.saturating_sub(room))..all;
    let partitions = &pipeline.partitions[window(pipeline.partitions.len())];
    let brokers = &pipeline.brokers[window(pipeline.brokers.len())];
    let shown = &partitions[..room.min(partitions.len())];
    let rows_of = Lanes::new(view.state, view.styles, view.meter, (shown, &brokers[..room.min(brokers.len())]));
    let mut lines = vec![
        top(view, width),
        boxed(view, titles(view, batches, flight), inner),
        boxed(view, properties(view, inner), inner),
    ];
    for row in 0..room {
        let mut spans = match partitions.get(row) {
            Some(at) => rows_of.partition(*at, batches),
            None => fit_spans(Vec::new(), batches),
        };
        spans.push(Span::raw("   "));
        spans.extend(match brokers.get(row) {
            Some(at) => rows_of.broker(*at, flight),
            None => fit_spans(Vec::new(), flight),
        });
        lines.push(boxed(view, spans, inner));
    }
    let above = pipeline.top.min(pipeline.partitions.len().max(pipeline.brokers.len()).saturating_sub(room));
    lines.push(bottom(view, (shown.len(), brokers.len().min(room)), above, width));
    lines.truncate(rows);
    lines
}

fn border<'a>(view: &View<'a>, text: impl Into<String>) -> Span<'a> {
    let role = if view.limits(Stage::Buffer) { Role::Warning } else { Role::Border };
    span(text.into(), view.styles.of(role))
}

fn boxed<'a>(view: &View<'a>, spans: Vec<Span<'a>>, inner: usize) -> Vec<Span<'a>> {
    let side = view.styles.glyphs.border.vertical_left;
    let mut line = vec![border(view, format!("{side} "))];
    line.extend(fit_spans(spans, inner));
    line.push(border(view, format!(" {side}")));
    line
}

/// The upper border: how much of the buffer is used.
fn top<'a>(view: &View<'a>, width: usize) -> Vec<Span<'a>> {
    let (styles, meter) = (view.styles, view.meter);
    let set = styles.glyphs.border;
    let limit = meter.limits.buffer_memory;
    let part = share(meter.buffer_used, limit);
    let mut spans =
        vec![border(view, format!("{} ", set.top_left)), view.head("buffer.memory", Stage::Buffer), Span::raw(" ")];
    spans.extend(bar(part, 8, if part > 0.9 { Role::Warning } else { Role::Text }, styles));
    let percent = format!(" {:.0} %", part * 100.0);
    let of = format!(" of {}", bytes(limit));
    let used = format!(" {percent} {}{of}", bytes(meter.buffer_used));
    let room = width.saturating_sub(width_of_spans(&spans) + 3);
    let words = [used, percent.clone() + &of, percent].into_iter().find(|words| width_of(words) <= room);
    spans.push(span(words.unwrap_or_default(), styles.of(Role::Text)));
    let rest = width.saturating_sub(width_of_spans(&spans) + 2);
    spans.push(border(view, format!(" {}{}", set.horizontal_top.repeat(rest), set.top_right)));
    fit_spans(spans, width)
}

fn titles<'a>(view: &View<'a>, batches: usize, flight: usize) -> Vec<Span<'a>> {
    let styles = view.styles;
    let mut spans = fit_spans(vec![view.head("batches ~", Stage::Batch)], batches);
    spans.push(span(format!("{:<3}", styles.glyphs.arrow), styles.of(Role::Dim)));
    let max = view.meter.limits.max_in_flight;
    let limit =
        if flight >= 46 { format!(" max.in.flight.requests.per.connection {max}") } else { format!(" max {max}") };
    let head = view.head("in flight", Stage::InFlight);
    let room = flight.saturating_sub(width_of(&head.content));
    spans.push(head);
    if room >= width_of(&limit) {
        spans.push(span(limit, styles.of(Role::Dim)));
    }
    spans
}

/// The properties that are stepped through, with the changes that go on. What does not fit goes, what is under change
/// last.
fn properties<'a>(view: &View<'a>, width: usize) -> Vec<Span<'a>> {
    let tuning = &view.state.pipeline.tuning;
    let mut parts: Vec<(u8, Vec<Span<'a>>)> = Vec::new();
    for tuned in Tuned::ALL {
        let first_to_go = match (tuning.pending(tuned.name()), tuning.selected == tuned) {
            (Some(_), _) => 0,
            (None, true) => 1,
            (None, false) => 2,
        };
        parts.push((first_to_go, property(view, tuned)));
    }
    // A change of what does not stand here.
    let stands_here =
        |asked: &Asked| asked.change.iter().all(|(name, _)| Tuned::ALL.iter().any(|known| known.name() == name));
    if let Some(asked) = tuning.queue().find(|asked| !stands_here(asked)) {
        let room = width.saturating_sub(width_of(&progress(asked)));
        let told = cut(&words(&asked.change), room, &view.styles.glyphs) + &progress(asked);
        parts.push((0, vec![span(told, view.styles.of(Role::Warning))]));
    }
    let wide =
        |parts: &[(u8, Vec<Span<'_>>)]| -> usize { parts.iter().map(|(_, spans)| width_of_spans(spans) + 1).sum() };
    while parts.len() > 1 && wide(&parts) > width + 1 {
        let Some(last) = parts.iter().enumerate().max_by_key(|(_, (first_to_go, _))| *first_to_go) else { break };
        parts.remove(last.0);
    }
    let gap = if wide(&parts) + parts.len() <= width + 2 { "  " } else { " " };
    let mut line: Vec<Span<'a>> = Vec::new();
    for (_, spans) in parts {
        if !line.is_empty() {
            line.push(Span::raw(gap));
        }
        line.extend(spans);
    }
    line
}

fn property<'a>(view: &View<'a>, property: Tuned) -> Vec<Span<'a>> {
    let styles = view.styles;
    let tuning = &view.state.pipeline.tuning;
    let chosen = view.state.focus == Pane::Pipeline && tuning.selected == property;
    let name = if chosen { Role::Selected } else { Role::Dim };
    let mut spans = vec![
        span(property.name(), styles.of(name)),
        span(format!(" {}", property.in_force(&view.meter.limits)), styles.of(Role::Text)),
    ];
    if let Some((asked, value)) = tuning.pending(property.name()) {
        let arrow = styles.glyphs.arrow;
        let waiting = tuning.queue().count() - 1;
        let more = if waiting > 0 { format!(" +{waiting}") } else { String::new() };
        let words = cut(&format!("{arrow}{}{}{more}", value.unwrap_or("default"), progress(asked)), 40, &styles.glyphs);
        spans.push(span(words, styles.of(Role::Warning)));
    }
    spans
}

/// How far a change is.
fn progress(asked: &Asked) -> String {
    match &asked.step {
        None => " waits".to_owned(),
        Some(SwapStep::Warming) => " warming".to_owned(),
        Some(SwapStep::Draining { outstanding }) => format!(" draining {}", short_count(*outstanding)),
        Some(SwapStep::Done { .. } | SwapStep::Unchanged | SwapStep::Refused(_)) => String::new(),
    }
}

/// The lower border: what is not on the screen, summed up.
fn bottom<'a>(view: &View<'a>, (partitions, brokers): (usize, usize), above: usize, width: usize) -> Vec<Span<'a>> {
    let (styles, meter) = (view.styles, view.meter);
    let set = styles.glyphs.border;
    let pipeline = &view.state.pipeline;
    let hidden = |all: &[usize], shown: usize| -> Vec<usize> {
        let first = above.min(all.len() - shown);
        all.iter().enumerate().filter(|(at, _)| *at < first || *at >= first + shown).map(|(_, place)| *place).collect()
    };
    let (mut left, mut right) = ([String::new(), String::new()], [String::new(), String::new()]);
    let rest = hidden(&pipeline.partitions, partitions);
    if !rest.is_empty() {
        let queued = rest.iter().filter_map(|at| meter.partitions.get(*at)).map(PartitionMeter::queued_records);
        let more = format!(" +{} more", rest.len());
        left = [format!("{more}: {} records ", short_count(queued.sum())), more + " "];
    }
    let rest = hidden(&pipeline.brokers, brokers);
    if !rest.is_empty() {
        let requests = rest.iter().filter_map(|at| meter.brokers.get(*at)).map(|broker| broker.requests);
        let more = format!(" +{} more", rest.len());
        right = [format!("{more}: {} ", short_count(requests.sum())), more + " "];
    }
    let short = usize::from(4 + width_of(&left[0]) + width_of(&right[0]) > width);
    let (left, right) = (std::mem::take(&mut left[short]), std::mem::take(&mut right[short]));
    let line = set.horizontal_bottom;
    let fill = width.saturating_sub(4 + width_of(&left) + width_of(&right));
    fit_spans(
        vec![
            border(view, format!("{}{line}", set.bottom_left)),
            span(left, styles.of(Role::Dim)),
            border(view, line.repeat(fill)),
            span(right, styles.of(Role::Dim)),
            border(view, format!("{line}{}", set.bottom_right)),
        ],
        width,
    )
}
