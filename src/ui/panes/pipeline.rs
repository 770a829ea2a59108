//! The Pipeline pane: what the producer has, stage by stage.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Line;

use crate::app::learned::{Learned, Target};
use crate::app::state::{Pane, State};
use crate::domain::meter::{BrokerMeter, Meter, PartitionMeter};
use crate::domain::theme::Role;
use crate::ui::styles::Styles;
use crate::ui::text::{bytes, count, cut, duration};
use crate::ui::{area_of, pane_frame};

/// Draws the pane.
pub fn draw(state: &State, styles: &Styles, frame: &mut Frame<'_>, area: Rect, learned: &mut Learned) {
    let focused = state.focus == Pane::Pipeline;
    let block = pane_frame(Pane::Pipeline, focused, (Vec::new(), Vec::new()), styles);
    let inner = block.inner(area);
    frame.render_widget(block, area);
    learned.clicks.push((area_of(area), Target::Pipeline));
    let inner = Rect { x: inner.x + 1, width: inner.width.saturating_sub(2), ..inner };
    let Some(meter) = &state.watch.meter else {
        frame.render_widget(Line::styled("Nothing was sent yet.", styles.of(Role::Dim)), inner);
        return;
    };
    let below = meter.brokers.iter().map(broker).chain(meter.partitions.iter().map(partition));
    let lines = stages(meter).into_iter().chain(below.skip(state.pipeline.top));
    for (words, y) in lines.zip(inner.y..inner.bottom()) {
        let words = cut(&words, usize::from(inner.width), &styles.glyphs);
        frame.render_widget(Line::styled(words, styles.of(Role::Text)), Rect { y, height: 1, ..inner });
    }
}

fn stages(meter: &Meter) -> Vec<String> {
    let (records, requests) = (&meter.records, &meter.requests);
    vec![
        format!("send()      {} accepted, blocked {}", count(records.accepted), duration(meter.blocked.total())),
        format!("buffer      {} of {}", bytes(meter.buffer_used), bytes(meter.limits.buffer_memory)),
        format!("in flight   {} requests, {} records outstanding", requests.in_flight, count(records.outstanding())),
        format!(
            "answered    {} delivered, {} failed, {} possibly written, {} requests retried",
            count(records.delivered),
            count(records.failed),
            count(records.possibly_written),
            count(requests.retried)
        ),
    ]
}

fn broker(broker: &BrokerMeter) -> String {
    let rtt = broker.rtt_last.map_or(String::new(), |rtt| format!(", rtt {}", duration(rtt)));
    format!("broker {}    {} {} requests in flight{rtt}", broker.id, broker.state, broker.requests)
}

fn partition(partition: &PartitionMeter) -> String {
    let queued = format!("{} records queued, {}", count(partition.queued_records()), bytes(partition.queued_bytes()));
    format!("{}-{}    {queued}, {} in flight", partition.topic, partition.partition, count(partition.in_flight))
}
