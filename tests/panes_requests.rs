//! What the Requests pane, the waterfall, a record's life and a pause look like, at three sizes.

#![allow(clippy::unwrap_used, clippy::expect_used)]

mod scene;

use linger::app::msg::Msg;
use linger::domain::journey::{Connecting, Journey};
use linger::domain::outcome::{Outcome, Status};
use linger::domain::partitioner::{Until, Why};
use linger::domain::request::{Closed, Request, RequestOutcome};
use linger::domain::swap::SwapStep;
use linger::ui::styles::{Depth, Styles};
use ratatui::buffer::Buffer;
use scene::requests::{MS, again, metered, millis, refused, request};
use scene::{START, Scene, delivered, failure, session};

const SIZES: [(u16, u16); 3] = [(40, 12), (80, 24), (120, 40)];

fn at_all_sizes(name: &str, make: impl Fn(u16, u16) -> Scene) {
    for (width, height) in SIZES {
        let mut scene = make(width, height);
        insta::assert_snapshot!(format!("{name}-{width}x{height}"), watched(&scene.picture()));
    }
}

/// Of a picture with all panes the title, the Requests and the Results: the others have pictures of their own.
fn watched(picture: &str) -> String {
    let lines: Vec<&str> = picture.lines().collect();
    let beside =
        |line: &&str| line.starts_with(['╭', '+']) && line.contains("1 Record ") && line.contains("3 Pipeline ");
    let (Some(first), Some(from)) =
        (lines.iter().position(beside), lines.iter().position(|line| line.contains(" 3 Requests ")))
    else {
        return picture.to_owned();
    };
    let left = lines[first].chars().take_while(|character| *character != 'P').count() - " 2 ".chars().count() - 1;
    let right = lines[from..].iter().map(|line| line.chars().skip(left).collect::<String>());
    std::iter::once(lines[0].to_owned()).chain(right).collect::<Vec<_>>().join("\n")
}

/// A busy moment: batches of linger and of size, one that was refused and sent again, one that failed, one without an
/// answer, and a change of linger.ms.
fn busy(width: u16, height: u16) -> Scene {
    let mut scene = Scene::new(session(), width, height);
    scene.keys("<Alt-4>");
    scene.tell(metered(1, 5));
    let first = refused(2, 1, 12, 7);
    let failed = Request {
        outcome: RequestOutcome::Failed,
        cause: Some("MSG_SIZE_TOO_LARGE".into()),
        first_offset: None,
        last_offset: None,
        ..request(3, 2, 31)
    };
    let lost = Request { rtt_micros: None, outcome: RequestOutcome::NoAnswer, ..refused(3, 5, 34, 9) };
    let full = Request { bytes: Some(16_300), closed: Closed::Size, ..request(1, 0, 22) };
    let unknown = Request {
        partition: None,
        topic: None,
        records: None,
        bytes: None,
        accepted_micros: None,
        ..request(2, 4, 26)
    };
    let second = again(&first, 1, 101);
    let requests = vec![request(1, 3, 0), request(2, 1, 3), full, unknown, first, failed, lost, second];
    scene.tell(Msg::Requests { requests, dropped: 0 });
    let change = vec![("linger.ms".to_owned(), Some("100".to_owned()))].into();
    let step = SwapStep::Done { generation: 2, paused_micros: 3_000 };
    scene.tell(Msg::Swap { change, step, at: START + 125_000 });
    scene.tell(metered(2, 100));
    let slow = |broker, partition, accepted: u64| Request {
        generation: 2,
        sent_micros: millis(accepted + 20),
        closed_micros: None,
        closed: Closed::Unknown,
        ..request(broker, partition, accepted)
    };
    scene.tell(Msg::Requests { requests: vec![slow(1, 3, 126), slow(2, 1, 128)], dropped: 1_234 });
    scene
}

#[test]
fn the_requests() {
    at_all_sizes("requests", busy);
    at_all_sizes("requests-none", |width, height| {
        let mut scene = Scene::new(session(), width, height);
        scene.keys("<Alt-4>");
        scene
    });
}

#[test]
fn the_requests_in_ascii() {
    at_all_sizes("requests-ascii", |width, height| {
        let mut scene = busy(width, height);
        scene.styles = Styles::new(&linger::config::theme::built_in(), Depth::None, false);
        scene
    });
}

