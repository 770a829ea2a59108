//! Looking at results: filters, failures, and the detail that scrolls.

use linger::app::learned::{Area, Target};
use linger::app::msg::{Mouse, MouseKind, Msg};
use linger::app::results::View;
use linger::app::state::Pane;

use crate::scene::{START, Scene, failure, session};

/// Three records: delivered, failed, waiting; at the size of a small terminal.
fn three() -> Scene {
    let mut scene = Scene::new(session(), 80, 24);
    scene.keys("apple<F5>").accepted(0, 3).delivered(0, 3, 1841);
    scene.keys("<^U>pear<F5>").failed(1, failure(10, false, None));
    scene.keys("<^U>plum<F5>").accepted(2, 5).keys("<Alt-5>");
    scene
}

#[test]
fn a_filter_is_typed_and_taken_off_again() {
    // (keys, the numbers that are shown)
    let table: [(&str, &[u64]); 9] = [
        ("", &[2, 1, 0]),
        ("/failed<Enter>", &[1]),
        ("/ok waiting<Enter>", &[2, 0]),
        ("/PEAR<Enter>", &[1]),
        ("/orders-5<Enter>", &[2]),
        ("/failed<Esc>", &[2, 1, 0]),
        ("f", &[1]),
        ("ff", &[2, 1, 0]),
        ("/nobody<Enter>a", &[2, 1, 0]),
    ];
    for (keys, expected) in table {
        let mut scene = three();
        scene.keys(keys);
        let shown: Vec<u64> = scene
            .state
            .results
            .entries()
            .map(|entry| match entry {
                linger::app::results::Entry::Record(row) => row.n,
                linger::app::results::Entry::Group(_) => 99,
            })
            .collect();
        assert_eq!(shown, expected, "{keys}");
    }
    let mut scene = three();
    let picture = scene.keys("/nobody<Enter>").picture();
    assert!(picture.contains("No result is like that. a shows all."), "{picture}");
    assert!(picture.contains("only nobody"), "{picture}");
    // What was typed stands there again, to be changed.
    let picture = scene.keys("/").picture();
    assert!(picture.contains("nobody "), "{picture}");
}

#[test]
fn one_jumps_to_the_next_failure() {
    let mut scene = three();
    scene.keys("n");
    assert_eq!(scene.state.results.selected().unwrap().n, 1);
    scene.keys("n");
    assert_eq!(scene.state.notice.as_ref().unwrap().text, "No failure below this row.");
    scene.keys("GN");
    assert_eq!(scene.state.results.selected().unwrap().n, 1);
}

#[test]
fn the_whole_card_is_read_by_scrolling() {
    let mut scene = three();
    let before = scene.keys("n").picture();
    assert!(before.contains(" more lines: J") && !before.contains("librdkafka"), "{before}");
    // Beside the rows, a line at a time.
    let mut seen = before;
    for _ in 0..40 {
        seen.push_str(&scene.keys("J").picture());
    }
    for words in ["from the broker", "causes", "in Java", "librdkafka", "RecordTooLargeException"] {
        assert!(seen.contains(words), "{words}");
    }
    assert!(!scene.picture().contains(" more lines"), "at its end");
    // Alone, with the keys that move.
    scene.keys("<Enter><Home>");
    assert_eq!((scene.state.results.view(), scene.state.results.detail_top()), (View::Detail, 0));
    let top = scene.keys("<Down><Down><Up>").state.results.detail_top();
    assert!(top <= 1, "{top}");
    assert!(scene.keys("<End>").picture().contains("librdkafka"));
    scene.keys("<Esc>");
    assert_eq!((scene.state.results.view(), scene.state.results.selected().unwrap().n), (View::Rows, 1));
}

#[test]
fn the_wheel_over_the_detail_scrolls_the_detail() {
    let mut scene = three();
    scene.keys("n");
    let clicks = scene.state.learned.clicks.clone();
    let place = |(area, target): &(Area, Target)| (*target == Target::Detail).then_some(*area);
    let area = clicks.iter().find_map(place).unwrap();
    let mouse = |kind| Msg::Mouse(Mouse { kind, column: area.x + 1, row: area.y + 1, at: START });
    scene.tell(mouse(MouseKind::ScrollDown));
    scene.tell(mouse(MouseKind::ScrollDown));
    scene.tell(mouse(MouseKind::ScrollUp));
    assert_eq!((scene.state.results.detail_top(), scene.state.results.selected().unwrap().n), (1, 1));
    scene.keys("<Alt-1>");
    scene.tell(Msg::Resize { width: 120, height: 40 });
    let clicks = scene.state.learned.clicks.clone();
    let area = clicks.iter().find_map(place).unwrap();
    scene.tell(Msg::Mouse(Mouse { kind: MouseKind::Press, column: area.x + 1, row: area.y, at: START }));
    assert_eq!(scene.state.focus, Pane::Results);
}

#[test]
fn what_comes_while_something_is_read_is_counted() {
    let mut scene = three();
    scene.keys("n<Enter>");
    for n in 3..6 {
        scene.keys("<F5>").accepted(n, 0);
    }
    assert_eq!(scene.state.results.selected().unwrap().n, 1);
    let picture = scene.keys("<Esc>").picture();
    assert!(picture.contains("5 of 6 · 3 came"), "{picture}");
    assert!(!scene.keys("g").picture().contains("came"));
}

#[test]
fn a_pause_keeps_the_filter_and_what_is_read() {
    let mut scene = three();
    scene.keys("<Space>f<Enter><Space>");
    assert_eq!((scene.state.results.len(), scene.state.results.view()), (1, View::Detail));
    assert_eq!(scene.state.results.selected().unwrap().n, 1);
}
