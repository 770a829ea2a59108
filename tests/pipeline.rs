//! What the Pipeline pane shows while records flow, and what its keys ask for.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod scene;

use std::sync::Arc;

use linger::app::msg::Msg;
use linger::app::tuning::Change;
use linger::domain::load::{Progress, Report};
use linger::domain::meter::{Identity, Meter};
use linger::domain::swap::SwapStep;
use scene::flow::Flow;
use scene::{Scene, guarded_session, session};

/// Compares a scene with its pictures.
fn pictures(name: &str, sizes: &[(u16, u16)], make: impl Fn(u16, u16) -> Scene) {
    for (width, height) in sizes {
        let mut scene = make(*width, *height);
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), scene.picture());
    }
}

const SIZES: [(u16, u16); 3] = [(60, 16), (80, 24), (120, 40)];

fn flowing(width: u16, height: u16, keys: &str) -> (Scene, Flow) {
    let mut scene = Scene::new(session(), width, height);
    let mut flow = Flow::new(6, 3);
    flow.run(&mut scene, 45);
    scene.keys(keys);
    (scene, flow)
}

/// A configuration change that took hold while it flowed, and what it brought.
fn changed(width: u16, height: u16, seconds: u64) -> Scene {
    let (mut scene, mut flow) = flowing(width, height, "<Alt-3>");
    flow.run(&mut scene, 80);
    scene.keys("+");
    swap(&mut scene, "20", SwapStep::Warming);
    flow.run(&mut scene, 2);
    swap(&mut scene, "20", SwapStep::Draining { outstanding: 1_234 });
    flow.run(&mut scene, 1);
    flow.meter.limits.linger = 20_000;
    flow.meter.generation = 2;
    (flow.batch, flow.latency) = (100, 11_000);
    swap(&mut scene, "20", SwapStep::Done { generation: 2, paused_micros: 7_300 });
    flow.run(&mut scene, seconds * 10);
    scene
}

fn swap(scene: &mut Scene, linger: &str, step: SwapStep) {
    scene.tell(Msg::Swap { change: linger_of(linger), step, at: scene.at });
}

fn linger_of(value: &str) -> Change {
    vec![("linger.ms".to_owned(), Some(value.to_owned()))].into()
}

#[test]
fn a_flow() {
    pictures("flow", &SIZES, |width, height| flowing(width, height, "<Alt-3>").0);
    pictures("flow-zoomed", &SIZES, |width, height| flowing(width, height, "<Alt-3>z").0);
    pictures("flow-elsewhere", &[(80, 24), (90, 40), (100, 24), (100, 60)], |width, height| {
        flowing(width, height, "").0
    });
}

#[test]
fn before_anything_is_sent() {
    pictures("nothing", &[(80, 24)], |width, height| {
        let mut scene = Scene::new(session(), width, height);
        scene.keys("<Alt-3>");
        scene
    });
}

#[test]
fn when_nothing_moves_the_last_numbers_stay_with_their_time() {
    pictures("idle", &SIZES, |width, height| {
        let (mut scene, mut flow) = flowing(width, height, "<Alt-3>");
        flow.end(&mut scene);
        scene
    });
    let (mut scene, mut flow) = flowing(120, 40, "<Alt-3>");
    flow.end(&mut scene);
    let picture = scene.picture();
    assert!(picture.contains("12.0 k/s") && picture.contains("since 14:03:24"), "{picture}");
}

#[test]
fn trouble_is_seen_where_it_is() {
    pictures("trouble", &[(80, 24), (120, 40)], |width, height| {
        let (mut scene, mut flow) = flowing(width, height, "<Alt-3>");
        flow.meter.buffer_used = 32 << 20;
        flow.meter.waiting.memory = 1;
        flow.meter.blocked.memory = 340_000;
        flow.meter.records.failed = 12;
        flow.meter.records.possibly_written = 3;
        flow.meter.records.accepted += 15;
        flow.meter.requests.resent_batches = 40;
        flow.meter.brokers[0].throttled_until = Some(flow.meter.at + 4_600_000);
        flow.meter.brokers[2].state = "CONNECT".to_owned();
        flow.meter.partitions[2].leader = None;
        flow.meter.partitions[2].full_batches = 3;
        flow.meter.partitions[2].full_bytes = 3 * 16_000;
        flow.meter.partitions[2].full_records = 480;
        flow.meter.partitions[2].oldest = Some(flow.meter.at - 4_100_000);
        flow.meter.at += 100_000;
        scene.tell(Msg::Metered(std::sync::Arc::new(flow.meter.clone())));
        scene
    });
}