#[test]
fn a_filter_stands_below_with_its_counts() {
    at_all_sizes("requests-filter", |width, height| {
        let mut scene = busy(width, height);
        scene.keys("/b1 >1<Enter><Down>");
        scene
    });
    at_all_sizes("requests-typing", |width, height| {
        let mut scene = busy(width, height);
        scene.keys("z/retred<Enter>");
        scene
    });
    let mut scene = busy(80, 24);
    assert!(scene.keys("f").picture().contains("2 of 10: failed"));
    assert!(scene.keys("s").picture().contains("of 10: slower than "));
    assert!(scene.keys("r").picture().contains("2 of 10: retried"));
    assert!(scene.keys("/b9<Enter>").picture().contains("No request is like that. a shows all."));
}

#[test]
fn a_request_in_detail_with_the_records_in_it() {
    at_all_sizes("request-detail", |width, height| {
        let mut scene = Scene::new(session(), width, height);
        scene.tell(metered(1, 5));
        scene.keys("<Up>user-42<F5>").accepted(0, 1).delivered(0, 1, 90);
        scene.keys("<F5>").accepted(1, 1).delivered(1, 1, 300);
        let first = Request { accepted_micros: Some(millis(800)), sent_micros: millis(805), ..refused(2, 1, 800, 7) };
        let second = again(&first, 1, 700);
        scene.tell(Msg::Requests { requests: vec![first, request(2, 1, 830), second], dropped: 0 });
        scene.keys("<Alt-4><Enter>");
        scene
    });
}

#[test]
fn the_waterfall() {
    at_all_sizes("waterfall", |width, height| {
        let mut scene = busy(width, height);
        scene.keys("z<Down><Down>");
        scene
    });
    at_all_sizes("waterfall-alone", |width, height| {
        let mut scene = busy(width, height);
        scene.keys("zv+<Left>");
        scene
    });
    at_all_sizes("waterfall-detail", |width, height| {
        let mut scene = busy(width, height);
        scene.keys("z<Enter>");
        scene
    });
}

/// Thousands of requests to thirty brokers.
fn many(width: u16, height: u16) -> Scene {
    let mut scene = Scene::new(session(), width, height);
    scene.tell(metered(1, 5));
    let one = |n: u64| {
        let broker = 1 + i32::try_from(n % 30).unwrap();
        let outcome = if n.is_multiple_of(997) { RequestOutcome::Failed } else { RequestOutcome::Delivered };
        Request { outcome, rtt_micros: Some(n % 7 * 9 * MS), ..request(broker, i32::try_from(n % 90).unwrap(), n) }
    };
    scene.tell(Msg::Requests { requests: (0..5_000).map(one).collect(), dropped: 0 });
    scene.keys("<Alt-4>z");
    scene
}

#[test]
fn thirty_brokers_and_thousands_of_requests() {
    at_all_sizes("waterfall-many", many);
    at_all_sizes("waterfall-many-scrolled", |width, height| {
        let mut scene = many(width, height);
        scene.keys("v<Down><Down><Down>++<Left><Left>");
        scene
    });
}

/// A record that took its way through a cold start and a leader that moved.
fn with_a_life(width: u16, height: u16) -> Scene {
    let mut scene = Scene::new(session(), width, height);
    scene.tell(metered(1, 5));
    scene.keys("<Up>user-42<F5>");
    let state = |broker, state: &str, at: u64| Connecting {
        broker,
        address: "b:9092".to_owned(),
        state: state.to_owned(),
        again: false,
        at: millis(800 + at),
    };
    let first = Request { accepted_micros: Some(millis(840)), sent_micros: millis(1_345), ..refused(2, 1, 840, 7) };
    let second = again(&first, 1, 104);
    let journey = Journey {
        called: millis(800),
        blocked_metadata: 40 * MS,
        blocked_memory: 0,
        accepted: millis(840),
        why: Some(Why::Sticky(Until::Bytes)),
        closed: Some(millis(845)),
        attempts: vec![first.attempt_made(), second.attempt_made()],
        ended: millis(1_451),
        connecting: vec![
            state(-1, "TRY_CONNECT", 1),
            state(-1, "CONNECT", 3),
            state(-1, "SSL_HANDSHAKE", 5),
            state(-1, "APIVERSION_QUERY", 12),
            state(-1, "AUTH_REQ", 14),
            state(-1, "UP", 18),
            state(2, "TRY_CONNECT", 30),
            state(2, "UP", 39),
        ],
        story: vec!["NOT_LEADER_FOR_PARTITION by b2 \u{1b}[31m×1".to_owned()],
    };
    let outcome = Outcome { attempts: 2, journey: Some(Box::new(journey)), ..delivered(0, 1, 88, 0) };
    scene.tell(Msg::Ended { outcome: Box::new(outcome), at: START + 1_451_000 });
    scene.tell(Msg::Requests { requests: vec![first, second], dropped: 0 });
    scene
}

