//! Before and after a change.

use ratatui::text::{Line, Span};

use crate::app::strip::{Compared, Figure, Stage, Strip};
use crate::app::tuning::words;
use crate::domain::theme::Role;
use crate::ui::styles::Styles;
use crate::ui::text::{cut, duration, short, short_duration, span, width_of_spans};

/// Lines of the strip: what was changed, and what came of it.
pub fn lines<'a>(strip: &Strip, styles: &Styles, width: usize) -> Vec<Line<'a>> {
    let glyphs = &styles.glyphs;
    let head = format!("{} (generation {}, paused {})", words(&strip.change), strip.generation, duration(strip.paused));
    let mut items = vec![vec![span(cut(&head, width, glyphs), styles.of(Role::Title))]];
    let told = match strip.stage() {
        Stage::NothingBefore => {
            items.push(vec![span("too little flowed before to compare with", styles.of(Role::Dim))]);
            Vec::new()
        }
        Stage::Measuring(have, wanted) => {
            items.push(vec![span(format!("measuring {} {have} of {wanted} s", glyphs.cut), styles.of(Role::Dim))]);
            Vec::new()
        }
        Stage::Told(told) => told,
    };
    // What differs goes first.
    let (noise, differs): (Vec<Compared>, Vec<Compared>) = told.into_iter().partition(|compared| compared.noise);
    items.extend(differs.iter().map(|compared| item(compared, styles)));
    if !noise.is_empty() {
        let mut words = "within the noise: ";
        for compared in &noise {
            let mut item = item(compared, styles);
            item.insert(0, span(std::mem::take(&mut words), styles.of(Role::Dim)));
            items.push(item);
        }
    }
    let mut lines = Vec::new();
    let mut spans: Vec<Span<'a>> = Vec::new();
    for item in items {
        if !spans.is_empty() && width_of_spans(&spans) + 2 + width_of_spans(&item) > width {
            lines.push(Line::from(std::mem::take(&mut spans)));
        }
        if !spans.is_empty() {
            spans.push(Span::raw("  "));
        }
        spans.extend(item);
    }
    lines.push(Line::from(spans));
    lines
}

/// A figure before and after.
fn item<'a>(compared: &Compared, styles: &Styles) -> Vec<Span<'a>> {
    let (name, before, after) = match compared.figure {
        Figure::Throughput => ("rec/s", short(compared.before), short(compared.after)),
        Figure::P50 => ("p50", time(compared.before), time(compared.after)),
        Figure::P99 => ("p99", time(compared.before), time(compared.after)),
        Figure::Fill => ("~fill", percent(compared.before), percent(compared.after)),
        Figure::RecordsPerRequest => ("rec/req", short(compared.before), short(compared.after)),
        Figure::Requests => ("req/s", short(compared.before), short(compared.after)),
    };
    let role = if compared.noise { Role::Dim } else { Role::Text };
    let words = format!(" {before}{}{after}", styles.glyphs.arrow);
    vec![span(name, styles.of(Role::Dim)), span(words, styles.of(role))]
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn time(micros: f64) -> String {
    short_duration(micros as u64)
}

fn percent(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}
