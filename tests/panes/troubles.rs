//! What stood in a record's way, and what happens again and again.

use std::sync::Arc;

use linger::app::msg::Msg;
use linger::domain::journey::{Attempt, Journey};
use linger::domain::meter::{Limits, Meter};
use linger::domain::outcome::{Outcome, Status};
use linger::domain::request::RequestOutcome;
use linger::domain::topic::TopicLook;
use linger::domain::trouble::{BrokerName, Told, Trouble, What};

use super::scene::{START, Scene, delivered, failure, found, session};
use super::{at_all_sizes, with_results};

fn micros(seconds: u64) -> u64 {
    u64::try_from(START).unwrap() + seconds * 1_000_000
}

fn trouble(what: What, code: i32, text: &str, broker: Option<i32>) -> Trouble {
    let name = |id| BrokerName { id: Some(id), address: format!("127.0.0.1:909{id}") };
    Trouble { what, code, text: text.to_owned(), broker: broker.map(name) }
}

fn tell(scene: &mut Scene, trouble: Trouble, times: u64, (since, at): (u64, u64)) {
    scene.tell(Msg::Trouble(Told::Trouble { trouble, times, since: micros(since), at: micros(at) }));
}

/// A broker that is down, another one that restarted, a password that is refused, and a load that fails.
fn with_troubles(width: u16, height: u16) -> Scene {
    let mut scene = with_results(width, height);
    let refused =
        |id: i32| trouble(What::Connection, -195, &format!("connection to 127.0.0.1:909{id} refused"), Some(id));
    tell(&mut scene, refused(2), 12, (0, 7));
    let up = BrokerName { id: Some(2), address: "127.0.0.1:9092".to_owned() };
    scene.tell(Msg::Trouble(Told::Up { broker: up, at: micros(8) }));
    tell(&mut scene, refused(3), 213, (9, 20));
    let password = "authentication at 127.0.0.1:9091 failed: Invalid username or \u{1b}[2Jpassword";
    tell(&mut scene, trouble(What::Authentication, -169, password, Some(1)), 3, (11, 13));
    let status = Status::Failed(failure(19, false, None));
    let outcome = Box::new(Outcome { status, offset: None, ..delivered(70_123, 4, 0, 0) });
    scene.tell(Msg::LoadFailed { outcome, count: 12_400, missed: 0, at: START + 21_000_000 });
    scene.keys("<F5>");
    scene
}

/// A record that timed out after much trouble.
fn with_a_story(width: u16, height: u16) -> Scene {
    let mut scene = Scene::new(session(), width, height);
    scene.keys("<F5>").accepted(0, 1);
    let attempt = |number: u64, outcome, cause: Option<&str>| Attempt {
        broker: 2,
        sent: micros(number),
        rtt: cause.map(|_| 1_200),
        outcome,
        cause: cause.map(Into::into),
    };
    let mut attempts: Vec<Attempt> =
        (0..6).map(|number| attempt(number, RequestOutcome::Retry, Some("NOT_ENOUGH_REPLICAS"))).collect();
    attempts.push(attempt(7, RequestOutcome::NoAnswer, None));
    let story = [
        "no connection to b2 for 8.20 s (refused)",
        "NOT_ENOUGH_REPLICAS ×14 from b2 \u{1b}[2J",
        "throttled 4.60 s by b2",
        "queue behind 3 other batches",
    ];
    let journey = Journey { attempts, story: story.map(str::to_owned).to_vec(), ..Journey::default() };
    let outcome = Outcome {
        status: Status::Failed(failure(-192, true, Some("connection to 127.0.0.1:9092 refused"))),
        offset: None,
        attempts: 7,
        journey: Some(Box::new(journey)),
        ..delivered(0, 1, 0, START / 1_000)
    };
    scene.tell(Msg::Ended { outcome: Box::new(outcome), at: scene.at });
    let TopicLook::Found(mut view) = found("orders", 6) else { unreachable!("it is found") };
    view.partitions[1].in_sync = vec![2, 3];
    view.min_insync_replicas = Some(3);
    scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: TopicLook::Found(view) });
    scene.keys("<Alt-5>");
    scene
}

#[test]
fn troubles_among_the_results() {
    at_all_sizes("troubles", |width, height| {
        let mut scene = with_troubles(width, height);
        scene.keys("<Alt-5>");
        scene
    });
}

#[test]
fn the_detail_of_a_trouble() {
    // (name, rows down from the newest)
    for (name, rows) in [("trouble-load", 1), ("trouble-authentication", 2), ("trouble-down", 3), ("trouble-over", 4)] {
        at_all_sizes(name, |width, height| {
            let mut scene = with_troubles(width, height);
            scene.keys("<Alt-5>z").keys(&"<Down>".repeat(rows));
            scene
        });
    }
}

#[test]
fn the_story_of_a_record_that_timed_out() {
    at_all_sizes("story", with_a_story);
    at_all_sizes("story-zoomed", |width, height| {
        let mut scene = with_a_story(width, height);
        scene.keys("z");
        scene
    });
}

#[test]
fn troubles_are_ascii_where_the_terminal_is() {
    use linger::ui::styles::{Depth, Styles};
    for (make, words) in [
        (with_troubles as fn(u16, u16) -> Scene, "b2 down 14:03:20-14:03:28, up again                      x12"),
        (with_a_story, "NOT_ENOUGH_REPLICAS x14 from b2"),
    ] {
        let mut scene = make(80, 24);
        scene.keys("<Alt-5>");
        scene.styles = Styles::new(&linger::config::theme::built_in(), Depth::None, false);
        let picture = scene.picture();
        assert!(picture.is_ascii() && picture.contains(words), "{picture}");
    }
}

#[test]
fn a_failed_record_shows_the_values_in_force_of_the_properties_to_change() {
    let mut scene = with_results(200, 50);
    let limits = Limits { delivery_timeout: 120_000_000, request_timeout: 30_000_000, ..Limits::default() };
    scene.tell(Msg::Metered(Arc::new(Meter { limits, ..Meter::default() })));
    scene.keys("<Alt-5><Down><Down>z");
    let picture = scene.picture();
    for words in ["delivery.timeout.ms (now 120000)", "request.timeout.ms (now 30000)", "in Java    in the Future"] {
        assert!(picture.contains(words), "no '{words}' in\n{picture}");
    }
}
