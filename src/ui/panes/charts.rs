//! What happened over time: sparklines of the last minute, and charts with axes.
//!
//! A place on the time axis tells of all the seconds that it stands for: it shows the largest. A place for which there
//! is no second is empty: nothing moved then, which is not 0.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::app::editor::width_of;
use crate::app::series::{Did, Point, Series};
use crate::app::state::State;
use crate::app::when::time_of_day;
use crate::domain::figures::bytes;
use crate::domain::theme::Role;
use crate::ui::styles::Styles;
use crate::ui::text::{cut, fit_spans, short, short_duration, span, spread, width_of_spans};

/// A second in microseconds.
const SECOND: u64 = 1_000_000;
/// The fewest columns of a chart.
const NARROWEST: usize = 34;
/// The fewest rows of a chart, with its title and its time axis.
const LOWEST: usize = 5;
/// Columns of the labels beside a chart.
const LABELS: usize = 8;

/// What a chart shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Throughput,
    Latency,
    Fill,
    Buffer,
    InFlight,
    Retries,
}

impl Shown {
    /// The most telling first: a small screen has not room for all.
    const ALL: [Self; 6] = [Self::Throughput, Self::Latency, Self::Fill, Self::InFlight, Self::Buffer, Self::Retries];

    fn title(self) -> &'static str {
        match self {
            Self::Throughput => "delivered records/s",
            Self::Latency => "latency p50 and p99",
            Self::Fill => "~batch fill",
            Self::Buffer => "buffer.memory used",
            Self::InFlight => "requests in flight",
            Self::Retries => "batches sent again/s",
        }
    }

    #[allow(clippy::cast_precision_loss)]
    fn value(self, point: &Point) -> Option<f64> {
        match self {
            Self::Throughput => Some(point.delta.per_second(point.delta.delivered)),
            Self::Latency => point.p99.map(|micros| micros as f64),
            Self::Fill => point.delta.fill(point.batch_size),
            Self::Buffer => Some(point.buffer as f64),
            Self::InFlight => Some(point.in_flight as f64),
            Self::Retries => Some(point.delta.per_second(point.delta.resent)),
        }
    }

    /// A second line of the same chart, below the first.
    #[allow(clippy::cast_precision_loss)]
    fn lower(self, point: &Point) -> Option<f64> {
        match self {
            Self::Latency => point.p50.map(|micros| micros as f64),
            Self::Throughput | Self::Fill | Self::Buffer | Self::InFlight | Self::Retries => None,
        }
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    fn label(self, value: f64) -> String {
        match self {
            Self::Throughput | Self::InFlight | Self::Retries => short(value),
            Self::Latency => short_duration(value as u64),
            Self::Fill => format!("{:.0} %", value * 100.0),
            Self::Buffer => bytes(value as u64).replace(".0 ", " "),
        }
    }
}

/// The largest value for each of `places` on a time axis of `seconds` that ends at `end` (in seconds).
fn places(
    series: &Series,
    value: impl Fn(&Point) -> Option<f64>,
    (end, seconds): (u64, u64),
    places: usize,
) -> Vec<Option<f64>> {
    let mut largest = vec![None; places];
    for point in series.points().rev() {
        if point.second >= end {
            continue;
        }
        let Some(at) = place(point.second, (end, seconds), places) else { break };
        if let Some(value) = value(point) {
            largest[at] = Some(largest[at].map_or(value, |known: f64| known.max(value)));
        }
    }
    largest
}

/// The place of a second on a time axis; `None` before its start.
fn place(second: u64, (end, seconds): (u64, u64), places: usize) -> Option<usize> {
    let from_start = (second + seconds).checked_sub(end)?;
    let places_wide = u64::try_from(places).ok()?;
    usize::try_from(from_start * places_wide / seconds).ok().filter(|at| *at < places)
}

