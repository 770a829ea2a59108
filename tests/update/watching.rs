//! The keys of the Requests pane, the ways between a record and its requests, and the pause.

use linger::app::msg::{Effect, Leave, Mouse, MouseKind, Msg};
use linger::app::requests::View;
use linger::app::state::Pane;
use linger::domain::journey::Journey;
use linger::domain::outcome::Outcome;
use linger::domain::request::Request;

use crate::scene::requests::{again, metered, millis, refused, request};
use crate::scene::{START, Scene, delivered};

/// Requests whose newest stand above: 0 to b1, 1 and 3 of one batch to b2 and b1, 2 to b3.
fn watching() -> Scene {
    let mut scene = Scene::wide();
    scene.tell(metered(1, 5));
    let first = refused(2, 1, 10, 7);
    let second = again(&first, 1, 100);
    let requests = vec![request(1, 3, 0), first, request(3, 2, 20), second];
    scene.tell(Msg::Requests { requests, dropped: 0 });
    scene.keys("<Alt-4>");
    scene
}

#[test]
fn the_keys_of_the_requests_select_and_filter() {
    let cases: [(&str, Option<u64>, usize); 22] = [
        ("", Some(3), 4),
        ("<Down>", Some(1), 4),
        ("jj", Some(2), 4),
        ("jjk", Some(1), 4),
        ("<End>", Some(0), 4),
        ("G<Home>", Some(3), 4),
        ("<PgDn>", Some(0), 4),
        ("<PgDn><PgUp>", Some(3), 4),
        ("Gb", Some(0), 2),
        ("Gbb", Some(0), 4),
        ("jp", Some(1), 2),
        ("jpp", Some(1), 4),
        ("r", Some(3), 2),
        ("rr", Some(3), 4),
        ("f", None, 0),
        ("fa", Some(3), 4),
        ("s", None, 0),
        ("/b3<Enter>", Some(2), 1),
        ("/b3<Enter>a", Some(3), 4),
        ("/b3<Enter>/<Esc>", Some(2), 1),
        ("/b3<Enter>/<Enter>", Some(3), 4),
        ("/b3x<Enter><Esc>", Some(3), 4),
    ];
    for (keys, selected, shown) in cases {
        let mut scene = watching();
        scene.keys(keys);
        let requests = &scene.state.requests;
        assert_eq!((requests.selected().map(|row| row.number), requests.shown()), (selected, shown), "{keys}");
    }
}

#[test]
fn enter_shows_the_detail_and_esc_goes_back_in_steps() {
    let cases = [
        ("<Enter>", true, false),
        ("<Enter><Enter>", false, false),
        ("<Enter><Esc>", false, false),
        ("z<Enter>", true, true),
        ("z<Enter><Esc>", false, true),
        ("z<Enter><Esc><Esc>", false, false),
    ];
    for (keys, detail, zoom) in cases {
        let mut scene = watching();
        scene.keys(keys);
        assert_eq!((scene.state.requests.detail, scene.state.zoom), (detail, zoom), "{keys}");
    }
    let mut scene = Scene::wide();
    scene.keys("<Alt-4><Enter><Alt-5><Enter>");
    assert!(!scene.state.requests.detail && scene.state.results.view() == linger::app::results::View::Rows);
}

#[test]
fn the_waterfall_alone_scrolls_its_lanes_and_its_axis_moves() {
    let mut scene = watching();
    scene.keys("zv<Down><Down><Down><Down>");
    assert_eq!((scene.state.requests.view, scene.state.requests.lane), (View::Waterfall, 2));
    scene.keys("<Up>");
    assert_eq!(scene.state.requests.lane, 1);
    scene.keys("<Left>");
    assert!(!scene.state.requests.axis.is_following());
    scene.keys("g");
    assert!(scene.state.requests.axis.is_following() && scene.state.requests.lane == 0);
    scene.keys("vv");
    assert_eq!(scene.state.requests.view, View::Both);
}

