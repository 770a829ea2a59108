//! The Pipeline pane: what the producer did lately, which of it is on the screen, and what a person changes there.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::app::editor::{Editor, Lines};
use crate::app::load_form::LoadForm;
use crate::app::series::{Did, Series};
use crate::app::strip::Strip;
use crate::app::tuning::{Change, Tuning};
use crate::domain::meter::{Meter, PartitionMeter};
use crate::domain::swap::SwapStep;
use crate::domain::verdict::{Verdict, judge};

/// Snapshots that a verdict is given on: a little more than two seconds.
const RECENT: usize = 24;

/// How far back the charts reach.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Span {
    /// A minute.
    #[default]
    Minute,
    /// Five minutes.
    Five,
}

impl Span {
    /// In seconds.
    pub fn seconds(self) -> u64 {
        match self {
            Self::Minute => 60,
            Self::Five => 300,
        }
    }

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Minute => "1 min",
            Self::Five => "5 min",
        }
    }
}

/// The pane.
#[derive(Clone, Debug)]
pub struct Pipeline {
    /// How many partitions and brokers stand above the first ones shown.
    pub top: usize,
    /// How far back the charts reach.
    pub span: Span,
    /// What happened over time.
    pub series: Series,
    /// What limits the producer.
    pub verdict: Option<Verdict>,
    /// The properties under change.
    pub tuning: Tuning,
    /// Before and after the last change.
    pub strip: Option<Strip>,
    /// The form of a load.
    pub form: LoadForm,
    /// The value or the `name=value` that is typed.
    pub input: Editor,
    /// The partitions, as places in the snapshot, the busiest first.
    pub partitions: Vec<usize>,
    /// The brokers, as places in the snapshot, the busiest first.
    pub brokers: Vec<usize>,
    recent: VecDeque<Arc<Meter>>,
    /// The snapshot that the order was made from.
    ordered: Option<Arc<Meter>>,
    swapped_at: Option<u64>,
}

impl Default for Pipeline {
    fn default() -> Self {
        Self {
            top: 0,
            span: Span::default(),
            series: Series::default(),
            verdict: None,
            tuning: Tuning::default(),
            strip: None,
            form: LoadForm::default(),
            input: Editor::new(Lines::One, ""),
            partitions: Vec::new(),
            brokers: Vec::new(),
            recent: VecDeque::new(),
            ordered: None,
            swapped_at: None,
        }
    }
}

impl Pipeline {
    /// Takes a snapshot.
    pub(super) fn metered(&mut self, meter: &Arc<Meter>) {
        if self.recent.len() == RECENT {
            self.recent.pop_front();
        }
        self.recent.push_back(Arc::clone(meter));
        self.verdict = judge(self.recent.make_contiguous(), self.verdict.as_ref());
        let over = self.series.feed(meter);
        if over && let (Some(strip), Some(point)) = (&mut self.strip, self.series.newest()) {
            strip.take(point);
        }
        // The rows would jump about if each snapshot put them in order anew.
        if over || self.partitions.len() != meter.partitions.len() || self.brokers.len() != meter.brokers.len() {
            self.order(meter);
        }
    }

    fn order(&mut self, meter: &Arc<Meter>) {
        let before = self.ordered.take();
        let earlier = |at: usize, partition: &PartitionMeter| {
            let known = before.as_ref().and_then(|before| before.partitions.get(at));
            let same = known.filter(|known| known.partition == partition.partition && known.topic == partition.topic);
            same.map_or(0, |known| known.records.accepted)
        };
        let mut busy: Vec<(u64, usize)> = Vec::with_capacity(meter.partitions.len());
        for (at, partition) in meter.partitions.iter().enumerate() {
            let came = partition.records.accepted.saturating_sub(earlier(at, partition));
            busy.push((came + partition.queued_records() + partition.in_flight, at));
        }
        self.partitions = busiest_first(busy);
        let sent = |id: i32| {
            let known = before.as_ref().and_then(|before| before.brokers.iter().find(|known| known.id == id));
            known.map_or(0, |known| known.sent)
        };
        let brokers = meter.brokers.iter().enumerate();
        self.brokers = busiest_first(
            brokers.map(|(at, broker)| (broker.sent.saturating_sub(sent(broker.id)) + broker.requests, at)).collect(),
        );
        self.ordered = Some(Arc::clone(meter));
    }

    /// A change goes on, or is over.
    pub(super) fn swap(&mut self, change: &Change, step: &SwapStep, at: i64) {
        self.tuning.tell(change, step);
        let SwapStep::Done { generation, paused_micros } = *step else { return };
        let at = u64::try_from(at).unwrap_or(0);
        self.series.mark(at, Did::Swapped(generation));
        let done = (at, paused_micros);
        let earlier = self.swapped_at.map(|at| (at, self.strip.take()));
        self.strip = Some(Strip::begin(change.clone(), generation, done, earlier, &self.series));
        self.swapped_at = Some(at);
    }

    /// Scrolls by so many rows, of `all`.
    pub(super) fn scroll(&mut self, rows: isize, all: usize) {
        self.top = self.top.saturating_add_signed(rows).min(all.saturating_sub(1));
    }
}

/// Equally busy ones stay in their own order.
fn busiest_first(mut busy: Vec<(u64, usize)>) -> Vec<usize> {
    busy.sort_unstable_by(|(one, one_at), (other, other_at)| other.cmp(one).then(one_at.cmp(other_at)));
    busy.into_iter().map(|(_, at)| at).collect()
}
