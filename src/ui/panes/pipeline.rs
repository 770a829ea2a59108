//! The Pipeline pane: from `send()` through the buffer, where batches fill and requests are in flight, to the answers.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use crate::app::learned::{Area, Learned, Target};
use crate::app::load::summary;
use crate::app::state::{Pane, State};
use crate::app::tuning::Tuned;
use crate::app::when::time_of_day;
use crate::domain::figures::count;
use crate::domain::meter::Meter;
use crate::domain::theme::Role;
use crate::domain::verdict::{Kind, Stage};
use crate::ui::panes::charts;
use crate::ui::styles::Styles;
use crate::ui::text::{cut, span, wrap};
use crate::ui::{area_of, pane_frame};

mod buffer;
mod lanes;
mod sides;
mod strip;

/// The fewest rows of the buffer's frame with one row of partitions and brokers in it.
const FRAME: usize = 5;
/// The fewest rows for the charts of a pane that is shown alone.
const CHARTS: usize = 6;

/// Draws the pane.
pub fn draw(state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect, learned: &mut Learned) {
    let focused = state.focus == Pane::Pipeline;
    let block = pane_frame(Pane::Pipeline, focused, (load(state, styles), legend(state, styles)), styles);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    learned.clicks.push((area_of(area), Target::Pipeline));
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let lines = if let Some(meter) = &state.watch.meter {
        lines(state, styles, meter, (inner.width.into(), inner.height.into()), learned)
    } else {
        let words = wrap("Nothing was sent yet.", inner.width.into(), &styles.glyphs);
        words.into_iter().map(|words| Line::styled(words, styles.of(Role::Dim))).collect()
    };
    for (line, y) in lines.into_iter().zip(inner.y..inner.bottom()) {
        learned.clicks.extend(tuned(&line, Rect { y, height: 1, ..inner }));
        frame.render_widget(line, Rect { y, height: 1, ..inner });
    }
}

/// Where the names of properties that are changed here stand in a line.
fn tuned(line: &Line<'_>, place: Rect) -> Vec<(Area, Target)> {
    let mut x = place.x;
    let mut found = Vec::new();
    for span in &line.spans {
        let width = u16::try_from(span.width()).unwrap_or(u16::MAX).min(place.right().saturating_sub(x));
        if let Some(tuned) = Tuned::ALL.into_iter().find(|tuned| tuned.name() == span.content) {
            found.push((area_of(Rect { x, width, ..place }), Target::Tuned(tuned)));
        }
        x += width;
    }
    found
}

/// All that the drawing of the stages needs.
struct View<'a> {
    state: &'a State,
    styles: &'a Styles,
    meter: &'a Meter,
}

