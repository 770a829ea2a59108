//! Where keys and clicks go.

use std::sync::Arc;

use crate::scene;
use crate::scene::flow::Flow;
use crate::scene::{Scene, found, session};
use linger::app::dialog::Dialog;
use linger::app::msg::{Effect, Mouse, MouseKind, Msg};
use linger::app::record::Stop;
use linger::app::state::Pane;
use linger::app::tuning::Tuned;
use linger::domain::topic::TopicLook;

#[test]
fn the_cursor_goes_through_the_form() {
    use Stop::{AddHeader, HeaderName, HeaderValue, Key, Partition, Timestamp, Topic, Value};
    let cases = [
        ("", Value),
        ("<Up>", Key),
        ("<Up><Up>", Partition),
        ("<Up><Up><Up>", Topic),
        ("<Up><Up><Up><Up>", Topic),
        ("<Up><Up><Up><Enter>", Partition),
        ("<Up><Up><Enter>", Key),
        ("<Up><Down>", Value),
        ("<Down>", AddHeader),
        ("<Down><Down>", Timestamp),
        ("<Down><Down><Down>", Timestamp),
        ("<Down><Down><Enter>", Timestamp),
        ("<Down><Up>", Value),
        ("<Down>h", HeaderName(0)),
        ("<Down><Enter>", HeaderName(0)),
        ("<Down>h<Enter>", HeaderValue(0)),
        ("<Down>h<Right>", HeaderValue(0)),
        ("<Down>h<Right><Left>", HeaderName(0)),
        ("<Down>h<Left>", HeaderName(0)),
        ("<Down>h<Down>", AddHeader),
        ("<Down>h<Down><Down>", Timestamp),
        ("<Down>h<Down><Up>", HeaderName(0)),
        ("<Down>h<Down>i<Right>v<Up>", HeaderValue(0)),
        ("<Down>h<Down>i<Right>v<Up><Down>", HeaderValue(1)),
        ("<Down>h<Down>i<Right>v<Up><Up>", Value),
        ("<Down>h<F4>d", AddHeader),
        ("<Down>h<Down>i<Up><F4>d", HeaderName(0)),
        ("a<Enter>b<Enter>c<Up><Up>", Value),
        ("a<Enter>b<Enter>c<Up><Up><Up>", Key),
        ("<Tab>", Value),
        ("<Tab><Tab>", Value),
    ];
    for (keys, stop) in cases {
        let mut scene = Scene::wide();
        scene.keys(keys);
        assert_eq!(scene.state.record.stop(), stop, "{keys}");
    }
}

/// The dialog in front, in a word.
fn named(dialog: Option<&Dialog>) -> &'static str {
    match dialog {
        None => "none",
        Some(Dialog::Copy { .. }) => "copy",
        Some(Dialog::Replace(_)) => "replace",
        Some(Dialog::Help { .. }) => "help",
        Some(Dialog::Kinds { .. }) => "kinds",
        Some(Dialog::Filter { .. }) => "filter",
        Some(Dialog::Leave) => "leave",
        Some(Dialog::Flushing { .. }) => "flushing",
        Some(Dialog::Looking(_)) => "looking",
        Some(Dialog::Confirm(_)) => "confirm",
        Some(Dialog::Load) => "load",
        Some(Dialog::Tune(_)) => "tune",
        Some(Dialog::Arm(_)) => "arm",
        Some(Dialog::EndLoad(_)) => "end load",
        Some(Dialog::Search) => "search",
        Some(Dialog::Value) => "value",
        Some(Dialog::Profiles(_)) => "profiles",
        Some(Dialog::ProfileName(_)) => "profile name",
        Some(Dialog::ProfileQuestion(_)) => "profile?",
        Some(Dialog::TopicForm(_)) => "topic",
        Some(Dialog::Palette) => "palette",
        Some(Dialog::Themes { .. }) => "themes",
        Some(Dialog::Topics { .. }) => "topics",
        Some(Dialog::Broken(_)) => "broken",
        Some(Dialog::Picker(_)) => "picker",
        Some(Dialog::SaveAs(_)) => "save as",
        Some(Dialog::Ways) => "ways",
        Some(Dialog::Awaiting) => "awaiting",
        Some(Dialog::Bytes { .. }) => "bytes",
        Some(Dialog::WhatIf(_)) => "what if",
    }
}

