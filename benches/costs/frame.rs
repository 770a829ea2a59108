//! The whole screen, drawn and compared with the one before.

use criterion::Criterion;
use jiff::tz::TimeZone;
use linger::app::session::Session;
use linger::app::state::State;
use linger::cli::target::TargetArgs;
use linger::config::theme;
use linger::domain::outcome::{Outcome, Status, TimestampType};
use linger::domain::payload::Payload;
use linger::domain::record::{Header, Record};
use linger::ui::styles::{Depth, Styles};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

/// 2026-11-21 14:03:20Z in microseconds.
const START: i64 = 1_795_269_800_000_000;

/// Two states in turn, so that each frame differs from the one before as when a row comes in.
pub fn screen(criterion: &mut Criterion) {
    let styles = Styles::new(&theme::built_in(), Depth::True, true);
    let mut group = criterion.benchmark_group("frame");
    for (width, height) in [(120, 40), (300, 90)] {
        let states = [state(width, height, 500), state(width, height, 501)];
        let mut terminal = Terminal::new(TestBackend::new(width, height)).expect("a terminal of cells");
        let mut turn = 0;
        group.bench_function(format!("one frame of the whole screen at {width}x{height}"), |bencher| {
            bencher.iter(|| {
                turn = 1 - turn;
                let mut learned = None;
                let drawn = terminal.draw(|frame| learned = Some(linger::ui::draw(&states[turn], &styles, frame)));
                drawn.expect("the frame is drawn");
                learned
            });
        });
    }
    group.finish();
}

/// A record in the form and so many delivered.
pub fn state(width: u16, height: u16, rows: u64) -> State {
    let record = Record {
        topic: "orders".to_owned(),
        key: Payload::text("user-42"),
        value: Payload::text("{\n  \"order\": 42,\n  \"total\": \"12.50\",\n  \"of\": \"서울\"\n}"),
        headers: vec![
            Header { name: "trace-id".to_owned(), value: Payload::text("7f3a") },
            Header { name: "source".to_owned(), value: Payload::NULL },
        ],
        ..Record::default()
    };
    let target = TargetArgs::default().resolve(&|_| None).expect("the built-in profile");
    let session = Session {
        running: target.running(Vec::new()),
        time_zone: TimeZone::UTC,
        topic: "orders".to_owned(),
        record: Some(linger::domain::draft::Draft::from(&record)),
        confirmations: linger::app::session::Confirmations::default(),
        drafts: linger::app::session::Drafts::default(),
        notice: None,
    };
    let (mut state, _) = State::begin(session, width, height);
    for row in 0..rows {
        let at = START + i64::try_from(row).unwrap_or(0) * 6_100;
        let n = state.results.begin(&record, at);
        state.results.accepted(n, 3, at / 1_000, at);
        state.results.ended(Box::new(delivered(n, at)), at + 6_100);
    }
    state
}

fn delivered(n: u64, at: i64) -> Outcome {
    Outcome {
        n,
        status: Status::Delivered,
        topic: "orders".to_owned(),
        partition: Some(3),
        offset: i64::try_from(n).ok(),
        timestamp: Some(at / 1_000),
        timestamp_type: Some(TimestampType::CreateTime),
        key_size: 7,
        value_size: 58,
        latency_micros: Some(6_100),
        broker: Some(1),
        attempts: 1,
        journey: None,
    }
}
