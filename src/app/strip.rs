//! Before and after a change of the running producer, over windows of equal length.
//!
//! The window before ends with the last whole second before the change took hold, and reaches back at most ten seconds,
//! not over a second in which nothing moved, and not over the change before. The window after begins with the first
//! whole second after it, and is as long. Windows shorter than three seconds are not compared: a change that follows
//! another one that soon is compared with what was before the first of them.
//!
//! A difference is **within the noise** when it is no larger than three standard errors: with the variances of the
//! one-second values of both windows, `3 · √(varᵦ/n + varₐ/n)`. What differs by less than one in a hundred is within the
//! noise too: latencies are kept to two digits, and the seconds of a steady flow hardly vary.

use crate::app::series::{Delta, Point, Series, WITH_SPREAD};
use crate::app::tuning::Change;
use crate::domain::meter::Spread;

#[cfg(test)]
mod tests;

/// The longest window, in seconds.
pub const LONGEST: usize = WITH_SPREAD;
/// The shortest.
pub const SHORTEST: usize = 3;
/// How many standard errors a difference must exceed.
const ERRORS: f64 = 3.0;
/// The share of the value before that a difference must exceed.
const SHARE: f64 = 0.01;
/// A second in microseconds.
const SECOND: u64 = 1_000_000;

/// A figure that is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    /// Records delivered a second.
    Throughput,
    /// The latency that half of the records did not exceed, in microseconds.
    P50,
    /// That 99 of 100 did not exceed.
    P99,
    /// How full batches were; 1 is `batch.size`.
    Fill,
    /// Records in a Produce request.
    RecordsPerRequest,
    /// Produce requests a second.
    Requests,
}

impl Figure {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Throughput, Self::P50, Self::P99, Self::Fill, Self::RecordsPerRequest, Self::Requests];

    /// Its value in a span of time.
    #[allow(clippy::cast_precision_loss)]
    fn of(self, delta: &Delta, latency: (Option<u64>, Option<u64>), fill: Option<f64>) -> Option<f64> {
        match self {
            Self::Throughput => Some(delta.per_second(delta.delivered)),
            Self::P50 => latency.0.map(|micros| micros as f64),
            Self::P99 => latency.1.map(|micros| micros as f64),
            Self::Fill => fill,
            Self::RecordsPerRequest => delta.records_per_batch(),
            Self::Requests => Some(delta.per_second(delta.requests)),
        }
    }
}

/// One window, summed up as its seconds come.
#[derive(Clone, Debug, Default, PartialEq)]
struct Window {
    seconds: usize,
    delta: Delta,
    latency: Spread,
    /// Of the last second.
    batch_size: u64,
    /// Of each figure, over the seconds that have it: how many, the sum and the sum of the squares.
    moments: [(f64, f64, f64); Figure::ALL.len()],
}

impl Window {
    fn take(&mut self, point: &Point) {
        self.seconds += 1;
        self.delta.add(&point.delta);
        self.latency.add(&point.latency);
        self.batch_size = point.batch_size;
        let fill = point.delta.fill(point.batch_size);
        for figure in Figure::ALL {
            let Some(value) = figure.of(&point.delta, (point.p50, point.p99), fill) else { continue };
            let (count, sum, squares) = &mut self.moments[figure as usize];
            *count += 1.0;
            *sum += value;
            *squares += value * value;
        }
    }

    fn value(&self, figure: Figure) -> Option<f64> {
        let latency = (self.latency.at(0.5), self.latency.at(0.99));
        figure.of(&self.delta, latency, self.delta.fill(self.batch_size))
    }

    /// The variance of the mean of the seconds' values; `None` with fewer than two.
    fn variance(&self, figure: Figure) -> Option<f64> {
        let (count, sum, squares) = self.moments[figure as usize];
        let mean = sum / count;
        (count >= 2.0).then(|| ((squares - count * mean * mean) / (count - 1.0)).max(0.0) / count)
    }
}

/// A figure before and after.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Compared {
    /// Which.
    pub figure: Figure,
    /// Before the change.
    pub before: f64,
    /// After it.
    pub after: f64,
    /// Whether the difference is within the noise.
    pub noise: bool,
}

/// How far a comparison is.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Too little flowed before the change.
    NothingBefore,
    /// So many whole seconds after the change are there, of so many.
    Measuring(usize, usize),
    /// The figures that both windows have.
    Told(Vec<Compared>),
}

/// The comparison that a change begins.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// The change, as it was asked for.
    pub change: Change,
    /// The producer that it brought.
    pub generation: u32,
    /// How long intake paused, in microseconds.
    pub paused: u64,
    before: Window,
    after: Window,
    /// The first second that counts.
    from: u64,
}

impl Strip {
    /// A change that took hold at `done` (microseconds since the epoch), after intake had paused for `paused`
    /// microseconds; `earlier` is when the change before it did, and what came of that.
    pub fn begin(
        mut change: Change,
        generation: u32,
        (done, paused): (u64, u64),
        earlier: Option<(u64, Option<Self>)>,
        series: &Series,
    ) -> Self {
        let (earlier, former) = earlier.map_or((None, None), |(at, strip)| (Some(at), strip));
        let last = done.saturating_sub(paused) / SECOND;
        let mut next = last;
        let earliest = earlier.map_or(0, |at| at / SECOND + 1);
        let mut before = Vec::new();
        for point in series.points().rev().skip_while(|point| point.second >= last) {
            if before.len() == LONGEST || point.second + 1 != next || point.second < earliest {
                break;
            }
            next = point.second;
            before.push(point);
        }
        let mut window = Window::default();
        before.into_iter().rev().for_each(|point| window.take(point));
        if let Some(former) = former
            && window.seconds < SHORTEST
        {
            window = former.before;
            change = together(former.change, change);
        }
        Self { change, generation, paused, before: window, after: Window::default(), from: done / SECOND + 1 }
    }

    /// A second is over.
    pub fn take(&mut self, point: &Point) {
        if point.second >= self.from && self.after.seconds < self.before.seconds {
            self.after.take(point);
        }
    }

    /// How far it is.
    pub fn stage(&self) -> Stage {
        let (have, wanted) = (self.after.seconds, self.before.seconds);
        if wanted < SHORTEST {
            Stage::NothingBefore
        } else if have < wanted {
            Stage::Measuring(have, wanted)
        } else {
            Stage::Told(Figure::ALL.into_iter().filter_map(|figure| self.compare(figure)).collect())
        }
    }

    fn compare(&self, figure: Figure) -> Option<Compared> {
        let (before, after) = (self.before.value(figure)?, self.after.value(figure)?);
        let difference = (after - before).abs();
        let error = (self.before.variance(figure)? + self.after.variance(figure)?).sqrt();
        let noise = difference <= (ERRORS * error).max(SHARE * before.abs());
        Some(Compared { figure, before, after, noise })
    }
}

/// Changes that follow each other: each property once, with its last value.
fn together(mut first: Change, then: Change) -> Change {
    for (name, value) in then {
        match first.iter_mut().find(|(known, _)| *known == name) {
            Some((_, known)) => *known = value,
            None => first.push((name, value)),
        }
    }
    first
}