#[test]
fn panes_and_dialogs_open_and_close() {
    let cases = [
        ("<Tab>", Pane::Profile, false, "none"),
        ("<Tab><Tab>", Pane::Pipeline, false, "none"),
        ("<Tab><Tab><Tab>", Pane::Requests, false, "none"),
        ("<Tab><Tab><Tab><Tab>", Pane::Results, false, "none"),
        ("<Tab><Tab><Tab><Tab><Tab>", Pane::Record, false, "none"),
        ("<Alt-2>", Pane::Profile, false, "none"),
        ("<Alt-2>/", Pane::Profile, false, "search"),
        ("<Alt-2>/q z", Pane::Profile, false, "search"),
        ("<Alt-2>/ling<Enter>", Pane::Profile, false, "none"),
        ("<Alt-2>/ling<Esc>", Pane::Profile, false, "none"),
        ("<Alt-2><Enter>", Pane::Profile, false, "value"),
        ("<Alt-2><Enter><Esc>", Pane::Profile, false, "none"),
        ("<Alt-2><Enter>q", Pane::Profile, false, "value"),
        ("<Alt-3>", Pane::Pipeline, false, "none"),
        ("<F7>", Pane::Record, false, "load"),
        ("<^R>", Pane::Record, false, "load"),
        ("<F7><F7>", Pane::Record, false, "none"),
        ("<F7><Esc>", Pane::Record, false, "none"),
        ("<Alt-3>:", Pane::Pipeline, false, "tune"),
        ("<Alt-3>s", Pane::Pipeline, false, "tune"),
        ("<Alt-3><Enter>", Pane::Pipeline, false, "tune"),
        ("<Alt-3>7", Pane::Pipeline, false, "tune"),
        ("<Alt-3>7<Esc>", Pane::Pipeline, false, "none"),
        ("<Alt-5>7", Pane::Results, false, "none"),
        ("<Alt-4>", Pane::Requests, false, "none"),
        ("<Alt-5>", Pane::Results, false, "none"),
        ("<Alt-5><Alt-1>", Pane::Record, false, "none"),
        ("<Shift-Tab>", Pane::Results, false, "none"),
        ("<F9>", Pane::Record, true, "none"),
        ("<^O>", Pane::Record, true, "none"),
        ("<F9><Esc>", Pane::Record, false, "none"),
        ("<Alt-5>z", Pane::Results, true, "none"),
        ("<Alt-5>zz", Pane::Results, false, "none"),
        ("z", Pane::Record, false, "none"),
        ("<^P>", Pane::Record, false, "palette"),
        ("<^P>zq?", Pane::Record, false, "palette"),
        ("<^P><Esc>", Pane::Record, false, "none"),
        ("<^P><^P>", Pane::Record, false, "none"),
        ("<F1>", Pane::Record, false, "help"),
        ("<^G>", Pane::Record, false, "help"),
        ("?", Pane::Record, false, "none"),
        ("<Alt-5>?", Pane::Results, false, "help"),
        ("<F1><Esc>", Pane::Record, false, "none"),
        ("<F1>q", Pane::Record, false, "none"),
        ("<F1><^C>", Pane::Record, false, "none"),
        ("<F1>x", Pane::Record, false, "help"),
        ("<F4>", Pane::Record, false, "kinds"),
        ("<^N>", Pane::Record, false, "kinds"),
        ("<F4><F4>", Pane::Record, false, "none"),
        ("<Alt-5><F4>", Pane::Results, false, "none"),
        ("<Up><Up><F4>", Pane::Record, false, "none"),
        ("x<F10>", Pane::Record, false, "leave"),
        ("x<^C>", Pane::Record, false, "leave"),
        ("x<^C>n", Pane::Record, false, "none"),
        ("x<^C>z", Pane::Record, false, "leave"),
        ("x<Tab>q", Pane::Profile, false, "leave"),
        ("<Alt-4>/", Pane::Requests, false, "filter"),
        ("<Alt-4>/q z", Pane::Requests, false, "filter"),
        ("<Alt-4>/<Esc>", Pane::Requests, false, "none"),
        ("<Alt-4>/<^C>", Pane::Requests, false, "none"),
        ("<Alt-4>/b1<Enter>", Pane::Requests, false, "none"),
        ("<Alt-4>/b1 x<Enter>", Pane::Requests, false, "filter"),
        ("<Alt-4>/x<Backspace>p0<Enter>", Pane::Requests, false, "none"),
        ("<Alt-4>/x<^U>p0<Enter>", Pane::Requests, false, "none"),
        ("<Alt-k>", Pane::Record, false, "what if"),
        ("<Alt-k>q", Pane::Record, false, "none"),
    ];
    for (keys, focus, zoom, dialog) in cases {
        let mut scene = Scene::wide();
        scene.keys(keys);
        let shown = named(scene.state.dialog.as_ref());
        assert_eq!((scene.state.focus, scene.state.zoom, shown), (focus, zoom, dialog), "{keys}");
        assert!(!scene.sent(), "{keys}");
    }
}

