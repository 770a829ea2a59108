//! How a record is sent: which way, how often, and what counts.

use crate::scene::{Scene, failure, guarded_session};
use crate::{header, orders, sends};
use linger::app::dialog::Dialog;
use linger::domain::payload::Payload;
use linger::domain::record::Record;

/// Sends and accepts until nothing more is sent; the records.
fn drained(scene: &mut Scene) -> Vec<Record> {
    let mut records = sends(scene);
    let mut n = 0;
    while n < records.len() {
        scene.accepted(n as u64, 3);
        records.extend(sends(scene));
        n += 1;
    }
    records
}

fn said(scene: &Scene) -> String {
    scene.state.notice.as_ref().map(|notice| notice.text.clone()).unwrap_or_default()
}

#[test]
fn a_record_is_sent_as_often_as_it_is_said_with_its_number_in_its_place() {
    let text = |text: &str| Payload::text(text);
    let cases: [(&str, &str, Vec<Record>); 6] = [
        ("v", "", vec![Record { value: text("v"), ..orders() }]),
        ("v", "<Down>3", vec![Record { value: text("v"), ..orders() }; 3]),
        (
            "<Up>k-",
            "<Down>2<Down><Right>",
            vec![Record { key: text("k-0"), ..orders() }, Record { key: text("k-1"), ..orders() }],
        ),
        (
            "",
            "<Down>2<Down><Right><Right>",
            vec![
                Record { headers: vec![header("n", text("0"))], ..orders() },
                Record { headers: vec![header("n", text("1"))], ..orders() },
            ],
        ),
        (
            "<F4>j{}",
            "<Down>2<Down><Left><Down>seq",
            vec![Record { value: text("{\"seq\":0}"), ..orders() }, Record { value: text("{\"seq\":1}"), ..orders() }],
        ),
        ("v", "<Down>25<Backspace><Esc>", vec![Record { value: text("v"), ..orders() }; 2]),
    ];
    for (form, ways, expected) in cases {
        let mut scene = Scene::wide();
        scene.keys(form).keys("<Alt-s>").keys(ways);
        if scene.state.dialog.is_some() {
            scene.keys("<Enter>");
        }
        assert!(!scene.sent() && scene.state.dialog.is_none(), "{form} {ways}");
        scene.keys("<F5>");
        assert_eq!(drained(&mut scene), expected, "{form} {ways}");
        assert!(scene.state.sequence.is_none());
    }
}

#[test]
fn no_more_records_are_on_their_way_to_be_accepted_than_fit() {
    let mut scene = Scene::wide();
    scene.keys("<Alt-s><Down>1000<Enter><F5>");
    assert_eq!(sends(&mut scene).len(), 64);
    scene.accepted(0, 3);
    assert_eq!(sends(&mut scene).len(), 1);
    // Large ones one by one.
    let mut scene = Scene::wide();
    scene.paste(&"x\n".repeat(5_000_000)).keys("<Alt-s><Down>3<Enter><F5>");
    assert_eq!(sends(&mut scene).len(), 1);
    scene.failed(0, failure(10, false, None));
    assert_eq!(sends(&mut scene).len(), 1, "one that is not taken makes room as well");
}

#[test]
fn a_series_can_be_stopped_and_another_waits_for_its_end() {
    let mut scene = Scene::wide();
    scene.keys("<Alt-s><Down>100<Enter><F5>").take_effects();
    scene.keys("<F5>");
    assert_eq!(said(&scene), "Not sent: 36 of 100 are still to be sent.");
    assert!(!scene.sent());
    scene.keys("<Esc>");
    assert_eq!(said(&scene), "Stopped after 64 of 100: 36 are not sent.");
    scene.take_effects();
    scene.accepted(0, 3);
    assert!(!scene.sent());
}

#[test]
fn what_cannot_be_sent_so_is_refused() {
    for (form, ways, words) in [
        ("", "<Down>0", "Not sent: '0' is no number from 1 to 10000; a load sends more."),
        ("", "<Down>x", "Not sent: 'x' is no number from 1 to 10000; a load sends more."),
        ("[1]", "<Down><Down><Left>", "Not sent: the value is no JSON object that could hold a number."),
    ] {
        let mut scene = Scene::wide();
        scene.keys(form).keys("<Alt-s>").keys(ways).keys("<Enter><F5>");
        assert!(!scene.sent(), "{ways}");
        assert_eq!(said(&scene), words, "{ways}");
    }
}