impl<'a> View<'a> {
    /// The head of a stage: the one that limits the producer stands out, without colours too.
    fn head(&self, name: &'a str, stage: Stage) -> Span<'a> {
        if self.limits(stage) {
            return span(format!("{}{name}", self.styles.glyphs.warning), self.styles.of(Role::Warning));
        }
        span(name, self.styles.of(Role::Title))
    }

    fn limits(&self, stage: Stage) -> bool {
        let flows = self.state.idle_since().is_none();
        flows && self.state.pipeline.verdict.as_ref().and_then(crate::domain::verdict::Verdict::stage) == Some(stage)
    }

    /// What a number of the flow looks like: grey when nothing flows.
    fn live(&self) -> Role {
        if self.state.idle_since().is_some() { Role::Dim } else { Role::Text }
    }
}

/// The lines of the pane, and how many rows of partitions and brokers they have.
fn lines<'a>(
    state: &'a State,
    styles: &'a Styles,
    meter: &'a Meter,
    (width, height): (usize, usize),
    learned: &mut Learned,
) -> Vec<Line<'a>> {
    let view = View { state, styles, meter };
    let mut below = match &state.pipeline.strip {
        Some(strip) if height >= FRAME + 4 => strip::lines(strip, styles, width),
        Some(_) | None => Vec::new(),
    };
    let spare = height.saturating_sub(FRAME + below.len());
    let most = if state.zoom || height >= 12 { 3 } else { 2 };
    below.extend(verdict(state, styles, width).into_iter().take(spare.clamp(1, most)));
    let mut room = height.saturating_sub(below.len());
    // The frame takes what its rows need, the charts what is left over; alone on the screen they take the more.
    let wanted = (meter.partitions.len().max(meter.brokers.len()) + FRAME - 1).max(FRAME);
    let cap = if state.zoom { (room * 2 / 5).max(FRAME + 2) } else { room };
    let frame = wanted.min(cap).min(room);
    if room - frame >= CHARTS {
        below.extend(charts::grid(state, styles, width, room - frame));
        room = frame;
    } else if room > FRAME + 1 {
        below.insert(0, charts::sparks(state, styles, width, meter.limits.batch_size));
        room -= 1;
    }
    learned.lanes = room.saturating_sub(FRAME - 1);
    let sides = sides::Widths::of(width);
    let left = sides::send(&view, sides.left, room);
    let middle = buffer::lines(&view, sides.middle, room);
    let right = sides::answered(&view, sides.right, room);
    let mut lines = Vec::with_capacity(height);
    for ((left, middle), right) in left.into_iter().zip(middle).zip(right) {
        let mut spans = left;
        spans.extend(middle);
        spans.extend(right);
        lines.push(Line::from(spans));
    }
    lines.extend(below);
    lines
}

/// What limits the producer, and what would change it.
fn verdict<'a>(state: &'a State, styles: &Styles, width: usize) -> Vec<Line<'a>> {
    let Some(verdict) = &state.pipeline.verdict else { return Vec::new() };
    let trouble = verdict.kind().is_trouble();
    let role = if trouble { Role::Warning } else { Role::Text };
    let act = verdict.act().map_or(String::new(), |act| format!(" {} {act}", styles.glyphs.arrow));
    let (role, words) = match state.idle_since() {
        // No snapshot comes that says so when nothing moves.
        Some(at) if verdict.kind() != Kind::Idle => {
            (Role::Dim, format!("idle {}; before that {}", since(at, state), verdict.sentence()))
        }
        Some(_) | None => (role, verdict.sentence() + &act),
    };
    wrap(&words, width, &styles.glyphs).into_iter().map(|words| Line::styled(words, styles.of(role))).collect()
}

/// The load that runs, or what came of the last one; nothing without either.
fn load<'a>(state: &'a State, styles: &Styles) -> Vec<Span<'a>> {
    let glyphs = &styles.glyphs;
    if let Some(load) = &state.watch.load {
        let open = load.offered.saturating_sub(load.delivered + load.failed + load.possibly_written);
        let failed = match load.failed + load.possibly_written {
            0 => String::new(),
            failed => format!(", {} failed", count(failed)),
        };
        let stopped = if load.stopped { format!(", stopped, waits for {}", count(open)) } else { String::new() };
        let words = format!("load {} delivered{failed}{stopped}", count(load.delivered));
        return vec![span(cut(&words, 60, glyphs), styles.of(Role::Good))];
    }
    if let Some(report) = &state.watch.report {
        let role = if report.failed > 0 { Role::Bad } else { Role::Dim };
        return vec![span(format!("load {}", summary(report)), styles.of(role))];
    }
    Vec::new()
}

/// `since 14:03:22`: the time that a number which no longer changes is from.
fn since(at: u64, state: &State) -> String {
    let time = time_of_day(i64::try_from(at).unwrap_or(i64::MAX), &state.session.time_zone);
    format!("since {}", time.split('.').next().unwrap_or(&time))
}

/// What the mark of a number means.
fn legend<'a>(state: &State, styles: &Styles) -> Vec<Span<'a>> {
    if state.watch.meter.is_some() && (state.watch.load.is_none() && state.watch.report.is_none() || state.zoom) {
        vec![span("~ sampled or derived", styles.of(Role::Dim))]
    } else {
        Vec::new()
    }
}