#[test]
fn a_thousand_partitions_and_thirty_brokers() {
    let many = |width, height, keys: &str| {
        let mut scene = Scene::new(session(), width, height);
        let mut flow = Flow::new(1_000, 30);
        flow.rate = 400_000;
        flow.run(&mut scene, 45);
        scene.keys(keys);
        scene
    };
    pictures("many", &[(80, 24), (120, 40)], |width, height| many(width, height, "<Alt-3>"));
    pictures("many-zoomed", &[(120, 40), (300, 90)], |width, height| many(width, height, "<Alt-3>z<PgDn><Down>"));
    // Every one of them can be reached.
    let mut scene = many(120, 40, "<Alt-3>z");
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..120 {
        for line in scene.picture().lines() {
            seen.extend(line.split_whitespace().filter_map(|word| word.strip_prefix('p')?.parse::<u32>().ok()));
        }
        scene.keys("<PgDn>");
    }
    seen.retain(|partition| *partition < 1_000);
    assert_eq!(seen.len(), 1_000);
}

#[test]
fn more_topics_and_a_limit_of_a_million_in_flight() {
    pictures("topics", &[(80, 24), (120, 40)], |width, height| {
        let (mut scene, mut flow) = flowing(width, height, "<Alt-3>");
        flow.meter.limits.max_in_flight = 1_000_000;
        flow.meter.limits.linger = 0;
        for (at, partition) in flow.meter.partitions.iter_mut().enumerate() {
            partition.topic = ["orders", "\u{1b}[31m결제", "a-topic-with-a-name-that-is-long"][at / 2].into();
        }
        flow.run(&mut scene, 2);
        scene
    });
}

#[test]
fn the_charts_of_five_minutes_with_what_was_done() {
    let mut scene = Scene::new(session(), 120, 40);
    scene.keys("<Alt-3>z<F7><Enter>");
    let mut flow = Flow::new(6, 3);
    flow.step = 5;
    for round in 0..20 {
        flow.rate = 4_000 + round * 1_000;
        flow.run(&mut scene, 100);
        if round == 12 {
            scene.tell(Msg::LoadEnded(Box::default()));
            flow.end(&mut scene);
            flow.meter.at += 30_000_000;
            flow.step = 1;
            flow.run(&mut scene, 1);
            flow.step = 5;
        }
    }
    swap(&mut scene, "20", SwapStep::Done { generation: 2, paused_micros: 7_300 });
    flow.run(&mut scene, 100);
    scene.keys("t");
    for (width, height) in [(80, 24), (120, 40)] {
        scene.tell(Msg::Resize { width, height });
        insta::assert_snapshot!(format!("minutes-{width}x{height}"), scene.picture());
    }
}

#[test]
fn the_strip_shows_before_and_after() {
    pictures("measuring", &[(80, 24), (120, 40)], |width, height| changed(width, height, 5));
    pictures("strip", &SIZES, |width, height| changed(width, height, 12));
}

#[test]
fn a_change_is_seen_where_the_property_stands() {
    let (mut scene, mut flow) = flowing(120, 40, "<Alt-3>");
    for (step, seen) in [
        (None, "linger.ms 5→20 waits"),
        (Some(SwapStep::Warming), "linger.ms 5→20 warming"),
        (Some(SwapStep::Draining { outstanding: 1_234 }), "linger.ms 5→20 draining 1.2 k"),
    ] {
        match step {
            None => scene.keys("+"),
            Some(step) => {
                swap(&mut scene, "20", step);
                &mut scene
            }
        };
        let picture = scene.picture();
        assert!(picture.contains(seen), "{seen}\n{picture}");
    }
    flow.meter.limits.linger = 20_000;
    swap(&mut scene, "20", SwapStep::Done { generation: 2, paused_micros: 7_300 });
    flow.run(&mut scene, 1);
    let picture = scene.picture();
    assert!(picture.contains("linger.ms 20 ") && picture.contains("generation 2"), "{picture}");
    // A change of what does not stand there is told of too.
    scene.keys(":acks=1<Enter>");
    scene.tell(Msg::Swap {
        change: vec![("acks".to_owned(), Some("1".to_owned()))].into(),
        step: SwapStep::Draining { outstanding: 5 },
        at: scene.at,
    });
    let picture = scene.picture();
    assert!(picture.contains("acks=1 draining 5"), "{picture}");
}