#[test]
fn a_synchronous_send_waits_for_its_end_and_says_it() {
    let mut scene = Scene::wide();
    scene.keys("<Alt-s><Right><Enter>v<F5>");
    assert_eq!(sends(&mut scene).len(), 1);
    scene.keys("x<F5><Enter><Tab>");
    assert!(scene.state.dialog == Some(Dialog::Awaiting) && !scene.sent());
    scene.accepted(0, 3);
    assert!(scene.state.dialog == Some(Dialog::Awaiting));
    scene.delivered(0, 3, 1841);
    assert!(scene.state.dialog.is_none());
    assert_eq!(said(&scene), "Delivered: orders-3 @ 1841.");
    scene.keys("<F5>").failed(1, failure(10, false, None));
    assert!(scene.state.dialog.is_none());
    assert_eq!(said(&scene), "Failed: MSG_SIZE_TOO_LARGE.");
}

#[test]
fn who_stops_waiting_finds_the_row_all_the_same() {
    let mut scene = Scene::wide();
    scene.keys("<Alt-s><Right><Enter><F5>").accepted(0, 3).take_effects();
    scene.keys("<Esc>");
    assert!(scene.state.dialog.is_none() && scene.state.sequence.is_none());
    assert!(scene.take_effects().is_empty(), "the record is not given up");
    scene.delivered(0, 3, 7);
    assert!(scene.state.results.row(0).unwrap().outcome().is_some());
}

#[test]
fn a_synchronous_series_goes_one_after_the_other_and_ends_with_the_first_failure() {
    let mut scene = Scene::wide();
    scene.keys("<Alt-s><Right><Down>3<Enter><F5>");
    for n in 0..2 {
        assert_eq!(sends(&mut scene).len(), 1);
        scene.accepted(n, 3);
        assert!(!scene.sent(), "the next one waits for the end, not for the acceptance");
        scene.delivered(n, 3, 7);
    }
    assert_eq!(sends(&mut scene).len(), 1);
    scene.accepted(2, 3).delivered(2, 3, 9);
    assert_eq!(said(&scene), "3 of 3 delivered, one after the other. Delivered: orders-3 @ 9.");
    scene.keys("<F5>");
    scene.take_effects();
    scene.accepted(3, 3).failed(3, failure(-192, true, None));
    assert!(!scene.sent() && scene.state.dialog.is_none());
    assert_eq!(said(&scene), "Failed: _MSG_TIMED_OUT.");
}

#[test]
fn fire_and_forget_goes_on_at_once_and_the_row_says_that_nobody_waits() {
    let mut scene = Scene::wide();
    scene.keys("<Alt-s><Left><Enter><F5>").accepted(0, 3);
    assert!(scene.state.dialog.is_none() && scene.state.sequence.is_none());
    assert!(scene.state.is_unawaited(0));
    let picture = scene.picture();
    assert!(picture.contains("no result is awaited"), "{picture}");
    // Nothing is lost silently all the same.
    scene.failed(0, failure(10, false, None));
    let picture = scene.picture();
    assert!(picture.contains("not awaited · ") && picture.contains("MSG_SIZE_TOO_LARGE"), "{picture}");
}

#[test]
fn a_guarded_cluster_asks_once_for_a_series_and_says_how_many() {
    let mut scene = Scene::new(guarded_session(), 120, 40);
    scene.keys("<Alt-s><Down>3<Enter><F5>");
    assert!(!scene.sent());
    let picture = scene.picture();
    assert!(picture.contains("asynchronous, 3 times"), "{picture}");
    scene.keys("y");
    assert_eq!(sends(&mut scene).len(), 3);
}

#[test]
fn the_bytes_are_scrolled_to_their_end_and_no_further() {
    let mut scene = Scene::wide();
    scene.paste(&"0123456789abcdef".repeat(100)).keys("<Alt-h>");
    for (keys, top) in
        [("", 0), ("<Down>", 1), ("<End>", 66), ("<PgDn>", 66), ("<Up>", 65), ("<Home>", 0), ("<PgDn>", 35)]
    {
        scene.keys(keys);
        assert_eq!(scene.state.dialog, Some(Dialog::Bytes { top }), "{keys}");
    }
    scene.keys("<Esc>");
    assert!(scene.state.dialog.is_none());
}
