//! The Requests pane: what a request costs that comes in, and what a frame of the waterfall costs with few and with as
//! many requests as are kept.

use criterion::Criterion;
use linger::app::msg::Msg;
use linger::app::requests::{KEPT, Requests};
use linger::app::state::{Pane, State};
use linger::app::update::update;
use linger::config::theme;
use linger::domain::meter::{Limits, Meter};
use linger::domain::request::{Closed, Request, RequestOutcome};
use linger::ui::styles::{Depth, Styles};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::frame;

/// The first one, in microseconds since the epoch.
const START: u64 = 1_795_269_800_000_000;

pub fn pane(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("requests");
    group.bench_function("a request comes in when as many are kept as can be", |bencher| {
        let mut requests = Requests::default();
        requests.note((0..KEPT as u64).map(|n| request(n, 3)).collect(), 0);
        let mut n = KEPT as u64;
        bencher.iter(|| {
            n += 1;
            requests.note(vec![request(n, 3)], 0);
        });
    });
    let styles = Styles::new(&theme::built_in(), Depth::True, true);
    for (count, brokers) in [(64, 3), (KEPT as u64, 3), (64, 30), (KEPT as u64, 30)] {
        let mut state = watching(count, brokers);
        let mut terminal = Terminal::new(TestBackend::new(120, 40)).expect("a terminal of cells");
        group.bench_function(
            format!("one frame of the waterfall of {count} requests to {brokers} brokers"),
            |bencher| {
                bencher.iter(|| {
                    let mut learned = None;
                    let drawn = terminal.draw(|frame| learned = Some(linger::ui::draw(&state, &styles, frame)));
                    drawn.expect("the frame is drawn");
                    learned
                });
            },
        );
        state.requests.select_by(isize::try_from(count / 2).unwrap_or(0));
        group.bench_function(format!("the same of {count} to {brokers}, scrolled to the middle"), |bencher| {
            bencher.iter(|| terminal.draw(|frame| drop(linger::ui::draw(&state, &styles, frame))).map(|_| ()));
        });
    }
    group.finish();
}

/// A workbench that shows the waterfall above the list.
fn watching(count: u64, brokers: u64) -> State {
    let mut state = frame::state(120, 40, 10_000);
    let limits = Limits { max_in_flight: 5, batch_size: 16_384, ..Limits::default() };
    update(&mut state, Msg::Metered(Meter { at: START, generation: 1, limits, ..Meter::default() }.into()));
    let requests = (0..count).map(|n| request(n, brokers)).collect();
    update(&mut state, Msg::Requests { requests, dropped: 0 });
    (state.focus, state.zoom) = (Pane::Requests, true);
    state
}

/// Every fiftieth is refused, and sent again as the next one.
pub fn request(n: u64, brokers: u64) -> Request {
    let (refused, again) = (n.is_multiple_of(50), n % 50 == 1);
    Request {
        generation: 1,
        broker: i32::try_from(n % brokers).unwrap_or(0),
        topic: Some("orders".into()),
        partition: i32::try_from(n % 200).ok(),
        batch: (refused || again).then_some(n / 50),
        attempt: if again { 2 } else { 1 },
        records: Some(120),
        bytes: Some(12_000),
        wire_bytes: 4_100,
        first_offset: None,
        last_offset: None,
        accepted_micros: Some(START + n * 1_000),
        sent_micros: START + n * 1_000 + 5_000,
        rtt_micros: Some(n % 7 * 900),
        outcome: if refused { RequestOutcome::Retry } else { RequestOutcome::Delivered },
        cause: None,
        closed: Closed::Linger,
        closed_micros: Some(START + n * 1_000 + 4_000),
    }
}