#[test]
fn the_topic_is_looked_at_when_its_name_changes_and_never_otherwise() {
    let mut scene = Scene::bare(session(), 120, 40);
    let look = |topic: &str| Effect::LookAt { topic: topic.to_owned() };
    assert_eq!(scene.take_effects(), [Effect::LookAtCluster, look("orders")]);
    for (keys, expected) in [
        ("abc<Up>k<Up>3<Up>", vec![]),
        ("x", vec![look("ordersx")]),
        ("<Left><Right>", vec![]),
        ("!", vec![]),
        ("<Backspace>", vec![look("ordersx")]),
        ("<^U>", vec![]),
        ("a", vec![look("a")]),
        ("<^_>", vec![]),
        ("<^Y>", vec![look("a")]),
    ] {
        scene.keys(keys);
        assert_eq!(scene.take_effects(), expected, "{keys}");
    }
}

#[test]
fn what_was_seen_of_another_topic_does_not_count() {
    let mut scene = Scene::bare(session(), 120, 40);
    scene.keys("<Up><Up><Up>x");
    scene.tell(Msg::TopicSeen { topic: "orders".to_owned(), look: found("orders", 1) });
    assert!(scene.state.topic_view().is_none());
    assert_eq!(scene.state.topic.look, None);
}

#[test]
fn the_selection_follows_the_newest_until_it_is_moved() {
    let mut scene = Scene::wide();
    scene.keys("v<F5><F5><F5><F5><Alt-5>");
    let cases = [
        ("", 3, true),
        ("j", 2, false),
        ("<Down>", 1, false),
        ("k", 2, false),
        ("<Up>", 3, true),
        ("G", 0, false),
        ("<Down>", 0, false),
        ("g", 3, true),
        ("<End>", 0, false),
        ("<Home>", 3, true),
        ("<PgDn>", 0, false),
        ("<PgUp>", 3, true),
    ];
    for (keys, selected, following) in cases {
        scene.keys(keys);
        let results = &scene.state.results;
        assert_eq!((results.selected().unwrap().n, results.is_following()), (selected, following), "{keys}");
    }
    scene.keys("j<F5>");
    assert_eq!(scene.state.results.selected().unwrap().n, 2, "a new row moves no selection");
}

#[test]
fn a_click_goes_where_it_points() {
    let mut scene = Scene::wide();
    scene.keys("v<F5><F5><F5>");
    let press = |column, row| Msg::Mouse(Mouse { kind: MouseKind::Press, column, row, at: scene::START });
    scene.tell(press(5, 2));
    assert_eq!((scene.state.focus, scene.state.record.stop()), (Pane::Record, Stop::Topic));
    scene.tell(press(70, 26));
    assert_eq!((scene.state.focus, scene.state.results.selected().unwrap().n), (Pane::Results, 0));
    scene.tell(Msg::Mouse(Mouse { kind: MouseKind::ScrollUp, column: 70, row: 26, at: scene::START }));
    assert_eq!(scene.state.results.selected().unwrap().n, 1);
}

#[test]
fn what_changes_nothing_draws_nothing() {
    let mut scene = Scene::wide();
    let quiet = [
        Msg::FocusGained,
        Msg::FocusLost,
        Msg::Standing(scene::standing(3)),
        Msg::TopicSeen { topic: "another".to_owned(), look: TopicLook::Unknown },
        Msg::Mouse(Mouse { kind: MouseKind::ScrollUp, column: 0, row: 0, at: scene::START }),
    ];
    for msg in quiet {
        linger::app::update::update(&mut scene.state, msg.clone());
        assert!(!scene.state.dirty, "{msg:?}");
    }
    linger::app::update::update(&mut scene.state, Msg::Standing(scene::standing(2)));
    assert!(scene.state.dirty);
}

