//! Changing the running producer, and starting a load.

use std::sync::Arc;
use std::time::Duration;

use crate::scene::flow::Flow;
use crate::scene::{Scene, guarded_session, read_keys, session};
use linger::app::dialog::Dialog;
use linger::app::msg::{Effect, Leave, Msg};
use linger::domain::load::{Keys, Plan, Progress, Report, Until};
use linger::domain::swap::SwapStep;
use linger::domain::topic::TopicLook;

/// A workbench that knows its producer, with the keys in the Pipeline.
fn pipeline() -> Scene {
    let mut scene = Scene::wide();
    scene.tell(Msg::Metered(Arc::new(Flow::new(6, 3).meter)));
    scene.keys("<Alt-3>");
    scene
}

fn tunes(scene: &mut Scene) -> Vec<String> {
    let told = |effect| match effect {
        Effect::Tune(change) => {
            change.into_iter().map(|(name, value)| format!("{name}={}", value.unwrap_or_default())).next()
        }
        Effect::CancelTune => Some("cancel".to_owned()),
        _ => None,
    };
    scene.take_effects().into_iter().filter_map(told).collect()
}

fn swap(scene: &mut Scene, name: &str, value: &str, step: SwapStep) {
    scene.tell(Msg::Swap { change: vec![(name.to_owned(), Some(value.to_owned()))].into(), step, at: scene.at });
}

#[test]
fn keys_change_the_selected_property() {
    let cases: [(&str, &[&str]); 16] = [
        ("+", &["linger.ms=20"]),
        ("=", &["linger.ms=20"]),
        ("-", &["linger.ms=1"]),
        ("+++", &["linger.ms=20", "linger.ms=100", "linger.ms=500"]),
        ("+-", &["linger.ms=20", "linger.ms=5"]),
        ("<Right>+", &["batch.size=65536"]),
        ("<Left>-", &["batch.size=4096"]),
        ("<Right><Right>+", &["linger.ms=20"]),
        ("+<Right>+", &["linger.ms=20", "batch.size=65536"]),
        ("7<Enter>", &["linger.ms=7"]),
        ("<Enter>7.5<Enter>", &["linger.ms=7.5"]),
        ("7<Esc>", &[]),
        ("<Enter><Enter>", &[]),
        (":acks=1<Enter>", &["acks=1"]),
        ("sacks<Enter>", &[]),
        ("-----", &["linger.ms=1", "linger.ms=0"]),
    ];
    for (keys, expected) in cases {
        let mut scene = pipeline();
        scene.keys(keys);
        assert_eq!(tunes(&mut scene), expected, "{keys}");
    }
}

#[test]
fn the_value_in_force_is_where_a_step_begins_once_the_changes_are_over() {
    let mut scene = pipeline();
    scene.keys("++");
    swap(&mut scene, "linger.ms", "20", SwapStep::Done { generation: 2, paused_micros: 1 });
    swap(&mut scene, "linger.ms", "100", SwapStep::Refused("no broker".to_owned()));
    assert!(scene.state.notice.as_ref().unwrap().text.contains("linger.ms=100: no broker"));
    let mut meter = Flow::new(6, 3).meter;
    meter.limits.linger = 20_000;
    meter.at += 100_000;
    scene.tell(Msg::Metered(Arc::new(meter)));
    scene.take_effects();
    scene.keys("+");
    assert_eq!(tunes(&mut scene), ["linger.ms=100"]);
    swap(&mut scene, "linger.ms", "100", SwapStep::Unchanged);
    assert!(scene.state.notice.as_ref().unwrap().text.contains("Nothing to change"));
}

#[test]
fn escape_gives_up_a_change_that_drains_and_nothing_else() {
    let mut scene = pipeline();
    scene.keys("+").take_effects();
    scene.keys("<Esc>");
    assert_eq!(tunes(&mut scene), [""; 0]);
    swap(&mut scene, "linger.ms", "20", SwapStep::Warming);
    scene.keys("<Esc>");
    assert_eq!(tunes(&mut scene), [""; 0]);
    swap(&mut scene, "linger.ms", "20", SwapStep::Draining { outstanding: 3 });
    scene.keys("<Esc>");
    assert_eq!(tunes(&mut scene), ["cancel"]);
    swap(&mut scene, "linger.ms", "20", SwapStep::Done { generation: 2, paused_micros: 1 });
    assert!(scene.state.pipeline.strip.is_some());
    scene.keys("<Esc>");
    assert_eq!((tunes(&mut scene), scene.state.pipeline.strip.is_none()), (Vec::new(), true), "the comparison goes");
    scene.keys("+").take_effects();
    swap(&mut scene, "linger.ms", "20", SwapStep::Draining { outstanding: 3 });
    scene.keys("<Tab><Esc>");
    assert_eq!(tunes(&mut scene), [""; 0], "in another pane it means what it means there");
}

#[test]
fn an_enter_that_arrives_as_a_paste_is_no_text_that_is_too_long() {
    let mut scene = Scene::new(session(), 80, 24);
    scene.keys("<F7>").paste("\n").paste("\r\n");
    assert_eq!(scene.state.notice, None);
}

#[test]
fn what_arrives_as_a_paste_changes_and_starts_nothing() {
    let mut scene = pipeline();
    for key in read_keys("x+++<Enter>7<Enter>:acks=1<Enter>") {
        scene.at += 100;
        scene.tell(Msg::Key { key, at: scene.at });
    }
    assert_eq!(tunes(&mut scene), [""; 0]);
    for keys in ["<F7>", ":"] {
        let mut scene = pipeline();
        scene.keys(keys);
        scene.at += 100_000;
        for key in read_keys("1<Enter>") {
            scene.at += 100;
            scene.tell(Msg::Key { key, at: scene.at });
        }
        assert_eq!(scene.take_effects(), [], "{keys}");
        assert!(scene.state.dialog.is_some(), "{keys}");
    }
    let mut scene = pipeline();
    scene.keys(":").paste("acks=1\n");
    assert_eq!(tunes(&mut scene), [""; 0]);
    scene.keys("<Esc>:").paste("acks=1").keys("<Enter>");
    assert_eq!(tunes(&mut scene), ["acks=1"]);
}

