//! The rows within the frame of the buffer: the batches of the partitions, and what is in flight to the brokers.

use ratatui::text::Span;

use crate::app::editor::width_of;
use crate::app::state::State;
use crate::app::when::time_of_day;
use crate::domain::meter::{BrokerMeter, Limits, Meter, PartitionMeter};
use crate::domain::theme::Role;
use crate::ui::styles::Styles;
use crate::ui::text::{cut, fit_spans, share, short, short_duration, span};

/// The fewest columns of a lane for all that is known.
const WIDE: usize = 40;
/// The fewest columns of a lane for the age of its oldest record.
const NARROW: usize = 20;
/// Columns of that age.
const CLOCK: usize = 8;
/// The most requests that are drawn as places.
const PLACES: u64 = 8;

/// A bar of `width` cells; `part` of 1 is full.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn bar<'a>(part: f64, width: usize, role: Role, styles: &Styles) -> Vec<Span<'a>> {
    let glyphs = &styles.glyphs;
    let mut full = (part.clamp(0.0, 1.0) * width as f64).round() as usize;
    if part > 0.0 {
        // Something is never drawn as nothing.
        full = full.max(1);
    }
    let full = full.min(width);
    vec![
        span(glyphs.bar[0].repeat(full), styles.of(role)),
        span(glyphs.bar[1].repeat(width - full), styles.of(Role::Dim)),
    ]
}

/// Draws lanes: what they have in common.
pub struct Lanes<'a> {
    state: &'a State,
    styles: &'a Styles,
    meter: &'a Meter,
    /// Columns of the names of partitions.
    names: usize,
    /// Digits of the ids of brokers.
    ids: usize,
    /// Whether all partitions are one topic's: then its name says nothing.
    one_topic: bool,
}

impl<'a> Lanes<'a> {
    /// For rows from the snapshot of a state: these partitions and brokers are on the screen.
    pub fn new(state: &'a State, styles: &'a Styles, meter: &'a Meter, shown: (&[usize], &[usize])) -> Self {
        let first = meter.partitions.first().map(|partition| &partition.topic);
        let one_topic = meter.partitions.iter().all(|partition| Some(&partition.topic) == first);
        let mut own = Self { state, styles, meter, names: 2, ids: 1, one_topic };
        let names = shown.0.iter().filter_map(|at| meter.partitions.get(*at));
        own.names = names.map(|partition| width_of(&own.name(partition, usize::MAX))).max().unwrap_or(2);
        let ids = shown.1.iter().filter_map(|at| meter.brokers.get(*at));
        own.ids = ids.map(|broker| broker.id.to_string().len()).max().unwrap_or(1);
        own
    }

    /// The name of a partition in so many columns: what is cut is the topic's.
    fn name(&self, partition: &PartitionMeter, width: usize) -> String {
        if self.one_topic {
            return format!("p{}", partition.partition);
        }
        let number = format!("-{}", partition.partition);
        cut(&partition.topic, width.saturating_sub(number.len()), &self.styles.glyphs) + &number
    }