#[test]
fn a_load_runs_and_ends() {
    pictures("load", &SIZES, |width, height| {
        let (mut scene, _) = flowing(width, height, "<Alt-3><F7><Enter>");
        scene.tell(Msg::LoadProgress(Progress {
            offered: 50_000,
            accepted: 50_000,
            delivered: 49_000,
            ..Progress::default()
        }));
        scene
    });
    pictures("load-over", &[(80, 24), (120, 40)], |width, height| {
        let (mut scene, mut flow) = flowing(width, height, "<Alt-3><F7><Enter>");
        flow.end(&mut scene);
        let report = Report { records: 60_000, failed: 2, elapsed_micros: 12_300_000, ..Report::default() };
        scene.tell(Msg::LoadEnded(Box::new(report)));
        scene
    });
}

#[test]
fn the_dialogs() {
    pictures("load-form", &SIZES, |width, height| flowing(width, height, "<F7><Down><Down>x").0);
    pictures("load-question", &[(80, 24), (120, 40)], |width, height| {
        let mut scene = Scene::new(guarded_session(), width, height);
        scene.keys("<F7><Enter>");
        scene
    });
    pictures("value", &SIZES, |width, height| flowing(width, height, "<Alt-3>20").0);
    pictures("set", &[(80, 24)], |width, height| flowing(width, height, "<Alt-3>:linger<Enter>").0);
}

#[test]
fn one_column_has_a_line_with_cluster_verdict_failures_and_what_is_on_its_way_whatever_has_the_keys() {
    for (width, height) in [(60, 16), (80, 24), (99, 30)] {
        for focus in ["", "<Alt-3>", "<Alt-4>", "<Alt-5>", "<Alt-4>z", "<^P>"] {
            let (mut scene, _) = flowing(width, height, focus);
            let picture = scene.picture();
            let title = picture.lines().next().unwrap();
            for fact in ["embedded", "starved", "✗ 0", "… 570", "9 in flight"] {
                assert!(title.contains(fact), "{width}x{height} {focus}: {title}");
            }
        }
    }
}

#[test]
fn the_title_names_an_idempotent_producer() {
    for (id, width, told) in
        [(Some(4001), 120, "pid 4001/3"), (None, 120, "no pid yet"), (Some(4001), 100, "pid 4001/3")]
    {
        let (mut scene, flow) = flowing(width, 40, "");
        let identity = Identity { id, epoch: id.map(|_| 3), state: "Assigned".to_owned() };
        scene.tell(Msg::Metered(Arc::new(Meter { identity: Some(identity), ..flow.meter })));
        let picture = scene.picture();
        let title = picture.lines().next().unwrap();
        assert!(title.contains(told), "{title}");
    }
}

#[test]
fn without_utf8_everything_is_ascii() {
    for (width, height) in SIZES {
        let mut scene = changed(width, height, 12);
        scene.styles =
            linger::ui::styles::Styles::new(&linger::config::theme::built_in(), linger::ui::styles::Depth::None, false);
        let picture = scene.picture();
        assert!(picture.is_ascii(), "{picture}");
        insta::assert_snapshot!(format!("ascii-{width}x{height}"), picture);
        let picture = scene.keys("z").picture();
        assert!(picture.is_ascii(), "{picture}");
    }
}

#[test]
fn a_load_that_is_slow_is_not_idle_between_its_records() {
    let (mut scene, mut flow) = flowing(120, 40, "<Alt-3><F7><Enter>");
    flow.end(&mut scene);
    assert!(!scene.picture().contains("since"), "{}", scene.picture());
    scene.tell(Msg::LoadEnded(Box::default()));
    assert!(scene.picture().contains("since"), "{}", scene.picture());
}

#[test]
fn it_is_drawn_at_every_size_whatever_is_known() {
    let mut scenes = vec![changed(120, 40, 12), flowing(120, 40, "<Alt-3>:linger.ms=7<Enter>").0];
    // A producer of which nothing is known, and one without limits that has neither partitions nor brokers.
    for mut flow in [Flow::new(1, 1), Flow::new(1, 1)] {
        let mut scene = Scene::new(session(), 120, 40);
        flow.meter.limits = linger::domain::meter::Limits::default();
        if scenes.len() > 2 {
            (flow.meter.partitions, flow.meter.brokers) = (Vec::new(), Vec::new());
        }
        scene.tell(Msg::Metered(std::sync::Arc::new(flow.meter)));
        scene.keys("<Alt-3>");
        scenes.push(scene);
    }
    for mut scene in scenes {
        for _ in 0..2 {
            for width in (60..=135).step_by(5) {
                for height in [16, 17, 20, 25, 33, 36, 44, 58] {
                    scene.tell(Msg::Resize { width, height });
                }
            }
            scene.keys("z<Down>");
        }
    }
}
