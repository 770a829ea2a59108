//! Rows to their end, and the way out.

use crate::scene;
use crate::scene::{START, Scene};
use linger::app::msg::{Effect, Leave, Msg};
use linger::app::results::Progress;
use linger::app::session::{AskOnQuit, Confirmations, Session};

#[test]
fn leaving_asks_only_when_something_would_be_lost() {
    // What happened before, the keys, and the effects.
    let sent: fn(&mut Scene) = |scene| {
        scene.keys("v<F5>").accepted(0, 1);
    };
    let ended: fn(&mut Scene) = |scene| {
        scene.keys("v<F5>").accepted(0, 1).delivered(0, 1, 5);
    };
    let typed: fn(&mut Scene) = |scene| {
        scene.keys("v");
    };
    let fresh: fn(&mut Scene) = |_| {};
    let quit = |leave| vec![Effect::Quit(leave)];
    let cases = [
        (fresh, "<F10>", quit(Leave::Now)),
        (fresh, "<^C>", quit(Leave::Now)),
        (fresh, "<Tab>q", quit(Leave::Now)),
        (fresh, "<Up><Down><F10>", quit(Leave::Now)),
        (ended, "<F10>", quit(Leave::Now)),
        (typed, "<F10>", vec![]),
        (typed, "<F10><Enter>", vec![]),
        (typed, "<F10>n", vec![]),
        (typed, "<F10><Esc>", vec![]),
        (typed, "<F10>y", quit(Leave::Now)),
        (typed, "<^C><^C>", quit(Leave::Now)),
        (sent, "<F10>", vec![]),
        (sent, "<F10>n", vec![]),
        (sent, "<F10>y", quit(Leave::Now)),
        (sent, "<F10>w", quit(Leave::AfterFlush)),
        (sent, "<F10>w<Esc>", quit(Leave::AfterFlush)),
        (sent, "<F10>w<^C>", vec![Effect::Quit(Leave::AfterFlush), Effect::Quit(Leave::Now)]),
    ];
    for (before, keys, expected) in cases {
        let mut scene = Scene::wide();
        before(&mut scene);
        scene.take_effects();
        scene.keys(keys);
        assert_eq!(scene.take_effects(), expected, "{keys}");
    }
}

#[test]
fn a_signal_leaves_whatever_is_in_front() {
    for keys in ["", "<F1>", "<F4>", "x<F10>"] {
        let mut scene = Scene::wide();
        scene.keys(keys);
        scene.tell(Msg::TerminateRequested("SIGTERM"));
        assert_eq!(scene.take_effects(), [Effect::Quit(Leave::Terminated)], "{keys}");
    }
}

#[test]
fn a_row_goes_from_accepted_to_its_end() {
    let mut scene = Scene::wide();
    scene.keys("v<F5>");
    let progress = |scene: &Scene| scene.state.results.row(0).unwrap().progress.clone();
    assert_eq!(progress(&scene), Progress::Sending);
    scene.accepted(0, 4);
    assert!(matches!(progress(&scene), Progress::Waiting { partition: 4, .. }));
    scene.delivered(0, 4, 12);
    assert_eq!(scene.state.results.row(0).unwrap().outcome().unwrap().offset, Some(12));
    // The acceptance can come late, and an end comes once.
    scene.accepted(0, 4).delivered(0, 4, 13);
    assert_eq!(scene.state.results.row(0).unwrap().outcome().unwrap().offset, Some(12));
    let counts = scene.state.results.counts();
    assert_eq!((counts.open, counts.ok, counts.failed), (0, 1, 0));
}

#[test]
fn rows_are_bounded_and_what_is_dropped_is_counted() {
    let mut scene = Scene::wide();
    let total = linger::app::results::MAX_ROWS + 5;
    for n in 0..total {
        linger::app::update::update(&mut scene.state, Msg::Key { key: "F5".parse().unwrap(), at: START });
        // The first never ends: it is kept.
        if n > 0 {
            let n = u64::try_from(n).unwrap();
            let outcome = scene::delivered(n, 0, 0, 0);
            linger::app::update::update(&mut scene.state, Msg::Ended { outcome: Box::new(outcome), at: START });
        }
    }
    let results = &scene.state.results;
    assert_eq!(results.len(), linger::app::results::MAX_ROWS);
    assert_eq!(results.gone().rows, 5);
    assert!(results.row(0).is_some() && results.row(5).is_none() && results.row(6).is_some());
}

#[test]
fn an_outcome_is_copied_as_the_interchange_format_writes_it() {
    let mut scene = Scene::wide();
    scene.keys("v<F5><Alt-5>cj");
    assert_eq!(scene.take_effects().len(), 1, "only the send");
    scene.accepted(0, 4).delivered(0, 4, 12).keys("cj");
    let effects = scene.take_effects();
    let [Effect::Copy { text: line, .. }] = effects.as_slice() else { panic!("{effects:?}") };
    let start = r#"{"type":"outcome","n":0,"status":"delivered","topic":"orders","partition":4,"offset":12,"#;
    assert!(line.starts_with(start), "{line}");
}

#[test]
fn quitting_asks_as_often_as_a_person_wants_it() {
    let typed: fn(&mut Scene) = |scene| {
        scene.keys("v");
    };
    let sent: fn(&mut Scene) = |scene| {
        scene.keys("v<F5>").accepted(0, 1);
    };
    let fresh: fn(&mut Scene) = |_| {};
    for (quit, before, asks) in [
        (AskOnQuit::Unsent, typed, true),
        (AskOnQuit::Unsent, fresh, false),
        (AskOnQuit::Outstanding, typed, false),
        (AskOnQuit::Outstanding, sent, true),
        (AskOnQuit::Always, fresh, true),
    ] {
        let session = Session { confirmations: Confirmations { quit, every_send: false }, ..scene::session() };
        let mut scene = Scene::new(session, 120, 40);
        before(&mut scene);
        scene.take_effects();
        scene.keys("<F10>");
        let expected = if asks { vec![] } else { vec![Effect::Quit(Leave::Now)] };
        assert_eq!(scene.take_effects(), expected, "{quit:?}");
    }
}