#[test]
fn without_a_producer_nothing_is_changed_and_no_load_starts() {
    let mut scene = pipeline();
    scene.tell(Msg::ProducerFailed("the profile is guarded as read-only".to_owned()));
    for keys in ["+", "-", "7", ":", "<Enter>", "<F7><Enter>"] {
        scene.take_effects();
        scene.keys(keys);
        assert_eq!(scene.take_effects(), [], "{keys}");
        assert!(scene.state.notice.as_ref().unwrap().text.contains("read-only"), "{keys}");
    }
}

fn gentle() -> Plan {
    let until = Until { records: None, duration: Some(Duration::from_secs(60)) };
    Plan { topic: "orders".to_owned(), until, size: 100, keys: Keys::None, rate: Some(1_000) }
}

fn loads(scene: &mut Scene) -> Vec<Effect> {
    let wanted = |effect: &Effect| matches!(effect, Effect::StartLoad(_) | Effect::StopLoad);
    scene.take_effects().into_iter().filter(wanted).collect()
}

#[test]
fn the_key_of_the_load_starts_and_stops_it() {
    let mut scene = Scene::wide();
    scene.keys("<F7><Enter>");
    assert_eq!(loads(&mut scene), [Effect::StartLoad(gentle())]);
    scene.keys("<F7>");
    assert_eq!(loads(&mut scene), [Effect::StopLoad]);
    // A word that was on its way does not start it again.
    scene.tell(Msg::LoadProgress(Progress { offered: 10, accepted: 10, ..Progress::default() }));
    scene.keys("<^R>");
    assert_eq!(loads(&mut scene), []);
    assert!(scene.state.notice.as_ref().unwrap().text.contains("waits for 10 answers"));
    scene.tell(Msg::LoadEnded(Box::new(Report { records: 10, elapsed_micros: 2_000_000, ..Report::default() })));
    assert!(scene.state.notice.as_ref().unwrap().text.contains("10 delivered in 2.00 s, 5 records/s"));
    scene.keys("<F7>");
    assert_eq!(scene.state.dialog, Some(Dialog::Load));
}

#[test]
fn the_form_is_filled_in_and_remembered() {
    let mut scene = Scene::wide();
    scene.keys("<F7><^U>1024<Down><^U><Down><^U>uniform:50<Tab>5000<Down><^U><Enter>");
    let until = Until { records: Some(5_000), duration: None };
    let plan = Plan { until, size: 1_024, keys: Keys::Uniform(50), rate: None, ..gentle() };
    assert_eq!(loads(&mut scene), [Effect::StartLoad(plan.clone())]);
    scene.tell(Msg::LoadRefused("there is a load already".to_owned()));
    scene.keys("<F7><Enter>");
    assert_eq!(loads(&mut scene), [Effect::StartLoad(plan)]);
    // What is wrong keeps the form open, with the cursor where it is wrong.
    scene.tell(Msg::LoadRefused("no".to_owned()));
    scene.keys("<F7><Up><Up><Up>x<Down><Enter>");
    assert_eq!(loads(&mut scene), []);
    assert_eq!((scene.state.dialog.clone(), scene.state.pipeline.form.at), (Some(Dialog::Load), 1));
    scene.keys("<Esc>");
    assert_eq!(scene.state.dialog, None);
}

#[test]
fn a_load_on_a_guarded_cluster_asks_each_time() {
    for (keys, started) in [
        ("<F7><Enter>", 0),
        ("<F7><Enter><Enter>", 0),
        ("<F7><Enter>n", 0),
        ("<F7><Enter><Esc>", 0),
        ("<F7><Enter>a", 0),
        ("<F7><Enter>y", 1),
        ("v<F5>m9<Enter><F7><Enter>", 0),
        ("v<F5>m9<Enter><F7><Enter>y", 1),
    ] {
        let mut scene = Scene::new(guarded_session(), 120, 40);
        scene.keys(keys);
        assert_eq!(loads(&mut scene).len(), started, "{keys}");
    }
}

#[test]
fn a_load_to_a_topic_that_does_not_exist_asks_too() {
    let mut scene = Scene::bare(session(), 120, 40);
    scene.keys("<F7><Enter>");
    assert!(matches!(scene.state.dialog, Some(Dialog::Looking(_))));
    scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: TopicLook::Unknown });
    assert!(matches!(scene.state.dialog, Some(Dialog::Confirm(_))));
    assert_eq!(loads(&mut scene), []);
    scene.keys("y");
    assert_eq!(loads(&mut scene), [Effect::StartLoad(gentle())]);
    let mut scene = Scene::bare(session(), 120, 40);
    scene.keys("<Up><Up><Up><^U><F7><Enter>");
    assert_eq!(loads(&mut scene), []);
    assert!(scene.state.notice.as_ref().unwrap().text.starts_with("No load: "));
}

#[test]
fn leaving_while_a_load_runs_asks() {
    let mut scene = Scene::wide();
    scene.keys("<F7><Enter><Tab>q");
    assert_eq!(scene.state.dialog, Some(Dialog::Leave));
    scene.keys("n");
    scene.tell(Msg::LoadEnded(Box::default()));
    scene.take_effects();
    scene.keys("q");
    assert_eq!(scene.take_effects(), [Effect::Quit(Leave::Now)]);
}