/// The end of the time axis: where the newest second that is over ends.
fn end(series: &Series) -> u64 {
    series.points().next_back().map_or(0, |point| point.second + 1)
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn level(value: f64, most: f64, steps: f64) -> usize {
    let steps = if most > 0.0 { (value / most * steps).round() } else { 0.0 };
    // Little is not nothing.
    if value > 0.0 { (steps as usize).max(1) } else { 0 }
}

/// A line of sparklines of the last minute: throughput, latency, batch fill.
pub fn sparks<'a>(state: &State, styles: &Styles, width: usize, batch_size: u64) -> Line<'a> {
    let series = &state.pipeline.series;
    let now = series.now();
    let latency = series.p99().map_or(String::new(), short_duration);
    let fill = now.fill(batch_size).map_or(String::new(), |fill| Shown::Fill.label(fill));
    let values = [
        (Shown::Throughput, "rec/s", short(now.per_second(now.delivered))),
        (Shown::Latency, "p99", latency),
        (Shown::Fill, "~fill", fill),
    ];
    let text = styles.of(if state.idle_since().is_some() { Role::Dim } else { Role::Text });
    let words: usize = values.iter().map(|(_, name, value)| width_of(name) + width_of(value) + 4).sum();
    let each = (width.saturating_sub(words) / values.len()).min(60);
    let mut spans = Vec::new();
    for (shown, name, value) in values {
        let places = places(series, |point| shown.value(point), (end(series), 60), each);
        let most = places.iter().flatten().copied().fold(0.0, f64::max);
        let bars = places.iter().map(|value| value.map_or(" ", |value| styles.glyphs.levels[level(value, most, 8.0)]));
        spans.push(span(format!("{name} "), styles.of(Role::Dim)));
        spans.push(span(bars.collect::<String>(), text));
        spans.push(span(format!(" {value}  "), text));
    }
    Line::from(fit_spans(spans, width))
}

/// The charts that there is room for, in a grid below a line that says what they show.
pub fn grid<'a>(state: &State, styles: &Styles, width: usize, height: usize) -> Vec<Line<'a>> {
    let columns = (width / NARROWEST).clamp(1, 3);
    let rows = (height.saturating_sub(1) / LOWEST).clamp(1, Shown::ALL.len().div_ceil(columns));
    let mut lines = vec![heading(state, styles, width)];
    let mut left = height.saturating_sub(1);
    for (row, shown) in Shown::ALL.chunks(columns).take(rows).enumerate() {
        let high = left / (rows - row);
        left -= high;
        let mut wide = width;
        let mut joined: Vec<Vec<Span<'a>>> = vec![Vec::new(); high];
        for (at, shown) in shown.iter().enumerate() {
            let own = wide / (columns - at);
            wide -= own;
            for (line, part) in joined.iter_mut().zip(chart(*shown, state, styles, own, high)) {
                line.extend(fit_spans(part, own));
            }
        }
        lines.extend(joined.into_iter().map(Line::from));
    }
    lines
}

fn heading<'a>(state: &State, styles: &Styles, width: usize) -> Line<'a> {
    let [start, stop, _] = styles.glyphs.marks;
    let series = &state.pipeline.series;
    let zone = &state.session.time_zone;
    let until = time_of_day(i64::try_from(end(series) * SECOND).unwrap_or(i64::MAX), zone);
    let until = until.split('.').next().unwrap_or(&until).to_owned();
    let left = vec![
        span(format!("last {} ", state.pipeline.span.name()), styles.of(Role::Title)),
        span(format!("until {until}"), styles.of(Role::Dim)),
    ];
    let words = format!("{start} load begins  {stop} ends  g2 generation 2");
    let room = width.saturating_sub(width_of_spans(&left) + 2);
    spread(left, vec![span(cut(&words, room, &styles.glyphs), styles.of(Role::Dim))], width)
}

/// One chart: its title, rows of bars with the scale beside them, and the time axis with what a person did.
fn chart<'a>(shown: Shown, state: &State, styles: &Styles, width: usize, height: usize) -> Vec<Vec<Span<'a>>> {
    let series = &state.pipeline.series;
    let axis = (end(series), state.pipeline.span.seconds());
    let wide = width.saturating_sub(LABELS + 2);
    let upper = places(series, |point| shown.value(point), axis, wide);
    let lower = places(series, |point| shown.lower(point), axis, wide);
    let most = upper.iter().flatten().copied().fold(0.0, f64::max);
    let high = height.saturating_sub(2);
    let marks = marks(series, styles, axis, wide);
    let mut lines = vec![vec![span(shown.title(), styles.of(Role::Title))]];
    for row in (0..high).rev() {
        let label = match row {
            _ if row + 1 == high => shown.label(most),
            0 => "0".to_owned(),
            _ => String::new(),
        };
        let mut spans = vec![span(format!("{label:>LABELS$} "), styles.of(Role::Dim))];
        for at in 0..wide {
            spans.push(cell(row, high, most, (upper[at], lower[at]), marks[at].is_some(), styles));
        }
        lines.push(spans);
    }
    let mut spans = vec![span(format!("{:>LABELS$} ", ""), styles.of(Role::Dim))];
    let mut at = 0;
    while at < wide {
        let Some(mark) = &marks[at] else {
            spans.push(span(styles.glyphs.line, styles.of(Role::Border)));
            at += 1;
            continue;
        };
        let mark = cut(mark, wide - at, &styles.glyphs);
        at += width_of(&mark).max(1);
        spans.push(span(mark, styles.of(Role::Warning)));
    }
    lines.push(spans);
    lines
}

/// A cell of a chart: the bar of the larger value, grey above the smaller one; behind it what a person did.
fn cell<'a>(
    row: usize,
    high: usize,
    most: f64,
    (upper, lower): (Option<f64>, Option<f64>),
    marked: bool,
    styles: &Styles,
) -> Span<'a> {
    #[allow(clippy::cast_precision_loss)]
    let steps = (high * 8) as f64;
    let full = upper.map_or(0, |value| level(value, most, steps));
    let within = lower.map_or(full, |value| level(value, most, steps));
    let here = full.saturating_sub(row * 8).min(8);
    if here == 0 && marked {
        return span(styles.glyphs.marks[2], styles.of(Role::Warning));
    }
    let style: Style = styles.of(if within > row * 8 { Role::Text } else { Role::Dim });
    span(styles.glyphs.levels[here], style)
}

/// What a person did, at its place on the time axis.
fn marks(series: &Series, styles: &Styles, axis: (u64, u64), wide: usize) -> Vec<Option<String>> {
    let mut marks = vec![None; wide];
    for mark in series.marks() {
        let Some(at) = place(mark.at / SECOND, axis, wide) else { continue };
        let words = match mark.did {
            Did::LoadStarted => styles.glyphs.marks[0].to_owned(),
            Did::LoadStopped => styles.glyphs.marks[1].to_owned(),
            Did::Swapped(generation) => format!("g{generation}"),
        };
        // At the right end it stands a little before its place, whole.
        let at = at.min(wide.saturating_sub(width_of(&words)));
        marks[at] = Some(words);
    }
    marks
}