    /// The batches of a partition.
    pub fn partition(&self, at: usize, width: usize) -> Vec<Span<'a>> {
        let Some(partition) = self.meter.partitions.get(at) else { return fit_spans(Vec::new(), width) };
        let (styles, limits) = (self.styles, &self.meter.limits);
        let filled = share(partition.queued_bytes(), limits.batch_size);
        let behind = partition.full_batches > 0;
        let level = match (behind, partition.queued_records()) {
            (true, _) if filled >= 99.5 => format!("{}{filled:.0}", styles.glyphs.times),
            (true, _) => format!("{}{filled:.1}", styles.glyphs.times),
            (false, 0) => String::new(),
            (false, _) => format!("{:.0} %", filled * 100.0),
        };
        let clock = clock(partition, limits, self.meter.at);
        let more =
            if width >= WIDE { format!("{:>9}{:>11}", rows(partition), flying(partition)) } else { String::new() };
        // A long name needs the room more.
        let with_clock = width >= NARROW && (self.names + 17 <= width || width >= WIDE);
        let clock_width = if with_clock { CLOCK } else { 0 };
        let fixed = 1 + 5 + clock_width + more.len();
        let shortest_bar = if width >= NARROW { 3 } else { 1 };
        let names = self.names.min(width.saturating_sub(fixed + shortest_bar));
        // Without records nobody asks for a leader.
        let role = if partition.leader.is_none() && partition.queued_records() > 0 { Role::Bad } else { Role::Text };
        let name = self.name(partition, names);
        let gap = " ".repeat((names + 1).saturating_sub(width_of(&name)));
        let mut spans = vec![span(name + &gap, styles.of(role))];
        let filling = if behind { Role::Warning } else { Role::Text };
        spans.extend(bar(filled, width.saturating_sub(names + fixed).max(1), filling, styles));
        if role == Role::Bad && clock_width > 0 {
            spans.push(span(format!("{:>1$}", "no leader", 5 + clock_width), styles.of(role)));
        } else {
            spans.push(span(format!("{level:>5}"), styles.of(filling)));
            if clock_width > 0 {
                spans.push(span(format!("{:>clock_width$}", clock.0), styles.of(clock.1)));
            }
        }
        spans.push(span(more, styles.of(Role::Dim)));
        fit_spans(spans, width)
    }

    /// What is in flight to a broker.
    pub fn broker(&self, at: usize, width: usize) -> Vec<Span<'a>> {
        let Some(broker) = self.meter.brokers.get(at) else { return fit_spans(Vec::new(), width) };
        let styles = self.styles;
        let mut spans = vec![span(format!("b{:<1$} ", broker.id, self.ids), styles.of(Role::Text))];
        if let Some(until) = broker.throttled_until.filter(|until| *until > self.meter.at) {
            let until = time_of_day(i64::try_from(until).unwrap_or(i64::MAX), &self.state.session.time_zone);
            if width >= WIDE {
                spans.extend(self.places(broker));
                spans.push(span(format!(" ~throttled until {until}"), styles.of(Role::Warning)));
            } else {
                spans.push(span("~throttled", styles.of(Role::Warning)));
            }
            return fit_spans(spans, width);
        }
        if !broker.is_up() {
            let (words, role) = match broker.state.as_str() {
                // The client connects to a broker when it has something for it.
                "INIT" => ("not needed yet".to_owned(), Role::Dim),
                state => (state.to_owned(), Role::Warning),
            };
            spans.push(span(cut(&words, width.saturating_sub(self.ids + 2), &styles.glyphs), styles.of(role)));
            return fit_spans(spans, width);
        }
        spans.extend(self.places(broker));
        let rtt = broker.rtt_last.map(short_duration).unwrap_or_default();
        spans.push(span(format!("{rtt:>8}"), styles.of(Role::Dim)));
        if width >= 27 {
            spans.push(span(format!("{:>9}", format!("~{} rec", short_count(broker.records))), styles.of(Role::Dim)));
        }
        fit_spans(spans, width)
    }

    /// Requests in flight, held against `max.in.flight.requests.per.connection`.
    fn places(&self, broker: &BrokerMeter) -> Vec<Span<'a>> {
        let max = self.meter.limits.max_in_flight;
        let styles = self.styles;
        if max == 0 || max > PLACES {
            return vec![span(format!("{:>4}", short_count(broker.requests)), styles.of(Role::Text))];
        }
        let taken = broker.requests.min(max);
        let role = if taken == max { Role::Warning } else { Role::Text };
        let times = |count: u64| usize::try_from(count).unwrap_or(0);
        vec![
            span(styles.glyphs.slot[0].repeat(times(taken)), styles.of(role)),
            span(styles.glyphs.slot[1].repeat(times(max - taken)), styles.of(Role::Dim)),
        ]
    }
}

/// How much of linger.ms the oldest record that waits has spent.
fn clock(partition: &PartitionMeter, limits: &Limits, now: u64) -> (String, Role) {
    let Some(oldest) = partition.oldest.filter(|_| partition.queued_records() > 0) else {
        return (String::new(), Role::Dim);
    };
    let age = now.saturating_sub(oldest);
    let role = if age > limits.linger.saturating_mul(2).max(10_000) { Role::Warning } else { Role::Dim };
    if age >= 1_000_000 || limits.linger == 0 {
        return (short_duration(age), role);
    }
    let (age_millis, linger) = (age / 1_000, limits.linger / 1_000);
    let words = [format!("{age_millis}/{linger}ms"), format!("{age_millis}/{linger}"), short_duration(age)];
    (words.into_iter().find(|words| words.len() < CLOCK).unwrap_or_default(), role)
}

fn rows(partition: &PartitionMeter) -> String {
    match partition.queued_records() {
        0 => String::new(),
        records => format!("{} rec", short_count(records)),
    }
}

fn flying(partition: &PartitionMeter) -> String {
    match partition.in_flight {
        0 => String::new(),
        records => format!("~{} out", short_count(records)),
    }
}

/// A count in few columns.
#[allow(clippy::cast_precision_loss)]
pub fn short_count(count: u64) -> String {
    if count < 1_000 { count.to_string() } else { short(count as f64) }
}
