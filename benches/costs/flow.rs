//! A large producer at full flow: a thousand partitions, thirty brokers, and as many requests as are kept. What a snapshot
//! costs that comes in, and what the frames cost that show it.

use std::sync::Arc;

use criterion::Criterion;
use linger::app::msg::Msg;
use linger::app::requests::KEPT;
use linger::app::state::{Pane, State};
use linger::app::update::update;
use linger::ui::styles::Styles;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::requests::request;
use crate::scene::flow::Flow;
use crate::scene::{Scene, session};

const PARTITIONS: i32 = 1_000;
const BROKERS: i32 = 30;

/// Tenths of a second: a whole minute of charts.
const TENTHS: u64 = 600;

pub fn panes(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("flow");
    let (mut scene, mut flow) = flowing(120, 40);
    group.bench_function("a snapshot of 1000 partitions and 30 brokers comes in", |bencher| {
        bencher.iter(|| {
            flow.meter.at += 100_000;
            update(&mut scene.state, Msg::Metered(Arc::new(flow.meter.clone())))
        });
    });
    for (width, height) in [(120, 40), (300, 90)] {
        let (mut scene, mut flow) = flowing(width, height);
        for (name, focus, zoom) in [
            ("all panes", Pane::Pipeline, false),
            ("the Pipeline zoomed", Pane::Pipeline, true),
            ("the Requests zoomed", Pane::Requests, true),
        ] {
            (scene.state.focus, scene.state.zoom) = (focus, zoom);
            let before = scene.state.clone();
            flow.run(&mut scene, 1);
            let states = [before, scene.state.clone()];
            group.bench_function(format!("one frame of {name} at {width}x{height}"), |bencher| {
                let mut frames = Frames::new(&states, &scene.styles);
                bencher.iter(|| frames.next());
            });
        }
    }
    group.finish();
}

/// A minute of it.
fn flowing(width: u16, height: u16) -> (Scene, Flow) {
    let mut scene = Scene::new(session(), width, height);
    let mut flow = Flow { rate: 500_000, ..Flow::new(PARTITIONS, BROKERS) };
    flow.run(&mut scene, TENTHS);
    let kept = KEPT as u64;
    // One a millisecond, the last of them now.
    let first = TENTHS * 100 - kept;
    let requests = (first..first + kept).map(|n| request(n, BROKERS.unsigned_abs().into())).collect();
    scene.tell(Msg::Requests { requests, dropped: 0 });
    (scene, flow)
}

/// Two states in turn, so that each frame differs from the one before as when a snapshot comes in.
struct Frames<'a> {
    states: &'a [State; 2],
    styles: &'a Styles,
    terminal: Terminal<TestBackend>,
    turn: usize,
}

impl<'a> Frames<'a> {
    fn new(states: &'a [State; 2], styles: &'a Styles) -> Self {
        let (width, height) = states[0].size;
        let terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal of cells");
        Self { states, styles, terminal, turn: 0 }
    }

    fn next(&mut self) {
        self.turn = 1 - self.turn;
        let (state, styles) = (&self.states[self.turn], self.styles);
        let drawn = self.terminal.draw(|frame| drop(linger::ui::draw(state, styles, frame)));
        drawn.expect("the frame is drawn");
    }
}