#[test]
fn one_goes_from_a_request_to_its_record_and_back() {
    let mut scene = Scene::wide();
    scene.tell(metered(1, 5));
    for offset in [3, 90] {
        scene.keys("<F5>");
        let n = scene.state.results.len() as u64 - 1;
        scene.accepted(n, 1).delivered(n, 1, offset);
    }
    let first = Request { accepted_micros: Some(millis(150)), sent_micros: millis(205), ..refused(2, 1, 150, 7) };
    let second = again(&first, 1, 100);
    scene.tell(Msg::Requests { requests: vec![first.clone(), second], dropped: 0 });
    scene.keys("<Alt-4>o");
    assert_eq!((scene.state.focus, scene.state.results.selected().unwrap().n), (Pane::Results, 1));
    // The filter would hide the request: it gives way.
    scene.keys("<Alt-4>/b9<Enter><Alt-5>o");
    assert_eq!((scene.state.focus, scene.state.requests.selected().unwrap().number), (Pane::Requests, 1));
    assert!(scene.state.requests.filter().is_all());
    // Nothing that is kept carried the other record.
    scene.keys("<Alt-5><Down>o");
    assert_eq!((scene.state.focus, scene.state.results.selected().unwrap().n), (Pane::Results, 0));
    assert!(scene.state.notice.as_ref().unwrap().text.starts_with("No request that is still kept"));
    // Its way tells what no offset does.
    scene.keys("<F5>");
    let journey = Journey { attempts: vec![first.attempt_made()], ..Journey::default() };
    let journey = Some(Box::new(journey));
    let outcome = Outcome { offset: None, journey, ..delivered(2, 1, 0, 1) };
    scene.tell(Msg::Ended { outcome: Box::new(outcome), at: START });
    scene.keys("<Alt-5>go");
    assert_eq!((scene.state.focus, scene.state.requests.selected().unwrap().number), (Pane::Requests, 0));
}

#[test]
fn a_click_selects_a_request_and_the_wheel_scrolls() {
    let mut scene = watching();
    scene.keys("<Alt-1>");
    let row = |number| {
        move |click: &&(linger::app::learned::Area, linger::app::learned::Target)| {
            click.1 == linger::app::learned::Target::Request(number)
        }
    };
    let place = scene.state.learned.clicks.iter().find(row(2)).unwrap().0;
    let mouse = |kind| Msg::Mouse(Mouse { kind, column: place.x + 3, row: place.y, at: START });
    scene.tell(mouse(MouseKind::Press));
    assert_eq!((scene.state.focus, scene.state.requests.selected().unwrap().number), (Pane::Requests, 2));
    scene.tell(mouse(MouseKind::ScrollDown));
    assert_eq!(scene.state.requests.selected().unwrap().number, 0);
    scene.tell(mouse(MouseKind::ScrollUp));
    assert_eq!(scene.state.requests.selected().unwrap().number, 2);
}

#[test]
fn a_pause_keeps_what_is_shown_and_loses_nothing() {
    for key in ["<Space>", "<F8>", "<^X>"] {
        let mut scene = watching();
        scene.keys("<Alt-1><F5>").accepted(0, 3).keys("<Alt-4>").keys(key);
        assert!(scene.state.pause.is_some(), "{key}");
        scene.delivered(0, 3, 5);
        scene.tell(metered(2, 100));
        scene.tell(Msg::Requests { requests: vec![request(1, 3, 900)], dropped: 4 });
        assert_eq!((scene.state.results.counts().ok, scene.state.results_now().counts().ok), (0, 1));
        assert_eq!((scene.state.requests.told(), scene.state.requests.dropped()), (4, 0));
        let (still, now) = (scene.state.watch.meter.as_ref().unwrap(), scene.state.meter_now().unwrap());
        assert_eq!((still.generation, now.generation), (1, 2));
        assert_eq!(scene.state.since_pause().unwrap().requests, 5);
        scene.keys("<Down>").keys(key);
        assert!(scene.state.pause.is_none() && scene.state.since_pause().is_none());
        assert_eq!((scene.state.results.counts().ok, scene.state.requests.told()), (1, 5));
        // What was selected stays so.
        assert_eq!(scene.state.requests.selected().unwrap().number, 1);
    }
}

#[test]
fn one_sends_gives_up_and_leaves_during_a_pause_as_ever() {
    let mut scene = watching();
    scene.keys("<Space><F5>");
    let sends = |effect: &Effect| matches!(effect, Effect::Send { n: 0, .. });
    assert!(scene.take_effects().iter().any(sends));
    assert_eq!((scene.state.results.len(), scene.state.results_now().len()), (0, 1));
    let picture = scene.keys("q").picture();
    assert!(picture.contains("1 record is outstanding"), "{picture}");
    scene.keys("n<Esc>");
    assert_eq!(scene.take_effects(), [Effect::CancelSend { n: 0 }]);
    scene.accepted(0, 3).delivered(0, 3, 1);
    scene.keys("q");
    assert_eq!(scene.take_effects(), [Effect::Quit(Leave::Now)]);
}

#[test]
fn the_value_that_is_changed_during_a_pause_is_the_one_in_force() {
    let mut scene = watching();
    scene.keys("<Space>");
    scene.tell(metered(2, 100));
    let picture = scene.keys("<Alt-3><Enter>").picture();
    assert!(picture.contains("linger.ms is 100 now"), "{picture}");
}

#[test]
fn a_space_in_a_text_is_a_space() {
    let mut scene = Scene::wide();
    scene.keys("a b");
    assert!(scene.state.pause.is_none());
    scene.keys("<^X>");
    assert!(scene.state.pause.is_some());
}