/// Presses where the words stand on the screen.
fn click(scene: &mut Scene, words: &str) {
    let picture = scene.picture();
    let found = picture.lines().enumerate().find_map(|(row, line)| Some((row, line.find(words)?, line)));
    let (row, byte, line) = found.unwrap_or_else(|| panic!("'{words}' is not on the screen:\n{picture}"));
    let column = linger::app::editor::width_of(&line[..byte]);
    let [column, row] = [column, row].map(|cells| u16::try_from(cells).unwrap());
    scene.tell(Msg::Mouse(Mouse { kind: MouseKind::Press, column, row, at: scene.at }));
}

#[test]
fn a_click_on_a_property_of_the_pipeline_selects_it() {
    let mut scene = Scene::wide();
    scene.tell(Msg::Metered(Arc::new(Flow::new(6, 3).meter)));
    for tuned in [Tuned::BatchSize, Tuned::Linger] {
        click(&mut scene, tuned.name());
        assert_eq!((scene.state.focus, scene.state.pipeline.tuning.selected), (Pane::Pipeline, tuned));
    }
}

#[test]
fn a_click_on_a_key_that_is_shown_means_its_command() {
    let mut scene = Scene::wide();
    click(&mut scene, "F4 ^N kind");
    assert!(matches!(scene.state.dialog, Some(Dialog::Kinds { .. })));
    click(&mut scene, "JSON");
    assert!(scene.state.dialog.is_none());
    assert_eq!(scene.state.record.value().kind(), linger::app::field::Kind::Json);
    click(&mut scene, "F4 ^N kind");
    click(&mut scene, "keep");
    assert!(scene.state.dialog.is_none());
    click(&mut scene, "zoom");
    assert!(scene.state.zoom);
    click(&mut scene, "help");
    scene.tell(Msg::Mouse(Mouse { kind: MouseKind::ScrollDown, column: 0, row: 0, at: scene.at }));
    assert_eq!(scene.state.dialog, Some(Dialog::Help { top: 1 }));
    click(&mut scene, "close");
    assert_eq!(scene.state.dialog, None);
}

#[test]
fn a_click_on_the_line_of_the_other_panes_goes_there() {
    let mut scene = Scene::new(session(), 80, 24);
    click(&mut scene, "5 Results");
    assert_eq!(scene.state.focus, Pane::Results);
    click(&mut scene, "1 Record");
    assert_eq!(scene.state.focus, Pane::Record);
}

#[test]
fn nothing_behind_a_dialog_is_clicked_and_no_question_is_answered_beside_its_words() {
    let mut scene = Scene::new(scene::guarded_session(), 120, 40);
    scene.keys("v<F5>");
    assert!(matches!(scene.state.dialog, Some(Dialog::Confirm(_))));
    let before = scene.state.dialog.clone();
    for (column, row) in (0..120).flat_map(|column| (0..40).map(move |row| (column, row))) {
        if scene.state.learned.target(column, row).is_none() {
            let mouse = Mouse { kind: MouseKind::Press, column, row, at: scene.at };
            linger::app::update::update(&mut scene.state, Msg::Mouse(mouse));
            assert!(!scene.state.dirty && scene.state.dialog == before, "{column}, {row}");
        }
    }
    click(&mut scene, "do not send");
    assert!(scene.state.dialog.is_none() && !scene.sent());
    scene.keys("<F5>");
    click(&mut scene, "send this one");
    assert!(scene.sent());
}

#[test]
fn a_click_before_the_question_is_drawn_answers_nothing() {
    let mut scene = Scene::new(scene::guarded_session(), 120, 40);
    scene.keys("v");
    let key = Msg::Key { key: "F5".parse().unwrap(), at: scene.at + 100_000 };
    linger::app::update::update(&mut scene.state, key);
    for column in 0..120 {
        let mouse = Mouse { kind: MouseKind::Press, column, row: 39, at: scene.at };
        linger::app::update::update(&mut scene.state, Msg::Mouse(mouse));
    }
    assert!(matches!(scene.state.dialog, Some(Dialog::Confirm(_))) && !scene.state.dialog_shown);
}

#[test]
fn the_wheel_turns_the_view_of_the_bytes() {
    let mut scene = Scene::new(session(), 80, 24);
    scene.paste(&"a line of a long value\n".repeat(60)).keys("<Alt-h>");
    assert_eq!(scene.state.dialog, Some(Dialog::Bytes { top: 0 }));
    for (kind, top) in [(MouseKind::ScrollDown, 1), (MouseKind::ScrollDown, 2), (MouseKind::ScrollUp, 1)] {
        scene.tell(Msg::Mouse(Mouse { kind, column: 1, row: 1, at: scene.at }));
        assert_eq!(scene.state.dialog, Some(Dialog::Bytes { top }));
    }
}