#[test]
fn the_life_of_a_record() {
    at_all_sizes("life", |width, height| {
        let mut scene = with_a_life(width, height);
        scene.keys("<Alt-5>t");
        scene
    });
    at_all_sizes("life-zoomed", |width, height| {
        let mut scene = with_a_life(width, height);
        scene.keys("<Alt-5>zt");
        scene
    });
}

#[test]
fn a_life_that_nobody_kept_says_so() {
    let mut scene = Scene::wide();
    scene.keys("<F5>").accepted(0, 3);
    assert!(scene.keys("<Alt-5>t").picture().contains("It has not come to its end yet."));
    scene.delivered(0, 3, 1);
    assert!(scene.picture().contains("Nobody kept its way through the producer."));
}

#[test]
fn a_life_of_a_record_that_never_left_is_held_against_its_limits() {
    let mut scene = Scene::wide();
    scene.tell(metered(1, 5));
    scene.keys("<F5>");
    scene.keys("<Alt-5>z");
    let journey = Journey {
        called: millis(0),
        accepted: millis(0),
        ended: millis(120_400),
        story: vec!["no connection to b2".to_owned()],
        ..Journey::default()
    };
    let outcome = Outcome {
        status: Status::Failed(failure(-192, false, Some("no connection to b2"))),
        journey: Some(Box::new(journey)),
        ..delivered(0, 1, 0, 0)
    };
    scene.tell(Msg::Ended { outcome: Box::new(outcome), at: START + 120_400_000 });
    let picture = scene.keys("t").picture();
    for words in
        ["not recovered within delivery.timeout.ms (120 s)", "in its way no connection to b2", "linger.ms 5 ms"]
    {
        assert!(picture.contains(words), "{words}: {picture}");
    }
}

#[test]
fn a_pause_stands_still_and_says_what_came_since() {
    let paused = |width, height| {
        let mut scene = busy(width, height);
        scene.keys("<Space>");
        scene
    };
    at_all_sizes("paused", |width, height| {
        let mut scene = paused(width, height);
        scene.tell(Msg::Requests { requests: vec![request(1, 3, 300), request(2, 3, 301)], dropped: 1_239 });
        scene
    });
    for (width, height) in [(60, 16), (80, 24), (120, 40)] {
        let mut scene = paused(width, height);
        assert!(scene.picture().lines().next().unwrap().contains("PAUSED since 14:03:"), "{width}");
    }
}

/// The rows of the screen below the title.
fn below(buffer: &Buffer) -> Vec<String> {
    let row = |y| (0..buffer.area.width).map(|x| buffer[(x, y)].symbol()).collect();
    (1..buffer.area.height).map(row).collect()
}

#[test]
fn while_paused_the_panes_draw_the_same_whatever_comes() {
    let mut scene = busy(120, 40);
    scene.keys("<Up><F8>");
    let still = below(&scene.draw());
    scene.tell(Msg::Requests { requests: vec![refused(1, 3, 300, 8)], dropped: 9_999 });
    scene.tell(metered(3, 0));
    let outcome = Box::new(delivered(0, 1, 1, 1));
    scene.tell(Msg::Ended { outcome, at: START });
    assert_eq!(below(&scene.draw()), still);
    scene.keys("<^X>");
    assert_ne!(below(&scene.draw()), still);
}

#[test]
fn texts_from_outside_draw_nothing_but_themselves() {
    let mut scene = Scene::wide();
    let evil: std::sync::Arc<str> = "a\u{1b}[2J\u{202e}\n키".into();
    let one = Request { topic: Some(evil.clone()), cause: Some(evil), ..refused(1, 3, 0, 1) };
    let two = again(&one, 2, 50);
    scene.tell(Msg::Requests { requests: vec![one, two], dropped: 0 });
    let change = vec![("client.id".to_owned(), Some("\u{1b}]0;x\u{7}".to_owned()))].into();
    scene.tell(Msg::Swap { change, step: SwapStep::Done { generation: 1, paused_micros: 0 }, at: START });
    for keys in ["<Alt-4>", "<Down><Enter>", "z", "p", "v"] {
        let picture = scene.keys(keys).picture();
        assert!(!picture.contains(['\u{1b}', '\u{202e}', '\u{7}']), "{keys}");
    }
}

#[test]
fn the_requests_draw_at_any_size() {
    for width in (60..200).step_by(7) {
        for height in [16, 17, 20, 24, 33, 40, 60] {
            let mut scene = busy(width, height);
            for keys in ["<Down>", "<Enter>", "z", "v", "v", "<Enter>", "<^X>"] {
                scene.keys(keys);
            }
            let mut scene = with_a_life(width, height);
            scene.keys("<Alt-5>tz");
        }
    }
}
